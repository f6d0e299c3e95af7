package weekly

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"cloud.google.com/go/civil"
)

// A title is the week that the document names for itself. All is zero if it
// names none; the year of its days is 0 until dateHeadings if the document does
// not write it.
type title struct {
	from, to civil.Date
	yearless bool // the year of from and to is a stand-in, to be found out
	year     int  // a year in the title without days: "TUẦN 42 NĂM 2021"
}

// maxTitleDays bounds the span of a title; a schedule of a month still is one.
const maxTitleDays = 31

var (
	titleWord = regexp.MustCompile(`(?i)lịch|tuần`)
	titleYear = regexp.MustCompile(`(?i)(?:năm|tháng\s*\d{1,2}\s*/)\s*(20\d{2})`)
	fromWord  = regexp.MustCompile(`(?i)^[\s(]*từ\s`)
)

// holds reports whether the day of a month lies within the title.
func (t title) holds(day, month int) bool {
	for d := t.from; !d.After(t.to); d = d.AddDays(1) {
		if d.Day == day && int(d.Month) == month {
			return true
		}
	}
	return false
}

// findTitle finds the title: the last before the first day that follows any
// title, for pages list the titles of other weeks too. What comes before it is
// dropped with it: menus, letterheads, the date of the page.
func (r *reader) findTitle(rows []row) []row {
	found, at := title{}, -1
	days := 0
	for i, w := range rows {
		if rowBegins(w) {
			if days++; days > 1 || at >= 0 {
				break // one day before the title may be the date of the page
			}
		}
		text := w.text()
		if t, ok := readTitle(text); ok {
			found, at = t, i
			continue
		}
		if i+1 < len(rows) && fromWord.MatchString(text) && len(text) < 80 {
			if t, ok := readTitle(text + " " + rows[i+1].text()); ok {
				found, at = t, i+1
			}
		}
		if m := titleYear.FindStringSubmatch(text); m != nil && len(text) < 200 && titleWord.MatchString(text) && found.year == 0 {
			found.year, _ = strconv.Atoi(m[1])
		}
	}
	r.title = found
	return rows[at+1:]
}

// rowBegins reports whether a cell of the row begins with weekday and date.
func rowBegins(w row) bool {
	for _, c := range w.cells {
		if mayBeginHeading(c.Text) {
			if p, ok := readHeading(c.Text); ok && p.weekday > 0 && !stampForm.MatchString(p.rest) {
				return true
			}
		}
	}
	return false
}

// readTitle reads "LỊCH CÔNG TÁC (từ ngày 18/10 đến ngày 24/10/2021)" or a line
// with nothing but such a span.
func readTitle(text string) (t title, ok bool) {
	if len(text) > 400 {
		return title{}, false
	}
	span, before, after := findSpan(text)
	if span.from.IsZero() || span.to.DaysSince(span.from)+1 > maxTitleDays {
		return title{}, false
	}
	if !titleWord.MatchString(text) {
		letters := 0
		for _, r := range before + after {
			if unicode.IsLetter(r) {
				letters++
			}
		}
		if letters > len([]rune("từ ngày")) || strings.ContainsAny(before, "-+*") {
			return title{}, false
		}
	}
	return span, true
}

// A civil day as written; what is missing is 0.
type written struct{ day, month, year int }

var (
	writtenForm = regexp.MustCompile(`^(?i)(\d{1,2})(?:\s*/\s*(\d{1,2})(?:\s*/\s*(\d{4}|\d{2}))?|\.(\d{1,2})\.(\d{4})|\.(\d{1,2})|-(\d{1,2})-(\d{4})|\s+tháng\s+(\d{1,2})(?:,?\s+năm\s+(\d{4}))?)?`)
	toForm      = regexp.MustCompile(`^(?i)\s*(?:\([^)]{0,20}\)\s*)?(?:-|–|—|÷|đến|tới|->|→)\s*(?:hết\s+)?(?:(?:thứ\s+\S+|chủ nhật|cn|t\d),?\s*)?(?:ngày\s+)?`)
)

func readWritten(text string) (w written, n int) {
	m := writtenForm.FindStringSubmatch(text)
	if m == nil || !wordEnds(text, len(m[0])) {
		return written{}, 0
	}
	w.day, _ = strconv.Atoi(m[1])
	w.month, _ = strconv.Atoi(m[2] + m[4] + m[6] + m[7] + m[9])
	w.year, _ = strconv.Atoi(m[3] + m[5] + m[8] + m[10])
	if w.year > 0 && w.year < 100 {
		w.year += 2000
	}
	return w, len(m[0])
}

// readSpan reads "18/10 đến ngày 24/10/2021" or "18–24/10" at the head of a text;
// the first day takes what it lacks from the second.
func readSpan(text string) (from, to written, n int) {
	from, n = readWritten(text)
	if n == 0 {
		return
	}
	gap := len(toForm.FindString(text[n:min(len(text), n+60)]))
	if gap == 0 {
		return from, to, 0
	}
	to, size := readWritten(text[n+gap:])
	if size == 0 || to.month == 0 {
		return from, to, 0
	}
	n += gap + size
	if from.month == 0 {
		from.month = to.month
	}
	if from.year == 0 && to.year > 0 {
		from.year = to.year
		if from.month > to.month {
			from.year--
		}
	}
	if to.year == 0 && from.year > 0 {
		to.year = from.year
		if from.month > to.month {
			to.year++
		}
	}
	return from, to, n
}

// findSpan finds the first span of days in the text.
func findSpan(text string) (t title, before, after string) {
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		if from, to, n := readSpan(text[i:]); n > 0 && possible(from.day, from.month, from.year) && possible(to.day, to.month, to.year) {
			t.yearless = from.year == 0
			if t.yearless {
				from.year, to.year = yearlessYear, yearlessYear
				if from.month > to.month {
					to.year++
				}
			}
			t.from, t.to = from.date(), to.date()
			if !t.to.Before(t.from) {
				return t, text[:i], text[i+n:]
			}
			t = title{}
		}
		for i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' {
			i++
		}
	}
	return title{}, text, ""
}
