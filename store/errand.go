package store

import (
	"database/sql"
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
	Attempts int // tries that have begun
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

// DueErrand finds the oldest errand whose time has come.
func (tx *Tx) DueErrand(now time.Time) (e Errand, found bool, err error) {
	var task string
	found, err = tx.one([]any{&e.ID, &e.Kind, &e.Chat, &e.Person, &task, &e.Attempts},
		`SELECT id, kind, chat, person, task, attempts FROM errand
		WHERE state = 'waiting' AND not_before <= ? ORDER BY not_before, id LIMIT 1`, instant(now))
	e.Task = json.RawMessage(task)
	if err != nil {
		return e, false, fmt.Errorf("read errands: %w", err)
	}
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

// NextErrand is when the earliest waiting errand is due; found is false if none waits.
func (tx *Tx) NextErrand() (at time.Time, found bool, err error) {
	var ms sql.NullInt64
	if _, err := tx.one([]any{&ms}, `SELECT min(not_before) FROM errand WHERE state = 'waiting'`); err != nil {
		return time.Time{}, false, fmt.Errorf("read errands: %w", err)
	}
	return fromInstant(ms), ms.Valid, nil
}
