package ask

import (
	"slices"

	"cloud.google.com/go/civil"

	"thuky/store/staff"
	"thuky/store/week"
)

// A share is how an event concerns those who were asked about.
type share int

const (
	none   share = iota
	direct       // names them, or the unit they speak for
	shared       // reaches them through a group or a unit
	rest         // concerns others; nobody was asked about
)

// A concern judges whom an event concerns.
type concern struct {
	directory *staff.Directory
	people    []string // keys of those asked about, members of groups included; nobody: the asker
	groups    []string // asked about by name
	units     []string // the asker's own unit, and those that became part of it
	speaks    bool     // the asker speaks for that unit: what names it names them
	open      bool     // nobody was asked about: all events count
	free      bool
}

func newConcern(q Query, asker string, d *staff.Directory) concern {
	c := concern{directory: d, free: q.Intent == Free}
	c.people = append(c.people, q.People...)
	if q.Mine {
		c.people = addNew(c.people, asker)
	}
	for _, name := range q.Groups {
		c.groups = append(c.groups, name)
		if g, _ := d.Group(name); !g.Everyone {
			c.people = addNew(c.people, g.Members...)
		}
	}
	asked := len(c.people) + len(c.groups)
	if asked == 0 && c.free && len(q.Units) == 0 {
		for _, p := range d.People {
			if p.Has(staff.Leader) {
				c.people = append(c.people, p.Key)
			}
		}
		return c
	}
	if c.open = asked == 0; c.open && asker != "" {
		c.people = []string{asker}
	}
	if p, ok := d.Person(asker); ok && (q.Mine || c.open) {
		if u, ok := d.Unit(p.Unit); ok && !u.HoldsLeaders() {
			c.units = []string{u.Code}
			for _, merged := range d.MergedInto(u.Code, civil.Date{}) { // a directory of today: see staff.Directory.On
				c.units = append(c.units, merged.Code)
			}
			c.speaks = p.Has(staff.UnitHead) || p.Has(staff.UnitContact)
		}
	}
	return c
}

// of tells how the event concerns them.
func (c concern) of(e week.Event) share {
	for _, name := range c.groups {
		if slices.Contains(e.Groups, name) {
			return direct
		}
	}
	through := slices.ContainsFunc(c.units, func(unit string) bool { return slices.Contains(e.Units, unit) })
	if through && c.speaks {
		return direct
	}
	for _, person := range c.people {
		if slices.Contains(e.People, person) {
			return direct
		}
		through = through || c.reaches(e, person)
	}
	switch {
	case through:
		return shared
	case c.open:
		return rest
	}
	return none
}

// reaches reports whether one of the event's groups reaches the person.
func (c concern) reaches(e week.Event, person string) bool {
	return slices.ContainsFunc(e.Groups, func(group string) bool { return c.directory.Belongs(person, group) })
}

// verdicts says of each person asked about what keeps them busy, in directory
// order. For other intents there are none.
func (c concern) verdicts(a Answer) []Verdict {
	if !c.free || c.open || a.Query.Intent != Free {
		return nil
	}
	var all []Verdict
	for _, p := range c.directory.People {
		if !slices.Contains(c.people, p.Key) {
			continue
		}
		v := Verdict{Person: p.Key}
		for _, e := range a.Events() {
			if e.TakesPlace() && (slices.Contains(e.People, p.Key) || c.reaches(e, p.Key)) {
				v.Busy = append(v.Busy, e)
			}
		}
		all = append(all, v)
	}
	return all
}
