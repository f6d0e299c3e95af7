package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"thuky/store/week"
)

// The states of a StandIn.
const (
	Asked    = "asked"
	Accepted = "accepted"
	Declined = "declined"
)

// A StandIn goes to an item in somebody's place (người dự thay), once they have
// accepted.
type StandIn struct {
	Event      int64  // identity
	Person     string // key of who was to go
	Substitute string // key of who is asked
	State      string
}

// SetStandIn keeps who is asked to go in somebody's place, or what they answered.
func (tx *Tx) SetStandIn(s StandIn, now time.Time) error {
	if _, err := tx.exec(`INSERT INTO stand_in (event, person, substitute, state, at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (event, person) DO UPDATE SET substitute = excluded.substitute, state = excluded.state, at = excluded.at`,
		s.Event, s.Person, s.Substitute, s.State, instant(now)); err != nil {
		return fmt.Errorf("set stand-in: %w", err)
	}
	return nil
}

// StandIns lists who was asked to go to these events in somebody's place, by event.
func (tx *Tx) StandIns(events []week.Event) (map[int64][]StandIn, error) {
	ids := make([]int64, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	key, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read stand-ins: %w", err)
	}
	rows, err := collect(tx, func(rows *sql.Rows) (s StandIn, err error) {
		return s, rows.Scan(&s.Event, &s.Person, &s.Substitute, &s.State)
	}, `SELECT event, person, substitute, state FROM stand_in WHERE event IN (SELECT value FROM json_each(?))`, string(key))
	if err != nil {
		return nil, fmt.Errorf("read stand-ins: %w", err)
	}
	all := map[int64][]StandIn{}
	for _, s := range rows {
		all[s.Event] = append(all[s.Event], s)
	}
	return all, nil
}
