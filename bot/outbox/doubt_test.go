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
