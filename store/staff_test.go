package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

	"thuky/store/staff"
	"thuky/store/week"
)

// openTest opens a ledger of its own for the test.
func openTest(t testing.TB, o Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "thuky.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// write runs a Write that must succeed.
func write(t testing.TB, s *Store, do func(*Tx) error) {
	t.Helper()
	if err := s.Write(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

func TestDirectoryFileLeavesTheInvited(t *testing.T) {
	s := openTest(t, Options{})
	first := staff.Directory{
		Units: []staff.Unit{{Code: "VP", Name: "Văn phòng"}},
		People: []staff.Person{
			{Key: "thao", Name: "Thảo", Title: "Phó Viện trưởng", Short: "PVT", Roles: []staff.Role{staff.Leader}, Aliases: []string{"đ/c Thảo"}},
			{Key: "cu", Name: "Cũ", Roles: []staff.Role{staff.Staff}},
		},
		Groups: []staff.Group{{Name: "Lãnh đạo Viện", Members: []string{"thao"}}},
	}
	var code string
	write(t, s, func(tx *Tx) error {
		if err := tx.AddPerson(staff.Person{Key: "ha", Name: "Hà", Roles: []staff.Role{staff.Clerk}}); err != nil {
			return err
		}
		if err := tx.SaveDirectory(first); err != nil {
			return err
		}
		thao := first.People[0]
		thao.Roles = []staff.Role{staff.Leader, staff.Council}
		if err := tx.AddPerson(thao); err != nil {
			return err
		}
		var err error
		code, err = tx.Invite("cu", "", time.Unix(0, 0))
		return err
	})
	write(t, s, func(tx *Tx) error {
		if _, err := accept(tx, code, 42, time.Unix(1, 0)); err != nil {
			return err
		}
		second := first
		second.People = first.People[:1]
		return tx.SaveDirectory(second)
	})
	write(t, s, func(tx *Tx) error {
		got, err := tx.Directory()
		if err != nil {
			return err
		}
		want := []staff.Person{
			{Key: "thao", Name: "Thảo", Title: "Phó Viện trưởng", Short: "PVT", Roles: []staff.Role{staff.Council, staff.Leader}, Aliases: []string{"đ/c Thảo"}},
			{Key: "ha", Name: "Hà", Roles: []staff.Role{staff.Clerk}},
		}
		if diff := cmp.Diff(want, got.People); diff != "" {
			t.Errorf("people after the second file (-want +got):\n%s", diff)
		}
		person, err := tx.PersonOf(42)
		if person != "" {
			t.Errorf("the account of a person who left is still %q", person)
		}
		return err
	})
}

// TestUnitsKeepTheirHistory imports a file without units of the one before: what anything
// names stays, as a former unit, and comes back with a later file.
func TestUnitsKeepTheirHistory(t *testing.T) {
	s := openTest(t, Options{})
	unit := func(code string) staff.Unit { return staff.Unit{Code: code, Name: "Phòng " + code} }
	units := func(d staff.Directory) string {
		write(t, s, func(tx *Tx) error { return tx.SaveDirectory(d) })
		var all string
		write(t, s, func(tx *Tx) error {
			d, err := tx.Directory()
			for _, u := range d.Units {
				all += " " + u.Code
				if u.Former {
					all += "(former)"
				}
			}
			return err
		})
		return all
	}
	p2 := unit("P2")
	p2.To, p2.Successor = civil.Date{Year: 2025, Month: 6, Day: 30}, "P1"
	every := staff.Directory{Units: []staff.Unit{unit("P1"), p2, unit("P3"), unit("P4"), unit("P5"), unit("P6")}}
	if got := units(every); got != " P1 P2 P3 P4 P5 P6" {
		t.Fatalf("units are%s", got)
	}
	write(t, s, func(tx *Tx) error {
		d, err := tx.Directory()
		if u, _ := d.Unit("P2"); u.To != p2.To || u.Successor != "P1" {
			t.Errorf("P2 was kept as %+v", u)
		}
		if err != nil {
			return err
		}
		if err := tx.AddPerson(staff.Person{Key: "ha", Name: "Hà", Unit: "P3"}); err != nil {
			return err
		}
		if _, _, err := tx.NewInvitation(Invitation{Name: "Mai", Unit: "P4"}, time.Unix(0, 0)); err != nil {
			return err
		}
		_, err = tx.PublishWeek(week.Week{From: civil.Date{Year: 2021, Month: 10, Day: 18}, To: civil.Date{Year: 2021, Month: 10, Day: 24},
			Events: []week.Event{{Date: civil.Date{Year: 2021, Month: 10, Day: 18}, Days: 1, Text: "Họp", Units: []string{"P5"}}}}, "", time.Unix(0, 0))
		return err
	})
	if got := units(staff.Directory{Units: []staff.Unit{p2, unit("P1")}}); got != " P2 P1 P3(former) P4(former) P5(former)" {
		t.Errorf("units after a file of two are%s", got)
	}
	if got := units(staff.Directory{Units: []staff.Unit{unit("P9"), unit("P5")}}); got != " P9 P5 P3(former) P4(former)" {
		t.Errorf("units after a file with one of them back are%s", got)
	}
}
