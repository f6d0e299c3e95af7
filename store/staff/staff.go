// Package staff is the office's directory (danh bạ): who works here, in which
// unit, under which names a schedule calls them, and what a role may do.
//
// It is pure: no SQL, no Telegram, no clock. A Directory is a value; package
// store saves it, the edges read it. Keys (person), codes (unit) and names
// (group) identify an entry for good: events and accounts refer to them, so an
// entry is never renamed under the same key.
package staff

import (
	"strings"

	"cloud.google.com/go/civil"
)

// A Role is what a person does in the office (vai trò). Rights hang on roles,
// never on persons; see May.
type Role string

// The roles of the office, as typed in the directory file and in `thuky invite`.
const (
	Leader      Role = "leader"       // lãnh đạo Viện
	Clerk       Role = "clerk"        // cán bộ Văn phòng tổng hợp
	OfficeHead  Role = "office-head"  // Chánh Văn phòng
	Appraiser   Role = "appraiser"    // thành viên Tổ chấm điểm
	Council     Role = "council"      // thành viên Hội đồng thi đua - khen thưởng
	UnitHead    Role = "unit-head"    // thủ trưởng đơn vị
	UnitContact Role = "unit-contact" // đầu mối của đơn vị
	Staff       Role = "staff"        // công chức
)

// Roles lists every role, in the order of the directory's documentation.
var Roles = []Role{Leader, Clerk, OfficeHead, Appraiser, Council, UnitHead, UnitContact, Staff}

var roleNames = map[Role]string{
	Leader: "lãnh đạo Viện", Clerk: "cán bộ Văn phòng tổng hợp", OfficeHead: "Chánh Văn phòng",
	Appraiser: "thành viên Tổ chấm điểm", Council: "thành viên Hội đồng thi đua - khen thưởng",
	UnitHead: "thủ trưởng đơn vị", UnitContact: "đầu mối của đơn vị", Staff: "công chức",
}

// Name is the role as people read it: "lãnh đạo Viện"; "" for what is none.
func (r Role) Name() string { return roleNames[r] }

// A Unit is a division or a district procuracy (đơn vị: phòng, VKSND cấp huyện).
type Unit struct {
	Code    string   `toml:"code"`    // "P9": short, unique, for good
	Name    string   `toml:"name"`    // "Phòng 9": as people read it
	Kind    string   `toml:"kind"`    // "lanh-dao", "van-phong", "phong", "huyen"
	Cluster string   `toml:"cluster"` // cụm or khối, "" if it is not scored
	Aliases []string `toml:"aliases"` // other names a text may use

	From      civil.Date `toml:"valid_from"` // its first day; zero if it was always there
	To        civil.Date `toml:"valid_to"`   // its last day; zero while none is known
	Successor string     `toml:"successor"`  // code of the unit that it became part of after To, "" if none
	Former    bool       `toml:"-"`          // no directory file names it any more; kept for its history
}

// HoldsLeaders reports whether the unit only holds the leaders. Such a unit is
// never reported as taking part in an event.
func (u Unit) HoldsLeaders() bool { return u.Kind == "lanh-dao" }

// IsOffice reports whether the unit is the Office, which runs the emulation work
// (Văn phòng tổng hợp).
func (u Unit) IsOffice() bool { return u.Kind == "van-phong" }

// A Person is one member of the office (công chức).
type Person struct {
	Key     string   `toml:"key"`   // "thao": unique, for good
	Name    string   `toml:"name"`  // given name as the schedule writes it: "Thảo"; the chief: "Viện trưởng"
	Title   string   `toml:"title"` // chức vụ: "Phó Viện trưởng"
	Short   string   `toml:"short"` // its abbreviation: "PVT"
	Roles   []Role   `toml:"role"`
	Unit    string   `toml:"unit"` // code of a Unit
	Aliases []string `toml:"aliases"`
}

// Has reports whether the person holds the role.
func (p Person) Has(role Role) bool {
	for _, r := range p.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// Style is how people address the person: "đ/c Thảo - PVT", the chief
// "đ/c Viện trưởng", somebody without a title "đ/c Hà".
func (p Person) Style() string {
	if p.Short == "" || p.Name == p.Title {
		return "đ/c " + p.Name
	}
	return "đ/c " + p.Name + " - " + p.Short
}

// RoleNames lists the person's roles as people read them, "" without any.
func (p Person) RoleNames() string {
	all := make([]string, len(p.Roles))
	for i, r := range p.Roles {
		all[i] = r.Name()
	}
	return strings.Join(all, ", ")
}

// A Group is a set of people that a schedule names as one ("Lãnh đạo Viện").
// Everyone means all staff; a group with neither is known by name only and
// reaches nobody.
type Group struct {
	Name     string   `toml:"name"`
	Everyone bool     `toml:"everyone"`
	Members  []string `toml:"members"` // person keys
	Aliases  []string `toml:"aliases"`
}

// A Directory is the whole of it (danh bạ). Order is the file's order and is
// kept: it is the order of precedence in which people are listed.
type Directory struct {
	Units  []Unit   `toml:"unit"`
	People []Person `toml:"person"`
	Groups []Group  `toml:"group"`
}

// Person finds a person by key.
func (d *Directory) Person(key string) (Person, bool) {
	for i := range d.People { // by place: the rows are large
		if d.People[i].Key == key {
			return d.People[i], true
		}
	}
	return Person{}, false
}

// Works reports whether somebody works in the office: they are in the directory and
// have a role. Who has handed over every role does not.
func (d *Directory) Works(key string) bool {
	p, found := d.Person(key)
	return found && len(p.Roles) > 0
}

// Clerks are those who look after the schedule: the clerks, where there are none the
// heads of the office.
func (d *Directory) Clerks() []Person {
	var clerks, heads []Person
	for _, p := range d.People {
		switch {
		case p.Has(Clerk):
			clerks = append(clerks, p)
		case p.Has(OfficeHead):
			heads = append(heads, p)
		}
	}
	if len(clerks) == 0 {
		return heads
	}
	return clerks
}

// Unit finds a unit by code.
func (d *Directory) Unit(code string) (Unit, bool) {
	for i := range d.Units { // by place: the rows are large
		if d.Units[i].Code == code {
			return d.Units[i], true
		}
	}
	return Unit{}, false
}

// Group finds a group by its canonical name.
func (d *Directory) Group(name string) (Group, bool) {
	for _, g := range d.Groups {
		if g.Name == name {
			return g, true
		}
	}
	return Group{}, false
}

// Members lists the keys of the people whom a group reaches, in directory
// order: all staff if it is everyone, nobody if it names no members.
func (d *Directory) Members(group string) []string {
	g, ok := d.Group(group)
	if !ok {
		return nil
	}
	if !g.Everyone {
		return g.Members
	}
	keys := make([]string, 0, len(d.People))
	for _, p := range d.People {
		keys = append(keys, p.Key)
	}
	return keys
}

// Belongs reports whether the group reaches the person.
func (d *Directory) Belongs(person, group string) bool {
	for _, key := range d.Members(group) {
		if key == person {
			return true
		}
	}
	return false
}
