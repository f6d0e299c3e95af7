package sim_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"thuky/bot/sim"
)

// newBot is the library talking to the sim in process.
func newBot(t *testing.T, server *sim.Server, options ...tg.Option) *tg.Bot {
	t.Helper()
	options = append([]tg.Option{tg.WithHTTPClient(time.Minute, server.Client()), tg.WithSkipGetMe()}, options...)
	b, err := tg.New(server.Token(), options...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// call posts parameters as a form and returns the answer as it came.
func call(t *testing.T, server *sim.Server, method string, parameters map[string]string) (int, string) {
	t.Helper()
	form := url.Values{}
	for name, value := range parameters {
		form.Set(name, value)
	}
	return do(t, server, post(t, server, method, "application/x-www-form-urlencoded", form.Encode()))
}

func post(t *testing.T, server *sim.Server, method, contentType, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequest("POST", "https://api.telegram.org/bot"+server.Token()+"/"+method, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return req
}

func do(t *testing.T, server *sim.Server, req *http.Request) (int, string) {
	t.Helper()
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// updates asks once, without waiting, and returns what came by kind and text.
func updates(t *testing.T, server *sim.Server, offset string) []map[string]any {
	t.Helper()
	parameters := form{}
	if offset != "" {
		parameters["offset"] = offset
	}
	status, body := call(t, server, "getUpdates", parameters)
	if status != 200 {
		t.Fatalf("getUpdates: %s", body)
	}
	var answer struct{ Result []map[string]any }
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Result
}

func noViolations(t *testing.T, server *sim.Server) {
	t.Helper()
	for _, v := range server.Violations() {
		t.Errorf("violation: %s", v)
	}
}

// TestDialogue is a whole conversation over the library, in fake time.
func TestDialogue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := sim.New(sim.Options{})
		leader := server.Person(1001, "Thảo")
		b := newBot(t, server, tg.WithDefaultHandler(func(ctx context.Context, b *tg.Bot, u *models.Update) {
			switch {
			case u.Message != nil:
				_, err := b.SendMessage(ctx, &tg.SendMessageParams{
					ChatID: u.Message.Chat.ID, Text: "<b>Thứ Năm</b>, 21/10/2021", ParseMode: models.ParseModeHTML,
					ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "▶", CallbackData: "next"}}}},
				})
				if err != nil {
					t.Error(err)
				}
			case u.CallbackQuery != nil:
				m := u.CallbackQuery.Message.Message
				if _, err := b.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: m.Chat.ID, MessageID: m.ID, Text: "Thứ Sáu"}); err != nil {
					t.Error(err)
				}
				if _, err := b.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID, Text: "xong"}); err != nil {
					t.Error(err)
				}
			}
		}))
		ctx, stop := context.WithCancel(t.Context())
		go b.Start(ctx)
		time.Sleep(2 * time.Minute) // several empty polls
		leader.Send("lịch hôm nay")
		synctest.Wait()
		if err := leader.Click("▶"); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if got, want := leader.Screen(), "Thảo: lịch hôm nay\nThuky: Thứ Sáu (đã sửa)\n"; got != want {
			t.Errorf("screen:\n%swant:\n%s", got, want)
		}
		if got := leader.Toast(); got != "xong" {
			t.Errorf("toast %q", got)
		}
		if err := leader.Click("▶"); err == nil {
			t.Error("the edit without a keyboard left the button in place")
		}
		stop()
		synctest.Wait()
		noViolations(t, server)
	})
}

func TestOverHTTP(t *testing.T) {
	server := sim.New(sim.Options{})
	host := httptest.NewServer(server)
	defer host.Close()
	b, err := tg.New(server.Token(), tg.WithServerURL(host.URL))
	if err != nil {
		t.Fatal(err)
	}
	leader := server.Person(1001, "Thảo")
	leader.Upload("tuan43.txt", []byte("08h00: họp"))
	if _, err := b.SendMessage(t.Context(), &tg.SendMessageParams{ChatID: 1001, Text: "đã nhận"}); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	go leader.Send("cảm ơn")
	if err := server.Wait(ctx, func() bool { return leader.Last().Text == "cảm ơn" }); err != nil {
		t.Error(err)
	}
	noViolations(t, server)
}
