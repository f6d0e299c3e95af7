package staff

import "slices"

// An Act is something a person asks the office's secretary to do.
type Act string

// The acts of the office's day.
const (
	ReadSchedule  Act = "read-schedule"  // xem lịch
	PublishWeek   Act = "publish-week"   // đăng và sửa lịch tuần
	RegisterGroup Act = "register-group" // đăng ký nhóm
	SendNotice    Act = "send-notice"    // gửi thông báo
	ReadReceipts  Act = "read-receipts"  // xem ai đã nhận lời nhắc
	SendStandIn   Act = "send-stand-in"  // cử người dự thay
	SetWishes     Act = "set-wishes"     // đặt giờ nhắc của mình
	Invite        Act = "invite"         // cấp và thu hồi mã mời
	HandOver      Act = "hand-over"      // bàn giao công việc
	ReadAudit     Act = "read-audit"     // xem nhật ký
	ReadPerson    Act = "read-person"    // xem những gì bot biết về một người
	UnlinkPerson  Act = "unlink-person"  // gỡ tài khoản của một người
)

// The acts of emulation (thi đua). A form that its unit still works on is read by who
// may fill it, and by nobody else; ReadResult begins once it is submitted.
const (
	ManageSheet        Act = "manage-sheet"        // nạp phiếu chấm điểm
	ManagePeriod       Act = "manage-period"       // mở đợt thi đua, gia hạn, giao chỉ tiêu, phân công Tổ chấm điểm
	SeeProgress        Act = "see-progress"        // xem tiến độ, không xem điểm
	FillForm           Act = "fill-form"           // nhập phiếu, giải trình của đơn vị
	SubmitForm         Act = "submit-form"         // nộp phiếu của đơn vị
	ReadResult         Act = "read-result"         // xem phiếu đã nộp và kết quả
	Appraise           Act = "appraise"            // thẩm định phiếu; see MayAppraise too
	FillIn             Act = "fill-in"             // thẩm định thay thành viên vắng mặt
	ProposeVeto        Act = "propose-veto"        // đề xuất điểm trừ, điểm liệt
	DecideVeto         Act = "decide-veto"         // quyết định điểm trừ, điểm liệt; see MayDecide too
	DecideCouncil      Act = "decide-council"      // ghi kết luận của Hội đồng
	DraftPublication   Act = "draft-publication"   // dự thảo công bố kết quả
	ConfirmPublication Act = "confirm-publication" // duyệt công bố kết quả; see MayPublish too
)

// The acts in the order of the guide, which prints two tables.
var (
	OfficeActs    = []Act{ReadSchedule, PublishWeek, RegisterGroup, SendNotice, ReadReceipts, SendStandIn, SetWishes, Invite, HandOver, ReadAudit, ReadPerson, UnlinkPerson}
	EmulationActs = []Act{ManageSheet, ManagePeriod, SeeProgress, FillForm, SubmitForm, ReadResult, Appraise, FillIn, ProposeVeto, DecideVeto,
		DecideCouncil, DraftPublication, ConfirmPublication}
	Acts = slices.Concat(OfficeActs, EmulationActs)
)

var actNames = map[Act]string{
	ReadSchedule: "Xem lịch", PublishWeek: "Đăng và sửa lịch tuần", RegisterGroup: "Đăng ký nhóm", SendNotice: "Gửi thông báo",
	ReadReceipts: "Xem ai đã nhận lời nhắc", SendStandIn: "Cử người dự thay mình", SetWishes: "Đặt giờ nhắc",
	Invite: "Cấp mã mời", HandOver: "Bàn giao công việc", ReadAudit: "Xem nhật ký", ReadPerson: "Xem dữ liệu đã lưu về cá nhân",
	UnlinkPerson: "Gỡ tài khoản",

	ManageSheet: "Nạp phiếu chấm điểm", ManagePeriod: "Mở đợt, gia hạn, giao chỉ tiêu, phân công Tổ chấm điểm",
	SeeProgress: "Xem tiến độ", FillForm: "Nhập phiếu, giải trình", SubmitForm: "Nộp phiếu", ReadResult: "Xem phiếu đã nộp, kết quả chi tiết",
	Appraise: "Thẩm định phiếu", FillIn: "Thẩm định thay thành viên vắng mặt", ProposeVeto: "Đề xuất điểm trừ, điểm liệt", DecideVeto: "Quyết định điểm trừ, điểm liệt",
	DecideCouncil: "Ghi kết luận của Hội đồng", DraftPublication: "Dự thảo công bố kết quả", ConfirmPublication: "Duyệt công bố kết quả",
}

// Name is the act as people read it: "Xem lịch"; "" for what is none.
func (a Act) Name() string { return actNames[a] }

// A Scope is on whom an act may be done (phạm vi).
type Scope string

// The scopes, from the narrowest to the widest. Each but Nobody holds oneself too.
const (
	Nobody   Scope = ""         // refused
	Own      Scope = "own"      // oneself
	OwnUnit  Scope = "own-unit" // everybody of one's unit
	Assigned Scope = "assigned" // those one was assigned to, as of the period in question
	Any      Scope = "any"      // everybody
)

// Scopes lists every scope, the narrowest first.
var Scopes = []Scope{Nobody, Own, OwnUnit, Assigned, Any}

var scopeNames = map[Scope]string{
	Nobody: "không", Own: "của mình", OwnUnit: "của đơn vị mình", Assigned: "được phân công", Any: "tất cả",
}

// Name is the scope as people read it: "của đơn vị mình".
func (s Scope) Name() string { return scopeNames[s] }

// rights is the table of rights: who may do what, and on whom. What does not stand
// here is refused.
var rights = map[Act]map[Role]Scope{
	ReadSchedule:  everyRole(Any),
	PublishWeek:   theOffice,
	RegisterGroup: theOffice,
	SendNotice:    theOffice,
	ReadReceipts:  theOffice,
	SendStandIn:   {Leader: Own},
	SetWishes:     everyRole(Own),
	Invite:        theOffice,
	HandOver:      theOffice,
	ReadAudit: {Leader: Any, Clerk: Any, OfficeHead: Any, Council: Any,
		Appraiser: Assigned, UnitHead: Own, UnitContact: Own, Staff: Own},
	ReadPerson:   everyRole(Own),
	UnlinkPerson: everyRole(Own),

	ManageSheet:        theOffice,
	ManagePeriod:       theOffice,
	SeeProgress:        seesForms,
	FillForm:           {UnitHead: OwnUnit, UnitContact: OwnUnit},
	SubmitForm:         {UnitHead: OwnUnit},
	ReadResult:         seesForms,
	Appraise:           {Appraiser: Assigned},
	FillIn:             theOffice,
	ProposeVeto:        {Clerk: Any, OfficeHead: Any, Appraiser: Assigned},
	DecideVeto:         {Leader: Any, Council: Any},
	DecideCouncil:      {Leader: Any, Council: Any},
	DraftPublication:   theOffice,
	ConfirmPublication: {Leader: Any},
}

var (
	theOffice = map[Role]Scope{Clerk: Any, OfficeHead: Any}
	seesForms = map[Role]Scope{Leader: Any, Clerk: Any, OfficeHead: Any, Council: Any, Appraiser: Assigned, UnitHead: OwnUnit, UnitContact: OwnUnit}
)

func everyRole(s Scope) map[Role]Scope {
	all := map[Role]Scope{}
	for _, r := range Roles {
		all[r] = s
	}
	return all
}

// Right is the scope in which the role may do the act.
func Right(r Role, act Act) Scope { return rights[act][r] }

// A Target is whom an act is done on. What is not known of it is left empty, and
// refuses whoever may only act in a scope that would need it.
type Target struct {
	Person   string // key
	Unit     string // code
	Assigned bool   // the one who acts was assigned to it
}

// May reports whether one of the person's roles may do the act on anybody: acts that
// concern nobody in particular are of this kind. Nobody without a role may do
// anything.
func (p Person) May(act Act) bool { return p.MayOn(act, Target{}) }

// MayOn reports whether one of the person's roles may do the act on the target.
func (p Person) MayOn(act Act, on Target) bool {
	for _, r := range p.Roles {
		if Right(r, act).covers(p, on) {
			return true
		}
	}
	return false
}

// FillsForms reports whether the person fills in the sheet of a unit.
func (p Person) FillsForms() bool { return p.MayOn(FillForm, Target{Unit: p.Unit}) }

// covers reports whether the scope of the person p holds the target.
func (s Scope) covers(p Person, on Target) bool {
	self := on.Person != "" && on.Person == p.Key
	switch s {
	case Any:
		return true
	case Assigned:
		return self || on.Assigned
	case OwnUnit:
		return self || on.Unit != "" && on.Unit == p.Unit
	case Own:
		return self
	}
	return false
}
