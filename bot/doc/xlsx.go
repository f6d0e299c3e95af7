package doc

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads the visible sheets, each as one table. Values are read raw and
// the number format only tells whether a number is a date, a time or both: the
// formatted text depends on the language of whoever saved the file.
func readXLSX(data []byte) (Document, error) {
	book, err := openWorkbook(data)
	if err != nil {
		return Document{}, err
	}
	defer book.file.Close()
	for _, sheet := range book.visible() {
		if err := book.sheet(sheet); err != nil {
			return Document{}, fmt.Errorf("%w: sheet %q: %w", ErrBroken, sheet, err)
		}
	}
	return Document{Rows: book.rows}, nil
}

// openWorkbook opens an xlsx within the limits. The caller closes its file.
func openWorkbook(data []byte) (*workbook, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue:      true,
		UnzipSizeLimit:    MaxUnzip,
		UnzipXMLSizeLimit: MaxUnzip,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	book := &workbook{file: f, kinds: map[int]numberKind{}}
	if properties, err := f.GetWorkbookProps(); err == nil && properties.Date1904 != nil {
		book.date1904 = *properties.Date1904
	}
	return book, nil
}

// visible lists the sheets that are not hidden.
func (w *workbook) visible() []string {
	var names []string
	for _, sheet := range w.file.GetSheetList() {
		if visible, err := w.file.GetSheetVisible(sheet); err != nil || visible {
			names = append(names, sheet)
		}
	}
	return names
}

type workbook struct {
	builder
	file     *excelize.File
	date1904 bool
	kinds    map[int]numberKind // by style
	figures  bool               // numbers as they were typed, for Tables
}

// sheet reads one sheet; rows without any value are left out.
func (w *workbook) sheet(name string) error {
	w.tables++
	rows, err := w.file.Rows(name)
	if err != nil {
		return err
	}
	defer rows.Close()
	merged, err := w.merges(name)
	if err != nil {
		return err
	}
	g := &grid{}
	for line := 1; rows.Next() && !w.full(); line++ {
		values, err := rows.Columns()
		if err != nil {
			return err
		}
		for len(values) < MaxColumns && merged[[2]int{line, len(values)}].columns > 0 {
			values = append(values, "")
		}
		for g.inherit(); len(g.cells) < min(len(values), MaxColumns); g.inherit() {
			column := len(g.cells)
			size := merged[[2]int{line, column}]
			g.add(w.value(name, line, column, values[column]), max(1, size.columns), max(1, size.rows))
		}
		cells := g.take()
		for _, cell := range cells {
			if strings.TrimSpace(cell.Text) != "" {
				w.row(line, false, cells)
				break
			}
		}
	}
	return nil
}

type area struct{ columns, rows int }

// merges maps the first cell (line from 1, column from 0) of each merged area to
// its size.
func (w *workbook) merges(sheet string) (map[[2]int]area, error) {
	merged, err := w.file.GetMergeCells(sheet)
	if err != nil {
		return nil, err
	}
	areas := make(map[[2]int]area, len(merged))
	for _, m := range merged {
		left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			continue
		}
		right, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			continue
		}
		areas[[2]int{top, left - 1}] = area{columns: right - left + 1, rows: bottom - top + 1}
	}
	return areas, nil
}

// value is a cell's text; a date becomes "18/10/2021", a time "07h30".
func (w *workbook) value(sheet string, line, column int, raw string) string {
	if t, err := time.Parse("2006-01-02T15:04:05", raw); err == nil {
		return display(t, isDate|isTime)
	}
	serial, err := strconv.ParseFloat(raw, 64)
	if err != nil || serial < 0 || serial > 2958465 || math.IsNaN(serial) {
		return tidy(raw)
	}
	axis, err := excelize.CoordinatesToCellName(column+1, line)
	if err != nil {
		return raw
	}
	kind := w.kind(sheet, axis)
	switch {
	case kind == 0 && w.figures:
		return w.figure(sheet, axis, serial, raw)
	case kind == 0:
		return raw
	}
	t, err := excelize.ExcelDateToTime(serial, w.date1904)
	if err != nil {
		return raw
	}
	if serial < 1 {
		kind = isTime
	}
	return display(t.Round(time.Minute), kind)
}

func display(t time.Time, kind numberKind) string {
	midnight := t.Hour() == 0 && t.Minute() == 0
	switch {
	case kind == isTime:
		return t.Format("15h04")
	case kind == isDate || midnight:
		return t.Format("02/01/2006")
	}
	return t.Format("02/01/2006 15h04")
}

// numberKind says what a number format shows.
type numberKind int

const (
	isDate numberKind = 1 << iota
	isTime
)

func (w *workbook) kind(sheet, axis string) numberKind {
	id, err := w.file.GetCellStyle(sheet, axis)
	if err != nil {
		return 0
	}
	kind, known := w.kinds[id]
	if !known {
		if style, err := w.file.GetStyle(id); err == nil {
			kind = formatKind(style)
		}
		w.kinds[id] = kind
	}
	return kind
}

// formatKind judges a number format: the built-in ones by their number (ECMA-376
// part 1, 18.8.30), others by their letters outside quotes and brackets.
func formatKind(style *excelize.Style) numberKind {
	if style.CustomNumFmt == nil {
		switch n := style.NumFmt; {
		case n == 22:
			return isDate | isTime
		case n >= 14 && n <= 17, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 58:
			return isDate
		case n >= 18 && n <= 21, n >= 32 && n <= 35, n >= 45 && n <= 47:
			return isTime
		}
		return 0
	}
	letters := formatLetters(strings.ToLower(*style.CustomNumFmt))
	var kind numberKind
	if strings.ContainsAny(letters, "hs") {
		kind |= isTime
	}
	if strings.ContainsAny(letters, "dy") || strings.Contains(letters, "m") && kind == 0 {
		kind |= isDate
	}
	return kind
}

// formatLetters drops what a number format quotes, escapes or puts in brackets
// (colours, languages), except elapsed time: [h]:mm.
func formatLetters(format string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		switch c := format[i]; c {
		case '\\', '_', '*':
			i++
		case '"', '[':
			stop := byte('"')
			if c == '[' {
				stop = ']'
			}
			end := strings.IndexByte(format[i+1:], stop)
			if end < 0 {
				return b.String()
			}
			if inside := format[i+1 : i+1+end]; c == '[' && strings.Trim(inside, "hms") == "" {
				b.WriteString(inside)
			}
			i += end + 1
		case ';':
			return b.String()
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
