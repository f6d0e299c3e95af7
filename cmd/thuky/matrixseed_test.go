package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// The words of the matrix: in everything that a unit or the team writes about a sheet
// stands a word of its own, so that one sees in any text whose it is.
//
//	matP7e11  what P7 wrote at 1.1 before it submitted; d: what it works on now
//	matP7r22  why the team changed 2.2 of P7; x: what P7 explained; q, a: question, answer; p: a penalty
func secret(unit, kind, code string) string {
	return "mat" + unit + kind + strings.ReplaceAll(code, ".", "")
}

// A kept is one such word, or a figure, and what it is about.
type kept struct {
	word, unit, part string
	draft            bool // its unit still works on it
	figure           bool // a total: everybody's once it is published
}

// The units of the matrix, and the percentage that each answers at 1.2: no two figures
// that follow from it are alike, the average of a cluster included. P9 is the unit of whoever is tried out.
var matrixUnits = []struct {
	unit, cluster, percent string
	points                 score.Points // of 1.2, hundredths
}{
	{"P9", "khoi-phong", "91.13", 1367}, {"P7", "khoi-phong", "91.87", 1378}, {"P1", "khoi-phong", "93.47", 1402},
	{"TUYHOA", "cum-huyen", "94.51", 1418}, {"SONGCAU", "cum-huyen", "95.53", 1433},
}

// matrixCharge is what x appraises.
var matrixCharge = store.Charge{Cluster: "khoi-phong", Part: "1"}

// matrixStates are the states in which the matrix looks at a period, in their order.
var matrixStates = []score.PeriodState{score.PeriodOpen, score.PeriodClosed, score.PeriodAppraising, score.PeriodExplaining,
	score.PeriodCouncil, score.PeriodApproved, score.PeriodPublished}

// A matrixSeed is a period with the words in it.
type matrixSeed struct {
	seeder
	version int64
	words   []kept
}

func (s *matrixSeed) keep(unit, kind, code string) string {
	word := secret(unit, kind, code)
	part, _, _ := strings.Cut(code, ".")
	if kind == "p" {
		part = score.DeductionPart
	}
	s.words = append(s.words, kept{word: word, unit: unit, part: part, draft: kind == "d"})
	return word
}

// seedMatrix brings a new period to the state; x is a member of the team with one part of
// one cluster, "an" has all the rest.
func seedMatrix(tx *store.Tx, state score.PeriodState, now time.Time) ([]kept, error) {
	sheet, err := readSampleSheet("sample/sheets/06-phong-trao-chuyen-de-50.toml")
	if err != nil {
		return nil, err
	}
	sheet.ScoreStep = 1
	sheet.Deductions = append(sheet.Deductions, score.Deduction{Code: "P.2", Title: "Vi phạm quy chế", PointsEach: 50, Max: 200})
	v, err := tx.TakeSheet(sheet, "ha", now)
	if err != nil {
		return nil, err
	}
	s := &matrixSeed{seeder: seeder{Tx: tx, now: now}, version: v.ID}
	today := civil.DateOf(now)
	at := func(days int) time.Time { return now.AddDate(0, 0, days) }
	if s.period, err = tx.NewPeriod(store.Period{Title: "Năm 2021", From: today.AddDays(-365), To: today.AddDays(-1), SelfDue: at(20), AppraiseBy: at(25),
		ExplainBy: at(30), CouncilAt: at(35), PublishAt: at(40), By: "ha"}, now); err != nil {
		return nil, err
	}
	for _, u := range matrixUnits {
		if err := errors.Join(tx.EnterUnit(s.period.ID, u.unit, u.cluster, "ha", now), tx.SetClusterSheet(s.period.ID, u.cluster, v.ID, "ha", now)); err != nil {
			return nil, err
		}
	}
	steps := []func() error{s.filled, s.closed, s.underAppraisal, s.explaining, s.beforeCouncil, s.council, s.published}
	for i, do := range steps {
		if err := do(); err != nil {
			return nil, fmt.Errorf("%s: %w", matrixStates[i], err)
		}
		if matrixStates[i] == state {
			break
		}
	}
	return s.words, nil
}

func (s *matrixSeed) form(unit string) store.Submission {
	form, _, err := s.Submission(s.period.ID, unit)
	if err != nil {
		panic(err)
	}
	return form
}

// answered fills the form of a unit.
func (s *matrixSeed) answered(unit, kind string) error {
	for _, u := range matrixUnits {
		if u.unit != unit {
			continue
		}
		form := s.form(unit)
		if form.State == score.NotStarted {
			var err error
			if form, err = s.BeginSubmission(form, s.version, "dm-"+unit, s.now); err != nil {
				return err
			}
		}
		for code, value := range map[string]string{"1.1": "2", "1.2": u.percent, "2.1": "đạt", "2.2": "4"} {
			e := store.FormEntry{Code: code, Value: value, By: "dm-" + unit, Note: s.keep(unit, kind, code),
				Evidence: []score.Evidence{{Number: "12/BC-VKS", Day: "2021-06-05", Summary: secret(unit, kind, code)}}}
			if _, err := s.SaveEntry(form, e, s.now); err != nil {
				return err
			}
		}
		s.words = append(s.words, kept{word: comma(u.percent), unit: unit, part: "1", draft: kind == "d"},
			kept{word: s.points(u.points), unit: unit, part: "1", draft: kind == "d"},
			kept{word: s.points(u.points + 1500 + 1000 + 800), unit: unit, draft: kind == "d", figure: true},
			kept{word: s.points(u.points + 1500 + 1000 + 400), unit: unit, figure: true}) // as appraised
	}
	return nil
}

func comma(number string) string { return strings.ReplaceAll(number, ".", ",") }

func (*matrixSeed) points(p score.Points) string { return fmt.Sprintf("%d,%02d", p/100, p%100) }

// filled: two units still work on their sheets, the others have submitted.
func (s *matrixSeed) filled() error {
	if err := s.step(score.PeriodOpen); err != nil {
		return err
	}
	for _, u := range matrixUnits {
		kind := "e"
		if u.unit == "P9" || u.unit == "P7" || u.unit == "TUYHOA" {
			kind = "d"
		}
		if err := s.answered(u.unit, kind); err != nil {
			return err
		}
		if kind == "e" {
			if _, err := s.Submit(s.form(u.unit), 0, "tt-"+u.unit, s.now); err != nil {
				return err
			}
		}
	}
	if err := s.SetTeam(s.period.ID, "12/QĐ-VKS", civil.DateOf(s.now), "ha", s.now); err != nil {
		return err
	}
	var all []store.Charge
	for _, cluster := range []string{"cum-huyen", "khoi-phong"} {
		for _, part := range []string{"1", "2", score.BonusPart, score.DeductionPart} {
			all = append(all, store.Charge{Cluster: cluster, Part: part})
		}
	}
	return errors.Join(s.SetCharges(s.period.ID, "an", all, "ha", s.now),
		s.SetCharges(s.period.ID, "x", []store.Charge{matrixCharge}, "ha", s.now))
}

// closed: the period is closed, the same units are late and one of them may still submit.
func (s *matrixSeed) closed() error {
	return errors.Join(s.Extend(s.period.ID, "P9", s.now.AddDate(0, 0, 10), "bận xét xử", "ha", s.now), s.step(score.PeriodClosed))
}

// underAppraisal: all have submitted; P9 and P1 have their sheets back, P1 works on it.
func (s *matrixSeed) underAppraisal() error {
	for i := range s.words {
		s.words[i].draft = false
	}
	for _, u := range matrixUnits {
		if form := s.form(u.unit); form.First.IsZero() {
			if err := s.Extend(s.period.ID, u.unit, s.now.AddDate(0, 0, 10), "bận xét xử", "ha", s.now); err != nil {
				return err
			}
			if _, err := s.Submit(s.form(u.unit), 0, "tt-"+u.unit, s.now); err != nil {
				return err
			}
		}
	}
	if err := s.step(score.PeriodAppraising); err != nil {
		return err
	}
	for _, u := range matrixUnits {
		form := s.form(u.unit)
		if _, err := s.Ask(form, "2.2", "Hỏi "+s.keep(u.unit, "q", "2.2"), "an", s.now); err != nil {
			return err
		}
		if _, err := s.Propose(form, store.Penalty{Unit: u.unit, Code: "P.2", Faults: 1, Reason: s.keep(u.unit, "p", "P.2"), Source: "Kết luận " + secret(u.unit, "p", "P.2"), By: "an"}, s.now); err != nil {
			return err
		}
		decision := store.Appraisal{Code: "2.2", Decision: score.Amend, Value: "2", Reason: "bài trùng " + s.keep(u.unit, "r", "2.2"), By: "an"}
		if u.unit == "P9" || u.unit == "P1" {
			decision.Decision, decision.Value = score.SendBack, ""
		}
		form, _, err := s.Decide(form, decision, s.now)
		if err != nil {
			return err
		}
		if decision.Decision == score.SendBack {
			if form, err = s.ReturnSheet(form, "an", s.now); err != nil {
				return err
			}
		}
		if u.unit == "P1" {
			before, err := s.Entry(s.period.ID, u.unit, "2.2")
			if err != nil {
				return err
			}
			e := store.FormEntry{Code: "2.2", Value: "3", By: "dm-P1", Note: s.keep(u.unit, "d", "2.2"), Evidence: []score.Evidence{{Summary: secret(u.unit, "d", "2.2")}}, Revision: before.Revision}
			if _, err := s.SaveEntry(form, e, s.now); err != nil {
				return err
			}
		}
	}
	return nil
}

// explaining: everything was decided; P7 and TUYHOA have explained, the others not yet.
func (s *matrixSeed) explaining() error {
	for i := range s.words {
		s.words[i].draft = false
	}
	for _, u := range matrixUnits {
		form := s.form(u.unit)
		var err error
		if form.State == score.Returned {
			if form, err = s.Submit(form, 0, "tt-"+u.unit, s.now); err != nil {
				return err
			}
			if form, _, err = s.Decide(form, store.Appraisal{Code: "2.2", Decision: score.Amend, Value: "2", Reason: "vẫn trùng " + secret(u.unit, "r", "2.2"), By: "an", Revision: 1}, s.now); err != nil {
				return err
			}
		}
		if _, _, err := s.AcceptRest(form, "an", func(string) (string, bool) { return "", true }, s.now); err != nil {
			return err
		}
	}
	if err := s.step(score.PeriodExplaining); err != nil {
		return err
	}
	for _, unit := range []string{"P7", "TUYHOA"} {
		if err := s.Explain(s.form(unit), store.Explanation{Code: "2.2", Text: "không trùng " + s.keep(unit, "x", "2.2"), By: "dm-" + unit}, s.now); err != nil {
			return err
		}
		if _, err := s.SendExplanation(s.form(unit), "tt-"+unit, s.now); err != nil {
			return err
		}
	}
	return nil
}

func (s *matrixSeed) beforeCouncil() error {
	for _, unit := range []string{"P9", "P1", "SONGCAU"} {
		if err := s.Explain(s.form(unit), store.Explanation{Code: "2.2", Agrees: true, By: "dm-" + unit}, s.now); err != nil {
			return err
		}
		if _, err := s.SendExplanation(s.form(unit), "tt-"+unit, s.now); err != nil {
			return err
		}
	}
	for _, unit := range []string{"P7", "TUYHOA"} {
		if _, _, err := s.Decide(s.form(unit), store.Appraisal{Code: "2.2", Decision: score.Uphold, Reason: "giữ nguyên " + secret(unit, "r", "2.2"), By: "an", Revision: 1}, s.now); err != nil {
			return err
		}
	}
	return s.step(score.PeriodCouncil)
}

func (s *matrixSeed) council() error {
	all, err := s.Penalties(s.period.ID, "")
	if err != nil {
		return err
	}
	for _, p := range all {
		if _, err := s.DecidePenalty(p.ID, store.Dropped, "không đủ căn cứ", "thao", s.now); err != nil {
			return err
		}
	}
	return s.seeder.council()
}

func (s *matrixSeed) published() error {
	return s.publish("Căn cứ Quyết định số 424/QĐ-VKSTC")
}

// matrixPeople are x and y, who are tried out in every role; y is in no team.
func matrixPeople() []staff.Person {
	return []staff.Person{{Key: "x", Name: "Xuân", Unit: "P15", Roles: []staff.Role{staff.Appraiser}}, {Key: "y", Name: "Yên", Unit: "P9", Roles: []staff.Role{staff.Staff}},
		{Key: "an", Name: "An", Title: "Kiểm sát viên", Unit: "P15", Roles: []staff.Role{staff.Appraiser}}}
}
