package ask

import (
	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// A slot is a stretch of a day in minutes; to is not part of it.
type slot struct{ from, to int }

func (s slot) overlaps(o slot) bool { return s.from < o.to && o.from < s.to }

// The sessions as people mean them when they ask. Noon shares half an hour or
// more with its neighbours.
var slots = map[week.Session]slot{
	week.Morning:   {0, 12 * 60},
	week.Noon:      {11 * 60, 13*60 + 30},
	week.Afternoon: {12 * 60, 18 * 60},
	week.Evening:   {18 * 60, 24 * 60},
}

// working hours are those of a multi-day item on its days.
var working = slot{7 * 60, 18 * 60}

// takesPlace reports whether the event falls into the days and the hours asked
// about.
func (q Query) takesPlace(e week.Event) bool {
	if q.Intent == Next {
		return true
	}
	for day := e.Date; !day.After(e.Last()); day = day.AddDays(1) {
		if q.includes(day) && q.atHours(e, day) {
			return true
		}
	}
	return false
}

// atHours reports whether the event, on that day, falls into the hours asked
// about. An item without hour or session may be at any.
func (q Query) atHours(e week.Event, day civil.Date) bool {
	if asked, ok := slots[q.Session]; ok {
		if taken, bound := hours(e, day, false); bound && !taken.overlaps(asked) {
			return false
		}
	}
	from, ok := q.Clock.Minutes()
	if !ok {
		return true
	}
	to, _ := q.Until.Minutes()
	taken, bound := hours(e, day, from == to)
	return !bound || taken.overlaps(slot{from, to + 1})
}

// hours is the stretch of the day that the event takes; bound is false if the
// source does not say. Of an item without an end only its beginning is sure;
// stretched, it goes on until its half-day is over.
func hours(e week.Event, day civil.Date, stretched bool) (taken slot, bound bool) {
	start, timed := e.Time.Minutes()
	end, ends := e.End.Minutes()
	switch {
	case e.Days > 1 && timed && day == e.Date:
		return slot{start, max(start+1, working.to)}, true
	case e.Days > 1 && (timed || e.Session == week.AllDay):
		return working, true
	case timed && ends && end > start:
		return slot{start, end}, true
	case timed && stretched:
		return slot{start, halfDayEnd(start)}, true
	case timed:
		return slot{start, start + 1}, true
	}
	taken, bound = slots[e.Session]
	return taken, bound
}

func halfDayEnd(minute int) int {
	for _, end := range []int{12 * 60, 18 * 60} {
		if minute < end {
			return end
		}
	}
	return 24 * 60
}

// ends is the hour of the last day behind which nothing is asked any more.
func (q Query) ends() week.Clock {
	switch {
	case q.Until != "":
		return q.Until
	case q.Session == week.Morning:
		return "11:59"
	case q.Session == week.Noon:
		return "13:29"
	case q.Session == week.Afternoon:
		return "17:59"
	}
	return "23:59"
}
