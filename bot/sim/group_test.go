package sim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"thuky/bot/sim"
)

// TestPrivacyMode sends the same lines into a group as the bot's standing
// changes, and looks at what reaches it.
func TestPrivacyMode(t *testing.T) {
	server := sim.New(sim.Options{})
	leader, lien := server.Person(1001, "Thảo"), server.Person(1002, "Liên")
	group := server.Group(-100, "Lãnh đạo Viện", leader, lien)
	speak := func() []string {
		if all := updates(t, server, "-1"); len(all) > 0 {
			updates(t, server, fmt.Sprint(int64(all[0]["update_id"].(float64))+1))
		}
		in := lien.In(group)
		in.Send("chào cả nhà @thuky_bot")
		in.Send("/lich")
		in.Send("/lich@thuky_bot mai")
		in.Send("/lich@other_bot mai")
		in.Send("hỏi /lich@thuky_bot")
		for _, m := range in.Sees() {
			if m.Bot {
				in.Reply(m.ID, "trả lời")
			}
		}
		var got []string
		for _, u := range updates(t, server, "-100") {
			got = append(got, u["message"].(map[string]any)["text"].(string))
		}
		return got
	}
	botWrites := func() {
		if _, body := call(t, server, "sendMessage", form{"chat_id": "-100", "text": "tin của máy"}); refusalOf(t, body) != "" {
			t.Error(body)
		}
	}
	all := []string{"chào cả nhà @thuky_bot", "/lich", "/lich@thuky_bot mai", "/lich@other_bot mai", "hỏi /lich@thuky_bot", "trả lời"}
	for _, step := range []struct {
		name string
		do   func()
		want []string
	}{
		{"before the bot came", func() {}, nil},
		{"in", func() { group.AddBot(leader) }, []string{"/lich@thuky_bot mai"}},
		{"after it wrote", botWrites, []string{"/lich", "/lich@thuky_bot mai", "trả lời"}},
		{"after another bot wrote", func() { group.OtherBotWrites("xin chào") }, []string{"/lich@thuky_bot mai", "trả lời"}},
		{"administrator", func() { group.Promote(leader) }, all},
		{"member again", func() { group.Demote(leader) }, []string{"/lich@thuky_bot mai", "trả lời"}},
		{"kicked", func() { group.Kick(leader) }, nil},
	} {
		step.do()
		if got := speak(); !slices.Equal(got, step.want) {
			t.Errorf("%s: got %q, want %q", step.name, got, step.want)
		}
	}
	noViolations(t, server)

	open := sim.New(sim.Options{PrivacyOff: true})
	thao := open.Person(1001, "Thảo")
	g := open.Group(-100, "Phòng 9", thao)
	g.AddBot(thao)
	thao.In(g).Send("ai cũng nghe")
	if all := updates(t, open, "-1"); all[0]["message"] == nil {
		t.Error("with privacy off the bot hears nothing")
	}
}

func TestGroupLife(t *testing.T) {
	server := sim.New(sim.Options{})
	leader, lien := server.Person(1001, "Thảo"), server.Person(1002, "Liên")
	group := server.Group(-100, "Lãnh đạo Viện", leader)
	group.AddBot(leader)
	group.Promote(leader)
	group.Join(lien)
	b := newBot(t, server)
	ctx := t.Context()

	m, err := b.SendMessage(ctx, &tg.SendMessageParams{ChatID: -100, Text: "họp lúc 14h00"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.PinChatMessage(ctx, &tg.PinChatMessageParams{ChatID: -100, MessageID: m.ID}); err != nil {
		t.Error(err)
	}
	if info, err := b.GetChat(ctx, &tg.GetChatParams{ChatID: -100}); err != nil || info.Title != "Lãnh đạo Viện" || info.PinnedMessage == nil || info.PinnedMessage.ID != m.ID {
		t.Errorf("got %+v, %v", info, err)
	}
	if n, err := b.GetChatMemberCount(ctx, &tg.GetChatMemberCountParams{ChatID: -100}); err != nil || n != 3 {
		t.Errorf("got %d, %v", n, err)
	}
	for id, want := range map[int64]models.ChatMemberType{1001: "creator", 1002: "member", 4000000001: "administrator"} {
		if got, err := b.GetChatMember(ctx, &tg.GetChatMemberParams{ChatID: -100, UserID: id}); err != nil || got.Type != want {
			t.Errorf("%d: got %+v, %v", id, got, err)
		}
	}
	if list, err := b.GetChatAdministrators(ctx, &tg.GetChatAdministratorsParams{ChatID: -100}); err != nil || len(list) != 2 {
		t.Errorf("got %+v, %v", list, err)
	}
	group.Part(lien)
	if id := lien.In(group).Send("còn đây không"); id != 0 {
		t.Error("somebody who has left could write")
	}
	wantScreen := "— Thuky đã vào nhóm —\n— Liên đã vào nhóm —\nThuky: họp lúc 14h00 (đã ghim)\n— Thuky đã ghim tin số 3 —\n— Liên đã rời nhóm —\n"
	if got := leader.In(group).Screen(); got != wantScreen {
		t.Errorf("got\n%s", got)
	}
	if _, err := b.UnpinChatMessage(ctx, &tg.UnpinChatMessageParams{ChatID: -100}); err != nil {
		t.Error(err)
	}
	if _, err := b.UnpinAllChatMessages(ctx, &tg.UnpinAllChatMessagesParams{ChatID: -100}); err != nil {
		t.Error(err)
	}

	in := leader.In(group)
	moved := group.Migrate()
	if moved != -1000000000100 || group.ID() != moved {
		t.Errorf("moved to %d", moved)
	}
	if got := in.Screen(); got != "— Nhóm đã được nâng cấp —\n" {
		t.Errorf("got %q", got)
	}
	all := updates(t, server, "-2")
	if all[0]["message"].(map[string]any)["migrate_to_chat_id"] != float64(moved) || all[1]["message"].(map[string]any)["migrate_from_chat_id"] != -100.0 {
		t.Errorf("got %v", all)
	}
	if _, err := b.LeaveChat(ctx, &tg.LeaveChatParams{ChatID: moved}); err != nil {
		t.Error(err)
	}
	_, body := call(t, server, "sendMessage", form{"chat_id": fmt.Sprint(moved), "text": "a"})
	if got, want := refusalOf(t, body), "403 Forbidden: bot is not a member of the supergroup chat"; got != want {
		t.Errorf("got %q", got)
	}
	noViolations(t, server)
}

// TestMembersComeAndGo: an administrator bot that asks for chat_member gets it.
func TestMembersComeAndGo(t *testing.T) {
	server := sim.New(sim.Options{})
	leader, lien := server.Person(1001, "Thảo"), server.Person(1002, "Liên")
	group := server.Group(-100, "Phòng 9", leader)
	group.AddBot(leader)
	statuses := func() (list []string) {
		for _, u := range updates(t, server, "-100") {
			if change, ok := u["chat_member"].(map[string]any); ok {
				for _, side := range []string{"old_chat_member", "new_chat_member"} {
					list = append(list, change[side].(map[string]any)["status"].(string))
				}
			}
		}
		return list
	}
	group.Promote(leader)
	group.Join(lien) // not asked for yet
	call(t, server, "getUpdates", form{"allowed_updates": `["chat_member"]`})
	group.Part(lien)
	group.Demote(leader)
	group.Join(lien) // no administrator
	if got := statuses(); !slices.Equal(got, []string{"member", "left"}) {
		t.Errorf("got %q", got)
	}
	noViolations(t, server)
}

// TestSelectiveKeyboard shows a keyboard only to whom it is aimed at; a press in
// a group is a reply, so the bot hears it in privacy mode.
func TestSelectiveKeyboard(t *testing.T) {
	server := sim.New(sim.Options{})
	leader, lien := server.Person(1001, "Thảo"), server.Person(1002, "Liên")
	group := server.Group(-100, "Phòng 9", leader, lien)
	group.AddBot(leader)
	asked := lien.In(group).Send("/cham@thuky_bot")
	markup := `{"keyboard":[["Bắt đầu"]],"selective":true,"one_time_keyboard":true}`
	_, body := call(t, server, "sendMessage", form{
		"chat_id": "-100", "text": "?", "reply_markup": strings.Replace(markup, `"Bắt đầu"`, `{"text":"Bắt đầu"}`, 1),
		"reply_parameters": fmt.Sprintf(`{"message_id":%d}`, asked),
	})
	if r := refusalOf(t, body); r != "" {
		t.Fatal(r)
	}
	if err := leader.In(group).Click("Bắt đầu"); err == nil {
		t.Error("Thảo sees Liên's keyboard")
	}
	if err := lien.In(group).Click("Bắt đầu"); err != nil {
		t.Error(err)
	}
	if lien.In(group).Keyboard() != nil {
		t.Error("the keyboard was for one time")
	}
	if m := updates(t, server, "-1")[0]["message"].(map[string]any); m["text"] != "Bắt đầu" || m["reply_to_message"] == nil {
		t.Errorf("got %v", m)
	}
	noViolations(t, server)
}
