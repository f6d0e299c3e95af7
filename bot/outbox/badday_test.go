package outbox_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"thuky/bot/outbox"
	"thuky/store"
)

// A bad day: every kind of error, slow chats, restarts. Everything that was
// queued ends once and for all, nothing overtakes its lane, no chat is spoken to
// twice at once but to answer beside a broadcast, and a broadcast in doubt is left alone.
func TestBadDay(t *testing.T) {
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			limits := outbox.DefaultLimits()
			limits.InFlight = 6
			inOffice(t, limits, func(o *office) {
				day := &badDay{T: t, dice: rand.New(rand.NewPCG(seed, 1)), busy: map[int64]store.Delivery{},
					last: map[string]int64{}, ended: map[int64]bool{}}
				o.messenger.answers(day.answer)
				for range 200 {
					o.queue(store.Delivery{Chat: int64(day.dice.IntN(8)) - 3, Class: store.Class(day.dice.IntN(3) + 1), Message: text("x")})
				}
				o.run()
				var started time.Duration // the last sender knows nothing of what those before it sent
				for range 5 {
					o.rest(7 * time.Second)
					if err := o.stop(); err != nil {
						t.Fatal(err)
					}
					o.kill()
					started = time.Since(o.start)
					o.run()
				}
				o.idle()
				if len(day.ended) != 200 {
					t.Errorf("%d ended of 200", len(day.ended))
				}
				o.wantEnds(0, o.health().Ended)
				checkPace(t, slices.DeleteFunc(o.messenger.all(), func(c call) bool { return c.at < started }), limits)
			})
		})
	}
}

type badDay struct {
	*testing.T
	sync.Mutex
	dice  *rand.Rand
	busy  map[int64]store.Delivery // what is in hand for a chat, a broadcast's first
	last  map[string]int64         // delivery a lane was last asked for
	ended map[int64]bool           // deliveries that ended
}

// answer checks that the delivery may come now, and rolls the dice.
func (day *badDay) answer(d store.Delivery) error {
	day.Lock()
	lane := fmt.Sprint(d.Chat, d.Class)
	inHand, busy := day.busy[d.Chat]
	if busy && (inHand.Class != store.Bulk || d.Class == store.Bulk) || day.ended[d.ID] || d.ID < day.last[lane] {
		day.Errorf("delivery %d to %d after %d: busy %v, ended %v", d.ID, d.Chat, day.last[lane], busy, day.ended[d.ID])
	}
	if day.last[lane] = d.ID; !busy {
		day.busy[d.Chat] = d
	}
	luck, takes := day.dice.IntN(12), time.Duration(day.dice.IntN(400))*time.Millisecond
	day.Unlock()
	time.Sleep(takes)
	day.Lock()
	defer day.Unlock()
	if day.busy[d.Chat].ID == d.ID {
		delete(day.busy, d.Chat)
	}
	switch luck {
	case 0:
		return &outbox.RetryError{After: 5 * time.Second}
	case 1:
		return outbox.ErrUnsent
	case 2:
		if d.Class == store.Bulk {
			day.ended[d.ID] = true
		}
		return outbox.ErrUncertain
	case 3:
		day.ended[d.ID] = true
		return &outbox.RefusedError{Reason: "no"}
	}
	day.ended[d.ID] = true
	return nil
}
