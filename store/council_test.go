package store

import (
	"errors"
	"math/big"
	"testing"
	"time"

	"thuky/store/score"
)

func TestASheetLeftOutIsNeitherAppraisedNorRanked(t *testing.T) {
	e := inAppraisal(t)
	e.write(func(tx *Tx) error { return tx.StrikeOut(e.period.ID, "P9", "sáp nhập vào Phòng 1", "ha", e.now) })
	e.acceptRest("P1")
	e.mustDecide("P1", "B.2", score.Amend, "3", "")
	e.mustStep(score.PeriodExplaining) // nothing of P9 is waited for
	report := read(t, e.Store, func(tx *Tx) (*score.Report, error) {
		p, _, err := tx.Period(e.period.ID)
		if err != nil {
			return nil, err
		}
		return tx.Outcome(p, func(_, _ time.Time) int64 { return 0 })
	})
	if len(report.Outcomes) != 1 || len(report.Outcomes[0].Ranking) != 1 || report.Outcomes[0].Ranking[0].Unit != "P1" || report.Units["P9"] != "" {
		t.Errorf("ranked: %+v of %v", report.Outcomes[0].Ranking, report.Units)
	}
}

// What the council approved stays as it approved it while another cluster is with the
// team again.
func TestAnApprovedClusterIsNotTouched(t *testing.T) {
	e := inAppraisal(t)
	e.write(func(tx *Tx) error { // a cluster of its own
		_, err := tx.exec(`UPDATE submission SET cluster = 'khac' WHERE unit = 'P1'`)
		_, err2 := tx.exec(`INSERT INTO period_cluster (period, cluster, sheet_version) VALUES (?, 'khac', ?)`, e.period.ID, e.sub("P9").Sheet)
		return errors.Join(err, err2)
	})
	e.appraised()
	before := e.now
	e.now = e.period.ExplainBy.Add(1)
	e.mustStep(score.PeriodCouncil)
	e.now = before.Add(1) // as if the deadline were still to come
	if err := e.held(Approves, "", 2, 0, "thao", "ha"); err != nil {
		t.Fatal(err)
	}
	e.write(func(tx *Tx) error {
		_, _, err := tx.Hold(Session{Period: e.period.ID, Cluster: "khac", Held: e.now, Present: []string{"thao"}, For: 1, Decision: Returns, Reason: "xem lại", By: "thao"}, e.now)
		return err
	})
	if err := e.decide("P9", "A.I.1", score.Amend, "100", "xem lại"); !errors.Is(err, ErrApproved) {
		t.Errorf("an answer was changed after the council had approved it: %v", err)
	}
	if err := e.decide("P9", "B.1", score.SendBack, "", "xem lại"); !errors.Is(err, ErrApproved) {
		t.Errorf("an approved answer was returned: %v", err)
	}
	e.refused(ErrApproved, func(tx *Tx) error {
		_, err := tx.Propose(e.sub("P9"), Penalty{Code: "L.1", Reason: "án 12", Source: "kết luận 3", By: "an"}, e.now)
		return err
	})
	e.refused(ErrApproved, func(tx *Tx) error { return tx.StrikeOut(e.period.ID, "P9", "giải thể", "ha", e.now) })
	e.refused(ErrApproved, func(tx *Tx) error {
		return tx.SetTargets(e.period.ID, []score.CovenantTarget{{Unit: "P9", Code: "A.I.2", Target: big.NewRat(30, 1)}}, "ha", e.now)
	})
	e.acceptRest("P1")
	e.state("P1", score.Appraised)
	e.mustStep(score.PeriodExplaining)
	if err := e.explain("P9", "A.I.1", false, "sổ ghi 95"); !errors.Is(err, ErrApproved) {
		t.Errorf("explained after the approval: %v", err)
	}
	e.mustStep(score.PeriodCouncil)
	e.write(func(tx *Tx) error {
		_, _, err := tx.Hold(Session{Period: e.period.ID, Cluster: "khac", Held: e.now, Present: []string{"thao"}, For: 1, Decision: Approves, By: "thao"}, e.now)
		return err
	})
	e.state("P9", score.Final)
}

// Who accepts the rest for an absent member does so where that member would have.
func TestTheRestIsAcceptedForWhoIsAbsent(t *testing.T) {
	e := inAppraisal(t)
	s := e.sub("P1")
	e.write(func(tx *Tx) error {
		_, _, err := tx.AcceptRest(s, "ha", func(code string) (string, bool) {
			if code == "A.I.1" {
				return "an", true
			}
			return "", code != "A.I.2"
		}, e.now)
		return err
	})
	history := read(t, e.Store, func(tx *Tx) (Appraisals, error) { return tx.Appraisals(e.period.ID, "P1") })
	if a, b, c := history.Last("A.I.1"), history.Last("B.1"), history.Last("A.I.2"); a.Absent != "an" || b.Absent != "" || b.Revision != 1 || c.Revision != 0 {
		t.Errorf("accepted: %+v, %+v, %+v", a, b, c)
	}
}
