package outbox_test

import (
	"testing"
	"time"

	"thuky/store"
)

func TestOrderHoldsWithinChatAndClass(t *testing.T) {
	inOffice(t, unlimited(), func(o *office) {
		o.messenger.takes = 10 * time.Millisecond
		o.queue(
			store.Delivery{Chat: 1, Class: store.Broadcast, Message: text("thông báo")},
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
