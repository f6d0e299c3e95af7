package store

import "testing"

// A button says under which words it stood; those of a release that did not tell stand
// under the newest, unless the correction has not come.
func TestVersionUnderAButton(t *testing.T) {
	p := openPost(t)
	b := p.broadcast(everybody()[3:4], textPart("1"))
	p.deliver(0)
	seen := func(revision int64, version int, ok bool) {
		t.Helper()
		p.write(func(tx *Tx) error {
			now, _, err := tx.Broadcast(b.ID)
			if err != nil {
				return err
			}
			copies, err := tx.copies(`recipient IN (SELECT id FROM broadcast_recipient WHERE broadcast = ?)`, b.ID)
			if err != nil {
				return err
			}
			got, known, err := tx.SeenVersion(now, copies[0].screen, revision)
			if known != ok || ok && got != version {
				t.Errorf("revision %d of version %d is under version %d (%v), want %d (%v)", revision, now.Version, got, known, version, ok)
			}
			return err
		})
	}
	seen(1, 1, true)
	seen(drawnAs(1), 1, true)
	seen(drawnAs(2), 0, false)
	seen(0, 0, false)
	p.write(func(tx *Tx) error {
		b, _, _ := tx.Broadcast(b.ID)
		return tx.CorrectBroadcast(b, []Part{textPart("2")}, nil, false, "an", p.now)
	})
	seen(1, 1, true) // the edit is not queued
	p.tend()
	seen(1, 1, true) // nor has it come
	seen(drawnAs(1), 1, true)
	p.deliver(0)
	seen(1, 2, true)
	seen(drawnAs(1), 1, true)
	seen(drawnAs(2), 2, true)
}
