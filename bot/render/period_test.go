package render

import (
	"fmt"
	"testing"
	"time"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// periodSeen is a period with some units in each state.
func periodSeen(state score.PeriodState) PeriodFacts {
	at := func(day, hour int) time.Time { return time.Date(2021, 11, day, hour, 0, 0, 0, hanoi) }
	p := store.Period{ID: 2, Title: "Năm công tác 2021 <thử>", From: day("2020-12-01"), To: day("2021-11-30"), State: state,
		Opens: at(1, 8), SelfDue: at(12, 17), AppraiseBy: at(19, 17), ExplainBy: at(22, 17), CouncilAt: at(26, 8)}
	sheet := store.SheetVersion{ID: 3, Sheet: "vks-phong-2021", Version: 2, Title: "Bảng chấm điểm thi đua cấp phòng thuộc VKSND tỉnh"}
	return PeriodFacts{Period: p, Sheets: map[string]store.SheetVersion{"Khối các phòng": sheet}, Forms: []store.Submission{
		{Period: 2, Unit: "P1", Cluster: "Khối các phòng", State: score.NotStarted},
		{Period: 2, Unit: "P7", Cluster: "Khối các phòng", State: score.InProgress, Sheet: 3},
		{Period: 2, Unit: "P9", Cluster: "Khối các phòng", State: score.Submitted, Sheet: 3, Submitted: at(10, 9),
			Extended: at(16, 17), Why: "máy chủ của đơn vị hỏng"},
		{Period: 2, Unit: "TUYAN", Cluster: "Cụm VKSND cấp huyện", State: score.NotStarted},
	}}
}

// periodGallery is what people see of emulation periods.
func periodGallery(t testing.TB, d *staff.Directory) map[string]store.Message {
	draft, open := periodSeen(score.PeriodDraft), periodSeen(score.PeriodOpen)
	draft.Obstacle = fmt.Errorf("%w: Cụm VKSND cấp huyện", store.ErrNoSheet)
	late, empty := draft, draft
	late.Obstacle, empty.Obstacle = store.ErrNoDue, store.ErrNoUnits
	empty.Forms, empty.Sheets = nil, nil
	empty.Period.Opens, empty.Period.CouncilAt = time.Time{}, time.Time{}
	begun := open
	begun.Forms = open.Forms[:2]
	p9, _ := d.Unit("P9")
	p9Form, _ := open.Form("P9")
	sheet := open.Sheets["Khối các phòng"]
	until := time.Date(2021, 11, 16, 17, 0, 0, 0, hanoi)
	said := func(text string) store.Message { return store.Message{Text: text} }
	return map[string]store.Message{
		"periods": Periods([]store.Period{open.Period}), "periods none": Periods(nil), "periods closed": PeriodsClosed(),
		"periods may not": MayNotManagePeriods(),
		"period draft":    Period(draft, d, hanoi), "period draft too late": Period(late, d, hanoi), "period draft empty": Period(empty, d, hanoi),
		"period open":      Period(open, d, hanoi),
		"period ask title": AskPeriodTitle(""), "period ask new title": AskPeriodTitle("Năm <2021>"),
		"period title long":   said(PeriodTitleNotRead()),
		"period ask work":     AskWork("Năm công tác 2021"),
		"period ask new work": AskWork(""),
		"period work unread":  said(WorkNotRead("từ <đầu năm>")),
		"period ask first":    AskFirstDate("Năm công tác 2021", day("2020-12-01"), day("2021-11-30")),
		"period unread":       said(InstantNotRead("mấy giờ <đó>")), "period past": said(InstantPast(until)),
		"period made": said(PeriodMade()), "period changed": said(PeriodChanged(MilestoneAt(open.Period, store.SelfDue, hanoi), "Hạn tự chấm: chưa định")),
		"period disorder": said(MilestonesOutOfOrder(open.Period, store.SelfDue, store.AppraiseBy, hanoi)),
		"period dates":    Milestones(draft.Period, hanoi), "period date": AskMilestone(store.PublishAt, open.Period, hanoi),
		"period due":      AskMilestone(store.SelfDue, open.Period, hanoi),
		"period clusters": PeriodClusters(draft, true), "period clusters without sheets": PeriodClusters(draft, false),
		"period sheet begun": ClusterSheet("Khối các phòng", begun, d, true), "period closed notice": ClosedNotice("Phòng 2", open.Period, score.InProgress),
		"period sheet": ClusterSheet("Khối các phòng", open, d, true), "period sheet none": ClusterSheet("Cụm VKSND cấp huyện", draft, d, true), "period sheet only": ClusterSheet("Cụm VKSND cấp huyện", draft, d, false),
		"period sheet chosen": said(SheetChosen("Khối các phòng", sheet, []string{"P7", "P9"}, d)),
		"period sheet stays":  said(SheetStays("Khối các phòng", []string{"P7"}, d)),
		"period units draft":  PeriodUnits(draft, d), "period units open": PeriodUnits(open, d),
		"period unit": PeriodUnit(p9, p9Form, staff.Unit{}, hanoi), "period unit merged": PeriodUnit(p9, p9Form, staff.Unit{Code: "P7", Name: "Phòng 7"}, hanoi), "period strike": AskStrikeReason(p9), "period struck": said(UnitStruck(p9)),
		"period unit entered": said(UnitEntered(p9)), "period unit left out": said(UnitLeftOut(p9)), "period unit has begun": said(UnitHasBegun(p9)),
		"period cluster without sheet": said(ClusterWithoutSheet("Cụm VKSND cấp huyện")),
		"period extend":                AskExtension(p9, open, time.Time{}, hanoi), "period extend why": AskExtension(p9, open, until, hanoi),
		"period extend short": said(ExtensionTooShort(open.Period, hanoi)), "period reason long": said(ReasonTooLong(300)),
		"period extended": said(Extended(p9, until)), "period extended notice": ExtendedNotice(open.Period, until),
		"period ask opening":       AskOpening(draft, 21, 2, []string{"Phòng 2", "Phòng 3"}, hanoi),
		"period ask closing early": AskClosing(open, d, until.AddDate(0, 0, -10)), "period ask closing": AskClosing(open, d, until),
		"period step taken": said(StepTaken(score.PeriodClosed)),
		"period opened":     PeriodOpened(open.Period, "Phòng 9", sheet, &score.Sheet{Criteria: make([]score.Criterion, 14)}, hanoi),
		"period in group":   PeriodOpenedInGroup(open.Period, 21, hanoi), "period unopened": PeriodUnopened(draft.Period, hanoi), "period due moved": DueMoved(open.Period, hanoi),
	}
}

// Every step of the table has words for its button; those that a reason confirms need
// no second button.
func TestEveryStepHasWords(t *testing.T) {
	for _, step := range score.PeriodTransitions {
		if StepLabel(step.From, step.To) == "" || (ConfirmStepLabel(step.From, step.To) == "") != step.NeedsReason {
			t.Errorf("%s to %s: %q, %q", step.From, step.To, StepLabel(step.From, step.To), ConfirmStepLabel(step.From, step.To))
		}
	}
	for _, m := range store.Milestones {
		if MilestoneLabel(m) == "" {
			t.Errorf("%s has no words", m)
		}
	}
}

// A period of 300 units in 40 clusters still fits into a message.
func TestPeriodsFit(t *testing.T) {
	d := office(t)
	f := periodSeen(score.PeriodOpen)
	long := "Đơn vị có tên rất dài <và> còn dài hơn nữa cho đến hết hàng, rồi sang hàng sau nữa cho đủ"
	f.Forms = nil
	for i := range 300 {
		d.Units = append(d.Units, staff.Unit{Code: fmt.Sprintf("X%d", i), Name: fmt.Sprint(long, i)})
		f.Forms = append(f.Forms, store.Submission{Unit: fmt.Sprintf("X%d", i), Cluster: fmt.Sprint(long, i%40), State: score.InProgress, Sheet: 3,
			Extended: f.Period.SelfDue.AddDate(0, 0, 1), Why: long + long})
	}
	var silent []string
	for _, u := range d.Units {
		silent = append(silent, u.Name)
	}
	for name, m := range map[string]store.Message{"overview": Period(f, d, hanoi), "clusters": PeriodClusters(f, true), "units": PeriodUnits(f, d),
		"sheet": ClusterSheet(fmt.Sprint(long, 0), f, d, true), "opening": AskOpening(f, 300, 5, silent, hanoi), "closing": AskClosing(f, d, f.Period.SelfDue)} {
		if why := refused(m); why != "" {
			t.Errorf("%s: %s", name, why)
		}
	}
}
