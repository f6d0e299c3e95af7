package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	"github.com/go-telegram/bot/models"

	"thuky/bot/names"
	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// A turn is one arrival being handled: who speaks, where, and the transaction
// that everything goes through.
type turn struct {
	*Bot
	tx      *store.Tx
	now     time.Time
	arrival store.Arrival
	account int64        // the messenger's user who wrote or pressed; 0 for an errand
	asker   staff.Person // who that is; Key is "" for a stranger
	names   *names.Index
	query   string // id of the press to be answered; "" otherwise
	drawn   int64  // revision of its screen when the button was drawn that is pressed
	reply   int64  // message id that is answered in a group; 0 elsewhere
	group   bool   // a registered group speaks: nobody in particular, asker is nobody
	queued  int    // deliveries queued so far: part of their deeds
	settled bool

	formShown bool // a form was shown in this turn; see pushForm
}

// handle lets one arrival take effect. It settles the arrival itself.
func (b *Bot) handle(tx *store.Tx, a store.Arrival) error {
	t := &turn{Bot: b, tx: tx, now: b.now(), arrival: a}
	if err := t.refresh(); err != nil {
		return err
	}
	if a.Source == store.FromErrand {
		return t.errandDone()
	}
	u, err := readUpdate(a)
	if err != nil { // it must not be tried again, nor stop the next one
		t.log.Error("update does not decode", "update", a.SourceID, "chat", a.Chat, "kind", a.Kind)
		return t.aside("does not decode")
	}
	switch {
	case u.Withheld != nil:
		return t.withheld(u.Withheld)
	case u.Message != nil:
		return t.message(u.Message)
	case u.Press != nil:
		return t.press(u.Press)
	case u.Edited != nil:
		return t.edited(u.Edited)
	case u.Inline != nil:
		return t.inline(u.Inline)
	case u.Membership != nil:
		return t.membership(u.Membership)
	}
	return t.aside("kind of update not served")
}

// An update is what arrived, of which one is there.
type update struct {
	Message    *models.Message           `json:"message,omitempty"`
	Edited     *models.Message           `json:"edited_message,omitempty"`
	Press      *press                    `json:"callback_query,omitempty"`
	Inline     *models.InlineQuery       `json:"inline_query,omitempty"`
	Membership *models.ChatMemberUpdated `json:"my_chat_member,omitempty"`
	Withheld   *withheld                 `json:"-"`
}

// A press is what the clerk reads of a press of a button. The message that the button
// stands under, which is much longer, is our own: its screen knows it.
type press struct {
	ID   string `json:"id"` // by which the press is answered
	From struct {
		ID int64 `json:"id"`
	} `json:"from"`
	Data string `json:"data"` // a token
}

func readUpdate(a store.Arrival) (u update, err error) {
	if a.Kind == kindWithheld {
		return u, json.Unmarshal(a.Raw, &u.Withheld)
	}
	return u, json.Unmarshal(a.Raw, &u)
}

// refresh rebuilds the index of names if the directory has changed, or the day: units
// may end with it.
func (t *turn) refresh() error {
	revision, err := t.tx.DirectoryRevision()
	if err != nil {
		return err
	}
	today := civil.DateOf(t.now)
	if t.directory.index == nil || t.directory.revision != revision || t.directory.day != today {
		d, err := t.tx.Directory()
		if err != nil {
			return err
		}
		t.Bot.directory = directory{revision, today, names.New(d.On(today))}
	}
	t.names = t.directory.index
	return nil
}

// identify finds out who is behind the account.
func (t *turn) identify(account int64) error {
	t.account = account
	key, err := t.tx.PersonOf(account)
	if err != nil {
		return err
	}
	t.asker, _ = t.names.Directory().Person(key)
	return nil
}

// stranger reports whether nobody the office knows, or nobody with a role, speaks.
func (t *turn) stranger() bool { return len(t.asker.Roles) == 0 }

// done settles the arrival, unless it was put aside.
func (t *turn) done() error {
	if t.settled {
		return nil
	}
	return t.tx.Settle(t.arrival.ID, store.Done, "", t.now)
}

// finish settles the arrival as done, unless the error undoes the turn.
func (t *turn) finish(err error) error {
	if err != nil {
		return err
	}
	return t.done()
}

// aside settles the arrival as nothing for us.
func (t *turn) aside(reason string) error {
	t.settled = true
	return t.tx.Settle(t.arrival.ID, store.Aside, reason, t.now)
}

// deed names the next delivery of this turn. A turn that is handled again after a
// crash gives the same names.
func (t *turn) deed() string {
	t.queued++
	return fmt.Sprintf("answer/%d/%d", t.arrival.ID, t.queued)
}

// say queues a message to the chat of this turn.
func (t *turn) say(m store.Message) error {
	m.Reply = t.reply
	return t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: t.arrival.Chat, Class: store.Answer, Kind: store.Send, Message: m}, t.now)
}

// show queues the first message of a screen.
func (t *turn) show(s store.Screen, m store.Message) error {
	m.Reply = t.reply
	return t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: s.Chat, Class: store.Answer, Kind: store.Send, Message: m,
		Screen: s.ID, Revision: s.Revision}, t.now)
}

// redraw queues an edit of a screen's message.
func (t *turn) redraw(s store.Screen, m store.Message) error {
	return t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: s.Chat, Class: store.Answer, Kind: store.Edit, Message: m,
		Screen: s.ID, Revision: s.Revision}, t.now)
}

// toast answers the press of this turn; every press is answered once. "" only
// ends the waiting circle on the person's screen.
func (t *turn) toast(text string) error {
	return t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: t.arrival.Chat, Class: store.Answer, Kind: store.Toast,
		Message: store.Message{Query: t.query, Text: text}, NotAfter: t.now.Add(time.Minute)}, t.now)
}

// message routes a new message.
func (t *turn) message(m *models.Message) error {
	if m.Chat.Type == models.ChatTypeGroup || m.Chat.Type == models.ChatTypeSupergroup {
		return t.inGroup(m)
	}
	if m.From == nil || m.From.IsBot || m.Chat.Type != models.ChatTypePrivate {
		return t.aside("not a person in a private chat")
	}
	if err := t.identify(m.From.ID); err != nil {
		return err
	}
	if err := t.tx.Revive(t.arrival.Chat); err != nil {
		return err
	}
	if ok, err := t.admit(store.PaceMessages, t.flood.Messages); err != nil || !ok {
		return err
	}
	err := t.private(m)
	if err == nil && !t.formShown && t.asker.FillsForms() {
		err = t.pushForm()
	}
	return t.finish(err)
}

// private answers a person in their own chat.
func (t *turn) private(m *models.Message) error {
	text := vi.Clean(m.Text)
	name, to, argument := command(text)
	if to != "" && !t.line.isMe(to) {
		return nil // for another bot
	}
	if name == "start" && argument != "" {
		link, about, ok := deepLink(argument)
		switch {
		case !ok:
			return t.enrol(argument)
		case t.stranger():
			return t.neutral(true)
		}
		return t.command(link, about)
	}
	if t.stranger() {
		return t.neutral(name == "start")
	}
	switch {
	case name != "":
		return t.command(name, argument)
	case m.Document != nil, len(m.Photo) > 0:
		return t.attached(m)
	case text != "":
		return t.text(text, m.Date)
	}
	return t.say(render.OnlyText())
}

// command splits "/lich@thuky_bot chiều mai" into its name, the bot it is for and
// the rest; name is "" if the text is no command.
func command(text string) (name, to, argument string) {
	if !strings.HasPrefix(text, "/") {
		return "", "", ""
	}
	name = text[1:]
	if i := strings.IndexAny(name, " \n"); i >= 0 {
		name, argument = name[:i], strings.TrimSpace(name[i:])
	}
	name, to, _ = strings.Cut(name, "@")
	return strings.ToLower(name), to, argument
}

func firstOf(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}

// press routes a press of a button.
func (t *turn) press(q *press) error {
	t.query = q.ID
	if t.arrival.Chat < 0 {
		return t.pressInGroup(q)
	}
	if err := t.identify(q.From.ID); err != nil {
		return err
	}
	if t.account != t.arrival.Chat {
		return t.finish(t.toast("")) // in a chat of somebody else
	}
	if ok, err := t.admit(store.PaceMessages, t.flood.Messages); err != nil || !ok {
		return err
	}
	return t.finish(t.pressed(q.Data))
}

// pressed finds the screen of a button and lets its duty act. The person who
// presses must be the one the screen was made for, whatever the button says.
func (t *turn) pressed(data string) error {
	k, ok := readToken(data)
	old := render.ToastOldScreen
	if t.stranger() {
		old = "" // who may not know anything of the office
	}
	if !ok {
		return t.toast(old)
	}
	s, found, err := t.tx.Screen(k.screen)
	if err != nil {
		return err
	}
	if !found || s.Person != t.asker.Key || s.Chat != t.arrival.Chat || t.stranger() && s.Duty != dutyEnrol {
		return t.toast(old)
	}
	d, known := duties[s.Duty]
	if !known || d.press == nil {
		return t.toast(render.ToastOldScreen)
	}
	t.drawn = k.revision
	return d.press(t, s, k.action, k.revision != s.Revision)
}

// edited answers an edited message: what was said first has taken effect already.
func (t *turn) edited(m *models.Message) error {
	if m.From == nil || m.Chat.Type != models.ChatTypePrivate {
		return t.aside("not a person in a private chat")
	}
	if err := t.identify(m.From.ID); err != nil {
		return err
	}
	if t.stranger() {
		return t.aside("edited by a stranger")
	}
	if err := t.say(render.EditedMessage()); err != nil {
		return err
	}
	return t.done()
}

// membership keeps up with who has blocked the bot and who has come back.
func (t *turn) membership(m *models.ChatMemberUpdated) error {
	if m.Chat.Type != models.ChatTypePrivate {
		return t.groupMembership(m)
	}
	if m.NewChatMember.Type == models.ChatMemberTypeMember {
		if err := t.tx.Revive(t.arrival.Chat); err != nil {
			return err
		}
	}
	return t.done()
}

// withheld tells a person which words must not travel; the words themselves were
// never stored.
func (t *turn) withheld(w *withheld) error {
	if err := t.identify(w.From); err != nil {
		return err
	}
	if t.stranger() || t.arrival.Chat != t.account {
		return t.aside("withheld")
	}
	if err := t.say(render.Withheld(w.Pattern, w.Line)); err != nil {
		return err
	}
	return t.done()
}

// apologise tells the sender that a turn failed. It runs after the turn was undone.
func (b *Bot) apologise(tx *store.Tx, a store.Arrival) error {
	if a.Chat <= 0 || a.Kind == kindWithheld {
		return nil // groups are not told
	}
	person, err := tx.PersonOf(a.Chat)
	if err != nil || person == "" {
		return err
	}
	now := b.now()
	if u, err := readUpdate(a); err == nil && u.Press != nil { // the circle on the button must end
		if err := tx.Queue(store.Delivery{Deed: fmt.Sprintf("apology/%d/toast", a.ID), Chat: a.Chat, Class: store.Answer, Kind: store.Toast,
			Message: store.Message{Query: u.Press.ID}, NotAfter: now.Add(time.Minute)}, now); err != nil {
			return err
		}
	}
	return tx.Queue(store.Delivery{Deed: fmt.Sprintf("apology/%d", a.ID), Chat: a.Chat, Class: store.Answer, Kind: store.Send,
		Message: render.Apology()}, now)
}
