package sim

import (
	"bytes"
	"fmt"
	"image"
	"regexp"
	"strconv"
	"strings"
)

// A Person is somebody at their telephone: in the private chat with the bot, or
// in a group (see In). Methods that send return the id of the message, 0 when
// nothing was sent.
type Person struct {
	s       *Server
	account *account
	group   *Group // nil in the private chat
}

// Person returns the person with this id; a new one gets the name and a private
// chat in which nothing has been said yet.
func (s *Server) Person(id int64, name string) *Person {
	p := &Person{s: s}
	s.locked(func() {
		ch := s.chats[id]
		if ch == nil {
			who := &account{user: user{ID: id, FirstName: name, LanguageCode: "vi"}}
			ch = &chat{info: chatInfo{ID: id, Type: "private", FirstName: name}, person: who}
			s.chats[id] = ch
		}
		p.account = ch.person
	})
	return p
}

// In returns the same person speaking in a group.
func (p *Person) In(g *Group) *Person { return &Person{p.s, p.account, g} }

// ID is the person's user id, which is also that of their private chat.
func (p *Person) ID() int64 { return p.account.ID }

// Name is the person's first name.
func (p *Person) Name() string { return p.account.FirstName }

// chat is where the person speaks; call it under the mutex.
func (p *Person) chat() *chat {
	if p.group != nil {
		return p.group.chat
	}
	return p.s.chats[p.account.ID]
}

// Send writes a text; as the apps do, a long one goes in parts of 4096
// characters.
func (p *Person) Send(text string) int { return p.reply(0, text) }

var startPayload = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

// Start opens the bot by its link: /start, with a payload if there is one. In a
// group it is the startgroup link. A payload that no link can carry is lost.
func (p *Person) Start(payload string) int {
	if !startPayload.MatchString(payload) {
		p.s.locked(func() { p.s.violate("a start link cannot carry %q", payload) })
		payload = ""
	}
	command := "/start"
	if p.group != nil {
		command += "@" + p.s.options.Username
	}
	return p.Send(strings.TrimSpace(command + " " + payload))
}

// Reply answers a message.
func (p *Person) Reply(to int, text string) int { return p.reply(to, text) }

func (p *Person) reply(to int, text string) int {
	rest, id := []rune(strings.TrimSpace(text)), 0
	for len(rest) > 0 {
		part := string(rest[:min(maxText, len(rest))])
		rest = rest[min(maxText, len(rest)):]
		m := &message{Text: part}
		m.Entities = withActiveParts(formatted{text: part})
		id = p.say(to, m)
	}
	return id
}

// Upload sends a file.
func (p *Person) Upload(name string, data []byte) int { return p.UploadWith(name, data, "") }

// UploadWith sends a file with a caption.
func (p *Person) UploadWith(name string, data []byte, caption string) int {
	var f *file
	p.s.locked(func() { f = p.s.store("documents", name, data) })
	return p.say(0, captioned(&message{Document: f.document()}, caption))
}

// SendPhoto sends a picture.
func (p *Person) SendPhoto(data []byte, caption string) int {
	var f *file
	p.s.locked(func() {
		f = p.s.store("photos", "photo.jpg", data)
		f.width, f.height = 800, 600
		if picture, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
			f.width, f.height = picture.Width, picture.Height
		}
	})
	return p.say(0, captioned(&message{Photo: f.photo()}, caption))
}

func captioned(m *message, caption string) *message {
	m.Caption = caption
	m.CaptionEntities = withActiveParts(formatted{text: caption})
	return m
}

// SendSticker sends a sticker.
func (p *Person) SendSticker(emoji string) int {
	var f *file
	p.s.locked(func() { f = p.s.store("stickers", "sticker.webp", []byte(emoji)) })
	return p.say(0, &message{Sticker: &sticker{FileID: f.id, FileUniqueID: f.unique, Type: "regular", Width: 512, Height: 512, Emoji: emoji}})
}

// Forward passes on a text that somebody else wrote; by is their name.
func (p *Person) Forward(by, text string) int {
	m := &message{Text: text, Entities: withActiveParts(formatted{text: text})}
	m.ForwardOrigin = &messageOrigin{Type: "hidden_user", Date: p.s.now().Unix(), SenderUserName: by}
	return p.say(0, m)
}

// SendRaw sends a message with any fields of a Message object, for kinds that
// have no method here: SendRaw(map[string]any{"location": …}).
func (p *Person) SendRaw(fields map[string]any) int { return p.say(0, &message{extra: fields}) }

// Edit changes the text of one of the person's own messages.
func (p *Person) Edit(id int, text string) error {
	err := fmt.Errorf("edit message %d: it is not %s's", id, p.Name())
	p.s.locked(func() {
		ch := p.chat()
		m := ch.find(int64(id))
		if m == nil || m.From == nil || m.From.ID != p.account.ID {
			return
		}
		edited := *m
		edited.EditDate = p.s.now().Unix()
		if m.fileID() != "" {
			captioned(&edited, text)
		} else {
			edited.Text, edited.Entities = text, withActiveParts(formatted{text: text})
		}
		ch.messages[id-1] = &edited
		p.s.announce(Event{Kind: Edited, Chat: ch.info.ID, Message: p.s.seen(ch, &edited)})
		if p.s.botSees(ch, &edited) {
			p.s.push("edited_message", &edited)
		}
		err = nil
	})
	return err
}

// Delete removes a message for both sides; bots are not told.
func (p *Person) Delete(id int) {
	p.s.locked(func() {
		if m := p.chat().find(int64(id)); m != nil {
			p.s.remove(p.chat(), m)
		}
	})
}

// Block stops the bot from writing to the person; Unblock allows it again.
// Writing to a bot one has blocked unblocks it first, as the apps do.
func (p *Person) Block() { p.s.locked(func() { p.setBlocked(true) }) }

// Unblock allows the bot to write again.
func (p *Person) Unblock() { p.s.locked(func() { p.setBlocked(false) }) }

func (p *Person) setBlocked(blocked bool) {
	ch := p.s.chats[p.account.ID]
	if ch.blocked == blocked {
		return
	}
	before, now := member, kicked
	if !blocked {
		before, now = kicked, member
	}
	ch.blocked = blocked
	p.s.membershipChanged(ch, p.account, before, now)
}

// Deactivate ends the person's account.
func (p *Person) Deactivate() {
	p.s.locked(func() { p.s.chats[p.account.ID].deactivated = true })
}

// say posts what the person sends and tells the bot if it may know. Somebody
// outside the group says nothing.
func (p *Person) say(to int, m *message) int {
	id := 0
	p.s.locked(func() { id = p.speak(to, m) })
	return id
}

func (p *Person) speak(to int, m *message) int {
	ch := p.chat()
	if ch.private() {
		p.setBlocked(false)
		ch.started = true
	} else if ch.members[p.account.ID] == nil || ch.gone {
		return 0
	}
	if replied := ch.find(int64(to)); replied != nil {
		m.ReplyTo = replied.quoted()
	}
	p.s.post(ch, &p.account.user, m)
	if p.s.botSees(ch, m) {
		p.account.seen = true
		p.s.push("message", m)
	}
	return m.ID
}

// botSees is Telegram's privacy mode.
func (s *Server) botSees(ch *chat, m *message) bool {
	switch {
	case ch.private():
		return true
	case !ch.botInside():
		return false
	case s.options.PrivacyOff, ch.bot == admin, m.service():
		return true
	case m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == s.me.ID:
		return true
	case len(m.Entities) == 0 || m.Entities[0].Type != "bot_command" || m.Entities[0].Offset != 0:
		return false
	}
	command := m.Text[:m.Entities[0].Length] // commands are ASCII
	_, bot, addressed := strings.Cut(command, "@")
	if addressed {
		return strings.EqualFold(bot, s.options.Username)
	}
	return ch.lastBot == s.me.ID
}

// Inline types "@bot text" in any chat: an inline query, if the bot takes them.
func (p *Person) Inline(text string) {
	p.s.locked(func() {
		if !p.s.options.Inline {
			return
		}
		id := strconv.FormatInt(p.s.nextSerial(), 10)
		p.s.queries[id] = &query{from: p.account, asked: p.s.now(), inline: true}
		p.s.push("inline_query", map[string]any{"id": id, "from": p.account.user, "query": text, "offset": ""})
	})
}

// Forget makes a message one that the bot can no longer reach, as happens to
// old ones: a press on it arrives with an inaccessible message (date 0).
func (p *Person) Forget(id int) {
	p.s.locked(func() {
		ch := p.chat()
		if m := ch.find(int64(id)); m != nil {
			forgotten := *m
			forgotten.inaccessible = true
			ch.messages[id-1] = &forgotten
		}
	})
}
