package store

import (
	"fmt"
	"time"
)

// A Pace is how fast an account may send: so many at once, and as many again in every
// Per. The zero Pace is no limit.
type Pace struct {
	Burst int
	Per   time.Duration
}

// What is counted by itself.
const (
	PaceMessages = "message" // messages and presses
	PaceFiles    = "file"
)

// Admit counts one that an account sends, and reports whether it is within the pace.
// tell is true for the first that is not: the person is told once, and again only
// after they have kept the pace. What is refused does not count.
func (tx *Tx) Admit(account int64, kind string, p Pace, now time.Time) (ok, tell bool, err error) {
	if p.Burst <= 0 || p.Per <= 0 {
		return true, false, nil
	}
	var full int64
	var told bool
	if _, err := tx.one([]any{&full, &told}, `SELECT full_at, told FROM pace WHERE account = ? AND kind = ?`, account, kind); err != nil {
		return false, false, fmt.Errorf("read pace: %w", err)
	}
	// full_at runs ahead of the clock by what has been used of the burst. It can lie
	// no further ahead than the whole, however the clock is set.
	at, each := instant(now), max(p.Per.Milliseconds()/int64(p.Burst), 1)
	whole := each * int64(p.Burst)
	ahead := full > at+whole // the clock was set back: what is kept must follow
	full = min(max(full, at), at+whole)
	ok = full-at+each <= whole
	tell = !ok && !told
	if ok {
		full += each
		told = told && full-at > whole/2
	} else if !tell && !ahead {
		return false, false, nil
	}
	if _, err := tx.exec(`INSERT INTO pace (account, kind, full_at, told) VALUES (?, ?, ?, ?)
		ON CONFLICT (account, kind) DO UPDATE SET full_at = excluded.full_at, told = excluded.told`,
		account, kind, full, told || tell); err != nil {
		return false, false, fmt.Errorf("keep pace: %w", err)
	}
	return ok, tell, nil
}
