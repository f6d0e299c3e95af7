package bot

import (
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// askNextStep asks before a step of a period that was closed.
func (t *turn) askNextStep(f render.PeriodFacts) (store.Message, error) {
	to := f.Period.State
	for _, step := range score.PeriodTransitions {
		if _, served := periodSteps[periodTurn{step.From, step.To}]; served && step.From == f.Period.State {
			to = step.To
		}
	}
	return render.AskNextStep(f, to, t.names.Directory(), t.now), nil
}

// callTeam tells every member that their work begins.
func (t *turn) callTeam(p store.Period) error {
	team, err := t.tx.Team(p.ID)
	if err != nil {
		return err
	}
	for _, m := range team.Members {
		if err := t.callMember(p, m); err != nil {
			return err
		}
	}
	return nil
}

// tellClosed tells the units that were not ready, and have no more time, that they can
// submit no more: else whoever works on the form finds it shut.
func (t *turn) tellClosed(p store.Period) error {
	forms, err := t.tx.Submissions(p.ID)
	if err != nil {
		return err
	}
	for _, form := range forms {
		if form.State != score.NotStarted && form.State != score.InProgress || form.Extended.After(t.now) {
			continue
		}
		unit, name := t.unitNow(form.Unit)
		for _, person := range t.callers(unit.Code) {
			if err := t.tellPerson(person, render.ClosedNotice(name, p, form.State)); err != nil {
				return err
			}
		}
	}
	return nil
}

// callToExplain tells every unit what was changed in its sheet: how many, not what.
func (t *turn) callToExplain(p store.Period) error {
	forms, err := t.tx.HandedIn(p.ID)
	if err != nil {
		return err
	}
	for _, form := range forms {
		if form.Explained == form.Round {
			continue // it has, and nothing of it was appraised anew
		}
		differences, err := t.tx.Differences(form)
		if err != nil {
			return err
		}
		unit, name := t.unitNow(form.Unit)
		for _, person := range t.callers(unit.Code) {
			if err := t.tellPerson(person, render.DifferencesNotice(name, p, len(differences), t.now.Location())); err != nil {
				return err
			}
		}
	}
	return nil
}

// callCouncil tells those who decide that the ranking is before them.
func (t *turn) callCouncil(p store.Period) error {
	for _, person := range t.names.Directory().People {
		if person.May(staff.DecideCouncil) {
			if err := t.tellPerson(person, render.CouncilCalled(p, t.now.Location())); err != nil {
				return err
			}
		}
	}
	return nil
}
