package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/sim"
	"thuky/bot/web"
	"thuky/store"
	"thuky/store/week"
)

// notices counts the notices of a change among messages.
func notices(messages []sim.Seen) (count int) {
	for _, m := range messages {
		if m.Bot && strings.HasPrefix(m.Text, "Lịch thay đổi") {
			count++
		}
	}
	return count
}

// TestNoticesSurviveDeath lets the process die before every seventh statement or
// request while a week is published that differs from the one before. However it dies, one
// new version is made, those concerned are told of it, nobody else is, and at most
// one message comes twice.
func TestNoticesSurviveDeath(t *testing.T) {
	t.Parallel()
	inTheatre(t, "2021-10-18 06:00", func(w *theatre) {
		publish(w, "Thảo", "Liên", "Thanh")
		clerk := w.person("Văn phòng")
		deaths := 0
		for round := 0; ; round++ {
			step := int64(7*round + 1)
			file := []string{"testdata/weeks/changed.txt", "sample/week-2021-10-18.txt"}[round%2]
			time.Sleep(130 * time.Second) // below what one person may send in an hour
			clerk.Upload("lich.txt", []byte(readSample(w, file)))
			w.settle()
			seen := map[string]int{}
			for _, name := range []string{"Thảo", "Liên", "Thanh"} {
				seen[name] = w.person(name).Last().ID
			}
			w.must(w.end())
			w.start(step)
			w.must(clerk.Click("Công bố"))
			w.settle()
			died := w.running.dead.Load()
			if died {
				deaths++
				w.crash()
				w.start(0)
				w.settle()
			}
			thao, lien := notices(w.person("Thảo").Since(seen["Thảo"])), notices(w.person("Liên").Since(seen["Liên"]))
			if thao < 1 || lien < 1 || thao+lien > 3 || notices(w.person("Thanh").Since(seen["Thanh"])) > 0 {
				t.Errorf("death at step %d: Thảo is told %d times, Liên %d", step, thao, lien)
			}
			if version := currentVersion(w, "2021-10-18"); version != round+2 {
				t.Fatalf("death at step %d: version %d, want %d", step, version, round+2)
			}
			if !died {
				break
			}
		}
		if deaths < 15 {
			t.Errorf("only %d deaths: the scenario has become too small to show anything", deaths)
		}
		t.Logf("%d deaths", deaths)
	})
}

func currentVersion(w *theatre, monday string) int {
	w.t.Helper()
	day, err := civil.ParseDate(monday)
	w.must(err)
	var p store.Publication
	beside(w, func(tx *store.Tx) (err error) { // the bot's own ledger may be about to die
		p, _, err = tx.CurrentWeek(day)
		return err
	})
	return p.Version
}

// TestAnotherPublishesMeanwhile: what a clerk is about to publish or to change is
// shown again if the schedule has changed since they looked.
func TestAnotherPublishesMeanwhile(t *testing.T) {
	inTheatre(t, "2021-10-18 06:00", func(w *theatre) {
		publish(w, "Thảo", "Liên")
		clerk := w.person("Văn phòng")
		clerk.Upload("lich.txt", []byte(readSample(w, "testdata/weeks/changed.txt")))
		w.settle()
		changeFirst(w, week.StartAt("07:15", ""))
		w.must(clerk.Click("Công bố"))
		w.settle()
		if text := clerk.LastOfBot().Text; !strings.Contains(text, "Vừa có bản khác") || currentVersion(w, "2021-10-18") != 2 {
			t.Errorf("version %d, the clerk sees %q", currentVersion(w, "2021-10-18"), text)
		}
		w.must(clerk.Click("Công bố"))
		w.settle()
		if version := currentVersion(w, "2021-10-18"); version != 3 {
			t.Errorf("version %d after looking again", version)
		}

		clerk.Send("/sualich")
		w.settle()
		for _, label := range []string{"T2 18/10", "1. 07h00", "Hoãn"} {
			w.must(clerk.Click(label))
			w.settle()
		}
		changeFirst(w, week.StartAt("06:45", ""))
		w.must(clerk.Click("Xác nhận"))
		w.settle()
		if text := clerk.LastOfBot().Text; !strings.Contains(text, "vừa được sửa") || currentVersion(w, "2021-10-18") != 4 {
			t.Errorf("version %d, the clerk sees %q", currentVersion(w, "2021-10-18"), text)
		}
		w.must(clerk.Click("Hoãn"))
		w.settle()
		w.must(clerk.Click("Xác nhận"))
		w.settle()
		changeFirst(w, week.StartAt("06:30", ""))
		w.must(clerk.Click("Hoàn tác"))
		w.settle()
		if text := clerk.Screen(); !strings.Contains(text, "đã được sửa tiếp") || currentVersion(w, "2021-10-18") != 6 {
			t.Errorf("version %d, the clerk sees %q", currentVersion(w, "2021-10-18"), text)
		}
	})
}

// changeFirst changes the first event of the week beside the bot.
func changeFirst(w *theatre, edit week.Edit) {
	w.t.Helper()
	beside(w, func(tx *store.Tx) error {
		p, _, err := tx.CurrentWeek(civil.Date{Year: 2021, Month: 10, Day: 18})
		if err != nil {
			return err
		}
		_, err = tx.ChangeEvent(store.Deed{At: w.now()}, p.Week.Events[0].ID, edit)
		return err
	})
}

// TestDoubleTap: who presses twice, because the first press seems to do nothing,
// does it once.
func TestDoubleTap(t *testing.T) {
	inTheatre(t, "2021-10-18 06:00", func(w *theatre) {
		publish(w, "Thảo", "Liên")
		clerk, thao := w.person("Văn phòng"), w.person("Thảo")
		clerk.Send("/themlich thứ 5 15h00 đ/c Thảo tiếp công dân")
		w.settle()
		for range 3 {
			w.must(clerk.Click("Thêm vào lịch"))
		}
		w.settle()
		if version, told := currentVersion(w, "2021-10-18"), notices(thao.Sees()); version != 2 || told != 1 {
			t.Errorf("version %d, Thảo is told %d times", version, told)
		}
		w.must(clerk.Click("Hoàn tác"))
		w.must(clerk.Click("Hoàn tác"))
		w.settle()
		if version, told := currentVersion(w, "2021-10-18"), notices(thao.Sees()); version != 3 || told != 2 {
			t.Errorf("after undoing: version %d, Thảo is told %d times", version, told)
		}
	})
}

// TestFeedAddress: the address that the bot gives out opens the calendar of that
// person, until it is renewed or revoked; the secret is in no log.
func TestFeedAddress(t *testing.T) {
	inTheatre(t, "2021-10-18 06:00", func(w *theatre) {
		publish(w, "Thảo", "Liên")
		thao := w.person("Thảo")
		get := func(address string) (status int, body string) {
			door := web.Handler(w.running.ledger, web.Vitals{Ailing: w.running.office.bot.Ailing, Silent: w.running.office.clock.Silent, Late: w.running.office.late}, w.now, slog.New(slog.NewTextHandler(w.log, nil)))
			answer := httptest.NewRecorder()
			door.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, address, nil))
			return answer.Code, answer.Body.String()
		}
		thao.Send("/lichdienthoai")
		w.settle()
		w.must(thao.Click("Lấy địa chỉ mới"))
		w.settle()
		first := feedSecret.FindString(thao.LastOfBot().Text)
		status, body := get(first)
		if status != http.StatusOK || !strings.Contains(body, "Phòng 7") || strings.Contains(body, "Phòng 9") {
			t.Fatalf("%s gives %d: %s", first, status, body)
		}
		w.must(thao.Click("Lấy địa chỉ mới"))
		w.settle()
		second := feedSecret.FindString(thao.LastOfBot().Text)
		if old, _ := get(first); old != http.StatusNotFound || second == first {
			t.Errorf("the address before gives %d", old)
		}
		w.must(thao.Click("Thu hồi"))
		w.settle()
		if status, _ := get(second); status != http.StatusNotFound {
			t.Errorf("a revoked address gives %d", status)
		}
		for _, secret := range []string{first, second} {
			if strings.Contains(w.log.String(), secret) {
				t.Error("the secret stands in the log")
			}
		}
	})
}

// TestChangesOfADayThatIsOver: nobody is told of them.
func TestChangesOfADayThatIsOver(t *testing.T) {
	inTheatre(t, "2021-10-21 06:00", func(w *theatre) {
		publish(w, "Thảo", "Liên")
		clerk := w.person("Văn phòng")
		for i, text := range []string{"/themlich 18/10 15h đ/c Thảo họp", "/themlich hôm nay 15h đ/c Thảo họp"} {
			clerk.Send(text)
			w.settle()
			w.must(clerk.Click("Thêm vào lịch"))
			w.settle()
			if told := notices(w.person("Thảo").Sees()); told != i {
				t.Errorf("%s: Thảo is told %d times, want %d", text, told, i)
			}
		}
		if got := fmt.Sprint(currentVersion(w, "2021-10-18")); got != "3" {
			t.Errorf("version %s", got)
		}
	})
}
