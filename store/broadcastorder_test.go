package store

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// A wire is a messenger that holds one delivery of every chat in hand.
type wire struct {
	*post
	dice  *rand.Rand
	hand  map[int64]Outgoing         // by chat
	chats map[int64]map[int64]string // what stands there: text by message id
}

// pick takes the first that waits for a chat into the hand, as the sender does.
func (w *wire) pick(chat int64) {
	w.Helper()
	if _, busy := w.hand[chat]; busy {
		return
	}
	w.write(func(tx *Tx) error {
		waiting, _, err := tx.Envelopes(0)
		waiting = slices.DeleteFunc(waiting, func(e Envelope) bool { return e.Chat != chat })
		if err != nil || len(waiting) == 0 {
			return err
		}
		first := slices.MinFunc(waiting, func(a, b Envelope) int { return int(a.ID - b.ID) })
		all, err := tx.Outgoing([]int64{first.ID})
		o := all[first.ID]
		switch {
		case err != nil:
			return err
		case !o.NotAfter.IsZero():
			_, err = tx.ExpireDelivery(o.ID, w.now)
			return err
		case o.InPlace && o.Target == 0:
			return tx.EndDelivery(o.ID, Undelivered, "no message to edit", w.now)
		case o.Kind == Send:
			_, err = tx.MarkSending(o.ID)
		}
		w.hand[chat] = o
		return err
	})
}

// end lets what is in hand arrive, be refused if it is a new message, or not be sent after
// all.
func (w *wire) end(chat int64, how Outcome) {
	w.Helper()
	o, busy := w.hand[chat]
	if !busy {
		return
	}
	delete(w.hand, chat)
	w.write(func(tx *Tx) error {
		switch {
		case how == Undelivered && o.Kind == Send:
			return tx.EndDelivery(o.ID, how, "refused", w.now)
		case how != Delivered:
			return tx.RetryDelivery(o.ID, "wait 1s")
		}
		message := o.Target
		switch o.Kind {
		case Send:
			w.last++
			message = w.last
			w.chats[chat][message] = o.Message.Text
		case Edit:
			if was, there := w.chats[chat][o.Target]; !there || strings.Contains(was, "tệp") != (o.Message.File != nil) {
				w.Errorf("edited %q to %q", was, o.Message.Text)
			}
			w.chats[chat][o.Target] = o.Message.Text
		case Delete:
			delete(w.chats[chat], o.Target)
		}
		return tx.Arrived(o.Delivery, message, w.now)
	})
}

// words are one to three parts that nobody has seen, some with a file.
func (w *wire) words(version int) (parts []Part) {
	for i := range 1 + w.dice.IntN(3) {
		p := textPart(fmt.Sprintf("%d.%d", version, i))
		if w.dice.IntN(4) == 0 {
			p.Message.Text, p.Message.File = "tệp "+p.Message.Text, &File{Hash: "x"}
		}
		parts = append(parts, p)
	}
	return parts
}

// wantShown fails unless every chat shows some of the words, each once, or all of them.
func (w *wire) wantShown(words []Part, all bool) {
	w.Helper()
	for chat, shown := range w.chats {
		got := slices.Sorted(maps.Values(shown))
		var want []string
		for _, p := range words {
			if all || slices.Contains(got, p.Message.Text) {
				want = append(want, p.Message.Text)
			}
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			w.Errorf("%d shows %q of %q", chat, got, want)
		}
	}
}

// Whatever is done to a broadcast, in whatever order and whatever is just in the sender's
// hand: at the end everything stands once where it belongs, in the newest words, and
// nothing is open.
func TestBroadcastInEveryOrder(t *testing.T) {
	p := openPost(t)
	for seed := range uint64(100) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			write(t, p.s, func(tx *Tx) error {
				one := *p
				one.T, one.tx = t, tx
				w := &wire{post: &one, dice: rand.New(rand.NewPCG(seed, 1)), hand: map[int64]Outgoing{}, chats: map[int64]map[int64]string{21: {}, -1: {}}}
				w.someOrder()
				return nil
			})
		})
	}
}

func (w *wire) someOrder() {
	chats := []int64{21, -1}
	words := w.words(1)
	b := w.broadcast([]Recipient{everybody()[1], everybody()[3]}, words...)
	var done []string
	defer func() {
		if w.Failed() {
			w.Log(strings.Join(done, ", "))
		}
	}()
	for version := 2; version < 30; version++ {
		what := w.dice.IntN(14)
		chat := chats[w.dice.IntN(2)]
		w.now = w.now.Add(time.Second)
		switch what {
		case 0, 1, 2, 3:
			w.pick(chat)
		case 4, 5, 6:
			w.end(chat, Delivered)
		case 7:
			w.end(chat, "")
		case 8:
			w.end(chat, Undelivered)
		case 9:
			w.pause(b)
		case 10:
			w.resume(b)
		case 11:
			words = w.words(version)
			w.correctOnly(b, words, false)
		case 12:
			w.tend()
		case 13:
			w.resend(b, Refused)
		}
		done = append(done, fmt.Sprint([]string{"pick", "pick", "pick", "pick", "arrives", "arrives", "arrives", "unsent", "refused",
			"pause", "resume", "correct", "tend", "resend"}[what], " ", chat))
	}
	end := w.dice.IntN(4)
	switch end {
	case 0:
		w.cancel(b)
	case 1:
		words = []Part{textPart("gạch")}
		w.correctOnly(b, words, true)
	default:
		w.resume(b)
	}
	for range 40 {
		w.tend()
		if end > 1 {
			w.resend(b, Refused)
		}
		for _, chat := range chats {
			w.pick(chat)
			w.end(chat, Delivered)
		}
	}
	w.wantShown(words, end > 1)
	w.counts(b, func(n BroadcastCount) bool {
		return n.Waiting == 0 && n.Correcting == 0 && n.Uncorrected == 0 && (n.Sent == 2 || end < 2)
	})
	w.write(func(tx *Tx) error {
		work, err := tx.BroadcastWork(w.now)
		if work.Open || work.Behind {
			w.Errorf("still open: %+v", work)
		}
		return err
	})
}

// correctOnly corrects it, or strikes it out, before anybody is brought to that.
func (w *wire) correctOnly(b Broadcast, words []Part, strike bool) {
	w.Helper()
	w.write(func(tx *Tx) error {
		b, _, _ = tx.Broadcast(b.ID)
		return tx.CorrectBroadcast(b, words, nil, strike, "an", w.now)
	})
}
