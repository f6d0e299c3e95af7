package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/bot/vi"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// castOffice is the sample office with the people whom the seed does not name: a
// clerk, a contact in each unit, and in Phòng 9 its head and a second contact. Their
// names are made up.
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
	d.People = append(d.People,
		staff.Person{Key: "dung", Name: "Dũng", Title: "Trưởng phòng", Short: "TP", Unit: "P9", Roles: []staff.Role{staff.UnitHead}},
		staff.Person{Key: "ngan", Name: "Ngân", Title: "Kiểm sát viên", Short: "KSV", Unit: "P9", Roles: []staff.Role{staff.UnitContact}})
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
		if _, err := tx.PublishWeek(read.Week, "ha", now); err != nil {
			return err
		}
		return furnishPeriod(tx, d, now)
	})
	return codes, err
}

// furnishPeriod opens an emulation period for every unit of the office, so that anybody
// can score at once. The figures of its sheets are illustrative.
func furnishPeriod(tx *store.Tx, d staff.Directory, now time.Time) error {
	at := func(days int, hour int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()+days, hour, 0, 0, 0, now.Location())
	}
	p, err := tx.NewPeriod(store.Period{Title: "Năm công tác 2021, số liệu minh họa", By: "ha",
		From: civil.Date{Year: 2020, Month: time.December, Day: 1}, To: civil.Date{Year: 2021, Month: time.November, Day: 30},
		Opens: at(-3, 8), SelfDue: at(15, 17), AppraiseBy: at(22, 17), ExplainBy: at(25, 17), CouncilAt: at(29, 8), PublishAt: at(32, 17)}, now)
	if err != nil {
		return err
	}
	versions := map[string]int64{} // by kind of unit
	for kind, file := range map[string]string{"phong": sampleDivisionSheet, "huyen": sampleDistrictSheet} {
		sheet, err := score.Decode(strings.NewReader(file))
		if err != nil {
			return fmt.Errorf("sample sheet: %w", err)
		}
		v, err := tx.TakeSheet(sheet, "ha", now)
		if err != nil {
			return err
		}
		versions[kind] = v.ID
	}
	for _, u := range d.Units {
		if u.Cluster == "" || u.HoldsLeaders() {
			continue
		}
		if err := tx.EnterUnit(p.ID, u.Code, u.Cluster, "ha", now); err != nil {
			return err
		}
		if version := versions[u.Kind]; version != 0 {
			if err := tx.SetClusterSheet(p.ID, u.Cluster, version, "ha", now); err != nil {
				return err
			}
		}
	}
	_, err = tx.StepPeriod(p.ID, score.PeriodOpen, "ha", "", now)
	return err
}
