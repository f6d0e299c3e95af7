package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"thuky/store/score"
)

// A FormEntry is what a unit answered to one code of its sheet (câu trả lời).
type FormEntry struct {
	Code     string
	Value    string       // as score.Sheet.Text writes it; "" for a blank
	Points   score.Points // that the value is worth by itself; see score.Leaf.Worth
	Evidence []score.Evidence
	Note     string // the unit's explanation
	By       string // key of who entered it last
	At       time.Time
	Revision int64 // grows with every change; 0 for what was never entered
}

// An OvertakenError says that somebody else has changed the entry since it was shown;
// it holds what stands there now.
type OvertakenError struct{ Now FormEntry }

func (e *OvertakenError) Error() string { return "entry " + e.Now.Code + " was changed meanwhile" }

// SaveEntry keeps an answer. e.Revision is that of the entry as the person saw it: if
// it has changed since to something else, nothing is kept and the error is an
// *OvertakenError. Whether the unit's sheet may be written now has been judged.
func (tx *Tx) SaveEntry(s Submission, e FormEntry, now time.Time) (FormEntry, error) {
	before, err := tx.Entry(s.Period, s.Unit, e.Code)
	if err != nil {
		return e, err
	}
	if before.Revision != e.Revision {
		return e, &OvertakenError{before}
	}
	evidence, err := json.Marshal(append([]score.Evidence{}, e.Evidence...))
	if err != nil {
		return e, fmt.Errorf("save entry %s: %w", e.Code, err)
	}
	e.At, e.Revision = now, before.Revision+1
	if _, err := tx.exec(`INSERT INTO entry (period, unit, code, value, points, evidence, note, entered_by, entered_at, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (period, unit, code) DO UPDATE SET value = excluded.value, points = excluded.points, evidence = excluded.evidence, note = excluded.note,
		entered_by = excluded.entered_by, entered_at = excluded.entered_at, revision = excluded.revision`,
		s.Period, s.Unit, e.Code, e.Value, int64(e.Points), string(evidence), e.Note, e.By, instant(now), e.Revision); err != nil {
		return e, fmt.Errorf("save entry %s: %w", e.Code, err)
	}
	if _, err := tx.exec(`UPDATE submission SET editor = ?, edited_at = ? WHERE period = ? AND unit = ?`, e.By, instant(now), s.Period, s.Unit); err != nil {
		return e, fmt.Errorf("save entry %s: %w", e.Code, err)
	}
	if before.Value == e.Value { // proof or words changed, which the audit does not hold
		return e, nil
	}
	return e, tx.Record(Entry{At: now, Actor: e.By, Act: DidAnswer, Subject: Subject{AboutEntry, submissionKey(s.Period, s.Unit) + "/" + e.Code},
		Old: before.Value, New: e.Value})
}

// MoveSheet lets a unit go on with another version of its sheet. What the versions
// ask differently is blank again; what the new one no longer asks is gone.
func (tx *Tx) MoveSheet(s Submission, version int64, by string, now time.Time) (Submission, []score.Change, error) {
	_, old, err := tx.Sheet(s.Sheet)
	_, new, err2 := tx.Sheet(version)
	if err := errors.Join(err, err2); err != nil {
		return s, nil, err
	}
	changes := score.Diff(old, new)
	entries, err := tx.Entries(s.Period, s.Unit)
	if err != nil {
		return s, nil, err
	}
	touched := map[string]bool{}
	for _, code := range score.Touched(changes) {
		touched[code] = true
	}
	for _, e := range entries {
		_, asked := new.Leaf(e.Code)
		if asked && !touched[e.Code] {
			continue
		}
		e.Value, e.Points, e.By = "", 0, by
		if _, err := tx.SaveEntry(s, e, now); err != nil {
			return s, nil, err
		}
		if !asked {
			if _, err := tx.exec(`DELETE FROM entry WHERE period = ? AND unit = ? AND code = ?`, s.Period, s.Unit, e.Code); err != nil {
				return s, nil, fmt.Errorf("move sheet of %s: %w", s.Unit, err)
			}
		}
	}
	from := s.Sheet
	if err := tx.pinSheet(&s, version); err != nil {
		return s, nil, err
	}
	return s, changes, tx.Record(Entry{At: now, Actor: by, Act: DidSetSheet, Subject: s.subject(), Old: fmt.Sprint(from), New: fmt.Sprint(version)})
}

// reweigh says anew what an answer is worth, by another target.
func (tx *Tx) reweigh(period int64, unit, code string, target *big.Rat) error {
	s, found, err := tx.Submission(period, unit)
	if err != nil || !found || s.Sheet == 0 {
		return err
	}
	e, err := tx.Entry(period, unit, code)
	if err != nil || e.Value == "" {
		return err
	}
	_, sheet, err := tx.Sheet(s.Sheet)
	if err != nil {
		return err
	}
	leaf, ok := sheet.Leaf(code)
	if !ok {
		return nil
	}
	a, err := sheet.Read(leaf, e.Value)
	if err != nil {
		return fmt.Errorf("weigh %s of %s: %w", code, unit, err)
	}
	_, err = tx.exec(`UPDATE entry SET points = ? WHERE period = ? AND unit = ? AND code = ?`, int64(leaf.Worth(a, target)), period, unit, code)
	return wrapRead("entry", err)
}

const entryColumns = `code, value, points, evidence, note, entered_by, entered_at, revision`

func scanFormEntry(rows *sql.Rows) (e FormEntry, err error) {
	var points, at int64
	var evidence string
	if err := rows.Scan(&e.Code, &e.Value, &points, &evidence, &e.Note, &e.By, &at, &e.Revision); err != nil {
		return e, err
	}
	e.Points, e.At = score.Points(points), time.UnixMilli(at)
	if evidence == "[]" {
		return e, nil
	}
	return e, json.Unmarshal([]byte(evidence), &e.Evidence)
}

// Entry finds what a unit answered to a code; its revision is 0 if nothing was.
func (tx *Tx) Entry(period int64, unit, code string) (FormEntry, error) {
	all, err := collect(tx, scanFormEntry, `SELECT `+entryColumns+` FROM entry WHERE period = ? AND unit = ? AND code = ?`, period, unit, code)
	if err != nil || len(all) == 0 {
		return FormEntry{Code: code}, wrapRead("entry", err)
	}
	return all[0], nil
}

// Entries lists all that a unit answered, by code.
func (tx *Tx) Entries(period int64, unit string) ([]FormEntry, error) {
	all, err := collect(tx, scanFormEntry, `SELECT `+entryColumns+` FROM entry WHERE period = ? + 0 AND unit = ? || '' ORDER BY code`, period, unit)
	return all, wrapRead("entries", err)
}

// answers are what a unit answered, by code, without what proves it. Blanks are left out.
func (tx *Tx) answers(s Submission) (map[string]string, error) {
	rows, err := collect(tx, func(rows *sql.Rows) (row [2]string, err error) {
		return row, rows.Scan(&row[0], &row[1])
	}, `SELECT code, value FROM entry WHERE period = ? AND unit = ? AND value <> ''`, s.Period, s.Unit)
	all := make(map[string]string, len(rows))
	for _, row := range rows {
		all[row[0]] = row[1]
	}
	return all, wrapRead("answers", err)
}

// A Standing is the short of an answer that stands.
type Standing struct {
	Points score.Points
	NA     bool // không phát sinh
}

// standings are the answers of the unit of a submission, blanks left out, in one value,
// so that their cost hardly grows with the sheet: points and code of each, -1 for what
// does not apply, a line each.
const standings = `(SELECT group_concat(CASE value WHEN 'n/a' THEN -1 ELSE points END || ' ' || code, char(10)) FROM entry
	WHERE entry.period = submission.period AND entry.unit = submission.unit AND entry.value <> '')`

func readStandings(text string) (map[string]Standing, error) {
	all := make(map[string]Standing, strings.Count(text, "\n")+1)
	for line := range strings.Lines(text) {
		worth, code, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		points, err := strconv.ParseInt(worth, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("points of %s: %w", code, err)
		}
		all[code] = Standing{Points: score.Points(max(points, 0)), NA: points < 0}
	}
	return all, nil
}

// A Worksheet is what a unit works on in a period, as it stands.
type Worksheet struct {
	Submission
	Current   int64               // version of the sheet that the cluster has now; 0 for none
	Standings map[string]Standing // what is answered, by code
}

// Worksheet finds the sheet of a unit in a period; one that was left out is not there.
func (tx *Tx) Worksheet(period int64, unit string) (w Worksheet, found bool, err error) {
	all, err := collect(tx, func(rows *sql.Rows) (w Worksheet, err error) {
		var answered sql.NullString
		if w.Submission, err = scanSubmission(rows, &w.Current, &answered); err == nil {
			w.Standings, err = readStandings(answered.String)
		}
		return w, err
	}, `SELECT `+submissionColumns+`, coalesce((SELECT sheet_version FROM period_cluster
			WHERE period_cluster.period = submission.period AND period_cluster.cluster = submission.cluster), 0), `+standings+`
		FROM submission WHERE period = ? AND unit = ? AND left_out = ''`, period, unit)
	if err != nil || len(all) == 0 {
		return w, false, wrapRead("worksheet", err)
	}
	return all[0], true, nil
}

// A LastAnswer is what a unit answered to the same code in an earlier period.
type LastAnswer struct {
	Value  string
	Period string // its title
}

// LastAnswer finds the answer of the period before that in which the unit submitted a
// sheet; found is false if there was none.
func (tx *Tx) LastAnswer(before int64, unit, code string) (a LastAnswer, found bool, err error) {
	type row struct {
		period int64
		LastAnswer
	}
	// Neither joined nor ordered: SQLite would plan that anew for every parameter.
	rows, err := collect(tx, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.period, &r.Value, &r.Period)
	}, `SELECT period, coalesce((SELECT value FROM entry WHERE entry.period = submission.period AND entry.unit = submission.unit AND entry.code = ?), ''),
		(SELECT title FROM period WHERE period.id = submission.period)
		FROM submission WHERE unit = ? AND period < ? AND submitted_at IS NOT NULL AND left_out = ''`, code, unit, before)
	rows = slices.DeleteFunc(rows, func(r row) bool { return r.Value == "" })
	if err != nil || len(rows) == 0 {
		return a, false, wrapRead("entry", err)
	}
	last := slices.MaxFunc(rows, func(a, b row) int { return cmp.Compare(a.period, b.period) })
	return last.LastAnswer, true, nil
}

// Filled reads the answers of a unit, as it gave them, into the form that package
// score computes with.
func (tx *Tx) Filled(s Submission, sheet *score.Sheet) (score.Submission, error) {
	values, err := tx.answers(s)
	targets, err2 := tx.Targets(s.Period, s.Unit)
	if err := errors.Join(err, err2); err != nil {
		return score.Submission{}, err
	}
	filled, err := sheet.Fill(s.Unit, values, targets)
	filled.Submitted = s.Submitted
	return filled, err
}

// Answered are the codes that each unit of a period has answered, by unit.
func (tx *Tx) Answered(period int64) (map[string]map[string]bool, error) {
	type row struct{ unit, code string }
	rows, err := collect(tx, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.unit, &r.code)
	}, `SELECT unit, code FROM entry WHERE period = ? AND value <> ''`, period)
	all := map[string]map[string]bool{}
	for _, r := range rows {
		if all[r.unit] == nil {
			all[r.unit] = map[string]bool{}
		}
		all[r.unit][r.code] = true
	}
	return all, wrapRead("entries", err)
}
