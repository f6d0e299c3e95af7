package bot

import (
	"slices"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// An address says to whom a notice goes. A person who is chosen in several ways gets
// it once.
type address struct {
	Everyone  bool         `json:"everyone,omitempty"` // all people
	Units     []string     `json:"units,omitempty"`    // codes
	Roles     []staff.Role `json:"roles,omitempty"`
	AllGroups bool         `json:"all_groups,omitempty"`
	Groups    []int64      `json:"groups,omitempty"` // chats
	Tab       string       `json:"tab,omitempty"`    // which kind is being chosen: units, tabRoles or tabGroups
}

const (
	tabUnits  = ""
	tabRoles  = "roles"
	tabGroups = "groups"
)

// holds reports whether the person is one of those chosen.
func (a address) holds(p staff.Person) bool {
	return a.Everyone || p.Unit != "" && slices.Contains(a.Units, p.Unit) ||
		slices.ContainsFunc(p.Roles, func(r staff.Role) bool { return slices.Contains(a.Roles, r) })
}

// follow has the address name its groups as they are called now: one may have moved since
// it was chosen.
func (t *turn) follow(a *address) error {
	for i, chat := range a.Groups {
		now, err := t.tx.MovedTo(chat)
		if err != nil {
			return err
		}
		a.Groups[i] = now
	}
	return nil
}

// recipients are those chosen, people before groups; whoever sends it needs no copy.
func (t *turn) recipients(a address) (all []store.Recipient, err error) {
	if err := t.follow(&a); err != nil {
		return nil, err
	}
	for _, p := range t.names.Directory().People {
		if p.Key != t.asker.Key && a.holds(p) {
			all = append(all, store.Recipient{Person: p.Key, Name: p.Name})
		}
	}
	groups, err := t.tx.Groups()
	for _, g := range groups {
		if a.AllGroups || slices.Contains(a.Groups, g.Chat) {
			all = append(all, store.Recipient{Chat: g.Chat, Name: g.Title})
		}
	}
	return all, err
}

// audienceOf is whom the notice would reach now.
func (t *turn) audienceOf(a address) (audience render.Audience, err error) {
	all, err := t.recipients(a)
	if err != nil {
		return audience, err
	}
	for _, r := range all {
		if r.Person == "" {
			audience.Groups++
			continue
		}
		accounts, err := t.tx.AccountsOf(r.Person)
		if err != nil {
			return audience, err
		}
		if len(accounts) == 0 {
			audience.Missing = append(audience.Missing, r.Name)
		} else {
			audience.People++
		}
	}
	return audience, nil
}

// mostOptions is how many units or groups are offered at once: a message has room for
// a hundred buttons.
const mostOptions = 60

// noticeChoices are the ticks of the address.
func (t *turn) noticeChoices(state noticeState) (rows [][]choice[noticeState], err error) {
	if err := t.follow(&state.Address); err != nil {
		return nil, err
	}
	a := state.Address
	tick := func(label string, on bool, do func(*address)) choice[noticeState] {
		if on {
			label = "✓ " + label
		}
		return choice[noticeState]{label, func(s *noticeState) { do(&s.Address) }}
	}
	groups, err := t.tx.Groups()
	if err != nil {
		return nil, err
	}
	all := []choice[noticeState]{tick("Mọi người", a.Everyone, func(a *address) { a.Everyone = !a.Everyone })}
	if len(groups) > 0 {
		all = append(all, tick("Mọi nhóm", a.AllGroups, func(a *address) { a.AllGroups = !a.AllGroups }))
	}
	tabs := []choice[noticeState]{tab(a, "Đơn vị", tabUnits), tab(a, "Vai trò", tabRoles)}
	if len(groups) > 0 {
		tabs = append(tabs, tab(a, "Nhóm", tabGroups))
	}
	var options []choice[noticeState]
	switch a.Tab {
	case tabUnits:
		for _, u := range t.names.Directory().Units {
			options = append(options, tick(u.Name, slices.Contains(a.Units, u.Code), func(a *address) { a.Units = toggle(a.Units, u.Code) }))
		}
	case tabRoles:
		for _, r := range staff.Roles {
			options = append(options, tick(render.RoleLabel(r), slices.Contains(a.Roles, r), func(a *address) { a.Roles = toggle(a.Roles, r) }))
		}
	case tabGroups:
		for _, g := range groups {
			options = append(options, tick(g.Title, slices.Contains(a.Groups, g.Chat), func(a *address) { a.Groups = toggle(a.Groups, g.Chat) }))
		}
	}
	options = options[:min(len(options), mostOptions)]
	receipt := choice[noticeState]{"Không cần bấm Đã nhận", func(s *noticeState) { s.Receipts = !s.Receipts }}
	if state.Receipts {
		receipt.label = "✓ Hỏi Đã nhận"
	}
	rows = append([][]choice[noticeState]{all, tabs}, shortInPairs(options)...)
	return append(rows, []choice[noticeState]{receipt}), nil
}

func tab(a address, label, name string) choice[noticeState] {
	if a.Tab == name {
		label = "• " + label
	}
	return choice[noticeState]{label, func(s *noticeState) { s.Address.Tab = name }}
}

// toggle puts one in or takes it out.
func toggle[T comparable](all []T, one T) []T {
	if at := slices.Index(all, one); at >= 0 {
		return slices.Delete(slices.Clone(all), at, at+1)
	}
	return append(slices.Clone(all), one)
}
