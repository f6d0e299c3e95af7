package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/score"
)

// A Period is an emulation period (đợt thi đua). Its deadlines are instants; zero
// where one is not fixed yet.
type Period struct {
	ID       int64
	Title    string
	From, To civil.Date // of the work that is scored
	State    score.PeriodState

	Opens      time.Time // units may begin
	SelfDue    time.Time // hạn tự chấm
	AppraiseBy time.Time // hạn thẩm định
	ExplainBy  time.Time // hạn giải trình
	CouncilAt  time.Time // họp Hội đồng
	PublishAt  time.Time // công bố

	By       string // key of who made it
	Revision int64  // grows with every change of the period itself
}

// Why a change of a period is refused.
var (
	ErrNoPeriod     = errors.New("no such period")
	ErrNoTransition = errors.New("no such step from this state")
	ErrNeedsReason  = errors.New("the step needs a reason")
	ErrNotDraft     = errors.New("only possible before the period is opened")
	ErrNoUnits      = errors.New("no unit takes part")
	ErrNoSheet      = errors.New("a cluster has no sheet")
	ErrNoDue        = errors.New("units have no time left to submit")
	ErrHandedIn     = errors.New("a unit of the cluster has handed its sheet in")
)

// NewPeriod keeps a new period, as a draft.
func (tx *Tx) NewPeriod(p Period, now time.Time) (Period, error) {
	p.State, p.Revision = score.PeriodDraft, 1
	err := p.inOrder()
	if err != nil {
		return p, err
	}
	p.ID, err = tx.insert(`INSERT INTO period (title, from_day, to_day, state, opens_at, self_due, appraise_due, explain_due, council_at, publish_at, made_by, made_at, revision)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`, p.Title, p.From.String(), p.To.String(), string(p.State), orNull(p.Opens), orNull(p.SelfDue),
		orNull(p.AppraiseBy), orNull(p.ExplainBy), orNull(p.CouncilAt), orNull(p.PublishAt), p.By, instant(now))
	if err != nil {
		return p, fmt.Errorf("new period: %w", err)
	}
	return p, tx.Record(Entry{At: now, Actor: p.By, Act: DidMakePeriod, Subject: p.subject(), New: p.Title})
}

func (p Period) subject() Subject { return Subject{AboutPeriod, strconv.FormatInt(p.ID, 10)} }

// ChangePeriod keeps new words and dates of a period; its state is changed by
// StepPeriod. What changed is told by was and is, in words of the caller.
func (tx *Tx) ChangePeriod(p Period, by, was, is string, now time.Time) error {
	if err := p.inOrder(); err != nil {
		return err
	}
	n, err := tx.changed(`UPDATE period SET title = ?, from_day = ?, to_day = ?, opens_at = ?, self_due = ?, appraise_due = ?, explain_due = ?,
		council_at = ?, publish_at = ?, revision = revision + 1 WHERE id = ?`, p.Title, p.From.String(), p.To.String(), orNull(p.Opens), orNull(p.SelfDue),
		orNull(p.AppraiseBy), orNull(p.ExplainBy), orNull(p.CouncilAt), orNull(p.PublishAt), p.ID)
	if err != nil {
		return fmt.Errorf("change period %d: %w", p.ID, err)
	}
	if n == 0 {
		return ErrNoPeriod
	}
	if err := tx.WithdrawChases(p.ID, "", now); err != nil {
		return err
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidChangePeriod, Subject: p.subject(), Old: was, New: is})
}

// StepPeriod takes a period to another state, by the table of transitions, once the work
// of the state is done: see Ready. From its opening on a period has the instant at which
// it was opened, not the planned one; with its approval its sheets are final.
func (tx *Tx) StepPeriod(id int64, to score.PeriodState, by, reason string, now time.Time) (Period, error) {
	p, found, err := tx.Period(id)
	if err != nil || !found {
		return p, errors.Join(err, orErr(found, ErrNoPeriod))
	}
	step, ok := score.Step(score.PeriodTransitions, p.State, to)
	switch {
	case !ok:
		return p, ErrNoTransition
	case step.NeedsReason && reason == "":
		return p, ErrNeedsReason
	}
	if err := tx.Ready(p, to, now); err != nil {
		return p, err
	}
	if to == score.PeriodOpen {
		p.Opens = now
	}
	if _, err := tx.exec(`UPDATE period SET state = ?, opens_at = ?, revision = revision + 1 WHERE id = ?`, string(to), orNull(p.Opens), id); err != nil {
		return p, fmt.Errorf("step period %d: %w", id, err)
	}
	before := p.State
	p.State, p.Revision = to, p.Revision+1
	if err := tx.WithdrawChases(id, "", now); err != nil {
		return p, err
	}
	if err := tx.Record(Entry{At: now, Actor: by, Act: DidStepPeriod, Subject: p.subject(), Old: string(before), New: string(to), Reason: reason}); err != nil || to != score.PeriodApproved {
		return p, err
	}
	return p, tx.finish(p, by, now)
}

// ReadyToOpen says why a period cannot be opened: ErrNoUnits, ErrNoSheet, ErrNoDue.
func (tx *Tx) ReadyToOpen(p Period, now time.Time) error {
	subs, err := tx.Submissions(p.ID)
	if err != nil {
		return err
	}
	if len(subs) == 0 {
		return ErrNoUnits
	}
	sheets, err := tx.ClusterSheets(p.ID)
	if err != nil {
		return err
	}
	for _, s := range subs {
		if sheets[s.Cluster] == 0 {
			return fmt.Errorf("%w: %s", ErrNoSheet, s.Cluster)
		}
	}
	if !p.SelfDue.After(now) {
		return ErrNoDue
	}
	return nil
}

func orErr(ok bool, err error) error {
	if ok {
		return nil
	}
	return err
}

const periodColumns = `id, title, from_day, to_day, state, opens_at, self_due, appraise_due, explain_due, council_at, publish_at, made_by, revision`

func scanPeriod(rows *sql.Rows) (p Period, err error) {
	var from, to, state string
	var at [6]sql.NullInt64
	if err := rows.Scan(&p.ID, &p.Title, &from, &to, &state, &at[0], &at[1], &at[2], &at[3], &at[4], &at[5], &p.By, &p.Revision); err != nil {
		return p, err
	}
	p.State = score.PeriodState(state)
	for i, t := range []*time.Time{&p.Opens, &p.SelfDue, &p.AppraiseBy, &p.ExplainBy, &p.CouncilAt, &p.PublishAt} {
		*t = fromInstant(at[i])
	}
	if p.From, err = civil.ParseDate(from); err != nil {
		return p, err
	}
	p.To, err = civil.ParseDate(to)
	return p, err
}

func (tx *Tx) periods(where string, args ...any) ([]Period, error) {
	all, err := collect(tx, scanPeriod, `SELECT `+periodColumns+` FROM period WHERE `+where, args...)
	return all, wrapRead("periods", err)
}

// Period finds a period.
func (tx *Tx) Period(id int64) (Period, bool, error) {
	all, err := tx.periods(`id = ?`, id)
	if err != nil || len(all) == 0 {
		return Period{}, false, err
	}
	return all[0], true, nil
}

// Periods lists all periods, the newest first.
func (tx *Tx) Periods() ([]Period, error) { return tx.periods(`true ORDER BY id DESC`) }

// PeriodsIn lists the periods in one of the states, the oldest first.
func (tx *Tx) PeriodsIn(states ...score.PeriodState) ([]Period, error) {
	return tx.periods(`state IN (SELECT value FROM json_each(?)) ORDER BY id`, list(states))
}

// SetClusterSheet says by which sheet a cluster is scored. In an open period too:
// who has begun stays on their version until they go on with the new one. Once a unit
// has handed its sheet in the error is ErrHandedIn: it could not answer what is new, and
// a cluster is ranked by one version.
func (tx *Tx) SetClusterSheet(period int64, cluster string, version int64, by string, now time.Time) error {
	p, found, err := tx.Period(period)
	switch {
	case err != nil || !found:
		return errors.Join(err, orErr(found, ErrNoPeriod))
	case p.State != score.PeriodDraft && p.State != score.PeriodOpen:
		return ErrNoTransition
	}
	sheets, err := tx.ClusterSheets(period)
	if err != nil || sheets[cluster] == version {
		return err
	}
	handed, err := tx.submissions(`period = ? AND cluster = ? AND left_out = '' AND state NOT IN ('not_started', 'in_progress') LIMIT 1`, period, cluster)
	if err != nil || len(handed) > 0 {
		return errors.Join(err, orErr(len(handed) == 0, ErrHandedIn))
	}
	if _, err := tx.exec(`INSERT INTO period_cluster (period, cluster, sheet_version) VALUES (?, ?, ?)
		ON CONFLICT (period, cluster) DO UPDATE SET sheet_version = excluded.sheet_version`, period, cluster, version); err != nil {
		return fmt.Errorf("set sheet of period %d: %w", period, err)
	}
	name := func(version int64) (string, error) {
		if version == 0 {
			return "", nil
		}
		v, _, err := tx.Sheet(version)
		return fmt.Sprintf("%s: %s/%d", cluster, v.Sheet, v.Version), err
	}
	old, err := name(sheets[cluster])
	is, err2 := name(version)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidSetSheet, Subject: p.subject(), Old: old, New: is})
}

// ClusterSheets are the sheet versions of a period by cluster.
func (tx *Tx) ClusterSheets(period int64) (map[string]int64, error) {
	type row struct {
		cluster string
		version int64
	}
	rows, err := collect(tx, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.cluster, &r.version)
	}, `SELECT cluster, sheet_version FROM period_cluster WHERE period = ?`, period)
	all := make(map[string]int64, len(rows))
	for _, r := range rows {
		all[r.cluster] = r.version
	}
	return all, wrapRead("sheets of a period", err)
}
