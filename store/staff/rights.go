package staff

// An Act is something a person asks the office's secretary to do.
type Act string

// The acts.
const (
	ReadSchedule  Act = "read-schedule"  // xem lịch
	PublishWeek   Act = "publish-week"   // đăng và sửa lịch tuần
	RegisterGroup Act = "register-group" // đăng ký nhóm
	Invite        Act = "invite"         // cấp và thu hồi mã mời
	ReadAudit     Act = "read-audit"     // xem nhật ký
	ReadPerson    Act = "read-person"    // xem những gì bot biết về một người
	UnlinkPerson  Act = "unlink-person"  // gỡ tài khoản của một người
)

// Acts lists every act, in the order of the guide.
var Acts = []Act{ReadSchedule, PublishWeek, RegisterGroup, Invite, ReadAudit, ReadPerson, UnlinkPerson}

var actNames = map[Act]string{
	ReadSchedule: "Xem lịch", PublishWeek: "Đăng và sửa lịch tuần", RegisterGroup: "Đăng ký nhóm", Invite: "Cấp mã mời",
	ReadAudit: "Xem nhật ký", ReadPerson: "Xem dữ liệu đã lưu về cá nhân", UnlinkPerson: "Gỡ tài khoản",
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
	PublishWeek:   {Clerk: Any, OfficeHead: Any},
	RegisterGroup: {Clerk: Any, OfficeHead: Any},
	Invite:        {Clerk: Any, OfficeHead: Any},
	ReadAudit: {Leader: Any, Clerk: Any, OfficeHead: Any, Council: Any,
		Appraiser: Assigned, UnitHead: Own, UnitContact: Own, Staff: Own},
	ReadPerson:   everyRole(Own),
	UnlinkPerson: everyRole(Own),
}

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
