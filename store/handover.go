package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/staff"
)

// Why a handover cannot be.
var (
	ErrSameHands  = errors.New("handed over to the same person")
	ErrNotTheirs  = errors.New("the predecessor does not have the role")
	ErrOtherUnit  = errors.New("the successor speaks for another unit")
	ErrLastOffice = errors.New("nobody would be left who can hand over")
)

// A Handover moves one role from a person to another (bàn giao), with the work that
// goes with it.
type Handover struct {
	ID          int64
	Predecessor string // key
	Successor   string // key; "" if nobody has the post yet
	Role        staff.Role
	Unit        string // code of the predecessor's unit then, "" for none
	At          time.Time
}

// forUnit reports whether the role is one that speaks for a unit.
func (h Handover) forUnit() bool { return h.Role == staff.UnitHead || h.Role == staff.UnitContact }

// Suits reports whether the work of the handover is for the person: it was handed to
// them, or to nobody yet and they have the role now, in the unit that stands for its.
func (h Handover) Suits(p staff.Person, d *staff.Directory, day civil.Date) bool {
	if h.Successor != "" {
		return h.Successor == p.Key
	}
	unit, _ := d.StandsFor(h.Unit, day)
	return p.Has(h.Role) && p.Key != h.Predecessor && (!h.forUnit() || unit.Code == p.Unit && p.Unit != "")
}

// A Handing is what is handed over at once.
type Handing struct {
	From, To string                 // keys; To is "" if nobody has the post yet
	Roles    []staff.Role           // of From's
	By       string                 // key of who does it
	Work     map[staff.Role][]int64 // screens that go on with the role
	Keep     []int64                // screens of From that are not forgotten: the one that says how it ended
}

// HandOver moves the roles, and holds their screens until TakeOver. Who has no role left
// has no access either: their accounts are unlinked, and returned; codes that would let
// them in again are revoked, and the successor is in the groups in their place. What
// they did stays theirs.
func (tx *Tx) HandOver(h Handing, now time.Time) (ended []int64, err error) {
	from, err := tx.MayHandOver(h)
	if err != nil {
		return nil, err
	}
	for _, role := range h.Roles {
		id, err := tx.insert(`INSERT INTO handover (predecessor, successor, role, unit, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?)`,
			h.From, h.To, string(role), from.Unit, h.By, instant(now))
		if err != nil {
			return nil, fmt.Errorf("hand over: %w", err)
		}
		if err := tx.hold(id, h.To, h.Work[role], now); err != nil {
			return nil, fmt.Errorf("hand over: %w", err)
		}
		if err := tx.passOn(h.From, h.To, role); err != nil {
			return nil, fmt.Errorf("hand over: %w", err)
		}
	}
	// The audit is to name the roles that people had when they did it.
	if err := tx.Record(Entry{At: now, Actor: h.By, Act: DidHandOver, Subject: Subject{AboutPerson, h.From}, Old: h.gift(from.Unit), New: h.To}); err != nil {
		return nil, err
	}
	if len(h.Roles) == len(from.Roles) {
		if ended, err = tx.endAccess(h, now); err != nil {
			return nil, fmt.Errorf("hand over: %w", err)
		}
	}
	if err := tx.moveRoles(from, h); err != nil {
		return nil, fmt.Errorf("hand over: %w", err)
	}
	return ended, tx.touchDirectory()
}

// gift is what is handed over, as the audit keeps it.
func (h Handing) gift(unit string) string {
	parts := make([]string, len(h.Roles))
	for i, role := range h.Roles {
		parts[i] = string(role)
	}
	if unit != "" {
		parts = append(parts, unit)
	}
	return strings.Join(parts, ", ")
}

// speaksFor are the roles that mean nothing without their unit.
var speaksFor = []staff.Role{staff.UnitHead, staff.UnitContact}

func speaksForUnit(roles []staff.Role) bool {
	return slices.ContainsFunc(roles, func(r staff.Role) bool { return slices.Contains(speaksFor, r) })
}

// MayHandOver judges a handing by what the directory says now.
func (tx *Tx) MayHandOver(h Handing) (from staff.Person, err error) {
	from, found, err := tx.person(h.From)
	switch {
	case err != nil:
		return from, err
	case !found || len(h.Roles) == 0 || slices.ContainsFunc(h.Roles, func(r staff.Role) bool { return !from.Has(r) }):
		return from, ErrNotTheirs
	case h.From == h.To:
		return from, ErrSameHands
	}
	if h.To != "" {
		to, found, err := tx.person(h.To)
		if err != nil || !found {
			return from, errors.Join(err, notFound(found))
		}
		if to.Unit != "" && to.Unit != from.Unit && speaksForUnit(h.Roles) && speaksForUnit(to.Roles) {
			return from, ErrOtherUnit
		}
	}
	d, err := tx.Directory()
	if err != nil {
		return from, err
	}
	left, err := tx.officeLeft(d, h)
	if err == nil && from.May(staff.HandOver) && !left {
		err = ErrLastOffice
	}
	return from, err
}

// LastOfOffice reports whether somebody with one account is the last with any who may
// hand over and invite: without them nobody could be let in again.
func (tx *Tx) LastOfOffice(p staff.Person) (bool, error) {
	if !p.May(staff.HandOver) {
		return false, nil
	}
	d, err := tx.Directory()
	accounts, err2 := tx.AccountsOf(p.Key)
	if err := errors.Join(err, err2); err != nil || len(accounts) > 1 {
		return false, err
	}
	left, err := tx.officeLeft(d, Handing{From: p.Key, Roles: p.Roles})
	return !left, err
}

// officeLeft reports whether, after the handing, somebody with an account may hand over
// and invite.
func (tx *Tx) officeLeft(d staff.Directory, h Handing) (bool, error) {
	for _, p := range d.People {
		switch p.Key {
		case h.From:
			p.Roles = slices.DeleteFunc(slices.Clone(p.Roles), func(r staff.Role) bool { return slices.Contains(h.Roles, r) })
		case h.To:
			p.Roles = append(slices.Clone(p.Roles), h.Roles...)
		}
		if !p.May(staff.HandOver) {
			continue
		}
		if accounts, err := tx.AccountsOf(p.Key); err != nil || len(accounts) > 0 {
			return true, err
		}
	}
	return false, nil
}

// moveRoles takes the roles from one and gives them to the other, who moves to the unit
// if the role is one that speaks for it. A role that the directory file gives is only
// marked: the next file that says the same does not give it back.
func (tx *Tx) moveRoles(from staff.Person, h Handing) error {
	for _, role := range h.Roles {
		for _, statement := range []string{
			`UPDATE person_role SET handed = 1 WHERE person = ? AND role = ? AND listed = 1`,
			`DELETE FROM person_role WHERE person = ? AND role = ? AND listed = 0`,
		} {
			if _, err := tx.exec(statement, h.From, string(role)); err != nil {
				return err
			}
		}
	}
	if h.To == "" {
		return nil
	}
	to, _, err := tx.person(h.To)
	if err != nil {
		return err
	}
	for _, role := range h.Roles {
		if !to.Has(role) {
			to.Roles = append(to.Roles, role)
		}
	}
	if to.Unit == "" || speaksForUnit(h.Roles) {
		to.Unit = from.Unit
	}
	return tx.AddPerson(to)
}

// endAccess ends the access of somebody who has no role any more.
func (tx *Tx) endAccess(h Handing, now time.Time) (ended []int64, err error) {
	if ended, err = tx.AccountsOf(h.From); err != nil {
		return nil, err
	}
	for _, account := range ended {
		if _, err := tx.Unlink(account, h.By, "", now, h.Keep...); err != nil {
			return nil, err
		}
	}
	open, err := tx.OpenInvitations(now)
	if err != nil {
		return nil, err
	}
	for _, i := range open {
		if i.Person == h.From {
			if _, err := tx.RevokeInvitation(i.ID, h.By, now); err != nil {
				return nil, err
			}
		}
	}
	if h.To != "" { // who was invited by them tells the successor
		if _, err := tx.exec(`UPDATE invitation SET made_by = ? WHERE made_by = ? AND used_at IS NULL`, h.To, h.From); err != nil {
			return nil, err
		}
	}
	return ended, tx.replaceMember(h.From, h.To)
}

// replaceMember puts the one in the place of the other in every group, or nobody.
func (tx *Tx) replaceMember(from, to string) error {
	d, err := tx.Directory()
	if err != nil {
		return err
	}
	for _, g := range d.Groups {
		at := slices.Index(g.Members, from)
		if at < 0 {
			continue
		}
		members := slices.Clone(g.Members)
		if to == "" || slices.Contains(members, to) {
			members = slices.Delete(members, at, at+1)
		} else {
			members[at] = to
		}
		if _, err := tx.exec(`UPDATE staff_group SET members = ? WHERE name = ?`, list(members), g.Name); err != nil {
			return err
		}
	}
	return nil
}

// hold takes screens out of their chat until the successor takes them over.
func (tx *Tx) hold(handover int64, to string, screens []int64, now time.Time) error {
	if _, err := tx.exec(`UPDATE outbox SET state = 'withdrawn', reason = 'handed over', settled_at = ?, `+erased+`
		WHERE state = 'waiting' AND screen IN (SELECT value FROM json_each(?))`, instant(now), ids(screens)); err != nil {
		return err
	}
	_, err := tx.exec(`UPDATE screen SET handover = ?, chat = 0, message = 0, person = ?, awaits = 0
		WHERE id IN (SELECT value FROM json_each(?))`, handover, to, ids(screens))
	return err
}

// passOn gives what waits for somebody, who hands the role over before they ever took
// it, to the next.
func (tx *Tx) passOn(from, to string, role staff.Role) error {
	if _, err := tx.exec(`UPDATE screen SET person = ? WHERE handover IN
		(SELECT id FROM handover WHERE taken_at IS NULL AND successor = ? AND role = ?)`, to, from, string(role)); err != nil {
		return err
	}
	_, err := tx.exec(`UPDATE handover SET successor = ? WHERE taken_at IS NULL AND successor = ? AND role = ?`, to, from, string(role))
	return err
}

// OpenHandovers lists the handovers whose work nobody has taken over yet, the oldest
// first.
func (tx *Tx) OpenHandovers() ([]Handover, error) {
	open, err := collect(tx, func(rows *sql.Rows) (h Handover, err error) {
		var at int64
		err = rows.Scan(&h.ID, &h.Predecessor, &h.Successor, &h.Role, &h.Unit, &at)
		h.At = time.UnixMilli(at)
		return h, err
	}, `SELECT id, predecessor, successor, role, unit, made_at FROM handover WHERE taken_at IS NULL ORDER BY id`)
	return open, wrapRead("handovers", err)
}

// TakeOver gives the work of handovers to who has the post now: their screens stand in
// the account's chat, yet to be shown there.
func (tx *Tx) TakeOver(all []Handover, person string, account int64, now time.Time) (screens []Screen, err error) {
	for _, h := range all {
		taken, err := tx.changed(`UPDATE handover SET taken_at = ?, successor = ? WHERE id = ? AND taken_at IS NULL`, instant(now), person, h.ID)
		if err != nil {
			return nil, fmt.Errorf("take over: %w", err)
		}
		if taken == 0 {
			continue
		}
		if _, err := tx.exec(`UPDATE screen SET chat = ?, person = ?, changed_at = ? WHERE handover = ?`, account, person, instant(now), h.ID); err != nil {
			return nil, fmt.Errorf("take over: %w", err)
		}
		held, err := tx.screens(`handover = ? ORDER BY id`, h.ID)
		if err != nil {
			return nil, err
		}
		screens = append(screens, held...)
		if _, err := tx.exec(`UPDATE screen SET handover = 0 WHERE handover = ?`, h.ID); err != nil {
			return nil, fmt.Errorf("take over: %w", err)
		}
		if err := tx.Record(Entry{At: now, Actor: person, Act: DidTakeOver, Subject: Subject{AboutPerson, h.Predecessor}, New: string(h.Role)}); err != nil {
			return nil, err
		}
	}
	return screens, nil
}

// ScreensOf lists the screens that the person has in private chats and that changed
// after the time, the oldest first.
func (tx *Tx) ScreensOf(person string, after time.Time) ([]Screen, error) {
	return tx.screens(`person = ? AND chat > 0 AND changed_at > ? ORDER BY changed_at, id`, person, instant(after))
}
