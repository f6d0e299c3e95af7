package vi

import (
	"time"

	"cloud.google.com/go/civil"
)

var (
	monthNames = func() *Phrases[int] {
		var p Phrases[int]
		for n, name := range []string{1: "giêng|một", 2: "hai", 3: "ba", 4: "tư|bốn", 5: "năm", 6: "sáu", 7: "bảy|bẩy", 8: "tám", 9: "chín",
			10: "mười", 11: "mười một", 12: "mười hai|chạp"} {
			p.Add(n, name)
		}
		return &p
	}()
	shortMonth  = phrases("t|th")
	quarterWord = phrases("quý|quí")
	romans      = func() *Phrases[int] {
		var p Phrases[int]
		for n, roman := range []string{1: "I|một|nhất", 2: "II|hai", 3: "III|ba", 4: "IV|tư|bốn"} {
			p.Add(n, roman)
		}
		return &p
	}()
	ofMonth = phrases("ngày đầu tiên|ngày đầu|ngày cuối cùng|ngày cuối")
)

// monthNumber reads the number of a month behind "tháng". Unmarked "sau" is
// "sau" (the next month), not "sáu".
func (r *reader) monthNumber(i int) (month, n int) {
	if i >= len(r.words) {
		return 0, 0
	}
	if r.words[i].Number() {
		month, n = digits(r.words[i])
		if len(r.words[i].Plain) > 2 {
			return 0, 0
		}
		return month, n
	}
	if r.words[i].Spelled == "sau" {
		return 0, 0
	}
	return monthNames.At(r.words, i)
}

// month reads a month or a part of it: "tháng 10", "thang sau", "tháng 3 năm
// 2022", "10/2021", "T11", "cuối tháng", "ngày đầu tiên của tháng 3".
func (r *reader) month(i int) (span, int) {
	start := i
	if _, n := ofMonth.At(r.words, i); n > 0 {
		return r.edgeOfMonth(i, n)
	}
	if s, n := r.monthInFigures(i); n > 0 {
		return s, n
	}
	if _, n := wholly.At(r.words, i); n > 0 {
		i += n
	}
	part, n := parts.At(r.words, i)
	i += n
	_, turn := turning.At(r.words, i)
	if _, m := monthWord.At(r.words, i+turn); m == 0 {
		return span{}, 0
	}
	i += turn + 1
	s, n := r.monthAfter(i, start, i-start == 1)
	if turn > 0 && n == 0 {
		s, n = r.period(monthUnit, 1), 0
	}
	if s.impossible != "" || s.from.IsZero() {
		return s, n
	}
	return partOf(s, part, 10, 20, 15), i + n - start
}

// monthAfter reads what follows the word "tháng" at words[i-1]; lone says that
// the word stands without anything before it that makes it a period.
func (r *reader) monthAfter(i, start int, lone bool) (span, int) {
	if month, n := r.monthNumber(i); n > 0 {
		if month < 1 || month > 12 {
			return span{impossible: r.typed(start, i+n-start)}, i + n - start
		}
		year, more := r.yearBehind(i + n)
		if more == 0 {
			year = r.nearestYear(time.Month(month), 15)
			if offset, rel := r.relation(i + n); rel > 0 {
				year, more = r.yearTowards(month, offset), rel
			}
		}
		from := civil.Date{Year: year, Month: time.Month(month), Day: 1}
		return span{from: from, to: from.AddMonths(1).AddDays(-1), kind: period}, n + more
	}
	offset, n := r.relation(i)
	if n == 0 && lone && start > 0 && !isOne(r.words[start-1], scheduleHeads) {
		return span{}, 0
	}
	return r.period(monthUnit, offset), n
}

// scheduleHeads are the words before a bare "tháng" that make it this month.
var scheduleHeads = phrases("lịch|tác|hết|của")

// yearTowards is the year of the next (offset 1), the last (-1) or this month
// of that number.
func (r *reader) yearTowards(month, offset int) int {
	now := int(r.today.Month)
	switch {
	case offset > 0 && month <= now:
		return r.today.Year + offset
	case offset > 0:
		return r.today.Year + offset - 1
	case offset < 0 && month >= now:
		return r.today.Year + offset
	case offset < 0:
		return r.today.Year + offset + 1
	}
	return r.today.Year
}

// monthInFigures reads "10/2021" and "T11". T2 … T7 are weekdays.
func (r *reader) monthInFigures(i int) (span, int) {
	month, year, n := 0, 0, 0
	if figures, size := r.figures(i); len(figures) == 2 && len(r.words[i+2].Plain) == 4 {
		month, year, n = figures[0], figures[1], size
	} else if i+1 < len(r.words) && isOne(r.words[i], shortMonth) && r.words[i+1].Number() && glued(r.words[i:i+2]) {
		month, n = digits(r.words[i+1])
		if n == 0 || month > 1 && month < 8 {
			return span{}, 0
		}
		if n, year = 2, 0; month >= 1 && month <= 12 {
			year = r.nearestYear(time.Month(month), 15)
		}
	}
	if n == 0 || month < 1 || month > 12 || year < 1900 || year > 2100 {
		return span{}, 0
	}
	from := civil.Date{Year: year, Month: time.Month(month), Day: 1}
	return span{from: from, to: from.AddMonths(1).AddDays(-1), kind: period}, n
}

// edgeOfMonth reads the first or the last day of the month that follows.
func (r *reader) edgeOfMonth(i, n int) (span, int) {
	at := i + n
	if _, of := ofPeriod.At(r.words, at); of > 0 {
		at += of
	}
	s, more := span{}, 0
	if _, m := monthWord.At(r.words, at); m > 0 {
		s, more = r.monthAfter(at+1, at, false)
		at++
	}
	if at == i+n || s.from.IsZero() {
		return s, 0
	}
	if r.words[i+1].Plain == "cuoi" {
		s.from = s.to
	} else {
		s.to = s.from
	}
	s.kind = fixed
	return s, at + more - i
}

// quarter reads "quý này", "quý 3", "quý IV năm 2021".
func (r *reader) quarter(i int) (span, int) {
	start := i
	if _, n := wholly.At(r.words, i); n > 0 {
		i += n
	}
	if _, n := quarterWord.At(r.words, i); n == 0 {
		return span{}, 0
	}
	i++
	number, n := romans.At(r.words, i)
	if n == 0 && i < len(r.words) {
		number, n = digits(r.words[i])
	}
	if n == 0 {
		offset, more := r.relation(i)
		if more == 0 {
			return span{}, 0
		}
		return r.period(quarterUnit, offset), i + more - start
	}
	if number < 1 || number > 4 {
		return span{impossible: r.typed(start, i+n-start)}, i + n - start
	}
	year, more := r.yearBehind(i + n)
	if more == 0 {
		year = r.today.Year
	}
	from := civil.Date{Year: year, Month: time.Month(3*number - 2), Day: 1}
	return span{from: from, to: from.AddMonths(3).AddDays(-1), kind: period}, i + n + more - start
}

// year reads "năm nay", "năm ngoái", "năm 2021", "sang năm", "cuối năm".
func (r *reader) year(i int) (span, int) {
	start := i
	_, whole := wholly.At(r.words, i)
	i += whole
	part, n := parts.At(r.words, i)
	i += n
	_, turn := turning.At(r.words, i)
	i += turn
	if _, n := yearWord.At(r.words, i); n == 0 {
		return span{}, 0
	}
	i++
	offset, n := r.relation(i)
	s := r.period(yearUnit, offset)
	switch {
	case n == 0 && i < len(r.words) && len(r.words[i].Plain) == 4 && r.words[i].Number():
		year, _ := digits(r.words[i])
		if year < 1900 || year > 2100 {
			return span{}, 0
		}
		s, n = r.period(yearUnit, year-r.today.Year), 1
	case n == 0 && turn > 0:
		s = r.period(yearUnit, 1)
	case n == 0 && whole == 0 && part == 0:
		return span{}, 0
	}
	days := func(months int) int { return s.from.AddMonths(months).DaysSince(s.from) }
	return partOf(s, part, days(3), days(9), days(6)), i + n - start
}
