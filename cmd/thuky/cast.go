package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/bot/vi"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/staff"
)

// castOffice is the sample office with the people whom the seed does not name: a
// clerk, and a contact in each unit. Their names are made up.
func castOffice() (staff.Directory, error) {
	d, err := sampleOffice()
	if err != nil {
		return d, err
	}
	d.People = append(d.People, staff.Person{Key: "ha", Name: "Hà", Title: "Chuyên viên", Unit: "VP", Roles: []staff.Role{staff.Clerk}})
	for _, u := range d.Units {
		if u.Code != "VP" && !u.HoldsLeaders() {
			d.People = append(d.People, staff.Person{Key: names.Key("dau moi " + u.Code), Name: "Đầu mối " + u.Name,
				Unit: u.Code, Roles: []staff.Role{staff.UnitContact}})
		}
	}
	return d, nil
}

// played finds whom a typed name means in the demo: a person, or the one who
// speaks for a unit ("Văn phòng", "P9").
func played(d *staff.Directory, typed string) (staff.Person, bool) {
	if found := names.Called(d, typed); len(found) == 1 {
		return found[0], true
	}
	for _, u := range d.Units {
		for _, name := range append([]string{u.Code, u.Name}, u.Aliases...) {
			if !strings.EqualFold(vi.Fold(name), vi.Fold(typed)) {
				continue
			}
			for _, p := range d.People {
				if p.Unit == u.Code {
					return p, true
				}
			}
		}
	}
	return staff.Person{}, false
}

// furnish fills an empty ledger with the sample office and its published week,
// and gives everybody an invitation. Codes are by person key.
func furnish(ctx context.Context, ledger *store.Store, d staff.Directory, now time.Time) (codes map[string]string, err error) {
	codes = map[string]string{}
	document, err := doc.Read("lich.txt", sampleWeek)
	if err != nil {
		return nil, fmt.Errorf("sample week: %w", err)
	}
	read := weekly.Read(document, names.New(d), now)
	err = ledger.Write(ctx, func(tx *store.Tx) error {
		if err := tx.SaveDirectory(d); err != nil {
			return err
		}
		for _, p := range d.People {
			if codes[p.Key], err = tx.Invite(p.Key, "", now); err != nil {
				return err
			}
		}
		_, err := tx.PublishWeek(read.Week, "ha", now)
		return err
	})
	return codes, err
}
