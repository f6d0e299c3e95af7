package store

import (
	"database/sql"
	"fmt"
	"strconv"
	"time"
)

// The sources of what arrives. A source is decided by who puts it in, never by
// what it says of itself.
const (
	FromTelegram = "telegram"
	FromErrand   = "errand"
)

// An Arrival is something to be handled, once and in order: an update of the
// messenger, or the result of an errand.
type Arrival struct {
	ID         int64 // order of arrival
	Source     string
	SourceID   int64
	Kind       string
	Chat       int64
	Raw        []byte
	ReceivedAt time.Time
}

// inboxMemory is for how long settled arrivals are remembered, to know a
// repeated one. It is short on purpose: the messenger may start its numbers anew
// after a week of silence, and a new update must not look like an old one.
const inboxMemory = 48 * time.Hour

// Receive puts arrivals into the inbox. One that is there already, by source and
// source id, is not put in again.
func (tx *Tx) Receive(now time.Time, arrivals ...Arrival) error {
	if err := tx.forget(now); err != nil {
		return fmt.Errorf("receive: %w", err)
	}
	for _, a := range arrivals {
		if err := tx.receive(a, now); err != nil {
			return fmt.Errorf("receive %s %d: %w", a.Source, a.SourceID, err)
		}
	}
	return nil
}

func (tx *Tx) receive(a Arrival, now time.Time) error {
	for range 2 {
		n, err := tx.changed(`INSERT INTO inbox (source, source_id, kind, chat, raw, received_at, state)
			VALUES (?, ?, ?, ?, ?, ?, 'waiting') ON CONFLICT (source, source_id) DO NOTHING`,
			a.Source, a.SourceID, a.Kind, a.Chat, a.Raw, instant(now))
		if err != nil || n == 1 {
			return err
		}
		// A number that is old enough to be forgotten may not have been forgotten yet.
		n, err = tx.changed(`DELETE FROM inbox WHERE source = ? AND source_id = ? AND state <> 'waiting' AND settled_at < ?`,
			a.Source, a.SourceID, instant(now.Add(-inboxMemory)))
		if err != nil || n == 0 {
			return err
		}
	}
	return nil
}

// Waiting lists the first arrivals that wait, at most limit, in order of arrival.
func (tx *Tx) Waiting(limit int) ([]Arrival, error) {
	arrivals, err := collect(tx, func(rows *sql.Rows) (a Arrival, err error) {
		var received int64
		err = rows.Scan(&a.ID, &a.Source, &a.SourceID, &a.Kind, &a.Chat, &a.Raw, &received)
		a.ReceivedAt = time.UnixMilli(received)
		return a, err
	}, `SELECT id, source, source_id, kind, chat, raw, received_at FROM inbox
		WHERE state = 'waiting' ORDER BY id LIMIT `+strconv.Itoa(limit))
	if err != nil {
		return nil, fmt.Errorf("read inbox: %w", err)
	}
	return arrivals, nil
}

// A Settlement says how an arrival ended.
type Settlement string

// The ends of an arrival.
const (
	Done   Settlement = "done"   // it took effect
	Failed Settlement = "failed" // it could not be handled; reason says why
	Aside  Settlement = "aside"  // it is nothing for us; reason says why
)

// Settle ends an arrival and erases its text; one that has ended stays as it
// ended. The reason never quotes a message.
func (tx *Tx) Settle(id int64, how Settlement, reason string, now time.Time) error {
	if _, err := tx.exec(`UPDATE inbox SET state = ?, reason = ?, settled_at = ?, raw = NULL WHERE id = ? AND state = 'waiting'`,
		string(how), reason, instant(now), id); err != nil {
		return fmt.Errorf("settle arrival %d: %w", id, err)
	}
	return nil
}

// NextUpdate is the offset for the messenger's next poll: the last id by arrival
// plus one. It is 0 before the first update.
func (tx *Tx) NextUpdate() (int64, error) { return tx.fact("next_update") }

// SetNextUpdate keeps the offset.
func (tx *Tx) SetNextUpdate(next int64) error { return tx.setFact("next_update", next) }

// fact reads a number of the ledger, once a transaction: nobody else can change it
// meanwhile.
func (tx *Tx) fact(name string) (int64, error) {
	value, known := tx.facts[name]
	if known {
		return value, nil
	}
	if _, err := tx.one([]any{&value}, `SELECT value FROM fact WHERE name = ?`, name); err != nil {
		return 0, fmt.Errorf("read fact %s: %w", name, err)
	}
	tx.keepFact(name, value)
	return value, nil
}

func (tx *Tx) keepFact(name string, value int64) {
	if tx.facts == nil {
		tx.facts = map[string]int64{}
	}
	tx.facts[name] = value
}

func (tx *Tx) setFact(name string, value int64) error {
	if _, err := tx.exec(`INSERT INTO fact (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value); err != nil {
		return fmt.Errorf("write fact %s: %w", name, err)
	}
	tx.keepFact(name, value)
	return nil
}
