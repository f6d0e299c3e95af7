package store

import (
	"testing"
)

// A kill leaves what was being sent unknown, in the transaction that settles it.
func TestRecoveryIsReported(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody()[1:2], textPart("1"))
	p.write(func(tx *Tx) error {
		waiting, _, _ := tx.Envelopes(0)
		if _, err := tx.MarkSending(waiting[0].ID); err != nil {
			return err
		}
		_, err := tx.RecoverDeliveries(p.now)
		return err
	})
	p.want(b, "unknown")
}

func TestReceiptsAndReminders(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody(), textPart("1"))
	p.deliver(0)
	p.sent = nil
	p.write(func(tx *Tx) error {
		for _, want := range []bool{true, false} {
			if first, err := tx.AcknowledgeBroadcast(b, 1, "binh", -1, p.now); err != nil || first != want {
				t.Errorf("acknowledged first %v, want %v: %v", first, want, err)
			}
		}
		n, err := tx.RemindBroadcast(b, Message{Text: "nhắc"}, "an", p.now)
		if n != 1 {
			t.Errorf("%d reminded, want An only", n)
		}
		return err
	})
	p.deliver(0)
	p.want(b, "sent sent unenrolled sent sent", "send 11: nhắc", "send 12: nhắc")
	p.correct(b, nil, false, textPart("2"))
	p.write(func(tx *Tx) error {
		b, _, _ = tx.Broadcast(b.ID)
		receipts, err := tx.BroadcastReceipts(b)
		if len(receipts) != 0 {
			t.Errorf("the correction counts as received by %v", receipts)
		}
		return err
	})
}

// A year later the outbox and the screens have forgotten; the report has not, and a
// correction still finds the messages.
func TestReportOutlivesTheOutbox(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody(), textPart("1"))
	p.deliver(0)
	p.sent = nil
	p.now = p.now.AddDate(1, 0, 0)
	p.write(func(tx *Tx) error {
		for range 5 {
			if err := tx.Receive(p.now); err != nil {
				return err
			}
			if _, err := tx.NewScreen(Screen{}, 0, p.now); err != nil {
				return err
			}
		}
		var left int
		if _, err := tx.one([]any{&left}, `SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM screen WHERE chat <> 0)`); err != nil || left != 0 {
			t.Errorf("%d rows are left: %v", left, err)
		}
		return nil
	})
	p.want(b, "sent sent unenrolled sent sent")
	p.correct(b, nil, false, textPart("2"))
	p.deliver(0)
	p.want(b, "sent sent unenrolled sent sent", "edit -1: 2", "edit -2: 2", "edit 11: 2", "edit 12: 2", "edit 21: 2")
}
