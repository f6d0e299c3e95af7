package outbox

import (
	"context"
	"errors"
	"fmt"
	"html"
	"regexp"
	"runtime/debug"
	"time"

	"thuky/store"
)

// send gives to the courier whatever may go now.
func (r *round) send(calls context.Context, now time.Time) error {
	for {
		picks := r.choose(now)
		if len(picks) == 0 {
			return nil
		}
		outgoing, err := r.read(calls, picks)
		if err != nil {
			for _, p := range picks {
				p.refund(now)
				r.queue.release(p, now)
			}
			return err
		}
		var marked []letter
		for _, p := range picks {
			o, waits := outgoing[p.id]
			if l, ok := r.check(p, o, waits, now); !ok {
				continue
			} else if once(l.Delivery) {
				marked = append(marked, l)
			} else {
				r.start(calls, l)
			}
		}
		if len(marked) > 0 {
			if err := r.record(calls, marked); err != nil {
				return err
			}
		}
	}
}

// A letter is a delivery on its way, with the pick that it was.
type letter struct {
	store.Delivery
	pick   *pick
	doubts doubts
}

// choose picks as many deliveries as hands are free. When the network seems to be
// away that is one, and none during a pause.
func (r *round) choose(now time.Time) (picks []*pick) {
	free := batch
	if r.limits.InFlight > 0 {
		free = min(free, r.limits.InFlight-r.inHand())
	}
	if r.outage.away() {
		if r.outage.until.After(now) {
			return nil
		}
		free = min(free, 1-r.inHand())
	}
	for len(picks) < free {
		p := r.queue.next(now)
		if p == nil {
			break
		}
		picks = append(picks, p)
	}
	return picks
}

func (r *round) read(ctx context.Context, picks []*pick) (outgoing map[int64]store.Outgoing, err error) {
	ids := make([]int64, len(picks))
	for i, p := range picks {
		ids[i] = p.id
	}
	err = r.store.Read(ctx, func(tx *store.Tx) error {
		outgoing, err = tx.Outgoing(ids)
		return err
	})
	return outgoing, err
}

// check says whether a picked delivery may go as it stands in the ledger now. If
// not it is dealt with.
func (r *round) check(p *pick, o store.Outgoing, waits bool, now time.Time) (letter, bool) {
	l := letter{Delivery: o.Delivery, pick: p, doubts: p.line.lanes[p.class-1].doubts}
	switch {
	case !waits:
		r.queue.done(p, now)
	case o.Chat != p.line.chat.id:
		r.queue.release(p, now)
		r.queue.move(p.line.chat, o.Chat, now)
	case o.Target == 0 && o.Screen != 0 && p.line.passing != nil && p.line.passing.screen == o.Screen: // its message is just being sent
		r.queue.fallBehind(p)
	case o.NotBefore.After(now):
		r.queue.done(p, now)
		r.queue.add(store.Envelope{ID: o.ID, Chat: o.Chat, Class: o.Class, Kind: o.Kind, NotBefore: o.NotBefore}, now)
	case !o.NotAfter.IsZero() && o.NotAfter.Before(now):
		r.settled = append(r.settled, result{letter: l, verdict: expired})
	case o.Moved != 0:
		r.settled = append(r.settled, result{letter: l, verdict: moved, to: o.Moved})
	case o.Kind == store.Edit && o.Target == 0 && o.InPlace:
		r.settled = append(r.settled, result{letter: l, verdict: refused, reason: ErrNoTarget.Error()})
	case o.Fault != "":
		r.settled = append(r.settled, result{letter: l, verdict: refused, reason: o.Fault})
	default:
		if l.Kind == store.Edit && l.Target == 0 {
			l.Kind = store.Send
		}
		l.Message = o.At(now)
		return l, true
	}
	p.refund(now)
	return letter{}, false
}

// once reports whether a delivery must not be repeated when in doubt. An edit, a
// toast and a menu can be: twice is the same as once.
func once(d store.Delivery) bool { return d.Class == store.Bulk && d.Kind == store.Send }

// start hands a letter to the courier.
func (r *round) start(calls context.Context, l letter) {
	r.running++
	go func() {
		message, err := r.carry(calls, l.Delivery)
		select {
		case r.results <- judge(l, message, err):
		case <-r.dropped:
		}
	}()
}

// carry calls the courier, and once more in plain text if it refuses the markup.
func (s *Sender) carry(calls context.Context, d store.Delivery) (message int64, err error) {
	message, err = s.call(calls, d)
	if !errors.Is(err, ErrMarkup) {
		return message, err
	}
	s.log.Warn("markup refused, sent without", "deed", d.Deed, "chat", d.Chat)
	d.Message.Text = plain(d.Message.Text)
	return s.call(calls, d)
}

// call calls the courier with patience, and survives it.
func (s *Sender) call(calls context.Context, d store.Delivery) (message int64, err error) {
	ctx, cancel := context.WithTimeout(calls, patience)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("courier panicked", "deed", d.Deed, "chat", d.Chat, "stack", string(debug.Stack()))
			err = fmt.Errorf("courier panicked: %w", ErrUncertain)
		}
	}()
	return s.courier.Deliver(ctx, d)
}

// tags are those that a message's text may have (store.Message); anything else in
// pointed brackets is text.
var tags = regexp.MustCompile(`(?i)</?(?:b|i|u|s|code|pre|a|blockquote)(?:\s[^<>]*)?>`)

// plain is the same text without markup: no tags, and nothing that could be taken
// for one.
func plain(text string) string {
	return html.EscapeString(html.UnescapeString(tags.ReplaceAllString(text, "")))
}
