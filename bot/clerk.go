package bot

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"thuky/store"
)

// A clerk takes arrivals in order and lets each take effect exactly once: what it
// writes and the mark that it is done are one savepoint, many savepoints one
// commit.
type clerk struct {
	store   *store.Store
	handle  func(*store.Tx, store.Arrival) error // all effects through the Tx; may fail, may panic
	apology func(*store.Tx, store.Arrival) error // tells the sender that handle failed
	now     func() time.Time
	log     *slog.Logger
	done    func() // called after every commit
	undone  func() // called when a transaction was undone: what was kept of it is not so
	alarm   func(error)
	knock   chan struct{}
}

const (
	groupSize = 100                   // arrivals a commit at most
	groupTime = 10 * time.Millisecond // and not longer than this, so that the first need not wait
)

// run works until ctx is done; the group in hand is finished first.
func (c *clerk) run(ctx context.Context) {
	pause := backoff{}
	for ctx.Err() == nil {
		handled, err := c.group(ctx, groupSize)
		if err != nil {
			// The whole group was undone. One a transaction, what is in order goes on
			// and only what spoils a transaction is left.
			err = c.oneByOne(ctx)
		}
		switch {
		case err != nil:
			if store.Grave(err) {
				c.alarm(err)
			}
			c.log.Error("arrivals wait", "error", err)
			pause.wait(ctx, err)
		case handled == 0:
			c.idle(ctx)
		default:
			pause.reset()
		}
	}
}

// idle waits for a knock. It looks by itself now and then, for an arrival whose
// knock was lost in a failure.
func (c *clerk) idle(ctx context.Context) { rest(ctx, c.knock, 30*time.Second) }

// rest waits for a knock, for the time to pass or for ctx.
func rest(ctx context.Context, knock <-chan struct{}, atMost time.Duration) {
	timer := time.NewTimer(atMost)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-knock:
	case <-timer.C:
	}
}

// group handles up to limit arrivals in one transaction and reports how many.
func (c *clerk) group(ctx context.Context, limit int) (handled int, err error) {
	err = c.store.Write(ctx, func(tx *store.Tx) error {
		arrivals, err := tx.Waiting(limit)
		if err != nil {
			return err
		}
		began := c.now()
		for _, a := range arrivals {
			if err := c.one(tx, a); err != nil {
				return err
			}
			if handled++; c.now().Sub(began) > groupTime {
				break
			}
		}
		return nil
	})
	if err != nil {
		c.undone()
		return 0, err
	}
	if handled > 0 {
		c.done()
	}
	return handled, nil
}

// oneByOne handles what a lost group held, one a transaction. An arrival whose
// own transaction fails though the disk is sound is settled as failed: it must
// not stop those behind it.
func (c *clerk) oneByOne(ctx context.Context) error {
	for range groupSize {
		handled, err := c.group(ctx, 1)
		if err == nil {
			if handled == 0 {
				return nil
			}
			continue
		}
		if store.Grave(err) || errors.Is(err, store.ErrBegin) {
			return err
		}
		if err := c.store.Write(ctx, func(tx *store.Tx) error {
			first, failed := tx.Waiting(1)
			if failed != nil || len(first) == 0 {
				return failed
			}
			c.log.Error("arrival failed", "update", first[0].SourceID, "chat", first[0].Chat, "kind", first[0].Kind, "error", err)
			return c.settleFailed(tx, first[0])
		}); err != nil {
			return err
		}
	}
	return nil
}

// one handles an arrival in its own savepoint. The error it returns is the
// transaction's, not the arrival's.
func (c *clerk) one(tx *store.Tx, a store.Arrival) error {
	tx.Serve(a)
	err := tx.Apart(func() error { return c.handle(tx, a) })
	if err == nil {
		return nil
	}
	if errors.Is(err, store.ErrLost) || store.Grave(err) {
		return err
	}
	c.log.Error("arrival failed", "update", a.SourceID, "chat", a.Chat, "kind", a.Kind, "error", err)
	return c.settleFailed(tx, a)
}

// settleFailed records the failure and says sorry. If the apology fails too, the
// failure stands without it.
func (c *clerk) settleFailed(tx *store.Tx, a store.Arrival) error {
	if err := tx.Savepoint(func() error { return c.apology(tx, a) }); err != nil {
		if errors.Is(err, store.ErrLost) || store.Grave(err) {
			return err
		}
		c.log.Error("apology failed", "update", a.SourceID, "error", err)
	}
	return tx.Settle(a.ID, store.Failed, "handler failed", c.now())
}
