package store

import (
	"database/sql"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
)

// A ReminderReport is the account of one day of the clock: reminders, lists and
// duty notices. Due is the sum of the other numbers.
type ReminderReport struct {
	Day     civil.Date
	Due     int
	Sent    int
	Waiting int // they wait, or are being sent
	Expired int // they became useless before they could leave
	People  []Unreached
}

// An Unreached is somebody whom some of the day's deliveries did not reach.
type Unreached struct {
	Person   string // key
	Enrolled bool   // they have an account: it does not take messages
	Count    int
}

// Unreached counts what reached nobody.
func (r ReminderReport) Unreached() (count int) {
	for _, u := range r.People {
		count += u.Count
	}
	return count
}

// clockDeeds is the condition that a deed is one of the clock's.
const clockDeeds = `(deed >= 'remind/' AND deed < 'remind0' OR deed >= 'list/' AND deed < 'list0' OR deed >= 'duty/' AND deed < 'duty0')`

// deedPerson is the person of such a deed.
const deedPerson = `json_extract('["' || replace(deed, '/', '","') || '"]', '$[2]')`

// ReminderReport reads what had to be sent on a day until now, and what became of
// it.
func (tx *Tx) ReminderReport(day civil.Date, zone *time.Location) (ReminderReport, error) {
	r := ReminderReport{Day: day}
	from, to := day.In(zone), day.AddDays(1).In(zone)
	type row struct {
		state  Outcome
		person string
		count  int
	}
	rows, err := collect(tx, func(rows *sql.Rows) (w row, err error) {
		return w, rows.Scan(&w.state, &w.person, &w.count)
	}, `SELECT state, `+deedPerson+` AS who, count(*) FROM outbox
		WHERE (settled_at >= ?1 OR settled_at IS NULL) AND queued_at >= ?1 AND queued_at < ?2 AND `+clockDeeds+` AND state <> 'withdrawn' GROUP BY state, who ORDER BY who`,
		instant(from), instant(to))
	if err != nil {
		return r, fmt.Errorf("report reminders of %s: %w", day, err)
	}
	strangers, err := collect(tx, func(rows *sql.Rows) (u Unreached, err error) {
		return u, rows.Scan(&u.Person, &u.Count)
	}, `SELECT person, count(*) FROM unreached
		WHERE due >= ? AND due < ? AND deed NOT IN (SELECT deed FROM outbox) GROUP BY person ORDER BY person`, instant(from), instant(to))
	if err != nil {
		return r, fmt.Errorf("report reminders of %s: %w", day, err)
	}
	for _, w := range rows {
		r.Due += w.count
		switch w.state {
		case Delivered:
			r.Sent += w.count
		case Expired:
			r.Expired += w.count
		case Undelivered:
			r.People = append(r.People, Unreached{Person: w.person, Enrolled: true, Count: w.count})
		default:
			r.Waiting += w.count
		}
	}
	r.People = append(r.People, strangers...)
	for _, u := range strangers {
		r.Due += u.Count
	}
	return r, nil
}
