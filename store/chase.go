package store

import (
	"database/sql"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/staff"
)

// DutyChase owns the screens of chases; their state is a Chasing.
const DutyChase = "chase"

// A Chasing is what the screen of a chase remembers: whose sheet it leads to.
type Chasing struct {
	Period int64  `json:"period"`
	Unit   string `json:"unit"`
}

// A Chase is a message by which somebody was asked for the sheet of a unit (đôn đốc).
type Chase struct {
	Deed     string // of the message; the office is told of several units in one
	Period   int64
	Unit     string     // code
	Person   string     // key of who was told
	Role     staff.Role // as whom: head or contact of the unit, or the office's clerk
	Days     int        // to the deadline, below 0 behind it
	Answered int        // criteria answered then ...
	Asked    int        // ... of so many
	By       string     // key of the person who pressed, "" for the clock

	At      time.Time // queued
	State   Outcome   // "waiting" and "sending" too
	Settled time.Time // arrived or came to nothing; zero before
}

// The deeds of chases: whatever is said of a unit, or of a period to the office, can
// be withdrawn together.
const (
	chaseDeeds  = "chase/"        // chase/<period>/<unit>/...
	officeDeeds = "chase-office/" // chase-office/<period>/...
)

// ChaseDeed names what a person is told of a unit on a day, whatever the deadline is
// then: a moved deadline chases nobody twice a day.
func ChaseDeed(period int64, unit string, day civil.Date, person string) string {
	return fmt.Sprintf("%s%d/%s/%s/%s", chaseDeeds, period, unit, day, person)
}

// ChaseByHandDeed names what a person is told of a unit because somebody pressed a
// button on a screen.
func ChaseByHandDeed(period int64, unit string, screen Screen, person string) string {
	return fmt.Sprintf("%s%d/%s/by-hand/%d.%d/%s", chaseDeeds, period, unit, screen.ID, screen.Revision, person)
}

// OfficeDeed names what a clerk is told of a period: what, and of which day or moment.
func OfficeDeed(period int64, what, when, person string) string {
	return fmt.Sprintf("%s%d/%s/%s/%s", officeDeeds, period, what, when, person)
}

// A ChasedPerson is somebody whom a chase reaches, and as whom: contact or head.
type ChasedPerson struct {
	staff.Person
	As staff.Role
}

// ChasedPeople are the people of a unit whom a chase reaches: its contacts, with heads
// its heads too. Where no contact can be reached the heads stand in. reached tells who
// has an account; the directory is that of today. Who is both is chased once.
func ChasedPeople(d *staff.Directory, unit string, today civil.Date, heads bool, reached func(person string) bool) (people []ChasedPerson) {
	now, found := d.StandsFor(unit, today)
	if !found {
		return nil
	}
	var chiefs []ChasedPerson
	for _, p := range d.People {
		switch {
		case p.Unit != now.Code || !reached(p.Key):
		case p.Has(staff.UnitContact) && !(heads && p.Has(staff.UnitHead)):
			people = append(people, ChasedPerson{p, staff.UnitContact})
		case p.Has(staff.UnitHead):
			chiefs = append(chiefs, ChasedPerson{p, staff.UnitHead})
		}
	}
	if heads || len(people) == 0 {
		people = append(people, chiefs...)
	}
	return people
}

// Chase is what is noted when somebody is chased for the sheet now.
func (s Progress) Chase(p Period, to ChasedPerson, now time.Time) Chase {
	return Chase{Period: p.ID, Unit: s.Unit, Person: to.Key, Role: to.As, Days: s.DaysLeft(now), Answered: s.Answered(), Asked: s.Asked}
}

// QueueChase queues a chase and notes it, in one row for each unit that it is about.
// What a unit is told gets a screen, which leads to the form.
func (tx *Tx) QueueChase(d Delivery, notes []Chase, now time.Time) error {
	if len(notes) == 1 && notes[0].Role != staff.Clerk {
		n := notes[0]
		s, err := tx.NewScreen(Screen{Chat: d.Chat, Person: n.Person, Duty: DutyChase}, Chasing{Period: n.Period, Unit: n.Unit}, now)
		if err != nil {
			return err
		}
		d.Screen, d.Revision = s.ID, s.Revision
	}
	for _, n := range notes {
		n.Deed = d.Deed
		if err := tx.noteChase(n, now); err != nil {
			return err
		}
	}
	d.Class, d.Kind = Reminder, Send
	return tx.Queue(d, now)
}

func (tx *Tx) noteChase(c Chase, now time.Time) error {
	if _, err := tx.exec(`INSERT INTO chase (deed, period, unit, person, role, days, answered, asked, chased_by, chased_at, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')
		ON CONFLICT (deed, unit) DO UPDATE SET days = excluded.days, answered = excluded.answered, asked = excluded.asked,
		chased_at = excluded.chased_at, state = excluded.state, settled_at = NULL WHERE state = 'withdrawn'`,
		c.Deed, c.Period, c.Unit, c.Person, string(c.Role), c.Days, c.Answered, c.Asked, c.By, instant(now)); err != nil {
		return fmt.Errorf("note chase of %s: %w", c.Unit, err)
	}
	return nil
}

// WithdrawChases takes back what waits to be said about a unit's sheet, of all units
// if unit is "", and what waits for the office, which may name it: the state it tells
// is no longer so. The clock queues anew what still is.
func (tx *Tx) WithdrawChases(period int64, unit string, now time.Time) error {
	prefix := fmt.Sprintf("%s%d/", chaseDeeds, period)
	if unit != "" {
		prefix += unit + "/"
	}
	if err := tx.Withdraw(prefix, "sheet or deadline changed", now); err != nil {
		return err
	}
	return tx.Withdraw(fmt.Sprintf("%s%d/", officeDeeds, period), "sheet or deadline changed", now)
}

// Chases lists who was chased for the sheet of a unit in a period, of all units if
// unit is "", the newest first; what was withdrawn before it left is not listed.
func (tx *Tx) Chases(period int64, unit string, limit int) ([]Chase, error) {
	all, err := collect(tx, func(rows *sql.Rows) (c Chase, err error) {
		var at int64
		var settled sql.NullInt64
		err = rows.Scan(&c.Deed, &c.Period, &c.Unit, &c.Person, &c.Role, &c.Days, &c.Answered, &c.Asked, &c.By, &at, &c.State, &settled)
		c.At, c.Settled = time.UnixMilli(at), fromInstant(settled)
		return c, err
	}, `SELECT deed, period, unit, person, role, days, answered, asked, chased_by, chased_at, state, settled_at FROM chase
		WHERE period = ?1 AND (?2 = '' OR unit = ?2) AND state <> 'withdrawn' ORDER BY chased_at DESC, unit, role DESC, person, deed LIMIT ?3`,
		period, unit, limit)
	return all, wrapRead("chases", err)
}

// LastChased is when the units of a period were last chased by a message that arrived
// or still may, by unit.
func (tx *Tx) LastChased(period int64) (map[string]time.Time, error) {
	type row struct {
		unit string
		at   int64
	}
	rows, err := collect(tx, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.unit, &r.at)
	}, `SELECT unit, max(chased_at) FROM chase WHERE period = ? AND role <> 'clerk' AND state IN ('waiting', 'sending', 'sent') GROUP BY unit`, period)
	all := make(map[string]time.Time, len(rows))
	for _, r := range rows {
		all[r.unit] = time.UnixMilli(r.at)
	}
	return all, wrapRead("chases", err)
}

// RecordChase keeps in the audit that a person had units chased; whom that reached is
// in the chases themselves.
func (tx *Tx) RecordChase(p Period, units, by string, now time.Time) error {
	return tx.Record(Entry{At: now, Actor: by, Act: DidChase, Subject: p.subject(), New: units})
}
