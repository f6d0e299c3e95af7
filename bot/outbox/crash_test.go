package outbox_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"thuky/bot/outbox"
	"thuky/store"
)

// A crash while the call is under way: the answer is repeated, the broadcast is
// not.
func TestCrashWhileSending(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.takes = time.Second
		o.queue(store.Delivery{Chat: 1, Message: text("trả lời")},
			store.Delivery{Chat: 2, Class: store.Reminder, Message: text("nhắc")},
			store.Delivery{Chat: 3, Class: store.Bulk, Message: text("thông báo")})
		o.run()
		o.rest(500 * time.Millisecond)
		o.kill()
		o.messenger.calls = nil
		o.run()
		o.idle()
		calls := map[string]int{}
		for _, c := range o.messenger.all() {
			calls[c.Message.Text]++
		}
		if fmt.Sprint(calls) != "map[nhắc:1 trả lời:1]" {
			t.Errorf("after the crash: %v", calls)
		}
		o.wantEnds(0, map[store.Outcome]int{store.Unknown: 1})
	})
}

// Wherever a kill strikes: no broadcast is sent twice, none is lost without being
// called unknown, no answer is lost, at most one is repeated, and order holds.
func TestKilledAtEveryStatement(t *testing.T) {
	const each = 2
	for fuse := 1; ; fuse++ {
		struck := false
		inOffice(t, outbox.Limits{InFlight: 1}, func(o *office) {
			for i := range each {
				for chat := range 2 {
					o.queue(store.Delivery{Chat: int64(chat + 1), Message: text(fmt.Sprint("trả lời ", i))},
						store.Delivery{Chat: int64(chat + 1), Class: store.Bulk, Message: text(fmt.Sprint("thông báo ", i))})
				}
			}
			o.crash.Lock()
			o.fuse = fuse
			o.crash.Unlock()
			o.run()
			o.rest(3 * time.Second)
			o.crash.Lock()
			struck = o.dead
			o.crash.Unlock()
			o.kill()
			o.run()
			o.idle()

			unknown := o.health().Ended[store.Unknown]
			calls, last, repeats := map[string]int{}, map[string]string{}, 0
			for _, c := range o.messenger.all() {
				key := fmt.Sprint(c.Chat, c.Message.Text)
				if calls[key]++; calls[key] > 1 {
					repeats++
					if c.Class == store.Bulk {
						t.Errorf("fuse %d: %s repeated", fuse, key)
					}
				}
				lane := fmt.Sprint(c.Chat, c.Class)
				if c.Message.Text < last[lane] {
					t.Errorf("fuse %d: %s after %s", fuse, c.Message.Text, last[lane])
				}
				last[lane] = c.Message.Text
			}
			if repeats > 1 || unknown > 1 || len(calls)+unknown < 4*each || len(calls) < 4*each-1 {
				t.Errorf("fuse %d: %d repeats, %d unknown, %d of %d called", fuse, repeats, unknown, len(calls), 4*each)
			}
			o.wantEnds(0, o.health().Ended)
		})
		if !struck || t.Failed() {
			if fuse < 30 {
				t.Errorf("only %d statements: the test strikes nothing", fuse)
			}
			return
		}
	}
}

// With one in flight an answer is recorded before the next is sent.
func TestOneInFlightIsRecordedFirst(t *testing.T) {
	inOffice(t, outbox.Limits{InFlight: 1}, func(o *office) {
		sent := 0
		o.messenger.answers(func(store.Delivery) error {
			if open := o.health().Open; open != 20-sent {
				t.Errorf("%d open while sending the %d. of 20", open, sent+1)
			}
			sent++
			return nil
		})
		var all []store.Delivery
		for i := range 20 {
			all = append(all, store.Delivery{Chat: int64(i%4 + 1), Message: text("x")})
		}
		o.queue(all...)
		o.run()
		o.idle()
	})
}

// The ledger fails for a while: what was delivered is recorded later, not
// delivered again.
func TestFullDisk(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.answers(func(store.Delivery) error {
			o.die()
			return nil
		})
		o.queue(store.Delivery{Chat: 1, Message: text("1")})
		o.run()
		o.rest(time.Minute)
		o.crash.Lock()
		o.dead = false
		o.crash.Unlock()
		o.messenger.answers(func(store.Delivery) error { return nil })
		o.rest(2 * time.Second)
		o.queue(store.Delivery{Chat: 1, Message: text("2")})
		o.idle()
		o.want("0s send 1: 1", "1m2s send 1: 2")
		o.wantEnds(0, none)
	})
}

func TestStopFinishesWhatIsInHand(t *testing.T) {
	inOffice(t, outbox.Limits{InFlight: 2}, func(o *office) {
		o.messenger.takes = 2 * time.Second
		for i := range 4 {
			o.queue(store.Delivery{Chat: int64(i + 1), Class: store.Bulk, Message: text("thông báo")})
		}
		o.run()
		o.rest(time.Second)
		if err := o.stop(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(o.start); took != 2*time.Second {
			t.Errorf("stopped after %s, want 2s", took)
		}
		if err := o.sender.Idle(context.Background()); err == nil {
			t.Error("Idle of a stopped sender does not fail")
		}
		o.want("0s send 1: thông báo", "0s send 2: thông báo")
		o.wantEnds(2, none)
		o.kill()
		o.run()
		o.idle()
		o.want("0s send 1: thông báo", "0s send 2: thông báo", "2s send 3: thông báo", "2s send 4: thông báo")
		o.wantEnds(0, none)
	})
}

func TestStopDoesNotWaitForEver(t *testing.T) {
	for _, c := range []struct {
		name string
		busy func(store.Delivery) error // how it hangs
		took time.Duration
		open int
		ends map[store.Outcome]int
	}{
		{"cut off", nil, 5 * time.Second, 1, map[store.Outcome]int{store.Unknown: 1}},
		{"deaf", func(store.Delivery) error { time.Sleep(time.Hour); return nil }, 10 * time.Second, 2, none},
	} {
		t.Run(c.name, func(t *testing.T) {
			inOffice(t, unlimited(), func(o *office) {
				if o.messenger.takes = 30 * time.Second; c.busy != nil {
					o.messenger.takes = 0
					o.messenger.answers(c.busy)
				}
				o.queue(store.Delivery{Chat: 1, Message: text("trả lời")}, store.Delivery{Chat: 2, Class: store.Bulk, Message: text("thông báo")})
				o.run()
				o.rest(0)
				if err := o.stop(); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(o.start); took != c.took {
					t.Errorf("stopped after %s, want %s", took, c.took)
				}
				o.wantEnds(c.open, c.ends)
				o.rest(time.Hour) // nobody waits for what the deaf one says in the end
				o.wantEnds(c.open, c.ends)
			})
		})
	}
}

// Three hours without network: the outbox knocks at the door now and then, and
// when it opens everything goes out at the usual pace.
func TestOutage(t *testing.T) {
	inOffice(t, outbox.DefaultLimits(), func(o *office) {
		for i := range 300 {
			o.queue(store.Delivery{Chat: int64(i + 1), Class: store.Reminder, Message: text("nhắc"), NotAfter: o.now().Add(4 * time.Hour)},
				store.Delivery{Chat: int64(i + 1), Class: store.Bulk, Message: text("thông báo")},
				store.Delivery{Chat: int64(i + 1), Class: store.Reminder, Message: text("đã muộn"), NotAfter: o.now().Add(time.Hour)})
		}
		const away = 3 * time.Hour
		o.messenger.answers(func(store.Delivery) error {
			time.Sleep(100 * time.Millisecond)
			if time.Since(o.start) < away {
				return fmt.Errorf("dial: %w", outbox.ErrUnsent)
			}
			return nil
		})
		o.run()
		o.rest(away)
		if tries := len(o.messenger.all()); tries > int(away/(30*time.Second))+20 || tries < int(away/(31*time.Second)) {
			t.Errorf("%d tries in three hours", tries)
		}
		if overdue := o.health().Overdue; !overdue.Equal(o.start) {
			t.Errorf("overdue since %s, want %s", overdue, o.start)
		}
		o.idle()
		var after []call
		for _, c := range o.messenger.all() {
			if c.at >= away {
				after = append(after, c)
			}
		}
		if len(after) != 600 || after[0].at > away+30*time.Second {
			t.Errorf("%d delivered, the first after %s", len(after), after[0].at-away)
		}
		checkPace(t, after, o.limits)
		o.wantEnds(0, map[store.Outcome]int{store.Expired: 300})
	})
}
