package sim_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"thuky/bot/sim"
)

// TestRates sends as fast as it is let, waiting out every retry_after.
func TestRates(t *testing.T) {
	tests := []struct {
		name    string
		rate    sim.Rate
		chat    string
		count   int
		took    time.Duration
		refused int
	}{
		{"off", sim.RateOff, "1001", 500, 0, 0},
		{"private bucket", sim.RateBucket, "1001", 10, 7 * time.Second, 7},
		{"private window", sim.RateWindow, "1001", 10, 3 * time.Second, 3},
		{"private window, a minute", sim.RateWindow, "1001", 64, 60 * time.Second, 21},
		{"group bucket", sim.RateBucket, "-100", 22, 6 * time.Second, 2},
		{"group window", sim.RateWindow, "-100", 41, 120 * time.Second, 2},
	}
	for _, test := range tests {
		synctest.Test(t, func(t *testing.T) {
			server := sim.New(sim.Options{Rate: test.rate})
			office(server)
			begin := time.Now()
			for i := range test.count {
				for {
					_, body := call(t, server, "sendMessage", form{"chat_id": test.chat, "text": fmt.Sprint(i)})
					r := refusalOf(t, body)
					if r == "" {
						break
					}
					var code, after, again int
					if n, _ := fmt.Sscanf(r, "%d Too Many Requests: retry after %d retry_after=%d", &code, &after, &again); n != 3 || code != 429 || after != again {
						t.Fatalf("%s: got %q", test.name, r)
					}
					time.Sleep(time.Duration(after) * time.Second)
				}
			}
			if took := time.Since(begin); took != test.took || server.Stats().TooMany != test.refused {
				t.Errorf("%s: %d messages took %v with %d refusals, want %v and %d", test.name, test.count, took, server.Stats().TooMany, test.took, test.refused)
			}
		})
	}
}

// TestOverallRate: thirty a second over all chats, edits counted.
func TestOverallRate(t *testing.T) {
	for _, rate := range []sim.Rate{sim.RateBucket, sim.RateWindow} {
		synctest.Test(t, func(t *testing.T) {
			server := sim.New(sim.Options{Rate: rate})
			for i := range 20 {
				server.Person(int64(2000+i), "Ai đó").Send("chào")
			}
			for i := range 31 {
				method, parameters := "sendMessage", form{"chat_id": fmt.Sprint(2000 + i%20), "text": fmt.Sprint(i)}
				if i >= 20 {
					method, parameters["message_id"] = "editMessageText", "2"
				}
				_, body := call(t, server, method, parameters)
				if r := refusalOf(t, body); (r != "") != (i == 30) {
					t.Errorf("message %d: %q", i+1, r)
				}
			}
		})
	}
}

// TestUploadRate: files of one size queue behind each other.
func TestUploadRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{Rate: sim.RateWindow})
		data := make([]byte, 100_001)
		accepted := 0
		for i := range 28 {
			chat := int64(2000 + i)
			server.Person(chat, "Ai đó").Send("chào")
			got := refusalOf(t, send(t, server, "sendDocument", form{"chat_id": fmt.Sprint(chat)}, "document", "a.bin", data))
			if got == "" {
				accepted++
			} else if want := "429 Too Many Requests: retry after 60 retry_after=60"; got != want {
				t.Errorf("got %q", got)
			}
		}
		if accepted != 26 { // 26 × 0.2 s are more than 5 s
			t.Errorf("%d accepted", accepted)
		}
	})
}
