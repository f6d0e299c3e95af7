package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"strconv"
	"time"

	"thuky/store/score"
)

// A Submission is the sheet of one unit in a period (phiếu của đơn vị).
type Submission struct {
	Period   int64
	Unit     string // code
	Cluster  string
	State    score.SubmissionState
	Sheet    int64     // version it was begun with; 0 before
	Extended time.Time // until when this unit may submit; zero without an extension
	Why      string    // of the extension

	Submitted time.Time // the last time; zero before
	First     time.Time // the first time, by which lateness and order go
	By        string    // key of the head who submitted
	Receipt   string    // verification code of the last submission

	Round     int64 // how often it has come to be appraised: 1, 2, ...
	Explained int64 // the round in which the unit sent its explanation, 0 for none

	Editor   string // key of who entered something last
	Edited   time.Time
	Revision int64     // grows with every change of state
	Stepped  time.Time // since when it is in its state; zero before the first step

	LeftOut string // why a sheet that was begun is left out of the period, "" if it is not
}

// ErrNoSubmission is returned for a unit that does not take part in the period.
var ErrNoSubmission = errors.New("the unit does not take part")

func submissionKey(period int64, unit string) string {
	return strconv.FormatInt(period, 10) + "/" + unit
}

func (s Submission) subject() Subject {
	return Subject{AboutSubmission, submissionKey(s.Period, s.Unit)}
}

// EnterUnit lets a unit take part in a period, in the cluster it belongs to then.
func (tx *Tx) EnterUnit(period int64, unit, cluster, by string, now time.Time) error {
	n, err := tx.changed(`INSERT INTO submission (period, unit, cluster, state) VALUES (?, ?, ?, 'not_started')
		ON CONFLICT DO UPDATE SET left_out = '' WHERE left_out <> ''`, period, unit, cluster)
	if err != nil {
		return fmt.Errorf("enter %s: %w", unit, err)
	}
	if n == 0 {
		return nil
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidEnterUnit, Subject: Subject{AboutSubmission, submissionKey(period, unit)}, New: cluster})
}

// LeaveOut takes a unit out of a period, before it has begun.
func (tx *Tx) LeaveOut(period int64, unit, by string, now time.Time) error {
	n, err := tx.changed(`DELETE FROM submission WHERE period = ? AND unit = ? AND state = 'not_started'`, period, unit)
	if err != nil {
		return fmt.Errorf("leave out %s: %w", unit, err)
	}
	if n == 0 {
		return ErrNotDraft
	}
	if err := tx.WithdrawChases(period, unit, now); err != nil {
		return err
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidLeaveOut, Subject: Subject{AboutSubmission, submissionKey(period, unit)}})
}

// Extend gives a unit longer to submit (gia hạn), with a reason.
func (tx *Tx) Extend(period int64, unit string, until time.Time, reason, by string, now time.Time) error {
	s, found, err := tx.Submission(period, unit)
	switch {
	case err != nil || !found:
		return errors.Join(err, orErr(found, ErrNoSubmission))
	case reason == "":
		return ErrNeedsReason
	}
	if _, err := tx.exec(`UPDATE submission SET extended_to = ?, extension_reason = ? WHERE period = ? AND unit = ?`, instant(until), reason, period, unit); err != nil {
		return fmt.Errorf("extend %s: %w", unit, err)
	}
	if err := tx.WithdrawChases(period, unit, now); err != nil {
		return err
	}
	old := ""
	if !s.Extended.IsZero() {
		old = s.Extended.UTC().Format(time.RFC3339)
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidExtend, Subject: s.subject(), Old: old, New: until.UTC().Format(time.RFC3339), Reason: reason})
}

const submissionColumns = `period, unit, cluster, state, coalesce(sheet_version, 0), extended_to, extension_reason, submitted_at, submitted_by, receipt, editor, edited_at, revision,
	first_submitted, round, explained_round, stepped_at, left_out`

// scanSubmission reads submissionColumns, and what follows them into more.
func scanSubmission(rows *sql.Rows, more ...any) (s Submission, err error) {
	var state string
	var extended, submitted, edited, first, stepped sql.NullInt64
	err = rows.Scan(append([]any{&s.Period, &s.Unit, &s.Cluster, &state, &s.Sheet, &extended, &s.Why, &submitted, &s.By, &s.Receipt, &s.Editor, &edited, &s.Revision,
		&first, &s.Round, &s.Explained, &stepped, &s.LeftOut}, more...)...)
	s.State = score.SubmissionState(state)
	s.Extended, s.Submitted, s.Edited = fromInstant(extended), fromInstant(submitted), fromInstant(edited)
	s.First, s.Stepped = fromInstant(first), fromInstant(stepped)
	return s, err
}

// inOrder is the order of lists of sheets: clusters, and in each the units as the
// directory has them, so that Phòng 2 comes before Phòng 10.
const inOrder = `cluster, (SELECT unit.position FROM unit WHERE unit.code = submission.unit), submission.unit`

func (tx *Tx) submissions(where string, args ...any) ([]Submission, error) {
	all, err := collect(tx, func(rows *sql.Rows) (Submission, error) { return scanSubmission(rows) }, `SELECT `+submissionColumns+` FROM submission WHERE `+where, args...)
	return all, wrapRead("submissions", err)
}

// Submission finds the sheet of a unit in a period; one that was left out is not there.
func (tx *Tx) Submission(period int64, unit string) (Submission, bool, error) {
	all, err := tx.submissions(`period = ? AND unit = ? AND left_out = ''`, period, unit)
	if err != nil || len(all) == 0 {
		return Submission{}, false, err
	}
	return all[0], true, nil
}

// Submissions lists the sheets of a period by cluster and in the directory's order, without those left out.
func (tx *Tx) Submissions(period int64) ([]Submission, error) {
	return tx.submissions(`period = ? AND left_out = '' ORDER BY `+inOrder, period)
}

// SubmissionsOf lists the sheets of a unit, the newest period first, without those left
// out.
func (tx *Tx) SubmissionsOf(unit string) ([]Submission, error) {
	return tx.submissions(`unit = ? AND left_out = '' ORDER BY period DESC`, unit)
}

// StrikeOut leaves a sheet that was begun out of its period, with a reason: from then on
// the unit takes no part. What was answered is kept, and counts again if it is entered
// once more. What waits to chase the unit is withdrawn.
func (tx *Tx) StrikeOut(period int64, unit, reason, by string, now time.Time) error {
	s, found, err := tx.Submission(period, unit)
	switch {
	case err != nil || !found:
		return errors.Join(err, orErr(found, ErrNoSubmission))
	case reason == "":
		return ErrNeedsReason
	}
	if err := tx.notApproved(s); err != nil {
		return err
	}
	if _, err = tx.exec(`UPDATE submission SET left_out = ?, revision = revision + 1 WHERE period = ? AND unit = ?`, reason, period, unit); err != nil {
		return fmt.Errorf("strike out %s: %w", unit, err)
	}
	if err := tx.WithdrawChases(period, unit, now); err != nil {
		return err
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidLeaveOut, Subject: s.subject(), Reason: reason})
}

// StepSubmission takes a unit's sheet to another state, by the table of transitions.
// What waits to chase the unit is withdrawn.
func (tx *Tx) StepSubmission(s Submission, to score.SubmissionState, by, reason string, now time.Time) (Submission, error) {
	step, ok := score.Step(score.SubmissionTransitions, s.State, to)
	switch {
	case !ok:
		return s, ErrNoTransition
	case step.NeedsReason && reason == "":
		return s, ErrNeedsReason
	}
	round := s.Round
	if to == score.Submitted && s.State != score.InProgress {
		round++ // everything later is passed again
	}
	n, err := tx.changed(`UPDATE submission SET state = ?, stepped_at = ?, round = ?, revision = revision + 1 WHERE period = ? AND unit = ? AND state = ?`,
		string(to), instant(now), round, s.Period, s.Unit, string(s.State))
	if err != nil {
		return s, fmt.Errorf("step submission %s: %w", s.Unit, err)
	}
	if n == 0 {
		return s, ErrNoTransition // somebody was faster
	}
	before := s.State
	s.State, s.Stepped, s.Round, s.Revision = to, now, round, s.Revision+1
	if err := tx.WithdrawChases(s.Period, s.Unit, now); err != nil {
		return s, err
	}
	return s, tx.Record(Entry{At: now, Actor: by, Act: DidStepSubmission, Subject: s.subject(), Old: string(before), New: string(to), Reason: reason})
}

// BeginSubmission pins the sheet that the cluster has now.
func (tx *Tx) BeginSubmission(s Submission, version int64, by string, now time.Time) (Submission, error) {
	s, err := tx.StepSubmission(s, score.InProgress, by, "", now)
	if err != nil {
		return s, err
	}
	err = tx.pinSheet(&s, version)
	return s, err
}

func (tx *Tx) pinSheet(s *Submission, version int64) error {
	if _, err := tx.exec(`UPDATE submission SET sheet_version = ?, revision = revision + 1 WHERE period = ? AND unit = ?`, version, s.Period, s.Unit); err != nil {
		return fmt.Errorf("pin sheet of %s: %w", s.Unit, err)
	}
	s.Sheet, s.Revision = version, s.Revision+1
	return nil
}

// Submit hands a sheet in: whoever may and whether it is complete has been judged. It
// returns it with its receipt.
func (tx *Tx) Submit(s Submission, total score.Points, by string, now time.Time) (Submission, error) {
	s, err := tx.StepSubmission(s, score.Submitted, by, "", now)
	if err != nil {
		return s, err
	}
	entries, err := tx.Entries(s.Period, s.Unit)
	if err != nil {
		return s, err
	}
	s.Submitted, s.By = now, by
	if s.First.IsZero() {
		s.First = now
	}
	s.Receipt = receipt(s, entries)
	if _, err := tx.exec(`UPDATE submission SET submitted_at = ?, first_submitted = ?, submitted_by = ?, receipt = ? WHERE period = ? AND unit = ?`,
		instant(now), instant(s.First), by, s.Receipt, s.Period, s.Unit); err != nil {
		return s, fmt.Errorf("submit %s: %w", s.Unit, err)
	}
	return s, tx.Record(Entry{At: now, Actor: by, Act: DidSubmit, Subject: s.subject(), New: total.String(), Reason: s.Receipt})
}

// Present records that a contact took the sheet to the unit's head (trình thủ trưởng).
func (tx *Tx) Present(s Submission, to, by string, now time.Time) error {
	return tx.Record(Entry{At: now, Actor: by, Act: DidPresent, Subject: s.subject(), New: to})
}

// HandBack records that the head gave the sheet back to the contact, with a reason.
func (tx *Tx) HandBack(s Submission, reason, by string, now time.Time) error {
	if reason == "" {
		return ErrNeedsReason
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidHandBack, Subject: s.subject(), Reason: reason})
}

// receipt is a short code over all that was handed in: another answer gives another
// code.
func receipt(s Submission, entries []FormEntry) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%d\x00%s\x00%d\x00%d", s.Period, s.Unit, s.Sheet, instant(s.Submitted))
	for _, e := range entries {
		fmt.Fprintf(sum, "\x00%s\x00%s\x00%q\x00%q", e.Code, e.Value, fmt.Sprint(e.Evidence), e.Note)
	}
	return base32.StdEncoding.EncodeToString(sum.Sum(nil))[:8]
}
