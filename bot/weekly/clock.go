package weekly

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"thuky/store/week"
)

// hours are a start and, in a range, an end.
type hours struct{ start, end week.Clock }

var (
	clockForm  = regexp.MustCompile("^(?i)(\\d{1,2})\\s?(?:(?:giờ|h|g)(?:\\s?(\\d{2})(?:\\s?(?:['’′´`]|phút)|ph|p)?|\\s?(\\d)\\s?phút)?|:(\\d{2})(?::\\d{2})?)")
	rangeForm  = regexp.MustCompile(`^\s*(?:->|[-–—÷~→]|đến|tới)\s*`)
	beforeHour = regexp.MustCompile(`^(?i)(?:thời gian\s*:?|vào lúc|bắt đầu (?:từ|lúc)|lúc|hồi|từ|đúng|khoảng)\s*:?\s*`)
	partForm   = regexp.MustCompile(`^(?i)(?:trong\s+|buổi\s+)?(sáng|trưa|chiều|tối|cả\s+ngày)`)
	andPart    = regexp.MustCompile(`^(?i)\s*(?:,|-|–|và|\+|&)\s*(?:buổi\s+)?chiều`)
)

// readClock reads a time of day at the head of the text: 07h00, 7h, 07g30, 7 giờ
// 30', 7 giờ 30 phút, 09:00. n is its length, 0 if there is none.
func readClock(text string) (c week.Clock, n int) {
	if text == "" || text[0] < '0' || text[0] > '9' {
		return "", 0
	}
	m := clockForm.FindStringSubmatch(text)
	if m == nil || !wordEnds(text, len(m[0])) {
		return "", 0
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2] + m[3] + m[4])
	if hour > 23 || minute > 59 {
		return "", 0
	}
	return week.Clock(fmt.Sprintf("%02d:%02d", hour, minute)), len(m[0])
}

// readHours reads a time or a range of times, with the word before it ("lúc") if
// there is one.
func readHours(text string) (h hours, n int) {
	n = len(beforeHour.FindString(text[:min(len(text), 40)]))
	start, size := readClock(text[n:])
	if size == 0 {
		return hours{}, 0
	}
	n += size
	to := len(rangeForm.FindString(text[n:]))
	if end, size := readClock(text[n+to:]); to > 0 && size > 0 && end > start {
		return hours{start, end}, n + to + size
	}
	return hours{start: start}, n
}

// readSession reads a part of the day: "Sáng", "Buổi chiều", "Cả ngày"; morning
// and afternoon together are the whole day.
func readSession(text string) (s week.Session, n int) {
	m := partForm.FindStringSubmatch(text[:min(len(text), 60)])
	if m == nil || !wordEnds(text, len(m[0])) {
		return "", 0
	}
	n = len(m[0])
	if next := firstWord(text[n:]); notPart[strings.ToLower(next)] {
		return "", 0
	}
	s = week.Session(strings.ToLower(oneLine(m[1])))
	if s == week.Morning {
		if also := len(andPart.FindString(text[n:])); also > 0 && wordEnds(text, n+also) {
			return week.AllDay, n + also
		}
	}
	return s, n
}

// notPart are words that make another word of sáng, chiều or tối: "sáng kiến",
// "tối cao".
var notPart = map[string]bool{
	"kiến": true, "tạo": true, "tác": true, "lập": true, "suốt": true, "tỏ": true, "chế": true,
	"cao": true, "đa": true, "thiểu": true, "ưu": true, "hậu": true, "dài": true, "rộng": true, "hướng": true, "sâu": true,
}

// firstWord is the word that follows after spaces, or "".
func firstWord(text string) string {
	text = strings.TrimLeft(text, " ")
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		return text
	}
	return text[:end]
}

// A moment is what stands before an item: "Sáng 8h00:", "(14h30)", "Chiều,".
type moment struct {
	hours   hours
	session week.Session
}

func (m moment) isZero() bool { return m == moment{} }

// readMoment reads hours and session, in either order and with or without
// brackets, at the head of the text; rest is the text after them and after the
// signs that close a label. A session that only begins a sentence ("Sáng làm
// việc tại cơ quan") counts, but stays in the text.
func readMoment(text string) (m moment, rest string) {
	body := text
	bracket := strings.HasPrefix(body, "(")
	if bracket {
		body = body[1:]
	}
	var n, size int
	m.session, n = readSession(body)
	after := skipSigns(body[n:])
	if m.hours, size = readHours(after); size > 0 {
		rest = after[size:]
		if m.session == "" {
			var more int
			m.session, more = readSession(strings.TrimLeft(rest, " ,("))
			if more > 0 {
				rest = strings.TrimLeft(rest, " ,(")[more:]
				m.hours = m.hours.in(m.session)
			}
		}
	} else {
		rest = body[n:]
	}
	if m.isZero() {
		return moment{}, text
	}
	if bracket && !strings.HasPrefix(strings.TrimSpace(rest), ")") {
		return moment{}, text
	}
	if m.hours.start == "" && !closesLabel(rest) {
		return m, text
	}
	return m, skipSigns(rest)
}

// in applies a session said right after the hour: "2h chiều" is 14:00.
func (h hours) in(s week.Session) hours {
	late := func(c week.Clock) week.Clock {
		minutes, ok := c.Minutes()
		if !ok || minutes >= 12*60 || s == week.Noon && minutes > 3*60 || s != week.Afternoon && s != week.Evening && s != week.Noon {
			return c
		}
		return week.Clock(fmt.Sprintf("%02d:%02d", minutes/60+12, minutes%60))
	}
	return hours{late(h.start), late(h.end)}
}

// fits reports whether a time of day may lie in the session.
func (h hours) fits(s week.Session) bool {
	minutes, ok := h.start.Minutes()
	if !ok {
		return true
	}
	switch s {
	case week.Morning:
		return minutes < 12*60
	case week.Noon:
		return minutes >= 10*60 && minutes < 14*60
	case week.Afternoon:
		return minutes >= 12*60 && minutes < 18*60
	case week.Evening:
		return minutes >= 17*60
	}
	return false
}

// closesLabel reports whether what follows a session makes it a label: a colon,
// a comma, a dash, a bracket or nothing.
func closesLabel(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return rest == "" || strings.ContainsAny(rest[:1], ":,;.)\n") || strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "– ")
}

// skipSigns drops the signs that close a label.
func skipSigns(text string) string {
	return strings.TrimLeftFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(":,;.)-–—|", r)
	})
}

// wordEnds reports whether no letter or digit goes on at byte n of the text.
func wordEnds(text string, n int) bool {
	r, _ := utf8.DecodeRuneInString(text[n:])
	return n >= len(text) || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
