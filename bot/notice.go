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
	changes = ahead
	d := t.names.Directory()
	for _, p := range d.People {
		if p.Key == t.asker.Key || !slices.ContainsFunc(changes, func(c week.Change) bool { return slices.Contains(week.Concerned(d, c), p.Key) }) {
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

// notify queues a notice to everyone whom the changes of a version concern, in the
// transaction that makes them. It is useless once the last of the days is over.
func (t *turn) notify(p store.Publication, changes []week.Change) (render.Told, error) {
	told, err := t.audience(changes)
	if err != nil {
		return told, err
	}
	changes = t.ahead(changes)
	for _, person := range told.People {
		theirs := week.ChangesFor(t.names.Directory(), changes, person)
		last := lastDay(slices.MaxFunc(theirs, func(a, b week.Change) int { return lastDay(a).Compare(lastDay(b)) }))
		accounts, err := t.tx.AccountsOf(person)
		if err != nil {
			return told, err
		}
		for i, account := range accounts {
			deed := fmt.Sprintf("change/%s/%d/%s", p.Monday, p.Version, person)
			if i > 0 {
				deed += fmt.Sprintf("/%d", i+1) // a second telephone
			}
			if err := t.tx.Queue(store.Delivery{Deed: deed, Chat: account, Class: store.Reminder, Kind: store.Send,
				Message:  render.ChangeNotice(theirs, p.Note, t.names.Directory(), person),
				NotAfter: last.AddDays(1).In(t.now.Location()).Add(-time.Minute)}, t.now); err != nil {
				return told, err
			}
		}
	}
	return told, nil
}
