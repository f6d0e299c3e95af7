package render

import (
	"fmt"
	"strings"

	"thuky/bot/form"
	"thuky/store"
)

// confirm asks the head whether the sheet is to be submitted, and tells what that costs
// where it is late.
func (p FormPage) confirm() []string {
	late := ""
	if p.DaysLate > 0 {
		late = bold(markWarning) + " " + capital(p.lateWords()) + " Tổng trên đã trừ số điểm này."
	}
	return []string{bold("Nộp phiếu tự chấm?"), p.total(), late, "Nộp rồi thì đơn vị chỉ xem được, cho đến khi bị trả lại."}
}

// sendBack asks the head why.
func (p FormPage) sendBack() []string {
	to := "đầu mối của đơn vị"
	if len(p.Contacts) > 0 {
		to = escape(clip(strings.Join(p.Contacts, ", "), 200))
	}
	return []string{bold("Trả lại đầu mối"), "Gõ lý do, sẽ gửi tới " + to + "."}
}

// files offers the sheet as a file.
func (p FormPage) files() []string {
	said := []string{bold("Phiếu dạng tệp"),
		"Tải tệp Excel hoặc CSV đã điền sẵn những gì đang ghi, điền cột Kết quả rồi gửi lại ngay tại đây. Chưa lưu gì trước khi đồng chí xem và đồng ý.",
		"Bản Word để in, trình ký."}
	if p.State.Same > 0 {
		said = append(said, "Tệp vừa gửi không có gì mới.")
	}
	return said
}

// receipt tells what was handed in.
func (p FormPage) receipt() string {
	by := ""
	if p.Sub.By != "" {
		by = " · " + escape(clip(author(p.Sub.By, p.Directory), 60))
	}
	late := ""
	if p.DaysLate > 0 {
		late = fmt.Sprintf("Nộp chậm %02d ngày làm việc, đã trừ %s điểm.", p.DaysLate, Score(p.Late))
	}
	return lines(
		bold(markDone+" Đã nộp phiếu"),
		"Lúc "+hourAndDay(p.Sub.Submitted.In(p.Now.Location()))+by,
		p.total(), late,
		"Mã xác nhận: <code>"+escape(p.Sub.Receipt)+"</code>")
}

// FormReceipt tells a unit's contacts that their sheet was submitted.
func FormReceipt(p FormPage) store.Message {
	return message(bold(escape(clip(p.Unit, 60))+" · "+escape(clip(p.Period.Title, 80))), p.receipt())
}

// FormSentBack tells a contact why the head gave the sheet back.
func FormSentBack(unit, period, head, reason string) store.Message {
	return message(bold(escape(clip(unit, 60))+" · "+escape(clip(period, 80))),
		escape(capital(clip(head, 60)))+" trả lại phiếu tự chấm: "+quote(clip(reason, form.MostSummary)),
		"Đồng chí sửa rồi trình lại: /chamdiem")
}

// FormPresented stands over the sheet that a contact takes to the head.
func FormPresented(contact string) string {
	return escape(capital(clip(contact, 60))) + " trình phiếu tự chấm."
}

// FormPresentedTo tells the contact who has it now.
func FormPresentedTo(heads []string) string {
	return markDone + " Đã trình " + escape(clip(strings.Join(heads, ", "), 200)) + "."
}

// FormNoHead tells a contact that nobody can submit.
func FormNoHead() string {
	return bold(markWarning) + " Đơn vị chưa có thủ trưởng dùng bot nên chưa nộp được. Đề nghị Văn phòng cấp mã mời vai trò thủ trưởng đơn vị (/moi), rồi trình lại; câu trả lời đã lưu vẫn giữ nguyên."
}

// FormChangedSince tells the head that the sheet is another than the one shown.
func FormChangedSince() string {
	return bold(markWarning) + " Phiếu vừa thay đổi (câu trả lời, chỉ tiêu hoặc số ngày muộn); đồng chí xem lại bản mới nhất rồi nộp."
}

// FormSentBackTo tells the head that the sheet is with the contact again.
func FormSentBackTo(contacts []string) string {
	if len(contacts) == 0 {
		return bold(markWarning) + " Đơn vị chưa có đầu mối dùng bot; đồng chí tự sửa phiếu hoặc đề nghị Văn phòng cấp mã mời."
	}
	return markDone + " Đã trả lại " + escape(clip(strings.Join(contacts, ", "), 200)) + "."
}

// FormMoved tells that the sheet goes on with its new version.
func FormMoved() string {
	return markDone + " Đã chuyển sang phiếu mới. Các mã đã đổi cần trả lời lại."
}

// FormWriting tells that a file is being written.
func FormWriting() string { return "Đang lập tệp, sẽ gửi ngay bên dưới." }

// FormLeft is the last word of a form that was left.
func FormLeft(p FormPage) store.Message {
	progress, head := p.Desk.Progress(), bold(escape(clip(p.Unit, 60))+" · "+escape(clip(p.Period.Title, 80)))
	if p.Lock != FormOpen && p.Lock != FormReturned {
		return message(head, "Xem lại phiếu: /chamdiem")
	}
	return message(head,
		fmt.Sprintf("%s Đã lưu: %d/%d tiêu chí, tạm tính %s/%s điểm.", markDone, progress.Done, progress.All, Score(progress.Earned), Score(progress.Most)),
		"Tiếp tục lúc nào cũng được: /chamdiem")
}

// FormChoose asks which of several sheets is meant.
func FormChoose() store.Message { return message("Đồng chí chọn phiếu:") }

// FormChoice is the label of one of them.
func FormChoice(unit string, p store.Period, s store.Submission) string {
	return clip(p.Title, 40) + " · " + clip(unit, 30) + " (" + s.State.Name() + ")"
}

// FormNone tells that no period awaits anything of the person's unit.
func FormNone() store.Message {
	return message("Chưa có đợt thi đua nào đang mở cho đơn vị của đồng chí.")
}

// FormNotYours tells who fills in sheets; who invites people is told how to let them.
func FormNotYours(invites bool) store.Message {
	if invites {
		return message("Chấm điểm dành cho đầu mối và thủ trưởng đơn vị. Đồng chí giao việc này cho người của đơn vị bằng /moi; xem tiến độ bằng /tiendo.")
	}
	return message("Chấm điểm dành cho đầu mối và thủ trưởng đơn vị. Đồng chí chưa được giao việc này; cần thì liên hệ Văn phòng.")
}

// FormGone is what stands in place of a form that the person no longer works on.
func FormGone() store.Message {
	return message("Đồng chí không còn phụ trách phiếu này. Câu trả lời đã lưu vẫn giữ nguyên.")
}

// FormUnitGone tells who spoke for a unit that has ended, and that no other carries on.
func FormUnitGone() store.Message {
	return message("Đơn vị của đồng chí đã kết thúc và không có đơn vị kế thừa. Câu trả lời đã lưu vẫn ở Văn phòng.")
}

// FormChoiceLeft stands in place of a choice that nobody made.
func FormChoiceLeft() store.Message { return message("Đã thoát. Khi cần: /chamdiem") }

// FormCodeLabel is a code on a button.
func FormCodeLabel(code string) string { return clip(code, 24) }
