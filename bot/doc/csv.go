package doc

import (
	"encoding/csv"
	"strings"
)

// readCSV reads a table exported by a spreadsheet: the separator is found out,
// quoted cells may hold line breaks. A file whose quotes do not close is read as
// plain text.
func readCSV(text string) Document {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator(text)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	b := &builder{tables: 1}
	for !b.full() {
		record, err := r.Read()
		if err != nil {
			break
		}
		for _, field := range record {
			if len(field) > maxQuoted {
				return Text(text)
			}
		}
		line, _ := r.FieldPos(0)
		b.row(line, true, plain(record))
	}
	return Document{Rows: b.rows}
}

// separator is the sign that stands most often outside quotes in the first
// lines; a semicolon wins a draw, for Vietnamese Excel writes it.
func separator(text string) rune {
	counts := map[rune]int{}
	quoted := false
	for _, r := range text[:min(len(text), 16<<10)] {
		switch r {
		case '"':
			quoted = !quoted
		case ';', ',', '\t':
			if !quoted {
				counts[r]++
			}
		}
	}
	best := ';'
	for _, r := range []rune{'\t', ','} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}
