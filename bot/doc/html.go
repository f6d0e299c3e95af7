package doc

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML reads a web page or a Word document saved as one. A table that holds
// another is only a layout: its cells are read as paragraphs.
func readHTML(text string) (Document, error) {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return Document{}, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	p := &page{layout: map[*html.Node]bool{}}
	p.findLayouts(root, nil)
	p.read(root)
	p.flush()
	return Document{Rows: p.rows}, nil
}

// page is the state of reading: the open paragraph and the rows so far.
type page struct {
	builder
	layout map[*html.Node]bool
	text   strings.Builder
}

func (p *page) findLayouts(n, table *html.Node) {
	if n.DataAtom == atom.Table {
		if table != nil {
			p.layout[table] = true
		}
		table = n
	}
	for child := range n.ChildNodes() {
		p.findLayouts(child, table)
	}
}

func (p *page) flush() {
	p.paragraph(0, tidy(p.text.String()))
	p.text.Reset()
}

func (p *page) read(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		write(&p.text, n.Data)
	case hidden(n):
	case n.DataAtom == atom.Table && !p.layout[n]:
		p.flush()
		p.tables++
		p.table(n, &grid{})
	default:
		block := isBlock(n)
		if block {
			p.flush()
		}
		if n.DataAtom == atom.Li {
			p.text.WriteString("- ")
		}
		for child := range n.ChildNodes() {
			p.read(child)
		}
		if block {
			p.flush()
		}
	}
}

// table reads the rows under n; captions and the like become paragraphs.
func (p *page) table(n *html.Node, g *grid) {
	for child := range n.ChildNodes() {
		switch child.DataAtom {
		case atom.Tr:
			for cell := range child.ChildNodes() {
				if cell.DataAtom == atom.Td || cell.DataAtom == atom.Th {
					var text strings.Builder
					cellText(cell, &text)
					g.add(tidy(text.String()), attribute(cell, "colspan"), attribute(cell, "rowspan"))
				}
			}
			p.row(0, false, g.take())
		case atom.Thead, atom.Tbody, atom.Tfoot:
			p.table(child, g)
		case atom.Caption:
			p.read(child)
			p.flush()
		}
	}
}

func cellText(n *html.Node, b *strings.Builder) {
	switch {
	case n.Type == html.TextNode:
		write(b, n.Data)
	case hidden(n):
	default:
		block := isBlock(n)
		if block {
			b.WriteByte('\n')
		}
		if n.DataAtom == atom.Li {
			b.WriteString("- ")
		}
		for child := range n.ChildNodes() {
			cellText(child, b)
		}
		if block {
			b.WriteByte('\n')
		}
	}
}

// attribute reads a span: 1 if it is missing or absurd.
func attribute(n *html.Node, key string) int {
	for _, a := range n.Attr {
		if a.Key == key {
			if v, err := strconv.Atoi(strings.TrimSpace(a.Val)); err == nil && v > 0 && v <= MaxRows {
				return v
			}
		}
	}
	return 1
}

func hidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Head, atom.Noscript, atom.Template, atom.Select, atom.Svg, atom.Iframe, atom.Textarea:
		return true
	}
	return n.Type == html.CommentNode || n.Type == html.DoctypeNode
}

func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Br, atom.Hr, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd, atom.Tr, atom.Td, atom.Th,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Section, atom.Article, atom.Header,
		atom.Footer, atom.Nav, atom.Main, atom.Aside, atom.Blockquote, atom.Pre, atom.Form, atom.Center, atom.Body, atom.Html,
		atom.Fieldset, atom.Address, atom.Figure, atom.Figcaption, atom.Caption, atom.Option, atom.Button:
		return true
	}
	return false
}

// write adds the text of a node; its line breaks are those of the file, not of
// the page.
func write(b *strings.Builder, text string) {
	for _, r := range text {
		if r == '\n' || r == '\r' || r == '\t' {
			r = ' '
		}
		b.WriteRune(r)
	}
}

// tidy trims every line, collapses spaces and drops empty lines.
func tidy(text string) string {
	var b strings.Builder
	space, line := false, false
	for _, r := range text {
		switch {
		case r == '\n':
			line = true
		case unicode.IsSpace(r):
			space = true
		default:
			switch {
			case b.Len() == 0:
			case line:
				b.WriteByte('\n')
			case space:
				b.WriteByte(' ')
			}
			space, line = false, false
			b.WriteRune(r)
		}
	}
	return b.String()
}
