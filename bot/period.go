package bot

import (
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyPeriod owns the screens on which the office makes emulation periods (đợt thi
// đua), changes them and takes them from step to step.
const dutyPeriod = "period"

// A periodView is what such a screen shows.
type periodView string

const (
	periodList     periodView = "list"
	periodOverview periodView = "overview"

	periodTitle periodView = "title" // of a new one, or to be changed
	periodWork  periodView = "work"  // from which day to which the work is scored
	periodFirst periodView = "first" // of a new one: the date from which the others follow

	periodDates    periodView = "dates"
	periodDate     periodView = "date" // one of them
	periodClusters periodView = "clusters"
	periodSheet    periodView = "sheet" // of a cluster
	periodUnits    periodView = "units"
	periodUnit     periodView = "unit"
	periodExtend   periodView = "extend"     // until when
	periodWhy      periodView = "extend-why" // the reason
	periodStrike   periodView = "strike"     // why is a sheet that was begun left out?

	periodStepView periodView = "step" // is the step really to be taken?
)

// A periodScreen is what such a screen remembers. What can be chosen follows from it
// and a periodDesk.
type periodScreen struct {
	View   periodView `json:"view"`             // "" once it is closed
	Period int64      `json:"period,omitempty"` // 0 while it is being made
	Page   int        `json:"page,omitempty"`

	Title string     `json:"title,omitempty"` // of a period being made
	From  civil.Date `json:"from,omitzero"`
	To    civil.Date `json:"to,omitzero"`

	Milestone store.Milestone   `json:"milestone,omitempty"`
	Cluster   string            `json:"cluster,omitempty"`
	Unit      string            `json:"unit,omitempty"`
	Until     time.Time         `json:"until,omitzero"` // of an extension that still needs its reason
	Step      score.PeriodState `json:"step,omitempty"` // to which the period is to be taken

	said  string                                       // what came of the last press or text: a line above the screen
	order func(*turn, *periodScreen, periodDesk) error // what a press asks of the ledger
}

// A periodDesk is what the ledger knows of what such a screen shows.
type periodDesk struct {
	now       time.Time
	directory *staff.Directory
	periods   []store.Period // for the list
	render.PeriodFacts
	known []store.SheetVersion // the newest version of each sheet
	asked store.Message        // of periodStepView: the question
}

// periodChoice is a button of a period's screen.
type periodChoice = choice[periodScreen]

// managePeriods shows the periods, or begins a new one of the title that is typed.
func (t *turn) managePeriods(title string) error {
	if !t.asker.May(staff.ManagePeriod) {
		return t.say(render.MayNotManagePeriods())
	}
	state := periodScreen{View: periodList}
	if title != "" {
		state.View = periodTitle
		if !state.readTitle(title) {
			state.said = render.PeriodTitleNotRead()
		}
	}
	return t.newPeriodScreen(state)
}

func (t *turn) newPeriodScreen(state periodScreen) error {
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyPeriod}, state, t.now)
	if err != nil {
		return err
	}
	return t.showPeriod(s, state)
}

// periodDesk reads what the screen needs. A period that is gone leads to the list.
func (t *turn) periodDesk(state *periodScreen) (k periodDesk, err error) {
	k.now, k.directory = t.now, t.names.Directory()
	if state.Period != 0 {
		found := false
		if k.Period, found, err = t.tx.Period(state.Period); err != nil {
			return k, err
		}
		if !found {
			*state = periodScreen{View: periodList}
		}
	}
	if state.View == periodList {
		k.periods, err = t.tx.Periods()
		return k, err
	}
	if state.Period == 0 {
		return k, nil
	}
	k.PeriodFacts, err = t.periodFacts(k.Period)
	if err == nil && (state.View == periodSheet || state.View == periodClusters) {
		k.known, err = t.tx.Sheets()
	}
	if err == nil && state.View == periodStepView {
		step, known := periodSteps[periodTurn{k.Period.State, state.Step}]
		if !known || step.ask == nil {
			state.View = periodOverview
			return k, nil
		}
		k.asked, err = step.ask(t, k.PeriodFacts)
	}
	return k, err
}

// periodFacts reads what is told of a period.
func (t *turn) periodFacts(p store.Period) (render.PeriodFacts, error) {
	return periodFacts(t.tx, p, t.now)
}

// PeriodFacts reads what is told of a period, by its number; the error is
// store.ErrNoPeriod if there is none.
func PeriodFacts(tx *store.Tx, id int64, now time.Time) (render.PeriodFacts, error) {
	p, found, err := tx.Period(id)
	if err == nil && !found {
		err = store.ErrNoPeriod
	}
	if err != nil {
		return render.PeriodFacts{}, err
	}
	return periodFacts(tx, p, now)
}

func periodFacts(tx *store.Tx, p store.Period, now time.Time) (f render.PeriodFacts, err error) {
	f.Period, f.Sheets = p, map[string]store.SheetVersion{}
	if f.Forms, err = tx.Submissions(p.ID); err != nil {
		return f, err
	}
	chosen, err := tx.ClusterSheets(p.ID)
	if err != nil {
		return f, err
	}
	for cluster, version := range chosen {
		if f.Sheets[cluster], _, err = tx.Sheet(version); err != nil {
			return f, err
		}
	}
	for _, step := range score.PeriodTransitions {
		if _, served := periodSteps[periodTurn{step.From, step.To}]; served && step.From == p.State {
			f.Obstacle = tx.Ready(p, step.To, now)
		}
	}
	return f, nil
}

// showPeriod shows the screen as it stands now.
func (t *turn) showPeriod(s store.Screen, state periodScreen) error {
	k, err := t.periodDesk(&state)
	if err != nil {
		return err
	}
	m, rows, awaits := state.show(k)
	if state.said != "" {
		m.Text = state.said + "\n\n" + m.Text
	}
	m.Buttons, s.Awaits = buttons(rows), awaits
	return t.put(s, state, m)
}

// pressPeriod acts on a button.
func (t *turn) pressPeriod(s store.Screen, action string, stale bool) error {
	state, err := stateOf[periodScreen](s)
	if err != nil {
		return err
	}
	if state.View == "" {
		return t.toast(render.ToastOldScreen)
	}
	if !t.asker.May(staff.ManagePeriod) {
		return t.refuse(render.MayNotManagePeriods())
	}
	k, err := t.periodDesk(&state)
	if err != nil {
		return err
	}
	_, rows, _ := state.show(k)
	if err := choose(t, &state, rows, action, stale); err != nil {
		return err
	}
	if state.order != nil {
		if err := state.order(t, &state, k); err != nil {
			return err
		}
	}
	if state.View == "" {
		return t.closeScreen(s, render.PeriodsClosed())
	}
	return t.showPeriod(s, state)
}

// readPeriod takes a text for the screen that awaits one; took is false if it is
// something else, or comes too late to be meant for it.
func (t *turn) readPeriod(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[periodScreen](s)
	if err != nil || t.now.Sub(s.Changed) > patience || !t.asker.May(staff.ManagePeriod) {
		return false, err
	}
	k, err := t.periodDesk(&state)
	if err != nil {
		return false, err
	}
	if saysStop(text) {
		state.giveUp()
		return true, t.showPeriodAnew(s, state)
	}
	read := periodReaders[state.View]
	if read == nil {
		return false, nil
	}
	understood, err := read(t, &state, k, strings.Join(strings.Fields(text), " "))
	switch {
	case err != nil:
		return true, err
	case !understood && t.clearlyAsks(text):
		return false, nil
	}
	return true, t.showPeriodAnew(s, state)
}

// periodReaders read what is typed for a view. What was understood stands in the
// state, else state.said says what is amiss.
var periodReaders map[periodView]func(t *turn, state *periodScreen, k periodDesk, text string) (understood bool, err error)

func init() {
	periodReaders = map[periodView]func(*turn, *periodScreen, periodDesk, string) (bool, error){
		periodTitle:    (*turn).periodTitled,
		periodWork:     (*turn).periodWorked,
		periodFirst:    (*turn).periodPlanned,
		periodDate:     (*turn).periodDated,
		periodExtend:   (*turn).periodExtended,
		periodWhy:      (*turn).periodReasoned,
		periodStrike:   (*turn).periodStruck,
		periodStepView: (*turn).periodStepReasoned,
	}
}

// showPeriodAnew shows the screen under what was just typed.
func (t *turn) showPeriodAnew(s store.Screen, state periodScreen) error {
	if err := t.takeDown(s, struct{}{}); err != nil {
		return err
	}
	return t.newPeriodScreen(state)
}

// giveUp leaves what is being typed as it was.
func (p *periodScreen) giveUp() {
	switch {
	case p.Period == 0:
		*p = periodScreen{View: periodList}
	case p.View == periodExtend, p.View == periodWhy, p.View == periodStrike:
		p.View = periodUnit
	case p.View == periodDate:
		p.View = periodDates
	default:
		p.View = periodOverview
	}
	p.said = render.Plain(render.EditGivenUp().Text)
}

// changePeriod keeps a changed period, or says why not.
func (t *turn) changePeriod(state *periodScreen, p store.Period, was, is string) error {
	if earlier, later, found := p.Disorder(); found {
		state.said = render.MilestonesOutOfOrder(p, earlier, later, t.now.Location())
		return nil
	}
	if err := t.tx.ChangePeriod(p, t.asker.Key, was, is, t.now); err != nil {
		return fmt.Errorf("change period: %w", err)
	}
	state.said = render.PeriodChanged(was, is)
	return nil
}
