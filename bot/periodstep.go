package bot

import (
	"errors"
	"fmt"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// A periodTurn is a step of score.PeriodTransitions: from one state to another.
type periodTurn struct{ from, to score.PeriodState }

// A periodStep is how a person takes a period a step further from its screen. What
// stands in no entry cannot be done there.
type periodStep struct {
	act staff.Act // which right it needs
	// leads goes to the screen on which the step is taken; nil where it is confirmed here.
	leads func(t *turn, p store.Period) error
	// ask words the question that is confirmed before.
	ask func(t *turn, f render.PeriodFacts) (store.Message, error)
	// after does what follows, in the transaction of the step; nil for nothing. p is
	// the period as it stands then.
	after func(t *turn, p store.Period) error
}

// periodSteps are the steps that are served. It is filled by init because the steps
// lead back to the screens that offer them.
var periodSteps map[periodTurn]periodStep

func init() {
	periodSteps = map[periodTurn]periodStep{
		{score.PeriodDraft, score.PeriodOpen}: {act: staff.ManagePeriod, ask: (*turn).askOpening,
			after: (*turn).announceOpening},
		{score.PeriodOpen, score.PeriodClosed}: {act: staff.ManagePeriod, ask: (*turn).askClosing,
			after: (*turn).tellClosed},
		{score.PeriodApproved, score.PeriodPublished}: {act: staff.DraftPublication, leads: (*turn).announcePeriod},
		{score.PeriodClosed, score.PeriodAppraising}: {act: staff.ManagePeriod, ask: (*turn).askNextStep,
			after: (*turn).callTeam},
		{score.PeriodAppraising, score.PeriodExplaining}: {act: staff.ManagePeriod, ask: (*turn).askNextStep,
			after: (*turn).callToExplain},
		{score.PeriodExplaining, score.PeriodCouncil}: {act: staff.ManagePeriod, ask: (*turn).askNextStep,
			after: (*turn).callCouncil},
	}
}

// askOpening tells who will be told, and of which units nobody can be.
func (t *turn) askOpening(f render.PeriodFacts) (store.Message, error) {
	told, silent, err := t.reached(f.Forms)
	if err != nil {
		return store.Message{}, err
	}
	groups, err := t.tx.Groups()
	if err != nil {
		return store.Message{}, err
	}
	return render.AskOpening(f, len(told), len(groups), silent, t.now.Location()), nil
}

func (t *turn) askClosing(f render.PeriodFacts) (store.Message, error) {
	return render.AskClosing(f, t.names.Directory(), t.now), nil
}

// showStep asks before a step; where it needs a reason, the typed reason confirms it.
func (p *periodScreen) showStep(k periodDesk) (store.Message, [][]periodChoice, bool) {
	back := p.to("Quay lại", periodOverview)
	transition, _ := score.Step(score.PeriodTransitions, k.Period.State, p.Step)
	if transition.NeedsReason {
		return k.asked, [][]periodChoice{{back}}, true
	}
	confirm := periodChoice{render.ConfirmStepLabel(k.Period.State, p.Step), func(p *periodScreen) {
		p.order = func(t *turn, p *periodScreen, k periodDesk) error { return t.stepPeriod(p, k, "") }
	}}
	return k.asked, [][]periodChoice{{confirm, back}}, false
}

// periodStepReasoned takes the reason of a step, which confirms it.
func (t *turn) periodStepReasoned(state *periodScreen, k periodDesk, text string) (bool, error) {
	if state.said = reasonAmiss(text); state.said != "" {
		return false, nil
	}
	return true, t.stepPeriod(state, k, text)
}

// stepPeriod takes the step that was confirmed.
func (t *turn) stepPeriod(state *periodScreen, k periodDesk, reason string) error {
	step := periodSteps[periodTurn{k.Period.State, state.Step}]
	state.View = periodOverview
	if !t.asker.May(step.act) {
		state.said = render.Plain(render.NotAllowed().Text)
		return nil
	}
	p, err := t.tx.StepPeriod(k.Period.ID, state.Step, t.asker.Key, reason, t.now)
	switch {
	case errors.Is(err, store.ErrNoTransition), errors.Is(err, store.ErrNeedsReason), render.IsObstacle(err):
		return nil // the overview says why
	case err != nil:
		return fmt.Errorf("step: %w", err)
	}
	state.said = render.StepTaken(p.State)
	if step.after == nil {
		return nil
	}
	return step.after(t, p)
}
