package sim_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"thuky/bot/sim"
)

// office is a small town: Thảo (1001) has written to the bot, Liên (1002) has
// blocked it, Thanh (1003) has never written but is in the bot's groups, 1004
// is gone, 1005 is known to nobody.
func office(server *sim.Server) (leader *sim.Person, groups map[string]*sim.Group) {
	leader = server.Person(1001, "Thảo")
	leader.Send("chào")
	lien := server.Person(1002, "Liên")
	lien.Send("chào")
	lien.Block()
	thanh := server.Person(1003, "Thanh")
	server.Person(1004, "Dũng").Send("chào")
	server.Person(1004, "Dũng").Deactivate()
	server.Person(1005, "Lạ")
	groups = map[string]*sim.Group{}
	for i, name := range []string{"member", "admin", "kicked", "left", "deleted", "muted", "moved", "stranger"} {
		g := server.Group(int64(-100-i), name, leader, thanh)
		if name != "stranger" {
			g.AddBot(leader)
		}
		groups[name] = g
	}
	thanh.In(groups["member"]).Send("/chao@thuky_bot")
	groups["admin"].Promote(leader)
	groups["kicked"].Kick(leader)
	groups["deleted"].Delete()
	groups["muted"].Mute()
	groups["moved"].Migrate()
	return leader, groups
}

const notModified = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

func keyboard(rows ...string) string {
	return `{"inline_keyboard":[` + strings.Join(rows, ",") + `]}`
}

type form = map[string]string

// TestRefusals holds every limit and every text of the Bot API that the sim
// imitates. Message 2 of chat 1001 is the bot's "một" with a button, 3 came with
// a reply keyboard, 4 is a document.
func TestRefusals(t *testing.T) {
	long := strings.Repeat("ệ", 4096)
	tests := []struct {
		method     string
		parameters form
		want       string // "" for success
	}{
		// section 1: text
		{"sendMessage", form{"text": "a"}, "400 Bad Request: chat_id is empty"},
		{"sendMessage", form{"chat_id": "1001"}, "400 Bad Request: message text is empty"},
		{"sendMessage", form{"chat_id": "1001", "text": " \n "}, "400 Bad Request: text must be non-empty"},
		{"sendMessage", form{"chat_id": "1001", "text": "<b> </b>", "parse_mode": "HTML"}, "400 Bad Request: text must be non-empty"},
		{"sendMessage", form{"chat_id": "1001", "text": long}, ""},
		{"sendMessage", form{"chat_id": "1001", "text": long + "a"}, "400 Bad Request: message is too long"},
		{"sendMessage", form{"chat_id": "1001", "text": strings.Repeat("😀", 4096)}, ""},
		{"sendMessage", form{"chat_id": "1001", "text": "<b>" + long + "</b>", "parse_mode": "html"}, ""},
		{"sendMessage", form{"chat_id": "1001", "text": strings.Repeat("a", 32769)}, "400 Bad Request: text is too long"},
		{"sendMessage", form{"chat_id": "1001", "text": "a\xff"}, "400 Bad Request: strings must be encoded in UTF-8"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "parse_mode": "BBCode"}, "400 Bad Request: unsupported parse_mode"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "parse_mode": "MarkdownV2"}, "501 Not Implemented: sim: parse_mode MarkdownV2 is not simulated"},
		{"sendMessage", form{"chat_id": "1001", "text": "<x>", "parse_mode": "HTML"}, `400 Bad Request: can't parse entities: Unsupported start tag "x" at byte offset 0`},
		{"sendMessage", form{"chat_id": "1001", "text": strings.Repeat(`<a href="http://vks.gov.vn/`+strings.Repeat("x", 200)+`">a</a>`, 60), "parse_mode": "HTML"}, "400 Bad Request: ENTITIES_TOO_LONG"},
		{"sendMessage", form{"chat_id": "1001", "text": "abc", "entities": `[{"type":"bold","offset":2,"length":2}]`}, "400 Bad Request: entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 4"},

		// section 3: keyboards
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"b","callback_data":"` + strings.Repeat("x", 64) + `"}]`)}, ""},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"b","callback_data":"` + strings.Repeat("x", 65) + `"}]`)}, "400 Bad Request: BUTTON_DATA_INVALID"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"b","callback_data":"` + strings.Repeat("ệ", 22) + `"}]`)}, "400 Bad Request: BUTTON_DATA_INVALID"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"b"}]`)}, "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"b","callback_data":""}]`)}, "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"","callback_data":"x"}]`)}, "400 Bad Request: inline keyboard button text must be non-empty"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"callback_data":"x"}]`)}, `400 Bad Request: can't parse inline keyboard button: Can't find field "text"`},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"b","copy_text":{"text":""}}]`)}, "400 Bad Request: BUTTON_COPY_TEXT_INVALID"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"b","callback_data":"x","copy_text":{"text":""}}]`)}, ""},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`["b"]`)}, "400 Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":5,"callback_data":"x"}]`)}, `400 Bad Request: can't parse inline keyboard button: Field "text" must be of type String`},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"b","url":"https://vks.gov.vn"},{"text":"c","switch_inline_query":""},{"text":"d","switch_inline_query_current_chat":"x"}]`, `[{"text":"e","copy_text":{"text":"x"}},{"text":"f","web_app":{"url":"https://vks.gov.vn"}},{"text":"g","login_url":{"url":"https://vks.gov.vn"}}]`)}, ""},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"b","url":"không phải"}]`)}, "400 Bad Request: inline keyboard button URL 'không phải' is invalid: Wrong HTTP URL"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"inline_keyboard":null}`}, `400 Bad Request: field "inline_keyboard" must be of type Array`},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"inline_keyboard":[null]}`}, `400 Bad Request: field "inline_keyboard" must be an Array of Arrays`},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"inline_keyboard":[]}`}, ""},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"inline_`}, "400 Bad Request: can't parse reply keyboard markup JSON object"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `[]`}, "400 Bad Request: object expected as reply markup"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": "null"}, "400 Bad Request: object expected as reply markup"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(manyButtons(100, `{"text":"b","callback_data":"x"}`))}, ""},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(manyButtons(101, `{"text":"b","callback_data":"x"}`))}, "400 Bad Request: reply markup is too long"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": keyboard(`[{"text":"` + strings.Repeat("b", 10240) + `","callback_data":"x"}]`)}, "400 Bad Request: reply markup is too long"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"keyboard":[` + manyButtons(300, `"b"`) + `]}`}, ""},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"keyboard":[` + manyButtons(301, `"b"`) + `]}`}, "400 Bad Request: reply markup is too long"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"keyboard":null}`}, `400 Bad Request: field "keyboard" must be of type Array`},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"keyboard":[[5]]}`}, "400 Bad Request: can't parse keyboard button: KeyboardButton must be an Object"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"keyboard":[[{}]]}`}, `400 Bad Request: can't parse keyboard button: Can't find field "text"`},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"keyboard":[[{"text":""}]]}`}, "400 Bad Request: keyboard button text must be non-empty"},
		{"sendMessage", form{"chat_id": "-100", "text": "a", "reply_markup": `{"keyboard":[[{"text":"b","request_contact":true}]]}`}, "400 Bad Request: phone number can be requested in private chats only"},
		{"sendMessage", form{"chat_id": "-100", "text": "a", "reply_markup": `{"keyboard":[[{"text":"b","web_app":{"url":"https://vks.gov.vn"}}]]}`}, "400 Bad Request: web App buttons can be used in private chats only"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_markup": `{"force_reply":true,"input_field_placeholder":"` + strings.Repeat("a", 65) + `"}`}, "400 Bad Request: REPLY_MARKUP_INVALID"},

		// replies
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_parameters": `{"message_id":1}`}, ""},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_parameters": `{"message_id":999}`}, "400 Bad Request: message to be replied not found"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_parameters": `{"message_id":999,"allow_sending_without_reply":true}`}, ""},

		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_parameters": `5`}, "400 Bad Request: object expected as reply parameters"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "reply_parameters": `{"message_id":1,"quote":"c"}`}, "501 Not Implemented: sim: quote in reply_parameters is not simulated"},

		// section 8: who can be written to
		{"sendMessage", form{"chat_id": "77", "text": "a"}, "400 Bad Request: chat not found"},
		{"sendMessage", form{"chat_id": "@ai_do", "text": "a"}, "400 Bad Request: chat not found"},
		{"sendMessage", form{"chat_id": "1005", "text": "a"}, "400 Bad Request: chat not found"},
		{"sendMessage", form{"chat_id": "1003", "text": "a"}, "403 Forbidden: bot can't initiate conversation with a user"},
		{"sendMessage", form{"chat_id": "1002", "text": "a"}, "403 Forbidden: bot was blocked by the user"},
		{"sendMessage", form{"chat_id": "1004", "text": "a"}, "403 Forbidden: user is deactivated"},
		{"sendMessage", form{"chat_id": "4000000001", "text": "a"}, "403 Forbidden: the bot can't send messages to the bot"},
		{"sendMessage", form{"chat_id": "-102", "text": "a"}, "403 Forbidden: bot was kicked from the group chat"},
		{"leaveChat", form{"chat_id": "-103"}, ""},
		{"sendMessage", form{"chat_id": "-103", "text": "a"}, "403 Forbidden: bot is not a member of the group chat"},
		{"sendMessage", form{"chat_id": "-104", "text": "a"}, "403 Forbidden: the group chat was deleted"},
		{"sendMessage", form{"chat_id": "-105", "text": "a"}, "400 Bad Request: not enough rights to send text messages to the chat"},
		{"sendMessage", form{"chat_id": "-106", "text": "a"}, "400 Bad Request: group chat was upgraded to a supergroup chat migrate_to_chat_id=-1000000000106"},
		{"sendMessage", form{"chat_id": "-1000000000106", "text": "a"}, ""},
		{"sendMessage", form{"chat_id": "-107", "text": "a"}, "400 Bad Request: chat not found"},
		{"sendDocument", form{"chat_id": "-105", "document": "x"}, "400 Bad Request: not enough rights to send documents to the chat"},
		{"sendPhoto", form{"chat_id": "-105", "photo": "x"}, "400 Bad Request: not enough rights to send photos to the chat"},
		{"leaveChat", form{"chat_id": "1001"}, "400 Bad Request: chat member status can't be changed in private chats"},

		// edits
		{"editMessageText", form{"chat_id": "1001", "text": "a"}, "400 Bad Request: message identifier is not specified"},
		{"editMessageText", form{"chat_id": "1001", "message_id": "2"}, "400 Bad Request: message text is empty"},
		{"editMessageText", form{"chat_id": "1001", "message_id": "999", "text": "a"}, "400 Bad Request: message to edit not found"},
		{"editMessageText", form{"chat_id": "1001", "message_id": "1", "text": "a"}, "400 Bad Request: message can't be edited"},
		{"editMessageText", form{"chat_id": "1001", "message_id": "3", "text": "a"}, "400 Bad Request: message can't be edited"},
		{"editMessageText", form{"chat_id": "1001", "message_id": "4", "text": "a"}, "400 Bad Request: there is no text in the message to edit"},
		{"editMessageText", form{"chat_id": "1001", "message_id": "2", "text": "một", "reply_markup": keyboard(`[{"text":"b","callback_data":"x"}]`)}, "400 " + notModified},
		{"editMessageText", form{"chat_id": "1001", "message_id": "2", "text": "một", "reply_markup": `{"keyboard":[["b"]]}`}, "400 Bad Request: inline keyboard expected"},
		{"editMessageText", form{"chat_id": "1001", "message_id": "2", "text": "một"}, ""}, // takes the keyboard away
		{"editMessageText", form{"chat_id": "1001", "message_id": "2", "text": " một "}, "400 " + notModified},
		{"editMessageText", form{"chat_id": "1001", "message_id": "2", "text": "<b>một</b>", "parse_mode": "HTML"}, ""},
		{"editMessageReplyMarkup", form{"chat_id": "1001", "message_id": "2"}, "400 " + notModified},
		{"editMessageText", form{"chat_id": "1001", "message_id": "2", "text": long + "a"}, "400 Bad Request: message is too long"},
		{"editMessageText", form{"chat_id": "1002", "message_id": "2", "text": "a"}, "403 Forbidden: bot was blocked by the user"},
		{"editMessageCaption", form{"chat_id": "1001", "message_id": "2", "caption": "a"}, "400 Bad Request: there is no caption in the message to edit"},
		{"editMessageCaption", form{"chat_id": "1001", "message_id": "4", "caption": strings.Repeat("ệ", 1024)}, ""},
		{"editMessageCaption", form{"chat_id": "1001", "message_id": "4", "caption": strings.Repeat("ệ", 1025)}, "400 Bad Request: message caption is too long"},
		{"editMessageMedia", form{"chat_id": "1001", "message_id": "2", "media": `{"type":"document","media":"x"}`}, "400 Bad Request: there is no media in the message to edit"},
		{"editMessageMedia", form{"chat_id": "1001", "message_id": "4", "media": `{"type":"document","media":"x"}`}, "400 Bad Request: wrong file identifier/HTTP URL specified"},
		{"editMessageMedia", form{"chat_id": "1001", "message_id": "4", "media": `{"type":"document"}`}, "400 Bad Request: media not found"},

		// deleting and pinning
		{"deleteMessage", form{"chat_id": "1001", "message_id": "999"}, "400 Bad Request: message to delete not found"},
		{"deleteMessage", form{"chat_id": "1001"}, "400 Bad Request: message identifier is not specified"},
		{"deleteMessage", form{"chat_id": "-100", "message_id": "2"}, "400 Bad Request: message can't be deleted"},
		{"deleteMessage", form{"chat_id": "-101", "message_id": "1"}, ""},
		{"deleteMessages", form{"chat_id": "1001", "message_ids": "[998,999]"}, ""},
		{"deleteMessages", form{"chat_id": "1001", "message_ids": "một"}, "400 Bad Request: can't parse message_ids JSON object"},
		{"deleteMessages", form{"chat_id": "1001", "message_ids": "5"}, "400 Bad Request: expected an Array of message identifiers"},
		{"deleteMessages", form{"chat_id": "1001", "message_ids": "[]"}, ""},
		{"deleteMessages", form{"chat_id": "1001"}, "400 Bad Request: message identifiers are not specified"},
		{"deleteMessages", form{"chat_id": "1001", "message_ids": "[" + strings.Repeat("9,", 100) + "9]"}, "400 Bad Request: too many message identifiers specified"},
		{"pinChatMessage", form{"chat_id": "1001", "message_id": "999"}, "400 Bad Request: message to pin not found"},
		{"pinChatMessage", form{"chat_id": "-100", "message_id": "1"}, "400 Bad Request: not enough rights to manage pinned messages in the chat"},
		{"unpinChatMessage", form{"chat_id": "1001", "message_id": "1"}, "400 Bad Request: message to unpin not found"},

		// section 6: files
		{"sendDocument", form{"chat_id": "1001"}, "400 Bad Request: there is no document in the request"},
		{"sendPhoto", form{"chat_id": "1001"}, "400 Bad Request: there is no photo in the request"},
		{"sendDocument", form{"chat_id": "1001", "document": "không có"}, "400 Bad Request: wrong file identifier/HTTP URL specified"},
		{"sendDocument", form{"chat_id": "1001", "document": "https://vks.gov.vn/a.pdf"}, "501 Not Implemented: sim: sending a file by URL is not simulated"},
		{"getFile", form{"file_id": "không có"}, "400 Bad Request: wrong file_id or the file is temporarily unavailable"},
		{"getFile", nil, "400 Bad Request: file_id not specified"},
		{"sendMediaGroup", form{"chat_id": "1001", "media": "[]"}, "400 Bad Request: there are no messages to send"},
		{"sendMediaGroup", form{"chat_id": "1001", "media": "[" + strings.Repeat("{},", 10) + "{}]"}, "400 Bad Request: too many messages to send as an album"},

		// queries
		{"answerCallbackQuery", form{"callback_query_id": "123"}, "400 Bad Request: query is too old and response timeout expired or query ID is invalid"},
		{"answerInlineQuery", form{"inline_query_id": "123", "results": "[]"}, "400 Bad Request: query is too old and response timeout expired or query ID is invalid"},

		// section 7: the bot's settings
		{"setMyCommands", form{"commands": `[{"command":"lich","description":"Lịch"}]`}, ""},
		{"setMyCommands", form{"commands": `[{"command":"Lịch","description":"Lịch"}]`}, "400 Bad Request: BOT_COMMAND_INVALID"},
		{"setMyCommands", form{"commands": `[{"command":"lich","description":""}]`}, "400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		{"setMyCommands", form{"commands": `[{"command":"lich","description":"` + strings.Repeat("ệ", 257) + `"}]`}, "400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		{"setMyCommands", form{"commands": `[` + strings.Repeat(`{"command":"a","description":"b"},`, 100) + `{"command":"a","description":"b"}]`}, "400 Bad Request: BOT_COMMANDS_TOO_MUCH"},
		{"setMyCommands", form{"commands": `[]`, "scope": `{"type":"chat","chat_id":77}`}, "400 Bad Request: chat not found"},
		{"setMyCommands", form{"commands": `[]`, "scope": `{"type":"all"}`}, "400 Bad Request: unsupported type specified"},
		{"setMyCommands", form{"commands": `[]`, "language_code": "vie"}, "400 Bad Request: invalid language code specified"},
		{"setMyName", form{"name": strings.Repeat("ệ", 64)}, ""},
		{"setMyName", form{"name": strings.Repeat("ệ", 65)}, "400 Bad Request: bot name is too long"},
		{"setMyDescription", form{"description": strings.Repeat("ệ", 513)}, "400 Bad Request: bot description is too long"},
		{"setMyShortDescription", form{"short_description": strings.Repeat("ệ", 121)}, "400 Bad Request: bot short description is too long"},

		// chats
		{"sendChatAction", form{"chat_id": "1001", "action": "typing"}, ""},
		{"sendChatAction", form{"chat_id": "1001", "action": "ngủ"}, "400 Bad Request: wrong parameter action in request"},
		{"getChatAdministrators", form{"chat_id": "1001"}, "400 Bad Request: there are no administrators in the private chat"},
		{"getChatMember", form{"chat_id": "-100", "user_id": "77"}, "400 Bad Request: invalid user_id specified"},
		{"getChatMember", form{"chat_id": "-100", "user_id": "1003"}, ""},

		// what is not simulated
		{"sendPoll", form{"chat_id": "1001"}, "404 Not Found: method not found"},
		{"sendMessage", form{"chat_id": "1001", "text": "a", "message_thread_id": "1"}, "501 Not Implemented: sim: parameter message_thread_id of sendMessage is not simulated"},
		{"GETME", nil, ""},
	}
	server := sim.New(sim.Options{SpecPath: "-"})
	office(server)
	call(t, server, "sendMessage", form{"chat_id": "1001", "text": "một", "reply_markup": keyboard(`[{"text":"b","callback_data":"x"}]`)})
	call(t, server, "sendMessage", form{"chat_id": "1001", "text": "hai", "reply_markup": `{"keyboard":[["b"]]}`})
	send(t, server, "sendDocument", form{"chat_id": "1001"}, "document", "a.txt", []byte("a"))
	for _, test := range tests {
		_, body := call(t, server, test.method, test.parameters)
		if got := refusalOf(t, body); got != test.want {
			t.Errorf("%s %.200v:\n got %q\nwant %q", test.method, test.parameters, got, test.want)
		}
	}
}

func manyButtons(n int, button string) string {
	var rows []string
	for n > 0 {
		row := min(n, 5)
		rows = append(rows, "["+strings.TrimSuffix(strings.Repeat(button+",", row), ",")+"]")
		n -= row
	}
	return strings.Join(rows, ",")
}

// refusalOf is code, description and parameters of an answer, "" for success.
func refusalOf(t *testing.T, body string) string {
	t.Helper()
	var answer struct {
		OK          bool
		Code        json.Number `json:"error_code"`
		Description string
		Parameters  map[string]json.Number
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if answer.OK {
		return ""
	}
	text := answer.Code.String() + " " + answer.Description
	for name, value := range answer.Parameters {
		text += " " + name + "=" + value.String()
	}
	return text
}

// send uploads one file.
func send(t *testing.T, server *sim.Server, method string, parameters form, part, name string, data []byte) string {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range parameters {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	f, err := w.CreateFormFile(part, name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	w.Close()
	_, answer := do(t, server, post(t, server, method, w.FormDataContentType(), body.String()))
	return answer
}

// picture is a GIF as far as its header, which is all that the sim reads.
func picture(width, height int) []byte {
	header := binary.LittleEndian.AppendUint16([]byte("GIF89a"), uint16(width))
	return append(binary.LittleEndian.AppendUint16(header, uint16(height)), 0, 0, 0)
}

func TestUploadsRefused(t *testing.T) {
	tests := []struct {
		what, name string
		data       []byte
		want       string
	}{
		{"document", "a.txt", nil, "400 Bad Request: file must be non-empty"},
		{"document", "a.bin", make([]byte, 11<<20+1), "413 Request Entity Too Large"},
		{"photo", "a.gif", picture(40, 30), ""},
		{"photo", "a.gif", []byte("không phải ảnh"), "400 Bad Request: IMAGE_PROCESS_FAILED"},
		{"photo", "a.gif", picture(2100, 100), "400 Bad Request: PHOTO_INVALID_DIMENSIONS"},
		{"photo", "a.gif", picture(9000, 1001), "400 Bad Request: PHOTO_INVALID_DIMENSIONS"},
		{"photo", "a.gif", make([]byte, 10<<20+1), "400 Bad Request: too big file, max size is 10485760 bytes"},
	}
	server := sim.New(sim.Options{MaxUpload: 11 << 20})
	office(server)
	for _, test := range tests {
		method := map[string]string{"document": "sendDocument", "photo": "sendPhoto"}[test.what]
		if got := refusalOf(t, send(t, server, method, form{"chat_id": "1001"}, test.what, test.name, test.data)); got != test.want {
			t.Errorf("%s of %d bytes: got %q, want %q", test.what, len(test.data), got, test.want)
		}
	}
}

func TestToken(t *testing.T) {
	server := sim.New(sim.Options{})
	for path, want := range map[string]string{
		"/bot4000000001:sai/getMe":                "401 Unauthorized",
		"/botkhông/getMe":                         "404 Not Found",
		"/botabc:def/getMe":                       "404 Not Found",
		"/":                                       "404 Not Found",
		"/bot" + server.Token():                   "404 Not Found",
		"/bot" + server.Token() + "/":             "404 Not Found: method not found",
		"/bot" + server.Token() + "/test/getMe":   "404 Not Found: method not found",
		"/file/bot4000000001:sai/documents/a.txt": "401 Unauthorized",
		"/file/bot" + server.Token() + "/a.txt":   "404 Not Found",
	} {
		req, err := http.NewRequest("GET", "https://api.telegram.org"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, body := do(t, server, req); refusalOf(t, body) != want {
			t.Errorf("%s: got %s, want %s", path, body, want)
		}
	}
}
