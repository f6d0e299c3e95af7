package weekly

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/store/week"
)

// finisher makes events of drafts.
type finisher struct {
	*reader
	week     week.Week
	heads    []*heading // of the events made, in order; nil for those dated otherwise
	warnings []Warning
}

var (
	hostLabel  = regexp.MustCompile(`^(?i)chủ trì\s*:\s*`)
	dayCount   = regexp.MustCompile(`^(?i)(?:trong|cả|tập trung|thời gian|diễn ra)?\s*(\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy)\s+ngày(?:\s+liên tục)?$`)
	spanWord   = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:từ|ngày)\s+(?:ngày\s+|thứ\s+\S+,?\s+)?`)
	untilWord  = regexp.MustCompile(`^(?i)(?:kéo dài )?đến\s+(?:hết\s+)?(?:ngày\s+)?`)
	brackets   = regexp.MustCompile(`\(([^()]*)\)`)
	beforeSign = strings.NewReplacer(" .", ".", " ,", ",", " ;", ";")
	numbers    = map[string]int{"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7}
)

// event makes one event of a draft.
func (f *finisher) event(d *draft) {
	text := partsOf(d.text)
	if d.leader != "" {
		text = d.leader + ": " + text
	}
	e := week.Event{
		ID: int64(len(f.week.Events) + 1), Time: d.hours.start, End: d.hours.end, Session: d.session, Days: 1,
		People: []string{}, Groups: []string{}, Units: []string{},
		Place: d.place, Line: d.line, Duty: isDuty(text),
	}
	if d.head != nil {
		e.Date, e.Days = d.head.date, max(d.head.days, 1)
	}
	if d.weekday > 0 {
		e.Date, e.Days = f.rosterDay(d), 1
	}
	text = f.brackets(&e, text)
	if text = strings.TrimSpace(text); !hasWord(text) {
		return
	}
	from, to := findPlace(text)
	text = strings.ReplaceAll(text, "\n", " ")
	e.Text = text
	f.span(&e)
	if e.Place == "" {
		e.Place = text[from:to]
	}
	f.people(&e, text, from, to)
	f.leader(&e, d.leader)
	f.list(&e, f.index.InHosts(oneLine(d.hosts)))
	f.list(&e, f.index.InSchedule(oneLine(d.others)))
	f.week.Events = append(f.week.Events, e)
	head := d.head
	if d.weekday > 0 {
		head = nil
	}
	f.heads = append(f.heads, head)
}

// partsOf collapses white space but keeps the "\n" before a labelled part, at
// which a place ends too. As it is one byte, like the space it becomes, bytes
// found before the change hold after it.
func partsOf(text string) string {
	parts := strings.Split(text, "\n")
	for i, part := range parts {
		parts[i] = oneLine(part)
	}
	return strings.Trim(strings.Join(parts, "\n"), "\n ")
}

// rosterDay is the day of a roster's weekday: in the title's week, else in the
// week of the heading it stands under.
func (f *finisher) rosterDay(d *draft) civil.Date {
	if day := f.dayOfWeek(d.weekday); !day.IsZero() {
		return day
	}
	day := f.week.From
	if d.head != nil {
		day = d.head.date
	}
	if day.IsZero() {
		return day
	}
	return week.Monday(day).AddDays(d.weekday - 1)
}

// brackets reads what brackets say about an item: "(cả ngày)" beats every column,
// "(8h30)" is its time and "(quan trọng)" its weight, and no part of the text.
func (f *finisher) brackets(e *week.Event, text string) string {
	if hasPhrase(text, "cả ngày") {
		e.Session = week.AllDay
	}
	if !strings.Contains(text, "(") {
		return text
	}
	cut := false
	text = brackets.ReplaceAllStringFunc(text, func(bracket string) string {
		inside := strings.TrimSpace(bracket[1 : len(bracket)-1])
		if strings.EqualFold(inside, "ngày") {
			e.Session = week.AllDay
			return bracket
		}
		if strings.EqualFold(inside, "quan trọng") {
			e.Important, cut = true, true
			return ""
		}
		m, rest := readMoment(inside)
		if m.session != "" {
			e.Session = m.session
		}
		if m.hours.start != "" && e.Time == "" {
			e.Time, e.End = m.hours.start, m.hours.end
			if rest == "" && m.session == "" {
				cut = true
				return ""
			}
		}
		return bracket
	})
	if cut {
		text = beforeSign.Replace(partsOf(text))
	}
	return text
}

// maxSpan bounds the days of one event; a longer span is a period told of, not a
// time to keep free.
const maxSpan = 31

// span finds how many days an event takes: "(02 ngày)", "từ 18–20/3", "(đến ngày
// 20/3)", "cả tuần". A span counts only from the event's own date.
func (f *finisher) span(e *week.Event) {
	for _, m := range brackets.FindAllStringSubmatch(e.Text, 8) {
		for part := range strings.FieldsFuncSeq(m[1], func(r rune) bool { return strings.ContainsRune(",;:", r) }) {
			part = strings.TrimSpace(part)
			if c := dayCount.FindStringSubmatch(part); c != nil {
				n, err := strconv.Atoi(c[1])
				if err != nil {
					n = numbers[strings.ToLower(c[1])]
				}
				f.takes(e, n)
			}
			if from, to, n := readSpan(part); n == len(part) {
				f.until(e, &from, to)
			}
			if n := len(untilWord.FindString(part)); n > 0 {
				if to, size := readWritten(part[n:]); size > 0 {
					f.until(e, nil, to)
				}
			}
		}
	}
	if last := f.week.To; hasPhrase(e.Text, "cả tuần") && !e.Date.IsZero() && !last.IsZero() {
		f.takes(e, last.DaysSince(e.Date)+1)
	}
	if !strings.ContainsAny(e.Text, "0123456789") {
		return
	}
	for _, at := range spanWord.FindAllStringIndex(e.Text, 8) {
		if from, to, n := readSpan(e.Text[at[1]:]); n > 0 {
			f.until(e, &from, to)
		}
	}
}

func (f *finisher) takes(e *week.Event, days int) {
	if e.Days == 1 && days > 1 && days <= maxSpan {
		e.Days = days
	}
}

// until applies a last day, and a first day that must be the event's own.
func (f *finisher) until(e *week.Event, from *written, to written) {
	if e.Date.IsZero() || to.month == 0 {
		return
	}
	if from != nil && (from.day != e.Date.Day || from.month != int(e.Date.Month) || from.year != 0 && from.year != e.Date.Year) {
		return
	}
	last := nearest(to.day, to.month, e.Date)
	if to.year > 0 {
		last = valid(to)
	}
	if !last.IsZero() {
		f.takes(e, last.DaysSince(e.Date)+1)
	}
}

// people finds who is named in the text; names inside the place take no part.
func (f *finisher) people(e *week.Event, text string, from, to int) {
	var found []names.Mention
	for _, m := range f.index.InSchedule(text) {
		if m.End <= from || m.Start >= to {
			found = append(found, m)
		}
	}
	f.list(e, found)
	if at := indexPhrase(text, "chủ trì"); at >= 0 && hostLabel.MatchString(text[at:]) {
		host := text[at+len(hostLabel.FindString(text[at:])):]
		for _, start := range sentenceStarts(host)[1:] {
			host = host[:start]
			break
		}
		f.list(e, certain(f.index.InHosts(host)))
	}
}

// leader adds the names before the colon, which need no title there.
func (f *finisher) leader(e *week.Event, leader string) {
	if leader == "" {
		leader, _ = f.leaderPrefix(e.Text)
	}
	if leader != "" {
		f.list(e, certain(f.index.InHosts(leader)))
	}
}

// certain drops what would be asked again: it was found once already.
func certain(found []names.Mention) []names.Mention {
	return slices.DeleteFunc(found, func(m names.Mention) bool { return m.Kind == names.Unknown || len(m.Others) > 0 })
}

// list adds mentions to the event, each once. A name that is unknown or fits two
// people is asked about instead.
func (f *finisher) list(e *week.Event, found []names.Mention) {
	add := func(list *[]string, key string) {
		if !slices.Contains(*list, key) {
			*list = append(*list, key)
		}
	}
	for _, m := range found {
		switch {
		case m.Kind == names.Unknown || m.Kind == names.Person && len(m.Others) > 0:
			f.unknown(e, m)
		case m.Kind == names.Person:
			add(&e.People, m.Key)
		case m.Kind == names.Unit:
			add(&e.Units, m.Key)
		case m.Kind == names.Group:
			add(&e.Groups, m.Key)
		}
	}
}
