package weekly

import (
	"strings"
	"unicode"

	"thuky/bot/doc"
	"thuky/bot/vi"
)

// A row is a doc.Row in clean text.
type row struct {
	number int
	table  int
	loose  bool
	cells  []doc.Cell
}

// A line is a paragraph, or a part of one, and its line in the source.
type line struct {
	text   string
	number int
}

func (w row) line() line { return line{text: w.text(), number: w.number} }

// text joins the cells that have any.
func (w row) text() string {
	var parts []string
	for _, c := range w.cells {
		if c.Text != "" && !c.Above {
			parts = append(parts, oneLine(c.Text))
		}
	}
	return strings.Join(parts, " ")
}

// clean brings the document into the form of vi.Clean and cuts the paragraphs
// that hold several days into one a day.
func clean(d doc.Document) []row {
	rows := make([]row, 0, len(d.Rows))
	for _, source := range d.Rows {
		w := row{number: source.Line, table: source.Table, loose: source.Loose}
		if w.table == 0 && len(source.Cells) > 0 {
			for _, text := range days(oneLine(vi.Clean(source.Cells[0].Text))) {
				w.cells = []doc.Cell{{Text: text, Span: 1}}
				rows = append(rows, w)
			}
			continue
		}
		w.cells = make([]doc.Cell, len(source.Cells))
		for i, cell := range source.Cells {
			cell.Text = strings.TrimSpace(vi.Clean(cell.Text))
			w.cells[i] = cell
		}
		rows = append(rows, w)
	}
	return rows
}

// oneLine collapses white space, line breaks too.
func oneLine(text string) string {
	if !strings.ContainsAny(text, "\n\t") && !strings.Contains(text, "  ") {
		return strings.TrimSpace(text)
	}
	return strings.Join(strings.Fields(text), " ")
}

// hasWord reports whether there is any letter or digit: rules and ornaments have
// none.
func hasWord(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}
