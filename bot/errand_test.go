package bot

import (
	"context"
	"testing"
	"time"

	"thuky/store"
)

// An errand waits for its next try, but not for the hours by which the clock was set back.
func TestErrandAfterTheClockWasSetBack(t *testing.T) {
	f := follow(t)
	f.clerkKnock = make(chan struct{}, 1)
	f.write(func(tx *store.Tx) error { return tx.NewErrand("unheard-of", 1, "p1", struct{}{}, f.at) })
	f.at = f.at.Add(-time.Minute)
	if wait, err := f.errand(context.Background()); err != nil || wait != 30*time.Second {
		t.Errorf("waits %s, %v", wait, err)
	}
	f.at = f.at.Add(-time.Hour)
	if wait, err := f.errand(context.Background()); err != nil || wait != 0 {
		t.Errorf("waits %s after the clock was set back, %v", wait, err)
	}
}
