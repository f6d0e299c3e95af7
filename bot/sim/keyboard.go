package sim

import (
	"bytes"
	"encoding/json"
	"fmt"
)

const (
	maxCallbackData   = 64    // bytes
	maxInlineButtons  = 100   // in one inline keyboard
	shownInlineRow    = 8     // buttons of a row that people see
	maxReplyButtons   = 300   // in one reply keyboard
	shownReplyRow     = 12    // buttons of a row that people see
	maxInlineMarkup   = 10240 // bytes as JSON, about
	maxPlaceholder    = 64    // code points
	maxCopyTextLength = 256   // code points
)

// Button is one button as a person sees it, with what a press does.
type Button struct {
	Text         string  `json:"text"`
	URL          string  `json:"url,omitempty"`
	CallbackData string  `json:"callback_data,omitempty"`
	Pay          bool    `json:"pay,omitempty"`
	SwitchInline *string `json:"switch_inline_query,omitempty"`
	SwitchHere   *string `json:"switch_inline_query_current_chat,omitempty"`
	CopyText     *struct {
		Text string `json:"text"`
	} `json:"copy_text,omitempty"`
	LoginURL json.RawMessage `json:"login_url,omitempty"`
	WebApp   json.RawMessage `json:"web_app,omitempty"`
	Request  string          `json:"-"` // of a reply keyboard: "contact", "location", …
}

type inlineMarkup struct {
	Rows [][]Button `json:"inline_keyboard"`
}

// replyMarkup is a reply_markup parameter, read.
type replyMarkup struct {
	inline     *inlineMarkup
	rows       [][]Button // of a reply keyboard
	isKeyboard bool
	remove     bool
	force      bool
	oneTime    bool
	selective  bool
}

type jsonObject = map[string]json.RawMessage

// readMarkup reads reply_markup with the server's own complaints. An absent
// one is nil.
func (s *Server) readMarkup(raw string, private bool) (*replyMarkup, error) {
	if raw == "" {
		return nil, nil
	}
	if !json.Valid([]byte(raw)) {
		return nil, badRequest("can't parse reply keyboard markup JSON object")
	}
	var fields jsonObject
	if json.Unmarshal([]byte(raw), &fields) != nil || fields == nil {
		return nil, badRequest("object expected as reply markup")
	}
	m := &replyMarkup{}
	if rows, ok := fields["keyboard"]; ok {
		m.isKeyboard = true
		return m, s.readReplyKeyboard(m, fields, rows, private)
	}
	if rows, ok := fields["inline_keyboard"]; ok {
		return m, s.readInlineKeyboard(m, rows, len(raw))
	}
	m.selective = truth(fields["selective"])
	switch {
	case truth(fields["remove_keyboard"]):
		m.remove = true
	case truth(fields["force_reply"]):
		m.force = true
		if err := checkPlaceholder(fields); err != nil {
			return nil, err
		}
	default:
		return nil, nil
	}
	return m, nil
}

func (s *Server) readInlineKeyboard(m *replyMarkup, rawRows json.RawMessage, size int) error {
	rows, count, err := s.buttonRows("inline_keyboard", rawRows, shownInlineRow, inlineButton)
	if err != nil {
		return err
	}
	if count > maxInlineButtons || size > maxInlineMarkup {
		return overLimit("reply markup is too long")
	}
	if count > 0 {
		m.inline = &inlineMarkup{Rows: rows}
	}
	return nil
}

func inlineButton(raw json.RawMessage) (Button, error) {
	const where = "can't parse inline keyboard button: "
	var fields jsonObject
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		return Button{}, badRequest(where + "InlineKeyboardButton must be an Object")
	}
	text, present := fields["text"]
	if !present {
		return Button{}, badRequest(where + `Can't find field "text"`)
	}
	b := Button{}
	if json.Unmarshal(text, &b.Text) != nil {
		return b, badRequest(where + `Field "text" must be of type String`)
	}
	field := func(name string) string {
		var value string
		_ = json.Unmarshal(fields[name], &value) // of another type: as if empty
		return value
	}
	kept := Button{Text: b.Text}
	switch {
	case field("url") != "":
		kept.URL = checkURL(field("url"))
		if kept.URL == "" {
			return b, badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", field("url"))
		}
	case field("callback_data") != "":
		kept.CallbackData = field("callback_data")
		if len(kept.CallbackData) > maxCallbackData {
			return b, overLimit("BUTTON_DATA_INVALID")
		}
	case truth(fields["pay"]):
		kept.Pay = true
	case fields["switch_inline_query"] != nil:
		value := field("switch_inline_query")
		kept.SwitchInline = &value
	case fields["switch_inline_query_current_chat"] != nil:
		value := field("switch_inline_query_current_chat")
		kept.SwitchHere = &value
	case fields["login_url"] != nil:
		kept.LoginURL = fields["login_url"]
	case fields["web_app"] != nil:
		kept.WebApp = fields["web_app"]
	case fields["copy_text"] != nil:
		if json.Unmarshal(fields["copy_text"], &kept.CopyText) != nil || kept.CopyText == nil || kept.CopyText.Text == "" || len([]rune(kept.CopyText.Text)) > maxCopyTextLength {
			return b, badRequest("BUTTON_COPY_TEXT_INVALID")
		}
	default:
		return b, badRequest(where + "Text buttons are unallowed in the inline keyboard")
	}
	if b.Text == "" {
		return b, overLimit("inline keyboard button text must be non-empty")
	}
	return kept, nil
}

func (s *Server) readReplyKeyboard(m *replyMarkup, fields jsonObject, rawRows json.RawMessage, private bool) error {
	rows, count, err := s.buttonRows("keyboard", rawRows, shownReplyRow, func(raw json.RawMessage) (Button, error) { return keyboardButton(raw, private) })
	if err != nil {
		return err
	}
	m.rows = rows
	if count > maxReplyButtons {
		return overLimit("reply markup is too long")
	}
	m.oneTime, m.selective = truth(fields["one_time_keyboard"]), truth(fields["selective"])
	return checkPlaceholder(fields)
}

var privateRequests = []struct{ field, words string }{
	{"request_contact", "Phone number can be requested"},
	{"request_location", "Location can be requested"},
	{"request_poll", "Poll can be requested"},
	{"request_users", "Users can be requested"},
	{"request_chat", "Chats can be requested"},
	{"web_app", "Web App buttons can be used"},
}

func keyboardButton(raw json.RawMessage, private bool) (Button, error) {
	const where = "can't parse keyboard button: "
	var b Button
	if json.Unmarshal(raw, &b.Text) == nil && bytes.HasPrefix(bytes.TrimSpace(raw), []byte{'"'}) {
		return b, nonEmpty(b.Text, "keyboard button")
	}
	var fields jsonObject
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		return b, badRequest(where + "KeyboardButton must be an Object")
	}
	if json.Unmarshal(fields["text"], &b.Text) != nil {
		return b, badRequest(where + `Can't find field "text"`)
	}
	for _, request := range privateRequests {
		value := fields[request.field]
		if value == nil || string(value) == "false" || string(value) == "null" {
			continue
		}
		if !private {
			return b, badRequest("%s in private chats only", request.words)
		}
		b.Request = request.field
	}
	return b, nonEmpty(b.Text, "keyboard button")
}

func nonEmpty(text, what string) error {
	if text == "" {
		return overLimit("%s text must be non-empty", what)
	}
	return nil
}

func checkPlaceholder(fields jsonObject) error {
	var text string
	_ = json.Unmarshal(fields["input_field_placeholder"], &text)
	if len([]rune(text)) > maxPlaceholder {
		return badRequest("REPLY_MARKUP_INVALID")
	}
	return nil
}

// buttonRows reads the rows of a keyboard that have buttons, and counts the buttons; of a
// row, people see no more than shown.
func (s *Server) buttonRows(field string, raw json.RawMessage, shown int, button func(json.RawMessage) (Button, error)) (all [][]Button, count int, err error) {
	rows, err := arrays(field, raw)
	if err != nil {
		return nil, 0, err
	}
	for _, rawRow := range rows {
		var row []Button
		for _, raw := range rawRow {
			b, err := button(raw)
			if err != nil {
				return nil, 0, err
			}
			row = append(row, b)
			count++
		}
		if len(row) > shown {
			s.violate("a row of %s has %d buttons: people see %d", field, len(row), shown)
		}
		if len(row) > 0 {
			all = append(all, row)
		}
	}
	return all, count, nil
}

// arrays reads an Array of Arrays; null, as a nil Go slice is written, is none.
func arrays(name string, raw json.RawMessage) ([][]json.RawMessage, error) {
	var outer []json.RawMessage
	if json.Unmarshal(raw, &outer) != nil || outer == nil {
		return nil, badRequest(`field "%s" must be of type Array`, name)
	}
	rows := make([][]json.RawMessage, len(outer))
	for i, row := range outer {
		if json.Unmarshal(row, &rows[i]) != nil || rows[i] == nil {
			return nil, badRequest("%s", fmt.Sprintf(`field "%s" must be an Array of Arrays`, name))
		}
	}
	return rows, nil
}

func truth(raw json.RawMessage) bool {
	return string(raw) == "true"
}

func (m *replyMarkup) inlineOrNil() *inlineMarkup {
	if m == nil {
		return nil
	}
	return m.inline
}

func sameInline(a, b *inlineMarkup) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}
