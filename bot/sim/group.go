package sim

import (
	"slices"
)

// A Group of people, with or without the bot. Ids are negative; a supergroup's
// is below -1000000000000.
type Group struct {
	s *Server
	*chat
}

// Group makes a basic group with these members; the first one owns it.
func (s *Server) Group(id int64, title string, people ...*Person) *Group {
	ch := &chat{info: chatInfo{ID: id, Type: "group", Title: title}, members: map[int64]*account{}}
	s.locked(func() {
		for _, p := range people {
			ch.join(p.account)
		}
		if len(people) > 0 {
			ch.owner = people[0].account.ID
		}
		s.chats[id] = ch
	})
	return &Group{s, ch}
}

func (c *chat) join(p *account) {
	if c.members[p.ID] == nil {
		c.members[p.ID] = p
		c.order = append(c.order, p.ID)
	}
}

// ID is the chat id; it changes with Migrate.
func (g *Group) ID() int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.info.ID
}

// AddBot lets a person take the bot in.
func (g *Group) AddBot(by *Person) {
	g.s.locked(func() {
		g.setBot(by, member)
		m := &message{NewChatMembers: []user{g.s.me}}
		g.s.post(g.chat, &by.account.user, m)
		g.s.push("message", m)
	})
}

// Promote makes the bot an administrator: it then sees everything, may pin and
// delete.
func (g *Group) Promote(by *Person) { g.s.locked(func() { g.setBot(by, admin) }) }

// Demote takes that back.
func (g *Group) Demote(by *Person) { g.s.locked(func() { g.setBot(by, member) }) }

// Kick throws the bot out.
func (g *Group) Kick(by *Person) { g.s.locked(func() { g.setBot(by, kicked) }) }

// setBot changes what the bot is here and tells it so (my_chat_member).
func (g *Group) setBot(by *Person, now membership) {
	before := g.bot
	g.bot = now
	g.s.membershipChanged(g.chat, by.account, before, now)
}

func (s *Server) membershipChanged(ch *chat, by *account, before, now membership) {
	by.seen = true
	s.push("my_chat_member", memberUpdate{
		Chat: ch.info, From: by.user, Date: s.now().Unix(),
		Old: s.memberAs(before, ch.private()), New: s.memberAs(now, ch.private()),
	})
}

// memberChanged tells an administrator bot that has asked for such updates.
func (s *Server) memberChanged(ch *chat, p *account, before map[string]any) {
	if ch.bot == admin {
		s.push("chat_member", memberUpdate{
			Chat: ch.info, From: p.user, Date: s.now().Unix(), Old: before, New: ch.member(&p.user),
		})
	}
}

// Join takes a person in.
func (g *Group) Join(p *Person) {
	g.s.locked(func() {
		before := g.member(&p.account.user)
		g.chat.join(p.account)
		g.s.memberChanged(g.chat, p.account, before)
		m := &message{NewChatMembers: []user{p.account.user}}
		g.s.post(g.chat, &p.account.user, m)
		g.s.serve(g.chat, m)
	})
}

// Part lets a person go.
func (g *Group) Part(p *Person) {
	g.s.locked(func() {
		before := g.member(&p.account.user)
		delete(g.members, p.account.ID)
		g.s.memberChanged(g.chat, p.account, before)
		g.order = slices.DeleteFunc(g.order, func(id int64) bool { return id == p.account.ID })
		left := p.account.user
		m := &message{LeftChatMember: &left}
		g.s.post(g.chat, &p.account.user, m)
		g.s.serve(g.chat, m)
	})
}

// Mute forbids members, the bot among them unless it is an administrator, to
// write; Unmute allows it.
func (g *Group) Mute()   { g.s.locked(func() { g.muted = true }) }
func (g *Group) Unmute() { g.s.locked(func() { g.muted = false }) }

// Delete removes the group altogether.
func (g *Group) Delete() { g.s.locked(func() { g.gone = true }) }

// OtherBotWrites lets another bot write, so that bare commands are no longer
// ours in privacy mode.
func (g *Group) OtherBotWrites(text string) {
	g.s.locked(func() {
		g.s.post(g.chat, &user{ID: 4999999999, IsBot: true, FirstName: "Bot khác", Username: "other_bot"}, &message{Text: text})
	})
}

// Migrate turns the group into a supergroup and returns its new id. Handles
// made by Person.In follow; requests to the old id are refused with
// migrate_to_chat_id.
func (g *Group) Migrate() int64 {
	s := g.s
	s.locked(func() {
		old := g.chat
		id := -1000000000000 + old.info.ID
		now := &chat{
			info: chatInfo{ID: id, Type: "supergroup", Title: old.info.Title}, members: old.members, order: old.order,
			owner: old.owner, bot: old.bot, muted: old.muted, keyboards: old.keyboards,
		}
		s.chats[id] = now
		from := user{ID: old.owner, FirstName: old.info.Title}
		if owner := old.members[old.owner]; owner != nil {
			from = owner.user
		}
		leave, enter := &message{MigrateTo: id}, &message{MigrateFrom: old.info.ID}
		s.post(old, &from, leave)
		s.serve(old, leave)
		s.post(now, &from, enter)
		s.serve(now, enter)
		old.moved = id
		g.chat = now
	})
	return g.ID()
}

// serve tells the bot of a group message that it always sees.
func (s *Server) serve(ch *chat, m *message) {
	if ch.botInside() {
		s.push("message", m)
	}
}

func (s *Server) leaveChat(c *call) (any, error) {
	ch, err := s.reachable(c)
	if err != nil {
		return nil, err
	}
	if ch.private() {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	before := ch.bot
	ch.bot = departed
	s.membershipChanged(ch, &account{user: s.me}, before, departed)
	s.record(c, ch, nil)
	return true, nil
}
