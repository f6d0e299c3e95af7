package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
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

// A broadcastCopy is one message of a broadcast in one chat. Its buttons carry, as the
// revision of its screen, the version of the words that they stand under: see drawnAs.
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
	copyHeld      copyState = "held"    // of an edit only: it waits for the end of a pause
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

func ownID(r broadcastRecipient) int64 {
	if r.own {
		return r.ID
	}
	return 0
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
				if _, err := c.first(r, chat, i, part); err != nil {
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

// first makes and queues a copy that was not there, under the deed that it returns.
func (c *courierOf) first(r broadcastRecipient, chat int64, number int, part Part) (deed string, err error) {
	k, err := c.newCopy(r, chat, number, copyWaiting, "")
	if err != nil {
		return "", err
	}
	return c.queue(k, r, part)
}

// newCopy makes a copy that is not queued yet, or that stands where others of its chat
// do.
func (c *courierOf) newCopy(r broadcastRecipient, chat int64, number int, state copyState, reason string) (k broadcastCopy, err error) {
	s, err := c.tx.NewScreen(Screen{Chat: chat, Person: r.Person, Duty: DutyCopy}, CopyOf{c.b.ID, r.ID, number}, c.now)
	if err != nil {
		return k, err
	}
	k = broadcastCopy{recipient: r.ID, chat: chat, part: number, screen: s.ID, state: state}
	var settled any
	if state != copyWaiting {
		settled = instant(c.now)
	}
	k.id, err = c.tx.insert(`INSERT INTO broadcast_copy (recipient, chat, part, try, deed, screen, state, reason, settled_at)
		VALUES (?, ?, ?, 0, 'new/' || ?, ?, ?, ?, ?)`, r.ID, chat, number, s.ID, s.ID, string(state), reason, settled)
	if err != nil {
		return k, fmt.Errorf("new copy: %w", err)
	}
	return k, nil
}

// queue queues the next try of a copy, with its pin behind it, and returns its deed.
func (c *courierOf) queue(k broadcastCopy, r broadcastRecipient, part Part) (deed string, err error) {
	k.try++
	k.deed = fmt.Sprintf("broadcast/%d/%d/%d/%d/%d/send", c.b.ID, r.ID, k.part, k.try, k.id)
	if err := c.screenOf(&k, r); err != nil {
		return "", err
	}
	if _, err := c.tx.exec(`UPDATE broadcast_copy SET try = ?, deed = ?, screen = ?, state = 'waiting', reason = '', message = 0, settled_at = NULL,
		edit = '', edit_state = '' WHERE id = ?`, k.try, k.deed, k.screen, k.id); err != nil {
		return "", fmt.Errorf("queue copy: %w", err)
	}
	d := Delivery{Deed: k.deed, Chat: k.chat, Class: Bulk, Kind: Send, Message: part.Message, Screen: k.screen, Revision: drawnAs(c.b.Version)}
	if err := c.tx.Queue(d, c.now); err != nil || !part.Pin || r.Person != "" {
		return k.deed, err
	}
	return k.deed, c.tx.Queue(Delivery{Deed: k.deeds() + "pin", Chat: k.chat, Class: Bulk, Kind: Pin, Screen: k.screen}, c.now)
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

// drawnAs is the revision on the buttons of a version. 1 is that of every version in
// messages of releases that did not tell them apart.
func drawnAs(version int) int64 { return int64(version) + 1 }

// SeenVersion is the version of a broadcast under which a button of a screen of it stood
// that carries this revision; ok is false if there is none. A button of a release that did
// not tell versions apart stands under the newest words, unless their edit of its message
// has not arrived.
func (tx *Tx) SeenVersion(b Broadcast, screen, revision int64) (version int, ok bool, err error) {
	if revision != 1 {
		return int(revision - 1), revision > 1 && revision <= drawnAs(b.Version), nil
	}
	var k broadcastCopy
	version = b.Version
	if _, err := tx.one([]any{&version, &k.edit}, `SELECT r.version, c.edit_state FROM broadcast_copy c
		JOIN broadcast_recipient r ON r.id = c.recipient WHERE c.screen = ?`, screen); err != nil {
		return 0, false, wrapRead("copy", err)
	}
	if !k.altered() {
		version--
	}
	return version, true, nil
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
