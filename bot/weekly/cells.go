package weekly

import (
	"regexp"
	"slices"
	"strings"

	"thuky/bot/doc"
	"thuky/store/week"
)

// A slot is what a row of a table says about its items beside their text.
type slot struct {
	number  int
	hours   hours
	session week.Session
	leader  string
	hosts   string
	others  string
	place   string
}

// bareWeekday is a weekday without "Thứ", as a day column may have it.
var bareWeekday = regexp.MustCompile(`^(?i)(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])(?:$|[\s,(:])`)

// readWhenCell reads a cell that holds nothing but day, session and time, in any
// mixture and order; rest is what it does not understand.
func readWhenCell(text string) (p parsed, rest string, ok bool) {
	rest = oneLine(text)
	for rest != "" {
		before := rest
		if found, is := readHeading(rest); is {
			if found.weekday > 0 {
				p.weekday = found.weekday
			}
			if found.hasDate() {
				p.day, p.month, p.year = found.day, found.month, found.year
			}
			p.days = found.days
			if found.moment.session != "" {
				p.moment.session = found.moment.session
			}
			rest = skipSigns(found.rest)
		}
		if m, after := readMoment(rest); !m.isZero() && after != rest {
			if m.hours.start != "" {
				p.moment.hours = m.hours
			}
			if m.session != "" {
				p.moment.session = m.session
			}
			rest = after
		}
		if rest == before {
			return p, rest, ok
		}
		ok = true
	}
	return p, "", ok
}

// readWhen reads the day, session and time of a row into the slot and opens its
// day. Fresh says that the row has a day or time of its own; leftover is what
// stands in these columns but is neither: an item merged over them.
func (r *reader) readWhen(cells []doc.Cell, s *slot) (fresh bool, leftover string) {
	var day parsed
	days, timed := false, false
	session, sessionAt := week.Session(""), -1
	for i, c := range cells {
		if i >= len(r.layout.columns) || r.layout.columns[i].role != when || c.Text == "" {
			continue
		}
		text := c.Text
		if r.layout.columns[i].day && bareWeekday.MatchString(text) {
			text = "Thứ " + text
		}
		p, rest, ok := readWhenCell(text)
		if !ok || rest != "" && !p.hasDate() && p.weekday == 0 {
			if leftover == "" && !c.Above {
				leftover = c.Text
			}
			continue
		}
		if (p.weekday > 0 || p.hasDate()) && !c.Above {
			days = true
			day.merge(p, c.Text)
		}
		if p.moment.hours.start != "" {
			s.hours = s.hours.with(p.moment.hours)
			timed = !c.Above
			if p.moment.session == "" && r.layout.session == i && !c.Above {
				r.session, r.layout.session = "", -1
			}
		}
		if p.moment.session != "" {
			session, sessionAt = p.moment.session, i
			timed = timed || !c.Above
		}
		if rest != "" && leftover == "" {
			leftover = rest
		}
	}
	if days {
		day.days = max(day.days, 1)
		r.open(day, s.number)
		r.layout.days = true
	}
	if sessionAt >= 0 {
		r.session, r.layout.session = session, sessionAt
	}
	s.session = r.session
	return days || timed, leftover
}

// with completes a start by an end that stands in a column of its own.
func (h hours) with(other hours) hours {
	if h.start != "" && h.end == "" && other.end == "" && other.start > h.start {
		h.end = other.start
		return h
	}
	return other
}

// merge adds what another cell of the row says about the day.
func (p *parsed) merge(other parsed, text string) {
	if other.weekday > 0 {
		p.weekday = other.weekday
	}
	if other.hasDate() {
		p.day, p.month, p.year = other.day, other.month, other.year
	}
	p.days = max(p.days, other.days)
	p.text = strings.TrimSpace(p.text + " " + oneLine(text))
}

// paired puts the times of a row before the lines of its item, where one cell
// has several times and the other as many lines.
func paired(columns []column, cells []doc.Cell) []doc.Cell {
	at, times := -1, []string(nil)
	for i, c := range cells[:min(len(cells), len(columns))] {
		lines := strings.Split(c.Text, "\n")
		switch columns[i].role {
		case when:
			if len(lines) > 1 && allTimes(lines) {
				at, times = i, lines
			}
		case content:
			if at >= 0 && len(lines) == len(times) {
				cells = slices.Clone(cells)
				for k := range lines {
					body, _ := cutBullet(lines[k])
					lines[k] = times[k] + ": " + body
				}
				cells[at].Text = ""
				cells[i].Text = strings.Join(lines, "\n")
				return cells
			}
		}
	}
	return cells
}

func allTimes(lines []string) bool {
	for _, one := range lines {
		if m, rest := readMoment(one); m.hours.start == "" || rest != "" {
			return false
		}
	}
	return true
}

// nearest narrows the slot of a row to one of several content columns: each has
// the times before it and the places after it, up to its neighbours.
func (s slot) nearest(columns []column, cells []doc.Cell, at int) slot {
	count := 0
	for _, c := range columns {
		if c.role == content {
			count++
		}
	}
	if count < 2 {
		return s
	}
	for i := at - 1; i >= 0 && columns[i].role != content; i-- {
		if i < len(cells) && columns[i].role == when {
			if p, rest, ok := readWhenCell(cells[i].Text); ok && rest == "" && p.moment.hours.start != "" {
				s.hours = p.moment.hours
			}
		}
	}
	after := slot{}
	own := false
	for i := at + 1; i < len(columns) && i < len(cells) && columns[i].role != content; i++ {
		switch columns[i].role {
		case hosts:
			after.hosts, own = cells[i].Text, true
		case others:
			after.others, own = cells[i].Text, true
		case place:
			after.place, own = oneLine(cells[i].Text), true
		}
	}
	if own {
		s.hosts, s.others, s.place = after.hosts, after.others, after.place
	}
	return s
}

// column applies the head of a content column; a cell over Sáng and Chiều is the
// whole day's.
func (s *slot) column(c column, cell doc.Cell, last column) {
	s.leader = c.leader
	if c.session == "" {
		return
	}
	s.session = c.session
	if cell.Span > 1 && last.session != c.session && last.session != "" {
		s.session = week.AllDay
	}
}

// shifted puts the cells of a pasted row under their columns: where the day (and
// session, and time) is merged with the row above, its cell may be missing.
func (r *reader) shifted(cells []doc.Cell) []doc.Cell {
	columns := r.layout.columns
	first := oneLine(cells[0].Text)
	if first == "" || columns[0].role != when {
		return cells
	}
	p, rest, ok := readWhenCell(first)
	var to int
	switch {
	case ok && rest == "" && (p.weekday > 0 || p.hasDate()):
		return cells
	case ok && rest == "" && p.moment.hours.start != "":
		to = lastColumn(columns, func(c column) bool { return c.clock && !c.day })
	case ok && rest == "":
		to = lastColumn(columns, func(c column) bool { return !c.day && !c.clock })
		if to == 0 {
			to = lastColumn(columns, func(c column) bool { return c.clock && !c.day })
		}
	case len(cells) < len(columns):
		for to < len(columns) && columns[to].role == when {
			to++
		}
		to = min(to, len(columns)-len(cells))
	}
	return append(make([]doc.Cell, to, to+len(cells)), cells...)
}

// lastColumn is the last of the leading when columns that is as asked, or 0.
func lastColumn(columns []column, is func(column) bool) int {
	found := 0
	for i, c := range columns {
		if c.role != when {
			break
		}
		if is(c) {
			found = i
		}
	}
	return found
}

// cell makes drafts of a content cell. Bullets and times in it begin items;
// other line breaks are spaces.
func (r *reader) cell(text string, s slot) {
	leader := s.leader
	var open *draft // the item that further lines belong to
	lines := strings.Split(text, "\n")
	several := severalItems(lines)
	for _, one := range lines {
		body, bullet := cutBullet(oneLine(one))
		if !hasWord(body) {
			continue
		}
		m, rest := readMoment(body)
		head, led := r.leaderPrefix(body)
		switch {
		case open == nil && rest == "" && !m.isZero():
			s.hours, s.session = m.hours, sessionOr(m.session, s.session)
			continue
		case open == nil && several && head != "" && led == "":
			leader = head
			continue
		case open == nil && r.roster(line{body, s.number}, body):
			continue
		case open != nil && len(open.text) < maxItem && (!several || !bullet && m.hours.start == "" || partLabel.MatchString(body)):
			if partLabel.MatchString(body) {
				open.text += "\n"
			}
			open.text += " " + body
			continue
		}
		open = r.addCell(body, leader, s)
	}
	if open != nil {
		r.last = open
	}
}

func sessionOr(s, other week.Session) week.Session {
	if s != "" {
		return s
	}
	return other
}

// severalItems reports whether the lines of a cell are items of their own: one
// after the first has a bullet or a time, and the first does not lead up to them.
func severalItems(lines []string) bool {
	starts, first := 0, true
	for _, one := range lines {
		body, bullet := cutBullet(oneLine(one))
		if !hasWord(body) {
			continue
		}
		m, rest := readMoment(body)
		if first && !bullet && m.isZero() && strings.HasSuffix(body, ":") {
			return strings.Contains(strings.ToLower(body), "viện") || strings.Contains(strings.ToLower(body), "đ/c") || strings.Contains(strings.ToLower(body), "đồng chí") || strings.Contains(strings.ToLower(body), "pvt")
		}
		if bullet || m.hours.start != "" || first && rest == "" {
			starts++
		}
		first = false
	}
	return starts > 0
}

// addCell makes drafts of one line of a cell and returns the last.
func (r *reader) addCell(body, leader string, s slot) *draft {
	own, rest := r.leaderPrefix(body)
	if rest == "" {
		own, rest = leader, body
	}
	parts := pieces(rest, own != "")
	if own != leader && len(parts) == 1 && parts[0].moment.isZero() {
		own, parts[0].text = "", body
	}
	var last *draft
	for _, part := range parts {
		d := &draft{
			line: s.number, head: r.head, text: part.text, leader: own,
			hours: s.hours, session: s.session, place: s.place, hosts: s.hosts, others: s.others,
		}
		if part.moment.hours.start != "" {
			d.hours = part.moment.hours
		}
		d.session = sessionOr(part.moment.session, d.session)
		if s.leader != "" && own == s.leader {
			d.leader, d.hosts = "", strings.TrimSpace(s.leader+"\n"+d.hosts)
		}
		r.drafts = append(r.drafts, d)
		last = d
	}
	return last
}
