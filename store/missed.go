package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// SentReminders lists the reminders that have arrived since then.
func (tx *Tx) SentReminders(since time.Time) ([]Notice, error) {
	notices, err := collect(tx, func(rows *sql.Rows) (n Notice, err error) {
		var state string
		var content []byte
		s := &n.Screen
		if err := rows.Scan(&s.ID, &s.Chat, &s.Person, &s.Duty, &state, &s.Revision, &s.Message, &content); err != nil {
			return n, err
		}
		s.State = json.RawMessage(state)
		var b body
		if json.Unmarshal(content, &b) != nil || json.Unmarshal(s.State, &n.Reminding) != nil {
			return n, fmt.Errorf("reminder on screen %d is unreadable", s.ID) // the error could quote it
		}
		n.Message = b.Message
		return n, nil
	}, `SELECT s.id, s.chat, s.person, s.duty, s.state, s.revision, s.message, o.body FROM outbox AS o INDEXED BY outbox_settled JOIN screen AS s ON s.id = o.screen
		WHERE o.settled_at >= ? AND o.deed >= 'remind/' AND o.deed < 'remind0' AND o.state = 'sent'`, instant(since))
	return notices, wrapRead("reminders", err)
}

// LostReminders lists the occasions of the reminders that became useless since then
// without leaving, where no reminder of the occasion has arrived or may yet, nor
// the loss was noted.
func (tx *Tx) LostReminders(since time.Time, zone *time.Location) ([]Occasion, error) {
	expired, err := tx.clockDeeds(Expired, since)
	if err != nil {
		return nil, err
	}
	var lost []Occasion
	for _, deed := range expired {
		o, ok := readOccasion(deed)
		if !ok || slices.Contains(lost, o) {
			continue
		}
		isLost, err := tx.IsLost(o, zone)
		if err != nil {
			return nil, err
		}
		if isLost {
			lost = append(lost, o)
		}
	}
	return lost, nil
}

// clockDeeds lists the clock's deeds that ended so since then.
func (tx *Tx) clockDeeds(how Outcome, since time.Time) ([]string, error) {
	deeds, err := collect(tx, func(rows *sql.Rows) (deed string, err error) {
		return deed, rows.Scan(&deed)
	}, `SELECT deed FROM outbox INDEXED BY outbox_trouble
		WHERE state IN ('failed', 'unknown', 'expired') AND state = ? AND settled_at >= ? AND `+clockDeeds, string(how), instant(since))
	return deeds, wrapRead("reminders", err)
}

// Refused counts, by person, the reminders and lists that the messenger refused
// for good since then.
func (tx *Tx) Refused(since time.Time) (map[string]int, error) {
	deeds, err := tx.clockDeeds(Undelivered, since)
	count := map[string]int{}
	for _, deed := range deeds {
		if parts := strings.Split(deed, "/"); len(parts) > 2 {
			count[parts[2]]++
		}
	}
	return count, err
}

// IsLost reports whether no reminder of the occasion has arrived, may yet or was
// refused for good, and this was not noted before.
func (tx *Tx) IsLost(o Occasion, zone *time.Location) (bool, error) {
	var one int
	met, err := tx.one([]any{&one}, `SELECT 1 FROM missed WHERE event = ? AND person = ? AND starts = ? UNION ALL
		SELECT 1 FROM outbox WHERE deed >= ? AND deed < ? AND state IN ('sent', 'waiting', 'sending', 'failed') LIMIT 1`,
		o.Event, o.Person, instant(o.Starts(zone)), o.Deeds(), o.Deeds()+"\U0010FFFF")
	return !met, wrapRead("reminders", err)
}

// Miss notes that an item began while no reminder of it could leave.
func (tx *Tx) Miss(o Occasion, now time.Time) error {
	zone := now.Location()
	if _, err := tx.exec(`INSERT INTO missed (event, person, starts) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		o.Event, o.Person, instant(o.Starts(zone))); err != nil {
		return fmt.Errorf("note missed item: %w", err)
	}
	return nil
}

// A Miss is an item that began while no reminder of it could leave.
type Miss struct {
	Event  int64
	Person string
	Starts time.Time
	Told   string // deed of the summary that waits to tell it, or ""
}

// Untold lists the missed items whose person has not been told of them yet, by
// time.
func (tx *Tx) Untold() ([]Miss, error) {
	misses, err := collect(tx, func(rows *sql.Rows) (m Miss, err error) {
		var starts int64
		err = rows.Scan(&m.Event, &m.Person, &starts, &m.Told)
		m.Starts = time.UnixMilli(starts)
		return m, err
	}, `SELECT event, person, starts, told FROM missed LEFT JOIN outbox ON outbox.deed = missed.told
		WHERE told = '' OR outbox.state = 'waiting' ORDER BY starts, event`)
	return misses, wrapRead("missed items", err)
}

// Tell notes which summary tells all that the person has missed and not been told.
func (tx *Tx) Tell(person, summary string) error {
	if _, err := tx.exec(`UPDATE missed SET told = ? WHERE person = ? AND (told = '' OR EXISTS
		(SELECT 1 FROM outbox WHERE outbox.deed = missed.told AND outbox.state = 'withdrawn'))`, summary, person); err != nil {
		return fmt.Errorf("tell missed items: %w", err)
	}
	return nil
}
