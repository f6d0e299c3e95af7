package bot

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

func (p *periodScreen) showClusters(k periodDesk) (store.Message, [][]periodChoice) {
	var all []periodChoice
	for _, cluster := range k.Clusters() {
		all = append(all, periodChoice{render.ClusterLabel(cluster), func(p *periodScreen) { p.View, p.Cluster, p.Page = periodSheet, cluster, 0 }})
	}
	return render.PeriodClusters(k.PeriodFacts, len(k.known) > 0), append(p.pages(all, 1), []periodChoice{p.to("Quay lại", periodOverview)})
}

func (p *periodScreen) showSheets(k periodDesk) (store.Message, [][]periodChoice) {
	var all []periodChoice
	if k.mayChangeUnits() && len(k.HandedIn(p.Cluster)) == 0 {
		for _, v := range k.known {
			if v.ID == k.Sheets[p.Cluster].ID {
				continue
			}
			all = append(all, periodChoice{render.SheetLabel(v), func(p *periodScreen) {
				p.order = func(t *turn, p *periodScreen, k periodDesk) error { return t.chooseSheet(p, k, v) }
			}})
		}
	}
	return render.ClusterSheet(p.Cluster, k.PeriodFacts, k.directory, len(all) > 0), append(p.pages(all, 1), []periodChoice{p.to("Quay lại", periodClusters)})
}

// chooseSheet gives a cluster a sheet. Units that have begun are asked whether they go
// on with it: see package form.
func (t *turn) chooseSheet(p *periodScreen, k periodDesk, v store.SheetVersion) error {
	if !k.mayChangeUnits() {
		return nil
	}
	err := t.tx.SetClusterSheet(p.Period, p.Cluster, v.ID, t.asker.Key, t.now)
	if errors.Is(err, store.ErrHandedIn) {
		p.View, p.said = periodClusters, render.SheetStays(p.Cluster, k.HandedIn(p.Cluster), k.directory)
		return nil
	}
	if err != nil {
		return err
	}
	p.View, p.said = periodClusters, render.SheetChosen(p.Cluster, v, k.Begun(p.Cluster), k.directory)
	return nil
}

// showUnits are the units that take part, and those that could.
func (p *periodScreen) showUnits(k periodDesk) (store.Message, [][]periodChoice) {
	var all []periodChoice
	for _, u := range k.candidates() {
		form, in := k.Form(u.Code)
		if !in && !k.mayChangeUnits() {
			continue
		}
		all = append(all, periodChoice{render.UnitLabel(u, in, form, k.Period.State), func(p *periodScreen) {
			switch {
			case in && k.Period.State != score.PeriodDraft:
				p.View, p.Unit = periodUnit, u.Code
			case in:
				p.order = func(t *turn, p *periodScreen, k periodDesk) error { return t.leaveOut(p, k, form) }
			default:
				p.order = func(t *turn, p *periodScreen, k periodDesk) error { return t.enterUnit(p, k, u) }
			}
		}})
	}
	return render.PeriodUnits(k.PeriodFacts, k.directory), append(p.pages(all, 2), []periodChoice{p.to("Quay lại", periodOverview)})
}

// candidates are the units that are scored today, and those of the period that are not.
func (k periodDesk) candidates() []staff.Unit {
	var all []staff.Unit
	for _, u := range k.directory.UnitsOn(civil.DateOf(k.now)) {
		if _, in := k.Form(u.Code); in || u.Cluster != "" && !u.HoldsLeaders() {
			all = append(all, u)
		}
	}
	for _, form := range k.Forms {
		if !slices.ContainsFunc(all, func(u staff.Unit) bool { return u.Code == form.Unit }) {
			all = append(all, k.unit(form.Unit))
		}
	}
	return all
}

// enterUnit lets a unit take part; in an open period its people are told.
func (t *turn) enterUnit(p *periodScreen, k periodDesk, u staff.Unit) error {
	if !k.mayChangeUnits() {
		return nil
	}
	if k.Period.State == score.PeriodOpen && k.Sheets[u.Cluster].ID == 0 {
		p.said = render.ClusterWithoutSheet(u.Cluster)
		return nil
	}
	if err := t.tx.EnterUnit(p.Period, u.Code, u.Cluster, t.asker.Key, t.now); err != nil {
		return err
	}
	p.said = render.UnitEntered(u)
	if k.Period.State != score.PeriodOpen {
		return nil
	}
	notice, err := t.openingNotice(k.Period)(store.Submission{Period: p.Period, Unit: u.Code, Cluster: u.Cluster})
	if err != nil {
		return err
	}
	return t.tellUnit(k.Period, u.Code, notice)
}

// leaveOut takes a unit out that has not begun.
func (t *turn) leaveOut(p *periodScreen, k periodDesk, form store.Submission) error {
	err := t.tx.LeaveOut(p.Period, form.Unit, t.asker.Key, t.now)
	switch {
	case errors.Is(err, store.ErrNotDraft):
		p.said = render.UnitHasBegun(k.unit(form.Unit))
		return nil
	case err != nil:
		return err
	}
	p.View, p.said = periodUnits, render.UnitLeftOut(k.unit(form.Unit))
	return nil
}

// showUnit is how one unit stands, and what may be done about it.
func (p *periodScreen) showUnit(k periodDesk) (store.Message, [][]periodChoice) {
	form, in := k.Form(p.Unit)
	back := p.to("Quay lại", periodUnits)
	if !in {
		return render.PeriodUnits(k.PeriodFacts, k.directory), [][]periodChoice{{back}}
	}
	var acts []periodChoice
	if mayExtend(k.Period, form) {
		acts = append(acts, periodChoice{"Gia hạn", func(p *periodScreen) { p.View = periodExtend }})
	}
	if form.State == score.NotStarted && k.mayChangeUnits() {
		acts = append(acts, periodChoice{"Không tham gia", func(p *periodScreen) {
			p.order = func(t *turn, p *periodScreen, k periodDesk) error { return t.leaveOut(p, k, form) }
		}})
	}
	if mayStrike(k.Period, form) {
		acts = append(acts, p.to("Đưa ra khỏi đợt", periodStrike))
	}
	return render.PeriodUnit(k.unit(p.Unit), form, k.heir(p.Unit), k.zone()), [][]periodChoice{acts, {back}}
}

// heir is the unit that a unit has become part of, whose people answer for its sheet
// now; its code is "" if the unit is still there, or nobody carries it on.
func (k periodDesk) heir(code string) staff.Unit {
	if now, found := k.directory.StandsFor(code, civil.DateOf(k.now)); found && now.Code != code {
		return now
	}
	return staff.Unit{}
}

// mayStrike reports whether a sheet that was begun may be left out of the period: until
// the council looks at it.
func mayStrike(p store.Period, form store.Submission) bool {
	return form.State != score.NotStarted && p.State.TakesTargets()
}

// periodStruck takes the reason for which a sheet that was begun is left out.
func (t *turn) periodStruck(state *periodScreen, k periodDesk, text string) (bool, error) {
	if state.said = reasonAmiss(text); state.said != "" {
		return false, nil
	}
	state.View = periodUnits
	form, in := k.Form(state.Unit)
	if !in || !mayStrike(k.Period, form) {
		return true, nil
	}
	err := t.tx.StrikeOut(state.Period, state.Unit, text, t.asker.Key, t.now)
	if state.said = render.AppraisalRefused(err, k.directory); err == nil {
		state.said = render.UnitStruck(k.unit(state.Unit))
	}
	return true, unworded(state.said, err)
}

// mayExtend reports whether more time would be of use to the unit.
func mayExtend(p store.Period, form store.Submission) bool {
	return (p.State == score.PeriodOpen || p.State == score.PeriodClosed) &&
		slices.Contains([]score.SubmissionState{score.NotStarted, score.InProgress, score.Returned}, form.State)
}

// periodExtended takes the moment until which a unit may submit.
func (t *turn) periodExtended(state *periodScreen, k periodDesk, text string) (bool, error) {
	until, ok := readInstant(text, t.now, eveningClock)
	switch {
	case !ok:
		state.said = render.InstantNotRead(text)
		return false, nil
	case !until.After(t.now):
		state.said = render.InstantPast(until)
	case !until.After(k.Period.SelfDue):
		state.said = render.ExtensionTooShort(k.Period, k.zone())
	default:
		state.View, state.Until = periodWhy, until
	}
	return true, nil
}

// longestReason is how many code points a reason may have.
const longestReason = 300

// reasonAmiss says what is wrong with a typed reason; "" if nothing is. A number or a date
// alone, typed where a reason is asked for, was meant for something else.
func reasonAmiss(text string) string {
	words := 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }) {
		if !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
			words++
		}
	}
	if words < 2 {
		return render.ReasonNotSaid()
	}
	return tooLong(text)
}

// periodReasoned takes the reason of an extension, grants it and tells the unit.
func (t *turn) periodReasoned(state *periodScreen, k periodDesk, text string) (bool, error) {
	if state.said = reasonAmiss(text); state.said != "" {
		return false, nil
	}
	form, in := k.Form(state.Unit)
	state.View = periodUnit
	if !in || !mayExtend(k.Period, form) {
		return true, nil
	}
	if err := t.tx.Extend(state.Period, state.Unit, state.Until, text, t.asker.Key, t.now); err != nil {
		return true, err
	}
	until := state.Until.In(k.zone())
	state.said = render.Extended(k.unit(state.Unit), until)
	return true, t.tellUnit(k.Period, state.Unit, render.ExtendedNotice(k.Period, until))
}
