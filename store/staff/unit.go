package staff

import (
	"slices"

	"cloud.google.com/go/civil"
)

// Ended reports whether the unit is no more on the day: merged, dissolved, or left out
// of the directory file.
func (u Unit) Ended(day civil.Date) bool {
	return u.Former || !u.To.IsZero() && day.After(u.To)
}

// Begun reports whether the unit is there already on the day.
func (u Unit) Begun(day civil.Date) bool { return u.From.IsZero() || !day.Before(u.From) }

// StandsFor finds the unit that answers on the day for what the unit of the code did
// and has to do (đơn vị kế thừa): the unit itself, or the one that it became part of,
// over several mergers. found is false if nobody does.
func (d *Directory) StandsFor(code string, day civil.Date) (u Unit, found bool) {
	for range d.Units { // a circle, which Check refuses, ends too
		if u, found = d.Unit(code); !found || !u.Ended(day) {
			return u, found
		}
		code = u.Successor
	}
	return Unit{}, false
}

// MergedInto lists the units that the unit of the code stands for on the day besides
// itself: those whose history it carries on.
func (d *Directory) MergedInto(code string, day civil.Date) (merged []Unit) {
	for _, u := range d.Units {
		if u.Code == code || !u.Ended(day) {
			continue
		}
		if now, found := d.StandsFor(u.Code, day); found && now.Code == code {
			merged = append(merged, u)
		}
	}
	return merged
}

// On is the directory as it holds on the day: units that have ended are Former, last,
// and their people are in the one that stands for theirs now, in none if none does.
func (d *Directory) On(day civil.Date) Directory {
	now := *d
	now.Units, now.People = nil, slices.Clone(d.People)
	for _, former := range []bool{false, true} {
		for _, u := range d.Units {
			if u.Ended(day) == former {
				u.Former = former
				now.Units = append(now.Units, u)
			}
		}
	}
	for i, p := range now.People {
		if unit, found := d.StandsFor(p.Unit, day); found {
			now.People[i].Unit = unit.Code
		} else {
			now.People[i].Unit = ""
		}
	}
	return now
}

// UnitsOn lists the units that are there on the day.
func (d *Directory) UnitsOn(day civil.Date) (units []Unit) {
	for _, u := range d.Units {
		if !u.Ended(day) && u.Begun(day) {
			units = append(units, u)
		}
	}
	return units
}
