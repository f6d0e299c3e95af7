package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"thuky/store/score"
)

// A Penalty is a deduction or a veto that somebody proposed (đề xuất điểm trừ, điểm
// liệt). Only one that was decided to hold counts.
type Penalty struct {
	ID       int64
	Period   int64
	Unit     string
	Code     string // of a deduction or a veto of the sheet
	Faults   int64  // how many more, of a deduction
	Reason   string
	Source   string // where it is known from
	By       string // key of who proposed it
	At       time.Time
	Decision PenaltyDecision
	Why      string // of the decision
	Decider  string // key
	Decided  time.Time
}

// A PenaltyDecision says what became of a proposed penalty.
type PenaltyDecision string

// The decisions.
const (
	Proposed PenaltyDecision = ""        // nobody has decided yet
	Holds    PenaltyDecision = "holds"   // áp dụng
	Dropped  PenaltyDecision = "dropped" // không áp dụng
)

// Why a penalty is refused.
var (
	ErrNeedsSource = errors.New("a penalty needs its source")
	ErrDecided     = errors.New("already decided")
	ErrNoFaults    = errors.New("a deduction needs a number of faults")
)

// mostFaults bounds a deduction that is proposed.
const mostFaults = 1000

// Propose keeps a proposed penalty. Who may has been judged.
func (tx *Tx) Propose(s Submission, p Penalty, now time.Time) (Penalty, error) {
	p.Period, p.Unit, p.At = s.Period, s.Unit, now
	if err := tx.penaltyTime(s); err != nil {
		return p, err
	}
	_, sheet, err := tx.Sheet(s.Sheet)
	if err != nil {
		return p, err
	}
	leaf, isLeaf := sheet.Leaf(p.Code)
	_, isVeto := sheet.Veto(p.Code)
	isDeduction := isLeaf && leaf.Deduction != nil
	switch {
	case !isDeduction && !isVeto:
		return p, ErrNoCode
	case p.Reason == "":
		return p, ErrNeedsReason
	case p.Source == "":
		return p, ErrNeedsSource
	case isDeduction && (p.Faults < 1 || p.Faults > mostFaults):
		return p, ErrNoFaults
	}
	p.ID, err = tx.insert(`INSERT INTO penalty (period, unit, code, faults, reason, source, proposed_by, proposed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Period, p.Unit, p.Code, p.Faults, p.Reason, p.Source, p.By, instant(now))
	if err != nil {
		return p, fmt.Errorf("propose penalty of %s: %w", s.Unit, err)
	}
	return p, tx.Record(Entry{At: now, Actor: p.By, Act: DidPropose, Subject: s.subject(), New: p.Code, Reason: p.Reason})
}

// penaltyTime refuses penalties before a sheet is handed in and once its cluster is
// approved.
func (tx *Tx) penaltyTime(s Submission) error {
	p, found, err := tx.Period(s.Period)
	switch {
	case err != nil || !found:
		return errors.Join(err, orErr(found, ErrNoPeriod))
	case p.State != score.PeriodAppraising && p.State != score.PeriodExplaining && p.State != score.PeriodCouncil, s.Sheet == 0, s.First.IsZero():
		return ErrNotNow
	}
	return tx.notApproved(s)
}

// DecidePenalty says whether a proposed penalty holds, once and for all, with the
// reason. Who may has been judged.
func (tx *Tx) DecidePenalty(id int64, decision PenaltyDecision, why, by string, now time.Time) (Penalty, error) {
	p, found, err := tx.Penalty(id)
	if err != nil || !found {
		return p, errors.Join(err, orErr(found, ErrNotNow))
	}
	s, _, err := tx.Submission(p.Period, p.Unit)
	if err == nil {
		err = tx.penaltyTime(s)
	}
	switch {
	case err != nil:
		return p, err
	case p.Decision != Proposed:
		return p, ErrDecided
	case why == "":
		return p, ErrNeedsReason
	}
	p.Decision, p.Why, p.Decider, p.Decided = decision, why, by, now
	if _, err := tx.exec(`UPDATE penalty SET decision = ?, why = ?, decided_by = ?, decided_at = ? WHERE id = ?`,
		string(decision), why, by, instant(now), id); err != nil {
		return p, fmt.Errorf("decide penalty %d: %w", id, err)
	}
	act := DidDrop
	if decision == Holds {
		act = DidDecide
	}
	return p, tx.Record(Entry{At: now, Actor: by, Act: act, Subject: s.subject(), New: p.Code, Reason: why})
}

func (tx *Tx) penalties(where string, args ...any) ([]Penalty, error) {
	all, err := collect(tx, func(rows *sql.Rows) (p Penalty, err error) {
		var proposed int64
		var decided sql.NullInt64
		err = rows.Scan(&p.ID, &p.Period, &p.Unit, &p.Code, &p.Faults, &p.Reason, &p.Source, &p.By, &proposed, &p.Decision, &p.Why, &p.Decider, &decided)
		p.At, p.Decided = time.UnixMilli(proposed), fromInstant(decided)
		return p, err
	}, `SELECT id, period, unit, code, faults, reason, source, proposed_by, proposed_at, decision, why, decided_by, decided_at FROM penalty WHERE `+where, args...)
	return all, wrapRead("penalties", err)
}

// Penalty finds a proposed penalty.
func (tx *Tx) Penalty(id int64) (Penalty, bool, error) {
	all, err := tx.penalties(`id = ?`, id)
	if err != nil || len(all) == 0 {
		return Penalty{}, false, err
	}
	return all[0], true, nil
}

// Penalties lists what was proposed in a period, on one unit or ("") on all, the oldest
// first.
func (tx *Tx) Penalties(period int64, unit string) ([]Penalty, error) {
	return tx.penalties(`period = ?1 AND (?2 = '' OR unit = ?2) ORDER BY id`, period, unit)
}
