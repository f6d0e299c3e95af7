package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// long is a text of so many letters, with all that markup could stumble over.
func long(letters int) string {
	return string([]rune(strings.Repeat("Kiểm sát <việc> giải quyết án & đơn “quá hạn” của đơn vị; ", letters/50+1))[:letters])
}

// A largeSeed is a period as large as an office may make one: every unit of the directory,
// 200 criteria with long titles, long answers, proofs, reasons and explanations.
type largeSeed struct {
	seeder
	sheet score.Sheet
	units []staff.Unit
}

func largeSheet() (score.Sheet, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "schema = %q\nid = \"phieu-lon\"\ntitle = %q\napplies_to = %q\nsource = %q\nbase_points = 100\nscore_step = 0.01\n", score.Schema, long(300), long(200), long(300))
	for i := range 20 {
		fmt.Fprintf(&b, "[[section]]\ncode = \"A.%d\"\ntitle = %q\nmax = 5\n", i+1, long(200))
	}
	for i := range 200 {
		rule := []string{`rule = "yes_no"`, `rule = "direct"`, "rule = \"proportional\"\nmeasure = \"%\"\ntarget = 100"}[i%3]
		title := long(300)
		if i%40 == 0 {
			title = long(4000)
		}
		fmt.Fprintf(&b, "[[criterion]]\ncode = \"A.%d.%d\"\nsection = \"A.%d\"\ntitle = %q\n%s\nmax = 0.5\nevidence_required = true\n", i/10+1, i%10+1, i/10+1, title, rule)
	}
	for i := range 20 {
		fmt.Fprintf(&b, "[[bonus]]\ncode = \"T.%d\"\ntitle = %q\nmax = 1\n", i+1, long(300))
		fmt.Fprintf(&b, "[[deduction]]\ncode = \"P.%d\"\ntitle = %q\npoints_each = 0.5\nmax = 2\n", i+1, long(300))
		fmt.Fprintf(&b, "[[veto]]\ncode = \"L.%d\"\ntitle = %q\neffect = \"exclude\"\n", i+1, long(300))
	}
	fmt.Fprintf(&b, "[limits]\nbonus_cap = 5\ntotal_cap = 105\n[[grade]]\ncode = \"G\"\nlabel = %q\nmin = 80\n[[grade]]\ncode = \"D\"\nlabel = \"Đạt\"\nmin = 0\n", long(60))
	return score.Decode(strings.NewReader(b.String()))
}

// seedLarge brings such a period to the state. Its sheet was taken in before: what was not
// committed yet is read anew at each use.
func seedLarge(tx *store.Tx, state score.PeriodState, now time.Time) ([]kept, error) {
	d, err := tx.Directory()
	if err != nil {
		return nil, err
	}
	s := &largeSeed{seeder: seeder{Tx: tx, now: now}}
	for _, u := range d.Units {
		if u.Cluster != "" && !u.HoldsLeaders() && u.Code != "P15" { // which is An's, who appraises all
			u.Cluster = map[bool]string{true: "cum-huyen", false: "khoi-phong"}[u.Kind == "huyen"]
			s.units = append(s.units, u)
		}
	}
	if s.sheet, err = largeSheet(); err != nil {
		return nil, err
	}
	v, _, err := tx.LastSheet(s.sheet.ID)
	if err != nil {
		return nil, err
	}
	today := civil.DateOf(now)
	if s.period, err = tx.NewPeriod(store.Period{Title: long(120), From: today.AddDays(-365), To: today.AddDays(-1), SelfDue: now.AddDate(0, 0, 20), By: "ha"}, now); err != nil {
		return nil, err
	}
	for _, u := range s.units {
		if err := errors.Join(tx.EnterUnit(s.period.ID, u.Code, u.Cluster, "ha", now), tx.SetClusterSheet(s.period.ID, u.Cluster, v.ID, "ha", now)); err != nil {
			return nil, err
		}
	}
	for i, do := range []func() error{func() error { return s.filled(v.ID) }, s.closed, s.judged, s.explained, s.beforeCouncil, s.approve, func() error { return s.publish(long(300), long(300), long(300)) }} {
		if err := do(); err != nil {
			return nil, fmt.Errorf("%s: %w", matrixStates[i], err)
		}
		if matrixStates[i] == state {
			break
		}
	}
	return nil, nil
}

// wordy are the units that answer and are judged at length.
var wordy = []string{"P9", "TUYHOA"}

func (s *largeSeed) form(unit string) store.Submission {
	form, _, err := s.Submission(s.period.ID, unit)
	if err != nil {
		panic(err)
	}
	return form
}

func (s *largeSeed) filled(version int64) error {
	if err := s.step(score.PeriodOpen); err != nil {
		return err
	}
	for _, u := range s.units {
		form, err := s.BeginSubmission(s.form(u.Code), version, "dm", s.now)
		if err != nil {
			return err
		}
		note, proof := "", []score.Evidence{{Number: "12/BC-VKS", Day: "2021-06-05", Summary: long(300)}}
		if slices.Contains(wordy, u.Code) {
			note, proof = long(300), append(proof, proof[0], proof[0])
		}
		for i, c := range s.sheet.Criteria {
			e := store.FormEntry{Code: c.Code, Value: []string{"đạt", "0.25", "88.5"}[i%3], Note: note, Evidence: proof, By: "dm"}
			if _, err := s.SaveEntry(form, e, s.now); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *largeSeed) closed() error {
	for _, u := range s.units {
		if _, err := s.Submit(s.form(u.Code), 0, "dm", s.now); err != nil {
			return err
		}
	}
	var all []store.Charge
	for _, cluster := range []string{"cum-huyen", "khoi-phong"} {
		for _, part := range s.sheet.Parts() {
			all = append(all, store.Charge{Cluster: cluster, Part: part})
		}
	}
	return errors.Join(s.SetTeam(s.period.ID, "12/QĐ-VKS", civil.DateOf(s.now), "ha", s.now), s.SetCharges(s.period.ID, "an", all, "ha", s.now), s.step(score.PeriodClosed))
}

// amended lets the team change the criteria from one number to another of the wordy units.
func (s *largeSeed) amended(from, to int) error {
	for _, unit := range wordy {
		form := s.form(unit)
		for i, c := range s.sheet.Criteria[from:to] {
			var err error
			a := store.Appraisal{Code: c.Code, Decision: score.Amend, Value: []string{"không đạt", "0.1", "50"}[(from+i)%3], Reason: long(300), By: "an"}
			if form, _, err = s.Decide(form, a, s.now); err != nil {
				return fmt.Errorf("%s: %w", c.Code, err)
			}
		}
	}
	return nil
}

func (s *largeSeed) judged() error {
	if err := errors.Join(s.step(score.PeriodAppraising), s.amended(0, 100)); err != nil {
		return err
	}
	for _, unit := range wordy {
		form := s.form(unit)
		for i := range 20 {
			_, err := s.Propose(form, store.Penalty{Unit: unit, Code: fmt.Sprintf("P.%d", i+1), Faults: 1, Reason: long(300), Source: long(300), By: "an"}, s.now)
			_, err2 := s.Propose(form, store.Penalty{Unit: unit, Code: fmt.Sprintf("L.%d", i+1), Reason: long(300), Source: long(300), By: "an"}, s.now)
			_, err3 := s.Ask(form, "A.1.1", long(300), "an", s.now)
			if err := errors.Join(err, err2, err3); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *largeSeed) explained() error {
	if err := s.amended(100, 200); err != nil {
		return err
	}
	for _, u := range s.units {
		if _, _, err := s.AcceptRest(s.form(u.Code), "an", func(string) (string, bool) { return "", true }, s.now); err != nil {
			return err
		}
	}
	if err := s.step(score.PeriodExplaining); err != nil {
		return err
	}
	for _, c := range s.sheet.Criteria {
		if err := s.Explain(s.form("TUYHOA"), store.Explanation{Code: c.Code, Text: long(1000), By: "dm"}, s.now); err != nil {
			return err
		}
	}
	_, err := s.SendExplanation(s.form("TUYHOA"), "dm", s.now)
	return err
}

func (s *largeSeed) beforeCouncil() error {
	form := s.form("TUYHOA")
	for _, c := range s.sheet.Criteria {
		var err error
		if form, _, err = s.Decide(form, store.Appraisal{Code: c.Code, Decision: score.Uphold, Reason: long(300), By: "an", Revision: 1}, s.now); err != nil {
			return err
		}
	}
	return s.step(score.PeriodCouncil)
}

func (s *largeSeed) approve() error {
	all, err := s.Penalties(s.period.ID, "")
	for _, p := range all {
		_, err2 := s.DecidePenalty(p.ID, store.Dropped, long(300), "thao", s.now)
		err = errors.Join(err, err2)
	}
	return errors.Join(err, s.council())
}

// TestScreensOfALargeOffice walks through the screens of such a period: everything that is
// sent must be what the messenger takes (inTheatre looks), and much of it is near its limits.
func TestScreensOfALargeOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("draws large files")
	}
	t.Parallel()
	var mu sync.Mutex
	buttons, letters := 0, 0
	t.Run("states", func(t *testing.T) {
		for state, walkers := range map[score.PeriodState][]tried{
			score.PeriodOpen:       {{"y", staff.UnitHead, "P9"}, {"y", staff.Clerk, "VP"}},
			score.PeriodAppraising: {{"an", staff.Appraiser, "P15"}, {"y", staff.Clerk, "VP"}},
			score.PeriodExplaining: {{"y", staff.UnitHead, "P9"}, {"an", staff.Appraiser, "P15"}},
			score.PeriodCouncil:    {{"y", staff.Leader, ""}},
			score.PeriodPublished:  {{"y", staff.Clerk, "VP"}, {"y", staff.UnitHead, "P9"}},
		} {
			t.Run(string(state), func(t *testing.T) {
				t.Parallel()
				inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
					for i := range w.staff.Units {
						u := &w.staff.Units[i]
						u.Aliases, u.Name = append(u.Aliases, u.Name), u.Name+", "+long(100)
					}
					m := &matrix{theatre: w, state: state, chats: map[int64]staff.Person{}}
					w.write(func(tx *store.Tx) error {
						sheet, err := largeSheet()
						if err != nil {
							return err
						}
						_, err = tx.TakeSheet(sheet, "ha", w.now())
						return err
					})
					template := m.furnish(seedLarge)
					defer w.server.Watch(func(e sim.Event) {
						if !e.Message.Bot {
							return
						}
						mu.Lock()
						defer mu.Unlock()
						count := 0
						for _, row := range e.Message.Buttons {
							count += len(row)
						}
						buttons, letters = max(buttons, count), max(letters, utf8.RuneCountInString(e.Message.Text))
					})()
					for _, one := range walkers {
						m.enter(template, one)
						m.walk(append(matrixCommands, "/nhatky", "/thongbao", "/moi", "/bangiao"), 24)
					}
				})
			})
		}
	})
	if buttons < 40 || letters < 3000 {
		t.Errorf("the largest message has %d buttons, %d letters: nothing large was shown", buttons, letters)
	}
	t.Logf("the largest has %d buttons, %d letters", buttons, letters)
}
