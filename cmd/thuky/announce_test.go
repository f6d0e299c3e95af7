package main

import (
	"fmt"
	"strings"
	"testing"

	"thuky/store"
)

// announceable brings the office to the moment at which a leader has the announcement to
// confirm; nothing of it has been sent to anybody else.
func announceable(w *theatre) {
	w.t.Helper()
	w.enrol("Văn phòng", "Thảo", "Phòng 9", "VKS Tuy An")
	playGroupLine(w, "group Giao ban: Văn phòng, Phòng 9")
	playGroupLine(w, "Văn phòng adds the bot to Giao ban")
	w.settle()
	w.speaker("Văn phòng in Giao ban").Send("/dangky@thuky_bot")
	w.settle()
	w.must(w.running.ledger.Write(w.t.Context(), func(tx *store.Tx) error { return seedApproved(tx, "Năm 2021", w.now()) }))
	clerk := w.person("Văn phòng")
	typed := func(button, text string) {
		w.must(clerk.Click(button))
		w.settle()
		clerk.Send(text)
		w.settle()
	}
	clerk.Send("/congbo")
	w.settle()
	typed("Số, ký hiệu", "15/TB-VKS")
	typed("Căn cứ", "Căn cứ Quyết định số 424/QĐ-VKSTC")
	for _, button := range []string{"Người ký", "đ/c Thảo - PVT", "Xem trước", "Trình ký"} {
		w.must(clerk.Click(button))
		w.settle()
	}
}

// told counts the messages of a published result by chat: what was sent, not edited.
func told(w *theatre) map[string]int {
	all := map[string]int{}
	for _, e := range w.server.Log() {
		if e.Message == 0 || !strings.HasPrefix(e.Method, "send") {
			continue
		}
		switch {
		case e.Chat < 0 && (strings.Contains(e.Text, "năm 2021") || strings.Contains(e.Text, "Kết quả")):
			all[fmt.Sprint("group ", e.Method, " ", strings.SplitN(e.Text, "\n", 2)[0])]++
		case e.Chat > 0 && strings.Contains(e.Text, "Kết quả thi đua của") && e.Chat != w.person("Văn phòng").ID() && e.Chat != w.person("Thảo").ID():
			all[fmt.Sprint(w.place(e.Chat), " ", strings.SplitN(e.Text, "\n", 2)[0])]++
		}
	}
	return all
}

// TestPublicationIsSentOnceWheneverItDies kills the process before each of its steps
// after the leader has typed the word, and starts it again: the result is published
// once, nothing is sent before, everybody is told once, and at most what was being sent
// is unknown.
func TestPublicationIsSentOnceWheneverItDies(t *testing.T) {
	t.Parallel()
	var want map[string]int
	steps := int64(0)
	inTheatre(t, "2021-12-05 08:00", func(w *theatre) {
		announceable(w)
		if sent := told(w); len(sent) > 0 {
			t.Fatalf("sent before the leader has confirmed: %v", sent)
		}
		before := w.running.writes.Load()
		w.person("Thảo").Send("CÔNG BỐ")
		w.settle()
		w.sleepUntil("2021-12-05 08:20")
		steps = w.running.writes.Load() - before
		want = told(w)
	})
	if len(want) < 6 || steps < 100 {
		t.Fatalf("only %d steps tell %v", steps, want)
	}
	stride := max(1, min(steps, 1500)/12)
	for die := int64(1); die <= min(steps, 1500); die += stride {
		inTheatre(t, "2021-12-05 08:00", func(w *theatre) {
			announceable(w)
			w.running.dieAt.Store(w.running.writes.Load() + die)
			w.person("Thảo").Send("CÔNG BỐ")
			w.settle()
			w.crash()
			w.start(0)
			w.settle()
			w.sleepUntil("2021-12-05 08:30")
			var unknown int
			w.must(w.running.ledger.Read(w.t.Context(), func(tx *store.Tx) error {
				all, err := tx.PublishedAll()
				if err != nil {
					return err
				}
				if len(all) != 1 {
					t.Errorf("died before step %d: published %d times", die, len(all))
					return nil
				}
				if _, err := tx.VerifyPublished(all[0]); err != nil {
					t.Errorf("died before step %d: %v", die, err)
				}
				sent, err := tx.Broadcasts("publication", 0, 9)
				if err != nil || len(sent) != 1 {
					t.Errorf("died before step %d: %d broadcasts, %v", die, len(sent), err)
					return err
				}
				report, err := tx.BroadcastReport(sent[0])
				unknown = store.CountBroadcast(report).Unknown
				return err
			}))
			missing := 0
			for what, n := range want {
				switch got := told(w)[what]; {
				case got > n:
					t.Errorf("died before step %d: %s was sent %d times", die, what, got)
				case got < n:
					missing += n - got
				}
			}
			if missing > 0 && unknown == 0 || unknown > 2 {
				t.Errorf("died before step %d: %d messages are missing, %d recipients unknown", die, missing, unknown)
			}
		})
	}
	t.Logf("%d steps after the word, %d kinds of message", steps, len(want))
}
