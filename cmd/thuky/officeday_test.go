package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"thuky/bot/sim"
)

// publishedTheatre is a theatre in which the clerk has published the seed's week and
// the people have enrolled.
func publish(w *theatre, names ...string) {
	w.t.Helper()
	w.enrol("Văn phòng")
	w.enrol(names...)
	for _, part := range parts(string(sampleWeek)) {
		w.person("Văn phòng").Send(part)
	}
	w.settle()
	w.must(w.person("Văn phòng").Click("Công bố"))
	w.settle()
}

// TestCrashAtEveryStep lets the process die before its first, second, third ...
// statement or request while a leader asks two questions and turns the answer
// over, and starts it anew. However it dies, both are answered, in order, and at
// most one answer comes twice.
func TestCrashAtEveryStep(t *testing.T) {
	t.Parallel()
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		publish(w, "Thảo")
		thao := w.person("Thảo")
		deaths, repeats := 0, 0
		for step := int64(1); ; step++ {
			seen := thao.Last().ID
			w.must(w.end())
			w.start(step)
			thao.Send("lịch ngày 20/10")
			thao.Send("lịch ngày 19/10")
			w.settle()
			turn := func() bool {
				last := thao.LastOfBot()
				return strings.Contains(last.Text, "19/10/2021") && thao.ClickOn(last.ID, "Cả tuần") == nil
			}
			pressed := turn()
			w.settle()
			died := w.running.dead.Load()
			if died {
				deaths++
				w.crash()
				w.start(0)
				w.settle()
			}
			if !pressed {
				if !turn() {
					t.Fatalf("death at step %d: no answer to the second question:\n%s", step, thao.Screen())
				}
				w.settle()
			}
			repeats += checkTwoAnswers(t, step, thao.Since(seen))
			if !died {
				break
			}
		}
		if deaths < 50 {
			t.Errorf("only %d deaths: the scenario has become too small to show anything", deaths)
		}
		t.Logf("%d deaths, %d repeated answers", deaths, repeats)
	})
}

// checkTwoAnswers looks at what came after two questions, the last answer turned
// over to the whole week.
func checkTwoAnswers(t *testing.T, step int64, messages []sim.Seen) (repeats int) {
	t.Helper()
	var answers []string
	for _, m := range messages {
		if m.Bot {
			answers = append(answers, answeredDay.FindString(m.Text)+fmt.Sprint(m.Edited))
		}
	}
	var distinct []string
	for i, a := range answers {
		if i > 0 && a == answers[i-1] || i > 0 && i == len(answers)-1 && strings.HasPrefix(answers[i-1], "19/10") {
			repeats++ // the same again; a repeated last answer is the one that was turned over
			distinct[len(distinct)-1] = a
			continue
		}
		distinct = append(distinct, a)
	}
	if got := strings.Join(distinct, " "); got != "20/10/2021false 18/10/2021true" {
		t.Errorf("death at step %d: seen %s", step, strings.Join(answers, " "))
	}
	if repeats > 1 {
		t.Errorf("death at step %d: %d answers repeated: %s", step, repeats, strings.Join(answers, " "))
	}
	return repeats
}

// TestBrokenUpdatesStopNothing: what no library can read is put aside, and the
// next question is answered.
func TestBrokenUpdatesStopNothing(t *testing.T) {
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		publish(w, "Thảo")
		thao := w.person("Thảo")
		for _, raw := range []string{
			`{"update_id":0,"mystery":{"x":1}}`,
			`{"update_id":0}`,
			`{"update_id":0,"message":"not an object"}`,
			`{"update_id":0,"message":{"message_id":"x","chat":{"id":1000,"type":"private"},"from":{"id":1001},"text":7}}`,
			`{"update_id":0,"callback_query":{"id":"1","from":{"id":1001,"is_bot":false,"first_name":"x"},"chat_instance":"1","data":"zzz.1.publish"}}`,
			`{"update_id":0,"callback_query":{"id":"2","from":{"id":1001,"is_bot":false,"first_name":"x"},"chat_instance":"1","data":"1.1.publish"}}`,
			`{"update_id":0,"my_chat_member":{"chat":{"id":1001,"type":"private"},"from":{"id":1001},"date":1,"old_chat_member":{"status":"?"},"new_chat_member":{"status":"?"}}}`,
			`{"update_id":0,"message_reaction":{"chat":{"id":1001,"type":"private"}}}`,
		} {
			_, err := w.server.Inject(raw)
			w.must(err)
		}
		thao.Send(strings.Repeat("lịch ", 819)[:4095])
		thao.Send("lịch hôm nay")
		w.settle()
		if last := thao.LastOfBot().Text; !strings.Contains(last, "Thứ Năm") {
			t.Errorf("after broken updates the answer is %q", last)
		}
		if n := w.server.Pending(); n != 0 {
			t.Errorf("%d updates are still not acknowledged", n)
		}
	})
}

// TestOldButton: a press on a message of a week ago, which Telegram no longer lets
// anybody see, is answered, and the screen still turns.
func TestOldButton(t *testing.T) {
	t.Parallel()
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		publish(w, "Thảo", "Liên")
		thao := w.person("Thảo")
		thao.Send("lịch hôm nay")
		w.settle()
		answer := thao.LastOfBot()
		thao.Forget(answer.ID)
		w.sleepUntil("2021-10-28 06:25")
		w.must(thao.ClickOn(answer.ID, answer.Labels()[0][1]))
		w.settle()
		turned := thao.LastOfBot()
		if !strings.Contains(turned.Text, "22/10/2021") {
			t.Errorf("the old screen shows %q", turned.Text)
		}
		w.must(thao.ClickOn(turned.ID, turned.Labels()[0][1]))
		w.settle()
		if text := thao.Message(turned.ID).Text; !strings.Contains(text, "23/10/2021") {
			t.Errorf("the screen does not turn on in its new place: %q", text)
		}
	})
}

// TestTokenStaysSecret lets the line fail in every way and looks for the token
// wherever something is written down.
func TestTokenStaysSecret(t *testing.T) {
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		publish(w, "Thảo")
		thao := w.person("Thảo")
		for _, effect := range []sim.Effect{
			sim.CutBefore(), sim.CutAfter(), sim.Unreachable(), sim.Gateway(502), sim.GatewayAfter(500), sim.Flood(2),
			sim.Refuse(401, "Unauthorized"), sim.Refuse(404, "Not Found"), sim.Refuse(409, "Conflict: terminated by other getUpdates request"),
			sim.Refuse(400, "Bad Request: something new"),
		} {
			for _, method := range []string{"getUpdates", "sendMessage", "answerCallbackQuery", "getFile"} {
				w.server.Break(sim.Fault{Method: method, Effect: effect, Count: 1})
			}
			thao.Send("lịch hôm nay")
			thao.Upload("lich.txt", sampleWeek)
			w.settle()
			time.Sleep(2 * time.Minute)
		}
		w.server.Outage(true)
		thao.Send("lịch hôm nay")
		time.Sleep(time.Hour)
		w.server.Outage(false)
		w.settle()
		if !withoutToken(w.log.String(), w.server.Token()) {
			t.Error("the token is in the log")
		}
		for _, suffix := range []string{"", "-wal"} {
			data, err := os.ReadFile(w.path + suffix)
			w.must(err)
			if !withoutToken(string(data), w.server.Token()) {
				t.Errorf("the token is in the database file%s", suffix)
			}
		}
	})
}
