// Package outbox delivers what the ledger's outbox holds: in order, at a pace the
// messenger bears, again after a failure, and never silently not at all.
//
// What waits is known by its envelopes (a few words a row, see queue); the
// content is read at the moment of sending, so that what was withdrawn until then
// is not sent. Messages, toasts and command menus of a chat stand in a line each,
// by class and order of queueing. One delivery of a line is in hand at a time: it
// is chosen, read, given to the Courier by a goroutine of its own, and recorded
// together with the others that are ready. At most Limits.InFlight are in hand,
// which is how many answers a kill can repeat.
//
// Answers go ahead of all else, and nothing makes them wait that was sent before:
// a part of every burst and of the hands is theirs alone, and they may overtake a
// new message of a broadcast that is in hand.
//
// A new message that is a broadcast must not be repeated: it is marked in the
// ledger before it is sent, and a mark found at start is a delivery of which
// nobody knows. Everything else may be sent again when in doubt.
//
// One goroutine, that of Run, owns all state.
package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"thuky/store"
)

// A Courier carries one delivery to the messenger and returns the message's id
// there, 0 if it has none. An Edit without a Target never reaches it: that is a
// Send by then. It is called by many goroutines and returns when the context
// ends. The text of its errors is logged and kept: no secrets, no message text.
type Courier interface {
	Deliver(ctx context.Context, d store.Delivery) (message int64, err error)
}

// What a Courier's error means; an error that is none of these, nor a context's
// end, was certainly not sent.
var (
	// ErrUnsent: certainly not sent. It is tried again later.
	ErrUnsent = errors.New("not sent")
	// ErrUncertain: it may have arrived. A broadcast becomes unknown, all else is
	// sent again.
	ErrUncertain = errors.New("may have been sent")
	// ErrMarkup: the messenger does not read the markup. It is sent again, once,
	// without.
	ErrMarkup = errors.New("markup refused")
	// ErrNoTarget: the message to edit is no more. It is sent as a new one.
	ErrNoTarget = errors.New("no message to edit")
)

// A RetryError says that the messenger wants a pause: certainly not sent, and
// nothing more for this chat until then.
type RetryError struct{ After time.Duration }

func (e *RetryError) Error() string { return fmt.Sprintf("wait %s", e.After) }

// A MovedError says that the chat has a new id; certainly not sent.
type MovedError struct{ To int64 }

func (e *MovedError) Error() string { return fmt.Sprintf("chat moved to %d", e.To) }

// A GoneError says that nothing can be sent to this chat any more, until somebody
// writes in it.
type GoneError struct{ Reason string }

func (e *GoneError) Error() string { return e.Reason }

// A RefusedError says that this delivery is refused for good.
type RefusedError struct{ Reason string }

func (e *RefusedError) Error() string { return e.Reason }

// A Sender delivers what the outbox of a ledger holds.
type Sender struct {
	store   *store.Store
	courier Courier
	limits  Limits
	now     func() time.Time
	log     *slog.Logger

	knocks chan struct{}
	idlers chan chan struct{}
	ended  chan struct{}
}

// New prepares a Sender; Run starts it. The clock may be shifted by its owner,
// who then knocks.
func New(s *store.Store, c Courier, limits Limits, now func() time.Time, log *slog.Logger) *Sender {
	return &Sender{
		store: s, courier: c, limits: limits, now: now, log: log,
		knocks: make(chan struct{}, 1),
		idlers: make(chan chan struct{}),
		ended:  make(chan struct{}),
	}
}

// Knock says that something was queued or the clock was shifted. It never blocks.
func (s *Sender) Knock() {
	select {
	case s.knocks <- struct{}{}:
	default:
	}
}

// Idle waits until all that is in the outbox and due is settled, also what fails
// and is tried again. It fails if the context or the Sender ends before.
func (s *Sender) Idle(ctx context.Context) error {
	idle := make(chan struct{})
	select {
	case s.idlers <- idle:
	case <-s.ended:
		return errors.New("outbox has stopped")
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-idle:
		return nil
	case <-s.ended:
		return errors.New("outbox has stopped")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Run delivers until the context is done; then it lets the deliveries in hand
// end, at most for a few seconds, records them and returns nil. An error means
// that the ledger could not be read at the start or written at the end. It is
// called once.
func (s *Sender) Run(ctx context.Context) error {
	defer close(s.ended)
	r := newRound(s)
	if err := r.recover(ctx); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	calls, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	r.deliver(ctx, calls)
	if err := r.finish(calls, stop); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	return nil
}
