package weekly

import (
	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/bot/vi"
	"thuky/store/week"
)

// ReadItem reads one item as it would stand under the heading of its day: "14h00
// đ/c Thảo họp với Phòng 9 tại hội trường". The day may be zero. The warnings ask
// about names. ok is false if the text says nothing but when.
func ReadItem(text string, day civil.Date, index *names.Index) (e week.Event, doubts []Warning, ok bool) {
	r := &reader{index: index}
	f := &finisher{reader: r}
	if day.IsValid() {
		r.head = &heading{date: day}
		f.week.From = week.Monday(day)
		f.week.To = f.week.From.AddDays(6)
	}
	body, _ := cutBullet(oneLine(vi.Clean(text)))
	m, rest := readMoment(body)
	f.event(&draft{head: r.head, hours: m.hours, session: m.session, text: rest})
	if len(f.week.Events) == 0 {
		return e, nil, false
	}
	e = f.week.Events[0]
	e.ID = 0
	for i := range f.warnings {
		f.warnings[i].Events = []int{0}
	}
	return e, f.warnings, true
}
