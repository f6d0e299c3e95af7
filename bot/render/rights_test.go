package render

import (
	"strings"
	"testing"

	"thuky/store/staff"
)

// TestGuidePrintsTheRights reads the printed table back and compares it with what
// the office's rules say, role by role, act by act and scope by scope.
func TestGuidePrintsTheRights(t *testing.T) {
	type cell struct {
		role  staff.Role
		act   string
		scope string
	}
	printed := map[cell]bool{}
	act := ""
	var table strings.Builder
	for _, m := range Rights() {
		table.WriteString(Plain(m.Text) + "\n")
	}
	for line := range strings.SplitSeq(table.String(), "\n") {
		entry, isEntry := strings.CutPrefix(line, "• ")
		if !isEntry {
			act = line
			continue
		}
		who, scope, _ := strings.Cut(entry, ": ")
		for _, role := range staff.Roles {
			if who == "mọi người" || strings.Contains(", "+who+",", ", "+role.Name()+",") {
				printed[cell{role, act, scope}] = true
			}
		}
	}
	for _, role := range staff.Roles {
		for _, act := range staff.Acts {
			me := staff.Person{Key: "me", Unit: "P9", Roles: []staff.Role{role}}
			for scope, on := range map[staff.Scope]staff.Target{
				staff.Any: {}, staff.Assigned: {Person: "other", Assigned: true}, staff.OwnUnit: {Person: "other", Unit: "P9"},
			} {
				may := me.MayOn(act, on) && (scope == staff.Any || !me.May(act))
				if says := printed[cell{role, act.Name(), scope.Name()}]; says != may {
					t.Errorf("%s, %s, %s: the guide says %t, the rule %t", role, act, scope, says, may)
				}
			}
			some := false
			for _, scope := range staff.Scopes {
				some = some || printed[cell{role, act.Name(), scope.Name()}]
			}
			if own := me.MayOn(act, staff.Target{Person: "me"}); own != some {
				t.Errorf("%s, %s on oneself: the guide says %t, the rule %t", role, act, some, own)
			}
		}
	}
}
