package score

import (
	"slices"
	"strings"
)

// readRows goes through a file of rows under a header that names the given columns
// in any order; only the optional one may be missing. take gets each row's unit and
// code, and its other cells by column. A unit and code together stand once.
func readRows(rows []Row, columns []string, optional string, take func(unit, code string, cell func(string) string) *Mistake) Mistakes {
	var mistakes Mistakes
	var header map[string]int
	seen := map[[2]string]bool{}
	for _, row := range rows {
		if strings.TrimSpace(strings.Join(row.Cells, "")) == "" {
			continue
		}
		if header == nil {
			var m *Mistake
			if header, m = readHeader(row, columns, optional); m != nil {
				return Mistakes{m}
			}
			continue
		}
		cell := func(name string) string {
			if i, ok := header[name]; ok && i < len(row.Cells) {
				return strings.Join(strings.Fields(row.Cells[i]), " ")
			}
			return ""
		}
		unit, code := cell("unit"), cell("code")
		var m *Mistake
		switch key := [2]string{unit, code}; {
		case unit == "":
			m = &Mistake{Fault: NoUnit}
		case seen[key]:
			m = &Mistake{Fault: Duplicate, Value: shown(code)}
		default:
			seen[key] = true
			m = take(unit, code, cell)
		}
		if m != nil {
			m.Line, m.Unit, m.Code = row.Line, unit, shown(code)
			mistakes = append(mistakes, m)
		}
	}
	if header == nil {
		return Mistakes{{Fault: NoHeader, Line: 1, Want: names(columns, ",")}}
	}
	return mistakes
}

// spoken are the columns by the names that people write above them.
var spoken = map[string]string{
	"đơn vị": "unit", "mã": "code", "kết quả": "value", "chỉ tiêu": "target",
	"số bản giao ước": "covenant", "bản giao ước": "covenant", "giao ước": "covenant", "ngày ký": "date", "ngày": "date",
}

// readHeader finds the columns.
func readHeader(row Row, columns []string, optional string) (map[string]int, *Mistake) {
	header := map[string]int{}
	want := names(columns, ",")
	for i, text := range row.Cells {
		name := strings.ToLower(strings.Join(strings.Fields(text), " "))
		if column, ok := spoken[name]; ok {
			name = column
		}
		_, twice := header[name]
		switch {
		case name == "":
			continue
		case !slices.Contains(columns, name):
			return nil, &Mistake{Fault: UnknownColumn, Line: row.Line, Value: shown(name), Want: want}
		case twice:
			return nil, &Mistake{Fault: Duplicate, Line: row.Line, Value: name}
		}
		header[name] = i
	}
	for _, name := range columns {
		if _, ok := header[name]; !ok && name != optional {
			return nil, &Mistake{Fault: NoHeader, Line: row.Line, Value: name, Want: want}
		}
	}
	return header, nil
}
