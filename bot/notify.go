package bot

import (
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/week"
)

// audience lists who must be told of changes: not who makes them, nor anybody of
// what is past.
func (t *turn) audience(changes []week.Change) (render.Told, error) {
	var told render.Told
	ahead := t.ahead(changes)
	told.Past = len(changes) > 0 && len(ahead) == 0
	theirs, err := t.concerning(ahead)
	if err != nil {
		return told, err
	}
	for _, p := range t.names.Directory().People {
		if p.Key == t.asker.Key || len(theirs[p.Key]) == 0 {
			continue
		}
		accounts, err := t.tx.AccountsOf(p.Key)
		switch {
		case err != nil:
			return told, err
		case len(accounts) == 0:
			told.Missing = append(told.Missing, p.Key)
		default:
			told.People = append(told.People, p.Key)
		}
	}
	return told, nil
}

// concerning is whom the changes concern, and which of them: also who goes to an item,
// or is asked to go, in somebody's place.
func (t *turn) concerning(changes []week.Change) (map[string][]week.Change, error) {
	d := t.names.Directory()
	events := make([]week.Event, len(changes))
	for i, c := range changes {
		events[i] = c.Event()
	}
	standIns, err := t.tx.StandIns(events)
	if err != nil {
		return nil, err
	}
	all := map[string][]week.Change{}
	for _, c := range changes {
		people := week.Concerned(d, c)
		for _, s := range standIns[c.Event().ID] {
			if s.State != store.Declined && !slices.Contains(people, s.Substitute) {
				people = append(people, s.Substitute)
			}
		}
		for _, person := range people {
			all[person] = append(all[person], c)
		}
	}
	return all, nil
}

// ahead leaves out the changes of what is past.
func (t *turn) ahead(changes []week.Change) []week.Change {
	today := civil.DateOf(t.now)
	return slices.DeleteFunc(slices.Clone(changes), func(c week.Change) bool { return lastDay(c).Before(today) })
}

// lastDay is the last day that a change is about.
func lastDay(c week.Change) civil.Date {
	before, after := c.Before.Last(), c.After.Last()
	switch {
	case c.Kind == week.Added, c.Kind == week.Edited && after.After(before):
		return after
	}
	return before
}

// eventsOf are the events of changes as they were and as they are: those with a date.
func eventsOf(changes []week.Change) []week.Event {
	var all []week.Event
	for _, c := range changes {
		for _, e := range []week.Event{c.Before, c.After} {
			if e.Date.IsValid() {
				all = append(all, e)
			}
		}
	}
	return all
}

// notify queues a notice to everyone whom the changes of a version concern, in the
// transaction that makes them. It waits for the end of quiet hours if nothing of it is
// near, and is useless once the last of the days is over.
func (t *turn) notify(p store.Publication, changes []week.Change) (render.Told, error) {
	told, err := t.audience(changes)
	if err != nil {
		return told, err
	}
	all, err := t.concerning(t.ahead(changes))
	if err != nil {
		return told, err
	}
	for _, person := range told.People {
		theirs := all[person]
		last := lastDay(slices.MaxFunc(theirs, func(a, b week.Change) int { return lastDay(a).Compare(lastDay(b)) }))
		accounts, err := t.tx.AccountsOf(person)
		if err != nil {
			return told, err
		}
		after, err := t.afterQuiet(person, eventsOf(theirs)...)
		if err != nil {
			return told, err
		}
		for i, account := range accounts {
			deed := fmt.Sprintf("change/%s/%d/%s", p.Monday, p.Version, person)
			if i > 0 {
				deed += fmt.Sprintf("/%d", i+1) // a second telephone
			}
			if err := t.tx.Queue(store.Delivery{Deed: deed, Chat: account, Class: store.Reminder, Kind: store.Send,
				Message:   render.ChangeNotice(theirs, p.Note, t.names.Directory(), person),
				NotBefore: after,
				NotAfter:  last.AddDays(1).In(t.now.Location()).Add(-time.Minute)}, t.now); err != nil {
				return told, err
			}
		}
	}
	return told, nil
}
