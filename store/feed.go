package store

import (
	"crypto/rand"
	"database/sql"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// NewFeed makes the secret of a calendar feed (địa chỉ lịch cho điện thoại) for a
// person, or for the whole office if person is "", and returns it; only its digest
// is kept. An earlier secret of the same owner is worth nothing from now on. The
// secret is 26 small letters and digits: 128 bits, fit for an address.
func (tx *Tx) NewFeed(person string, now time.Time) (secret string, err error) {
	if _, err := tx.RevokeFeed(person); err != nil {
		return "", err
	}
	random := make([]byte, 16)
	_, _ = rand.Read(random) // never fails
	secret = strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random))
	if _, err := tx.exec(`INSERT INTO feed (digest, person, made_at) VALUES (?, nullif(?, ''), ?)`,
		digest(secret), person, instant(now)); err != nil {
		return "", fmt.Errorf("make feed of %q: %w", person, err)
	}
	return secret, nil
}

// RevokeFeed makes the feed of the person, or of the office if person is "",
// worthless, and reports whether there was one.
func (tx *Tx) RevokeFeed(person string) (had bool, err error) {
	gone, err := tx.changed(`DELETE FROM feed WHERE ifnull(person, '') = ?`, person)
	if err != nil {
		return false, fmt.Errorf("revoke feed of %q: %w", person, err)
	}
	return gone > 0, nil
}

// FeedMade tells when the feed of the person, or of the office if person is "",
// was made; the zero time if there is none.
func (tx *Tx) FeedMade(person string) (at time.Time, err error) {
	var made sql.NullInt64
	if _, err := tx.one([]any{&made}, `SELECT made_at FROM feed WHERE ifnull(person, '') = ?`, person); err != nil {
		return at, fmt.Errorf("read feed of %q: %w", person, err)
	}
	return fromInstant(made), nil
}

// FeedOwner finds whose feed a secret opens: a person's, or the office's. It is
// looked up by its digest, so that how long that takes tells a stranger nothing.
func (tx *Tx) FeedOwner(secret string) (person string, office, found bool, err error) {
	found, err = tx.one([]any{&person}, `SELECT ifnull(person, '') FROM feed WHERE digest = ?`, digest(secret))
	if err != nil {
		return "", false, false, fmt.Errorf("read feed: %w", err)
	}
	return person, found && person == "", found, nil
}

// A FeedEvent is an event as a calendar keeps it: what it says now, or said last,
// and since when.
type FeedEvent struct {
	week.Event
	Version int       // the publication in which it came to say this or was dropped; grows with every change, also into another week
	Since   time.Time // when that version was published
	Dropped bool      // it is in the schedule no more
}

// FeedEvents lists the events that touch the days from from to to, each once: the
// current ones, and those that a later version of their week dropped, ordered by
// date, time and identity. A version that leaves an event as it was, or that only
// moves it to another line, does not count as a change of it.
func (tx *Tx) FeedEvents(from, to civil.Date) ([]FeedEvent, error) {
	events, err := collect(tx, func(rows *sql.Rows) (f FeedEvent, err error) {
		var since int64
		f.Event, err = scanEventAnd(rows, &f.Version, &since, &f.Dropped)
		f.Since = time.UnixMilli(since)
		return f, err
	}, `SELECT `+eventColumns+`, since.id, since.published_at, NOT latest.current
		FROM event
		JOIN week_version latest ON latest.id = event.version
		JOIN week_version since ON since.monday = latest.monday
			AND since.version = CASE WHEN latest.current THEN `+sinceVersion+` ELSE latest.version + 1 END
		WHERE event.day BETWEEN ? AND ? AND date(event.day, (event.days - 1) || ' days') >= ?
			AND NOT EXISTS (SELECT 1 FROM event again WHERE again.identity = event.identity AND again.version > latest.id)
		ORDER BY event.day, event.time, event.identity`, from.AddDays(1-maxDays).String(), to.String(), from.String())
	if err != nil {
		return nil, fmt.Errorf("read feed from %s to %s: %w", from, to, err)
	}
	return events, nil
}

// sinceVersion is the version of the event's week from which on it has said what
// it says: the last one whose predecessor lacks the event or has it otherwise.
const sinceVersion = `(SELECT max(v.version) FROM week_version v
	LEFT JOIN week_version p ON p.monday = v.monday AND p.version = v.version - 1
	LEFT JOIN event before ON before.version = p.id AND before.identity = event.identity
	WHERE v.monday = latest.monday AND v.version <= latest.version AND (before.id IS NULL OR
		(before.day, before.time, before.end_time, before.session, before.days, before.text, before.people, before.groups,
		 before.units, before.place, before.duty, before.paper, before.status) IS NOT
		(event.day, event.time, event.end_time, event.session, event.days, event.text, event.people, event.groups,
		 event.units, event.place, event.duty, event.paper, event.status)))`
