package store

import (
	"errors"
	"fmt"
	"slices"
)

// correct brings the copies of a recipient to other parts. A message keeps its place:
// it is edited, taken away if there is nothing for it to say any more, or sent anew if
// it would have to become one of another kind. What failed stays so until it is sent
// again, in the new words.
func (c *courierOf) correct(r broadcastRecipient, parts []Part) error {
	copies, err := c.tx.copies(`recipient = ?`, r.ID)
	if err != nil {
		return err
	}
	before, err := c.tx.BroadcastParts(c.b.ID, ownID(r), r.version)
	if err != nil && !errors.Is(err, ErrUnreadable) { // of what nobody knows any more nothing can become anything else
		return err
	}
	theirs, err := c.tx.chatsOf(r)
	if err != nil {
		return err
	}
	for _, k := range copies {
		if !slices.Contains(theirs, k.chat) && c.b.State != Struck {
			if err := c.leave(k); err != nil {
				return err
			}
			continue
		}
		same := k.part < len(parts) && k.part < len(before) && (parts[k.part].Message.File == nil) == (before[k.part].Message.File == nil)
		if err := c.change(k, r, parts, same); err != nil {
			return err
		}
	}
	if c.b.State == Struck {
		return nil
	}
	for _, chat := range theirs {
		first := slices.IndexFunc(copies, func(k broadcastCopy) bool { return k.chat == chat })
		for i, part := range parts {
			if first < 0 || slices.ContainsFunc(copies, func(k broadcastCopy) bool { return k.chat == chat && k.part == i && k.state != copyRemoved }) {
				continue
			}
			if err := c.join(copies[first], r, i, part); err != nil {
				return err
			}
		}
	}
	return nil
}

// join adds a part to a chat: it stands where the first one there does.
func (c *courierOf) join(first broadcastCopy, r broadcastRecipient, number int, part Part) error {
	there := first.state == copySent || first.state == copySending || first.state == copyRemoved
	state, reason := copyWaiting, ""
	switch {
	case first.state == copyFailed || first.state == copyGone || first.state == copyExpired || first.state == copyWithdrawn:
		state, reason = first.state, first.reason
	case c.b.State == Cancelled && !there:
		state, reason = copyWithdrawn, whyCancelled
	}
	if state == copyWaiting {
		_, err := c.first(r, first.chat, number, part)
		return err
	}
	_, err := c.newCopy(r, first.chat, number, state, reason)
	return err
}

// change brings one copy to its part; same says that its message can become it.
func (c *courierOf) change(k broadcastCopy, r broadcastRecipient, parts []Part, same bool) error {
	there := k.state == copySent || k.state == copySending
	switch {
	case there && same:
		return c.edit(k, r, parts[k.part].Message)
	case there:
		if err := c.takeAway(k, r); err != nil || k.part >= len(parts) || c.b.State == Struck {
			return err
		}
		return c.join(k, r, k.part, parts[k.part])
	case k.state == copyWaiting:
		if err := c.tx.Withdraw(k.deeds(), whyCorrected, c.now); err != nil {
			return err
		}
		if k.part >= len(parts) {
			return c.remove(k)
		}
		_, err := c.queue(k, r, parts[k.part])
		return err
	case k.state != copyRemoved && k.part >= len(parts):
		return c.remove(k)
	}
	return nil
}

// edit changes the words of a message that was sent.
func (c *courierOf) edit(k broadcastCopy, r broadcastRecipient, m Message) error {
	return c.alter(k, r, Delivery{Kind: Edit, Message: m, Revision: drawnAs(c.b.Version), InPlace: true})
}

// takeAway takes away a message that was sent, and its pin if that has not left.
func (c *courierOf) takeAway(k broadcastCopy, r broadcastRecipient) error {
	if err := c.tx.Withdraw(k.deeds()+"pin", whyCorrected, c.now); err != nil {
		return err
	}
	if err := c.alter(k, r, Delivery{Kind: Delete}); err != nil {
		return err
	}
	return c.remove(k)
}

// alter queues what is done to a message that was sent; what becomes of that is kept too.
func (c *courierOf) alter(k broadcastCopy, r broadcastRecipient, d Delivery) error {
	if err := c.screenOf(&k, r); err != nil {
		return err
	}
	d.Deed = fmt.Sprintf("broadcast-edit/%d/%d", k.id, c.b.Version)
	if _, err := c.tx.exec(`UPDATE broadcast_copy SET screen = ?, edit = ?, edit_state = 'waiting' WHERE id = ?`, k.screen, d.Deed, k.id); err != nil {
		return fmt.Errorf("alter copy: %w", err)
	}
	d.Chat, d.Class, d.Screen = k.chat, Bulk, k.screen
	return c.tx.Queue(d, c.now)
}

// leave leaves a message as it is, uncorrected: whoever has left the office, and a group
// that is not served any more, are not told anything new.
func (c *courierOf) leave(k broadcastCopy) error {
	if _, err := c.tx.exec(`UPDATE broadcast_copy SET edit = '', edit_state = 'failed' WHERE id = ? AND state IN ('sent', 'sending')`, k.id); err != nil {
		return fmt.Errorf("leave copy: %w", err)
	}
	return nil
}

// remove notes that a copy is no more. Of one that was never there no edit can be missing.
func (c *courierOf) remove(k broadcastCopy) error {
	if _, err := c.tx.exec(`UPDATE broadcast_copy SET state = 'removed', settled_at = coalesce(settled_at, ?),
		edit = CASE WHEN state IN ('sent', 'sending') THEN edit ELSE '' END,
		edit_state = CASE WHEN state IN ('sent', 'sending') THEN edit_state ELSE '' END WHERE id = ?`, instant(c.now), k.id); err != nil {
		return fmt.Errorf("remove copy: %w", err)
	}
	return nil
}
