package store

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"thuky/store/score"
)

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
		{e.held(Approves, "", math.MaxInt, 1, "thao"), ErrVotes},
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
