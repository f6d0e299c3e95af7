package staff

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/BurntSushi/toml"
)

// A Mistake is something in a directory that contradicts the rest of it.
type Mistake struct {
	Fault Fault
	Kind  string // "unit", "person", "group"; "" for UnknownKey
	Key   string // of the entry: code, key or name; of UnknownKey the key itself
	Value string // what does not exist, or the name of an entry without a key
}

// A Fault says what is wrong.
type Fault string

// The faults of a directory.
const (
	UnknownKey Fault = "unknown key"
	Unnamed    Fault = "needs a key and a name"
	Twice      Fault = "stands twice"
	NoUnit     Fault = "is in a unit that does not exist"
	NoRole     Fault = "has a role that does not exist"
	NoMember   Fault = "has a member who does not exist"
	Backwards  Fault = "ends before it begins"
	Endless    Fault = "has a successor but no last day"
	NoHeir     Fault = "has a successor that does not exist"
	Circle     Fault = "is its own successor in the end"
)

func (m *Mistake) Error() string {
	return fmt.Sprintf("%s %q %s (%q)", m.Kind, m.Key, m.Fault, m.Value)
}

// Decode reads a directory file (TOML: [[unit]], [[person]], [[group]]) and
// checks it. An unknown key is refused by name: a misspelt one would be a
// person or an alias silently lost. What it refuses wraps a toml.ParseError or
// Mistakes.
func Decode(r io.Reader) (Directory, error) {
	var d Directory
	meta, err := toml.NewDecoder(r).Decode(&d)
	if err != nil {
		return Directory{}, fmt.Errorf("read directory: %w", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return Directory{}, fmt.Errorf("read directory: %w", &Mistake{Fault: UnknownKey, Key: unknown[0].String()})
	}
	if err := d.Check(); err != nil {
		return Directory{}, fmt.Errorf("read directory: %w", err)
	}
	return d, nil
}

// Check reports every contradiction inside the directory, each a *Mistake:
// entries without a key or name, keys twice, units, roles and members that do
// not exist, mergers of units that cannot be.
func (d *Directory) Check() error {
	var errs []error
	complain := func(fault Fault, kind, key, value string) {
		errs = append(errs, &Mistake{Fault: fault, Kind: kind, Key: key, Value: value})
	}
	seen := map[string]bool{}
	once := func(kind, key, name string) {
		if key == "" || name == "" {
			complain(Unnamed, kind, key, name)
		}
		if seen[kind+key] {
			complain(Twice, kind, key, name)
		}
		seen[kind+key] = true
	}
	for _, u := range d.Units {
		once("unit", u.Code, u.Name)
	}
	for _, u := range d.Units {
		if fault := d.lineage(u); fault != "" {
			complain(fault, "unit", u.Code, u.Successor)
		}
	}
	for _, p := range d.People {
		once("person", p.Key, p.Name)
		if p.Unit != "" && !seen["unit"+p.Unit] {
			complain(NoUnit, "person", p.Key, p.Unit)
		}
		for _, r := range p.Roles {
			if !r.Valid() {
				complain(NoRole, "person", p.Key, string(r))
			}
		}
	}
	for _, g := range d.Groups {
		once("group", g.Name, g.Name)
		for _, m := range g.Members {
			if !seen["person"+m] {
				complain(NoMember, "group", g.Name, m)
			}
		}
	}
	return errors.Join(errs...)
}

// Valid reports whether the role exists.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// lineage says what is wrong with the days and the successor of a unit, "" for nothing.
func (d *Directory) lineage(u Unit) Fault {
	switch {
	case !u.To.IsZero() && !u.From.IsZero() && u.To.Before(u.From):
		return Backwards
	case u.Successor == "":
		return ""
	case u.To.IsZero() && !u.Former:
		return Endless
	}
	heir := u
	for range d.Units {
		next, found := d.Unit(heir.Successor)
		switch {
		case !found:
			return NoHeir
		case next.Successor == "":
			return ""
		}
		heir = next
	}
	return Circle
}
