package bot

import (
	"errors"
	"slices"
	"time"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// dutyHandover owns the screens on which the Office hands the work of a post from one
// person to another (bàn giao): who, which roles, to whom.
const dutyHandover = "handover"

// A handoverStep is the question that the screen asks.
type handoverStep string

const (
	handoverFrom    handoverStep = "from"
	handoverRole    handoverStep = "role"
	handoverTo      handoverStep = "to"
	handoverConfirm handoverStep = "confirm"
)

// handoverState is what such a screen remembers; one that has ended remembers nothing.
type handoverState struct {
	Step    handoverStep `json:"step,omitempty"`
	Page    int          `json:"page,omitempty"`
	Options []string     `json:"options,omitempty"` // what the buttons of this step stand for
	From    string       `json:"from,omitempty"`    // key
	Roles   []staff.Role `json:"roles,omitempty"`   // of From's, that go
	To      string       `json:"to,omitempty"`      // key; "" with Name "" is nobody yet
	Name    string       `json:"name,omitempty"`    // of somebody who is not in the directory
}

// handOver begins a handover; name may say already whose.
func (t *turn) handOver(name string) error {
	if !t.asker.May(staff.HandOver) {
		return t.say(render.NotAllowed())
	}
	state := handoverState{Step: handoverFrom}
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyHandover}, state, t.now)
	if err != nil {
		return err
	}
	if name != "" && !t.namedInHandover(&state, name) {
		if err := t.say(render.HandoverNobody(name)); err != nil {
			return err
		}
	}
	return t.askHandover(s, state)
}

// handoverName takes a text that is the name somebody is asked for.
func (t *turn) handoverName(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[handoverState](s)
	if err != nil || t.now.Sub(s.Changed) > patience || !t.asker.May(staff.HandOver) || !t.isName(text) || !t.namedInHandover(&state, text) {
		return false, err
	}
	return true, t.askHandover(s, state)
}

// namedInHandover takes a typed name as the answer to the step. Who hands over must
// have a role; who receives may be new to the directory.
func (t *turn) namedInHandover(state *handoverState, typed string) bool {
	name, found, ok := t.plausible(typed)
	if !ok {
		return false
	}
	if state.Step == handoverFrom {
		found = slices.DeleteFunc(found, func(p staff.Person) bool { return len(p.Roles) == 0 })
	}
	switch {
	case state.Step != handoverFrom && state.Step != handoverTo:
		return false
	case len(found) == 1:
		state.picked(found[0].Key)
	case len(found) > 1:
		state.Options = keysOf(found)
	case state.Step == handoverTo:
		state.Name, state.Step = name, handoverConfirm
	default:
		return false
	}
	return true
}

func keysOf(people []staff.Person) (keys []string) {
	for _, p := range people {
		keys = append(keys, p.Key)
	}
	return keys
}

// allRoles is the option of handing over every role.
const allRoles = "all"

// picked answers the question of the step.
func (s *handoverState) picked(option string) {
	s.Page, s.Options = 0, nil
	switch s.Step {
	case handoverFrom:
		s.From, s.Step = option, handoverRole
	case handoverRole:
		if option != allRoles {
			s.Roles = []staff.Role{staff.Role(option)}
		}
		s.Step = handoverTo
	case handoverTo:
		s.To, s.Step = option, handoverConfirm
	}
}

// askHandover shows the question of the step; of somebody with one role it is not asked
// which.
func (t *turn) askHandover(s store.Screen, state handoverState) error {
	d := t.names.Directory()
	from, _ := d.Person(state.From)
	if state.Step == handoverRole && len(state.Roles) == 0 {
		state.Roles = slices.Clone(from.Roles)
		if len(from.Roles) == 1 {
			state.Step = handoverTo
		}
	}
	s.Awaits = state.Step == handoverFrom || state.Step == handoverTo
	var m store.Message
	var labels []string
	switch state.Step {
	case handoverFrom:
		m = render.HandoverFrom()
		t.handoverPeople(&state, &labels, func(p staff.Person) bool { return len(p.Roles) > 0 })
	case handoverRole:
		m = render.HandoverRole(from)
		state.Options, labels = []string{allRoles}, []string{"Tất cả vai trò"}
		for _, r := range from.Roles {
			state.Options, labels = append(state.Options, string(r)), append(labels, render.RoleLabel(r))
		}
	case handoverTo:
		m = render.HandoverTo(from, state.Roles)
		if len(state.Options) == 0 {
			state.Options, labels = []string{""}, []string{"Chưa có người nhận"}
		}
		t.handoverPeople(&state, &labels, func(p staff.Person) bool { return p.Key != state.From })
	case handoverConfirm:
		_, err := t.tx.MayHandOver(store.Handing{From: state.From, To: state.To, Roles: state.Roles})
		if said, refused := render.HandoverRefused(err, from); refused { // another may receive
			state.To, state.Name, state.Step = "", "", handoverTo
			return errors.Join(t.say(said), t.askHandover(s, state))
		}
		if err != nil {
			return err
		}
		return t.askToHandOver(s, state, from)
	}
	m.Buttons = optionButtons(labels, &state.Page)
	return t.put(s, state, m)
}

// handoverPeople offers those people, unless a name has narrowed them down already.
func (t *turn) handoverPeople(state *handoverState, labels *[]string, fits func(staff.Person) bool) {
	d := t.names.Directory()
	if len(state.Options) == len(*labels) {
		for _, p := range d.People {
			if fits(p) {
				state.Options = append(state.Options, p.Key)
			}
		}
	}
	for _, key := range state.Options[len(*labels):] {
		p, _ := d.Person(key)
		unit, _ := d.Unit(p.Unit)
		*labels = append(*labels, render.InviteeLabel(p, unit))
	}
}

// askToHandOver shows what would happen.
func (t *turn) askToHandOver(s store.Screen, state handoverState, from staff.Person) error {
	work, err := t.handedWork(from, state.Roles)
	if err != nil {
		return err
	}
	tasks, err := t.tx.OpenWork(store.Post{Person: from.Key, Unit: from.Unit, Roles: state.Roles}, t.now)
	if err != nil {
		return err
	}
	shown := render.Handing{From: from, Roles: state.Roles, Whole: len(state.Roles) == len(from.Roles), Tasks: tasks}
	for _, screens := range work {
		shown.Drafts += len(screens)
	}
	if shown.To, shown.Enrolled, err = t.successor(state); err != nil {
		return err
	}
	m := render.HandoverAsked(shown, t.names.Directory())
	m.Buttons = [][]store.Button{{{Label: "Bàn giao", Action: actConfirm}, {Label: "Thôi", Action: actCancel}}}
	s.Awaits = false
	return t.put(s, state, m)
}

// successor is who receives: the zero Person if nobody does yet.
func (t *turn) successor(state handoverState) (p staff.Person, enrolled bool, err error) {
	if state.To == "" {
		return staff.Person{Name: state.Name}, false, nil
	}
	p, _ = t.names.Directory().Person(state.To)
	accounts, err := t.tx.AccountsOf(state.To)
	return p, len(accounts) > 0, err
}

// pressHandover goes on with a handover.
func (t *turn) pressHandover(s store.Screen, action string, stale bool) error {
	state, err := stateOf[handoverState](s)
	if err != nil {
		return err
	}
	if state.Step == "" {
		return t.toast(render.ToastOldScreen)
	}
	if !t.asker.May(staff.HandOver) {
		return t.refuse(render.NotAllowed())
	}
	if err := t.heard(stale); err != nil {
		return err
	}
	switch {
	case stale:
	case action == actCancel:
		return t.closeScreen(s, render.HandoverCancelled())
	case action == actConfirm && state.Step == handoverConfirm:
		return t.doHandOver(s, state)
	case action == actPage:
		state.Page++
	default:
		option, ok := pickedOption(action, state.Options)
		if !ok {
			return nil
		}
		state.picked(option)
	}
	return t.askHandover(s, state)
}

// doHandOver hands over, and tells everybody whom it concerns.
func (t *turn) doHandOver(s store.Screen, state handoverState) error {
	d := t.names.Directory()
	from, _ := d.Person(state.From)
	work, err := t.handedWork(from, state.Roles)
	if err != nil {
		return err
	}
	tasks, err := t.tx.OpenWork(store.Post{Person: from.Key, Unit: from.Unit, Roles: state.Roles}, t.now)
	if err != nil {
		return err
	}
	var ended []int64
	err = t.tx.Savepoint(func() (err error) {
		if state.Name != "" { // somebody new
			state.To = t.freeKey(state.Name)
			if err := t.tx.AddPerson(staff.Person{Key: state.To, Name: state.Name}); err != nil {
				return err
			}
		}
		ended, err = t.tx.HandOver(store.Handing{From: state.From, To: state.To, Roles: state.Roles, By: t.asker.Key, Work: work, Keep: []int64{s.ID}}, t.now)
		return err
	})
	if said, refused := render.HandoverRefused(err, from); refused {
		return t.closeScreen(s, said)
	}
	if err != nil {
		return err
	}
	if err := t.refresh(); err != nil {
		return err
	}
	shown := render.Handing{From: from, Roles: state.Roles, Whole: len(state.Roles) == len(from.Roles), Tasks: tasks}
	if shown.To, shown.Enrolled, err = t.successor(state); err != nil {
		return err
	}
	for _, tell := range []func() error{
		func() error { return t.closeScreen(s, render.HandoverDone(shown)) },
		func() error { return t.tellPredecessor(shown, ended) },
		func() error { return t.tellLeaders(shown) },
		func() error { return t.takeOver(shown.To) },
		func() error { return t.tellNewMember(shown) },
		func() error { return t.inviteSuccessor(shown) },
	} {
		if err := tell(); err != nil {
			return err
		}
	}
	return nil
}

// tellPredecessor says the last word to the accounts that have ended, or what is left.
func (t *turn) tellPredecessor(h render.Handing, ended []int64) error {
	for _, account := range ended {
		if err := t.dismiss(account, render.HandedOver(h)); err != nil {
			return err
		}
	}
	if h.Whole {
		return nil
	}
	accounts, err := t.tx.AccountsOf(h.From.Key)
	if err != nil {
		return err
	}
	left, _ := t.names.Directory().Person(h.From.Key)
	for _, account := range accounts {
		if err := errors.Join(t.send(account, render.HandedOver(h)), t.commands(account, render.Commands(left))); err != nil {
			return err
		}
	}
	return nil
}

// tellNewMember tells a successor in the council what is ahead of them; who does not use
// the bot yet is told when they enrol.
func (t *turn) tellNewMember(h render.Handing) error {
	if !slices.Contains(h.Roles, staff.Council) || !h.Enrolled {
		return nil
	}
	return t.tellCouncilMember(h.To)
}

// tellLeaders tells the leaders that one of them is another person now.
func (t *turn) tellLeaders(h render.Handing) error {
	if !slices.Contains(h.Roles, staff.Leader) {
		return nil
	}
	for _, p := range t.names.Directory().People {
		if !p.Has(staff.Leader) || p.Key == h.To.Key {
			continue
		}
		accounts, err := t.tx.AccountsOf(p.Key)
		if err != nil {
			return err
		}
		for _, account := range accounts {
			if err := t.send(account, render.LeaderHandedOver(h)); err != nil {
				return err
			}
		}
	}
	return nil
}

// inviteSuccessor shows the card of who receives but does not use the bot yet.
func (t *turn) inviteSuccessor(h render.Handing) error {
	if h.To.Key == "" || h.Enrolled {
		return nil
	}
	state := inviteState{Step: inviteDevice, For: store.Invitation{Person: h.To.Key}}
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyInvite}, state, t.now)
	if err != nil {
		return err
	}
	return t.makeInvitation(s, state)
}

// handedLately is how long ago a screen may have changed that counts as work under way.
const handedLately = 14 * 24 * time.Hour
