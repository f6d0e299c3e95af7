package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// ErrNoDays is returned for a week that has no day to publish it under.
var ErrNoDays = errors.New("week has no days")

// A Publication is one version of a week that was published (bản lịch đã công bố).
type Publication struct {
	Monday  civil.Date // names the week
	Version int        // 1, 2, ... within the week
	By      string     // key of the person, "" from the command line
	At      time.Time
	Week    week.Week
}

// PublishWeek makes the week the current one of its Monday and keeps what was
// current before as an older version. Events that continue older ones keep their
// identity. The returned publication has the identities filled in.
func (tx *Tx) PublishWeek(w week.Week, by string, now time.Time) (Publication, error) {
	if w.From.IsZero() || w.To.Before(w.From) {
		return Publication{}, ErrNoDays
	}
	p := Publication{Monday: week.Monday(w.From), By: by, At: now, Week: w}
	old, found, err := tx.CurrentWeek(p.Monday)
	if err != nil {
		return p, err
	}
	p.Version = old.Version + 1
	if found {
		if err := tx.retire(p.Monday); err != nil {
			return p, fmt.Errorf("publish week %s: %w", p.Monday, err)
		}
	}
	p.Week.Events = append([]week.Event(nil), w.Events...)
	for i := range p.Week.Events {
		p.Week.Events[i].ID = 0
	}
	week.Inherit(old.Week.Events, p.Week.Events)
	version, err := tx.insert(`INSERT INTO week_version (monday, version, from_day, to_day, published_by, published_at, current)
		VALUES (?, ?, ?, ?, ?, ?, 1)`, p.Monday.String(), p.Version, w.From.String(), w.To.String(), by, instant(now))
	if err != nil {
		return p, fmt.Errorf("publish week %s: %w", p.Monday, err)
	}
	for i := range p.Week.Events {
		if err := tx.saveEvent(version, i, &p.Week.Events[i]); err != nil {
			return p, fmt.Errorf("publish week %s: event %d: %w", p.Monday, i+1, err)
		}
	}
	return p, nil
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

// maxDays bounds the days that one event may claim: a misread span must not fill
// the calendar.
const maxDays = 62

func (tx *Tx) saveEvent(version int64, position int, e *week.Event) error {
	if e.Date.IsZero() {
		return ErrNoDays
	}
	e.Days = min(max(e.Days, 1), maxDays)
	row, err := tx.insert(`INSERT INTO event (version, identity, position, day, time, end_time, session, days, text,
		people, groups, units, place, duty, paper, status, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		version, e.ID, position, e.Date.String(), string(e.Time), string(e.End), string(e.Session), e.Days, e.Text,
		list(e.People), list(e.Groups), list(e.Units), e.Place, e.Duty, e.Paper, string(e.Status), e.Line)
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
	event.people, event.groups, event.units, event.place, event.duty, event.paper, event.status, event.line`

func scanEvent(rows *sql.Rows) (week.Event, error) { return scanEventAnd(rows) }

// scanEventAnd scans a row of eventColumns and of what stands after them.
func scanEventAnd(rows *sql.Rows, more ...any) (e week.Event, err error) {
	var day string
	err = rows.Scan(append([]any{&e.ID, &day, &e.Time, &e.End, &e.Session, &e.Days, &e.Text, (*names)(&e.People),
		(*names)(&e.Groups), (*names)(&e.Units), &e.Place, &e.Duty, &e.Paper, &e.Status, &e.Line}, more...)...)
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
// from to to.
func (tx *Tx) Published(from, to civil.Date) ([]civil.Date, error) {
	mondays, err := collect(tx, func(rows *sql.Rows) (civil.Date, error) {
		var monday string
		if err := rows.Scan(&monday); err != nil {
			return civil.Date{}, err
		}
		return civil.ParseDate(monday)
	}, `SELECT monday FROM week_version WHERE current = 1 AND monday BETWEEN ? AND ? ORDER BY monday`,
		week.Monday(from).String(), to.String())
	if err != nil {
		return nil, fmt.Errorf("read published weeks: %w", err)
	}
	return mondays, nil
}

// CurrentWeek finds the current version of the week of that Monday.
func (tx *Tx) CurrentWeek(monday civil.Date) (p Publication, found bool, err error) {
	return tx.publication(`current = 1 AND monday = ?`, monday.String())
}

// WeekVersion finds one version of a week, also one that was replaced.
func (tx *Tx) WeekVersion(monday civil.Date, version int) (p Publication, found bool, err error) {
	return tx.publication(`monday = ? AND version = ?`, monday.String(), version)
}

func (tx *Tx) publication(where string, args ...any) (p Publication, found bool, err error) {
	var id, at int64
	var monday, from, to string
	found, err = tx.one([]any{&id, &monday, &p.Version, &from, &to, &p.By, &at},
		`SELECT id, monday, version, from_day, to_day, published_by, published_at FROM week_version WHERE `+where, args...)
	if err != nil || !found {
		return p, false, wrapRead("week", err)
	}
	p.At = time.UnixMilli(at)
	var errs [3]error
	p.Monday, errs[0] = civil.ParseDate(monday)
	p.Week.From, errs[1] = civil.ParseDate(from)
	p.Week.To, errs[2] = civil.ParseDate(to)
	if err := errors.Join(errs[:]...); err != nil {
		return p, false, wrapRead("week", err)
	}
	p.Week.Events, err = collect(tx, scanEvent, `SELECT `+eventColumns+` FROM event WHERE version = ? ORDER BY position`, id)
	if err != nil {
		return p, false, wrapRead("week", err)
	}
	return p, true, nil
}

// wrapRead names what could not be read; nil stays nil.
func wrapRead(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("read %s: %w", what, err)
}
