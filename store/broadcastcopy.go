package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// DutyCopy owns the screens of the copies: their buttons lead to the broadcast.
const DutyCopy = "copy"

// A CopyOf is what the screen of a copy, or of a reminder of it, remembers. Broadcast
// is 0 in a preview.
type CopyOf struct {
	Broadcast int64 `json:"broadcast"`
	Recipient int64 `json:"recipient,omitempty"`
	Part      int   `json:"part,omitempty"`
}

// A broadcastCopy is one message of a broadcast in one chat.
type broadcastCopy struct {
	id, recipient, chat int64
	part, try           int
	deed                string
	screen              int64
	state               copyState
	reason              string
	message             int64
	settled             time.Time
	edit                copyState
}

// A copyState is a delivery's, or one of those that only copies know.
type copyState string

const (
	copyWaiting   copyState = "waiting"
	copySending   copyState = "sending"
	copySent      copyState = "sent"
	copyFailed    copyState = "failed"
	copyGone      copyState = "gone" // failed because the chat is gone
	copyUnknown   copyState = "unknown"
	copyWithdrawn copyState = "withdrawn"
	copyExpired   copyState = "expired"
	copyRemoved   copyState = "removed" // taken away by a correction
)

// Why copies are withdrawn.
const (
	whyPaused    = "paused"
	whyCancelled = "cancelled"
	whyCorrected = "corrected"
)

// deeds begins the deeds of the copy's newest try.
func (k broadcastCopy) deeds() string { return strings.TrimSuffix(k.deed, "send") }

func (tx *Tx) copies(where string, args ...any) ([]broadcastCopy, error) {
	all, err := collect(tx, func(rows *sql.Rows) (c broadcastCopy, err error) {
		var settled sql.NullInt64
		err = rows.Scan(&c.id, &c.recipient, &c.chat, &c.part, &c.try, &c.deed, &c.screen, &c.state, &c.reason, &c.message, &settled, &c.edit)
		c.settled = fromInstant(settled)
		return c, err
	}, `SELECT id, recipient, chat, part, try, deed, coalesce(screen, 0), state, reason, message, settled_at, edit_state
		FROM broadcast_copy WHERE `+where+` ORDER BY recipient, chat, part`, args...)
	return all, wrapRead("copies", err)
}

// Tended is what one call of TendBroadcasts did.
type Tended struct {
	Queued bool // something waits in the outbox
	More   bool // there is more to do at once
}

// TendBroadcasts begins the sending to the next recipients of broadcasts that run,
// and brings those already begun to the newest version: what was sent is edited, what
// waits is replaced. It takes at most limit recipients, so that the ledger is never
// held for long.
func (tx *Tx) TendBroadcasts(limit int, now time.Time) (t Tended, err error) {
	behind, err := tx.recipients(`id IN (`+recipientsBehind+`)`, limit)
	if err != nil {
		return t, err
	}
	t.Queued, t.More = len(behind) > 0, len(behind) == limit
	hand := map[int64]*courierOf{}
	for _, r := range behind {
		c, known := hand[r.broadcast]
		if !known {
			if c, err = tx.courierOf(r.broadcast, now); err != nil {
				return t, err
			}
			hand[r.broadcast] = c
		}
		if err := c.bring(r); err != nil {
			return t, fmt.Errorf("broadcast %d: %w", r.broadcast, err)
		}
	}
	return t, nil
}

// A broadcastRecipient is a row of its table.
type broadcastRecipient struct {
	Recipient
	broadcast int64
	own       bool
	version   int
}

func (tx *Tx) recipients(where string, args ...any) ([]broadcastRecipient, error) {
	all, err := collect(tx, func(rows *sql.Rows) (r broadcastRecipient, err error) {
		return r, rows.Scan(&r.ID, &r.broadcast, &r.Person, &r.Chat, &r.Name, &r.own, &r.version)
	}, `SELECT id, broadcast, person, chat, name, own, version FROM broadcast_recipient WHERE `+where+` ORDER BY id`, args...)
	return all, wrapRead("recipients", err)
}

// A courierOf queues what one broadcast says to its recipients.
type courierOf struct {
	tx    *Tx
	b     Broadcast
	parts []Part // for everybody without parts of their own
	now   time.Time
}

func (tx *Tx) courierOf(id int64, now time.Time) (*courierOf, error) {
	b, _, err := tx.Broadcast(id)
	if err != nil {
		return nil, err
	}
	parts, err := tx.BroadcastParts(id, 0, b.Version)
	return &courierOf{tx, b, parts, now}, err
}

// partsFor are what the recipient is told.
func (c *courierOf) partsFor(r broadcastRecipient) ([]Part, error) {
	if !r.own {
		return c.parts, nil
	}
	return c.tx.BroadcastParts(c.b.ID, r.ID, c.b.Version)
}

// chatsOf are the chats in which the recipient is reached now: none of a person
// without an account, nor of a group that is not served any more.
func (tx *Tx) chatsOf(r broadcastRecipient) ([]int64, error) {
	if r.Person != "" {
		return tx.AccountsOf(r.Person)
	}
	g, found, err := tx.Group(r.Chat)
	if err != nil || !found {
		return nil, err
	}
	return []int64{g.Chat}, nil
}

// bring brings a recipient to the newest version.
func (c *courierOf) bring(r broadcastRecipient) error {
	parts, err := c.partsFor(r)
	if err != nil {
		return err
	}
	if r.version == 0 {
		chats, err := c.tx.chatsOf(r)
		if err != nil {
			return err
		}
		for _, chat := range chats {
			for i, part := range parts {
				if err := c.first(r, chat, i, part); err != nil {
					return err
				}
			}
		}
	} else if err := c.correct(r, parts); err != nil {
		return err
	}
	if _, err := c.tx.exec(`UPDATE broadcast_recipient SET version = ? WHERE id = ?`, c.b.Version, r.ID); err != nil {
		return fmt.Errorf("bring recipient: %w", err)
	}
	return c.tx.touchBroadcast(c.b.ID)
}

// first makes and queues a copy that was not there.
func (c *courierOf) first(r broadcastRecipient, chat int64, number int, part Part) error {
	s, err := c.tx.NewScreen(Screen{Chat: chat, Person: r.Person, Duty: DutyCopy}, CopyOf{c.b.ID, r.ID, number}, c.now)
	if err != nil {
		return err
	}
	id, err := c.tx.insert(`INSERT INTO broadcast_copy (recipient, chat, part, try, deed, screen, state) VALUES (?, ?, ?, 0, 'new/' || ?, ?, 'waiting')`,
		r.ID, chat, number, s.ID, s.ID)
	if err != nil {
		return fmt.Errorf("new copy: %w", err)
	}
	return c.queue(broadcastCopy{id: id, recipient: r.ID, chat: chat, part: number, screen: s.ID}, r, part)
}

// queue queues the next try of a copy, with its pin behind it.
func (c *courierOf) queue(k broadcastCopy, r broadcastRecipient, part Part) error {
	k.try++
	k.deed = fmt.Sprintf("broadcast/%d/%d/%d/%d/%d/send", c.b.ID, r.ID, k.part, k.try, k.id)
	if err := c.screenOf(&k, r); err != nil {
		return err
	}
	if _, err := c.tx.exec(`UPDATE broadcast_copy SET try = ?, deed = ?, screen = ?, state = 'waiting', reason = '', message = 0, settled_at = NULL,
		edit = '', edit_state = '' WHERE id = ?`, k.try, k.deed, k.screen, k.id); err != nil {
		return fmt.Errorf("queue copy: %w", err)
	}
	d := Delivery{Deed: k.deed, Chat: k.chat, Class: Bulk, Kind: Send, Message: part.Message, Screen: k.screen, Revision: 1}
	if err := c.tx.Queue(d, c.now); err != nil || !part.Pin || r.Person != "" {
		return err
	}
	return c.tx.Queue(Delivery{Deed: k.deeds() + "pin", Chat: k.chat, Class: Bulk, Kind: Pin, Screen: k.screen}, c.now)
}

// screenOf sees to it that a copy has a screen, with its message: screens are
// forgotten before broadcasts are.
func (c *courierOf) screenOf(k *broadcastCopy, r broadcastRecipient) error {
	if k.screen != 0 {
		return nil
	}
	s, err := c.tx.NewScreen(Screen{Chat: k.chat, Person: r.Person, Duty: DutyCopy}, CopyOf{c.b.ID, r.ID, k.part}, c.now)
	if err != nil {
		return err
	}
	k.screen = s.ID
	if k.state != copySent {
		return nil
	}
	if _, err := c.tx.exec(`UPDATE screen SET message = ? WHERE id = ?`, k.message, s.ID); err != nil {
		return fmt.Errorf("screen of copy: %w", err)
	}
	return nil
}

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
	if err != nil {
		return err
	}
	chats := map[int64]bool{}
	for _, k := range copies {
		chats[k.chat] = true
		same := k.part < len(parts) && k.part < len(before) && (parts[k.part].Message.File == nil) == (before[k.part].Message.File == nil)
		if err := c.change(k, r, parts, same); err != nil {
			return err
		}
	}
	if c.b.State != Running {
		return nil
	}
	for chat := range chats {
		for i, part := range parts {
			if !slices.ContainsFunc(copies, func(k broadcastCopy) bool { return k.chat == chat && k.part == i && k.state != copyRemoved }) {
				if err := c.first(r, chat, i, part); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func ownID(r broadcastRecipient) int64 {
	if r.own {
		return r.ID
	}
	return 0
}

// change brings one copy to its part; same says that its message can become it.
func (c *courierOf) change(k broadcastCopy, r broadcastRecipient, parts []Part, same bool) error {
	there := k.state == copySent || k.state == copySending
	switch {
	case there && same:
		return c.edit(k, r, parts[k.part].Message)
	case there:
		if err := c.takeAway(k, r); err != nil || k.part >= len(parts) || c.b.State != Running {
			return err
		}
		return c.first(r, k.chat, k.part, parts[k.part])
	case k.state == copyWaiting:
		if err := c.tx.Withdraw(k.deeds(), whyCorrected, c.now); err != nil {
			return err
		}
		if k.part >= len(parts) {
			return c.remove(k)
		}
		return c.queue(k, r, parts[k.part])
	case k.state != copyRemoved && k.part >= len(parts):
		return c.remove(k)
	}
	return nil
}

// edit changes the words of a message that was sent.
func (c *courierOf) edit(k broadcastCopy, r broadcastRecipient, m Message) error {
	return c.alter(k, r, Delivery{Kind: Edit, Message: m, Revision: 1, InPlace: true})
}

// takeAway takes away a message that was sent.
func (c *courierOf) takeAway(k broadcastCopy, r broadcastRecipient) error {
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

func (c *courierOf) remove(k broadcastCopy) error {
	if _, err := c.tx.exec(`UPDATE broadcast_copy SET state = 'removed', settled_at = coalesce(settled_at, ?) WHERE id = ?`, instant(c.now), k.id); err != nil {
		return fmt.Errorf("remove copy: %w", err)
	}
	return nil
}

// touchBroadcast notes that a broadcast has something new to show.
func (tx *Tx) touchBroadcast(id int64) error {
	if _, err := tx.exec(`UPDATE broadcast SET revision = revision + 1 WHERE id = ?`, id); err != nil {
		return fmt.Errorf("touch broadcast %d: %w", id, err)
	}
	return nil
}

// CopyScreen reads what the screen of a copy remembers.
func CopyScreen(s Screen) (c CopyOf, err error) {
	if err := json.Unmarshal(s.State, &c); err != nil {
		return c, fmt.Errorf("screen %d: %w", s.ID, err)
	}
	return c, nil
}
