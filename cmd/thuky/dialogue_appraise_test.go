package main

import (
	"regexp"
	"slices"
	"strings"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// What scripts about appraisal say besides: people of whom the sample office has none,
// and what units have done before.
//
//	Nga joins as appraiser of P7           enrols too
//	period explains until 2021-11-20 17:00
//	P9 has submitted A.1=95, B.1=đạt       as its contact and its head would, with proof for each
//	Nga loses every role
var appraiseActions = regexp.MustCompile(`^(?:(?P<name>\S+) joins as (?P<role>[\w-]+)(?: of (?P<unit>\S+))?|period explains until (?P<until>.+)|` +
	`(?P<submitter>\S+) has submitted (?P<values>.+)|(?P<loser>\S+) loses every role)$`)

// playAppraiseLine plays such a line; false if it is none.
func playAppraiseLine(w *theatre, line string) bool {
	w.t.Helper()
	found := appraiseActions.FindStringSubmatch(line)
	if found == nil {
		return false
	}
	part := func(name string) string { return found[appraiseActions.SubexpIndex(name)] }
	switch {
	case part("name") != "":
		w.join(part("name"), staff.Role(part("role")), part("unit"))
	case part("until") != "":
		w.inPeriod(func(tx *store.Tx, p store.Period) error {
			p.ExplainBy = w.moment(part("until"))
			return tx.ChangePeriod(p, "ha", "", "", w.now())
		})
	case part("submitter") != "":
		w.inPeriod(func(tx *store.Tx, p store.Period) error {
			return w.submitted(tx, p, part("submitter"), strings.Split(part("values"), ", "))
		})
	case part("loser") != "":
		member, _ := played(&w.staff, part("loser"))
		w.changeDirectory(func(d *staff.Directory) {
			i := slices.IndexFunc(d.People, func(p staff.Person) bool { return p.Key == member.Key })
			d.People[i].Roles = []staff.Role{staff.Staff}
		})
	}
	return true
}

// join lets somebody work in the office from now on.
func (w *theatre) join(name string, role staff.Role, unit string) {
	w.t.Helper()
	p := staff.Person{Key: strings.ToLower(name), Name: name, Unit: unit, Roles: []staff.Role{role}}
	w.staff.People = append(w.staff.People, p)
	w.write(func(tx *store.Tx) (err error) {
		if err := tx.AddPerson(p); err != nil {
			return err
		}
		w.codes[p.Key], err = tx.Invite(p.Key, "", w.now())
		return err
	})
	w.enrol(name)
}

// submitted is a unit's sheet with the answers, handed in.
func (w *theatre) submitted(tx *store.Tx, p store.Period, unit string, values []string) error {
	s, _, err := tx.Submission(p.ID, unit)
	w.must(err)
	sheets, err := tx.ClusterSheets(p.ID)
	w.must(err)
	_, sheet, err := tx.Sheet(sheets[s.Cluster])
	w.must(err)
	if s.State == score.NotStarted {
		s, err = tx.BeginSubmission(s, sheets[s.Cluster], "dm-"+unit, w.now())
		w.must(err)
	}
	for _, one := range values {
		code, text, _ := strings.Cut(one, "=")
		leaf, ok := sheet.Leaf(code)
		if !ok {
			w.t.Fatalf("no code %s", code)
		}
		a, err := sheet.Read(leaf, text)
		w.must(err)
		before, err := tx.Entry(p.ID, unit, code)
		w.must(err)
		e := store.FormEntry{Code: code, Value: sheet.Text(leaf, a), Points: leaf.Worth(a, nil), By: "dm-" + unit, Revision: before.Revision}
		if a.State == score.Given {
			e.Evidence = []score.Evidence{{Number: "12/BC-VKS", Day: "2021-10-15", Summary: "Báo cáo năm"}}
		} else {
			e.Note = "không có vụ nào"
		}
		_, err = tx.SaveEntry(s, e, w.now())
		w.must(err)
	}
	_, err = tx.Submit(s, 0, "tt-"+unit, w.now())
	return err
}
