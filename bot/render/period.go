package render

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// PeriodFacts are what is told of an emulation period (đợt thi đua).
type PeriodFacts struct {
	Period   store.Period
	Forms    []store.Submission            // of the units that take part
	Sheets   map[string]store.SheetVersion // by cluster, as chosen
	Obstacle error                         // why a draft cannot be opened yet: see store.ReadyToOpen
}

// Form finds the sheet of a unit.
func (f PeriodFacts) Form(unit string) (store.Submission, bool) {
	for _, form := range f.Forms {
		if form.Unit == unit {
			return form, true
		}
	}
	return store.Submission{}, false
}

// Clusters lists the clusters of the units that take part, in their order.
func (f PeriodFacts) Clusters() []string {
	var all []string
	for _, form := range f.Forms {
		if !slices.Contains(all, form.Cluster) {
			all = append(all, form.Cluster)
		}
	}
	return all
}

// Begun lists the units of a cluster that have begun.
func (f PeriodFacts) Begun(cluster string) []string {
	var all []string
	for _, form := range f.Forms {
		if form.Cluster == cluster && form.Sheet != 0 {
			all = append(all, form.Unit)
		}
	}
	return all
}

// HandedIn lists the units of a cluster that have handed their sheets in.
func (f PeriodFacts) HandedIn(cluster string) []string {
	var all []string
	for _, form := range f.Forms {
		if form.Cluster == cluster && form.State != score.NotStarted && form.State != score.InProgress {
			all = append(all, form.Unit)
		}
	}
	return all
}

// count counts the forms in one of the states.
func (f PeriodFacts) count(states ...score.SubmissionState) (n int) {
	for _, form := range f.Forms {
		if slices.Contains(states, form.State) {
			n++
		}
	}
	return n
}

// milestoneNames are the milestones as people read them.
var milestoneNames = map[store.Milestone]string{
	store.Opens: "Mở tự chấm", store.SelfDue: "Hạn tự chấm", store.AppraiseBy: "Hạn thẩm định", store.ExplainBy: "Hạn giải trình",
	store.CouncilAt: "Họp Hội đồng", store.PublishAt: "Công bố",
}

// MilestoneLabel is the milestone on a button.
func MilestoneLabel(m store.Milestone) string { return milestoneNames[m] }

// instant writes a moment: "17h00 ngày 05/11/2021 (Thứ Sáu)".
func instant(t time.Time) string {
	return t.Format("15h04") + " ngày " + vi.Day(civil.DateOf(t)) + " (" + vi.WeekdayName(t.Weekday()) + ")"
}

// MilestoneAt is a milestone with its date: "Hạn tự chấm: 17h00 thứ Sáu, 05/11/2021".
func MilestoneAt(p store.Period, m store.Milestone, zone *time.Location) string {
	at := *p.Milestone(m)
	if at.IsZero() {
		return milestoneNames[m] + ": chưa định"
	}
	return milestoneNames[m] + ": " + instant(at.In(zone))
}

// milestoneList is every milestone of a period, a line each.
func milestoneList(p store.Period, zone *time.Location) string {
	all := make([]string, len(store.Milestones))
	for i, m := range store.Milestones {
		all[i] = MilestoneAt(p, m, zone)
	}
	return lines(all...)
}

// Work is the span of the work that a period scores.
func Work(p store.Period) string { return "Thời gian công tác: " + WorkLabel(p.From, p.To) }

// WorkLabel is a span of days: "01/12/2020 – 30/11/2021".
func WorkLabel(from, to civil.Date) string { return vi.Day(from) + " – " + vi.Day(to) }

// PeriodLabel is a period on a button.
func PeriodLabel(p store.Period) string { return clip(p.Title, 40) + " · " + p.State.Name() }

// Periods is the list of periods, the newest first.
func Periods(all []store.Period) store.Message {
	if len(all) == 0 {
		return message(bold("Đợt thi đua"), "Chưa có đợt nào. Bấm "+quote("Lập đợt mới")+", hoặc gõ /dotthidua kèm tên đợt.")
	}
	return message(bold("Đợt thi đua"), "Bấm một đợt để xem và làm tiếp.")
}

// PeriodsClosed stands where the screen was.
func PeriodsClosed() store.Message {
	return message(italic("Đã đóng. Gõ /dotthidua để mở lại."))
}

// MayNotManagePeriods refuses a person without the right.
func MayNotManagePeriods() store.Message {
	return message("Chỉ Văn phòng tổng hợp lập và mở đợt thi đua. Đầu mối và thủ trưởng đơn vị gõ /chamdiem để chấm phiếu của đơn vị.")
}

// mostClusters is how many clusters the overview tells of.
const mostClusters = 15

// Period is a period as the office sees it: state, dates, sheets and what is missing.
func Period(f PeriodFacts, d *staff.Directory, zone *time.Location) store.Message {
	p := f.Period
	head := lines(bold("Đợt thi đua: "+escape(clip(p.Title, 150))), "Trạng thái: "+p.State.Name(), Work(p))
	if p.State != score.PeriodDraft {
		head = lines(head, progress(f))
	}
	clusters := []string{bold("Cụm, khối và phiếu")}
	for i, cluster := range f.Clusters() {
		if i == mostClusters {
			clusters = append(clusters, fmt.Sprintf("… và %d cụm khác", len(f.Clusters())-i))
			break
		}
		clusters = append(clusters, clusterLine(f, cluster))
	}
	if len(clusters) == 1 {
		clusters = append(clusters, "Chưa có đơn vị nào.")
	}
	return paragraphs(head, milestoneList(p, zone), lines(clusters...), extensions(f, d, zone), obstacle(f.Obstacle), whereNext[p.State])
}

// whereNext says where a period goes on in the states in which that is not on its screen.
var whereNext = map[score.PeriodState]string{
	score.PeriodCouncil:   "Hội đồng kết luận trong /hoidong.",
	score.PeriodPublished: "Báo cáo: /baocao. Đính chính: /congbo.",
}

// clusterLine is a cluster with its units and its sheet.
func clusterLine(f PeriodFacts, cluster string) string {
	n := 0
	for _, form := range f.Forms {
		if form.Cluster == cluster {
			n++
		}
	}
	line := "• " + escape(clip(clusterName(cluster), 60)) + ": " + fmt.Sprintf("%d đơn vị", n)
	if v := f.Sheets[cluster]; v.ID != 0 {
		return line + "; " + escape(clip(SheetLabel(v), 120))
	}
	return line + "; " + markWarning + " chưa chọn phiếu"
}

func clusterName(cluster string) string {
	if cluster == "" {
		return "Không thuộc cụm nào"
	}
	return cluster
}

// ClusterLabel is a cluster on a button.
func ClusterLabel(cluster string) string { return clip(clusterName(cluster), 50) }

// SheetLabel is a version of a sheet, by title: "Bảng chấm điểm … (bản 2)".
func SheetLabel(v store.SheetVersion) string {
	return fmt.Sprintf("%s (bản %d)", clip(v.Title, 50), v.Version)
}

// progress counts the forms: "Đã nộp 3/22, đang làm 10, chưa làm 9".
func progress(f PeriodFacts) string {
	waiting, working := f.count(score.NotStarted), f.count(score.InProgress, score.Returned)
	return fmt.Sprintf("Đã nộp %d/%d, đang làm %d, chưa làm %d", len(f.Forms)-waiting-working, len(f.Forms), working, waiting)
}

// mostExtensions is how many extensions the overview tells of.
const mostExtensions = 10

func extensions(f PeriodFacts, d *staff.Directory, zone *time.Location) string {
	var all []string
	for _, form := range f.Forms {
		if form.Extended.IsZero() {
			continue
		}
		if len(all) == mostExtensions {
			all = append(all, "…")
			break
		}
		all = append(all, "• "+escape(unitName(form.Unit, d))+": đến "+instant(form.Extended.In(zone))+" ("+escape(clip(form.Why, 80))+")")
	}
	if len(all) == 0 {
		return ""
	}
	return lines(append([]string{bold("Gia hạn")}, all...)...)
}

// unitName names a unit, also one that the directory no longer has.
func unitName(code string, d *staff.Directory) string {
	if u, ok := d.Unit(code); ok {
		return clip(u.Name, 60)
	}
	return clip(code, 60)
}

// unitNames lists units in one line, of many only some.
func unitNames(codes []string, d *staff.Directory) string {
	const most = 12
	all := make([]string, 0, most+1)
	for i, code := range codes {
		if i == most {
			all = append(all, fmt.Sprintf("và %d đơn vị khác", len(codes)-i))
			break
		}
		all = append(all, escape(unitName(code, d)))
	}
	return strings.Join(all, ", ")
}

// obstacle says why a draft cannot be opened.
func obstacle(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, store.ErrNoUnits):
		return markWarning + " Chưa mở được: chưa có đơn vị nào tham gia."
	case errors.Is(err, store.ErrNoSheet):
		return markWarning + " Chưa mở được: còn cụm chưa chọn phiếu. Bấm " + quote("Phiếu của cụm") + "."
	case errors.Is(err, store.ErrNoDue):
		return markWarning + " Chưa mở được: hạn tự chấm chưa định hoặc đã qua. Bấm " + quote("Mốc thời gian") + "."
	}
	return laterObstacle(err)
}

// PeriodClusters asks whose sheet is to be chosen.
func PeriodClusters(f PeriodFacts, known bool) store.Message {
	all := []string{bold("Phiếu của từng cụm, khối")}
	for i, cluster := range f.Clusters() {
		if i == mostClusters {
			break
		}
		all = append(all, clusterLine(f, cluster))
	}
	how := "Bấm một cụm để chọn phiếu."
	if !known {
		how = "Chưa có phiếu nào trong máy. Gửi tệp phiếu (.toml hoặc .xlsx) vào đây, hoặc gõ /phieu."
	}
	return paragraphs(lines(all...), how)
}

// ClusterSheet asks for the sheet of a cluster, and names the units that have begun; where
// it has to stay, or there is no other, it says so.
func ClusterSheet(cluster string, f PeriodFacts, d *staff.Directory, others bool) store.Message {
	now := "Chưa chọn phiếu."
	if v := f.Sheets[cluster]; v.ID != 0 {
		now = "Đang dùng: " + escape(SheetLabel(v))
	}
	begun, choose := "", "Chọn phiếu khác:"
	if !others {
		choose = "Chưa có phiếu nào khác. Gửi tệp phiếu (.toml hoặc .xlsx) vào đây, hoặc gõ /phieu."
	}
	if handed := f.HandedIn(cluster); len(handed) > 0 {
		begun, choose = SheetStays(cluster, handed, d), ""
	} else if units := f.Begun(cluster); len(units) > 0 {
		begun = markWarning + " Đã bắt đầu chấm: " + unitNames(units, d) + ". Các đơn vị này giữ phiếu cũ cho đến khi đồng ý chấm tiếp theo phiếu mới."
	}
	return paragraphs(bold("Phiếu của "+escape(clip(clusterName(cluster), 60))), now, begun, choose)
}

// SheetChosen says that a cluster has another sheet.
func SheetChosen(cluster string, v store.SheetVersion, begun []string, d *staff.Directory) string {
	said := markDone + " " + escape(clip(clusterName(cluster), 60)) + ": " + escape(SheetLabel(v)) + "."
	if len(begun) > 0 {
		said += "\n" + markWarning + " Đã bắt đầu chấm theo phiếu cũ: " + unitNames(begun, d) + ". Các đơn vị này được hỏi lại những tiêu chí đã đổi."
	}
	return said
}

// SheetStays tells that a cluster keeps its sheet, because of whom.
func SheetStays(cluster string, handed []string, d *staff.Directory) string {
	return markWarning + " " + escape(clip(clusterName(cluster), 60)) + " không đổi phiếu được nữa: " + unitNames(handed, d) +
		" đã nộp. Cả cụm phải chấm theo cùng một bản phiếu."
}

// UnitLabel is a unit on a button. In a draft those that take part are marked; later those
// that have submitted are, and those that do not take part have a plus.
func UnitLabel(u staff.Unit, in bool, form store.Submission, p score.PeriodState) string {
	mark := ""
	switch {
	case p == score.PeriodDraft && in, in && !form.Submitted.IsZero():
		mark = markDone + " "
	case p != score.PeriodDraft && !in:
		mark = "+ "
	}
	return mark + clip(u.Name, 36)
}

// PeriodUnits is the choice of units.
func PeriodUnits(f PeriodFacts, d *staff.Directory) store.Message {
	how := "Bấm một đơn vị để gia hạn, cho thôi hoặc cho tham gia."
	switch f.Period.State {
	case score.PeriodDraft:
		how = "Bấm để cho tham gia (" + markDone + ") hoặc thôi."
	case score.PeriodOpen:
		how += " " + markDone + " là đã nộp, + là chưa tham gia."
	case score.PeriodClosed:
		how = "Bấm một đơn vị để xem, gia hạn. " + markDone + " là đã nộp."
	default:
		how = "Bấm một đơn vị để xem. " + markDone + " là đã nộp."
	}
	all := []string{bold("Đơn vị tham gia: ") + fmt.Sprintf("%d", len(f.Forms))}
	if f.Period.State != score.PeriodDraft {
		all = append(all, progress(f))
		for _, state := range []score.SubmissionState{score.NotStarted, score.InProgress, score.Returned} {
			var codes []string
			for _, form := range f.Forms {
				if form.State == state {
					codes = append(codes, form.Unit)
				}
			}
			if len(codes) > 0 {
				all = append(all, capital(state.Name())+": "+unitNames(codes, d))
			}
		}
	}
	return paragraphs(lines(all...), how)
}

// PeriodUnit is how one unit stands; heir is the unit that it has become part of, if any.
func PeriodUnit(u staff.Unit, form store.Submission, heir staff.Unit, zone *time.Location) store.Message {
	said := lines(bold(escape(clip(u.Name, 60))), escape(clip(clusterName(form.Cluster), 60)), "Phiếu: "+form.State.Name())
	if !form.Submitted.IsZero() {
		said = lines(said, "Nộp lúc "+instant(form.Submitted.In(zone)))
	}
	if !form.Extended.IsZero() {
		said = lines(said, "Gia hạn đến "+instant(form.Extended.In(zone))+", lý do: "+escape(clip(form.Why, 300)))
	}
	merged := ""
	if heir.Code != "" {
		merged = markWarning + " Đơn vị đã sáp nhập vào " + escape(clip(heir.Name, 60)) + ". Phiếu vẫn là của đơn vị này; " +
			"người của " + escape(clip(heir.Name, 60)) + " chấm tiếp và nộp, hoặc Văn phòng đưa phiếu ra khỏi đợt."
	}
	return paragraphs(said, merged)
}
