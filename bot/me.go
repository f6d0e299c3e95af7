package bot

import (
	"errors"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// dutyLeave owns the screens on which a person takes their account away (/xoatoi).
const dutyLeave = "leave"

// leaveState is what such a screen remembers.
type leaveState struct {
	Asked bool `json:"asked"` // the person has not answered yet
}

// aboutMe tells what the ledger knows of the person.
func (t *turn) aboutMe() error {
	me := staff.Target{Person: t.asker.Key, Unit: t.asker.Unit}
	if !t.asker.MayOn(staff.ReadPerson, me) {
		return t.say(render.NotAllowed())
	}
	accounts, err := t.tx.Accounts(t.asker.Key)
	if err != nil {
		return err
	}
	feed, err := t.tx.FeedMade(t.asker.Key)
	if err != nil {
		return err
	}
	unit, _ := t.names.Directory().Unit(t.asker.Unit)
	return t.say(render.Me(t.asker, unit.Name, accounts, t.account, feed, t.now.Location()))
}

// askToLeave asks whether the account is to be taken away.
func (t *turn) askToLeave() error {
	if !t.asker.MayOn(staff.UnlinkPerson, staff.Target{Person: t.asker.Key, Unit: t.asker.Unit}) {
		return t.say(render.NotAllowed())
	}
	if last, err := t.tx.LastOfOffice(t.asker); err != nil || last {
		return errors.Join(err, t.say(render.LastOfOffice()))
	}
	m := render.AskToLeave()
	m.Buttons = [][]store.Button{{{Label: "Xoá liên kết", Action: actConfirm}, {Label: "Không", Action: actCancel}}}
	return t.open(store.Screen{Duty: dutyLeave}, leaveState{Asked: true}, m)
}

// pressLeave takes the account away from the person, or leaves it.
func (t *turn) pressLeave(s store.Screen, action string, stale bool) error {
	state, err := stateOf[leaveState](s)
	if err != nil {
		return err
	}
	if !state.Asked || stale || action != actConfirm && action != actCancel {
		return t.toast(render.ToastOldScreen)
	}
	if err := t.toast(""); err != nil {
		return err
	}
	if action == actCancel {
		return t.closeScreen(s, render.Stays())
	}
	last, err := t.tx.LastOfOffice(t.asker)
	if err != nil {
		return err
	}
	if last { // the others have left since they asked
		return t.closeScreen(s, render.LastOfOffice())
	}
	if accounts, err := t.tx.AccountsOf(t.asker.Key); err != nil {
		return err
	} else if len(accounts) == 1 {
		if err := t.declineAll(); err != nil {
			return err
		}
	}
	if _, err := t.tx.Unlink(t.account, t.asker.Key, render.ReasonOwnWish, t.now, s.ID); err != nil {
		return err
	}
	if err := t.commands(t.arrival.Chat, render.StrangerCommands()); err != nil {
		return err
	}
	return t.closeScreen(s, render.Left())
}
