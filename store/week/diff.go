package week

import (
	"cmp"
	"slices"
)

// A Kind is what became of an event from one version to the next.
type Kind string

// The kinds of change.
const (
	Added   Kind = "added"   // mới
	Removed Kind = "removed" // bỏ: the new version has it no more
	Edited  Kind = "edited"  // đổi: see Change.Aspects
)

// An Aspect is one thing that an edited event says otherwise.
type Aspect string

// The aspects, in the order in which a Change lists them.
const (
	NewStatus Aspect = "status" // hoãn, huỷ, lại diễn ra
	NewDay    Aspect = "day"    // first day or number of days
	NewHour   Aspect = "hour"   // time, end or session
	NewPlace  Aspect = "place"
	NewPeople Aspect = "people" // people, groups or units, whatever their order
	NewText   Aspect = "text"   // other words; not only another place
	NewPaper  Aspect = "paper"  // chỉ bản giấy, or no longer
	NewWeight Aspect = "weight" // quan trọng, or no longer
)

// A Change is what a new version says of one event.
type Change struct {
	Kind    Kind     `json:"kind"`
	Before  Event    `json:"before,omitzero"`   // zero if Added
	After   Event    `json:"after,omitzero"`    // zero if Removed
	Aspects []Aspect `json:"aspects,omitempty"` // of Edited: at least one
}

// Has reports whether the change is in that aspect.
func (c Change) Has(a Aspect) bool { return slices.Contains(c.Aspects, a) }

// Event is the event as it stands now: After, or Before if it was removed.
func (c Change) Event() Event {
	if c.Kind == Removed {
		return c.Before
	}
	return c.After
}

// Diff lists what the new week says otherwise than the old one, each event once,
// by the date and time it has now. Events of the new week that have no identity
// yet (ID 0) come from a document and are paired as Inherit pairs them; all
// others go by their identity. Events without a date count for neither week.
func Diff(old, new Week) []Change {
	before, after := dated(old.Events), dated(new.Events)
	var changes []Change
	continued := make([]bool, len(before))
	for j, i := range inherit(before, after) {
		if i < 0 {
			changes = append(changes, Change{Kind: Added, After: after[j]})
			continue
		}
		continued[i] = true
		if aspects := differences(before[i], after[j]); len(aspects) > 0 {
			changes = append(changes, Change{Kind: Edited, Before: before[i], After: after[j], Aspects: aspects})
		}
	}
	for i, e := range before {
		if !continued[i] {
			changes = append(changes, Change{Kind: Removed, Before: e})
		}
	}
	slices.SortStableFunc(changes, func(a, b Change) int { return byTime(a.Event(), b.Event()) })
	return changes
}

// Tally counts the changes by kind.
func Tally(changes []Change) (added, removed, edited int) {
	for _, c := range changes {
		switch c.Kind {
		case Added:
			added++
		case Removed:
			removed++
		case Edited:
			edited++
		}
	}
	return added, removed, edited
}

func byTime(a, b Event) int {
	return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Time, b.Time))
}

// dated are copies of the events that have a date.
func dated(events []Event) []Event {
	return slices.DeleteFunc(slices.Clone(events), func(e Event) bool { return e.Date.IsZero() })
}

func differences(a, b Event) []Aspect {
	var all []Aspect
	for _, d := range []struct {
		aspect  Aspect
		differs bool
	}{
		{NewStatus, a.Status != b.Status},
		{NewDay, a.Date != b.Date || max(a.Days, 1) != max(b.Days, 1)},
		{NewHour, a.Time != b.Time || a.End != b.End || a.Session != b.Session},
		{NewPlace, a.Place != b.Place},
		{NewPeople, !sameNames(a.People, b.People) || !sameNames(a.Groups, b.Groups) || !sameNames(a.Units, b.Units)},
		{NewText, !sameWording(a, b)},
		{NewPaper, a.Paper != b.Paper},
		{NewWeight, a.Important != b.Important},
	} {
		if d.differs {
			all = append(all, d.aspect)
		}
	}
	return all
}

// sameWording reports whether the texts say the same but for the place, which is
// an aspect of its own. Punctuation, spacing and capitals do not count.
func sameWording(a, b Event) bool {
	wordsA, wordsB := words(a.Text), words(b.Text)
	return slices.Equal(wordsA, wordsB) || slices.Equal(without(wordsA, words(a.Place)), without(wordsB, words(b.Place)))
}

// without leaves out the last mention of the place, and the "tại" before it.
func without(text, place []string) []string {
	for at := len(text) - len(place); at >= 0 && len(place) > 0; at-- {
		if !slices.Equal(text[at:at+len(place)], place) {
			continue
		}
		from := at
		if from > 0 && text[from-1] == "tại" {
			from--
		}
		return slices.Concat(text[:from], text[at+len(place):])
	}
	return text
}

// sameNames compares lists of names without their order.
func sameNames(a, b []string) bool {
	return within(a, b) && within(b, a)
}

func within(a, b []string) bool {
	for _, name := range a {
		if !slices.Contains(b, name) {
			return false
		}
	}
	return true
}
