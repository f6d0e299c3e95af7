package doc

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
)

// readZip tells a docx from an xlsx by its parts.
func readZip(data []byte) (Document, error) {
	body, sheet, err := unzip(data)
	switch {
	case err != nil:
		return Document{}, err
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

// unzip looks at an archive's parts before anything is taken out: the body of a
// docx, whether it is an xlsx, and that it is not too large. Macros are parts like
// others and are never opened.
func unzip(data []byte) (body *zip.File, sheet bool, err error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, false, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	var size uint64
	for _, f := range archive.File {
		switch f.Name {
		case "word/document.xml":
			body = f
		case "xl/workbook.xml":
			sheet = true
		}
		size += f.UncompressedSize64
		if f.UncompressedSize64 > MaxUnzip || size > MaxUnzip {
			return nil, false, ErrTooLarge
		}
	}
	return body, sheet, nil
}
