package staff

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the table of rights anew")

// targets are all that can be known of whom an act is done on.
func targets() (all []Target) {
	for _, person := range []string{"", "me", "other"} {
		for _, unit := range []string{"", "P9", "P1"} {
			for _, assigned := range []bool{false, true} {
				all = append(all, Target{person, unit, assigned})
			}
		}
	}
	return all
}

// TestRights walks every role, act and target, and compares with a table that a
// person has read.
func TestRights(t *testing.T) {
	var table strings.Builder
	for _, act := range Acts {
		for _, role := range append([]Role{"", "boss"}, Roles...) {
			me := Person{Key: "me", Unit: "P9", Roles: []Role{role}}
			fmt.Fprintf(&table, "%-19s %-13s", act, role)
			for _, on := range targets() {
				answer := "."
				if me.MayOn(act, on) {
					answer = "+"
				}
				table.WriteString(" " + answer)
			}
			table.WriteString("\n")
		}
	}
	head := strings.Repeat(" ", 33)
	for _, on := range targets() {
		assigned := ""
		if on.Assigned {
			assigned = "assigned"
		}
		head += fmt.Sprintf(" [%s]", strings.Join(strings.Fields(on.Person+" "+on.Unit+" "+assigned), " "))
	}
	got := head + "\n" + table.String()
	const file = "testdata/rights.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("rights (-want +got):\n%s", diff)
	}
}

func TestWhatIsNotInTheTableIsRefused(t *testing.T) {
	everybody := Person{Key: "me", Unit: "P9", Roles: Roles}
	for _, on := range targets() {
		if everybody.MayOn("launch", on) {
			t.Errorf("an act that does not exist is allowed on %+v", on)
		}
	}
	for _, act := range Acts {
		if act.Name() == "" {
			t.Errorf("act %s has no name", act)
		}
		for _, on := range targets() {
			if (Person{Key: "me", Unit: "P9"}).MayOn(act, on) {
				t.Errorf("%s is allowed without a role", act)
			}
		}
	}
	for act := range rights {
		if act.Name() == "" {
			t.Errorf("act %s stands in the table only", act)
		}
	}
}

// TestScopes walks every scope and target; what is not known of a target refuses.
func TestScopes(t *testing.T) {
	me := Person{Key: "me", Unit: "P9"}
	for _, on := range targets() {
		self := on.Person == "me"
		for scope, want := range map[Scope]bool{
			Nobody: false, Own: self, OwnUnit: self || on.Unit == "P9", Assigned: self || on.Assigned, Any: true, "of a later release": false,
		} {
			if got := scope.covers(me, on); got != want {
				t.Errorf("%s covers %+v: %t", scope, on, got)
			}
		}
	}
	if OwnUnit.covers(Person{Key: "me"}, Target{Person: "other"}) || Own.covers(Person{}, Target{}) {
		t.Error("who is in no unit, or nobody, has everybody of whom as little is known")
	}
}

func TestSeveralRolesAddUp(t *testing.T) {
	p := Person{Key: "me", Unit: "P9", Roles: []Role{Staff, Appraiser}}
	if !p.MayOn(ReadAudit, Target{Person: "other", Assigned: true}) || p.MayOn(ReadAudit, Target{Person: "other"}) || p.May(ReadAudit) {
		t.Error("an appraiser reads what they were assigned to, and no more")
	}
}
