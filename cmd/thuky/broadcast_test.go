package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/staff"
)

// The office of the broadcast tests, and what befalls it.
const (
	manyPeople = 300
	manyGroups = 30
	manyParts  = 3
	refused429 = (manyPeople + manyGroups) * manyParts / 20 // 5 % of all messages, at random
	blocked    = manyPeople * 3 / 100
	heldFor    = 60 // seconds, one group
)

// A crowd is many people and groups, and the broadcast to all of them.
type crowd struct {
	*theatre
	people    []*sim.Person
	groups    []*sim.Group
	broadcast int64
	from      int // log entries before it
}

// gatherCrowd enrols the people and registers the groups.
func gatherCrowd(w *theatre) *crowd {
	w.t.Helper()
	c := &crowd{theatre: w}
	owner := w.server.Person(4000, "Chủ nhóm")
	w.must(w.running.ledger.Write(context.Background(), func(tx *store.Tx) error {
		for i := range manyPeople {
			person := staff.Person{Key: fmt.Sprintf("nguoi-%03d", i), Name: fmt.Sprint("Người ", i), Roles: []staff.Role{staff.Staff}}
			account := int64(5000 + i)
			if i == 0 {
				person.Roles = []staff.Role{staff.Clerk}
			}
			if err := tx.AddPerson(person); err != nil {
				return err
			}
			code, err := tx.Invite(person.Key, "", w.now())
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
			c.people = append(c.people, w.server.Person(account, person.Name))
		}
		for i := range manyGroups {
			g := w.server.Group(int64(-700-i), fmt.Sprint("Nhóm ", i), owner)
			g.AddBot(owner)
			c.groups = append(c.groups, g)
			if err := tx.RegisterGroup(store.Group{Chat: g.ID(), Title: fmt.Sprint("Nhóm ", i), By: "nguoi-000", Since: w.now()}); err != nil {
				return err
			}
		}
		return nil
	}))
	for _, p := range c.people {
		p.Start("")
	}
	time.Sleep(time.Minute)
	return c
}

// part is the text of a part: nothing else in the office says it.
func part(n int) string { return fmt.Sprintf("Phần %d của thông báo gửi toàn cơ quan", n+1) }

// misfortune lets happen what happens in such a broadcast.
func (c *crowd) misfortune(dice *rand.Rand) {
	for range refused429 {
		c.server.Break(sim.Fault{Method: "sendMessage", Skip: dice.IntN((manyPeople + manyGroups) * manyParts), Effect: sim.Flood(1 + dice.IntN(2))})
	}
	for i := range blocked {
		c.people[30*i+7].Block()
	}
	c.server.Break(sim.Fault{Method: "sendMessage", Chat: c.groups[5].ID(), Effect: sim.Flood(heldFor)})
}

// announce sends the broadcast: all in one transaction, as the clerk's turn does.
func (c *crowd) announce() {
	c.t.Helper()
	c.from = len(c.server.Log())
	b := store.Broadcast{Kind: "notice", Title: "Thử", Sender: "nguoi-000", Act: staff.PublishWeek}
	for i := range manyParts {
		b.Parts = append(b.Parts, store.Part{Message: store.Message{Text: part(i)}})
	}
	var to []store.Recipient
	for i := range c.people {
		to = append(to, store.Recipient{Person: fmt.Sprintf("nguoi-%03d", i), Name: fmt.Sprint("Người ", i)})
	}
	for i, g := range c.groups {
		to = append(to, store.Recipient{Chat: g.ID(), Name: fmt.Sprint("Nhóm ", i)})
	}
	c.must(c.running.ledger.Write(context.Background(), func(tx *store.Tx) error {
		made, err := tx.NewBroadcast(b, to, c.now())
		c.broadcast = made.ID
		return err
	}))
	c.running.office.knock()
}

// report is the broadcast's report.
func (c *crowd) report() (report []store.RecipientReport) {
	c.t.Helper()
	c.must(c.running.ledger.Read(context.Background(), func(tx *store.Tx) error {
		b, _, err := tx.Broadcast(c.broadcast)
		if err == nil {
			report, err = tx.BroadcastReport(b)
		}
		return err
	}))
	return report
}

// finished waits until nothing of the broadcast is on its way.
func (c *crowd) finished() {
	c.t.Helper()
	for range 600 {
		time.Sleep(time.Second)
		if store.CountBroadcast(c.report()).Done() {
			return
		}
	}
	c.t.Fatal("the broadcast does not end")
}

// arrivals are the parts that each chat got, in order, from the server's log, and when
// the last of all arrived.
func (c *crowd) arrivals() (by map[int64][]int, last time.Time) {
	by = map[int64][]int{}
	for _, e := range c.server.LogSince(c.from) {
		for i := range manyParts {
			if e.Method == "sendMessage" && e.Text == part(i) {
				by[e.Chat] = append(by[e.Chat], i)
				last = e.At
			}
		}
	}
	return by, last
}

// compare holds the report against the server's log, chat by chat.
func (c *crowd) compare() (unknown int) {
	c.t.Helper()
	by, _ := c.arrivals()
	for i, r := range c.report() {
		var got []int
		switch {
		case r.Person != "":
			got = by[c.people[i].ID()]
		default:
			if old := int64(-700 - (i - manyPeople)); old != c.groups[i-manyPeople].ID() {
				got = by[old] // before it moved
			}
			got = slices.Concat(got, by[c.groups[i-manyPeople].ID()])
			if r.Chat != c.groups[i-manyPeople].ID() {
				c.t.Errorf("%s is reported under %d, it is %d", r.Name, r.Chat, c.groups[i-manyPeople].ID())
			}
		}
		ok := false
		switch r.State {
		case store.Reached:
			ok = slices.Equal(got, []int{0, 1, 2})
		case store.Gone:
			ok = len(got) == 0
		case store.UnknownReach: // what is unknown may have arrived; nothing twice
			unknown++
			ok = len(got) >= manyParts-1 && slices.IsSorted(got) && len(slices.Compact(slices.Clone(got))) == len(got)
		}
		if !ok {
			c.t.Errorf("%s: reported %s, the server's log has parts %v", r.Name, r.State, got)
		}
	}
	return unknown
}

// ask lets people ask one after the other and returns how long each waited.
func (c *crowd) ask(askers []*sim.Person) (waits []time.Duration) {
	for _, p := range askers {
		seq, at := len(c.server.Log()), time.Now()
		p.Send("lịch hôm nay")
		time.Sleep(900 * time.Millisecond)
		answered := time.Duration(0)
		for range 200 {
			for _, e := range c.server.LogSince(seq) {
				if e.Chat == p.ID() && strings.Contains(e.Text, "21/10/2021") {
					answered = e.At.Sub(at)
				}
			}
			if answered > 0 {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		waits = append(waits, answered)
	}
	slices.Sort(waits)
	return waits
}

// TestBroadcastToTheWholeOffice sends 3 messages each to 300 people and 30 groups,
// under both ways of counting that the messenger may have, while people ask.
func TestBroadcastToTheWholeOffice(t *testing.T) {
	const travel = 40 * time.Millisecond
	for name, rate := range map[string]sim.Rate{"window": sim.RateWindow, "bucket": sim.RateBucket} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inTheatreOf(t, "2021-10-21 08:30", sim.Options{Rate: rate}, travel, func(w *theatre) {
				c := gatherCrowd(w)
				var askers []*sim.Person
				for i := range 25 {
					askers = append(askers, c.people[10*i+2])
				}
				idle := c.ask(askers)
				time.Sleep(10 * time.Second)
				c.misfortune(rand.New(rand.NewPCG(2021, 10)))
				before := w.server.Stats().Requests["sendMessage"]
				began := time.Now()
				c.announce()
				time.Sleep(2 * time.Second)
				c.groups[9].Migrate()
				busy := c.ask(askers)
				asked := time.Since(began)
				c.finished()
				calls := w.server.Stats().Requests["sendMessage"] - before

				_, last := c.arrivals()
				makespan := last.Sub(began)
				// What no sender could beat: every call at 28 a second, two of them at once;
				// and the group that was told to wait, from its first try on.
				pace := time.Duration(float64(calls-2) / 28 * float64(time.Second))
				floor := max(pace, heldFor*time.Second)
				n := store.CountBroadcast(c.report())
				t.Logf("%d recipients: %d reached, %d refused, %d gone, %d unknown; %d calls", n.All, n.Sent, n.Refused, n.Gone, n.Unknown, calls)
				t.Logf("makespan %s, floor %s (pace %s, held group %ds), ratio %.3f", makespan.Round(time.Millisecond), floor.Round(time.Millisecond),
					pace.Round(time.Millisecond), heldFor, makespan.Seconds()/floor.Seconds())
				bulk := c.lastButHeld(began)
				t.Logf("all but the held group after %s, ratio to the pace %.3f", bulk.Round(time.Millisecond), bulk.Seconds()/pace.Seconds())
				within := func(d []time.Duration, percent int) time.Duration { return d[(len(d)-1)*percent/100] }
				t.Logf("answers while idle: half within %s, all within %s; during the broadcast (%s): half within %s, nine of ten within %s, all within %s",
					within(idle, 50), within(idle, 100), asked.Round(time.Second), within(busy, 50), within(busy, 90), within(busy, 100))
				if makespan.Seconds() > 1.1*floor.Seconds() {
					t.Error("the broadcast takes too long")
				}
				if bulk.Seconds() > 1.1*pace.Seconds() {
					t.Error("the held group delays others")
				}
				// The one that comes just when the poll is on its way waits for the next.
				if busy[0] == 0 || within(busy, 90) > within(idle, 90) || within(busy, 100) > 2*within(idle, 100) {
					t.Error("answers are slower than twice idle")
				}
				if n.Sent != manyPeople+manyGroups-blocked || n.Gone != blocked || c.compare() != 0 {
					t.Errorf("counts are %+v", n)
				}
			})
		})
	}
}

// lastButHeld is when the last message arrived anywhere but in the held group.
func (c *crowd) lastButHeld(began time.Time) (took time.Duration) {
	for _, e := range c.server.LogSince(c.from) {
		if e.Chat != c.groups[5].ID() && strings.HasPrefix(e.Text, "Phần ") {
			took = e.At.Sub(began)
		}
	}
	return took
}

// TestBroadcastKilled kills the process when so much of the broadcast has arrived.
func TestBroadcastKilled(t *testing.T) {
	for _, percent := range []int{10, 40, 90} {
		t.Run(fmt.Sprint(percent), func(t *testing.T) {
			t.Parallel()
			inTheatreOf(t, "2021-10-21 08:30", sim.Options{Rate: sim.RateWindow}, 40*time.Millisecond, func(w *theatre) {
				c := gatherCrowd(w)
				c.misfortune(rand.New(rand.NewPCG(2021, uint64(percent))))
				c.announce()
				for {
					time.Sleep(20 * time.Millisecond)
					arrived := 0
					by, _ := c.arrivals()
					for _, parts := range by {
						arrived += len(parts)
					}
					if arrived*100 >= percent*(manyPeople+manyGroups)*manyParts {
						break
					}
				}
				w.crash()
				time.Sleep(3 * time.Second)
				w.start(0)
				c.groups[9].Migrate()
				c.finished()
				unknown := c.compare()
				n := store.CountBroadcast(c.report())
				t.Logf("killed at %d %%: %d recipients, %d reached, %d gone, %d unknown of %d that may be in flight", percent, n.All, n.Sent, n.Gone, n.Unknown, w.config.limits().InFlight)
				if unknown > w.config.limits().InFlight || n.Gone != blocked || n.Sent+n.Unknown != manyPeople+manyGroups-blocked {
					t.Errorf("counts are %+v", n)
				}
			})
		})
	}
}
