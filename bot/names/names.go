// Package names finds people, units and groups in a text by the names the
// office uses for them.
//
// A schedule is written with care: there a person is a title and a capitalised
// given name. A question is typed on a phone: there names match folded and in
// any case, after a title. Index reads both, from one table of names.
package names

import "thuky/store/staff"

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
}

// New builds the index of a directory.
func New(directory staff.Directory) *Index { return &Index{directory: directory} }

// Directory is what the index was built from.
func (x *Index) Directory() *staff.Directory { return &x.directory }
