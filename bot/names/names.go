// Package names finds people, units and groups in a text by the names the
// office uses for them.
//
// A schedule is written with care: there a person is a title and a capitalised
// given name. A question is typed on a phone: there names match folded and in
// any case, after a title. Index reads both, from one table of names.
package names

import (
	"strings"

	"thuky/store/staff"
)

// A Kind says what a Mention names.
type Kind int

// The kinds of mention.
const (
	Person  Kind = iota + 1 // Key is a person's key
	Unit                    // Key is a unit's code
	Group                   // Key is a group's name
	Unknown                 // a title with a name that is not in the directory; Key is the name as written
)

// A Mention is one name found in a text.
type Mention struct {
	Kind       Kind
	Key        string
	Start, End int      // bytes of the text, title included
	Others     []string // further keys that the same words fit: the name is ambiguous
}

// An Index finds the names of one Directory. It is immutable and safe for
// concurrent use.
type Index struct {
	directory staff.Directory
	question  *questionTable
	things    *node             // units and groups by every name they have
	given     *node             // people by given name
	titles    *node             // titles of the directory: "Phó Viện trưởng", "PVT"
	alone     map[string]string // a title that names its only holder → person key
	province  []string          // words after "tỉnh" in the name of the leaders' unit
}

// New builds the index of a directory.
func New(directory staff.Directory) *Index {
	x := &Index{
		directory: directory,
		question:  newQuestionTable(&directory),
		things:    &node{}, given: &node{}, titles: &node{},
		alone: map[string]string{},
	}
	for _, u := range directory.Units {
		if u.HoldsLeaders() {
			if _, after, found := strings.Cut(u.Name, "tỉnh "); found {
				x.province = words(after)
			}
			continue
		}
		for _, name := range append([]string{u.Name}, u.Aliases...) {
			if u.Former && x.things.has(name) {
				continue // what a unit was called, another may be called now
			}
			x.things.add(name, entry{Unit, u.Code})
		}
	}
	for _, g := range directory.Groups {
		for _, name := range append([]string{g.Name}, g.Aliases...) {
			x.things.add(name, entry{Group, g.Name})
		}
	}
	for _, p := range directory.People {
		x.addPerson(p)
	}
	return x
}

// addPerson enters a person under the given name, or, if the directory knows
// only the title, under the title.
func (x *Index) addPerson(p staff.Person) {
	titles := []string{p.Title, p.Short}
	if canonical(p.Name) == canonical(p.Title) {
		for _, title := range append(titles, p.Name) {
			x.alone[canonical(title)] = p.Key
		}
	} else {
		x.given.add(p.Name, entry{Person, p.Key})
	}
	for _, title := range titles {
		x.titles.add(title, entry{Person, p.Key})
	}
}

// Directory is what the index was built from.
func (x *Index) Directory() *staff.Directory { return &x.directory }
