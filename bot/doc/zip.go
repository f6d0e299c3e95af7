package doc

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
)

// readZip tells a docx from an xlsx by its parts. Macros are parts like others
// and are never opened.
func readZip(data []byte) (Document, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Document{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	var body *zip.File
	var size uint64
	sheet := false
	for _, f := range archive.File {
		switch f.Name {
		case "word/document.xml":
			body = f
		case "xl/workbook.xml":
			sheet = true
		}
		size += f.UncompressedSize64
		if f.UncompressedSize64 > MaxUnzip || size > MaxUnzip {
			return Document{}, ErrTooLarge
		}
	}
	switch {
	case sheet:
		return readXLSX(data)
	case body == nil:
		return Document{}, ErrUnknownFormat
	}
	r, err := body.Open()
	if err != nil {
		return Document{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	defer r.Close()
	return readDOCX(io.LimitReader(r, MaxUnzip))
}
