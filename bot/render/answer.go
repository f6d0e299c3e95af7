package render

import (
	"cmp"
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// Answer words the answer to a question: one page of it, and how many there are.
// Pages count from 0; a number beyond them goes round. asker is the key of the
// person who asked, "" if unknown.
func Answer(a ask.Answer, asker string, d *staff.Directory, page int) (m store.Message, pages int) {
	w := answer{Answer: a, directory: d, items: itemsFor(a.Query, d)}
	w.asker, _ = d.Person(asker)
	switch {
	case a.Query.Intent == ask.Unknown:
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

// listing is the items by day.
func (w answer) listing() []block {
	days := w.days()
	if len(days) == 1 && w.Query.Days() == 1 && w.Query.Intent != ask.Next {
		return w.sections("", days[0])
	}
	var all []block
	for _, day := range days {
		switch {
		case !day.Empty():
			all = append(all, w.sections(bold(longDay(day.Date)), day)...)
		case w.everyDay() && w.published(day.Date):
			all = append(all, block{lines: []string{bold(longDay(day.Date)) + ": không có lịch đã công bố."}})
		}
	}
	return all
}

// days are those that the answer lists: the days asked about; of the next item
// its own day, which may lie behind them.
func (w answer) days() []ask.Day {
	a := w.Answer
	if events := a.Events(); a.Query.Intent == ask.Next && len(events) > 0 {
		byDate := func(a, b week.Event) int { return a.Date.Compare(b.Date) }
		a.Query.From = slices.MinFunc(events, byDate).Date
		a.Query.To = slices.MaxFunc(events, byDate).Date
	}
	days := a.Days()
	if only := a.Query.Only; len(only) > 0 {
		days = slices.DeleteFunc(days, func(day ask.Day) bool { return !slices.Contains(only, day.Date) })
	}
	return days
}

// everyDay reports whether days without an item are named: where everything of a
// few days is listed, not where something is sought.
func (w answer) everyDay() bool {
	q := w.Query
	return q.Intent == ask.List && w.sought() == "" && !q.Duty && !q.When && len(w.Events()) > 0
}

// published reports whether the day's week has a published schedule.
func (w answer) published(day civil.Date) bool {
	for _, monday := range w.Unpublished {
		if monday == week.Monday(day) {
			return false
		}
	}
	return true
}

// The headings of what concerns the asker, what concerns all, and the rest.
const (
	headDirect = "Của đồng chí"
	headShared = "Lịch chung"
	headRest   = "Các lịch khác"
)

// personal reports whether somebody expects items of their own: whoever was asked
// about, and a leader who looks at the office's day.
func (w answer) personal() bool {
	return w.about() || !w.ofAll() && w.asker.Has(staff.Leader)
}

// ofAll reports whether one thing of the whole office was sought: its items stand
// in the order of the day, whomever they concern.
func (w answer) ofAll() bool {
	return !w.about() && (w.sought() != "" || w.Query.Duty || w.Query.Intent != ask.List && w.Query.Intent != ask.Next)
}

// sections lists one day: first whom it is about, then what is shared, then the
// rest. date is its heading, "" if the title says it.
func (w answer) sections(date string, day ask.Day) []block {
	direct, rest := headDirect, headRest
	if w.about() {
		direct = ""
	}
	if w.ofAll() {
		day = ask.Day{Date: day.Date, Rest: slices.Concat(day.Direct, day.Shared, day.Rest)}
		slices.SortStableFunc(day.Rest, func(a, b week.Event) int {
			return cmp.Or(a.Date.Compare(b.Date), strings.Compare(string(a.Time), string(b.Time)))
		})
	}
	if len(day.Direct)+len(day.Shared) == 0 {
		rest = "" // nothing to tell it apart from
	}
	var all []block
	add := func(head string, events []week.Event) {
		if len(events) == 0 {
			return
		}
		if head != "" {
			head = italic(head + ":")
		}
		b := block{head: lines(date, head), top: lines(date, head), lines: w.items.lines(events, day.Date)}
		if len(all) > 0 {
			b.head = head
		}
		all = append(all, b)
	}
	add(direct, day.Direct)
	if date == "" && len(day.Direct) == 0 && !day.Empty() && w.personal() {
		nothing := "Không có lịch riêng đã công bố."
		if !w.about() {
			nothing, rest = "Đồng chí không có lịch riêng đã công bố.", headRest
		}
		all = append(all, block{lines: []string{nothing}})
	}
	add(headShared, day.Shared)
	add(rest, day.Rest)
	return all
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
