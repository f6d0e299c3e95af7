package main

import (
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

type inviteCommand struct {
	Role   string `required:"" placeholder:"VAI-TRÒ" help:"Vai trò: leader, clerk, office-head, appraiser, council, unit-head, unit-contact hoặc staff."`
	Unit   string `placeholder:"MÃ" help:"Mã đơn vị của người đó, như P9."`
	Device string `enum:",second,other" default:"" placeholder:"second|other" help:"Người đã có tài khoản: second thêm thiết bị thứ hai, other thay thiết bị đang dùng."`
	Name   string `arg:"" name:"tên" help:"Tên hoặc khoá của một người trong danh bạ; tên khác thì thêm người mới."`
}

// Run gives a person the role and a one-time code. Scripts rely on the code being
// the last word of the line.
func (c *inviteCommand) Run(p *program) error {
	role := staff.Role(c.Role)
	if !role.Valid() {
		return misuse("Không có vai trò %q. Các vai trò: %s.", c.Role, roleList())
	}
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	at := now()
	var person staff.Person
	var code string
	if err := p.writing(config, func(tx *store.Tx) error {
		d, err := tx.Directory()
		if err != nil {
			return err
		}
		d = d.On(civil.DateOf(at))
		if person, err = invitee(&d, vi.Clean(c.Name), c.Unit, role); err != nil {
			return err
		}
		if err := tx.AddPerson(person); err != nil {
			return err
		}
		accounts, err := tx.AccountsOf(person.Key)
		if err != nil {
			return err
		}
		if len(accounts) > 0 && c.Device == "" {
			fmt.Fprintf(p.stderr, "Lưu ý: đồng chí %s đang dùng tài khoản khác; mã này chỉ dùng được khi gỡ tài khoản đó, hoặc cấp lại với --device.\n", person.Name)
		}
		_, code, err = tx.NewInvitation(store.Invitation{Person: person.Key, Role: role, Unit: c.Unit, Device: store.Device(c.Device)}, at)
		return err
	}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "Mã mời của đồng chí %s (%s), dùng một lần, hết hạn %s: %s\n", person.Name, role.Name(),
		at.Add(store.InvitationLife).Format("15h04 02/01/2006"), code)
	return err
}

// invitee is the one person of the directory who is called so, or a new one, with
// the role and unit added.
func invitee(d *staff.Directory, name, unit string, role staff.Role) (staff.Person, error) {
	name = strings.Join(strings.Fields(name), " ")
	key := names.Key(name)
	if key == "" {
		return staff.Person{}, misuse("Tên %q không có chữ nào. Gõ tên người được mời.", name)
	}
	person := staff.Person{Key: key, Name: name}
	switch found := names.Called(d, name); len(found) {
	case 0:
	case 1:
		person = found[0]
	default:
		return person, ambiguous(name, found)
	}
	if !person.Has(role) {
		person.Roles = append(person.Roles, role)
	}
	if unit != "" {
		u, ok := d.Unit(unit)
		if !ok {
			return person, refuse("Danh bạ không có đơn vị mã %q. Xem mã bằng: thuky staff list", unit)
		}
		if u.Former {
			return person, refuse("Đơn vị %s không còn hoạt động. Xem đơn vị bằng: thuky staff list", u.Name)
		}
		if person.Unit != "" && person.Unit != u.Code {
			return person, refuse("Đồng chí %s đã thuộc đơn vị %s. Sửa tệp danh bạ nếu đã chuyển.", person.Name, person.Unit)
		}
		person.Unit = u.Code
	}
	return person, nil
}

// ambiguous refuses a name that several people have.
func ambiguous(name string, found []staff.Person) error {
	keys := make([]string, len(found))
	for i, p := range found {
		keys[i] = p.Key
	}
	return refuse("Có %d người tên %q. Gõ khoá thay cho tên, một trong: %s.", len(found), name, strings.Join(keys, ", "))
}
