package bot

import (
	"slices"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
)

// openMilestones are those that lie ahead of the period's state: what has been is
// not changed any more.
func (k periodDesk) openMilestones() []store.Milestone {
	from, known := map[score.PeriodState]store.Milestone{
		score.PeriodDraft: store.Opens, score.PeriodOpen: store.SelfDue, score.PeriodClosed: store.AppraiseBy, score.PeriodAppraising: store.AppraiseBy,
		score.PeriodExplaining: store.ExplainBy, score.PeriodCouncil: store.CouncilAt, score.PeriodApproved: store.PublishAt,
	}[k.Period.State]
	if !known {
		return nil
	}
	return store.Milestones[slices.Index(store.Milestones, from):]
}

func (p *periodScreen) showDates(k periodDesk) (store.Message, [][]periodChoice) {
	var all []periodChoice
	for _, m := range k.openMilestones() {
		all = append(all, periodChoice{render.MilestoneLabel(m), func(p *periodScreen) { p.View, p.Milestone = periodDate, m }})
	}
	return render.Milestones(k.Period, k.zone()), append(inRows(all, 2), []periodChoice{p.to("Quay lại", periodOverview)})
}

// periodDated takes a new date of a milestone; "không" takes it away, but for the
// date by which units must submit.
func (t *turn) periodDated(state *periodScreen, k periodDesk, text string) (bool, error) {
	if !slices.Contains(k.openMilestones(), state.Milestone) {
		state.View = periodDates
		return true, nil
	}
	p := k.Period
	at := p.Milestone(state.Milestone)
	was := render.MilestoneAt(k.Period, state.Milestone, k.zone())
	typed, ok := readInstant(text, t.now, clockOf(state.Milestone))
	none := saysNone(text) && state.Milestone != store.SelfDue
	switch {
	case !ok && !none:
		state.said = render.InstantNotRead(text)
		return false, nil
	case !none && !typed.After(t.now):
		state.said = render.InstantPast(typed)
		return true, nil
	}
	*at = typed
	if _, _, disorder := p.Disorder(); !disorder {
		state.View = periodDates
	}
	if err := t.changePeriod(state, p, was, render.MilestoneAt(p, state.Milestone, k.zone())); err != nil {
		return true, err
	}
	if changed, _, err := t.tx.Period(p.ID); err != nil || changed.Revision == p.Revision || state.Milestone != store.SelfDue || p.State != score.PeriodOpen {
		return true, err
	}
	return true, t.announceDue(p)
}
