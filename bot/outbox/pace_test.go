package outbox_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"thuky/bot/outbox"
	"thuky/store"
)

func TestOrderHoldsWithinChatAndClass(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.takes = 10 * time.Millisecond
		o.queue(
			store.Delivery{Chat: 1, Class: store.Bulk, Message: text("thông báo")},
			store.Delivery{Chat: 1, Class: store.Reminder, Message: text("nhắc 1")},
			store.Delivery{Chat: 1, Class: store.Reminder, Message: text("nhắc 2")},
			store.Delivery{Chat: 1, Class: store.Answer, Message: text("trả lời 1")},
			store.Delivery{Chat: 1, Class: store.Answer, Message: text("trả lời 2")},
		)
		o.run()
		o.idle()
		o.want(
			"0s send 1: trả lời 1",
			"10ms send 1: trả lời 2",
			"20ms send 1: nhắc 1",
			"30ms send 1: nhắc 2",
			"40ms send 1: thông báo",
		)
	})
}

// A broadcast to the whole office takes as long as the pace asks for, and no longer.
func TestPace(t *testing.T) {
	limits := outbox.DefaultLimits()
	for _, c := range []struct {
		name            string
		private, groups int // chats
		each            int // messages to each
		floor           time.Duration
	}{
		// 330 messages at 28 a second
		{"overall", 300, 30, 1, 329 * time.Second / 28},
		// in a private chat one a second
		{"private chat", 1, 0, 10, 9 * time.Second},
		// in a group two at once, then 18 a minute
		{"group", 0, 1, 10, 8 * time.Minute / 18},
		{"all", 300, 30, 4, max(2*time.Minute/18, (4*330-1)*time.Second/28)},
	} {
		t.Run(c.name, func(t *testing.T) {
			inOffice(t, limits, func(o *office) {
				var all []store.Delivery
				for i := range c.each {
					for chat := -c.groups; chat <= c.private; chat++ {
						if chat != 0 {
							all = append(all, store.Delivery{Chat: int64(chat), Class: store.Bulk, Message: text(fmt.Sprint(i))})
						}
					}
				}
				o.queue(all...)
				o.run()
				o.idle()
				calls := o.messenger.all()
				if len(calls) != len(all) {
					t.Fatalf("%d delivered of %d", len(calls), len(all))
				}
				took := calls[len(calls)-1].at
				if slack := took - c.floor; slack < -time.Millisecond || slack > 100*time.Millisecond {
					t.Errorf("took %s, floor %s", took, c.floor)
				}
				checkPace(t, calls, limits)
			})
		})
	}
}

// checkPace fails for any span of time in which more was sent than the limits let
// through.
func checkPace(t *testing.T, calls []call, limits outbox.Limits) {
	t.Helper()
	check := func(what string, times []time.Duration, p outbox.Pace) {
		for i := range times {
			for n := p.Burst; i+n < len(times); n *= 2 {
				span := times[i+n] - times[i]
				if least := float64(n+1-p.Burst) / p.PerSecond; span.Seconds() < least-0.001 {
					t.Fatalf("%s: %d messages in %s after %s", what, n+1, span, times[i])
				}
			}
		}
	}
	all, chats := []time.Duration{}, map[int64][]time.Duration{}
	for _, c := range calls {
		if c.Kind == store.Send || c.Kind == store.Edit {
			all = append(all, c.at)
			chats[c.Chat] = append(chats[c.Chat], c.at)
		}
	}
	check("overall", all, limits.Overall)
	for chat, times := range chats {
		pace := limits.Private
		if chat < 0 {
			pace = limits.Group
		}
		check(fmt.Sprint("chat ", chat), times, pace)
	}
}

func TestToastsAndMenusDoNotWaitForMessages(t *testing.T) {
	inOffice(t, outbox.DefaultLimits(), func(o *office) {
		for i := range 8 {
			o.queue(store.Delivery{Chat: 1, Message: text(fmt.Sprint(i))})
		}
		for range 5 {
			o.queue(store.Delivery{Chat: 1, Kind: store.Toast, Message: store.Message{Text: "đã ghi", Query: "q"}})
		}
		o.queue(store.Delivery{Chat: 1, Kind: store.Commands, Class: store.Bulk})
		o.run()
		o.idle()
		var messages time.Duration
		for _, c := range o.messenger.all() {
			if c.Kind != store.Send && c.at > 0 {
				t.Errorf("late: %s", c)
			}
			messages = max(messages, c.at)
		}
		if messages.Round(time.Millisecond) != 5*time.Second {
			t.Errorf("messages took %s, want 5s: three at once, five more at one a second", messages)
		}
	})
}

func TestEditsCountInPace(t *testing.T) {
	inOffice(t, outbox.DefaultLimits(), func(o *office) {
		o.run()
		for i := range 6 {
			screen := o.screen(-1)
			o.queue(store.Delivery{Chat: -1, Screen: screen, Message: text(fmt.Sprint(i))})
			o.idle()
			o.queue(store.Delivery{Chat: -1, Kind: store.Edit, Screen: screen, Message: text(fmt.Sprint(i))})
			o.idle()
		}
		checkPace(t, o.messenger.all(), o.limits)
	})
}

func TestSlowChatDelaysNoOther(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.answers(func(d store.Delivery) error {
			if d.Chat == 1 {
				time.Sleep(20 * time.Second)
			}
			return nil
		})
		for i := range 5 {
			o.queue(store.Delivery{Chat: 1, Message: text("chậm")}, store.Delivery{Chat: 2, Message: text(fmt.Sprint(i))})
		}
		o.run()
		o.rest(time.Second)
		if got := len(o.messenger.all()); got != 6 {
			t.Errorf("%d calls in a second, want 1 to the slow chat and 5 to the other", got)
		}
		o.idle()
		if got := len(o.messenger.all()); got != 10 {
			t.Errorf("%d calls, want 10", got)
		}
	})
}

// A chat with much to receive does not keep the others waiting.
func TestChatsTakeTurns(t *testing.T) {
	inOffice(t, outbox.Limits{Overall: outbox.Pace{PerSecond: 1, Burst: 1}, InFlight: 1}, func(o *office) {
		for i := range 20 {
			o.queue(store.Delivery{Chat: 1, Message: text(fmt.Sprint(i))})
		}
		o.run()
		o.rest(5500 * time.Millisecond)
		o.queue(store.Delivery{Chat: 2, Message: text("a")}, store.Delivery{Chat: 2, Message: text("b")})
		o.rest(4 * time.Second)
		var order []int64
		for _, c := range o.messenger.all() {
			order = append(order, c.Chat)
		}
		if want := []int64{1, 1, 1, 1, 1, 1, 1, 2, 1, 2}; !slices.Equal(order, want) {
			t.Errorf("chats in order %v, want %v", order, want)
		}
	})
}

func TestAtMostInFlight(t *testing.T) {
	inOffice(t, outbox.Limits{InFlight: 4}, func(o *office) {
		o.messenger.takes = time.Second
		for i := range 20 {
			o.queue(store.Delivery{Chat: int64(i + 1), Message: text("x")})
		}
		o.run()
		o.idle()
		if o.messenger.most != 4 {
			t.Errorf("%d at once, want 4", o.messenger.most)
		}
	})
}

func TestNotBefore(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.run()
		o.queue(
			store.Delivery{Chat: 1, Message: text("sau"), NotBefore: o.now().Add(90 * time.Minute)},
			store.Delivery{Chat: 1, Message: text("trước"), NotBefore: o.now().Add(time.Minute)},
			store.Delivery{Chat: 1, Message: text("ngay")},
		)
		o.rest(3 * time.Hour)
		o.want("0s send 1: ngay", "1m0s send 1: trước", "1h30m0s send 1: sau")
	})
}

// Whoever shifts the clock knocks.
func TestShiftedClock(t *testing.T) {
	inOffice(t, outbox.DefaultLimits(), func(o *office) {
		o.run()
		o.queue(store.Delivery{Chat: 1, Message: text("mai"), NotBefore: o.now().Add(24 * time.Hour)})
		o.rest(time.Second)
		o.want()
		o.shift = 24 * time.Hour
		o.sender.Knock()
		o.want("1s send 1: mai")

		// Set back, nothing waits for the hour to come round again.
		for i := range 4 {
			o.queue(store.Delivery{Chat: 1, Message: text(fmt.Sprint(i))})
		}
		o.rest(time.Millisecond)
		o.shift = 0
		o.sender.Knock()
		o.rest(5 * time.Second)
		if got := len(o.messenger.all()); got != 5 {
			t.Errorf("%d calls, want 5: %v", got, o.messenger.texts())
		}
	})
}

// A knock may be lost in a failure.
func TestLooksByItself(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.run()
		o.rest(500 * time.Millisecond)
		o.write(func(tx *store.Tx) error {
			return tx.Queue(store.Delivery{Deed: "x", Chat: 1, Class: store.Answer, Kind: store.Send}, o.now())
		})
		o.rest(30 * time.Second)
		if len(o.messenger.all()) != 1 {
			t.Error("not seen within half a minute")
		}
	})
}
