package sim_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	tg "github.com/go-telegram/bot"

	"thuky/bot/sim"
)

// TestFaults sends one message under each fault: what the library reports, and
// whether the message is there.
func TestFaults(t *testing.T) {
	text := func(part string) func(error) bool {
		return func(err error) bool { return err != nil && strings.Contains(err.Error(), part) }
	}
	tests := []struct {
		name   string
		effect sim.Effect
		fits   func(error) bool
		there  bool
	}{
		{"cut before", sim.CutBefore(), func(err error) bool { return errors.Is(err, syscall.ECONNRESET) }, false},
		{"cut after", sim.CutAfter(), func(err error) bool { return errors.Is(err, syscall.ECONNRESET) }, true},
		{"unreachable", sim.Unreachable(), func(err error) bool {
			var op *net.OpError
			return errors.As(err, &op) && op.Op == "dial"
		}, false},
		{"gateway", sim.Gateway(502), text("502 Bad Gateway"), false},
		{"gateway after", sim.GatewayAfter(504), text("<html>"), true},
		{"flood", sim.Flood(17), func(err error) bool {
			var flood *tg.TooManyRequestsError
			return errors.As(err, &flood) && flood.RetryAfter == 17
		}, false},
		{"blocked", sim.Refuse(403, "Forbidden: bot was blocked by the user"), func(err error) bool { return errors.Is(err, tg.ErrorForbidden) }, false},
		{"migrated", sim.Upgraded(-1000000000042), func(err error) bool {
			var moved *tg.MigrateError
			return errors.As(err, &moved) && moved.MigrateToChatID == -1000000000042
		}, false},
		{"restart", sim.Refuse(500, "Internal Server Error: restart"), text("500 Internal Server Error: restart"), false},
		{"slow", sim.Slow(time.Minute), func(err error) bool { return err == nil }, true},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			server := sim.New(sim.Options{})
			leader := server.Person(1001, "Thảo")
			leader.Send("chào")
			b := newBot(t, server)
			server.Break(sim.Fault{Method: "sendMessage", Chat: 1001, Effect: test.effect})
			begin := time.Now()
			_, err := b.SendMessage(t.Context(), &tg.SendMessageParams{ChatID: 1001, Text: "một"})
			if !test.fits(err) {
				t.Errorf("%s: got %v", test.name, err)
			}
			if err != nil && strings.Contains(err.Error(), server.Token()) {
				t.Errorf("%s: the token is in the error: %v", test.name, err)
			}
			if there := leader.Last().Text == "một"; there != test.there || len(server.Log()) != map[bool]int{true: 1}[there] {
				t.Errorf("%s: message there: %v, log %v", test.name, there, server.Log())
			}
			if test.name == "slow" && time.Since(begin) != time.Minute {
				t.Errorf("slow answer after %v", time.Since(begin))
			}
			if _, err := b.SendMessage(t.Context(), &tg.SendMessageParams{ChatID: 1001, Text: "hai"}); err != nil {
				t.Errorf("%s: the fault stays: %v", test.name, err)
			}
			noViolations(t, server)
		})
	}
}

func TestFaultScript(t *testing.T) {
	server := sim.New(sim.Options{})
	server.Person(1001, "Thảo").Send("chào")
	server.Person(1002, "Liên").Send("chào")
	send := func(chat string) string {
		_, body := call(t, server, "sendMessage", form{"chat_id": chat, "text": "a"})
		if strings.Contains(body, "flood") || refusalOf(t, body) != "" {
			return "x"
		}
		return "."
	}
	stop := server.Break(sim.Fault{Method: "send", Chat: 1001, Skip: 2, Count: 3, Effect: sim.Flood(1)})
	forever := server.Break(sim.Fault{Method: "sendMessage", Chat: 1002, Count: -1, Effect: sim.Flood(1)})
	var got string
	for range 7 {
		got += send("1001") + send("1002")
	}
	forever()
	got += send("1002")
	if want := ".x.xxxxxxx.x.x."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	stop()
	any := server.Break(sim.Fault{Count: -1, Effect: sim.Flood(1)})
	if status, _ := call(t, server, "getUpdates", nil); status != 200 {
		t.Error("a fault for everything took getUpdates too")
	}
	if status, _ := call(t, server, "getMe", nil); status != 429 {
		t.Error("a fault for everything spared getMe")
	}
	any()
	server.Break(sim.Fault{Method: "getUpdates", Effect: sim.Gateway(502)})
	if status, body := call(t, server, "getUpdates", nil); status != 502 || !strings.HasPrefix(body, "<html>") {
		t.Errorf("got %d %s", status, body)
	}
}

func TestOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{})
		waiting := background(t, server)
		server.Outage(true)
		if got := <-waiting; !strings.Contains(got, "connection reset") {
			t.Errorf("got %q", got)
		}
		b := newBot(t, server)
		var failed *url.Error
		if _, err := b.GetMe(t.Context()); !errors.As(err, &failed) || !errors.Is(err, syscall.ENETUNREACH) {
			t.Errorf("got %v", err)
		}
		server.Outage(false)
		if _, err := b.GetMe(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestImpatience: who gives up on a slow answer has been served all the same.
func TestImpatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{})
		leader := server.Person(1001, "Thảo")
		leader.Send("chào")
		server.Break(sim.Fault{Effect: sim.Slow(time.Minute)})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := newBot(t, server).SendMessage(ctx, &tg.SendMessageParams{ChatID: 1001, Text: "một"})
		if !errors.Is(err, context.DeadlineExceeded) || leader.LastOfBot().Text != "một" {
			t.Errorf("got %v, screen %s", err, leader.Screen())
		}
	})
}

// TestFaultsOverHTTP: a cut is a closed connection there.
func TestFaultsOverHTTP(t *testing.T) {
	server := sim.New(sim.Options{})
	host := httptest.NewServer(server)
	defer host.Close()
	leader := server.Person(1001, "Thảo")
	leader.Send("chào")
	b, err := tg.New(server.Token(), tg.WithServerURL(host.URL))
	if err != nil {
		t.Fatal(err)
	}
	for i, effect := range []sim.Effect{sim.CutBefore(), sim.CutAfter()} {
		server.Break(sim.Fault{Method: "sendMessage", Effect: effect})
		_, err := b.SendMessage(t.Context(), &tg.SendMessageParams{ChatID: 1001, Text: fmt.Sprint(i)})
		var failed *url.Error
		if !errors.As(err, &failed) {
			t.Errorf("got %v", err)
		}
	}
	if got := leader.Screen(); got != "Thảo: chào\nThuky: 1\n" {
		t.Errorf("got %s", got)
	}
	server.Break(sim.Fault{Effect: sim.Flood(5)})
	resp, err := http.Get(host.URL + "/bot" + server.Token() + "/getMe")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Header.Get("Retry-After"); resp.StatusCode != 429 || got != "5" {
		t.Errorf("got %d, Retry-After %q", resp.StatusCode, got)
	}
	// A killed bot leaves its poll behind; the next one is served.
	ctx, kill := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, "GET", host.URL+"/bot"+server.Token()+"/getUpdates?timeout=50&offset=1002", nil)
	if err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() {
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
		}
		close(gone)
	}()
	if err := server.Wait(ctx, func() bool { return server.Stats().Requests["getUpdates"] == 1 }); err != nil {
		t.Fatal(err)
	}
	kill()
	<-gone
	leader.Send("sau khi chết")
	resp, err = http.Get(host.URL + "/bot" + server.Token() + "/getUpdates?timeout=50&offset=1001")
	if err != nil || resp.StatusCode != 200 {
		t.Errorf("got %v, %v", resp, err)
	}
	resp.Body.Close()
}
