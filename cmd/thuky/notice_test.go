package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/staff"
)

// press lets somebody press buttons, one after the other.
func (w *theatre) press(p *sim.Person, labels ...string) {
	w.t.Helper()
	for _, label := range labels {
		w.must(p.Click(label))
		w.settle()
	}
}

// count is how many messages of the bot in a chat hold the text now.
func count(p *sim.Person, text string) (n int) {
	for _, m := range p.Sees() {
		if m.Bot && strings.Contains(m.Text, text) {
			n++
		}
	}
	return n
}

// lastNotice is the report of the notice that was made last.
func lastNotice(w *theatre) (b store.Broadcast, report []store.RecipientReport) {
	w.t.Helper()
	w.must(w.running.ledger.Read(context.Background(), func(tx *store.Tx) error {
		all, err := tx.Broadcasts("notice", 0, 1)
		if err != nil || len(all) == 0 {
			return err
		}
		b = all[0]
		report, err = tx.BroadcastReport(b)
		return err
	}))
	return b, report
}

// notice writes one to all people and presses the last button.
func (w *theatre) notice(by *sim.Person, text string, last ...string) {
	w.t.Helper()
	by.Send("/thongbao " + text)
	w.settle()
	w.press(by, append([]string{"Chọn nơi nhận", "Mọi người", "Xem trước"}, last...)...)
}

func TestNoticeLimits(t *testing.T) {
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		w.enrol("Văn phòng", "Thảo")
		clerk, thao := w.person("Văn phòng"), w.person("Thảo")
		clerk.Send("/thongbao")
		w.settle()
		long := strings.Repeat("Nội dung dài, nhiều dòng.\n", 155) // of 4030 signs
		for range 3 {
			clerk.Send(long)
			w.settle()
		}
		told := func(text string) {
			t.Helper()
			if count(clerk, text) != 1 {
				t.Errorf("nobody was told %q, last: %s", text, clerk.LastOfBot().Text)
			}
		}
		told("dài quá 12.000 ký tự")
		clerk.Upload("to.pdf", make([]byte, 20<<20+1))
		w.settle()
		told("20 MB")
		for i := range 6 {
			clerk.Upload(fmt.Sprintf("tep-%d.pdf", i), []byte(fmt.Sprint("%PDF ", i)))
			w.settle()
		}
		told("nhiều nhất 5 tệp")
		w.press(clerk, "Chọn nơi nhận", "Mọi người", "Xem trước", "Gửi ngay")
		// the two that were taken, on three pages, and five files
		if n := count(thao, "Trang "); n != 3 || count(thao, "Tệp kèm thông báo") != 5 {
			t.Errorf("the notice has %d pages and %d files", n, count(thao, "Tệp kèm thông báo"))
		}
		if _, report := lastNotice(w); store.CountBroadcast(report).Sent != 1 {
			t.Errorf("reported %+v", report)
		}
	})
}

// Somebody who may no longer send when the time comes: nobody gets it, and those who
// may send are told.
func TestNoticeOfSomebodyWhoLostTheRight(t *testing.T) {
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		w.enrol("Văn phòng", "Thảo")
		clerk, thao := w.person("Văn phòng"), w.person("Thảo")
		w.notice(clerk, "Họp lúc 15h.", "Hẹn giờ")
		clerk.Send("10h")
		w.settle()
		beside(w, func(tx *store.Tx) error {
			d, err := tx.Directory()
			for i := range d.People {
				switch d.People[i].Key {
				case "ha":
					d.People[i].Roles = []staff.Role{staff.Staff}
				case "thao":
					d.People[i].Roles = []staff.Role{staff.OfficeHead}
				}
			}
			if err != nil {
				return err
			}
			return tx.SaveDirectory(d)
		})
		w.sleepUntil("2021-10-21 10:01")
		w.settle()
		if count(thao, "Người gửi") != 0 || !strings.Contains(thao.LastOfBot().Text, "không còn quyền gửi") {
			t.Errorf("the office head sees %q", thao.LastOfBot().Text)
		}
		if b, report := lastNotice(w); b.State != store.Cancelled || store.CountBroadcast(report).Unsent != len(report) {
			t.Errorf("the notice is %s, reported %v", b.State, report)
		}
		if n := count(clerk, "không còn quyền gửi"); n != 0 { // it is not theirs to follow any more
			t.Errorf("the clerk is told %d times", n)
		}
		// what they had open serves them no more
		w.must(clerk.Click("Huỷ hẹn gửi"))
		w.settle()
		if !strings.Contains(clerk.LastOfBot().Text, "chưa được giao quyền") {
			t.Errorf("the clerk sees %q", clerk.LastOfBot().Text)
		}
	})
}

// A recipient whose account is gone when the time comes, or who is of the directory no
// more.
func TestNoticeToSomebodyWhoLeft(t *testing.T) {
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		w.enrol("Văn phòng", "Thảo", "Liên", "Thanh")
		clerk, lien := w.person("Văn phòng"), w.person("Liên")
		w.notice(clerk, "Họp lúc 15h.", "Hẹn giờ")
		clerk.Send("10h")
		lien.Send("/xoatoi")
		w.settle()
		w.press(lien, "Xoá liên kết")
		beside(w, func(tx *store.Tx) error {
			_, err := tx.ForgetPerson("thanh", w.now())
			return err
		})
		w.sleepUntil("2021-10-21 10:01")
		w.settle()
		if count(w.person("Thảo"), "Người gửi") != 1 || count(lien, "Người gửi") != 0 || count(w.person("Thanh"), "Người gửi") != 0 {
			t.Error("not those who are there got it")
		}
		_, report := lastNotice(w)
		if n := store.CountBroadcast(report); n.Sent != 1 || n.Unenrolled != len(report)-1 {
			t.Errorf("reported %+v", n)
		}
	})
}

// A group that moves after it was chosen gets the notice all the same.
func TestNoticeToAGroupThatMoves(t *testing.T) {
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		w.enrol("Văn phòng")
		for _, line := range []string{"group Giao ban: Văn phòng", "Văn phòng adds the bot to Giao ban"} {
			playGroupLine(w, line)
			w.settle()
		}
		w.speaker("Văn phòng in Giao ban").Send("/dangky@thuky_bot")
		w.settle()
		clerk := w.person("Văn phòng")
		clerk.Send("/thongbao Họp lúc 15h.")
		w.settle()
		w.press(clerk, "Chọn nơi nhận", "Nhóm", "Giao ban", "Xem trước")
		playGroupLine(w, "Giao ban becomes a supergroup")
		w.settle()
		w.press(clerk, "Gửi ngay")
		if _, report := lastNotice(w); len(report) != 1 || report[0].State != store.Reached || report[0].Chat != w.groups["Giao ban"].ID() {
			t.Errorf("reported %+v", report)
		}
	})
}

// Two who send at the same time, and buttons of before.
func TestTwoClerksAtOnce(t *testing.T) {
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		w.must(w.running.ledger.Write(t.Context(), func(tx *store.Tx) error {
			d, err := tx.Directory()
			for i := range d.People {
				if d.People[i].Key == "lien" {
					d.People[i].Roles = append(d.People[i].Roles, staff.OfficeHead)
				}
			}
			if err != nil {
				return err
			}
			return tx.SaveDirectory(d)
		}))
		w.enrol("Văn phòng", "Thảo", "Liên")
		clerk, lien, thao := w.person("Văn phòng"), w.person("Liên"), w.person("Thảo")
		clerk.Send("/thongbao Của Hà.")
		lien.Send("/thongbao Của Liên.")
		w.settle()
		stale := lien.LastOfBot().ID
		for _, label := range []string{"Chọn nơi nhận", "Mọi người", "Xem trước", "Gửi ngay"} {
			w.must(clerk.Click(label))
			w.must(lien.Click(label))
			w.settle()
		}
		for _, text := range []string{"Của Hà.", "Của Liên."} {
			if n := count(thao, text); n != 1 {
				t.Errorf("%q arrived %d times", text, n)
			}
		}
		if err := lien.ClickOn(stale, "Gửi ngay"); err == nil {
			t.Error("a notice that was sent still has its button")
		}
	})
}

// A notice to many is stopped and goes on, by buttons, and its progress is one message
// that is not edited too often.
func TestNoticeStopsAndGoesOn(t *testing.T) {
	t.Parallel()
	inTheatre(t, "2021-10-21 08:30", func(w *theatre) {
		c := gatherCrowd(w)
		clerk := c.people[0]
		w.notice(clerk, "Toàn cơ quan.")
		c.from = len(w.server.Log())
		began := time.Now()
		w.must(clerk.Click("Gửi ngay"))
		time.Sleep(5 * time.Second)
		arrived := func() (n int) {
			for _, e := range w.server.LogSince(c.from) {
				if e.Method == "sendMessage" && strings.Contains(e.Text, "Người gửi") {
					n++
				}
			}
			return n
		}
		w.must(clerk.Click("Tạm dừng"))
		w.settle()
		stopped := arrived()
		if !strings.Contains(clerk.LastOfBot().Text, fmt.Sprintf("%d/", stopped)) || !strings.Contains(clerk.LastOfBot().Text, "tạm dừng") {
			t.Errorf("%d arrived, the clerk sees %q", stopped, clerk.LastOfBot().Text)
		}
		time.Sleep(time.Minute)
		if n := arrived(); n != stopped || stopped < 50 || stopped > 200 {
			t.Errorf("%d arrived until it was stopped, %d after", stopped, n-stopped)
		}
		w.must(clerk.Click("Gửi tiếp"))
		time.Sleep(time.Minute)
		if n := arrived(); n != manyPeople-1 {
			t.Errorf("%d arrived in the end, want %d", n, manyPeople-1)
		}
		n := store.CountBroadcast(func() []store.RecipientReport { _, r := lastNotice(w); return r }())
		if want := fmt.Sprintf("%d/%d", n.Sent, n.All); n.Sent != manyPeople-1 || !strings.Contains(clerk.LastOfBot().Text, want) {
			t.Errorf("reported %+v, the clerk sees %q", n, clerk.LastOfBot().Text)
		}
		edits := 0
		for _, e := range w.server.LogSince(c.from) {
			if e.Method == "editMessageText" && e.Chat == clerk.ID() {
				edits++
			}
		}
		t.Logf("%d edits of the progress in %s", edits, time.Since(began).Round(time.Second))
		if edits > 15 {
			t.Errorf("the progress was edited %d times", edits)
		}
	})
}

// TestNoticeSurvivesDeath lets the process die before every few statements or requests
// from the moment the notice is to be sent, and starts it anew. However it dies, nobody
// gets it twice, and who has not got it is reported as unknown and gets it by one tap.
func TestNoticeSurvivesDeath(t *testing.T) {
	t.Parallel()
	unknown, idle, step := 0, 0, int64(0)
	for idle < lastIdle && !t.Failed() {
		step += 7
		inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
			w.enrol("Văn phòng", "Thảo", "Liên")
			clerk := w.person("Văn phòng")
			readers := []*sim.Person{w.person("Thảo"), w.person("Liên")}
			clerk.Send("/thongbao Họp lúc 15h.")
			w.settle()
			clerk.Upload("tep.pdf", []byte("%PDF"))
			w.settle()
			w.press(clerk, "Chọn nơi nhận", "Vai trò", "Lãnh đạo Viện", "Xem trước")
			w.must(w.end())
			w.must(clerk.Click("Gửi ngay"))
			done := func() bool {
				for _, p := range readers {
					if count(p, "Họp lúc 15h") != 1 || count(p, "Tệp kèm") != 1 {
						return false
					}
				}
				return true
			}
			idle = liveAndDie(w, step, idle, done)
			if !done() {
				unknown++
				_, report := lastNotice(w)
				if n := store.CountBroadcast(report); n.Unknown == 0 || n.Waiting > 0 {
					t.Errorf("death at step %d: something is missing, but reported is %+v", step, n)
				}
				w.must(clerk.Click(fmt.Sprintf("Gửi lại cho %d nơi chưa rõ", store.CountBroadcast(report).Unknown)))
				time.Sleep(30 * time.Second)
			}
			for _, p := range readers {
				if text, file := count(p, "Họp lúc 15h"), count(p, "Tệp kèm"); text != 1 || file != 1 {
					t.Errorf("death at step %d: %s has the text %d times, the file %d times", step, p.Name(), text, file)
				}
			}
		})
	}
	t.Logf("%d deaths, after which %d notices had to be sent again by a tap", step/7, unknown)
	if step < 70 || unknown > 20 {
		t.Error("that is not as it should be")
	}
}
