package scheduler

import (
	"fmt"
	"slices"

	"thuky/bot/render"
	"thuky/store"
)

// passed folds what began while nothing could leave into one summary per person. A
// summary that still waits, because the messenger is away, gives way to one that
// tells all.
func (f *finder) passed() error {
	lost, err := f.tx.LostReminders(f.from.Add(-minute), f.zone)
	if err != nil {
		return err
	}
	lost = slices.DeleteFunc(lost, func(o store.Occasion) bool { return o.Starts(f.zone).After(f.now) })
	asleep := f.missed
	f.missed = lost
	for _, o := range asleep {
		isLost, err := f.tx.IsLost(o, f.zone)
		if err != nil {
			return err
		}
		if isLost && !slices.Contains(f.missed, o) {
			f.missed = append(f.missed, o)
		}
	}
	untold, err := f.tx.Untold()
	if err != nil || len(f.missed)+len(untold) == 0 {
		return err
	}
	for _, o := range f.missed {
		untold = append(untold, store.Miss{Event: o.Event, Person: o.Person, Starts: o.Starts(f.zone)})
	}
	if !slices.ContainsFunc(untold, func(m store.Miss) bool { return m.Told == "" }) {
		return nil // summaries of all of them wait
	}
	return f.summarise(untold)
}

func (f *finder) summarise(untold []store.Miss) error {
	var ids []int64
	people := map[string][]store.Miss{}
	for _, m := range untold {
		ids = append(ids, m.Event)
		people[m.Person] = append(people[m.Person], m)
	}
	current, err := f.tx.CurrentEvents(ids)
	if err != nil {
		return err
	}
	for person, misses := range people {
		if !slices.ContainsFunc(misses, func(m store.Miss) bool { return m.Told == "" }) {
			continue // a summary of all of them waits
		}
		s := summary{person: person, deed: fmt.Sprintf("passed/%s/%d", person, f.now.UnixMilli())}
		var items []render.PassedItem
		for _, m := range misses {
			if m.Told != "" && !slices.Contains(s.replaces, m.Told) {
				s.replaces = append(s.replaces, m.Told)
			}
			e, stands := current[m.Event]
			starts := store.Occasion{Date: e.Date, Time: e.Time}.Starts(f.zone)
			if stands && e.TakesPlace() && starts.Equal(m.Starts) {
				items = append(items, render.PassedItem{Starts: starts, Event: e})
			}
		}
		f.told = append(f.told, s)
		slices.SortStableFunc(items, func(a, b render.PassedItem) int { return a.Starts.Compare(b.Starts) })
		items = slices.CompactFunc(items, func(a, b render.PassedItem) bool { return a.Event.ID == b.Event.ID })
		if len(items) > 0 {
			f.to(person, nil, store.Delivery{Deed: s.deed, NotBefore: f.afterQuiet(person)}, f.now, render.Passed(items))
		}
	}
	return nil
}
