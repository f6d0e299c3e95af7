package doc

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
)

// Formulas looks through the worksheets of an xlsx for cells that hold a formula. Tables
// reads the results that stand beside them; no formula is ever computed here. It counts
// those with a result and names the first cell without one, "C5", "" if all have theirs.
// What does not read is Tables' to refuse.
func Formulas(data []byte) (count int, uncomputed string) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0, ""
	}
	left := int64(MaxUnzip)
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/") || !strings.HasSuffix(part.Name, ".xml") {
			continue
		}
		f, err := part.Open()
		if err != nil {
			continue
		}
		limited := &io.LimitedReader{R: f, N: left}
		n, cell := formulasOf(xml.NewDecoder(limited))
		left = limited.N
		_ = f.Close()
		if count += n; uncomputed == "" {
			uncomputed = cell
		}
	}
	return count, uncomputed
}

// formulasOf counts the formulas of one worksheet.
func formulasOf(d *xml.Decoder) (count int, uncomputed string) {
	cell, formula, value := "", false, false
	for {
		token, err := d.RawToken()
		if err != nil {
			return count, uncomputed
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "c":
				cell, formula, value = "", false, false
				for _, a := range t.Attr {
					if a.Name.Local == "r" {
						cell = a.Value
					}
				}
			case "f":
				formula = true
			case "v", "is":
				value = true
			}
		case xml.EndElement:
			if t.Name.Local != "c" || !formula {
				continue
			}
			if count++; !value && uncomputed == "" {
				uncomputed = cell
			}
		}
	}
}
