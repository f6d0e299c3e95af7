package weekly

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/store/staff"
	"thuky/store/week"
)

// A Code says what a Warning is about; scripts rely on it.
type Code string

// The codes.
const (
	WeekdayMismatch Code = "weekday-mismatch" // weekday and date disagree; the date is proposed
	NoDate          Code = "no-date"          // items without a day
	UnknownPerson   Code = "unknown-person"   // a name not in the directory, or one that fits several people
	OutOfWeek       Code = "out-of-week"      // a day outside the title's week
	Overlap         Code = "overlap"          // a leader in two items at once
	UnreadLine      Code = "unread-line"      // a line inside the schedule that makes no sense
)

// A Warning is something only the office can decide. It never stops anything.
type Warning struct {
	Line   int          // of the source
	Code   Code         //
	Text   string       // one Vietnamese sentence
	Events []int        // indices into Week.Events concerned
	Dates  []civil.Date // weekday-mismatch: the date as written, proposed, then the one of the weekday; out-of-week, unread-line: the day
	Quote  string       // unread-line: the line as it stands
	Name   string       // unknown-person: the name as written
	Keys   []string     // unknown-person: who it may be; overlap: who is in both items
}

// An unread line and the day it stands under.
type unread struct {
	line
	head *heading
}

func (u unread) days() []civil.Date {
	if u.head == nil || u.head.date.IsZero() {
		return nil
	}
	return []civil.Date{u.head.date}
}

// warn collects all warnings in order of the source. Until then an event's ID is
// its ordinal in the source, by which warnings know it.
func (f *finisher) warn() {
	for _, h := range f.headings {
		f.weekdayMismatch(h)
		f.outOfWeek(h)
	}
	f.noDate()
	for _, u := range f.unread {
		f.add(Warning{Line: u.number, Code: UnreadLine, Dates: u.days(), Quote: oneLine(u.text),
			Text: fmt.Sprintf("Không đọc được dòng %d: “%s”.", u.number, short(u.text))})
	}
	index := make(map[int64]int, len(f.week.Events))
	for i := range f.week.Events {
		index[f.week.Events[i].ID] = i
		f.week.Events[i].ID = 0
	}
	for i := range f.warnings {
		for k, id := range f.warnings[i].Events {
			f.warnings[i].Events[k] = index[int64(id)]
		}
	}
	f.warnings = append(f.warnings, Overlapping(f.index.Directory(), f.week.Events)...)
	slices.SortStableFunc(f.warnings, func(a, b Warning) int { return cmp.Compare(a.Line, b.Line) })
}

func (f *finisher) add(w Warning) { f.warnings = append(f.warnings, w) }

func (f *finisher) weekdayMismatch(h *heading) {
	if h.weekday == 0 || !h.hasDate() || h.date.IsZero() || weekdayOf(h.date) == h.weekday {
		return
	}
	w := Warning{Line: h.line, Code: WeekdayMismatch, Dates: []civil.Date{h.date}, Events: f.under(h)}
	w.Text = fmt.Sprintf("Ngày %s là %s, không khớp với thứ ghi trong lịch: “%s”.", date(h.date), weekdayText(h.date), short(h.text))
	if h.weekday <= 7 {
		other := f.dayOfWeek(h.weekday)
		if other.IsZero() {
			other = week.Monday(h.date).AddDays(h.weekday - 1)
		}
		w.Dates = append(w.Dates, other)
		w.Text = fmt.Sprintf("Ngày %s là %s, nhưng lịch ghi “%s”: %s hay %s?", date(h.date), weekdayText(h.date), short(h.text), date(h.date), date(other))
	}
	f.add(w)
}

func (f *finisher) outOfWeek(h *heading) {
	if f.title.from.IsZero() || h.date.IsZero() || !h.date.Before(f.title.from) && !h.date.After(f.title.to) {
		return
	}
	f.add(Warning{
		Line: h.line, Code: OutOfWeek, Dates: []civil.Date{h.date}, Events: f.under(h),
		Text: fmt.Sprintf("Ngày %s nằm ngoài tuần lịch (%s - %s).", date(h.date), date(f.title.from), date(f.title.to)),
	})
}

// under lists the events under a heading, by their ordinals.
func (f *finisher) under(h *heading) []int {
	var all []int
	for i, head := range f.heads {
		if head == h {
			all = append(all, i+1)
		}
	}
	return all
}

// noDate warns once for all items that lost the same heading.
func (f *finisher) noDate() {
	var w Warning
	for _, e := range f.week.Events {
		if !e.Date.IsZero() {
			continue
		}
		if w.Line == 0 || e.Line < w.Line {
			w.Line = e.Line
		}
		w.Events = append(w.Events, int(e.ID))
	}
	if len(w.Events) > 0 {
		w.Code = NoDate
		w.Text = fmt.Sprintf("Chưa rõ ngày của %d mục (từ dòng %d).", len(w.Events), w.Line)
		f.add(w)
	}
}

// unknown asks about a name of the event being made.
func (f *finisher) unknown(e *week.Event, m names.Mention) {
	w := Warning{Line: e.Line, Code: UnknownPerson, Events: []int{int(e.ID)}, Name: m.Key, Keys: m.Others}
	w.Text = fmt.Sprintf("Không có đồng chí “%s” trong danh bạ.", short(m.Key))
	if m.Kind == names.Person {
		p, _ := f.index.Directory().Person(m.Key)
		w.Name, w.Keys = p.Name, append([]string{m.Key}, m.Others...)
		w.Text = fmt.Sprintf("Có %d đồng chí tên “%s” trong danh bạ.", len(w.Keys), short(p.Name))
	}
	if n := len(f.warnings); n > 0 && f.warnings[n-1].Line == w.Line && f.warnings[n-1].Text == w.Text {
		if last := &f.warnings[n-1]; last.Events[len(last.Events)-1] != int(e.ID) {
			last.Events = append(last.Events, int(e.ID))
		}
		return
	}
	f.add(w)
}

// Overlapping warns of leaders in two of the events at once.
func Overlapping(d *staff.Directory, events []week.Event) []Warning {
	var all []Warning
	for _, o := range week.Overlaps(d, events) {
		first, second := events[o.First], events[o.Second]
		var who []string
		for _, key := range o.People {
			p, _ := d.Person(key)
			who = append(who, p.Name)
		}
		all = append(all, Warning{
			Line: first.Line, Code: Overlap, Events: []int{o.First, o.Second}, Keys: o.People,
			Text: fmt.Sprintf("Trùng lịch ngày %s (%s): %s và %s.", date(o.Day), strings.Join(who, ", "), itemText(first), itemText(second)),
		})
	}
	return all
}

// itemText names an item in a sentence: "14h00 “Nghe báo cáo án”".
func itemText(e week.Event) string {
	text := "“" + short(e.Text) + "”"
	if e.Time != "" {
		return strings.Replace(string(e.Time), ":", "h", 1) + " " + text
	}
	return strings.TrimSpace(string(e.Session) + " " + text)
}

// maxShort is how much of the source a warning quotes, in letters.
const maxShort = 60

func short(text string) string {
	letters := []rune(oneLine(text[:runeEnd(text, 8*maxShort)]))
	if len(letters) <= maxShort {
		return string(letters)
	}
	return strings.TrimRight(string(letters[:maxShort]), " ,.;") + "…"
}

func date(d civil.Date) string { return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year) }

func weekdayText(d civil.Date) string {
	return [...]string{"Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"}[weekdayOf(d)-1]
}
