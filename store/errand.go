package store

import (
	"encoding/json"
	"fmt"
	"time"
)

// An Errand is slow work outside the clerk (việc chạy ngoài): a download, a file
// to read. Its result comes back through the inbox.
type Errand struct {
	ID       int64
	Kind     string
	Chat     int64
	Person   string // key
	Task     json.RawMessage
	Attempts int       // tries that have begun
	Due      time.Time // when it is to be tried; read only
}

// NewErrand queues an errand.
func (tx *Tx) NewErrand(kind string, chat int64, person string, task any, now time.Time) error {
	raw, err := json.Marshal(task)
	if err != nil {
		return fmt.Errorf("new errand %s: %w", kind, err)
	}
	if _, err := tx.exec(`INSERT INTO errand (kind, chat, person, task, not_before, state) VALUES (?, ?, ?, ?, ?, 'waiting')`,
		kind, chat, person, string(raw), instant(now)); err != nil {
		return fmt.Errorf("new errand %s: %w", kind, err)
	}
	return nil
}

// NextErrand finds the waiting errand that is due first, now or later; found is
// false if none waits.
func (tx *Tx) NextErrand() (e Errand, found bool, err error) {
	var task string
	var due int64
	found, err = tx.one([]any{&e.ID, &e.Kind, &e.Chat, &e.Person, &task, &e.Attempts, &due},
		`SELECT id, kind, chat, person, task, attempts, not_before FROM errand WHERE state = 'waiting' ORDER BY not_before, id LIMIT 1`)
	if err != nil {
		return e, false, fmt.Errorf("read errands: %w", err)
	}
	e.Task, e.Due = json.RawMessage(task), time.UnixMilli(due)
	return e, found, nil
}

// EndErrand marks the errand done and brings its result into the inbox, both or
// neither. What was to be done is erased: it may hold the code of an invitation. Ending it
// again changes nothing.
func (tx *Tx) EndErrand(e Errand, result any, now time.Time) error {
	raw, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("end errand %d: %w", e.ID, err)
	}
	ended, err := tx.changed(`UPDATE errand SET state = 'done', settled_at = ?, task = '{}' WHERE id = ? AND state = 'waiting'`, instant(now), e.ID)
	if err != nil {
		return fmt.Errorf("end errand %d: %w", e.ID, err)
	}
	if ended == 0 {
		return nil
	}
	return tx.Receive(now, Arrival{Source: FromErrand, SourceID: e.ID, Kind: e.Kind, Chat: e.Chat, Raw: raw})
}

// TryErrand counts a try that is about to begin.
func (tx *Tx) TryErrand(e Errand) error {
	if _, err := tx.exec(`UPDATE errand SET attempts = attempts + 1 WHERE id = ? AND state = 'waiting'`, e.ID); err != nil {
		return fmt.Errorf("try errand %d: %w", e.ID, err)
	}
	return nil
}

// RetryErrand puts the errand off.
func (tx *Tx) RetryErrand(e Errand, reason string, at time.Time) error {
	if _, err := tx.exec(`UPDATE errand SET reason = ?, not_before = ? WHERE id = ? AND state = 'waiting'`,
		reason, instant(at), e.ID); err != nil {
		return fmt.Errorf("retry errand %d: %w", e.ID, err)
	}
	return nil
}
