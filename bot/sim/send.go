package sim

import (
	"encoding/json"
	"slices"
)

func (s *Server) getMe(*call) (any, error) {
	me := map[string]any{
		"id": s.me.ID, "is_bot": true, "first_name": s.me.FirstName, "username": s.me.Username,
		"can_read_all_group_messages": s.options.PrivacyOff, "supports_inline_queries": s.options.Inline,
	}
	for _, no := range []string{"can_connect_to_business", "has_main_web_app", "has_topics_enabled", "allows_users_to_create_topics", "can_manage_bots", "supports_guest_queries", "supports_join_request_queries"} {
		me[no] = false
	}
	me["can_join_groups"] = true
	return me, nil
}

func (s *Server) sendMessage(c *call) (any, error) {
	if c.text("text") == "" {
		return nil, overLimit("message text is empty")
	}
	text, err := s.formattedText(c.text("text"), c.text("parse_mode"), c.text("entities"), maxText)
	if err != nil {
		return nil, err
	}
	return s.send(c, "text messages", &message{Text: text.text, Entities: text.entities})
}

// send puts a message of the bot's into the chat that the call names: the last
// checks, the rate, then it is there.
func (s *Server) send(c *call, kind string, m *message) (*message, error) {
	ch, err := s.writable(c, kind)
	if err != nil {
		return nil, err
	}
	markup, err := s.readMarkup(c.text("reply_markup"), ch.private())
	if err != nil {
		return nil, err
	}
	if m.ReplyTo, err = s.repliedTo(c, ch); err != nil {
		return nil, err
	}
	if err := s.admit(ch, 1); err != nil {
		return nil, err
	}
	m.ReplyMarkup = markup.inlineOrNil()
	if markup != nil && markup.inline == nil && (markup.isKeyboard || markup.remove || markup.force) {
		m.keyboard = markup
	}
	s.post(ch, &s.me, m)
	s.giveKeyboard(ch, m)
	s.record(c, ch, m)
	return m, nil
}

// repliedTo reads reply_parameters.
func (s *Server) repliedTo(c *call, ch *chat) (*message, error) {
	raw := c.text("reply_parameters")
	if raw == "" {
		return nil, nil
	}
	var fields jsonObject
	if json.Unmarshal([]byte(raw), &fields) != nil {
		return nil, badRequest("object expected as reply parameters")
	}
	for name := range fields {
		if !slices.Contains([]string{"message_id", "chat_id", "allow_sending_without_reply"}, name) {
			return nil, s.notSimulated("%s in reply_parameters", name)
		}
	}
	var id int64
	_ = json.Unmarshal(fields["message_id"], &id)
	if other := string(fields["chat_id"]); other != "" && atoi(other) != ch.info.ID {
		return nil, s.notSimulated("a reply to another chat")
	}
	m := ch.find(id)
	switch {
	case m != nil:
		return m.quoted(), nil
	case truth(fields["allow_sending_without_reply"]):
		return nil, nil
	}
	return nil, badRequest("message to be replied not found")
}

// post gives m its place in the chat.
func (s *Server) post(ch *chat, from *user, m *message) {
	author := *from
	m.ID, m.From, m.Chat, m.Date = len(ch.messages)+1, &author, ch.info, s.now().Unix()
	ch.messages = append(ch.messages, m)
	if from.IsBot {
		ch.lastBot = from.ID
	}
	s.announce(Event{Kind: Sent, Chat: ch.info.ID, Message: s.seen(ch, m)})
}

// giveKeyboard shows, replaces or removes the reply keyboard of those whom a
// message concerns.
func (s *Server) giveKeyboard(ch *chat, m *message) {
	if m.keyboard == nil || m.keyboard.force {
		return
	}
	for _, id := range ch.audience(m) {
		if m.keyboard.remove || len(m.keyboard.rows) == 0 {
			delete(ch.keyboards, id)
		} else {
			if ch.keyboards == nil {
				ch.keyboards = map[int64]*message{}
			}
			ch.keyboards[id] = m
		}
	}
}

// audience of a keyboard: everybody, or with "selective" the mentioned people
// and the sender of the message replied to.
func (c *chat) audience(m *message) []int64 {
	if c.private() {
		return []int64{c.person.ID}
	}
	if !m.keyboard.selective {
		return c.order
	}
	var ids []int64
	if m.ReplyTo != nil && m.ReplyTo.From != nil {
		ids = append(ids, m.ReplyTo.From.ID)
	}
	for _, e := range m.Entities {
		if e.User != nil {
			ids = append(ids, e.User.ID)
		}
	}
	return ids
}
