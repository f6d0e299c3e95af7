package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// charged reports whether the person was assigned to a part of a unit's sheet, any part
// for "".
func (m *matrix) charged(p staff.Person, unit, part string) bool {
	i := slices.IndexFunc(matrixUnits, func(u struct {
		unit, cluster, percent string
		points                 score.Points
	}) bool {
		return u.unit == unit
	})
	return i >= 0 && (p.Key == "an" || p.Key == "x" && slices.ContainsFunc(m.charges, func(c store.Charge) bool {
		return c.Cluster == matrixUnits[i].cluster && (part == "" || part == c.Part)
	}))
}

// mayRead judges by the table of rights: what a unit works on is for those who fill it in,
// what it has submitted for those who read results, the totals at last for everybody.
func (m *matrix) mayRead(p staff.Person, k kept) bool {
	switch {
	case k.figure && m.public:
		return true
	case k.draft:
		return p.MayOn(staff.FillForm, staff.Target{Unit: k.unit})
	}
	part := k.part
	if k.figure || part == score.DeductionPart {
		part = ""
	}
	return p.MayOn(staff.ReadResult, staff.Target{Unit: k.unit, Assigned: m.charged(p, k.unit, part)})
}

// mayWrite judges by the table of rights and the separation of duties whether the person
// may change a row; see look for the keys.
func (m *matrix) mayWrite(key string) bool {
	table, rest, _ := strings.Cut(key, "/")
	code, part, _ := strings.Cut(rest, "/")
	unit, _ := m.staff.Unit(code)
	part, _, _ = strings.Cut(part, ".")
	p, on := m.who, staff.Target{Unit: code, Assigned: m.charged(m.who, code, "")}
	work := staff.Work{Unit: unit, Assigned: m.charged(p, code, part)}
	if slices.Index(matrixStates, m.state) >= slices.Index(matrixStates, score.PeriodAppraising) {
		work.Appraised = []string{"an"}
	}
	fills := p.MayEnter(staff.FillForm, work) == staff.Allowed
	appraises := p.MayAppraise(work) == staff.Allowed || p.May(staff.FillIn)
	switch table {
	case "entry", "explanation", "answer":
		return fills
	case "submission":
		return fills || appraises || p.MayAppraise(staff.Work{Unit: unit, Assigned: on.Assigned}) == staff.Allowed || p.May(staff.ManagePeriod) || p.May(staff.DecideCouncil)
	case "appraisal", "inquiry":
		return appraises
	case "penalty":
		return p.MayOn(staff.ProposeVeto, on)
	case "ruling":
		return p.MayDecide("an", code) == staff.Allowed
	case "council":
		return p.May(staff.DecideCouncil)
	case "period":
		return p.May(staff.ManagePeriod) || p.May(staff.DecideCouncil) || p.May(staff.ConfirmPublication)
	case "team", "target":
		return p.May(staff.ManagePeriod)
	case "sheet":
		return p.May(staff.ManageSheet)
	case "announcement":
		return p.May(staff.DraftPublication) || p.May(staff.ConfirmPublication)
	case "publication":
		return p.MayPublish("ha") == staff.Allowed
	}
	return false
}

// look reads all that is kept of the period, by what it is.
func (m *matrix) look() map[string]string {
	rows := map[string]string{}
	put := func(value any, err error, key ...any) {
		m.must(err)
		raw, err := json.Marshal(value)
		m.must(err)
		rows[strings.TrimSuffix(fmt.Sprintln(key...), "\n")] = string(raw)
	}
	m.must(m.running.ledger.Read(m.t.Context(), func(tx *store.Tx) error {
		periods, err := tx.Periods()
		m.must(err)
		sheets, err := tx.Sheets()
		put(sheets, err, "sheet")
		all, err := tx.PublishedAll()
		put(all, err, "publication")
		draft, _, err := tx.LastDraft()
		put(draft, err, "announcement")
		for _, p := range periods {
			clusters, err := tx.ClusterSheets(p.ID)
			put([]any{p, clusters}, err, "period")
			team, err := tx.Team(p.ID)
			put(fmt.Sprintf("%+v", team), err, "team")
			sessions, err := tx.Sessions(p.ID)
			put(sessions, err, "council")
			open, _, err := tx.OpenAnnouncement(p.ID)
			put(open, err, "announcement")
			forms, err := tx.Submissions(p.ID)
			m.must(err)
			for _, form := range forms {
				put(form, nil, "submission/"+form.Unit)
				targets, err := tx.Covenants(p.ID, form.Unit)
				put(targets, err, "target/"+form.Unit)
				m.lookAtSheet(tx, form, put)
			}
		}
		return nil
	}))
	return rows
}

func (m *matrix) lookAtSheet(tx *store.Tx, form store.Submission, put func(any, error, ...any)) {
	entries, err := tx.Entries(form.Period, form.Unit)
	m.must(err)
	for _, e := range entries {
		e.Points = 0 // follows from the targets
		put(e, nil, "entry/"+form.Unit+"/"+e.Code)
	}
	history, err := tx.Appraisals(form.Period, form.Unit)
	m.must(err)
	for _, a := range history {
		put(a, nil, fmt.Sprint("appraisal/", form.Unit, "/", a.Code, ".", a.Revision))
	}
	said, err := tx.Explanations(form)
	m.must(err)
	for code, e := range said {
		put(e, nil, "explanation/"+form.Unit+"/"+code)
	}
	inquiries, err := tx.Inquiries(form.Period, form.Unit)
	m.must(err)
	for _, q := range inquiries {
		if q.Answer != "" {
			put([]any{q.Answer, q.AnsweredBy}, nil, fmt.Sprint("answer/", form.Unit, "/", q.Code, ".", q.ID))
		}
		q.Answer, q.AnsweredBy, q.AnsweredAt = "", "", form.First
		put(q, nil, fmt.Sprint("inquiry/", form.Unit, "/", q.Code, ".", q.ID))
	}
	penalties, err := tx.Penalties(form.Period, form.Unit)
	m.must(err)
	for _, p := range penalties {
		if p.Decision != store.Proposed {
			put([]any{p.Decision, p.Why, p.Decider}, nil, fmt.Sprint("ruling/", form.Unit, "/", p.ID))
		}
		p.Decision, p.Why, p.Decider, p.Decided = "", "", "", p.At
		put(p, nil, fmt.Sprint("penalty/", form.Unit, "/", p.ID))
	}
}
