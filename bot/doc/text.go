package doc

import (
	"regexp"
	"strings"
)

// maxQuoted bounds how far a pasted cell in quotes is looked for; a quote that
// is not closed within it is a plain character.
const maxQuoted = 8 << 10

// Text reads a pasted text: a paragraph a line, tables as a spreadsheet or Word
// copies them (cells separated by tabs, those with line breaks in quotes) and
// Markdown tables. Emphasis and heading marks of Markdown are dropped.
func Text(text string) Document {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	b := &builder{}
	inTable, piped := false, false // the last row that had text was of a table, of a Markdown one
	for line := 1; text != "" && !b.full(); {
		first, rest, _ := strings.Cut(text, "\n")
		next, _, _ := strings.Cut(rest, "\n")
		var cells []string
		lines := 1
		switch {
		case strings.TrimSpace(first) == "", inTable && piped && isMarkdownRule(first):
			// An empty row of a table and the rule under its head carry nothing.
		case isMarkdownRow(first), inTable && piped && strings.Contains(first, "|"), strings.Contains(first, "|") && isMarkdownRule(next):
			cells, piped = markdownCells(first), true
		case strings.Contains(first, "\t"), inTable && strings.HasPrefix(first, `"`):
			cells, lines = pastedCells(text)
			piped = false
		default:
			inTable = false
			b.paragraph(line, withoutMarks(first))
		}
		if cells != nil {
			if !inTable {
				b.tables++
			}
			inTable = true
			b.row(line, true, plain(cells))
		}
		for range lines {
			_, text, _ = strings.Cut(text, "\n")
		}
		line += lines
	}
	return Document{Rows: b.rows}
}

// pastedCells reads the pasted row at the head of the text and counts its lines.
func pastedCells(text string) (cells []string, lines int) {
	lines = 1
	for {
		cell, rest, found := quotedCell(text)
		if !found {
			end := strings.IndexAny(text, "\t\n")
			if end < 0 {
				end = len(text)
			}
			cell, rest = text[:end], text[end:]
		}
		lines += strings.Count(text[:len(text)-len(rest)], "\n")
		cells = append(cells, cell)
		if !strings.HasPrefix(rest, "\t") {
			return cells, lines
		}
		text = rest[1:]
	}
}

// quotedCell reads a cell in quotes, "" inside standing for one quote.
func quotedCell(text string) (cell, rest string, found bool) {
	if !strings.HasPrefix(text, `"`) {
		return "", text, false
	}
	limit := min(len(text), maxQuoted)
	for i := 1; i < limit; i++ {
		if text[i] != '"' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '"' {
			i++
			continue
		}
		if i+1 == len(text) || text[i+1] == '\t' || text[i+1] == '\n' {
			return strings.ReplaceAll(text[1:i], `""`, `"`), text[i+1:], true
		}
		return "", text, false
	}
	return "", text, false
}

func isMarkdownRow(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) > 2 && line[0] == '|' && strings.Count(line, "|") > 1 && !isMarkdownRule(line)
}

// isMarkdownRule recognises the rule under a head: |---|:--:|
func isMarkdownRule(line string) bool {
	return strings.Contains(line, "|") && strings.Contains(line, "--") && strings.Trim(line, " |:-\t") == ""
}

var lineBreakTag = regexp.MustCompile(`(?i)<br\s*/?>`)

func markdownCells(line string) []string {
	line = strings.TrimSpace(line)
	line = strings.TrimPrefix(line, "|")
	if strings.HasSuffix(line, "|") && !strings.HasSuffix(line, `\|`) {
		line = line[:len(line)-1]
	}
	line = strings.ReplaceAll(line, `\|`, "\x00")
	cells := strings.Split(line, "|")
	for i, cell := range cells {
		cell = lineBreakTag.ReplaceAllString(strings.ReplaceAll(cell, "\x00", "|"), "\n")
		cells[i] = strings.TrimSpace(withoutMarks(cell))
	}
	return cells
}

// withoutMarks drops Markdown's heading and emphasis marks; no schedule uses
// them otherwise. A single * stays: it is a bullet.
func withoutMarks(line string) string {
	if trimmed := strings.TrimLeft(line, " "); strings.HasPrefix(trimmed, "#") {
		line = strings.TrimLeft(trimmed, "# ")
	}
	return strings.ReplaceAll(strings.ReplaceAll(line, "**", ""), "__", "")
}
