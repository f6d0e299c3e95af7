package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"cloud.google.com/go/civil"

	"thuky/store/staff"
)

// SaveDirectory replaces what the last directory file (danh bạ) said. People of
// that file who are not in the new one are gone, and so is their link to an
// account. Units that are not in it stay as former ones if anything names them.
// Whoever was invited by name, and roles given by invitation, stay: the
// first clerk is invited before there is a file. What was handed over stays so too,
// until the file says something else of that role, unit or member than the last one.
func (tx *Tx) SaveDirectory(d staff.Directory) error {
	if err := d.Check(); err != nil {
		return fmt.Errorf("save directory: %w", err)
	}
	for _, save := range []func() error{
		func() error { return tx.saveUnits(d.Units) },
		func() error { return tx.savePeople(d.People) },
		func() error { return tx.saveGroups(d.Groups) },
		tx.dropUnits,
		tx.touchDirectory,
	} {
		if err := save(); err != nil {
			return fmt.Errorf("save directory: %w", err)
		}
	}
	return nil
}

func (tx *Tx) saveUnits(units []staff.Unit) error {
	if err := tx.run(`UPDATE unit SET listed = 0`); err != nil {
		return err
	}
	for i, u := range units {
		if _, err := tx.exec(`INSERT OR REPLACE INTO unit (code, name, kind, cluster, aliases, position, valid_from, valid_to, successor, listed)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`, u.Code, u.Name, u.Kind, u.Cluster, list(u.Aliases), i, dayText(u.From), dayText(u.To), u.Successor); err != nil {
			return fmt.Errorf("unit %s: %w", u.Code, err)
		}
	}
	return nil
}

// dropUnits removes the units that no directory file names any more and that nothing
// in the ledger names either. All others are kept, for their history.
func (tx *Tx) dropUnits() error {
	gone, err := collect(tx, func(rows *sql.Rows) (code string, err error) { return code, rows.Scan(&code) },
		`SELECT code FROM unit WHERE listed = 0`)
	if err != nil {
		return err
	}
	for _, code := range gone {
		used, err := tx.unitIsNamed(code)
		if err != nil {
			return fmt.Errorf("unit %s: %w", code, err)
		}
		if used {
			continue
		}
		if _, err := tx.exec(`DELETE FROM unit WHERE code = ?`, code); err != nil {
			return fmt.Errorf("unit %s: %w", code, err)
		}
	}
	return nil
}

// unitIsNamed reports whether anything in the ledger names the unit: an event, a
// successor's line, or a row of any table with a column "unit".
func (tx *Tx) unitIsNamed(code string) (named bool, err error) {
	tables, err := collect(tx, func(rows *sql.Rows) (name string, err error) { return name, rows.Scan(&name) },
		`SELECT t.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'unit'`)
	if err != nil {
		return false, err
	}
	statement := `SELECT EXISTS (SELECT 1 FROM event, json_each(event.units) WHERE value = ?1) OR EXISTS (SELECT 1 FROM unit WHERE successor = ?1)`
	for _, table := range tables {
		statement += ` OR EXISTS (SELECT 1 FROM "` + table + `" WHERE unit = ?1)`
	}
	_, err = tx.one([]any{&named}, statement, code)
	return named, err
}

// dayText writes a day, "" for the zero one.
func dayText(day civil.Date) string {
	if day.IsZero() {
		return ""
	}
	return day.String()
}

func (tx *Tx) savePeople(people []staff.Person) error {
	var keys, roles []string
	for _, p := range people {
		keys = append(keys, p.Key)
		for _, role := range p.Roles {
			roles = append(roles, p.Key+"/"+string(role))
		}
	}
	if _, err := tx.exec(`DELETE FROM person WHERE listed = 1 AND key NOT IN (SELECT value FROM json_each(?))`, list(keys)); err != nil {
		return fmt.Errorf("remove people: %w", err)
	}
	if _, err := tx.exec(`DELETE FROM person_role WHERE listed = 1 AND person || '/' || role NOT IN (SELECT value FROM json_each(?))`, list(roles)); err != nil {
		return fmt.Errorf("remove roles: %w", err)
	}
	for i, p := range people {
		if err := tx.savePerson(p, i, true); err != nil {
			return err
		}
	}
	return nil
}

// savePerson writes the person and adds the roles to those already held. What a file
// (listed) says as the last one did changes neither a unit nor a role that was handed
// over since.
func (tx *Tx) savePerson(p staff.Person, position int, listed bool) error {
	if _, err := tx.exec(`INSERT INTO person (key, name, title, short, unit, aliases, listed, position, filed_unit)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, iif(?7, ?5, NULL))
		ON CONFLICT (key) DO UPDATE SET name = excluded.name, title = excluded.title, short = excluded.short,
		unit = iif(excluded.listed AND filed_unit IS excluded.unit, unit, excluded.unit), filed_unit = iif(excluded.listed, excluded.unit, filed_unit),
		aliases = excluded.aliases, listed = max(listed, excluded.listed), position = excluded.position`,
		p.Key, p.Name, p.Title, p.Short, p.Unit, list(p.Aliases), listed, position); err != nil {
		return fmt.Errorf("person %s: %w", p.Key, err)
	}
	for _, role := range p.Roles {
		if _, err := tx.exec(`INSERT INTO person_role (person, role, listed) VALUES (?, ?, ?)
			ON CONFLICT (person, role) DO UPDATE SET listed = max(listed, excluded.listed), handed = iif(excluded.listed, handed, 0)`, p.Key, string(role), listed); err != nil {
			return fmt.Errorf("person %s: %w", p.Key, err)
		}
	}
	return nil
}

func (tx *Tx) saveGroups(groups []staff.Group) error {
	type row struct {
		name       string
		now, filed names
	}
	rows, err := collect(tx, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.name, &r.now, &r.filed)
	}, `SELECT name, (SELECT json_group_array(value) FROM json_each(members) WHERE value IN (SELECT key FROM person)), filed FROM staff_group`)
	if err != nil {
		return err
	}
	if err := tx.run(`DELETE FROM staff_group`); err != nil {
		return err
	}
	for i, g := range groups {
		members := g.Members
		for _, r := range rows {
			if r.name == g.Name {
				members = stillMembers(g.Members, r.filed, r.now)
			}
		}
		if _, err := tx.exec(`INSERT INTO staff_group (name, everyone, members, aliases, position, filed) VALUES (?, ?, ?, ?, ?, ?)`,
			g.Name, g.Everyone, list(members), list(g.Aliases), i, list(g.Members)); err != nil {
			return fmt.Errorf("group %s: %w", g.Name, err)
		}
	}
	return nil
}

// stillMembers is who belongs to a group when a file says filed, the last one said
// before, and now does: who was replaced and is still named stays out, who replaced
// them stays in.
func stillMembers(filed, before, now []string) []string {
	members := slices.DeleteFunc(slices.Clone(filed), func(key string) bool {
		return slices.Contains(before, key) && !slices.Contains(now, key)
	})
	for _, key := range now {
		if !slices.Contains(before, key) && !slices.Contains(members, key) {
			members = append(members, key)
		}
	}
	return members
}

// AddPerson adds a person who was invited by name at the end of the directory. Of
// one who is there already the entry is rewritten in place and roles are added.
func (tx *Tx) AddPerson(p staff.Person) error {
	var position int
	found, err := tx.one([]any{&position}, `SELECT position FROM person WHERE key = ?`, p.Key)
	if err == nil && !found {
		_, err = tx.one([]any{&position}, `SELECT coalesce(max(position), -1) + 1 FROM person`)
	}
	if err != nil {
		return fmt.Errorf("add person %s: %w", p.Key, err)
	}
	if err := tx.savePerson(p, position, false); err != nil {
		return fmt.Errorf("add %w", err)
	}
	return tx.touchDirectory()
}

// person finds one person of the directory, with their roles.
func (tx *Tx) person(key string) (p staff.Person, found bool, err error) {
	people, err := tx.people(`key = ?`, key)
	if err != nil || len(people) == 0 {
		return p, false, wrapRead("person", err)
	}
	return people[0], true, nil
}

func (tx *Tx) people(where string, args ...any) ([]staff.Person, error) {
	return collect(tx, func(rows *sql.Rows) (p staff.Person, err error) {
		var roles names
		err = rows.Scan(&p.Key, &p.Name, &p.Title, &p.Short, &p.Unit, (*names)(&p.Aliases), &roles)
		for _, r := range roles {
			p.Roles = append(p.Roles, staff.Role(r))
		}
		return p, err
	}, `SELECT key, name, title, short, unit, aliases,
		(SELECT json_group_array(role) FROM person_role WHERE person = key AND handed = 0) FROM person
		WHERE `+where+` ORDER BY listed DESC, position`, args...)
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

// Directory reads the directory in its own order, former units last. Who asks it about a
// day takes Directory.On.
func (tx *Tx) Directory() (d staff.Directory, err error) {
	units, err1 := collect(tx, func(rows *sql.Rows) (u staff.Unit, err error) {
		var from, to string
		err = rows.Scan(&u.Code, &u.Name, &u.Kind, &u.Cluster, (*names)(&u.Aliases), &from, &to, &u.Successor, &u.Former)
		u.From, _ = civil.ParseDate(from) // "" is the zero day
		u.To, _ = civil.ParseDate(to)
		return u, err
	}, `SELECT code, name, kind, cluster, aliases, valid_from, valid_to, successor, listed = 0 FROM unit ORDER BY listed DESC, position`)
	people, err2 := tx.people(`true`)
	groups, err3 := collect(tx, func(rows *sql.Rows) (g staff.Group, err error) {
		return g, rows.Scan(&g.Name, &g.Everyone, (*names)(&g.Members), (*names)(&g.Aliases))
	}, `SELECT name, everyone, members, aliases FROM staff_group ORDER BY position`)
	if err := errors.Join(err1, err2, err3); err != nil {
		return d, fmt.Errorf("read directory: %w", err)
	}
	return staff.Directory{Units: units, People: people, Groups: groups}, nil
}
