package bot

import (
	"slices"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// dutyReceipts owns the screens on which the office sees who has acknowledged which
// reminder (/danhan).
const dutyReceipts = "receipts"

// receiptsState is what such a screen remembers.
type receiptsState struct {
	Day  civil.Date `json:"day"`
	Page int        `json:"page,omitempty"`
}

// The actions of its buttons.
const (
	actToday    = "today"
	actTomorrow = "tomorrow"
)

// receipts shows who has acknowledged the items of today.
func (t *turn) receipts() error {
	if !t.asker.May(staff.ReadReceipts) {
		return t.say(render.NotAllowed())
	}
	state := receiptsState{Day: civil.DateOf(t.now)}
	m, err := t.receiptsOf(state)
	if err != nil {
		return err
	}
	return t.open(store.Screen{Duty: dutyReceipts}, state, m)
}

// receiptsOf words the receipts of a day.
func (t *turn) receiptsOf(state receiptsState) (m store.Message, err error) {
	events, err := t.tx.Events(state.Day, state.Day)
	if err != nil {
		return m, err
	}
	events = slices.DeleteFunc(events, func(e week.Event) bool { return e.Date != state.Day || e.Time == "" || !e.TakesPlace() })
	standIns, err := t.tx.StandIns(events)
	if err != nil {
		return m, err
	}
	var all []render.Acknowledged
	for _, e := range events {
		a := render.Acknowledged{Event: e}
		received, err := t.tx.Receipts(e.ID, e.Time.On(e.Date, t.now.Location()))
		if err != nil {
			return m, err
		}
		reminded, err := t.tx.Reminded(e)
		if err != nil {
			return m, err
		}
		for _, person := range t.attending(e, standIns[e.ID]) {
			_, got := received[person]
			_, was := reminded[person]
			switch {
			case got:
				a.Received = append(a.Received, person)
			case was:
				a.Silent = append(a.Silent, person)
			default:
				a.Waiting = append(a.Waiting, person)
			}
		}
		all = append(all, a)
	}
	m, pages := render.Receipts(state.Day, all, state.Page, t.names.Directory())
	m.Buttons = [][]store.Button{{{Label: "Hôm nay", Action: actToday}, {Label: "Ngày mai", Action: actTomorrow}}}
	if pages > 1 {
		m.Buttons = append(m.Buttons, []store.Button{{Label: "Trang sau", Action: actPage}})
	}
	return m, nil
}

// pressReceipts shows another day or page, always as it stands now.
func (t *turn) pressReceipts(s store.Screen, action string, stale bool) error {
	state, err := stateOf[receiptsState](s)
	if err != nil {
		return err
	}
	if !t.asker.May(staff.ReadReceipts) {
		return t.toast(render.ToastNotAllowed)
	}
	told := ""
	switch {
	case stale:
		told = render.ToastStale
	case action == actPage:
		state.Page++
	case action == actToday:
		state = receiptsState{Day: civil.DateOf(t.now)}
	case action == actTomorrow:
		state = receiptsState{Day: civil.DateOf(t.now).AddDays(1)}
	default:
		return t.toast(render.ToastOldScreen)
	}
	if err := t.toast(told); err != nil {
		return err
	}
	m, err := t.receiptsOf(state)
	if err != nil {
		return err
	}
	return t.put(s, state, m)
}
