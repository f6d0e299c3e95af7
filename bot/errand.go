package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"thuky/store"
)

// errandTries is how often an errand is tried before it is given up: with its
// pauses, for about 40 minutes.
const errandTries = 16

// Errands does what is due until ctx is done. An errand that is cut off is done
// again: doing it twice is harmless.
func (b *Bot) Errands(ctx context.Context) {
	for ctx.Err() == nil {
		if b.Ailing() { // its result could not be kept
			rest(ctx, nil, time.Second)
			continue
		}
		worked, err := b.errand(ctx)
		if err != nil && ctx.Err() == nil {
			b.log.Error("errand failed", "error", err)
			if store.Grave(err) {
				b.alarm(err)
			}
			rest(ctx, nil, time.Second)
		}
		if !worked {
			b.forgetFiles(ctx)
			rest(ctx, b.errandKnock, b.untilErrand(ctx))
		}
	}
}

// forgetFiles removes, once a day and while nothing else is to do, the files that nothing
// names any more.
func (b *Bot) forgetFiles(ctx context.Context) {
	if now := b.now(); now.Sub(b.forgotFiles).Abs() >= 24*time.Hour {
		b.forgotFiles = now
		dropped, err := b.store.ForgetFiles(ctx, now)
		if err != nil && ctx.Err() == nil {
			b.log.Warn("files not removed", "error", err)
		}
		if dropped > 0 {
			b.log.Info("files removed", "files", dropped)
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

// A work is how one kind of errand is done.
type work struct {
	do   func(*Bot, context.Context, store.Errand) (result any, err error) // outside any transaction; trying again may mend its error
	lost func(store.Errand) (result any)                                   // what the clerk gets if it is given up
}

var works = map[string]work{
	errandReadWeek:         {(*Bot).readWeek, fileLost},
	errandReadSheet:        {(*Bot).readSheet, sheetLost},
	errandReadRows:         {(*Bot).readRows, rowsLost},
	errandWriteSheet:       {(*Bot).workbookOf, unwritten},
	errandDrawWeek:         {(*Bot).drawWeek, undrawn},
	errandDrawCard:         {(*Bot).drawCard, cardUndrawn},
	errandReadForm:         {(*Bot).readFormFile, formFileLost},
	errandWriteForm:        {(*Bot).writeFormFile, formUnwritten},
	errandFetchFile:        {(*Bot).fetchFile, fetchLost},
	errandDrawAnnouncement: {(*Bot).drawAnnouncement, announcementUndrawn},
	errandWriteReport:      {(*Bot).writeReport, reportUnwritten},
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
	work, known := works[e.Kind]
	if !known {
		b.log.Error("errand of unknown kind", "kind", e.Kind, "errand", e.ID)
		return true, b.store.Write(ctx, func(tx *store.Tx) error { return tx.EndErrand(e, struct{}{}, b.now()) })
	}
	// Counted before it is done: what ends the process must not be tried for ever.
	if err := b.store.Write(ctx, func(tx *store.Tx) error { return tx.TryErrand(e) }); err != nil {
		return false, err
	}
	result, failed := work.lost(e), errWornOut
	if e.Attempts < errandTries {
		result, failed = work.do(b, ctx, e)
	}
	if ctx.Err() != nil {
		return false, nil
	}
	if failed != nil {
		b.log.Warn("errand failed", "kind", e.Kind, "chat", e.Chat, "attempt", e.Attempts+1, "error", failed)
	}
	err = b.store.Write(ctx, func(tx *store.Tx) error {
		switch {
		case failed == nil:
			return tx.EndErrand(e, result, b.now())
		case e.Attempts+1 < errandTries:
			pause := min(time.Second<<e.Attempts, 5*time.Minute)
			return tx.RetryErrand(e, "could not be done", b.now().Add(pause))
		}
		return tx.EndErrand(e, work.lost(e), b.now())
	})
	knock(b.clerkKnock)
	return true, err
}

// errWornOut is why an errand is not begun again: it has ended the process, or
// failed, too often.
var errWornOut = errors.New("tried too often")

// errandDone lets the result of an errand take effect.
func (t *turn) errandDone() error {
	switch t.arrival.Kind {
	case errandReadWeek:
		return returned(t, t.weekRead)
	case errandReadSheet:
		return returned(t, t.sheetRead)
	case errandReadRows:
		return returned(t, t.rowsRead)
	case errandWriteSheet:
		return returned(t, t.sheetWritten)
	case errandDrawWeek:
		return returned(t, t.weekDrawn)
	case errandDrawCard:
		return returned(t, t.cardDrawn)
	case errandReadForm:
		return returned(t, t.formRead)
	case errandWriteForm:
		return returned(t, t.formWritten)
	case errandFetchFile:
		return returned(t, t.fileFetched)
	case errandDrawAnnouncement:
		return returned(t, t.announcementDrawnBack)
	case errandWriteReport:
		return returned(t, t.reportBack)
	}
	return t.aside("kind of errand not served")
}

// returned reads the result and hands it to do, which settles the arrival if it
// puts the result aside.
func returned[T any](t *turn, do func(T) error) error {
	var result T
	if err := json.Unmarshal(t.arrival.Raw, &result); err != nil {
		return fmt.Errorf("result of %s: %w", t.arrival.Kind, err)
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
