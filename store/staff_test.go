package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"thuky/store/staff"
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
