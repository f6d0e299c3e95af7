package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/score"
)

// The oracle judges the chases of a season by what was asked of the clock, minute by
// minute, from what the test itself did.
//
//   - 7, 3, 1 and 0 days before its deadline and on every day behind it a unit is
//     chased, on each account of its contacts; from one day before on of its heads too;
//     without a contact that can be reached always of its heads. In any stretch of a
//     few minutes of such a day, from nine until ten at night, in which the office could
//     send and the unit's sheet was wanted, its chase must have come.
//   - Not twice on one day, not on another day, not when the sheet is not wanted.
//   - It says the days that are left, the deadline in force and how much is answered; to
//     a head what lateness costs.
//   - The office is told of each deadline once, and on working days who is late.

// A chaseSaid is one message of the chasing.
type chaseSaid struct {
	at   time.Time
	chat int64
	text string
	used bool
}

type chaseOracle struct {
	*season
	t                                *testing.T
	missing, doubled, after, wrong   int
	chases, lists, closings, repeats int
	said                             []*chaseSaid
	started, finished                civil.Date
	minutes                          map[civil.Date][]time.Time
}

func (o *chaseOracle) fault(count *int, at time.Time, format string, args ...any) {
	*count++
	o.t.Errorf("%s (office %s): %s", at.In(o.zone).Format("02/01 15:04:05"), o.office(at).Format("02/01 15:04:05"), fmt.Sprintf(format, args...))
}

func (s *season) judgeChases(t *testing.T) {
	s.ended = time.Now()
	o := &chaseOracle{season: s, t: t, started: civil.DateOf(s.office(s.began)), finished: civil.DateOf(s.office(s.ended)).AddDays(2)}
	o.hear()
	o.knowMinutes()
	for _, u := range s.units {
		for chat, p := range s.people {
			if p.unit == u.code {
				for day := o.started; day.Before(o.finished); day = day.AddDays(1) {
					o.judgeDay(u, chat, p, day)
				}
			}
		}
	}
	o.judgeOffice()
	for _, m := range o.said {
		if m.used {
			continue
		}
		if u := o.unitIn(m); u != nil && !u.at(m.at.Add(-reaction)).wanted() {
			o.fault(&o.after, m.at, "after the submission, to %d: %s", m.chat, m.text)
			continue
		}
		o.fault(&o.doubled, m.at, "not due, or twice, to %d: %s", m.chat, m.text)
	}
	t.Logf("%d chases, %d lists and %d closings to the office; missing %d, doubled %d, after submission %d, wrong %d, repeats %d of %d faults",
		o.chases, o.lists, o.closings, o.missing, o.doubled, o.after, o.wrong, o.repeats, len(o.faults))
	if o.chases < 60 || o.lists < 4 || o.closings == 0 {
		t.Error("too little was sent to show anything")
	}
}

// hear collects what was sent, without what came again in the same words after a fault.
func (o *chaseOracle) hear() {
	faults := slices.Clone(o.faults)
	for _, e := range o.server.Log() {
		text := strings.TrimPrefix(e.Text, "(gửi muộn)\n")
		if e.Method != "sendMessage" || o.people[e.Chat] == nil || !chaseWords.MatchString(text) {
			continue
		}
		again := slices.ContainsFunc(o.said, func(m *chaseSaid) bool { return m.chat == e.Chat && m.text == text && e.At.Sub(m.at) < 10*time.Minute })
		i := slices.IndexFunc(faults, func(f fault) bool {
			return f.at.Before(e.At) && (f.chat == e.Chat || f.chat == 0 && e.At.Sub(f.at) < 10*time.Minute)
		})
		if again && i >= 0 {
			o.repeats++
			faults = slices.Delete(faults, i, i+1)
			continue
		}
		o.said = append(o.said, &chaseSaid{at: e.At, chat: e.Chat, text: text})
	}
}

var (
	chaseWords  = regexp.MustCompile(`^(Kính gửi đồng chí|⚠ (Quá hạn|Đôn đốc)|Đã hết hạn tự chấm)`)
	chaseUnit   = regexp.MustCompile(`Đơn vị (\d\d)\.`)
	chaseLeft   = regexp.MustCompile(`(còn|quá hạn) (\d\d) ngày|hết hạn hôm nay|đã hết hạn`)
	chaseDue    = regexp.MustCompile(`17h00 ngày (\d\d)/(\d\d)/(\d{4})`)
	chaseCount  = regexp.MustCompile(`(?:Đã trả lời(?: đủ)? (\d+)/12|\(0/12\))`)
	chaseCost   = regexp.MustCompile(`trừ (\S+) điểm\.$`)
	chasedUnits = regexp.MustCompile(`• Đơn vị (\d\d)`)
)

func (o *chaseOracle) unitIn(m *chaseSaid) *seasonUnit {
	found := chaseUnit.FindStringSubmatch(m.text)
	if found == nil {
		return nil
	}
	n, _ := strconv.Atoi(found[1])
	return o.units[n]
}

func (u *seasonUnit) at(real time.Time) unitSince {
	for i := len(u.states) - 1; i >= 0; i-- {
		if !u.states[i].since.After(real) {
			return u.states[i]
		}
	}
	return unitSince{state: score.Final}
}

func (u unitSince) wanted() bool {
	return u.state == score.NotStarted || u.state == score.InProgress || u.state == score.Returned
}

// dueOf is the deadline of a unit at a moment.
func (o *chaseOracle) dueOf(u unitSince, real time.Time) (due time.Time) {
	for _, d := range o.dues {
		if !d.since.After(real) {
			due = d.due
		}
	}
	if u.state == score.Returned {
		day := civil.DateOf(u.stepped.In(o.zone))
		for n := 0; n < 3; {
			if day = day.AddDays(1); o.isWorking(day) {
				n++
			}
		}
		if back := at(day, "17:00", o.zone); back.After(due) {
			due = back
		}
	}
	if u.extended.After(due) {
		due = u.extended
	}
	return due
}

func (o *chaseOracle) isWorking(day civil.Date) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !slices.Contains(o.holidays, day)
}

// wantedAt reports whether a chase to the person on that office day is wanted at a
// moment.
func (o *chaseOracle) wantedAt(u *seasonUnit, p *seasonPerson, day civil.Date, real time.Time) bool {
	now, state := o.office(real), u.at(real)
	from, until := at(day, "09:00", o.zone), at(day, "22:00", o.zone)
	if p.quiet {
		from, until = at(day, "09:30", o.zone), at(day.AddDays(1), "00:00", o.zone)
	}
	if !state.wanted() || now.Before(from) || !now.Before(until) {
		return false
	}
	if state.state == score.Returned && !at(day, "09:00", o.zone).After(state.stepped) {
		return false
	}
	left := civil.DateOf(o.dueOf(state, real)).DaysSince(day)
	if left > 0 && left != 7 && left != 3 && left != 1 {
		return false
	}
	return !p.head || left <= 1 || !o.hasContact(u)
}

func (o *chaseOracle) hasContact(u *seasonUnit) bool {
	for _, p := range o.people {
		if p.unit == u.code && !p.head {
			return true
		}
	}
	return false
}

// moments are the minutes at which the office's clock shows the day, in the order in
// which they came.
func (o *chaseOracle) moments(day civil.Date) []time.Time { return o.minutes[day] }

func (o *chaseOracle) knowMinutes() {
	o.minutes = map[civil.Date][]time.Time{}
	for real := o.began.Truncate(time.Minute); real.Before(o.ended); real = real.Add(time.Minute) {
		day := civil.DateOf(o.office(real))
		o.minutes[day] = append(o.minutes[day], real)
	}
}

// judgeDay looks that what was due to a person on a day came, once.
func (o *chaseOracle) judgeDay(u *seasonUnit, chat int64, p *seasonPerson, day civil.Date) {
	var came *chaseSaid
	for _, m := range o.said {
		if m.used || m.chat != chat || o.unitIn(m) != u || civil.DateOf(o.office(m.at)) != day {
			continue
		}
		if o.wantedAt(u, p, day, m.at) || o.wantedAt(u, p, day, m.at.Add(-reaction)) {
			came, m.used = m, true
			o.chases++
			o.truth(u, p, m)
			break
		}
	}
	if came != nil {
		return
	}
	run := 0
	for _, real := range o.moments(day) {
		end := real.Add(time.Minute)
		// What was queued before the deadline is useless behind it, and the next day's comes.
		last := civil.DateOf(o.dueOf(u.at(real), real)) == day && o.office(end).After(o.dueOf(u.at(real), real))
		if !last && o.wantedAt(u, p, day, real) && o.wantedAt(u, p, day, end) && o.up(real) && !real.Before(o.began) && end.Before(o.ended) {
			run++
		} else {
			run = 0
		}
		if run >= enough {
			o.fault(&o.missing, real, "no chase of %s to %s (%d) on %s", u.code, p.key, chat, day)
			return
		}
	}
}

// truth looks that a chase says what is so, or was so when it was queued on that day.
func (o *chaseOracle) truth(u *seasonUnit, p *seasonPerson, m *chaseSaid) {
	state := u.at(m.at.Add(-reaction))
	due, now := o.dueOf(state, m.at.Add(-reaction)), o.office(m.at)
	left := civil.DateOf(due).DaysSince(civil.DateOf(now))
	says := chaseLeft.FindStringSubmatch(m.text)
	switch {
	case says == nil,
		left > 0 && (says[1] != "còn" || says[2] != fmt.Sprintf("%02d", left)),
		left < 0 && (says[1] != "quá hạn" || says[2] != fmt.Sprintf("%02d", -left)),
		left == 0 && says[1] != "":
		o.fault(&o.wrong, m.at, "%d days are left of %s, but it is told: %s", left, u.code, m.text)
	}
	if day := chaseDue.FindStringSubmatch(m.text); day == nil || day[3]+"-"+day[2]+"-"+day[1] != civil.DateOf(due).String() {
		o.fault(&o.wrong, m.at, "%s is due on %s, but it is told: %s", u.code, due, m.text)
	}
	answered := -1
	if n := chaseCount.FindStringSubmatch(m.text); n != nil {
		answered, _ = strconv.Atoi(n[1]) // 0 for none
	}
	ever := false
	for real := m.at; !real.Before(m.at.Add(-14 * time.Hour)); real = real.Add(-time.Minute) {
		ever = ever || u.at(real).answered == answered
	}
	if !ever {
		o.fault(&o.wrong, m.at, "%s has answered %d, but it is told: %s", u.code, state.answered, m.text)
	}
	if left >= 0 || !p.head || state.state == score.Returned {
		return
	}
	late := 0
	for day := civil.DateOf(due).AddDays(1); !day.After(civil.DateOf(now)); day = day.AddDays(1) {
		if o.isWorking(day) {
			late++
		}
	}
	want := []string{"", "0,5", "1", "1,5", "2"}[min(late, 4)]
	cost := chaseCost.FindStringSubmatch(strings.TrimSpace(m.text))
	if late == 0 && !strings.Contains(m.text, "chưa bị trừ") || late > 0 && (cost == nil || cost[1] != want) {
		o.fault(&o.wrong, m.at, "%s is %d working days late, which costs %s, but it is told: %s", u.code, late, want, m.text)
	}
}

// judgeOffice looks at what the clerk was told.
func (o *chaseOracle) judgeOffice() {
	for day := o.started; day.Before(o.finished); day = day.AddDays(1) {
		if o.isWorking(day) {
			o.judgeList(day)
		}
	}
	for i, d := range o.dues {
		until := o.ended
		if i+1 < len(o.dues) {
			until = o.dues[i+1].since
		}
		o.judgeClosing(d.due, d.since, until)
	}
}

func (o *chaseOracle) clerkSaid(prefix string, day civil.Date, from, since, until time.Time) *chaseSaid {
	for _, m := range o.said {
		if now := o.office(m.at); !m.used && m.chat == 8000 && strings.HasPrefix(m.text, prefix) && civil.DateOf(now) == day && !now.Before(from) &&
			!m.at.Before(since) && m.at.Before(until.Add(reaction)) {
			m.used = true
			return m
		}
	}
	return nil
}

// judgeList looks at the list of those who are late, and of units that nobody hears
// for, on a day.
func (o *chaseOracle) judgeList(day civil.Date) {
	from, until := at(day, "09:00", o.zone), at(day, "22:00", o.zone)
	var came *chaseSaid
	for _, prefix := range []string{"⚠ Quá hạn", "⚠ Đôn đốc"} {
		if came == nil {
			came = o.clerkSaid(prefix, day, from, o.began, o.ended)
		}
	}
	if came != nil {
		o.lists++
		late, _, _ := strings.Cut(came.text, "Không ai nhận được")
		for _, found := range chasedUnits.FindAllStringSubmatch(late, -1) {
			n, _ := strconv.Atoi(found[1])
			if u := o.units[n]; !u.at(came.at.Add(-reaction)).wanted() {
				o.fault(&o.after, came.at, "%s has submitted, but the office is told: %s", u.code, came.text)
			}
		}
		return
	}
	run := 0
	for _, real := range o.moments(day) {
		now, somebody := o.office(real), false
		for i, u := range o.units {
			state := u.at(real)
			due := o.dueOf(state, real)
			left := civil.DateOf(due).DaysSince(day)
			fresh := state.state == score.Returned && !from.After(state.stepped)
			somebody = somebody || state.wanted() && (now.After(due) || i%5 == 3 && !fresh && (left < 0 || left == 7 || left == 3 || left == 1 || left == 0))
		}
		if somebody && !now.Before(from) && now.Add(time.Minute).Before(until) && o.up(real) && !real.Before(o.began) && real.Before(o.ended) {
			run++
		} else {
			run = 0
		}
		if run >= enough {
			o.fault(&o.missing, real, "no list to the office on %s", day)
			return
		}
	}
}

// judgeClosing looks that a deadline that was not moved before it came is told of once.
func (o *chaseOracle) judgeClosing(due, since, until time.Time) {
	var came *chaseSaid
	for _, day := range []civil.Date{civil.DateOf(due), civil.DateOf(due).AddDays(1)} {
		if came == nil {
			came = o.clerkSaid("Đã hết hạn tự chấm", day, due, since, until)
		}
	}
	if came != nil {
		o.closings++
		return
	}
	run := 0
	for real := due.Add(-25 * time.Hour); real.Before(due.Add(49 * time.Hour)); real = real.Add(time.Minute) {
		now := o.office(real)
		if now.After(due) && now.Before(due.Add(24*time.Hour-time.Minute)) && o.up(real) && !real.Before(since) && real.Before(until) {
			run++
		} else {
			run = 0
		}
		if run >= enough {
			o.fault(&o.missing, real, "the office is not told that %s has passed", due)
			return
		}
	}
}
