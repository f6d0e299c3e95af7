package scheduler

import (
	"fmt"
	"slices"
	"strings"
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
	owed  func(store.Preference) civil.Date
}

func (f *finder) rounds() []round {
	return []round{
		{"morning", f.morning, f.MorningUntil, 0,
			func(p store.Preference) week.Clock { return p.Morning }, func(p store.Preference) bool { return p.NoMorning },
			func(p store.Preference) civil.Date { return p.MorningOwed }},
		{"evening", f.evening, f.EveningUntil, 1,
			func(p store.Preference) week.Clock { return p.Evening }, func(p store.Preference) bool { return p.NoEvening },
			func(p store.Preference) civil.Date { return p.EveningOwed }},
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
		until := r.until.On(f.today, f.zone)
		day := f.today.AddDays(r.ahead)
		for _, p := range f.directory.People {
			wish := f.wishes[p.Key]
			hour, ok := hourOn(r.spec, r.hour(wish), f.today, f.zone)
			f.awake(hour)
			deed := fmt.Sprintf("%s%s/%s/%s", store.ListDeed, r.name, p.Key, day)
			again := slices.ContainsFunc(withdrawn, func(w string) bool { return strings.HasPrefix(w, deed) })
			owed := r.owed(wish) == f.today // its hour was set to one that had passed: that is now
			if !ok || hour.After(f.now) || !hour.After(f.from) && !again && !owed {
				continue
			}
			pages, err := f.list(p, day, r, slices.Contains(published, week.Monday(day)))
			if err != nil {
				return err
			}
			switch {
			case len(pages) == 0:
			case f.now.After(until) && hour.Before(until):
				if hour.After(f.from) {
					f.dropped = append(f.dropped, deed)
					f.unmade++
				}
			default:
				d := store.Delivery{Deed: deed, NotAfter: until, LateAfter: hour.Add(f.Late), Late: render.Late}
				if !hour.Before(until) { // an own hour behind the office's last one
					d.NotAfter = hour.Add(time.Hour)
				}
				if owed && !again {
					d.LateAfter = f.now.Add(f.Late)
				}
				f.to(p.Key, f.listed(p, day), d, hour, pages...)
			}
		}
	}
	return nil
}

// listed is the screen of a day's list, if its reader may send somebody in their
// place.
func (f *finder) listed(p staff.Person, day civil.Date) *screen {
	items := slices.ContainsFunc(f.calls(p.Key, day), func(c week.Call) bool { return week.Why(f.directory, c.Event, p.Key) != "" })
	if !items || !maySend(p) {
		return nil
	}
	return &screen{store.DutyStandIn, p.Key, store.Listed{Day: day}}
}

// list words the list of a day for a person; nothing if they want none, or if
// there is nothing to say: on a day off only items are worth a message, on a
// working day leaders are also told that the week is not published. Who is on duty
// is told whatever they want.
func (f *finder) list(p staff.Person, day civil.Date, r round, published bool) ([]store.Message, error) {
	wish := f.wishes[p.Key]
	calls := f.calls(p.Key, day)
	onDuty := slices.ContainsFunc(calls, func(c week.Call) bool { return c.Event.Duty })
	wanted := !r.off(wish) && !slices.Contains(wish.DaysOff, day.Weekday())
	worth := len(calls) > 0 || f.calendar.Works(day) && (wish.EvenIfFree || !published && p.Has(staff.Leader))
	if !(wanted && worth) && !(onDuty && r.ahead == 0) {
		return nil, nil
	}
	l := render.DayList{Day: day, Tomorrow: r.ahead > 0, Person: p, Calls: calls, Published: published, InsteadOf: f.replaced(p.Key)}
	if r.ahead == 0 && slices.Contains(f.clerks(), p.Key) {
		var err error
		if l.Periods, err = f.periodDays(); err != nil {
			return nil, err
		}
	}
	pages := render.List(l, f.directory)
	if f.listed(p, day) != nil {
		pages[len(pages)-1].Buttons = render.ListButtons()
	}
	return pages, nil
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
