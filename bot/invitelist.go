package bot

import (
	"slices"
	"strconv"

	"thuky/bot/render"
	"thuky/store"
)

// inviteOpen is the step that lists the codes which can still be used, whoever made them:
// a press revokes one.
const inviteOpen inviteStep = "open"

// actOpenCodes is the action of the button that leads there.
const actOpenCodes = "open-codes"

// offerOpenCodes puts the button under the first question of an invitation, as long as
// there are codes to be shown.
func (t *turn) offerOpenCodes(state inviteState, rows [][]store.Button) ([][]store.Button, error) {
	if state.Step != inviteWhom {
		return rows, nil
	}
	open, err := t.tx.OpenInvitations(t.now)
	if err != nil || len(open) == 0 {
		return rows, err
	}
	return slices.Insert(rows, len(rows)-1, []store.Button{{Label: render.OpenCodesLabel(len(open)), Action: actOpenCodes}}), nil
}

// showOpenCodes lists them.
func (t *turn) showOpenCodes(s store.Screen, state inviteState) error {
	open, err := t.tx.OpenInvitations(t.now)
	if err != nil {
		return err
	}
	if len(open) == 0 {
		return t.closeScreen(s, render.NoOpenCodes())
	}
	state.Step, state.Options = inviteOpen, nil
	var labels []string
	for _, i := range slices.Backward(open) { // the newest first
		state.Options = append(state.Options, strconv.FormatInt(i.ID, 10))
		labels = append(labels, render.OpenCodeLabel(t.invited(i), i.Expires.In(t.now.Location())))
	}
	m := render.OpenCodes()
	m.Buttons = optionButtons(labels, &state.Page)
	s.Awaits = false
	return t.put(s, state, m)
}

// revokeOpen makes the code of a listed invitation worthless and shows what is left.
func (t *turn) revokeOpen(s store.Screen, state inviteState, option string) error {
	id, _ := strconv.ParseInt(option, 10, 64)
	i, found, err := t.tx.Invitation(id)
	if err != nil || !found {
		return err
	}
	revoked, err := t.tx.RevokeInvitation(id, t.asker.Key, t.now)
	if err != nil {
		return err
	}
	said := render.InvitationClosed()
	if revoked {
		said = render.InvitationRevoked(t.invited(i))
	}
	if err := t.say(said); err != nil {
		return err
	}
	return t.showOpenCodes(s, state)
}
