package render

import (
	"thuky/store"
	"thuky/store/staff"
)

// Rights is the table of rights as the guide prints it: under each act who may do
// it, and on whom if not on everybody. Who is not named may not.
func Rights() store.Message {
	paragraphs := []string{bold("Ai được làm gì")}
	for _, act := range staff.Acts {
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
		paragraphs = append(paragraphs, lines(who...))
	}
	paragraphs = append(paragraphs, "Không ghi ở đây thì không được làm. Quyền xét theo người bấm, không theo nhóm hay nút.")
	return message(paragraphs...)
}
