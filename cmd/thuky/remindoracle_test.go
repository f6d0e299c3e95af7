package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// The oracle judges the messages of a month by what was asked of the clock, minute
// by minute, from what the test itself did; it knows nothing of how the clock works.
//
//   - Between a lead and the next smaller one (the item itself, for the last), in any
//     stretch of a few minutes in which the office could send and the item was so,
//     its reminder must have come, unless a nearer one had.
//   - An item that began without any of its reminders is in one summary.
//   - A list comes in its hours, and holds exactly what is so when it leaves.
//   - What says otherwise than the schedule at that moment names a cancelled item.
//   - What leaves more than five minutes after it could first be due has a mark.
//   - What comes again in the same words soon after a fault is a repeat.
type verdicts struct {
	missing, doubled, cancelled, unmarked, repeats int
	reminders, lists, summaries                    int
}

const (
	enough   = 3                              // minutes in which whatever is due must have left
	late     = 5*time.Minute + 75*time.Second // and a tick
	repeated = 100 * time.Second              // within which a message in doubt comes again
	reaction = 2 * time.Second                // a message and a change may cross
)

// A said is one message of the clock.
type said struct {
	at     time.Time // the bubble's
	person string
	kind   string // "reminder", "morning", "evening", "summary", "duty"
	text   string
	marked bool
	used   bool
}

var (
	numbered = regexp.MustCompile(`việc số (\d+)`)
	atHour   = regexp.MustCompile(`(\d\d)h(\d\d)`)
	onDay    = regexp.MustCompile(`(\d\d)/(\d\d)/(\d{4})`)
)

func kindOf(text string) string {
	for _, k := range [][2]string{{"Nhắc lịch trực", "duty"}, {"Nhắc lịch:", "reminder"}, {"Lịch hôm nay", "morning"}, {"Lịch ngày mai", "evening"}, {"Trong lúc gián đoạn", "summary"}} {
		if strings.HasPrefix(text, k[0]) {
			return k[1]
		}
	}
	return ""
}

func (m *month) heard() (all []said) {
	for _, e := range m.server.Log() {
		person := m.chats[e.Chat]
		if e.Method != "sendMessage" || person == "" {
			continue
		}
		text, marked := strings.CutPrefix(e.Text, "(gửi muộn)\n")
		if kind := kindOf(text); kind != "" {
			all = append(all, said{at: e.At, person: person, kind: kind, text: text, marked: marked})
		}
	}
	return all
}

func (m *month) office(real time.Time) time.Time {
	ahead := time.Duration(0)
	for _, s := range m.skews {
		if !s.since.After(real) {
			ahead = s.ahead
		}
	}
	return real.Add(ahead).In(m.zone)
}

// up reports whether the office could send all through the minute after.
func (m *month) up(real time.Time) bool {
	for _, d := range m.downs {
		if d.from.Before(real.Add(time.Minute)) && d.to.After(real) {
			return false
		}
	}
	return true
}

func (n *item) state(real time.Time) (itemState, bool) {
	for i := len(n.states) - 1; i >= 0; i-- {
		if !n.states[i].since.After(real) {
			return n.states[i], true
		}
	}
	return itemState{}, false
}

func (s itemState) concerns(person string) bool {
	return s.people == nil || slices.Contains(s.people, person)
}

func (s itemState) starts(zone *time.Location) time.Time { return at(s.date, s.clock, zone) }

func (m *month) judge(t *testing.T) {
	m.ended = time.Now()
	v := &verdicts{}
	defer func() { m.repeated = v.repeats }()
	o := &oracle{month: m, t: t, verdicts: v, heardOf: map[string][]*said{}}
	all := m.heard()
	all = o.withoutRepeats(all)
	for i := range all {
		s := &all[i]
		key := s.kind + "/" + s.person
		if s.kind == "reminder" {
			key += "/" + numbered.FindStringSubmatch(s.text)[1]
		}
		o.heardOf[key] = append(o.heardOf[key], s)
		o.truth(s)
	}
	for _, n := range m.items {
		o.judgeItem(n)
	}
	for _, person := range m.leaders {
		o.judgeLists(person)
	}
	o.judgeDuty()
	o.judgeClerk()
	for i := range all {
		if s := &all[i]; !s.used {
			o.fault(&v.doubled, s.at, "%s to %s was not due, or twice: %s", s.kind, s.person, s.text)
		}
	}
	t.Logf("%d reminders, %d lists, %d summaries", v.reminders, v.lists, v.summaries)
	t.Logf("missing %d, doubled %d, for cancelled items %d, late without a mark %d, repeats %d of %d faults",
		v.missing, v.doubled, v.cancelled, v.unmarked, v.repeats, len(m.faults))
	if v.reminders < len(m.items) && v.reminders < 300 || v.lists < len(m.leaders) {
		t.Error("too little was sent to show anything")
	}
}

type oracle struct {
	*month
	*verdicts
	t       *testing.T
	heardOf map[string][]*said
}

func (o *oracle) fault(count *int, at time.Time, format string, args ...any) {
	*count++
	o.t.Errorf("%s (office %s): %s", at.In(o.zone).Format("02/01 15:04:05"), o.office(at).Format("15:04:05"), fmt.Sprintf(format, args...))
}

// withoutRepeats takes out what came again in the same words after a fault: one
// message a fault.
func (o *oracle) withoutRepeats(all []said) []said {
	faults := slices.Clone(o.faults)
	var kept []said
	for _, s := range all {
		again := slices.ContainsFunc(kept, func(k said) bool {
			return k.person == s.person && k.text == s.text && s.at.Sub(k.at) < repeated
		})
		at := slices.IndexFunc(faults, func(f fault) bool {
			if f.chat == 0 { // a death: the message had left just then
				return f.at.Before(s.at) && s.at.Sub(f.at) < 2*repeated
			}
			return f.at.Before(s.at) && o.chats[f.chat] == s.person && again && !slices.ContainsFunc(kept, func(k said) bool {
				return k.person == s.person && k.at.After(f.at) && s.at.Sub(k.at) > 10*time.Second // it was used up
			})
		})
		if again && at >= 0 {
			o.repeats++
			faults = slices.Delete(faults, at, at+1)
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// truth looks that all items a message names were so when it left.
func (o *oracle) truth(s *said) {
	if s.kind == "summary" {
		return
	}
	day := civil.Date{}
	for _, line := range strings.Split(s.text, "\n") {
		if d := onDay.FindStringSubmatch(line); d != nil {
			day, _ = civil.ParseDate(d[3] + "-" + d[2] + "-" + d[1])
		}
		named := numbered.FindStringSubmatch(line)
		if named == nil {
			continue
		}
		number, _ := strconv.Atoi(named[1])
		clock := week.Clock("")
		if h := atHour.FindStringSubmatch(line); h != nil {
			clock = week.Clock(h[1] + ":" + h[2])
		}
		so := func(at time.Time) bool {
			is, known := o.items[number].state(at)
			return known && is.takes && is.date == day && is.clock == clock && is.concerns(s.person)
		}
		if !so(s.at) && !so(s.at.Add(-reaction)) {
			o.fault(&o.cancelled, s.at, "%s to %s names item %d, which is not so: %s", s.kind, s.person, number, s.text)
		}
	}
}

// judgeItem looks that everybody was reminded of an item as often as they should.
func (o *oracle) judgeItem(n *item) {
	type occasion struct {
		person string
		starts time.Time
	}
	seen := map[occasion]bool{}
	for _, s := range n.states {
		if s.clock == "" || !s.takes {
			continue
		}
		for _, person := range o.leaders {
			at := occasion{person, s.starts(o.zone)}
			if s.concerns(person) && !seen[at] && at.starts.Add(10*time.Minute).Before(o.ended) {
				seen[at] = true
				o.judgeOccasion(n, person, at.starts)
			}
		}
	}
}

func (o *oracle) judgeOccasion(n *item, person string, starts time.Time) {
	leads := slices.Clone(o.wishOn(person, civil.DateOf(starts)).leads)
	slices.SortFunc(leads, func(a, b int) int { return cmp.Compare(b, a) })
	title := fmt.Sprintf("Nhắc lịch: %s %s", starts.Format("15h04"), "")
	var came []*said
	for _, s := range o.heardOf[fmt.Sprintf("reminder/%s/%04d", person, n.number)] {
		if strings.HasPrefix(s.text, title) && strings.Contains(s.text, starts.Format("02/01/2006")) {
			came = append(came, s)
		}
	}
	so := func(at time.Time) bool {
		s, known := n.state(at)
		return known && s.takes && s.clock != "" && s.starts(o.zone).Equal(starts) && s.concerns(person)
	}
	told, could := false, false
	for i, lead := range leads {
		due, until := o.due(starts, lead), starts
		if i+1 < len(leads) {
			until = o.due(starts, leads[i+1])
		}
		in := func(at time.Time) bool { t := o.office(at); return !t.Before(due) && t.Before(until) }
		var one *said
		for _, s := range came {
			if !s.used && in(s.at) && one == nil {
				one, s.used = s, true
				o.reminders++
			}
		}
		nearer := func(before time.Time) bool {
			return slices.ContainsFunc(came, func(s *said) bool { return s.at.Before(before) && !o.office(s.at).Before(until) })
		}
		first, run, must := time.Time{}, 0, false
		for at := starts.Add(-time.Duration(lead+20) * time.Minute).Truncate(time.Minute); at.Before(starts.Add(20 * time.Minute)); at = at.Add(time.Minute) {
			end := at.Add(time.Minute)
			if in(at) && so(at) {
				could = true
				if first.IsZero() {
					first = at
				}
			}
			if in(at) && in(end) && so(at) && so(end) && o.up(at) && !nearer(end) {
				run++
				must = must || run >= enough
			} else {
				run = 0
			}
		}
		if must && one == nil {
			o.fault(&o.missing, due, "no reminder %d minutes before item %d at %s to %s", lead, n.number, starts.Format("02/01 15:04"), person)
		}
		if one != nil {
			told = true
			if !one.marked && !first.IsZero() && one.at.Sub(first) > late {
				o.fault(&o.unmarked, one.at, "late since %s: %s to %s", first.In(o.zone).Format("15:04:05"), one.text, person)
			}
		}
	}
	o.judgeSummary(n, person, starts, !told && could && so(starts.Add(-time.Minute)) && so(o.ended))
}

// due is the lead before the item, but not in the quiet hours of the night.
func (o *oracle) due(starts time.Time, lead int) time.Time {
	due := starts.Add(-time.Duration(lead) * time.Minute)
	if morning := at(civil.DateOf(starts), "06:00", o.zone); due.Before(morning) && morning.Before(starts) {
		return morning
	}
	return due
}

// longAway reports whether the office could not send just before the instant.
func (o *oracle) longAway(at time.Time) bool { return !o.up(at.Add(-4 * time.Minute)) }

// wishOn is what the person wants on the day.
func (o *oracle) wishOn(person string, day civil.Date) (wish wished) {
	for _, w := range o.wishes[person] {
		if !w.since.After(day) {
			wish = w
		}
	}
	return wish
}
