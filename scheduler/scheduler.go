// Package scheduler is the office's clock: it finds what is due and not yet done,
// words it and queues it in the outbox. The weekly schedule (lịch công tác), the
// document of which it reminds, is package store/week.
//
// robfig/cron only knocks on the door. What is due is computed anew at every look
// from the ledger and the moment, so that a clock that jumps, a machine that
// slept, two knocks at once and a restart in the middle change nothing:
//
//   - A reminder is due from its lead before the item until the next smaller lead
//     takes over, the last one until the item begins. It is queued if its deed
//     (item, person, date and time, lead) never was. So whatever is changed,
//     added or moved into the lead time is told at once, and a corrected place is
//     not told twice.
//   - Lists and the office's own jobs are due when their hour lies between the
//     last look and this one; a list is dropped after its last hour. The last look
//     is kept in the ledger in the transaction that queues what it found.
//   - An item that began before any reminder of it could leave (the program or the
//     messenger was away) is folded into one summary per person.
//   - A unit that has not handed in its score sheet is chased (đôn đốc) on certain days
//     before its deadline and on every day behind it. The deed names the day: one that
//     has passed is never made up for.
//   - When an event changes, or who goes to it, or what a person wishes, the store
//     withdraws what waits in the transaction of the change; the next look queues
//     what is still to be said, and nobody who had a nearer reminder gets another.
//     What has arrived and is no longer so is struck out.
//   - Who has not acknowledged an important item in time is named to the clerks, once.
//   - A time in which nothing could leave is noted while it lasts, and told to the
//     clerks in one summary afterwards.
//
// Lateness is judged when a message leaves: see store.Delivery.LateAfter.
//
// A multi-day item is in the lists of each of its days, but its hour is that of its
// beginning: it is reminded of on its first day only.
package scheduler

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/robfig/cron/v3"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/staff"
)

// A Clock looks after what is due.
type Clock struct {
	store  *store.Store
	rules  rules
	now    func() time.Time // in the office's zone
	queued func()           // something was queued
	log    *slog.Logger

	knocks chan struct{} // the ledger or the time has changed
	ticks  chan struct{} // a minute has passed
	beat   atomic.Int64  // instant of the last look that went well, unix milliseconds

	seen      time.Time // until when everything is looked after; zero before the first look
	kept      time.Time // what of it the ledger knows
	next      time.Time // nothing becomes due before, unless the ledger changes
	struck    revisions // what of the changes is struck out
	directory staff.Directory
	revision  int64      // of the directory
	day       civil.Date // for which the directory holds
}

// New makes a Clock; nothing runs yet. Whenever it has queued something it calls
// queued.
func New(s *store.Store, settings Settings, now func() time.Time, queued func(), log *slog.Logger) (*Clock, error) {
	rules, err := settings.compile()
	if err != nil {
		return nil, err
	}
	return &Clock{store: s, rules: rules, now: now, queued: queued, log: log, revision: -1,
		knocks: make(chan struct{}, 1), ticks: make(chan struct{}, 1)}, nil
}

// Knock says that the ledger may have changed or the time was shifted. It never
// blocks.
func (c *Clock) Knock() { knock(c.knocks) }

func knock(door chan struct{}) {
	select {
	case door <- struct{}{}:
	default:
	}
}

// Run looks after what is due until ctx is done.
func (c *Clock) Run(ctx context.Context) {
	logger := cronLog{c.log}
	bell := cron.New(cron.WithLocation(c.now().Location()), cron.WithLogger(logger),
		cron.WithChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)))
	if _, err := bell.AddFunc("* * * * *", func() { knock(c.ticks) }); err != nil {
		c.log.Error("clock", "error", err) // the spec is right: never
	}
	bell.Start()
	defer func() { <-bell.Stop().Done() }()
	c.Knock() // catch up at once
	for {
		changed := false
		select {
		case <-ctx.Done():
			return
		case <-c.ticks:
		case <-c.knocks:
			changed = true
		}
		if err := c.look(ctx, changed); err != nil {
			c.log.Error("clock pauses", "error", err)
			c.next = time.Time{} // look properly at the next tick
		}
	}
}

// Silent is for how long the clock has not looked after things; it is never long
// while Run runs and the ledger can be written.
func (c *Clock) Silent() time.Duration {
	last := c.beat.Load()
	if last == 0 {
		return 0
	}
	return max(c.now().Sub(time.UnixMilli(last)), 0)
}

// keepEvery is how often the ledger learns that all is looked after, and a look is
// made even if nothing seems to be due.
const keepEvery = 30 * time.Minute

// look finds what is due and queues it. It reads first: only if there is something
// to do the ledger is written, or every look would be a change that asks for
// another.
func (c *Clock) look(ctx context.Context, changed bool) error {
	now := c.now()
	if !changed && now.Before(c.next) && !now.Before(c.seen) && now.Sub(c.kept) < keepEvery && c.kept.Before(now) {
		c.seen = now
		c.beat.Store(now.UnixMilli())
		return nil
	}
	var found findings
	read := func(tx *store.Tx) (err error) {
		found, err = c.find(tx, now)
		return err
	}
	if err := c.store.Read(ctx, read); err != nil {
		return fmt.Errorf("find what is due: %w", err)
	}
	if !found.empty() || now.Sub(c.kept) >= keepEvery || now.Before(c.kept) {
		if err := c.store.Write(ctx, func(tx *store.Tx) error {
			if err := read(tx); err != nil { // as it stands now that nobody else writes
				return err
			}
			if err := found.do(tx, now); err != nil {
				return err
			}
			return tx.SetClockAlive(now)
		}); err != nil {
			return fmt.Errorf("queue what is due: %w", err)
		}
		c.kept = now
		found.report(c.log)
		c.queued()
	}
	c.seen, c.next, c.struck = now, found.next, found.struck
	c.beat.Store(now.UnixMilli())
	return nil
}

// cronLog keeps the bell's words at the level they deserve.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, msg string, rest ...any) {
	l.log.Error("clock: "+msg, append(rest, "error", err)...)
}
