package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"thuky/store/staff"
)

// A Part is one message of a broadcast.
type Part struct {
	Message Message `json:"message"`       // its buttons are for the duty of copies
	Pin     bool    `json:"pin,omitempty"` // pinned where it goes to a group
}

// A BroadcastState is where a broadcast stands.
type BroadcastState string

// The states of a broadcast.
const (
	Scheduled BroadcastState = "scheduled" // waits for its time
	Running   BroadcastState = "running"   // is sent, or was
	Paused    BroadcastState = "paused"    // what is left waits for a person
	Cancelled BroadcastState = "cancelled" // what was left is not sent
	Struck    BroadcastState = "struck"    // taken back: what was sent is struck out
)

// A Broadcast is the same thing told to many (gửi hàng loạt): a notice, a ranking.
// Its recipients are independent of one another: one that is slow, refuses or is gone
// delays nobody.
//
// NewBroadcast keeps it whole; TendBroadcasts queues what is to be sent, a few
// recipients at a time, so that answers are never kept waiting. What becomes of every
// message is kept in broadcast_copy, in the transaction that settles the delivery,
// and read by BroadcastReport.
type Broadcast struct {
	ID       int64
	Kind     string    // what kind of thing it tells: "notice", ...
	Subject  string    // which one, a key within the kind, or ""
	Title    string    // one line, plain, by which people know it
	Sender   string    // key of the person who sends it and sees how it goes
	Act      staff.Act // what the sender must be allowed, also when it begins
	Receipts bool      // people are asked to acknowledge it (đã nhận): its caller puts the button under a part
	Due      time.Time // when it begins; zero or past: at once
	Parts    []Part    // in order, for everybody without parts of their own; written, not read

	// Read only.
	State    BroadcastState
	Reason   string // why it was cancelled if nobody did it: NoRight
	Version  int    // of its words, from 1
	Made     time.Time
	Reminded int   // how often people were reminded to acknowledge it
	Screen   int64 // the screen that was opened last to show how it goes, or 0
	Revision int64 // grows whenever something of it has come to an end
	Shown    int64 // revision that the screens were last told to show
	ShownAt  time.Time
}

// NoRight is why a broadcast is cancelled whose sender may no longer send it.
const NoRight = "no right"

// A Recipient is one to whom a broadcast goes: a person, in the chats of all their
// accounts, or a group.
type Recipient struct {
	Person string // key, or "" for a group
	Chat   int64  // of the group
	Name   string // of person or group, as it is now: the report names them by it
	Parts  []Part // of its own, in place of the broadcast's; nil for none

	ID int64 // read only
}

// ErrNobody is returned for a broadcast without recipients or parts.
var ErrNobody = errors.New("broadcast without recipients or parts")

// NewBroadcast keeps a broadcast and returns it with its id. It is sent as soon as it
// is due and TendBroadcasts is called. The same recipient twice counts once.
func (tx *Tx) NewBroadcast(b Broadcast, to []Recipient, now time.Time) (Broadcast, error) {
	if len(to) == 0 {
		return b, ErrNobody
	}
	b.State, b.Version, b.Made, b.Revision = Scheduled, 1, now, 1
	if !b.Due.After(now) {
		b.State, b.Due = Running, now
	}
	var err error
	if b.ID, err = tx.insert(`INSERT INTO broadcast (kind, subject, title, sender, act, receipts, version, state, due, made_at)
		VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)`, b.Kind, b.Subject, b.Title, b.Sender, string(b.Act), b.Receipts,
		string(b.State), instant(b.Due), instant(now)); err != nil {
		return b, fmt.Errorf("new broadcast: %w", err)
	}
	if err := tx.saveParts(b.ID, 0, 1, b.Parts); err != nil {
		return b, err
	}
	type key struct {
		person string
		chat   int64
	}
	known := map[key]bool{}
	for _, r := range to {
		if k := (key{r.Person, r.Chat}); known[k] {
			continue
		} else {
			known[k] = true
		}
		if r.Parts == nil && len(b.Parts) == 0 {
			return b, ErrNobody
		}
		id, err := tx.insert(`INSERT INTO broadcast_recipient (broadcast, person, chat, name, own) VALUES (?, ?, ?, ?, ?)`,
			b.ID, r.Person, r.Chat, r.Name, r.Parts != nil)
		if err != nil {
			return b, fmt.Errorf("new broadcast: %w", err)
		}
		if err := tx.saveParts(b.ID, id, 1, r.Parts); err != nil {
			return b, err
		}
	}
	return b, tx.recordBroadcast(b, DidBroadcast, b.Sender, digestOf(b.Parts, to), strconv.Itoa(len(known)), now)
}

func (tx *Tx) saveParts(broadcast, recipient int64, version int, parts []Part) error {
	for i, part := range parts {
		raw, err := json.Marshal(part)
		if err != nil {
			return fmt.Errorf("save part: %w", err)
		}
		if _, err := tx.exec(`INSERT INTO broadcast_part (broadcast, recipient, version, part, body) VALUES (?, ?, ?, ?, ?)`,
			broadcast, recipient, version, i, string(raw)); err != nil {
			return fmt.Errorf("save part: %w", err)
		}
	}
	return nil
}

// ErrUnreadable says that the ledger does not hold a part in a form that can be read.
var ErrUnreadable = errors.New("unreadable")

// BroadcastParts reads what a recipient is told in a version; recipient 0 are those
// without parts of their own.
func (tx *Tx) BroadcastParts(broadcast, recipient int64, version int) ([]Part, error) {
	parts, err := collect(tx, func(rows *sql.Rows) (p Part, err error) {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			return p, err
		}
		if json.Unmarshal(raw, &p) != nil { // its error could quote the message
			err = ErrUnreadable
		}
		return p, err
	}, `SELECT body FROM broadcast_part WHERE broadcast = ? AND recipient = ? AND version = ? ORDER BY part`, broadcast, recipient, version)
	return parts, wrapRead("broadcast parts", err)
}

// digestOf tells contents apart without telling them.
func digestOf(parts []Part, to []Recipient) string {
	own := map[string][]Part{}
	for _, r := range to {
		if r.Parts != nil {
			own[r.Person+"/"+strconv.FormatInt(r.Chat, 10)] = r.Parts
		}
	}
	raw, _ := json.Marshal([]any{parts, own}) // strings and numbers always marshal
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// recordBroadcast puts an act on a broadcast into the audit: the digest of its words,
// never these.
func (tx *Tx) recordBroadcast(b Broadcast, act AuditAct, by, digest, count string, now time.Time) error {
	e := Entry{At: now, Actor: by, Act: act, Subject: Subject{AboutBroadcast, strconv.FormatInt(b.ID, 10)}, New: count}
	if digest != "" {
		e.New += " " + digest
	}
	return tx.Record(e)
}

const broadcastColumns = `id, kind, subject, title, sender, act, receipts, version, state, reason, due, made_at, reminded,
	coalesce(screen, 0), revision, shown, shown_at`

func scanBroadcast(rows *sql.Rows) (b Broadcast, err error) {
	var due, made, shown int64
	err = rows.Scan(&b.ID, &b.Kind, &b.Subject, &b.Title, &b.Sender, &b.Act, &b.Receipts, &b.Version, &b.State, &b.Reason, &due, &made,
		&b.Reminded, &b.Screen, &b.Revision, &b.Shown, &shown)
	b.Due, b.Made, b.ShownAt = time.UnixMilli(due), time.UnixMilli(made), time.UnixMilli(shown)
	return b, err
}

func (tx *Tx) broadcasts(where string, args ...any) ([]Broadcast, error) {
	all, err := collect(tx, scanBroadcast, `SELECT `+broadcastColumns+` FROM broadcast WHERE `+where, args...)
	return all, wrapRead("broadcasts", err)
}

// Broadcast finds a broadcast by id.
func (tx *Tx) Broadcast(id int64) (b Broadcast, found bool, err error) {
	all, err := tx.broadcasts(`id = ?`, id)
	if err != nil || len(all) == 0 {
		return b, false, err
	}
	return all[0], true, nil
}

// Broadcasts lists the broadcasts of a kind, the newest first.
func (tx *Tx) Broadcasts(kind string, skip, limit int) ([]Broadcast, error) {
	return tx.broadcasts(`kind = ? ORDER BY id DESC LIMIT ? OFFSET ?`, kind, limit, skip)
}

// A BroadcastWork is what broadcasts need now.
type BroadcastWork struct {
	Due    []Broadcast // scheduled ones whose time has come, the oldest first
	Behind bool        // TendBroadcasts has something to do
	Untold []Broadcast // their screens do not show how they go
	Open   bool        // something of them is on its way
	Next   time.Time   // when the next scheduled one is due; zero if there is none
}

// recipientsBehind are those to whom the newest words are not on their way yet: groups
// first, which the messenger lets have the least. While it is paused nobody is brought to
// anything.
const recipientsBehind = `SELECT r.id FROM broadcast b JOIN broadcast_recipient r ON r.broadcast = b.id AND r.version < b.version
	WHERE b.state = 'running' OR b.state IN ('cancelled', 'struck') AND r.version > 0 ORDER BY b.id, r.person <> '', r.id LIMIT ?`

// BroadcastWork reads what broadcasts need now.
func (tx *Tx) BroadcastWork(now time.Time) (w BroadcastWork, err error) {
	if w.Due, err = tx.broadcasts(`state = 'scheduled' AND due <= ? ORDER BY due, id`, instant(now)); err != nil {
		return w, err
	}
	if w.Untold, err = tx.broadcasts(`screen IS NOT NULL AND shown <> revision ORDER BY id`); err != nil {
		return w, err
	}
	var next sql.NullInt64
	_, err = tx.one([]any{&w.Behind, &w.Open, &next}, `SELECT EXISTS (`+recipientsBehind+`),
		EXISTS (SELECT 1 FROM broadcast_copy WHERE settled_at IS NULL) OR EXISTS (SELECT 1 FROM broadcast_copy WHERE edit_state IN ('waiting', 'sending')),
		(SELECT min(due) FROM broadcast WHERE state = 'scheduled')`, 1)
	w.Next = fromInstant(next)
	return w, wrapRead("broadcasts", err)
}

// FollowBroadcast notes that a screen shows how a broadcast goes from now on, maybe
// beside others.
func (tx *Tx) FollowBroadcast(id, screen int64, now time.Time) error {
	if _, err := tx.exec(`UPDATE broadcast SET screen = ?, shown_at = ? WHERE id = ?`, orNone(screen), instant(now), id); err != nil {
		return fmt.Errorf("follow broadcast %d: %w", id, err)
	}
	return nil
}

// ShowBroadcast notes that the screens of a broadcast show this revision.
func (tx *Tx) ShowBroadcast(id, revision int64, now time.Time) error {
	if _, err := tx.exec(`UPDATE broadcast SET shown = ?, shown_at = ? WHERE id = ?`, revision, instant(now), id); err != nil {
		return fmt.Errorf("show broadcast %d: %w", id, err)
	}
	return nil
}

// RecipientParts reads what one recipient is told in a version.
func (tx *Tx) RecipientParts(recipient int64, version int) ([]Part, error) {
	rows, err := tx.recipients(`id = ?`, recipient)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return tx.BroadcastParts(rows[0].broadcast, ownID(rows[0]), version)
}
