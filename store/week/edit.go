package week

import (
	"slices"
	"strings"

	"cloud.google.com/go/civil"
)

// An Edit changes one event of a published week (đổi giờ, đổi nơi, hoãn, huỷ, …).
type Edit func(*Event)

// MoveTo moves the event to another day; one that was postponed takes place again.
func MoveTo(day civil.Date) Edit {
	return func(e *Event) {
		e.Date = day
		e.resume()
	}
}

// StartAt moves the event to another hour. Without an end, a stated end moves
// along and is dropped if it would fall behind midnight. A session that the
// source stated ends with it; one that was postponed takes place again.
func StartAt(start, end Clock) Edit {
	return func(e *Event) {
		if end == "" {
			end = e.endIf(start)
		}
		e.Time, e.End, e.Session = start, end, ""
		e.resume()
	}
}

// endIf is the event's end if it began at start and took as long as now; "" if
// that is not known or not on the same day.
func (e *Event) endIf(start Clock) Clock {
	from, ok1 := e.Time.Minutes()
	until, ok2 := e.End.Minutes()
	to, ok3 := start.Minutes()
	end := to + until - from
	if !ok1 || !ok2 || !ok3 || until < from || end >= 24*60 {
		return ""
	}
	return clock(end)
}

// InSession moves the event to a part of the day without an hour.
func InSession(s Session) Edit {
	return func(e *Event) {
		e.Time, e.End, e.Session = "", "", s
		e.resume()
	}
}

// resume ends a postponement: a new time is known.
func (e *Event) resume() {
	if e.Status == Postponed {
		e.Status = ""
	}
}

// HeldAt moves the event to another place, "" if none is known; its text names the
// new one where it named the old one, or none.
func HeldAt(place string) Edit {
	return func(e *Event) {
		if at := strings.LastIndex(e.Text, e.Place); at >= 0 && e.Place != "" {
			before, after := e.Text[:at], e.Text[at+len(e.Place):]
			if place == "" {
				before = strings.TrimSuffix(strings.TrimSpace(before), " tại")
			}
			e.Text = before + place + after
		}
		e.Place = place
	}
}

// Reworded gives the event another text, and whom it names.
func Reworded(text string, people, groups, units []string) Edit {
	with := With(people, groups, units)
	return func(e *Event) {
		e.Text = text
		with(e)
	}
}

// With says who takes part. The text stays as it is.
func With(people, groups, units []string) Edit {
	return func(e *Event) {
		e.People, e.Groups, e.Units = slices.Clone(people), slices.Clone(groups), slices.Clone(units)
	}
}

// Become postpones the event, cancels it or, with "", lets it take place again.
func Become(s Status) Edit {
	return func(e *Event) { e.Status = s }
}

// MarkImportant says that the office wants to know who has not acknowledged the
// event's reminder, or that it does not.
func MarkImportant(important bool) Edit {
	return func(e *Event) { e.Important = important }
}

// OnPaper keeps the event's text out of every chat, or lets it back in.
func OnPaper(only bool) Edit {
	return func(e *Event) { e.Paper = only }
}
