package store

import (
	"errors"
	"fmt"
	"time"
)

// Tended is what one call of TendBroadcasts did.
type Tended struct {
	Queued bool    // something waits in the outbox
	More   bool    // there is more to do at once
	Faults []error // of recipients that could not be brought to what they are told
}

// TendBroadcasts begins the sending to the next recipients of broadcasts that run,
// and brings those already begun to the newest version: what was sent is edited, what
// waits is replaced. It takes at most limit recipients, so that the ledger is never
// held for long. A recipient whose words cannot be read delays nobody: the report
// names it among those that failed.
func (tx *Tx) TendBroadcasts(limit int, now time.Time) (t Tended, err error) {
	behind, err := tx.recipients(`id IN (`+recipientsBehind+`)`, limit)
	if err != nil {
		return t, err
	}
	t.Queued, t.More = len(behind) > 0, len(behind) == limit
	hand := map[int64]*courierOf{}
	for _, r := range behind {
		fault := tx.Apart(func() error {
			c, known := hand[r.broadcast]
			if !known {
				if c, err = tx.courierOf(r.broadcast, now); err != nil {
					return err
				}
				hand[r.broadcast] = c
			}
			return c.bring(r)
		})
		if fault == nil {
			continue
		}
		fault = fmt.Errorf("broadcast %d, recipient %d: %w", r.broadcast, r.ID, fault)
		if Grave(fault) || errors.Is(fault, ErrLost) {
			return t, fault
		}
		if err := tx.failRecipient(r, now); err != nil {
			return t, errors.Join(fault, err)
		}
		t.Faults = append(t.Faults, fault)
	}
	return t, nil
}

// whyUnreadable is the reason of what cannot be sent because the ledger does not hold it
// in a form that can be read.
const whyUnreadable = "unreadable"

// failRecipient notes that nothing can be told to a recipient, or that what they were
// told cannot be brought to the newest version.
func (tx *Tx) failRecipient(r broadcastRecipient, now time.Time) error {
	b, found, err := tx.Broadcast(r.broadcast)
	if err != nil || !found {
		return err
	}
	c := &courierOf{tx: tx, b: b, now: now}
	var failed []string // deeds
	if r.version == 0 {
		chats, err := tx.chatsOf(r)
		if err != nil {
			return err
		}
		for _, chat := range chats {
			deed, err := c.first(r, chat, 0, Part{})
			if err != nil {
				return err
			}
			failed = append(failed, deed)
		}
	} else {
		copies, err := tx.copies(`recipient = ?`, r.ID)
		if err != nil {
			return err
		}
		for _, k := range copies {
			if err := c.leave(k); err != nil {
				return err
			}
			if k.state == copyWaiting {
				failed = append(failed, k.deed)
			}
		}
	}
	for _, deed := range failed {
		if err := tx.failDeed(deed, whyUnreadable, now); err != nil {
			return err
		}
	}
	if _, err := tx.exec(`UPDATE broadcast_recipient SET version = ? WHERE id = ?`, b.Version, r.ID); err != nil {
		return fmt.Errorf("fail recipient: %w", err)
	}
	return tx.touchBroadcast(b.ID)
}

// failDeed ends what waits under a deed.
func (tx *Tx) failDeed(deed, reason string, now time.Time) error {
	var id int64
	found, err := tx.one([]any{&id}, `SELECT id FROM outbox WHERE deed = ? AND settled_at IS NULL`, deed)
	if err != nil || !found {
		return wrapRead("delivery", err)
	}
	return tx.EndDelivery(id, Undelivered, reason, now)
}
