package store

import (
	"testing"
	"time"
)

func TestSettledRowsAreForgotten(t *testing.T) {
	s := openTest(t, Options{})
	start := time.Date(2021, 10, 21, 6, 25, 0, 0, time.UTC)
	write(t, s, func(tx *Tx) error {
		for _, d := range []Delivery{{Deed: "sent", Chat: 1}, {Deed: "waits", Chat: 1}} {
			d.Class, d.Kind = Answer, Send
			if err := tx.Queue(d, start); err != nil {
				return err
			}
		}
		if err := tx.NewErrand("x", 1, "ha", nil, start); err != nil {
			return err
		}
		e, _, err := tx.DueErrand(start)
		if err != nil {
			return err
		}
		if err := tx.EndErrand(e, nil, start); err != nil {
			return err
		}
		return tx.EndDelivery(1, Delivered, "", start)
	})
	left := func(after time.Duration) (deliveries, errands int) {
		write(t, s, func(tx *Tx) error {
			if err := tx.Receive(start.Add(after)); err != nil {
				return err
			}
			_, err := tx.one([]any{&deliveries, &errands}, `SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM errand)`)
			return err
		})
		return deliveries, errands
	}
	if d, e := left(29 * 24 * time.Hour); d != 2 || e != 1 {
		t.Errorf("after 29 days %d deliveries and %d errands are left", d, e)
	}
	if d, e := left(31 * 24 * time.Hour); d != 2 || e != 0 {
		t.Errorf("after 31 days %d deliveries and %d errands are left", d, e)
	}
	if d, _ := left(91 * 24 * time.Hour); d != 1 {
		t.Errorf("after 91 days %d deliveries are left, want the one that waits", d)
	}
}
