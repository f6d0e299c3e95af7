package week

import "slices"

// What tells two events apart, in points. From limit on they are two events; the
// tests of Inherit say which pairs must fall on which side.
const (
	limit = 100

	otherWords     = 150 // no word in common; less by the share of common words
	sameAttendance = -60 // the same participants in the same slot: even other words are a change of this event
	otherPeople    = 45  // other people; only on the same day, not also other units
	otherUnits     = 40  // other units; likewise
	otherHourToo   = 20  // other people or units, and another hour
	somePeople     = 8   // people came or went
	someUnits      = 6   // units or groups came or went
	otherDay       = 8   // another day
	eachDay        = 5   // … and each day between
	otherHour      = 6   // another hour
	eachHalfHour   = 1   // … and each half-hour between, at most halfHours
	halfHours      = 14
	otherSession   = 8 // another session, or an hour instead of none
	otherPlace     = 6
	onePlace       = 3 // only one states a place
	otherLength    = 4 // another number of days
	otherDuty      = 40
)

// Costs are points, and below them the distance in time that decides between
// equal points.
const (
	point = int64(1) << 32
	apart = limit * point // the cost of two events that are not the same one
)

// cost is what it takes to see the new event as the old one; apart if it is not.
func cost(o, n sketch) int64 {
	if otherParticipants(o, n) {
		return apart
	}
	points := otherWords - otherWords*common(o.words, n.words)*2/max(len(o.words)+len(n.words), 1)
	points += participantsCost(o, n) + timeCost(o, n)
	switch {
	case o.Place != n.Place && o.Place != "" && n.Place != "":
		points += otherPlace
	case o.Place != n.Place:
		points += onePlace
	}
	if max(o.Days, 1) != max(n.Days, 1) {
		points += otherLength
	}
	if o.Duty != n.Duty {
		points += otherDuty
	}
	if points >= limit {
		return apart
	}
	return int64(max(points, 0))*point + distance(*o.Event, *n.Event)
}

// otherParticipants reports whether the events are of different people: other
// people with other units, or either of them on another day.
func otherParticipants(o, n sketch) bool {
	people, units := disjoint(o.People, n.People), disjoint(o.Units, n.Units)
	return people && units || (people || units) && o.Date != n.Date
}

func participantsCost(o, n sketch) (points int) {
	samePeople, sameUnits := sameNames(o.People, n.People), sameNames(o.Units, n.Units) && sameNames(o.Groups, n.Groups)
	people, units := disjoint(o.People, n.People), disjoint(o.Units, n.Units)
	switch {
	case people:
		points += otherPeople
	case !samePeople:
		points += somePeople
	}
	switch {
	case units:
		points += otherUnits
	case !sameUnits:
		points += someUnits
	}
	slot := sameSlot(*o.Event, *n.Event)
	if (people || units) && !slot {
		points += otherHourToo
	}
	if samePeople && sameUnits && slot && len(o.People)+len(o.Units)+len(o.Groups) > 0 {
		points += sameAttendance
	}
	return points
}

func timeCost(o, n sketch) (points int) {
	if days := n.Date.DaysSince(o.Date); days != 0 {
		points += otherDay + eachDay*max(days, -days)
	}
	from, stated := o.Time.Minutes()
	to, statedToo := n.Time.Minutes()
	switch {
	case stated && statedToo && from != to:
		points += otherHour + eachHalfHour*min(max(to-from, from-to)/30, halfHours)
	case stated != statedToo, !stated && o.Session != n.Session:
		points += otherSession
	}
	return points
}

// sameSlot reports whether the events begin on the same day at the same hour, or,
// where neither states one, in the same session.
func sameSlot(a, b Event) bool {
	return a.Date == b.Date && a.Time == b.Time && (a.Time != "" || a.Session == b.Session)
}

// distance grows with the square of the time between the events, so that two near
// pairs are nearer than a very near and a far one. It is below one point.
func distance(a, b Event) int64 {
	from, _ := a.Time.Minutes()
	to, _ := b.Time.Minutes()
	minutes := int64(b.Date.DaysSince(a.Date))*24*60 + int64(to-from)
	minutes = min(max(minutes, -minutes), 1<<14)
	return minutes * minutes
}

// common counts the words that two sorted texts share, each as often as both
// have it.
func common(a, b []string) (count int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			count, i, j = count+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return count
}

// disjoint reports whether both name somebody and nobody is named by both.
func disjoint(a, b []string) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(name string) bool { return slices.Contains(b, name) })
}
