package render

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// AskAppraisedValue asks for another answer than the unit's.
func AskAppraisedValue(v LeafView) store.Message {
	how := "Gõ số đúng theo thẩm định; điểm do hệ thống tính lại."
	c := v.Leaf.Criterion
	switch {
	case c != nil && (c.Rule == score.Direct || c.Rule == score.ByAppraiser):
		how = "Gõ điểm, từ 0 đến " + Score(c.Max) + ", bước " + Score(v.Sheet.ScoreStep) + "."
	case c != nil && (c.Rule == score.YesNo || c.Rule == score.ByLevel), v.Leaf.Bonus != nil && len(v.Leaf.Bonus.Levels) > 0:
		how = "Chọn mức đúng theo thẩm định."
	case v.Leaf.Deduction != nil:
		how = "Gõ số lần đúng. Chỉ giảm được ở đây; thêm điểm trừ thì đề xuất riêng."
	}
	return paragraphs(bold(escape(clip(v.Unit, 60)))+" · "+bold(escape(v.Leaf.Code))+"\n"+escape(clip(v.Leaf.Title(), 300)), selfLine(v),
		how+" Chưa chứng minh được thì ghi phần đã chứng minh (0, không đạt).")
}

// AskAppraisalReason asks why a decision is what it is.
func AskAppraisalReason(v LeafView, decision score.Decision, value string, d *staff.Directory, zone *time.Location) store.Message {
	what := map[score.Decision]string{score.SendBack: "Trả lại đơn vị", score.Uphold: "Giữ nguyên kết quả thẩm định"}[decision]
	if decision == score.Amend {
		what = "Sửa thành " + bold(answerText(v.Sheet, v.Leaf, value, v.Target))
	}
	return shortened(paragraphs(bold(escape(clip(v.Unit, 60)))+" · "+bold(escape(v.Leaf.Code))+"\n"+escape(clip(v.Leaf.Title(), 300)), selfLine(v), explanationLine(v.Explained),
		what, decisionLines(v, d, zone), "Gõ lý do; đơn vị sẽ đọc lý do này."))
}

// QuickReasons are reasons that one tap gives.
func QuickReasons(decision score.Decision) []string {
	switch decision {
	case score.Amend:
		return []string{"Chưa có minh chứng", "Số liệu không khớp báo cáo"}
	case score.SendBack:
		return []string{"Bổ sung minh chứng"}
	}
	return nil
}

// ExplanationTaken is the reason of a decision for the unit's own answer.
func ExplanationTaken() string { return "Chấp nhận giải trình của đơn vị" }

// AskInquiry asks what to ask the unit.
func AskInquiry(v LeafView) store.Message {
	return paragraphs(bold("Hỏi "+escape(clip(v.Unit, 60)))+" · "+bold(escape(v.Leaf.Code))+"\n"+escape(clip(v.Leaf.Title(), 300)), selfLine(v),
		"Gõ câu hỏi; đầu mối của đơn vị nhận được ngay và trả lời trong bot.")
}

// Appraised says what was decided, over the next screen.
func Appraised(sheet *score.Sheet, leaf score.Leaf, a store.Appraisal, v LeafView) string {
	switch a.Decision {
	case score.SendBack:
		return markDone + " " + escape(leaf.Code) + ": ghi trả lại đơn vị."
	case score.Uphold:
		return markDone + " " + escape(leaf.Code) + ": giữ nguyên " + answerText(sheet, leaf, a.Value, v.Target) + "."
	}
	return markDone + " " + escape(leaf.Code) + ": " + answerText(sheet, leaf, a.Value, v.Target) + "."
}

// RestAccepted says how many answers were decided at once.
func RestAccepted(done, left int) string {
	said := fmt.Sprintf("%s Đã chấm theo đề xuất %d tiêu chí.", markDone, done)
	if left > 0 {
		said += fmt.Sprintf(" Còn %d tiêu chí xem riêng.", left)
	}
	return said
}

// Asked says that a question is on its way.
func Asked(reached bool) string {
	if !reached {
		return markWarning + " Đã ghi câu hỏi, nhưng đơn vị chưa có ai dùng bot để trả lời."
	}
	return markDone + " Đã gửi câu hỏi cho đơn vị."
}

// SheetReturned says that a sheet went back.
func SheetReturned(unit string, n int) string {
	return fmt.Sprintf("%s Đã trả phiếu cho %s, mở lại %d tiêu chí. Nộp lại thì thẩm định lại từ đầu.", markDone, escape(clip(unit, 60)), n)
}

// SheetTakenBack says that a returned sheet is with the team again.
func SheetTakenBack(unit string) string {
	return markDone + " Đã nhận lại phiếu của " + escape(clip(unit, 60)) + " như hiện có."
}

// AskTakeBack asks why a returned sheet is taken back.
func AskTakeBack(unit string) store.Message {
	return message(bold("Nhận lại phiếu của "+escape(clip(unit, 60))), "Đơn vị không nộp lại? Phiếu được nhận như hiện có và thẩm định tiếp. Gõ lý do.")
}

// AppraisalRefused words why a decision was not taken.
func AppraisalRefused(err error, d *staff.Directory) string {
	var decided *store.DecidedError
	var mistake *score.Mistake
	said := ""
	switch {
	case errors.As(err, &decided):
		return markWarning + " " + capital(escape(author(decided.Now.By, d))) + " vừa chấm tiêu chí này. Xem lại rồi quyết định."
	case errors.As(err, &mistake):
		shown := *mistake
		shown.Code = ""
		said = capital(escape(SheetMistake(&shown)))
	case errors.Is(err, store.ErrNeedsReason):
		said = "Cần lý do."
	case errors.Is(err, store.ErrApproved):
		said = "Hội đồng đã thông qua cụm, khối này; phiếu giữ nguyên như đã thông qua."
	case errors.Is(err, store.ErrNotNow):
		said = "Phiếu đã sang bước khác; việc này không làm được nữa."
	case errors.Is(err, store.ErrNothingGiven):
		said = "Đơn vị chưa trả lời tiêu chí này nên không có gì để chấp nhận. Bấm " + quote("Sửa") + "."
	case errors.Is(err, store.ErrMoreFaults):
		said = "Thêm điểm trừ phải đề xuất kèm nguồn (" + quote("Đề xuất điểm trừ, điểm liệt") + "); lãnh đạo hoặc Hội đồng quyết định."
	case errors.Is(err, store.ErrNotReturned):
		said = "Chưa tiêu chí nào được ghi trả lại."
	case errors.Is(err, store.ErrNeedsSource):
		said = "Cần nguồn: văn bản, kết luận, đơn thư…"
	case errors.Is(err, store.ErrNoFaults):
		said = "Số lần là số nguyên từ 1 đến 1.000."
	case errors.Is(err, store.ErrDecided):
		said = "Đề xuất này đã được quyết định."
	default:
		return ""
	}
	return markWarning + " " + said
}

// ReturnedNotice tells a unit that its sheet came back.
func ReturnedNotice(p store.Period, sheet *score.Sheet, why map[string]string) store.Message {
	const most = 15
	var all []string
	for _, l := range sheet.Leaves() {
		reason, back := why[l.Code]
		if !back {
			continue
		}
		if len(all) == most {
			all = append(all, fmt.Sprintf("… và %d tiêu chí khác", len(why)-most))
			break
		}
		all = append(all, "• "+bold(escape(l.Code))+" "+escape(clip(l.Title(), 60))+": "+escape(clip(reason, 120)))
	}
	return shortened(paragraphs(bold("Phiếu bị trả lại"), escape(clip(p.Title, 100)), lines(all...), "Chỉ các tiêu chí này mở lại. Gõ /chamdiem để sửa; thủ trưởng nộp lại phiếu."))
}

// InquiryNotice brings a question to a unit.
func InquiryNotice(unit string, sheet *score.Sheet, leaf score.Leaf, q store.Inquiry, self string) store.Message {
	return paragraphs(bold("Tổ chấm điểm hỏi "+escape(clip(unit, 60))), bold(escape(leaf.Code))+" "+escape(clip(leaf.Title(), 300))+"\nTự chấm: "+answerText(sheet, leaf, self, nil),
		quote(clip(q.Question, 500)))
}

// AskReply asks a unit for its answer.
func AskReply(q store.Inquiry) store.Message {
	return paragraphs(bold("Trả lời Tổ chấm điểm"), bold(escape(q.Code))+": "+quote(clip(q.Question, 500)), "Gõ câu trả lời. Gửi rồi không sửa được.")
}

// Replied ends a question that was answered.
func Replied(q store.Inquiry, d *staff.Directory) store.Message {
	return paragraphs(bold(escape(q.Code))+": "+quote(clip(q.Question, 500)), markDone+" "+capital(escape(author(q.AnsweredBy, d)))+" đã trả lời: "+quote(clip(q.Answer, 500)))
}

// ReplyNotice brings the answer to who asked.
func ReplyNotice(unit string, q store.Inquiry, d *staff.Directory) store.Message {
	return paragraphs(bold(escape(clip(unit, 60))+" trả lời"), bold(escape(q.Code))+": "+quote(clip(q.Question, 500)), escape(clip(q.Answer, 800))+"\n("+escape(author(q.AnsweredBy, d))+")",
		"Gõ /thamdinh để chấm tiếp.")
}

// AskPenalty asks which deduction or veto is proposed.
func AskPenalty(unit string, all []store.Penalty, sheet *score.Sheet, d *staff.Directory) store.Message {
	return shortened(paragraphs(bold("Đề xuất điểm trừ, điểm liệt")+"\n"+escape(clip(unit, 60)), penaltyLines(all, sheet, d), "Chọn nội dung. Lãnh đạo hoặc Hội đồng quyết định; người đề xuất không tự duyệt."))
}

// AskPenaltyFaults, AskPenaltyReason and AskPenaltySource ask on.
func AskPenaltyFaults(unit, name string) store.Message {
	return message(bold(escape(clip(unit, 60))), escape(name), "Thêm mấy lần? Gõ số.")
}
func AskPenaltyReason(unit, name string) store.Message {
	return message(bold(escape(clip(unit, 60))), escape(name), "Gõ lý do.")
}
func AskPenaltySource(unit, name, reason string) store.Message {
	return message(bold(escape(clip(unit, 60))), escape(name)+"\nLý do: "+escape(clip(reason, 300)), "Căn cứ vào đâu? Gõ số, ngày văn bản hoặc kết luận.")
}

// PenaltyProposed says that a proposal was made.
func PenaltyProposed(name string) string {
	return markDone + " Đã đề xuất: " + escape(name) + ". Chưa tính cho đến khi được quyết định."
}

// AllAppraised tells the Office that nothing is left to appraise.
func AllAppraised(p store.Period, again bool) store.Message {
	next := "sang giải trình"
	if again {
		next = "trình Hội đồng"
	}
	return message(markDone+" "+bold("Đã thẩm định xong mọi phiếu"), escape(clip(p.Title, 100)), "Gõ /dotthidua để "+next+".")
}

// ExplanationDecided tells a unit that its explanation was decided on.
func ExplanationDecided(unit string, p store.Period) store.Message {
	return message(bold("Đã xét giải trình của "+escape(clip(unit, 60))), escape(clip(p.Title, 100)), "Gõ /giaitrinh để xem kết quả và lý do.")
}

// TeamCalled tells a member that their work begins.
func TeamCalled(p store.Period, parts string, sheets int, zone *time.Location) store.Message {
	return paragraphs(bold("Bắt đầu thẩm định")+"\n"+escape(clip(p.Title, 100)), fmt.Sprintf("Phần của đồng chí: %s. Có %d phiếu đã nộp.", escape(clip(parts, 400)), sheets),
		dueLine(p, store.AppraiseBy, zone), "Gõ /thamdinh để bắt đầu.")
}

// ChargesText words what a member appraises: "khoi-phong: A, B; cum-huyen: A".
func ChargesText(charges []store.Charge) string {
	if len(charges) == 0 {
		return "chưa phân công"
	}
	var order []string
	parts := map[string][]string{}
	for _, c := range charges {
		if parts[c.Cluster] == nil {
			order = append(order, c.Cluster)
		}
		part := c.Part
		switch part {
		case score.BonusPart:
			part = "thưởng"
		case score.DeductionPart:
			part = "trừ"
		}
		parts[c.Cluster] = append(parts[c.Cluster], part)
	}
	all := make([]string, len(order))
	for i, cluster := range order {
		all[i] = clusterName(cluster) + ": " + strings.Join(parts[cluster], ", ")
	}
	return strings.Join(all, "; ")
}

// AppraisalClosed stands where the screen was.
func AppraisalClosed() store.Message {
	return message(italic("Đã đóng. Gõ /thamdinh để mở lại."))
}

// AcceptRestLabel decides at once on so many answers.
func AcceptRestLabel(n int) string { return fmt.Sprintf("Chấm theo đề xuất (%d)", n) }

// LeafLabel is an answer on a button.
func LeafLabel(l SheetLeaf) string {
	if l.Decided {
		return markDone + " " + clip(l.Leaf.Code, 14)
	}
	return clip(l.Leaf.Code, 16)
}

// OptionLabel is an answer on a button.
func OptionLabel(text string) string {
	if text == "n/a" {
		return "Không phát sinh"
	}
	return clip(capital(figure(text)), 40)
}

// PenaltyLabel is a deduction or a veto on a button.
func PenaltyLabel(code, title string) string { return clip(code+" "+title, 45) }
