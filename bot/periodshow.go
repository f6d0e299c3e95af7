package bot

import (
	"slices"
	"time"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

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
