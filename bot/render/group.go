package render

import (
	"thuky/store"
)

// GroupCommands is the command menu of a registered group.
func GroupCommands() []store.Command {
	return []store.Command{
		{Name: "lich", Description: "Lịch hôm nay, hoặc /lich chiều mai"},
		{Name: "ngaymai", Description: "Lịch ngày mai"},
		{Name: "tuan", Description: "Lịch tuần này"},
		{Name: "huongdan", Description: "Cách hỏi trong nhóm"},
	}
}

// GroupRegistered tells a group that it is served from now on.
func GroupRegistered() store.Message {
	return message(bold(markDone+" Nhóm đã được đăng ký."),
		"Lịch tuần được đăng vào nhóm và tự cập nhật khi có thay đổi. Để tin được ghim, đồng chí cho thư ký quyền ghim tin.",
		"Hỏi lịch: "+quote("/lich chiều mai")+". Thôi dùng: /huydangky.")
}

// GroupKnown answers who registers a group again; renewed tells that messages of
// which it was not known whether they had arrived are posted again.
func GroupKnown(renewed bool) store.Message {
	if renewed {
		return message("Nhóm đã đăng ký. Phần lịch tuần chưa chắc đã đến nhóm được đăng lại.")
	}
	return message("Nhóm đã đăng ký rồi. Lịch tuần tự cập nhật ở tin đã đăng.")
}

// GroupLeft tells a group that it is no longer served.
func GroupLeft() store.Message {
	return message("Đã thôi phục vụ nhóm này. Lịch tuần không được cập nhật ở đây nữa. Đăng ký lại: /dangky.")
}

// GroupNotServed answers who ends the service of a group that has none.
func GroupNotServed() store.Message {
	return message("Nhóm này chưa đăng ký. Đăng ký: /dangky.")
}

// GroupNotAllowed answers somebody who may not register groups.
func GroupNotAllowed() store.Message {
	return message("Chỉ Văn phòng được đăng ký hoặc huỷ đăng ký nhóm.")
}

// GroupLost tells the office that the bot was taken out of a group.
func GroupLost(title string) store.Message {
	return message(markWarning+" Thư ký đã bị đưa ra khỏi nhóm "+quote(clip(title, 100))+". Nhóm không còn nhận lịch tuần.",
		"Nếu là nhầm: thêm lại vào nhóm rồi gõ /dangky trong nhóm.")
}

// GroupGuide says how to ask in a group.
func GroupGuide() store.Message {
	return message(bold("Hỏi lịch trong nhóm")+"\n"+lines("• /lich", "• /lich chiều mai", "• /lich ai trực cuối tuần", "• /tuan"),
		"Lịch riêng của từng đồng chí: hỏi trong trò chuyện riêng với thư ký.")
}

// PrivateOnly asks for a personal question to be put in private; link leads there,
// or is "".
func PrivateOnly(link string) store.Message {
	m := message("Trong nhóm chỉ xem được lịch chung. Việc này đồng chí hỏi trong trò chuyện riêng với thư ký.")
	if link != "" {
		m.Buttons = [][]store.Button{{{Label: "Mở trò chuyện riêng", URL: link}}}
	}
	return m
}
