package sim

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// press is a person's press of an inline button.
func (s *Server) press(p *account, ch *chat, m *message, data string) {
	if !ch.private() && !ch.botInside() {
		return
	}
	id := strconv.FormatInt(s.nextSerial(), 10)
	s.queries[id] = &query{from: p, chat: ch, asked: s.now()}
	var shown any = m
	if m.inaccessible {
		shown = inaccessibleMessage{Chat: ch.info, ID: m.ID}
	}
	s.push("callback_query", callbackQuery{ID: id, From: p.user, Message: shown, ChatInstance: strconv.FormatInt(ch.info.ID^0x5eed, 10), Data: data})
}

// Click presses the button with this label: the inline button on the newest
// message that has one, or else the button of the reply keyboard, which sends
// its label.
func (p *Person) Click(label string) error {
	err := fmt.Errorf("%s sees no button %q", p.Name(), label)
	p.s.locked(func() {
		ch := p.chat()
		for i := len(ch.messages) - 1; i >= 0; i-- {
			if b := buttonOf(ch.messages[i], label); b != nil && !ch.messages[i].deleted {
				err = p.pressed(ch, ch.messages[i], b)
				return
			}
		}
		if source := ch.keyboards[p.account.ID]; source != nil {
			for _, row := range source.keyboard.rows {
				for _, b := range row[:min(len(row), shownReplyRow)] {
					if b.Text == label {
						err = p.typed(ch, source, b)
						return
					}
				}
			}
		}
	})
	return err
}

// ClickOn presses the inline button with this label on one message.
func (p *Person) ClickOn(id int, label string) error {
	err := fmt.Errorf("%s sees no button %q on message %d", p.Name(), label, id)
	p.s.locked(func() {
		ch := p.chat()
		if m := ch.find(int64(id)); m != nil {
			if b := buttonOf(m, label); b != nil {
				err = p.pressed(ch, m, b)
			}
		}
	})
	return err
}

func buttonOf(m *message, label string) *Button {
	if m.ReplyMarkup == nil {
		return nil
	}
	for _, row := range m.ReplyMarkup.Rows {
		for i := range row[:min(len(row), shownInlineRow)] {
			if row[i].Text == label {
				return &row[i]
			}
		}
	}
	return nil
}

// pressed does what an inline button is for. A link to the bot itself starts it.
func (p *Person) pressed(ch *chat, m *message, b *Button) error {
	switch {
	case b.CallbackData != "":
		p.s.press(p.account, ch, m, b.CallbackData)
	case b.URL != "":
		if u, err := url.Parse(b.URL); err == nil && u.Host == "t.me" && strings.EqualFold(u.Path, "/"+p.s.options.Username) {
			text := strings.TrimSpace("/start " + u.Query().Get("start"))
			alone := &Person{p.s, p.account, nil}
			alone.speak(0, &message{Text: text, Entities: withActiveParts(formatted{text: text})})
		}
	case b.CopyText != nil:
	default:
		return fmt.Errorf("press %q: such a button is not simulated", b.Text)
	}
	return nil
}

// typed sends what a reply keyboard's button stands for; in a group it is a
// reply to the message that brought the keyboard.
func (p *Person) typed(ch *chat, source *message, b Button) error {
	m := &message{Text: b.Text, Entities: withActiveParts(formatted{text: b.Text})}
	switch b.Request {
	case "":
	case "request_contact":
		m = &message{extra: map[string]any{"contact": map[string]any{
			"phone_number": "+8490" + strconv.FormatInt(p.account.ID, 10), "first_name": p.Name(), "user_id": p.account.ID,
		}}}
	default:
		return fmt.Errorf("press %q: %s is not simulated", b.Text, b.Request)
	}
	to := 0
	if !ch.private() {
		to = source.ID
	}
	if source.keyboard.oneTime {
		delete(ch.keyboards, p.account.ID)
	}
	p.speak(to, m)
	return nil
}
