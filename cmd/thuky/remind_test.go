package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A month is the office under the clock for many days: what was played, for the
// oracle to judge by. Instants are the bubble's; the office's clock may be ahead of
// them or behind.
type month struct {
	*theatre
	beside   *store.Store // the ledger, as other commands open it
	dice     *rand.Rand
	leaders  []string            // keys
	wishes   map[string][]wished // by person, the last one last
	receipts []receipt
	chats    map[int64]string // whose
	items    []*item
	skews    []skew
	downs    []span // the process or the network is away
	faults   []fault
	repeated int // by the oracle's count
	began    time.Time
	ended    time.Time
}

// An item is an event through all that becomes of it.
type item struct {
	number int // stands in its text
	id     int64
	states []itemState

	important bool
	sent      map[string]string // who goes in whose place
}

// A wished is what a person wants from a morning on.
type wished struct {
	since            civil.Date
	morning, evening week.Clock
	leads            []int
}

// A receipt is that a person has acknowledged an item.
type receipt struct {
	at     time.Time
	person string
	item   *item
}

type itemState struct {
	since  time.Time
	date   civil.Date
	clock  week.Clock
	takes  bool
	people []string // who goes; nil for everybody
	named  []string // whom the schedule names
	duty   bool
}

type skew struct {
	since time.Time
	ahead time.Duration
}

type span struct{ from, to time.Time }

// A fault leaves a message in doubt: a cut connection, a crash.
type fault struct {
	at   time.Time
	chat int64 // 0: any
}

const (
	leadersCount = 30
	allLeaders   = "Lãnh đạo Viện"
	clerkAccount = 6999
)

// openMonth makes an office of thirty leaders, all enrolled, whose clock is on.
func openMonth(w *theatre) *month {
	m := &month{theatre: w, dice: rand.New(rand.NewPCG(4, 2021)), wishes: map[string][]wished{}, chats: map[int64]string{}}
	d := staff.Directory{
		Units:  []staff.Unit{{Code: "LD", Name: "Lãnh đạo", Kind: "lanh-dao"}, {Code: "VP", Name: "Văn phòng", Kind: "van-phong"}},
		People: []staff.Person{{Key: "ha", Name: "Hà", Unit: "VP", Roles: []staff.Role{staff.Clerk}}},
	}
	for i := range leadersCount {
		key := fmt.Sprintf("ld%02d", i)
		m.leaders = append(m.leaders, key)
		d.People = append(d.People, staff.Person{Key: key, Name: fmt.Sprintf("Người %02d", i), Short: "PVT", Unit: "LD", Roles: []staff.Role{staff.Leader}})
	}
	d.Groups = []staff.Group{{Name: allLeaders, Members: m.leaders}}
	w.must(w.end())
	w.config.Reminders = defaults().Reminders
	w.start(0)
	w.must(w.running.ledger.Write(w.t.Context(), func(tx *store.Tx) error {
		if err := tx.SaveDirectory(d); err != nil {
			return err
		}
		for i, key := range m.leaders {
			account := int64(7000 + i)
			code, err := tx.Invite(key, "", w.now())
			if err != nil {
				return err
			}
			invitation, err := tx.InvitationOf(code, account, w.now())
			if err != nil {
				return err
			}
			if _, _, err := tx.Confirm(invitation.ID, "", account, w.now()); err != nil {
				return err
			}
			m.chats[account] = key
			w.server.Person(account, key).Start("")
			if err := m.wish(tx, key, civil.DateOf(w.now()), i); err != nil {
				return err
			}
		}
		code, err := tx.Invite("ha", "", w.now())
		if err != nil {
			return err
		}
		invitation, err := tx.InvitationOf(code, clerkAccount, w.now())
		if err != nil {
			return err
		}
		w.server.Person(clerkAccount, "Hà").Start("")
		_, _, err = tx.Confirm(invitation.ID, "", clerkAccount, w.now())
		return err
	}))
	w.settle()
	m.skews = []skew{{time.Time{}, 0}}
	var err error
	m.beside, err = store.Open(w.t.Context(), w.path, store.Options{})
	w.must(err)
	m.began = time.Now()
	return m
}

// wish lets a person want one of a few things from the morning of the day on.
func (m *month) wish(tx *store.Tx, key string, day civil.Date, choice int) error {
	p := store.Preference{Leads: [][]int{nil, {60, 30, 15}, {120, 45}}[choice%3],
		Morning: []week.Clock{"", "", "06:10", "07:20"}[choice%4], Evening: []week.Clock{"", "18:30", "", "19:15", ""}[choice%5]}
	now := wished{since: day, morning: "06:30", evening: "20:00", leads: []int{30}}
	if p.Morning != "" {
		now.morning = p.Morning
	}
	if p.Evening != "" {
		now.evening = p.Evening
	}
	if p.Leads != nil {
		now.leads = p.Leads
	}
	m.wishes[key] = append(m.wishes[key], now)
	return tx.SetPreference(key, p, m.now())
}

// rewish lets some people want something else, before anything is due on the day.
func (m *month) rewish(day civil.Date) {
	m.sleepTo(day, "05:40")
	if civil.DateOf(m.now()) != day || m.now().Hour() > 5 {
		return // a long absence ends later
	}
	m.change(func(tx *store.Tx) error {
		for range 3 {
			if err := m.wish(tx, m.leaders[m.dice.IntN(leadersCount)], day, m.dice.IntN(60)); err != nil {
				return err
			}
		}
		return nil
	})
}

// sendSomebody lets somebody go to an item in a person's place, or ends that.
func (m *month) sendSomebody(within time.Duration) {
	near := slices.DeleteFunc(m.near(within), func(n *item) bool { s := n.states[len(n.states)-1]; return s.named == nil || !s.takes })
	if len(near) == 0 {
		return
	}
	n := near[m.dice.IntN(len(near))]
	person := n.states[len(n.states)-1].named[0]
	m.change(func(tx *store.Tx) error {
		e, _, found, err := tx.CurrentEvent(n.id)
		if err != nil || !found {
			return err
		}
		if other, sent := n.sent[person]; sent {
			delete(n.sent, person)
			n.become(e)
			return tx.EndStandIn(e, store.StandIn{Event: n.id, Person: person, Substitute: other, State: store.Accepted}, m.now())
		}
		other := m.leaders[m.dice.IntN(leadersCount)]
		if slices.Contains(e.People, other) {
			return nil
		}
		if err := tx.AskStandIn(e, person, other, m.now()); err != nil {
			return err
		}
		s := store.StandIn{Event: n.id, Person: person, Substitute: other, State: store.Declined}
		if m.dice.IntN(4) > 0 {
			s.State = store.Accepted
			n.sent[person] = other
			n.become(e)
		}
		return tx.AnswerStandIn(e, s, m.now())
	})
}

// acknowledge lets a person acknowledge an item that soon begins.
func (m *month) acknowledge() {
	for _, n := range m.near(2 * time.Hour) {
		s := n.states[len(n.states)-1]
		if !n.important || m.dice.IntN(2) == 0 || len(s.people) == 0 {
			continue
		}
		person := s.people[m.dice.IntN(len(s.people))]
		m.change(func(tx *store.Tx) error {
			m.receipts = append(m.receipts, receipt{time.Now(), person, n})
			return tx.Acknowledge(store.Occasion{Event: n.id, Person: person, Date: s.date, Time: s.clock}, m.now())
		})
	}
}

// sleepTo lets the bubble's clock run to an hour of the office's first clock.
func (m *month) sleepTo(day civil.Date, clock week.Clock) {
	minutes, _ := clock.Minutes()
	to := day.In(m.zone).Add(time.Duration(minutes) * time.Minute)
	if d := time.Until(to); d > 0 {
		time.Sleep(d)
	}
}

// publish publishes a week of items, a few a day.
func (m *month) publish(monday civil.Date, perDay int) {
	w := week.Week{From: monday, To: monday.AddDays(6)}
	var fresh []*item
	add := func(e week.Event) {
		n := &item{number: len(m.items) + len(fresh), sent: map[string]string{}}
		n.important = len(e.Groups) == 0 && e.Time != "" && n.number%5 == 0
		e.Important = n.important
		e.Text, e.Days = fmt.Sprintf("Họp việc số %04d", n.number), 1
		fresh = append(fresh, n)
		w.Events = append(w.Events, e)
	}
	for d := range 5 {
		for range perDay {
			e := week.Event{Date: monday.AddDays(d), Time: m.hour()}
			for range 1 + m.dice.IntN(3) {
				if who := m.leaders[m.dice.IntN(leadersCount)]; !slices.Contains(e.People, who) {
					e.People = append(e.People, who)
				}
			}
			add(e)
		}
		add(week.Event{Date: monday.AddDays(d), Time: m.hour(), Groups: []string{allLeaders}})
		add(week.Event{Date: monday.AddDays(d), Session: week.Morning, People: m.leaders[:3]}) // without an hour
	}
	for d := 5; d < 7; d++ {
		add(week.Event{Date: monday.AddDays(d), Session: week.AllDay, Duty: true, People: []string{m.leaders[m.dice.IntN(leadersCount)]}})
	}
	m.change(func(tx *store.Tx) error {
		p, err := tx.PublishWeek(w, "ha", m.now())
		for i, e := range p.Week.Events {
			fresh[i].id = e.ID
			fresh[i].become(e)
		}
		return err
	})
	m.items = append(m.items, fresh...)
}

func (m *month) hour() week.Clock {
	return week.Clock(fmt.Sprintf("%02d:%02d", 7+m.dice.IntN(12), 5*m.dice.IntN(12)))
}

// become notes what the schedule says of an item from now on.
func (n *item) become(e week.Event) {
	s := itemState{since: time.Now(), date: e.Date, clock: e.Time, takes: e.TakesPlace(), duty: e.Duty}
	if len(e.Groups) == 0 {
		s.named, s.people = e.People, []string{}
		for _, person := range e.People {
			if other, sent := n.sent[person]; sent {
				person = other
			}
			_, gone := n.sent[person]
			gone = gone && slices.Contains(e.People, person) // who is not named sends nobody
			if !gone && !slices.Contains(s.people, person) {
				s.people = append(s.people, person)
			}
		}
	}
	n.states = append(n.states, s)
}

// change changes the ledger as a command beside serve does.
func (m *month) change(do func(*store.Tx) error) {
	m.t.Helper()
	m.must(m.beside.Write(m.t.Context(), do))
	m.running.office.knock()
}

// near lists the items that begin within a while.
func (m *month) near(within time.Duration) (near []*item) {
	now := m.now()
	for _, n := range m.items {
		s := n.states[len(n.states)-1]
		if s.clock == "" {
			continue
		}
		if starts := s.starts(m.zone); starts.After(now) && starts.Before(now.Add(within)) {
			near = append(near, n)
		}
	}
	return near
}

// edit does something to an item that begins within a while.
func (m *month) edit(within time.Duration) {
	now := m.now()
	near := m.near(within)
	if len(near) == 0 {
		return
	}
	n := near[m.dice.IntN(len(near))]
	var edits []week.Edit
	switch m.dice.IntN(6) {
	case 0:
		edits = []week.Edit{week.Become(week.Cancelled)}
	case 1:
		edits = []week.Edit{week.Become(week.Postponed)}
	case 2: // across the lead boundary, in either direction
		to := now.Add(time.Duration(2+m.dice.IntN(150)) * time.Minute).Truncate(time.Minute)
		if to.Hour() < 7 || to.Hour() > 20 {
			return
		}
		edits = []week.Edit{week.Become(""), week.MoveTo(civil.DateOf(to)), week.StartAt(week.Clock(to.Format("15:04")), "")}
	case 3:
		edits = []week.Edit{week.Become(""), week.StartAt(m.hour(), "")}
	case 4:
		edits = []week.Edit{week.HeldAt(fmt.Sprint("Hội trường ", m.dice.IntN(100)))}
	case 5:
		who := m.leaders[m.dice.IntN(leadersCount)]
		edits = []week.Edit{week.With([]string{who}, nil, nil)}
	}
	m.change(func(tx *store.Tx) error {
		r, err := tx.ChangeEvent(store.Deed{By: "ha", At: m.now()}, n.id, edits...)
		if err == store.ErrUnchanged {
			return nil
		}
		if err == nil {
			at := slices.IndexFunc(r.Week.Events, func(e week.Event) bool { return e.ID == n.id })
			n.become(r.Week.Events[at])
		}
		return err
	})
}

func (m *month) shift(d time.Duration, knock bool) {
	ahead := time.Duration(m.skew.Add(int64(d)))
	m.skews = append(m.skews, skew{time.Now(), ahead})
	if knock {
		m.running.office.knock()
	}
}

// awaitDue sleeps until shortly before a reminder is due, if one soon is.
func (m *month) awaitDue() {
	soonest := time.Duration(0)
	for _, n := range m.near(3 * time.Hour) {
		s := n.states[len(n.states)-1]
		if wait := s.starts(m.zone).Add(-31 * time.Minute).Sub(m.now()); s.takes && wait > 0 && (soonest == 0 || wait < soonest) {
			soonest = wait
		}
	}
	time.Sleep(soonest)
}

// away lets the network or the process be away for a while, from shortly before
// something is due; edits go on, also of what was about to be said.
func (m *month) away(d time.Duration, process bool) {
	m.awaitDue()
	from := time.Now()
	if process {
		m.crash()
		m.faults = append(m.faults, fault{at: from})
	} else {
		m.server.Outage(true)
	}
	for time.Since(from) < d {
		pause := 13 * time.Minute
		if d < pause {
			pause = 2 * time.Minute
		}
		time.Sleep(min(d-time.Since(from), pause))
		if h := m.now().Hour(); h >= 7 && h < 18 && time.Since(from) < d {
			m.edit(time.Hour)
		}
	}
	if process {
		m.start(0)
	} else {
		m.server.Outage(false)
	}
	m.downs = append(m.downs, span{from, time.Now()})
}

// TestMonthOfReminders plays thirty days of thirty leaders with edits, outages,
// crashes and a clock that jumps, and lets the oracle judge every message.
func TestMonthOfReminders(t *testing.T) {
	days := 30
	inTheatre(t, "2021-10-03 05:00", func(w *theatre) {
		m := openMonth(w)
		defer m.beside.Close()
		monday := civil.Date{Year: 2021, Month: 10, Day: 4}
		m.publish(monday, 8)
		for d := range days {
			day := monday.AddDays(d)
			if day.Weekday() == time.Friday {
				m.publish(week.Monday(day).AddDays(7), 8)
			}
			m.day(day, d)
			m.night(day)
		}
		m.sleepTo(monday.AddDays(days), "05:00")
		w.settle()
		m.judge(t)
	})
}

// day plays one day: edits at odd minutes, and what the day has in store.
func (m *month) day(day civil.Date, number int) {
	m.rewish(day)
	m.sleepTo(day, "06:20")
	var plans []func()
	if number%2 == 0 && m.isWorkday(day) {
		plans = []func(){func() { m.away(11*time.Minute, number%4 == 0) }}
	}
	switch number {
	case 1:
		plans = []func(){func() { m.away(time.Minute, false) }, func() { m.away(time.Minute, true) }}
	case 2:
		plans = []func(){func() { m.away(11*time.Minute, false) }, func() { m.away(11*time.Minute, true) }}
	case 4, 21:
		plans = []func(){func() { m.shift(5*time.Minute, number == 4) }, func() { m.shift(-5*time.Minute, number == 4) }}
	case 8:
		plans = []func(){func() { m.away(3*time.Hour, false) }}
	case 10:
		plans = []func(){func() { m.away(3*time.Hour, true) }}
	case 15:
		m.away(48*time.Hour, false)
		return
	case 22:
		m.away(48*time.Hour, true)
		return
	case 25:
		plans = []func(){func() { m.shift(-5*time.Minute, false) }, func() { m.shift(5*time.Minute, false) }}
	case 9, 11, 28: // messages whose arrival nobody knows
		for range 3 {
			plans = append(plans, func() {
				chat := int64(7000 + m.dice.IntN(leadersCount))
				m.server.Break(sim.Fault{Method: "sendMessage", Chat: chat, Effect: sim.CutAfter()})
				m.faults = append(m.faults, fault{time.Now(), chat})
			})
		}
	}
	for clock := at(day, "06:28", m.zone); clock.Before(at(day, "20:30", m.zone)); {
		clock = clock.Add(time.Duration(20+m.dice.IntN(140)) * time.Minute)
		d := time.Until(clock)
		if d <= 0 {
			continue // an absence has ended later: two edits in one instant would leave open what was so between them
		}
		time.Sleep(d + time.Duration(m.dice.IntN(60))*time.Second)
		m.edit(36 * time.Hour)
		m.sendSomebody(4 * time.Hour)
		m.acknowledge()
		if len(plans) > 0 && m.dice.IntN(3) == 0 {
			plans[0]()
			plans = plans[1:]
		}
	}
	for _, plan := range plans {
		plan()
		time.Sleep(3 * time.Minute)
	}
}

// isWorkday reports whether the day has items with hours.
func (m *month) isWorkday(day civil.Date) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// TestBusyDayOfDeaths lets the process die every five minutes of a busy day, in which
// something is due at most of them: before an early statement or request, then before
// later and later ones, until it lives through all there is to do, and so on again.
func TestBusyDayOfDeaths(t *testing.T) {
	inTheatre(t, "2021-10-03 05:00", func(w *theatre) {
		w.config.Outbox.InFlight = 1 // a death leaves one message in doubt
		m := openMonth(w)
		defer m.beside.Close()
		monday := civil.Date{Year: 2021, Month: 10, Day: 4}
		m.publish(monday, 80)
		deaths, longest := 0, int64(0)
		m.sleepTo(monday, "06:20")
		step, lived := int64(1), 0
		for slot := at(monday, "06:25", m.zone); slot.Before(at(monday, "20:15", m.zone)); slot = slot.Add(5 * time.Minute) {
			if m.die(slot, step) {
				deaths, longest = deaths+1, max(longest, step)
				step, lived = step+1+m.dice.Int64N(9), 0 // there are more steps than slots
			} else if lived++; lived == 3 { // not only for want of something to do
				step, lived = 1, 0
			}
		}
		m.sleepTo(monday.AddDays(1), "05:00")
		t.Logf("%d deaths, the last before step %d", deaths, longest)
		if deaths < 100 || longest < 50 {
			t.Error("too few deaths to show anything")
		}
		m.judge(t)
		if m.repeated == 0 {
			t.Error("no death left a message in doubt: they came at harmless moments")
		}
	})
}

// die lets the process die before its next step of that number, if it comes to so
// many about the time of the slot, and begins a new life.
func (m *month) die(slot time.Time, step int64) bool {
	time.Sleep(time.Until(slot.Add(-time.Duration(1+m.dice.IntN(9)) * time.Second)))
	from := time.Now()
	m.running.dieAt.Store(m.running.writes.Load() + step)
	if m.dice.IntN(3) == 0 {
		m.edit(36 * time.Hour)
	}
	time.Sleep(time.Until(slot.Add(30 * time.Second)))
	if !m.running.dead.Load() {
		m.running.dieAt.Store(0)
		return false
	}
	m.crash()
	m.start(0)
	m.faults = append(m.faults, fault{at: from})
	m.downs = append(m.downs, span{from, time.Now()})
	return true
}

// night stops the office in good order and starts it in the morning.
func (m *month) night(day civil.Date) {
	m.sleepTo(day, "22:10")
	from := time.Now()
	if m.now().Hour() < 22 { // a long absence has ended at another hour
		return
	}
	m.must(m.end())
	m.sleepTo(day.AddDays(1), "05:20")
	m.start(0)
	m.downs = append(m.downs, span{from, time.Now()})
}

func at(day civil.Date, clock week.Clock, zone *time.Location) time.Time {
	minutes, _ := clock.Minutes()
	return time.Date(day.Year, day.Month, day.Day, minutes/60, minutes%60, 0, 0, zone)
}
