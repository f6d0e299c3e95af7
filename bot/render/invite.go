package render

import (
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// hourAndDay is "14h30 ngày 21/10/2021".
func hourAndDay(at time.Time) string {
	return at.Format("15h04") + " ngày " + vi.Day(civil.DateOf(at))
}

// post is what a person is, a line each: title, unit, roles.
func post(p staff.Person, unit string) string {
	var all []string
	for _, l := range [][2]string{{"Chức vụ", p.Title}, {"Đơn vị", unit}, {"Vai trò", p.RoleNames()}} {
		if l[1] != "" {
			all = append(all, l[0]+": "+escape(clip(l[1], 150)))
		}
	}
	return lines(all...)
}

func comrade(p staff.Person) string { return escape(clip(p.Style(), 100)) }

// InviteeLabel is somebody who may be invited, on a button.
func InviteeLabel(p staff.Person, unit staff.Unit) string {
	label := p.Name
	if p.Short != "" && p.Name != p.Title {
		label += " - " + p.Short
	} else if unit.Name != "" && !unit.HoldsLeaders() && !strings.Contains(p.Name, unit.Name) {
		label += " - " + unit.Name
	}
	return clip(label, 40)
}

// RoleLabel is a role on a button.
func RoleLabel(r staff.Role) string { return capital(r.Name()) }

// InviteWhom asks for whom an invitation is.
func InviteWhom() store.Message {
	return message(bold("Mời vào bot") + "\nMời đồng chí nào? Bấm tên, hoặc gõ họ tên người chưa có trong danh bạ.")
}

// OpenCodesLabel leads to the codes that can still be used.
func OpenCodesLabel(count int) string { return fmt.Sprintf("Mã chưa dùng: %d", count) }

// OpenCodes lists them, a button each.
func OpenCodes() store.Message {
	return message(bold("Mã mời chưa dùng"), "Bấm vào mã cần thu hồi.")
}

// OpenCodeLabel is one of them.
func OpenCodeLabel(p staff.Person, expires time.Time) string {
	return clip(p.Name, 28) + ", đến " + shortDay(civil.DateOf(expires))
}

// NoOpenCodes ends the list.
func NoOpenCodes() store.Message { return message("Không còn mã mời nào chưa dùng.") }

// InviteSeveral asks which of several people of a name.
func InviteSeveral() store.Message {
	return message(bold("Mời vào bot") + "\nCó nhiều người tên này. Đồng chí chọn một.")
}

// InviteNameless answers a name that is none.
func InviteNameless() store.Message {
	return message("Tên này chưa dùng được. Đồng chí gõ: /moi HỌ TÊN, hoặc chỉ /moi rồi chọn.")
}

// InviteRole asks in which role.
func InviteRole(p staff.Person) store.Message {
	return message(bold("Mời "+comrade(p)), "Vai trò nào?")
}

// InviteUnit asks into which unit.
func InviteUnit(p staff.Person) store.Message {
	return message(bold("Mời "+comrade(p)), "Thuộc đơn vị nào?")
}

// InviteDevice asks what becomes of the accounts that the person has already.
func InviteDevice(p staff.Person, accounts int) store.Message {
	return message(bold("Mời "+comrade(p)),
		fmt.Sprintf("Đồng chí này đang dùng bot bằng %d tài khoản. Mã mới để làm gì?", accounts))
}

// InviteCancelled ends an invitation that was not made.
func InviteCancelled() store.Message { return message("Đã thôi, không cấp mã nào.") }

// InvitationCard is the card of an invitation (thẻ mời); link is "" as long as the
// bot's name is not known.
func InvitationCard(p staff.Person, unit, code, link string, expires time.Time) store.Message {
	way := "Gửi bot: <code>/start " + escape(code) + "</code>"
	if link != "" {
		way = lines("Bấm liên kết: "+escape(link), "hoặc gửi bot: <code>/start "+escape(code)+"</code>")
	}
	return message(lines(bold("Thẻ mời "+comrade(p)), post(p, unit)), way,
		"Dùng một lần, đến "+hourAndDay(expires)+". Chỉ đưa cho đúng người; khi người đó xác nhận, đồng chí sẽ được báo.")
}

// PictureCaption stands under the QR code of a card.
func PictureCaption(p staff.Person) store.Message {
	return message("Mã QR của thẻ mời " + comrade(p) + ".")
}

// InvitationRevoked ends a card.
func InvitationRevoked(p staff.Person) store.Message {
	return message(markDone + " Đã thu hồi mã mời của " + comrade(p) + ".")
}

// InvitationClosed ends a card whose code was used or has expired.
func InvitationClosed() store.Message {
	return message("Mã này đã được dùng, đã thu hồi hoặc hết hạn; không còn gì để thu hồi.")
}

// InvitationAccepted tells who invited that the person has confirmed.
func InvitationAccepted(p staff.Person) store.Message {
	return message(markDone + " " + capital(comrade(p)) + " đã xác nhận mã mời và bắt đầu sử dụng.")
}

// InvitationDenied tells who invited that the code is in the wrong hands.
func InvitationDenied(p staff.Person) store.Message {
	return message(markWarning + " Người nhận mã mời của " + comrade(p) + " báo không phải là mình. Mã đã bị thu hồi; cần thì cấp mã mới: /moi")
}

// SecondDeviceAsked tells who invited that the person has an account already.
func SecondDeviceAsked(p staff.Person) store.Message {
	return message(markWarning + " " + capital(comrade(p)) + " vừa dùng mã mời trên một tài khoản khác. Mã chưa có hiệu lực: đồng ý cho thêm hoặc thay thiết bị thì cấp mã mới: /moi")
}

// ConfirmInvitation asks who has a code whether they are the one it is for.
func ConfirmInvitation(p staff.Person, unit string) store.Message {
	return message(bold("Mã mời của "+comrade(p)), post(p, unit), "Đúng là đồng chí thì bấm xác nhận. Sai tên hoặc sai chức vụ thì bấm “Không phải tôi”.")
}

// InvitationConfirmed ends that question; the welcome follows.
func InvitationConfirmed() store.Message { return message(markDone + " Đã xác nhận.") }

// InvitationNotMine ends it for who is somebody else.
func InvitationNotMine() store.Message {
	return message("Cảm ơn đồng chí. Mã này không dùng được nữa.")
}

// InvitationGone tells that the code was revoked or has expired meanwhile.
func InvitationGone() store.Message {
	return message("Mã này không dùng được nữa. Cần thì xin mã mới ở Văn phòng.")
}

// SecondDevice tells that the person has an account already.
func SecondDevice() store.Message {
	return message("Đồng chí đang dùng bot bằng tài khoản khác. Muốn thêm hoặc thay thiết bị thì liên hệ Văn phòng để được cấp mã mới.")
}

// DeviceReplaced tells the old account that another took its place.
func DeviceReplaced() store.Message {
	return message("Đồng chí đã chuyển sang tài khoản khác; tài khoản này không dùng được nữa. Nếu không phải đồng chí làm, báo ngay Văn phòng.")
}

// CodesWait tells who sent wrong codes until when none is looked at.
func CodesWait(until time.Time) store.Message {
	whole := until.Truncate(time.Minute)
	if whole.Before(until) { // "from 09h01", said at 09h01, would tell nothing
		whole = whole.Add(time.Minute)
	}
	return message("Mã gửi trước đó không đúng. Gửi lại mã từ " + hourAndDay(whole) + ".")
}
