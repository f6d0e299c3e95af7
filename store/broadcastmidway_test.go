package store

import (
	"slices"
	"strings"
	"testing"
)

// steer does something to the broadcast as it stands.
func (p *post) steer(b Broadcast, do func(*Tx, Broadcast) (bool, error)) (ok bool) {
	p.Helper()
	p.write(func(tx *Tx) (err error) {
		b, _, _ = tx.Broadcast(b.ID)
		ok, err = do(tx, b)
		return err
	})
	return ok
}

func (p *post) pause(b Broadcast) bool {
	p.Helper()
	return p.steer(b, func(tx *Tx, b Broadcast) (bool, error) { return tx.PauseBroadcast(b, "an", p.now) })
}

func (p *post) resume(b Broadcast) bool {
	p.Helper()
	return p.steer(b, func(tx *Tx, b Broadcast) (bool, error) { return tx.ResumeBroadcast(b, "an", p.now) })
}

func (p *post) cancel(b Broadcast) bool {
	p.Helper()
	return p.steer(b, func(tx *Tx, b Broadcast) (bool, error) { return tx.CancelBroadcast(b, "an", "", p.now) })
}

// marking marks the first that waits as being sent and returns how to end that.
func (p *post) marking() (end func(how Outcome), unsent func()) {
	p.Helper()
	var e Envelope
	p.write(func(tx *Tx) error {
		waiting, _, err := tx.Envelopes(0)
		if err != nil {
			return err
		}
		e = slices.MinFunc(waiting, func(a, b Envelope) int { return int(a.ID - b.ID) })
		_, err = tx.MarkSending(e.ID)
		return err
	})
	end = func(how Outcome) {
		p.write(func(tx *Tx) error { return tx.EndDelivery(e.ID, how, "vì thế", p.now) })
	}
	return end, func() {
		p.write(func(tx *Tx) error { return tx.RetryDelivery(e.ID, "wait 1s") })
	}
}

func pinned(text string) Part { return Part{Message: Message{Text: text}, Pin: true} }

// A message that has left is pinned, whatever is stopped behind it; one that has not is
// pinned when it leaves.
func TestPinGoesWithItsMessage(t *testing.T) {
	groups := everybody()[3:]
	for name, stop := range map[string]func(*post, Broadcast) bool{"pause": (*post).pause, "cancel": (*post).cancel} {
		t.Run(name, func(t *testing.T) {
			p := openPost(t)
			b := p.broadcast(groups, pinned("1"))
			p.deliver(1)
			if !stop(p, b) {
				t.Fatal("not stopped")
			}
			p.deliver(0)
			if name == "cancel" {
				p.want(b, "sent unsent", "send -1: 1", "pin -1: ")
				return
			}
			p.want(b, "sent waiting", "send -1: 1", "pin -1: ")
			p.resume(b)
			p.deliver(0)
			p.want(b, "sent sent", "send -2: 1", "pin -2: ")
		})
	}
}

// What was paused is not sent after the end of the broadcast, and the report says so.
func TestPausedThenCancelled(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody()[3:], textPart("1"))
	p.deliver(1)
	p.pause(b)
	if !p.cancel(b) {
		t.Error("a paused broadcast cannot be cancelled")
	}
	p.deliver(0)
	p.want(b, "sent unsent", "send -1: 1")

	b = p.broadcast(everybody()[3:], textPart("1"))
	p.deliver(1)
	p.pause(b)
	p.correct(b, nil, true, textPart("gạch"))
	p.deliver(0)
	p.want(b, "sent unsent", "send -1: 1", "edit -1: gạch")
}

// What was in the sender's hand when it was stopped, and was not sent after all.
func TestStoppedInTheSendersHand(t *testing.T) {
	for _, c := range []struct {
		name string
		stop func(*post, Broadcast) bool
		want string
	}{{"pause", (*post).pause, "waiting"}, {"cancel", (*post).cancel, "unsent"}} {
		t.Run(c.name, func(t *testing.T) {
			p := openPost(t)
			b := p.broadcast(everybody()[3:4], textPart("1"))
			end, unsent := p.marking()
			c.stop(p, b)
			unsent()
			end(Expired) // as the sender does with what is too late
			p.want(b, c.want)
			if c.name == "pause" {
				p.resume(b)
				p.deliver(0)
				p.want(b, "sent", "send -1: 1")
			}
		})
	}
	p := openPost(t)
	b := p.broadcast(everybody()[3:4], textPart("1"))
	end, _ := p.marking()
	p.correct(b, nil, true, textPart("gạch"))
	end(Expired)
	p.deliver(0)
	p.want(b, "unsent")
	p.counts(b, func(n BroadcastCount) bool { return n.Uncorrected == 0 })
}

// counts fails unless the numbers of the broadcast are as they should be.
func (p *post) counts(b Broadcast, ok func(BroadcastCount) bool) {
	p.Helper()
	p.write(func(tx *Tx) error {
		b, _, _ = tx.Broadcast(b.ID)
		report, err := tx.BroadcastReport(b)
		if n := CountBroadcast(report); !ok(n) {
			p.Errorf("counted %+v", n)
		}
		return err
	})
}

// Whoever leaves while it is paused does not keep it open for ever.
func TestLeftDuringThePause(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody()[1:2], textPart("1"))
	p.pause(b)
	p.unlink(21)
	p.resume(b)
	p.deliver(0)
	p.want(b, "gone")
	p.write(func(tx *Tx) error { return tx.link(22, "binh", p.now) })
	if n := p.resend(b, Refused, Gone); n != 1 {
		t.Errorf("sent again to %d", n)
	}
	p.deliver(0)
	p.want(b, "sent", "send 22: 1")
}

// A correction in the middle of a pause: what it adds is sent when it goes on, to those
// who have the beginning and to those who have nothing yet.
func TestCorrectionDuringThePause(t *testing.T) {
	file := func(text string) Part { return Part{Message: Message{Text: text, File: &File{Hash: "x"}}} }
	p := openPost(t)
	b := p.broadcast(everybody()[3:], textPart("1"), textPart("tệp"))
	p.deliver(2)
	p.pause(b)
	p.correct(b, nil, false, textPart("một"), file("tệp"), textPart("ba"))
	p.deliver(0)
	p.want(b, "sent waiting", "send -1: 1", "send -1: tệp")
	p.counts(b, func(n BroadcastCount) bool { return n.Correcting == 1 })
	p.resume(b)
	p.tend()
	p.deliver(0)
	p.want(b, "sent sent", "edit -1: một", "delete -1: ", "send -1: tệp", "send -1: ba", "send -2: một", "send -2: tệp", "send -2: ba")
}

// The edits of a correction are paused with the rest, and go on with it, each once; of
// two corrections the last one counts.
func TestEditsArePaused(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody()[1:], textPart("1"))
	p.deliver(0)
	p.want(b, "sent unenrolled sent sent", "send -1: 1", "send -2: 1", "send 21: 1")
	p.correct(b, nil, false, textPart("2"))
	p.deliver(1)
	p.pause(b)
	p.tend()
	p.deliver(0)
	p.want(b, "sent unenrolled sent sent", "edit -1: 2")
	p.counts(b, func(n BroadcastCount) bool { return n.Correcting == 2 && n.Uncorrected == 0 && n.Done() })
	p.resume(b)
	p.tend()
	p.deliver(0)
	p.want(b, "sent unenrolled sent sent", "edit -2: 2", "edit 21: 2")

	p.correct(b, nil, false, textPart("3"))
	p.pause(b)
	p.correct(b, nil, false, textPart("4"))
	p.deliver(0)
	p.want(b, "sent unenrolled sent sent")
	p.resume(b)
	p.tend()
	p.deliver(0)
	p.want(b, "sent unenrolled sent sent", "edit -1: 4", "edit -2: 4", "edit 21: 4")
	p.counts(b, func(n BroadcastCount) bool { return n.Correcting == 0 && n.Uncorrected == 0 })
}

// A message that is taken back before its pin left is not pinned any more.
func TestStruckIsNotPinned(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody()[3:4], pinned("1"))
	p.deliver(1)
	p.correct(b, nil, true, textPart("gạch"))
	p.deliver(0)
	p.want(b, "sent", "send -1: 1", "edit -1: gạch")
}

// After the end of it, a correction goes whole to those who have it, and to nobody else.
func TestCorrectionAfterTheEnd(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody()[3:], textPart("1"))
	p.deliver(1)
	p.cancel(b)
	p.correct(b, nil, false, textPart("một"), textPart("hai"))
	p.deliver(0)
	p.want(b, "sent unsent", "send -1: 1", "edit -1: một", "send -1: hai")
}

// What a correction adds for a chat that refuses is sent with the rest, in order.
func TestCorrectionOfWhatFailed(t *testing.T) {
	p := openPost(t)
	p.answer = func(Delivery) Outcome { return Undelivered }
	b := p.broadcast(everybody()[3:4], textPart("1"))
	p.deliver(0)
	p.correct(b, nil, false, textPart("một"), textPart("hai"))
	p.answer = nil
	p.deliver(0)
	p.want(b, "failed")
	p.resend(b, Refused)
	p.deliver(0)
	if got := strings.Join(p.sent, ", "); got != "send -1: một, send -1: hai" {
		t.Errorf("arrived %s", got)
	}
}

// Sent again in the middle of a correction: in the new words, once.
func TestResendDuringACorrection(t *testing.T) {
	p := openPost(t)
	p.answer = refusedBy(-2)
	b := p.broadcast(everybody()[3:], textPart("1"), textPart("2"))
	p.deliver(0)
	p.sent, p.answer = nil, nil
	p.write(func(tx *Tx) error {
		b, _, _ = tx.Broadcast(b.ID)
		return tx.CorrectBroadcast(b, []Part{textPart("một"), textPart("hai")}, nil, false, "an", p.now)
	})
	if n := p.resend(b, Refused); n != 1 {
		t.Errorf("sent again to %d", n)
	}
	p.deliver(1)
	p.tend()
	p.deliver(0)
	p.want(b, "sent sent", "send -2: một", "send -2: hai", "edit -1: một", "edit -1: hai")
}

// A reminder is for who has the newest words before them, and is worth nothing once these
// have changed.
func TestRemindersAreForTheNewestWords(t *testing.T) {
	remind := func(p *post, b Broadcast) (n int) {
		p.write(func(tx *Tx) (err error) {
			b, _, _ = tx.Broadcast(b.ID)
			n, err = tx.RemindBroadcast(b, Message{Text: "nhắc"}, "an", p.now)
			return err
		})
		return n
	}
	p := openPost(t)
	b := p.broadcast(everybody()[1:2], textPart("1"))
	p.deliver(0)
	p.correct(b, nil, false, textPart("2"))
	if n := remind(p, b); n != 0 {
		t.Errorf("%d reminded before they can see the correction", n)
	}
	p.deliver(0)
	if n := remind(p, b); n != 1 {
		t.Errorf("%d reminded, want 1", n)
	}
	p.correct(b, nil, true, textPart("gạch"))
	p.deliver(0)
	p.want(b, "sent", "send 21: 1", "edit 21: 2", "edit 21: gạch")
}

func (p *post) unlink(account int64) {
	p.Helper()
	p.write(func(tx *Tx) error {
		_, err := tx.Unlink(account, "an", "", p.now)
		return err
	})
}

// Whoever has left the office does not get the new words of a correction; what they have
// is struck out when the broadcast is taken back.
func TestCorrectionToWhoHasLeft(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody()[1:2], textPart("1"))
	p.deliver(0)
	p.unlink(21)
	p.correct(b, nil, false, textPart("mới"))
	p.deliver(0)
	p.want(b, "sent", "send 21: 1")
	p.counts(b, func(n BroadcastCount) bool { return n.Uncorrected == 1 && n.Correcting == 0 })
	p.correct(b, nil, true, textPart("gạch"))
	p.deliver(0)
	p.want(b, "sent", "edit 21: gạch")
}

// A recipient whose words cannot be read any more is reported as failed, at the beginning,
// in a correction and when it goes on, and delays nobody.
func TestUnreadableDelaysNobody(t *testing.T) {
	p := openPost(t)
	spoil := func(where string) {
		t.Helper()
		p.write(func(tx *Tx) error {
			_, err := tx.exec(`UPDATE broadcast_part SET body = '{' WHERE ` + where)
			return err
		})
	}
	to := everybody()[1:]
	for i := range to {
		to[i].Parts = []Part{textPart("1")}
	}
	var b Broadcast
	p.write(func(tx *Tx) (err error) {
		b, err = tx.NewBroadcast(Broadcast{Kind: "notice", Sender: "an"}, to, p.now)
		return err
	})
	spoil(`recipient = (SELECT min(id) FROM broadcast_recipient WHERE chat <> 0)`)
	faults := 0
	p.write(func(tx *Tx) error {
		for range 10 {
			tended, err := tx.TendBroadcasts(1, p.now)
			if err != nil {
				return err
			}
			faults += len(tended.Faults)
		}
		return nil
	})
	if faults != 1 {
		t.Errorf("%d faults, want 1", faults)
	}
	p.pause(b)
	p.resume(b)
	p.deliver(0)
	p.want(b, "sent unenrolled failed sent", "send -2: 1", "send 21: 1")
	if n := p.resend(b, Refused); n != 0 {
		t.Errorf("sent again to %d", n)
	}
	p.write(func(tx *Tx) error {
		health, err := tx.OutboxHealth(p.now, p.now)
		if health.Ended[Undelivered] != 1 {
			t.Errorf("health tells of %v", health.Ended)
		}
		return err
	})

	for i := range to {
		to[i].Parts = []Part{textPart("2")}
	}
	p.write(func(tx *Tx) error {
		b, _, _ = tx.Broadcast(b.ID)
		return tx.CorrectBroadcast(b, nil, to, false, "an", p.now)
	})
	spoil(`version = 2 AND recipient = (SELECT min(id) FROM broadcast_recipient WHERE person <> '')`)
	p.tend()
	p.deliver(0)
	p.want(b, "sent unenrolled failed sent", "edit -2: 2")
	p.counts(b, func(n BroadcastCount) bool { return n.Uncorrected == 1 && n.Correcting == 0 })
	if n := p.resend(b, Refused); n != 1 {
		t.Errorf("sent again to %d", n)
	}
	p.deliver(0)
	p.want(b, "sent unenrolled sent sent", "send -1: 2")
}
