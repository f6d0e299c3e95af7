package sim_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"thuky/bot/sim"
)

// TestTooManyEntities: Telegram drops those after the first hundred without a
// word, so the sim keeps a violation.
func TestTooManyEntities(t *testing.T) {
	server := sim.New(sim.Options{})
	leader, _ := office(server)
	_, body := call(t, server, "sendMessage", form{"chat_id": "1001", "text": strings.Repeat("<b>a</b> ", 101), "parse_mode": "HTML"})
	if r := refusalOf(t, body); r != "" {
		t.Error(r)
	}
	if n := len(leader.Last().Entities); n != 100 || len(server.Violations()) != 1 {
		t.Errorf("%d entities, violations %q", n, server.Violations())
	}
}

func TestDeleting(t *testing.T) {
	server := sim.New(sim.Options{})
	leader, groups := office(server)
	for range 3 {
		call(t, server, "sendMessage", form{"chat_id": "1001", "text": "a"})
	}
	_, body := call(t, server, "deleteMessages", form{"chat_id": "1001", "message_ids": "[2,99,4]"})
	if r := refusalOf(t, body); r != "" {
		t.Error(r)
	}
	if got := leader.Screen(); got != "Thảo: chào\nThuky: a\n" {
		t.Errorf("got %s", got)
	}
	in := leader.In(groups["muted"])
	groups["muted"].Unmute()
	if _, body := call(t, server, "sendMessage", form{"chat_id": "-105", "text": "a"}); refusalOf(t, body) != "" || in.Last().Text != "a" {
		t.Error(body)
	}
	noViolations(t, server)
}

func TestOldMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{SpecPath: "-"})
		leader, _ := office(server)
		call(t, server, "sendMessage", form{"chat_id": "1001", "text": "một", "reply_markup": keyboard(`[{"text":"b","callback_data":"x"}]`)})
		answerPress := func(wait time.Duration, text string) string {
			if err := leader.Click("b"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(wait)
			all := updates(t, server, "-1")
			id := all[0]["callback_query"].(map[string]any)["id"].(string)
			_, body := call(t, server, "answerCallbackQuery", form{"callback_query_id": id, "text": text})
			first := refusalOf(t, body)
			if first == "" {
				_, body = call(t, server, "answerCallbackQuery", form{"callback_query_id": id})
				if second := refusalOf(t, body); second == "" {
					t.Error("a query could be answered twice")
				}
			}
			return first
		}
		if got := answerPress(15*time.Second, strings.Repeat("ệ", 200)); got != "" {
			t.Error(got)
		}
		if got := leader.Toast(); got != strings.Repeat("ệ", 200) {
			t.Errorf("toast %q", got)
		}
		if got, want := answerPress(16*time.Second, ""), "400 Bad Request: query is too old and response timeout expired or query ID is invalid"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if got, want := answerPress(0, strings.Repeat("ệ", 201)), "400 Bad Request: MESSAGE_TOO_LONG"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		time.Sleep(48 * time.Hour)
		_, body := call(t, server, "deleteMessage", form{"chat_id": "1001", "message_id": "2"})
		if got, want := refusalOf(t, body), "400 Bad Request: message can't be deleted for everyone"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		leader.Forget(2)
		if err := leader.Click("b"); err != nil {
			t.Fatal(err)
		}
		all := updates(t, server, "-1")
		if m := all[0]["callback_query"].(map[string]any)["message"].(map[string]any); m["date"] != 0.0 || m["text"] != nil {
			t.Errorf("a forgotten message arrived as %v", m)
		}
		if got := server.Violations(); len(got) != 1 || !strings.Contains(got[0], "MESSAGE_TOO_LONG") {
			t.Errorf("what is over a limit is a violation, and nothing else: %q", got)
		}
	})
}
