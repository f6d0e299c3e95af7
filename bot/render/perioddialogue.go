package render

import (
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// AskPeriodTitle asks for a title: of a new period, or another one in place of now.
func AskPeriodTitle(now string) store.Message {
	if now != "" {
		return message(bold("Tên đợt"), escape(clip(now, 120)), "Gõ tên mới.")
	}
	return message(bold("Đợt thi đua mới (1/3)"), "Gõ tên đợt. Ví dụ: 6 tháng đầu năm 2021")
}

// PeriodTitleNotRead says what a title must be.
func PeriodTitleNotRead() string { return markWarning + " Tên đợt dài không quá 120 chữ." }

// AskWork asks which days of work are scored. title is "" for a period that is made.
func AskWork(title string) store.Message {
	head := bold("Thời gian công tác")
	if title != "" {
		head = bold("Đợt thi đua mới (2/3)") + "\n" + escape(clip(title, 120))
	}
	return message(head, "Chấm công việc từ ngày nào đến ngày nào? Bấm một khoảng, hoặc gõ.\nVí dụ: 01/12/2020 - 31/05/2021")
}

// WorkNotRead says that no span of days was understood.
func WorkNotRead(text string) string {
	return markWarning + " Chưa hiểu " + quote(clip(text, 60)) + ". Gõ hai ngày, ngày sau phải đến sau. Ví dụ: 01/12/2020 - 31/05/2021"
}

// AskFirstDate asks for the date from which the others are planned.
func AskFirstDate(title string, from, to civil.Date) store.Message {
	return message(bold("Đợt thi đua mới (3/3)")+"\n"+escape(clip(title, 120))+"\n"+WorkLabel(from, to),
		"Hạn các đơn vị tự chấm xong và nộp phiếu? Các mốc khác được tính theo hạn này và sửa được sau.\nVí dụ: 17h00 05/11/2021")
}

// InstantNotRead says that no moment was understood.
func InstantNotRead(text string) string {
	return markWarning + " Chưa hiểu " + quote(clip(text, 60)) + ". Gõ giờ và ngày. Ví dụ: 17h00 05/11/2021"
}

// InstantPast refuses what has been.
func InstantPast(at time.Time) string {
	return markWarning + " " + instant(at) + " đã qua. Gõ một mốc sau bây giờ."
}

// PeriodMade says that a period is there.
func PeriodMade() string {
	return markDone + " Đã lập đợt ở dạng bản nháp, chưa ai được báo. Xem lại các mốc, phiếu và đơn vị rồi mở đợt."
}

// PeriodChanged says what was changed.
func PeriodChanged(was, is string) string {
	return markDone + " " + struck(escape(clip(was, 200))) + "\n→ " + escape(clip(is, 200))
}

// MilestonesOutOfOrder names two dates of which the later must come later.
func MilestonesOutOfOrder(p store.Period, earlier, later store.Milestone, zone *time.Location) string {
	return markWarning + " Chưa đổi, vì các mốc sai thứ tự:\n" + lines(MilestoneAt(p, earlier, zone), MilestoneAt(p, later, zone)) + "\nMốc sau phải đến sau. Đổi mốc kia trước."
}

// Milestones asks which date is to be changed.
func Milestones(p store.Period, zone *time.Location) store.Message {
	return message(bold("Mốc thời gian"), milestoneList(p, zone), "Bấm mốc cần đổi. Mốc đã qua bước thì không đổi nữa.")
}

// AskMilestone asks for a new date.
func AskMilestone(m store.Milestone, p store.Period, zone *time.Location) store.Message {
	how := "Gõ giờ và ngày mới. Ví dụ: 17h00 05/11/2021"
	if m != store.SelfDue {
		how += ". Gõ " + quote("không") + " nếu chưa định."
	}
	return message(bold(milestoneNames[m]), MilestoneAt(p, m, zone), how)
}

// ClusterWithoutSheet refuses a unit whose cluster has no sheet in an open period.
func ClusterWithoutSheet(cluster string) string {
	return markWarning + " " + escape(clip(clusterName(cluster), 60)) + " chưa có phiếu trong đợt này, nên chưa thêm đơn vị được."
}

// UnitEntered, UnitLeftOut and UnitHasBegun tell what became of a unit.
func UnitEntered(u staff.Unit) string {
	return markDone + " " + escape(clip(u.Name, 60)) + " tham gia."
}
func UnitLeftOut(u staff.Unit) string {
	return markDone + " " + escape(clip(u.Name, 60)) + " không tham gia."
}
func UnitHasBegun(u staff.Unit) string {
	return markWarning + " " + escape(clip(u.Name, 60)) + " đã bắt đầu chấm, không đưa ra được."
}

// AskStrikeReason asks why a sheet that was begun is left out.
func AskStrikeReason(u staff.Unit) store.Message {
	return message(bold("Đưa "+escape(clip(u.Name, 60))+" ra khỏi đợt?"),
		"Phiếu không được thẩm định, xếp hạng nữa; những gì đã chấm vẫn được giữ. Cho tham gia lại thì phiếu trở lại như cũ.", "Gõ lý do.")
}

// UnitStruck says that a sheet was left out.
func UnitStruck(u staff.Unit) string {
	return markDone + " Đã đưa " + escape(clip(u.Name, 60)) + " ra khỏi đợt; những gì đã chấm vẫn được giữ."
}

// AskExtension asks until when a unit may submit, and then why.
func AskExtension(u staff.Unit, f PeriodFacts, until time.Time, zone *time.Location) store.Message {
	head := bold("Gia hạn cho " + escape(clip(u.Name, 60)))
	if until.IsZero() {
		return message(head, MilestoneAt(f.Period, store.SelfDue, zone), "Được nộp đến lúc nào? Ví dụ: 17h00 08/11/2021")
	}
	return message(head, "Được nộp đến "+instant(until.In(zone))+".", "Gõ lý do gia hạn; lý do được lưu lại.")
}

// ExtensionTooShort refuses an extension that gives no more time.
func ExtensionTooShort(p store.Period, zone *time.Location) string {
	return markWarning + " Gia hạn phải sau hạn chung. " + MilestoneAt(p, store.SelfDue, zone)
}

// ReasonTooLong says how long a reason may be.
func ReasonTooLong(most int) string {
	return fmt.Sprintf("%s Lý do dài không quá %d chữ.", markWarning, most)
}

// ReasonNotSaid answers what is no reason in words.
func ReasonNotSaid() string {
	return markWarning + " Lý do phải bằng lời, ít nhất hai chữ; chưa ghi gì."
}

// Extended says that a unit has longer.
func Extended(u staff.Unit, until time.Time) string {
	return markDone + " Đã gia hạn cho " + escape(clip(u.Name, 60)) + " đến " + instant(until) + "."
}

// stepWords are the steps as people read them: the button, and the button that
// confirms.
var stepWords = map[[2]score.PeriodState][2]string{
	{score.PeriodDraft, score.PeriodOpen}:            {"Mở đợt", "Xác nhận mở đợt"},
	{score.PeriodOpen, score.PeriodClosed}:           {"Khóa nộp", "Xác nhận khóa nộp"},
	{score.PeriodClosed, score.PeriodAppraising}:     {"Bắt đầu thẩm định", "Xác nhận bắt đầu thẩm định"},
	{score.PeriodAppraising, score.PeriodExplaining}: {"Sang giải trình", "Xác nhận sang giải trình"},
	{score.PeriodExplaining, score.PeriodCouncil}:    {"Trình Hội đồng", "Xác nhận trình Hội đồng"},
	{score.PeriodCouncil, score.PeriodApproved}:      {"Hội đồng duyệt", "Xác nhận Hội đồng duyệt"},
	{score.PeriodCouncil, score.PeriodAppraising}:    {"Trả lại thẩm định", ""},
	{score.PeriodApproved, score.PeriodPublished}:    {"Công bố", "Xác nhận công bố"},
	{score.PeriodPublished, score.PeriodArchived}:    {"Lưu trữ", "Xác nhận lưu trữ"},
}

// StepLabel is a step of a period on a button.
func StepLabel(from, to score.PeriodState) string {
	return stepWords[[2]score.PeriodState{from, to}][0]
}

// ConfirmStepLabel is the button that takes it.
func ConfirmStepLabel(from, to score.PeriodState) string {
	return stepWords[[2]score.PeriodState{from, to}][1]
}

// AskOpening asks before a period is opened: who is told, and of which units nobody is.
func AskOpening(f PeriodFacts, people, groups int, silent []string, zone *time.Location) store.Message {
	told := fmt.Sprintf("Sẽ báo cho %d đồng chí và %d nhóm.", people, groups)
	quiet := ""
	if len(silent) > 0 {
		const most = 12
		names := strings.Join(silent[:min(len(silent), most)], ", ")
		if len(silent) > most {
			names += fmt.Sprintf(" và %d đơn vị khác", len(silent)-most)
		}
		quiet = markWarning + " Chưa có ai dùng bot để được báo: " + escape(names) + ". Mời bằng /moi."
	}
	return paragraphs(bold("Mở đợt "+quote(clip(f.Period.Title, 120))+"?"),
		fmt.Sprintf("%d đơn vị tham gia. ", len(f.Forms))+MilestoneAt(f.Period, store.SelfDue, zone)+".", lines(told, quiet),
		"Mở rồi thì không trở lại bản nháp được; các mốc sau, phiếu và đơn vị vẫn sửa được.")
}

// AskClosing asks before a period is closed: who has not submitted yet.
func AskClosing(f PeriodFacts, d *staff.Directory, now time.Time) store.Message {
	early := ""
	if now.Before(f.Period.SelfDue) {
		early = markWarning + " Chưa đến hạn. " + MilestoneAt(f.Period, store.SelfDue, now.Location()) + "."
	}
	var missing []string
	for _, form := range f.Forms {
		if form.State == score.NotStarted || form.State == score.InProgress || form.State == score.Returned {
			missing = append(missing, form.Unit)
		}
	}
	left := ""
	if len(missing) > 0 {
		left = "Chưa nộp: " + unitNames(missing, d) + ". Đơn vị chưa nộp sẽ được báo."
	}
	return paragraphs(bold("Khóa nộp đợt "+quote(clip(f.Period.Title, 120))+"?"), early, lines(progress(f), left),
		"Khóa rồi thì chỉ đơn vị được gia hạn còn nộp được, và không mở lại được.")
}

// ClosedNotice tells a unit that it has not submitted in time.
func ClosedNotice(unit string, p store.Period, state score.SubmissionState) store.Message {
	kept := ""
	if state == score.InProgress {
		kept = " Câu trả lời đã lưu vẫn giữ nguyên."
	}
	return paragraphs(bold("Đã khóa nộp phiếu tự chấm")+"\n"+escape(clip(p.Title, 100)),
		"Phiếu của "+escape(clip(unit, 60))+" chưa nộp ("+state.Name()+")."+kept,
		"Cần nộp thì đề nghị Văn phòng gia hạn.")
}

// StepTaken says where the period stands now.
func StepTaken(state score.PeriodState) string {
	return markDone + " Đợt chuyển sang: " + state.Name() + "."
}

// OpeningTitle and DueMovedTitle are how the office knows what it sent to many.
func OpeningTitle(p store.Period) string  { return "Mở tự chấm: " + clip(p.Title, 100) }
func DueMovedTitle(p store.Period) string { return "Đổi hạn tự chấm: " + clip(p.Title, 100) }

// PeriodOpened calls a unit to score itself.
func PeriodOpened(p store.Period, unit string, v store.SheetVersion, sheet *score.Sheet, zone *time.Location) store.Message {
	return paragraphs(bold("Mở tự chấm thi đua: "+escape(clip(p.Title, 120))),
		lines("Kính gửi "+escape(clip(unit, 60))+".", Work(p), MilestoneAt(p, store.SelfDue, zone),
			"Phiếu: "+escape(SheetLabel(v))+fmt.Sprintf(", %d tiêu chí", len(sheet.Criteria))),
		"Bấm nút dưới đây hoặc gõ /chamdiem. Có thể chấm dần, mỗi câu trả lời được lưu ngay.")
}

// PeriodOpenedInGroup tells a group.
func PeriodOpenedInGroup(p store.Period, units int, zone *time.Location) store.Message {
	return message(bold("Mở tự chấm thi đua: "+escape(clip(p.Title, 120))), lines(Work(p), MilestoneAt(p, store.SelfDue, zone), fmt.Sprintf("%d đơn vị tham gia.", units)),
		"Đầu mối và thủ trưởng đơn vị bấm nút dưới đây, hoặc gõ /chamdiem trong trò chuyện riêng với bot.")
}

// DueMoved tells a unit that the due date is another.
func DueMoved(p store.Period, zone *time.Location) store.Message {
	return message(bold("Đổi hạn tự chấm thi đua: "+escape(clip(p.Title, 120))), MilestoneAt(p, store.SelfDue, zone)+".")
}

// ExtendedNotice tells a unit that it may submit later.
func ExtendedNotice(p store.Period, until time.Time) store.Message {
	return message(bold("Gia hạn tự chấm thi đua: "+escape(clip(p.Title, 120))), "Đơn vị được nộp phiếu đến "+instant(until)+".")
}

// PeriodUnopened reminds the clerk of a period that was to be opened by now.
func PeriodUnopened(p store.Period, zone *time.Location) store.Message {
	return message(bold("Đến giờ mở đợt thi đua"), quote(clip(p.Title, 120))+" dự kiến mở tự chấm lúc "+instant(p.Opens.In(zone))+", hiện vẫn là bản nháp.",
		"Đợt không tự mở. Gõ /dotthidua để xem lại và mở, hoặc dời mốc "+quote(milestoneNames[store.Opens])+".")
}
