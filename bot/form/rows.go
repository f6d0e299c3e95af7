package form

import (
	"strings"

	"thuky/bot/vi"
	"thuky/store/score"
)

// Columns are those of a file of answers, in the order in which it is written. Only the
// code (mã) and the value (kết quả) are read; unit, evidence and note too where they stand.
// A file needs no more than those two; columns finds them by other names as well.
var Columns = []string{"Đơn vị", "Mã", "Tiêu chí", "Tối đa", "Chỉ tiêu", "Cách ghi", ColumnValue, "Minh chứng", "Giải thích"}

// ColumnValue heads the column of the answers.
const ColumnValue = "Kết quả"

// ReadRows reads a file of answers of a unit: a row an answer under a header. Rows
// without a value are left out. What cannot be taken is told by line.
func ReadRows(rows []score.Row, unit string) (all []Item, refused []Echo) {
	var header map[string]int
	for _, row := range rows {
		if strings.TrimSpace(strings.Join(row.Cells, "")) == "" {
			continue
		}
		if header == nil {
			if header = columns(row); header == nil {
				return nil, []Echo{{Kind: Refused, Line: row.Line, Mistake: &score.Mistake{Fault: score.NoHeader, Want: "Mã, Kết quả"}}}
			}
			continue
		}
		cell := func(name string) string {
			if i, ok := header[name]; ok && i < len(row.Cells) {
				return bare(oneLine(row.Cells[i]))
			}
			return ""
		}
		code, value := cell("code"), cell("value")
		switch {
		case code == "submitted", value == "" && cell("evidence") == "" && cell("note") == "":
		case cell("unit") != "" && !strings.EqualFold(cell("unit"), unit):
			refused = append(refused, Echo{Kind: OfOthers, Code: clip(code), Line: row.Line, Value: clip(cell("unit"))})
		default:
			all = append(all, Item{Code: code, Value: value, Evidence: cell("evidence"), Note: cell("note"), Line: row.Line})
		}
	}
	return all, refused
}

// bare is a cell without the sign that keeps a text from being read as a formula.
func bare(text string) string {
	if rest, quoted := strings.CutPrefix(text, "'"); quoted && rest != "" && strings.ContainsRune("=+-@", rune(rest[0])) {
		return rest
	}
	return text
}

// columns finds the columns of a header, nil if it is none.
func columns(row score.Row) map[string]int {
	names := map[string]string{"ma": "code", "tra loi": "value", "ket qua": "value", "don vi": "unit", "minh chung": "evidence", "giai trinh": "note", "giai thich": "note"}
	header := map[string]int{}
	for i, text := range row.Cells {
		name := vi.Fold(oneLine(text))
		if other, ok := names[name]; ok {
			name = other
		}
		if _, twice := header[name]; !twice {
			header[name] = i
		}
	}
	_, code := header["code"]
	_, value := header["value"]
	if !code || !value {
		return nil
	}
	return header
}
