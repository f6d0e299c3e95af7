package vi

import "fmt"

// An hour is a time of day or a range of it, in minutes. Until the sessions
// of the question are known it is as typed: 2 may be 02:00 or 14:00.
type hour struct {
	from, to int
	exact    bool // "14h", "08h00": no session moves it
	open     int  // -1: until from; +1: from it on
}

var (
	sessions = func() *Phrases[string] {
		var p Phrases[string]
		p.Add("sáng", "sáng|buổi sáng|sáng sớm|đầu giờ sáng|cuối giờ sáng|đầu buổi sáng|cuối buổi sáng|hồi sáng|đầu ngày|giữa buổi sáng")
		p.Add("trưa", "trưa|buổi trưa|giữa trưa|giờ trưa|hồi trưa")
		p.Add("chiều", `
			chiều|buổi chiều|đầu giờ chiều|cuối giờ chiều|đầu buổi chiều|cuối buổi chiều|hồi chiều|cuối ngày|xế chiều|chiều tối|
			giữa buổi chiều`)
		p.Add("tối", "tối|buổi tối|đêm|ban đêm|khuya|hồi tối")
		p.Add("", "cả ngày|cả buổi|nguyên ngày|suốt ngày|trọn ngày")
		return &p
	}()
	hourUnits = phrases("h|g|giờ|gio")
	colon     = phrases(":")
	minutes   = phrases("phút|p|'|’")
	half      = phrases("rưỡi")
	less      = phrases("kém")
	hourLead  = phrases("lúc|vào lúc|vào khoảng|vào đúng|khoảng|tầm|đúng|vào hồi|hồi|tầm khoảng|cỡ")
	hourAfter = func() *Phrases[int] {
		var p Phrases[int]
		p.Add(1, "sau|từ|sau lúc")
		p.Add(-1, "trước|trước lúc|đến|tới")
		return &p
	}()
	lastNight = phrases("qua")
)

// session reads a part of the day: "chiều", "đầu giờ sáng", "tối qua". Typed
// without diacritics "sang" and "toi" are so only beside a day or an hour.
func (r *reader) session(i int) int {
	name, n := sessions.At(r.words, i)
	if n == 0 {
		return 0
	}
	if w := r.words[i]; n == 1 && !w.Marked() && (w.Plain == "sang" || w.Plain == "toi" || w.Plain == "dem") && !r.besideTime(i) {
		return 0
	}
	r.sessions = append(r.sessions, name)
	if _, qua := lastNight.At(r.words, i+n); qua > 0 {
		yesterday := r.today.AddDays(-1)
		r.keep(span{from: yesterday, to: yesterday}, i, n+qua)
		return n + qua
	}
	return n
}

// besideTime reports whether the word stands before a day or behind an hour.
func (r *reader) besideTime(i int) bool {
	if i > 0 && (r.when.Used[i-1] && r.words[i].Plain == "sang" || r.hourEnd == i) {
		return true
	}
	if i > 0 && isOne(r.words[i-1], phraseOf) {
		return false // "cua toi"
	}
	if i+1 >= len(r.words) {
		return r.words[i].Plain == "sang"
	}
	if _, n := lastNight.At(r.words, i+1); n > 0 {
		return true
	}
	next := r.words[i+1]
	if _, n := sessions.At(r.words, i+2); n > 0 && isOne(next, conjunctions) {
		return true
	}
	return r.startsDay(i+1) && (next.Plain != "tuan" && next.Plain != "thang" && next.Plain != "het" && !next.Number())
}

// hourRange reads "từ 8h đến 10h", "8h00-11h00", "8-10h".
func (r *reader) hourRange(i int) int {
	_, led := fromWords.At(r.words, i)
	a, n := r.clock(i + led)
	bare := false
	if n == 0 && i+led < len(r.words) && r.words[i+led].Number() {
		value, m := digits(r.words[i+led])
		a, n, bare = hour{from: value * 60}, m, true
	}
	at := i + led + n
	_, to := until.At(r.words, at)
	if n == 0 || to == 0 || a.from >= 24*60 {
		return 0
	}
	b, m := r.clock(at + to)
	if m == 0 {
		return 0
	}
	if bare && a.from > b.from {
		return 0
	}
	r.hours = append(r.hours, hour{from: a.from, to: b.from, exact: a.exact || b.exact})
	r.hourEnd = at + to + m
	return r.hourEnd - i
}

// hour reads one hour with what stands before it: "lúc 14h", "sau 15 giờ".
func (r *reader) hour(i int) int {
	open, lead := hourAfter.At(r.words, i)
	_, at := hourLead.At(r.words, i+lead)
	lead += at
	h, n := r.clock(i + lead)
	if n == 0 && at > 0 && open == 0 && isAt(r.words[i+lead-1]) && i+lead < len(r.words) && r.words[i+lead].Number() {
		value, m := digits(r.words[i+lead])
		if m > 0 && value < 24 && !r.dateFollows(i+lead) {
			h, n = hour{from: value * 60, to: value * 60, exact: exactly(r.words[i+lead], value)}, m
		}
	}
	if n == 0 {
		return 0
	}
	h.open = open
	r.hours = append(r.hours, h)
	r.hourEnd = i + lead + n
	return lead + n
}

func isAt(w Word) bool { return w.Plain == "luc" }

// exactly reports whether an hour typed so can only be that hour.
func exactly(w Word, value int) bool {
	return value > 12 || value == 0 || w.Number() && len(w.Plain) == 2 && w.Plain[0] == '0'
}

// clock reads "14h30", "8 giờ rưỡi", "11 giờ kém 15", "7:30".
func (r *reader) clock(i int) (hour, int) {
	value, n := Numeral(r.words, i)
	if n == 0 || value > 23 || i+n >= len(r.words) {
		return hour{}, 0
	}
	at := i + n
	h := hour{from: value * 60, exact: exactly(r.words[i], value)}
	if isOne(r.words[at], colon) {
		m, ok := r.minutesAt(at + 1)
		if ok == 0 || len(r.words[at+1].Plain) != 2 || !glued(r.words[i:at+2]) {
			return hour{}, 0
		}
		at += 1 + ok
		h.from += m
	} else {
		if _, unit := hourUnits.At(r.words, at); unit == 0 || r.words[at].Plain == "g" && !glued(r.words[at-1:at+1]) || n > 1 && r.words[at].Plain != "gio" {
			return hour{}, 0
		}
		at++
		if m, ok := r.minutesAt(at); ok > 0 && (glued(r.words[at-1:at+1]) || !r.dateFollows(at)) {
			h.from, at = h.from+m, at+ok
		} else if _, ok := half.At(r.words, at); ok > 0 {
			h.from, at = h.from+30, at+ok
		} else if _, ok := less.At(r.words, at); ok > 0 {
			if m, more := r.minutesAt(at + ok); more > 0 {
				h.from, at = max(0, h.from-m), at+ok+more
			}
		}
	}
	h.to = h.from
	return h, at - i
}

// minutesAt reads minutes and the word for them.
func (r *reader) minutesAt(i int) (value, n int) {
	if i >= len(r.words) || !r.words[i].Number() || len(r.words[i].Plain) > 2 {
		return 0, 0
	}
	value, n = digits(r.words[i])
	if n == 0 || value > 59 {
		return 0, 0
	}
	if i+1 < len(r.words) {
		if _, month := monthWord.At(r.words, i+1); month > 0 {
			return 0, 0
		}
	}
	_, word := minutes.At(r.words, i+n)
	return value, n + word
}

// settleHours brings sessions and hours together.
func (r *reader) settleHours() {
	for i, s := range r.sessions {
		if i > 0 && s != r.when.Session {
			r.when.Session = ""
			break
		}
		r.when.Session = s
	}
	if len(r.hours) == 0 {
		return
	}
	h := r.hours[0]
	if !h.exact {
		h.from, h.to = r.inSession(h.from), r.inSession(h.to)
	}
	switch {
	case h.open > 0:
		h.to = 24*60 - 1
	case h.open < 0:
		h.from = 0
	case h.to < h.from:
		h.to = h.from
	}
	r.when.Clock, r.when.Until = clockText(h.from), clockText(h.to)
}

// inSession moves an hour into the session said: "8h tối" is 20:00, "1h chiều"
// 13:00. An office asked about "3h" means the afternoon.
func (r *reader) inSession(minute int) int {
	hour := minute / 60
	switch r.when.Session {
	case "sáng":
		return minute
	case "trưa":
		if hour >= 1 && hour <= 2 {
			return minute + 12*60
		}
	case "chiều":
		if hour >= 1 && hour <= 7 {
			return minute + 12*60
		}
	case "tối":
		if hour >= 5 && hour <= 11 {
			return minute + 12*60
		}
	default:
		if hour >= 1 && hour <= 5 {
			return minute + 12*60
		}
	}
	return minute
}

func clockText(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
