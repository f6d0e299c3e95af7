// Package doc reads a file or a pasted text as an office has it (txt, html, csv,
// docx, xlsx) and gives its rows and paragraphs, nothing more: what they mean is
// the matter of package weekly.
//
// One shape serves all formats. A paragraph is a Row with one cell; a table row
// has a cell for every column of its grid. Cells merged downwards are repeated
// in each row they cover, so that a reader of one row never looks up; cells
// merged sideways stand once, in their first column. Rows pasted as text are the
// exception: there a merged cell may be missing and the columns shifted, which
// only the meaning of the cells can tell (Row.Loose).
//
// Text is given as the file has it, less the layout: runs joined, line breaks
// inside a cell as "\n". Nothing here fails on broken input; a file that is no
// document of these kinds is one of the errors below.
package doc

import (
	"bytes"
	"errors"
	"path"
	"strings"
)

// Limits on what is read. A week's schedule is far below all of them.
const (
	MaxSize    = 20 << 20  // bytes of a file
	MaxUnzip   = 128 << 20 // bytes of a docx or xlsx once unzipped
	MaxRows    = 200_000   // rows of a document; what follows in a text is left out
	MaxColumns = 64        // columns of a table; what follows is left out
)

// What Read reports. The chat answers each with a sentence of its own.
var (
	ErrTooLarge      = errors.New("file too large")
	ErrUnknownFormat = errors.New("not a txt, html, csv, docx or xlsx file")
	ErrBroken        = errors.New("file damaged or locked")
)

// A Document is a file as rows, in reading order. Rows without any text are left
// out, except in tables.
type Document struct {
	Rows []Row
}

// A Row is a paragraph (Table is 0, one cell) or a row of a table.
type Row struct {
	Line  int    // line of a text, row of a sheet, else ordinal in the document; from 1
	Table int    // ordinal of the table in the document, from 1; 0 for a paragraph
	Loose bool   // a pasted row: cells may be missing, so columns may be shifted
	Cells []Cell // by column
}

// A Cell is one cell of a row, or a whole paragraph.
type Cell struct {
	Text  string // lines separated by "\n"
	Span  int    // columns it covers, from 1; 0 for a column covered by a cell to its left
	Above bool   // the text is repeated from the merged cell above
}

// Text is the row as one line of text, cells separated by tabs.
func (r Row) Text() string {
	cells := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		cells[i] = c.Text
	}
	return strings.Join(cells, "\t")
}

// Read reads a file. The content decides what it is; the name only tells a csv
// from a txt. Errors are ErrTooLarge, ErrUnknownFormat and ErrBroken.
func Read(name string, data []byte) (Document, error) {
	if len(data) > MaxSize {
		return Document{}, ErrTooLarge
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readZip(data)
	}
	if isBinary(data) {
		return Document{}, ErrUnknownFormat
	}
	text := decode(data)
	switch extension := strings.ToLower(path.Ext(name)); {
	case looksLikeHTML(text):
		return readHTML(text)
	case extension == ".csv" || extension == ".tsv":
		return readCSV(text), nil
	}
	return Text(text), nil
}

// isBinary recognises, by their first bytes, the kinds of file that people send
// by mistake: old Word and Excel, PDF, pictures, RTF.
func isBinary(data []byte) bool {
	for _, magic := range []string{
		"\xD0\xCF\x11\xE0", "%PDF", "{\\rtf", "\x89PNG", "\xFF\xD8\xFF", "GIF8", "Rar!", "7z\xBC\xAF", "\x1F\x8B", "\x7FELF", "MZ\x90",
	} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return true
		}
	}
	return false
}

func looksLikeHTML(text string) bool {
	head := strings.ToLower(text[:min(len(text), 4096)])
	for _, tag := range []string{"<html", "<!doctype html", "<body", "<table", "<p>", "<p ", "<div"} {
		if strings.Contains(head, tag) {
			return true
		}
	}
	return false
}

// builder collects rows and numbers them.
type builder struct {
	rows   []Row
	tables int
}

func (b *builder) full() bool { return len(b.rows) >= MaxRows }

// paragraph adds a row for every line of the text that has any; line 0 stands
// for the ordinal.
func (b *builder) paragraph(line int, text string) {
	for one := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(one) != "" && !b.full() {
			b.rows = append(b.rows, Row{Line: b.number(line), Cells: []Cell{{Text: one, Span: 1}}})
		}
	}
}

// row adds a row of the table begun last.
func (b *builder) row(line int, loose bool, cells []Cell) {
	if !b.full() {
		cells = cells[:min(len(cells), MaxColumns)]
		b.rows = append(b.rows, Row{Line: b.number(line), Table: b.tables, Loose: loose, Cells: cells})
	}
}

func (b *builder) number(line int) int {
	if line > 0 {
		return line
	}
	return len(b.rows) + 1
}

// plain makes cells of texts.
func plain(texts []string) []Cell {
	cells := make([]Cell, len(texts))
	for i, text := range texts {
		cells[i] = Cell{Text: text, Span: 1}
	}
	return cells
}
