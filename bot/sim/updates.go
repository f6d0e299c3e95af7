package sim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	maxUpdates     = 100
	maxPoll        = 50 * time.Second
	updateKept     = 24 * time.Hour
	maxUpdateBytes = 4 << 20 // of updates in one answer
	futureOffset   = 10      // an offset further past the tail is taken for unknown
)

// A queue holds updates until the bot confirms them by asking for a later one.
// Its ids are consecutive from head to tail.
type queue struct {
	pending []update
	next    int64 // id of the next update
	restart int64 // id to go on with once the queue is empty; 0 for none

	allowed []string // nil: the default kinds
	webhook string
	poll    *poll // the one that waits, if any

	lastOffset   int64 // of the previous getUpdates, and when it came
	lastAsked    time.Time
	lastConflict time.Time
}

type update struct {
	id   int64
	raw  json.RawMessage
	date time.Time
}

// A poll is one waiting getUpdates. Both channels hold one signal.
type poll struct {
	arrived chan struct{}
	ended   chan error
}

// Kinds that a bot gets only when it asks for them.
var unasked = []string{"chat_member", "message_reaction", "message_reaction_count"}

func (q *queue) wants(kind string) bool {
	if len(q.allowed) == 0 {
		return !slices.Contains(unasked, kind)
	}
	return slices.Contains(q.allowed, kind)
}

// push queues an update of a kind unless the bot has not asked for such.
func (s *Server) push(kind string, body any) {
	if !s.updates.wants(kind) {
		return
	}
	raw, err := json.Marshal(body)
	if err != nil {
		s.violate("sim cannot write a %s: %v", kind, err)
		return
	}
	id := s.updateID()
	fields := fmt.Appendf(nil, `{"update_id":%d,%q:%s}`, id, kind, raw)
	s.enqueue(id, fields)
	if s.spec != nil {
		s.checkUpdate(fields)
	}
}

// updateID takes the id for the next update.
func (s *Server) updateID() int64 {
	q := &s.updates
	s.forgetOld()
	if q.restart != 0 && len(q.pending) == 0 {
		q.next, q.restart = q.restart, 0
	}
	q.next++
	return q.next - 1
}

func (s *Server) enqueue(id int64, raw json.RawMessage) {
	q := &s.updates
	q.pending = append(q.pending, update{id, raw, s.now()})
	if q.poll != nil {
		signal(q.poll.arrived)
	}
}

func (s *Server) forgetOld() {
	q := &s.updates
	limit := s.now().Add(-updateKept)
	for len(q.pending) > 0 && q.pending[0].date.Before(limit) {
		q.pending = q.pending[1:]
	}
}

// confirm drops what an offset declares as received. An offset of 0, before the
// head or far past the tail drops nothing.
func (q *queue) confirm(offset int64) {
	if len(q.pending) == 0 || offset == 0 {
		return
	}
	if offset < 0 {
		q.pending = q.pending[max(0, len(q.pending)+int(max(offset, -1<<31))):]
		return
	}
	if head := q.pending[0].id; offset > head && offset <= q.next+futureOffset {
		q.pending = q.pending[min(int(offset-head), len(q.pending)):]
	}
}

// take returns the first updates without dropping them.
func (q *queue) take(limit int) []json.RawMessage {
	result, size := []json.RawMessage{}, 0
	for _, u := range q.pending[:min(limit, len(q.pending))] {
		if size += len(u.raw); size > maxUpdateBytes && len(result) > 0 {
			break
		}
		result = append(result, u.raw)
	}
	return result
}

func conflict(text string) error {
	return &refusal{code: 409, description: "Conflict: " + text}
}

// getUpdates waits outside the mutex, on channels and one timer only.
func (s *Server) getUpdates(c *call) (any, error) {
	var result []json.RawMessage
	var mine *poll
	var timeout time.Duration
	var limit int
	var err error
	s.locked(func() {
		if err = s.checkCall(c); err == nil {
			result, limit, timeout, err = s.beginPoll(c)
		}
		if err == nil && len(result) == 0 && timeout > 0 {
			mine = &poll{make(chan struct{}, 1), make(chan error, 1)}
			s.updates.poll = mine
		}
	})
	if err != nil || mine == nil {
		return result, err
	}
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		select {
		case <-mine.arrived:
		case <-timer.C:
			timeout = 0
		case err = <-mine.ended:
			return nil, s.endedPoll(c, err)
		case <-c.ctx.Done():
			err = c.ctx.Err()
		}
		s.locked(func() {
			if err == nil && s.updates.poll == mine {
				result = s.updates.take(limit)
			}
			if s.updates.poll == mine && (err != nil || len(result) > 0 || timeout == 0) {
				s.updates.poll = nil
			}
		})
		if err != nil || len(result) > 0 || timeout == 0 {
			return append([]json.RawMessage{}, result...), err // never null
		}
	}
}

// beginPoll confirms, ends an older poll and returns what is there already.
func (s *Server) beginPoll(c *call) (result []json.RawMessage, limit int, timeout time.Duration, err error) {
	q := &s.updates
	if q.webhook != "" {
		return nil, 0, 0, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if raw, sent := c.values["allowed_updates"]; sent {
		var kinds []string
		if json.Unmarshal([]byte(raw), &kinds) == nil {
			q.allowed = kinds // what is no array of strings changes nothing
		}
	}
	s.endPoll(conflict("terminated by other getUpdates request; make sure that only one bot instance is running"))
	limit = int(c.int("limit"))
	if limit < 1 || limit > maxUpdates {
		limit = maxUpdates
	}
	timeout = min(max(time.Duration(min(c.int("timeout"), 1000))*time.Second, 0), maxPoll)
	offset, now := c.int("offset"), time.Now()
	if offset == q.lastOffset && !q.lastAsked.IsZero() {
		// The server slows down a bot that asks again and again for the same.
		if now.Sub(q.lastAsked) < 3*time.Second {
			timeout = max(timeout, 3*time.Second)
		}
		if now.Sub(q.lastAsked) < 500*time.Millisecond {
			limit = 1
		}
	}
	q.lastOffset, q.lastAsked = offset, now
	s.forgetOld()
	q.confirm(offset)
	return q.take(limit), limit, timeout, nil
}

func (s *Server) endPoll(err error) {
	if s.updates.poll != nil {
		s.updates.poll.ended <- err // each poll is ended once: it is forgotten here
		s.updates.poll = nil
	}
}

// endedPoll holds back a conflict that comes within 3 s of another.
func (s *Server) endedPoll(c *call, err error) error {
	r, ok := err.(*refusal)
	if !ok || r.code != 409 {
		return err
	}
	var wait bool
	s.locked(func() {
		wait = time.Since(s.updates.lastConflict) < 3*time.Second
		s.updates.lastConflict = time.Now()
	})
	if wait {
		if gone := sleep(c.ctx, 3*time.Second); gone != nil {
			return gone
		}
	}
	return err
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Inject queues an arbitrary update, whatever its kind or shape. Raw must be a
// JSON object; its update_id is replaced by the next id, which is returned.
func (s *Server) Inject(raw string) (int64, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(raw), &fields); err != nil || fields == nil {
		return 0, fmt.Errorf("inject update %.40s: not a JSON object", strings.TrimSpace(raw))
	}
	var id int64
	var err error
	s.locked(func() {
		id = s.updateID()
		fields["update_id"] = fmt.Appendf(nil, "%d", id)
		var whole []byte
		if whole, err = json.Marshal(fields); err == nil {
			s.enqueue(id, whole)
		}
	})
	return id, err
}

// RestartUpdateIDs makes ids go on from first once the queue is empty, as
// happens after a week of silence; first may be lower than any id before.
func (s *Server) RestartUpdateIDs(first int64) {
	s.locked(func() { s.updates.restart = first })
}

// Pending is the number of updates that the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.updates.pending)
}

// SetWebhook does what another program with the same token may do at any time:
// from now on getUpdates is refused, until deleteWebhook. Nothing is delivered.
func (s *Server) SetWebhook(url string) {
	s.locked(func() {
		s.updates.webhook = url
		s.endPoll(conflict("terminated by setWebhook request"))
	})
}

func (s *Server) deleteWebhook(c *call) (any, error) {
	s.updates.webhook = ""
	if c.bool("drop_pending_updates") {
		s.updates.pending = nil
	}
	return true, nil
}

func (s *Server) getWebhookInfo(*call) (any, error) {
	return map[string]any{"url": s.updates.webhook, "has_custom_certificate": false, "pending_update_count": len(s.updates.pending)}, nil
}
