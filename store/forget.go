package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"thuky/store/staff"
)

// A Retention says for how many days is kept what is settled and of no use any more
// (thời hạn lưu). What is not here has its own end, or none: the audit and the directory
// are kept for ever.
type Retention struct {
	Deliveries  int // what was sent, and what failed; drawn and written files that nothing names
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
		{"week_file", "monday, version, kind", "drawn_at < ?", days(r.Deliveries)}, // it can be drawn again
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

// naming are the columns that may name a kept file; TestColumnsThatNameFiles holds them
// to the schema.
var naming = []struct{ table, column string }{
	{"inbox", "raw"}, {"outbox", "body"}, {"errand", "task"}, {"screen", "state"}, {"broadcast_part", "body"},
	{"announcement", "files"}, {"week_file", "hashes"},
}

var hashForm = regexp.MustCompile(`[0-9a-f]{64}`)

// ForgetFiles removes the files that were kept last longer ago than deliveries are, and
// that nothing in the ledger names any more; what an announcement published is named for
// ever. It looks through much of the ledger: seldom, and never from inside a Write.
//
// What the ledger knows of a file goes first, then the file: after a crash in between it
// is found here again. Nothing can come to name a file meanwhile but by KeepFile, which
// makes it young, or from what names it already.
func (s *Store) ForgetFiles(ctx context.Context, now time.Time) (dropped int, err error) {
	before := now.Add(-days(s.retention.Deliveries))
	old, err := s.oldFiles(before)
	if err != nil || len(old) == 0 {
		return 0, err
	}
	if err := s.Read(ctx, func(tx *Tx) error { return tx.withoutNamed(old) }); err != nil || len(old) == 0 {
		return 0, err
	}
	if err := s.Write(ctx, func(tx *Tx) error {
		var errs []error
		for hash := range old {
			errs = append(errs, tx.SetFileID(hash, ""))
		}
		return errors.Join(errs...)
	}); err != nil {
		return 0, err
	}
	s.files.Lock()
	defer s.files.Unlock()
	var errs []error
	for hash := range old {
		if info, err := os.Stat(s.filePath(hash)); err != nil || !info.ModTime().Before(before) {
			continue
		}
		errs = append(errs, os.Remove(s.filePath(hash)))
		dropped++
	}
	if err := errors.Join(errs...); err != nil {
		return dropped, fmt.Errorf("forget files: %w", err)
	}
	return dropped, nil
}

// oldFiles are those that were kept last before the moment, drafts that a crash left
// behind among them.
func (s *Store) oldFiles(before time.Time) (old map[string]bool, err error) {
	entries, err := os.ReadDir(filepath.Dir(s.filePath("x")))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("forget files: %w", err)
	}
	old = map[string]bool{}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && info.ModTime().Before(before) {
			old[e.Name()] = true
		}
	}
	return old, nil
}

// withoutNamed takes from the files those that are named somewhere.
func (tx *Tx) withoutNamed(files map[string]bool) error {
	for _, n := range naming {
		_, err := collect(tx, func(rows *sql.Rows) (none struct{}, err error) {
			var text sql.RawBytes
			err = rows.Scan(&text)
			for _, hash := range hashForm.FindAll(text, -1) {
				delete(files, string(hash))
			}
			return none, err
		}, fmt.Sprintf(`SELECT %[2]s FROM %[1]s WHERE %[2]s IS NOT NULL`, n.table, n.column))
		if err != nil {
			return fmt.Errorf("forget files: read %s: %w", n.table, err)
		}
	}
	return nil
}
