package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"thuky/bot/names"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// dutyInvite owns the screens on which a clerk invites somebody: whom, in which role,
// into which unit; the last shows the card.
const dutyInvite = "invite"

// An inviteStep is the question that the screen asks.
type inviteStep string

const (
	inviteWhom   inviteStep = "whom"
	inviteRole   inviteStep = "role"
	inviteUnit   inviteStep = "unit"
	inviteDevice inviteStep = "device"
	invited      inviteStep = "invited" // the card is shown
)

// inviteState is what such a screen remembers.
type inviteState struct {
	Step    inviteStep       `json:"step"`
	Page    int              `json:"page,omitempty"`
	Options []string         `json:"options,omitempty"` // what the buttons of this step stand for
	For     store.Invitation `json:"for,omitzero"`      // as far as it is decided; with its id once it is made
	Picture int64            `json:"picture,omitempty"` // screen of the QR code
}

// The actions of its buttons. actPick is followed by the number of an option.
const (
	actPick   = "pick:"
	actRevoke = "revoke"
)

// longestName is how many code points a typed name may have.
const longestName = 60

// invite begins an invitation; name may say already for whom.
func (t *turn) invite(name string) error {
	if !t.asker.May(staff.Invite) {
		return t.say(render.NotAllowed())
	}
	state := inviteState{Step: inviteWhom}
	if name != "" && !t.named(&state, name) {
		return t.say(render.InviteNameless())
	}
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyInvite, Awaits: true}, state, t.now)
	if err != nil {
		return err
	}
	return t.askInvite(s, state)
}

// inviteName takes a text that is the name somebody is asked for; took is false if it
// is something else.
func (t *turn) inviteName(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[inviteState](s)
	if err != nil || state.Step != inviteWhom || t.now.Sub(s.Changed) > patience || !t.asker.May(staff.Invite) || !t.isName(text) || !t.named(&state, text) {
		return false, err
	}
	return true, t.askInvite(s, state)
}

// named decides for whom the invitation is by a typed name: somebody of the
// directory, or somebody new. Of several people of that name one is to be picked.
func (t *turn) named(state *inviteState, typed string) bool {
	name, found, ok := t.plausible(typed)
	if !ok {
		return false
	}
	switch len(found) {
	case 0:
		state.For.Name, state.Step = name, inviteRole
	case 1:
		state.For.Person, state.Step = found[0].Key, inviteRole
	default:
		state.Options = keysOf(found)
	}
	return true
}

// plausible reads a typed name: who is called so, and whether it can be one.
func (t *turn) plausible(typed string) (name string, found []staff.Person, ok bool) {
	name = strings.Join(strings.Fields(typed), " ")
	found = names.Called(t.names.Directory(), name)
	ok = names.Key(name) != "" && utf8.RuneCountInString(name) <= longestName && (len(found) > 0 || !strings.ContainsAny(name, "0123456789"))
	return name, found, ok
}

// isName reports whether a text, where a name is awaited, is one: somebody is called so,
// it is written as a full name, or it asks nothing.
func (t *turn) isName(text string) bool {
	_, found, ok := t.plausible(text)
	words := strings.Fields(text)
	full := len(words) > 1 && !slices.ContainsFunc(words, func(word string) bool {
		first, _ := utf8.DecodeRuneInString(word)
		return !unicode.IsUpper(first)
	})
	return ok && (len(found) > 0 || full || !t.asksSomething(text))
}

// askInvite shows the question of the step, leaving out those that have but one
// answer, and at the end makes the invitation.
func (t *turn) askInvite(s store.Screen, state inviteState) error {
	who := t.invited(state.For)
	if state.Step == inviteUnit && who.Unit != "" {
		state.Step = inviteDevice
	}
	var accounts []int64
	if state.Step == inviteDevice {
		if state.For.Person != "" {
			var err error
			if accounts, err = t.tx.AccountsOf(state.For.Person); err != nil {
				return err
			}
		}
		if len(accounts) == 0 || state.For.Device != store.FirstDevice {
			return t.makeInvitation(s, state)
		}
	}
	m, labels := t.inviteQuestion(&state, who, len(accounts))
	rows, err := t.offerOpenCodes(state, optionButtons(labels, &state.Page))
	if err != nil {
		return err
	}
	m.Buttons = rows
	s.Awaits = state.Step == inviteWhom
	return t.put(s, state, m)
}

// inviteQuestion words the question of the step and sets its options, with what their
// buttons say.
func (t *turn) inviteQuestion(state *inviteState, who staff.Person, accounts int) (m store.Message, labels []string) {
	d := t.names.Directory()
	offer := func(option, label string) {
		state.Options, labels = append(state.Options, option), append(labels, label)
	}
	if state.Step == inviteWhom {
		if m = render.InviteSeveral(); len(state.Options) == 0 {
			m, state.Options = render.InviteWhom(), keysOf(d.People)
		}
		for _, key := range state.Options {
			p, _ := d.Person(key)
			unit, _ := d.Unit(p.Unit)
			labels = append(labels, render.InviteeLabel(p, unit))
		}
		return m, labels
	}
	state.Options = nil
	switch state.Step {
	case inviteRole:
		m = render.InviteRole(who)
		if len(who.Roles) > 0 {
			offer("", "Giữ vai trò đang có")
		}
		for _, r := range staff.Roles {
			if !who.Has(r) {
				offer(string(r), render.RoleLabel(r))
			}
		}
	case inviteUnit:
		m = render.InviteUnit(who)
		offer("", "Không thuộc đơn vị nào")
		for _, u := range d.Units {
			if !u.HoldsLeaders() && !u.Former {
				offer(u.Code, u.Name)
			}
		}
	case inviteDevice:
		m = render.InviteDevice(who, accounts)
		offer(string(store.OtherDevice), "Thay thiết bị đang dùng")
		if accounts < store.MostDevices {
			offer(string(store.SecondDevice), "Thêm thiết bị thứ hai")
		}
	}
	return m, labels
}

// pressInvite goes on with an invitation, or revokes it.
func (t *turn) pressInvite(s store.Screen, action string, stale bool) error {
	state, err := stateOf[inviteState](s)
	if err != nil {
		return err
	}
	if state.Step == "" || stale && state.Step == invited {
		return t.toast(render.ToastOldScreen)
	}
	if !t.asker.May(staff.Invite) {
		return t.refuse(render.NotAllowed())
	}
	if err := t.heard(stale); err != nil {
		return err
	}
	switch {
	case stale:
	case action == actRevoke && state.Step == invited:
		return t.revoke(s, state)
	case action == actCancel && state.Step != invited:
		return t.closeScreen(s, render.InviteCancelled())
	case action == actOpenCodes && state.Step == inviteWhom:
		return t.showOpenCodes(s, inviteState{})
	case action == actPage:
		state.Page++
	default:
		option, ok := pickedOption(action, state.Options)
		if !ok {
			return nil
		}
		if state.Step == inviteOpen {
			return t.revokeOpen(s, state, option)
		}
		state.picked(option)
	}
	switch state.Step {
	case invited:
		return nil
	case inviteOpen:
		return t.showOpenCodes(s, state)
	}
	return t.askInvite(s, state)
}

// picked answers the question of the step.
func (s *inviteState) picked(option string) {
	s.Page = 0
	switch s.Step {
	case inviteWhom:
		s.For.Person, s.Step = option, inviteRole
	case inviteRole:
		s.For.Role, s.Step = staff.Role(option), inviteUnit
	case inviteUnit:
		s.For.Unit, s.Step = option, inviteDevice
	case inviteDevice:
		s.For.Device = store.Device(option)
	}
	s.Options = nil
}
