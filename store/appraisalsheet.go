package store

import (
	"errors"
	"strings"
	"time"

	"thuky/store/score"
)

// AcceptRest decides at once what needs no look of its own (chấm theo đề xuất): of the
// codes given, those undecided on which the unit has answered. A decision of an earlier
// round stands again where the unit has not answered anew since; all else is accepted.
// What is said to be n/a, was asked about without an answer yet, or is to be returned
// is left to be decided by itself.
//
// may says which codes the one who decides may decide on, and for which absent member, ""
// for nobody.
func (tx *Tx) AcceptRest(s Submission, by string, may func(code string) (absent string, ok bool), now time.Time) (_ Submission, done []string, err error) {
	stage, err := tx.appraisedNow(s)
	if err == nil && stage != score.AppraisedStage {
		err = ErrNotNow
	}
	if err != nil {
		return s, nil, err
	}
	_, sheet, err := tx.Sheet(s.Sheet)
	left, err2 := tx.Undecided(s)
	history, err3 := tx.Appraisals(s.Period, s.Unit)
	inquiries, err4 := tx.Inquiries(s.Period, s.Unit)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		return s, nil, err
	}
	for _, code := range left {
		before := history.last(code)
		e, err := tx.Entry(s.Period, s.Unit, code)
		if err != nil {
			return s, done, err
		}
		a := Appraisal{Code: code, Stage: stage, Round: s.Round, Decision: score.Accept, Value: e.Value, By: by, At: now}
		leaf, _ := sheet.Leaf(code)
		again := before.Revision > 0 && before.Round < s.Round && before.Decision != score.SendBack && !e.At.After(before.At)
		if again {
			a.Decision, a.Value, a.Reason = before.Decision, before.Value, before.Reason
		}
		alone := !again && (!leaf.Answerable() || e.Value == "" || isNA(sheet, leaf, e.Value))
		var mine bool
		if a.Absent, mine = may(code); alone || !mine || open(inquiries, code) || before.Decision == score.SendBack && before.Round == s.Round {
			continue
		}
		if a.Decision == score.Uphold { // of an earlier explanation: what it upheld
			a.Decision = score.Amend
		}
		if err := tx.keepAppraisal(s, &a, before); err != nil {
			return s, done, err
		}
		done = append(done, code)
	}
	s, err = tx.appraisedOn(s, by, now)
	return s, done, err
}

func isNA(sheet *score.Sheet, leaf score.Leaf, value string) bool {
	a, err := sheet.Read(leaf, value)
	return err == nil && a.State == score.NotApplicable
}

// ReturnSheet sends a sheet back to its unit with the codes that were marked; see
// ReturnedCodes.
func (tx *Tx) ReturnSheet(s Submission, by string, now time.Time) (Submission, error) {
	if stage, err := tx.appraisedNow(s); err != nil || stage != score.AppraisedStage {
		return s, errors.Join(err, orErr(stage == score.AppraisedStage || err != nil, ErrNotNow))
	}
	marked, err := tx.marked(s)
	if err != nil {
		return s, err
	}
	if len(marked) == 0 {
		return s, ErrNotReturned
	}
	return tx.StepSubmission(s, score.Returned, by, strings.Join(marked, ", "), now)
}

// marked lists the codes that are to be returned in the present round.
func (tx *Tx) marked(s Submission) (codes []string, err error) {
	history, err := tx.Appraisals(s.Period, s.Unit)
	for i, a := range history {
		if last := i == len(history)-1 || history[i+1].Code != a.Code; last && a.Round == s.Round && a.Decision == score.SendBack {
			codes = append(codes, a.Code)
		}
	}
	return codes, err
}

// ReturnedCodes are the codes that a returned sheet was sent back with, and why: the
// unit may answer these, and nothing else. Of a sheet in another state there are none.
func (tx *Tx) ReturnedCodes(s Submission) (map[string]string, error) {
	if s.State != score.Returned {
		return nil, nil
	}
	codes, err := tx.marked(s)
	if err != nil {
		return nil, err
	}
	history, err := tx.Appraisals(s.Period, s.Unit)
	why := make(map[string]string, len(codes))
	for _, code := range codes {
		why[code] = history.last(code).Reason
	}
	return why, err
}

// TakeBack takes a returned sheet in again as it stands, for a unit that does not hand
// it in; the reason is the Office's.
func (tx *Tx) TakeBack(s Submission, reason, by string, now time.Time) (Submission, error) {
	switch {
	case s.State != score.Returned:
		return s, ErrNotNow
	case reason == "":
		return s, ErrNeedsReason
	}
	return tx.StepSubmission(s, score.Submitted, by, reason, now)
}
