package bot

import (
	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// dutyHistory owns the screens that tell who changed what in a week.
const dutyHistory = "history"

// A past is what such a screen shows.
type past struct {
	Monday civil.Date `json:"monday"`
	Page   int        `json:"page,omitempty"`
}

// versionsShown is how many versions of a week are told of: the newest.
const versionsShown = 60

// history tells who changed what in a week: this one, unless the text says another.
func (t *turn) history(text string) error {
	if !t.asker.May(staff.ReadSchedule) {
		return t.say(render.NotAllowed())
	}
	monday := week.Monday(civil.DateOf(t.now))
	if when := vi.ReadWhen(vi.Words(text), civil.DateTimeOf(t.now)); when.From.IsValid() && when.Impossible == "" {
		monday = week.Monday(when.From)
	}
	return t.historyOf(monday)
}

// historyOf tells who changed what in the week of that Monday.
func (t *turn) historyOf(monday civil.Date) error {
	p := past{Monday: monday}
	m, _, err := t.told(p)
	if err != nil {
		return err
	}
	return t.open(store.Screen{Duty: dutyHistory}, p, m)
}

// told words the history of a week, with its choices.
func (t *turn) told(p past) (store.Message, [][]choice[past], error) {
	revisions, err := t.tx.History(p.Monday, versionsShown)
	if err != nil {
		return store.Message{}, nil, err
	}
	m, pages := render.History(p.Monday, revisions, t.names.Directory(), t.now.Location(), p.Page)
	turn := func(label string, by int) choice[past] {
		return choice[past]{label, func(p *past) { *p = past{Monday: p.Monday.AddDays(by)} }}
	}
	rows := [][]choice[past]{{turn("◀ Tuần trước", -7), turn("Tuần sau ▶", 7)}}
	if pages > 1 {
		rows = append(rows, []choice[past]{{"Trang sau", func(p *past) { p.Page = (p.Page + 1) % pages }}})
	}
	m.Buttons = buttons(rows)
	return m, rows, nil
}

// pressHistory turns a history over.
func (t *turn) pressHistory(s store.Screen, action string, stale bool) error {
	p, err := stateOf[past](s)
	if err != nil {
		return err
	}
	_, rows, err := t.told(p)
	if err != nil {
		return err
	}
	if err := choose(t, &p, rows, action, stale); err != nil {
		return err
	}
	if !t.asker.May(staff.ReadSchedule) {
		return t.redraw(s, render.NotAllowed())
	}
	m, _, err := t.told(p)
	if err != nil {
		return err
	}
	if err := t.tx.ChangeScreen(&s, p, t.now); err != nil {
		return err
	}
	return t.redraw(s, m)
}
