package render

import (
	"cmp"
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/store/staff"
	"thuky/store/week"
)

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
	if date == "" && len(day.Direct) == 0 && !day.Empty() && w.personal() {
		nothing := "Không có lịch riêng đã công bố."
		if !w.about() {
			nothing, rest = "Đồng chí không có lịch riêng đã công bố.", headRest
		}
		return append([]block{{lines: []string{nothing}}}, w.parts(date, day, "", rest)...)
	}
	return w.parts(date, day, direct, rest)
}

// parts are the blocks of a day under their headings. The first carries the date;
// the others repeat it only at the head of a page.
func (w answer) parts(date string, day ask.Day, direct, rest string) []block {
	var all []block
	for _, part := range []struct {
		name   string
		events []week.Event
	}{{direct, day.Direct}, {headShared, day.Shared}, {rest, day.Rest}} {
		if len(part.events) == 0 {
			continue
		}
		name := part.name
		if name != "" {
			name = italic(name + ":")
		}
		b := block{head: name, top: lines(date, name), lines: w.items.lines(part.events, day.Date)}
		if len(all) == 0 {
			b.head = b.top
		}
		all = append(all, b)
	}
	return all
}
