package scheduler

import (
	"fmt"
	"slices"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/week"
)

// unacknowledged finds the important items of which somebody was reminded and has not
// acknowledged it for too long. The clerks are told once of each person, of those
// found together in one message, as long as they can still do something.
func (f *finder) unacknowledged() error {
	if f.Receipt == 0 {
		return nil
	}
	for _, e := range f.events {
		starts := e.Time.On(e.Date, f.zone)
		if !e.Important || !e.TakesPlace() || e.Time == "" || !f.now.Before(starts.Add(f.Receipt)) {
			continue
		}
		reminded, err := f.tx.Reminded(e)
		if err != nil {
			return err
		}
		if len(reminded) == 0 {
			continue
		}
		s, err := f.silence(e)
		if err != nil {
			return err
		}
		told, err := f.tx.Unacknowledged(e.ID, starts)
		if err != nil {
			return err
		}
		s.People = slices.DeleteFunc(s.People, func(person string) bool {
			due := reminded[person].Add(f.Receipt)
			f.awake(due)
			return due.After(f.now) || slices.Contains(told, person)
		})
		if len(s.People) == 0 {
			continue
		}
		for _, person := range s.People {
			f.silent = append(f.silent, store.Occasion{Event: e.ID, Person: person, Date: e.Date, Time: e.Time})
		}
		// Named by whom it tells of, it is the same however often it is found.
		deed := fmt.Sprintf("unacknowledged/%d/%sT%s/%s", e.ID, e.Date, e.Time, s.People[0])
		for _, key := range f.clerks() {
			f.to(key, nil, store.Delivery{Deed: deed + "/" + key, NotAfter: starts.Add(f.Receipt)}, f.now, render.NotAcknowledged(s, f.directory))
		}
	}
	return nil
}

// silence is who was reminded of an item and has not acknowledged it.
func (f *finder) silence(e week.Event) (render.Silence, error) {
	s := render.Silence{Event: e}
	received, err := f.tx.Receipts(e.ID, e.Time.On(e.Date, f.zone))
	if err != nil {
		return s, err
	}
	reminded, err := f.tx.Reminded(e)
	for _, person := range f.audience(e) {
		_, has := reminded[person]
		if _, acknowledged := received[person]; has && !acknowledged {
			s.People = append(s.People, person)
		}
	}
	return s, err
}
