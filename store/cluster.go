package store

import (
	"errors"
	"maps"
	"math/big"
	"time"

	"thuky/store/score"
)

// Cluster is what a cluster is scored with at a stage: the sheets that were handed in
// and are not with their units again, each with its answers as of the stage, with the
// penalties that were decided to hold and the days late. score.Sheet.Score makes the
// ranking of it. An answer that the team has not decided on counts as the unit gave it.
//
// late counts the days by which a submission is late; order and lateness go by the
// first submission, so that a return costs nobody anything.
func (tx *Tx) Cluster(period int64, cluster string, stage score.Stage, late func(due, submitted time.Time) int64) ([]score.Submission, *score.Sheet, error) {
	p, found, err := tx.Period(period)
	if err != nil || !found {
		return nil, nil, errors.Join(err, orErr(found, ErrNoPeriod))
	}
	versions, err := tx.ClusterSheets(period)
	if err != nil {
		return nil, nil, err
	}
	if versions[cluster] == 0 {
		return nil, nil, ErrNoSheet
	}
	_, sheet, err := tx.Sheet(versions[cluster])
	sheets, err2 := tx.clusterSheets(period, cluster)
	if err := errors.Join(err, err2); err != nil {
		return nil, nil, err
	}
	var all []score.Submission
	for _, s := range sheets {
		if s.State == score.Returned {
			continue
		}
		one, err := tx.stand(p, s, sheet, versions[cluster], stage, late)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, one)
	}
	return all, sheet, nil
}

// stand is one sheet as it stands at a stage.
func (tx *Tx) stand(p Period, s Submission, sheet *score.Sheet, version int64, stage score.Stage, late func(due, submitted time.Time) int64) (score.Submission, error) {
	values, err := tx.Values(s, stage)
	targets, err2 := tx.Targets(s.Period, s.Unit)
	penalties, err3 := tx.Penalties(s.Period, s.Unit)
	if err := errors.Join(err, err2, err3); err != nil {
		return score.Submission{}, err
	}
	if s.Sheet != version { // begun with another version: what that one asks differently is blank
		_, old, err := tx.Sheet(s.Sheet)
		if err != nil {
			return score.Submission{}, err
		}
		for _, code := range score.Touched(score.Diff(old, sheet)) {
			delete(values, code)
		}
		maps.DeleteFunc(values, func(code, _ string) bool { _, asked := sheet.Leaf(code); return !asked })
		maps.DeleteFunc(targets, func(code string, _ *big.Rat) bool { _, asked := sheet.Leaf(code); return !asked })
	}
	one, err := sheet.Fill(s.Unit, values, targets)
	if err != nil {
		return one, err
	}
	one.Submitted = s.First
	if stage != score.SelfStage {
		punish(sheet, &one, penalties)
	}
	if due := dueOf(p, s); !due.IsZero() && !s.First.IsZero() {
		sheet.AutoDeduct(&one, late(due, s.First))
	}
	return one, nil
}

// dueOf is when the unit had to submit.
func dueOf(p Period, s Submission) time.Time {
	if s.Extended.After(p.SelfDue) && !p.SelfDue.IsZero() {
		return s.Extended
	}
	return p.SelfDue
}

// punish adds the penalties that hold.
func punish(sheet *score.Sheet, one *score.Submission, penalties []Penalty) {
	for _, p := range penalties {
		if p.Decision != Holds {
			continue
		}
		if _, isVeto := sheet.Veto(p.Code); isVeto {
			one.Vetoes[p.Code] = p.Reason
		} else if _, isLeaf := sheet.Leaf(p.Code); isLeaf {
			one.Deductions[p.Code] += p.Faults
		}
	}
}

// Values are the answers of a sheet as they stand at a stage, by code. Blanks are left
// out.
func (tx *Tx) Values(s Submission, stage score.Stage) (map[string]string, error) {
	values, err := tx.answers(s)
	history, err2 := tx.Appraisals(s.Period, s.Unit)
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	for _, a := range history {
		if now, counts := history.Counts(s, stage, a.Code); counts && now.Decision != score.SendBack {
			values[a.Code] = now.Value
		}
	}
	return values, nil
}
