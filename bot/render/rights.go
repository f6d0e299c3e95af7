package render

import (
	"strings"

	"thuky/store"
	"thuky/store/staff"
)

// Rights is the table of rights as the guide prints it, a message for the office's day
// and one for emulation: under each act who may do it, and on whom if not on everybody.
// Who is not named may not.
func Rights() []store.Message {
	return []store.Message{
		message(bold("Ai được làm gì · Lịch, người dùng"), rightsOf(staff.OfficeActs),
			"Không ghi ở đây thì không được làm. Quyền xét theo người bấm, không theo nhóm hay nút."),
		message(bold("Ai được làm gì · Thi đua"), rightsOf(staff.EmulationActs),
			"Phiếu chưa nộp chỉ đơn vị xem. Không ai thẩm định đơn vị mình hay phiếu mình đã nhập; Văn phòng không thẩm định Văn phòng. "+
				"Công bố kết quả và quyết định điểm trừ, điểm liệt cần hai người: người đề xuất không tự duyệt."),
	}
}

func rightsOf(acts []staff.Act) string {
	var all []string
	for _, act := range acts {
		who := []string{bold(act.Name())}
		for _, scope := range staff.Scopes {
			if scope == staff.Nobody {
				continue
			}
			var holders staff.Person
			for _, role := range staff.Roles {
				if staff.Right(role, act) == scope {
					holders.Roles = append(holders.Roles, role)
				}
			}
			switch {
			case len(holders.Roles) == len(staff.Roles):
				who = append(who, "• mọi người: "+scope.Name())
			case len(holders.Roles) > 0:
				who = append(who, "• "+escape(holders.RoleNames())+": "+scope.Name())
			}
		}
		all = append(all, lines(who...))
	}
	return strings.Join(all, "\n\n")
}

// Separated answers who asks for a duty that must not lie in their hands.
func Separated(why staff.Refusal) store.Message {
	switch why {
	case staff.OfTheirUnit:
		return message("Đồng chí thuộc đơn vị này nên không thẩm định phiếu của đơn vị. Cần một thành viên khác của Tổ chấm điểm.")
	case staff.OfTheOffice:
		return message("Văn phòng không tự thẩm định phiếu của mình. Cần một thành viên ngoài Văn phòng.")
	case staff.EnteredIt:
		return message("Đồng chí đã nhập phiếu này nên không thẩm định phiếu. Cần một thành viên khác của Tổ chấm điểm.")
	case staff.AppraisedIt:
		return message("Đồng chí đã thẩm định phiếu này nên không nhập vào phiếu.")
	case staff.SamePerson:
		return message("Việc này cần hai người: người đề xuất không tự duyệt. Cần một đồng chí khác.")
	}
	return NotAllowed()
}
