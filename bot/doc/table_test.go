package doc

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func tables(t *testing.T, data []byte) string {
	t.Helper()
	pages, err := Tables(data)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, page := range pages {
		b.WriteString("[" + page.Name + "]\n" + show(Document{Rows: page.Rows}))
	}
	return b.String()
}

// A workbook's figures are those that were typed, not those that are kept.
func TestWorkbookTables(t *testing.T) {
	f := excelize.NewFile()
	percent, err := f.NewStyle(&excelize.Style{NumFmt: 9})
	if err != nil {
		t.Fatal(err)
	}
	format := "0.0%"
	tenth, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	for axis, value := range map[string]any{
		"A1": "unit", "B1": "value", "A2": "1.10", "B2": 0.92, "A3": "P9", "B3": 8.0999999999999996, "B4": 0.1 + 0.2, "B5": 0.925, "B6": 12, "B7": true, "B9": -1.5,
	} {
		if err := f.SetCellValue("Sheet1", axis, value); err != nil {
			t.Fatal(err)
		}
	}
	for axis, style := range map[string]int{"B2": percent, "B5": tenth} {
		if err := f.SetCellStyle("Sheet1", axis, axis, style); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"second", "hidden"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStr(name, "A1", "x"); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetSheetVisible("hidden", false); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := `[Sheet1]
1 t1: unit | value
2 t1: 1.10 | 92%
3 t1: P9 | 8.1
4 t1:  | 0.3
5 t1:  | 92.5%
6 t1:  | 12
7 t1:  | 1
9 t1:  | -1.5
[second]
1 t2: x
`
	if diff := cmp.Diff(want, tables(t, b.Bytes())); diff != "" {
		t.Error(diff)
	}
}

// The first line says what separates; a comma in a figure does not.
func TestCSVTables(t *testing.T) {
	for text, want := range map[string]string{
		"unit;code;value\nP9;A.1;92,5\nP9;A.2;3,25\n":   "[]\n1 t1: unit | code | value\n2 t1: P9 | A.1 | 92,5\n3 t1: P9 | A.2 | 3,25\n",
		"\xEF\xBB\xBFunit,value\r\n\r\nP9,\"92,5\"\r\n": "[]\n1 t1: unit | value\n3 t1: P9 | 92,5\n",
		"unit\tvalue\nP9\t92,5;1\n":                     "[]\n1 t1: unit | value\n2 t1: P9 | 92,5;1\n",
		"":                                              "[]\n",
	} {
		if diff := cmp.Diff(want, tables(t, []byte(text))); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// A quote that does not close would swallow rows: it is refused by line.
func TestTablesRefused(t *testing.T) {
	var quotes *csv.ParseError
	if _, err := Tables([]byte("unit,value\nP9,\"lý do\nP7,3\n")); !errors.As(err, &quotes) {
		t.Errorf("an open quote: %v", err)
	}
	for data, want := range map[string]error{
		"PK\x03\x04torn":               ErrBroken,
		"%PDF-1.7":                     ErrUnknownFormat,
		"\xD0\xCF\x11\xE0old":          ErrUnknownFormat,
		strings.Repeat("a,", 100):      ErrTooLarge,
		strings.Repeat(" ", MaxSize+1): ErrTooLarge,
	} {
		if _, err := Tables([]byte(data)); !errors.Is(err, want) {
			t.Errorf("%.20q: %v, want %v", data, err, want)
		}
	}
}
