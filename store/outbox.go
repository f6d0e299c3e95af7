package store

import (
	"encoding/json"
	"fmt"
	"time"
)

// A Class orders what waits for one chat, and says what becomes of a delivery of
// which nobody knows whether it arrived.
type Class int

// The classes, highest first. Answers and reminders are repeated when in doubt:
// a repeat beats a gap. Bulk is not: it becomes unknown.
const (
	Answer   Class = 1
	Reminder Class = 2
	Bulk     Class = 3 // a broadcast, a board
)

// A Kind is what a delivery does in the chat.
type Kind string

// The kinds of delivery.
const (
	Send     Kind = "send"     // a new message
	Edit     Kind = "edit"     // the message of Screen gets a new content and buttons
	Delete   Kind = "delete"   // the message of Screen is taken away
	Pin      Kind = "pin"      // the message of Screen is pinned, if the bot may
	Toast    Kind = "toast"    // the answer to a press: Message.Query, Message.Text
	Inline   Kind = "inline"   // the answer to an inline query: Message.Query, Message.Articles
	Commands Kind = "commands" // the command menu of the chat: Message.Commands
)

// A Message is what people see, in a form that no messenger owns. Text is HTML
// of the few tags b, i, u, s, code, pre, a, blockquote; under a File it is the
// caption.
type Message struct {
	Text     string     `json:"text,omitempty"`
	File     *File      `json:"file,omitempty"`     // a message with a file stays one
	Quiet    bool       `json:"quiet,omitempty"`    // it makes no sound
	Buttons  [][]Button `json:"buttons,omitempty"`  // rows under the message
	Keyboard [][]string `json:"keyboard,omitempty"` // rows of the person's own keyboard
	Query    string     `json:"query,omitempty"`    // Toast, Inline: what it answers
	Articles []Article  `json:"articles,omitempty"` // Inline: what may be chosen
	Commands []Command  `json:"commands,omitempty"`
	Reply    int64      `json:"reply,omitempty"` // message id it answers in a group
}

// A File is one that KeepFile keeps.
type File struct {
	Hash    string `json:"hash"`
	Name    string `json:"name"`    // as people see it
	Picture bool   `json:"picture"` // shown as a photo, not as a document
}

// An Article is one answer to an inline query.
type Article struct {
	Title       string `json:"title"`       // plain
	Description string `json:"description"` // plain
	Text        string `json:"text"`        // HTML: what is posted if it is chosen
}

// A Button is one choice under a message. Action is for the duty that owns the
// screen; the token on the wire also names screen and revision.
type Button struct {
	Label  string `json:"label"`
	Action string `json:"action,omitempty"`
	URL    string `json:"url,omitempty"`
}

// A Command is one line of a command menu.
type Command struct {
	Name        string `json:"name"`        // "lich"
	Description string `json:"description"` // "Lịch hôm nay"
}

// A Delivery is one thing to be delivered once.
type Delivery struct {
	ID        int64
	Deed      string // names the deed; queueing the same deed again changes nothing
	Chat      int64
	Class     Class
	Kind      Kind
	Message   Message
	Screen    int64 // the screen shown or edited; 0 for none
	Revision  int64 // of Screen when it was queued: goes into the buttons' tokens
	NotBefore time.Time
	NotAfter  time.Time // zero: never useless
	LateAfter time.Time // if it leaves later, Late stands before its text; zero: never late
	Late      string    // markup
	InPlace   bool      // Edit: where there is no message to edit any more, none is sent in its place

	Attempts int   // tries that failed
	Target   int64 // read only: message id of Screen, for an edit
}

// body is how a Delivery's content is kept.
type body struct {
	Message
	Revision  int64  `json:"revision,omitempty"`
	LateAfter int64  `json:"late_after,omitempty"` // instant
	Late      string `json:"late,omitempty"`
	InPlace   bool   `json:"in_place,omitempty"`
}

// At is the message as it is to leave at that moment: marked if that is late.
func (d Delivery) At(now time.Time) Message {
	m := d.Message
	if !d.LateAfter.IsZero() && now.After(d.LateAfter) {
		m.Text = d.Late + m.Text
	}
	return m
}

// Queue puts a delivery into the outbox, in the transaction of what it tells. A
// newer edit of a screen replaces one that is still waiting. A deed that was
// withdrawn may be queued again: it is another delivery then.
func (tx *Tx) Queue(d Delivery, now time.Time) error {
	content := body{Message: d.Message, Revision: d.Revision, InPlace: d.InPlace}
	if !d.LateAfter.IsZero() {
		content.LateAfter, content.Late = instant(d.LateAfter), d.Late
	}
	b, err := json.Marshal(content)
	if err != nil {
		return fmt.Errorf("queue %s: %w", d.Deed, err)
	}
	if d.Kind == Edit {
		if _, err := tx.exec(`UPDATE outbox SET state = 'withdrawn', reason = 'replaced', settled_at = ?, `+erased+`
			WHERE screen = ? AND settled_at IS NULL AND kind = 'edit' AND state = 'waiting'`, instant(now), d.Screen); err != nil {
			return fmt.Errorf("queue %s: replace: %w", d.Deed, err)
		}
	}
	if d.NotBefore.IsZero() {
		d.NotBefore = now
	}
	for _, again := range []bool{false, true} {
		if again {
			// The new row has a new id: what is still on its way settles the old one only.
			if n, err := tx.changed(`DELETE FROM outbox WHERE deed = ? AND state = 'withdrawn'`, d.Deed); err != nil || n == 0 {
				return wrapQueue(d.Deed, err)
			}
		}
		n, err := tx.changed(`INSERT INTO outbox (deed, chat, class, kind, body, screen, not_before, not_after, state, queued_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?) ON CONFLICT (deed) DO NOTHING`,
			d.Deed, d.Chat, int(d.Class), string(d.Kind), string(b), orNone(d.Screen),
			instant(d.NotBefore), orNull(d.NotAfter), instant(now))
		if err != nil || n == 1 {
			return wrapQueue(d.Deed, err)
		}
	}
	return nil
}

func wrapQueue(deed string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("queue %s: %w", deed, err)
}

// orNone is the id, but null for 0.
func orNone(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// Withdraw takes back what waits under deeds beginning with the prefix: the state
// it would tell is no longer true.
func (tx *Tx) Withdraw(prefix, reason string, now time.Time) error {
	if _, err := tx.exec(`UPDATE outbox SET state = 'withdrawn', reason = ?, settled_at = ?, `+erased+`
		WHERE deed >= ? AND deed < ? AND state = 'waiting'`,
		reason, instant(now), prefix, prefix+"\U0010FFFF"); err != nil {
		return fmt.Errorf("withdraw %s: %w", prefix, err)
	}
	// What is on its way can only be kept from being sent a second time.
	if _, err := tx.exec(`UPDATE outbox SET not_after = ? WHERE deed >= ? AND deed < ? AND state = 'sending'`,
		instant(now), prefix, prefix+"\U0010FFFF"); err != nil {
		return fmt.Errorf("withdraw %s: %w", prefix, err)
	}
	return nil
}
