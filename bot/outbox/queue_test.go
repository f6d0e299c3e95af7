package outbox

import (
	"testing"
	"time"

	"thuky/store"
)

// What was delivered leaves nothing behind, but for the pace while it lasts.
func TestQueueForgets(t *testing.T) {
	q := newQueue(DefaultLimits())
	now := time.Date(2021, 10, 21, 9, 0, 0, 0, time.UTC)
	kinds := []store.Kind{store.Send, store.Edit, store.Toast, store.Commands}
	const all = 400
	for i := range int64(all) {
		q.add(store.Envelope{
			ID: i + 1, Chat: i%40 - 20, Class: store.Class(i%3 + 1), Kind: kinds[i%4],
			NotBefore: now.Add(time.Duration(i%5) * time.Minute),
		}, now)
	}
	done, tries := 0, 0
	for done < all {
		q.wake(now)
		for p := q.next(now); p != nil; p = q.next(now) {
			if tries++; tries%7 == 0 { // it fails, and comes again
				p.line.lanes[p.class-1].hold = now.Add(time.Second)
				q.again(p, now)
				p.refund(now)
				continue
			}
			q.done(p, now)
			done++
		}
		at := q.soonest(now)
		if at.IsZero() {
			break
		}
		now = at
	}
	if done != all || q.open != 0 {
		t.Fatalf("%d done of %d, %d open", done, all, q.open)
	}
	now = now.Add(longest)
	q.wake(now)
	if len(q.chats) != 0 || len(q.alarms) != 0 {
		t.Errorf("%d chats and %d alarms are left", len(q.chats), len(q.alarms))
	}
}
