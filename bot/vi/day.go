package vi

import (
	"strings"
	"time"

	"cloud.google.com/go/civil"
)

// The days counted from today. "hn" and its like are how phones write them.
var relatives = func() *Phrases[int] {
	var p Phrases[int]
	p.Add(0, `
		hôm nay|ngày hôm nay|bữa nay|hôm ni|bữa ni|nay|ni|hnay|hum nay|hnai|hn|bây giờ|ngay bây giờ|bây h|bh|lúc này|
		ngay lúc này|giờ này|hiện giờ|hiện tại|hiện nay|trong ngày`)
	p.Add(1, "ngày mai|mai|ngmai|nmai|ngaymai|hôm sau|ngày hôm sau|ngày mơi")
	p.Add(2, "mốt|ngày mốt|bữa mốt|hôm mốt|ngày kia|ngmot")
	p.Add(3, "ngày kìa")
	p.Add(-1, "hôm qua|ngày hôm qua|bữa qua|hqua|hum qua|hum wa|ngày qua|bữa hôm qua")
	p.Add(-2, "hôm kia|ngày hôm kia|bữa kia|hkia")
	p.Add(-3, "hôm kìa|ngày hôm kìa")
	return &p
}()

var (
	comingDays = phrases("mai mốt|nay mai")
	rightNow   = phrases("bây giờ|ngay bây giờ|bây h|bh|lúc này|ngay lúc này|giờ này|hiện giờ|hiện tại")
)

// relative reads a day counted from today: "hôm nay", "mốt", "hôm kia".
func (r *reader) relative(i int) (span, int) {
	if _, n := comingDays.At(r.words, i); n > 0 {
		return span{from: r.today.AddDays(1), to: r.today.AddDays(2)}, n
	}
	offset, n := relatives.At(r.words, i)
	if n == 0 {
		return span{}, 0
	}
	if _, now := rightNow.At(r.words, i); now == n {
		r.hours = append(r.hours, hour{from: r.now.Hour*60 + r.now.Minute, to: r.now.Hour*60 + r.now.Minute, exact: true})
	}
	day := r.today.AddDays(offset)
	return span{from: day, to: day}, n
}

var (
	weekdayHead  = phrases("thứ|t|th")
	weekdayNames = func() *Phrases[time.Weekday] {
		var p Phrases[time.Weekday]
		p.Add(time.Monday, "hai|2|nhì|hăi")
		p.Add(time.Tuesday, "ba|3")
		p.Add(time.Wednesday, "tư|4|bốn")
		p.Add(time.Thursday, "năm|5")
		p.Add(time.Friday, "sáu|6")
		p.Add(time.Saturday, "bảy|7|bẩy")
		return &p
	}()
	sunday       = phrases("chủ nhật|chúa nhật|cn|c n|chủnhật|thứ chủ nhật|thứ cn")
	ordinalHeads = phrases("lần|tuần|khóa|quý|hạng|hàng|bên|người|phía|nhóm|bậc|khoản|điều|vòng|đợt|kỳ|vị trí")
	weekdayLead  = phrases("ngày|buổi")
	pastLead     = phrases("hôm|bữa|hổm")
	ofPeriod     = phrases("của|trong|ở")
)

// weekdayWord reads the bare name of a weekday.
func (r *reader) weekdayWord(i int) (day time.Weekday, n int) {
	if _, n = sunday.At(r.words, i); n > 0 {
		return time.Sunday, n
	}
	_, head := weekdayHead.At(r.words, i)
	if head == 0 || i > 0 && isOne(r.words[i-1], ordinalHeads) {
		return 0, 0
	}
	next := i + 1
	if next+1 < len(r.words) && (r.words[next].Plain == "-" || r.words[next].Plain == ".") && glued(r.words[next-1:next+2]) {
		next++
	}
	day, n = weekdayNames.At(r.words, next)
	if n == 0 || len(r.words[i].Plain) == 1 && !r.words[next].Number() {
		return 0, 0
	}
	if r.words[i].Plain == "th" && !r.words[next].Number() {
		return 0, 0
	}
	return day, next + n - i
}

// weekday reads a weekday with what fixes its week: "thứ 2 tuần sau",
// "hôm thứ 6", "chủ nhật tới", "thứ 3 vừa rồi".
func (r *reader) weekday(i int) (span, int) {
	start, past := i, false
	if _, n := pastLead.At(r.words, i); n > 0 {
		past, i = true, i+n
	} else if _, n := weekdayLead.At(r.words, i); n > 0 {
		i += n
	}
	name, n := r.weekdayWord(i)
	if n == 0 {
		return r.noWeekday(start)
	}
	i += n
	of := i
	if _, n := ofPeriod.At(r.words, of); n > 0 {
		of += n
	}
	if s, n := r.week(of); n > 0 && !s.day() {
		day := monday(s.from).AddDays((int(name) + 6) % 7)
		return span{from: day, to: day, kind: weekdayOf}, of + n - start
	}
	offset, n := r.relation(i)
	if n > 0 && len(r.words) > i+n && r.words[i+n].Number() && offset != 0 {
		offset, n = 0, 0 // "thứ 6 trước 10h" says an hour
	}
	if n == 1 && r.words[i].Spelled == "toi" && r.asksOf(i+1) {
		offset, n = 0, 0 // "thu 5 toi co lich gi": tôi
	}
	before := onOrAfter(r.today.AddDays(-7), name)
	switch {
	case offset > 0:
		day := onOrAfter(r.today.AddDays(1), name).AddDays(7 * (offset - 1))
		return span{from: day, to: day, kind: weekdayOf}, i + n - start
	case offset < 0:
		day := before.AddDays(7 * (offset + 1))
		return span{from: day, to: day, kind: weekdayOf}, i + n - start
	case past && n == 0:
		return span{from: before, to: before, kind: weekdayOf}, i - start
	}
	day := onOrAfter(r.today, name)
	return span{from: day, to: day, kind: weekday}, i + n - start
}

// noWeekday reads a weekday that does not exist: "thứ 8".
func (r *reader) noWeekday(i int) (span, int) {
	if i+1 >= len(r.words) || !isOne(r.words[i], weekdayHead) || len(r.words[i].Plain) < 3 || i > 0 && isOne(r.words[i-1], ordinalHeads) {
		return span{}, 0
	}
	if d := r.words[i+1].Plain; d != "1" && d != "8" && d != "9" {
		return span{}, 0
	}
	return span{impossible: r.typed(i, 2)}, 2
}

// relations are the words behind a unit of time that say which one is meant.
var relations = func() *Phrases[int] {
	var p Phrases[int]
	p.Add(0, "này|nay|ni|hiện tại|hiện nay|hiện giờ")
	p.Add(1, "sau|tới|kế|kế tiếp|tiếp theo|tiếp|sắp tới|tới đây|sau đó")
	p.Add(2, "sau nữa|tới nữa|kế nữa|tiếp nữa")
	p.Add(-1, "trước|rồi|qua|vừa rồi|vừa qua|mới rồi|ngoái|đã qua")
	p.Add(-2, "trước nữa|kia")
	return &p
}()

var until = phrases("đến|tới|đến hết|tới hết|cho đến|cho tới|cho đến hết|đến tận|-")

// relation reads "này", "sau", "vừa rồi" … behind a unit of time. The "tới" of
// "thứ 2 tới thứ 4" is none.
func (r *reader) relation(i int) (offset, n int) {
	offset, n = relations.At(r.words, i)
	if n == 1 && isOne(r.words[i], until) && r.startsDay(i+1) {
		return 0, 0
	}
	return offset, n
}

var ownVerbs = phrases("có|rảnh|bận|phải|họp|được|đi|dự|làm|trực")

// asksOf reports whether a verb of somebody's day begins at words[i].
func (r *reader) asksOf(i int) bool {
	_, n := ownVerbs.At(r.words, i)
	return n > 0
}

var dayHeads = phrases("ngày|hôm|mùng|mồng|cuối|hết|đầu|tuần|tháng")

// startsDay reports whether words[i] can begin a day.
func (r *reader) startsDay(i int) bool {
	if i >= len(r.words) {
		return false
	}
	if r.words[i].Number() || isOne(r.words[i], dayHeads) {
		return true
	}
	_, relative := relatives.At(r.words, i)
	_, named := r.weekdayWord(i)
	return relative+named > 0
}

// glued reports whether the words were typed without a space between them.
func glued(words []Word) bool {
	for i := 1; i < len(words); i++ {
		if words[i].Start != words[i-1].End {
			return false
		}
	}
	return true
}

// typed gives n words back as they were typed.
func (r *reader) typed(i, n int) string {
	var b strings.Builder
	for k := i; k < i+n && k < len(r.words); k++ {
		if k > i && r.words[k].Start > r.words[k-1].End {
			b.WriteByte(' ')
		}
		b.WriteString(r.words[k].Text)
	}
	return b.String()
}

// exists reports whether there is such a day.
func exists(year, month, day int) (civil.Date, bool) {
	d := civil.Date{Year: year, Month: time.Month(month), Day: day}
	return d, d.IsValid()
}
