package render

import (
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// ReasonOwnWish is why an account was taken away whose person asked for it.
const ReasonOwnWish = "người dùng tự xoá"

// Me tells a person what is kept of them: current is the account they ask from, feed
// when their calendar address was made, zero for none.
func Me(p staff.Person, unit string, accounts []store.Account, current int64, feed time.Time, zone *time.Location) store.Message {
	linked := []string{bold("Tài khoản")}
	for _, a := range accounts {
		line := fmt.Sprintf("• %d, từ %s", a.ID, vi.Day(civil.DateOf(a.Linked.In(zone))))
		if a.ID == current {
			line += " (đang dùng)"
		}
		linked = append(linked, line)
	}
	calendar := "Địa chỉ lịch cho điện thoại: chưa có"
	if !feed.IsZero() {
		calendar = "Địa chỉ lịch cho điện thoại: có, từ " + vi.Day(civil.DateOf(feed.In(zone)))
	}
	return message(lines(bold("Bot biết về đồng chí"), "Tên: "+escape(clip(p.Name, 100)), post(p, unit)),
		lines(linked...), calendar,
		"Ngoài ra chỉ có nhật ký các việc đồng chí đã làm: /nhatky. Nội dung câu hỏi không được giữ.",
		"Sai thì báo Văn phòng. Thôi sử dụng: /xoatoi")
}

// AskToLeave asks whether the account is to be taken away.
func AskToLeave() store.Message {
	return message(bold("Xoá liên kết tài khoản này?"),
		"Bot sẽ không nhận ra đồng chí ở đây và không gửi gì nữa. Những việc đã làm vẫn ghi theo chức vụ. Mục nào đồng chí nhận dự thay thì báo lại người cử. Dùng lại thì cần mã mời mới.")
}

// LastOfOffice tells why the account is not taken away.
func LastOfOffice() store.Message {
	return message("Đồng chí là người cuối cùng của Văn phòng đang dùng bot nên chưa xoá được: sẽ không còn ai mời và bàn giao. Bàn giao trước: /bangiao. Chưa có người nhận thì mời trước: /moi")
}

// Stays ends that question.
func Stays() store.Message {
	return message("Không xoá gì. Đồng chí vẫn sử dụng bình thường.")
}

// Left is the last word.
func Left() store.Message {
	return message(markDone + " Đã xoá liên kết. Bot không còn biết tài khoản này là ai.")
}
