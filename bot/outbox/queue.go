package outbox

import (
	"container/heap"
	"slices"
	"time"

	"thuky/store"
)

// A queue knows whose turn it is. It holds ids only, about a hundred bytes for a
// delivery that waits, and no step of it costs more when more is waiting.
type queue struct {
	limits  Limits
	overall meter
	full    time.Time // the overall pace lets nothing through before
	chats   map[int64]*chat
	ready   [4][]*line // lines whose turn may have come, by rank, fairly in a ring
	alarms  alarms
	open    int // deliveries that are due and not settled
	others  int // messages in hand that are no answers
}

// The ranks of ready: what has no pace, then the classes 1 to 3.
const (
	nowhere = -1
	unpaced = 0
)

func newQueue(limits Limits) *queue {
	return &queue{limits: limits, overall: newMeter(limits.Overall), chats: map[int64]*chat{}}
}

func (q *queue) chat(id int64) *chat {
	if c, ok := q.chats[id]; ok {
		return c
	}
	c := &chat{id: id, pace: q.pace(id)}
	for i := range c.lines {
		c.lines[i].chat, c.lines[i].index, c.lines[i].rank = c, i, nowhere
	}
	q.chats[id] = c
	return c
}

func (q *queue) pace(chat int64) meter {
	if chat < 0 {
		return newMeter(q.limits.Group)
	}
	return newMeter(q.limits.Private)
}

// add takes in a delivery that waits.
func (q *queue) add(e store.Envelope, now time.Time) {
	a := alarm{at: e.NotBefore, chat: e.Chat, line: lineOf(e.Kind), class: e.Class, id: e.ID}
	if e.NotBefore.After(now) {
		heap.Push(&q.alarms, a)
		return
	}
	q.line(a, now)
}

// line puts a delivery that is due into its line, by its place in the order.
func (q *queue) line(a alarm, now time.Time) {
	l := &q.chat(a.chat).lines[a.line]
	lane := &l.lanes[a.class-1]
	if at, found := slices.BinarySearch(lane.ids, a.id); !found {
		lane.ids = slices.Insert(lane.ids, at, a.id)
		q.open++
	}
	q.arrange(l, now)
}

// done ends a pick for good: its line goes on with the next.
func (q *queue) done(p *pick, now time.Time) {
	lane := &p.line.lanes[p.class-1]
	if len(lane.ids) > 0 && lane.ids[0] == p.id { // all but always: nothing is moved
		lane.ids = lane.ids[1:]
		q.open--
	} else if at, found := slices.BinarySearch(lane.ids, p.id); found {
		lane.ids = slices.Delete(lane.ids, at, at+1)
		q.open--
	}
	lane.fails, lane.doubts = 0, doubts{}
	q.release(p, now)
}

// release lets the line of a pick go on: the pick is in hand no more.
func (q *queue) release(p *pick, now time.Time) {
	if p.line.passing == p {
		p.line.passing = nil
	} else {
		p.line.busy = false
	}
	if !p.answers() {
		q.others--
	}
	q.arrange(p.line, now)
}

// letPass lets what is above the pick in its line go while the pick is in hand.
func (q *queue) letPass(p *pick, screen int64, now time.Time) {
	p.screen = screen
	p.line.passing, p.line.busy = p, false
	q.arrange(p.line, now)
}

// fallBehind has a pick, and its line, wait for the one that it was about to overtake.
func (q *queue) fallBehind(p *pick) {
	p.line.passing = nil // for which the line is busy from now on
	if !p.answers() {
		q.others--
	}
}

// arrange puts a line where it belongs: among the ready, asleep, or nowhere.
func (q *queue) arrange(l *line, now time.Time) {
	if l.busy {
		return
	}
	class, again := l.head(now)
	if class == 0 {
		l.rank = nowhere
		if again.IsZero() {
			q.forget(l, now)
		} else {
			q.sleep(l, again)
		}
		return
	}
	rank := int(class)
	if l.index != messages {
		rank = unpaced
	}
	if l.rank != rank {
		l.rank = rank
		q.ready[rank] = append(q.ready[rank], l)
	}
}

// forget drops a chat once nothing waits for it, nothing is in hand and its pace
// has recovered.
func (q *queue) forget(l *line, now time.Time) {
	c := l.chat
	for i := range c.lines {
		if c.lines[i].busy || c.lines[i].passing != nil || slices.ContainsFunc(c.lines[i].lanes[:], func(l lane) bool { return len(l.ids) > 0 }) {
			return
		}
	}
	switch {
	case c.hold.After(now):
		q.sleep(l, c.hold)
	case c.pace.TokensAt(now) < float64(c.pace.Burst()):
		q.sleep(l, now.Add(longest))
	case q.chats[c.id] == c:
		delete(q.chats, c.id)
	}
}

// turnedBack forgets every wait and pace: the clock was set back, and they would
// last too long.
func (q *queue) turnedBack(now time.Time) {
	q.overall, q.full = newMeter(q.limits.Overall), time.Time{}
	q.alarms = slices.DeleteFunc(q.alarms, func(a alarm) bool { return a.id == 0 })
	heap.Init(&q.alarms)
	for _, c := range q.chats {
		c.hold, c.pace = time.Time{}, q.pace(c.id)
		for i := range c.lines {
			l := &c.lines[i]
			l.wake = time.Time{}
			for j := range l.lanes {
				l.lanes[j].hold = time.Time{}
			}
			q.arrange(l, now)
		}
	}
}

// next picks the delivery whose turn it is, or nil: toasts and menus, then the
// highest class, and within it the chat that has waited longest. Messages other than
// answers wait until enough hands are free.
func (q *queue) next(now time.Time) *pick {
	if p := q.take(unpaced, now); p != nil {
		return p
	}
	for rank := 1; rank < len(q.ready); rank++ {
		class := store.Class(rank)
		if len(q.ready[rank]) == 0 {
			continue
		}
		if class != store.Answer && q.others >= q.limits.hands() {
			return nil
		}
		if wait := q.overall.delay(class, now); wait > 0 {
			q.full = now.Add(wait)
			return nil
		}
		if p := q.take(rank, now); p != nil {
			p.paces = append(p.paces, q.overall.ReserveN(now, 1))
			return p
		}
	}
	return nil
}

func (q *queue) take(rank int, now time.Time) *pick {
	for len(q.ready[rank]) > 0 {
		l := q.ready[rank][0]
		q.ready[rank] = q.ready[rank][1:]
		if l.rank != rank {
			continue
		}
		l.rank = nowhere
		class, _ := l.head(now)
		if class == 0 || rank != unpaced && int(class) != rank {
			q.arrange(l, now)
			continue
		}
		p := &pick{line: l, class: class, id: l.lanes[class-1].ids[0]}
		if rank != unpaced {
			if wait := l.chat.pace.delay(class, now); wait > 0 {
				q.sleep(l, now.Add(wait))
				continue
			}
			p.paces = append(p.paces, l.chat.pace.ReserveN(now, 1))
		}
		l.busy = true
		if !p.answers() {
			q.others++
		}
		return p
	}
	return nil
}

// again puts a delivery that was in hand back to where it was.
func (q *queue) again(p *pick, now time.Time) {
	l := p.line
	q.line(alarm{chat: l.chat.id, line: l.index, class: p.class, id: p.id}, now)
	q.release(p, now)
}

// clear drops what waits for a chat.
func (q *queue) clear(c *chat) {
	for i := range c.lines {
		for j := range c.lines[i].lanes {
			lane := &c.lines[i].lanes[j]
			q.open -= len(lane.ids)
			lane.ids = nil
		}
	}
}

// move puts what waits for a chat where it belongs under the new id. A lane with
// a delivery in hand follows when its next turn comes.
func (q *queue) move(c *chat, to int64, now time.Time) {
	for i := range c.lines {
		l := &c.lines[i]
		if l.busy {
			continue
		}
		for j := range l.lanes {
			if l.passing != nil && store.Class(j+1) == store.Bulk {
				continue
			}
			ids := l.lanes[j].ids
			l.lanes[j] = lane{}
			q.open -= len(ids)
			for _, id := range ids {
				q.line(alarm{chat: to, line: i, class: store.Class(j + 1), id: id}, now)
			}
		}
		q.arrange(l, now)
	}
}
