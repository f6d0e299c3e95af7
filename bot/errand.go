package bot

import (
	"context"
	"encoding/json"
	"time"

	"thuky/store"
)

// errandTries is how often an errand is tried before it is given up: with its
// pauses, for about an hour.
const errandTries = 16

// Errands does what is due until ctx is done. An errand that is cut off is done
// again: doing it twice is harmless.
func (b *Bot) Errands(ctx context.Context) {
	for ctx.Err() == nil {
		worked, err := b.errand(ctx)
		if err != nil && ctx.Err() == nil {
			b.log.Error("errand failed", "error", err)
		}
		if !worked || err != nil {
			rest(ctx, b.errandKnock, b.untilErrand(ctx))
		}
	}
}

// untilErrand is how long to wait for the next errand: until it is due, at least
// a second and at most 30.
func (b *Bot) untilErrand(ctx context.Context) time.Duration {
	wait := 30 * time.Second
	_ = b.store.Read(ctx, func(tx *store.Tx) error { // a failure is met again by the next look
		if at, found, err := tx.NextErrand(); err == nil && found {
			wait = min(max(at.Sub(b.now()), time.Second), wait)
		}
		return nil
	})
	return wait
}

// A work does one kind of errand, outside any transaction. Its error is one that
// trying again may mend; the result is what the clerk gets if it is given up then.
type work func(*Bot, context.Context, store.Errand) (result any, err error)

var works = map[string]work{
	errandReadWeek: (*Bot).readWeek,
	errandDrawWeek: (*Bot).drawWeek,
	errandDrawCard: (*Bot).drawCard,
}

// errand does the next due errand.
func (b *Bot) errand(ctx context.Context) (worked bool, err error) {
	var e store.Errand
	var found bool
	err = b.store.Read(ctx, func(tx *store.Tx) error {
		e, found, err = tx.DueErrand(b.now())
		return err
	})
	if err != nil || !found {
		return false, err
	}
	do, known := works[e.Kind]
	if !known {
		do = unknownWork
	}
	result, failed := do(b, ctx, e)
	if ctx.Err() != nil {
		return false, nil
	}
	if failed != nil {
		b.log.Warn("errand failed", "kind", e.Kind, "chat", e.Chat, "attempt", e.Attempts+1, "error", failed)
	}
	err = b.store.Write(ctx, func(tx *store.Tx) error {
		if failed != nil && e.Attempts+1 < errandTries {
			pause := min(time.Second<<e.Attempts, 5*time.Minute)
			return tx.RetryErrand(e, "could not be done", b.now().Add(pause))
		}
		return tx.EndErrand(e, result, b.now())
	})
	knock(b.clerkKnock)
	return true, err
}

// unknownWork ends an errand of another release.
func unknownWork(b *Bot, _ context.Context, e store.Errand) (any, error) {
	b.log.Error("errand of unknown kind", "kind", e.Kind, "errand", e.ID)
	return struct{}{}, nil
}

// errandDone lets the result of an errand take effect.
func (t *turn) errandDone() error {
	switch t.arrival.Kind {
	case errandReadWeek:
		return returned(t, t.weekRead)
	case errandDrawWeek:
		return returned(t, t.weekDrawn)
	case errandDrawCard:
		return returned(t, t.cardDrawn)
	}
	return t.aside("kind of errand not served")
}

// returned reads the result and hands it to do, which settles the arrival if it
// puts the result aside.
func returned[T any](t *turn, do func(T) error) error {
	var result T
	if err := json.Unmarshal(t.arrival.Raw, &result); err != nil {
		return t.aside("result does not decode")
	}
	if err := do(result); err != nil {
		return err
	}
	return t.done()
}

// returnTo finds out whether the person who asked for an errand is still behind
// its chat: whoever asked is judged again, rights may have changed meanwhile.
func (t *turn) returnTo(person string) (bool, error) {
	err := t.identify(t.arrival.Chat)
	return err == nil && !t.stranger() && t.asker.Key == person, err
}
