package sim

import (
	"strconv"
	"strings"
)

// A chat is a private chat with the bot or a group. Message ids count from 1 in
// each chat, so that a bot which mixes up chats is found out.
type chat struct {
	info     chatInfo
	messages []*message // messages[i].ID == i+1
	pinned   []int      // newest last
	pace     chatPace

	// private
	person      *account
	started     bool // the person has written to the bot
	blocked     bool // the person has blocked it
	deactivated bool // the person's account is gone

	// group
	members   map[int64]*account
	order     []int64 // members as they came
	owner     int64
	bot       membership
	muted     bool               // members may not write; admins may
	gone      bool               // the group was deleted
	moved     int64              // the supergroup it has become
	lastBot   int64              // the last bot to write here
	keyboards map[int64]*message // by person: the message that brought the reply keyboard
	toasts    map[int64]string   // newest callback answer by person
}

// A person's account.
type account struct {
	user
	seen bool // the bot has met them, here or in a group
}

// membership of the bot in a group; its text is ChatMember.status.
type membership string

const (
	outside  membership = ""
	member   membership = "member"
	admin    membership = "administrator"
	departed membership = "left"
	kicked   membership = "kicked"
)

func (c *chat) private() bool { return c.person != nil }

func (c *chat) botInside() bool { return c.bot == member || c.bot == admin }

// find returns a message that exists, or nil.
func (c *chat) find(id int64) *message {
	if id < 1 || id > int64(len(c.messages)) || c.messages[id-1].deleted {
		return nil
	}
	return c.messages[id-1]
}

// chatOf finds the chat that a call names, as far as the bot can know it.
func (s *Server) chatOf(c *call) (*chat, error) {
	name := strings.TrimSpace(c.text("chat_id"))
	if name == "" {
		return nil, badRequest("chat_id is empty")
	}
	id, err := strconv.ParseInt(name, 10, 64)
	if err != nil {
		return nil, badRequest("chat not found") // no channels here, hence no @names
	}
	if id == s.me.ID {
		return nil, forbidden("the bot can't send messages to the bot")
	}
	ch := s.chats[id]
	switch {
	case ch == nil, ch.private() && !ch.started && !ch.person.seen, !ch.private() && ch.bot == outside:
		return nil, badRequest("chat not found")
	case ch.moved != 0:
		return nil, &refusal{code: 400, description: "Bad Request: group chat was upgraded to a supergroup chat", migrateTo: ch.moved}
	}
	return ch, nil
}

// reachable is chatOf, but refuses a chat in which the bot may not even look.
func (s *Server) reachable(c *call) (*chat, error) {
	ch, err := s.chatOf(c)
	if err == nil {
		err = ch.reachable()
	}
	return ch, err
}

// reachable refuses a chat in which the bot may not even look.
func (c *chat) reachable() error {
	kind := c.info.Type + " chat"
	switch {
	case c.gone:
		return forbidden("the group chat was deleted")
	case c.deactivated:
		return forbidden("user is deactivated")
	case c.blocked:
		return forbidden("bot was blocked by the user")
	case c.private() && !c.started:
		return forbidden("bot can't initiate conversation with a user")
	case c.bot == kicked:
		return forbidden("bot was kicked from the " + kind)
	case !c.private() && !c.botInside():
		return forbidden("bot is not a member of the " + kind)
	}
	return nil
}

// writable finds the chat of a call that sends something of a kind ("text
// messages", "documents", "photos"), and refuses one that may not get it.
func (s *Server) writable(c *call, kind string) (*chat, error) {
	ch, err := s.reachable(c)
	if err != nil {
		return nil, err
	}
	if ch.muted && ch.bot != admin {
		return nil, badRequest("not enough rights to send %s to the chat", kind)
	}
	return ch, nil
}

func (s *Server) getChat(c *call) (any, error) {
	ch, err := s.chatOf(c)
	if err == nil && !ch.private() {
		err = ch.reachable()
	}
	if err != nil {
		return nil, err
	}
	full := map[string]any{
		"id": ch.info.ID, "type": ch.info.Type, "accent_color_id": 0, "max_reaction_count": 11,
		"accepted_gift_types": map[string]bool{"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false, "premium_subscription": false, "gifts_from_channels": false},
	}
	if ch.private() {
		full["first_name"] = ch.info.FirstName
	} else {
		full["title"] = ch.info.Title
		full["permissions"] = map[string]bool{"can_send_messages": !ch.muted}
	}
	if n := len(ch.pinned); n > 0 {
		full["pinned_message"] = ch.messages[ch.pinned[n-1]-1].quoted()
	}
	return full, nil
}

func (s *Server) getChatMember(c *call) (any, error) {
	ch, err := s.reachable(c)
	if err != nil {
		return nil, err
	}
	id := c.int("user_id")
	if id == s.me.ID {
		return s.botMember(ch), nil
	}
	if p := s.chats[id]; p == nil || !p.private() {
		return nil, badRequest("invalid user_id specified")
	} else if ch.private() && ch.person.ID != id {
		return nil, badRequest("user not found")
	} else {
		return ch.member(&p.person.user), nil
	}
}

func (c *chat) member(u *user) map[string]any {
	status := "left"
	switch {
	case c.private(), c.members[u.ID] != nil:
		status = "member"
	}
	if !c.private() && c.owner == u.ID {
		return map[string]any{"status": "creator", "user": u, "is_anonymous": false}
	}
	return map[string]any{"status": status, "user": u}
}

// botMember is the bot's own ChatMember in a group.
func (s *Server) botMember(ch *chat) map[string]any {
	return s.memberAs(ch.bot, ch.private())
}

func (s *Server) memberAs(status membership, private bool) map[string]any {
	m := map[string]any{"status": string(status), "user": s.me}
	switch {
	case private && status == outside:
		m["status"] = string(member)
	case status == outside:
		m["status"] = string(departed)
	case status == kicked:
		m["until_date"] = 0
	case status == admin:
		m["is_anonymous"], m["can_be_edited"] = false, false
		for _, right := range []string{"manage_chat", "delete_messages", "pin_messages", "invite_users", "change_info", "manage_video_chats", "restrict_members"} {
			m["can_"+right] = true
		}
		for _, right := range []string{"promote_members", "send_welcome_messages", "post_stories", "edit_stories", "delete_stories"} {
			m["can_"+right] = false
		}
	}
	return m
}

func (s *Server) getChatMemberCount(c *call) (any, error) {
	ch, err := s.reachable(c)
	switch {
	case err != nil:
		return nil, err
	case ch.private():
		return 2, nil
	}
	return len(ch.members) + 1, nil // the bot too
}

func (s *Server) getChatAdministrators(c *call) (any, error) {
	ch, err := s.reachable(c)
	switch {
	case err != nil:
		return nil, err
	case ch.private():
		return nil, badRequest("there are no administrators in the private chat")
	}
	list := []map[string]any{}
	if owner := ch.members[ch.owner]; owner != nil {
		list = append(list, ch.member(&owner.user))
	}
	if ch.bot == admin {
		list = append(list, s.botMember(ch))
	}
	return list, nil
}

func (s *Server) sendChatAction(c *call) (any, error) {
	ch, err := s.writable(c, "text messages")
	if err != nil {
		return nil, err
	}
	switch c.text("action") {
	case "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note":
	default:
		return nil, badRequest("wrong parameter action in request")
	}
	s.announce(Event{Kind: Action, Chat: ch.info.ID, Text: c.text("action")})
	return true, nil
}
