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

// DutyRemind owns the screens of reminders; their state is a Reminding. DutyStandIn
// owns those of going in somebody's place; that of a day's list is a Listed.
const (
	DutyRemind  = "remind"
	DutyStandIn = "stand-in"
)

// A Listed is the state of the screen of a day's list.
type Listed struct {
	Day civil.Date `json:"day,omitzero"`
}

// An Occasion is an item that a person is to be at: what a reminder reminds of.
type Occasion struct {
	Event  int64      `json:"event"` // identity
	Person string     `json:"person"`
	Date   civil.Date `json:"date"`
	Time   week.Clock `json:"time"` // never ""
}

// Starts is when the item begins.
func (o Occasion) Starts(zone *time.Location) time.Time {
	return o.Time.On(o.Date, zone)
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

// A Reminding is the state of a reminder's screen.
type Reminding struct {
	Occasion
	Struck   bool `json:"struck,omitempty"`   // it is shown as no longer so
	Received bool `json:"received,omitempty"` // the person has acknowledged it
}

// A Notice is a reminder that has arrived.
type Notice struct {
	Screen    Screen
	Reminding         // the screen's state
	Message   Message // as it was sent, but for a mark of lateness
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

// withdrawFrom takes back all reminders and lists of a person that have not left yet.
func (tx *Tx) withdrawFrom(person, reason string, now time.Time) error {
	deeds, err := collect(tx, func(rows *sql.Rows) (deed string, err error) {
		return deed, rows.Scan(&deed)
	}, `SELECT deed FROM outbox WHERE settled_at IS NULL AND `+clockDeeds+` AND NOT (deed >= 'duty/' AND deed < 'duty0') AND `+deedPerson+` = ?`, person)
	if err != nil {
		return wrapRead("reminders", err)
	}
	for _, deed := range deeds {
		if err := tx.Withdraw(deed, reason, now); err != nil {
			return err
		}
	}
	return nil
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

// DeedStates tells the state of those of the deeds that were ever queued and were
// not withdrawn.
func (tx *Tx) DeedStates(deeds []string) (map[string]Outcome, error) {
	states := map[string]Outcome{}
	if len(deeds) == 0 {
		return states, nil
	}
	type row struct {
		deed  string
		state Outcome
	}
	rows, err := collect(tx, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.deed, &r.state)
	}, `SELECT deed, state FROM outbox WHERE deed IN (SELECT value FROM json_each(?)) AND state <> 'withdrawn'`, list(deeds))
	for _, r := range rows {
		states[r.deed] = r.state
	}
	return states, wrapRead("deeds", err)
}

// NearestReminders tells the smallest lead in minutes, at or below the given one, of a
// reminder that was ever queued of each occasion and was not withdrawn: whoever had
// that one needs none from further away. Occasions without such a reminder are missing.
func (tx *Tx) NearestReminders(leads map[Occasion]int) (map[Occasion]int, error) {
	nearest := map[Occasion]int{}
	prefixes, occasions := make([]string, 0, len(leads)), map[string]Occasion{}
	for o := range leads {
		prefixes, occasions[o.Deeds()] = append(prefixes, o.Deeds()), o
	}
	deeds, err := collect(tx, func(rows *sql.Rows) (deed string, err error) {
		return deed, rows.Scan(&deed)
	}, `SELECT outbox.deed FROM json_each(?) AS prefix CROSS JOIN outbox
		WHERE outbox.deed >= prefix.value AND outbox.deed < prefix.value || char(0x10FFFF) AND outbox.state <> 'withdrawn'`, list(prefixes))
	for _, deed := range deeds {
		parts := strings.SplitAfter(deed, "/")
		o := occasions[strings.Join(parts[:4], "")]
		lead, err := strconv.Atoi(strings.TrimSuffix(parts[4], "/"))
		if known, ok := nearest[o]; err == nil && lead <= leads[o] && (!ok || lead < known) {
			nearest[o] = lead
		}
	}
	return nearest, wrapRead("reminders", err)
}

// Unreached tells which of the deeds were noted as due to somebody without an
// account.
func (tx *Tx) Unreached(deeds []string) (map[string]bool, error) {
	noted := map[string]bool{}
	if len(deeds) == 0 {
		return noted, nil
	}
	rows, err := collect(tx, func(rows *sql.Rows) (deed string, err error) {
		return deed, rows.Scan(&deed)
	}, `SELECT deed FROM unreached WHERE deed IN (SELECT value FROM json_each(?))`, list(deeds))
	for _, deed := range rows {
		noted[deed] = true
	}
	return noted, wrapRead("deeds", err)
}

// Reopened lists the deeds with the prefix that were withdrawn since then and not
// queued again.
func (tx *Tx) Reopened(prefix string, since time.Time) ([]string, error) {
	deeds, err := collect(tx, func(rows *sql.Rows) (deed string, err error) {
		return deed, rows.Scan(&deed)
	}, `SELECT deed FROM outbox INDEXED BY outbox_settled WHERE deed >= ? AND deed < ? AND settled_at >= ? AND state = 'withdrawn'`,
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
