package store

import (
	"database/sql"
	"errors"
	"fmt"

	"thuky/store/staff"
)

// SaveDirectory replaces the directory (danh bạ). People, units and groups that
// are no longer in it are gone, and so is their link to an account.
func (tx *Tx) SaveDirectory(d staff.Directory) error {
	if err := d.Check(); err != nil {
		return fmt.Errorf("save directory: %w", err)
	}
	if err := errors.Join(tx.saveUnits(d.Units), tx.savePeople(d.People), tx.saveGroups(d.Groups)); err != nil {
		return fmt.Errorf("save directory: %w", err)
	}
	return tx.touchDirectory()
}

func (tx *Tx) saveUnits(units []staff.Unit) error {
	if err := tx.run(`DELETE FROM unit`); err != nil {
		return err
	}
	for i, u := range units {
		if _, err := tx.exec(`INSERT INTO unit (code, name, kind, cluster, aliases, position) VALUES (?, ?, ?, ?, ?, ?)`,
			u.Code, u.Name, u.Kind, u.Cluster, list(u.Aliases), i); err != nil {
			return fmt.Errorf("unit %s: %w", u.Code, err)
		}
	}
	return nil
}

func (tx *Tx) savePeople(people []staff.Person) error {
	keys := make([]string, len(people))
	for i, p := range people {
		keys[i] = p.Key
		if err := tx.savePerson(p, i); err != nil {
			return err
		}
	}
	if _, err := tx.exec(`DELETE FROM person WHERE key NOT IN (SELECT value FROM json_each(?))`, list(keys)); err != nil {
		return fmt.Errorf("remove people: %w", err)
	}
	return nil
}

func (tx *Tx) savePerson(p staff.Person, position int) error {
	if _, err := tx.exec(`INSERT INTO person (key, name, title, short, unit, aliases, position) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET name = excluded.name, title = excluded.title, short = excluded.short,
		unit = excluded.unit, aliases = excluded.aliases, position = excluded.position`,
		p.Key, p.Name, p.Title, p.Short, p.Unit, list(p.Aliases), position); err != nil {
		return fmt.Errorf("person %s: %w", p.Key, err)
	}
	if _, err := tx.exec(`DELETE FROM person_role WHERE person = ?`, p.Key); err != nil {
		return fmt.Errorf("person %s: %w", p.Key, err)
	}
	for _, role := range p.Roles {
		if _, err := tx.exec(`INSERT INTO person_role (person, role) VALUES (?, ?) ON CONFLICT DO NOTHING`, p.Key, string(role)); err != nil {
			return fmt.Errorf("person %s: %w", p.Key, err)
		}
	}
	return nil
}

func (tx *Tx) saveGroups(groups []staff.Group) error {
	if err := tx.run(`DELETE FROM staff_group`); err != nil {
		return err
	}
	for i, g := range groups {
		if _, err := tx.exec(`INSERT INTO staff_group (name, everyone, members, aliases, position) VALUES (?, ?, ?, ?, ?)`,
			g.Name, g.Everyone, list(g.Members), list(g.Aliases), i); err != nil {
			return fmt.Errorf("group %s: %w", g.Name, err)
		}
	}
	return nil
}

// AddPerson adds one person at the end of the directory, or replaces the one with
// the same key in place.
func (tx *Tx) AddPerson(p staff.Person) error {
	var position int
	found, err := tx.one([]any{&position}, `SELECT position FROM person WHERE key = ?`, p.Key)
	if err == nil && !found {
		_, err = tx.one([]any{&position}, `SELECT coalesce(max(position), -1) + 1 FROM person`)
	}
	if err != nil {
		return fmt.Errorf("add person %s: %w", p.Key, err)
	}
	if err := tx.savePerson(p, position); err != nil {
		return fmt.Errorf("add %w", err)
	}
	return tx.touchDirectory()
}

// DirectoryRevision grows with every change of the directory: whoever keeps
// something built from it compares this first.
func (tx *Tx) DirectoryRevision() (int64, error) { return tx.fact("directory_revision") }

func (tx *Tx) touchDirectory() error {
	revision, err := tx.DirectoryRevision()
	if err != nil {
		return err
	}
	return tx.setFact("directory_revision", revision+1)
}

// Directory reads the directory in its own order.
func (tx *Tx) Directory() (d staff.Directory, err error) {
	units, err1 := collect(tx, func(rows *sql.Rows) (u staff.Unit, err error) {
		return u, rows.Scan(&u.Code, &u.Name, &u.Kind, &u.Cluster, (*names)(&u.Aliases))
	}, `SELECT code, name, kind, cluster, aliases FROM unit ORDER BY position`)
	people, err2 := collect(tx, func(rows *sql.Rows) (p staff.Person, err error) {
		var roles names
		err = rows.Scan(&p.Key, &p.Name, &p.Title, &p.Short, &p.Unit, (*names)(&p.Aliases), &roles)
		for _, r := range roles {
			p.Roles = append(p.Roles, staff.Role(r))
		}
		return p, err
	}, `SELECT key, name, title, short, unit, aliases,
		(SELECT json_group_array(role) FROM person_role WHERE person = key) FROM person ORDER BY position`)
	groups, err3 := collect(tx, func(rows *sql.Rows) (g staff.Group, err error) {
		return g, rows.Scan(&g.Name, &g.Everyone, (*names)(&g.Members), (*names)(&g.Aliases))
	}, `SELECT name, everyone, members, aliases FROM staff_group ORDER BY position`)
	if err := errors.Join(err1, err2, err3); err != nil {
		return d, fmt.Errorf("read directory: %w", err)
	}
	return staff.Directory{Units: units, People: people, Groups: groups}, nil
}
