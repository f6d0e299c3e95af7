package main

import (
	"errors"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// The period that seeded tests have: a small sheet for both clusters, three units in
// each, with answers that differ.
var seededAnswers = []struct {
	unit, cluster string
	answers       [4]string // of 1.1, 1.2, 2.1, 2.2
}{
	{"TUYHOA", "cum-huyen", [4]string{"2", "100", "đạt", "5"}},
	{"SONGCAU", "cum-huyen", [4]string{"2", "90", "đạt", "5"}},
	{"TUYAN", "cum-huyen", [4]string{"1", "80", "không đạt", "3"}},
	{"P1", "khoi-phong", [4]string{"2", "100", "đạt", "4"}},
	{"P7", "khoi-phong", [4]string{"2", "95", "đạt", "4"}},
	{"P9", "khoi-phong", [4]string{"2", "100", "đạt", "4"}},
}

// A seeder writes what other duties would have written.
type seeder struct {
	*store.Tx
	now    time.Time
	period store.Period
}

// seedApproved makes a period that the council has approved: units have answered and
// submitted, the team has changed one score, nobody has explained.
func seedApproved(tx *store.Tx, title string, now time.Time) error {
	s := &seeder{Tx: tx, now: now}
	d, err := tx.Directory()
	if err != nil {
		return err
	}
	if _, there := d.Person("an"); !there {
		d.People = append(d.People, staff.Person{Key: "an", Name: "An", Title: "Kiểm sát viên", Roles: []staff.Role{staff.Appraiser}})
		if err := tx.SaveDirectory(d); err != nil {
			return err
		}
	}
	sheet, err := readSampleSheet("sample/sheets/06-phong-trao-chuyen-de-50.toml")
	if err != nil {
		return err
	}
	v, err := tx.TakeSheet(sheet, "ha", now)
	if err != nil && !errors.Is(err, store.ErrSameSheet) {
		return err
	}
	today := civil.DateOf(now)
	if s.period, err = tx.NewPeriod(store.Period{Title: title, From: today.AddDays(-365), To: today.AddDays(-1), SelfDue: now.Add(24 * time.Hour), By: "ha"}, now); err != nil {
		return err
	}
	for _, u := range seededAnswers {
		if err := errors.Join(tx.EnterUnit(s.period.ID, u.unit, u.cluster, "ha", now), tx.SetClusterSheet(s.period.ID, u.cluster, v.ID, "ha", now)); err != nil {
			return err
		}
	}
	if err := s.step(score.PeriodOpen); err != nil {
		return err
	}
	for i, u := range seededAnswers {
		s.now = now.Add(time.Duration(i) * time.Minute)
		if err := s.submitted(u.unit, u.answers, v.ID); err != nil {
			return err
		}
	}
	for _, do := range []func() error{
		func() error { return s.step(score.PeriodClosed) }, s.team, func() error { return s.step(score.PeriodAppraising) }, s.appraised,
		func() error { return s.step(score.PeriodExplaining) }, func() error { return s.step(score.PeriodCouncil) }, s.council,
	} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

func readSampleSheet(name string) (score.Sheet, error) {
	f := sheetFile{File: name}
	return f.read()
}

func (s *seeder) step(to score.PeriodState) (err error) {
	s.period, err = s.StepPeriod(s.period.ID, to, "ha", "", s.now)
	return err
}

func (s *seeder) submitted(unit string, answers [4]string, version int64) error {
	form, _, err := s.Submission(s.period.ID, unit)
	if err != nil {
		return err
	}
	contact := "daumoi" + strings.ToLower(unit)
	if form, err = s.BeginSubmission(form, version, contact, s.now); err != nil {
		return err
	}
	for i, code := range []string{"1.1", "1.2", "2.1", "2.2"} {
		if _, err := s.SaveEntry(form, store.FormEntry{Code: code, Value: answers[i], By: contact}, s.now); err != nil {
			return err
		}
	}
	_, err = s.Submit(form, 0, contact, s.now)
	return err
}

func (s *seeder) team() error {
	if err := s.SetTeam(s.period.ID, "12/QĐ-VKS", civil.DateOf(s.now), "ha", s.now); err != nil {
		return err
	}
	var charges []store.Charge
	for _, cluster := range []string{"cum-huyen", "khoi-phong"} {
		for _, part := range []string{"1", "2", score.BonusPart, score.DeductionPart} {
			charges = append(charges, store.Charge{Cluster: cluster, Part: part})
		}
	}
	return s.SetCharges(s.period.ID, "an", charges, "ha", s.now)
}

func (s *seeder) appraised() error {
	forms, err := s.HandedIn(s.period.ID)
	if err != nil {
		return err
	}
	for _, form := range forms {
		if form.Unit == "TUYAN" {
			if form, _, err = s.Decide(form, store.Appraisal{Code: "2.2", Decision: score.Amend, Value: "2", Reason: "01 bài trùng với bài đã tính", By: "an"}, s.now); err != nil {
				return err
			}
		}
		if _, _, err := s.AcceptRest(form, "an", func(string) (string, bool) { return "", true }, s.now); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) council() error {
	for _, cluster := range []string{"cum-huyen", "khoi-phong"} {
		if _, _, err := s.Hold(store.Session{Period: s.period.ID, Cluster: cluster, Held: s.now, Present: []string{"vien-truong", "thao", "thanh"}, For: 3,
			Decision: store.Approves, By: "ha"}, s.now); err != nil {
			return err
		}
	}
	return nil
}

// publish publishes what the council has approved.
func (s *seeder) publish(bases ...string) error {
	a, err := s.NewAnnouncement(store.Announcement{Period: s.period.ID, Draft: store.Draft{Number: "15/TB-VKS", Day: civil.DateOf(s.now),
		Complaints: civil.DateOf(s.now).AddDays(7), Bases: bases, Signer: "thao"}}, "ha", s.now)
	if err != nil {
		return err
	}
	p, _, err := s.Period(s.period.ID)
	if err != nil {
		return err
	}
	r, err := s.Report(p, func(time.Time, time.Time) int64 { return 0 })
	if err != nil {
		return err
	}
	snapshot, err := r.Snapshot()
	if err != nil {
		return err
	}
	if a, err = s.KeepPreview(a, store.DigestOf(snapshot), nil); err != nil {
		return err
	}
	if a, err = s.StepAnnouncement(a, store.PutForward, "ha", "", s.now); err != nil {
		return err
	}
	_, err = s.Publish(a, r, "thao", s.now)
	return err
}
