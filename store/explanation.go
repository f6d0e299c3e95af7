package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"thuky/store/score"
)

// An Explanation is what a unit says to a change of one of its answers (giải trình).
type Explanation struct {
	Code   string
	Agrees bool   // with the team
	Text   string // "" if it agrees
	By     string // key
	At     time.Time
}

// A Difference is an answer that the team changed, as its unit is shown it.
type Difference struct {
	Code      string
	Self      string // the unit's answer
	Appraised string // the team's
	Reason    string
	Again     Appraisal // after the explanation; of revision 0 before
}

// Why an explanation is refused.
var (
	ErrPastDue      = errors.New("the deadline has passed")
	ErrNoDifference = errors.New("the team has not changed this answer")
	ErrNoSaid       = errors.New("nothing was said to any difference")
)

// Differences lists what the team changed in a sheet in its present round, in the
// order of the sheet. What only the team scores is no difference.
func (tx *Tx) Differences(s Submission) (all []Difference, err error) {
	if s.Sheet == 0 {
		return nil, nil
	}
	_, sheet, err := tx.Sheet(s.Sheet)
	given, err2 := tx.answers(s)
	history, err3 := tx.Appraisals(s.Period, s.Unit)
	if err := errors.Join(err, err2, err3); err != nil {
		return nil, err
	}
	for _, l := range sheet.Leaves() {
		a := history.at(s.Round, score.AppraisedStage, l.Code)
		if a.Decision != score.Amend || !l.Answerable() {
			continue
		}
		all = append(all, Difference{l.Code, given[l.Code], a.Value, a.Reason, history.at(s.Round, score.FinalStage, l.Code)})
	}
	return all, nil
}

// MayExplain tells whether the unit of the sheet may say something to its differences
// now; the error says why not.
func (tx *Tx) MayExplain(s Submission, now time.Time) error {
	p, found, err := tx.Period(s.Period)
	switch {
	case err != nil || !found:
		return errors.Join(err, orErr(found, ErrNoPeriod))
	case p.State != score.PeriodExplaining || s.State != score.Appraised || s.Explained == s.Round:
		return ErrNotNow
	case !p.ExplainBy.IsZero() && now.After(p.ExplainBy):
		return ErrPastDue
	}
	return tx.notApproved(s)
}

// Explain keeps what the unit says to one difference; it counts once it is sent. With
// agrees there is no text, otherwise there must be.
func (tx *Tx) Explain(s Submission, e Explanation, now time.Time) error {
	if err := tx.MayExplain(s, now); err != nil {
		return err
	}
	if e.Agrees {
		e.Text = ""
	} else if e.Text == "" {
		return ErrNeedsReason
	}
	differences, err := tx.Differences(s)
	if err != nil {
		return err
	}
	differs := false
	for _, d := range differences {
		differs = differs || d.Code == e.Code
	}
	if !differs {
		return ErrNoDifference
	}
	if _, err := tx.exec(`INSERT INTO explanation (period, unit, round, code, agrees, text, by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (period, unit, round, code) DO UPDATE SET agrees = excluded.agrees, text = excluded.text, by = excluded.by, at = excluded.at`,
		s.Period, s.Unit, s.Round, e.Code, e.Agrees, e.Text, e.By, instant(now)); err != nil {
		return fmt.Errorf("explain %s of %s: %w", e.Code, s.Unit, err)
	}
	act := DidExplain
	if e.Agrees {
		act = DidAgree
	}
	return tx.Record(Entry{At: now, Actor: e.By, Act: act, Subject: Subject{AboutEntry, submissionKey(s.Period, s.Unit) + "/" + e.Code}})
}

// SendExplanation hands the explanation in, once a round; who may has been judged. If
// the unit agrees to all there is nothing to decide again, and the sheet stays appraised.
func (tx *Tx) SendExplanation(s Submission, by string, now time.Time) (Submission, error) {
	if err := tx.MayExplain(s, now); err != nil {
		return s, err
	}
	said, err := tx.Explanations(s)
	if err != nil {
		return s, err
	}
	if len(said) == 0 {
		return s, ErrNoSaid
	}
	explains := 0
	for _, e := range said {
		if !e.Agrees {
			explains++
		}
	}
	if _, err := tx.exec(`UPDATE submission SET explained_round = ? WHERE period = ? AND unit = ?`, s.Round, s.Period, s.Unit); err != nil {
		return s, fmt.Errorf("send explanation of %s: %w", s.Unit, err)
	}
	s.Explained = s.Round
	if err := tx.Record(Entry{At: now, Actor: by, Act: DidSendWhy, Subject: s.subject(), New: fmt.Sprint(explains)}); err != nil || explains == 0 {
		return s, err
	}
	return tx.StepSubmission(s, score.Explained, by, "", now)
}

// Explanations are what the unit said in the sheet's present round, by code.
func (tx *Tx) Explanations(s Submission) (map[string]Explanation, error) {
	rows, err := collect(tx, func(rows *sql.Rows) (e Explanation, err error) {
		var at int64
		err = rows.Scan(&e.Code, &e.Agrees, &e.Text, &e.By, &at)
		e.At = time.UnixMilli(at)
		return e, err
	}, `SELECT code, agrees, text, by, at FROM explanation WHERE period = ? AND unit = ? AND round = ?`, s.Period, s.Unit, s.Round)
	all := make(map[string]Explanation, len(rows))
	for _, e := range rows {
		all[e.Code] = e
	}
	return all, wrapRead("explanations", err)
}
