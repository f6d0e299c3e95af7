package store

import (
	"errors"
	"slices"
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

func TestDecisionsOfTheTeam(t *testing.T) {
	e := inAppraisal(t)
	for _, c := range []struct {
		code          string
		d             score.Decision
		value, reason string
		want          error
	}{
		{"A.I.9", score.Accept, "", "", ErrNoCode},
		{"A.I.1", score.Amend, "80", "", ErrNeedsReason},
		{"A.I.1", score.Amend, "", "chưa rõ", ErrNothingGiven},
		{"A.I.1", score.SendBack, "", "", ErrNeedsReason},
		{"A.I.1", score.Uphold, "", "như cũ", ErrNotNow},
		{"B.2", score.Accept, "", "", ErrNothingGiven}, // only the team scores it
		{"B.2", score.SendBack, "", "làm lại", ErrNotNow},
		{"T.1", score.Accept, "", "", ErrNothingGiven}, // not claimed
		{"P.1", score.Amend, "3", "thêm một", ErrMoreFaults},
		{"P.2", score.Amend, "1", "chậm", ErrNoCode}, // counted by the system
	} {
		if err := e.decide("P9", c.code, c.d, c.value, c.reason); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	var mistake *score.Mistake
	if err := e.decide("P9", "B.2", score.Amend, "3,5", ""); !errors.As(err, &mistake) || mistake.Fault != score.OutOfRange {
		t.Errorf("3,5 of 3 points: %v", err)
	}
	e.mustDecide("P9", "A.I.1", score.Amend, "95%", "theo báo cáo 12")
	e.refused(nil, func(tx *Tx) error { // somebody else decides on what they have not seen
		_, _, err := tx.Decide(e.sub("P9"), Appraisal{Code: "A.I.1", Decision: score.Accept, By: "ba"}, e.now)
		var decided *DecidedError
		if !errors.As(err, &decided) || decided.Now.Value != "95" || decided.Now.By != "an" {
			t.Errorf("decided unseen: %v", err)
		}
		return nil
	})
	if done := e.acceptRest("P9"); !slices.Equal(done, []string{"A.I.2", "P.1"}) {
		t.Errorf("accepted at once: %v", done) // n/a and what the team scores are looked at one by one
	}
	e.mustDecide("P9", "B.1", score.Accept, "", "")
	e.state("P9", score.Submitted)
	e.mustDecide("P9", "B.2", score.Amend, "2,5", "")
	e.state("P9", score.Appraised)
	e.mustDecide("P9", "A.I.1", score.Amend, "96", "đã đối chiếu lại") // as long as the team appraises
	values := read(t, e.Store, func(tx *Tx) (map[string]string, error) { return tx.Values(e.sub("P9"), score.AppraisedStage) })
	if values["A.I.1"] != "96" || values["B.1"] != "n/a" || values["B.2"] != "2.5" || values["P.1"] != "2" {
		t.Errorf("appraised: %v", values)
	}
	if err := e.step(score.PeriodExplaining, ""); !errors.Is(err, ErrNotAppraised) {
		t.Errorf("explained before all is appraised: %v", err)
	}
}

func TestAReturnedSheetPassesEveryStepAgain(t *testing.T) {
	e := inAppraisal(t)
	e.refused(ErrNotReturned, func(tx *Tx) error { _, err := tx.ReturnSheet(e.sub("P1"), "an", e.now); return err })
	e.mustDecide("P1", "A.I.1", score.Amend, "80", "theo sổ thụ lý")
	e.acceptRest("P1")
	e.mustDecide("P1", "B.2", score.Amend, "3", "")
	e.state("P1", score.Appraised)
	e.mustDecide("P1", "B.1", score.SendBack, "", "thiếu số kế hoạch") // found out late
	s := e.sub("P1")
	e.write(func(tx *Tx) error { _, err := tx.ReturnSheet(s, "an", e.now); return err })
	codes := read(t, e.Store, func(tx *Tx) (map[string]string, error) { return tx.ReturnedCodes(e.sub("P1")) })
	if len(codes) != 1 || codes["B.1"] != "thiếu số kế hoạch" {
		t.Errorf("open for the unit: %v", codes)
	}
	if err := e.decide("P1", "A.I.1", score.Accept, "", ""); !errors.Is(err, ErrNotNow) {
		t.Errorf("appraised while it is with the unit: %v", err)
	}
	if err := e.step(score.PeriodExplaining, ""); !errors.Is(err, ErrNotAppraised) {
		t.Errorf("went on without a returned sheet: %v", err)
	}
	e.answer("P1", "B.1", "không đạt")
	e.submit("P1")
	again := e.sub("P1")
	left := read(t, e.Store, func(tx *Tx) ([]string, error) { return tx.Undecided(again) })
	if !slices.Equal(left, []string{"A.I.1", "A.I.2", "B.1", "B.2"}) || again.Round != 2 || !again.First.Equal(s.First) {
		t.Errorf("round %d, to be decided %v, first submitted %s", again.Round, left, again.First)
	}
	if done := e.acceptRest("P1"); len(done) != 4 { // the earlier decisions stand again, the new answer is accepted
		t.Errorf("decided at once: %v", done)
	}
	e.state("P1", score.Appraised)
	values := read(t, e.Store, func(tx *Tx) (map[string]string, error) { return tx.Values(e.sub("P1"), score.AppraisedStage) })
	if values["A.I.1"] != "80" || values["B.1"] != "không đạt" || values["B.2"] != "3" {
		t.Errorf("appraised: %v", values)
	}
}

// appraised decides on all of both sheets; P9's A.I.1 is lowered to 80.
func (e *emulation) appraised() {
	e.t.Helper()
	e.mustDecide("P9", "A.I.1", score.Amend, "80", "theo sổ thụ lý")
	e.mustDecide("P9", "B.1", score.Accept, "", "")
	for _, unit := range []string{"P1", "P9"} {
		e.acceptRest(unit)
		e.mustDecide(unit, "B.2", score.Amend, "3", "")
		e.state(unit, score.Appraised)
	}
	e.mustStep(score.PeriodExplaining)
}

func (e *emulation) explain(unit, code string, agrees bool, text string) error {
	s := e.sub(unit)
	return e.Store.Write(e.t.Context(), func(tx *Tx) error {
		return tx.Explain(s, Explanation{Code: code, Agrees: agrees, Text: text, By: "dm-" + unit}, e.now)
	})
}

func TestExplanation(t *testing.T) {
	e := inAppraisal(t)
	e.appraised()
	for _, c := range []struct {
		unit, code, text string
		want             error
	}{{"P9", "A.I.2", "đúng", ErrNoDifference}, {"P9", "B.2", "đúng", ErrNoDifference}, {"P1", "A.I.1", "đúng", ErrNoDifference}, {"P9", "A.I.1", "", ErrNeedsReason}} {
		if err := e.explain(c.unit, c.code, false, c.text); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	send := func(tx *Tx) error { _, err := tx.SendExplanation(e.sub("P9"), "tt-P9", e.now); return err }
	e.refused(ErrNoSaid, send)
	if err := errors.Join(e.explain("P9", "A.I.1", true, ""), e.explain("P9", "A.I.1", false, "sổ ghi 95")); err != nil {
		t.Fatal(err)
	}
	e.write(send)
	e.state("P9", score.Explained)
	e.refused(ErrNotNow, send)
	if err := e.step(score.PeriodCouncil, ""); !errors.Is(err, ErrNotExplained) {
		t.Errorf("went on without the second appraisal: %v", err)
	}
	if err := e.decide("P9", "A.I.2", score.Uphold, "", "như cũ"); !errors.Is(err, ErrNotNow) {
		t.Errorf("decided again on what was not explained: %v", err)
	}
	if err := e.decide("P9", "A.I.1", score.Uphold, "", ""); !errors.Is(err, ErrNeedsReason) {
		t.Errorf("upheld without a reason: %v", err)
	}
	e.mustDecide("P9", "A.I.1", score.Amend, "95", "sổ ghi 95")
	e.state("P9", score.Appraised)
	for stage, want := range map[score.Stage]string{score.SelfStage: "100", score.AppraisedStage: "80", score.FinalStage: "95"} {
		if got := read(t, e.Store, func(tx *Tx) (map[string]string, error) { return tx.Values(e.sub("P9"), stage) }); got["A.I.1"] != want {
			t.Errorf("%s: %s, want %s", stage, got["A.I.1"], want)
		}
	}
	e.refused(ErrNotNow, send) // once is enough
	e.mustStep(score.PeriodCouncil)
}

func TestNoExplanationAfterTheDeadline(t *testing.T) {
	e := inAppraisal(t)
	e.appraised()
	if err := e.explain("P9", "A.I.1", false, "sổ ghi 95"); err != nil {
		t.Fatal(err)
	}
	e.now = e.period.ExplainBy.Add(time.Millisecond)
	if err := e.explain("P9", "A.I.1", false, "sổ ghi 96"); !errors.Is(err, ErrPastDue) {
		t.Errorf("explained too late: %v", err)
	}
	e.refused(ErrPastDue, func(tx *Tx) error { _, err := tx.SendExplanation(e.sub("P9"), "tt-P9", e.now); return err })
	e.mustStep(score.PeriodCouncil) // what was not sent in time is not said
}

// held records a session of the council on the only cluster.
func (e *emulation) held(d CouncilDecision, reason string, votes, against int, present ...string) error {
	e.now = e.now.Add(time.Minute)
	return e.Store.Write(e.t.Context(), func(tx *Tx) error {
		_, _, err := tx.Hold(Session{Period: e.period.ID, Cluster: "khoi", Held: e.now, Present: present, For: votes, Against: against, Decision: d, Reason: reason, By: "thao"}, e.now)
		return err
	})
}

func TestTheCouncil(t *testing.T) {
	e := inAppraisal(t)
	var veto Penalty
	propose := func(code string, faults int64, reason, source string, want error) {
		t.Helper()
		err := e.Store.Write(t.Context(), func(tx *Tx) (err error) {
			p, err := tx.Propose(e.sub("P9"), Penalty{Code: code, Faults: faults, Reason: reason, Source: source, By: "an"}, e.now)
			if err == nil {
				veto = p
			}
			return err
		})
		if !errors.Is(err, want) {
			t.Errorf("propose %s: %v, want %v", code, err, want)
		}
	}
	propose("A.I.1", 1, "sai", "đơn", ErrNoCode)
	propose("P.2", 1, "chậm", "sổ", ErrNoCode) // the system counts it
	propose("P.1", 0, "chậm", "sổ", ErrNoFaults)
	propose("P.1", 1, "", "sổ", ErrNeedsReason)
	propose("L.1", 0, "án 12", "", ErrNeedsSource)
	propose("P.1", 1, "báo cáo quý 2 chậm", "công văn 5", nil)
	more := veto
	propose("L.1", 0, "án 12 bị đình chỉ", "kết luận 3", nil)
	e.appraised()
	if err := e.held(Approves, "", 1, 0, "thao"); !errors.Is(err, ErrNotNow) {
		t.Errorf("the council before its time: %v", err)
	}
	if err := e.step(score.PeriodCouncil, ""); !errors.Is(err, ErrMayExplain) {
		t.Errorf("the council while a unit may explain: %v", err)
	}
	e.now = e.period.ExplainBy.Add(time.Millisecond)
	e.mustStep(score.PeriodCouncil)
	if err := e.step(score.PeriodApproved, ""); !errors.Is(err, ErrNotApproved) {
		t.Errorf("approved without the council: %v", err)
	}
	if err := e.step(score.PeriodAppraising, "xem lại"); !errors.Is(err, ErrCouncilOnly) {
		t.Errorf("sent back without the council: %v", err)
	}
	for _, c := range []struct {
		err, want error
	}{
		{e.held(Approves, "", 1, 0), ErrNobodyPresent},
		{e.held(Approves, "", 2, 0, "thao"), ErrVotes},
		{e.held(Approves, "", 1, 1, "thao", "ha"), ErrNoMajority},
		{e.held(Returns, "", 0, 2, "thao", "ha"), ErrNeedsReason},
		{e.held(Approves, "", 2, 0, "thao", "ha"), ErrPenaltiesOpen},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("got %v, want %v", c.err, c.want)
		}
	}
	decide := func(id int64, d PenaltyDecision, why string, want error) {
		t.Helper()
		e.refused(want, func(tx *Tx) error { _, err := tx.DecidePenalty(id, d, why, "thao", e.now); return err })
	}
	decide(veto.ID, Holds, "", ErrNeedsReason)
	decide(veto.ID, Dropped, "đã minh oan", nil)
	decide(veto.ID, Holds, "đổi ý", ErrDecided)
	decide(more.ID, Holds, "đúng như báo cáo", nil)
	results := read(t, e.Store, func(tx *Tx) ([]score.Result, error) {
		cluster, sheet, err := tx.Cluster(e.period.ID, "khoi", score.FinalStage, func(_, _ time.Time) int64 { return 3 })
		if err != nil {
			return nil, err
		}
		return sheet.Score(cluster), nil
	})
	if len(results) != 2 || results[1].Unit != "P9" || results[1].Excluded || results[1].Deduction != 450 { // 2 own, 1 more, 3 days late
		t.Errorf("results: %+v", results)
	}
	if err := e.held(Returns, "xem lại B.2", 0, 2, "thao", "ha"); err != nil {
		t.Fatal(err)
	}
	for _, unit := range []string{"P1", "P9"} {
		if s := e.sub(unit); s.State != score.Submitted || s.Round != 2 {
			t.Errorf("%s is %s in round %d", unit, s.State, s.Round)
		}
		e.acceptRest(unit) // the earlier decisions stand again
		e.state(unit, score.Appraised)
	}
	e.mustStep(score.PeriodExplaining)
	e.mustStep(score.PeriodCouncil)
	if err := e.step(score.PeriodApproved, ""); !errors.Is(err, ErrNotApproved) {
		t.Errorf("approved by the session that sent it back: %v", err)
	}
	if err := e.held(Approves, "", 2, 0, "thao", "ha"); err != nil {
		t.Fatal(err)
	}
	e.state("P1", score.Final)
	e.state("P9", score.Final)
	e.state("P7", score.NotStarted)
	if p := read(t, e.Store, func(tx *Tx) (Period, error) { p, _, err := tx.Period(e.period.ID); return p, err }); p.State != score.PeriodApproved {
		t.Errorf("the period is %s", p.State)
	}
}
