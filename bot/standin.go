package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A standInView is what a screen of store.DutyStandIn shows.
type standInView string

const (
	standInItems  standInView = "items"  // the leader's items, to choose one
	standInWhom   standInView = "whom"   // the office's people, to choose one
	standInAsked  standInView = "asked"  // to the leader: how it stands with who was chosen
	standInOffer  standInView = "offer"  // to who was chosen: do they go?
	standInClosed standInView = "closed" // nothing can be done here any more
)

// standInState is what such a screen remembers; that of a day's list has no View. How
// it stands is the ledger's: all screens about the same item show that.
type standInState struct {
	store.Listed
	View    standInView `json:"view,omitempty"`
	Options []string    `json:"options,omitempty"` // what the buttons stand for: identities or keys
	Page    int         `json:"page,omitempty"`

	Event  int64      `json:"event,omitempty"`  // identity
	Person string     `json:"person,omitempty"` // who was to go
	Date   civil.Date `json:"date,omitzero"`    // of the event as it is shown
	Time   week.Clock `json:"time,omitempty"`
}

// The actions of its buttons; actPick is followed by the number of an option.
const (
	actAccept  = "accept"
	actDecline = "decline"
	actMyself  = "myself" // the leader goes after all
	actOther   = "other"  // the leader asks somebody else
)

// standInShown is how many items are offered to choose one.
const standInShown = 12

func (t *turn) maySendStandIn() bool {
	return t.asker.MayOn(staff.SendStandIn, staff.Target{Person: t.asker.Key, Unit: t.asker.Unit})
}

// maySendTo reports whether the asker may send somebody else to the event: it concerns
// them, and is still to come.
func (t *turn) maySendTo(e week.Event) bool {
	return t.maySendStandIn() && week.Why(t.names.Directory(), e, t.asker.Key) != "" && t.toCome(e)
}

// toCome reports whether the event takes place and has not begun; one without an hour
// begins when its day is over.
func (t *turn) toCome(e week.Event) bool { return e.TakesPlace() && t.now.Before(t.ends(e)) }

// ends is when nobody needs to be asked to go any more.
func (t *turn) ends(e week.Event) time.Time {
	if e.Time == "" || e.Days > 1 {
		return e.Last().AddDays(1).In(t.now.Location())
	}
	return e.Time.On(e.Date, t.now.Location())
}

// chooseStandIn offers the leader's items (/duthay).
func (t *turn) chooseStandIn() error {
	return t.offerItems(civil.DateOf(t.now), week.Monday(civil.DateOf(t.now)).AddDays(13))
}

// offerItems offers the leader's items of some days.
func (t *turn) offerItems(from, to civil.Date) error {
	if !t.maySendStandIn() {
		return t.say(render.NotAllowed())
	}
	events, err := t.tx.Events(from, to)
	if err != nil {
		return err
	}
	events = slices.DeleteFunc(events, func(e week.Event) bool { return !t.maySendTo(e) })
	events = events[:min(len(events), standInShown)]
	all, err := t.tx.StandIns(events)
	if err != nil {
		return err
	}
	state := standInState{View: standInItems}
	sent, labels := map[int64]store.StandIn{}, []string{}
	for _, e := range events {
		sent[e.ID] = t.sentStill(all[e.ID], t.asker.Key)
		state.Options = append(state.Options, strconv.FormatInt(e.ID, 10))
		labels = append(labels, render.StandInLabel(e))
	}
	m := render.StandInItems(events, sent, t.names.Directory())
	switch len(events) {
	case 0:
		return t.say(m)
	case 1: // nothing to choose from
		s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: store.DutyStandIn}, standInState{}, t.now)
		if err != nil {
			return err
		}
		return t.goOn(s, events[0])
	}
	m.Buttons = numbered(labels)
	return t.open(store.Screen{Duty: store.DutyStandIn}, state, m)
}

// numbered are buttons for the items of a numbered list, two a row, and one to give up.
func numbered(labels []string) (rows [][]store.Button) {
	for i, label := range labels {
		b := store.Button{Label: strconv.Itoa(i+1) + ". " + label, Action: actPick + strconv.Itoa(i)}
		if i%2 == 0 {
			rows = append(rows, nil)
		}
		rows[i/2] = append(rows[i/2], b)
	}
	return append(rows, []store.Button{{Label: "Thôi", Action: actCancel}})
}

// sentBy is who was asked to go in the person's place; the zero StandIn if nobody was.
func sentBy(all []store.StandIn, person string) store.StandIn {
	for _, s := range all {
		if s.Person == person {
			return s
		}
	}
	return store.StandIn{}
}

// sentStill is sentBy, as long as who was asked works in the office.
func (t *turn) sentStill(all []store.StandIn, person string) store.StandIn {
	sent := sentBy(all, person)
	if !t.names.Directory().Works(sent.Substitute) {
		return store.StandIn{}
	}
	return sent
}

// sendStandIn begins under a reminder of the event.
func (t *turn) sendStandIn(e week.Event) error {
	if !t.maySendTo(e) {
		return t.toast(render.ToastNotAllowed)
	}
	if err := t.toast(""); err != nil {
		return err
	}
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: store.DutyStandIn}, standInState{}, t.now)
	if err != nil {
		return err
	}
	return t.goOn(s, e)
}

// goOn shows the leader how it stands with the event, or asks whom to send.
func (t *turn) goOn(s store.Screen, e week.Event) error {
	all, err := t.tx.StandIns([]week.Event{e})
	if err != nil {
		return err
	}
	state := standInState{View: standInWhom, Event: e.ID, Person: t.asker.Key}
	if sent := t.sentStill(all[e.ID], t.asker.Key); sent.State == store.Asked || sent.State == store.Accepted {
		state.View = standInAsked
	}
	return t.showStandIn(s, state, e)
}

// showStandIn shows the state of a screen about one event.
func (t *turn) showStandIn(s store.Screen, state standInState, e week.Event) error {
	d := t.names.Directory()
	all, err := t.tx.StandIns([]week.Event{e})
	if err != nil {
		return err
	}
	sent := t.sentStill(all[e.ID], state.Person)
	state.Date, state.Time = e.Date, e.Time
	s.Awaits = false
	var m store.Message
	switch state.View {
	case standInWhom:
		s.Awaits = true
		m = render.SeveralSubstitutes(e, d)
		if len(state.Options) == 0 {
			m = render.AskSubstitute(e, d)
			if state.Options, err = t.substitutes(e); err != nil {
				return err
			}
		}
		var labels []string
		for _, key := range state.Options {
			p, _ := d.Person(key)
			unit, _ := d.Unit(p.Unit)
			labels = append(labels, render.InviteeLabel(p, unit))
		}
		m.Buttons = optionButtons(labels, &state.Page)
	case standInAsked:
		m = render.StandInAsked(e, sent, d)
		m.Buttons = [][]store.Button{{{Label: "Cử người khác", Action: actOther}, {Label: "Tôi tự dự", Action: actMyself}}}
		if sent.State == "" {
			state.View, m = standInClosed, render.StandInEnded(e, d)
		}
	case standInOffer:
		if sent.Substitute != s.Person {
			sent = store.StandIn{Person: state.Person}
		}
		m = render.StandInOffer(e, sent, d)
		switch sent.State {
		case store.Asked:
			m.Buttons = [][]store.Button{{{Label: "Nhận dự thay", Action: actAccept}, {Label: "Không dự được", Action: actDecline}}}
		case store.Accepted:
			m.Buttons = [][]store.Button{{{Label: "Tôi không dự được nữa", Action: actDecline}}}
		}
	}
	return t.put(s, state, m)
}

// substitutes are the people who can be asked to go to the event: they use the bot, and
// neither go already nor send others.
func (t *turn) substitutes(e week.Event) (keys []string, err error) {
	for _, p := range t.names.Directory().People {
		refusal, err := t.refuses(e, p)
		if err != nil {
			return nil, err
		}
		if refusal == nil {
			keys = append(keys, p.Key)
		}
	}
	return keys, nil
}

// refuses says why somebody cannot be asked to go to the event; nil if they can.
func (t *turn) refuses(e week.Event, p staff.Person) (*store.Message, error) {
	because := func(m store.Message) (*store.Message, error) { return &m, nil }
	if p.Key == t.asker.Key {
		return because(render.SubstituteSelf())
	}
	all, err := t.tx.StandIns([]week.Event{e})
	if err != nil {
		return nil, err
	}
	if sent := sentBy(all[e.ID], p.Key); sent.State == store.Asked || sent.State == store.Accepted {
		return because(render.SubstituteSends(p))
	}
	others := slices.DeleteFunc(slices.Clone(all[e.ID]), func(s store.StandIn) bool { return s.Person == t.asker.Key })
	if slices.Contains(t.attending(e, others), p.Key) {
		return because(render.SubstituteGoes(p))
	}
	accounts, err := t.tx.AccountsOf(p.Key)
	if err == nil && (len(accounts) == 0 || !t.names.Directory().Works(p.Key)) {
		return because(render.SubstituteUnreachable(p))
	}
	return nil, err
}

// attending is who goes to the event.
func (t *turn) attending(e week.Event, all []store.StandIn) []string {
	d := t.names.Directory()
	return store.Attending(week.Concerned(d, week.Change{Kind: week.Added, After: e}), all, d.Works)
}

// pressStandIn acts on a button.
func (t *turn) pressStandIn(s store.Screen, action string, stale bool) error {
	state, err := stateOf[standInState](s)
	if err != nil {
		return err
	}
	switch {
	case state.View == "":
		return t.pressList(state.Day, action)
	case state.View == standInClosed, state.View == standInItems && stale:
		return t.toast(render.ToastOldScreen)
	case state.View != standInOffer && !t.maySendStandIn():
		return t.toast(render.ToastNotAllowed)
	case action == actCancel && (state.View == standInItems || state.View == standInWhom) && !stale:
		return t.endStandInScreen(s, render.StandInGivenUp())
	}
	picked, isPick := pickedOption(action, state.Options)
	if state.View == standInItems {
		state.Event, _ = strconv.ParseInt(picked, 10, 64)
	}
	e, _, found, err := t.tx.CurrentEvent(state.Event)
	if err != nil {
		return err
	}
	if !found || !t.toCome(e) || state.View != standInOffer && !t.maySendTo(e) {
		return t.endStandInScreen(s, render.StandInPast())
	}
	if state.View == standInOffer {
		return t.pressOffer(s, state, e, action, stale)
	}
	if err := t.heard(stale); err != nil {
		return err
	}
	switch {
	case stale:
	case state.View == standInItems:
		return t.goOn(s, e)
	case state.View == standInWhom && isPick:
		_, err := t.ask(s, state, e, picked)
		return err
	case state.View == standInWhom && action == actPage:
		state.Page++
	case state.View == standInAsked && action == actOther:
		state.View, state.Options, state.Page = standInWhom, nil, 0
	case state.View == standInAsked && action == actMyself:
		return t.goMyself(s, state, e)
	}
	return t.showStandIn(s, state, e)
}

// pressList acts on the button under a day's list.
func (t *turn) pressList(day civil.Date, action string) error {
	if action != render.ActStandIn {
		return t.toast(render.ToastOldScreen)
	}
	if err := t.toast(""); err != nil {
		return err
	}
	return t.offerItems(day, day)
}

// endStandInScreen ends a screen; the press is answered.
func (t *turn) endStandInScreen(s store.Screen, m store.Message) error {
	if err := t.toast(""); err != nil {
		return err
	}
	s.Awaits = false
	if err := t.tx.ChangeScreen(&s, standInState{View: standInClosed}, t.now); err != nil {
		return err
	}
	return t.redraw(s, m)
}

// readSubstitute takes a text that names whom to send; took is false if it is something
// else.
func (t *turn) readSubstitute(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[standInState](s)
	if err != nil || state.View != standInWhom || t.now.Sub(s.Changed) > patience || t.clearlyAsks(text) || strings.Contains(text, "\n") {
		return false, err
	}
	e, _, found, err := t.tx.CurrentEvent(state.Event)
	if err != nil || !found || !t.maySendTo(e) {
		return false, err
	}
	called := names.Called(t.names.Directory(), text)
	if m, ok := t.desk(civil.Date{}).who(text); ok && len(called) == 0 && m.Kind == names.Person {
		p, _ := t.names.Directory().Person(m.Key)
		called = []staff.Person{p}
	}
	switch {
	case saysStop(text):
		return true, errors.Join(t.takeDown(s, standInState{View: standInClosed}), t.say(render.StandInGivenUp()))
	case len(called) == 0 && t.asksSomething(text):
		return false, nil
	case len(called) == 0:
		return true, t.say(render.SubstituteUnknown(text))
	case len(called) == 1:
		return true, t.askTyped(s, state, e, called[0])
	}
	state.Options, state.Page = nil, 0
	for _, p := range called {
		state.Options = append(state.Options, p.Key)
	}
	return true, t.showStandIn(s, state, e)
}
