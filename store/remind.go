package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// The deeds of the clock begin with one of these; what follows names the deed so
// that it is done once (see package scheduler).
const (
	RemindDeed = "remind/" // before an item: see Occasion
	ListDeed   = "list/"   // a day's list: list/morning/<person>/<date>
	DutyDeed   = "duty/"   // who is on duty: duty/<date>/<person>
)

// DutyRemind owns the screens of reminders; their state is an Occasion.
const DutyRemind = "remind"

// An Occasion is an item that a person is to be at: what a reminder reminds of.
type Occasion struct {
	Event  int64      `json:"event"` // identity
	Person string     `json:"person"`
	Date   civil.Date `json:"date"`
	Time   week.Clock `json:"time"` // never ""
}

// Starts is when the item begins.
func (o Occasion) Starts(zone *time.Location) time.Time {
	minutes, _ := o.Time.Minutes()
	return time.Date(o.Date.Year, o.Date.Month, o.Date.Day, minutes/60, minutes%60, 0, 0, zone)
}

// Deeds is what the deeds of all reminders of the occasion begin with. Whatever of
// the item is corrected, they stay; a moved item has others.
func (o Occasion) Deeds() string {
	return fmt.Sprintf("%s%d/%s/%sT%s/", RemindDeed, o.Event, o.Person, o.Date, o.Time)
}

// Deed names the reminder that comes so many minutes before.
func (o Occasion) Deed(lead int) string { return o.Deeds() + strconv.Itoa(lead) }

// readOccasion reads the occasion of a reminder's deed.
func readOccasion(deed string) (o Occasion, ok bool) {
	parts := strings.Split(deed, "/")
	if len(parts) < 5 {
		return o, false
	}
	day, clock, _ := strings.Cut(parts[3], "T")
	var err1, err2 error
	o.Event, err1 = strconv.ParseInt(parts[1], 10, 64)
	o.Date, err2 = civil.ParseDate(day)
	o.Person, o.Time = parts[2], week.Clock(clock)
	return o, err1 == nil && err2 == nil && clock != ""
}

// A Notice is a delivery of the clock and what became of it.
type Notice struct {
	Occasion
	Deed   string
	Chat   int64
	Screen int64
	Text   string // markup as sent, but for a mark of lateness
}

// WithdrawReminders takes back what the clock has queued about these events and
// has not left yet, and the lists, which may name them. It runs in the transaction
// that changes the events; the clock queues anew what is still to be said.
func (tx *Tx) WithdrawReminders(now time.Time, events ...int64) error {
	if len(events) == 0 {
		return nil
	}
	const changed = "schedule changed"
	for _, id := range events {
		if err := tx.Withdraw(fmt.Sprintf("%s%d/", RemindDeed, id), changed, now); err != nil {
			return err
		}
	}
	if err := tx.Withdraw(DutyDeed, changed, now); err != nil {
		return err
	}
	return tx.Withdraw(ListDeed, changed, now)
}

// differing lists the identities of the events of which the versions do not say
// the same; 0 stands for new ones.
func differing(old, new []week.Event) (ids []int64) {
	after := make(map[int64]week.Event, len(new))
	for _, e := range new {
		after[e.ID] = e
	}
	before := make(map[int64]bool, len(old))
	for _, e := range old {
		before[e.ID] = true
		if sense(e) != sense(after[e.ID]) {
			ids = append(ids, e.ID)
		}
	}
	for _, e := range new {
		if !before[e.ID] { // a new one (0), or one that moved here from another week
			ids = append(ids, e.ID)
		}
	}
	return slices.Compact(ids)
}

// sense is all that an event tells, to be compared.
func sense(e week.Event) string {
	e.Line = 0
	all, _ := json.Marshal(e) // plain values always marshal
	return string(all)
}

// DeedStates tells the state of the deeds that were ever queued and were not
// withdrawn. A deed of a person's further account is not one of them.
func (tx *Tx) DeedStates(deeds []string) (map[string]Outcome, error) {
	states := map[string]Outcome{}
	if len(deeds) == 0 {
		return states, nil
	}
	rows, err := tx.query(`SELECT deed, state FROM outbox WHERE deed IN (SELECT value FROM json_each(?)) AND state <> 'withdrawn'
		UNION ALL SELECT deed, 'failed' FROM unreached WHERE deed IN (SELECT value FROM json_each(?))`, list(deeds), list(deeds))
	if err != nil {
		return nil, fmt.Errorf("read deeds: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var deed string
		var state Outcome
		if err := rows.Scan(&deed, &state); err != nil {
			return nil, fmt.Errorf("read deeds: %w", err)
		}
		states[deed] = state
	}
	return states, wrapRead("deeds", rows.Err())
}

// Reopened lists the deeds with the prefix that were withdrawn since then and not
// queued again.
func (tx *Tx) Reopened(prefix string, since time.Time) ([]string, error) {
	deeds, err := collect(tx, func(rows *sql.Rows) (deed string, err error) {
		return deed, rows.Scan(&deed)
	}, `SELECT deed FROM outbox WHERE deed >= ? AND deed < ? AND settled_at >= ? AND state = 'withdrawn'`,
		prefix, prefix+"\U0010FFFF", instant(since))
	return deeds, wrapRead("deeds", err)
}

// Unreach notes that a deed was due to somebody without an account.
func (tx *Tx) Unreach(deed, person string, due time.Time) error {
	if _, err := tx.exec(`INSERT INTO unreached (deed, person, due) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		deed, person, instant(due)); err != nil {
		return fmt.Errorf("note %s: %w", deed, err)
	}
	return nil
}

// Reachable lists the accounts of everybody who has one, the oldest first.
func (tx *Tx) Reachable() (map[string][]int64, error) {
	type link struct {
		person  string
		account int64
	}
	links, err := collect(tx, func(rows *sql.Rows) (l link, err error) {
		return l, rows.Scan(&l.person, &l.account)
	}, `SELECT person, account FROM account ORDER BY linked_at, account`)
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	accounts := map[string][]int64{}
	for _, l := range links {
		accounts[l.person] = append(accounts[l.person], l.account)
	}
	return accounts, nil
}

// ClockAlive is the last instant at which the clock is known to have looked after
// everything; the zero time before the first.
func (tx *Tx) ClockAlive() (time.Time, error) {
	ms, err := tx.fact("clock_alive")
	if err != nil || ms == 0 {
		return time.Time{}, err
	}
	return time.UnixMilli(ms), nil
}

// SetClockAlive keeps it.
func (tx *Tx) SetClockAlive(now time.Time) error { return tx.setFact("clock_alive", instant(now)) }

// ScheduleRevision grows with every version of any week.
func (tx *Tx) ScheduleRevision() (revision int64, err error) {
	_, err = tx.one([]any{&revision}, `SELECT coalesce(max(id), 0) FROM week_version`)
	return revision, wrapRead("week", err)
}

// CurrentEvents finds events of the current schedule by identity.
func (tx *Tx) CurrentEvents(ids []int64) (map[int64]week.Event, error) {
	key, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	events, err := collect(tx, scanEvent, `SELECT `+eventColumns+` FROM event JOIN week_version ON week_version.id = event.version
		WHERE event.identity IN (SELECT value FROM json_each(?)) AND week_version.current = 1`, string(key))
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	current := make(map[int64]week.Event, len(events))
	for _, e := range events {
		current[e.ID] = e
	}
	return current, nil
}

// RunJob notes that the run of a job of the office is behind us; false if it was
// already.
func (tx *Tx) RunJob(name string, at time.Time, outcome string, now time.Time) (bool, error) {
	n, err := tx.changed(`INSERT INTO job_run (name, scheduled_for, outcome, run_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		name, instant(at), outcome, instant(now))
	if err != nil {
		return false, fmt.Errorf("run job %s: %w", name, err)
	}
	return n == 1, nil
}

// JobRan reports whether the run of a job is behind us.
func (tx *Tx) JobRan(name string, at time.Time) (bool, error) {
	var one int
	ran, err := tx.one([]any{&one}, `SELECT 1 FROM job_run WHERE name = ? AND scheduled_for = ?`, name, instant(at))
	return ran, wrapRead("job", err)
}

// SentReminders lists the reminders that have arrived since then and are on a
// screen.
func (tx *Tx) SentReminders(since time.Time) ([]Notice, error) {
	notices, err := collect(tx, scanNotice, `SELECT deed, chat, screen, body FROM outbox
		WHERE settled_at >= ? AND deed >= 'remind/' AND deed < 'remind0' AND state = 'sent' AND screen IS NOT NULL`, instant(since))
	return notices, wrapRead("reminders", err)
}

// LostReminders lists the reminders that expired since then unsent, and of whose
// occasion no reminder arrived, nor was the loss noted.
func (tx *Tx) LostReminders(since time.Time, zone *time.Location) ([]Notice, error) {
	expired, err := collect(tx, scanNotice, `SELECT deed, chat, coalesce(screen, 0), body FROM outbox
		WHERE state = 'expired' AND settled_at >= ? AND deed >= 'remind/' AND deed < 'remind0'`, instant(since))
	if err != nil {
		return nil, fmt.Errorf("read reminders: %w", err)
	}
	var lost []Notice
	for _, n := range expired {
		var known int
		met, err := tx.one([]any{&known}, `SELECT 1 FROM missed WHERE event = ? AND person = ? AND starts = ?`,
			n.Event, n.Person, instant(n.Starts(zone)))
		if err == nil && !met {
			met, err = tx.Reminded(n.Occasion)
		}
		if err != nil {
			return nil, fmt.Errorf("read reminders: %w", err)
		}
		if !met {
			lost = append(lost, n)
		}
	}
	return lost, nil
}

// Reminded reports whether a reminder of the occasion has arrived, or may yet.
func (tx *Tx) Reminded(o Occasion) (bool, error) {
	var one int
	return tx.one([]any{&one}, `SELECT 1 FROM outbox WHERE deed >= ? AND deed < ? AND state IN ('sent', 'waiting', 'sending') LIMIT 1`,
		o.Deeds(), o.Deeds()+"\U0010FFFF")
}

func scanNotice(rows *sql.Rows) (n Notice, err error) {
	var content []byte
	if err := rows.Scan(&n.Deed, &n.Chat, &n.Screen, &content); err != nil {
		return n, err
	}
	n.Occasion, _ = readOccasion(n.Deed)
	var b body
	if err := json.Unmarshal(content, &b); err != nil {
		return n, fmt.Errorf("delivery %s is unreadable", n.Deed) // the error could quote it
	}
	n.Text = b.Text
	return n, nil
}

// Miss notes that an item began while no reminder of it could leave.
func (tx *Tx) Miss(o Occasion, zone *time.Location) error {
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
