package render

import (
	"strings"

	"thuky/bot/ask"
	"thuky/store"
	"thuky/store/staff"
)

// Answer words the answer to a question: one page of it, and how many there are.
// Pages count from 0; a number beyond them goes round. asker is the key of the
// person who asked, "" if unknown.
func Answer(a ask.Answer, asker string, d *staff.Directory, page int) (m store.Message, pages int) {
	w := answer{Answer: a, directory: d, items: itemsFor(a.Query, d)}
	w.asker, _ = d.Person(asker)
	switch {
	case !a.Query.Understood():
		return NotUnderstood(), 1
	case a.Query.Intent == ask.Help:
		return Guide(w.asker), 1
	case a.Query.Intent == ask.Error:
		return impossible(a.Query), 1
	case a.NoAsker:
		return noAsker(), 1
	case w.onlyStrangers():
		return message(w.strangers()), 1
	}
	m.Text, pages = pick(paginate(w.title(), w.blocks()), page)
	return m, pages
}

// answer is an answer being worded.
type answer struct {
	ask.Answer
	asker     staff.Person // the zero Person if unknown
	directory *staff.Directory
	items     items
}

// itemsFor says of every item what the question wants to know.
func itemsFor(q ask.Query, d *staff.Directory) items {
	return items{directory: d, place: q.Intent == ask.Where, people: q.Intent == ask.Who, hour: q.When}
}

// title says whose schedule of which days this is, and what it was searched for.
func (w answer) title() string {
	q := w.Query
	span, search := "", ""
	if q.Intent != ask.Next && !q.From.IsZero() {
		span = spanTitle(q)
	}
	if words := w.sought(); words != "" {
		search = "Tìm: " + quote(clip(words, 100))
	}
	return lines(bold(escape(clip(w.subject(), 300))), span, search)
}

// sought are the words that every item shown holds.
func (w answer) sought() string {
	if w.Ignored != "" {
		return w.Query.Match
	}
	return strings.TrimSpace(w.Query.Match + " " + w.Query.Extra)
}

// subject is "Lịch của đ/c Liên - PVT", "Lịch Phòng 9", "Lịch công tác".
func (w answer) subject() string {
	q := w.Query
	kind := "Lịch "
	switch {
	case q.Intent == ask.Next:
		kind = "Lịch tiếp theo "
	case q.Duty:
		kind = "Lịch trực nghiệp vụ "
	}
	var whose []string
	if q.Mine {
		whose = append(whose, "của đồng chí")
	}
	for i, key := range q.People {
		name := key
		if p, ok := w.directory.Person(key); ok {
			name = p.Style()
		}
		if i == 0 {
			name = "của " + name
		}
		whose = append(whose, name)
	}
	whose = append(whose, q.Groups...)
	for _, code := range q.Units {
		name := code
		if u, ok := w.directory.Unit(code); ok {
			name = u.Name
		}
		whose = append(whose, name)
	}
	if len(whose) == 0 && kind == "Lịch " {
		return "Lịch công tác"
	}
	return strings.TrimSpace(kind + strings.Join(whose, ", "))
}

// about reports whether somebody or a unit was asked about, not the whole office.
func (w answer) about() bool {
	q := w.Query
	return q.Mine || len(q.People)+len(q.Groups)+len(q.Units) > 0
}

// blocks are the whole of the answer under its title.
func (w answer) blocks() []block {
	var all []block
	if notes := w.notes(); len(notes) > 0 {
		all = append(all, block{lines: notes})
	}
	switch w.Query.Intent {
	case ask.Free:
		all = append(all, w.free()...)
	case ask.Status:
		return append(append(all, w.status()), w.listing()...)
	case ask.Changes:
		return append(append(all, w.changes()), w.listing()...)
	case ask.Count:
		all = append(append(all, w.number()), w.listing()...)
	default:
		all = append(all, w.listing()...)
	}
	return append(all, w.tail()...)
}

// tail says what was not found, what is not published and what comes next.
func (w answer) tail() []block {
	var all []block
	next := w.Query.Intent == ask.Next
	if len(w.Events())+len(w.Verdicts) == 0 && (!next || w.Upcoming == nil) {
		all = append(all, block{lines: []string{"Không có lịch đã công bố."}})
	}
	if len(w.Unpublished) > 0 {
		all = append(all, block{lines: weeksAre("chưa công bố", w.Unpublished)})
	}
	if e := w.Upcoming; e != nil {
		head := bold(longDay(e.Date))
		if !next {
			head = italic("Lịch tiếp theo:") + " " + head
		}
		all = append(all, block{head: head, lines: []string{w.items.line(*e, e.Date)}})
	}
	return all
}
