package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// A season is a period of emulation under the clock: what was played, for the oracle to
// judge the chasing by.
type season struct {
	*month
	period   store.Period
	sheet    score.Sheet
	version  int64
	units    []*seasonUnit
	people   map[int64]*seasonPerson // by chat
	dues     []dueSince
	holidays []civil.Date
	first    civil.Date
}

// A dueSince is the period's deadline as it was from a moment on.
type dueSince struct{ since, due time.Time }

// A seasonPerson is somebody with an account.
type seasonPerson struct {
	key   string
	unit  string // "" for the clerk
	head  bool
	quiet bool // their own quiet hours are 08:30 to 09:30
}

// A seasonUnit is a unit through the season.
type seasonUnit struct {
	code   string
	states []unitSince
}

// A unitSince is a unit as it was from a moment on. Instants but since are the
// office's.
type unitSince struct {
	since    time.Time
	state    score.SubmissionState
	stepped  time.Time
	answered int
	extended time.Time
}

const (
	seasonUnits    = 20
	seasonCriteria = 12
)

// openSeason makes an office of twenty units, of which some have no contact, no head or
// nobody with an account.
func openSeason(w *theatre, seed uint64) *season {
	m := &month{theatre: w, dice: rand.New(rand.NewPCG(seed, 6)), skews: []skew{{time.Time{}, 0}}}
	s := &season{month: m, people: map[int64]*seasonPerson{}, holidays: []civil.Date{{Year: 2021, Month: 11, Day: 18}}, first: civil.Date{Year: 2021, Month: 11, Day: 1}}
	d := staff.Directory{
		Units:  []staff.Unit{{Code: "VP", Name: "Văn phòng", Kind: "van-phong"}},
		People: []staff.Person{{Key: "ha", Name: "Hà", Unit: "VP", Roles: []staff.Role{staff.Clerk}}},
	}
	accounts := map[int64]string{8000: "ha"}
	s.people[8000] = &seasonPerson{key: "ha"}
	for i := range seasonUnits {
		u := &seasonUnit{code: fmt.Sprintf("D%02d", i)}
		s.units = append(s.units, u)
		d.Units = append(d.Units, staff.Unit{Code: u.code, Name: fmt.Sprintf("Đơn vị %02d", i), Kind: "phong", Cluster: "khoi"})
		contact := staff.Person{Key: "dm" + u.code, Name: "Đầu mối " + u.code, Unit: u.code, Roles: []staff.Role{staff.UnitContact}}
		head := staff.Person{Key: "tt" + u.code, Name: "Thủ trưởng " + u.code, Unit: u.code, Roles: []staff.Role{staff.UnitHead}}
		d.People = append(d.People, contact, head)
		enrol := func(chat int64, p staff.Person, head bool) {
			accounts[chat] = p.Key
			s.people[chat] = &seasonPerson{key: p.Key, unit: u.code, head: head, quiet: i%5 == 4 && head}
		}
		chat := int64(8100 + 10*i)
		if kind := i % 5; kind != 2 && kind != 3 {
			enrol(chat, contact, false)
			if kind == 4 {
				enrol(chat+1, contact, false) // a second device
			}
		}
		if kind := i % 5; kind != 1 && kind != 3 {
			enrol(chat+2, head, true)
		}
	}
	w.must(w.end())
	w.config.Reminders.Holidays = []string{"2021-11-18"}
	w.start(0)
	w.must(w.running.ledger.Write(w.t.Context(), func(tx *store.Tx) error {
		if err := tx.SaveDirectory(d); err != nil {
			return err
		}
		return s.enrolAll(tx, accounts)
	}))
	var err error
	s.beside, err = store.Open(w.t.Context(), w.path, store.Options{})
	w.must(err)
	s.openPeriod(d)
	w.settle()
	s.began = time.Now()
	return s
}

func (s *season) enrolAll(tx *store.Tx, accounts map[int64]string) error {
	for chat, key := range accounts {
		device := store.FirstDevice
		if chat%10 == 1 {
			continue // after the first one
		}
		if err := enrolAccount(tx, key, chat, device, s.now()); err != nil {
			return err
		}
		s.server.Person(chat, key).Start("")
		if accounts[chat+1] == key {
			if err := enrolAccount(tx, key, chat+1, store.SecondDevice, s.now()); err != nil {
				return err
			}
			s.server.Person(chat+1, key).Start("")
		}
		if s.people[chat].quiet {
			if err := tx.SetPreference(key, store.Preference{QuietFrom: "08:30", QuietTo: "09:30"}, s.now()); err != nil {
				return err
			}
		}
	}
	return nil
}

func enrolAccount(tx *store.Tx, key string, account int64, device store.Device, now time.Time) error {
	_, code, err := tx.NewInvitation(store.Invitation{Person: key, Device: device}, now)
	if err != nil {
		return err
	}
	i, err := tx.InvitationOf(code, account, now)
	if err != nil {
		return err
	}
	_, _, err = tx.Confirm(i.ID, "", account, now)
	return err
}

// chaseTestSheet asks so many yes-or-no questions and takes half a point off for each
// working day late, two at most.
func chaseTestSheet(criteria int) score.Sheet {
	s := score.Sheet{ID: "mua-thi-dua", Title: "Phiếu thử", BasePoints: 10000, ScoreStep: 25, Order: []score.OrderKey{score.ByTotal},
		Sections:   []score.Section{{Code: "A", Title: "Mục A", Max: score.Points(100 * criteria)}},
		Grades:     []score.Grade{{Code: "K", Label: "Không xếp loại"}},
		Deductions: []score.Deduction{{Code: "P.4", Title: "Nộp muộn", PointsEach: 50, Max: 200, Auto: true}}}
	for i := range criteria {
		s.Criteria = append(s.Criteria, score.Criterion{Code: fmt.Sprintf("A.%d", i+1), Section: "A", Title: fmt.Sprintf("Tiêu chí số %d", i+1), Max: 100, Rule: score.YesNo})
	}
	return s
}

// openPeriod opens the period: units submit until 17:00 on Friday of the second week.
func (s *season) openPeriod(d staff.Directory) {
	s.sheet = chaseTestSheet(seasonCriteria)
	due := at(s.first.AddDays(11), "17:00", s.zone)
	s.change(func(tx *store.Tx) error {
		now := s.now()
		v, err := tx.TakeSheet(s.sheet, "ha", now)
		if err != nil {
			return err
		}
		s.version = v.ID
		if s.period, err = tx.NewPeriod(store.Period{Title: "Năm 2021", From: s.first, To: s.first, SelfDue: due, By: "ha"}, now); err != nil {
			return err
		}
		for _, u := range s.units {
			if err := tx.EnterUnit(s.period.ID, u.code, "khoi", "ha", now); err != nil {
				return err
			}
		}
		if err := tx.SetClusterSheet(s.period.ID, "khoi", v.ID, "ha", now); err != nil {
			return err
		}
		s.period, err = tx.StepPeriod(s.period.ID, score.PeriodOpen, "ha", "", now)
		return err
	})
	s.dues = []dueSince{{time.Now(), due}}
	for _, u := range s.units {
		u.states = []unitSince{{since: time.Now(), state: score.NotStarted}}
	}
}

func (u *seasonUnit) now() unitSince { return u.states[len(u.states)-1] }

func (u *seasonUnit) become(do func(*unitSince)) {
	next := u.now()
	next.since = time.Now()
	do(&next)
	u.states = append(u.states, next)
}

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
