package week

import (
	"cmp"
	"slices"

	"cloud.google.com/go/civil"

	"thuky/store/staff"
)

// An Overlap is two events that want the same people at once. It is a question
// to the office, never an error.
type Overlap struct {
	First, Second int        // indices into the events, in their order
	Day           civil.Date // the first day on which they meet
	People        []string   // keys
}

// Overlaps finds the people who are in two events at once, named singly or
// through a group that lists its members. Units never count, nor does a group
// without a list ("toàn thể công chức").
//
// Two events meet if they start at the same time or the times they take
// intersect. An event with an end takes the time up to it; one without an end
// only its start, because nobody knows how long it lasts; a session without a
// time takes its hours; "cả ngày" takes the day, from the start if one is stated;
// so does each day of a multi-day event. An event with neither time nor session
// takes nothing.
//
// Each event is paired at most once a person and day with those before it, so
// the result, like the work, grows with the number of events and not with its
// square.
func Overlaps(d *staff.Directory, events []Event) []Overlap {
	type attendance struct {
		person string
		day    civil.Date
	}
	busy := map[attendance][]stretch{}
	for i, e := range events {
		if e.Date.IsZero() || !e.TakesPlace() {
			continue
		}
		people := attending(d, e)
		for offset := range min(max(e.Days, 1), maxDays) {
			from, to, ok := e.takes(offset)
			if !ok {
				continue
			}
			for _, person := range people {
				key := attendance{person, e.Date.AddDays(offset)}
				busy[key] = append(busy[key], stretch{from, to, i})
			}
		}
	}
	pairs := map[[2]int]*Overlap{}
	for key, list := range busy {
		for _, pair := range meetings(list) {
			o := pairs[pair]
			if o == nil {
				o = &Overlap{First: pair[0], Second: pair[1], Day: key.day}
				pairs[pair] = o
			}
			if key.day.Before(o.Day) {
				o.Day = key.day
			}
			if !slices.Contains(o.People, key.person) {
				o.People = append(o.People, key.person)
			}
		}
	}
	found := make([]Overlap, 0, len(pairs))
	for _, o := range pairs {
		slices.SortFunc(o.People, func(a, b string) int { return cmp.Compare(rank(d, a), rank(d, b)) })
		found = append(found, *o)
	}
	slices.SortFunc(found, func(a, b Overlap) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Second, b.Second))
	})
	return found
}

// maxDays bounds how far a multi-day event is followed.
const maxDays = 31

// A stretch is the part of a day that an event takes, in minutes; to is from for
// an event whose end is not known.
type stretch struct{ from, to, event int }

const (
	noon      = 12 * 60
	dayLength = 24 * 60
)

// takes is the part of a day that the event takes, offset days after its first.
func (e Event) takes(offset int) (from, to int, ok bool) {
	from, timed := e.Time.Minutes()
	if e.Days > 1 || e.Session == AllDay {
		if offset > 0 || !timed {
			from = 0
		}
		return from, dayLength, true
	}
	if timed {
		if end, stated := e.End.Minutes(); stated && end > from {
			return from, end, true
		}
		return from, from, true
	}
	switch e.Session {
	case Morning:
		return 0, noon, true
	case Noon:
		return 11 * 60, 13*60 + 30, true
	case Afternoon:
		return noon, 18 * 60, true
	case Evening:
		return 18 * 60, dayLength, true
	}
	return 0, 0, false
}

// attending lists the people of an event, each once.
func attending(d *staff.Directory, e Event) []string {
	people := slices.Clone(e.People)
	for _, name := range e.Groups {
		g, _ := d.Group(name)
		people = append(people, g.Members...)
	}
	slices.Sort(people)
	return slices.Compact(people)
}

// meetings pairs each stretch with the one before it that lasts longest, if they
// meet, and with the one that starts with it.
func meetings(list []stretch) [][2]int {
	slices.SortStableFunc(list, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	var pairs [][2]int
	longest := 0
	for i := 1; i < len(list); i++ {
		at := list[i]
		if before := list[longest]; at.from < before.to || at.from == before.from {
			pairs = append(pairs, ordered(before.event, at.event))
		} else if before := list[i-1]; before.from == at.from {
			pairs = append(pairs, ordered(before.event, at.event))
		}
		if at.to > list[longest].to {
			longest = i
		}
	}
	return pairs
}

func ordered(a, b int) [2]int { return [2]int{min(a, b), max(a, b)} }

// rank is a person's place in the directory.
func rank(d *staff.Directory, key string) int {
	return slices.IndexFunc(d.People, func(p staff.Person) bool { return p.Key == key })
}
