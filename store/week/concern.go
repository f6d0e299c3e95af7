package week

import (
	"slices"

	"thuky/store/staff"
)

// A Reason is why an event concerns a person.
type Reason string

// The reasons, the surest first; "" is that it does not.
const (
	ByName  Reason = "name"  // named singly
	ByGroup Reason = "group" // a member of a group that is named
	ByUnit  Reason = "unit"  // works in a unit that is named
)

// Why tells why the event concerns the person, by the surest reason. Everyone
// belongs to a group of all staff; a group known by name only reaches nobody, nor
// does the unit that only holds the leaders.
func Why(d *staff.Directory, e Event, person string) Reason {
	if slices.Contains(e.People, person) {
		return ByName
	}
	if slices.ContainsFunc(e.Groups, func(group string) bool { return d.Belongs(person, group) }) {
		return ByGroup
	}
	if p, ok := d.Person(person); ok && slices.ContainsFunc(e.Units, func(unit string) bool {
		now, found := d.StandsFor(unit, e.Date) // who took over a unit's work goes in its place
		return found && now.Code == p.Unit
	}) {
		if u, _ := d.Unit(p.Unit); !u.HoldsLeaders() {
			return ByUnit
		}
	}
	return ""
}

// A Call is an event that concerns somebody, and why.
type Call struct {
	Event  Event
	Reason Reason
}

// For lists the events that concern the person, in their order.
func For(d *staff.Directory, events []Event, person string) []Call {
	var calls []Call
	for _, e := range events {
		if reason := Why(d, e, person); reason != "" {
			calls = append(calls, Call{e, reason})
		}
	}
	return calls
}

// Concerned lists the keys of the people who must be told of a change, in
// directory order: whoever the event concerned before or concerns now; of a unit
// its head and its contact.
func Concerned(d *staff.Directory, c Change) (people []string) {
	for _, p := range d.People {
		if isTold(d, c.Before, p) || isTold(d, c.After, p) {
			people = append(people, p.Key)
		}
	}
	return people
}

func isTold(d *staff.Directory, e Event, p staff.Person) bool {
	reason := Why(d, e, p.Key)
	return reason == ByName || reason == ByGroup || reason == ByUnit && (p.Has(staff.UnitHead) || p.Has(staff.UnitContact))
}
