package weekly

import (
	"regexp"
	"strings"
	"unicode"

	"thuky/bot/names"
	"thuky/store/week"
)

// partLabel begins a line that is a part of the item before it.
var partLabel = regexp.MustCompile(`^(?i)(?:thành phần|địa điểm|điểm|nơi họp|chủ trì|cùng dự|tham dự|dự họp|dự|tham gia|cùng đi|cùng tham gia|mời dự|mời|khách mời|chuẩn bị|đơn vị chuẩn bị|đơn vị phối hợp|phối hợp|phương tiện|xe|trang phục|hình thức|nội dung|tài liệu|báo cáo viên|giấy mời)(?:\s+[^:.;]{0,30})?\s*:`)

// bulletAfterTime tells "14h00: - Đ/c Liên …", a governing time with the first of
// its items on the same line, from an item with a time of its own.
var bulletAfterTime = regexp.MustCompile(`[:.]\s*[-–—+*•]\s*$`)

// line reads a paragraph.
func (r *reader) line(l line) {
	if !hasWord(l.text) || r.columns.read(r, l) {
		return
	}
	if p, ok := r.heading(l.text); ok {
		r.open(p, l.number)
		for _, part := range r.unfoldRest(p.rest) {
			r.item(line{part, l.number})
		}
		return
	}
	if role, ok := headRole(l.text); ok && len(r.drafts) == 0 && r.columns.head(role) {
		return
	}
	body, bullet := cutBullet(l.text)
	switch {
	case !bullet && isFooter(body):
		if !noteForm.MatchString(body) || !r.pendingOrFresh() {
			r.stopped, r.last = true, nil
		}
	case r.stopped && r.roster(l, body):
	case r.stopped:
		if m, rest := readMoment(body); m.hours.start != "" && rest == "" && r.head != nil {
			r.unread = append(r.unread, unread{l, r.head})
		}
	case r.head == nil && !r.isItemWithoutDay(l.text):
	default:
		r.item(l)
	}
}

func (r *reader) unfoldRest(rest string) []string {
	switch {
	case rest == "":
		return nil
	case startsWithDuty(rest) && len(dutyTurns(rest)) > 0:
		return []string{rest}
	}
	return r.unfold(rest)
}

func (r *reader) pendingOrFresh() bool { return r.head == nil || r.fresh() }

// isItemWithoutDay judges a line before any day heading: an item whose heading
// was lost has a time written as in a schedule, or stands under one.
func (r *reader) isItemWithoutDay(text string) bool {
	body, bullet := cutBullet(text)
	m, rest := readMoment(body)
	switch {
	case rest == "" && !m.isZero():
		return m.hours.start == "" || strings.HasSuffix(body, ":") || !strings.Contains(body, ":")
	case m.hours.start != "":
		return bullet || !strings.Contains(body[:min(len(body), 5)], ":")
	case r.hours.start != "" || r.session != "":
		return bullet || startsWithTitle(body) || r.last != nil && partLabel.MatchString(body)
	case r.last != nil && partLabel.MatchString(body):
		return true
	}
	return bullet && !r.title.from.IsZero() && len(r.index.InSchedule(body)) > 0
}

// item reads a line that is no heading: a line that governs those after it, a
// part of the item before, or one or more items.
func (r *reader) item(l line) {
	body, bullet := cutBullet(l.text)
	m, rest := readMoment(body)
	leader, led := r.leaderPrefix(body)
	switch {
	case !hasWord(body):
	case r.last != nil && len(r.last.text) < maxItem && partLabel.MatchString(body):
		r.last.text += "\n"
		r.join(l, body)
	case !m.isZero() && rest == "":
		r.govern(m)
	case led == "" && leader != "":
		r.leader, r.hours, r.session, r.last = leader, hours{}, "", nil
	case r.roster(l, body):
	case m.hours.start != "" && bulletAfterTime.MatchString(body[:len(body)-len(rest)]):
		r.govern(m)
		r.add(l, rest, true)
	case r.continues(l, body, bullet):
		r.join(l, body)
	default:
		r.add(l, body, bullet)
	}
}

// govern applies a line of its own to the items under it. A time within the
// session that governs so far leaves it.
func (r *reader) govern(m moment) {
	switch {
	case m.session != "":
		r.session = m.session
	case !m.hours.fits(r.session):
		r.session = ""
	}
	r.hours, r.last = m.hours, nil
}

// maxItem bounds, in bytes, how far lines are added to an item.
const maxItem = 4 << 10

// join adds a line to the item before it.
func (r *reader) join(l line, body string) {
	r.last.text = strings.TrimLeft(r.last.text+" "+oneLine(body), " ")
	r.lastAt = l
}

// continues reports whether the line is the rest of the item before it, broken
// over two lines by whoever pasted it.
func (r *reader) continues(l line, body string, bullet bool) bool {
	if r.last == nil || bullet || len(r.last.text) > maxItem {
		return false
	}
	before := r.last.text
	if strings.HasSuffix(before, ":") && placeFirst.MatchString(before) {
		return true
	}
	if l.number != r.lastAt.number+1 || endsSentence(before) || startsWithTitle(body) || isDuty(body) {
		return false
	}
	if m, _ := readMoment(body); !m.isZero() {
		return false
	}
	return unicode.IsLower(firstRune(body)) || r.last.bullet && !r.startsWithName(body)
}

func (r *reader) startsWithName(body string) bool {
	found := r.index.InSchedule(body[:runeEnd(body, 80)])
	return len(found) > 0 && found[0].Start == 0
}

// runeEnd is the greatest end of a letter not beyond n bytes.
func runeEnd(text string, n int) int {
	if n >= len(text) {
		return len(text)
	}
	for n > 0 && text[n]&0xC0 == 0x80 {
		n--
	}
	return n
}

// add makes drafts of a line: one for each of its times.
func (r *reader) add(l line, body string, bullet bool) {
	leader, rest := r.leaderPrefix(body)
	own := rest != ""
	if !own {
		rest = body
		leader = r.leader
	}
	parts := pieces(rest, leader != "")
	if own && len(parts) == 1 && parts[0].moment.isZero() {
		leader, parts[0].text = "", body
	}
	for _, part := range parts {
		d := &draft{line: l.number, head: r.head, leader: leader, text: part.text, bullet: bullet}
		d.hours, d.session = r.when(part.moment)
		r.drafts = append(r.drafts, d)
		r.last, r.lastAt = d, l
	}
}

// when is the time of an item: its own, else the one that governs. A session that
// governs also holds for an item with a time of its own inside it.
func (r *reader) when(own moment) (hours, week.Session) {
	switch {
	case own.isZero():
		return r.hours, r.session
	case own.session == "" && own.hours.fits(r.session):
		return own.hours, r.session
	}
	return own.hours, own.session
}

// maxLeader is how long the names before a colon may be.
const maxLeader = 160

// leaderPrefix reads names with a colon behind them, and nothing else, at the
// head of an item: "Đ/c Thảo, Thanh - PVT: ". The rest is "" if that is all.
func (r *reader) leaderPrefix(body string) (leader, rest string) {
	head := body[:runeEnd(body, maxLeader)]
	for at := 0; ; {
		colon := strings.Index(head[at:], ":")
		if colon <= 0 {
			return "", ""
		}
		at += colon
		if names := r.index.InHosts(head[:at]); len(names) > 0 && onlyNames(head[:at], names) {
			return head[:at], strings.TrimSpace(body[at+1:])
		}
		at++
		if strings.Count(head[:at], ":") > 1 {
			return "", ""
		}
	}
}

// onlyNames reports whether the text is made of the names found and of signs.
func onlyNames(text string, found []names.Mention) bool {
	at := 0
	for _, m := range found {
		if !isFiller(text[at:m.Start]) {
			return false
		}
		at = m.End
	}
	return isFiller(text[at:])
}

func isFiller(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		switch strings.ToLower(word) {
		case "và", "cùng", "các", "đ", "c", "đồng", "chí":
		default:
			return false
		}
	}
	return true
}
