package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"cloud.google.com/go/civil"

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
