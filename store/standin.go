package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
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
// accepted. It stays with the item when that is moved.
type StandIn struct {
	Event      int64  // identity
	Person     string // key of who was to go
	Substitute string // key of who is asked
	State      string
}

// Attending is who goes to an item: the people whom it concerns, without those who
// have found somebody to go instead, and with these. works tells who works in the
// office (staff.Directory.Works): a substitute who has left it replaces nobody.
func Attending(people []string, all []StandIn, works func(person string) bool) []string {
	all = slices.DeleteFunc(slices.Clone(all), func(s StandIn) bool {
		return s.State != Accepted || !works(s.Substitute) || !slices.Contains(people, s.Person)
	})
	replaced := func(person string) bool {
		return slices.ContainsFunc(all, func(s StandIn) bool { return s.Person == person })
	}
	attending := slices.DeleteFunc(slices.Clone(people), replaced)
	for _, s := range all {
		if !slices.Contains(attending, s.Substitute) && !replaced(s.Substitute) {
			attending = append(attending, s.Substitute)
		}
	}
	return attending
}

// AskStandIn notes that somebody is asked to go to an event in the place of the
// person who asks. Whoever was asked before is not any more.
func (tx *Tx) AskStandIn(e week.Event, person, substitute string, now time.Time) error {
	s := StandIn{Event: e.ID, Person: person, Substitute: substitute, State: Asked}
	return tx.turnStandIn(e, s, Entry{At: now, Actor: person, Act: DidAskStandIn, Subject: Subject{AboutPerson, substitute}})
}

// AnswerStandIn notes the answer of who was asked; the state is Accepted or Declined.
// Who has accepted may still decline.
func (tx *Tx) AnswerStandIn(e week.Event, s StandIn, now time.Time) error {
	act := DidStandIn
	if s.State == Declined {
		act = DidDeclineStandIn
	}
	return tx.turnStandIn(e, s, Entry{At: now, Actor: s.Substitute, Act: act, Subject: Subject{AboutPerson, s.Person}})
}

// EndStandIn notes that the person goes themselves after all.
func (tx *Tx) EndStandIn(e week.Event, s StandIn, now time.Time) error {
	s.State = ""
	return tx.turnStandIn(e, s, Entry{At: now, Actor: s.Person, Act: DidEndStandIn, Subject: Subject{AboutPerson, s.Substitute}})
}

// turnStandIn keeps the new state, records the act and withdraws what the clock has
// queued of the event: it queues anew what is to be said, to whom it concerns now.
func (tx *Tx) turnStandIn(e week.Event, s StandIn, act Entry) error {
	var err error
	if s.State == "" {
		_, err = tx.exec(`DELETE FROM stand_in WHERE event = ? AND person = ?`, s.Event, s.Person)
	} else {
		_, err = tx.exec(`INSERT INTO stand_in (event, person, substitute, state, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (event, person) DO UPDATE SET substitute = excluded.substitute, state = excluded.state, at = excluded.at`,
			s.Event, s.Person, s.Substitute, s.State, instant(act.At))
	}
	if err != nil {
		return fmt.Errorf("set stand-in: %w", err)
	}
	revision, err := tx.StandInRevision()
	if err != nil {
		return err
	}
	if err := tx.setFact("stand_in_revision", revision+1); err != nil {
		return err
	}
	if err := tx.WithdrawReminders(act.At, e.ID); err != nil {
		return err
	}
	act.New = e.Date.String()
	if e.Time != "" {
		act.New += " " + string(e.Time)
	}
	return tx.Record(act)
}

// StandInRevision grows with every change of who goes in whose place.
func (tx *Tx) StandInRevision() (int64, error) { return tx.fact("stand_in_revision") }

// StandInsOf lists where somebody is asked to go in somebody's place, or has accepted to.
func (tx *Tx) StandInsOf(substitute string) ([]StandIn, error) {
	all, err := collect(tx, func(rows *sql.Rows) (s StandIn, err error) {
		return s, rows.Scan(&s.Event, &s.Person, &s.Substitute, &s.State)
	}, `SELECT event, person, substitute, state FROM stand_in WHERE substitute = ? AND state IN ('asked', 'accepted') ORDER BY event, person`, substitute)
	if err != nil {
		return nil, fmt.Errorf("read stand-ins of %s: %w", substitute, err)
	}
	return all, nil
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
	}, `SELECT event, person, substitute, state FROM stand_in WHERE event IN (SELECT value FROM json_each(?)) ORDER BY event, person`, string(key))
	if err != nil {
		return nil, fmt.Errorf("read stand-ins: %w", err)
	}
	all := map[int64][]StandIn{}
	for _, s := range rows {
		all[s.Event] = append(all[s.Event], s)
	}
	return all, nil
}
