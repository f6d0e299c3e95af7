package bot

import (
	"slices"
	"strings"
	"time"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// dutyWishes owns the screens on which a person says what they want of the clock
// (/nhacviec).
const dutyWishes = "wishes"

// A wishing is what such a screen remembers. The wishes themselves are the ledger's:
// two screens show the same.
type wishing struct {
	Part render.WishPart `json:"part,omitempty"` // being set; "" shows all
	Done bool            `json:"done,omitempty"`

	wish, office store.Preference
}

// mostLeads is how many leads one person may have.
const mostLeads = 6

// showWishes shows what the person wants.
func (t *turn) showWishes() error {
	if !t.maySetWishes() {
		return t.say(render.NotAllowed())
	}
	state, err := t.wishing(wishing{})
	if err != nil {
		return err
	}
	m, rows := state.show()
	m.Buttons = buttons(rows)
	return t.open(store.Screen{Duty: dutyWishes, Awaits: true}, state, m)
}

func (t *turn) maySetWishes() bool {
	return t.asker.MayOn(staff.SetWishes, staff.Target{Person: t.asker.Key, Unit: t.asker.Unit})
}

// wishing is the screen's state with the person's wishes.
func (t *turn) wishing(w wishing) (_ wishing, err error) {
	w.office = t.wishes
	w.wish, err = t.tx.PreferenceOf(t.asker.Key)
	return w, err
}

// show is what the person sees, and what can be chosen there.
func (w *wishing) show() (store.Message, [][]choice[wishing]) {
	back := choice[wishing]{"Quay lại", func(w *wishing) { w.Part = "" }}
	m := render.AskWish(w.Part, w.wish, w.office)
	switch w.Part {
	case render.WishMorning:
		return m, append(w.hours([]week.Clock{"05:30", "06:00", "06:15", "06:30", "06:45", "07:00"}, func(p *store.Preference) (*week.Clock, *bool) { return &p.Morning, &p.NoMorning }), []choice[wishing]{back})
	case render.WishEvening:
		return m, append(w.hours([]week.Clock{"17:00", "18:00", "19:00", "20:00", "20:30", "21:00"}, func(p *store.Preference) (*week.Clock, *bool) { return &p.Evening, &p.NoEvening }), []choice[wishing]{back})
	case render.WishLeads:
		return m, append(w.leads(), []choice[wishing]{back})
	case render.WishDays:
		return m, append(inRows(w.days(), 4), []choice[wishing]{back})
	case render.WishQuiet:
		return m, append(w.quiet(), []choice[wishing]{back})
	}
	if w.Done {
		return render.WishesDone(w.wish, w.office), nil
	}
	return render.Wishes(w.wish, w.office), w.all()
}

// all leads on to each of the things.
func (w *wishing) all() [][]choice[wishing] {
	to := func(label string, part render.WishPart) choice[wishing] {
		return choice[wishing]{label, func(w *wishing) { w.Part = part }}
	}
	free := "Không có lịch cũng báo"
	if w.wish.EvenIfFree {
		free = markOn + free
	}
	last := []choice[wishing]{{"Xong", func(w *wishing) { w.Done = true }}}
	if !w.wish.IsZero() {
		last = append([]choice[wishing]{{"Đặt lại theo Văn phòng", func(w *wishing) { w.wish = store.Preference{} }}}, last...)
	}
	return [][]choice[wishing]{
		{to("Danh sách sáng", render.WishMorning), to("Danh sách tối", render.WishEvening)},
		{to("Ngày gửi", render.WishDays), to("Nhắc trước", render.WishLeads)},
		{to("Giờ yên lặng", render.WishQuiet)},
		{{free, func(w *wishing) { w.wish.EvenIfFree = !w.wish.EvenIfFree }}},
		last,
	}
}

// markOn stands before what is chosen.
const markOn = "✓ "

// hours are the hours offered for a list. An hour of the person's own, or none.
func (w *wishing) hours(offered []week.Clock, of func(*store.Preference) (*week.Clock, *bool)) [][]choice[wishing] {
	own, off := of(&w.wish)
	set := func(label string, on bool, hour week.Clock, none bool) choice[wishing] {
		if on {
			label = markOn + label
		}
		return choice[wishing]{label, func(w *wishing) {
			own, off := of(&w.wish)
			*own, *off = hour, none
			w.Part = ""
		}}
	}
	var all []choice[wishing]
	for _, hour := range offered {
		all = append(all, set(render.ClockLabel(hour), !*off && *own == hour, hour, false))
	}
	return append(inRows(all, 3), []choice[wishing]{set("Không gửi", *off, "", true), set("Theo Văn phòng", !*off && *own == "", "", false)})
}

// leads are the leads offered, and those of the person's own.
func (w *wishing) leads() [][]choice[wishing] {
	now := w.wish.Over(w.office).Leads
	offered := slices.Concat([]int{5, 10, 15, 30, 45, 60, 120, 24 * 60}, now)
	slices.Sort(offered)
	var all []choice[wishing]
	for _, lead := range slices.Compact(offered) {
		label, has := render.LeadLabel(lead), slices.Contains(now, lead)
		if has {
			label = markOn + label
		} else if len(now) >= mostLeads {
			continue
		}
		all = append(all, choice[wishing]{label, func(w *wishing) {
			leads := slices.DeleteFunc(slices.Clone(now), func(l int) bool { return l == lead })
			if !has {
				leads = append(leads, lead)
			}
			w.wish.SetLeads(leads)
		}})
	}
	return append(inRows(all, 4), []choice[wishing]{
		{"Không nhắc", func(w *wishing) { w.wish.SetLeads(nil) }},
		{"Theo Văn phòng", func(w *wishing) { w.wish.Leads, w.wish.NoLeads = nil, false }}})
}

// days are the days of the week, with a mark those of which a list comes.
func (w *wishing) days() (all []choice[wishing]) {
	for _, d := range render.Weekdays {
		label, off := render.WeekdayLabel(d), slices.Contains(w.wish.DaysOff, d)
		if !off {
			label = markOn + label
		}
		all = append(all, choice[wishing]{label, func(w *wishing) {
			days := slices.DeleteFunc(slices.Clone(w.wish.DaysOff), func(other time.Weekday) bool { return other == d })
			if !off {
				days = append(days, d)
			}
			w.wish.DaysOff = days
		}})
	}
	return all
}

// quiet are beginnings and ends of quiet hours.
func (w *wishing) quiet() [][]choice[wishing] {
	now := w.wish.Over(w.office)
	side := func(what string, hours []week.Clock, on func(week.Clock) bool, set func(*store.Preference, week.Clock)) (row []choice[wishing]) {
		for _, hour := range hours {
			label := what + render.ClockLabel(hour)
			if on(hour) {
				label = markOn + label
			}
			row = append(row, choice[wishing]{label, func(w *wishing) {
				p := w.wish.Over(w.office)
				set(&p, hour)
				w.wish.QuietFrom, w.wish.QuietTo = p.QuietFrom, p.QuietTo
			}})
		}
		return row
	}
	rows := append(
		inRows(side("Từ ", []week.Clock{"20:00", "21:00", "22:00", "23:00"}, func(c week.Clock) bool { return c == now.QuietFrom }, func(p *store.Preference, c week.Clock) { p.QuietFrom = c }), 2),
		inRows(side("Đến ", []week.Clock{"05:00", "05:30", "06:00", "06:30"}, func(c week.Clock) bool { return c == now.QuietTo }, func(p *store.Preference, c week.Clock) { p.QuietTo = c }), 2)...)
	return append(rows, []choice[wishing]{
		{"Không yên lặng", func(w *wishing) { w.wish.QuietFrom, w.wish.QuietTo = "00:00", "00:00" }},
		{"Theo Văn phòng", func(w *wishing) { w.wish.QuietFrom, w.wish.QuietTo = "", "" }}})
}

// pressWishes acts on a button.
func (t *turn) pressWishes(s store.Screen, action string, stale bool) error {
	state, err := stateOf[wishing](s)
	if err != nil {
		return err
	}
	if state.Done {
		return t.toast(render.ToastOldScreen)
	}
	if !t.maySetWishes() {
		return t.toast(render.ToastNotAllowed)
	}
	if state, err = t.wishing(state); err != nil {
		return err
	}
	_, rows := state.show()
	before, told := state.wish, ""
	if c, ok := chosen(rows, action); ok && !stale {
		c.do(&state)
	} else {
		told = render.ToastStale
	}
	if err := t.toast(told); err != nil {
		return err
	}
	if err := t.keepWishes(&state, before); err != nil {
		return err
	}
	return t.putWishes(s, state)
}

// putWishes shows the state in the screen's place.
func (t *turn) putWishes(s store.Screen, state wishing) error {
	m, rows := state.show()
	m.Buttons = buttons(rows)
	s.Awaits = !state.Done
	return t.put(s, state, m)
}

// keepWishes keeps what has become of the wishes.
func (t *turn) keepWishes(state *wishing, before store.Preference) error {
	if state.wish.Equal(before) {
		return nil
	}
	state.wish = state.wish.Owing(before, state.office, t.now)
	return t.tx.SetPreference(t.asker.Key, state.wish, t.now)
}

// readWish takes a typed text as a wish; took is false if it is something else.
func (t *turn) readWish(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[wishing](s)
	if err != nil || state.Done || t.now.Sub(s.Changed) > patience || !t.maySetWishes() || strings.Contains(text, "\n") {
		return false, err
	}
	if state, err = t.wishing(state); err != nil {
		return false, err
	}
	before := state.wish
	switch {
	case saysStop(text), vi.Fold(strings.TrimSpace(text)) == "xong":
		state.Part, state.Done = "", state.Part == ""
	case state.readWish(text):
	case state.Part == "", t.clearlyAsks(text):
		return false, nil
	default:
		return true, t.say(render.WishNotRead(state.Part))
	}
	if err := t.keepWishes(&state, before); err != nil {
		return false, err
	}
	if err := t.takeDown(s, wishing{Done: true}); err != nil {
		return false, err
	}
	m, rows := state.show()
	m.Buttons = buttons(rows)
	return true, t.open(store.Screen{Duty: dutyWishes, Awaits: !state.Done}, state, m)
}
