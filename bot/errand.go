package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/bot/weekly"
	"thuky/store"
)

// errandReadWeek downloads a file and reads a week from it.
const errandReadWeek = "read-week"

// maxFile is the size up to which a file is fetched: the messenger's own limit.
const maxFile = 20 << 20

// errandTries is how often an errand is tried before it is given up: with its
// pauses, for about an hour.
const errandTries = 16

// readTask is the task of errandReadWeek.
type readTask struct {
	Screen   int64  `json:"screen"` // the screen that waits for it...
	Revision int64  `json:"revision"`
	FileID   string `json:"file_id"`
	Name     string `json:"name"`
}

// A problem is why a file could not be read.
type problem string

const (
	problemTooBig     problem = "too-big"
	problemKind       problem = "unknown-kind"
	problemUnreadable problem = "unreadable"
	problemLost       problem = "lost" // could not be fetched
	problemWithheld   problem = "withheld"
)

// readResult is what errandReadWeek brings back.
type readResult struct {
	Person  string         `json:"person"`
	Task    readTask       `json:"task"`
	Problem problem        `json:"problem,omitempty"`
	Found   Finding        `json:"found,omitzero"` // for problemWithheld
	Reading weekly.Reading `json:"reading,omitzero"`
}

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

// errand does the next due errand, outside any transaction.
func (b *Bot) errand(ctx context.Context) (worked bool, err error) {
	var e store.Errand
	var found bool
	var index *names.Index
	err = b.store.Read(ctx, func(tx *store.Tx) error {
		if e, found, err = tx.DueErrand(b.now()); err != nil || !found {
			return err
		}
		d, err := tx.Directory()
		index = names.New(d)
		return err
	})
	if err != nil || !found {
		return false, err
	}
	var result readResult
	if err := json.Unmarshal(e.Task, &result.Task); err != nil {
		return false, fmt.Errorf("errand %d: %w", e.ID, err)
	}
	result.Person = e.Person
	failed := b.readWeek(ctx, &result, index)
	if ctx.Err() != nil {
		return false, nil
	}
	err = b.store.Write(ctx, func(tx *store.Tx) error {
		if failed != nil && e.Attempts+1 < errandTries {
			pause := min(time.Second<<e.Attempts, 5*time.Minute)
			return tx.RetryErrand(e, "could not be fetched", b.now().Add(pause))
		}
		if failed != nil {
			result.Problem = problemLost
		}
		return tx.EndErrand(e, result, b.now())
	})
	if failed != nil {
		b.log.Warn("file not fetched", "chat", e.Chat, "attempt", e.Attempts+1, "error", failed)
	}
	knock(b.clerkKnock)
	return true, err
}

// readWeek fetches and reads the file. Its error is one that trying again may
// mend; all else is a Problem of the result.
func (b *Bot) readWeek(ctx context.Context, r *readResult, index *names.Index) error {
	data, err := b.line.download(ctx, r.Task.FileID, maxFile)
	var says *apiError
	switch {
	case errors.Is(err, errTooBig), errors.As(err, &says) && strings.Contains(says.Description, "file is too big"):
		r.Problem = problemTooBig
		return nil
	case errors.As(err, &says) && says.Code == 400:
		r.Problem = problemLost
		return nil
	case err != nil:
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			b.log.Error("reading a file panicked", "stack", string(debug.Stack()))
			r.Problem = problemUnreadable
		}
	}()
	document, err := doc.Read(r.Task.Name, data)
	switch {
	case errors.Is(err, doc.ErrTooLarge):
		r.Problem = problemTooBig
	case errors.Is(err, doc.ErrUnknownFormat):
		r.Problem = problemKind
	case err != nil:
		r.Problem = problemUnreadable
	default:
		for _, row := range document.Rows {
			if f, found := b.secrecy.Find(row.Text()); found {
				r.Problem, r.Found = problemWithheld, Finding{f.Pattern, row.Line}
				return nil
			}
		}
		r.Reading = weekly.Read(document, index, b.now())
	}
	return nil
}

// errandDone lets the result of an errand take effect. Whoever asked for it is
// judged again: rights may have changed meanwhile.
func (t *turn) errandDone() error {
	var r readResult
	if err := json.Unmarshal(t.arrival.Raw, &r); err != nil {
		return t.aside("result does not decode")
	}
	if err := t.identify(t.arrival.Chat); err != nil {
		return err
	}
	if t.stranger() || t.asker.Key != r.Person {
		return t.aside("person has changed")
	}
	if err := t.weekRead(r); err != nil {
		return err
	}
	return t.done()
}
