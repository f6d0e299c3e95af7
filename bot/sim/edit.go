package sim

import (
	"encoding/json"
	"slices"
	"time"
)

const deletable = 48 * time.Hour

// editable finds the bot's own message that a call edits.
func (s *Server) editable(c *call) (*chat, *message, error) {
	ch, err := s.reachable(c)
	if err != nil {
		return nil, nil, err
	}
	id := c.int("message_id")
	if id == 0 {
		return nil, nil, badRequest("message identifier is not specified")
	}
	m := ch.find(id)
	switch {
	case m == nil || m.inaccessible:
		return nil, nil, badRequest("message to edit not found")
	case m.From == nil || m.From.ID != s.me.ID, m.service(), m.keyboard != nil:
		return nil, nil, badRequest("message can't be edited")
	}
	return ch, m, nil
}

// replace puts the edited copy in the place of m. A call without reply_markup
// takes the inline keyboard away, as Telegram does.
func (s *Server) replace(c *call, ch *chat, m, edited *message) (any, error) {
	markup, err := s.readMarkup(c.text("reply_markup"), ch.private())
	if err != nil {
		return nil, err
	}
	if markup != nil && markup.inline == nil && (markup.isKeyboard || markup.remove || markup.force) {
		return nil, badRequest("inline keyboard expected")
	}
	edited.ReplyMarkup = markup.inlineOrNil()
	same := formatted{m.Text, m.Entities}.equal(formatted{edited.Text, edited.Entities}) &&
		formatted{m.Caption, m.CaptionEntities}.equal(formatted{edited.Caption, edited.CaptionEntities}) &&
		m.fileID() == edited.fileID() && sameInline(m.ReplyMarkup, edited.ReplyMarkup)
	if same {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	if err := s.admit(ch, 1); err != nil {
		return nil, err
	}
	edited.EditDate = s.now().Unix()
	ch.messages[m.ID-1] = edited
	s.announce(Event{Kind: Edited, Chat: ch.info.ID, Message: s.seen(ch, edited)})
	s.record(c, ch, edited)
	return edited, nil
}

func (s *Server) editMessageText(c *call) (any, error) {
	if c.text("text") == "" {
		return nil, overLimit("message text is empty")
	}
	text, err := s.formattedText(c.text("text"), c.text("parse_mode"), c.text("entities"), maxText)
	if err != nil {
		return nil, err
	}
	ch, m, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	if m.Text == "" {
		return nil, badRequest("there is no text in the message to edit")
	}
	edited := *m
	edited.Text, edited.Entities = text.text, text.entities
	return s.replace(c, ch, m, &edited)
}

func (s *Server) editMessageCaption(c *call) (any, error) {
	caption, err := s.formattedText(c.text("caption"), c.text("parse_mode"), c.text("caption_entities"), maxCaption)
	if err != nil {
		return nil, err
	}
	ch, m, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	if m.fileID() == "" {
		return nil, badRequest("there is no caption in the message to edit")
	}
	edited := *m
	edited.Caption, edited.CaptionEntities = caption.text, caption.entities
	return s.replace(c, ch, m, &edited)
}

func (s *Server) editMessageReplyMarkup(c *call) (any, error) {
	ch, m, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	edited := *m
	return s.replace(c, ch, m, &edited)
}

func (s *Server) editMessageMedia(c *call) (any, error) {
	ch, m, err := s.editable(c)
	if err != nil {
		return nil, err
	}
	if m.fileID() == "" {
		return nil, badRequest("there is no media in the message to edit")
	}
	media, err := s.inputMedia(c, []byte(c.text("media")))
	if err != nil {
		return nil, err
	}
	edited := *m
	edited.Document, edited.Photo = media.Document, media.Photo
	edited.Caption, edited.CaptionEntities = media.Caption, media.CaptionEntities
	return s.replace(c, ch, m, &edited)
}

func (s *Server) deleteMessage(c *call) (any, error) {
	ch, err := s.reachable(c)
	if err != nil {
		return nil, err
	}
	id := c.int("message_id")
	if id == 0 {
		return nil, badRequest("message identifier is not specified")
	}
	m := ch.find(id)
	if m == nil {
		return nil, badRequest("message to delete not found")
	}
	if err := s.mayDelete(ch, m); err != nil {
		return nil, err
	}
	s.remove(ch, m)
	s.record(c, ch, m)
	return true, nil
}

func (s *Server) mayDelete(ch *chat, m *message) error {
	own := m.From != nil && m.From.ID == s.me.ID
	old := s.now().Sub(time.Unix(m.Date, 0)) >= deletable
	switch {
	case !ch.private() && ch.bot == admin:
		return nil
	case !ch.private() && !own:
		return badRequest("message can't be deleted")
	case old:
		return badRequest("message can't be deleted for everyone")
	}
	return nil
}

// deleteMessages skips what is not there or may not be deleted.
func (s *Server) deleteMessages(c *call) (any, error) {
	ch, err := s.reachable(c)
	if err != nil {
		return nil, err
	}
	raw := []byte(c.text("message_ids"))
	var ids []int64
	switch wrong := json.Unmarshal(raw, &ids); {
	case len(raw) == 0:
		return nil, badRequest("message identifiers are not specified")
	case !json.Valid(raw):
		return nil, badRequest("can't parse message_ids JSON object")
	case wrong != nil:
		return nil, badRequest("expected an Array of message identifiers")
	case len(ids) > 100:
		return nil, badRequest("too many message identifiers specified")
	}
	for _, id := range ids {
		if m := ch.find(id); m != nil && s.mayDelete(ch, m) == nil {
			s.remove(ch, m)
			s.record(c, ch, m)
		}
	}
	return true, nil
}

// remove takes a message away; a copy stays behind, marked.
func (s *Server) remove(ch *chat, m *message) {
	gone := *m
	gone.deleted = true
	ch.messages[m.ID-1] = &gone
	ch.pinned = slices.DeleteFunc(ch.pinned, func(id int) bool { return id == m.ID })
	s.announce(Event{Kind: Deleted, Chat: ch.info.ID, Message: s.seen(ch, m)})
}

func (s *Server) pinChatMessage(c *call) (any, error) {
	ch, err := s.pinnable(c)
	if err != nil {
		return nil, err
	}
	m := ch.find(c.int("message_id"))
	if m == nil {
		return nil, badRequest("message to pin not found")
	}
	ch.pinned = append(slices.DeleteFunc(ch.pinned, func(id int) bool { return id == m.ID }), m.ID)
	s.record(c, ch, m)
	service := &message{PinnedMessage: m.quoted()}
	s.post(ch, &s.me, service)
	s.push("message", service) // bots are told of pins, even of their own
	return true, nil
}

func (s *Server) pinnable(c *call) (*chat, error) {
	ch, err := s.reachable(c)
	if err == nil && !ch.private() && ch.bot != admin {
		err = badRequest("not enough rights to manage pinned messages in the chat")
	}
	return ch, err
}

func (s *Server) unpinChatMessage(c *call) (any, error) {
	ch, err := s.pinnable(c)
	if err != nil {
		return nil, err
	}
	id := int(c.int("message_id"))
	if n := len(ch.pinned); id == 0 && n > 0 {
		id = ch.pinned[n-1]
	}
	if !slices.Contains(ch.pinned, id) {
		return nil, badRequest("message to unpin not found")
	}
	ch.pinned = slices.DeleteFunc(ch.pinned, func(other int) bool { return other == id })
	s.record(c, ch, ch.find(int64(id)))
	return true, nil
}

func (s *Server) unpinAllChatMessages(c *call) (any, error) {
	ch, err := s.pinnable(c)
	if err != nil {
		return nil, err
	}
	ch.pinned = nil
	s.record(c, ch, nil)
	return true, nil
}
