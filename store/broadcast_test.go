package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"thuky/store/staff"
)

// A post is a ledger with a few people and groups, and the messenger's end of it.
type post struct {
	*testing.T
	s      *Store
	now    time.Time
	sent   []string               // "chat: text" of what arrived, also edits and deletions
	answer func(Delivery) Outcome // how each ends; nil is delivered
	last   int64
	tx     *Tx // in which all is written, if there is one
}

// openPost enrols An with two accounts, Bình with one and Châu with none, and
// registers two groups.
func openPost(t *testing.T) *post {
	p := &post{T: t, s: openTest(t, Options{}), now: outboxNow}
	write(t, p.s, func(tx *Tx) error {
		var people []staff.Person
		for _, key := range []string{"an", "binh", "chau"} {
			people = append(people, staff.Person{Key: key, Name: strings.ToUpper(key), Roles: []staff.Role{staff.Clerk}})
		}
		if err := tx.SaveDirectory(staff.Directory{People: people}); err != nil {
			return err
		}
		for _, a := range []struct {
			account int64
			person  string
		}{{11, "an"}, {12, "an"}, {21, "binh"}} {
			if err := tx.link(a.account, a.person, p.now); err != nil {
				return err
			}
		}
		for _, chat := range []int64{-1, -2} {
			if err := tx.RegisterGroup(Group{Chat: chat, Title: fmt.Sprint("nhóm ", -chat), By: "an", Since: p.now}); err != nil {
				return err
			}
		}
		return nil
	})
	return p
}

func (p *post) write(do func(tx *Tx) error) {
	p.Helper()
	if p.tx == nil {
		write(p.T, p.s, do)
	} else if err := do(p.tx); err != nil {
		p.Fatal(err)
	}
}

// refusedBy is the answer of a messenger that takes everything but what is for a chat.
func refusedBy(chat int64) func(Delivery) Outcome {
	return func(d Delivery) Outcome {
		if d.Chat == chat {
			return Undelivered
		}
		return Delivered
	}
}

func textPart(text string) Part { return Part{Message: Message{Text: text}} }

// everybody are all recipients there are.
func everybody() []Recipient {
	return []Recipient{{Person: "an", Name: "An"}, {Person: "binh", Name: "Bình"}, {Person: "chau", Name: "Châu"},
		{Chat: -1, Name: "nhóm 1"}, {Chat: -2, Name: "nhóm 2"}}
}

// broadcast makes a broadcast of these parts and queues it.
func (p *post) broadcast(to []Recipient, parts ...Part) (b Broadcast) {
	p.Helper()
	p.write(func(tx *Tx) (err error) {
		b, err = tx.NewBroadcast(Broadcast{Kind: "notice", Title: "x", Sender: "an", Act: staff.PublishWeek, Receipts: true, Parts: parts}, to, p.now)
		return err
	})
	p.tend()
	return b
}

func (p *post) tend() {
	p.Helper()
	p.write(func(tx *Tx) error {
		for {
			tended, err := tx.TendBroadcasts(2, p.now)
			if err != nil || !tended.Queued {
				return err
			}
		}
	})
}

// deliver lets all that waits end, at most so many (0: all).
func (p *post) deliver(most int) {
	p.Helper()
	p.write(func(tx *Tx) error {
		waiting, _, err := tx.Envelopes(0)
		slices.SortFunc(waiting, func(a, b Envelope) int { return int(a.ID - b.ID) })
		if most > 0 && len(waiting) > most {
			waiting = waiting[:most]
		}
		for _, e := range waiting {
			all, err := tx.Outgoing([]int64{e.ID})
			if err != nil {
				return err
			}
			o, waits := all[e.ID]
			if !waits {
				continue
			}
			how := Delivered
			if p.answer != nil {
				how = p.answer(o.Delivery)
			}
			if o.Fault != "" || o.InPlace && o.Target == 0 {
				how = Undelivered
			}
			if how != Delivered {
				if err := tx.EndDelivery(o.ID, how, "vì thế", p.now); err != nil {
					return err
				}
				continue
			}
			p.sent = append(p.sent, fmt.Sprintf("%s %d: %s", o.Kind, o.Chat, o.Message.Text))
			message := o.Target
			if o.Kind == Send {
				p.last++
				message = p.last
			}
			if err := tx.Arrived(o.Delivery, message, p.now); err != nil {
				return err
			}
		}
		return err
	})
}

// want compares how far the broadcast has come, in the order of its recipients, and
// what has arrived since the last look.
func (p *post) want(b Broadcast, reaches string, sent ...string) {
	p.Helper()
	p.write(func(tx *Tx) error {
		b, _, err := tx.Broadcast(b.ID)
		if err != nil {
			return err
		}
		report, err := tx.BroadcastReport(b)
		var got []string
		for _, r := range report {
			got = append(got, string(r.State))
		}
		if strings.Join(got, " ") != reaches {
			p.Errorf("reached %v, want %s", got, reaches)
		}
		return err
	})
	slices.Sort(p.sent)
	slices.Sort(sent)
	if !slices.Equal(p.sent, sent) {
		p.Errorf("arrived %q\nwant %q", p.sent, sent)
	}
	p.sent = nil
}

func (p *post) resend(b Broadcast, which ...Reach) (count int) {
	p.Helper()
	p.write(func(tx *Tx) (err error) {
		b, _, _ = tx.Broadcast(b.ID)
		count, err = tx.ResendBroadcast(b, which, "an", p.now)
		return err
	})
	return count
}

func TestBroadcastReachesEverybodyOnce(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(append(everybody(), Recipient{Person: "an"}), textPart("1"), textPart("2"))
	p.want(b, "waiting waiting unenrolled waiting waiting")
	p.deliver(0)
	p.want(b, "sent sent unenrolled sent sent", "send -1: 1", "send -1: 2", "send -2: 1", "send -2: 2",
		"send 11: 1", "send 11: 2", "send 12: 1", "send 12: 2", "send 21: 1", "send 21: 2")
	p.write(func(tx *Tx) error { return tx.link(31, "chau", p.now) })
	if n := p.resend(b, Refused, Gone); n != 0 {
		t.Errorf("sent again to %d though nothing failed", n)
	}
	if n := p.resend(b, Unenrolled); n != 1 {
		t.Errorf("sent to %d latecomers", n)
	}
	p.deliver(0)
	p.want(b, "sent sent sent sent sent", "send 31: 1", "send 31: 2")
}

// Two accounts are one recipient: reached as soon as one of them is.
func TestBroadcastToTwoAccounts(t *testing.T) {
	p := openPost(t)
	p.answer = func(d Delivery) Outcome {
		if d.Chat == 11 {
			return Undelivered
		}
		return Delivered
	}
	b := p.broadcast(everybody()[:2], textPart("1"))
	p.deliver(0)
	p.want(b, "sent sent", "send 12: 1", "send 21: 1")
	if n := p.resend(b, Refused, Gone); n != 0 {
		t.Errorf("sent again to %d", n)
	}
}

// Only what failed is sent again, and what is unknown only by its own order.
func TestResendOnlyWhatIsMissing(t *testing.T) {
	p := openPost(t)
	p.answer = func(d Delivery) Outcome {
		switch {
		case d.Chat == 21 && d.Message.Text == "2":
			return Undelivered
		case d.Chat == -1 && d.Message.Text == "1":
			return Unknown
		}
		return Delivered
	}
	b := p.broadcast(everybody()[1:4], textPart("1"), textPart("2"))
	p.deliver(0)
	p.want(b, "failed unenrolled unknown", "send -1: 2", "send 21: 1")
	p.answer = nil
	if n := p.resend(b, Refused, Gone); n != 1 {
		t.Errorf("sent again to %d, want 1", n)
	}
	p.deliver(0)
	p.want(b, "sent unenrolled unknown", "send 21: 2")
	if n := p.resend(b, UnknownReach); n != 1 {
		t.Errorf("sent again to %d, want 1", n)
	}
	p.deliver(0)
	p.want(b, "sent unenrolled sent", "send -1: 1")
	if n := p.resend(b, Refused, Gone, UnknownReach); n != 0 {
		t.Errorf("sent again to %d, want 0", n)
	}
}

func TestPauseResumeCancel(t *testing.T) {
	p := openPost(t)
	set := func(b Broadcast, do func(*Tx, Broadcast) (bool, error)) (ok bool) {
		t.Helper()
		p.write(func(tx *Tx) (err error) {
			b, _, _ = tx.Broadcast(b.ID)
			ok, err = do(tx, b)
			return err
		})
		return ok
	}
	pause := func(tx *Tx, b Broadcast) (bool, error) { return tx.PauseBroadcast(b, "an", p.now) }
	resume := func(tx *Tx, b Broadcast) (bool, error) { return tx.ResumeBroadcast(b, "an", p.now) }
	cancel := func(tx *Tx, b Broadcast) (bool, error) { return tx.CancelBroadcast(b, "an", "", p.now) }
	b := p.broadcast(everybody()[1:], textPart("1"))
	p.deliver(2)
	if !set(b, pause) || set(b, pause) {
		t.Error("pause answers wrongly")
	}
	p.deliver(0)
	p.want(b, "waiting unenrolled sent sent", "send -1: 1", "send -2: 1")
	if !set(b, resume) || set(b, resume) {
		t.Error("resume answers wrongly")
	}
	p.deliver(0)
	p.want(b, "sent unenrolled sent sent", "send 21: 1")

	b = p.broadcast(everybody()[1:], textPart("1"))
	p.deliver(1)
	if !set(b, cancel) || set(b, cancel) || set(b, pause) || set(b, resume) {
		t.Error("cancel answers wrongly")
	}
	p.tend()
	p.deliver(0)
	p.want(b, "unsent unenrolled sent unsent", "send -1: 1")
	if n := p.resend(b, Refused, Gone, Unsent); n != 0 {
		t.Errorf("a cancelled broadcast is sent again to %d", n)
	}
}

// What is begun only after a pause or an end is not begun.
func TestPausedBeforeItBegan(t *testing.T) {
	p := openPost(t)
	var b Broadcast
	p.write(func(tx *Tx) (err error) {
		if b, err = tx.NewBroadcast(Broadcast{Kind: "notice", Sender: "an", Parts: []Part{textPart("1")}}, everybody()[1:2], p.now); err != nil {
			return err
		}
		_, err = tx.PauseBroadcast(b, "an", p.now)
		return err
	})
	p.tend()
	p.deliver(0)
	p.want(b, "waiting")
	p.write(func(tx *Tx) error {
		b, _, _ := tx.Broadcast(b.ID)
		_, err := tx.ResumeBroadcast(b, "an", p.now)
		return err
	})
	p.tend()
	p.deliver(0)
	p.want(b, "sent", "send 21: 1")
}

// A group that moved and a chat that is gone.
func TestBroadcastFollowsChats(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody()[1:], textPart("1"), textPart("2"))
	p.deliver(1)
	p.write(func(tx *Tx) error {
		if err := tx.MoveChat(-1, -1001, p.now); err != nil {
			return err
		}
		return tx.LoseChat(21, "bot was blocked by the user", p.now)
	})
	p.deliver(0)
	p.want(b, "gone unenrolled sent sent", "send -1: 1", "send -1001: 2", "send -2: 1", "send -2: 2")
}

// The audit tells who did what, never the words.
func TestBroadcastIsAudited(t *testing.T) {
	p := openPost(t)
	p.broadcast(everybody(), textPart("bí mật của tôi"))
	if err := p.s.Read(context.Background(), func(tx *Tx) error {
		entries, err := tx.Audit(AuditQuery{Kind: AboutBroadcast})
		if len(entries) != 1 || entries[0].Act != DidBroadcast || entries[0].Actor != "an" || strings.Contains(fmt.Sprint(entries), "bí mật") {
			t.Errorf("audit has %v", entries)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
