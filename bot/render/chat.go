package render

import (
	"fmt"

	"thuky/store"
	"thuky/store/staff"
)

// Toasts: the short lines that answer a press, at most 200 code points.
const (
	ToastOldScreen = "Nút này đã cũ. Đồng chí hỏi lại hoặc bấm /menu."
	ToastStale     = "Nội dung này đã thay đổi; đây là bản mới nhất."

	ToastNotAllowed = "Đồng chí chưa được giao quyền này."
)

// examples are questions that work in every office.
func examples() string {
	return lines("• lịch hôm nay", "• chiều mai có lịch gì", "• tuần này ai trực")
}

// NotUnderstood answers a text that is no question about the schedule.
func NotUnderstood() store.Message {
	return message("Chưa hiểu câu hỏi. Đồng chí thử hỏi:\n" + examples())
}

// NotUnderstoodByForm answers a text that is no question and no answer to the form that
// stands open in the chat.
func NotUnderstoodByForm() store.Message {
	return message("Chưa hiểu. Phiếu tự chấm đang mở: bấm nút trên phiếu, hoặc gõ mã rồi câu trả lời, ví dụ "+quote("A.1 92")+". /chamdiem hiện lại phiếu.",
		"Hỏi lịch: gõ như "+quote("chiều mai có lịch gì")+".")
}

// OnlyText answers a photo, a voice message, a sticker.
func OnlyText() store.Message {
	return message("Chỉ đọc được chữ và tệp. Đồng chí gõ câu hỏi, ví dụ: " + quote("lịch hôm nay") + ".")
}

// UnknownCommand answers a command that does not exist with those the person has.
func UnknownCommand(p staff.Person) store.Message {
	return message("Không có lệnh này. Các lệnh: "+commandNames(p)+".", "Từng lệnh làm gì: "+quote("/huongdan lệnh"))
}

// EditedMessage answers an edited message: what it said first has been answered.
func EditedMessage() store.Message {
	return message("Tin đã sửa không được đọc lại. Đồng chí gửi thành tin mới.")
}

// NotAllowed answers what the person's role may not do.
func NotAllowed() store.Message {
	return message("Đồng chí chưa được giao quyền này. Cần thì liên hệ Văn phòng.")
}

// Withheld tells that a text was not taken because it may be a secret: which
// pattern was found, in which line (from 1; 0 if unknown), and what to do.
func Withheld(pattern string, line int) store.Message {
	where := "Có "
	if line > 0 {
		where = fmt.Sprintf("Dòng %d có ", line)
	}
	return message(bold(markWarning+" Không nhận nội dung này."),
		where+escape(clip(pattern, 200))+". Bí mật nhà nước không được gửi qua mạng này (Luật Bảo vệ bí mật nhà nước).",
		"Nội dung không được lưu. Đồng chí xoá tin vừa gửi, bỏ phần đó rồi gửi lại.")
}

// Apology answers what failed through no fault of the person.
func Apology() store.Message {
	return message("Xin lỗi đồng chí, có lỗi khi xử lý tin này. Đồng chí gửi lại giúp; nếu vẫn lỗi thì báo Văn phòng.")
}
