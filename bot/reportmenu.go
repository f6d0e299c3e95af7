package bot

import (
	"maps"
	"slices"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyReport owns the screens on which a report is chosen.
const dutyReport = "report"

// A reportScreen is what such a screen remembers.
type reportScreen struct {
	Open   bool   `json:"open"`
	Period int64  `json:"period,omitempty"` // 0: the list
	Unit   string `json:"unit,omitempty"`   // whose sheet
	Units  bool   `json:"units,omitempty"`  // a unit is to be chosen
	Page   int    `json:"page,omitempty"`

	order *ReportOrder // what a press asks for
}

type reportChoice = choice[reportScreen]

// mostReportPeriods is how many periods can be chosen from.
const mostReportPeriods = 20

// readsAllReports reports whether the person may read the results of every unit.
func (t *turn) readsAllReports() bool {
	return t.asker.MayOn(staff.ReadResult, staff.Target{Unit: "*"})
}

// mayReadReport judges whether the person may have a report: who reads every result may
// have all of them, a unit's people their own once it is published, a member of the
// appraisal team what they appraise while the team is at work.
func (t *turn) mayReadReport(o ReportOrder) (bool, error) {
	if o.Kind == ReportShare {
		share, err := t.shareToRead(o.Period)
		return len(share) > 0 && maps.EqualFunc(share, o.Share, slices.Equal), err
	}
	if t.readsAllReports() {
		return true, nil
	}
	p, found, err := t.tx.Period(o.Period)
	return found && published(p) && (o.Kind == ReportUnit || o.Kind == ReportTrend) && o.Unit != "" &&
		t.asker.MayOn(staff.ReadResult, staff.Target{Unit: o.Unit}), err
}

func published(p store.Period) bool {
	return p.State == score.PeriodPublished || p.State == score.PeriodArchived
}

// shareToRead is what the person appraises of the sheets that lie with the appraisal team
// (see store.Tx.Shares): not their own unit's, whose result it is told by the announcement,
// nor a returned one, which its unit works on.
func (t *turn) shareToRead(period int64) (map[string][]string, error) {
	p, _, err := t.tx.Period(period)
	if err != nil || p.State != score.PeriodAppraising && p.State != score.PeriodExplaining {
		return nil, err
	}
	share, err := t.tx.Shares(period, t.asker, civil.DateOf(t.now))
	if err != nil || len(share) == 0 {
		return nil, err
	}
	forms, err := t.tx.HandedIn(period)
	maps.DeleteFunc(share, func(unit string, _ []string) bool {
		return !slices.ContainsFunc(forms, func(form store.Submission) bool { return form.Unit == unit && form.State != score.Returned })
	})
	return share, err
}

// mayHaveReports reports whether there are reports for the person at all.
func (t *turn) mayHaveReports() bool {
	return t.asker.MayOn(staff.ReadResult, staff.Target{Unit: t.asker.Unit, Assigned: true})
}

// hasReports reports whether there are reports on the period for the person.
func (t *turn) hasReports(p store.Period) (bool, error) {
	if p.State == score.PeriodDraft || t.readsAllReports() {
		return p.State != score.PeriodDraft, nil
	}
	if published(p) {
		return t.mayReadReport(ReportOrder{Kind: ReportUnit, Period: p.ID, Unit: t.asker.Unit})
	}
	share, err := t.shareToRead(p.ID)
	return len(share) > 0, err
}

// reports shows which reports there are.
func (t *turn) reports(string) error {
	if !t.mayHaveReports() {
		return t.say(render.NotAllowed())
	}
	state := reportScreen{Open: true}
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyReport}, state, t.now)
	if err != nil {
		return err
	}
	return t.showReports(s, state)
}

func (t *turn) showReports(s store.Screen, state reportScreen) error {
	m, rows, err := t.reportMenu(&state)
	if err != nil {
		return err
	}
	m.Buttons = buttons(rows)
	return t.put(s, state, m)
}

// reportMenu is what the screen shows and what can be chosen there.
func (t *turn) reportMenu(state *reportScreen) (store.Message, [][]reportChoice, error) {
	if state.Period == 0 {
		return t.reportPeriods()
	}
	p, _, err := t.tx.Period(state.Period)
	if err != nil {
		return store.Message{}, nil, err
	}
	back := []reportChoice{{"Quay lại", func(s *reportScreen) { *s = reportScreen{Open: true} }}}
	switch {
	case !t.readsAllReports() && !published(p):
		share, err := t.shareToRead(p.ID)
		var rows [][]reportChoice
		if len(share) > 0 {
			rows = append(rows, []reportChoice{orders(p, "Phần tôi thẩm định (Excel)", ReportOrder{Kind: ReportShare, Share: share})})
		}
		return render.ReportMenu(p, ""), append(rows, back), err
	case !t.readsAllReports():
		if state.Unit == "" { // the right to the others went since, or an older release drew the screen
			state.Unit = t.asker.Unit
		}
		return render.ReportMenu(p, t.unitName(state.Unit)), append(reportsOfUnit(p, state.Unit), back), nil
	case state.Unit != "":
		rows := reportsOfUnit(p, state.Unit)
		return render.ReportMenu(p, t.unitName(state.Unit)), append(rows, []reportChoice{{"Quay lại", func(s *reportScreen) { s.Unit = "" }}}), nil
	}
	forms, err := t.tx.Submissions(p.ID)
	if err != nil {
		return store.Message{}, nil, err
	}
	if state.Units {
		var all []reportChoice
		for _, form := range forms {
			all = append(all, reportChoice{t.unitName(form.Unit), func(s *reportScreen) { s.Unit = form.Unit }})
		}
		rows := inRows(all[:min(len(all), 80)], 2)
		return render.ReportUnits(p), append(rows, []reportChoice{{"Quay lại", func(s *reportScreen) { s.Units = false }}}), nil
	}
	rows := append(reportsOfAll(p, forms), []reportChoice{{"Của một đơn vị", func(s *reportScreen) { s.Units = true }}}, back)
	return render.ReportMenu(p, ""), rows, nil
}

// reportPeriods are the periods on which there are reports for the person.
func (t *turn) reportPeriods() (store.Message, [][]reportChoice, error) {
	periods, err := t.tx.Periods()
	if err != nil {
		return store.Message{}, nil, err
	}
	var rows [][]reportChoice
	for _, p := range periods {
		if some, err := t.hasReports(p); err != nil {
			return store.Message{}, nil, err
		} else if !some || len(rows) == mostReportPeriods {
			continue
		}
		rows = append(rows, []reportChoice{{render.PeriodLabel(p), func(s *reportScreen) {
			if s.Period = p.ID; !t.readsAllReports() {
				s.Unit = t.asker.Unit
			}
		}}})
	}
	return render.ReportPeriods(len(rows) > 0), append(rows, []reportChoice{{"Đóng", func(s *reportScreen) { s.Open = false }}}), nil
}

// orders is a button that asks for a report on the period.
func orders(p store.Period, label string, o ReportOrder) reportChoice {
	o.Period = p.ID
	return reportChoice{label, func(s *reportScreen) { s.order = &o }}
}

// reportsOfUnit are those on one unit.
func reportsOfUnit(p store.Period, unit string) [][]reportChoice {
	return [][]reportChoice{
		{orders(p, "Phiếu (Word)", ReportOrder{Kind: ReportUnit, Unit: unit}), orders(p, "Phiếu (Excel)", ReportOrder{Kind: ReportUnit, Unit: unit, Sheet: true})},
		{orders(p, "Qua các đợt (ảnh)", ReportOrder{Kind: ReportTrend, Unit: unit})},
	}
}

// reportsOfAll are those on all units, and the ranking of each cluster.
func reportsOfAll(p store.Period, forms []store.Submission) [][]reportChoice {
	rows := [][]reportChoice{
		{orders(p, "Ma trận điểm (Excel)", ReportOrder{Kind: ReportMatrix}), orders(p, "Bảng xếp hạng (CSV)", ReportOrder{Kind: ReportCSV})},
		{orders(p, "Thông báo (Word)", ReportOrder{Kind: ReportNotice}), orders(p, "Biên bản Hội đồng (Word)", ReportOrder{Kind: ReportMinutes})},
	}
	var clusters []string
	for _, form := range forms {
		if !slices.Contains(clusters, form.Cluster) && len(clusters) < 10 {
			clusters = append(clusters, form.Cluster)
			rows = append(rows, []reportChoice{orders(p, "Ảnh xếp hạng: "+render.ClusterName(form.Cluster), ReportOrder{Kind: ReportRanking, Cluster: form.Cluster})})
		}
	}
	return rows
}

func (t *turn) unitName(code string) string {
	u, _ := t.names.Directory().Unit(code)
	return firstOf(u.Name, code)
}

// pressReport acts on a button.
func (t *turn) pressReport(s store.Screen, action string, stale bool) error {
	state, err := stateOf[reportScreen](s)
	if err != nil {
		return err
	}
	if !state.Open {
		return t.toast(render.ToastOldScreen)
	}
	if !t.mayHaveReports() {
		return t.refuse(render.NotAllowed())
	}
	_, rows, err := t.reportMenu(&state)
	if err != nil {
		return err
	}
	c, ok := chosen(rows, action)
	if stale || !ok {
		if err := t.toast(render.ToastStale); err != nil {
			return err
		}
		return t.showReports(s, state)
	}
	c.do(&state)
	if state.order != nil {
		if may, err := t.mayReadReport(*state.order); err != nil || !may {
			return firstError(err, func() error { return t.refuse(render.NotAllowed()) })
		}
		if err := t.toast(render.ToastReport); err != nil {
			return err
		}
		return t.tx.NewErrand(errandWriteReport, t.arrival.Chat, t.asker.Key, *state.order, t.now)
	}
	if err := t.toast(""); err != nil {
		return err
	}
	if !state.Open {
		return t.closeScreen(s, render.ReportsClosed())
	}
	return t.showReports(s, state)
}
