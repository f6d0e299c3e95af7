package main

import (
	"fmt"
	"math/rand/v2"
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

// sleepTo lets the bubble's clock run to an hour of the office's first clock.
func (m *month) sleepTo(day civil.Date, clock week.Clock) {
	minutes, _ := clock.Minutes()
	to := day.In(m.zone).Add(time.Duration(minutes) * time.Minute)
	if d := time.Until(to); d > 0 {
		time.Sleep(d)
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

// TestMonthOfReminders plays thirty days of thirty leaders with edits, outages,
// crashes and a clock that jumps, and lets the oracle judge every message.
func TestMonthOfReminders(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
