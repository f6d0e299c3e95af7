package doc

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A Worksheet is one table of a file: a worksheet of an xlsx, or a whole CSV file.
type Worksheet struct {
	Name string // "" in a CSV file
	Rows []Row  // without the empty ones
}

// Tables reads a file whose rows are data and not a document: an xlsx, or CSV by
// its content. Nothing is guessed, because a figure is at stake: the separator is
// the one in the first line, a quote that does not close is a *csv.ParseError, and
// a number is as it was typed (92% is "92%", not 0.92; 8.1 is "8.1", not
// 8.0999999999999996). Errors are those of Read besides.
func Tables(data []byte) ([]Worksheet, error) {
	switch {
	case len(data) > MaxSize:
		return nil, ErrTooLarge
	case !bytes.HasPrefix(data, []byte("PK\x03\x04")) && isBinary(data):
		return nil, ErrUnknownFormat
	case !bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return csvTable(decode(data))
	}
	if _, sheet, err := unzip(data); err != nil {
		return nil, err
	} else if !sheet {
		return nil, ErrUnknownFormat
	}
	book, err := openWorkbook(data)
	if err != nil {
		return nil, err
	}
	defer book.file.Close()
	book.figures = true
	var all []Worksheet
	for _, name := range book.visible() {
		start := len(book.rows)
		if err := book.sheet(name); err != nil {
			return nil, fmt.Errorf("%w: sheet %q: %w", ErrBroken, name, err)
		}
		if book.full() {
			return nil, ErrTooLarge
		}
		all = append(all, Worksheet{Name: name, Rows: book.rows[start:len(book.rows):len(book.rows)]})
	}
	return all, nil
}

func csvTable(text string) ([]Worksheet, error) {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator(first)
	r.FieldsPerRecord = -1
	b := &builder{tables: 1}
	for {
		record, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return []Worksheet{{Rows: b.rows}}, nil
		case err != nil:
			return nil, fmt.Errorf("read csv: %w", err)
		case b.full() || len(record) > MaxColumns:
			return nil, ErrTooLarge
		}
		line, _ := r.FieldPos(0)
		b.row(line, false, plain(record))
	}
}

// figure is a number as it was typed. A workbook keeps the nearest binary number
// to seventeen digits, of which fifteen are what a person saw.
func (w *workbook) figure(sheet, axis string, value float64, raw string) string {
	kind, err := w.file.GetCellType(sheet, axis)
	if err != nil || kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset && kind != excelize.CellTypeFormula {
		return raw // a text that looks like a number: a code
	}
	id, err := w.file.GetCellStyle(sheet, axis)
	if err != nil {
		return raw
	}
	percent := ""
	if style, err := w.file.GetStyle(id); err == nil && isPercent(style) {
		value, percent = value*100, "%"
	}
	typed, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', 15, 64), 64)
	if err != nil || math.IsInf(typed, 0) {
		return raw
	}
	return strconv.FormatFloat(typed, 'f', -1, 64) + percent
}

// isPercent recognises the built-in percent formats and others that show one.
func isPercent(style *excelize.Style) bool {
	if style.CustomNumFmt == nil {
		return style.NumFmt == 9 || style.NumFmt == 10
	}
	return strings.Contains(formatLetters(*style.CustomNumFmt), "%")
}
