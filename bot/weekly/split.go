package weekly

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	bulletForm = regexp.MustCompile(`^(?:[-–—+*•·▪●○◦►➢✓❖§]\s*|\d{1,2}[.)]\s+|\(\d{1,2}\)\s+|[a-zđ]\)\s+)+`)
	dayInside  = regexp.MustCompile(`(?:(?:Sáng|Chiều|Tối|Buổi sáng|Buổi chiều),? )?(?:(?:Thứ|THỨ|thứ)\s+(?:[2-7]|(?i:hai|ba|tư|năm|sáu|bảy|bẩy))|(?i:chủ nhật)|CN|T[2-7])[\s,(:–-]*(?i:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}`)
)

// cutBullet separates a bullet or number from the text of an item.
func cutBullet(text string) (body string, found bool) {
	n := len(bulletForm.FindString(text[:min(len(text), 40)]))
	if n == 0 || n == len(text) {
		return text, false
	}
	if r := text[n-1]; r != ' ' && !unicode.IsLetter(firstRune(text[n:])) && !unicode.IsDigit(firstRune(text[n:])) && !strings.ContainsRune("(“\"", firstRune(text[n:])) {
		return text, false
	}
	return strings.TrimSpace(text[n:]), true
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// minLong is the length from which a paragraph may hold several days.
const minLong = 60

// days cuts a paragraph that holds two or more days before each of them.
func days(text string) []string {
	if len(text) < minLong {
		return []string{text}
	}
	if !mayTellDays(text) {
		return []string{text}
	}
	found := dayInside.FindAllStringIndex(text, -1)
	if len(found) < 2 {
		return []string{text}
	}
	var cuts []int
	roster := false // the days found are those of "Trực nghiệp vụ: T7 (23/10): …; CN (24/10): …"
	for _, at := range found {
		before := strings.TrimRight(text[:at[0]], " (")
		roster = endsDutyHead(before) || roster && (strings.HasSuffix(before, ";") || strings.HasSuffix(before, ","))
		if !roster && startsDay(text, at[0], at[1]) {
			cuts = append(cuts, at[0])
		}
	}
	if len(cuts) < 2 {
		return []string{text}
	}
	return cut(text, cuts)
}

func endsDutyHead(text string) bool {
	head, found := strings.CutSuffix(text, ":")
	return found && isDuty(head[runeEnd(head, max(0, len(head)-40)):])
}

// mayTellDays is a cheap look for the words that dayInside needs.
func mayTellDays(text string) bool {
	for _, word := range []string{"hứ ", "HỨ ", "hật", "HẬT", "CN", "T2", "T3", "T4", "T5", "T6", "T7"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// startsDay reports whether the day found at bytes from to end begins a day of a
// long paragraph, rather than being told of in a sentence: it stands first or
// after a sentence, or has a capital letter and a colon behind it.
func startsDay(text string, from, end int) bool {
	if from == 0 {
		return true
	}
	before := strings.TrimRight(text[:from], " \n-–*•(")
	switch lastWord(before) {
	case "từ", "đến", "ngày", "sáng", "chiều", "tối", "vào", "hết", "trước", "sau", "và", "tới":
		return false
	}
	if before == "" || endsSentence(before) {
		return true
	}
	rest := strings.TrimLeft(text[end:], "0123456789/.- )]")
	return strings.HasPrefix(rest, ":") && unicode.IsUpper(firstRune(text[from:]))
}

func lastWord(text string) string {
	return strings.ToLower(text[strings.LastIndexAny(text, " \n\t,.;:(")+1:])
}

// endsSentence reports whether the text ends with a sign that closes an item.
func endsSentence(text string) bool {
	return strings.HasSuffix(text, "…") || strings.HasSuffix(text, "”") || text != "" && strings.ContainsAny(text[len(text)-1:], `.;:!?)"|`) && !endsAbbreviation(text)
}

// endsAbbreviation reports whether the point at the end of the text belongs to
// an abbreviation: P., TP., TX., đ/c.
func endsAbbreviation(text string) bool {
	if !strings.HasSuffix(text, ".") {
		return false
	}
	switch lastWord(text[:len(text)-1]) {
	case "p", "tp", "tx", "tt", "h", "q", "x", "đc", "ths", "ts", "gs", "pgs", "nxb", "v.v", "đ/c", "km", "st":
		return true
	}
	return false
}

// cut cuts the text at the given bytes and trims the parts.
func cut(text string, at []int) []string {
	var parts []string
	from := 0
	for _, to := range append(at, len(text)) {
		if part := strings.TrimSpace(text[from:to]); part != "" {
			parts = append(parts, part)
		}
		from = to
	}
	return parts
}

// unfold cuts what stands on the line of a heading into lines: before a time that
// begins a sentence or has a colon, before a bullet after a sentence and, where
// there are no bullets, before a sentence that names someone first.
func (r *reader) unfold(text string) []string {
	var cuts []int
	bullets := false
	for i := 1; i < len(text); i++ {
		if text[i-1] != ' ' && text[i-1] != '\n' {
			continue
		}
		if n := bulletAt(text, i); n > 0 && endsSentence(strings.TrimRight(text[:i], " ")) {
			cuts = append(cuts, i)
			bullets = true
			i += n
		} else if timeLabelAt(text, i) || startsWithDuty(text[i:]) && endsSentence(strings.TrimRight(text[:i], " ")) {
			cuts = append(cuts, i)
		}
	}
	parts := cut(text, cuts)
	for i := range len(parts) - 1 {
		parts[i] = strings.TrimRight(parts[i], " ;,")
	}
	if bullets {
		return parts
	}
	var lines []string
	for _, part := range parts {
		lines = append(lines, r.unfoldSentences(part)...)
	}
	return lines
}

// unfoldSentences cuts before sentences that name someone first. The time at the
// head then governs all of them, so it becomes a line of its own.
func (r *reader) unfoldSentences(text string) []string {
	moment, rest := readMoment(text)
	var cuts []int
	for _, at := range sentenceStarts(rest) {
		if at > 0 && startsWithTitle(rest[at:]) && !(isDuty(rest[:at]) && rest[at-2] == ';') {
			cuts = append(cuts, at)
		}
	}
	if len(cuts) == 0 {
		return []string{text}
	}
	parts := cut(rest, cuts)
	if moment.hours.start != "" {
		parts = append([]string{strings.TrimSpace(text[:len(text)-len(rest)])}, parts...)
	}
	return parts
}

func bulletAt(text string, i int) int {
	for _, bullet := range []string{"- ", "– ", "+ ", "* ", "• "} {
		if strings.HasPrefix(text[i:], bullet) {
			return len(bullet)
		}
	}
	return 0
}

// timeLabelAt reports whether a time begins at byte i that is a label: it begins
// a sentence, or has a colon behind it and no word of a sentence before it.
func timeLabelAt(text string, i int) bool {
	if text[i] < '0' || text[i] > '9' {
		return false
	}
	_, n := readHours(text[i:])
	if n == 0 {
		return false
	}
	before := strings.TrimRight(text[:i], " \n")
	if endsSentence(before) && !strings.HasSuffix(before, ":") {
		return true
	}
	switch lastWord(before) {
	case "lúc", "trước", "sau", "từ", "đến", "hồi", "-", "–", "khoảng":
		return false
	}
	return strings.HasPrefix(strings.TrimLeft(text[i+n:], " "), ":")
}

// sentenceStarts lists the bytes at which sentences begin, the first at 0.
func sentenceStarts(text string) []int {
	starts := []int{0}
	for i := 0; i+1 < len(text); i++ {
		if c := text[i]; (c == '.' || c == ';' || c == '\n') && (text[i+1] == ' ' || c == '\n') && !endsAbbreviation(text[:i+1]) {
			j := i + 1
			for j < len(text) && text[j] == ' ' {
				j++
			}
			if j < len(text) {
				starts = append(starts, j)
			}
		}
	}
	return starts
}

var titleForm = regexp.MustCompile(`^(?i)(?:các\s+)?(?:đ/c|đồng chí|đc\s|PVT\s|phó viện trưởng|viện trưởng|lãnh đạo viện)`)

func startsWithTitle(text string) bool { return titleForm.MatchString(text[:min(len(text), 60)]) }

// startsWithDuty reports whether the text begins an item about duty.
func startsWithDuty(text string) bool {
	return dutyHead.MatchString(text[:runeEnd(text, 80)])
}

// A piece is one item of a line: its own moment and its text.
type piece struct {
	moment moment
	text   string
}

// pieces cuts the text of an item at the sentences that begin with a time, and,
// if the item has a moment itself or a leader before it, with a session.
func pieces(text string, led bool) []piece {
	first, rest := readMoment(text)
	found := []piece{{moment: first}}
	from := 0
	for _, at := range sentenceStarts(rest) {
		if at == 0 {
			continue
		}
		m, after := readMoment(rest[at:])
		if m.hours.start == "" && (m.session == "" || !led && first.isZero() || !unicode.IsUpper(firstRune(rest[at:]))) {
			continue
		}
		if after == "" {
			continue
		}
		found[len(found)-1].text = strings.TrimRight(rest[from:at], " ;,\n")
		found = append(found, piece{moment: m})
		from = len(rest) - len(after)
	}
	found[len(found)-1].text = rest[from:]
	return found
}
