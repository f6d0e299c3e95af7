package ask

import (
	"fmt"
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store/staff"
	"thuky/store/week"
)

// ahead is how many days are searched for the next item.
const ahead = 35

// Find looks the answer up. asker is the key of the person who asks, "" if
// unknown; errors are the schedule's.
func Find(q Query, asker string, directory *staff.Directory, s Schedule) (Answer, error) {
	a := Answer{Query: q}
	if q.From.IsZero() {
		return a, nil
	}
	published, err := s.Published(q.From, q.To)
	if err != nil {
		return Answer{}, fmt.Errorf("find published weeks from %s to %s: %w", q.From, q.To, err)
	}
	a.Unpublished = missing(q.From, q.To, published)
	if a.Known = nameable(q, directory); len(a.Known) > 0 && len(q.People)+len(q.Groups)+len(q.Units) == 0 {
		return a, nil
	}
	if _, ok := directory.Person(asker); q.Mine && !ok {
		a.NoAsker = true
		return a, nil
	}
	if q.Intent == Changes {
		return a, nil
	}
	c := newConcern(q, asker, directory)
	from, to := q.From, q.To
	if q.Intent == Next {
		to = q.From.AddDays(ahead)
	}
	events, err := tellable(s, from, to)
	if err != nil {
		return Answer{}, fmt.Errorf("find events from %s to %s: %w", from, to, err)
	}
	a.choose(events, c)
	a.Verdicts = c.verdicts(a)
	if a.Count = len(a.Direct) + len(a.Shared) + len(a.Rest); a.Count > 0 || q.Intent == Next || a.Query.Intent == Unknown {
		return a, nil
	}
	return a, a.lookAhead(c, s)
}

// tellable reads the events of a span as they may be told: what is for paper only
// keeps whom it concerns and loses what it is, so that no search can find it.
func tellable(s Schedule, from, to civil.Date) ([]week.Event, error) {
	events, err := s.Events(from, to)
	events = slices.Clone(events)
	for i, e := range events {
		if e.Paper {
			events[i].Text, events[i].Place = "", ""
		}
	}
	return events, err
}

// choose fills in the events that the query asks for.
func (a *Answer) choose(events []week.Event, c concern) {
	q := a.Query
	events = slices.DeleteFunc(slices.Clone(events), func(e week.Event) bool {
		return !q.takesPlace(e) || !q.about(e) || c.of(e) == none
	})
	extra := vi.Words(q.Extra)
	fitting := slices.DeleteFunc(slices.Clone(events), func(e week.Event) bool { return !holds(e, extra) })
	switch {
	case len(fitting) == 0 && q.Doubtful:
		a.Query = Query{Intent: Unknown, Today: q.Today, Now: q.Now}
		return
	case len(fitting) == 0 && len(events) > 0 && q.Specific:
		a.Ignored = q.Extra
	default:
		events = fitting
	}
	if q.Intent == Next {
		events = first(events, q)
	}
	for _, e := range events {
		switch c.of(e) {
		case direct:
			a.Direct = append(a.Direct, e)
		case shared:
			a.Shared = append(a.Shared, e)
		case rest:
			a.Rest = append(a.Rest, e)
		}
	}
}

// lookAhead finds the next item behind an empty span.
func (a *Answer) lookAhead(c concern, s Schedule) error {
	q := a.Query
	if q.To.Before(q.Today) {
		return nil
	}
	from, to := q.To, q.To.AddDays(ahead)
	events, err := tellable(s, from, to)
	if err != nil {
		return fmt.Errorf("find events from %s to %s: %w", from, to, err)
	}
	for _, e := range events {
		later := e.Date.After(q.To) || e.Date == q.To && e.Time > q.ends()
		if later && e.TakesPlace() && q.about(e) && c.of(e) != none {
			a.Upcoming = &e
			return nil
		}
	}
	return nil
}

// first picks the items that begin next, all those of the same day and hour.
func first(events []week.Event, q Query) []week.Event {
	var found []week.Event
	for _, e := range events {
		passed := !e.TakesPlace() || e.Date.Before(q.Today) || e.Date == q.Today && e.Time != "" && e.Time <= q.Now
		switch {
		case passed:
		case len(found) == 0 || e.Date == found[0].Date && e.Time == found[0].Time:
			found = append(found, e)
		default:
			return found
		}
	}
	return found
}

// about reports whether the event is of the kind asked for: its words, its
// units, its being duty.
func (q Query) about(e week.Event) bool {
	if q.Duty && !e.Duty && !speaksOfDuty(e.Text) {
		return false
	}
	if len(q.Units) > 0 && !slices.ContainsFunc(q.Units, func(unit string) bool { return slices.Contains(e.Units, unit) }) {
		return false
	}
	return q.Match == "" || holds(e, vi.Words(q.Match))
}

// holds reports whether the event's text or place holds all the words, in any
// order.
func holds(e week.Event, wanted []vi.Word) bool {
	written := vi.Words(e.Text + " " + e.Place)
	for _, w := range wanted {
		if !slices.ContainsFunc(written, w.Is) {
			return false
		}
	}
	return true
}

// speaksOfDuty finds "trực" in an item's text, but not "trực tiếp".
func speaksOfDuty(text string) bool {
	words := vi.Words(text)
	for i := 0; i < len(words); {
		role, n := command.At(words, i)
		if role == duty {
			return true
		}
		i += max(n, 1)
	}
	return false
}

// missing lists the Mondays of the span that are not among the published.
func missing(from, to civil.Date, published []civil.Date) []civil.Date {
	var mondays []civil.Date
	for monday := week.Monday(from); !monday.After(to); monday = monday.AddDays(7) {
		if !slices.Contains(published, monday) {
			mondays = append(mondays, monday)
		}
	}
	return mondays
}

// nameable lists the names that may be asked for, if one was typed that nobody
// bears: the leaders, or the units for "phòng 99".
func nameable(q Query, d *staff.Directory) []string {
	var all []string
	for _, stranger := range q.Strangers {
		numbered := strings.ContainsAny(stranger, "0123456789")
		for _, u := range d.Units {
			if numbered && !u.HoldsLeaders() && !u.Former {
				all = addNew(all, u.Name)
			}
		}
		for _, p := range d.People {
			if !numbered && p.Has(staff.Leader) {
				all = addNew(all, p.Name)
			}
		}
	}
	return all
}
