package store

import (
	"testing"
	"time"
)

// TestOutage goes through one: what waits is overdue, what left late or became useless is
// its cost, and once the office was told nothing of it is found any more.
func TestOutage(t *testing.T) {
	s := openTest(t, Options{})
	at := func(minutes int) time.Time { return outboxNow.Add(time.Duration(minutes) * time.Minute) }
	none := func(what string, got time.Time) {
		t.Helper()
		if !got.IsZero() {
			t.Errorf("%s is %v, want none", what, got)
		}
	}
	write(t, s, func(tx *Tx) error {
		_, found, err := tx.LastOutage()
		due, err2 := tx.Overdue(at(0))
		first, last, err3 := tx.Deliveries(at(-60))
		none("overdue", due)
		none("first", first)
		none("last", last)
		if found || err != nil || err2 != nil || err3 != nil {
			t.Errorf("an empty ledger has an outage: %v, %v %v %v", found, err, err2, err3)
		}
		return nil
	})
	late := func(deed string, due, lateAfter int) Delivery {
		return Delivery{Deed: deed, Class: Reminder, Message: Message{Text: "Nhắc"}, NotBefore: at(due), LateAfter: at(lateAfter), Late: "(muộn) "}
	}
	queue(t, s, late("remind/1", 10, 15), late("remind/2", 5, 10), late("list/a", 12, 17), Delivery{Deed: "answer/1", Message: Message{Text: "x"}, NotBefore: at(1)}, late("remind/3", 90, 95))
	write(t, s, func(tx *Tx) error {
		due, err := tx.Overdue(at(4))
		if err != nil {
			return err
		}
		none("before anything is due", due)
		if due, err = tx.Overdue(at(30)); err != nil || !due.Equal(at(5)) {
			t.Errorf("overdue since %v, %v; want %v, not the answer's", due, err, at(5))
		}
		return tx.SetOutage(Outage{Since: at(5)}, false)
	})
	write(t, s, func(tx *Tx) error {
		o, found, err := tx.LastOutage()
		if err != nil || !found || !o.Since.Equal(at(5)) || !o.Until.IsZero() {
			t.Errorf("it lasts as %+v, %v, %v", o, found, err)
		}
		// It is over at 40: one reminder leaves late, one was in time by then, a list is given up.
		for id, arrived := range map[int64]int{1: 41, 5: 92} {
			if err := tx.Arrived(Delivery{ID: id, Kind: Send}, id, at(arrived)); err != nil {
				return err
			}
		}
		o.Until, o.Lists = at(40), 2
		if err := tx.SetOutage(o, false); err != nil {
			return err
		}
		first, last, err := tx.Deliveries(at(5))
		if err != nil || !first.Equal(at(41)) || !last.Equal(at(92)) {
			t.Errorf("arrived from %v to %v, %v", first, last, err)
		}
		lateOnes, lost, err := tx.Cost(o, at(100))
		if err != nil || lateOnes != 1 || lost != 2 {
			t.Errorf("cost %d late and %d lost, %v; want 1 and the 2 lists", lateOnes, lost, err)
		}
		return tx.SetOutage(o, true)
	})
	write(t, s, func(tx *Tx) error {
		if _, found, err := tx.LastOutage(); found || err != nil {
			t.Errorf("it is found after the office was told: %v, %v", found, err)
		}
		return nil
	})
}
