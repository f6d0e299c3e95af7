package sim_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"thuky/bot/sim"
)

// TestWhatPeopleSend looks at each kind of message as the library reads it.
func TestWhatPeopleSend(t *testing.T) {
	server := sim.New(sim.Options{Now: func() time.Time { return time.Unix(1634772300, 0) }})
	leader := server.Person(1001, "Thảo")
	_, updateOf := reader(t, server)
	for _, step := range []struct {
		name string
		do   func()
		fits func(*models.Update) bool
	}{
		{"start", func() { leader.Start("MA-01_x") }, func(u *models.Update) bool {
			return u.Message.Text == "/start MA-01_x" && u.Message.Entities[0].Type == "bot_command" && u.Message.Date == 1634772300 && u.Message.From.LanguageCode == "vi"
		}},
		{"sticker", func() { leader.SendSticker("👍") }, func(u *models.Update) bool { return u.Message.Sticker.Emoji == "👍" }},
		{"photo", func() { leader.SendPhoto([]byte("x"), "ảnh chụp") }, func(u *models.Update) bool { return len(u.Message.Photo) == 2 && u.Message.Caption == "ảnh chụp" }},
		{"forward", func() { leader.Forward("VKSND", "thông báo") }, func(u *models.Update) bool {
			return u.Message.ForwardOrigin.MessageOriginHiddenUser.SenderUserName == "VKSND"
		}},
		{"raw", func() {
			leader.SendRaw(map[string]any{"location": map[string]any{"latitude": 13.1, "longitude": 109.3}})
		}, func(u *models.Update) bool { return u.Message.Location.Latitude == 13.1 }},
		{"reply", func() { leader.Reply(1, "về việc này") }, func(u *models.Update) bool { return u.Message.ReplyToMessage.ID == 1 }},
		{"edit", func() { must(t, leader.Edit(6, "sửa")) }, func(u *models.Update) bool { return u.EditedMessage.Text == "sửa" && u.EditedMessage.EditDate != 0 }},
		{"block", leader.Block, func(u *models.Update) bool { return u.MyChatMember.NewChatMember.Type == "kicked" }},
		{"unblock", leader.Unblock, func(u *models.Update) bool { return u.MyChatMember.NewChatMember.Type == "member" }},
	} {
		step.do()
		if u := updateOf(); !step.fits(u) {
			t.Errorf("%s: got %+v", step.name, u)
		}
	}
	want := "Thảo: /start MA-01_x\nThảo: [nhãn dán 👍]\nThảo: [ảnh] ảnh chụp\nThảo: Chuyển tiếp từ VKSND:\n  thông báo\nThảo: [location]\nThảo: sửa (đã sửa)\n"
	if got := leader.Screen(); got != want {
		t.Errorf("got\n%s", got)
	}
	if err := leader.Edit(77, "x"); err == nil {
		t.Error("a message that is not there was edited")
	}
	noViolations(t, server)

	leader.Delete(6)
	if got := leader.Message(6); got.ID != 0 || leader.Last().ID != 5 {
		t.Errorf("got %+v after deleting", got)
	}

	// What the apps do not let through.
	if id := leader.Send("  \n "); id != 0 {
		t.Error("an empty message went out")
	}
	if id := leader.Send(strings.Repeat("ệ", 4097)); id != 8 {
		t.Errorf("a long text ended as message %d", id)
	}
	leader.Start("không hợp lệ=")
	if got := leader.Last().Text; got != "/start" || len(server.Violations()) != 1 {
		t.Errorf("got %q, %v", got, server.Violations())
	}
}

// reader decodes one update after another with the library.
func reader(t *testing.T, server *sim.Server) (*tg.Bot, func() *models.Update) {
	t.Helper()
	found := make(chan *models.Update, 100)
	b := newBot(t, server, tg.WithNotAsyncHandlers(), tg.WithErrorsHandler(func(error) {}), tg.WithDefaultHandler(func(_ context.Context, _ *tg.Bot, u *models.Update) { found <- u }))
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { b.Start(ctx) })
	t.Cleanup(func() { cancel(); running.Wait() })
	return b, func() *models.Update { return <-found }
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

func TestButtons(t *testing.T) {
	server := sim.New(sim.Options{})
	leader := server.Person(1001, "Thảo")
	leader.Send("chào")
	b, updateOf := reader(t, server)
	updateOf()
	ctx := t.Context()
	send := func(text string, markup models.ReplyMarkup) *models.Message {
		m, err := b.SendMessage(ctx, &tg.SendMessageParams{ChatID: 1001, Text: text, ReplyMarkup: markup})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	inline := func(buttons ...models.InlineKeyboardButton) models.ReplyMarkup {
		return &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{buttons}}
	}
	first := send("một", inline(models.InlineKeyboardButton{Text: "Mở", CallbackData: "1"}))
	second := send("hai", inline(models.InlineKeyboardButton{Text: "Mở", CallbackData: "2"}, models.InlineKeyboardButton{Text: "Mời", URL: "https://t.me/thuky_bot?start=MA1"}))
	send("ba", &models.ReplyKeyboardMarkup{Keyboard: [][]models.KeyboardButton{{{Text: "Lịch hôm nay"}, {Text: "Số của tôi", RequestContact: true}}}})

	must(t, leader.Click("Mở"))
	if u := updateOf(); u.CallbackQuery.Data != "2" || u.CallbackQuery.Message.Message.ID != second.ID {
		t.Errorf("got %+v", u.CallbackQuery)
	}
	must(t, leader.ClickOn(first.ID, "Mở"))
	if u := updateOf(); u.CallbackQuery.Data != "1" {
		t.Errorf("got %+v", u.CallbackQuery)
	}
	must(t, leader.Click("Mời"))
	if u := updateOf(); u.Message.Text != "/start MA1" {
		t.Errorf("got %+v", u.Message)
	}
	must(t, leader.Click("Lịch hôm nay"))
	if u := updateOf(); u.Message.Text != "Lịch hôm nay" {
		t.Errorf("got %+v", u.Message)
	}
	must(t, leader.Click("Số của tôi"))
	if u := updateOf(); u.Message.Contact.UserID != 1001 {
		t.Errorf("got %+v", u.Message)
	}
	if err := leader.Click("không có"); err == nil || err.Error() != `Thảo sees no button "không có"` {
		t.Errorf("got %v", err)
	}
	if err := leader.ClickOn(1, "Mở"); err == nil {
		t.Error("a button on a message without one")
	}
	if !strings.HasSuffix(leader.Screen(), "bàn phím:\n  [Lịch hôm nay] [Số của tôi]\n") {
		t.Errorf("got %s", leader.Screen())
	}
	send("bốn", &models.ReplyKeyboardRemove{RemoveKeyboard: true})
	if leader.Keyboard() != nil {
		t.Error("the keyboard stays")
	}
	if _, err := b.DeleteMessage(ctx, &tg.DeleteMessageParams{ChatID: 1001, MessageID: second.ID}); err != nil {
		t.Error(err)
	}
	must(t, leader.Click("Mở"))
	if u := updateOf(); u.CallbackQuery.Data != "1" {
		t.Errorf("a deleted message was pressed: %+v", u.CallbackQuery)
	}
	noViolations(t, server)

	// Nine in a row: people see eight.
	wide := make([]models.InlineKeyboardButton, 9)
	for i := range wide {
		wide[i] = models.InlineKeyboardButton{Text: fmt.Sprint(i), CallbackData: "x"}
	}
	send("rộng", inline(wide...))
	if err := leader.Click("8"); err == nil || len(server.Violations()) != 1 {
		t.Errorf("got %v, %v", err, server.Violations())
	}
}

func TestCommandMenus(t *testing.T) {
	server := sim.New(sim.Options{})
	leader, lien := server.Person(1001, "Thảo"), server.Person(1002, "Liên")
	group := server.Group(-100, "Phòng 9", leader, lien)
	group.AddBot(leader)
	b := newBot(t, server)
	ctx := t.Context()
	set := func(name string, scope models.BotCommandScope, language string) {
		_, err := b.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: []models.BotCommand{{Command: name, Description: "d"}}, Scope: scope, LanguageCode: language})
		must(t, err)
	}
	check := func(p *sim.Person, want string) {
		t.Helper()
		if got := p.Commands(); !slices.Equal(got, []string{want + " – d"}) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if leader.Commands() != nil {
		t.Error("a menu before any was set")
	}
	set("chung", nil, "")
	check(leader, "chung")
	check(leader.In(group), "chung")
	set("tieng_viet", nil, "vi")
	check(leader, "tieng_viet")
	set("rieng", &models.BotCommandScopeAllPrivateChats{}, "")
	set("nhom", &models.BotCommandScopeAllGroupChats{}, "")
	check(leader, "rieng")
	check(lien.In(group), "nhom")
	set("quan_tri", &models.BotCommandScopeAllChatAdministrators{}, "")
	check(leader.In(group), "quan_tri")
	set("lanh_dao", &models.BotCommandScopeChat{ChatID: 1001}, "")
	check(leader, "lanh_dao")
	check(lien, "rieng")
	set("lien", &models.BotCommandScopeChatMember{ChatID: -100, UserID: 1002}, "")
	check(lien.In(group), "lien")
	if list, err := b.GetMyCommands(ctx, &tg.GetMyCommandsParams{Scope: &models.BotCommandScopeChat{ChatID: 1001}}); err != nil || len(list) != 1 || list[0].Command != "lanh_dao" {
		t.Errorf("got %v, %v", list, err)
	}
	_, err := b.DeleteMyCommands(ctx, &tg.DeleteMyCommandsParams{Scope: &models.BotCommandScopeChat{ChatID: 1001}})
	must(t, err)
	check(leader, "rieng")

	_, err = b.SetMyShortDescription(ctx, &tg.SetMyShortDescriptionParams{ShortDescription: "Thư ký"})
	must(t, err)
	if got, err := b.GetMyShortDescription(ctx, &tg.GetMyShortDescriptionParams{LanguageCode: "vi"}); err != nil || got.ShortDescription != "Thư ký" {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := b.GetMyName(ctx, &tg.GetMyNameParams{}); err != nil || got.Name != "Thuky" {
		t.Errorf("got %v, %v", got, err)
	}
	noViolations(t, server)
}

func TestInline(t *testing.T) {
	server := sim.New(sim.Options{Inline: true, SpecPath: "-"})
	leader := server.Person(1001, "Thảo")
	var seen []string
	defer server.Watch(func(e sim.Event) { seen = append(seen, e.Text) })()
	b := newBot(t, server)
	leader.Inline("lịch mai")
	for results, want := range map[string]string{
		`một`:                                   "400 Bad Request: can't parse inline query results JSON object",
		`[{}]`:                                  "400 Bad Request: RESULT_ID_INVALID",
		"[" + strings.Repeat(`{},`, 50) + "{}]": "400 Bad Request: too many inline query results specified",
		`[{"type":"article","id":"1"}]`:         "400 Bad Request: ARTICLE_TITLE_EMPTY",
		`[{"type":"article","id":"1","title":"a"}]`:                                                        "400 Bad Request: can't parse inline query result: Input message content is not specified",
		`[{"type":"article","id":"1","title":"a","input_message_content":{}},{"type":"article","id":"1"}]`: "400 Bad Request: RESULT_ID_DUPLICATE",
		`[{"type":"photo","id":"1"}]`:                                                                      `501 Not Implemented: sim: inline query result of type "photo" is not simulated`,
	} {
		id := updates(t, server, "-1")[0]["inline_query"].(map[string]any)["id"].(string)
		_, body := call(t, server, "answerInlineQuery", form{"inline_query_id": id, "results": results})
		if got := refusalOf(t, body); got != want {
			t.Errorf("%.80s: got %q, want %q", results, got, want)
		}
	}
	seen = nil
	query := updates(t, server, "-1")[0]["inline_query"].(map[string]any)
	if query["query"] != "lịch mai" {
		t.Errorf("got %v", query)
	}
	violations := len(server.Violations())
	_, err := b.AnswerInlineQuery(t.Context(), &tg.AnswerInlineQueryParams{InlineQueryID: query["id"].(string), Results: []models.InlineQueryResult{
		&models.InlineQueryResultArticle{ID: "1", Title: "Thứ Sáu", InputMessageContent: &models.InputTextMessageContent{MessageText: "không có lịch"}},
	}})
	must(t, err)
	if !slices.Equal(seen, []string{"Thứ Sáu"}) {
		t.Errorf("got %q", seen)
	}
	if more := server.Violations()[violations:]; len(more) > 0 {
		t.Errorf("got %q", more)
	}
}
