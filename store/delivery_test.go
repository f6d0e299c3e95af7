package store

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
)

var outboxNow = time.Date(2021, 10, 21, 9, 0, 0, 0, time.UTC)

// queue queues deliveries by deed; what they do not say is an answer to chat 1.
func queue(t testing.TB, s *Store, all ...Delivery) {
	t.Helper()
	write(t, s, func(tx *Tx) error {
		for _, d := range all {
			d.Kind, d.Class, d.Chat = or(d.Kind, Send), or(d.Class, Answer), or(d.Chat, 1)
			if err := tx.Queue(d, outboxNow); err != nil {
				return err
			}
		}
		return nil
	})
}

func or[T comparable](value, instead T) T {
	var zero T
	if value == zero {
		return instead
	}
	return value
}

func envelopes(t testing.TB, s *Store, seen int64) (ids []int64, last int64) {
	t.Helper()
	if err := s.Read(context.Background(), func(tx *Tx) error {
		waiting, l, err := tx.Envelopes(seen)
		for _, e := range waiting {
			ids = append(ids, e.ID)
		}
		last = l
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return ids, last
}

func outgoing(t testing.TB, s *Store, ids ...int64) (found map[int64]Outgoing) {
	t.Helper()
	if err := s.Read(context.Background(), func(tx *Tx) (err error) {
		found, err = tx.Outgoing(ids)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return found
}

func state(t testing.TB, s *Store, deed string) (state string) {
	t.Helper()
	if err := s.Read(context.Background(), func(tx *Tx) error {
		_, err := tx.one([]any{&state}, `SELECT state FROM outbox WHERE deed = ?`, deed)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return state
}

func TestEnvelopesShowWhatIsNew(t *testing.T) {
	s := openTest(t, Options{})
	queue(t, s, Delivery{Deed: "a"}, Delivery{Deed: "b"}, Delivery{Deed: "c"})
	write(t, s, func(tx *Tx) error { return tx.Withdraw("b", "hoãn", outboxNow) })
	ids, last := envelopes(t, s, 0)
	if !slices.Equal(ids, []int64{1, 3}) || last != 3 {
		t.Errorf("waiting %v, last %d; want [1 3], 3", ids, last)
	}

	other, err := Open(context.Background(), s.Path(), Options{}) // another process
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	queue(t, other, Delivery{Deed: "a"}, Delivery{Deed: "d"})
	ids, last = envelopes(t, s, last)
	if !slices.Equal(ids, []int64{last}) {
		t.Errorf("new %v, last %d; want the one of deed d", ids, last)
	}
	if ids, again := envelopes(t, s, last); ids != nil || again != last {
		t.Errorf("new %v, last %d; want none, %d", ids, again, last)
	}
}

// What was due when it was queued stays due when the clock is set back.
func TestDueIsDueWhateverTheClockSays(t *testing.T) {
	s := openTest(t, Options{})
	queue(t, s, Delivery{Deed: "now"}, Delivery{Deed: "later", NotBefore: outboxNow.Add(time.Hour)})
	found := outgoing(t, s, 1, 2)
	if yesterday := outboxNow.AddDate(0, 0, -1); found[1].NotBefore.After(yesterday) {
		t.Errorf("due at %s", found[1].NotBefore)
	}
	if !found[2].NotBefore.Equal(outboxNow.Add(time.Hour)) {
		t.Errorf("later is due at %s", found[2].NotBefore)
	}
}

func TestOutgoingIsAsItStandsNow(t *testing.T) {
	s := openTest(t, Options{})
	var screen Screen
	write(t, s, func(tx *Tx) (err error) {
		screen, err = tx.NewScreen(Screen{Chat: 1, Duty: "week"}, nil, outboxNow)
		return err
	})
	message := Message{Text: "lịch", Buttons: [][]Button{{{Label: "Cả tuần", Action: "w"}}}}
	queue(t, s,
		Delivery{Deed: "open", Screen: screen.ID, Revision: 7, Message: message, NotAfter: outboxNow.Add(time.Hour)},
		Delivery{Deed: "edit", Screen: screen.ID, Kind: Edit},
		Delivery{Deed: "toast", Screen: screen.ID, Kind: Toast},
		Delivery{Deed: "withdrawn"},
		Delivery{Deed: "gone", Chat: 2}, Delivery{Deed: "moved", Chat: -3}, Delivery{Deed: "broken"})
	write(t, s, func(tx *Tx) error {
		if err := tx.Arrived(Delivery{ID: 1, Screen: screen.ID, Kind: Send}, 55, outboxNow); err != nil {
			return err
		}
		if err := tx.Withdraw("withdrawn", "", outboxNow); err != nil {
			return err
		}
		// These were queued after the chat was lost and the group had moved.
		if err := tx.run(`INSERT INTO gone_chat VALUES (2, 0, 'blocked', 0), (-3, -300, 'moved', 0)`); err != nil {
			return err
		}
		return tx.run(`UPDATE outbox SET body = 'mật' WHERE deed = 'broken'`)
	})
	found := outgoing(t, s, 1, 2, 3, 4, 5, 6, 7, 99)
	if len(found) != 5 {
		t.Errorf("%d found, want 5 that wait: %v", len(found), found)
	}
	for id, want := range map[int64]string{2: "55 0 ", 3: "55 0 ", 5: "0 0 blocked", 6: "0 -300 ", 7: "0 0 unreadable"} {
		o := found[id]
		if got := fmt.Sprint(o.Target, o.Moved, " ", o.Fault); got != want {
			t.Errorf("%s: target, moved, fault are %q, want %q", o.Deed, got, want)
		}
	}

	// A toast says nothing of where the screen is.
	write(t, s, func(tx *Tx) error { return tx.Arrived(Delivery{ID: 3, Screen: screen.ID, Kind: Toast}, 1, outboxNow) })
	write(t, s, func(tx *Tx) error { return tx.ForgetTarget(Delivery{Screen: screen.ID, Target: 54}) })
	if o := outgoing(t, s, 2)[2]; o.Target != 55 {
		t.Errorf("target %d, want 55", o.Target)
	}
	write(t, s, func(tx *Tx) error { return tx.ForgetTarget(Delivery{Screen: screen.ID, Target: 55}) })
	if o := outgoing(t, s, 2)[2]; o.Target != 0 {
		t.Errorf("target %d, want none", o.Target)
	}
}

func TestRecoverDeliveries(t *testing.T) {
	s := openTest(t, Options{})
	queue(t, s, Delivery{Deed: "answer"}, Delivery{Deed: "news", Class: Bulk}, Delivery{Deed: "later", Class: Bulk})
	write(t, s, func(tx *Tx) error {
		for id := range int64(2) {
			if ok, err := tx.MarkSending(id + 1); !ok || err != nil {
				return fmt.Errorf("mark: %v, %w", ok, err)
			}
		}
		return nil
	})
	var unknown []string
	write(t, s, func(tx *Tx) (err error) {
		if ok, err := tx.MarkSending(1); ok || err != nil {
			return fmt.Errorf("marked twice: %v, %w", ok, err)
		}
		unknown, err = tx.RecoverDeliveries(outboxNow)
		return err
	})
	if !slices.Equal(unknown, []string{"news"}) {
		t.Errorf("unknown: %v, want news", unknown)
	}
	for deed, want := range map[string]string{"answer": "waiting", "news": "unknown", "later": "waiting"} {
		if got := state(t, s, deed); got != want {
			t.Errorf("%s is %s, want %s", deed, got, want)
		}
	}
}

// What was withdrawn while it was being sent is not brought back by a failure, but
// what has arrived has arrived.
func TestWithdrawnWhileSending(t *testing.T) {
	s := openTest(t, Options{})
	queue(t, s, Delivery{Deed: "a"}, Delivery{Deed: "b"})
	write(t, s, func(tx *Tx) error {
		if err := tx.Withdraw("", "hoãn", outboxNow); err != nil {
			return err
		}
		if err := tx.RetryDelivery(1, "unsent"); err != nil {
			return err
		}
		return tx.Arrived(Delivery{ID: 2, Kind: Send}, 9, outboxNow)
	})
	if a, b := state(t, s, "a"), state(t, s, "b"); a != "withdrawn" || b != "sent" {
		t.Errorf("a is %s, b is %s; want withdrawn, sent", a, b)
	}
}

func TestChatsAreLostRevivedAndMoved(t *testing.T) {
	s := openTest(t, Options{})
	queue(t, s, Delivery{Deed: "1"}, Delivery{Deed: "2"}, Delivery{Deed: "other", Chat: 2},
		Delivery{Deed: "group", Chat: -3}, Delivery{Deed: "group later", Chat: -3, NotBefore: outboxNow.Add(time.Hour)})
	write(t, s, func(tx *Tx) error {
		if err := tx.Arrived(Delivery{ID: 1, Kind: Send}, 9, outboxNow); err != nil {
			return err
		}
		if err := tx.LoseChat(1, "blocked", outboxNow); err != nil {
			return err
		}
		return tx.MoveChat(-3, -300, outboxNow)
	})
	for deed, want := range map[string]string{"1": "sent", "2": "failed", "other": "waiting"} {
		if got := state(t, s, deed); got != want {
			t.Errorf("%s is %s, want %s", deed, got, want)
		}
	}
	if found := outgoing(t, s, 4, 5); found[4].Chat != -300 || found[5].Chat != -300 {
		t.Errorf("group's deliveries are for %d and %d, want -300", found[4].Chat, found[5].Chat)
	}

	write(t, s, func(tx *Tx) error {
		if err := tx.Revive(-3); err != nil {
			return err
		}
		return tx.Revive(1)
	})
	queue(t, s, Delivery{Deed: "3"}, Delivery{Deed: "group again", Chat: -3})
	if found := outgoing(t, s, 6, 7); found[6].Fault != "" || found[7].Moved != -300 {
		t.Errorf("revived: %+v, moved: %+v", found[6], found[7])
	}

	// The messenger may take it back; the two never point at each other.
	write(t, s, func(tx *Tx) error { return tx.MoveChat(-300, -3, outboxNow) })
	if found := outgoing(t, s, 4, 7); found[4].Chat != -3 || found[4].Moved != 0 || found[7].Moved != 0 {
		t.Errorf("moved back: %+v, %+v", found[4], found[7])
	}
}

func TestOutboxHealth(t *testing.T) {
	s := openTest(t, Options{})
	queue(t, s, Delivery{Deed: "answer"}, Delivery{Deed: "news", Class: Bulk},
		Delivery{Deed: "tomorrow", Class: Reminder, NotBefore: outboxNow.AddDate(0, 0, 1)}, Delivery{Deed: "old"}, Delivery{Deed: "fresh"})
	write(t, s, func(tx *Tx) error {
		if err := tx.EndDelivery(4, Unknown, "", outboxNow.Add(-time.Hour)); err != nil {
			return err
		}
		return tx.EndDelivery(5, Expired, "", outboxNow)
	})
	health := func(now time.Time) (h OutboxHealth) {
		if err := s.Read(context.Background(), func(tx *Tx) (err error) {
			h, err = tx.OutboxHealth(outboxNow, now)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return h
	}
	h := health(outboxNow.Add(time.Minute))
	if h.Open != 3 || !h.Overdue.Equal(outboxNow) || fmt.Sprint(h.Ended) != "map[expired:1]" {
		t.Errorf("health is %+v", h)
	}
	write(t, s, func(tx *Tx) error { return tx.Arrived(Delivery{ID: 1}, 3, outboxNow) })
	if h := health(outboxNow.Add(time.Minute)); h.Open != 2 || !h.Overdue.IsZero() {
		t.Errorf("health is %+v, want nothing overdue: a broadcast has time, tomorrow too", h)
	}
}
