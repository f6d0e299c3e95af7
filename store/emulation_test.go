package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"thuky/store/score"
	"thuky/store/staff"
)

// appraisedSheet has a criterion of each kind that appraisal treats in its own way.
const appraisedSheet = `
schema = "thuky.sheet/1"
id = "nho"
title = "Phiếu nhỏ"
base_points = 20
score_step = 0.5
[[section]]
code = "A"
title = "Chuyên môn"
max = 12
[[section]]
code = "A.I"
title = "Giải quyết"
max = 12
parent = "A"
[[section]]
code = "B"
title = "Phong trào"
max = 8
[[criterion]]
code = "A.I.1"
section = "A.I"
title = "Tỷ lệ giải quyết"
rule = "proportional"
measure = "%"
target = 100
max = 8
[[criterion]]
code = "A.I.2"
section = "A.I"
title = "Dẫn đầu"
rule = "leader"
target = 10
max = 4
[[criterion]]
code = "B.1"
section = "B"
title = "Có kế hoạch"
rule = "yes_no"
max = 5
[[criterion]]
code = "B.2"
section = "B"
title = "Tổ chấm"
rule = "appraiser"
max = 3
[[bonus]]
code = "T.1"
title = "Mô hình mới"
max = 3
points_each = 1
[[deduction]]
code = "P.1"
title = "Báo cáo chậm"
points_each = 1
[[deduction]]
code = "P.2"
title = "Nộp chậm"
points_each = 0.5
auto = true
[[veto]]
code = "L.1"
title = "Có án oan"
effect = "exclude"
[[grade]]
code = "T"
label = "Tốt"
min = 10
[[grade]]
code = "D"
label = "Đạt"
min = 0
`

// emulation is an office whose team is to appraise two divisions: An does section A, Ba
// of P1 all the rest, Cuc of the Office P1's rest.
type emulation struct {
	*Store
	t      testing.TB
	sheet  score.Sheet
	period Period
	now    time.Time
}

func (e *emulation) write(do func(*Tx) error) {
	e.t.Helper()
	e.now = e.now.Add(time.Minute)
	write(e.t, e.Store, do)
}

// refused runs what must fail with the error, and leaves nothing behind.
func (e *emulation) refused(want error, do func(*Tx) error) {
	e.t.Helper()
	if err := e.Store.Write(e.t.Context(), do); !errors.Is(err, want) {
		e.t.Errorf("got %v, want %v", err, want)
	}
}

func (e *emulation) sub(unit string) Submission {
	e.t.Helper()
	var s Submission
	if err := e.Read(e.t.Context(), func(tx *Tx) (err error) { // beside a transaction that writes
		s, _, err = tx.Submission(e.period.ID, unit)
		return err
	}); err != nil {
		e.t.Fatal(err)
	}
	return s
}

func (e *emulation) answer(unit, code, value string) {
	e.t.Helper()
	s := e.sub(unit)
	e.write(func(tx *Tx) error {
		before, err := tx.Entry(s.Period, unit, code)
		if err != nil {
			return err
		}
		_, err = tx.SaveEntry(s, FormEntry{Code: code, Value: value, By: "dm-" + unit, Revision: before.Revision}, e.now)
		return err
	})
}

func (e *emulation) submit(units ...string) {
	e.t.Helper()
	for _, unit := range units {
		s := e.sub(unit)
		e.write(func(tx *Tx) error {
			_, err := tx.Submit(s, 0, "tt-"+unit, e.now)
			return err
		})
	}
}

func (e *emulation) step(to score.PeriodState, reason string) error {
	return e.Store.Write(e.t.Context(), func(tx *Tx) error {
		_, err := tx.StepPeriod(e.period.ID, to, "ha", reason, e.now)
		return err
	})
}

func (e *emulation) mustStep(to score.PeriodState) {
	e.t.Helper()
	if err := e.step(to, ""); err != nil {
		e.t.Fatal(err)
	}
}

// decide decides at the latest revision.
func (e *emulation) decide(unit, code string, d score.Decision, value, reason string) error {
	s := e.sub(unit)
	e.now = e.now.Add(time.Minute)
	return e.Store.Write(e.t.Context(), func(tx *Tx) error {
		history, err := tx.Appraisals(s.Period, unit)
		if err != nil {
			return err
		}
		_, _, err = tx.Decide(s, Appraisal{Code: code, Decision: d, Value: value, Reason: reason, By: "an", Revision: history.Last(code).Revision}, e.now)
		return err
	})
}

func (e *emulation) mustDecide(unit, code string, d score.Decision, value, reason string) {
	e.t.Helper()
	if err := e.decide(unit, code, d, value, reason); err != nil {
		e.t.Fatalf("%s of %s: %v", code, unit, err)
	}
}

func (e *emulation) state(unit string, want score.SubmissionState) {
	e.t.Helper()
	if got := e.sub(unit).State; got != want {
		e.t.Errorf("%s is %s, want %s", unit, got, want)
	}
}

var anyCode = func(string) (string, bool) { return "", true }

func (e *emulation) acceptRest(unit string) (done []string) {
	e.t.Helper()
	s := e.sub(unit)
	e.write(func(tx *Tx) (err error) {
		_, done, err = tx.AcceptRest(s, "ba", anyCode, e.now)
		return err
	})
	return done
}

// inAppraisal is the office once P1 and P9 have submitted; P7 has not.
func inAppraisal(t testing.TB) *emulation {
	t.Helper()
	sheet, err := score.Decode(strings.NewReader(appraisedSheet))
	if err != nil {
		t.Fatal(err)
	}
	e := &emulation{Store: openTest(t, Options{}), t: t, sheet: sheet, now: emulationTime}
	d := staff.Directory{Units: []staff.Unit{{Code: "P1", Name: "Phòng 1", Kind: "phong"}, {Code: "P7", Name: "Phòng 7", Kind: "phong"},
		{Code: "P9", Name: "Phòng 9", Kind: "phong"}, {Code: "VP", Name: "Văn phòng", Kind: "van-phong"}}}
	for _, p := range [][3]string{{"an", "", "appraiser"}, {"ba", "P1", "appraiser"}, {"cuc", "VP", "appraiser"}, {"ha", "VP", "clerk"}, {"thao", "", "leader"}} {
		d.People = append(d.People, staff.Person{Key: p[0], Name: p[0], Unit: p[1], Roles: []staff.Role{staff.Role(p[2])}})
	}
	e.write(func(tx *Tx) error {
		if err := tx.SaveDirectory(d); err != nil {
			return err
		}
		v, err := tx.TakeSheet(sheet, "ha", e.now)
		if err != nil {
			return err
		}
		e.period, err = tx.NewPeriod(Period{Title: "Năm 2021", From: day("2020-12-01"), To: day("2021-11-30"), SelfDue: e.now.AddDate(0, 0, 14),
			ExplainBy: e.now.AddDate(0, 1, 0), By: "ha"}, e.now)
		if err != nil {
			return err
		}
		for _, unit := range []string{"P1", "P7", "P9"} {
			if err := tx.EnterUnit(e.period.ID, unit, "khoi", "ha", e.now); err != nil {
				return err
			}
		}
		if err := tx.SetClusterSheet(e.period.ID, "khoi", v.ID, "ha", e.now); err != nil {
			return err
		}
		if _, err := tx.StepPeriod(e.period.ID, score.PeriodOpen, "ha", "", e.now); err != nil {
			return err
		}
		for _, unit := range []string{"P1", "P9"} {
			s, _, err := tx.Submission(e.period.ID, unit)
			if err != nil {
				return err
			}
			if _, err = tx.BeginSubmission(s, v.ID, "dm-"+unit, e.now); err != nil {
				return err
			}
		}
		return nil
	})
	for unit, answers := range map[string][3]string{"P1": {"90", "12", "đạt"}, "P9": {"100", "15", "n/a"}} {
		for i, code := range []string{"A.I.1", "A.I.2", "B.1"} {
			e.answer(unit, code, answers[i])
		}
	}
	e.answer("P9", "P.1", "2")
	e.submit("P1", "P9")
	e.mustStep(score.PeriodClosed)
	if err := e.step(score.PeriodAppraising, ""); !errors.Is(err, ErrNoTeam) {
		t.Errorf("appraised without a team: %v", err)
	}
	e.write(func(tx *Tx) error {
		if err := tx.SetTeam(e.period.ID, "12/QĐ-VKS", day("2021-11-01"), "ha", e.now); err != nil {
			return err
		}
		if err := tx.SetCharges(e.period.ID, "an", []Charge{{"khoi", "A"}}, "ha", e.now); err != nil {
			return err
		}
		return tx.SetCharges(e.period.ID, "ba", []Charge{{"khoi", "B"}, {"khoi", "+"}, {"khoi", "-"}}, "ha", e.now)
	})
	var uncovered *UncoveredError
	if err := e.step(score.PeriodAppraising, ""); !errors.As(err, &uncovered) || *uncovered != (UncoveredError{"P1", "B"}) {
		t.Errorf("a member of P1 appraises P1: %v", err)
	}
	e.write(func(tx *Tx) error {
		return tx.SetCharges(e.period.ID, "cuc", []Charge{{"khoi", "B"}, {"khoi", "+"}, {"khoi", "-"}}, "ha", e.now)
	})
	e.mustStep(score.PeriodAppraising)
	return e
}
