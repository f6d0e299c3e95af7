package render

import (
	"slices"
	"strings"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// The keys of a person's keyboard. Those that are no question stand for a command.
const (
	keyToday    = "Lịch hôm nay"
	keyTomorrow = "Lịch ngày mai"
	keyWeek     = "Tuần này"
	keyMine     = "Lịch của tôi"
	keyPublish  = "Đăng lịch tuần"
	keyChange   = "Sửa lịch"
	keyAdd      = "Thêm lịch"
	keyGuide    = "Hướng dẫn"
	keyForm     = "Chấm điểm"
)

// KeyCommand names the command ("dangtuan") that a key of the keyboard stands
// for; ok is false for a key that is a question, and for any other text.
func KeyCommand(text string) (command string, ok bool) {
	switch text = strings.TrimSpace(vi.Clean(text)); {
	case strings.EqualFold(text, keyPublish):
		return "dangtuan", true
	case strings.EqualFold(text, keyChange):
		return "sualich", true
	case strings.EqualFold(text, keyAdd):
		return "themlich", true
	case strings.EqualFold(text, keyGuide):
		return "huongdan", true
	case strings.EqualFold(text, keyForm):
		return "chamdiem", true
	}
	return "", false
}

// IsKey reports whether the text is a key of a keyboard, also one that is a
// question.
func IsKey(text string) bool {
	text = strings.TrimSpace(vi.Clean(text))
	return slices.ContainsFunc([]string{keyToday, keyTomorrow, keyWeek, keyMine, keyPublish, keyChange, keyAdd, keyGuide, keyForm},
		func(key string) bool { return strings.EqualFold(text, key) })
}

// keyboard is what the person may ask for with one tap.
func keyboard(p staff.Person) [][]string {
	rows := [][]string{{keyToday, keyTomorrow}, {keyWeek, keyMine}}
	if p.May(staff.PublishWeek) {
		rows = append(rows, []string{keyPublish, keyChange, keyAdd})
	}
	if p.FillsForms() {
		return append(rows, []string{keyForm, keyGuide})
	}
	return append(rows, []string{keyGuide})
}

// commandMenu are the commands in the order of the menu, and who has them.
var commandMenu = []struct {
	name, description string
	has               func(staff.Person) bool
}{
	{"lich", "Lịch hôm nay", everybody},
	{"ngaymai", "Lịch ngày mai", everybody},
	{"tuan", "Lịch tuần này", everybody},
	{"lichtoi", "Lịch của tôi hôm nay", everybody},
	{"lichword", "Lịch tuần dạng tệp Word", everybody},
	{"lichsu", "Các bản lịch tuần: ai sửa gì, khi nào", everybody},
	{"lichdienthoai", "Xem lịch trong ứng dụng lịch của điện thoại", everybody},
	{"nhacviec", "Giờ và cách nhắc việc của tôi", everybody},
	{"menu", "Các phím bấm", everybody},
	{"huongdan", "Hướng dẫn sử dụng", everybody},
	{"toi", "Bot biết gì về tôi", everybody},
	{"nhatky", "Nhật ký các việc đã làm", everybody},
	{"chamdiem", "Tự chấm điểm thi đua của đơn vị", staff.Person.FillsForms},
	{"giaitrinh", "Xem kết quả thẩm định của đơn vị, giải trình", staff.Person.FillsForms},
	{"thamdinh", "Thẩm định phiếu thi đua", func(p staff.Person) bool { return p.Has(staff.Appraiser) || p.May(staff.FillIn) }},
	{"hoidong", "Xếp hạng từng cụm, kết luận của Hội đồng", may(staff.DecideCouncil, staff.DraftPublication)},
	{"duthay", "Cử người dự thay một mục", func(p staff.Person) bool { return p.MayOn(staff.SendStandIn, staff.Target{Person: p.Key}) }},
	{"danhan", "Ai đã nhận lời nhắc, ai chưa", may(staff.ReadReceipts)},
	{"tiendo", "Tiến độ tự chấm thi đua", seesProgress},
	{"moi", "Mời người dùng bot", may(staff.Invite)},
	{"bangiao", "Bàn giao công việc cho người khác", may(staff.HandOver)},
	{"thongbao", "Gửi thông báo tới người và nhóm", may(staff.SendNotice)},
	{"congbo", "Công bố, đính chính kết quả thi đua, xem tình hình gửi", may(staff.DraftPublication)},
	{"congbo", "Xem lại dự thảo công bố đang chờ tôi duyệt", func(p staff.Person) bool {
		return p.May(staff.ConfirmPublication) && !p.May(staff.DraftPublication)
	}},
	{"baocao", "Báo cáo kết quả thi đua: Word, Excel, ảnh", func(p staff.Person) bool {
		return p.MayOn(staff.ReadResult, staff.Target{Unit: p.Unit, Assigned: true})
	}},
	{"dangtuan", "Đăng lịch tuần", may(staff.PublishWeek)},
	{"sualich", "Hoãn, huỷ, đổi giờ, đổi nơi một mục", may(staff.PublishWeek)},
	{"themlich", "Thêm một mục vào lịch", may(staff.PublishWeek)},
	{"dotthidua", "Lập, mở, khóa đợt thi đua; gia hạn; Tổ chấm điểm", may(staff.ManagePeriod)},
	{"phieu", "Phiếu chấm điểm: nạp, xem, tải về", may(staff.ManageSheet)},
	{"giaouoc", "Chỉ tiêu giao ước thi đua", func(p staff.Person) bool {
		return p.May(staff.SeeProgress) || p.Unit != "" && p.MayOn(staff.SeeProgress, staff.Target{Unit: p.Unit})
	}},
}

func everybody(staff.Person) bool { return true }

// may is who has one of the rights.
func may(acts ...staff.Act) func(staff.Person) bool {
	return func(p staff.Person) bool { return slices.ContainsFunc(acts, p.May) }
}

// Commands is the command menu of a person.
func Commands(p staff.Person) (all []store.Command) {
	for _, c := range commandMenu {
		if c.has(p) {
			all = append(all, store.Command{Name: c.name, Description: c.description})
		}
	}
	return all
}

// seesProgress reports whether the person sees the progress of any unit.
func seesProgress(p staff.Person) bool {
	return p.MayOn(staff.SeeProgress, staff.Target{Unit: p.Unit, Assigned: true})
}

// StrangerCommands is the command menu before an invitation.
func StrangerCommands() []store.Command {
	return []store.Command{{Name: "start", Description: "Bắt đầu"}}
}

// Stranger is all that somebody without an invitation gets; it tells nothing of
// the office.
func Stranger() store.Message {
	return message("Cần mã mời để sử dụng. Nếu đã có mã, hãy gửi: /start MÃ")
}

// BadCode tells a person who is already enrolled that a code does not work.
func BadCode() store.Message {
	return message("Mã này không dùng được: sai, đã dùng hoặc đã hết hạn. Đồng chí vẫn sử dụng bình thường, không cần mã mới.")
}

// NothingToStop answers /huy where nothing is being typed.
func NothingToStop() store.Message {
	return message("Không có việc gì đang chờ đồng chí gõ. Màn hình nào đang mở thì bấm nút trên màn hình đó.")
}

// Menu greets the person and shows their keyboard.
func Menu(p staff.Person) store.Message {
	m := message("Chào đồng chí " + escape(clip(p.Name, 100)) + ". Đồng chí bấm phím bên dưới hoặc gõ câu hỏi.")
	m.Keyboard = keyboard(p)
	return m
}

// Welcome is the first message after an invitation was accepted.
func Welcome(p staff.Person) store.Message {
	who := bold(markDone + " Chào đồng chí " + escape(clip(p.Name, 100)) + ".")
	if p.Title != "" {
		who += "\nChức vụ: " + escape(clip(p.Title, 100))
	}
	if roles := p.RoleNames(); roles != "" {
		who += "\nVai trò: " + escape(roles)
	}
	first := "Việc đầu tiên: bấm " + quote(keyToday) + ", hoặc gõ " + quote("chiều mai có lịch gì") + "."
	if p.May(staff.PublishWeek) {
		first = "Việc đầu tiên: bấm " + quote(keyPublish) + " rồi dán lịch của tuần."
	}
	m := message(who, lines(first, emulationFirst(p)), "Không gửi bí mật nhà nước vào đây.")
	m.Keyboard = keyboard(p)
	return m
}

// emulationFirst says where the person's part in the emulation begins.
func emulationFirst(p staff.Person) string {
	var all []string
	if p.FillsForms() {
		all = append(all, "/chamdiem (phiếu của đơn vị)")
	}
	if p.Has(staff.Appraiser) {
		all = append(all, "/thamdinh (Tổ chấm điểm)")
	}
	if p.May(staff.DecideCouncil) {
		all = append(all, "/hoidong (kết luận của Hội đồng)")
	}
	if p.May(staff.ManagePeriod) {
		all = append(all, "/dotthidua (lập, theo dõi đợt)")
	}
	if len(all) == 0 {
		return ""
	}
	return "Thi đua: " + strings.Join(all, ", ") + "."
}

// Guide is the guide on one screen (hướng dẫn), with examples that work.
func Guide(p staff.Person) store.Message {
	paragraphs := []string{
		bold("Hướng dẫn"),
		"Gõ câu hỏi như nói, có dấu hoặc không dấu:\n" + lines(
			"• lịch hôm nay",
			"• chiều mai có lịch gì",
			"• lịch của tôi tuần này",
			"• thứ 6 "+escape(guideName(p))+" có rảnh không",
			"• lịch 20/10",
			"• tuần này ai trực",
			"• tuần sau có lịch chưa"),
		"Dưới câu trả lời: ◀ ▶ xem ngày hoặc tuần kề bên, " + quote("Cả tuần") + " xem trọn tuần.",
		quote("Không có lịch đã công bố") + " chưa phải là rảnh: việc chưa ghi vào lịch thì ở đây không biết.",
	}
	if p.May(staff.PublishWeek) {
		paragraphs = append(paragraphs, bold("Đăng lịch tuần")+"\n"+lines(
			"1. Bấm "+quote(keyPublish)+".",
			"2. Dán lịch, hoặc gửi tệp .docx, .xlsx, .txt, .html, .csv.",
			"3. Trả lời câu hỏi nếu có; "+quote("Sửa mục")+" sửa từng mục; rồi công bố hoặc huỷ.",
			"Đăng lại cùng tuần thì thay bản cũ; người liên quan được báo chỗ thay đổi.",
			"Sửa, thêm một mục: hoàn tác được trong 10 phút. Gõ /dangky trong một nhóm để lịch tự đăng vào nhóm đó."))
	}
	if p.FillsForms() {
		paragraphs = append(paragraphs, bold("Tự chấm điểm")+"\n"+lines(
			"1. /chamdiem mở phiếu của đơn vị; bấm nút hoặc gõ câu trả lời, mỗi câu được lưu ngay.",
			"2. Gõ mã để tới thẳng, "+quote("A.II.3 5")+" để trả lời thẳng; dán nhiều câu, hoặc tải tệp Excel về điền rồi gửi lại.",
			"3. "+quote("Rà soát, nộp")+": đầu mối trình, thủ trưởng đơn vị nộp và nhận mã xác nhận."))
	}
	paragraphs = append(paragraphs,
		"Các lệnh: "+commandNames(p)+". Từng lệnh làm gì: "+quote("/huongdan lệnh")+"; ai được làm gì: "+quote("/huongdan quyền")+".",
		"Không gửi bí mật nhà nước vào đây.")
	return message(paragraphs...)
}

// GuideToCommands tells what each command of a person does.
func GuideToCommands(p staff.Person) store.Message {
	var all []string
	for _, c := range Commands(p) {
		all = append(all, "/"+c.Name+": "+c.Description)
	}
	return message(bold("Các lệnh của đồng chí"), lines(all...))
}

func commandNames(p staff.Person) string {
	var all []string
	for _, c := range Commands(p) {
		all = append(all, "/"+c.Name)
	}
	return strings.Join(all, ", ")
}

// guideName is whom the guide's examples ask about: the reader, by name.
func guideName(p staff.Person) string {
	if p.Name == "" {
		return "tôi"
	}
	return "đ/c " + clip(p.Name, 100)
}
