package store

import (
	"testing"
)

func (p *post) correct(b Broadcast, own []Recipient, strike bool, parts ...Part) {
	p.Helper()
	p.write(func(tx *Tx) error {
		b, _, _ = tx.Broadcast(b.ID)
		return tx.CorrectBroadcast(b, parts, own, strike, "an", p.now)
	})
	p.tend()
}

// A correction edits what was sent, replaces what waits, and is what is sent again.
func TestCorrection(t *testing.T) {
	p := openPost(t)
	p.answer = refusedBy(-2)
	b := p.broadcast(everybody()[1:], textPart("1"), textPart("2"))
	p.deliver(4) // the groups
	p.correct(b, nil, false, textPart("một"))
	p.answer = nil
	p.deliver(0)
	// of the first group the second message goes, nobody else gets one
	p.want(b, "sent unenrolled sent failed", "send -1: 1", "send -1: 2", "edit -1: một", "delete -1: ", "send 21: một")
	p.resend(b, Refused)
	p.deliver(0)
	p.want(b, "sent unenrolled sent sent", "send -2: một")
	p.correct(b, nil, false, textPart("uno"), textPart("due"))
	p.deliver(0)
	p.want(b, "sent unenrolled sent sent", "edit -1: uno", "edit -2: uno", "edit 21: uno", "send -1: due", "send -2: due", "send 21: due")
	p.correct(b, nil, true, textPart("gạch"), textPart("gạch"))
	p.deliver(0)
	p.want(b, "sent unenrolled sent sent", "edit -1: gạch", "edit -2: gạch", "edit 21: gạch", "edit -1: gạch", "edit -2: gạch", "edit 21: gạch")
}

// A message that is gone is not sent anew by a correction, and the report says so.
func TestCorrectionOfWhatIsGone(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody()[1:2], textPart("1"))
	p.deliver(0)
	p.write(func(tx *Tx) error {
		_, err := tx.exec(`UPDATE screen SET message = 0`)
		return err
	})
	p.correct(b, nil, false, textPart("2"))
	p.deliver(0)
	p.want(b, "sent", "send 21: 1")
	p.write(func(tx *Tx) error {
		b, _, _ = tx.Broadcast(b.ID)
		report, err := tx.BroadcastReport(b)
		if n := CountBroadcast(report).Uncorrected; n != 1 {
			t.Errorf("%d uncorrected, want 1", n)
		}
		return err
	})
}

// Each recipient may have parts of its own.
func TestOwnParts(t *testing.T) {
	p := openPost(t)
	to := everybody()[1:4]
	to[0].Parts = []Part{textPart("riêng Bình")}
	b := p.broadcast(to, Part{Message: Message{Text: "chung"}, Pin: true})
	p.deliver(0)
	p.want(b, "sent unenrolled sent", "pin -1: ", "send -1: chung", "send 21: riêng Bình")
	p.correct(b, []Recipient{{Person: "binh", Parts: []Part{textPart("riêng, sửa")}}}, false, textPart("chung, sửa"))
	p.deliver(0)
	p.want(b, "sent unenrolled sent", "edit -1: chung, sửa", "edit 21: riêng, sửa")
}
