package staff

import "slices"

// An Act is something a person asks the office's secretary to do.
type Act string

// The acts.
const (
	ReadSchedule  Act = "read-schedule"  // xem lịch
	PublishWeek   Act = "publish-week"   // đăng lịch tuần
	RegisterGroup Act = "register-group" // đăng ký nhóm
)

// mayDo is the table of rights: who may do what. What does not stand here is
// refused.
var mayDo = map[Act][]Role{
	ReadSchedule:  Roles,
	PublishWeek:   {Clerk, OfficeHead},
	RegisterGroup: {Clerk, OfficeHead},
}

// May reports whether one of the person's roles may do the act. Nobody without a
// role may do anything.
func (p Person) May(act Act) bool {
	return slices.ContainsFunc(p.Roles, func(r Role) bool { return slices.Contains(mayDo[act], r) })
}
