package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// ErrNoDays is returned for a week that has no day to publish it under.
var ErrNoDays = errors.New("week has no days")

// A Step is how a version of a week came to be.
type Step string

// The steps.
const (
	Published Step = "publish" // a whole week was published (công bố)
	Changed   Step = "change"  // one event was changed or added (đổi, hoãn, huỷ, thêm)
	Undone    Step = "undo"    // the step before it was taken back (hoàn tác)
)

// An Extent is how much of a week a version holds.
type Extent string

// The extents. A part is what is known of a week before its schedule is
// published: events added to it or moved into it. From a withdrawn week nothing is
// answered.
const (
	WholeWeek  Extent = "whole"
	PartOfWeek Extent = "part"
	Withdrawn  Extent = "none"
)

// A Publication is one version of a week (bản lịch).
type Publication struct {
	Monday  civil.Date // names the week
	Version int        // 1, 2, ... within the week
	By      string     // key of the person, "" from the command line
	At      time.Time
	Step    Step
	Note    string // why, in the person's words, or ""
	Extent  Extent
	Items   int       // number of events
	Week    week.Week // Versions and History leave its events out
}

// A version is a Publication as the ledger knows it.
type version struct {
	Publication
	row  int64
	deed int64 // row of the first version that the same act made; 0 before that is saved
}

// PublishWeek makes the week the current one of its Monday and keeps what was
// current before as an older version. Events that continue older ones keep their
// identity. The returned publication has the identities filled in.
func (tx *Tx) PublishWeek(w week.Week, by string, now time.Time) (Publication, error) {
	if w.From.IsZero() || w.To.Before(w.From) {
		return Publication{}, ErrNoDays
	}
	v := version{Publication: Publication{Monday: week.Monday(w.From), By: by, At: now, Step: Published, Extent: WholeWeek, Week: w}}
	old, _, err := tx.CurrentWeek(v.Monday)
	if err != nil {
		return v.Publication, err
	}
	v.Week.Events = slices.Clone(w.Events)
	for i := range v.Week.Events {
		v.Week.Events[i].ID = 0
	}
	week.Inherit(old.Week.Events, v.Week.Events)
	err = tx.saveVersion(&v)
	return v.Publication, err
}

// saveVersion makes v the newest version of its week, and the current one unless
// it withdraws the week. It fills in number, row, deed and new identities. What the
// clock was about to say of the events that change is withdrawn.
func (tx *Tx) saveVersion(v *version) error {
	old, _, err := tx.CurrentWeek(v.Monday)
	if err != nil {
		return err
	}
	if err := tx.WithdrawReminders(v.At, differing(old.Week.Events, v.Week.Events)...); err != nil {
		return fmt.Errorf("publish week %s: %w", v.Monday, err)
	}
	if err := tx.retire(v.Monday); err != nil {
		return fmt.Errorf("publish week %s: %w", v.Monday, err)
	}
	newest, err := tx.newest(v.Monday)
	if err != nil {
		return err
	}
	v.Version, v.Items = newest+1, len(v.Week.Events)
	v.row, err = tx.insert(`INSERT INTO week_version
		(monday, version, from_day, to_day, published_by, published_at, kind, note, deed, extent, current)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, v.Monday.String(), v.Version, v.Week.From.String(), v.Week.To.String(),
		v.By, instant(v.At), string(v.Step), v.Note, v.deed, string(v.Extent), v.Extent != Withdrawn)
	if err != nil {
		return fmt.Errorf("publish week %s: %w", v.Monday, err)
	}
	if v.deed == 0 {
		v.deed = v.row
		if _, err := tx.exec(`UPDATE week_version SET deed = id WHERE id = ?`, v.row); err != nil {
			return fmt.Errorf("publish week %s: %w", v.Monday, err)
		}
	}
	for i := range v.Week.Events {
		if err := tx.saveEvent(v.row, i, &v.Week.Events[i]); err != nil {
			return fmt.Errorf("publish week %s: event %d: %w", v.Monday, i+1, err)
		}
	}
	return tx.recordVersion(v)
}

// retire takes the current version of a week out of the answers.
func (tx *Tx) retire(monday civil.Date) error {
	if _, err := tx.exec(`DELETE FROM event_day WHERE event IN
		(SELECT id FROM event WHERE version = (SELECT id FROM week_version WHERE monday = ? AND current = 1))`, monday.String()); err != nil {
		return err
	}
	_, err := tx.exec(`UPDATE week_version SET current = 0 WHERE monday = ? AND current = 1`, monday.String())
	return err
}

// newest is the number of the week's last version, current or not; 0 if there is
// none.
func (tx *Tx) newest(monday civil.Date) (number int, err error) {
	_, err = tx.one([]any{&number}, `SELECT coalesce(max(version), 0) FROM week_version WHERE monday = ?`, monday.String())
	return number, wrapRead("week", err)
}

// maxDays bounds the days that one event may claim: a misread span must not fill
// the calendar.
const maxDays = 62

func (tx *Tx) saveEvent(version int64, position int, e *week.Event) error {
	if e.Date.IsZero() {
		return ErrNoDays
	}
	e.Days = min(max(e.Days, 1), maxDays)
	row, err := tx.insert(`INSERT INTO event (version, identity, position, day, time, end_time, session, days, text,
		people, groups, units, place, duty, paper, important, status, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		version, e.ID, position, e.Date.String(), string(e.Time), string(e.End), string(e.Session), e.Days, e.Text,
		list(e.People), list(e.Groups), list(e.Units), e.Place, e.Duty, e.Paper, e.Important, string(e.Status), e.Line)
	if err != nil {
		return err
	}
	if e.ID == 0 {
		e.ID = row
		if _, err := tx.exec(`UPDATE event SET identity = id WHERE id = ?`, row); err != nil {
			return err
		}
	}
	for day := e.Date; !day.After(e.Last()); day = day.AddDays(1) {
		if _, err := tx.exec(`INSERT INTO event_day (day, event) VALUES (?, ?)`, day.String(), row); err != nil {
			return err
		}
	}
	return nil
}

const eventColumns = `event.identity, event.day, event.time, event.end_time, event.session, event.days, event.text,
	event.people, event.groups, event.units, event.place, event.duty, event.paper, event.important, event.status, event.line`

func scanEvent(rows *sql.Rows) (week.Event, error) { return scanEventAnd(rows) }

// scanEventAnd scans a row of eventColumns and of what stands after them.
func scanEventAnd(rows *sql.Rows, more ...any) (e week.Event, err error) {
	var day string
	err = rows.Scan(append([]any{&e.ID, &day, &e.Time, &e.End, &e.Session, &e.Days, &e.Text, (*names)(&e.People),
		(*names)(&e.Groups), (*names)(&e.Units), &e.Place, &e.Duty, &e.Paper, &e.Important, &e.Status, &e.Line}, more...)...)
	if err != nil {
		return e, err
	}
	e.Date, err = civil.ParseDate(day)
	return e, err
}

// Events lists the current events that take place on any day from from to to,
// each once, ordered by date, time and source.
func (tx *Tx) Events(from, to civil.Date) ([]week.Event, error) {
	events, err := collect(tx, scanEvent, `SELECT `+eventColumns+` FROM event
		WHERE id IN (SELECT event FROM event_day WHERE day BETWEEN ? AND ?)
		ORDER BY day, time, version, position`, from.String(), to.String())
	if err != nil {
		return nil, fmt.Errorf("read events %s to %s: %w", from, to, err)
	}
	return events, nil
}

// Published lists the Mondays of the published weeks that touch the days from
// from to to; not those of which only single events are known.
func (tx *Tx) Published(from, to civil.Date) ([]civil.Date, error) {
	mondays, err := collect(tx, func(rows *sql.Rows) (civil.Date, error) {
		var monday string
		if err := rows.Scan(&monday); err != nil {
			return civil.Date{}, err
		}
		return civil.ParseDate(monday)
	}, `SELECT monday FROM week_version WHERE current = 1 AND extent = 'whole' AND monday BETWEEN ? AND ? ORDER BY monday`,
		week.Monday(from).String(), to.String())
	if err != nil {
		return nil, fmt.Errorf("read published weeks: %w", err)
	}
	return mondays, nil
}

// CurrentWeek finds the current version of the week of that Monday.
func (tx *Tx) CurrentWeek(monday civil.Date) (p Publication, found bool, err error) {
	v, found, err := tx.version(`current = 1 AND monday = ?`, monday.String())
	return v.Publication, found, err
}

// WeekVersion finds one version of a week, also one that was replaced.
func (tx *Tx) WeekVersion(monday civil.Date, number int) (p Publication, found bool, err error) {
	v, found, err := tx.version(`monday = ? AND version = ?`, monday.String(), number)
	return v.Publication, found, err
}

// Versions lists all versions of a week, the newest first, without their events.
func (tx *Tx) Versions(monday civil.Date) ([]Publication, error) {
	versions, err := tx.versions(`monday = ? ORDER BY version DESC`, monday.String())
	all := make([]Publication, len(versions))
	for i, v := range versions {
		all[i] = v.Publication
	}
	return all, err
}

// version finds the one version that satisfies the condition, with its events.
func (tx *Tx) version(where string, args ...any) (v version, found bool, err error) {
	versions, err := tx.versions(where, args...)
	if err != nil || len(versions) == 0 {
		return v, false, err
	}
	v = versions[0]
	v.Week.Events, err = tx.eventsOf(v.row)
	return v, err == nil, err
}

// versions lists the versions that satisfy the condition, without their events.
func (tx *Tx) versions(where string, args ...any) ([]version, error) {
	all, err := collect(tx, func(rows *sql.Rows) (v version, err error) {
		var monday, from, to string
		var at int64
		if err := rows.Scan(&v.row, &monday, &v.Version, &from, &to, &v.By, &at, &v.Step, &v.Note, &v.deed, &v.Extent, &v.Items); err != nil {
			return v, err
		}
		v.At = time.UnixMilli(at)
		var errs [3]error
		v.Monday, errs[0] = civil.ParseDate(monday)
		v.Week.From, errs[1] = civil.ParseDate(from)
		v.Week.To, errs[2] = civil.ParseDate(to)
		return v, errors.Join(errs[:]...)
	}, `SELECT id, monday, version, from_day, to_day, published_by, published_at, kind, note, deed, extent,
		(SELECT count(*) FROM event WHERE event.version = week_version.id) FROM week_version WHERE `+where, args...)
	return all, wrapRead("week", err)
}

// eventsOf lists the events of a version, in their order.
func (tx *Tx) eventsOf(row int64) ([]week.Event, error) {
	events, err := collect(tx, scanEvent, `SELECT `+eventColumns+` FROM event WHERE version = ? ORDER BY position`, row)
	return events, wrapRead("week", err)
}

// wrapRead names what could not be read; nil stays nil.
func wrapRead(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("read %s: %w", what, err)
}
