package week

import "slices"

// Inherit gives the events of a new version the identities of the old one's
// events that they continue, so that what hangs on an event (reminders,
// calendar entries) follows it. Pairs are sought from the surest likeness to the
// least sure; each old event is continued at most once.
func Inherit(old, new []Event) {
	taken := map[int64]bool{}
	continued := make([]bool, len(new))
	for _, alike := range []func(a, b Event) bool{
		func(a, b Event) bool { return a.Date == b.Date && a.Time == b.Time && a.Text == b.Text },
		func(a, b Event) bool { return a.Date == b.Date && a.Text == b.Text },
		func(a, b Event) bool { return a.Text == b.Text && a.Session == b.Session },
		func(a, b Event) bool {
			return a.Date == b.Date && a.Time == b.Time && len(a.People)+len(a.Units) > 0 &&
				slices.Equal(a.People, b.People) && slices.Equal(a.Units, b.Units)
		},
	} {
		for i := range new {
			if continued[i] {
				continue
			}
			for _, o := range old {
				if !taken[o.ID] && alike(o, new[i]) {
					new[i].ID, continued[i], taken[o.ID] = o.ID, true, true
					break
				}
			}
		}
	}
}
