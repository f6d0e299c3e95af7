package render

import (
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// AskConfirm asks the leader to confirm by typing.
func AskConfirm(f DraftFacts, drafter string, d *staff.Directory) store.Message {
	what := "kết quả " + periodName(f.Period.Title)
	if f.Replaces != nil {
		what = "bản đính chính Thông báo " + numbered(*f.Replaces)
	}
	return message(bold("Duyệt công bố"),
		escape(capital(author(drafter, d))+" trình đồng chí công bố "+what+", số "+f.Number+". Bản xem trước ở các tin phía trên."),
		"Đồng ý thì gõ đúng: "+bold(ConfirmWord)+"\nSau khi gõ, kết quả được gửi ngay và không sửa được nữa.")
}

// ConfirmWord is what a leader types to publish.
const ConfirmWord = "CÔNG BỐ"

// ConfirmMistyped answers something typed that is almost the word.
func ConfirmMistyped(typed string) store.Message {
	return message(quote(clip(typed, 40)) + " chưa đúng, chưa công bố. Đồng chí gõ đúng " + bold(ConfirmWord) + ", chữ hoa, có dấu.")
}

// NothingToConfirm answers the word where nothing waits for it.
func NothingToConfirm() store.Message {
	return message("Không có dự thảo công bố nào đang chờ đồng chí duyệt.")
}

// ConfirmChanged answers who confirms a draft that has changed since they saw it.
func ConfirmChanged() store.Message {
	return message(bold(markWarning+" Chưa công bố."), "Dự thảo hoặc kết quả đã thay đổi sau khi đồng chí xem. Văn phòng phải xem trước và trình lại.")
}

// ConfirmRefused answers who may not confirm.
func ConfirmRefused(r staff.Refusal) store.Message {
	if r == staff.SamePerson {
		return message("Đồng chí đã tham gia soạn dự thảo nên không được duyệt công bố. Cần người thứ hai.")
	}
	return message("Chỉ lãnh đạo Viện được duyệt công bố.")
}

// AskReturnDraft asks a leader for the reason of a return.
func AskReturnDraft() store.Message {
	return message(bold("Trả lại dự thảo"), "Đồng chí gõ lý do trả lại.")
}

// Confirmed tells the leader that it is published.
func Confirmed(f DraftFacts, digest string, at time.Time) store.Message {
	return message(bold(markDone+" Đã công bố "+escape("số "+f.Number)+"."),
		"Lúc "+at.Format("15h04")+" ngày "+vi.Day(civil.DateOf(at))+". Kết quả đang được gửi đi; không sửa được nữa, chỉ đính chính bằng thông báo mới.",
		"Mã kiểm tra: <code>"+escape(clip(digest, 16))+"</code>")
}

// DrafterTold tells who drafted an announcement what the leader did with it.
func DrafterTold(f DraftFacts, leader staff.Person, reason string) store.Message {
	if reason != "" {
		return message(bold("Dự thảo công bố bị trả lại"), escape(capital(leader.Style())+": "+clip(reason, 500)), "Đồng chí sửa trong /congbo rồi trình lại.")
	}
	return message(bold(markDone + " " + escape(capital(leader.Style())+" đã duyệt công bố số "+f.Number+".")))
}

// DraftOutdated tells the drafter that the result is another one than the one put forward,
// so that the leader could not publish it.
func DraftOutdated(number string, leader staff.Person) store.Message {
	return message(bold("Chưa công bố được số "+escape(clip(number, 60))),
		"Kết quả đã thay đổi sau bản xem trước, nên bản đã trình "+escape(leader.Style())+" không còn đúng. Đồng chí xem trước rồi trình lại trong /congbo.")
}

// PutForwardTold tells the drafter that the leader has it.
func PutForwardTold(signer staff.Person, reached bool) string {
	if !reached {
		return markWarning + " Chưa trình được: " + escape(signer.Style()) + " chưa dùng bot. Chọn người ký khác hoặc mời đồng chí ấy."
	}
	return "Đã trình " + escape(signer.Style()) + "."
}
