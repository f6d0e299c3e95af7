package bot

import (
	"errors"
	"slices"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyExplain owns the screens on which a unit answers what the team changed in its
// sheet (giải trình).
const dutyExplain = "explain"

// An explainView is what such a screen shows.
type explainView string

const (
	explainChoose explainView = "choose" // of several sheets
	explainList   explainView = "list"
	explainOne    explainView = "one"
	explainTyping explainView = "typing"
	explainSend   explainView = "send" // is it really to be sent?
)

// An explainState is what such a screen remembers.
type explainState struct {
	outcome
	View   explainView `json:"view"`
	Period int64       `json:"period,omitempty"`
	Unit   string      `json:"unit,omitempty"`
	Code   string      `json:"code,omitempty"`
	Page   int         `json:"page,omitempty"`
}

type explainChoice = choice[explainState]

var explanations panel[explainState]

func init() {
	explanations = panel[explainState]{
		duty: dutyExplain, show: (*turn).showExplanation, told: func(s *explainState) *outcome { return &s.outcome },
		back: func(s *explainState) { s.View = explainOne },
	}
}

func (s explainState) to(label string, view explainView) explainChoice {
	return explainChoice{label, func(s *explainState) { s.View = view }}
}

func doExplain(label string, act func(*explainState) error) explainChoice {
	return do(label, act, explanations.told)
}

// explain shows what was changed in the sheet of the asker's unit.
func (t *turn) explain() error { return explanations.open(t, explainState{View: explainChoose}) }

// explainable lists the sheets of the asker's unit, and of those that became part of it,
// in periods in which units explain.
func (t *turn) explainable() (all []store.Submission, err error) {
	if t.asker.Unit == "" {
		return nil, nil
	}
	units := []string{t.asker.Unit}
	for _, u := range t.names.Directory().MergedInto(t.asker.Unit, civil.DateOf(t.now)) {
		units = append(units, u.Code)
	}
	periods, err := t.tx.PeriodsIn(score.PeriodExplaining)
	if err != nil {
		return nil, err
	}
	for _, p := range periods {
		for _, unit := range units {
			s, found, err := t.tx.Submission(p.ID, unit)
			if err != nil {
				return nil, err
			}
			if found && !s.First.IsZero() {
				all = append(all, s)
			}
		}
	}
	return all, nil
}

// showExplanation is what such a screen shows now.
func (t *turn) showExplanation(s *explainState) (page[explainState], error) {
	if !t.asker.MayOn(staff.FillForm, staff.Target{Unit: t.asker.Unit}) {
		return page[explainState]{message: render.ExplainNotYours()}, nil
	}
	sheets, err := t.explainable()
	if err != nil {
		return page[explainState]{}, err
	}
	if s.View == explainChoose && len(sheets) == 1 {
		s.View, s.Period, s.Unit = explainList, sheets[0].Period, sheets[0].Unit
	}
	mine := slices.ContainsFunc(sheets, func(sub store.Submission) bool { return sub.Period == s.Period && sub.Unit == s.Unit })
	if s.View == explainChoose || !mine {
		shown := page[explainState]{message: render.NothingToExplain()}
		for _, sub := range sheets {
			_, name := t.unitNow(sub.Unit)
			shown.message = render.ExplainWhich()
			shown.rows = append(shown.rows, []explainChoice{{name, func(s *explainState) { s.View, s.Period, s.Unit = explainList, sub.Period, sub.Unit }}})
		}
		return shown, nil
	}
	k, _, err := t.appraiseDesk(s.Period, s.Unit)
	if err != nil {
		return page[explainState]{}, err
	}
	d := explainDesk{t: t, k: k}
	if why := t.asker.MayEnter(staff.FillForm, k.entering()); why != staff.Allowed {
		return page[explainState]{message: render.Separated(why)}, nil
	}
	if err := d.look(); err != nil {
		return page[explainState]{}, err
	}
	return d.show(s), nil
}

// entering is the sheet as the separation of duties looks at those who enter.
func (k appraiseDesk) entering() staff.Work {
	return staff.Work{Unit: k.unit, Entered: k.entered, Appraised: k.appraised}
}

// An explainDesk is what one turn knows of the differences of one sheet.
type explainDesk struct {
	t    *turn
	k    appraiseDesk
	f    render.ExplainFacts
	may  error // why nothing can be said now; nil if it can
	head bool
}

func (d *explainDesk) look() error {
	t, k := d.t, d.k
	differences, err := t.tx.Differences(k.sub)
	targets, err2 := t.tx.Targets(k.sub.Period, k.sub.Unit)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	d.f = render.ExplainFacts{Unit: k.name, Period: k.period, Form: k.sub, Sheet: k.sheet, Target: targetsOf(targets), Differences: differences, Said: k.said}
	for stage, into := range map[score.Stage]*score.Result{score.SelfStage: &d.f.Self, score.AppraisedStage: &d.f.Appraised, score.FinalStage: &d.f.Final} {
		cluster, sheet, err := t.tx.Cluster(k.sub.Period, k.sub.Cluster, stage, t.late)
		if err != nil {
			return err
		}
		for _, r := range resultsAt(stage, sheet, cluster) {
			if r.Unit == k.sub.Unit {
				*into = r
			}
		}
	}
	d.may = t.tx.MayExplain(k.sub, t.now)
	if d.may != nil && !errors.Is(d.may, store.ErrNotNow) && !errors.Is(d.may, store.ErrPastDue) {
		return d.may
	}
	d.f.Closed = d.may
	d.head = t.asker.MayEnter(staff.SubmitForm, k.entering()) == staff.Allowed
	return nil
}

func (d *explainDesk) difference(code string) (store.Difference, bool) {
	i := slices.IndexFunc(d.f.Differences, func(one store.Difference) bool { return one.Code == code })
	if i < 0 {
		return store.Difference{}, false
	}
	return d.f.Differences[i], true
}

func (d *explainDesk) show(s *explainState) page[explainState] {
	one, differs := d.difference(s.Code)
	open := d.may == nil
	switch {
	case s.View == explainSend && open && d.head:
		return d.showSend(s)
	case s.View == explainTyping && open && differs:
		return page[explainState]{message: render.AskExplanation(d.f, one), asks: true, rows: [][]explainChoice{{s.to("Quay lại", explainOne)}},
			read: func(s *explainState, text string) {
				if s.said = render.ExplanationTooLong(text); s.said == "" {
					s.failed = d.say(s, store.Explanation{Code: s.Code, Text: text})
				}
			}}
	case (s.View == explainOne || s.View == explainTyping) && differs:
		shown := page[explainState]{message: render.ExplainOne(d.f, one)}
		if open {
			shown.rows = [][]explainChoice{{doExplain("Đồng ý", func(s *explainState) error { return d.say(s, store.Explanation{Code: s.Code, Agrees: true}) }), s.to("Giải trình", explainTyping)}}
		}
		shown.rows = append(shown.rows, []explainChoice{s.to("Về danh sách", explainList)})
		return shown
	}
	return d.showList(s)
}

// differencesPage is how many differences a page has.
const differencesPage = 8

func (d *explainDesk) showList(s *explainState) page[explainState] {
	pages := max(1, (len(d.f.Differences)+differencesPage-1)/differencesPage)
	s.Page %= pages
	first := s.Page * differencesPage
	on := d.f.Differences[first:min(first+differencesPage, len(d.f.Differences))]
	shown := page[explainState]{message: render.Explain(d.f, on, s.Page, pages, d.t.now.Location())}
	var codes []explainChoice
	unsaid := 0
	for _, one := range on {
		codes = append(codes, explainChoice{render.DifferenceLabel(d.f, one), func(s *explainState) { s.View, s.Code = explainOne, one.Code }})
	}
	for _, one := range d.f.Differences {
		if _, said := d.f.Said[one.Code]; !said {
			unsaid++
		}
	}
	shown.rows = inRows(codes, 3)
	if pages > 1 {
		shown.rows = append(shown.rows, []explainChoice{{"Trang sau", func(s *explainState) { s.Page++ }}})
	}
	if d.may != nil || len(d.f.Differences) == 0 {
		return shown
	}
	if unsaid > 0 {
		shown.rows = append(shown.rows, []explainChoice{doExplain(render.AgreeRestLabel(unsaid), d.agreeRest)})
	}
	switch {
	case len(d.f.Said) == 0:
	case d.head:
		shown.rows = append(shown.rows, []explainChoice{s.to("Gửi giải trình", explainSend)})
	default:
		shown.rows = append(shown.rows, []explainChoice{doExplain("Trình thủ trưởng", d.present)})
	}
	return shown
}

// say keeps what the unit says to one difference.
func (d *explainDesk) say(s *explainState, e store.Explanation) error {
	e.By = d.t.asker.Key
	err := d.t.tx.Explain(d.k.sub, e, d.t.now)
	s.View = explainList
	if s.said = render.ExplainRefused(err); err == nil {
		s.said = render.Said(e)
	}
	return unworded(s.said, err)
}

func (d *explainDesk) agreeRest(s *explainState) error {
	for _, one := range d.f.Differences {
		if _, said := d.f.Said[one.Code]; said {
			continue
		}
		if err := d.say(s, store.Explanation{Code: one.Code, Agrees: true}); err != nil {
			return err
		}
	}
	return nil
}

// present takes the explanation to the unit's heads.
func (d *explainDesk) present(s *explainState) error {
	reached := false
	for _, p := range d.t.callers(d.k.unit.Code) {
		if !p.Has(staff.UnitHead) {
			continue
		}
		accounts, err := d.t.tx.AccountsOf(p.Key)
		if err != nil {
			return err
		}
		reached = reached || len(accounts) > 0
		if err := d.t.tellPerson(p, render.ExplanationPresented(d.f, d.t.asker)); err != nil {
			return err
		}
	}
	s.said = render.PresentedToHead(reached)
	return nil
}

func (d *explainDesk) showSend(s *explainState) page[explainState] {
	return page[explainState]{message: render.ConfirmExplanation(d.f), rows: [][]explainChoice{
		{doExplain("Xác nhận gửi", d.send)}, {s.to("Quay lại", explainList)}}}
}

// send hands the explanation in, and tells the members of the team whom it concerns.
func (d *explainDesk) send(s *explainState) error {
	sub, err := d.t.tx.SendExplanation(d.k.sub, d.t.asker.Key, d.t.now)
	s.View = explainList
	if s.said = render.ExplainRefused(err); s.said != "" || err != nil {
		return unworded(s.said, err)
	}
	s.said = render.ExplanationSent(sub.State == score.Explained)
	if sub.State != score.Explained { // agreed to all: nothing is decided again
		return nil
	}
	k, _, err := d.t.appraiseDesk(sub.Period, sub.Unit)
	if err != nil {
		return err
	}
	for _, m := range k.team.Members {
		p, found := d.t.names.Directory().Person(m.Person)
		if leaves, _, _ := k.mine(p); found && len(leaves) > 0 {
			if err := d.t.tellPerson(p, render.ExplanationArrived(k.name, k.period, len(leaves))); err != nil {
				return err
			}
		}
	}
	return nil
}
