package render

import (
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// KindPublication is the kind of broadcast that tells a published result.
const KindPublication = "publication"

// DraftFacts are what the office sees of an announcement on its way.
type DraftFacts struct {
	store.Announcement
	Period    store.Period
	Text      string // as it stands
	Signer    staff.Person
	Replaces  *score.Paper // of the one that it corrects
	Missing   []string     // what is still to be filled in
	Warnings  []string     // what ought to be looked at
	Previewed bool         // as it stands now
}

// AnnouncementDraft is the draft as the office works on it.
func AnnouncementDraft(f DraftFacts, d *staff.Directory) store.Message {
	title, state := "Dự thảo công bố kết quả "+periodName(f.Period.Title), "Chưa trình."
	if f.Replaces != nil {
		title = "Dự thảo đính chính Thông báo " + numbered(*f.Replaces)
	}
	switch {
	case f.State == store.PutForward:
		state = "Đã trình " + f.Signer.Style() + ", chờ duyệt. Sửa thì phải trình lại."
	case f.Previewed:
		state = "Đã xem trước, trình được."
	}
	bases := " chưa có"
	if len(f.Bases) > 0 {
		bases = ""
		for _, basis := range f.Bases {
			bases += "\n• " + escape(clip(basis, 200))
		}
	}
	fields := lines(
		"Số: "+fieldText(f.Number),
		"Ngày: "+dayText(f.Day),
		"Căn cứ:"+bases,
		"Hạn khiếu nại: "+dayText(f.Complaints),
		"Người ký: "+fieldText(strings.TrimPrefix(f.Signer.Style(), "đ/c ")))
	if f.Replaces != nil {
		fields += "\nLý do đính chính: " + fieldText(f.Why)
		for _, a := range f.Amendments {
			fields += "\n• " + amendmentText(a, f.Period, d)
		}
	}
	paragraphs := []string{bold(escape(title)) + "\n" + escape(state), fields, "Lời văn:\n" + escapeLines(f.Text)}
	for _, w := range f.Warnings {
		paragraphs = append(paragraphs, markWarning+" "+escape(w))
	}
	switch {
	case len(f.Missing) > 0:
		paragraphs = append(paragraphs, "Còn thiếu: "+escape(strings.Join(f.Missing, ", "))+".")
	case f.State == store.Drafted && !f.Previewed:
		paragraphs = append(paragraphs, "Bấm "+quote("Xem trước")+"; xem xong thì trình ký được.")
	}
	return shortened(message(paragraphs...))
}

func fieldText(text string) string {
	if strings.TrimSpace(text) == "" {
		return "chưa có"
	}
	return escape(clip(text, 300))
}

func dayText(day civil.Date) string {
	if day.IsZero() {
		return "chưa có"
	}
	return vi.Day(day)
}

func amendmentText(a store.Amendment, _ store.Period, d *staff.Directory) string {
	name := a.Unit
	if u, ok := d.Unit(a.Unit); ok {
		name = u.Name
	}
	value := a.Value
	if value == "" {
		value = "bỏ"
	}
	return escape(clip(name, 60) + ", " + a.Code + ": " + clip(figure(value), 100) + " (" + clip(a.Reason, 100) + ")")
}

// Announcements lists the periods whose results can be published or corrected.
func Announcements(some bool) store.Message {
	if !some {
		return message(bold("Công bố kết quả"), "Chưa có đợt nào để công bố: Hội đồng phải thông qua kết quả trước.")
	}
	return message(bold("Công bố kết quả"), "Đồng chí chọn đợt.")
}

// AnnouncementLabel is the button of a period.
func AnnouncementLabel(p store.Period) string {
	if p.State == score.PeriodApproved {
		return "Công bố: " + clip(p.Title, 40)
	}
	return "Đính chính: " + clip(p.Title, 40)
}

// LegalTextEnded, LegalTextEarly and LegalTextUnknown warn of what a draft cites, a line each.
func LegalTextEnded(number string, since civil.Date, by string) string {
	text := "Căn cứ " + number + " hết hiệu lực từ " + vi.Day(since)
	if by != "" {
		text += ", thay bằng " + by
	}
	return text + "."
}
func LegalTextEarly(number string, from civil.Date) string {
	return "Căn cứ " + number + " có hiệu lực từ " + vi.Day(from) + ", sau ngày của thông báo."
}
func LegalTextUnknown(numbers []string) string {
	return "Chưa có trong danh mục, đồng chí tự kiểm tra hiệu lực: " + clip(strings.Join(numbers, ", "), 300) + "."
}

// SendingLabel is the button that shows how the result of a period is sent.
func SendingLabel(p store.Period) string { return "Tình hình gửi: " + clip(p.Title, 40) }

// A DraftField is one thing of a draft that is typed.
type DraftField string

// The fields.
const (
	DraftNumber     DraftField = "number"
	DraftDay        DraftField = "day"
	DraftBases      DraftField = "bases"
	DraftComplaints DraftField = "complaints"
	DraftText       DraftField = "text"
	DraftWhy        DraftField = "why"
	DraftAmendment  DraftField = "amendment"
)

var draftFields = map[DraftField]struct{ label, ask string }{
	DraftNumber:     {"Số, ký hiệu", "Gõ số, ký hiệu của thông báo, ví dụ: 15/TB-VKS"},
	DraftDay:        {"Ngày", "Gõ ngày của thông báo, ví dụ: 05/12/2021"},
	DraftBases:      {"Căn cứ", "Gõ các căn cứ, mỗi căn cứ một dòng. Dòng đang có được thay hết."},
	DraftComplaints: {"Hạn khiếu nại", "Gõ ngày cuối nhận khiếu nại, giải trình, ví dụ: 12/12/2021"},
	DraftText:       {"Lời văn", "Gõ lời văn mới. Chỗ điền: " + strings.Join(textPlaceholders, ", ") + ". Bảng xếp hạng đứng ở dòng {bảng}. Lời văn này dùng cho cả các lần sau."},
	DraftWhy:        {"Lý do đính chính", "Gõ lý do đính chính; các nhóm sẽ đọc được, không nêu tên người."},
	DraftAmendment:  {"Sửa điểm", "Gõ đơn vị, mã tiêu chí, giá trị mới; rồi dấu chấm phẩy và lý do. Ví dụ:\nP9 A.1 92; theo kết luận xác minh số 12/KL-VP\nĐiểm liệt: gõ lý do áp dụng thay cho giá trị, hoặc bỏ."},
}

// DraftLabel is the button of a field.
func DraftLabel(f DraftField) string { return draftFields[f].label }

// AskDraft asks for a field; now is what stands there, said what was wrong with the last
// try.
func AskDraft(f DraftField, now string) store.Message {
	current := ""
	if now != "" {
		current = "Đang là:\n<code>" + escapeLines(now) + "</code>"
	}
	paragraphs := []string{bold(escape(draftFields[f].label)), escapeLines(draftFields[f].ask)}
	if current != "" {
		paragraphs = append(paragraphs, current)
	}
	return message(paragraphs...)
}

// escapeLines is escape for a text that keeps its lines.
func escapeLines(text string) string {
	all := paragraphsOf(text)
	for i, line := range all {
		all[i] = escape(line)
	}
	return strings.Join(all, "\n")
}

// DraftNotRead says why what was typed for a field was not taken.
func DraftNotRead(f DraftField, typed string) string {
	switch f {
	case DraftNumber:
		return quote(clip(typed, 60)) + " chưa đúng dạng số, ký hiệu. Viết như 15/TB-VKS."
	case DraftDay, DraftComplaints:
		return quote(clip(typed, 60)) + " chưa đúng dạng ngày. Viết như 05/12/2021."
	case DraftBases:
		return "Nhiều nhất 10 căn cứ, mỗi căn cứ không quá 300 chữ."
	case DraftAmendment:
		return quote(clip(typed, 60)) + " chưa hiểu. Viết như: P9 A.1 92; theo kết luận xác minh số 12/KL-VP"
	}
	return "Chưa nhận: để trống hoặc dài quá."
}

// Words about an announcement on its way, one line each.
const (
	NothingIsSent        = "Kết quả này không gửi tới nơi nào."
	ComplaintsTooEarly   = "Hạn khiếu nại phải sau ngày của thông báo."
	AmendmentNeedsReason = "Thiếu lý do: viết sau dấu chấm phẩy (;)."
	NumberIsTaken        = "Số này đã dùng cho một thông báo khác trong năm."
	SignerNotReached     = "Người ký chưa dùng bot nên chưa trình được: mời đồng chí ấy (/moi) hoặc chọn người khác."
	DraftChanged         = "Đã ghi. Bản xem trước cũ không còn đúng."
	DraftReturned        = "Đã trả lại Văn phòng."
	DraftDropped         = "Đã bỏ dự thảo."
	DraftGone            = "Dự thảo này không còn."
	AskSigner            = "Chọn lãnh đạo ký và duyệt công bố. Người đã soạn dự thảo không được duyệt."
	NobodySigns          = "Không có lãnh đạo nào duyệt được: cần một lãnh đạo không tham gia soạn."
	AskDrop              = "Bỏ dự thảo này?"
)

// What can be missing in a draft.
const (
	MissingNumber     = "số, ký hiệu"
	MissingDay        = "ngày"
	MissingBases      = "căn cứ"
	MissingComplaints = "hạn khiếu nại"
	MissingSigner     = "người ký"
	MissingWhy        = "lý do đính chính"
)

// AmendmentUnknown says which part of a typed amendment is not known.
func AmendmentUnknown(typed, why string) string {
	return escape("Không sửa được " + clip(typed, 60) + ": " + why + ".")
}

// Drawing says that a preview is on its way.
func Drawing() store.Message { return message("Đang soạn bản xem trước, xin chờ ít phút.") }

// PreviewFailed says that a preview could not be made.
func PreviewFailed() store.Message {
	return message("Chưa soạn được bản xem trước. Đồng chí thử lại; nếu vẫn lỗi thì báo người quản trị.")
}

// PreviewHead stands before what is previewed: groups and people who would get it.
func PreviewHead(groups, people int, silent []string) store.Message {
	where := "vào " + counted(groups, "nhóm")
	if groups == 0 {
		where = "vào các nhóm"
	}
	text := fmt.Sprintf("Các tin dưới đây là đúng những gì sẽ gửi %s; mỗi đơn vị nhận riêng kết quả của mình (%s).", where, counted(people, "người nhận"))
	paragraphs := []string{bold("Xem trước"), text}
	if groups == 0 {
		paragraphs = append(paragraphs, markWarning+" Chưa có nhóm nào đăng ký: chỉ các đơn vị nhận được. Gõ /dangky trong nhóm để đăng ký.")
	}
	if len(silent) > 0 {
		paragraphs = append(paragraphs, markWarning+" Chưa có ai nhận kết quả của: "+escape(clip(strings.Join(silent, ", "), 300))+".")
	}
	return message(paragraphs...)
}

// PreviewTail stands under what is previewed.
func PreviewTail(example string) store.Message {
	return message("Hết phần xem trước. Tin riêng của đơn vị có dạng như tin ngay trên, của " + escape(clip(example, 60)) + ".")
}

// Caption of the files of an announcement.
const (
	CaptionPicture  = "Bảng xếp hạng"
	CaptionNotice   = "Thông báo"
	CaptionWorkbook = "Bảng xếp hạng (Excel)"
)

// MayNotAnnounce answers who may not draft.
func MayNotAnnounce() store.Message {
	return message("Chỉ Văn phòng tổng hợp được soạn công bố kết quả.")
}

// AnnouncementTitle is what the broadcast of an announcement is called.
func AnnouncementTitle(f DraftFacts) string {
	return "Công bố số " + oneLine(f.Number)
}

// AnnouncementsClosed ends the screen.
func AnnouncementsClosed() store.Message { return message("Đã đóng. Mở lại: /congbo") }

// RankingFile names the picture of a page of the ranking of a cluster, counted from 0 as
// they stand in the report.
func RankingFile(cluster, page int) string { return fmt.Sprintf(rankingFile, cluster+1, page+1) }

const rankingFile = "xep-hang-%d-%d.png"

// FileCaption stands under a file of an announcement; a picture of several names its
// cluster.
func FileCaption(r *score.Report, f store.File) string {
	what := CaptionNotice
	switch {
	case f.Picture:
		what = CaptionPicture
		var cluster, page int
		if _, err := fmt.Sscanf(f.Name, rankingFile, &cluster, &page); err == nil && len(r.Outcomes) > 1 && cluster > 0 && cluster <= len(r.Outcomes) {
			what += " " + clip(ClusterName(r.Outcomes[cluster-1].Cluster), 60)
		}
	case strings.HasSuffix(f.Name, ".xlsx"):
		what = CaptionWorkbook
	}
	return ReportCaption(r, what)
}
