package store

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

	"thuky/store/week"
)

// What is still on its way of a withdrawn delivery must not settle the one that
// replaces it.
func TestWithdrawnDeedCanBeQueuedAgain(t *testing.T) {
	s := openTest(t, Options{})
	queue(t, s, Delivery{Deed: "list/a", Message: Message{Text: "cũ"}}, Delivery{Deed: "list/b"})
	write(t, s, func(tx *Tx) error { return tx.Withdraw("list/a", "đổi lịch", outboxNow) })
	queue(t, s, Delivery{Deed: "list/a", Message: Message{Text: "mới"}}, Delivery{Deed: "list/b", Message: Message{Text: "khác"}})
	write(t, s, func(tx *Tx) error { return tx.Arrived(Delivery{ID: 1, Kind: Send}, 5, outboxNow) })
	ids, _ := envelopes(t, s, 0)
	if len(ids) != 2 || ids[0] != 2 || ids[1] <= 2 {
		t.Fatalf("waiting %v, want the old one of b and a new one of a", ids)
	}
	found := outgoing(t, s, ids...)
	if found[2].Message.Text != "" || found[ids[1]].Message.Text != "mới" {
		t.Errorf("b says %q, a says %q", found[2].Message.Text, found[ids[1]].Message.Text)
	}
}

func TestLatenessIsJudgedWhenItLeaves(t *testing.T) {
	s := openTest(t, Options{})
	queue(t, s, Delivery{Deed: "a", Message: Message{Text: "Nhắc"}, LateAfter: outboxNow.Add(time.Minute), Late: "(muộn) "})
	d := outgoing(t, s, 1)[1]
	if text := d.At(outboxNow.Add(time.Minute)).Text; text != "Nhắc" {
		t.Errorf("in time it says %q", text)
	}
	if text := d.At(outboxNow.Add(2 * time.Minute)).Text; text != "(muộn) Nhắc" {
		t.Errorf("late it says %q", text)
	}
}

// A change takes back what waits about the event, and the lists, and nothing else.
func TestChangeWithdrawsWhatWaits(t *testing.T) {
	s := openTest(t, Options{})
	day := civil.Date{Year: 2021, Month: 10, Day: 21}
	var id, other int64
	write(t, s, func(tx *Tx) error {
		p, err := tx.PublishWeek(week.Week{From: day, To: day, Events: []week.Event{
			{Date: day, Time: "14:00", Days: 1, Text: "Họp án"}, {Date: day, Time: "15:00", Days: 1, Text: "Tiếp công dân"}}}, "ha", outboxNow)
		if err == nil {
			id, other = p.Week.Events[0].ID, p.Week.Events[1].ID
		}
		return err
	})
	changed := Occasion{Event: id, Person: "lien", Date: day, Time: "14:00"}.Deed(30)
	kept := Occasion{Event: other, Person: "lien", Date: day, Time: "15:00"}.Deed(30)
	queue(t, s, Delivery{Deed: changed}, Delivery{Deed: kept}, Delivery{Deed: "list/morning/lien/2021-10-21"}, Delivery{Deed: "answer/1"})
	write(t, s, func(tx *Tx) error {
		_, err := tx.ChangeEvent(Deed{At: outboxNow}, id, week.StartAt("16:00", ""))
		return err
	})
	for deed, want := range map[string]string{changed: "withdrawn", kept: "waiting", "list/morning/lien/2021-10-21": "withdrawn", "answer/1": "waiting"} {
		if got := state(t, s, deed); got != want {
			t.Errorf("%s is %s, want %s", deed, got, want)
		}
	}
}

func TestReminderReport(t *testing.T) {
	s := openTest(t, Options{})
	o := Occasion{Event: 7, Person: "lien", Date: civil.DateOf(outboxNow), Time: "14:00"}
	queue(t, s, Delivery{Deed: o.Deed(60)}, Delivery{Deed: o.Deed(30)}, Delivery{Deed: "list/morning/thao/2021-10-21"},
		Delivery{Deed: "list/evening/thanh/2021-10-22"}, Delivery{Deed: "duty/2021-10-23/thao"}, Delivery{Deed: "answer/1"}, Delivery{Deed: "list/evening/lien/2021-10-22"})
	write(t, s, func(tx *Tx) error {
		for _, step := range []error{
			tx.EndDelivery(1, Delivered, "", outboxNow), tx.EndDelivery(2, Expired, "", outboxNow), tx.EndDelivery(3, Delivered, "", outboxNow),
			tx.EndDelivery(4, Undelivered, "blocked", outboxNow), tx.Withdraw("list/evening/lien", "", outboxNow),
			tx.Unreach("list/morning/ha/2021-10-21", "ha", outboxNow),
		} {
			if step != nil {
				return step
			}
		}
		got, err := tx.ReminderReport(civil.DateOf(outboxNow), time.UTC)
		want := ReminderReport{Day: civil.DateOf(outboxNow), Due: 6, Sent: 2, Waiting: 1, Expired: 1,
			People: []Unreached{{Person: "thanh", Enrolled: true, Count: 1}, {Person: "ha", Count: 1}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		return err
	})
}
