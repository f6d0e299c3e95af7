package scheduler

import (
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"
	"github.com/robfig/cron/v3"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A round is one of the two lists of a day.
type round struct {
	name  string
	spec  cron.Schedule
	until week.Clock // of the day on which it is sent
	ahead int        // days from then to the day that it lists
	hour  func(store.Preference) week.Clock
	off   func(store.Preference) bool
}

func (f *finder) rounds() []round {
	return []round{
		{"morning", f.morning, f.MorningUntil, 0,
			func(p store.Preference) week.Clock { return p.Morning }, func(p store.Preference) bool { return p.NoMorning }},
		{"evening", f.evening, f.EveningUntil, 1,
			func(p store.Preference) week.Clock { return p.Evening }, func(p store.Preference) bool { return p.NoEvening }},
	}
}

// lists finds the lists that are due: those whose hour has come since the last
// look, and those that a change has withdrawn before they could leave.
func (f *finder) lists() error {
	published, err := f.tx.Published(f.today, f.today.AddDays(1))
	if err != nil {
		return err
	}
	withdrawn, err := f.tx.Reopened(store.ListDeed, f.now.Add(-jobGrace))
	if err != nil {
		return err
	}
	for _, r := range f.rounds() {
		until := at(f.today, r.until, f.zone)
		day := f.today.AddDays(r.ahead)
		for _, p := range f.directory.People {
			wish := f.wishes[p.Key]
			hour, ok := hourOn(r.spec, r.hour(wish), f.today, f.zone)
			f.awake(hour)
			deed := fmt.Sprintf("%s%s/%s/%s", store.ListDeed, r.name, p.Key, day)
			again := slices.Contains(withdrawn, deed)
			if !ok || hour.After(f.now) || !hour.After(f.from) && !again {
				continue
			}
			pages := f.list(p, day, r, slices.Contains(published, week.Monday(day)))
			switch {
			case len(pages) == 0:
			case f.now.After(until) && hour.Before(until):
				f.dropped = append(f.dropped, deed)
			default:
				notAfter := until
				if !hour.Before(until) { // an own hour behind the office's last one
					notAfter = hour.Add(time.Hour)
				}
				f.to(p.Key, nil, store.Delivery{Deed: deed, NotAfter: notAfter, LateAfter: hour.Add(f.Late), Late: render.Late}, hour, pages...)
			}
		}
	}
	return nil
}

// list words the list of a day for a person; nothing if they want none, or if
// there is nothing to say: on a day off only items are worth a message, on a
// working day leaders are also told that the week is not published. Who is on duty
// is told whatever they want.
func (f *finder) list(p staff.Person, day civil.Date, r round, published bool) []store.Message {
	wish := f.wishes[p.Key]
	calls := f.calls(p.Key, day)
	onDuty := slices.ContainsFunc(calls, func(c week.Call) bool { return c.Event.Duty })
	wanted := !r.off(wish) && !slices.Contains(wish.DaysOff, day.Weekday())
	worth := len(calls) > 0 || f.calendar.Works(day) && (wish.EvenIfFree || !published && p.Has(staff.Leader))
	if !(wanted && worth) && !(onDuty && r.ahead == 0) {
		return nil
	}
	return render.List(render.DayList{Day: day, Tomorrow: r.ahead > 0, Person: p, Calls: calls, Published: published}, f.directory)
}

// calls lists the items of a day that concern a person and take place, each of
// their days.
func (f *finder) calls(person string, day civil.Date) []week.Call {
	var calls []week.Call
	for _, e := range f.events {
		if !e.On(day) || !e.TakesPlace() || !slices.Contains(f.audiences[e.ID], person) {
			continue
		}
		reason := week.Why(f.directory, e, person)
		if reason == "" {
			reason = week.ByName // goes in somebody's place
		}
		calls = append(calls, week.Call{Event: e, Reason: reason})
	}
	return calls
}
