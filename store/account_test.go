package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"thuky/store/staff"
)

func TestInvitationOpensOnce(t *testing.T) {
	s := openTest(t, Options{})
	start := time.Date(2021, 10, 21, 6, 25, 0, 0, time.UTC)
	var code, late string
	write(t, s, func(tx *Tx) error {
		err := tx.AddPerson(staff.Person{Key: "ha", Name: "Hà", Roles: []staff.Role{staff.Clerk}})
		if err == nil {
			code, err = tx.Invite("ha", "", start)
		}
		if err == nil {
			late, err = tx.Invite("ha", "", start)
		}
		return err
	})
	for _, try := range []struct {
		what    string
		code    string
		account int64
		after   time.Duration
		want    error
	}{
		{"a wrong code", "AAAA", 1, 0, ErrNoInvitation},
		{"the code, typed in lower case with a space", " " + strings.ToLower(code), 1, time.Hour, nil},
		{"the same person again", code, 1, 2 * time.Hour, nil},
		{"somebody else", code, 2, 3 * time.Hour, ErrInvitationUsed},
		{"a week later", late, 2, InvitationLife + time.Second, ErrInvitationExpired},
	} {
		var person string
		write(t, s, func(tx *Tx) error {
			var err error
			person, err = accept(tx, try.code, try.account, start.Add(try.after))
			if !errors.Is(err, try.want) {
				t.Errorf("%s: %v, want %v", try.what, err, try.want)
			}
			return nil
		})
		if try.want == nil && person != "ha" {
			t.Errorf("%s: opened for %q", try.what, person)
		}
	}
	var stored int
	write(t, s, func(tx *Tx) error {
		_, err := tx.one([]any{&stored}, `SELECT count(*) FROM invitation WHERE digest = ?`, []byte(code))
		return err
	})
	if stored != 0 {
		t.Error("the code itself is in the ledger")
	}
}

// accept uses a code and confirms at once.
func accept(tx *Tx, code string, account int64, now time.Time) (person string, err error) {
	i, err := tx.InvitationOf(code, account, now)
	if err != nil {
		return "", err
	}
	person, _, err = tx.Confirm(i.ID, "new", account, now)
	return person, err
}
