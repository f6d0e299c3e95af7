package sim_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"thuky/bot/sim"
)

// ids asks once and returns the update ids.
func ids(t *testing.T, server *sim.Server, parameters form) []int64 {
	t.Helper()
	_, body := call(t, server, "getUpdates", parameters)
	if r := refusalOf(t, body); r != "" {
		t.Fatal(r)
	}
	var list []int64
	for part := range strings.SplitSeq(body, `"update_id":`) {
		var id int64
		if n, _ := fmt.Sscanf(part, "%d", &id); n == 1 {
			list = append(list, id)
		}
	}
	return list
}

func span(from, to int64) []int64 {
	var list []int64
	for id := from; id <= to; id++ {
		list = append(list, id)
	}
	return list
}

// TestOffsets asks, in turn, of a queue of 1001 to 1010.
func TestOffsets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{})
		leader := server.Person(1001, "Thảo")
		for i := range 10 {
			leader.Send(fmt.Sprint("tin ", i))
		}
		for _, step := range []struct {
			parameters form
			want       []int64
		}{
			{form{"limit": "3"}, span(1001, 1003)},
			{form{"limit": "0", "offset": "500"}, span(1001, 1010)}, // before the head: nothing is confirmed
			{form{"offset": "1003", "limit": "101"}, span(1003, 1010)},
			{form{"offset": "1001"}, span(1003, 1010)},
			{form{"offset": "1022"}, span(1003, 1010)}, // far past the tail: unknown
			{form{"offset": "-3"}, span(1008, 1010)},
			{form{}, span(1008, 1010)},
			{form{"offset": "-9"}, span(1008, 1010)},
			{form{"offset": "1011"}, nil},
			{form{}, nil},
		} {
			time.Sleep(time.Minute)
			if got := ids(t, server, step.parameters); !slices.Equal(got, step.want) {
				t.Errorf("%v: got %v, want %v", step.parameters, got, step.want)
			}
		}
		if n := server.Pending(); n != 0 {
			t.Errorf("%d updates pending", n)
		}
		for range 150 {
			leader.Send("nhiều")
		}
		time.Sleep(time.Minute)
		if got := ids(t, server, form{}); !slices.Equal(got, span(1011, 1110)) {
			t.Errorf("got %d updates from %v", len(got), got[:1])
		}
		// The same again within half a second: one only.
		if got := ids(t, server, form{}); !slices.Equal(got, span(1011, 1011)) {
			t.Errorf("got %v", got)
		}
		noViolations(t, server)
	})
}

func TestIDsRestartLower(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{FirstUpdateID: 500})
		leader := server.Person(1001, "Thảo")
		leader.Send("một")
		server.RestartUpdateIDs(20)
		leader.Send("hai") // the queue is not empty yet
		if got := ids(t, server, form{}); !slices.Equal(got, span(500, 501)) {
			t.Errorf("got %v", got)
		}
		if got := ids(t, server, form{"offset": "502"}); got != nil {
			t.Errorf("got %v", got)
		}
		leader.Send("ba")
		time.Sleep(time.Minute)
		if got := ids(t, server, form{"offset": "502"}); !slices.Equal(got, span(20, 20)) {
			t.Errorf("got %v", got)
		}
		if got := ids(t, server, form{"offset": "21"}); got != nil {
			t.Errorf("got %v", got)
		}
	})
}

func TestUpdatesAreKeptADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{})
		leader := server.Person(1001, "Thảo")
		leader.Send("cũ")
		time.Sleep(time.Hour)
		leader.Send("mới")
		time.Sleep(24*time.Hour - time.Minute)
		if got := ids(t, server, form{}); !slices.Equal(got, span(1002, 1002)) {
			t.Errorf("got %v", got)
		}
	})
}

func TestLongPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{})
		leader := server.Person(1001, "Thảo")
		var begin time.Time
		for _, test := range []struct {
			pause   time.Duration
			timeout string
			waits   time.Duration
		}{
			{0, "20", 20 * time.Second},
			{0, "900", 50 * time.Second},
			{0, "-5", 0},
			{time.Second, "0", 3 * time.Second}, // the same offset again, soon
			{time.Second, "2", 2 * time.Second}, // the poll before this one began 4 s ago
		} {
			time.Sleep(test.pause)
			begin = time.Now()
			if got := ids(t, server, form{"timeout": test.timeout}); got != nil {
				t.Errorf("got %v", got)
			}
			if waited := time.Since(begin); waited != test.waits {
				t.Errorf("timeout %s waits %v, want %v", test.timeout, waited, test.waits)
			}
		}
		go func() {
			time.Sleep(7 * time.Second)
			leader.Send("chào")
		}()
		begin = time.Now()
		if got := ids(t, server, form{"timeout": "30", "offset": "1"}); !slices.Equal(got, span(1001, 1001)) || time.Since(begin) != 7*time.Second {
			t.Errorf("got %v after %v", got, time.Since(begin))
		}
	})
}

// background starts a long poll and delivers its answer.
func background(t *testing.T, server *sim.Server) <-chan string {
	t.Helper()
	answer := make(chan string, 1)
	req, err := http.NewRequestWithContext(t.Context(), "GET", "http://sim/bot"+server.Token()+"/getUpdates?timeout=50&offset=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		resp, err := server.Client().Do(req)
		if err != nil {
			answer <- err.Error()
			return
		}
		var body strings.Builder
		if err := resp.Write(&body); err != nil {
			t.Error(err)
		}
		answer <- body.String()
	}()
	synctest.Wait()
	return answer
}

func TestConflicts(t *testing.T) {
	const second = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{})
		begin := time.Now()
		first := background(t, server)
		other := background(t, server)
		if got := <-first; !strings.Contains(got, "409 Conflict") || !strings.Contains(got, second) || time.Since(begin) != 0 {
			t.Errorf("got %q after %v", got, time.Since(begin))
		}
		third := background(t, server)
		if got := <-other; !strings.Contains(got, second) || time.Since(begin) != 3*time.Second {
			t.Errorf("a conflict after a conflict came after %v", time.Since(begin))
		}
		server.SetWebhook("https://example.org/hook")
		if got, want := <-third, "Conflict: terminated by setWebhook request"; !strings.Contains(got, want) {
			t.Errorf("got %q", got)
		}
		_, body := call(t, server, "getUpdates", nil)
		if got, want := refusalOf(t, body), "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"; got != want {
			t.Errorf("got %q", got)
		}
		server.Person(1001, "Thảo").Send("chào")
		if _, body := call(t, server, "getWebhookInfo", nil); !strings.Contains(body, `"pending_update_count":1`) || !strings.Contains(body, "https://example.org/hook") {
			t.Error(body)
		}
		call(t, server, "deleteWebhook", form{"drop_pending_updates": "true"})
		if got := ids(t, server, form{"offset": "5"}); got != nil {
			t.Errorf("got %v", got)
		}
	})
}

func TestAllowedUpdates(t *testing.T) {
	server := sim.New(sim.Options{SpecPath: "-"}) // one call is meant to be wrong
	leader := server.Person(1001, "Thảo")
	ask := func(allowed string) (kinds []string) {
		parameters := form{"offset": "-100"}
		if allowed != "" {
			parameters["allowed_updates"] = allowed
		}
		_, body := call(t, server, "getUpdates", parameters)
		for _, kind := range []string{"message", "edited_message", "my_chat_member"} {
			if strings.Contains(body, `"`+kind+`":{`) {
				kinds = append(kinds, kind)
			}
		}
		return kinds
	}
	for _, step := range []struct {
		allowed string
		want    []string // of what happened before the call
	}{
		{`["message"]`, []string{"message", "edited_message", "my_chat_member"}},
		{"", []string{"message"}}, // not sent: as before
		{`[]`, []string{"message"}},
		{`not JSON`, []string{"message", "edited_message", "my_chat_member"}},
	} {
		id := leader.Send("một")
		if err := leader.Edit(id, "hai"); err != nil {
			t.Error(err)
		}
		leader.Block()
		if got := ask(step.allowed); !slices.Equal(got, step.want) {
			t.Errorf("before %q: got %v, want %v", step.allowed, got, step.want)
		}
		// Drop all: an offset just past the tail.
		all := updates(t, server, "-1")
		if len(all) > 0 {
			updates(t, server, fmt.Sprint(int64(all[0]["update_id"].(float64))+1))
		}
	}
}

func TestInject(t *testing.T) {
	server := sim.New(sim.Options{})
	id, err := server.Inject(`{"update_id":7,"moon_landing":{"date":[1]},"message":5}`)
	if err != nil || id != 1001 {
		t.Errorf("got %d, %v", id, err)
	}
	_, body := call(t, server, "getUpdates", nil)
	if want := `{"message":5,"moon_landing":{"date":[1]},"update_id":1001}`; !strings.Contains(body, want) {
		t.Errorf("got %s", body)
	}
	for _, broken := range []string{"", "{", "5", "null", `"a"`} {
		if _, err := server.Inject(broken); err == nil {
			t.Errorf("%q was queued", broken)
		}
	}
}

func TestCancelledPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{})
		b := newBot(t, server)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { b.Start(ctx); close(done) }()
		time.Sleep(5 * time.Second)
		cancel()
		<-done
		server.Person(1001, "Thảo").Send("chào")
		if got := ids(t, server, form{}); !slices.Equal(got, span(1001, 1001)) {
			t.Errorf("got %v", got)
		}
		req, err := http.NewRequestWithContext(ctx, "GET", "http://sim/bot"+server.Token()+"/getMe", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = server.Client().Do(req)
		var failed *url.Error
		if !errors.As(err, &failed) || !errors.Is(err, ctx.Err()) {
			t.Errorf("got %v", err)
		}
	})
}
