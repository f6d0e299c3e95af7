// Package bot is the office's edge to Telegram. What arrives is stored before it
// is acknowledged (poll), takes effect once and in order (clerk, route, one file
// per duty), and what is to be said is queued in the same transaction and carried
// by the outbox (courier). Slow work runs outside, as errands.
//
// Nothing here decides by itself what the office's rules are (package store and
// below) or how an answer reads (package render).
package bot

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/bot/outbox"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/week"
)

// Options are what a Bot is made of.
type Options struct {
	Store   *store.Store
	Line    *Telegram
	Secrecy Secrecy
	Office  string        // its name, as it stands over a document
	Issuer  render.Issuer // who issues official documents
	Legal   []LegalText   // of which announcements are warned
	Limits  outbox.Limits
	Now     func() time.Time // in the office's zone
	Log     *slog.Logger

	Reminders     store.Preference // what the clock does for those who wish nothing of their own
	Calendar      week.Calendar    // on which days the office works
	Flood         Flood            // how much one person may send
	EvidenceFiles bool             // files may prove an answer of a form, not only references
	ChaseAgain    time.Duration    // for how long a unit that was chased is not chased by hand again
	PublicURL     string           // at which telephones reach the HTTP address; "" if they do not
}

// A Bot is the secretary at work. Its parts run side by side; whoever runs
// them stops them in the order Poll, Clerk, Boards, Broadcasts, Errands, Send.
type Bot struct {
	store         *store.Store
	line          *Telegram
	secrecy       Secrecy
	office        string
	issuer        render.Issuer
	legal         []LegalText
	sender        *outbox.Sender
	public        string // see Options.PublicURL
	flood         Flood
	days          week.Calendar    // on which the office works
	wishes        store.Preference // see Options.Reminders
	evidenceFiles bool             // see Options
	rest          time.Duration    // see Options.ChaseAgain
	now           func() time.Time
	log           *slog.Logger

	clerkKnock     chan struct{}
	boardKnock     chan struct{}
	broadcastKnock chan struct{}
	errandKnock    chan struct{}
	boards         atomic.Int64 // revision of the boards that was last seen to
	trouble        atomic.Int64 // instant of the last alarm of the disk, unix milliseconds

	directory   directory // the clerk's alone
	forgotFiles time.Time // when files were last forgotten; the errands' alone
}

// directory is what the clerk keeps built from the staff directory.
type directory struct {
	revision int64
	day      civil.Date // for which it holds
	index    *names.Index
}

// New makes a Bot; nothing runs yet.
func New(o Options) *Bot {
	return &Bot{
		store: o.Store, flood: o.Flood, days: o.Calendar, rest: o.ChaseAgain, wishes: o.Reminders, evidenceFiles: o.EvidenceFiles, line: o.Line, secrecy: o.Secrecy, office: o.Office, issuer: o.Issuer, legal: o.Legal, public: o.PublicURL, now: o.Now, log: o.Log,
		sender: outbox.New(o.Store, &courier{Telegram: o.Line, store: o.Store, log: o.Log, uploading: map[string]chan struct{}{}},
			o.Limits, o.Now, o.Log),
		clerkKnock:     make(chan struct{}, 1),
		boardKnock:     make(chan struct{}, 1),
		broadcastKnock: make(chan struct{}, 1),
		errandKnock:    make(chan struct{}, 1),
	}
}

// Poll fetches updates until ctx is done.
func (b *Bot) Poll(ctx context.Context) {
	p := poller{line: b.line, store: b.store, secrecy: b.secrecy, now: b.now, log: b.log,
		arrived: func() { knock(b.clerkKnock) }, alarm: b.alarm, ailing: b.Ailing}
	p.run(ctx)
}

// Clerk handles what arrives until ctx is done.
func (b *Bot) Clerk(ctx context.Context) { b.clerk().run(ctx) }

func (b *Bot) clerk() *clerk {
	return &clerk{store: b.store, handle: b.handle, apology: b.apologise, now: b.now, log: b.log, knock: b.clerkKnock, alarm: b.alarm,
		done:   func() { b.sender.Knock(); knock(b.boardKnock); knock(b.broadcastKnock); knock(b.errandKnock) },
		undone: func() { b.directory = directory{} }}
}

// Send delivers what is queued until ctx is done and the messages in hand are settled.
func (b *Bot) Send(ctx context.Context) error { return b.sender.Run(ctx) }

// Knock makes every part look at the clock and the ledger anew.
func (b *Bot) Knock() {
	knock(b.clerkKnock)
	knock(b.boardKnock)
	knock(b.broadcastKnock)
	knock(b.errandKnock)
	b.sender.Knock()
}

// knock never waits: one knock that has not been heard yet is as good as two.
func knock(door chan struct{}) {
	select {
	case door <- struct{}{}:
	default:
	}
}

// alarm tells the operator that the disk fails. Nothing is taken in until it has
// been quiet for a while: what Telegram keeps for us is safer there.
func (b *Bot) alarm(err error) {
	b.trouble.Store(b.now().UnixMilli())
	b.log.Error("the disk fails; free space or replace it", "error", err)
}

// Ailing reports whether the disk has failed lately.
func (b *Bot) Ailing() bool {
	// The absolute distance: a clock that is set back must not keep the bot deaf.
	return b.now().Sub(time.UnixMilli(b.trouble.Load())).Abs() < 20*time.Second
}

// Idle waits until nothing is left to handle, to fetch or to deliver that is due.
// The demo and tests use it to see the whole effect of one message.
func (b *Bot) Idle(ctx context.Context) error {
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for {
		busy := false
		if err := b.store.Read(ctx, func(tx *store.Tx) error {
			arrivals, err := tx.Waiting(1)
			if err != nil {
				return err
			}
			errand, waits, err := tx.NextErrand()
			health, err2 := tx.OutboxHealth(b.now(), b.now())
			boards, err3 := tx.BoardRevision()
			work, err4 := tx.BroadcastWork(b.now())
			busy = len(arrivals) > 0 || waits && !errand.Due.After(b.now()) || !health.Overdue.IsZero() || boards != b.boards.Load() ||
				len(work.Due) > 0 || work.Behind || len(work.Untold) > 0
			return errors.Join(err, err2, err3, err4)
		}); err != nil {
			return err
		}
		if err := b.sender.Idle(ctx); err != nil || !busy {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}
