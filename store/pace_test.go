package store

import (
	"testing"
	"time"
)

// TestPace lets one account send too fast: only the burst passes, then what the pace
// gives; the person is told once, until they have kept the pace.
func TestPace(t *testing.T) {
	s := openTest(t, Options{})
	pace := Pace{Burst: 10, Per: time.Minute}
	now := time.Date(2021, 10, 21, 6, 0, 0, 0, time.UTC)
	send := func(account int64, times int, every time.Duration, p Pace) (passed, told int) {
		write(t, s, func(tx *Tx) error {
			for range times {
				ok, tell, err := tx.Admit(account, PaceMessages, p, now)
				if err != nil {
					return err
				}
				if ok {
					passed++
				}
				if tell {
					told++
				}
				now = now.Add(every)
			}
			return nil
		})
		return passed, told
	}
	check := func(what string, passed, told, wantPassed, wantTold int) {
		t.Helper()
		if passed != wantPassed || told != wantTold {
			t.Errorf("%s: %d passed, told %d times; want %d and %d", what, passed, told, wantPassed, wantTold)
		}
	}
	passed, told := send(1, 50, 0, pace)
	check("fifty at once", passed, told, 10, 1)
	passed, told = send(2, 3, 0, pace)
	check("another account", passed, told, 3, 0)
	passed, told = send(1, 60, time.Second, pace)
	check("a minute of one a second", passed, told, 9, 0)
	now = now.Add(2 * time.Minute)
	passed, told = send(1, 12, 0, pace)
	check("after a rest, a dozen at once", passed, told, 10, 1)
	now = now.Add(-time.Hour)
	passed, told = send(1, 1, 0, pace)
	check("the clock was set back", passed, told, 0, 0)
	now = now.Add(7 * time.Second)
	passed, _ = send(1, 1, 0, pace)
	check("the clock was set back, a moment later", passed, 0, 1, 0)
	passed, told = send(3, 500, 0, Pace{})
	check("no limit", passed, told, 500, 0)
}
