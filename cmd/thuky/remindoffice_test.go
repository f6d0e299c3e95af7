package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// withClock starts the office anew with its clock on.
func withClock(w *theatre) {
	w.t.Helper()
	w.must(w.end())
	w.config.Reminders = defaults().Reminders
	w.start(0)
}

// find finds the item whose text holds the words.
func (w *theatre) find(words, on string) (found week.Event) {
	w.t.Helper()
	day, err := civil.ParseDate(on)
	w.must(err)
	w.must(w.running.ledger.Read(w.t.Context(), func(tx *store.Tx) error {
		events, err := tx.Events(day, day)
		for _, e := range events {
			if strings.Contains(e.Text, words) {
				found = e
			}
		}
		return err
	}))
	if found.ID == 0 {
		w.t.Fatalf("no item about %q", words)
	}
	return found
}

// edit changes an item and lets the office know.
func (w *theatre) edit(e week.Event, edits ...week.Edit) {
	w.t.Helper()
	w.must(w.running.ledger.Write(w.t.Context(), func(tx *store.Tx) error {
		_, err := tx.ChangeEvent(store.Deed{By: "ha", At: w.now()}, e.ID, edits...)
		return err
	}))
	w.running.office.knock()
	w.settle()
}

func wantText(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s says %q, without %q", what, text, part)
		}
	}
}

// TestReminderFollowsChanges: a reminder that has come is struck out when its item
// is cancelled and holds again when it takes place after all; a moved item within
// the lead is told of at once.
func TestReminderFollowsChanges(t *testing.T) {
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		publish(w, "Thảo")
		withClock(w)
		thao := w.person("Thảo")
		item := w.find("nghe Phòng 7", "2021-10-21") // 08h00
		w.sleepUntil("2021-10-21 06:31")
		wantText(t, "the morning list", thao.LastOfBot().Text, "Lịch hôm nay, Thứ Năm 21/10/2021", "nghe Phòng 7")
		w.sleepUntil("2021-10-21 07:31")
		reminder := thao.LastOfBot()
		wantText(t, "the reminder", reminder.Text, "Nhắc lịch: 08h00 Thứ Năm, 21/10/2021")

		w.edit(item, week.Become(week.Cancelled))
		wantText(t, "the struck reminder", thao.Message(reminder.ID).Text, "Nhắc lịch: 08h00", "đã huỷ")
		w.edit(item, week.Become(""))
		if text := thao.Message(reminder.ID).Text; text != reminder.Text {
			t.Errorf("the reminder holds again but says %q", text)
		}
		w.edit(item, week.StartAt("07:50", ""))
		wantText(t, "the old reminder", thao.Message(reminder.ID).Text, "đã chuyển sang 07h50")
		wantText(t, "the new reminder", thao.LastOfBot().Text, "Nhắc lịch: 07h50 Thứ Năm, 21/10/2021")
		seen := thao.LastOfBot().ID
		w.edit(w.find("nghe Phòng 7", "2021-10-21"), week.HeldAt("Phòng họp số 2"))
		for _, m := range thao.Since(seen) {
			if m.Bot && strings.HasPrefix(m.Text, "Nhắc lịch") {
				t.Errorf("a corrected place is reminded of again: %q", m.Text)
			}
		}
	})
}

// TestSubstituteWhoLeaves: who goes in somebody's place is reminded; once they are not in
// the directory any more, whoever was to go is, and nobody else.
func TestSubstituteWhoLeaves(t *testing.T) {
	for _, leaves := range []bool{false, true} {
		inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
			publish(w, "Thảo", "Liên")
			withClock(w)
			item := w.find("nghe Phòng 7", "2021-10-21") // 08h00
			w.write(func(tx *store.Tx) error {
				if err := tx.AskStandIn(item, "thao", "lien", w.now()); err != nil {
					return err
				}
				return tx.AnswerStandIn(item, store.StandIn{Event: item.ID, Person: "thao", Substitute: "lien", State: store.Accepted}, w.now())
			})
			w.settle()
			if leaves {
				w.changeDirectory(func(d *staff.Directory) {
					d.People = slices.DeleteFunc(d.People, func(p staff.Person) bool { return p.Key == "lien" })
					for i := range d.Groups {
						d.Groups[i].Members = slices.DeleteFunc(d.Groups[i].Members, func(key string) bool { return key == "lien" })
					}
				})
			}
			w.sleepUntil("2021-10-21 07:31")
			reminded := func(name string) bool {
				return slices.ContainsFunc(w.person(name).Sees(), func(m sim.Seen) bool {
					return m.Bot && strings.HasPrefix(m.Text, "Nhắc lịch: 08h00") && strings.Contains(m.Text, "nghe Phòng 7")
				})
			}
			if reminded("Thảo") != leaves || reminded("Liên") == leaves {
				t.Errorf("the substitute has left: %v; reminded are Thảo: %v, Liên: %v", leaves, reminded("Thảo"), reminded("Liên"))
			}
		})
	}
}

// TestReminderButtons: an acknowledged reminder says so; one put off comes again at
// its time, unless the item begins before.
func TestReminderButtons(t *testing.T) {
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		publish(w, "Thảo")
		withClock(w)
		thao := w.person("Thảo")
		w.sleepUntil("2021-10-21 07:31")
		reminder := thao.LastOfBot()
		w.must(thao.ClickOn(reminder.ID, "1 giờ"))
		w.settle()
		w.must(thao.ClickOn(reminder.ID, "Nhắc lại sau 10 phút"))
		w.settle()
		w.must(thao.ClickOn(reminder.ID, "✓ Đã nhận"))
		w.settle()
		wantText(t, "the acknowledged reminder", thao.Message(reminder.ID).Text, "Nhắc lịch: 08h00", "đã nhận")
		w.sleepUntil("2021-10-21 07:40")
		if last := thao.LastOfBot(); last.ID != reminder.ID {
			t.Errorf("reminded again too early: %q", last.Text)
		}
		w.sleepUntil("2021-10-21 07:43")
		again := thao.LastOfBot()
		if again.ID == reminder.ID {
			t.Fatal("not reminded again")
		}
		wantText(t, "the second reminder", again.Text, "Nhắc lịch: 08h00 Thứ Năm")
		w.sleepUntil("2021-10-21 09:00")
		if last := thao.LastOfBot(); last.ID != again.ID {
			t.Errorf("reminded once more: %q", last.Text)
		}
	})
}

// TestOfficeIsTold: the clerk is told of a week that is not published, of groups
// that reach nobody, of who cannot be reached, and gets the account of the day.
func TestOfficeIsTold(t *testing.T) {
	t.Parallel()
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		publish(w, "Thảo", "Liên")
		withClock(w)
		clerk := w.person("Văn phòng")
		w.person("Liên").Block()
		saw := func(parts ...string) {
			t.Helper()
			for _, m := range clerk.Sees() {
				all := m.Bot
				for _, part := range parts {
					all = all && strings.Contains(m.Text, part)
				}
				if all {
					return
				}
			}
			t.Errorf("the clerk was not told %q:\n%s", parts, clerk.Screen())
		}
		w.sleepUntil("2021-10-21 06:35")
		saw("Lời nhắc không tới được", "đ/c Liên - PVT", "đã chặn")
		w.sleepUntil("2021-10-21 20:35")
		saw("Nhắc lịch Thứ Năm, 21/10/2021: phải gửi", "đ/c Liên - PVT: đã chặn", "chưa nhận mã mời")
		w.sleepUntil("2021-10-22 15:05")
		saw("Lịch tuần sau chưa công bố", "25/10/2021")
		w.sleepUntil("2021-10-25 06:35")
		wantText(t, "the list without a week", w.person("Thảo").LastOfBot().Text, "Lịch hôm nay, Thứ Hai 25/10/2021", "Lịch tuần này chưa công bố")
		if silent := w.running.office.clock.Silent(); silent > 2*time.Minute {
			t.Errorf("the clock has been silent for %s", silent)
		}
	})
}
