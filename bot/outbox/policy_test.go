package outbox_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"thuky/bot/outbox"
	"thuky/store"
)

// screen makes a screen that is not shown yet.
func (o *office) screen(chat int64) (id int64) {
	o.Helper()
	o.write(func(tx *store.Tx) error {
		s, err := tx.NewScreen(store.Screen{Chat: chat, Duty: "test"}, nil, o.now())
		id = s.ID
		return err
	})
	return id
}

// shown is the message that shows the screen.
func (o *office) shown(screen int64) (s store.Screen) {
	o.Helper()
	o.write(func(tx *store.Tx) (err error) {
		s, _, err = tx.Screen(screen)
		return err
	})
	return s
}

// once answers with err the first time it is asked something in the chat.
func once(chat int64, err error) func(store.Delivery) error {
	said := false
	return func(d store.Delivery) error {
		if d.Chat != chat || said {
			return nil
		}
		said = true
		return err
	}
}

func TestRetryAfterHoldsTheChatOnly(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.answers(once(1, &outbox.RetryError{After: 40 * time.Second}))
		o.run()
		o.queue(store.Delivery{Chat: 1, Class: store.Reminder, Message: text("nhắc")})
		o.rest(time.Second)
		o.queue(store.Delivery{Chat: 1, Message: text("trả lời")},
			store.Delivery{Chat: 1, Class: store.Bulk, Message: text("thông báo")},
			store.Delivery{Chat: 2, Message: text("người khác")})
		o.idle()
		o.want("0s send 1: nhắc", "1s send 2: người khác",
			"40s send 1: trả lời", "40s send 1: nhắc", "40s send 1: thông báo")
		o.wantEnds(0, none)
	})
}

var none = map[store.Outcome]int{}

func TestMigratedGroupIsFollowed(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.answers(func(d store.Delivery) error {
			if d.Chat == -1 {
				return fmt.Errorf("send: %w", &outbox.MovedError{To: -100})
			}
			return nil
		})
		o.messenger.takes = 10 * time.Millisecond
		screen := o.screen(-1)
		o.queue(
			store.Delivery{Chat: -1, Class: store.Bulk, Message: text("1")},
			store.Delivery{Chat: -1, Class: store.Bulk, Message: text("2")},
			store.Delivery{Chat: -1, Class: store.Bulk, Message: text("mai"), NotBefore: o.now().Add(time.Hour)},
		)
		o.run()
		o.idle()
		o.queue(store.Delivery{Chat: -1, Screen: screen, Message: text("vẫn theo số cũ")})
		o.rest(2 * time.Hour)
		o.want("0s send -1: 1", "10ms send -100: 1", "20ms send -100: 2", "30ms send -100: vẫn theo số cũ", "1h0m0s send -100: mai")
		if s := o.shown(screen); s.Chat != -100 || s.Message == 0 {
			t.Errorf("screen is %+v", s)
		}
		o.wantEnds(0, none)
	})
}

func TestGoneRecipient(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		blocked := &outbox.GoneError{Reason: "Forbidden: bot was blocked by the user"}
		o.messenger.answers(once(1, blocked))
		o.queue(
			store.Delivery{Chat: 1, Class: store.Bulk, Message: text("1")},
			store.Delivery{Chat: 1, Class: store.Bulk, Message: text("2")},
			store.Delivery{Chat: 2, Class: store.Bulk, Message: text("người khác")},
		)
		o.run()
		o.idle()
		o.queue(store.Delivery{Chat: 1, Message: text("3")})
		o.idle()
		o.want("0s send 1: 1", "0s send 2: người khác")
		o.wantEnds(0, map[store.Outcome]int{store.Undelivered: 3})

		o.rest(time.Second)
		o.write(func(tx *store.Tx) error { return tx.Revive(1) })
		o.queue(store.Delivery{Chat: 1, Message: text("4")})
		o.idle()
		o.want("0s send 1: 1", "0s send 2: người khác", "1s send 1: 4")
	})
}

func TestRefusedIsNotRepeated(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.answers(once(1, &outbox.RefusedError{Reason: "Bad Request: message is too long"}))
		o.queue(store.Delivery{Chat: 1, Message: text("dài")}, store.Delivery{Chat: 1, Message: text("sau")})
		o.run()
		o.idle()
		o.want("0s send 1: dài", "0s send 1: sau")
		o.wantEnds(0, map[store.Outcome]int{store.Undelivered: 1})
	})
}

func TestMarkupRefusedIsSentPlain(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.answers(func(d store.Delivery) error {
			if d.Chat == 2 || d.Message.Text[0] == '<' {
				return outbox.ErrMarkup
			}
			return nil
		})
		o.queue(
			store.Delivery{Chat: 1, Message: text(`<b>Phòng 9</b>: 8 &lt; 9 <i>&amp; 3 < 4`)},
			store.Delivery{Chat: 2, Message: text("không bao giờ")},
		)
		o.run()
		o.idle()
		calls := map[int64][]string{}
		for _, c := range o.messenger.all() {
			calls[c.Chat] = append(calls[c.Chat], c.Message.Text)
		}
		// Still HTML, as every text, but without markup.
		if got := calls[1]; len(got) != 2 || got[1] != "Phòng 9: 8 &lt; 9 &amp; 3 &lt; 4" {
			t.Errorf("sent %q", got)
		}
		if got := calls[2]; len(got) != 2 {
			t.Errorf("plain text was tried %d times, want once with markup and once without", len(got))
		}
		o.wantEnds(0, map[store.Outcome]int{store.Undelivered: 1})
	})
}

// What may have been sent is repeated, but for a broadcast.
func TestUncertain(t *testing.T) {
	for _, c := range []struct {
		name  string
		d     store.Delivery
		calls int
		ends  map[store.Outcome]int
	}{
		{"answer", store.Delivery{Class: store.Answer}, 4, none},
		{"reminder", store.Delivery{Class: store.Reminder}, 4, none},
		{"broadcast", store.Delivery{Class: store.Bulk}, 1, map[store.Outcome]int{store.Unknown: 1}},
		{"menu for all", store.Delivery{Class: store.Bulk, Kind: store.Commands}, 4, none},
	} {
		t.Run(c.name, func(t *testing.T) {
			inOffice(t, unlimited(), func(o *office) {
				left := 3
				o.messenger.answers(func(store.Delivery) error {
					if left == 0 {
						return nil
					}
					left--
					return fmt.Errorf("answer lost: %w", outbox.ErrUncertain)
				})
				c.d.Chat = 1
				o.queue(c.d)
				o.run()
				o.idle()
				calls := o.messenger.all()
				if len(calls) != c.calls {
					t.Errorf("%d calls, want %d", len(calls), c.calls)
				}
				if c.calls == 4 && calls[3].at != 7*time.Second {
					t.Errorf("last try after %s, want 1+2+4 seconds", calls[3].at)
				}
				o.wantEnds(0, c.ends)
			})
		})
	}
}

// What was certainly not sent is repeated, and stays at the head of its lane.
func TestUnsent(t *testing.T) {
	for _, err := range []error{outbox.ErrUnsent, errors.New("anything else")} {
		inOffice(t, unlimited(), func(o *office) {
			o.messenger.answers(once(1, err))
			o.queue(store.Delivery{Chat: 1, Class: store.Bulk, Message: text("1")},
				store.Delivery{Chat: 1, Class: store.Bulk, Message: text("2")})
			o.run()
			o.idle()
			o.want("0s send 1: 1", "1s send 1: 1", "1s send 1: 2")
			o.wantEnds(0, none)
		})
	}
}

func TestPanickingCourier(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		first := true
		o.messenger.answers(func(store.Delivery) error {
			if first {
				first = false
				panic("bug")
			}
			return nil
		})
		o.queue(store.Delivery{Chat: 1, Message: text("1")})
		o.run()
		o.idle()
		o.want("0s send 1: 1", "1s send 1: 1")
	})
}

func TestExpired(t *testing.T) {
	inOffice(t, outbox.Limits{Private: outbox.Pace{PerSecond: 1, Burst: 3}}, func(o *office) {
		var all []store.Delivery
		for i := range 6 { // three at once, then one a second
			all = append(all, store.Delivery{Chat: 1, Class: store.Reminder, Message: text(fmt.Sprint(i)), NotAfter: o.now().Add(1500 * time.Millisecond)})
		}
		o.queue(all...)
		o.queue(store.Delivery{Chat: 1, Class: store.Reminder, Message: text("còn hạn")})
		o.run()
		o.idle()
		o.want("0s send 1: 0", "0s send 1: 1", "0s send 1: 2", "1s send 1: 3", "2s send 1: còn hạn")
		o.wantEnds(0, map[store.Outcome]int{store.Expired: 2})
	})
}

func TestWithdrawnJustBeforeSending(t *testing.T) {
	inOffice(t, outbox.Limits{Private: outbox.Pace{PerSecond: 1, Burst: 3}}, func(o *office) {
		for i := range 5 {
			o.queue(store.Delivery{Deed: fmt.Sprintf("remind/%d", i), Chat: 1, Class: store.Reminder, Message: text(fmt.Sprint(i))})
		}
		o.run()
		o.rest(500 * time.Millisecond)
		o.write(func(tx *store.Tx) error { return tx.Withdraw("remind/3", "hoãn", o.now()) })
		o.idle()
		o.want("0s send 1: 0", "0s send 1: 1", "0s send 1: 2", "1s send 1: 4")
		o.wantEnds(0, none)
	})
}

func TestScreens(t *testing.T) {
	inOffice(t, outbox.Limits{Private: outbox.Pace{PerSecond: 1, Burst: 1}, InFlight: 4}, func(o *office) {
		o.run()
		screen := o.screen(1)
		o.queue(store.Delivery{Chat: 1, Screen: screen, Message: text("mở")})
		for _, s := range []string{"a", "b", "c"} {
			o.queue(store.Delivery{Chat: 1, Kind: store.Edit, Screen: screen, Message: text(s)})
		}
		o.idle() // the first edits were replaced by the last
		o.want("0s send 1: mở", "1s edit 1: c")
		if calls := o.messenger.all(); calls[1].Target != o.shown(screen).Message || calls[1].Target == 0 {
			t.Errorf("edited message %d, screen is %d", calls[1].Target, o.shown(screen).Message)
		}

		// The message was deleted: a new one takes its place, also for later edits.
		o.messenger.answers(func(d store.Delivery) error {
			if d.Target == 2 || d.Target == 1 {
				return outbox.ErrNoTarget
			}
			return nil
		})
		o.queue(store.Delivery{Chat: 1, Kind: store.Edit, Screen: screen, Message: text("d")})
		o.idle()
		o.queue(store.Delivery{Chat: 1, Kind: store.Edit, Screen: screen, Message: text("e")})
		o.idle()
		calls := o.messenger.all()
		if last := calls[len(calls)-1]; last.Kind != store.Edit || last.Target != o.shown(screen).Message || last.Target != 4 {
			t.Errorf("last call %s to %d, screen is message %d", last, last.Target, o.shown(screen).Message)
		}
		o.want("0s send 1: mở", "1s edit 1: c", "2s edit 1: d", "3s send 1: d", "4s edit 1: e")
	})
}

// An edit whose screen was never shown is a new message.
func TestEditOfNothing(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.answers(once(1, &outbox.RefusedError{Reason: "Bad Request"}))
		screen := o.screen(1)
		o.queue(store.Delivery{Chat: 1, Screen: screen, Message: text("mở")},
			store.Delivery{Chat: 1, Kind: store.Edit, Screen: screen, Message: text("a")})
		o.run()
		o.idle()
		o.want("0s send 1: mở", "0s send 1: a")
		if o.shown(screen).Message != 2 {
			t.Errorf("screen is message %d, want 2", o.shown(screen).Message)
		}
	})
}
