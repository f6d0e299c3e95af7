package bot

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/civil"
	"github.com/go-telegram/bot/models"

	"thuky/bot/ask"
	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// inGroup routes a message of a group. In a group that is not registered nothing is
// answered, but somebody who may register it can; in one that is, only what is
// said to the bot or is a question about the schedule. What is answered is what
// everyone in the office may see, whoever asks: a group is no person.
func (t *turn) inGroup(m *models.Message) error {
	if done, err := t.migration(m); done || err != nil {
		return err
	}
	from, ok := speaker(m)
	text := vi.Clean(m.Text)
	if !ok || text == "" {
		return t.aside("nothing that a person wrote in a group")
	}
	name, to, argument := command(text)
	if to != "" && !t.line.isMe(to) {
		return t.aside("for another bot")
	}
	g, registered, err := t.tx.Group(t.arrival.Chat)
	if err != nil {
		return err
	}
	t.reply = int64(m.ID)
	if name == "dangky" || name == "huydangky" {
		return t.registration(name, from, m.Chat.Title, registered)
	}
	if !registered {
		return t.aside("group not registered")
	}
	if err := t.tx.ReviveGroup(t.arrival.Chat); err != nil {
		return err
	}
	if m.Chat.Title != g.Title {
		if err := t.tx.NameGroup(t.arrival.Chat, m.Chat.Title); err != nil {
			return err
		}
	}
	t.group = true
	if name != "" {
		err = t.groupCommand(name, to != "", argument)
	} else {
		err = t.overheard(text, m)
	}
	return t.finish(err)
}

// migration follows a group that became a supergroup: the messenger says so in
// both, and to whoever still writes to the old one.
func (t *turn) migration(m *models.Message) (done bool, err error) {
	from, to := int64(m.MigrateFromChatID), t.arrival.Chat
	if m.MigrateToChatID != 0 {
		from, to = t.arrival.Chat, int64(m.MigrateToChatID)
	}
	if from == 0 {
		return false, nil
	}
	if _, registered, err := t.tx.Group(from); err != nil || !registered {
		return true, errors.Join(err, t.aside("group not registered"))
	}
	return true, t.finish(t.tx.MoveChat(from, to, t.now))
}

// speaker is the account that wrote a message; 0 for an administrator who writes
// as the group.
func speaker(m *models.Message) (account int64, ok bool) {
	switch {
	case m.SenderChat != nil:
		return 0, m.SenderChat.ID == m.Chat.ID
	case m.From == nil || m.From.IsBot:
		return 0, false
	}
	return m.From.ID, true
}

// registration begins or ends the service of a group. Whoever may not is told so
// only where the bot is known.
func (t *turn) registration(name string, from int64, title string, registered bool) error {
	if err := t.identify(from); err != nil {
		return err
	}
	if !t.asker.May(staff.RegisterGroup) {
		if !registered {
			return t.aside("group not registered")
		}
		return t.finish(t.say(render.GroupNotAllowed()))
	}
	answer := render.GroupNotServed()
	switch {
	case name == "huydangky" && registered:
		if _, _, err := t.tx.LeaveGroup(t.arrival.Chat, t.asker.Key, t.now); err != nil {
			return err
		}
		answer = render.GroupLeft()
		if err := t.groupCommands(nil); err != nil {
			return err
		}
	case name == "dangky" && registered:
		renewed, err := t.tx.RenewBoard(t.arrival.Chat)
		if err != nil {
			return err
		}
		answer = render.GroupKnown(renewed)
	case name == "dangky":
		if err := t.tx.Revive(t.arrival.Chat); err != nil {
			return err
		}
		if err := t.tx.RegisterGroup(store.Group{Chat: t.arrival.Chat, Title: title, By: t.asker.Key, Since: t.now}); err != nil {
			return err
		}
		answer = render.GroupRegistered()
		if err := t.groupCommands(render.GroupCommands()); err != nil {
			return err
		}
	}
	return t.finish(t.say(answer))
}

// groupCommands queues the command menu of this group.
func (t *turn) groupCommands(menu []store.Command) error {
	return t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: t.arrival.Chat, Class: store.Answer, Kind: store.Commands,
		Message: store.Message{Commands: menu}}, t.now)
}

// groupCommand carries out a command in a registered group. One that is not ours
// may be meant for another bot, unless it names us.
func (t *turn) groupCommand(name string, named bool, argument string) error {
	switch name {
	case "lich", "homnay":
		return t.groupQuestion(firstOf(argument, "lịch hôm nay"))
	case "ngaymai":
		return t.groupQuestion("lịch ngày mai")
	case "tuan":
		return t.groupQuestion("lịch tuần này")
	case "huongdan", "help", "start":
		return t.say(render.GroupGuide())
	case "lichtoi", "lichword", "menu", "dangtuan":
		return t.say(t.privateOnly())
	}
	if named {
		return t.say(render.GroupGuide())
	}
	return t.aside("command not ours")
}

// For how many code points a text of a group may be a question.
const (
	longestOverheard = 120 // to nobody in particular
	longestReply     = 40  // to what the bot has said: "thứ 6 thì sao"
)

// overheard answers what is no command: always where the bot is called by name; a
// short reply to it if it can be a question, a text to nobody if it clearly is one.
func (t *turn) overheard(text string, m *models.Message) error {
	if rest, called := t.line.called(text); called {
		if rest == "" {
			return t.say(render.GroupGuide())
		}
		return t.groupQuestion(rest)
	}
	length, longest := utf8.RuneCountInString(text), longestOverheard
	replied := m.ReplyToMessage != nil && m.ReplyToMessage.From != nil && m.ReplyToMessage.From.ID == t.line.id.Load()
	if replied {
		longest = longestReply
	}
	q := ask.Understand(text, t.names, t.now)
	if length > longest || q.From.IsZero() || q.Doubtful || !replied && !asks(text, q) {
		return t.aside("no question")
	}
	if q.Mine {
		return t.say(t.privateOnly())
	}
	return t.reportOn(q)
}

// asks reports whether a text that speaks of days and people asks for them: "đ/c
// Liên ơi" and "mai họp nhé" do not.
func asks(text string, q ask.Query) bool {
	return q.Intent != ask.List || strings.Contains(text, "?") || slices.Contains(strings.Fields(vi.Fold(text)), "lich")
}

// groupQuestion answers a question that was put to the bot.
func (t *turn) groupQuestion(text string) error {
	switch q := ask.Understand(text, t.names, t.now); {
	case q.Mine:
		return t.say(t.privateOnly())
	case q.Intent == ask.Help:
		return t.say(render.GroupGuide())
	}
	return t.question(text)
}

// privateOnly asks for what concerns a person to be asked in private.
func (t *turn) privateOnly() store.Message { return render.PrivateOnly(t.line.link()) }

// pressInGroup routes a press of a button in a group. The screen is the group's:
// anybody there may turn it over; and whoever is enrolled may acknowledge what was
// sent to the group. Nothing else can be done there.
func (t *turn) pressInGroup(q *press) error {
	_, registered, err := t.tx.Group(t.arrival.Chat)
	if err != nil {
		return err
	}
	t.group = true
	k, ok := readToken(q.Data)
	var s store.Screen
	if ok && registered {
		if s, ok, err = t.tx.Screen(k.screen); err != nil {
			return err
		}
	}
	if !registered {
		return t.finish(t.toast(""))
	}
	if !ok || s.Chat != t.arrival.Chat || s.Person != "" || s.Duty != dutyAnswer && s.Duty != store.DutyCopy {
		return t.finish(t.toast(render.ToastOldScreen))
	}
	if s.Duty == store.DutyCopy {
		if err := t.identify(q.From.ID); err != nil {
			return err
		}
		t.drawn = k.revision
		return t.finish(t.pressCopy(s, k.action, k.revision != s.Revision))
	}
	return t.finish(t.pressAnswer(s, k.action, k.revision != s.Revision))
}

// groupMembership keeps up with what the bot is in a group.
func (t *turn) groupMembership(m *models.ChatMemberUpdated) error {
	switch m.NewChatMember.Type {
	case models.ChatMemberTypeLeft, models.ChatMemberTypeBanned:
		return t.removed()
	case models.ChatMemberTypeAdministrator:
		if err := t.pinBoard(); err != nil {
			return err
		}
	}
	return t.finish(t.tx.ReviveGroup(t.arrival.Chat))
}

// pinBoard pins what the group shows already: now the bot may.
func (t *turn) pinBoard() error {
	weeks, err := t.tx.BoardWeeks(civil.DateOf(t.now))
	if err != nil {
		return err
	}
	for _, w := range weeks {
		parts, err := t.tx.Board(t.arrival.Chat, w.Monday)
		if err != nil {
			return err
		}
		for _, part := range parts {
			if part.Kind != store.BoardText || part.Page > 0 || w.Week.To.Before(civil.DateOf(t.now)) {
				continue
			}
			if err := t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: part.Chat, Class: store.Bulk, Kind: store.Pin, Screen: part.Screen}, t.now); err != nil {
				return err
			}
		}
	}
	return nil
}

// removed ends the service of a group and tells those who register groups.
func (t *turn) removed() error {
	g, registered, err := t.tx.LeaveGroup(t.arrival.Chat, "", t.now)
	if err != nil {
		return err
	}
	if !registered {
		return t.aside("group not registered")
	}
	if err := t.tx.LoseChat(t.arrival.Chat, "taken out of the group", t.now); err != nil {
		return err
	}
	return t.finish(t.tell(staff.RegisterGroup, render.GroupLost(g.Title)))
}

// tell queues a message to everybody who may do the act and has an account.
func (t *turn) tell(act staff.Act, m store.Message) error {
	accounts, err := accountsFor(t.tx, t.names.Directory(), act)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		if err := t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: account, Class: store.Answer, Kind: store.Send, Message: m}, t.now); err != nil {
			return err
		}
	}
	return nil
}

// accountsFor lists the accounts of everybody who may do the act.
func accountsFor(tx *store.Tx, d *staff.Directory, act staff.Act) (all []int64, err error) {
	for _, p := range d.People {
		if !p.May(act) {
			continue
		}
		accounts, err := tx.AccountsOf(p.Key)
		if err != nil {
			return nil, err
		}
		all = append(all, accounts...)
	}
	return all, nil
}
