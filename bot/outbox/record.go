package outbox

import (
	"context"
	"errors"
	"time"

	"thuky/store"
)

// A verdict is what the end of a try means for the delivery.
type verdict string

const (
	arrived    verdict = "arrived"
	expired    verdict = "expired"
	refused    verdict = "refused"    // for good
	gone       verdict = "gone"       // for good, and with it all that waits for the chat
	unknown    verdict = "unknown"    // for good: it may have arrived
	moved      verdict = "moved"      // again at once, to the new id
	targetless verdict = "targetless" // again at once, as a new message
	renewed    verdict = "renewed"    // again at once: its time has not passed after all
	held       verdict = "held"       // again when the messenger allows
	failed     verdict = "failed"     // again later
)

// doubts count the tries of one delivery of which nobody knows whether they
// arrived. Each may have reached its reader, so there must be an end to them: a
// soon one while others arrive, for then the fault is the delivery's own; a late
// one while the messenger fails for everybody.
type doubts struct {
	all, alone int // of the latter, those between which something else arrived
	arrivals   int // of the round, at the last of them
}

const (
	mostAlone  = 8
	mostDoubts = 100 // at the longest wait, about 50 minutes
)

// A result is a letter with its verdict.
type result struct {
	letter
	verdict verdict
	tried   bool          // the courier was called
	doubt   bool          // it may have arrived
	message int64         // arrived: as which message
	to      int64         // moved: where to
	after   time.Duration // held: for how long
	reason  string
}

// judge decides what a courier's answer means.
func judge(l letter, message int64, err error) result {
	r := result{letter: l, message: message, verdict: failed, tried: true}
	if err == nil {
		r.verdict = arrived
		return r
	}
	r.reason = short(err.Error())
	var retry *RetryError
	var away *MovedError
	var lost *GoneError
	var no *RefusedError
	switch {
	case errors.As(err, &retry):
		r.verdict, r.after = held, max(retry.After, time.Second)
	case errors.As(err, &away) && away.To != 0 && away.To != l.Chat:
		r.verdict, r.to = moved, away.To
	case errors.As(err, &lost) && l.Chat != 0:
		r.verdict = gone
	case errors.Is(err, ErrNoTarget) && l.Kind == store.Edit && l.Screen != 0 && !l.InPlace:
		r.verdict = targetless
	case errors.As(err, &no), errors.As(err, &away), errors.As(err, &lost), errors.Is(err, ErrNoTarget), errors.Is(err, ErrMarkup):
		r.verdict = refused
	case doubtful(err):
		r.doubt = true
		if once(l.Delivery) || l.doubts.alone >= mostAlone || l.doubts.all >= mostDoubts {
			r.verdict = unknown
		}
	}
	return r
}

// doubtful reports whether it may have been sent. A call that was cut off may.
func doubtful(err error) bool {
	return !errors.Is(err, ErrUnsent) &&
		(errors.Is(err, ErrUncertain) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded))
}

// short keeps the beginning of a reason.
func short(reason string) string {
	const most = 200
	if letters := []rune(reason); len(letters) > most {
		return string(letters[:most])
	}
	return reason
}

// record writes what has come to an end, and the marks of what must not be sent
// twice, in one transaction; then the latter are sent. If it fails the former
// stay in hand and the latter wait on.
func (r *round) record(calls context.Context, marks []letter) error {
	now := r.now()
	marked := make([]bool, len(marks))
	err := r.store.Write(calls, func(tx *store.Tx) error {
		for i := range r.settled {
			if err := r.settled[i].write(tx, now); err != nil {
				return err
			}
		}
		for i, l := range marks {
			ok, err := tx.MarkSending(l.ID)
			if err != nil {
				return err
			}
			marked[i] = ok
		}
		return nil
	})
	if err != nil {
		for _, l := range marks {
			l.pick.refund(now)
			r.queue.release(l.pick, now)
		}
		return err
	}
	done := r.settled
	r.settled, r.gathered, r.ripe = nil, nil, false
	for _, result := range done {
		r.apply(result, now)
	}
	for i, l := range marks {
		if marked[i] {
			r.start(calls, l)
			r.queue.letPass(l.pick, l.Screen, now)
		} else {
			l.pick.refund(now)
			r.queue.done(l.pick, now)
		}
	}
	return nil
}

// write settles the delivery in the ledger, or lets it wait on.
func (r *result) write(tx *store.Tx, now time.Time) error {
	switch r.verdict {
	case arrived:
		return tx.Arrived(r.Delivery, r.message, now)
	case expired:
		passed, err := tx.ExpireDelivery(r.ID, now)
		if err == nil && !passed {
			r.verdict = renewed
		}
		return err
	case refused:
		return tx.EndDelivery(r.ID, store.Undelivered, r.reason, now)
	case unknown:
		return tx.EndDelivery(r.ID, store.Unknown, r.reason, now)
	case gone:
		// The chat first: what ends now ends because it is gone.
		return errors.Join(tx.LoseChat(r.Chat, r.reason, now), tx.EndDelivery(r.ID, store.Undelivered, r.reason, now))
	case moved:
		return errors.Join(tx.MoveChat(r.Chat, r.to, now), tx.RetryDelivery(r.ID, r.reason))
	case targetless:
		return errors.Join(tx.ForgetTarget(r.Delivery), tx.RetryDelivery(r.ID, r.reason))
	}
	return tx.RetryDelivery(r.ID, r.reason)
}

// apply lets the queue and the log know of a result that is recorded.
func (r *round) apply(res result, now time.Time) {
	p, lane := res.pick, &res.pick.line.lanes[res.pick.class-1]
	r.report(res, lane.fails == 0)
	if res.verdict == arrived {
		r.arrivals++
	}
	switch res.verdict {
	case arrived, refused, unknown, expired:
		r.queue.done(p, now)
	case gone:
		r.queue.clear(p.line.chat)
		r.queue.done(p, now)
	case moved:
		r.queue.release(p, now)
		r.queue.move(p.line.chat, res.to, now)
	case targetless, renewed:
		r.queue.again(p, now)
	case held:
		p.line.chat.hold = now.Add(res.after)
		r.queue.again(p, now)
	case failed:
		lane.hold = now.Add(backoff(lane.fails))
		lane.fails++
		if res.doubt {
			lane.doubts.another(r.arrivals)
		}
		r.queue.again(p, now)
	}
	r.weather(res, now)
}

// weather keeps account of whether the messenger can be reached at all. Whatever
// it answers, it can.
func (r *round) weather(res result, now time.Time) {
	was := r.outage.away()
	switch {
	case !res.tried:
	case res.verdict == failed || res.verdict == unknown:
		r.outage.failed(res.Chat, now)
	default:
		r.outage = outage{}
	}
	switch is := r.outage.away(); {
	case is && !was:
		r.log.Warn("messenger out of reach", "reason", res.reason)
	case was && !is:
		r.log.Info("messenger within reach again")
	}
}

// another counts a try.
func (d *doubts) another(arrivals int) {
	if d.all++; arrivals > d.arrivals {
		d.alone++
	}
	d.arrivals = arrivals
}

// backoff doubles from a second to the longest wait.
func backoff(fails int) time.Duration {
	return min(time.Second<<min(fails, 5), longest)
}

// report logs what did not simply arrive; of a row of failures the first.
func (r *round) report(res result, first bool) {
	log := r.log.With("deed", res.Deed, "chat", res.Chat, "class", int(res.Class), "reason", res.reason)
	switch res.verdict {
	case arrived:
	case held, targetless, moved, renewed:
		log.Info("delivery " + string(res.verdict))
	case failed:
		if first {
			log.Warn("delivery failed, tried again")
		}
	default:
		log.Warn("delivery " + string(res.verdict))
	}
}
