package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"thuky/store/week"
)

// Acknowledge notes that a person has seen the reminder of an item (đã nhận).
func (tx *Tx) Acknowledge(o Occasion, now time.Time) error {
	if _, err := tx.exec(`INSERT INTO receipt (event, person, starts, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		o.Event, o.Person, instant(o.Starts(now.Location())), instant(now)); err != nil {
		return fmt.Errorf("acknowledge: %w", err)
	}
	return nil
}

// Receipts are the people who have acknowledged an item that starts then, and when.
func (tx *Tx) Receipts(event int64, starts time.Time) (map[string]time.Time, error) {
	return tx.receipts(`SELECT person, at FROM receipt WHERE event = ? AND starts = ?`, event, instant(starts))
}

// receipts reads persons and instants.
func (tx *Tx) receipts(statement string, args ...any) (map[string]time.Time, error) {
	type receipt struct {
		person string
		at     int64
	}
	rows, err := collect(tx, func(rows *sql.Rows) (r receipt, err error) {
		return r, rows.Scan(&r.person, &r.at)
	}, statement, args...)
	all := make(map[string]time.Time, len(rows))
	for _, r := range rows {
		all[r.person] = time.UnixMilli(r.at)
	}
	return all, wrapRead("receipts", err)
}

// Reminded are the people to whom a reminder of the item that starts then has come,
// and when the first did.
func (tx *Tx) Reminded(e week.Event) (map[string]time.Time, error) {
	type arrival struct {
		deed string
		at   int64
	}
	prefix := fmt.Sprintf("%s%d/", RemindDeed, e.ID)
	rows, err := collect(tx, func(rows *sql.Rows) (a arrival, err error) {
		return a, rows.Scan(&a.deed, &a.at)
	}, `SELECT deed, settled_at FROM outbox WHERE deed >= ? AND deed < ? AND state = 'sent'`, prefix, prefix+"\U0010FFFF")
	all := map[string]time.Time{}
	for _, r := range rows {
		o, ok := readOccasion(r.deed)
		at := time.UnixMilli(r.at)
		if before, known := all[o.Person]; ok && o.Date == e.Date && o.Time == e.Time && (!known || at.Before(before)) {
			all[o.Person] = at
		}
	}
	return all, wrapRead("reminders", err)
}

// Unacknowledged are the people who were named to the office for not having
// acknowledged the item that starts then.
func (tx *Tx) Unacknowledged(event int64, starts time.Time) ([]string, error) {
	people, err := collect(tx, func(rows *sql.Rows) (person string, err error) {
		return person, rows.Scan(&person)
	}, `SELECT person FROM unacknowledged WHERE event = ? AND starts = ?`, event, instant(starts))
	return people, wrapRead("receipts", err)
}

// NameUnacknowledged notes that a person is.
func (tx *Tx) NameUnacknowledged(o Occasion, now time.Time) error {
	if _, err := tx.exec(`INSERT INTO unacknowledged (event, person, starts, told) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		o.Event, o.Person, instant(o.Starts(now.Location())), instant(now)); err != nil {
		return fmt.Errorf("note unacknowledged item: %w", err)
	}
	return nil
}

// RemindAgain notes that a person wants to be reminded of an item once more, so many
// minutes before it (nhắc lại sau).
func (tx *Tx) RemindAgain(o Occasion, lead int, zone *time.Location) error {
	if _, err := tx.exec(`INSERT INTO again (event, person, starts, lead) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		o.Event, o.Person, instant(o.Starts(zone)), lead); err != nil {
		return fmt.Errorf("remind again: %w", err)
	}
	return nil
}

// Again is what people have asked for by RemindAgain of these events: leads by
// occasion.
func (tx *Tx) Again(events []week.Event, zone *time.Location) (map[Occasion][]int, error) {
	ids := make([]int64, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	key, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read wishes: %w", err)
	}
	type row struct {
		event  int64
		person string
		starts int64
		lead   int
	}
	rows, err := collect(tx, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.event, &r.person, &r.starts, &r.lead)
	}, `SELECT event, person, starts, lead FROM again WHERE event IN (SELECT value FROM json_each(?))`, string(key))
	all := map[Occasion][]int{}
	for _, r := range rows {
		for _, e := range events {
			o := Occasion{Event: e.ID, Person: r.person, Date: e.Date, Time: e.Time}
			if e.ID == r.event && e.Time != "" && instant(o.Starts(zone)) == r.starts {
				all[o] = append(all[o], r.lead)
			}
		}
	}
	return all, wrapRead("wishes", err)
}
