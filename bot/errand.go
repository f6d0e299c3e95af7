package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"thuky/store"
)

// errandTries is how often an errand is tried before it is given up: with its
// pauses, of which errandPause is the longest, for about 40 minutes.
const (
	errandTries = 16
	errandPause = 5 * time.Minute
)

// Errands does what is due until ctx is done. An errand that is cut off is done
// again: doing it twice is harmless.
func (b *Bot) Errands(ctx context.Context) {
	for ctx.Err() == nil {
		if b.Ailing() { // its result could not be kept
			rest(ctx, nil, time.Second)
			continue
		}
		wait, err := b.errand(ctx)
		if err != nil && ctx.Err() == nil {
			b.log.Error("errand failed", "error", err)
			if store.Grave(err) {
				b.alarm(err)
			}
			rest(ctx, nil, time.Second) // no knock shortens it
			continue
		}
		if wait > 0 {
			b.forgetFiles(ctx)
			rest(ctx, b.errandKnock, wait)
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

// A work is how one kind of errand is done.
type work struct {
	do   func(*Bot, context.Context, store.Errand) (result any, err error) // outside any transaction; trying again may mend its error
	lost func(store.Errand) (result any)                                   // what the clerk gets if it is given up
	back func(*turn) error                                                 // lets the result take effect
}

var works = map[string]work{
	errandReadWeek:         {(*Bot).readWeek, fileLost, returned((*turn).weekRead)},
	errandReadSheet:        {(*Bot).readSheet, sheetLost, returned((*turn).sheetRead)},
	errandReadRows:         {(*Bot).readRows, rowsLost, returned((*turn).rowsRead)},
	errandWriteSheet:       {(*Bot).workbookOf, unwritten, returned((*turn).sheetWritten)},
	errandDrawWeek:         {(*Bot).drawWeek, undrawn, returned((*turn).weekDrawn)},
	errandDrawCard:         {(*Bot).drawCard, cardUndrawn, returned((*turn).cardDrawn)},
	errandReadForm:         {(*Bot).readFormFile, formFileLost, returned((*turn).formRead)},
	errandWriteForm:        {(*Bot).writeFormFile, formUnwritten, returned((*turn).formWritten)},
	errandFetchFile:        {(*Bot).fetchFile, fetchLost, returned((*turn).fileFetched)},
	errandDrawAnnouncement: {(*Bot).drawAnnouncement, announcementUndrawn, returned((*turn).announcementDrawnBack)},
	errandWriteReport:      {(*Bot).writeReport, reportUnwritten, returned((*turn).reportBack)},
}

// errand does the next errand if it is due, and tells how long to wait for the one after
// it: 0 if one was done, else at most 30 seconds.
func (b *Bot) errand(ctx context.Context) (wait time.Duration, err error) {
	var e store.Errand
	var found bool
	if err := b.store.Read(ctx, func(tx *store.Tx) error {
		e, found, err = tx.NextErrand()
		return err
	}); err != nil {
		return 0, err
	}
	const longest = 30 * time.Second
	if !found {
		return longest, nil
	}
	if early := e.Due.Sub(b.now()); early > 0 && early <= errandPause { // a clock that was set back delays nothing
		return min(early, longest), nil
	}
	work, known := works[e.Kind]
	if !known {
		b.log.Error("errand of unknown kind", "kind", e.Kind, "errand", e.ID)
		return 0, b.store.Write(ctx, func(tx *store.Tx) error { return tx.EndErrand(e, struct{}{}, b.now()) })
	}
	// Counted before it is done: what ends the process must not be tried for ever.
	if err := b.store.Write(ctx, func(tx *store.Tx) error { return tx.TryErrand(e) }); err != nil {
		return 0, err
	}
	result, failed := work.lost(e), errWornOut
	if e.Attempts < errandTries {
		result, failed = work.do(b, ctx, e)
	}
	if ctx.Err() != nil {
		return 0, nil
	}
	if failed != nil {
		b.log.Warn("errand failed", "kind", e.Kind, "chat", e.Chat, "attempt", e.Attempts+1, "error", failed)
	}
	err = b.store.Write(ctx, func(tx *store.Tx) error {
		switch {
		case failed == nil:
			return tx.EndErrand(e, result, b.now())
		case e.Attempts+1 < errandTries:
			pause := min(time.Second<<e.Attempts, errandPause)
			return tx.RetryErrand(e, "could not be done", b.now().Add(pause))
		}
		return tx.EndErrand(e, work.lost(e), b.now())
	})
	knock(b.clerkKnock)
	return 0, err
}

// errWornOut is why an errand is not begun again: it has ended the process, or
// failed, too often.
var errWornOut = errors.New("tried too often")

// caught, deferred, keeps a panic over a file or a picture from ending the process: it is
// logged, without its text, which might quote a message, and instead does what is left.
func (b *Bot) caught(what string, instead func()) {
	if recover() != nil {
		b.log.Error(what+" panicked", "stack", string(debug.Stack()))
		instead()
	}
}

// errandDone lets the result of an errand take effect.
func (t *turn) errandDone() error {
	work, known := works[t.arrival.Kind]
	if !known {
		return t.aside("kind of errand not served")
	}
	return work.back(t)
}

// returned reads the result and hands it to take, which settles the arrival if it
// puts the result aside.
func returned[T any](take func(*turn, T) error) func(*turn) error {
	return func(t *turn) error {
		var result T
		if err := json.Unmarshal(t.arrival.Raw, &result); err != nil {
			return fmt.Errorf("result of %s: %w", t.arrival.Kind, err)
		}
		if err := take(t, result); err != nil {
			return err
		}
		return t.done()
	}
}

// returnTo finds out whether the person who asked for an errand is still behind
// its chat: whoever asked is judged again, rights may have changed meanwhile.
func (t *turn) returnTo(person string) (bool, error) {
	err := t.identify(t.arrival.Chat)
	return err == nil && !t.stranger() && t.asker.Key == person, err
}
