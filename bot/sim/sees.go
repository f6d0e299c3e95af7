package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Seen is a message as a person sees it.
type Seen struct {
	ID       int
	From     string // first name
	Bot      bool   // the bot wrote it
	Text     string // text or caption as drawn, without markup
	Entities []Entity
	File     string // name of the file, "ảnh" or "nhãn dán"; "" for none
	FileSize int64  // bytes
	Buttons  [][]Button
	ReplyTo  int // id of the message it replies to; 0 for none
	Edited   bool
	Pinned   bool
	Notice   bool // a service message, such as "… đã vào nhóm"
	Date     time.Time
}

// Labels lists what stands on the buttons, row by row.
func (m Seen) Labels() [][]string { return labels(m.Buttons) }

func labels(rows [][]Button) [][]string {
	var list [][]string
	for _, row := range rows {
		var names []string
		for _, b := range row {
			names = append(names, b.Text)
		}
		list = append(list, names)
	}
	return list
}

func (s *Server) seen(ch *chat, m *message) Seen {
	v := Seen{
		ID: m.ID, From: m.From.FirstName, Bot: m.From.ID == s.me.ID, Text: m.Text, Entities: m.Entities,
		Edited: m.EditDate != 0, Pinned: slices.Contains(ch.pinned, m.ID), Notice: m.service(), Date: time.Unix(m.Date, 0),
	}
	if m.ReplyTo != nil {
		v.ReplyTo = m.ReplyTo.ID
	}
	if m.ReplyMarkup != nil {
		for _, row := range m.ReplyMarkup.Rows {
			v.Buttons = append(v.Buttons, row[:min(len(row), shownInlineRow)])
		}
	}
	switch {
	case m.Document != nil:
		v.File, v.FileSize = m.Document.FileName, m.Document.FileSize
	case len(m.Photo) > 0:
		v.File, v.FileSize = "ảnh", m.Photo[len(m.Photo)-1].FileSize
	case m.Sticker != nil:
		v.File = "nhãn dán " + m.Sticker.Emoji
	case m.ForwardOrigin != nil:
		v.Text, v.Entities = "Chuyển tiếp từ "+m.ForwardOrigin.SenderUserName+":\n"+m.Text, nil
	case len(m.extra) > 0:
		v.File = strings.Join(slices.Sorted(maps.Keys(m.extra)), ", ")
	case m.service():
		v.Text = notice(m)
	}
	if v.Text == "" {
		v.Text, v.Entities = m.Caption, m.CaptionEntities
	}
	return v
}

func notice(m *message) string {
	switch {
	case m.PinnedMessage != nil:
		return fmt.Sprintf("%s đã ghim tin số %d", m.From.FirstName, m.PinnedMessage.ID)
	case len(m.NewChatMembers) > 0:
		return m.NewChatMembers[0].FirstName + " đã vào nhóm"
	case m.LeftChatMember != nil:
		return m.LeftChatMember.FirstName + " đã rời nhóm"
	}
	return "Nhóm đã được nâng cấp"
}

// Sees returns the chat as it looks to the person now, oldest first.
func (p *Person) Sees() []Seen { return p.Since(0) }

// Since returns the messages after the one with this id.
func (p *Person) Since(id int) []Seen {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch := p.chat()
	var list []Seen
	for _, m := range ch.messages[min(max(id, 0), len(ch.messages)):] {
		if !m.deleted {
			list = append(list, p.s.seen(ch, m))
		}
	}
	return list
}

// Last returns the newest message that is not a notice, whoever wrote it.
func (p *Person) Last() Seen { return p.newest(func(m *message) bool { return true }) }

// LastOfBot returns the bot's newest message.
func (p *Person) LastOfBot() Seen {
	return p.newest(func(m *message) bool { return m.From.ID == p.s.me.ID })
}

func (p *Person) newest(fits func(*message) bool) Seen {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch := p.chat()
	for i := len(ch.messages) - 1; i >= 0; i-- {
		if m := ch.messages[i]; !m.deleted && !m.service() && fits(m) {
			return p.s.seen(ch, m)
		}
	}
	return Seen{}
}

// Message returns one message; its ID is 0 when there is none.
func (p *Person) Message(id int) Seen {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if m := p.chat().find(int64(id)); m != nil {
		return p.s.seen(p.chat(), m)
	}
	return Seen{}
}

// Keyboard returns the reply keyboard under the person's input field, nil for
// none.
func (p *Person) Keyboard() [][]Button {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	source := p.chat().keyboards[p.account.ID]
	if source == nil {
		return nil
	}
	var rows [][]Button
	for _, row := range source.keyboard.rows {
		rows = append(rows, row[:min(len(row), shownReplyRow)])
	}
	return rows
}

// Toast returns the newest answer to a press of the person's in this chat.
func (p *Person) Toast() string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.chat().toasts[p.account.ID]
}

// File returns the contents of the file in a message, nil for none.
func (p *Person) File(id int) []byte {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if m := p.chat().find(int64(id)); m != nil {
		if f := p.s.files[m.fileID()]; f != nil {
			return f.data
		}
	}
	return nil
}

// String is one message in print:
//
//	Thuky: Thứ Năm, 21/10/2021 (đã sửa)
//	  08h00: Đ/c Thảo họp …
//	  [◀ Thứ Tư] [Thứ Sáu ▶]
func (m Seen) String() string {
	if m.Notice {
		return "— " + m.Text + " —\n"
	}
	text := m.Text
	if m.File != "" {
		text = strings.TrimSpace("[" + m.File + "] " + text)
	}
	first, rest, more := strings.Cut(text, "\n")
	var b strings.Builder
	b.WriteString(m.From + ": " + first)
	if m.Edited {
		b.WriteString(" (đã sửa)")
	}
	if m.Pinned {
		b.WriteString(" (đã ghim)")
	}
	b.WriteByte('\n')
	if more {
		for line := range strings.SplitSeq(rest, "\n") {
			b.WriteString(strings.TrimRight("  "+line, " ") + "\n")
		}
	}
	for _, row := range m.Labels() {
		b.WriteString("  [" + strings.Join(row, "] [") + "]\n")
	}
	return b.String()
}

// Screen prints the whole chat as the person sees it, the reply keyboard last.
func (p *Person) Screen() string {
	var b strings.Builder
	for _, m := range p.Sees() {
		b.WriteString(m.String())
	}
	if rows := labels(p.Keyboard()); len(rows) > 0 {
		b.WriteString("bàn phím:\n")
		for _, row := range rows {
			b.WriteString("  [" + strings.Join(row, "] [") + "]\n")
		}
	}
	return b.String()
}
