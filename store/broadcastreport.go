package store

import (
	"fmt"
	"strconv"
	"time"
)

// A Reach is how far a broadcast has come to a recipient.
type Reach string

// The reaches. A person with several accounts is reached when one of them is.
const (
	Awaited      Reach = "waiting"    // something of it waits or is on its way
	Reached      Reach = "sent"       // all of it has arrived
	Refused      Reach = "failed"     // the messenger refused some of it
	Gone         Reach = "gone"       // the chat takes no messages: blocked, left
	UnknownReach Reach = "unknown"    // some of it may have arrived or not
	Unenrolled   Reach = "unenrolled" // a person without an account, or a group no longer served
	Unsent       Reach = "unsent"     // the broadcast was cancelled before
)

// A RecipientReport is what has become of a broadcast at one recipient.
type RecipientReport struct {
	Recipient    // with id, without parts
	State        Reach
	Reason       string    // why not, in the messenger's words
	At           time.Time // when the last of it arrived; zero if not all did
	Acknowledged time.Time // of a person: when they acknowledged the newest version; zero if not
	Correcting   bool      // an edit of a correction is on its way
	Uncorrected  bool      // one could not be made
	Current      bool      // the newest words are in one of its chats
}

// Remindable reports whether it is a person who has the newest words before them and has
// not acknowledged these.
func (r RecipientReport) Remindable() bool {
	return r.Person != "" && r.Current && r.Acknowledged.IsZero()
}

// A reached is a report with what it was made from.
type reached struct {
	RecipientReport
	row    broadcastRecipient
	copies []broadcastCopy
}

// BroadcastReport tells who got what, in the order in which they were named. It can be
// read as long as the ledger keeps the broadcast: three years.
func (tx *Tx) BroadcastReport(b Broadcast) ([]RecipientReport, error) {
	all, err := tx.reached(b)
	if err != nil {
		return nil, err
	}
	receipts, err := tx.BroadcastReceipts(b)
	if err != nil {
		return nil, err
	}
	report := make([]RecipientReport, len(all))
	for i, r := range all {
		report[i] = r.RecipientReport
		if r.Person != "" {
			report[i].Acknowledged = receipts[r.Person]
		}
	}
	return report, nil
}

func (tx *Tx) reached(b Broadcast) ([]reached, error) {
	rows, err := tx.recipients(`broadcast = ?`, b.ID)
	if err != nil {
		return nil, err
	}
	copies, err := tx.copies(`recipient IN (SELECT id FROM broadcast_recipient WHERE broadcast = ?)`, b.ID)
	if err != nil {
		return nil, err
	}
	byRecipient := map[int64][]broadcastCopy{}
	for _, k := range copies {
		byRecipient[k.recipient] = append(byRecipient[k.recipient], k)
	}
	all := make([]reached, len(rows))
	for i, row := range rows {
		all[i] = reached{RecipientReport: RecipientReport{Recipient: row.Recipient}, row: row, copies: byRecipient[row.ID]}
		all[i].judge(b)
	}
	return all, nil
}

// better orders reaches: of the chats of a person the best one counts.
var better = map[Reach]int{Reached: 0, Awaited: 1, UnknownReach: 2, Refused: 3, Gone: 4, Unsent: 5}

// judge decides how far the broadcast has come from its copies.
func (r *reached) judge(b Broadcast) {
	switch {
	case r.row.version == 0 && (b.State == Cancelled || b.State == Struck):
		r.State = Unsent
		return
	case r.row.version == 0:
		r.State = Awaited
		return
	case len(r.copies) == 0:
		r.State = Unenrolled
		return
	}
	behind := r.row.version < b.Version
	first := true
	for from := 0; from < len(r.copies); { // they are in order of chats
		to := from
		for to < len(r.copies) && r.copies[to].chat == r.copies[from].chat {
			to++
		}
		state, reason, at := judgeChat(r.copies[from:to], b.State)
		if first || better[state] < better[r.State] {
			r.State, r.Reason, r.At, first = state, reason, at, false
		}
		current := state == Reached && r.row.version == b.Version
		for _, k := range r.copies[from:to] {
			waits := k.edit == copyWaiting || k.edit == copySending || k.edit == copyHeld
			r.Correcting = r.Correcting || waits || behind && (k.state == copySent || k.state == copySending)
			r.Uncorrected = r.Uncorrected || !waits && !k.altered() && (k.state == copySent || k.state == copyRemoved)
			current = current && k.altered()
		}
		r.Current = r.Current || current
		from = to
	}
}

// judgeChat decides how far a broadcast has come in one chat.
func judgeChat(copies []broadcastCopy, b BroadcastState) (worst Reach, reason string, at time.Time) {
	worst = Reached
	severity := map[Reach]int{Reached: 0, Unsent: 1, Refused: 2, Gone: 3, UnknownReach: 4, Awaited: 5}
	for _, k := range copies {
		state := k.reach(b)
		if severity[state] > severity[worst] {
			worst, reason = state, k.reason
		}
		if k.settled.After(at) {
			at = k.settled
		}
	}
	if worst != Reached {
		at = time.Time{}
	}
	return worst, reason, at
}

// reach is how far the copy has come, as its broadcast stands.
func (k broadcastCopy) reach(b BroadcastState) Reach {
	stopped := k.state == copyExpired || k.state == copyWithdrawn && (k.reason == whyPaused || k.reason == whyCancelled)
	switch {
	case k.state == copySent || k.state == copyRemoved:
		return Reached
	case k.state == copyUnknown:
		return UnknownReach
	case stopped && b == Paused:
		return Awaited
	case stopped && (b == Cancelled || b == Struck):
		return Unsent
	case k.state == copyFailed || k.state == copyExpired:
		return Refused
	case k.state == copyGone || k.state == copyWithdrawn: // the account was unlinked, also during a pause
		return Gone
	}
	return Awaited
}

// altered reports whether what a correction does to the copy is done, or needs nothing.
func (k broadcastCopy) altered() bool {
	return k.edit == "" || k.edit == copySent || k.edit == copyWithdrawn
}

// A BroadcastCount is a report in numbers.
type BroadcastCount struct {
	All, Sent, Waiting, Refused, Gone, Unknown, Unenrolled, Unsent int

	Acknowledged int // people who have
	People       int // whom it has reached, and who could
	Correcting   int
	Uncorrected  int
}

// Done reports whether nothing is on its way any more.
func (c BroadcastCount) Done() bool { return c.Waiting == 0 }

// CountBroadcast counts a report.
func CountBroadcast(report []RecipientReport) (c BroadcastCount) {
	for _, r := range report {
		c.All++
		switch r.State {
		case Reached:
			c.Sent++
			if r.Person != "" {
				c.People++
			}
		case Awaited:
			c.Waiting++
		case Refused:
			c.Refused++
		case Gone:
			c.Gone++
		case UnknownReach:
			c.Unknown++
		case Unenrolled:
			c.Unenrolled++
		case Unsent:
			c.Unsent++
		}
		if !r.Acknowledged.IsZero() {
			c.Acknowledged++
		}
		if r.Correcting {
			c.Correcting++
		}
		if r.Uncorrected {
			c.Uncorrected++
		}
	}
	return c
}

// AcknowledgeBroadcast notes that a person has received a version (đã nhận), the one that
// they saw; first is false if they had said so before.
func (tx *Tx) AcknowledgeBroadcast(b Broadcast, version int, person string, chat int64, now time.Time) (first bool, err error) {
	n, err := tx.changed(`INSERT INTO broadcast_receipt (broadcast, version, person, chat, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		b.ID, version, person, chat, instant(now))
	if err != nil || n == 0 {
		return false, wrapRead("receipt", err)
	}
	return true, tx.touchBroadcast(b.ID)
}

// BroadcastReceipts are the people who have acknowledged the newest version, and when.
func (tx *Tx) BroadcastReceipts(b Broadcast) (map[string]time.Time, error) {
	return tx.receipts(`SELECT person, at FROM broadcast_receipt WHERE broadcast = ? AND version = ?`, b.ID, b.Version)
}

// RemindBroadcast reminds the people who have its newest words before them and have not
// acknowledged these, each in the chats where they are, as an answer to them; it returns
// how many people that are.
func (tx *Tx) RemindBroadcast(b Broadcast, m Message, by string, now time.Time) (count int, err error) {
	all, err := tx.reached(b)
	if err != nil {
		return 0, err
	}
	receipts, err := tx.BroadcastReceipts(b)
	if err != nil {
		return 0, err
	}
	b.Reminded++
	for _, r := range all {
		if r.Acknowledged = receipts[r.Person]; !r.Remindable() {
			continue
		}
		count++
		seen := map[int64]bool{}
		for _, k := range r.copies {
			if seen[k.chat] || k.state != copySent || !k.altered() {
				continue
			}
			seen[k.chat] = true
			s, err := tx.NewScreen(Screen{Chat: k.chat, Person: r.Person, Duty: DutyCopy}, CopyOf{Broadcast: b.ID, Recipient: r.ID, Part: -1}, now)
			if err != nil {
				return count, err
			}
			m.Reply = k.message
			if err := tx.Queue(Delivery{Deed: fmt.Sprintf("broadcast-remind/%d/%d/%d/%d", b.ID, b.Version, b.Reminded, k.id), Chat: k.chat, Class: Reminder,
				Kind: Send, Message: m, Screen: s.ID, Revision: drawnAs(b.Version)}, now); err != nil {
				return count, err
			}
		}
	}
	if count == 0 {
		return 0, nil
	}
	if _, err := tx.exec(`UPDATE broadcast SET reminded = ?, revision = revision + 1 WHERE id = ?`, b.Reminded, b.ID); err != nil {
		return count, fmt.Errorf("remind broadcast %d: %w", b.ID, err)
	}
	return count, tx.recordBroadcast(b, DidPress, by, "", strconv.Itoa(count), now)
}
