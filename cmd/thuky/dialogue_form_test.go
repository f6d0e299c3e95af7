package main

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// What scripts about score forms say besides. The office's part is done in the ledger at
// once: how the office does it in chat is told by scripts of its own.
//
//	period Năm 2021 by sample/sheets/06-phong-trao-chuyen-de-50.toml for P9, P7 due 2021-10-30 17:00
//	period closes
//	period goes to appraising
//	period takes testdata/sheet/changed.toml   another sheet for its clusters
//	period extends P9 to 2021-11-05 17:00
//	period returns 2.2 of P9: thiếu minh chứng   while it is appraised
//	P9 merges into P8 · P9 ends
//	Ngân hands over                            loses every role
//	Phòng 9 deletes the form                   the bot's last message
var formActions = regexp.MustCompile(`^(?:period (?:(?P<title>.+) by (?P<sheet>\S+) for (?P<units>.+) due (?P<due>.+)|goes to (?P<state>\S+)|takes (?P<takes>\S+)|` +
	`extends (?P<extended>\S+) to (?P<until>.+)|returns (?P<code>\S+) of (?P<returned>\S+): (?P<why>.+)|(?P<closes>closes))|` +
	`(?P<merged>\S+) merges into (?P<heir>\S+)|(?P<ended>\S+) ends|(?P<leaver>.+) hands over|(?P<deleter>.+) deletes the form)$`)

// playFormLine plays such a line; false if it is none.
func playFormLine(w *theatre, line string) bool {
	w.t.Helper()
	found := formActions.FindStringSubmatch(line)
	if found == nil {
		return false
	}
	part := func(name string) string { return found[formActions.SubexpIndex(name)] }
	switch {
	case part("title") != "":
		w.openPeriod(part("title"), part("sheet"), strings.Split(part("units"), ", "), part("due"))
	case part("closes") != "":
		w.inPeriod(func(tx *store.Tx, p store.Period) error {
			_, err := tx.StepPeriod(p.ID, score.PeriodClosed, "ha", "", w.now())
			return err
		})
	case part("state") != "":
		if part("state") == string(score.PeriodAppraising) {
			w.appointTeam()
		}
		w.inPeriod(func(tx *store.Tx, p store.Period) error {
			_, err := tx.StepPeriod(p.ID, score.PeriodState(part("state")), "ha", "", w.now())
			return err
		})
	case part("takes") != "":
		w.inPeriod(func(tx *store.Tx, p store.Period) error {
			v, err := tx.TakeSheet(w.sheet(part("takes")), "ha", w.now())
			if err != nil {
				return err
			}
			sheets, err := tx.ClusterSheets(p.ID)
			for cluster := range sheets {
				w.must(tx.SetClusterSheet(p.ID, cluster, v.ID, "ha", w.now()))
			}
			return err
		})
	case part("extended") != "":
		w.inPeriod(func(tx *store.Tx, p store.Period) error {
			return tx.Extend(p.ID, part("extended"), w.moment(part("until")), "bận xét xử", "ha", w.now())
		})
	case part("returned") != "":
		w.inPeriod(func(tx *store.Tx, p store.Period) error {
			s, _, err := tx.Submission(p.ID, part("returned"))
			w.must(err)
			s, _, err = tx.Decide(s, store.Appraisal{Code: part("code"), Decision: score.SendBack, Reason: part("why"), By: "vinh"}, w.now())
			w.must(err)
			_, err = tx.ReturnSheet(s, "vinh", w.now())
			return err
		})
	case part("merged") != "":
		w.endUnit(part("merged"), part("heir"))
	case part("ended") != "":
		w.endUnit(part("ended"), "")
	case part("leaver") != "":
		member, _ := played(&w.staff, part("leaver"))
		w.changeDirectory(func(d *staff.Directory) {
			i := slices.IndexFunc(d.People, func(p staff.Person) bool { return p.Key == member.Key })
			d.People[i].Roles = []staff.Role{staff.Staff}
		})
	case part("deleter") != "":
		p := w.person(part("deleter"))
		p.Delete(p.LastOfBot().ID)
	}
	return true
}

// appointTeam lets one person of Phòng 15 appraise everything.
func (w *theatre) appointTeam() {
	w.t.Helper()
	w.changeDirectory(func(d *staff.Directory) {
		d.People = append(d.People, staff.Person{Key: "vinh", Name: "Vinh", Unit: "P15", Roles: []staff.Role{staff.Appraiser}})
	})
	w.inPeriod(func(tx *store.Tx, p store.Period) error {
		w.must(tx.SetTeam(p.ID, "12/QĐ-VKS", civil.DateOf(w.now()), "ha", w.now()))
		sheets, err := tx.ClusterSheets(p.ID)
		w.must(err)
		var charges []store.Charge
		for cluster, version := range sheets {
			_, sheet, err := tx.Sheet(version)
			w.must(err)
			for _, part := range sheet.Parts() {
				charges = append(charges, store.Charge{Cluster: cluster, Part: part})
			}
		}
		return tx.SetCharges(p.ID, "vinh", charges, "ha", w.now())
	})
}

func (w *theatre) moment(at string) time.Time {
	w.t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", at, w.zone)
	w.must(err)
	return when
}

func (w *theatre) sheet(file string) score.Sheet {
	w.t.Helper()
	f, err := os.Open(file)
	w.must(err)
	defer f.Close()
	sheet, err := score.Decode(f)
	w.must(err)
	return sheet
}

func (w *theatre) write(do func(*store.Tx) error) {
	w.t.Helper()
	w.must(w.running.ledger.Write(context.Background(), do))
}

// inPeriod does something to the newest period.
func (w *theatre) inPeriod(do func(*store.Tx, store.Period) error) {
	w.t.Helper()
	w.write(func(tx *store.Tx) error {
		all, err := tx.Periods()
		w.must(err)
		return do(tx, all[0])
	})
}

// openPeriod opens an emulation period for the units, each in its cluster, all by one
// sheet.
func (w *theatre) openPeriod(title, file string, units []string, due string) (period int64) {
	w.t.Helper()
	sheet := w.sheet(file)
	w.write(func(tx *store.Tx) error {
		v, err := tx.TakeSheet(sheet, "ha", w.now())
		if err != nil && err != store.ErrSameSheet {
			return err
		}
		p, err := tx.NewPeriod(store.Period{Title: title, From: civil.Date{Year: 2020, Month: 12, Day: 1}, To: civil.Date{Year: 2021, Month: 11, Day: 30},
			SelfDue: w.moment(due), By: "ha"}, w.now())
		w.must(err)
		period = p.ID
		for _, code := range units {
			u, _ := w.staff.Unit(code)
			w.must(tx.EnterUnit(p.ID, code, u.Cluster, "ha", w.now()))
			w.must(tx.SetClusterSheet(p.ID, u.Cluster, v.ID, "ha", w.now()))
		}
		_, err = tx.StepPeriod(p.ID, score.PeriodOpen, "ha", "", w.now())
		return err
	})
	return period
}

func (w *theatre) changeDirectory(change func(*staff.Directory)) {
	w.t.Helper()
	w.write(func(tx *store.Tx) error {
		d, err := tx.Directory()
		w.must(err)
		change(&d)
		return tx.SaveDirectory(d)
	})
}

// endUnit lets a unit end yesterday, with a successor or without.
func (w *theatre) endUnit(code, heir string) {
	w.t.Helper()
	w.changeDirectory(func(d *staff.Directory) {
		i := slices.IndexFunc(d.Units, func(u staff.Unit) bool { return u.Code == code })
		d.Units[i].To, d.Units[i].Successor = civil.DateOf(w.now()).AddDays(-1), heir
	})
}
