package main

import (
	"testing"
	"time"

	"thuky/bot/sim"
	"thuky/store"
)

// "Đã nhận" under the old words, while the correction of these waits, is for the old
// words: the new ones come with a button of their own.
func TestReceiptIsForWhatWasSeen(t *testing.T) {
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		w.enrol("Văn phòng", "Thảo")
		clerk, thao := w.person("Văn phòng"), w.person("Thảo")
		w.notice(clerk, "Họp lúc 15h.", "Gửi ngay")
		w.server.Break(sim.Fault{Method: "editMessageText", Chat: thao.ID(), Effect: sim.Flood(40)})
		w.press(clerk, "Đính chính")
		clerk.Send("Họp lúc 16h.")
		w.settle()
		w.press(clerk, "Xem trước")
		w.must(clerk.Click("Đính chính ngay"))
		time.Sleep(10 * time.Second)
		acknowledged := func() int {
			_, report := lastNotice(w)
			return store.CountBroadcast(report).Acknowledged
		}
		if count(thao, "Họp lúc 15h") != 1 {
			t.Fatal("the correction does not wait")
		}
		if !offers(clerk, "Ai chưa xác nhận") || offers(clerk, "Nhắc 1 người") {
			t.Errorf("the clerk may remind before the correction is there: %v", clerk.LastOfBot().Labels())
		}
		w.must(thao.Click("✓ Đã nhận"))
		time.Sleep(10 * time.Second)
		if n := acknowledged(); n != 0 {
			t.Errorf("%d acknowledged what they have not seen", n)
		}
		time.Sleep(time.Minute)
		if count(thao, "Họp lúc 16h") != 1 || count(thao, "Họp lúc 15h") != 0 {
			t.Error("the correction does not come")
		}
		w.must(thao.Click("✓ Đã nhận"))
		w.settle()
		if n := acknowledged(); n != 1 || count(thao, "đã xác nhận lúc") != 1 {
			t.Errorf("%d acknowledged, want 1", n)
		}
	})
}

// offers reports whether the last message of the bot has the button.
func offers(p *sim.Person, label string) bool {
	for _, row := range p.LastOfBot().Labels() {
		for _, button := range row {
			if button == label {
				return true
			}
		}
	}
	return false
}
