package render

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"thuky/store"
)

// What a page may hold. The messenger takes 4,096 code points and about a
// hundred pieces of markup; beyond those it cuts or refuses.
const (
	pageLength = 3800 // code points, markup counted too
	pageMarkup = 90   // tags that open
	footLength = 40   // room for "Trang 1/3"
)

// A block is lines that belong together under a heading. All are balanced
// markup; a line may hold line breaks.
type block struct {
	head  string // "" for none
	top   string // the heading where a page begins inside the block or with it; "" is head
	lines []string
}

// size is what markup takes of a page.
type size struct{ length, markup int }

func sizeOf(markup string) size {
	return size{utf8.RuneCountInString(markup), strings.Count(markup, "<") / 2}
}

func (s size) plus(t size) size { return size{s.length + t.length, s.markup + t.markup} }

func (s size) fits() bool {
	return s.length <= pageLength-footLength && s.markup < pageMarkup
}

// paginate lays blocks out on pages, each under the title. A page ends between
// two blocks if it can, else between two lines, and inside a line only if no page
// could hold it.
func paginate(title string, blocks []block) []string {
	p := &pager{title: title}
	p.turn()
	for _, b := range blocks {
		p.add(b)
	}
	p.close()
	if len(p.pages) == 1 {
		return p.pages
	}
	for i := range p.pages {
		p.pages[i] += "\n\n" + italic(fmt.Sprintf("Trang %d/%d", i+1, len(p.pages)))
	}
	return p.pages
}

// pick takes one of the pages; a number beyond them goes round.
func pick(pages []string, page int) (text string, count int) {
	count = len(pages)
	return pages[((page%count)+count)%count], count
}

// A pager fills pages.
type pager struct {
	title string
	pages []string
	text  strings.Builder // of the page being filled
	size  size
	empty bool // nothing but the title stands on it
}

// turn begins a page.
func (p *pager) turn() {
	p.text.Reset()
	p.text.WriteString(p.title)
	p.size, p.empty = sizeOf(p.title), true
}

// close ends a page.
func (p *pager) close() { p.pages = append(p.pages, p.text.String()) }

// put writes markup if the page holds it.
func (p *pager) put(markup string) bool {
	size := p.size.plus(sizeOf(markup))
	if !size.fits() {
		return false
	}
	p.text.WriteString(markup)
	p.size, p.empty = size, false
	return true
}

// add writes a block: whole if the page or, for a short one, the next page holds
// it, else line by line.
func (p *pager) add(b block) {
	if b.top == "" {
		b.top = b.head
	}
	if p.put(p.lead(b) + strings.Join(b.lines, "\n")) {
		return
	}
	whole := sizeOf(b.top + strings.Join(b.lines, "\n"))
	if !p.empty && whole.length < pageLength/3 && whole.markup < pageMarkup/3 {
		p.close()
		p.turn()
	}
	begun := false
	for _, line := range b.lines {
		before := "\n"
		if !begun {
			before = p.lead(b)
		}
		begun = true
		if p.put(before + line) {
			continue
		}
		if !p.empty {
			p.close()
			p.turn()
		}
		p.addPieces(b, line)
	}
}

// addPieces writes a line at the top of a page, on several pages if it must.
func (p *pager) addPieces(b block, line string) {
	room := pageLength - footLength - sizeOf(p.title+b.top).length - len("\n\n\n")
	for i, piece := range breakLine(line, room) {
		if i > 0 {
			p.close()
			p.turn()
		}
		p.text.WriteString(p.lead(b) + piece)
		p.size, p.empty = sizeOf(p.text.String()), false
	}
}

// lead is what stands before the first line that a block has on a page.
func (p *pager) lead(b block) string {
	head, before := b.head, "\n\n"
	if p.empty {
		head = b.top
		if p.title == "" {
			before = ""
		}
	}
	if head != "" {
		head += "\n"
	}
	return before + head
}

// breakLine cuts markup into pieces of at most room code points, after a space
// where there is one. Tags open at a cut are closed and opened again.
func breakLine(markup string, room int) []string {
	var pieces []string
	var open []string // names of the tags open now
	piece, length, space := "", 0, 0
	for markup != "" {
		token := nextToken(markup)
		markup = markup[len(token):]
		if length+utf8.RuneCountInString(token+closing(open)) > room {
			at := space
			if at == 0 {
				at = len(piece)
			}
			pieces = append(pieces, strings.TrimSpace(piece[:at])+closing(open))
			piece = opening(open) + piece[at:]
			length, space = utf8.RuneCountInString(piece), 0
		}
		piece += token
		length += utf8.RuneCountInString(token)
		switch {
		case strings.HasPrefix(token, "</"):
			open, space = open[:max(len(open)-1, 0)], 0 // a cut before it would open other tags
		case strings.HasPrefix(token, "<"):
			open, space = append(open, strings.Trim(token, "<>")), 0
		case token == " " || token == "\n":
			space = len(piece)
		}
	}
	return append(pieces, piece)
}

// roomForMore is how much shorter than a page a screen is kept on which a line about
// what was just done may come to stand.
const roomForMore = 500

// shortened is a screen that is not turned page by page, cut to what the messenger
// takes: its longest lines first, then its end.
func shortened(m store.Message) store.Message {
	room := pageLength - roomForMore
	fits := func(text string) bool {
		s := sizeOf(text)
		return s.length <= room && s.markup < pageMarkup
	}
	for most := 480; !fits(m.Text) && most >= 40; most -= 40 {
		all := strings.Split(m.Text, "\n")
		for i, line := range all {
			if pieces := breakLine(line, most); len(pieces) > 1 {
				all[i] = pieces[0] + "…"
			}
		}
		m.Text = strings.Join(all, "\n")
	}
	for ; !fits(m.Text); room -= 200 {
		m.Text = breakLine(m.Text, room)[0] + "\n…"
	}
	return m
}

// nextToken is a whole tag, a whole entity or one letter.
func nextToken(markup string) string {
	end := ""
	switch markup[0] {
	case '<':
		end = ">"
	case '&':
		end = ";"
	default:
		_, size := utf8.DecodeRuneInString(markup)
		return markup[:size]
	}
	return markup[:strings.Index(markup, end)+1]
}

func opening(tags []string) string {
	var b strings.Builder
	for _, tag := range tags {
		b.WriteString("<" + tag + ">")
	}
	return b.String()
}

func closing(tags []string) string {
	var b strings.Builder
	for i := len(tags) - 1; i >= 0; i-- {
		b.WriteString("</" + tags[i] + ">")
	}
	return b.String()
}
