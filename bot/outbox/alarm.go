package outbox

import (
	"container/heap"
	"time"

	"thuky/store"
)

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

// sleep has the line looked at again then.
func (q *queue) sleep(l *line, at time.Time) {
	if l.wake.IsZero() || at.Before(l.wake) {
		l.wake = at
		heap.Push(&q.alarms, alarm{at: at, chat: l.chat.id, line: l.index})
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
