package scheduler

import (
	"fmt"
	"slices"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// knowStandIns reads who goes in whose place of events that are not known yet.
func (f *finder) knowStandIns(events []week.Event) error {
	all, err := f.tx.StandIns(slices.DeleteFunc(slices.Clone(events), func(e week.Event) bool {
		_, known := f.standIns[e.ID]
		return known
	}))
	for _, e := range events {
		if of, found := all[e.ID]; found {
			f.standIns[e.ID] = of
		}
	}
	return err
}

// substitute is who goes to the event in the person's place, "" if nobody does.
func (f *finder) substitute(e week.Event, person string) string {
	for _, s := range f.standIns[e.ID] {
		if s.Person == person && s.State == store.Accepted && f.directory.Works(s.Substitute) {
			return s.Substitute
		}
	}
	return ""
}

// replaced is in whose place the person goes, by event.
func (f *finder) replaced(person string) map[int64][]string {
	all := map[int64][]string{}
	for event, of := range f.standIns {
		for _, s := range of {
			if s.Substitute == person && s.State == store.Accepted {
				all[event] = append(all[event], s.Person)
			}
		}
	}
	return all
}

// maySend reports whether the person may send somebody in their place.
func maySend(p staff.Person) bool {
	return p.MayOn(staff.SendStandIn, staff.Target{Person: p.Key, Unit: p.Unit})
}

// maySend reports whether the person may send somebody else to the event: it
// concerns themselves.
func (f *finder) maySend(e week.Event, person string) bool {
	p, ok := f.directory.Person(person)
	return ok && maySend(p) && week.Why(f.directory, e, person) != ""
}

// leftBehind tells whoever relied on somebody who no longer works in the office, and
// the clerks, that they are reminded themselves again.
func (f *finder) leftBehind() error {
	for _, e := range f.events {
		if e.Last().Before(f.today) || !e.TakesPlace() {
			continue
		}
		for _, s := range f.standIns[e.ID] {
			if s.State == store.Declined || f.directory.Works(s.Substitute) {
				continue
			}
			deed := fmt.Sprintf("stand-in-left/%d/%s/%s/", e.ID, s.Person, s.Substitute)
			for _, key := range append([]string{s.Person}, f.clerks()...) {
				f.to(key, nil, store.Delivery{Deed: deed + key, NotBefore: f.afterQuiet(key)}, f.now, render.StandInLeft(e, s.Person, f.directory))
			}
		}
	}
	return nil
}
