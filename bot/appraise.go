package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyAppraise owns the screens on which the appraisal team (Tổ chấm điểm) goes through
// the sheets: the queue, a sheet, one answer.
const dutyAppraise = "appraise"

// An appraiseView is what such a screen shows.
type appraiseView string

const (
	appraisePeriods appraiseView = "periods"
	appraiseQueue   appraiseView = "queue"
	appraiseSheet   appraiseView = "sheet"
	appraiseLeaf    appraiseView = "leaf"

	appraiseValue appraiseView = "value" // another answer
	appraiseWhy   appraiseView = "why"   // the reason of a decision
	appraiseAsk   appraiseView = "ask"   // a question to the unit
	appraiseTake  appraiseView = "take"  // why a returned sheet is taken back

	appraisePenalty appraiseView = "penalty" // which one is proposed
	appraiseFaults  appraiseView = "faults"
	appraiseCause   appraiseView = "cause"  // why
	appraiseSource  appraiseView = "source" // where it is known from
)

// An appraiseState is what such a screen remembers.
type appraiseState struct {
	outcome
	View   appraiseView `json:"view"`
	Period int64        `json:"period,omitempty"`
	Unit   string       `json:"unit,omitempty"`
	Code   string       `json:"code,omitempty"`
	Page   int          `json:"page,omitempty"`
	Seen   int64        `json:"seen,omitempty"` // revision of the decision that was shown

	Decision score.Decision `json:"decision,omitempty"` // that is being given
	Value    string         `json:"value,omitempty"`
	Faults   int64          `json:"faults,omitempty"` // of a penalty that is being proposed
	Cause    string         `json:"cause,omitempty"`
}

var appraisals panel[appraiseState]

func init() {
	appraisals = panel[appraiseState]{
		duty: dutyAppraise, show: (*turn).showAppraisal, told: func(s *appraiseState) *outcome { return &s.outcome },
		back: func(s *appraiseState) {
			switch s.View {
			case appraiseValue, appraiseWhy, appraiseAsk:
				s.View = appraiseLeaf
			case appraiseFaults, appraiseCause, appraiseSource:
				s.View = appraisePenalty
			default:
				s.View = appraiseSheet
			}
		},
	}
}

// appraise begins with the queue of the period that is being appraised; of several
// periods one is to be chosen.
func (t *turn) appraise() error {
	return appraisals.open(t, appraiseState{View: appraisePeriods})
}

// appraiseChoice is a button of such a screen.
type appraiseChoice = choice[appraiseState]

func (s appraiseState) to(label string, view appraiseView) appraiseChoice {
	return appraiseChoice{label, func(s *appraiseState) { s.View, s.Page = view, 0 }}
}

func doAppraise(label string, act func(*appraiseState) error) appraiseChoice {
	return do(label, act, appraisals.told)
}

// An appraiseDesk is what is true of a sheet at the moment, for one turn.
type appraiseDesk struct {
	period    store.Period
	sub       store.Submission
	unit      staff.Unit // that answers for it now
	name      string
	sheet     *score.Sheet
	team      store.Team
	entered   []string
	appraised []string
	history   store.Appraisals
	entries   map[string]store.FormEntry
	said      map[string]store.Explanation
	inquiries []store.Inquiry
	penalties []store.Penalty
	undecided []string
	approved  bool // by the council: it stays as it is while another cluster is appraised again
}

// unitNow is the unit that answers for the sheet of a code today, and its name.
func (t *turn) unitNow(code string) (u staff.Unit, name string) {
	d := t.names.Directory()
	name = code
	if own, ok := d.Unit(code); ok {
		name = own.Name
	}
	u, _ = d.StandsFor(code, civil.DateOf(t.now))
	return u, name
}

// appraiseDesk looks at the sheet of a unit; found is false if it does not take part, or
// was never submitted.
func (t *turn) appraiseDesk(period int64, unit string) (k appraiseDesk, found bool, err error) {
	p, foundPeriod, err := t.tx.Period(period)
	s, foundSheet, err2 := t.tx.Submission(period, unit)
	if err := errors.Join(err, err2); err != nil || !foundPeriod || !foundSheet || s.First.IsZero() || s.Sheet == 0 {
		return k, false, err
	}
	k.period, k.sub = p, s
	k.unit, k.name = t.unitNow(unit)
	var errs [8]error
	_, k.sheet, errs[0] = t.tx.Sheet(s.Sheet)
	k.team, errs[1] = t.tx.Team(period)
	k.entered, k.appraised, errs[2] = t.tx.Hands(period, unit)
	k.history, errs[3] = t.tx.Appraisals(period, unit)
	k.said, errs[4] = t.tx.Explanations(s)
	k.inquiries, errs[5] = t.tx.Inquiries(period, unit)
	k.penalties, errs[6] = t.tx.Penalties(period, unit)
	k.undecided, errs[7] = t.tx.Undecided(s)
	concluded, err := t.tx.Concluded(period)
	if err != nil {
		return k, false, err
	}
	k.approved = concluded[s.Cluster].Decision == store.Approves
	entries, err := t.tx.Entries(period, unit)
	k.entries = make(map[string]store.FormEntry, len(entries))
	for _, e := range entries {
		k.entries[e.Code] = e
	}
	return k, true, errors.Join(append(errs[:], err)...)
}

// work is the sheet as the separation of duties looks at one part of it.
func (k appraiseDesk) work(person staff.Person, part string) (w staff.Work, absent string) {
	charge := store.Charge{Cluster: k.sub.Cluster, Part: part}
	w = staff.Work{Unit: k.unit, Assigned: k.team.Charged(person.Key, charge), Entered: k.entered, Appraised: k.appraised}
	if !w.Assigned {
		absent, w.FillsIn = k.team.Absentee(charge)
	}
	return w, absent
}

// mayAppraise judges whether the person may appraise a part of the sheet; absent is the
// member for whom they would fill in.
func (k appraiseDesk) mayAppraise(person staff.Person, part string) (absent string, why staff.Refusal) {
	w, absent := k.work(person, part)
	if why = person.MayAppraise(w); why != staff.Allowed {
		absent = ""
	}
	return absent, why
}

// mine are the leaves that the person decides on now, with what keeps them from others.
func (k appraiseDesk) mine(person staff.Person) (leaves []score.Leaf, absent string, why staff.Refusal) {
	why = staff.NoRight
	for _, l := range k.sheet.Leaves() {
		out, refusal := k.mayAppraise(person, k.sheet.Part(l))
		if refusal != staff.Allowed {
			if refusal != staff.NoRight {
				why = refusal
			}
			continue
		}
		if k.concerns(l) {
			leaves = append(leaves, l)
			if out != "" {
				absent = out
			}
		}
	}
	if len(leaves) > 0 {
		why = staff.Allowed
	}
	return leaves, absent, why
}

// concerns reports whether the leaf is to be decided on in the state of the period: all
// that was answered, later what was explained. What a unit works on is nobody else's to
// see.
func (k appraiseDesk) concerns(l score.Leaf) bool {
	if k.sub.State == score.Returned {
		return false
	}
	if k.period.State == score.PeriodExplaining {
		e, explained := k.said[l.Code]
		return explained && !e.Agrees && k.sub.Explained == k.sub.Round
	}
	return l.Criterion != nil || k.entries[l.Code].Value != "" || k.history.Last(l.Code).Revision > 0
}

func (k appraiseDesk) left(leaves []score.Leaf) int {
	n := 0
	for _, l := range leaves {
		if slices.Contains(k.undecided, l.Code) {
			n++
		}
	}
	return n
}

// appraisedNow are the periods in which the team has work.
func (t *turn) appraisedNow() ([]store.Period, error) {
	return t.tx.PeriodsIn(score.PeriodAppraising, score.PeriodExplaining)
}

// mayLook reports whether the person may look at the queue of a period: a member of its
// team, and the Office, which fills in for who is absent.
func (t *turn) mayLook(period int64) (bool, error) {
	if t.asker.May(staff.FillIn) {
		return true, nil
	}
	team, err := t.tx.Team(period)
	_, member := team.Member(t.asker.Key)
	return member && t.asker.MayOn(staff.Appraise, staff.Target{Assigned: true}), err
}

// showAppraisal is what such a screen shows now.
func (t *turn) showAppraisal(s *appraiseState) (page[appraiseState], error) {
	periods, err := t.appraisedNow()
	if err != nil {
		return page[appraiseState]{}, err
	}
	if s.View == appraisePeriods && len(periods) == 1 {
		s.View, s.Period = appraiseQueue, periods[0].ID
	}
	if s.View != appraisePeriods && !slices.ContainsFunc(periods, func(p store.Period) bool { return p.ID == s.Period }) {
		s.View = appraisePeriods
	}
	if s.View == appraisePeriods {
		return t.showAppraisePeriods(periods)
	}
	if may, err := t.mayLook(s.Period); err != nil || !may {
		return page[appraiseState]{message: render.NoAppraiser()}, err
	}
	if s.View == appraiseQueue {
		return t.showQueue(s)
	}
	k, found, err := t.appraiseDesk(s.Period, s.Unit)
	if err != nil {
		return page[appraiseState]{}, err
	}
	if !found || !t.mayProposeFor(k) { // nothing of it is theirs any more
		s.View = appraiseQueue
		return t.showQueue(s)
	}
	switch s.View {
	case appraiseLeaf, appraiseValue, appraiseWhy, appraiseAsk:
		return t.showLeaf(s, k)
	case appraiseTake:
		return t.showTakeBack(s, k), nil
	case appraisePenalty, appraiseFaults, appraiseCause, appraiseSource:
		return t.showPenalties(s, k), nil
	}
	return t.showAppraised(s, k)
}

// chargesAhead are the asker's parts in the periods whose appraisal has not begun.
func (t *turn) chargesAhead() (ahead []render.ChargeAhead, err error) {
	periods, err := t.tx.PeriodsIn(score.PeriodOpen, score.PeriodClosed)
	for _, p := range periods {
		team, err := t.tx.Team(p.ID)
		if err != nil {
			return nil, err
		}
		if m, found := team.Member(t.asker.Key); found {
			ahead = append(ahead, render.ChargeAhead{Period: p, Parts: render.ChargesText(m.Charges)})
		}
	}
	return ahead, err
}

func (t *turn) showAppraisePeriods(periods []store.Period) (page[appraiseState], error) {
	shown := page[appraiseState]{message: render.AppraisePeriods()}
	for _, p := range periods {
		may, err := t.mayLook(p.ID)
		if err != nil {
			return shown, err
		}
		if may {
			shown.rows = append(shown.rows, []appraiseChoice{{render.PeriodLabel(p), func(s *appraiseState) { *s = appraiseState{View: appraiseQueue, Period: p.ID} }}})
		}
	}
	switch {
	case len(shown.rows) > 0:
	case t.asker.May(staff.FillIn), t.asker.MayOn(staff.Appraise, staff.Target{Assigned: true}):
		charges, err := t.chargesAhead()
		if err != nil {
			return shown, err
		}
		shown.message = render.NothingToAppraise(charges)
	default:
		shown.message = render.NoAppraiser()
	}
	return shown, nil
}

// showQueue is the queue of the sheets by cluster.
func (t *turn) showQueue(s *appraiseState) (page[appraiseState], error) {
	p, _, err := t.tx.Period(s.Period)
	forms, err2 := t.tx.HandedIn(s.Period)
	if err := errors.Join(err, err2); err != nil {
		return page[appraiseState]{}, err
	}
	var queue []render.QueuedSheet
	var all []appraiseChoice
	for _, form := range forms {
		if p.State == score.PeriodExplaining && form.Explained != form.Round {
			continue // nothing to decide again
		}
		k, found, err := t.appraiseDesk(s.Period, form.Unit)
		if err != nil {
			return page[appraiseState]{}, err
		}
		if !found || k.approved {
			continue
		}
		leaves, _, why := k.mine(t.asker)
		q := render.QueuedSheet{Form: form, Unit: k.name, Of: len(leaves), Left: k.left(leaves), Refusal: why}
		queue = append(queue, q)
		if q.Of > 0 || t.mayProposeFor(k) {
			all = append(all, doAppraise(render.QueueLabel(q), func(s *appraiseState) error {
				s.View, s.Unit, s.Page = appraiseSheet, form.Unit, 0
				return t.recordReading(form.Period, form.Unit)
			}))
		}
	}
	rows := inRows(all, 2)
	rows = append(rows, []appraiseChoice{doAppraise("Đóng", func(s *appraiseState) error {
		end := render.AppraisalClosed()
		s.end = &end
		return nil
	})})
	return page[appraiseState]{message: render.AppraisalQueue(p, queue, t.now.Location()), rows: rows}, nil
}

// mayProposeFor reports whether the asker has to do with the sheet, and may propose
// penalties on it: a member with a part of it, and the Office.
func (t *turn) mayProposeFor(k appraiseDesk) bool {
	assigned := false
	for _, part := range k.sheet.Parts() {
		_, why := k.mayAppraise(t.asker, part)
		assigned = assigned || why == staff.Allowed
	}
	return t.asker.MayOn(staff.ProposeVeto, staff.Target{Unit: k.unit.Code, Assigned: assigned})
}

// late counts the working days by which a submission is late.
func (t *turn) late(due, submitted time.Time) int64 {
	return score.DaysLate(due, submitted, t.now.Location(), t.days.Off)
}

// personNames are people by their keys as others read them.
func (t *turn) personNames(keys []string) []string {
	all := make([]string, len(keys))
	for i, key := range keys {
		p, found := t.names.Directory().Person(key)
		if all[i] = p.Style(); !found {
			all[i] = strings.TrimSpace(key)
		}
	}
	return all
}
