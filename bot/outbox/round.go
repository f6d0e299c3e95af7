package outbox

import (
	"context"
	"time"

	"thuky/store"
)

// How long things last, at most.
const (
	lookEvery = 30 * time.Second     // between two looks without a knock, which is how other processes' rows are told of
	gatherFor = 3 * time.Millisecond // a result waits for others to be recorded with
	longest   = 30 * time.Second     // between two tries; the clock may be shifted
	patience  = time.Minute          // one call of the courier
	grace     = 5 * time.Second      // the deliveries in hand, at the end
)

// batch is how many deliveries are read at once.
const batch = 64

// A round is one Run of a Sender: the state that its goroutine owns.
type round struct {
	*Sender
	queue  *queue
	outage outage
	seen   int64     // the last delivery known from the ledger
	clock  time.Time // at the last step
	idle   []chan struct{}

	arrivals int // deliveries that arrived in this run

	running  int // deliveries with the courier
	results  chan result
	settled  []result         // to be recorded; in hand until they are
	gathered <-chan time.Time // fires when the first of them has waited long enough
	ripe     bool             // it has fired
	dropped  chan struct{}    // closed when nobody receives results any more
}

func newRound(s *Sender) *round {
	return &round{
		Sender: s, queue: newQueue(s.limits),
		results: make(chan result), dropped: make(chan struct{}),
	}
}

// recover settles what a crash left in doubt.
func (r *round) recover(ctx context.Context) error {
	var unknown []string
	err := r.store.Write(ctx, func(tx *store.Tx) (err error) {
		unknown, err = tx.RecoverDeliveries(r.now())
		return err
	})
	for _, deed := range unknown {
		r.log.Warn("delivery unknown", "deed", deed, "reason", "stopped while sending")
	}
	return err
}

// deliver goes round until the context is done. An error of the ledger makes it
// pause; what could not be recorded stays in hand. The couriers' context outlives
// the round's own.
func (r *round) deliver(ctx, calls context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	look := true
	for ctx.Err() == nil {
		if err := r.step(calls, look); err != nil {
			r.log.Error("outbox pauses", "err", err)
			look = true
			pause(ctx, time.Second)
			continue
		}
		look = r.wait(ctx, tick.C)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// step does all that can be done now.
func (r *round) step(calls context.Context, look bool) error {
	now := r.now()
	if now.Before(r.clock) {
		r.queue.turnedBack(now)
		r.outage.until = time.Time{}
	}
	r.clock = now
	if look {
		if err := r.look(calls, now); err != nil {
			return err
		}
	}
	for {
		r.queue.wake(now)
		if err := r.send(calls, now); err != nil {
			return err
		}
		if len(r.settled) == 0 {
			break
		}
		if r.running > 0 && !r.ripe {
			if r.gathered == nil {
				r.gathered = time.After(gatherFor)
			}
			break
		}
		if err := r.record(calls, nil); err != nil {
			return err
		}
	}
	if r.queue.open == 0 && r.inHand() == 0 { // whoever is in r.idle came before the last look
		for _, idle := range r.idle {
			close(idle)
		}
		r.idle = nil
	}
	return nil
}

func (r *round) inHand() int { return r.running + len(r.settled) }

// look takes in what was queued since the last look.
func (r *round) look(ctx context.Context, now time.Time) error {
	return r.store.Read(ctx, func(tx *store.Tx) error {
		waiting, last, err := tx.Envelopes(r.seen)
		if err != nil {
			return err
		}
		r.seen = last
		for _, e := range waiting {
			r.queue.add(e, now)
		}
		return nil
	})
}

// wait sleeps until there is something to do; look says that something may have
// been queued.
func (r *round) wait(ctx context.Context, tick <-chan time.Time) (look bool) {
	var due <-chan time.Time
	now := r.now()
	at := r.queue.soonest(now)
	if r.outage.until.After(now) {
		at = r.outage.until // until then nothing else matters
	}
	if !at.IsZero() {
		timer := time.NewTimer(max(at.Sub(now), 0))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-ctx.Done():
	case <-tick:
		look = true
	case <-r.knocks:
		look = true
	case idle := <-r.idlers:
		r.idle = append(r.idle, idle)
		look = true
	case <-due:
	case <-r.gathered:
		r.ripe = true
	case result := <-r.results:
		r.take(result)
	}
	return look
}

// take receives a result, and those that came with it.
func (r *round) take(first result) {
	for next, more := first, true; more; {
		r.running--
		r.settled = append(r.settled, next)
		select {
		case next = <-r.results:
		default:
			more = false
		}
	}
}

// finish waits for the deliveries in hand, not for ever, and records them.
func (r *round) finish(calls context.Context, stop context.CancelFunc) error {
	r.drain()
	stop()
	r.drain()
	close(r.dropped)
	if len(r.settled) == 0 {
		return nil
	}
	return r.record(calls, nil)
}

// drain receives results until nothing is with the courier or grace is over.
func (r *round) drain() {
	late := time.After(grace)
	for r.running > 0 {
		select {
		case result := <-r.results:
			r.take(result)
		case <-late:
			return
		}
	}
}
