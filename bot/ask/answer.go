package ask

import (
	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// A Schedule is what has been published.
type Schedule interface {
	// Events lists those that take place on any day of the span, multi-day ones
	// included, ordered by date, time and source.
	Events(from, to civil.Date) ([]week.Event, error)
	// Published lists the Mondays of the published weeks that touch the span.
	Published(from, to civil.Date) ([]civil.Date, error)
}

// An Answer holds every fact that the wording of an answer needs. An event
// stands in one of Direct, Shared and Rest only.
type Answer struct {
	Query Query // as answered: a doubtful one may have become unknown

	Direct []week.Event // names whom or what was asked about, or else the asker
	Shared []week.Event // reaches them through a group or, for the asker, through their unit
	Rest   []week.Event // the rest of the office; only if nobody was asked about

	Count int // items in Direct, Shared and Rest

	Unpublished []civil.Date // Mondays of the span's weeks without a published schedule
	Upcoming    *week.Event  // if nothing was found: the next item after the span that fits
	Verdicts    []Verdict    // for Free: one for each person asked about, in directory order
	Known       []string     // for a stranger's name: the names one may ask for
	Ignored     string       // words of the question that no item holds and that were passed over
	NoAsker     bool         // "của tôi", but the asker is not in the directory
}

// A Verdict says whether a person is free in the whole of the asked span.
type Verdict struct {
	Person string       // key
	Busy   []week.Event // empty: no item has been published, which is not yet "free" if Answer.Unpublished
}

// A Day is the part of an answer that takes place on one day.
type Day struct {
	Date                 civil.Date
	Direct, Shared, Rest []week.Event
}

// Empty reports whether the day has no item.
func (d Day) Empty() bool { return len(d.Direct)+len(d.Shared)+len(d.Rest) == 0 }

// Events lists all that the answer shows, in the order of showing.
func (a Answer) Events() []week.Event {
	all := make([]week.Event, 0, len(a.Direct)+len(a.Shared)+len(a.Rest))
	all = append(all, a.Direct...)
	all = append(all, a.Shared...)
	return append(all, a.Rest...)
}

// Published reports whether every week of the span has a published schedule.
func (a Answer) Published() bool { return len(a.Unpublished) == 0 }

// Days sorts the answer by day, a multi-day item on each of its days inside the
// span. Every day of a span of up to a week is there, of a longer one only the
// days that have an item; days between those asked about are not.
func (a Answer) Days() []Day {
	var days []Day
	if a.Query.From.IsZero() {
		return nil
	}
	everyDay := a.Query.Days() <= 7
	for date := a.Query.From; !date.After(a.Query.To); date = date.AddDays(1) {
		if !a.Query.includes(date) {
			continue
		}
		day := Day{Date: date, Direct: on(date, a.Direct), Shared: on(date, a.Shared), Rest: on(date, a.Rest)}
		if everyDay || !day.Empty() {
			days = append(days, day)
		}
	}
	return days
}

// on picks the events that take place on the day.
func on(day civil.Date, events []week.Event) []week.Event {
	var found []week.Event
	for _, e := range events {
		if e.On(day) {
			found = append(found, e)
		}
	}
	return found
}
