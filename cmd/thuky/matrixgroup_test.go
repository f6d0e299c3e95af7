package main

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"thuky/bot/render"
	"thuky/store/score"
	"thuky/store/staff"
)

// groupLines is all that may be said to the bot in a group: every command there is, also
// those of private chats, and its name.
func groupLines() []string {
	lines := []string{"/dangky@thuky_bot", "/start@thuky_bot cham_1", "/congbo@thuky_bot CÔNG BỐ", "@thuky_bot điểm của Phòng 7", "@thuky_bot ai chưa nộp phiếu"}
	for _, c := range append(render.Commands(staff.Person{Key: "y", Unit: "P9", Roles: staff.Roles}), render.GroupCommands()...) {
		lines = append(lines, "/"+c.Name+"@thuky_bot", "/"+c.Name)
	}
	return append(lines, "/huydangky@thuky_bot") // the last: then the group is served no more
}

// TestNobodyOutsideTheirScopeInAGroup lets everybody in every role, and a stranger, say all
// there is to say in a group that is served, and in one that is not: nobody is shown a word
// of a sheet there, nobody else is told, and nothing changes but whether the group is
// served, by who may say so.
func TestNobodyOutsideTheirScopeInAGroup(t *testing.T) {
	t.Parallel()
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		m := &matrix{theatre: w, state: score.PeriodAppraising, chats: map[int64]staff.Person{}}
		template := m.furnish(seedMatrix)
		stranger := w.person("Người lạ")
		for _, group := range []string{"Giao ban", "Ngoài luồng"} {
			if group != "Giao ban" {
				w.gather(group, stranger, w.person("Xuân"), w.person("Yên"), w.person("An"))
				w.group(group).AddBot(stranger)
			} else {
				w.group(group).Join(stranger)
			}
		}
		defer w.server.Watch(m.see)()
		defer w.server.Watch(m.overhear)()
		w.hear(m.note)
		for _, one := range append(matrixRoles, tried{}) {
			switch one.key {
			case "y":
				m.enter(template, one)
			case "": // a stranger
				m.enter(template, matrixRoles[0])
				m.mu.Lock()
				m.phone, m.who = stranger, staff.Person{}
				m.mu.Unlock()
			default:
				continue // charged or not is all the same here
			}
			for _, group := range []string{"Giao ban", "Ngoài luồng"} {
				for _, line := range groupLines() {
					m.sayInGroup(group, line)
				}
			}
		}
	})
}

// sayInGroup says one line in a group and looks at what came of it.
func (m *matrix) sayInGroup(group, line string) {
	m.mu.Lock()
	m.wrote, m.told, m.heard, m.inGroups, m.doing = nil, nil, nil, nil, line
	m.mu.Unlock()
	m.phone.In(m.group(group)).Send(line)
	for range 4 { // the pace of a group
		synctest.Wait()
		time.Sleep(time.Second)
	}
	synctest.Wait()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.who.May(staff.RegisterGroup) {
		m.wrote, m.inGroups = slices.DeleteFunc(m.wrote, func(table string) bool { return slices.Contains([]string{"chat_group", "audit", "board"}, table) }), nil
	}
	if len(m.wrote) > 0 || len(m.told) > 0 || len(m.heard) > 0 || group != "Giao ban" && slices.Contains(m.inGroups, group) {
		m.t.Errorf("%v of %q says %q in %s: wrote %q, told %q, in their own chat %q; answered in %q", m.who.Roles, m.who.Unit, line, group, m.wrote, m.told, m.heard, m.inGroups)
	}
}
