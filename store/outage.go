package store

import (
	"database/sql"
	"fmt"
	"time"
)

// An Outage is a time in which what was due could not leave (gián đoạn): the
// messenger could not be reached, or the program did not run.
type Outage struct {
	Since time.Time
	Until time.Time // zero while it lasts
	Lists int       // lists that were never made, because their hours had passed
}

// LastOutage finds the outage that lasts or of which the office has not been told yet.
func (tx *Tx) LastOutage() (o Outage, found bool, err error) {
	var since int64
	var until sql.NullInt64
	found, err = tx.one([]any{&since, &until, &o.Lists}, `SELECT since, until, lists FROM outage WHERE told = 0 ORDER BY since DESC LIMIT 1`)
	o.Since, o.Until = time.UnixMilli(since), fromInstant(until)
	return o, found, wrapRead("outage", err)
}

// SetOutage keeps what is known of an outage; told says that the office knows of it,
// or that it cost nothing.
func (tx *Tx) SetOutage(o Outage, told bool) error {
	if _, err := tx.exec(`INSERT INTO outage (since, until, lists, told) VALUES (?, ?, ?, ?)
		ON CONFLICT (since) DO UPDATE SET until = excluded.until, lists = excluded.lists, told = excluded.told`,
		instant(o.Since), orNull(o.Until), o.Lists, told); err != nil {
		return fmt.Errorf("set outage: %w", err)
	}
	return nil
}

// Overdue is when the oldest reminder or list that waits was due; zero if none is.
func (tx *Tx) Overdue(now time.Time) (due time.Time, err error) {
	var oldest sql.NullInt64
	_, err = tx.one([]any{&oldest}, `SELECT min(not_before) FROM outbox
		WHERE settled_at IS NULL AND not_before <= ? AND `+clockDeeds, instant(now))
	return fromInstant(oldest), wrapRead("reminders", err)
}

// Deliveries are when the first and the last delivery after the instant arrived,
// whatever it was; zero if none did.
func (tx *Tx) Deliveries(after time.Time) (first, last time.Time, err error) {
	var earliest, latest sql.NullInt64
	_, err = tx.one([]any{&earliest, &latest}, `SELECT min(settled_at), max(settled_at) FROM outbox INDEXED BY outbox_settled
		WHERE settled_at > ? AND state = 'sent'`, instant(after))
	return fromInstant(earliest), fromInstant(latest), wrapRead("deliveries", err)
}

// Cost is what an outage that is over has done: how many reminders and lists left
// late, and how many did not leave at all because they had become useless.
func (tx *Tx) Cost(o Outage, now time.Time) (late, lost int, err error) {
	if _, err = tx.one([]any{&late}, `SELECT count(*) FROM outbox INDEXED BY outbox_settled
		WHERE settled_at >= ? AND settled_at <= ? AND state = 'sent' AND settled_at > coalesce(json_extract(body, '$.late_after'), settled_at) AND `+clockDeeds,
		instant(o.Until), instant(now)); err != nil {
		return 0, 0, wrapRead("late reminders", err)
	}
	// A reminder that expired was perhaps told by a nearer one; a missed item was not.
	if _, err = tx.one([]any{&lost}, `SELECT (SELECT count(*) FROM missed WHERE starts >= ?1 AND starts <= ?2) +
		(SELECT count(*) FROM outbox INDEXED BY outbox_trouble WHERE state IN ('failed', 'unknown', 'expired') AND state = 'expired'
			AND settled_at >= ?1 AND settled_at <= ?2 AND `+clockDeeds+` AND NOT (deed >= 'remind/' AND deed < 'remind0'))`,
		instant(o.Since), instant(now)); err != nil {
		return 0, 0, wrapRead("lost reminders", err)
	}
	return late, lost + o.Lists, nil
}
