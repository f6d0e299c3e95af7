package store

import (
	"testing"
	"time"

	"thuky/store/staff"
)

// TestWrongCodesAreSlowedDownThenLocked sends a wrong code as soon as one is looked at.
func TestWrongCodesAreSlowedDownThenLocked(t *testing.T) {
	s := openTest(t, Options{})
	now := time.Date(2021, 10, 21, 6, 0, 0, 0, time.UTC)
	var pauses []time.Duration
	write(t, s, func(tx *Tx) error {
		for range staff.MostWrongCodes {
			until, err := tx.WrongCode(7, now)
			if err != nil {
				return err
			}
			pauses = append(pauses, until.Sub(now))
			now = until
		}
		return nil
	})
	for i := 1; i < len(pauses); i++ {
		if pauses[i] <= pauses[i-1] {
			t.Errorf("pauses do not grow: %v", pauses)
		}
	}
	if pauses[len(pauses)-1] != 24*time.Hour {
		t.Errorf("after %d wrong codes the account waits %v", staff.MostWrongCodes, pauses[len(pauses)-1])
	}
	if got := entries(t, s, AuditQuery{}); len(got) != 1 || got[0].Act != DidLockOut || got[0].Subject.Key != "7" {
		t.Errorf("the audit has %+v", got)
	}
	write(t, s, func(tx *Tx) error {
		if until, err := tx.CodesWait(8); err != nil || !until.IsZero() {
			t.Errorf("another account waits until %v (%v)", until, err)
		}
		until, err := tx.WrongCode(7, now.Add(time.Second))
		if err == nil && until.Sub(now) > time.Minute {
			t.Errorf("a day later the account still waits %v", until.Sub(now))
		}
		return err
	})
}

// TestSecondDeviceOnlyWithConsent lets a person use codes on several accounts.
func TestSecondDeviceOnlyWithConsent(t *testing.T) {
	now := time.Date(2021, 10, 21, 6, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		device  Device
		have    []int64 // accounts before
		account int64
		want    []int64 // accounts after
		err     error
	}{
		{FirstDevice, nil, 1, []int64{1}, nil},
		{FirstDevice, []int64{1}, 1, []int64{1}, nil},
		{FirstDevice, []int64{1}, 2, []int64{1}, ErrSecondDevice},
		{SecondDevice, []int64{1}, 2, []int64{1, 2}, nil},
		{SecondDevice, []int64{1, 2}, 3, []int64{1, 2}, ErrSecondDevice},
		{SecondDevice, []int64{1, 2}, 2, []int64{1, 2}, nil},
		{OtherDevice, []int64{1, 2}, 3, []int64{3}, nil},
		{OtherDevice, []int64{1, 2}, 2, []int64{2}, nil},
	} {
		s := openTest(t, Options{})
		write(t, s, func(tx *Tx) error {
			if err := tx.AddPerson(staff.Person{Key: "thao", Name: "Thảo", Roles: []staff.Role{staff.Leader}}); err != nil {
				return err
			}
			for _, a := range c.have {
				if err := tx.link(a, "thao", now); err != nil {
					return err
				}
			}
			i, _, err := tx.NewInvitation(Invitation{Person: "thao", Role: staff.Council, Device: c.device, By: "ha"}, now)
			if err != nil {
				return err
			}
			if _, _, err := tx.Confirm(i.ID, "", c.account, now); err != c.err {
				t.Errorf("%+v: %v", c, err)
			}
			got, err := tx.AccountsOf("thao")
			if ids(got) != ids(c.want) {
				t.Errorf("%+v: has %v", c, got)
			}
			p, _, err2 := tx.person("thao")
			if p.Has(staff.Council) != (c.err == nil) {
				t.Errorf("%+v: roles %v", c, p.Roles)
			}
			if err == nil {
				err = err2
			}
			return err
		})
	}
}

// TestUnlinkLeavesNothingBehindTheAccount: nobody is there, nothing waits, nothing can
// be pressed.
func TestUnlinkLeavesNothingBehindTheAccount(t *testing.T) {
	s := openTest(t, Options{})
	now := time.Date(2021, 10, 21, 6, 0, 0, 0, time.UTC)
	write(t, s, func(tx *Tx) error {
		if err := tx.AddPerson(staff.Person{Key: "thao", Name: "Thảo"}); err != nil {
			return err
		}
		if err := tx.link(1, "thao", now); err != nil {
			return err
		}
		if _, err := tx.NewFeed("thao", now); err != nil {
			return err
		}
		kept, err := tx.NewScreen(Screen{Chat: 1, Person: "thao", Duty: "x"}, 1, now)
		if err != nil {
			return err
		}
		gone, err := tx.NewScreen(Screen{Chat: 1, Person: "thao", Duty: "x"}, 1, now)
		if err != nil {
			return err
		}
		if err := tx.Queue(Delivery{Deed: "late", Chat: 1, Class: Reminder, Kind: Send, Message: Message{Text: "x"}}, now); err != nil {
			return err
		}
		if person, err := tx.Unlink(1, "thao", "", now, kept.ID); err != nil || person != "thao" {
			t.Errorf("unlinked %q: %v", person, err)
		}
		if person, err := tx.Unlink(1, "thao", "", now); err != nil || person != "" {
			t.Errorf("unlinked again %q: %v", person, err)
		}
		person, err1 := tx.PersonOf(1)
		made, err2 := tx.FeedMade("thao")
		_, keptIs, err3 := tx.Screen(kept.ID)
		_, goneIs, err4 := tx.Screen(gone.ID)
		waiting, _, err5 := tx.Envelopes(0)
		if person != "" || !made.IsZero() || !keptIs || goneIs || len(waiting) != 0 {
			t.Errorf("left behind: %q, feed %v, screens %t %t, %d deliveries", person, made, keptIs, goneIs, len(waiting))
		}
		for _, err := range []error{err1, err2, err3, err4, err5} {
			if err != nil {
				return err
			}
		}
		return nil
	})
}
