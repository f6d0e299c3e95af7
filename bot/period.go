package bot

import (
	"fmt"
	"slices"
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

// show is what the screen shows, what can be chosen there, and whether it awaits a
// text.
func (p *periodScreen) show(k periodDesk) (m store.Message, rows [][]periodChoice, awaits bool) {
	switch p.View {
	case periodTitle, periodWork, periodFirst:
		m, rows = p.showMaking(k)
		return m, rows, true
	case periodOverview:
		m, rows = p.showOverview(k)
	case periodDates:
		m, rows = p.showDates(k)
	case periodDate:
		return render.AskMilestone(p.Milestone, k.Period, k.zone()), [][]periodChoice{{p.to("Quay lại", periodDates)}}, true
	case periodClusters:
		m, rows = p.showClusters(k)
	case periodSheet:
		m, rows = p.showSheets(k)
	case periodUnits:
		m, rows = p.showUnits(k)
	case periodUnit:
		m, rows = p.showUnit(k)
	case periodExtend, periodWhy:
		return render.AskExtension(k.unit(p.Unit), k.PeriodFacts, p.Until, k.zone()), [][]periodChoice{{p.to("Quay lại", periodUnit)}}, true
	case periodStrike:
		return render.AskStrikeReason(k.unit(p.Unit)), [][]periodChoice{{p.to("Quay lại", periodUnit)}}, true
	case periodStepView:
		return p.showStep(k)
	default:
		m, rows = p.showList(k)
	}
	return m, rows, false
}

func (k periodDesk) zone() *time.Location { return k.now.Location() }

// unit is a unit of the directory, or one that it no longer has, by its code.
func (k periodDesk) unit(code string) staff.Unit {
	if u, ok := k.directory.Unit(code); ok {
		return u
	}
	return staff.Unit{Code: code, Name: code}
}

// to is a button that leads to another view.
func (p *periodScreen) to(label string, view periodView) periodChoice {
	return periodChoice{label, func(p *periodScreen) { p.View, p.Page = view, 0 }}
}

// pages are the choices of the page that is shown.
func (p *periodScreen) pages(all []periodChoice, width int) [][]periodChoice {
	return pageOf(all, p.Page, width, func(p *periodScreen) { p.Page++ })
}

func (p *periodScreen) showList(k periodDesk) (store.Message, [][]periodChoice) {
	var all []periodChoice
	for _, one := range k.periods {
		all = append(all, periodChoice{render.PeriodLabel(one), func(p *periodScreen) { *p = periodScreen{View: periodOverview, Period: one.ID} }})
	}
	rows := p.pages(all, 1)
	return render.Periods(k.periods), append(rows, []periodChoice{
		{"Lập đợt mới", func(p *periodScreen) { *p = periodScreen{View: periodTitle} }},
		{"Đóng", func(p *periodScreen) { p.View = "" }},
	})
}

func (p *periodScreen) showOverview(k periodDesk) (store.Message, [][]periodChoice) {
	var rows [][]periodChoice
	for _, step := range score.PeriodTransitions {
		served, ok := periodSteps[periodTurn{step.From, step.To}]
		if step.From != k.Period.State || !ok {
			continue
		}
		if served.leads != nil {
			rows = append(rows, []periodChoice{{render.StepLabel(step.From, step.To), func(p *periodScreen) {
				p.order = func(t *turn, _ *periodScreen, k periodDesk) error { return served.leads(t, k.Period) }
			}}})
			continue
		}
		if k.Obstacle != nil {
			continue
		}
		rows = append(rows, []periodChoice{{render.StepLabel(step.From, step.To), func(p *periodScreen) { p.View, p.Step = periodStepView, step.To }}})
	}
	dates := p.to("Mốc thời gian", periodDates)
	if k.Period.State == score.PeriodDraft {
		rows = append(rows, []periodChoice{p.to("Đổi tên", periodTitle), p.to("Thời gian công tác", periodWork)})
	}
	if k.mayChangeUnits() {
		rows = append(rows, []periodChoice{dates, p.to("Phiếu của cụm", periodClusters)})
	} else if len(k.openMilestones()) > 0 {
		rows = append(rows, []periodChoice{dates})
	}
	if slices.Contains(teamStates, k.Period.State) {
		rows = append(rows, []periodChoice{{"Tổ chấm điểm", func(p *periodScreen) {
			p.order = func(t *turn, p *periodScreen, _ periodDesk) error {
				return teams.open(t, teamState{View: teamAll, Period: p.Period})
			}
		}}})
	}
	return render.Period(k.PeriodFacts, k.directory, k.zone()), append(rows, []periodChoice{p.to("Đơn vị, gia hạn", periodUnits), p.to("Các đợt khác", periodList)})
}

// mayChangeUnits reports whether units and sheets may still be chosen.
func (k periodDesk) mayChangeUnits() bool {
	return slices.Contains([]score.PeriodState{score.PeriodDraft, score.PeriodOpen}, k.Period.State)
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
