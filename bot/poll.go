package bot

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"time"

	"thuky/store"
)

// A poller fetches updates and keeps them before it tells Telegram so: the offset
// that acknowledges an update is only sent after the commit that stored it.
type poller struct {
	line    *Telegram
	store   *store.Store
	secrecy Secrecy
	now     func() time.Time
	log     *slog.Logger
	arrived func() // called after every commit that stored something
	alarm   func(error)
	ailing  func() bool // the disk failed lately: take nothing in
}

// run polls until ctx is done. Nothing ends it earlier: what fails is tried again.
func (p *poller) run(ctx context.Context) {
	pause := backoff{}
	for ctx.Err() == nil {
		if p.ailing() {
			pause.wait(ctx, nil)
			continue
		}
		err := p.once(ctx)
		if err == nil {
			pause.reset()
			continue
		}
		if ctx.Err() != nil {
			return
		}
		p.report(ctx, err)
		pause.wait(ctx, err)
	}
}

// report says in the log what went wrong and mends what can be mended from here.
func (p *poller) report(ctx context.Context, err error) {
	var says *apiError
	switch {
	case store.Grave(err):
		p.alarm(err)
	case errors.As(err, &says) && says.Code == 409 && strings.Contains(says.Description, "webhook"):
		p.log.Warn("a webhook is set for this bot; taking it away")
		if err := p.line.dropWebhook(ctx); err != nil {
			p.log.Error("take webhook away", "error", err)
		}
	case errors.As(err, &says) && (says.Code == 401 || says.Code == 404):
		p.log.Error("telegram refuses the token: mend telegram.token, then see thuky check", "error", err)
	case errors.As(err, &says) && says.Code == 409:
		p.log.Error("another program polls with the same token; stop it", "error", err)
	default:
		p.log.Warn("poll failed", "error", err)
	}
}

// once polls once and stores what came together with the next offset.
func (p *poller) once(ctx context.Context) error {
	if p.line.name.Load() == nil {
		if _, _, err := p.line.Whoami(ctx); err != nil { // the poll will say what is wrong
			p.log.Debug("own name not known yet", "error", err)
		}
	}
	var next int64
	if err := p.store.Read(ctx, func(tx *store.Tx) (err error) {
		next, err = tx.NextUpdate()
		return err
	}); err != nil {
		return err
	}
	raws, err := p.line.updates(ctx, next)
	if err != nil || len(raws) == 0 {
		return err
	}
	arrivals := make([]store.Arrival, 0, len(raws))
	for _, raw := range raws {
		e, ok := open(raw)
		if !ok {
			p.log.Error("update without an id put aside", "bytes", len(raw))
			next++ // so that it cannot be all that we ever get
			continue
		}
		next = e.id + 1 // by arrival: ids may start lower after a week of silence
		arrivals = append(arrivals, p.secrecy.arrival(e, raw, p.log))
	}
	now := p.now()
	if err := p.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Receive(now, arrivals...); err != nil {
			return err
		}
		return tx.SetNextUpdate(next)
	}); err != nil {
		return err
	}
	p.arrived()
	return nil
}

// An envelope is the outside of an update: enough to keep it and to know it
// again, whatever is inside.
type envelope struct {
	id   int64
	kind string // "message", "callback_query", ...; "" if there is nothing inside
	chat int64
	from int64
	body json.RawMessage
}

// open reads the envelope of an update; ok is false if it has not even an id.
func open(raw json.RawMessage) (e envelope, ok bool) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || json.Unmarshal(fields["update_id"], &e.id) != nil {
		return e, false
	}
	for name, body := range fields {
		if name != "update_id" {
			e.kind, e.body = name, body
		}
	}
	var inside struct {
		Chat struct {
			ID int64 `json:"id"`
		} `json:"chat"`
		From struct {
			ID int64 `json:"id"`
		} `json:"from"`
		Message struct {
			Chat struct {
				ID int64 `json:"id"`
			} `json:"chat"`
		} `json:"message"`
	}
	_ = json.Unmarshal(e.body, &inside) // what does not read stays 0
	e.chat, e.from = inside.Chat.ID, inside.From.ID
	if e.chat == 0 {
		e.chat = inside.Message.Chat.ID
	}
	return e, true
}

// backoff is the pause between failures: 1 s, doubling to 30 s.
type backoff struct{ pause time.Duration }

func (b *backoff) reset() { b.pause = 0 }

// wait pauses, for as long as Telegram asked if it did, and ends early with ctx.
func (b *backoff) wait(ctx context.Context, err error) {
	b.pause = min(max(2*b.pause, time.Second), 30*time.Second)
	pause := b.pause
	var says *apiError
	if errors.As(err, &says) && says.RetryAfter > 0 {
		pause = min(says.RetryAfter, 30*time.Second)
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
