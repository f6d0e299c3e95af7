package outbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"thuky/bot/outbox"
	"thuky/store"
)

// A message of which nobody ever knows whether it arrived must not be repeated to
// its reader for ever, nor keep back what waits behind it.
func TestPoisonIsGivenUpWhileOthersArrive(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.answers(func(d store.Delivery) error {
			if d.Message.Text == "độc" {
				return outbox.ErrUncertain
			}
			return nil
		})
		o.run()
		o.queue(store.Delivery{Chat: 1, Message: text("độc")}, store.Delivery{Chat: 1, Message: text("sau")})
		for i := range 60 {
			o.rest(5 * time.Second)
			o.queue(store.Delivery{Chat: 2, Message: text(fmt.Sprint("khác ", i))})
		}
		o.idle()
		tries := 0
		for _, c := range o.messenger.texts() {
			if strings.Contains(c, "độc") {
				tries++
			}
		}
		if tries < 5 || tries > 12 {
			t.Errorf("the poison was sent %d times", tries)
		}
		o.wantEnds(0, map[store.Outcome]int{store.Unknown: 1})
	})
}

// While the messenger fails for everybody, nothing is given up for half an hour.
func TestDoubtfulOutageGivesNothingUp(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		began := o.now()
		o.messenger.answers(func(d store.Delivery) error {
			if o.now().Sub(began) < 30*time.Minute {
				return outbox.ErrUncertain
			}
			return nil
		})
		o.run()
		for chat := range int64(5) {
			o.queue(store.Delivery{Chat: chat + 1, Message: text("trả lời")})
		}
		o.idle()
		o.wantEnds(0, none)
	})
}

// A part that was in hand when its broadcast was paused, and was not sent, is found too
// late just when the broadcast goes on: it is sent.
func TestGoesOnWhileFoundTooLate(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.answers(func(d store.Delivery) error {
			switch {
			case d.Chat == 2:
				time.Sleep(10 * time.Second) // so that what is settled waits for it a moment
			case len(o.messenger.all()) == 1:
				time.Sleep(time.Second)
				return &outbox.RetryError{After: time.Second}
			}
			return nil
		})
		var b store.Broadcast
		steer := func(do func(*store.Tx, store.Broadcast, string, time.Time) (bool, error)) {
			o.write(func(tx *store.Tx) error {
				b, _, err := tx.Broadcast(b.ID)
				if err != nil {
					return err
				}
				_, err = do(tx, b, "an", o.now())
				return err
			})
		}
		o.write(func(tx *store.Tx) (err error) {
			if err := tx.RegisterGroup(store.Group{Chat: -1, Title: "Giao ban", Since: o.now()}); err != nil {
				return err
			}
			b, err = tx.NewBroadcast(store.Broadcast{Sender: "an", Parts: []store.Part{{Message: text("họp")}}}, []store.Recipient{{Chat: -1}}, o.now())
			if err != nil {
				return err
			}
			_, err = tx.TendBroadcasts(1, o.now())
			return err
		})
		o.run()
		o.rest(500 * time.Millisecond)
		steer((*store.Tx).PauseBroadcast)
		o.queue(store.Delivery{Chat: 2, Message: text("trả lời")})
		o.rest(1504 * time.Millisecond) // it is held until 2 s, then too late, which is not recorded yet
		steer((*store.Tx).ResumeBroadcast)
		o.idle()
		o.rest(time.Minute)
		o.want("0s send -1: họp", "500ms send 2: trả lời", "2.006s send -1: họp")
		o.wantEnds(0, none)
	})
}
