package outbox

import (
	"container/heap"
	"math"
	"slices"
	"time"

	"golang.org/x/time/rate"

	"thuky/store"
)

// A queue knows whose turn it is. It holds ids only, about a hundred bytes for a
// delivery that waits, and no step of it costs more when more is waiting.
type queue struct {
	limits  Limits
	overall *rate.Limiter
	full    time.Time // the overall pace lets nothing through before
	chats   map[int64]*chat
	ready   [4][]*line // lines whose turn may have come, by rank, fairly in a ring
	alarms  alarms
	open    int // deliveries that are due and not settled
}

// A chat with something to deliver, or paced by what was delivered just now.
type chat struct {
	id    int64
	pace  *rate.Limiter
	hold  time.Time // the messenger wants a pause until then
	lines [3]line
}

// A line is what goes to a chat one after the other: its messages, its toasts or
// its command menus. A toast is useless after a minute, so it does not stand
// behind messages.
type line struct {
	chat  *chat
	index int // messages, toasts or menus
	lanes [3]lane
	busy  bool // one of its deliveries is in hand
	rank  int  // where in ready it stands; an entry under another rank is stale
	wake  time.Time
}

// The lines of a chat. Only messages are paced.
const (
	messages = iota
	toasts
	menus
)

// A lane is what one class has in a line, by order of queueing. The delivery in
// hand stays at its head until it is settled.
type lane struct {
	ids   []int64
	hold  time.Time // after a failure
	fails int       // in a row
	doubts
}

// The ranks of ready: what has no pace, then the classes 1 to 3.
const (
	nowhere = -1
	unpaced = 0
)

// A pick is a delivery whose turn has come; its line is busy until it is settled.
type pick struct {
	line  *line
	class store.Class
	id    int64
	paces []*rate.Reservation
}

// refund gives back the pace of a pick that was not sent after all.
func (p *pick) refund(now time.Time) {
	for _, r := range p.paces {
		r.CancelAt(now)
	}
}

// An alarm is a delivery that becomes due, or with id 0 a line to look at again.
type alarm struct {
	at    time.Time
	chat  int64
	line  int
	class store.Class
	id    int64
}

type alarms []alarm

func (a alarms) Len() int           { return len(a) }
func (a alarms) Less(i, j int) bool { return a[i].at.Before(a[j].at) }
func (a alarms) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *alarms) Push(x any)        { *a = append(*a, x.(alarm)) }
func (a *alarms) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

func newQueue(limits Limits) *queue {
	return &queue{limits: limits, overall: limiter(limits.Overall), chats: map[int64]*chat{}}
}

func limiter(p Pace) *rate.Limiter {
	if p.PerSecond <= 0 {
		return rate.NewLimiter(rate.Inf, 1)
	}
	return rate.NewLimiter(rate.Limit(p.PerSecond), max(p.Burst, 1))
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

func (q *queue) pace(chat int64) *rate.Limiter {
	if chat < 0 {
		return limiter(q.limits.Group)
	}
	return limiter(q.limits.Private)
}

func lineOf(k store.Kind) int {
	switch k {
	case store.Toast, store.Inline:
		return toasts
	case store.Commands:
		return menus
	}
	return messages
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

// release lets the line of a pick go on.
func (q *queue) release(p *pick, now time.Time) {
	p.line.busy = false
	q.arrange(p.line, now)
}

// head is the highest class that may send now, or 0 and when to look again (zero
// if nothing waits).
func (l *line) head(now time.Time) (class store.Class, again time.Time) {
	for i := range l.lanes {
		lane := &l.lanes[i]
		if len(lane.ids) == 0 {
			continue
		}
		hold := lane.hold
		if l.chat.hold.After(hold) {
			hold = l.chat.hold
		}
		if !hold.After(now) {
			return store.Class(i + 1), time.Time{}
		}
		if again.IsZero() || hold.Before(again) {
			again = hold
		}
	}
	return 0, again
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

// sleep has the line looked at again then.
func (q *queue) sleep(l *line, at time.Time) {
	if l.wake.IsZero() || at.Before(l.wake) {
		l.wake = at
		heap.Push(&q.alarms, alarm{at: at, chat: l.chat.id, line: l.index})
	}
}

// forget drops a chat once nothing waits for it, nothing is in hand and its pace
// has recovered.
func (q *queue) forget(l *line, now time.Time) {
	c := l.chat
	for i := range c.lines {
		if c.lines[i].busy || slices.ContainsFunc(c.lines[i].lanes[:], func(l lane) bool { return len(l.ids) > 0 }) {
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

// wake brings what has become due into its line.
func (q *queue) wake(now time.Time) {
	for len(q.alarms) > 0 && !q.alarms[0].at.After(now) {
		a := heap.Pop(&q.alarms).(alarm)
		if a.id != 0 {
			q.line(a, now)
			continue
		}
		if c, ok := q.chats[a.chat]; ok {
			l := &c.lines[a.line]
			if l.wake.Equal(a.at) {
				l.wake = time.Time{}
			}
			q.arrange(l, now)
		}
	}
}

// turnedBack forgets every wait and pace: the clock was set back, and they would
// last too long.
func (q *queue) turnedBack(now time.Time) {
	q.overall, q.full = limiter(q.limits.Overall), time.Time{}
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
// highest class, and within it the chat that has waited longest.
func (q *queue) next(now time.Time) *pick {
	if p := q.take(unpaced, now); p != nil {
		return p
	}
	if len(q.ready[1])+len(q.ready[2])+len(q.ready[3]) == 0 {
		return nil
	}
	if wait := delay(q.overall, now); wait > 0 {
		q.full = now.Add(wait)
		return nil
	}
	for rank := 1; rank < len(q.ready); rank++ {
		if p := q.take(rank, now); p != nil {
			p.paces = append(p.paces, q.overall.ReserveN(now, 1))
			return p
		}
	}
	return nil
}

// delay is how long the limiter wants us to wait; 0 lets a message through.
func delay(l *rate.Limiter, now time.Time) time.Duration {
	missing := 1 - l.TokensAt(now)
	if l.Limit() == rate.Inf || missing <= 0 {
		return 0
	}
	return time.Duration(math.Ceil(missing / float64(l.Limit()) * float64(time.Second)))
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
		if class == 0 {
			q.arrange(l, now)
			continue
		}
		p := &pick{line: l, class: class, id: l.lanes[class-1].ids[0]}
		if rank != unpaced {
			if wait := delay(l.chat.pace, now); wait > 0 {
				q.sleep(l, now.Add(wait))
				continue
			}
			p.paces = append(p.paces, l.chat.pace.ReserveN(now, 1))
		}
		l.busy = true
		return p
	}
	return nil
}

// soonest is when something may become possible by itself; zero if nothing will.
func (q *queue) soonest(now time.Time) (at time.Time) {
	if len(q.alarms) > 0 {
		at = q.alarms[0].at
	}
	if q.full.After(now) && (at.IsZero() || q.full.Before(at)) {
		at = q.full
	}
	return at
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

// move puts what waits for a chat where it belongs under the new id. A line with
// a delivery in hand follows when its next turn comes.
func (q *queue) move(c *chat, to int64, now time.Time) {
	for i := range c.lines {
		l := &c.lines[i]
		if l.busy {
			continue
		}
		for j := range l.lanes {
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
