package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

type staffCommands struct {
	Import staffImport `cmd:"" help:"Nạp danh bạ từ tệp TOML; có hiệu lực ngay."`
	List   staffList   `cmd:"" help:"In danh bạ đang dùng."`
}

type staffImport struct {
	DryRun bool   `help:"Chỉ in những gì sẽ đổi."`
	File   string `arg:"" name:"tệp" help:"Tệp danh bạ."`
}

// errDryRun undoes a transaction that was made only to see what it would do.
var errDryRun = errors.New("dry run")

// Run makes the directory what the file says and prints what that changes.
func (c *staffImport) Run(p *program) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	file, err := readDirectory(c.File)
	if err != nil {
		return err
	}
	var before, after staff.Directory
	err = p.writing(config, func(tx *store.Tx) (err error) {
		if before, err = tx.Directory(); err != nil {
			return err
		}
		if err = tx.SaveDirectory(file); err != nil {
			return err
		}
		if after, err = tx.Directory(); err != nil {
			return err
		}
		if c.DryRun {
			return errDryRun
		}
		return tx.Record(store.Entry{At: now(), Act: store.DidImport, Subject: store.Subject{Kind: store.AboutDirectory},
			Old: directorySize(before), New: directorySize(after)})
	})
	head := "Đã nạp danh bạ"
	switch {
	case errors.Is(err, errDryRun):
		head = "Chạy thử, chưa nạp gì; danh bạ trong tệp"
	case err != nil:
		return err
	}
	fmt.Fprintf(p.stdout, "%s: %s.\n", head, directorySize(file))
	for _, line := range directoryChanges(before, after, file) {
		fmt.Fprintln(p.stdout, line)
	}
	return nil
}

// directorySize is a directory in three numbers, as the audit keeps it.
func directorySize(d staff.Directory) string {
	return fmt.Sprintf("%d đơn vị, %d người, %d nhóm", len(d.Units), len(d.People), len(d.Groups))
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

// directoryChanges says what importing the file did to people, a line each.
func directoryChanges(before, after, file staff.Directory) []string {
	var lines []string
	for _, now := range after.People {
		was, known := before.Person(now.Key)
		_, listed := file.Person(now.Key)
		switch {
		case !known:
			lines = append(lines, fmt.Sprintf("  mới: %s (%s)", fullTitle(now), now.Key))
		case !listed:
			lines = append(lines, fmt.Sprintf("Lưu ý: %s (%s) không có trong tệp, vẫn được giữ vì đã được mời đích danh.", now.Name, now.Key))
		}
		if gained := without(now.Roles, was.Roles); known && len(gained) > 0 {
			lines = append(lines, fmt.Sprintf("  %s (%s) thêm vai trò %s", now.Name, now.Key, roleNames(gained)))
		}
		if lost := without(was.Roles, now.Roles); len(lost) > 0 {
			lines = append(lines, fmt.Sprintf("Lưu ý: %s (%s) thôi vai trò %s.", now.Name, now.Key, roleNames(lost)))
		}
		if said, _ := file.Person(now.Key); len(without(said.Roles, now.Roles)) > 0 {
			lines = append(lines, fmt.Sprintf("Lưu ý: %s (%s) đã bàn giao vai trò %s; tệp vẫn ghi như trước nên giữ theo bàn giao.",
				now.Name, now.Key, roleNames(without(said.Roles, now.Roles))))
		}
	}
	for _, now := range after.Units {
		if was, known := before.Unit(now.Code); now.Former && known && !was.Former {
			lines = append(lines, fmt.Sprintf("Lưu ý: đơn vị %s (%s) không có trong tệp, chỉ được giữ vì lịch sử. Nếu đã sáp nhập, ghi lại với valid_to và successor.", now.Name, now.Code))
		}
	}
	for _, was := range before.People {
		if _, stays := after.Person(was.Key); !stays {
			lines = append(lines, fmt.Sprintf("Lưu ý: %s (%s) không còn trong danh bạ, không dùng được bot nữa.", was.Name, was.Key))
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
	var d staff.Directory
	if err := p.reading(config, func(tx *store.Tx) error {
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
		fmt.Fprintf(w, "  %s\t%s%s\n", u.Code, u.Name, unitDays(&d, u))
	}
	fmt.Fprintf(w, "Nhóm (%d)\n", len(d.Groups))
	for _, g := range d.Groups {
		fmt.Fprintf(w, "  %s\t%s\n", g.Name, reach(&d, g))
	}
	return w.Flush()
}

// unitDays says when a unit began or ended, and what it became; in a column of its own;
// "" of most.
func unitDays(d *staff.Directory, u staff.Unit) string {
	var parts []string
	if !u.From.IsZero() {
		parts = append(parts, "từ "+vi.Day(u.From))
	}
	if !u.To.IsZero() {
		parts = append(parts, "đến "+vi.Day(u.To))
	}
	if heir, found := d.Unit(u.Successor); found {
		parts = append(parts, "sáp nhập vào "+heir.Name)
	}
	if u.Former {
		parts = append(parts, "không còn trong danh bạ")
	}
	if len(parts) == 0 {
		return ""
	}
	return "\t" + strings.Join(parts, ", ")
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
