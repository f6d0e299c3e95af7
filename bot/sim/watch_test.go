package sim_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"thuky/bot/sim"
)

// TestWatch: a watcher may call the server, is told everything in order, and
// sees what it caused itself.
func TestWatch(t *testing.T) {
	server := sim.New(sim.Options{})
	leader := server.Person(1001, "Thảo")
	var got []string
	stop := server.Watch(func(e sim.Event) {
		got = append(got, fmt.Sprint(e.Kind, " ", e.Message.From, " ", e.Message.Text, e.Text, e.Alert))
		if e.Kind == sim.Sent && e.Message.Text == "chào" {
			leader.Send("tiếp")
		}
	})
	leader.Send("chào")
	call(t, server, "sendMessage", form{"chat_id": "1001", "text": "một", "reply_markup": keyboard(`[{"text":"b","callback_data":"x"}]`)})
	must(t, leader.Click("b"))
	id := updates(t, server, "-1")[0]["callback_query"].(map[string]any)["id"].(string)
	call(t, server, "answerCallbackQuery", form{"callback_query_id": id, "text": "xong", "show_alert": "true"})
	call(t, server, "editMessageText", form{"chat_id": "1001", "message_id": "3", "text": "hai"})
	call(t, server, "deleteMessage", form{"chat_id": "1001", "message_id": "3"})
	call(t, server, "sendChatAction", form{"chat_id": "1001", "action": "typing"})
	stop()
	leader.Send("không ai nghe")
	want := []string{
		fmt.Sprint(sim.Sent, " Thảo chào", false), fmt.Sprint(sim.Sent, " Thảo tiếp", false), fmt.Sprint(sim.Sent, " Thuky một", false),
		fmt.Sprint(sim.Answered, "  xong", true), fmt.Sprint(sim.Edited, " Thuky hai", false), fmt.Sprint(sim.Deleted, " Thuky hai", false),
		fmt.Sprint(sim.Action, "  typing", false),
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestWaitGivesUp(t *testing.T) {
	server := sim.New(sim.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	err := server.Wait(ctx, func() bool { asked++; cancel(); return false })
	if !errors.Is(err, context.Canceled) || asked != 1 {
		t.Errorf("got %v after %d questions", err, asked)
	}
}

// TestLog: a few thousand messages from several people at once are all there,
// once, in each chat's order.
func TestLog(t *testing.T) {
	server := sim.New(sim.Options{})
	const people, each = 8, 400
	var all sync.WaitGroup
	for i := range people {
		p := server.Person(int64(2000+i), "Ai đó")
		p.Send("chào")
		all.Go(func() {
			for n := range each {
				p.Send("hỏi")
				call(t, server, "sendMessage", form{"chat_id": fmt.Sprint(p.ID()), "text": fmt.Sprint(n)})
			}
		})
	}
	all.Wait()
	for i, e := range server.Log() {
		if e.Seq != i+1 || e.Method != "sendMessage" {
			t.Fatalf("entry %d is %+v", i, e)
		}
	}
	for i := range people {
		entries := server.LogOf(int64(2000 + i))
		for n, e := range entries {
			if e.Text != fmt.Sprint(n) {
				t.Fatalf("entry %d of chat %d is %+v", n, e.Chat, e)
			}
		}
		if len(entries) != each {
			t.Errorf("%d entries", len(entries))
		}
	}
	if n := len(server.LogSince(people*each - 3)); n != 3 {
		t.Errorf("got %d", n)
	}
	if got := server.Stats().Requests["sendMessage"]; got != people*each {
		t.Errorf("%d requests", got)
	}
	if got := server.Pending(); got != people*(each+1) {
		t.Errorf("%d pending", got)
	}
}

// BenchmarkExchange is one message to the bot, one getUpdates and one answer,
// after ten thousand of them.
func BenchmarkExchange(b *testing.B) {
	server := sim.New(sim.Options{SpecPath: "-"})
	leader := server.Person(1001, "Thảo")
	for range 10_000 {
		leader.Send("cũ")
	}
	offset := int64(1001 + 10_000)
	t := &testing.T{}
	for b.Loop() {
		leader.Send("hỏi")
		call(t, server, "getUpdates", form{"offset": fmt.Sprint(offset)})
		call(t, server, "sendMessage", form{"chat_id": "1001", "text": "đáp"})
		offset++
	}
}
