// Package weekly reads the weekly schedule (lịch công tác tuần) out of a
// document: rows and paragraphs become a week.Week, with every line it could not
// read and every question that only the office can answer.
//
// Offices write their week in many ways: headings with bullets under them, a
// leader or a time at the head of each line, tables of all kinds. All of them
// come down to the same few things, and the package has one file for each:
//
//	title.go    "từ ngày 18/10 đến ngày 24/10/2021": the week and its year
//	heading.go  "Thứ 2, 18/10/2021:": the day that holds until the next one
//	clock.go    "07h30 - 11h00", "Buổi chiều", before an item or on a line of its own
//	lines.go    a paragraph is a heading, such a line, an item or a part of one
//	split.go    one line or cell with several items
//	table.go    columns known by their heads; rows are items
//	cells.go    the cells of such a row: day and time, shifted columns, several items
//	columns.go  a table whose cells were pasted one a line
//	footer.go   what is no item: notes, signatures, the rest of a web page
//	duty.go     "Trực nghiệp vụ: đ/c Thảo – T7; đ/c Thanh – CN"
//	place.go    "điểm tại …", "Tại …:", the last "tại"
//	item.go     an item becomes a week.Event: text, names, place, days
//	year.go     days without a year, weekdays that disagree
//	warn.go     what the office is asked
//	typed.go    one item that a person types in chat
//
// Reading is two steps. The first goes through the document once and collects
// headings and drafts of items; the second dates the headings, for only all of
// them together tell the year, and makes the events. Nothing is guessed in
// silence: see Code.
package weekly

import (
	"cmp"
	"slices"
	"time"

	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/store/week"
)

// A Reading is what a document was understood to say.
type Reading struct {
	Week     week.Week // ordered by date, time and source; an event without a day comes last
	Headings int       // day headings found
	Titled   bool      // a title names the week's days; otherwise they are those of the headings
	Warnings []Warning // in order of the source
}

// IsSchedule reports whether the document looks like a schedule at all: it has a
// day heading or an item with a time.
func (r Reading) IsSchedule() bool { return r.Headings > 0 || len(r.Week.Events) > 0 }

// Read reads a document. Names are those of the index; now is today, which only
// decides the year where the document has none. It takes time linear in the
// document and never fails: what is no schedule gives an empty Reading.
func Read(d doc.Document, index *names.Index, now time.Time) Reading {
	rows := clean(d)
	r := &reader{index: index, now: now}
	rows = r.findTitle(rows)
	for at := 0; at < len(rows); {
		at += r.read(rows[at:])
	}
	r.endColumns()
	return r.finish()
}

// reader is the state of the first step.
type reader struct {
	index *names.Index
	now   time.Time
	title title

	headings []*heading
	weekday  bool     // a heading with a weekday was seen
	head     *heading // the day that holds; nil before the first
	stopped  bool     // after a footer: nothing is an item until the next day

	hours   hours        // the line of its own that governs: "08h00:"
	session week.Session // the same: "Buổi chiều:"
	leader  string       // the same: "Đồng chí Viện trưởng:"

	drafts  []*draft
	last    *draft // the item that a further line may belong to
	lastAt  line   // where it ended
	unread  []unread
	layout  layout  // columns of the table being read
	columns columns // columns of a table pasted one cell a line
}

// A draft is an item as collected: raw text, not yet dated.
type draft struct {
	line    int
	head    *heading // nil: no day heading before it
	weekday int      // of a duty roster: the day of the title's week, 1 is Monday; 0 if none
	hours   hours
	session week.Session
	leader  string // "PVT Thảo": repeated before the text
	text    string // a "\n" before each labelled part: "Thành phần: …"
	place   string // cell of the place column
	hosts   string // cell of the host column: names need no title
	others  string // cell of the participants column
	bullet  bool
}

// read reads the first row, or the whole table that begins there, and returns
// how many rows that were.
func (r *reader) read(rows []row) int {
	if rows[0].table == 0 {
		r.line(rows[0].line())
		return 1
	}
	n := 1
	for n < len(rows) && rows[n].table == rows[0].table {
		n++
	}
	r.table(rows[:n])
	return n
}

// finish is the second step.
func (r *reader) finish() Reading {
	r.dropPageDate()
	r.dateHeadings()
	w := week.Week{From: r.title.from, To: r.title.to}
	if w.From.IsZero() {
		w.From, w.To = r.extent()
	}
	f := &finisher{reader: r, week: w}
	for _, d := range r.drafts {
		f.event(d)
	}
	slices.SortStableFunc(f.week.Events, func(a, b week.Event) int {
		if a.Date.IsZero() != b.Date.IsZero() {
			return cmp.Compare(b.Date.Year, a.Date.Year)
		}
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Time, b.Time))
	})
	f.warn()
	return Reading{Week: f.week, Headings: len(r.headings), Titled: !r.title.from.IsZero(), Warnings: f.warnings}
}
