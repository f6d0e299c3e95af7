package staff

import (
	"errors"
	"fmt"
	"io"

	"github.com/BurntSushi/toml"
)

// Decode reads a directory file (TOML: [[unit]], [[person]], [[group]]) and
// checks it. An unknown key is refused by name: a misspelt one would be a
// person or an alias silently lost.
func Decode(r io.Reader) (Directory, error) {
	var d Directory
	meta, err := toml.NewDecoder(r).Decode(&d)
	if err != nil {
		return Directory{}, fmt.Errorf("read directory: %w", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return Directory{}, fmt.Errorf("read directory: unknown key %q", unknown[0])
	}
	if err := d.Check(); err != nil {
		return Directory{}, fmt.Errorf("read directory: %w", err)
	}
	return d, nil
}

// Check reports every contradiction inside the directory: entries without a key
// or name, keys twice, units, roles and members that do not exist.
func (d *Directory) Check() error {
	var errs []error
	complain := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	seen := map[string]bool{}
	once := func(kind, key, name string) {
		if key == "" || name == "" {
			complain("%s %q (%q) needs a key and a name", kind, key, name)
		}
		if seen[kind+key] {
			complain("%s %q stands twice", kind, key)
		}
		seen[kind+key] = true
	}
	for _, u := range d.Units {
		once("unit", u.Code, u.Name)
	}
	for _, p := range d.People {
		once("person", p.Key, p.Name)
		if p.Unit != "" && !seen["unit"+p.Unit] {
			complain("person %q is in unit %q, which does not exist", p.Key, p.Unit)
		}
		for _, r := range p.Roles {
			if !r.Valid() {
				complain("person %q has role %q, which does not exist", p.Key, r)
			}
		}
	}
	for _, g := range d.Groups {
		once("group", g.Name, g.Name)
		for _, m := range g.Members {
			if !seen["person"+m] {
				complain("group %q has member %q, who does not exist", g.Name, m)
			}
		}
	}
	return errors.Join(errs...)
}

// Valid reports whether the role exists.
func (r Role) Valid() bool {
	for _, known := range Roles {
		if r == known {
			return true
		}
	}
	return false
}
