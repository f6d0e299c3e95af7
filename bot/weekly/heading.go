package weekly

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/civil"
)

// A heading is a day as the source writes it. What is missing is 0; date is set
// by dateHeadings.
type heading struct {
	line    int
	text    string
	weekday int // 1 is Monday, 7 Sunday, 8 no weekday that exists ("Thứ 8")
	day     int
	month   int
	year    int
	days    int // two weekdays under one heading: 2
	date    civil.Date
}

func (h heading) hasDate() bool { return h.day > 0 }

var (
	weekdayForm  = regexp.MustCompile(`^(?i)(?:thứ\s*(hai|ba|tư|năm|sáu|bảy|bẩy|\d{1,2})|t\.?\s?([2-7])|(chủ\s*nhật|chúa\s*nhật|cn))`)
	dayForm      = regexp.MustCompile(`^(?i)(\d{1,2})(?:\s*/\s*(\d{1,2})(?:\s*/\s*(\d{4}|\d{2}))?|\s*\.\s*(\d{1,2})(?:\s*\.\s*(\d{4}|\d{2}))?|\s*-\s*(\d{1,2})(?:\s*-\s*(\d{4}|\d{2}))?|\s+tháng\s+(\d{1,2})(?:,?\s+năm\s+(\d{4}))?)`)
	dayListForm  = regexp.MustCompile(`^(?i)(\d{1,2})\s*(?:-|–|,|và|&|đến)\s*(?:ngày\s+)?(\d{1,2}\s*/)`)
	dayWord      = regexp.MustCompile(`^(?i)ngày\s*:?\s*`)
	headingLead  = regexp.MustCompile(`^(?i)(?:[-–—+*•·▪●○►]\s*|\d{1,2}[.)]\s+|[IVX]{1,4}[.)]\s+)?(hôm nay\s*[:,]?\s*|lịch (?:công tác|làm việc)(?: tuần)?\s*[:,]?\s*)?`)
	andDay       = regexp.MustCompile(`^(?i)[\s)]*(?:và|-|–|đến|&|,)\s*`)
	stampForm    = regexp.MustCompile(`^(?i)[\s,|–-]*(?:lúc\s*)?\d{1,2}:\d{2}(?::\d{2})?\s*(?:am|pm|sa|ch|gmt\S*|\(gmt\S*)?[\s|]*$`)
	weekdayNames = map[string]int{"hai": 1, "ba": 2, "tư": 3, "năm": 4, "sáu": 5, "bảy": 6, "bẩy": 6}
)

// readWeekday reads "Thứ Hai", "Thứ 2", "T2", "Chủ nhật", "CN".
func readWeekday(text string) (weekday, n int) {
	m := weekdayForm.FindStringSubmatch(text[:min(len(text), 40)])
	if m == nil || !wordEnds(text, len(m[0])) {
		return 0, 0
	}
	switch number, err := strconv.Atoi(m[1] + m[2]); {
	case m[3] != "":
		weekday = 7
	case err == nil && number >= 2 && number <= 7:
		weekday = number - 1
	case err == nil:
		weekday = 8
	default:
		weekday = weekdayNames[strings.ToLower(m[1])]
	}
	return weekday, len(m[0])
}

// readDay reads d/m/yyyy, d/m/yy, d/m, d.m.yyyy, d-m-yyyy, "d tháng m năm yyyy".
func readDay(text string) (day, month, year, n int) {
	m := dayForm.FindStringSubmatch(text[:min(len(text), 60)])
	if m == nil {
		return 0, 0, 0, 0
	}
	n = len(m[0])
	if r, _ := utf8.DecodeRuneInString(text[n:]); n < len(text) && (unicode.IsDigit(r) || unicode.IsLetter(r)) {
		// "18/10/21h00": the hour is no year.
		return 0, 0, 0, 0
	}
	day, _ = strconv.Atoi(m[1])
	month, _ = strconv.Atoi(m[2] + m[4] + m[6] + m[8])
	year, _ = strconv.Atoi(m[3] + m[5] + m[7] + m[9])
	if year > 0 && year < 100 {
		year += 2000
	}
	return day, month, year, n
}

// possible reports whether the day exists in some year.
func possible(day, month, year int) bool {
	if year == 0 {
		year = 2024 // a leap year
	}
	return day >= 1 && month >= 1 && month <= 12 && civil.Date{Year: year, Month: time.Month(month), Day: day}.IsValid()
}

// parsed is a heading and what stood on its line beside it.
type parsed struct {
	heading
	moment moment
	lead   bool   // "Hôm nay:", "Lịch công tác ngày …"
	bullet bool   // a bullet or number before it
	named  bool   // "ngày" before the date
	rest   string // from the first sign after the date
}

// readHeading reads weekday and date, in either order, at the head of a text.
func readHeading(text string) (p parsed, ok bool) {
	p.text = text
	p.days = 1
	lead := headingLead.FindStringSubmatch(text[:min(len(text), 80)])
	p.lead = lead[1] != ""
	p.bullet = len(lead[0]) > len(lead[1])
	at := text[len(lead[0]):]
	if session, n := readSession(at); n > 0 {
		if _, m := readWeekday(strings.TrimLeft(at[n:], " ,")); m > 0 {
			p.moment.session = session
			at = strings.TrimLeft(at[n:], " ,")
		}
	}
	if word := dayWord.FindString(at); word != "" {
		if _, n := readWeekday(at[len(word):]); n > 0 {
			at = at[len(word):]
		}
	}
	at = p.readWeekdays(at)
	at, found := p.readDates(at)
	if found && p.weekday == 0 {
		if weekday, n := readWeekday(skipBetween(at)); n > 0 {
			p.weekday = weekday
			at = skipBetween(at)[n:]
		}
	}
	if m := andDay.FindString(at); found && m != "" {
		p.until(&at, at[len(m):])
	}
	p.rest = at
	return p, found || p.weekday > 0
}

// until reads a second day after the first: "Thứ Bảy, 23/10 và Chủ nhật, 24/10".
func (p *parsed) until(at *string, text string) {
	_, n := readWeekday(text)
	text = skipBetween(text[n:])
	text = text[len(dayWord.FindString(text)):]
	day, month, year, size := readDay(text)
	if size == 0 || month != p.month || day <= p.day || day-p.day > 6 {
		return
	}
	p.days = day - p.day + 1
	if p.year == 0 {
		p.year = year
	}
	*at = text[size:]
}

// readWeekdays reads one weekday, or two that share a heading.
func (p *parsed) readWeekdays(at string) string {
	weekday, n := readWeekday(at)
	if n == 0 {
		return at
	}
	p.weekday = weekday
	at = at[n:]
	after := strings.TrimLeft(at, " ,&+-–")
	for _, word := range []string{"và ", "đến "} {
		after = strings.TrimPrefix(after, word)
	}
	if second, n := readWeekday(after); n > 0 && second > weekday && second <= 7 {
		p.days = second - weekday + 1
		at = after[n:]
	}
	return at
}

// readDates reads a date, or two under one heading; without a weekday before it
// a date needs slashes or words, for "1.2" and "3-4" are other things.
func (p *parsed) readDates(at string) (rest string, found bool) {
	after := skipBetween(at)
	if p.weekday > 0 {
		after = strings.TrimLeft(after, "([")
	}
	word := dayWord.FindString(after)
	after = after[len(word):]
	if m := dayListForm.FindStringSubmatch(after[:min(len(after), 40)]); m != nil {
		if day, month, year, n := readDay(after[len(m[0])-len(m[2]):]); n > 0 {
			first, _ := strconv.Atoi(m[1])
			if first > 0 && first < day && day-first < 7 {
				p.day, p.month, p.year, p.days = first, month, year, day-first+1
				return after[len(m[0])-len(m[2])+n:], true
			}
		}
	}
	day, month, year, n := readDay(after)
	if n == 0 || p.weekday == 0 && year == 0 && strings.ContainsAny(after[:n], ".-") {
		return at, false
	}
	p.day, p.month, p.year, p.named = day, month, year, word != ""
	return after[n:], true
}

// skipBetween skips what may stand between weekday and date.
func skipBetween(text string) string { return strings.TrimLeft(text, " \t\n,.:;()[]-–—|/") }

// heading reads a line as a day heading. Not every line that begins with a day
// is one: see isHeading.
func (r *reader) heading(text string) (p parsed, ok bool) {
	if !mayBeginHeading(text) {
		return p, false
	}
	p, ok = readHeading(text)
	if !ok || !r.isHeading(p) {
		return p, false
	}
	rest := strings.TrimLeft(p.rest, " )]")
	if m, after := readMoment(skipSigns(rest)); !m.isZero() {
		if after == "" {
			p.moment.hours = m.hours
			if m.session != "" {
				p.moment.session = m.session
			}
			rest = ""
		}
	}
	p.rest = strings.TrimLeft(rest, " :,;.)|")
	return p, true
}

// mayBeginHeading is a cheap look at the first letters.
func mayBeginHeading(text string) bool {
	if text == "" {
		return false
	}
	return strings.ContainsAny(text[:1], "TtCcNnHhSsBbLl0123456789*-+•–—(IVX·▪●○►") || text[0] >= utf8.RuneSelf
}

// isHeading judges what follows the day. A sentence goes on after a comma or in
// small letters; a page stamp is a date and hh:mm; a date without a weekday is a
// heading only where the schedule's own days are.
func (r *reader) isHeading(p parsed) bool {
	if stampForm.MatchString(p.rest) {
		return false
	}
	rest := strings.TrimLeft(p.rest, " )]")
	label := strings.TrimLeft(rest, " ")
	closed := label == "" || strings.ContainsAny(label[:1], ":.|") || strings.HasPrefix(label, "-") || strings.HasPrefix(label, "–") || strings.HasPrefix(label, "—")
	switch {
	case p.weekday > 0 && p.hasDate() || p.lead && p.hasDate():
		if m, _ := readMoment(skipSigns(rest)); !m.isZero() {
			return true
		}
		return closed || begins(label, unicode.IsUpper) || begins(label, func(r rune) bool { return strings.ContainsRune("+*•“\"", r) })
	case p.hasDate():
		if !closed || p.bullet || strings.HasPrefix(label, ".") || strings.HasPrefix(label, "-") && r.title.from.IsZero() {
			return false
		}
		if r.pendingWeekday() {
			return true
		}
		if !r.title.from.IsZero() {
			return r.title.holds(p.day, p.month) && (p.named || label == "" || label[0] == ':')
		}
		return p.named && !r.weekday || !r.weekday && strings.HasPrefix(label, ":")
	case p.weekday > 0 && p.weekday <= 7:
		if label == "" || label == ":" || label == "." {
			return true
		}
		return strings.HasPrefix(label, ":") && !p.bullet && !r.title.from.IsZero()
	}
	return false
}

// pendingWeekday reports whether the last thing read was a weekday that still
// lacks its date.
func (r *reader) pendingWeekday() bool {
	return r.head != nil && !r.head.hasDate() && r.fresh()
}

// fresh reports whether nothing was read under the heading yet.
func (r *reader) fresh() bool {
	return len(r.drafts) == 0 || r.drafts[len(r.drafts)-1].head != r.head
}

// open begins a day. A date that follows a weekday, or the other way round,
// completes it.
func (r *reader) open(p parsed, number int) {
	switch {
	case r.pendingWeekday() && p.hasDate() && p.weekday == 0:
		r.head.day, r.head.month, r.head.year = p.day, p.month, p.year
		r.head.text += " " + p.text
	case r.head != nil && r.fresh() && r.head.hasDate() && r.head.weekday == 0 && !p.hasDate():
		r.head.weekday = p.weekday
	default:
		h := p.heading
		h.line = number
		r.head = &h
		r.headings = append(r.headings, r.head)
	}
	if r.head.hasDate() && !possible(r.head.day, r.head.month, r.head.year) {
		r.unread = append(r.unread, unread{line{p.text, number}, r.head})
	}
	r.weekday = r.weekday || p.weekday > 0
	r.stopped = false
	r.last, r.leader = nil, ""
	r.hours, r.session = p.moment.hours, p.moment.session
}

func begins(text string, is func(rune) bool) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return text != "" && is(r)
}
