package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"thuky/store"
	"thuky/store/staff"
)

type staffCommands struct {
	Import staffImport `cmd:"" help:"Nạp danh bạ từ tệp TOML; có hiệu lực ngay."`
	List   staffList   `cmd:"" help:"In danh bạ đang dùng."`
}

type staffImport struct {
	DryRun bool   `help:"Chỉ in những gì sẽ đổi."`
	Remove bool   `help:"Bỏ cả những người không có trong tệp."`
	File   string `arg:"" name:"tệp" help:"Tệp danh bạ."`
}

// Run makes the directory what the file says. People who are not in the file
// stay unless --remove says otherwise: the first clerk is invited before any file
// is imported, and must not be locked out by it.
func (c *staffImport) Run(p *program) error {
	config, _, err := p.settings()
	if err != nil {
		return err
	}
	file, err := readDirectory(c.File)
	if err != nil {
		return err
	}
	ledger, err := store.Open(p.ctx, config.Store.Path, store.Options{})
	if err != nil {
		return err
	}
	defer ledger.Close()
	var report []string
	err = ledger.Write(p.ctx, func(tx *store.Tx) error {
		old, err := tx.Directory()
		if err != nil {
			return err
		}
		wanted := file
		if !c.Remove {
			wanted = keepPeople(old, file)
		}
		report = directoryChanges(old, file, wanted)
		if c.DryRun {
			return nil
		}
		return tx.SaveDirectory(wanted)
	})
	if err != nil {
		return err
	}
	head := "Đã nạp danh bạ"
	if c.DryRun {
		head = "Chạy thử, chưa nạp gì; danh bạ trong tệp"
	}
	fmt.Fprintf(p.stdout, "%s: %d đơn vị, %d người, %d nhóm.\n", head, len(file.Units), len(file.People), len(file.Groups))
	for _, line := range report {
		fmt.Fprintln(p.stdout, line)
	}
	return nil
}

// readDirectory reads a directory file.
func readDirectory(path string) (staff.Directory, error) {
	f, err := os.Open(path)
	if err != nil {
		return staff.Directory{}, err
	}
	defer f.Close()
	return staff.Decode(f)
}

// keepPeople adds to the file's directory those whom it does not name. A unit
// that is gone cannot hold them any longer.
func keepPeople(old, file staff.Directory) staff.Directory {
	merged := file
	merged.People = slices.Clone(file.People)
	for _, person := range old.People {
		if _, ok := file.Person(person.Key); ok {
			continue
		}
		if _, ok := file.Unit(person.Unit); !ok {
			person.Unit = ""
		}
		merged.People = append(merged.People, person)
	}
	return merged
}

// directoryChanges says what an import does to people, a line each.
func directoryChanges(old, file, wanted staff.Directory) []string {
	var lines []string
	for _, now := range wanted.People {
		before, known := old.Person(now.Key)
		_, named := file.Person(now.Key)
		switch {
		case !known:
			lines = append(lines, fmt.Sprintf("  mới: %s (%s)", fullTitle(now), now.Key))
		case !named:
			lines = append(lines, fmt.Sprintf("Lưu ý: %s (%s) không có trong tệp, vẫn được giữ. Muốn bỏ: chạy lại với --remove.", now.Name, now.Key))
		default:
			if lost := without(before.Roles, now.Roles); len(lost) > 0 {
				lines = append(lines, fmt.Sprintf("Lưu ý: %s (%s) thôi vai trò %s.", now.Name, now.Key, roleNames(lost)))
			}
			if gained := without(now.Roles, before.Roles); len(gained) > 0 {
				lines = append(lines, fmt.Sprintf("  %s (%s) thêm vai trò %s", now.Name, now.Key, roleNames(gained)))
			}
		}
	}
	for _, before := range old.People {
		if _, stays := wanted.Person(before.Key); !stays {
			lines = append(lines, fmt.Sprintf("  bỏ: %s (%s), không còn dùng được bot", before.Name, before.Key))
		}
	}
	return lines
}

// without lists the roles of a that are not in b.
func without(a, b []staff.Role) []staff.Role {
	return slices.DeleteFunc(slices.Clone(a), func(r staff.Role) bool { return slices.Contains(b, r) })
}

// roleNames writes roles as people read them.
func roleNames(roles []staff.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = r.Name()
	}
	return strings.Join(names, ", ")
}

// roleList lists the roles as they are typed.
func roleList() string {
	words := make([]string, len(staff.Roles))
	for i, r := range staff.Roles {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

// fullTitle names a person with the title, unless the title is the name.
func fullTitle(p staff.Person) string {
	if p.Title == "" || p.Title == p.Name {
		return p.Name
	}
	return p.Name + " - " + p.Title
}

type staffList struct{}

// Run prints the directory in its own order.
func (*staffList) Run(p *program) error {
	config, _, err := p.settings()
	if err != nil {
		return err
	}
	ledger, err := store.Open(p.ctx, config.Store.Path, store.Options{})
	if err != nil {
		return err
	}
	defer ledger.Close()
	var d staff.Directory
	if err := ledger.Read(p.ctx, func(tx *store.Tx) error {
		d, err = tx.Directory()
		return err
	}); err != nil {
		return err
	}
	if len(d.Units)+len(d.People)+len(d.Groups) == 0 {
		fmt.Fprintln(p.stdout, "Danh bạ còn trống. Nạp bằng: thuky staff import TỆP")
		return nil
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "Người (%d)\n", len(d.People))
	for _, one := range d.People {
		unit, _ := d.Unit(one.Unit)
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", one.Key, fullTitle(one), unit.Name, roleNames(one.Roles))
	}
	fmt.Fprintf(w, "Đơn vị (%d)\n", len(d.Units))
	for _, u := range d.Units {
		fmt.Fprintf(w, "  %s\t%s\n", u.Code, u.Name)
	}
	fmt.Fprintf(w, "Nhóm (%d)\n", len(d.Groups))
	for _, g := range d.Groups {
		fmt.Fprintf(w, "  %s\t%s\n", g.Name, reach(&d, g))
	}
	return w.Flush()
}

// reach says whom a group reaches.
func reach(d *staff.Directory, g staff.Group) string {
	if g.Everyone {
		return "mọi người"
	}
	if len(g.Members) == 0 {
		return "chưa ghi thành viên"
	}
	names := make([]string, len(g.Members))
	for i, key := range g.Members {
		person, _ := d.Person(key)
		names[i] = person.Name
	}
	return strings.Join(names, ", ")
}
