package outbox_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"thuky/bot/outbox"
	"thuky/store"
)

// waits lets people ask in the middle of whatever goes on and returns how long each
// waited until the answer left.
func (o *office) waits(asks int, pause time.Duration, chat func(i int) int64) (longest time.Duration) {
	o.Helper()
	asked := map[string]time.Duration{}
	for i := range asks {
		o.rest(pause)
		answer := fmt.Sprint("trả lời ", o.queued)
		asked[answer] = time.Since(o.start)
		o.queue(store.Delivery{Chat: chat(i), Message: text(answer)})
	}
	o.rest(20 * time.Second)
	answered := 0
	for _, c := range o.messenger.all() {
		if at, is := asked[c.Message.Text]; is {
			answered++
			longest = max(longest, c.at-at)
		}
	}
	if answered != asks {
		o.Errorf("%d answers of %d", answered, asks)
	}
	return longest
}

// broadcast queues so many parts to each of the chats.
func (o *office) broadcast(parts int, chats ...int64) {
	var all []store.Delivery
	for i := range parts {
		for _, chat := range chats {
			all = append(all, store.Delivery{Chat: chat, Class: store.Bulk, Message: text(fmt.Sprint("phần ", i))})
		}
	}
	o.queue(all...)
}

// Whoever asks in the middle of a broadcast waits exactly as long as at any other time,
// also in the chat that just gets its parts, at whatever moment they ask.
func TestAnswersDuringABroadcastAreAsFastAsEver(t *testing.T) {
	var everywhere []int64
	for chat := int64(-30); chat <= 300; chat++ {
		if chat != 0 {
			everywhere = append(everywhere, chat)
		}
	}
	for _, c := range []struct {
		name  string
		chats []int64
		asker int64
		pause time.Duration // between two questions
	}{
		{"to one person", []int64{1}, 1, 1370 * time.Millisecond},
		{"to one group", []int64{-1}, -1, 4570 * time.Millisecond},
		{"to everybody, one asks", everywhere, 150, 1370 * time.Millisecond},
		{"to everybody, many ask", everywhere, 0, 90 * time.Millisecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			inOffice(t, outbox.DefaultLimits(), func(o *office) {
				o.messenger.takes = 40 * time.Millisecond
				dice := rand.New(rand.NewPCG(1, 2))
				who := func(i int) int64 {
					if c.asker != 0 {
						return c.asker
					}
					return int64(1 + (i*37+dice.IntN(30))%300)
				}
				o.run()
				idle := o.waits(30, c.pause, who)
				o.broadcast(60, c.chats...)
				if busy := o.waits(30, c.pause, who); busy > idle {
					t.Errorf("an answer waits %s, %s while nothing else goes on", busy, idle)
				}
				checkPace(t, o.messenger.all(), o.limits)
			})
		})
	}
}

// Files that take long, to more chats than there are hands, keep nobody's answer, in
// their chats or elsewhere.
func TestAnswersDoNotWaitForHands(t *testing.T) {
	limits := unlimited()
	limits.InFlight = 8
	inOffice(t, limits, func(o *office) {
		o.messenger.answers(func(d store.Delivery) error {
			if d.Class == store.Bulk {
				time.Sleep(20 * time.Second)
			}
			return nil
		})
		o.broadcast(1, 1, 2, 3, 4, 5, 6, 7, 8)
		o.run()
		o.rest(time.Second)
		if n := len(o.messenger.all()); n != 6 {
			t.Errorf("%d of the broadcast in hand, want three quarters of the hands", n)
		}
		o.queue(store.Delivery{Chat: 1, Message: text("trả lời 1")}, store.Delivery{Chat: 9, Message: text("trả lời 9")})
		o.rest(time.Second)
		var answers []string
		for _, text := range o.messenger.texts() {
			if strings.Contains(text, "trả lời") {
				answers = append(answers, text)
			}
		}
		if got := strings.Join(answers, ", "); got != "1s send 1: trả lời 1, 1s send 9: trả lời 9" {
			t.Errorf("answered: %s", got)
		}
		o.idle()
		o.wantEnds(0, none)
	})
}

// Of two edits of a message the later one is the last to arrive, whatever their classes.
func TestEditsOfAMessageKeepTheirOrder(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.run()
		screen := o.screen(1)
		o.queue(store.Delivery{Chat: 1, Screen: screen, Message: text("mở")})
		o.idle()
		o.messenger.takes = time.Second
		o.queue(store.Delivery{Chat: 1, Class: store.Bulk, Kind: store.Edit, Screen: screen, Message: text("đính chính")})
		o.rest(500 * time.Millisecond)
		o.queue(store.Delivery{Chat: 1, Kind: store.Edit, Screen: screen, Message: text("đã nhận")})
		o.idle()
		o.want("0s send 1: mở", "0s edit 1: đính chính", "1s edit 1: đã nhận")
	})
}

// Whoever presses the button of a message before its arrival is recorded sees it change,
// and no answer is kept for longer than that.
func TestEditOfAMessageThatIsInHand(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.answers(func(d store.Delivery) error {
			if d.Class == store.Bulk {
				time.Sleep(time.Second)
			}
			return nil
		})
		screen := o.screen(1)
		o.queue(store.Delivery{Chat: 1, Class: store.Bulk, Screen: screen, Message: text("thông báo")},
			store.Delivery{Chat: 1, Class: store.Bulk, Message: text("phần 2")})
		o.run()
		o.rest(500 * time.Millisecond)
		o.queue(store.Delivery{Chat: 1, Message: text("trả lời")},
			store.Delivery{Chat: 1, Kind: store.Edit, Screen: screen, InPlace: true, Message: text("đã nhận")})
		o.idle()
		o.want("0s send 1: thông báo", "500ms send 1: trả lời", "1s edit 1: đã nhận", "1s send 1: phần 2")
		o.wantEnds(0, none)
	})
}

// A group moves while a part of a broadcast and an answer to it are both in hand.
func TestMovedWhileAnsweredBesideABroadcast(t *testing.T) {
	for slow, want := range map[store.Class]string{
		store.Answer: "2s send -100: trả lời 1, 2s send -100: trả lời 2, 2s send -100: phần 0, 2s send -100: phần 1",
		store.Bulk:   "1.003s send -100: trả lời 1, 1.006s send -100: trả lời 2, 2s send -100: phần 0, 2s send -100: phần 1",
	} {
		t.Run(fmt.Sprint(slow), func(t *testing.T) {
			inOffice(t, unlimited(), func(o *office) {
				o.messenger.answers(func(d store.Delivery) error {
					if d.Chat != -1 {
						return nil
					}
					if d.Class == slow {
						time.Sleep(time.Second)
					}
					time.Sleep(time.Second)
					return &outbox.MovedError{To: -100}
				})
				o.broadcast(2, -1)
				o.run()
				o.rest(0)
				o.queue(store.Delivery{Chat: -1, Message: text("trả lời 1")}, store.Delivery{Chat: -1, Message: text("trả lời 2")})
				o.idle()
				var got []string
				for _, text := range o.messenger.texts() {
					if strings.Contains(text, "-100") {
						got = append(got, text)
					}
				}
				if strings.Join(got, ", ") != want {
					t.Errorf("the new group got %s\nwant %s", strings.Join(got, ", "), want)
				}
				o.wantEnds(0, none)
			})
		})
	}
}
