package doc

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// readDOCX reads word/document.xml: paragraphs with their runs joined, tables
// with w:gridSpan and w:vMerge resolved, automatic list marks as "- ". A table
// inside a cell becomes lines of that cell. Deleted and moved-away text, the
// second version of a drawing and everything but text is passed over.
func readDOCX(r io.Reader) (Document, error) {
	w := &word{decoder: xml.NewDecoder(r)}
	w.decoder.Strict = false
	for !w.full() {
		token, err := w.decoder.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return Document{}, fmt.Errorf("%w: %w", ErrBroken, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			w.start(t)
		case xml.EndElement:
			w.end(t.Name.Local)
		case xml.CharData:
			if w.inText && w.skipped == 0 {
				w.text.Write(t)
			}
		}
	}
	return Document{Rows: w.rows}, nil
}

// word is the state of reading a docx.
type word struct {
	builder
	decoder *xml.Decoder
	text    strings.Builder // the open cell, or the open paragraph outside tables
	inText  bool            // inside w:t
	listed  bool            // the open paragraph is of an automatic list
	begun   int             // where in text the open paragraph starts
	skipped int             // depth inside an element to pass over
	depth   int             // tables open
	cells   []Cell
	above   []Cell // the row above, whose cells may go on
	span    int
	goesOn  bool // the open cell continues the one above
}

func (w *word) start(t xml.StartElement) {
	name := t.Name.Local
	if w.skipped > 0 || name == "moveFrom" || name == "Fallback" || name == "del" {
		w.skipped++
		return
	}
	switch name {
	case "tbl":
		w.depth++
		if w.depth == 1 {
			w.tables++
			w.above = nil
		}
	case "tr":
		if w.depth == 1 {
			w.cells = nil
		}
	case "tc":
		if w.depth == 1 {
			w.text.Reset()
			w.span, w.goesOn = 1, false
		}
	case "gridSpan":
		if n, err := strconv.Atoi(value(t)); w.depth == 1 && err == nil && n > 0 {
			w.span = min(n, MaxColumns)
		}
	case "vMerge":
		if w.depth == 1 {
			w.goesOn = value(t) != "restart"
		}
	case "p":
		w.begun, w.listed = w.text.Len(), false
	case "numId":
		w.listed = value(t) != "0"
	case "t":
		w.inText = true
	case "tab":
		w.text.WriteByte(' ')
	case "br", "cr":
		w.text.WriteByte('\n')
	case "noBreakHyphen":
		w.text.WriteByte('-')
	}
}

func (w *word) end(name string) {
	if w.skipped > 0 {
		w.skipped--
		return
	}
	switch name {
	case "tbl":
		w.depth = max(0, w.depth-1)
	case "tr":
		if w.depth == 1 {
			w.row(0, false, w.cells)
			w.above = w.cells
		}
	case "tc":
		if w.depth == 1 {
			w.cell()
		}
	case "p":
		w.endParagraph()
	case "t":
		w.inText = false
	}
}

func (w *word) endParagraph() {
	if w.listed {
		text := w.text.String()
		head, own := text[:min(w.begun, len(text))], text[min(w.begun, len(text)):]
		w.text.Reset()
		w.text.WriteString(head)
		if strings.TrimSpace(own) != "" {
			w.text.WriteString("- ")
		}
		w.text.WriteString(own)
		w.listed = false
	}
	if w.depth > 0 {
		w.text.WriteByte('\n')
		return
	}
	w.paragraph(0, tidy(w.text.String()))
	w.text.Reset()
}

// cell ends a cell of a table.
func (w *word) cell() {
	cell := Cell{Text: tidy(w.text.String()), Span: w.span}
	if column := len(w.cells); w.goesOn && column < len(w.above) {
		cell.Text, cell.Above = w.above[column].Text, true
	}
	w.text.Reset()
	for i := 0; i < w.span && len(w.cells) < MaxColumns; i++ {
		w.cells = append(w.cells, cell)
		cell = Cell{}
	}
}

func value(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			return a.Value
		}
	}
	return ""
}
