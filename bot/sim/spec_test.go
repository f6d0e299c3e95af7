package sim_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"thuky/bot/sim"
)

// A Bot API of three methods, enough to see what is checked.
const smallSpec = `{
 "methods": {
  "getMe": {"params": [], "returns": ["User"]},
  "sendMessage": {"params": [
    {"name":"chat_id","types":["Integer","String"],"required":true},
    {"name":"text","types":["String"],"required":true,"limit":{"min":1,"max":4096,"unit":"characters","after_entities":true}},
    {"name":"parse_mode","types":["\"HTML\""],"required":false},
    {"name":"disable_notification","types":["Boolean"],"required":false},
    {"name":"reply_markup","types":["InlineKeyboardMarkup","ForceReply"],"required":false}
   ], "returns": ["Message"]},
  "setMyCommands": {"params": [
    {"name":"commands","types":["Array<BotCommand>"],"required":true},
    {"name":"scope","types":["Scope"],"required":false},
    {"name":"language_code","types":["String"],"required":false,"limit":{"min":2,"max":2,"unit":"bytes"}}
   ], "returns": ["True"]}
 },
 "types": {
  "User": {"fields": [{"name":"id","types":["Integer"],"required":true},{"name":"is_bot","types":["Boolean"],"required":true},{"name":"first_name","types":["String"],"required":true},{"name":"phone","types":["String"],"required":true}]},
  "BotCommand": {"fields": [{"name":"command","types":["String"],"required":true},{"name":"description","types":["String"],"required":true}]},
  "Scope": {"one_of": ["ScopeDefault","ScopeChat"]},
  "ScopeDefault": {"fields": [{"name":"type","types":["\"default\""],"required":true}]},
  "ScopeChat": {"fields": [{"name":"type","types":["\"chat\""],"required":true},{"name":"chat_id","types":["Integer"],"required":true}]},
  "InlineKeyboardMarkup": {"fields": [{"name":"inline_keyboard","types":["Array<Array<Button>>"],"required":true}]},
  "Button": {"fields": [{"name":"text","types":["String"],"required":true},{"name":"callback_data","types":["String"],"required":false,"limit":{"min":1,"max":64,"unit":"bytes"}}]},
  "ForceReply": {"fields": [{"name":"force_reply","types":["True"],"required":true}]},
  "Message": {"fields": [{"name":"message_id","types":["Integer"],"required":true},{"name":"date","types":["Integer"],"required":true},{"name":"chat","types":["Chat"],"required":true},{"name":"from","types":["Who"],"required":false},{"name":"text","types":["String"],"required":false},{"name":"reply_markup","types":["InlineKeyboardMarkup"],"required":false},{"name":"entities","types":["Array<Thing>"],"required":false}]},
  "Chat": {"fields": [{"name":"id","types":["Integer"],"required":true},{"name":"type","types":["\"private\""],"required":true},{"name":"first_name","types":["String"],"required":false}]},
  "Who": {"fields": [{"name":"id","types":["Integer"],"required":true},{"name":"is_bot","types":["Boolean"],"required":true},{"name":"first_name","types":["String"],"required":true},{"name":"username","types":["String"],"required":false},{"name":"language_code","types":["String"],"required":false}]},
  "Update": {"fields": [{"name":"update_id","types":["Integer"],"required":true},{"name":"message","types":["Message"],"required":false}]}
 }
}`

func TestSpec(t *testing.T) {
	path := filepath.Join(t.TempDir(), "api.json")
	must(t, os.WriteFile(path, []byte(smallSpec), 0o600))
	tests := []struct {
		method     string
		parameters form
		want       string // refusal
		violation  string // "" for none
	}{
		{"sendMessage", form{"chat_id": "1001", "text": "a", "disable_notification": "true", "reply_markup": `{"inline_keyboard":[[{"text":"b","callback_data":"x"}]]}`}, "", ""},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "colour": "red"}, `400 Bad Request: sim: sendMessage: unknown parameter "colour"`, `sendMessage: unknown parameter "colour"`},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "disable_notification": "maybe"}, "400 Bad Request: sim: sendMessage: disable_notification is not Boolean", "sendMessage: disable_notification is not Boolean"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "parse_mode": "html"}, `400 Bad Request: sim: sendMessage: parse_mode is not "HTML"`, `sendMessage: parse_mode is not "HTML"`},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"inline_keyboard":null}`}, "400 Bad Request: sim: sendMessage: reply_markup.inline_keyboard is not Array<Array<Button>>", "sendMessage: reply_markup.inline_keyboard is not Array<Array<Button>>"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"inline_keyboard":[[{"text":"b","callback_data":"x","color":"red"}]]}`}, `400 Bad Request: sim: sendMessage: reply_markup.inline_keyboard[0][0]: Button has no field "color"`, `sendMessage: reply_markup.inline_keyboard[0][0]: Button has no field "color"`},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"force_reply":false}`}, "400 Bad Request: sim: sendMessage: reply_markup.force_reply is not True", "sendMessage: reply_markup.force_reply is not True"},
		// Where Telegram's own words are known, they are the answer.
		{"sendMessage", form{"text": "a"}, "400 Bad Request: chat_id is empty", `sendMessage: parameter "chat_id" is required`},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"inline_keyboard":[[{"text":"b","callback_data":"` + strings.Repeat("x", 65) + `"}]]}`}, "400 Bad Request: BUTTON_DATA_INVALID", "sendMessage: reply_markup.inline_keyboard[0][0].callback_data has 65 bytes, allowed are 1 to 64"},
		{"setMyCommands", form{"commands": `[{"command":"a","description":"b"}]`, "scope": `{"type":"chat","chat_id":"x"}`}, "400 Bad Request: sim: setMyCommands: scope.chat_id is not Integer", "setMyCommands: scope.chat_id is not Integer"},
		{"setMyCommands", form{"commands": `[{"command":"a","description":"b"}]`, "language_code": "vie"}, "400 Bad Request: sim: setMyCommands: language_code has 3 bytes, allowed are 2 to 2", "setMyCommands: language_code has 3 bytes, allowed are 2 to 2"},
		{"setMyCommands", form{"commands": `[{"command":"a","description":"b"}]`, "scope": `{"type":"default"}`}, "", ""},
		{"setMyCommands", form{"commands": `[7]`}, "400 Bad Request: sim: setMyCommands: commands[0] is not BotCommand", "setMyCommands: commands[0] is not BotCommand"},
		{"deleteMessage", form{"chat_id": "1001", "message_id": "1"}, "501 Not Implemented: sim: method deleteMessage, which the spec does not know, is not simulated", "method deleteMessage, which the spec does not know, is not simulated"},
		// The sim is held to the spec too: this one asks for a field it does not give.
		{"getMe", nil, "", `the sim's own answer: `},
	}
	for _, test := range tests {
		server := sim.New(sim.Options{SpecPath: path})
		server.Person(1001, "Thảo").Send("chào")
		_, body := call(t, server, test.method, test.parameters)
		if got := refusalOf(t, body); got != test.want {
			t.Errorf("%s %v:\n got %q\nwant %q", test.method, test.parameters, got, test.want)
		}
		got := server.Violations()
		if test.violation == "" && len(got) > 0 || test.violation != "" && !slices.ContainsFunc(got, func(v string) bool { return strings.HasPrefix(v, test.violation) }) {
			t.Errorf("%s %v:\nviolations %q\nwant %q", test.method, test.parameters, got, test.violation)
		}
	}
}

func TestSpecMissing(t *testing.T) {
	server := sim.New(sim.Options{SpecPath: filepath.Join(t.TempDir(), "none.json")})
	if status, body := call(t, server, "getMe", nil); status != 500 || !strings.Contains(body, "none.json") {
		t.Errorf("got %d %s", status, body)
	}
}

// TestTransport: query, JSON, form and an empty multipart body are all read.
func TestTransport(t *testing.T) {
	server := sim.New(sim.Options{SpecPath: "-"})
	server.Person(1001, "Thảo").Send("chào")
	for _, test := range []struct{ query, kind, body, want string }{
		{"?chat_id=1001&text=a", "", "", ""},
		{"", "application/json", `{"chat_id":1001,"text":"a","disable_notification":true,"reply_markup":{"inline_keyboard":[]}}`, ""},
		{"", "application/json", `{"chat_id":1001,"text":"a","reply_markup":null}`, "400 Bad Request: object expected as reply markup"},
		{"", "application/json", `{"chat_id"`, "400 Bad Request: can't parse request JSON object"},
		{"", "application/x-www-form-urlencoded", "chat_id=1001&text=a+b", ""},
		{"", "multipart/form-data; boundary=x", "", "400 Bad Request: message text is empty"},
		{"", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n1001\r\n", "400 Bad Request: can't read the request: unexpected EOF"},
		{"", "text/plain", "a", `400 Bad Request: can't read the request: unsupported content type "text/plain"`},
	} {
		req := post(t, server, "sendMessage"+test.query, test.kind, test.body)
		_, body := do(t, server, req)
		if got := refusalOf(t, body); got != test.want && !(strings.HasSuffix(test.want, "EOF") && strings.HasSuffix(got, "EOF")) {
			t.Errorf("%+v: got %q", test, got)
		}
	}
}

// FuzzCall: whatever is asked, the answer is a JSON object with "ok", and a
// message that was accepted can be drawn.
func FuzzCall(f *testing.F) {
	for _, seed := range [][2]string{
		{"sendMessage", `{"chat_id":1001,"text":"<b>a</b>","parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"text":"b","callback_data":"x"}]]}}`},
		{"sendMessage", `{"chat_id":-100,"text":"a","entities":[{"type":"bold","offset":0,"length":1}],"reply_parameters":{"message_id":1}}`},
		{"editMessageText", `{"chat_id":1001,"message_id":2,"text":"b","reply_markup":{"inline_keyboard":[]}}`},
		{"sendMediaGroup", `{"chat_id":1001,"media":[{"type":"document","media":"x"},{}]}`},
		{"setMyCommands", `{"commands":[{"command":"a","description":"b"}],"scope":{"type":"chat_member","chat_id":-100,"user_id":1001}}`},
		{"answerInlineQuery", `{"inline_query_id":"1","results":[{"type":"article"}]}`},
		{"pinChatMessage", `{"chat_id":1001,"message_id":1}`},
		{"deleteMessages", `{"chat_id":1001,"message_ids":[1,-1,99999999999]}`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, method, body string) {
		server := sim.New(sim.Options{Rate: sim.RateBucket})
		leader := server.Person(1001, "Thảo")
		leader.Send("chào")
		group := server.Group(-100, "Phòng 9", leader)
		group.AddBot(leader)
		call(t, server, "sendMessage", form{"chat_id": "1001", "text": "một"})
		if strings.EqualFold(method, "getUpdates") || strings.ContainsAny(method, "?#% \x7f") || strings.ContainsFunc(method, unicode.IsControl) {
			return // would wait, or is no path
		}
		_, answer := do(t, server, post(t, server, method, "application/json", body))
		if !strings.Contains(answer, `"ok":`) {
			t.Errorf("%s %s: got %s", method, body, answer)
		}
		_ = leader.Screen() + leader.In(group).Screen()
		leader.In(group).Keyboard()
	})
}
