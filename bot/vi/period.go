package vi

import (
	"time"

	"cloud.google.com/go/civil"
)

// A unit is a length of time that people count in.
type unit int

const (
	dayUnit unit = iota + 1
	weekUnit
	monthUnit
	quarterUnit
	yearUnit
)

var (
	unitWords = func() *Phrases[unit] {
		var p Phrases[unit]
		p.Add(dayUnit, "ngày|hôm|bữa")
		p.Add(weekUnit, "tuần")
		p.Add(monthUnit, "tháng")
		p.Add(quarterUnit, "quý")
		p.Add(yearUnit, "năm")
		return &p
	}()
	someWords   = phrases("mấy|vài|những|các|ít")
	aheadWords  = phrases("tới|tiếp theo|tiếp|kế tiếp|sắp tới|tới đây")
	behindWords = phrases("qua|vừa qua|vừa rồi|rồi|gần đây|gần nhất|trở lại đây|đã qua|mới rồi")
	laterWords  = phrases("nữa|sau|sau nữa|tới nữa|sau đó")
	upToNow     = phrases("nay")
	agoWords    = phrases("trước|trước đây|trước đó")
	within      = phrases("trong vòng|trong|khoảng")
)

// some is how many days "mấy ngày tới" are.
const some = 3

// counted reads a count of units and where it leads: "3 ngày tới" are the three
// days after today, "2 tuần tới" the two weeks after this one, "3 ngày nữa" is
// one day, "2 tuần trước" one week.
func (r *reader) counted(i int) (span, int) {
	start := i
	if _, n := within.At(r.words, i); n > 0 {
		i += n
	}
	count, n := Numeral(r.words, i)
	vague := n == 0
	if vague {
		if _, n = someWords.At(r.words, i); n == 0 {
			return span{}, 0
		}
		count = some
	}
	u, m := unitWords.At(r.words, i+n)
	at := i + n + m
	if m == 0 || count < 1 || count > 400 {
		return span{}, 0
	}
	if s, more := r.halfYear(count, u, at); more > 0 {
		return s, at + more - start
	}
	if r.hourFollows(at) {
		return span{}, 0
	}
	if s, more := r.edgeDays(count, u, at); more > 0 {
		return s, at + more - start
	}
	if _, more := laterWords.At(r.words, at); more > 0 && !vague {
		return r.period(u, count), at + more - start
	}
	if _, more := aheadWords.At(r.words, at); more > 0 {
		return span{from: r.period(u, 1).from, to: r.period(u, count).to, kind: period}, at + more - start
	}
	if _, more := behindWords.At(r.words, at); more > 0 {
		return span{from: r.period(u, -count).from, to: r.period(u, -1).to, kind: period}, at + more - start
	}
	if _, more := upToNow.At(r.words, at); more > 0 && vague && u == dayUnit {
		return span{from: r.today.AddDays(1 - some), to: r.today, kind: period}, at + more - start
	}
	if _, more := agoWords.At(r.words, at); more > 0 && !vague {
		return r.period(u, -count), at + more - start
	}
	return span{}, 0
}

// hourFollows reports whether "sau" or "trước" at words[i] belongs to an hour.
func (r *reader) hourFollows(i int) bool {
	if i+1 >= len(r.words) || !r.words[i+1].Number() {
		return false
	}
	_, n := hourUnits.At(r.words, i+2)
	return n > 0
}

// halfYear reads what follows "6 tháng": "đầu năm", "cuối năm 2021".
func (r *reader) halfYear(count int, u unit, i int) (span, int) {
	part, n := parts.At(r.words, i)
	if count != 6 || u != monthUnit || part != beginning && part != end {
		return span{}, 0
	}
	s, more := r.year(i + n)
	if more == 0 {
		if _, m := yearWord.At(r.words, i+n); m == 0 {
			return span{}, 0
		}
		s, more = r.period(yearUnit, 0), 1
	}
	half := s.from.AddMonths(6)
	if part == beginning {
		s.to = half.AddDays(-1)
	} else {
		s.from = half
	}
	return s, n + more
}

// edgeDays reads what follows "3 ngày": "đầu tuần sau", "cuối tháng".
func (r *reader) edgeDays(count int, u unit, i int) (span, int) {
	part, n := parts.At(r.words, i)
	if u != dayUnit || part != beginning && part != end {
		return span{}, 0
	}
	s, more := r.week(i + n)
	if more == 0 {
		s, more = r.month(i + n)
	}
	if more == 0 || s.impossible != "" || s.to.DaysSince(s.from) < count-1 {
		return span{}, 0
	}
	if part == beginning {
		s.to = s.from.AddDays(count - 1)
	} else {
		s.from = s.to.AddDays(1 - count)
	}
	return s, n + more
}

// period is the whole unit that lies so many units from the present one.
func (r *reader) period(u unit, offset int) span {
	var from, next civil.Date
	switch u {
	case dayUnit:
		day := r.today.AddDays(offset)
		return span{from: day, to: day}
	case weekUnit:
		from = monday(r.today).AddDays(7 * offset)
		next = from.AddDays(7)
	case monthUnit:
		from = firstOfMonth(r.today).AddMonths(offset)
		next = from.AddMonths(1)
	case quarterUnit:
		from = firstOfMonth(r.today)
		from.Month -= (from.Month - 1) % 3
		from = from.AddMonths(3 * offset)
		next = from.AddMonths(3)
	default:
		from = civil.Date{Year: r.today.Year + offset, Month: time.January, Day: 1}
		next = from.AddYears(1)
	}
	return span{from: from, to: next.AddDays(-1), kind: period}
}

// A part is a piece of a week, a month or a year.
type part int

const (
	beginning part = iota + 1
	middle
	end
	firstHalf
	secondHalf
)

var (
	parts = func() *Phrases[part] {
		var p Phrases[part]
		p.Add(beginning, "đầu")
		p.Add(middle, "giữa")
		p.Add(end, "cuối")
		p.Add(firstHalf, "nửa đầu")
		p.Add(secondHalf, "nửa cuối|nửa sau")
		return &p
	}()
	firstOf  = phrases("đầu tiên|đầu|thứ nhất")
	lastOf   = phrases("cuối cùng|cuối")
	wholly   = phrases("cả|trong|nguyên|toàn bộ|trọn|suốt")
	weekWord = phrases("tuần")
	thisWeek = phrases("tn|tuần n")
	numbered = phrases("thứ|số")
	turning  = phrases("sang|qua")

	fromOrDay = phrases("từ ngày|từ|ngày")
)

// week reads a week or a part of it: "tuần sau nữa", "cuối tuần", "tuần 43",
// "tuần đầu tháng 11", "sang tuần".
func (r *reader) week(i int) (span, int) {
	if _, n := thisWeek.At(r.words, i); n > 0 && r.words[i].Text != "TN" {
		return r.period(weekUnit, 0), n
	}
	start := i
	if _, n := wholly.At(r.words, i); n > 0 {
		i += n
	}
	part, n := parts.At(r.words, i)
	i += n
	_, turn := turning.At(r.words, i)
	if _, m := weekWord.At(r.words, i+turn); m == 0 {
		return span{}, 0
	}
	i += turn + 1
	if part == 0 && turn == 0 {
		if s, more := r.weekByDate(i); more > 0 {
			return s, i + more - start
		}
		if s, more := r.numberedWeek(i); more > 0 {
			return s, i + more - start
		}
	}
	offset, more := r.relation(i)
	if turn > 0 && offset < 1 {
		offset = 1
	}
	return partOf(r.period(weekUnit, offset), part, 2, 5, 3), i + more - start
}

// weekByDate reads a week by its days, as schedules are titled: "tuần từ 25/10 đến
// 31/10", "tuần 25/10-31/10"; one day names the week that holds it.
func (r *reader) weekByDate(i int) (span, int) {
	_, led := fromOrDay.At(r.words, i)
	if i+led >= len(r.words) || led == 0 && !(r.words[i].Number() && r.dateFollows(i)) {
		return span{}, 0
	}
	if s, more := r.dayRange(i); more > 0 && s.impossible == "" && !s.day() {
		return s, more
	}
	s, more := r.date(i + led)
	if more == 0 || s.impossible != "" || !s.day() {
		return span{}, 0
	}
	first := monday(s.from)
	return span{from: first, to: first.AddDays(6), kind: period}, led + more
}

// partOf cuts a part out of a period: the beginning is so many days, the end
// begins behind so many, the second half behind half.
func partOf(s span, p part, beginningDays, beforeEnd, half int) span {
	first := s.from
	switch p {
	case beginning:
		s.to = first.AddDays(beginningDays - 1)
	case middle:
		s.from, s.to = first.AddDays(beginningDays), first.AddDays(min(beforeEnd, 2*beginningDays)-1)
	case end:
		s.from = first.AddDays(beforeEnd)
	case firstHalf:
		s.to = first.AddDays(half - 1)
	case secondHalf:
		s.from = first.AddDays(half)
	}
	return s
}

// numberedWeek reads what follows "tuần": an ISO week ("43", "thứ 43 năm 2021")
// or a week of a month ("đầu tiên của tháng 9", "2 tháng 11", "cuối tháng").
func (r *reader) numberedWeek(i int) (span, int) {
	number, n := 0, 0
	if _, first := firstOf.At(r.words, i); first > 0 {
		number, n = 1, first
	} else if _, last := lastOf.At(r.words, i); last > 0 {
		number, n = -1, last
	} else {
		_, thu := numbered.At(r.words, i)
		if number, n = Numeral(r.words, i+thu); n == 0 || !r.words[i+thu].Number() && thu == 0 {
			return span{}, 0
		}
		n += thu
	}
	at := i + n
	if _, of := ofPeriod.At(r.words, at); of > 0 {
		at += of
	}
	if s, more := r.month(at); more > 0 && !s.day() {
		return weekOfMonth(number, s), at + more - i
	}
	if number < 1 || number > 99 || n == 1 && r.dateFollows(i) {
		return span{}, 0
	}
	year, more := r.yearBehind(i + n)
	if more == 0 {
		year, _ = r.today.In(time.UTC).ISOWeek()
	}
	first := monday(civil.Date{Year: year, Month: time.January, Day: 4})
	s := span{from: first.AddDays(7 * (number - 1)), kind: period}
	s.to = s.from.AddDays(6)
	if s.from.AddDays(3).Year != year {
		return span{impossible: r.typed(i-1, n+more+1)}, n + more
	}
	return s, n + more
}

// dateFollows reports whether the number at words[i] is the day of a date or
// the beginning of a range.
func (r *reader) dateFollows(i int) bool {
	if i+2 >= len(r.words) || !r.words[i+2].Number() || len(r.words[i+2].Plain) == 4 {
		return false
	}
	mark := r.words[i+1].Plain
	return mark == "/" || mark == "-" || mark == "."
}

// weekOfMonth is the number-th week whose Monday lies in the month, -1 the last.
func weekOfMonth(number int, month span) span {
	from := onOrAfter(month.from, time.Monday).AddDays(7 * (number - 1))
	if number < 0 {
		from = monday(month.to)
	}
	return span{from: from, to: from.AddDays(6), kind: period}
}
