package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"thuky/store/score"
)

// An Appraisal is what the team decided on one answer of a unit (thẩm định).
type Appraisal struct {
	Code     string
	Stage    score.Stage // AppraisedStage, or FinalStage after the explanation
	Round    int64       // of the submission
	Decision score.Decision
	Value    string // that counts from then on, as score.Sheet.Text writes it; "" of SendBack
	Reason   string
	By       string // key of who decided
	Absent   string // key of the member for whom they filled in, "" for nobody
	At       time.Time
	Revision int64 // 1, 2, ... of the code; 0 for what was never decided
}

// Why a decision is refused.
var (
	ErrNoCode       = errors.New("the sheet has no such code")
	ErrNotNow       = errors.New("not possible in this state")
	ErrNothingGiven = errors.New("the unit has proposed nothing that could be accepted")
	ErrMoreFaults   = errors.New("more faults are proposed as a penalty, not decided here")
	ErrNotReturned  = errors.New("nothing is marked to be returned")
)

// A DecidedError says that somebody else has decided on the answer since it was shown;
// it holds that decision.
type DecidedError struct{ Now Appraisal }

func (e *DecidedError) Error() string { return "appraisal of " + e.Now.Code + " was changed meanwhile" }

func (s Submission) appraisalSubject(code string) Subject {
	return Subject{AboutAppraisal, submissionKey(s.Period, s.Unit) + "/" + code}
}

// Decide keeps a decision. a.Revision is that of the last decision as the person saw
// it, a.Value is what they typed. Who may decide has been judged. A sheet on which
// nothing is left to decide goes on by itself: the submission is returned as it stands.
func (tx *Tx) Decide(s Submission, a Appraisal, now time.Time) (Submission, Appraisal, error) {
	a.At, a.Round = now, s.Round
	stage, err := tx.appraisedNow(s)
	if err != nil {
		return s, a, err
	}
	a.Stage = stage
	history, err := tx.Appraisals(s.Period, s.Unit)
	if err != nil {
		return s, a, err
	}
	before := history.last(a.Code)
	if before.Revision != a.Revision {
		return s, a, &DecidedError{before}
	}
	if err := tx.settle(s, history, &a); err != nil {
		return s, a, err
	}
	if err := tx.keepAppraisal(s, &a, before); err != nil {
		return s, a, err
	}
	s, err = tx.appraisedOn(s, a.By, now)
	return s, a, err
}

// appraisedNow is the stage that decisions on the sheet are of now.
func (tx *Tx) appraisedNow(s Submission) (score.Stage, error) {
	p, found, err := tx.Period(s.Period)
	if err != nil || !found {
		return "", errors.Join(err, orErr(found, ErrNoPeriod))
	}
	if err := tx.notApproved(s); err != nil {
		return "", err
	}
	switch {
	case p.State == score.PeriodAppraising && (s.State == score.Submitted || s.State == score.Appraised):
		return score.AppraisedStage, nil
	case p.State == score.PeriodExplaining && s.State == score.Explained:
		return score.FinalStage, nil
	}
	return "", ErrNotNow
}

// settle finds the value that a decision leaves standing, and refuses what the rules
// of appraisal refuse.
func (tx *Tx) settle(s Submission, history Appraisals, a *Appraisal) error {
	_, sheet, err := tx.Sheet(s.Sheet)
	if err != nil {
		return err
	}
	leaf, ok := sheet.Leaf(a.Code)
	if !ok {
		return ErrNoCode
	}
	entry, err := tx.Entry(s.Period, s.Unit, leaf.Code)
	if err != nil {
		return err
	}
	typed := a.Value
	a.Code, a.Value = leaf.Code, ""
	if a.Stage == score.FinalStage {
		said, err := tx.Explanations(s)
		if err != nil {
			return err
		}
		if e, explained := said[leaf.Code]; !explained || e.Agrees {
			return ErrNotNow // only what was explained is decided once more
		}
	}
	switch a.Decision {
	case score.Accept:
		if !leaf.Answerable() || entry.Value == "" {
			return ErrNothingGiven
		}
		a.Value = entry.Value
		return nil
	case score.SendBack:
		if a.Stage != score.AppraisedStage || !leaf.Answerable() {
			return ErrNotNow
		}
		return orErr(a.Reason != "", ErrNeedsReason)
	case score.Uphold:
		if a.Stage != score.FinalStage {
			return ErrNotNow
		}
		a.Value = history.at(s.Round, score.AppraisedStage, leaf.Code).Value
		return orErr(a.Reason != "", ErrNeedsReason)
	case score.Amend:
		return amend(sheet, leaf, entry, typed, a)
	}
	return fmt.Errorf("no decision %q", a.Decision)
}

// amend reads another answer in place of the unit's. The same answer is an acceptance.
func amend(sheet *score.Sheet, leaf score.Leaf, entry FormEntry, typed string, a *Appraisal) error {
	answer, err := sheet.Read(leaf, typed)
	if err != nil {
		return err
	}
	if a.Value = sheet.Text(leaf, answer); a.Value == "" {
		return ErrNothingGiven
	}
	if a.Value == entry.Value {
		a.Decision = score.Accept
		return nil
	}
	if leaf.Deduction != nil {
		given, err := sheet.Read(leaf, cmp.Or(entry.Value, "0"))
		if err != nil {
			return err
		}
		if given.Number == nil || answer.Number.Cmp(given.Number) > 0 {
			return ErrMoreFaults
		}
	}
	return orErr(a.Reason != "" || !leaf.Answerable(), ErrNeedsReason)
}

var decisionActs = map[score.Decision]AuditAct{
	score.Accept: DidAccept, score.Amend: DidAlter, score.SendBack: DidSendBack, score.Uphold: DidUphold,
}

func (tx *Tx) keepAppraisal(s Submission, a *Appraisal, before Appraisal) error {
	a.Revision = before.Revision + 1
	if _, err := tx.exec(`INSERT INTO appraisal (period, unit, code, revision, round, stage, decision, value, reason, appraiser, absent, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, s.Period, s.Unit, a.Code, a.Revision, a.Round, string(a.Stage), string(a.Decision), a.Value,
		a.Reason, a.By, a.Absent, instant(a.At)); err != nil {
		return fmt.Errorf("appraise %s of %s: %w", a.Code, s.Unit, err)
	}
	return tx.Record(Entry{At: a.At, Actor: a.By, Act: decisionActs[a.Decision], Subject: s.appraisalSubject(a.Code),
		Old: before.Value, New: a.Value, Reason: a.Reason})
}

// appraisedOn takes a sheet on which nothing is left to decide to its next state.
func (tx *Tx) appraisedOn(s Submission, by string, now time.Time) (Submission, error) {
	left, err := tx.Undecided(s)
	if err != nil || len(left) > 0 || s.State != score.Submitted && s.State != score.Explained {
		return s, err
	}
	return tx.StepSubmission(s, score.Appraised, by, "", now)
}

// Appraisals are all decisions on a sheet, by code, the oldest first.
type Appraisals []Appraisal

// last is the last decision on a code, of revision 0 if there is none.
func (all Appraisals) last(code string) (last Appraisal) {
	last.Code = code
	for _, a := range all {
		if a.Code == code {
			last = a
		}
	}
	return last
}

// at is the last decision on a code in a round and a stage, of revision 0 if there is none.
func (all Appraisals) at(round int64, stage score.Stage, code string) (last Appraisal) {
	last.Code = code
	for _, a := range all {
		if a.Code == code && a.Round == round && a.Stage == stage {
			last = a
		}
	}
	return last
}

// Last is the last decision on a code, of any round; its Revision is what Decide asks.
func (all Appraisals) Last(code string) Appraisal { return all.last(code) }

// Counts is the decision on a code that counts at a stage in the sheet's round; ok is
// false while there is none.
func (all Appraisals) Counts(s Submission, stage score.Stage, code string) (a Appraisal, ok bool) {
	if stage == score.FinalStage {
		if a = all.at(s.Round, score.FinalStage, code); a.Revision > 0 {
			return a, true
		}
	}
	if stage != score.SelfStage {
		a = all.at(s.Round, score.AppraisedStage, code)
	}
	return a, a.Revision > 0
}

// Appraisals reads all decisions on the sheet of a unit.
func (tx *Tx) Appraisals(period int64, unit string) (Appraisals, error) {
	all, err := collect(tx, func(rows *sql.Rows) (a Appraisal, err error) {
		var at int64
		err = rows.Scan(&a.Code, &a.Revision, &a.Round, &a.Stage, &a.Decision, &a.Value, &a.Reason, &a.By, &a.Absent, &at)
		a.At = time.UnixMilli(at)
		return a, err
	}, `SELECT code, revision, round, stage, decision, value, reason, appraiser, absent, at FROM appraisal
		WHERE period = ? AND unit = ? ORDER BY code, revision`, period, unit)
	return all, wrapRead("appraisals", err)
}

// Undecided lists the codes on which the team has still to decide, in the order of the
// sheet; what is to be returned is among them until the sheet is returned. After an
// explanation these are the codes that were explained.
func (tx *Tx) Undecided(s Submission) (codes []string, err error) {
	_, sheet, err := tx.Sheet(s.Sheet)
	history, err2 := tx.Appraisals(s.Period, s.Unit)
	given, err3 := tx.answers(s)
	said, err4 := tx.Explanations(s)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		return nil, err
	}
	for _, l := range sheet.Leaves() {
		decided, has := history.Counts(s, score.AppraisedStage, l.Code)
		switch {
		case s.State == score.Explained:
			if e, explained := said[l.Code]; explained && !e.Agrees && history.at(s.Round, score.FinalStage, l.Code).Revision == 0 {
				codes = append(codes, l.Code)
			}
		case l.Criterion == nil && given[l.Code] == "" && !has: // a bonus or a deduction that is not claimed
		case !has, decided.Decision == score.SendBack:
			codes = append(codes, l.Code)
		}
	}
	return codes, nil
}
