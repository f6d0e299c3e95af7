package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// BeginBroadcast begins the sending of a scheduled broadcast.
func (tx *Tx) BeginBroadcast(b Broadcast) error {
	return tx.setBroadcast(b, Running, "")
}

func (tx *Tx) setBroadcast(b Broadcast, state BroadcastState, reason string) error {
	if _, err := tx.exec(`UPDATE broadcast SET state = ?, reason = ?, revision = revision + 1 WHERE id = ?`, string(state), reason, b.ID); err != nil {
		return fmt.Errorf("set broadcast %d: %w", b.ID, err)
	}
	return nil
}

func deedsOf(b Broadcast) string { return fmt.Sprintf("broadcast/%d/", b.ID) }

// withdrawCopies takes back what has not left. The pin of a message that has goes
// with it.
func (tx *Tx) withdrawCopies(b Broadcast, reason string, now time.Time) error {
	pins, err := collect(tx, func(rows *sql.Rows) (d string, err error) { return d, rows.Scan(&d) },
		`SELECT o.deed FROM outbox o JOIN broadcast_copy c ON c.deed = substr(o.deed, 1, length(o.deed) - 3) || 'send'
			WHERE o.deed >= ? AND o.deed < ? AND o.state = 'waiting' AND o.kind = 'pin' AND c.state IN ('sent', 'sending')`,
		deedsOf(b), deedsOf(b)+"\U0010FFFF")
	if err != nil {
		return wrapRead("pins", err)
	}
	if err := tx.Withdraw(deedsOf(b), reason, now); err != nil {
		return err
	}
	for _, deed := range pins {
		if _, err := tx.exec(`UPDATE outbox SET state = 'waiting', reason = '', settled_at = NULL WHERE deed = ?`, deed); err != nil {
			return fmt.Errorf("keep pin %s: %w", deed, err)
		}
	}
	return nil
}

// holdEdits takes back the edits of a correction that have not left: freeEdits queues
// them again.
func (tx *Tx) holdEdits(b Broadcast, now time.Time) error {
	edits, err := collect(tx, func(rows *sql.Rows) (d string, err error) { return d, rows.Scan(&d) },
		`SELECT c.edit FROM broadcast_copy c JOIN broadcast_recipient r ON r.id = c.recipient
			WHERE r.broadcast = ? AND c.edit_state = 'waiting' AND c.state IN ('sent', 'sending')`, b.ID)
	if err != nil {
		return wrapRead("edits", err)
	}
	for _, deed := range edits {
		if err := tx.Withdraw(deed, whyPaused, now); err != nil {
			return err
		}
		if _, err := tx.exec(`UPDATE broadcast_copy SET edit_state = ? WHERE edit = ?`, string(copyHeld), deed); err != nil {
			return fmt.Errorf("hold edit %s: %w", deed, err)
		}
	}
	return nil
}

// freeEdits lets the edits go that a pause holds. Whoever is behind the newest words is
// brought to these by TendBroadcasts.
func (tx *Tx) freeEdits(b Broadcast, now time.Time) error {
	held, err := tx.copies(`edit_state = 'held' AND recipient IN (SELECT id FROM broadcast_recipient WHERE broadcast = ? AND version = ?)`, b.ID, b.Version)
	if err != nil || len(held) == 0 {
		return err
	}
	c := &courierOf{tx: tx, b: b, now: now}
	for _, k := range held {
		rows, err := tx.recipients(`id = ?`, k.recipient)
		if err != nil {
			return err
		}
		if err := c.free(k, rows[0]); err != nil {
			return err
		}
	}
	return nil
}

func (c *courierOf) free(k broadcastCopy, r broadcastRecipient) error {
	theirs, err := c.tx.chatsOf(r)
	if err != nil {
		return err
	}
	parts, err := c.tx.BroadcastParts(c.b.ID, ownID(r), c.b.Version)
	switch {
	case err != nil && !errors.Is(err, ErrUnreadable):
		return err
	case err != nil || k.part >= len(parts) || !slices.Contains(theirs, k.chat):
		return c.leave(k)
	}
	return c.edit(k, r, parts[k.part].Message)
}

// PauseBroadcast keeps what has not left from leaving, also the edits of a correction; ok
// is false if the broadcast is not being sent. What is in the sender's hand still goes.
func (tx *Tx) PauseBroadcast(b Broadcast, by string, now time.Time) (ok bool, err error) {
	if b.State != Running {
		return false, nil
	}
	if err := errors.Join(tx.withdrawCopies(b, whyPaused, now), tx.holdEdits(b, now)); err != nil {
		return false, err
	}
	if err := tx.setBroadcast(b, Paused, ""); err != nil {
		return false, err
	}
	return true, tx.recordBroadcast(b, DidPause, by, "", "", now)
}

// ResumeBroadcast goes on where PauseBroadcast stopped.
func (tx *Tx) ResumeBroadcast(b Broadcast, by string, now time.Time) (ok bool, err error) {
	if b.State != Paused {
		return false, nil
	}
	if err := errors.Join(tx.setBroadcast(b, Running, ""), tx.freeEdits(b, now)); err != nil {
		return false, err
	}
	// What was in the sender's hand and has not left may leave again.
	if _, err := tx.exec(`UPDATE outbox SET not_after = NULL WHERE deed >= ? AND deed < ? AND settled_at IS NULL`,
		deedsOf(b), deedsOf(b)+"\U0010FFFF"); err != nil {
		return false, fmt.Errorf("resume broadcast %d: %w", b.ID, err)
	}
	if _, err := tx.again(b, now, func(_ Reach, k broadcastCopy) bool {
		return k.state == copyWithdrawn && k.reason == whyPaused || k.state == copyExpired
	}); err != nil {
		return false, err
	}
	return true, tx.recordBroadcast(b, DidResume, by, "", "", now)
}

// CancelBroadcast ends a broadcast: what has not left is not sent. by is "" if the
// office's secretary itself does it, for the reason given. ok is false if it was at
// an end.
func (tx *Tx) CancelBroadcast(b Broadcast, by, reason string, now time.Time) (ok bool, err error) {
	if b.State != Running && b.State != Paused && b.State != Scheduled {
		return false, nil
	}
	if err := errors.Join(tx.withdrawCopies(b, whyCancelled, now), tx.freeEdits(b, now)); err != nil {
		return false, err
	}
	if err := tx.setBroadcast(b, Cancelled, reason); err != nil {
		return false, err
	}
	return true, tx.recordBroadcast(b, DidCancel, by, "", "", now)
}

// CorrectBroadcast gives a broadcast new words (đính chính): everybody's, and in own
// those of the recipients that have parts of their own, matched by person or chat.
// Every message that was sent is edited, what waits or is sent again says the new
// words; who had acknowledged the old ones is asked again, and not reminded of these any
// more, and b.Title is what people know it by from now on. With strike the broadcast is
// taken back: nothing more is sent nor pinned.
func (tx *Tx) CorrectBroadcast(b Broadcast, parts []Part, own []Recipient, strike bool, by string, now time.Time) error {
	b.Version++
	if err := tx.saveParts(b.ID, 0, b.Version, parts); err != nil {
		return err
	}
	all, err := tx.recipients(`broadcast = ? AND own = 1`, b.ID)
	if err != nil {
		return err
	}
	for _, r := range all {
		at := slices.IndexFunc(own, func(o Recipient) bool { return o.Person == r.Person && (r.Person != "" || o.Chat == r.Chat) })
		words := parts
		if at >= 0 {
			words = own[at].Parts
		}
		if err := tx.saveParts(b.ID, r.ID, b.Version, words); err != nil {
			return err
		}
	}
	act, state := DidCorrect, b.State
	if strike {
		act, state = DidStrike, Struck
		if err := tx.Withdraw(deedsOf(b), whyCancelled, now); err != nil {
			return err
		}
	}
	if err := tx.Withdraw(fmt.Sprintf("broadcast-remind/%d/", b.ID), whyCorrected, now); err != nil {
		return err
	}
	if _, err := tx.exec(`UPDATE broadcast SET version = ?, title = ?, state = ?, reminded = 0, revision = revision + 1 WHERE id = ?`,
		b.Version, b.Title, string(state), b.ID); err != nil {
		return fmt.Errorf("correct broadcast %d: %w", b.ID, err)
	}
	return tx.recordBroadcast(b, act, by, digestOf(parts, own), strconv.Itoa(b.Version), now)
}

// ResendBroadcast sends once more to the recipients whom it has reached in one of the
// ways given (Refused, Gone, UnknownReach, Unenrolled), only what is missing there, and
// returns how many that are. To send what is unknown again is a person's decision:
// it may arrive twice.
func (tx *Tx) ResendBroadcast(b Broadcast, which []Reach, by string, now time.Time) (count int, err error) {
	if b.State != Running {
		return 0, nil
	}
	count, err = tx.again(b, now, func(reach Reach, k broadcastCopy) bool {
		return slices.Contains(which, reach) && k.state.missing(reach)
	})
	if err != nil || count == 0 {
		return count, err
	}
	return count, tx.recordBroadcast(b, DidResend, by, "", strconv.Itoa(count), now)
}

// missing reports whether a copy is to be sent again to somebody so reached.
func (s copyState) missing(reach Reach) bool {
	switch s {
	case copyFailed, copyGone, copyExpired, copyWithdrawn:
		return true
	case copyUnknown:
		return reach == UnknownReach
	}
	return false
}

// again queues the copies that are chosen, as far as their chats are still the
// recipient's, and all parts for the chats that are the recipient's only since. It
// returns to how many recipients. One whose words cannot be read stays as it is.
func (tx *Tx) again(b Broadcast, now time.Time, chosen func(Reach, broadcastCopy) bool) (count int, err error) {
	b, _, err = tx.Broadcast(b.ID)
	if err != nil {
		return 0, err
	}
	all, err := tx.reached(b)
	if err != nil {
		return 0, err
	}
	c := &courierOf{tx: tx, b: b, now: now}
	unreadable := false
	if c.parts, err = tx.BroadcastParts(b.ID, 0, b.Version); err != nil {
		if unreadable = errors.Is(err, ErrUnreadable); !unreadable {
			return 0, err
		}
	}
	for _, r := range all {
		if r.row.version == 0 || unreadable && !r.row.own {
			continue // TendBroadcasts begins what is not begun yet
		}
		queued, err := c.againTo(r, chosen)
		if err != nil && !errors.Is(err, ErrUnreadable) {
			return count, err
		}
		if queued {
			count++
		}
	}
	return count, tx.touchBroadcast(b.ID)
}

func (c *courierOf) againTo(r reached, chosen func(Reach, broadcastCopy) bool) (queued bool, err error) {
	fresh := chosen(r.State, broadcastCopy{state: copyFailed}) // whether chats that are new count as missing
	if !fresh && !slices.ContainsFunc(r.copies, func(k broadcastCopy) bool { return chosen(r.State, k) }) {
		return false, nil
	}
	parts, err := c.partsFor(r.row)
	if err != nil {
		return false, err
	}
	if r.row.version < c.b.Version { // or what is sent now would be taken for the old words
		if err := c.bring(r.row); err != nil {
			return false, err
		}
		if r.copies, err = c.tx.copies(`recipient = ?`, r.row.ID); err != nil {
			return false, err
		}
	}
	chats, err := c.tx.chatsOf(r.row)
	if err != nil {
		return false, err
	}
	for _, k := range r.copies {
		if k.part >= len(parts) && chosen(r.State, k) { // the newest words have nothing for it to say
			if err := c.remove(k); err != nil {
				return false, err
			}
		}
	}
	for _, chat := range chats {
		for i, part := range parts {
			at := slices.IndexFunc(r.copies, func(k broadcastCopy) bool { return k.chat == chat && k.part == i && k.state != copyRemoved })
			switch {
			case at >= 0 && chosen(r.State, r.copies[at]):
				_, err = c.queue(r.copies[at], r.row, part)
			case at < 0 && fresh:
				_, err = c.first(r.row, chat, i, part)
			default:
				continue
			}
			if err != nil {
				return queued, err
			}
			queued = true
		}
	}
	return queued, nil
}
