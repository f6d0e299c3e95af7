package bot

import (
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// standInDeed begins the deeds that ask people to go to the event in somebody's place.
func standInDeed(e week.Event, person string) string {
	return fmt.Sprintf("stand-in/%d/%s/", e.ID, person)
}

// ask asks somebody to go to the event in the leader's place, and no longer whoever
// was asked before; refused says that they cannot be asked, and why was told.
func (t *turn) ask(s store.Screen, state standInState, e week.Event, key string) (refused bool, err error) {
	d := t.names.Directory()
	p, _ := d.Person(key)
	refusal, err := t.refuses(e, p)
	if err != nil {
		return false, err
	}
	if refusal != nil {
		return true, t.say(*refusal)
	}
	all, err := t.tx.StandIns([]week.Event{e})
	if err != nil {
		return false, err
	}
	before := sentBy(all[e.ID], t.asker.Key)
	pending := before.State == store.Asked || before.State == store.Accepted
	state.View, state.Options = standInAsked, nil
	if pending && before.Substitute == key { // asked twice
		return false, t.showStandIn(s, state, e)
	}
	if err := t.tx.AskStandIn(e, t.asker.Key, key, t.now); err != nil {
		return false, err
	}
	if pending {
		if err := t.release(e, before); err != nil {
			return false, err
		}
	}
	if err := t.offer(e, key); err != nil {
		return false, err
	}
	return false, t.showStandIn(s, state, e)
}

// askTyped asks whom a typed name means, and shows that below it.
func (t *turn) askTyped(s store.Screen, state standInState, e week.Event, p staff.Person) error {
	refusal, err := t.refuses(e, p)
	if err != nil {
		return err
	}
	if refusal != nil {
		return t.say(*refusal)
	}
	if err := t.takeDown(s, standInState{View: standInClosed}); err != nil {
		return err
	}
	below, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: store.DutyStandIn}, state, t.now)
	if err != nil {
		return err
	}
	_, err = t.ask(below, state, e, p.Key)
	return err
}

// offer asks the person on all their telephones.
func (t *turn) offer(e week.Event, key string) error {
	accounts, err := t.tx.AccountsOf(key)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		state := standInState{View: standInOffer, Event: e.ID, Person: t.asker.Key, Date: e.Date, Time: e.Time}
		s, err := t.tx.NewScreen(store.Screen{Chat: account, Person: key, Duty: store.DutyStandIn}, state, t.now)
		if err != nil {
			return err
		}
		m := render.StandInOffer(e, store.StandIn{Event: e.ID, Person: t.asker.Key, Substitute: key, State: store.Asked}, t.names.Directory())
		m.Buttons = [][]store.Button{{{Label: "Nhận dự thay", Action: actAccept}, {Label: "Không dự được", Action: actDecline}}}
		if err := t.tx.Queue(store.Delivery{Deed: fmt.Sprintf("%s%s/%d", standInDeed(e, t.asker.Key), t.deed(), account), Chat: account,
			Class: store.Reminder, Kind: store.Send, Message: m, Screen: s.ID, Revision: s.Revision, NotAfter: t.ends(e)}, t.now); err != nil {
			return err
		}
	}
	return nil
}

// goMyself ends what the leader has asked for.
func (t *turn) goMyself(s store.Screen, state standInState, e week.Event) error {
	all, err := t.tx.StandIns([]week.Event{e})
	if err != nil {
		return err
	}
	before := sentBy(all[e.ID], t.asker.Key)
	if before.State == "" {
		return t.showStandIn(s, state, e)
	}
	if err := t.tx.EndStandIn(e, before, t.now); err != nil {
		return err
	}
	if before.State != store.Declined {
		if err := t.release(e, before); err != nil {
			return err
		}
	}
	return t.showStandIn(s, state, e)
}

// release tells a substitute that they need not go, if they know that they were asked;
// and the office, if they were to go.
func (t *turn) release(e week.Event, before store.StandIn) error {
	if err := t.tx.Withdraw(standInDeed(e, before.Person), "not asked any more", t.now); err != nil {
		return err
	}
	knows, err := t.redrawStandIns(e, before.Substitute)
	if err != nil {
		return err
	}
	if knows {
		if err := t.tellOf(before.Substitute, e, render.StandInDismissed(e, before, t.names.Directory())); err != nil {
			return err
		}
	}
	if before.State != store.Accepted {
		return nil
	}
	before.State = ""
	return t.tellClerks(e, render.StandInNews(e, before, true, t.names.Directory()))
}

// redrawStandIns shows how it stands on all that the person sees of going to the event
// in somebody's place; seen says that there is anything.
func (t *turn) redrawStandIns(e week.Event, person string) (seen bool, err error) {
	accounts, err := t.tx.AccountsOf(person)
	if err != nil {
		return false, err
	}
	for _, account := range accounts {
		screens, err := t.tx.StandInScreens(account, person, e.ID)
		if err != nil {
			return seen, err
		}
		for _, s := range screens {
			state, err := stateOf[standInState](s)
			if err != nil {
				return seen, err
			}
			if s.Message == 0 || state.View != standInOffer && state.View != standInAsked {
				continue
			}
			seen = true
			if err := t.showStandIn(s, state, e); err != nil {
				return seen, err
			}
		}
	}
	return seen, nil
}

// pressOffer takes the answer of who was asked.
func (t *turn) pressOffer(s store.Screen, state standInState, e week.Event, action string, stale bool) error {
	all, err := t.tx.StandIns([]week.Event{e})
	if err != nil {
		return err
	}
	answer := sentBy(all[e.ID], state.Person)
	open := answer.Substitute == t.asker.Key && (answer.State == store.Asked || answer.State == store.Accepted && action == actDecline)
	moved := state.Date != e.Date || state.Time != e.Time
	told := ""
	switch {
	case moved:
		told = render.ToastItemMoved
	case stale || !open:
		told = render.ToastStale
	}
	if err := t.toast(told); err != nil {
		return err
	}
	if told == "" && (action == actAccept || action == actDecline) {
		answer.State = map[string]string{actAccept: store.Accepted, actDecline: store.Declined}[action]
		if err := t.answerOffer(e, answer); err != nil {
			return err
		}
	}
	return t.showStandIn(s, state, e)
}

// answerOffer takes the answer of who was asked, and tells who asked, and the office.
func (t *turn) answerOffer(e week.Event, answer store.StandIn) error {
	if err := t.tx.AnswerStandIn(e, answer, t.now); err != nil {
		return err
	}
	d := t.names.Directory()
	if _, err := t.redrawStandIns(e, answer.Person); err != nil {
		return err
	}
	if err := t.tellOf(answer.Person, e, render.StandInNews(e, answer, false, d)); err != nil {
		return err
	}
	return t.tellClerks(e, render.StandInNews(e, answer, true, d))
}

// declineAll declines for the asker wherever they were to go in somebody's place: whoever
// sent them is reminded again.
func (t *turn) declineAll() error {
	all, err := t.tx.StandInsOf(t.asker.Key)
	if err != nil {
		return err
	}
	for _, one := range all {
		e, _, found, err := t.tx.CurrentEvent(one.Event)
		if err != nil {
			return err
		}
		if !found || !t.toCome(e) {
			continue
		}
		one.State = store.Declined
		if err := t.answerOffer(e, one); err != nil {
			return err
		}
	}
	return nil
}

// tellOf queues a message about the event to all telephones of a person. In their quiet
// hours it waits for the end of these, if the event is not sooner.
func (t *turn) tellOf(person string, e week.Event, m store.Message) error {
	accounts, err := t.tx.AccountsOf(person)
	if err != nil {
		return err
	}
	after, err := t.afterQuiet(person, e)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		if err := t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: account, Class: store.Reminder, Kind: store.Send, Message: m,
			NotBefore: after, NotAfter: t.ends(e)}, t.now); err != nil {
			return err
		}
	}
	return nil
}

// afterQuiet is the end of the person's quiet hours, if it is quiet and none of the
// events is near; else the zero time.
func (t *turn) afterQuiet(person string, events ...week.Event) (time.Time, error) {
	wish, err := t.tx.PreferenceOf(person)
	if err != nil {
		return time.Time{}, err
	}
	end, quiet := wish.Over(t.wishes).Quiet(t.now)
	for _, e := range events {
		if starts := e.Time.On(e.Date, t.now.Location()); starts.Before(end.Add(time.Hour)) {
			quiet = false
		}
	}
	if !quiet {
		return time.Time{}, nil
	}
	return end, nil
}

// tellClerks tells those who look after the schedule, except who acts.
func (t *turn) tellClerks(e week.Event, m store.Message) error {
	for _, p := range t.names.Directory().Clerks() {
		if p.Key == t.asker.Key {
			continue
		}
		if err := t.tellOf(p.Key, e, m); err != nil {
			return err
		}
	}
	return nil
}

// withStandIns is the schedule with a word on each item to which somebody goes in
// somebody else's place; what the person who asks goes to is theirs.
type withStandIns struct {
	*store.Tx
	asker     string
	directory *staff.Directory
}

// Events is Events of the ledger, with that.
func (s withStandIns) Events(from, to civil.Date) ([]week.Event, error) {
	events, err := s.Tx.Events(from, to)
	if err != nil {
		return nil, err
	}
	all, err := s.StandIns(events)
	if err != nil {
		return nil, err
	}
	for i := range events {
		e := &events[i]
		for _, one := range all[e.ID] {
			if one.State != store.Accepted || !s.directory.Works(one.Substitute) {
				continue
			}
			e.Text += " " + render.StandsIn(one, s.directory)
			if one.Substitute == s.asker {
				e.People = append(e.People, s.asker)
			}
		}
	}
	return events, nil
}
