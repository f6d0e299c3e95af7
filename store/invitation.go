package store

import (
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"thuky/store/staff"
)

// InvitationLife is for how long an invitation can be used.
const InvitationLife = 7 * 24 * time.Hour

// Why an invitation does not open the bot. People are told the same for the first
// three: which of them it was helps only a stranger.
var (
	ErrNoInvitation      = errors.New("no such invitation")
	ErrInvitationUsed    = errors.New("invitation already used or revoked")
	ErrInvitationExpired = errors.New("invitation expired")
	ErrSecondDevice      = errors.New("person has an account already")
)

// A Device is what an invitation says to the accounts that the person has already.
type Device string

// The devices. Only who invites can let a person have two.
const (
	FirstDevice  Device = ""       // the person must have none
	SecondDevice Device = "second" // one more
	OtherDevice  Device = "other"  // instead of all others
)

// MostDevices is how many accounts a person may have.
const MostDevices = 2

// An Invitation lets one account become one person (mã mời). What it gives takes
// effect when the person confirms it, not before.
type Invitation struct {
	ID      int64
	Person  string     // key; "" for somebody who is not in the directory yet
	Name    string     // of that somebody
	Role    staff.Role // added to those the person has; "" adds none
	Unit    string     // code of the unit of somebody who has none; "" for none
	Device  Device
	By      string // key of who invites, "" from the command line
	Expires time.Time

	UsedBy  int64 // account; 0 while unused
	Revoked bool
}

// Invite makes a one-time code for what the person is already.
func (tx *Tx) Invite(person, by string, now time.Time) (code string, err error) {
	_, code, err = tx.NewInvitation(Invitation{Person: person, By: by}, now)
	return code, err
}

// NewInvitation keeps an invitation for InvitationLife and returns its one-time code;
// of that only the digest is kept. The code is 26 letters and digits: 128 bits, fit
// for a link.
func (tx *Tx) NewInvitation(i Invitation, now time.Time) (made Invitation, code string, err error) {
	secret := make([]byte, 16)
	_, _ = rand.Read(secret) // never fails
	code = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	i.Expires = now.Add(InvitationLife)
	i.ID, err = tx.insert(`INSERT INTO invitation (digest, person, name, role, unit, device, made_by, made_at, expires_at)
		VALUES (?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?)`, digest(code), i.Person, i.Name, string(i.Role), i.Unit, string(i.Device),
		i.By, instant(now), instant(i.Expires))
	if err != nil {
		return i, "", fmt.Errorf("invite %s: %w", i.Person+i.Name, err)
	}
	return i, code, tx.Record(Entry{At: now, Actor: i.By, Act: DidInvite, Subject: i.subject(), New: i.gift()})
}

// subject is whom the invitation is for: a name, as long as there is no key.
func (i Invitation) subject() Subject {
	if i.Person == "" {
		return Subject{AboutPerson, i.Name}
	}
	return Subject{AboutPerson, i.Person}
}

// gift is what it gives, as the audit keeps it.
func (i Invitation) gift() string {
	return strings.Join(slices.DeleteFunc([]string{string(i.Role), i.Unit, string(i.Device)}, func(s string) bool { return s == "" }), ", ")
}

// digest forgives what a person changes when copying a code by hand.
func digest(code string) []byte {
	sum := sha256.Sum256([]byte(strings.ToUpper(strings.TrimSpace(code))))
	return sum[:]
}

// InvitationOf finds the invitation of a code that the account may use now. One that
// the account has used already is found too, as long as the account is still the
// person's.
func (tx *Tx) InvitationOf(code string, account int64, now time.Time) (Invitation, error) {
	return tx.usable(account, now, `digest = ?`, digest(code))
}

func (tx *Tx) usable(account int64, now time.Time, where string, args ...any) (Invitation, error) {
	i, found, err := tx.invitation(where, args...)
	switch {
	case err != nil:
		return i, err
	case !found:
		return i, ErrNoInvitation
	case i.UsedBy == account && i.UsedBy != 0:
		if linked, err := tx.PersonOf(account); err != nil || linked == i.Person && linked != "" {
			return i, err
		}
		return i, ErrInvitationUsed
	case i.UsedBy != 0 || i.Revoked:
		return i, ErrInvitationUsed
	case now.After(i.Expires):
		return i, ErrInvitationExpired
	}
	return i, nil
}

// Invitation finds an invitation by id.
func (tx *Tx) Invitation(id int64) (Invitation, bool, error) { return tx.invitation(`id = ?`, id) }

func (tx *Tx) invitation(where string, args ...any) (i Invitation, found bool, err error) {
	var expires int64
	var usedBy, revoked sql.NullInt64
	found, err = tx.one([]any{&i.ID, &i.Person, &i.Name, &i.Role, &i.Unit, &i.Device, &i.By, &expires, &usedBy, &revoked},
		`SELECT id, ifnull(person, ''), name, role, unit, device, made_by, expires_at, used_by, revoked_at FROM invitation WHERE `+where, args...)
	i.Expires, i.UsedBy, i.Revoked = time.UnixMilli(expires), usedBy.Int64, revoked.Valid
	return i, found, wrapRead("invitation", err)
}

// OpenInvitations lists the invitations that can still be used, the oldest first.
func (tx *Tx) OpenInvitations(now time.Time) ([]Invitation, error) {
	open, err := collect(tx, func(rows *sql.Rows) (i Invitation, err error) {
		var expires int64
		err = rows.Scan(&i.ID, &i.Person, &i.Name, &i.Role, &i.Unit, &i.Device, &i.By, &expires)
		i.Expires = time.UnixMilli(expires)
		return i, err
	}, `SELECT id, ifnull(person, ''), name, role, unit, device, made_by, expires_at FROM invitation
		WHERE used_at IS NULL AND revoked_at IS NULL AND expires_at >= ? ORDER BY id`, instant(now))
	return open, wrapRead("invitations", err)
}

// RevokeInvitation makes an invitation worthless; revoked is false if it was used,
// revoked or has expired already.
func (tx *Tx) RevokeInvitation(id int64, by string, now time.Time) (revoked bool, err error) {
	i, found, err := tx.Invitation(id)
	if err != nil || !found || i.UsedBy != 0 || i.Revoked || now.After(i.Expires) {
		return false, err
	}
	if _, err := tx.exec(`UPDATE invitation SET revoked_at = ? WHERE id = ?`, instant(now), id); err != nil {
		return false, fmt.Errorf("revoke invitation: %w", err)
	}
	return true, tx.Record(Entry{At: now, Actor: by, Act: DidRevoke, Subject: i.subject(), Old: i.gift()})
}

// Confirm uses an invitation: the account is the person from now on, and the person
// has the role and unit. key is the one for a person who is not in the directory yet.
// An account that was somebody else before is that person no more. It returns the
// accounts that the person had and has no more.
func (tx *Tx) Confirm(id int64, key string, account int64, now time.Time) (person string, replaced []int64, err error) {
	i, err := tx.usable(account, now, `id = ?`, id)
	if err != nil || i.UsedBy != 0 {
		return i.Person, nil, err
	}
	if i.Person == "" {
		i.Person = key
	}
	accounts, err := tx.AccountsOf(i.Person)
	if err != nil {
		return "", nil, err
	}
	others := slices.DeleteFunc(accounts, func(a int64) bool { return a == account })
	switch {
	case len(others) == 0:
	case i.Device == OtherDevice:
		replaced = others
	case i.Device == FirstDevice || len(others) >= MostDevices:
		return i.Person, nil, ErrSecondDevice
	}
	if err := tx.giveRole(i); err != nil {
		return "", nil, fmt.Errorf("confirm invitation: %w", err)
	}
	if _, err := tx.exec(`UPDATE invitation SET used_at = ?, used_by = ?, person = ? WHERE id = ?`, instant(now), account, i.Person, id); err != nil {
		return "", nil, fmt.Errorf("confirm invitation: %w", err)
	}
	for _, other := range replaced {
		if _, err := tx.Unlink(other, i.By, "", now); err != nil {
			return "", nil, err
		}
	}
	if err := tx.link(account, i.Person, now); err != nil {
		return "", nil, err
	}
	return i.Person, replaced, tx.Record(Entry{At: now, Actor: i.Person, Act: DidEnrol, Subject: i.subject(), New: i.gift()})
}

// giveRole makes the person what the invitation says.
func (tx *Tx) giveRole(i Invitation) error {
	p, found, err := tx.person(i.Person)
	if err != nil {
		return err
	}
	if !found {
		p = staff.Person{Key: i.Person, Name: i.Name}
	}
	if i.Role != "" && !p.Has(i.Role) {
		p.Roles = append(p.Roles, i.Role)
	}
	if p.Unit == "" {
		p.Unit = i.Unit
	}
	if found && i.Role == "" && i.Unit == "" {
		return nil
	}
	return tx.AddPerson(p)
}
