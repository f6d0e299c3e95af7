package vi

import (
	"time"

	"cloud.google.com/go/civil"
)

var (
	dateLead  = phrases("ngày|hôm|bữa")
	dayOrder  = phrases("mùng|mồng")
	monthWord = phrases("tháng")
	yearWord  = phrases("năm")
)

// date reads a day of the calendar: "20/10", "20-10-2021", "2021-10-20",
// "ngày 20 tháng 10 năm 2021", "mùng 5 tháng sau", "ngày 20".
func (r *reader) date(i int) (span, int) {
	start, led := i, false
	for _, lead := range []*Phrases[bool]{dateLead, dayOrder} {
		if _, n := lead.At(r.words, i); n > 0 {
			led, i = true, i+n
		}
	}
	day, n := Numeral(r.words, i)
	if n == 0 {
		return span{}, 0
	}
	if s, more := r.numericDate(i, led); more > 0 {
		return s, i + more - start
	}
	if s, more := r.writtenDate(i, n, day, led); more > 0 {
		return s, i + more - start
	}
	if !led || !r.words[i].Number() && n == 1 && !isOne(r.words[i-1], dayOrder) || r.countsSomething(i+n) {
		return span{}, 0
	}
	return r.bareDay(day, r.typed(start, i+n-start)), i + n - start
}

var counted = phrases("ngày|hôm|bữa|tuần|tháng|năm|giờ|h|g|lần|buổi|cuộc|lịch|phút|%|điểm")

// countsSomething reports whether the number before words[i] is a count or
// part of a longer figure.
func (r *reader) countsSomething(i int) bool {
	_, n := counted.At(r.words, i)
	return n > 0 && !(r.words[i].Plain == "nam" && r.words[i].Marked())
}

// bareDay is the day of this month, unless it is more than a week past or does
// not exist: then the next month that has it.
func (r *reader) bareDay(day int, typed string) span {
	if day < 1 || day > 31 {
		return span{impossible: typed}
	}
	first := civil.Date{Year: r.today.Year, Month: r.today.Month, Day: 1}
	for {
		if d, ok := exists(first.Year, int(first.Month), day); ok && d.After(r.today.AddDays(-8)) {
			return span{from: d, to: d, kind: monthday}
		}
		first = first.AddMonths(1)
	}
}

// numericDate reads day and month in figures with /, - or . between them, and
// the year if it is there.
func (r *reader) numericDate(i int, led bool) (span, int) {
	figures, n := r.figures(i)
	switch {
	case len(figures) == 3 && len(r.words[i].Plain) == 4:
		return r.dated(figures[2], figures[1], figures[0], r.typed(i, n)), n
	case len(figures) == 3 && len(r.words[i+4].Plain)%2 == 0:
		return r.dated(figures[0], figures[1], fullYear(figures[2]), r.typed(i, n)), n
	case len(figures) == 2 && len(r.words[i+2].Plain) == 4:
		return span{}, 0 // a month of a year
	case len(figures) < 2:
		return span{}, 0
	}
	day, month, n := figures[0], figures[1], 3
	if year, more := r.yearBehind(i + n); more > 0 {
		return r.dated(day, month, year, r.typed(i, n+more)), n + more
	}
	likely := day >= 1 && month >= 1 && (day <= 31 || month <= 12)
	valid := day <= 31 && month <= 12
	switch r.words[i+1].Plain {
	case "/":
		if !likely || day > 99 || month > 99 {
			return span{}, 0
		}
	case "-":
		if !likely || !valid {
			return span{}, 0 // days from … to
		}
	default:
		if !likely || !valid || !led && (len(r.words[i].Plain) < 2 || len(r.words[i+2].Plain) < 2) {
			return span{}, 0 // a decimal number
		}
	}
	return r.nearest(day, month, r.typed(i, n)), n
}

// figures reads up to three numbers with the same mark between them. Only a
// slash may have spaces beside it.
func (r *reader) figures(i int) (figures []int, n int) {
	if i >= len(r.words) {
		return nil, 0
	}
	first, ok := digits(r.words[i])
	if ok == 0 {
		return nil, 0
	}
	figures, n = []int{first}, 1
	for len(figures) < 3 && i+n+1 < len(r.words) {
		mark := r.words[i+n]
		if mark.Plain != "/" && mark.Plain != "-" && mark.Plain != "." || n > 1 && mark.Plain != r.words[i+1].Plain {
			break
		}
		if mark.Plain != "/" && !glued(r.words[i+n-1:i+n+2]) {
			break
		}
		next, ok := digits(r.words[i+n+1])
		if ok == 0 {
			break
		}
		figures, n = append(figures, next), n+2
	}
	return figures, n
}

// writtenDate reads "20 tháng 10 năm 2021", "5 tháng sau".
func (r *reader) writtenDate(i, n, day int, led bool) (span, int) {
	at := i + n
	if _, of := phraseOf.At(r.words, at); of > 0 {
		at += of
	}
	if _, m := monthWord.At(r.words, at); m == 0 {
		return span{}, 0
	}
	at++
	if offset, more := r.relation(at); more > 0 && (led || day > 12) {
		month := firstOfMonth(r.today).AddMonths(offset)
		return r.dated(day, int(month.Month), month.Year, r.typed(i, at+more-i)), at + more - i
	}
	month, more := r.monthNumber(at)
	if more == 0 || !led && !r.words[i].Number() && r.words[i].Plain == r.words[i].Text && n == 1 {
		return span{}, 0
	}
	at += more
	if year, more := r.yearBehind(at); more > 0 {
		return r.dated(day, month, year, r.typed(i, at+more-i)), at + more - i
	}
	return r.nearest(day, month, r.typed(i, at-i)), at - i
}

var phraseOf = phrases("của")

// dated is a day whose year is known.
func (r *reader) dated(day, month, year int, typed string) span {
	d, ok := exists(year, month, day)
	if !ok || year < 1900 || year > 2100 {
		return span{impossible: typed}
	}
	return span{from: d, to: d}
}

// nearest is the day of the year in which it is nearest today; the past counts
// like the future.
func (r *reader) nearest(day, month int, typed string) span {
	if month < 1 || month > 12 {
		return span{impossible: typed}
	}
	year := r.nearestYear(time.Month(month), day)
	s := r.dated(day, month, year, typed)
	s.kind = dayMonth
	return s
}

// nearestYear is the year in which the day lies nearest today. A day that is
// not in every month counts as the 28th.
func (r *reader) nearestYear(month time.Month, day int) int {
	best, distance := r.today.Year, 1000
	for year := r.today.Year - 1; year <= r.today.Year+1; year++ {
		d := civil.Date{Year: year, Month: month, Day: max(1, min(day, 28))}.DaysSince(r.today)
		if d = max(d, -d); d < distance {
			best, distance = year, d
		}
	}
	return best
}

// yearBehind reads "năm 2021", "/2021", "năm nay", "năm ngoái".
func (r *reader) yearBehind(i int) (year, n int) {
	if i+1 >= len(r.words) {
		return 0, 0
	}
	at := i
	if _, of := phraseOf.At(r.words, at); of > 0 {
		at++
	}
	if _, m := yearWord.At(r.words, at); m > 0 {
		if at+1 < len(r.words) && len(r.words[at+1].Plain) == 4 {
			if year, ok := digits(r.words[at+1]); ok > 0 {
				return year, at + 2 - i
			}
		}
		if offset, more := relations.At(r.words, at+1); more > 0 {
			return r.today.Year + offset, at + 1 + more - i
		}
	}
	if (r.words[i].Plain == "/" || r.words[i].Plain == "-") && len(r.words[i+1].Plain) == 4 {
		if year, ok := digits(r.words[i+1]); ok > 0 {
			return year, 2
		}
	}
	return 0, 0
}

// fullYear completes a year of two digits.
func fullYear(year int) int {
	if year < 100 {
		return 2000 + year
	}
	return year
}

func firstOfMonth(day civil.Date) civil.Date { day.Day = 1; return day }
