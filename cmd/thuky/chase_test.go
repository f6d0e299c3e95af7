package main

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/score"
)

const (
	seasonUnits    = 20
	seasonCriteria = 12
)

// act lets one unit do what a unit may do next: begin, answer, submit.
func (s *season) act(u *seasonUnit) {
	s.change(func(tx *store.Tx) error {
		now := s.now()
		sub, _, err := tx.Submission(s.period.ID, u.code)
		if err != nil {
			return err
		}
		switch state := u.now(); {
		case state.state == score.NotStarted:
			if _, err = tx.BeginSubmission(sub, s.version, "dm"+u.code, now); err == nil {
				u.become(func(n *unitSince) { n.state, n.stepped = score.InProgress, now })
			}
		case state.state != score.InProgress && state.state != score.Returned:
		case state.answered == seasonCriteria:
			if _, err = tx.Submit(sub, 0, "tt"+u.code, now); err == nil {
				u.become(func(n *unitSince) { n.state, n.stepped = score.Submitted, now })
			}
		default:
			last := min(state.answered+1+s.dice.IntN(4), seasonCriteria)
			for i := state.answered; i < last && err == nil; i++ {
				_, err = tx.SaveEntry(sub, store.FormEntry{Code: fmt.Sprintf("A.%d", i+1), Value: "đạt", Points: 100, By: "dm" + u.code}, now)
			}
			u.become(func(n *unitSince) { n.answered = last })
		}
		return err
	})
}

// finish lets some unit that is chased answer all that is left and submit.
func (s *season) finish() {
	for _, i := range s.dice.Perm(len(s.units)) {
		u := s.units[i]
		if i%5 == 3 || u.now().state != score.InProgress {
			continue
		}
		for u.now().state == score.InProgress {
			s.act(u)
		}
		return
	}
}

// sendBack returns the sheet of some unit that has submitted.
func (s *season) sendBack() {
	for _, i := range s.dice.Perm(len(s.units)) {
		u := s.units[i]
		if u.now().state != score.Submitted {
			continue
		}
		s.change(func(tx *store.Tx) error {
			now := s.now()
			sub, _, err := tx.Submission(s.period.ID, u.code)
			if err != nil {
				return err
			}
			_, err = tx.StepSubmission(sub, score.Returned, "ha", "thiếu minh chứng", now)
			u.become(func(n *unitSince) { n.state, n.stepped = score.Returned, now })
			return err
		})
		return
	}
}

// extend gives a unit that has not submitted longer.
func (s *season) extend(until time.Time) {
	for _, i := range s.dice.Perm(len(s.units)) {
		u := s.units[i]
		if st := u.now().state; st != score.NotStarted && st != score.InProgress {
			continue
		}
		s.change(func(tx *store.Tx) error {
			u.become(func(n *unitSince) { n.extended = until })
			return tx.Extend(s.period.ID, u.code, until, "bận án", "ha", s.now())
		})
		return
	}
}

// move sets another deadline of the whole period.
func (s *season) move(due time.Time) {
	s.change(func(tx *store.Tx) error {
		p, _, err := tx.Period(s.period.ID)
		if err != nil {
			return err
		}
		p.SelfDue = due
		s.dues = append(s.dues, dueSince{time.Now(), due})
		return tx.ChangePeriod(p, "ha", "hạn cũ", "hạn mới", s.now())
	})
}

// absent lets the network or the process be away, while units go on.
func (s *season) absent(d time.Duration, process bool) {
	from := time.Now()
	if process {
		s.crash()
		s.faults = append(s.faults, fault{at: from})
	} else {
		s.server.Outage(true)
	}
	for left := d; left > 0; left = d - time.Since(from) {
		time.Sleep(min(left, 17*time.Minute))
		if !process && left == d { // while their chases wait
			s.finish()
			s.finish()
		}
		if s.dice.IntN(4) == 0 && time.Since(from) < d {
			s.act(s.units[s.dice.IntN(seasonUnits)])
		}
	}
	if process {
		s.start(0)
	} else {
		s.server.Outage(false)
	}
	s.downs = append(s.downs, span{from, time.Now()})
}

var seasons = flag.Int("seasons", 1, "how many seasons of chases to play")

// TestSeasonOfChases plays whole periods of twenty units with submissions, extensions,
// moved deadlines, returned sheets, outages, crashes and a clock that jumps, and lets
// the oracle judge every message.
func TestSeasonOfChases(t *testing.T) {
	for seed := uint64(1); seed <= uint64(*seasons); seed++ {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			t.Parallel()
			inTheatre(t, "2021-11-01 08:00", func(w *theatre) {
				s := openSeason(w, seed)
				defer s.beside.Close()
				for d := 1; d < 26; d++ {
					s.day(d)
					s.night(s.first.AddDays(d))
				}
				s.sleepTo(s.first.AddDays(26), "08:00")
				w.settle()
				s.judgeChases(t)
			})
		})
	}
}

// day plays one day; what it has in store comes about the hour of the chases.
func (s *season) day(number int) {
	day := s.first.AddDays(number)
	s.sleepTo(day, "08:00")
	for range 1 + s.dice.IntN(3) {
		s.act(s.units[s.dice.IntN(seasonUnits)])
		time.Sleep(time.Duration(s.dice.IntN(15)) * time.Minute)
	}
	s.sleepTo(day, "08:58")
	switch number {
	case 4, 12, 19: // a death just when something is due
		s.running.dieAt.Store(s.running.writes.Load() + 20 + s.dice.Int64N(200))
		from := time.Now()
		s.sleepTo(day, "09:02")
		if s.running.dead.Load() {
			s.crash()
			s.faults = append(s.faults, fault{at: from})
			s.start(0)
			s.downs = append(s.downs, span{from, time.Now()})
		} else {
			s.running.dieAt.Store(0)
		}
	case 5:
		s.move(at(s.first.AddDays(8), "17:00", s.zone)) // earlier: today is three days before
	case 6:
		s.move(at(s.first.AddDays(11), "17:00", s.zone))
	case 7:
		s.absent(3*time.Hour, false)
	case 8:
		s.absent(30*time.Hour, true)
	case 10:
		s.shift(5*time.Minute, true)
		s.sleepTo(day, "09:20")
		s.shift(-25*time.Minute, true) // the hour comes twice
		s.sleepTo(day, "10:00")
		s.shift(20*time.Minute, true)
	case 11, 13: // the last day, and a late one: the messenger is away beyond the deadline
		s.absent(10*time.Hour, false)
	case 14:
		s.absent(26*time.Hour, false)
	case 16:
		s.absent(50*time.Minute, true)
	case 21:
		s.shift(24*time.Hour, true)
		time.Sleep(2 * time.Hour)
		s.shift(-24*time.Hour, true)
	case 9, 15, 22: // messages of which nobody knows whether they arrived
		var chats []int64
		for chat := range s.people {
			chats = append(chats, chat)
		}
		slices.Sort(chats)
		for range 3 {
			chat := chats[s.dice.IntN(len(chats))]
			s.server.Break(sim.Fault{Method: "sendMessage", Chat: chat, Effect: sim.CutAfter(), Count: 1})
			s.faults = append(s.faults, fault{time.Now(), chat})
		}
	}
	for range 4 {
		s.act(s.units[s.dice.IntN(seasonUnits)])
		time.Sleep(time.Duration(5+s.dice.IntN(70)) * time.Minute)
	}
	if number >= 9 && number%3 == 0 {
		s.extend(at(civil.DateOf(s.now()).AddDays(2+s.dice.IntN(4)), "17:00", s.zone))
	}
	if number%4 == 2 {
		s.sendBack()
	}
}
