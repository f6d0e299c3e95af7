package bot

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"thuky/bot/names"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyEnrol owns the screens on which somebody with a code confirms who they are:
// the only ones that a stranger may press.
const dutyEnrol = "enrol"

// enrolState is what such a screen remembers; the code itself is nowhere.
type enrolState struct {
	Invitation int64 `json:"invitation"`
}

// The actions of the buttons of this and of other questions.
const (
	actConfirm = "confirm"
	actDeny    = "deny"
	actCancel  = "cancel"
)

// enrol looks at a code. One that was made in chat may have gone astray: nothing is
// opened before the person has said that it is in the right hands. One from the
// command line was handed over by whoever runs the machine, and opens at once. Who
// sends wrong codes waits longer and longer.
func (t *turn) enrol(code string) error {
	until, err := t.tx.CodesWait(t.account)
	if err != nil {
		return err
	}
	if t.now.Before(until) {
		return t.say(render.CodesWait(until.In(t.now.Location())))
	}
	i, err := t.tx.InvitationOf(code, t.account, t.now)
	switch {
	case errors.Is(err, store.ErrNoInvitation), errors.Is(err, store.ErrInvitationUsed), errors.Is(err, store.ErrInvitationExpired):
		if _, err := t.tx.WrongCode(t.account, t.now); err != nil {
			return err
		}
		if !t.stranger() {
			return t.say(render.BadCode())
		}
		return t.neutral(true)
	case err != nil:
		return err
	case i.UsedBy == t.account:
		return t.say(render.Welcome(t.asker))
	case i.By == "":
		return t.confirm(i, nil)
	}
	p := t.invited(i)
	unit, _ := t.names.Directory().Unit(p.Unit)
	m := render.ConfirmInvitation(p, unit.Name)
	m.Buttons = [][]store.Button{{{Label: "Đúng là tôi", Action: actConfirm}}, {{Label: "Không phải tôi", Action: actDeny}}}
	return t.open(store.Screen{Duty: dutyEnrol}, enrolState{i.ID}, m)
}

// invited is the person as the invitation would make them.
func (t *turn) invited(i store.Invitation) staff.Person {
	p, found := t.names.Directory().Person(i.Person)
	if !found {
		p = staff.Person{Name: i.Name}
	}
	p.Roles = slices.Clone(p.Roles) // the directory's own must stay as they are
	if i.Role != "" && !p.Has(i.Role) {
		p.Roles = append(p.Roles, i.Role)
	}
	if p.Unit == "" {
		p.Unit = i.Unit
	}
	return p
}

// pressEnrol opens the bot for who confirms, and closes the code for who denies.
func (t *turn) pressEnrol(s store.Screen, action string, _ bool) error {
	state, err := stateOf[enrolState](s)
	if err != nil {
		return err
	}
	i, found, err := t.tx.Invitation(state.Invitation)
	if err != nil {
		return err
	}
	if !found || i.UsedBy != 0 || action != actConfirm && action != actDeny {
		return t.toast(render.ToastOldScreen)
	}
	if err := t.toast(""); err != nil {
		return err
	}
	if action == actDeny {
		revoked, err := t.tx.RevokeInvitation(i.ID, t.asker.Key, t.now)
		if err == nil && revoked {
			err = t.tellInviter(i, render.InvitationDenied(t.invited(i)))
		}
		return errors.Join(err, t.closeScreen(s, render.InvitationNotMine()))
	}
	return t.confirm(i, &s)
}

// confirm opens the bot. Where it was asked for on a screen, that screen tells how it
// ended.
func (t *turn) confirm(i store.Invitation, asked *store.Screen) error {
	end := t.say
	if asked != nil {
		end = func(m store.Message) error { return t.closeScreen(*asked, m) }
	}
	known, err := t.tx.AccountsOf(i.Person)
	if err != nil {
		return err
	}
	key, replaced, err := t.tx.Confirm(i.ID, t.freeKey(i.Name), t.account, t.now)
	switch {
	case errors.Is(err, store.ErrSecondDevice):
		if err := t.tellInviter(i, render.SecondDeviceAsked(t.invited(i))); err != nil {
			return err
		}
		return end(render.SecondDevice())
	case errors.Is(err, store.ErrInvitationUsed), errors.Is(err, store.ErrInvitationExpired):
		return end(render.InvitationGone())
	case err != nil:
		return err
	}
	if err := t.refresh(); err != nil {
		return err
	}
	t.asker, _ = t.names.Directory().Person(key)
	for _, account := range replaced {
		if err := t.dismiss(account, render.DeviceReplaced()); err != nil {
			return err
		}
	}
	if asked != nil {
		if err := end(render.InvitationConfirmed()); err != nil {
			return err
		}
	}
	if err := t.commands(t.arrival.Chat, render.Commands(t.asker)); err != nil {
		return err
	}
	if err := t.say(render.Welcome(t.asker)); err != nil {
		return err
	}
	if t.asker.Has(staff.Council) && (len(known) == 0 || i.Role == staff.Council) {
		if err := t.tellCouncilMember(t.asker); err != nil {
			return err
		}
	}
	if err := t.takeOver(t.asker); err != nil {
		return err
	}
	return t.tellInviter(i, render.InvitationAccepted(t.asker))
}

// tellCouncilMember tells somebody who has joined the council what is ahead of them, if
// a period is under way.
func (t *turn) tellCouncilMember(p staff.Person) error {
	ahead, err := t.tx.PeriodsIn(score.PeriodOpen, score.PeriodClosed, score.PeriodAppraising, score.PeriodExplaining, score.PeriodCouncil)
	if err != nil || len(ahead) == 0 {
		return err
	}
	return t.tellPerson(p, render.CouncilAppointed(p, ahead, t.now.Location()))
}

// freeKey is a key that nobody of the directory has yet.
func (t *turn) freeKey(name string) string {
	key := names.Key(name)
	for n := 2; ; n++ {
		if _, taken := t.names.Directory().Person(key); !taken {
			return key
		}
		key = fmt.Sprintf("%s-%d", names.Key(name), n)
	}
}

// tellInviter tells the person who invited; if the invitation comes from the command
// line, or from somebody who is gone, nobody is there to be told.
func (t *turn) tellInviter(i store.Invitation, m store.Message) error {
	if i.By == "" {
		return nil
	}
	accounts, err := t.tx.AccountsOf(i.By)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		if err := t.send(account, m); err != nil {
			return err
		}
	}
	return nil
}

// send queues a message to another chat than the turn's.
func (t *turn) send(chat int64, m store.Message) error {
	return t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: chat, Class: store.Answer, Kind: store.Send, Message: m}, t.now)
}

// commands queues the command menu of a chat; an older one that waits must not come
// behind it.
func (t *turn) commands(chat int64, menu []store.Command) error {
	if err := errors.Join(t.tx.Withdraw(menusOf(chat), "replaced", t.now), t.tx.KeepMenu(chat, menu)); err != nil {
		return err
	}
	return t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: chat, Class: store.Answer, Kind: store.Commands,
		Message: store.Message{Commands: menu}}, t.now)
}

// dismiss says a last word to an account that is nobody's any more.
func (t *turn) dismiss(account int64, m store.Message) error {
	if err := t.send(account, m); err != nil {
		return err
	}
	return t.commands(account, render.StrangerCommands())
}

// neutral is all that a stranger gets: one line that says nothing of the office.
// Whoever only chatters gets it once an hour.
func (t *turn) neutral(asked bool) error {
	deed := t.deed()
	if !asked {
		deed = fmt.Sprintf("stranger/%d/%d", t.account, t.now.Unix()/int64(time.Hour/time.Second))
	}
	return t.tx.Queue(store.Delivery{Deed: deed, Chat: t.arrival.Chat, Class: store.Answer, Kind: store.Send,
		Message: render.Stranger()}, t.now)
}
