package bot

import (
	"slices"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// A handed is how the screens of a duty go on with a successor (see duty).
type handed struct {
	act    staff.Act                           // whoever may no longer do it gives them away
	open   func(store.Screen) bool             // it holds work that is not finished
	resume func(t *turn, s store.Screen) error // shows it where it stands now: in the successor's chat
}

// handedWork finds the screens that go with the roles: work under way for which the
// person has no right any more without them.
func (t *turn) handedWork(from staff.Person, roles []staff.Role) (map[staff.Role][]int64, error) {
	may := func(roles []staff.Role, act staff.Act) int {
		return slices.IndexFunc(roles, func(r staff.Role) bool { return staff.Right(r, act) != staff.Nobody })
	}
	left := slices.DeleteFunc(slices.Clone(from.Roles), func(r staff.Role) bool { return slices.Contains(roles, r) })
	screens, err := t.tx.ScreensOf(from.Key, t.now.Add(-handedLately))
	if err != nil {
		return nil, err
	}
	work := map[staff.Role][]int64{}
	for _, s := range screens {
		h := duties[s.Duty].handed
		if h == nil || may(left, h.act) >= 0 || !h.open(s) {
			continue
		}
		if i := may(roles, h.act); i >= 0 {
			work[roles[i]] = append(work[roles[i]], s.ID)
		}
	}
	return work, nil
}

// takeOver gives the person the work that waits for them, as soon as they have an
// account: all of it told in one message, and the screens under way after it.
func (t *turn) takeOver(p staff.Person) error {
	accounts, err := t.tx.AccountsOf(p.Key)
	if err != nil || len(accounts) == 0 {
		return err
	}
	chat := accounts[len(accounts)-1]
	open, err := t.tx.OpenHandovers()
	if err != nil {
		return err
	}
	d := t.names.Directory()
	today := civil.DateOf(t.now)
	open = slices.DeleteFunc(open, func(h store.Handover) bool { return !h.Suits(p, d, today) })
	if len(open) == 0 {
		return nil
	}
	screens, err := t.tx.TakeOver(open, p.Key, chat, t.now)
	if err != nil {
		return err
	}
	r := render.Received{Handovers: open, Drafts: screens, Contacts: contacts(p, d)}
	var roles []staff.Role
	for _, h := range open {
		roles = append(roles, h.Role)
	}
	if r.Tasks, err = t.tx.OpenWork(store.Post{Person: open[0].Predecessor, Unit: p.Unit, Roles: roles}, t.now); err != nil {
		return err
	}
	if r.Past, err = t.tx.YearBefore(roles, t.now); err != nil {
		return err
	}
	if err := t.send(chat, render.WorkReceived(r, p, d, t.now)); err != nil {
		return err
	}
	for _, account := range accounts {
		if err := t.commands(account, render.Commands(p)); err != nil {
			return err
		}
	}
	defer func(asker staff.Person) { t.asker = asker }(t.asker)
	t.asker = p // what the screens offer is for who goes on with them
	for _, s := range screens {
		if h := duties[s.Duty].handed; h != nil {
			if err := h.resume(t, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// mostContacts is how many people are named to a successor.
const mostContacts = 12

// contacts are whom a successor may ask: those who speak for the unit, the Office, the
// leaders.
func contacts(p staff.Person, d *staff.Directory) (all []staff.Person) {
	for _, fits := range []func(staff.Person) bool{
		func(o staff.Person) bool {
			return o.Unit == p.Unit && p.Unit != "" && (o.Has(staff.UnitHead) || o.Has(staff.UnitContact))
		},
		func(o staff.Person) bool { return o.Has(staff.Clerk) || o.Has(staff.OfficeHead) },
		func(o staff.Person) bool { return o.Has(staff.Leader) },
	} {
		for _, o := range d.People {
			known := slices.ContainsFunc(all, func(c staff.Person) bool { return c.Key == o.Key })
			if fits(o) && o.Key != p.Key && !known && len(all) < mostContacts {
				all = append(all, o)
			}
		}
	}
	return all
}
