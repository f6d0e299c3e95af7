package main

import (
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/week"
)

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
