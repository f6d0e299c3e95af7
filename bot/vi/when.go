package vi

import (
	"slices"
	"time"

	"cloud.google.com/go/civil"
)

// A When is what a text says about time, seen from one moment. The zero When
// says nothing.
type When struct {
	From, To civil.Date   // first and last day; zero: no day is named
	Only     []civil.Date // if not every day between: those named ("thứ 2 và thứ 6")

	Session      string // "sáng", "trưa", "chiều", "tối" or ""
	Clock, Until string // "14:00": from, to; equal for a single hour; "" if none

	Said       time.Weekday // the weekday named beside a date…
	Disagrees  bool         // …if the date is another
	JustPast   civil.Date   // of a bare weekday: the one before From
	Impossible string       // the first date that does not exist, as typed

	Used []bool // for each word, whether it belongs to what has been read
}

// ReadWhen reads every expression of time among the words of a question:
// "chiều mai", "từ thứ 2 đến thứ 4 tuần sau", "20/10 lúc 14h". now is the
// office's time.
func ReadWhen(words []Word, now civil.DateTime) When {
	r := reader{words: words, today: now.Date, now: now.Time}
	r.when.Used = make([]bool, len(words))
	for i := 0; i < len(words); {
		if _, n := timeless.At(words, i); n > 0 && slices.ContainsFunc(words[i:i+n], Word.Marked) {
			i += n
			continue
		}
		n := r.read(i)
		for k := i; k < i+n; k++ {
			r.when.Used[k] = true
		}
		i += max(n, 1)
	}
	r.settleDays()
	r.settleHours()
	return r.when
}

// timeless are words that only look like a time. They must be typed with
// diacritics: "thu tu" is "thứ tư".
var timeless = phrases(`
	sáng kiến|sáng tạo|sáng suốt|sáng lập|sáng tỏ|tối đa|tối thiểu|tối ưu|tối cao|tối hậu thư|chiều dài|chiều cao|
	chiều rộng|chiều hướng|tuần tra|tuần hoàn|tuần duyệt|tuần lễ|ngày nay|lâu nay|xưa nay|trước nay|từ trước đến nay|
	mai vàng|mai mối|mai táng|mai sau|thứ tự|thứ hạng|thứ trưởng|thứ nguyên|thứ yếu|thứ phát|năm học|quý vị|tháng lương|
	hôm đó|hôm trước|bữa trước|bữa đó|ngày đó|hôm nọ|bữa nọ|một mai|ngày kỷ niệm|đúng lúc|giữa năm mới`)

// A kind says how a span came about, and with it how it joins its neighbours.
type kind int

const (
	fixed     kind = iota // a day or days that nothing moves
	weekday               // a bare weekday: today or the next such day
	weekdayOf             // a weekday whose week is said
	monthday              // a bare day of the month
	dayMonth              // a date without its year
	period                // a week, a month, a part of one
)

// A span is some days, and the words they were read from.
type span struct {
	from, to   civil.Date
	kind       kind
	start, end int    // words
	impossible string // not empty: there is no such day
}

func (s span) day() bool { return s.from == s.to }

// A reader holds what has been read so far.
type reader struct {
	words    []Word
	today    civil.Date
	now      civil.Time
	spans    []span
	sessions []string
	hours    []hour
	hourEnd  int // the word behind the last hour
	when     When
}

// read reads one expression at words[i]; it reports how many words it takes.
func (r *reader) read(i int) int {
	if n := r.hourRange(i); n > 0 {
		return n
	}
	if s, n := r.dayRange(i); n > 0 {
		r.keep(s, i, n)
		return n
	}
	if n := r.hour(i); n > 0 {
		return n
	}
	if s, n := r.days(i); n > 0 {
		r.keep(s, i, n)
		return n + r.further(s, i+n)
	}
	return r.session(i)
}

// further reads the bare numbers behind a day: "thứ 4, 5, 6", "ngày 20, 21".
func (r *reader) further(s span, i int) int {
	start := i
	for {
		next, n := r.oneMore(s.kind, i)
		if n == 0 {
			return i - start
		}
		r.keep(next, i+n-1, 1)
		i += n
	}
}

// oneMore reads one such number, with the comma before it. Weekdays do without
// the comma.
func (r *reader) oneMore(of kind, i int) (span, int) {
	comma := 0
	if i < len(r.words) && r.words[i].Plain == "," {
		comma = 1
	}
	i += comma
	if i >= len(r.words) || of != weekday && (of != monthday || comma == 0) || r.countsSomething(i+1) || r.dateFollows(i) {
		return span{}, 0
	}
	number, n := digits(r.words[i])
	switch {
	case n == 0:
		return span{}, 0
	case of == monthday && number >= 1 && number <= 31:
		return r.bareDay(number, ""), 1 + comma
	case of == monthday || number < 2 || number > 7:
		return span{}, 0
	}
	day := onOrAfter(r.today, time.Weekday(number-1))
	return span{from: day, to: day, kind: weekday}, 1 + comma
}
func (r *reader) keep(s span, i, n int) {
	s.start, s.end = i, i+n
	r.spans = append(r.spans, s)
}

// days reads one day or one period.
func (r *reader) days(i int) (span, int) {
	for _, grammar := range []func(int) (span, int){r.date, r.counted, r.weekday, r.relative, r.week, r.month, r.quarter, r.year} {
		if s, n := grammar(i); n > 0 {
			return s, n
		}
	}
	return span{}, 0
}

// settleDays brings all spans of the question together.
func (r *reader) settleDays() {
	for _, s := range r.spans {
		if s.impossible != "" {
			r.when.Impossible = s.impossible
			return
		}
	}
	r.joinLists()
	if len(r.spans) == 0 {
		if len(r.sessions)+len(r.hours) > 0 {
			r.when.From, r.when.To = r.today, r.today
		}
		return
	}
	best := r.spans[0]
	for _, s := range r.spans[1:] {
		best = r.join(best, s)
	}
	if best.kind == weekday && best.day() && len(r.when.Only) == 0 {
		r.when.JustPast = best.from.AddDays(-7)
	}
	r.when.From, r.when.To = best.from, best.to
}

// join makes one span of two that stand apart in the question: a weekday goes
// into the period beside it, a date overrules the weekday beside it, and
// otherwise the narrower one is meant.
func (r *reader) join(a, b span) span {
	switch {
	case a.kind == weekday && (b.kind == weekday || b.kind == weekdayOf), a.kind == weekdayOf && b.kind == weekday:
		return a
	case a.kind == weekday && a.day():
		return r.place(a, b)
	case b.kind == weekday && b.day():
		return r.place(b, a)
	case b.to.DaysSince(b.from) < a.to.DaysSince(a.from):
		return b
	}
	return a
}

// place puts a bare weekday into the span beside it.
func (r *reader) place(named, s span) span {
	if s.day() {
		if s.from.Weekday() != named.from.Weekday() {
			r.when.Said, r.when.Disagrees = named.from.Weekday(), true
		}
		s.kind = fixed
		return s
	}
	day := onOrAfter(s.from, named.from.Weekday())
	if day.After(s.to) {
		return s
	}
	return span{from: day, to: day}
}

// joinLists makes one span of days listed with "và" or a comma. Where the days
// do not follow each other, Only keeps them.
func (r *reader) joinLists() {
	for i := 0; i+1 < len(r.spans); {
		a, b := r.spans[i], r.spans[i+1]
		if a.kind == period && b.kind == period && r.listed(a, b) && b.from == a.to.AddDays(1) {
			a.to, a.end = b.to, b.end
			r.spans = slices.Delete(r.spans, i, i+2)
			r.spans = slices.Insert(r.spans, i, a)
			continue
		}
		if !b.day() || !r.when.listable(a) || !r.listed(a, b) {
			i++
			continue
		}
		if a.kind == monthday && (b.kind == dayMonth || b.kind == fixed) && b.from.Day > a.from.Day {
			a.from.Month, a.from.Year = b.from.Month, b.from.Year
			a.to = a.from
		}
		if a.kind == weekday && b.kind == weekdayOf {
			a.from = monday(b.from).AddDays((int(a.from.Weekday()) + 6) % 7)
			a.to = a.from
		}
		days := r.when.Only
		if len(days) == 0 {
			days = []civil.Date{a.from}
		}
		day := b.from
		if b.kind == weekday && day.Before(a.from) {
			day = onOrAfter(a.from, day.Weekday())
		}
		r.when.Only = append(days, day)
		a.from, a.to, a.end = minDate(a.from, day), maxDate(a.to, day), b.end
		r.spans = slices.Delete(r.spans, i+1, i+2)
		r.spans[i] = a
		r.when.Used = markRange(r.when.Used, a.start, a.end)
	}
	if len(r.when.Only) > 0 && consecutive(r.when.Only) {
		r.when.Only = nil
	}
	slices.SortFunc(r.when.Only, civil.Date.Compare)
}

// listed reports whether the words between two days make a list of them. A
// weekday with a date behind a comma is one day said twice.
func (r *reader) listed(a, b span) bool {
	var gap []Word
	for i := a.end; i < b.start; i++ {
		if !r.when.Used[i] || r.words[i].Mark() {
			gap = append(gap, r.words[i])
		}
	}
	if len(gap) == 1 && isOne(gap[0], conjunctions) {
		return true
	}
	together := len(gap) == 0 || len(gap) == 1 && gap[0].Plain == ","
	named := func(s span) bool { return s.kind == weekday || s.kind == weekdayOf }
	return together && (named(a) && named(b) || len(gap) == 1 && !named(a) && !named(b))
}

var conjunctions = phrases("và|với|&|hoặc|hay")

func isOne(w Word, of *Phrases[bool]) bool {
	_, n := of.At([]Word{w}, 0)
	return n == 1
}

// listable reports whether the span is one day or a list begun.
func (w *When) listable(s span) bool { return s.day() || len(w.Only) > 0 }

func consecutive(days []civil.Date) bool {
	first, last := slices.MinFunc(days, civil.Date.Compare), slices.MaxFunc(days, civil.Date.Compare)
	return last.DaysSince(first) < len(days)
}

func markRange(used []bool, from, to int) []bool {
	for i := from; i < to; i++ {
		used[i] = true
	}
	return used
}

// onOrAfter is the first such weekday that is not before the day.
func onOrAfter(day civil.Date, weekday time.Weekday) civil.Date {
	return day.AddDays((int(weekday) - int(day.Weekday()) + 7) % 7)
}

func monday(day civil.Date) civil.Date { return day.AddDays(-(int(day.Weekday()) + 6) % 7) }

func minDate(a, b civil.Date) civil.Date {
	if b.Before(a) {
		return b
	}
	return a
}

func maxDate(a, b civil.Date) civil.Date {
	if b.After(a) {
		return b
	}
	return a
}
