package vi

import (
	"time"

	"cloud.google.com/go/civil"
)

var (
	fromWords = phrases("từ|kể từ|bắt đầu từ|tính từ")
	onwards   = phrases("trở đi|về sau")
	fromNow   = phrases("nay|giờ|bây giờ|hôm nay")
	toTheEnd  = phrases("hết|còn lại")
	endPart   = phrases("cuối")
)

// A bound is one end of a range: days, or a bare number that only the other
// end makes a day.
type bound struct {
	span
	number int // "18" of "từ 18 đến 20/10"; 0 if days were read
}

// dayRange reads days from one to another: "từ thứ 2 đến thứ 4", "18-20/10",
// "từ nay đến cuối tuần", "hết tuần", "từ mai".
func (r *reader) dayRange(i int) (span, int) {
	_, led := fromWords.At(r.words, i)
	if led == 0 {
		if s, n := r.untilEnd(i); n > 0 {
			return s, n
		}
	} else {
		led += r.sessionBefore(i + led)
	}
	a, n := r.rangeStart(i+led, led > 0)
	if n == 0 {
		return span{}, 0
	}
	at := i + led + n
	if _, more := onwards.At(r.words, at); more > 0 && a.number == 0 {
		return r.open(a.span), at + more - i
	}
	_, to := until.At(r.words, at)
	b, m := bound{}, 0
	if to > 0 && led > 0 {
		to += r.sessionBefore(at + to)
	}
	if to > 0 {
		b, m = r.rangeEnd(at+to, a)
	}
	switch {
	case m == 0 && led > 0 && a.number == 0 && a.impossible == "":
		return r.open(a.span), at - i
	case m == 0 || r.words[at].Plain == "-" && led == 0 && !alike(a, b):
		return span{}, 0
	}
	for _, end := range []bound{a, b} {
		if end.impossible != "" {
			return end.span, at + to + m - i
		}
	}
	s := r.between(a, b)
	if s.impossible != "" {
		s.impossible = r.typed(i, at+to+m-i)
	}
	return s, at + to + m - i
}

// sessionBefore counts the words of a session before the day at either end of a
// range: "từ chiều nay đến sáng thứ 7" are days.
func (r *reader) sessionBefore(i int) int {
	_, n := sessions.At(r.words, i)
	if n == 0 || !r.startsDay(i+n) {
		return 0
	}
	return n
}

// alike reports whether a dash between the two makes a range: not between a
// weekday and its own date.
func alike(a, b bound) bool {
	named := func(b bound) bool { return b.kind == weekday || b.kind == weekdayOf }
	return named(a) == named(b) || named(a) && b.number > 0
}

// open is the span from a day to the end of its week, or the period itself.
func (r *reader) open(s span) span {
	if s.day() {
		s.to = monday(s.from).AddDays(6)
	}
	s.kind = period
	return s
}

// untilEnd reads "hết tuần", "đến cuối tháng": from today on.
func (r *reader) untilEnd(i int) (span, int) {
	_, n := until.At(r.words, i)
	_, end := toTheEnd.At(r.words, i+n)
	_, part := endPart.At(r.words, i+n)
	if r.words[i].Plain == "-" || end == 0 && (n == 0 || part == 0) {
		return span{}, 0
	}
	if _, of := ofPeriod.At(r.words, i+n+end); end > 0 {
		end += of
	}
	s, more := r.days(i + n + end)
	if more == 0 || s.day() || s.to.Before(r.today) {
		return span{}, 0
	}
	return span{from: r.today, to: s.to, kind: period}, n + end + more
}

// rangeStart reads the first end. Without "từ" before it a number must have a
// full date as the other end, or "ngày" before it.
func (r *reader) rangeStart(i int, led bool) (bound, int) {
	if i >= len(r.words) {
		return bound{}, 0
	}
	if _, n := fromNow.At(r.words, i); n > 0 && led {
		return bound{span: span{from: r.today, to: r.today}}, n
	}
	_, lead := dateLead.At(r.words, i)
	if day, n := Numeral(r.words, i+lead); n > 0 && r.words[i+lead].Number() && day >= 1 && day <= 31 {
		if _, to := until.At(r.words, i+lead+n); to > 0 {
			s, more := r.date(i + lead + n + to)
			other, figure := Numeral(r.words, i+lead+n+to)
			switch {
			case more > 0 && s.day() && s.impossible == "":
				return bound{number: day}, lead + n
			case figure > 0 && other <= 31 && (led || lead > 0) && !r.monthFollows(i+lead+n, to):
				return bound{number: day}, lead + n
			}
		}
	}
	s, n := r.days(i)
	return bound{span: s}, n
}

// monthFollows reports whether the dash at words[i] stands between day and
// month ("ngày 20-10").
func (r *reader) monthFollows(i, to int) bool {
	if r.words[i].Plain != "-" || !glued(r.words[i-1:i+2]) {
		return false
	}
	month, n := Numeral(r.words, i+to)
	return n > 0 && month <= 12
}

// rangeEnd reads the other end.
func (r *reader) rangeEnd(i int, a bound) (bound, int) {
	_, end := toTheEnd.At(r.words, i)
	if s, n := r.days(i + end); n > 0 {
		return bound{span: s}, end + n
	}
	_, lead := dateLead.At(r.words, i)
	number, n := Numeral(r.words, i+lead)
	if n == 0 || !r.words[i+lead].Number() || number < 1 || number > 31 || r.countsSomething(i+lead+n) {
		return bound{}, 0
	}
	if a.number == 0 && a.kind == period {
		return bound{}, 0
	}
	return bound{number: number}, lead + n
}

// between makes the span of two bounds. An impossible span carries a text only
// as a sign; the caller knows what was typed.
func (r *reader) between(a, b bound) span {
	named := func(b bound) bool { return b.number == 0 && (b.kind == weekday || b.kind == weekdayOf) }
	switch {
	case a.number > 0 && b.number > 0:
		a.span = r.bareDay(a.number, "")
		b.span = r.dayBehind(a.from, b.number)
	case a.number > 0:
		a.span = r.dayBefore(b.from, a.number)
	case b.number > 0 && named(a):
		if b.number < 2 || b.number > 7 {
			return span{impossible: "?"}
		}
		name := time.Weekday(b.number - 1)
		b.span = span{from: onOrAfter(r.today, name), to: onOrAfter(r.today, name), kind: weekday}
		a.span, b.span = r.weekdays(a.span, b.span)
	case b.number > 0:
		b.span = r.dayBehind(a.from, b.number)
	case a.kind == weekday && named(b):
		a.span, b.span = r.weekdays(a.span, b.span)
	case a.kind == weekday && b.day():
		a.from = onOrAfter(b.from.AddDays(-6), a.from.Weekday())
	case a.kind == weekday:
		a.from = onOrAfter(monday(b.to), a.from.Weekday())
	case b.kind == weekday:
		b.to = onOrAfter(a.from, b.from.Weekday())
	default:
		a.span, b.span = inOrder(a.span, b.span)
	}
	if a.impossible != "" || b.impossible != "" {
		return span{impossible: "?"}
	}
	return span{from: minDate(a.from, b.to), to: maxDate(a.from, b.to), kind: period}
}

// weekdays places two weekdays of a range. Of this week if neither says its
// week, even if it is past; on a weekend the next week is nearer.
func (r *reader) weekdays(a, b span) (span, span) {
	order := func(d civil.Date) int { return (int(d.Weekday()) + 6) % 7 }
	if b.kind == weekdayOf {
		a.from = onOrAfter(b.from.AddDays(-6), a.from.Weekday())
		return a, b
	}
	if a.kind == weekday && order(a.from) <= order(b.from) {
		start := monday(r.today)
		if order(r.today) > 4 && order(b.from) < order(r.today) {
			start = start.AddDays(7)
		}
		a.from = start.AddDays(order(a.from))
	}
	b.to = onOrAfter(a.from, b.from.Weekday())
	return a, b
}

// inOrder brings two dates whose years may be guessed into order.
func inOrder(a, b span) (span, span) {
	if a.kind == dayMonth && b.kind == fixed {
		a.from.Year = b.from.Year
		if a.from.After(b.from) {
			a.from.Year--
		}
		if !a.from.IsValid() {
			a.from.Day = 28
		}
	}
	if b.to.Before(a.from) {
		switch b.kind {
		case dayMonth:
			b.to = b.to.AddYears(1)
		case monthday:
			b.to = b.to.AddMonths(1)
		}
	}
	return a, b
}

// dayBehind is the first day of that number on or after the other.
func (r *reader) dayBehind(day civil.Date, number int) span {
	for month := firstOfMonth(day); ; month = month.AddMonths(1) {
		if d, ok := exists(month.Year, int(month.Month), number); ok && !d.Before(day) {
			return span{from: d, to: d}
		} else if !ok && month.Month == day.Month && month.Year == day.Year {
			return span{impossible: "?"}
		}
	}
}

// dayBefore is the last day of that number on or before the other.
func (r *reader) dayBefore(day civil.Date, number int) span {
	for month := firstOfMonth(day); ; month = month.AddMonths(-1) {
		if d, ok := exists(month.Year, int(month.Month), number); ok && !d.After(day) {
			return span{from: d, to: d}
		}
	}
}
