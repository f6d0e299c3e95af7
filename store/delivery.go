package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// An Envelope is the outside of a waiting delivery: enough to decide whose turn
// it is.
type Envelope struct {
	ID        int64
	Chat      int64
	Class     Class
	Kind      Kind
	NotBefore time.Time // long past if it was due when it was queued, whatever the clock says now
}

// dueAt is when a delivery is due. One that was due when it was queued stays due
// when the clock is set back.
const dueAt = `CASE WHEN not_before <= queued_at THEN 0 ELSE not_before END`

// Envelopes lists what waits and was queued after the delivery last seen, and
// returns the delivery last seen now. Ids grow in the order of commits, other
// processes' too, so nothing is missed; after 0 it lists all that waits. Within
// a chat and class the order is that of queueing.
func (tx *Tx) Envelopes(seen int64) (waiting []Envelope, last int64, err error) {
	if _, err := tx.one([]any{&last}, `SELECT coalesce(max(id), 0) FROM outbox`); err != nil {
		return nil, seen, fmt.Errorf("read outbox: %w", err)
	}
	if last == seen {
		return nil, seen, nil
	}
	// From the beginning the index of open rows is read, later the end of the
	// table: neither cost grows with what was sent long ago.
	statement := `SELECT id, chat, class, kind, ` + dueAt + ` FROM outbox WHERE id > ? AND state = 'waiting' ORDER BY id`
	if seen == 0 {
		statement = `SELECT id, chat, class, kind, ` + dueAt + ` FROM outbox INDEXED BY outbox_open
			WHERE settled_at IS NULL AND id > ? AND state = 'waiting' ORDER BY chat, class, id`
	}
	waiting, err = collect(tx, func(rows *sql.Rows) (e Envelope, err error) {
		var notBefore int64
		err = rows.Scan(&e.ID, &e.Chat, &e.Class, &e.Kind, &notBefore)
		e.NotBefore = time.UnixMilli(notBefore)
		return e, err
	}, statement, seen)
	if err != nil {
		return nil, seen, fmt.Errorf("read outbox: %w", err)
	}
	return waiting, last, nil
}

// An Outgoing is a delivery as it stands at the moment of sending.
type Outgoing struct {
	Delivery
	Moved int64  // the chat's new id, if it has moved
	Fault string // why it cannot be delivered: the recipient is gone, the row unreadable
}

// Outgoing reads the deliveries that still wait, by id. Those withdrawn or settled
// meanwhile are missing.
func (tx *Tx) Outgoing(ids []int64) (map[int64]Outgoing, error) {
	key, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read deliveries: %w", err)
	}
	rows, err := collect(tx, scanOutgoing, `SELECT o.id, o.deed, o.chat, o.class, o.kind, o.body,
			coalesce(o.screen, 0), `+dueAt+`, o.not_after, o.attempts, coalesce(s.message, 0),
			coalesce(g.moved, 0), coalesce(g.reason, '')
		FROM json_each(?) AS wanted
		JOIN outbox AS o ON o.id = wanted.value
		LEFT JOIN screen AS s ON s.id = o.screen
		LEFT JOIN gone_chat AS g ON g.chat = o.chat
		WHERE o.state = 'waiting'`, string(key))
	if err != nil {
		return nil, fmt.Errorf("read deliveries: %w", err)
	}
	outgoing := make(map[int64]Outgoing, len(rows))
	for _, o := range rows {
		outgoing[o.ID] = o
	}
	return outgoing, nil
}

func scanOutgoing(rows *sql.Rows) (o Outgoing, err error) {
	var content []byte
	var notBefore int64
	var notAfter sql.NullInt64
	if err := rows.Scan(&o.ID, &o.Deed, &o.Chat, &o.Class, &o.Kind, &content,
		&o.Screen, &notBefore, &notAfter, &o.Attempts, &o.Target, &o.Moved, &o.Fault); err != nil {
		return o, err
	}
	o.NotBefore, o.NotAfter = time.UnixMilli(notBefore), fromInstant(notAfter)
	if o.Moved != 0 {
		o.Fault = ""
	}
	var b body
	if json.Unmarshal(content, &b) != nil { // its error could quote the message
		o.Fault = "unreadable"
	}
	o.Message, o.Revision, o.Late, o.InPlace = b.Message, b.Revision, b.Late, b.InPlace
	if b.LateAfter != 0 {
		o.LateAfter = time.UnixMilli(b.LateAfter)
	}
	return o, nil
}

// MarkSending notes that a delivery is about to be sent; false if it no longer
// waits. A crash leaves it so: see RecoverDeliveries.
func (tx *Tx) MarkSending(id int64) (bool, error) {
	n, err := tx.changed(`UPDATE outbox SET state = 'sending' WHERE id = ? AND state = 'waiting'`, id)
	if err != nil {
		return false, fmt.Errorf("mark delivery %d: %w", id, err)
	}
	return n == 1, nil
}

// RecoverDeliveries settles what a crash left marked as being sent, and returns
// the deeds of which nobody knows whether they were done. It is called once,
// before the first delivery.
func (tx *Tx) RecoverDeliveries(now time.Time) (unknown []string, err error) {
	if _, err := tx.exec(`UPDATE outbox SET state = 'waiting' WHERE settled_at IS NULL AND state = 'sending' AND class <> ?`, int(Bulk)); err != nil {
		return nil, fmt.Errorf("recover deliveries: %w", err)
	}
	unknown, err = collect(tx, func(rows *sql.Rows) (deed string, err error) {
		return deed, rows.Scan(&deed)
	}, `UPDATE outbox SET state = 'unknown', reason = 'stopped while sending', settled_at = ?
		WHERE settled_at IS NULL AND state = 'sending' RETURNING deed`, instant(now))
	if err != nil {
		return nil, fmt.Errorf("recover deliveries: %w", err)
	}
	return unknown, nil
}

// An Outcome is how a delivery ended.
type Outcome string

// The outcomes. A delivery can also be withdrawn: see Withdraw. One that ended
// stays so; to send it again is another deed.
const (
	Delivered   Outcome = "sent"
	Undelivered Outcome = "failed"  // the messenger refused it, or the recipient is gone
	Unknown     Outcome = "unknown" // it may have arrived or not; only a person may send it again
	Expired     Outcome = "expired" // its time passed before it could be sent
)

// erased is what becomes of the words of an answer once it is settled, however: they
// may hold a secret, such as the code of an invitation or the address of a calendar.
const erased = `body = CASE class WHEN 1 THEN '{}' ELSE body END`

// EndDelivery settles a delivery, whatever its state: what has arrived has
// arrived. The reason never quotes a message.
func (tx *Tx) EndDelivery(id int64, how Outcome, reason string, now time.Time) error {
	if _, err := tx.exec(`UPDATE outbox SET state = ?, reason = ?, settled_at = ?, `+erased+` WHERE id = ?`,
		string(how), reason, instant(now), id); err != nil {
		return fmt.Errorf("end delivery %d: %w", id, err)
	}
	return nil
}

// ExpireDelivery settles a delivery whose time has passed; false if it has not, since its
// broadcast goes on.
func (tx *Tx) ExpireDelivery(id int64, now time.Time) (bool, error) {
	n, err := tx.changed(`UPDATE outbox SET state = 'expired', reason = '', settled_at = ?, `+erased+` WHERE id = ? AND not_after <= ?`,
		instant(now), id, instant(now))
	if err != nil {
		return false, fmt.Errorf("end delivery %d: %w", id, err)
	}
	return n == 1, nil
}

// Arrived settles a delivery that arrived as the message of that id (0 if it is
// none). Its screen is that message from now on,
// unless it was handed over to another chat meanwhile.
func (tx *Tx) Arrived(d Delivery, message int64, now time.Time) error {
	if _, err := tx.exec(`UPDATE outbox SET state = 'sent', message = ?, reason = '', settled_at = ?, `+erased+` WHERE id = ?`,
		message, instant(now), d.ID); err != nil {
		return fmt.Errorf("end delivery %d: %w", d.ID, err)
	}
	edited := d.Kind == Edit && message != d.Target // by a message in its place
	if d.Screen == 0 || message == 0 || d.Kind != Send && !edited {
		return nil
	}
	if _, err := tx.exec(`UPDATE screen SET message = ? WHERE id = ? AND chat = (SELECT chat FROM outbox WHERE id = ?)`, message, d.Screen, d.ID); err != nil {
		return fmt.Errorf("end delivery %d: %w", d.ID, err)
	}
	return nil
}

// RetryDelivery notes a try that failed; the delivery waits on unless it was
// withdrawn meanwhile.
func (tx *Tx) RetryDelivery(id int64, reason string) error {
	if _, err := tx.exec(`UPDATE outbox SET state = 'waiting', attempts = attempts + 1, reason = ?
		WHERE id = ? AND state IN ('waiting', 'sending')`, reason, id); err != nil {
		return fmt.Errorf("retry delivery %d: %w", id, err)
	}
	return nil
}

// ForgetTarget notes that the message the delivery was to edit no longer exists:
// its screen waits for a new one.
func (tx *Tx) ForgetTarget(d Delivery) error {
	if _, err := tx.exec(`UPDATE screen SET message = 0 WHERE id = ? AND message = ?`, d.Screen, d.Target); err != nil {
		return fmt.Errorf("forget message of screen %d: %w", d.Screen, err)
	}
	return nil
}

// LoseChat notes that a chat can no longer be written to, and fails all that
// waits for it.
func (tx *Tx) LoseChat(chat int64, reason string, now time.Time) error {
	if _, err := tx.exec(`INSERT INTO gone_chat (chat, reason, since) VALUES (?, ?, ?)
		ON CONFLICT (chat) DO UPDATE SET reason = excluded.reason, since = excluded.since`,
		chat, reason, instant(now)); err != nil {
		return fmt.Errorf("lose chat %d: %w", chat, err)
	}
	if _, err := tx.exec(`UPDATE outbox SET state = 'failed', reason = ?, settled_at = ?, `+erased+` WHERE chat = ? AND settled_at IS NULL AND state = 'waiting'`,
		reason, instant(now), chat); err != nil {
		return fmt.Errorf("lose chat %d: %w", chat, err)
	}
	return nil
}

// MoveChat follows a group that got a new id: what waits for it and what it
// shows is the new chat's from now on, and so is what is queued for the old id later.
func (tx *Tx) MoveChat(from, to int64, now time.Time) error {
	for _, step := range []struct {
		statement string
		args      []any
	}{
		{`DELETE FROM gone_chat WHERE chat = ?`, []any{to}}, // it lives; nor may two chats point at each other
		{`INSERT INTO gone_chat (chat, moved, reason, since) VALUES (?, ?, 'moved', ?)
			ON CONFLICT (chat) DO UPDATE SET moved = excluded.moved, reason = excluded.reason, since = excluded.since`,
			[]any{from, to, instant(now)}},
		{`UPDATE outbox SET chat = ? WHERE chat = ? AND settled_at IS NULL`, []any{to, from}},
		{`UPDATE screen SET chat = ? WHERE chat = ?`, []any{to, from}},
		{`UPDATE broadcast_copy SET chat = ? WHERE chat = ?`, []any{to, from}},
		{`UPDATE broadcast_recipient SET chat = ? WHERE chat = ? AND chat <> 0`, []any{to, from}},
		{`UPDATE OR REPLACE chat_group SET chat = ? WHERE chat = ?`, []any{to, from}},
	} {
		if _, err := tx.exec(step.statement, step.args...); err != nil {
			return fmt.Errorf("move chat %d to %d: %w", from, to, err)
		}
	}
	return nil
}

// MovedTo is the id that a chat has now.
func (tx *Tx) MovedTo(chat int64) (int64, error) {
	for range 9 { // a group moves once; two ids that point at each other must not hold us up
		var to int64
		moved, err := tx.one([]any{&to}, `SELECT moved FROM gone_chat WHERE chat = ? AND moved <> 0`, chat)
		if err != nil || !moved {
			return chat, wrapRead("moved chat", err)
		}
		chat = to
	}
	return chat, nil
}

// Revive notes that somebody wrote in the chat: it can be written to again. A
// chat that moved stays moved.
func (tx *Tx) Revive(chat int64) error {
	if _, err := tx.exec(`DELETE FROM gone_chat WHERE chat = ? AND moved = 0`, chat); err != nil {
		return fmt.Errorf("revive chat %d: %w", chat, err)
	}
	return nil
}

// OutboxHealth says how the outbox is doing.
type OutboxHealth struct {
	Open    int             // waiting or being sent, also what is not due yet
	Ended   map[Outcome]int // since the time asked for, without what was delivered
	Overdue time.Time       // when the oldest answer or reminder that waits was due; zero if none
}

// OutboxHealth reads how the outbox is doing, counting ends since that time.
func (tx *Tx) OutboxHealth(since, now time.Time) (OutboxHealth, error) {
	h := OutboxHealth{Ended: map[Outcome]int{}}
	var overdue sql.NullInt64
	if _, err := tx.one([]any{&h.Open, &overdue}, `SELECT count(*),
			min(CASE WHEN class IN (1, 2) AND not_before <= ? THEN not_before END)
		FROM outbox WHERE settled_at IS NULL`, instant(now)); err != nil {
		return h, fmt.Errorf("read outbox health: %w", err)
	}
	h.Overdue = fromInstant(overdue)
	type end struct {
		how   Outcome
		count int
	}
	ends, err := collect(tx, func(rows *sql.Rows) (e end, err error) {
		return e, rows.Scan(&e.how, &e.count)
	}, `SELECT state, count(*) FROM outbox
		WHERE state IN ('failed', 'unknown', 'expired') AND settled_at >= ? GROUP BY state`, instant(since))
	if err != nil {
		return h, fmt.Errorf("read outbox health: %w", err)
	}
	for _, e := range ends {
		h.Ended[e.how] = e.count
	}
	return h, nil
}
