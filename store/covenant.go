package store

import (
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/score"
)

// SetTargets keeps targets that units signed, in place of earlier ones for the same
// unit and criterion; what units have answered is worth what the new targets say. Once
// the council looks at what follows from them, or has approved it, they are ErrNotNow.
func (tx *Tx) SetTargets(period int64, targets []score.CovenantTarget, by string, now time.Time) error {
	p, found, err := tx.Period(period)
	if err != nil || !found {
		return errors.Join(err, orErr(found, ErrNoPeriod))
	}
	if !p.State.TakesTargets() {
		return ErrNotNow
	}
	for _, t := range targets { // all or none
		s, _, err := tx.Submission(period, t.Unit)
		if err := errors.Join(err, tx.notApproved(s)); err != nil {
			return fmt.Errorf("set target %s of %s: %w", t.Code, t.Unit, err)
		}
	}
	for _, t := range targets {
		before, _, err := tx.target(period, t.Unit, t.Code)
		if err != nil {
			return err
		}
		is := score.NumberText(t.Target)
		if _, err := tx.exec(`INSERT INTO covenant_target (period, unit, code, target, covenant, signed_on, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (period, unit, code) DO UPDATE SET target = excluded.target, covenant = excluded.covenant, signed_on = excluded.signed_on,
			set_by = excluded.set_by, set_at = excluded.set_at`,
			period, t.Unit, t.Code, is, t.Covenant, t.Date.String(), by, instant(now)); err != nil {
			return fmt.Errorf("set target %s of %s: %w", t.Code, t.Unit, err)
		}
		if err := tx.Record(Entry{At: now, Actor: by, Act: DidSetTarget, Subject: Subject{AboutSubmission, submissionKey(p.ID, t.Unit)},
			Old: t.Code + ": " + before, New: t.Code + ": " + is, Reason: t.Covenant}); err != nil {
			return err
		}
		if err := tx.reweigh(period, t.Unit, t.Code, t.Target); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) target(period int64, unit, code string) (text string, found bool, err error) {
	found, err = tx.one([]any{&text}, `SELECT target FROM covenant_target WHERE period = ? AND unit = ? AND code = ?`, period, unit, code)
	return text, found, wrapRead("target", err)
}

// Covenant finds the target that a unit signed for a code.
func (tx *Tx) Covenant(period int64, unit, code string) (score.CovenantTarget, bool, error) {
	all, err := tx.covenants(`period = ? AND unit = ? AND code = ?`, period, unit, code)
	if err != nil || len(all) == 0 {
		return score.CovenantTarget{}, false, err
	}
	return all[0], true, nil
}

// Covenants lists the targets of a period, of one unit or ("") of all, by unit and code.
func (tx *Tx) Covenants(period int64, unit string) ([]score.CovenantTarget, error) {
	return tx.covenants(`period = ?1 AND (?2 = '' OR unit = ?2) ORDER BY unit, code`, period, unit)
}

func (tx *Tx) covenants(where string, args ...any) ([]score.CovenantTarget, error) {
	all, err := collect(tx, func(rows *sql.Rows) (t score.CovenantTarget, err error) {
		var target, day string
		if err := rows.Scan(&t.Unit, &t.Code, &target, &t.Covenant, &day); err != nil {
			return t, err
		}
		var ok bool
		if t.Target, ok = score.ParseNumber(target); !ok {
			return t, fmt.Errorf("target %q is no number", target)
		}
		t.Date, err = civil.ParseDate(day)
		return t, err
	}, `SELECT unit, code, target, covenant, signed_on FROM covenant_target WHERE `+where, args...)
	return all, wrapRead("targets", err)
}

// Targets are the targets of a unit by criterion.
func (tx *Tx) Targets(period int64, unit string) (map[string]*big.Rat, error) {
	covenants, err := tx.Covenants(period, unit)
	all := make(map[string]*big.Rat, len(covenants))
	for _, c := range covenants {
		all[c.Code] = c.Target
	}
	return all, err
}
