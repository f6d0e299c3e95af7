package store

import (
	"fmt"
	"time"

	"thuky/store/staff"
)

// A Retention says for how many days is kept what is settled and of no use any more
// (thời hạn lưu). What is not here has its own end, or none: the audit and the directory
// are kept for ever.
type Retention struct {
	Deliveries  int // what was sent, and what failed
	Errands     int // slow work that is done
	Screens     int // messages with buttons that nobody pressed since
	Missed      int // items of which no reminder could leave
	Reminders   int // receipts, stand-ins and the like, after the item
	Invitations int // used, revoked or expired
	Broadcasts  int // who was told what, with the words
	Weeks       int // published weeks, after their last day; 0 is for ever
}

// DefaultRetention is what holds if nothing else is said.
var DefaultRetention = Retention{Deliveries: 90, Errands: 30, Screens: 60, Missed: 30, Reminders: 400, Invitations: 400, Broadcasts: 1095}

// LeastRetention is what the program itself needs: a delivery is known by its deed for as
// long as the clock might queue it again, a screen as long as a handover counts it as
// work under way.
var LeastRetention = Retention{Deliveries: 14, Errands: 1, Screens: 15, Missed: 7, Reminders: 14, Invitations: 8, Broadcasts: 30}

const oneDay = 24 * time.Hour

func days(n int) time.Duration { return time.Duration(n) * oneDay }

// A perishable is a table whose rows go when they are old.
type perishable struct {
	table, key string // the columns that tell its rows apart
	old        string // which are, as of ?
	memory     time.Duration
}

func (r Retention) perishables() []perishable {
	return []perishable{
		{"inbox", "id", "state <> 'waiting' AND settled_at < ?", inboxMemory},
		{"outbox", "id", "settled_at IS NOT NULL AND settled_at < ?", days(r.Deliveries)},
		{"errand", "id", "state <> 'waiting' AND settled_at < ?", days(r.Errands)},
		{"screen", "id", "changed_at < ? AND handover = 0", days(r.Screens)},
		{"broadcast", "id", "made_at < ?", days(r.Broadcasts)},
		{"invitation", "id", "expires_at < ?", days(r.Invitations)},
		{"missed", "event, person, starts", "starts < ?", days(r.Missed)},
		{"receipt", "event, person, starts", "starts < ?", days(r.Reminders)},
		{"unacknowledged", "event, person, starts", "starts < ?", days(r.Reminders)},
		{"outage", "since", "since < ? AND told = 1", days(r.Reminders)},
		{"again", "event, person, starts, lead", "starts < ?", days(r.Reminders)},
		{"stand_in", "event, person", "at < ?", days(r.Reminders)},
		{"unreached", "deed", "due < ?", days(r.Reminders)},
		{"job_run", "name, scheduled_for", "scheduled_for < ?", days(r.Reminders)},
		{"wrong_code", "account", "last_at < ?", staff.WrongCodeMemory},
		{"pace", "account, kind", "full_at < ?", oneDay},
	}
}

// forgetPause is how much time lies between two steps of forgetting; mostForgotten is how
// many rows of a table go in one.
const (
	forgetPause   = time.Minute
	mostForgotten = 200
)

// forget removes a little of what is older than its retention. It is called with every
// Receive, so that the ledger neither grows for ever nor ever pauses to clean up. It is
// the only place that forgets.
func (tx *Tx) forget(now time.Time) error {
	last, err := tx.fact("forgot_at")
	if err != nil {
		return err
	}
	if since := now.Sub(time.UnixMilli(last)); since >= 0 && since < forgetPause { // a clock that was set back does not stop it
		return nil
	}
	if err := tx.setFact("forgot_at", instant(now)); err != nil {
		return err
	}
	for _, p := range tx.retention.perishables() {
		limit := mostForgotten
		if p.table == "broadcast" { // with all its recipients
			limit = 1
		}
		if _, err := tx.exec(fmt.Sprintf(`DELETE FROM %[1]s WHERE (%[2]s) IN (SELECT %[2]s FROM %[1]s WHERE %[3]s LIMIT %[4]d)`,
			p.table, p.key, p.old, limit), instant(now.Add(-p.memory))); err != nil {
			return fmt.Errorf("forget %s: %w", p.table, err)
		}
	}
	if tx.retention.Weeks == 0 {
		return nil
	}
	return tx.forgetWeek(now.Add(-days(tx.retention.Weeks)))
}

// forgetWeek removes one week that ended before the moment, with all its versions. The
// audit goes on telling that it was published.
func (tx *Tx) forgetWeek(before time.Time) error {
	var monday string
	found, err := tx.one([]any{&monday}, `SELECT monday FROM week_version GROUP BY monday HAVING max(to_day) < ? ORDER BY monday LIMIT 1`,
		before.Format("2006-01-02"))
	if err != nil || !found {
		return wrapRead("weeks", err)
	}
	for _, statement := range []string{
		`DELETE FROM event_day WHERE event IN (SELECT event.id FROM event JOIN week_version v ON v.id = event.version WHERE v.monday = ?)`,
		`DELETE FROM event WHERE version IN (SELECT id FROM week_version WHERE monday = ?)`,
		`DELETE FROM week_file WHERE monday = ?`,
		`DELETE FROM week_version WHERE monday = ?`,
	} {
		if _, err := tx.exec(statement, monday); err != nil {
			return fmt.Errorf("forget week %s: %w", monday, err)
		}
	}
	return nil
}
