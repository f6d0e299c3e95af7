package ask

import (
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// An Intent is what a question wants to know.
type Intent string

// The intents. Unknown is a text that is no question about the schedule; Error
// is a question about a day that does not exist.
const (
	List    Intent = "list"    // what there is
	Count   Intent = "count"   // how many items
	Free    Intent = "free"    // who is free, who is busy
	Next    Intent = "next"    // the next item
	Where   Intent = "where"   // at which place
	Who     Intent = "who"     // who takes part
	Status  Intent = "status"  // whether the week has been published
	Changes Intent = "changes" // what has been changed since it was
	Help    Intent = "help"
	Error   Intent = "error"
	Unknown Intent = "unknown"
)

// A Query is a question understood. It holds plain values only, so that it can
// be stored as JSON with the screen that answers it; Shift and WholeWeek give
// the query of that screen's buttons.
type Query struct {
	Intent Intent     `json:"intent"`
	From   civil.Date `json:"from,omitzero"` // both days belong to the span; zero if Intent is error, help or unknown
	To     civil.Date `json:"to,omitzero"`

	Only []civil.Date `json:"only,omitempty"` // if not every day of the span: those asked about

	Session week.Session `json:"session,omitempty"`
	Clock   week.Clock   `json:"clock,omitempty"` // from this hour…
	Until   week.Clock   `json:"until,omitempty"` // …to this one; the same as Clock for "lúc 14h"

	People []string `json:"people,omitempty"` // person keys
	Groups []string `json:"groups,omitempty"` // canonical names
	Units  []string `json:"units,omitempty"`  // codes
	Mine   bool     `json:"mine,omitempty"`   // about the asker
	Match  string   `json:"match,omitempty"`  // search words, all of which an item must hold
	Extra  string   `json:"extra,omitempty"`  // words of no known meaning: search words if the schedule holds them
	// Specific: days, names or known search words were said, so that Extra may
	// be passed over.
	Specific bool `json:"specific,omitempty"`

	Duty bool `json:"duty,omitempty"` // only trực nghiệp vụ
	When bool `json:"when,omitempty"` // the hour or the day is what is asked ("mấy giờ", "hôm nào")

	Impossible string       `json:"impossible,omitempty"` // the day that does not exist, as typed ("32/10")
	Said       time.Weekday `json:"said,omitempty"`       // the weekday typed beside a date…
	Disagrees  bool         `json:"disagrees,omitempty"`  // …if the date is not that weekday
	JustPast   civil.Date   `json:"just_past,omitzero"`   // of a bare weekday: the one before From
	Strangers  []string     `json:"strangers,omitempty"`  // names typed that the directory does not know
	Ambiguous  []string     `json:"ambiguous,omitempty"`  // names typed that fit several of People

	// Doubtful: nothing but search words says that this is about the schedule.
	// Find answers it only if the schedule holds those words.
	Doubtful bool       `json:"doubtful,omitempty"`
	Today    civil.Date `json:"today,omitzero"` // when the question was asked
	Now      week.Clock `json:"now"`
}

// Understood reports whether this is a question that can be answered, be it only by saying
// that its day does not exist.
func (q Query) Understood() bool {
	return q.Intent != Unknown && (q.Intent != Error || q.Impossible != "")
}

// Days is the number of days in the span, 0 if there is none.
func (q Query) Days() int {
	if q.From.IsZero() {
		return 0
	}
	return q.To.DaysSince(q.From) + 1
}

// Shift moves the question by whole spans: the next or the previous day for a
// day, week for a week, month for a month. steps may be negative.
func (q Query) Shift(steps int) Query {
	if q.From.IsZero() {
		return q
	}
	q = q.plain()
	last := q.To.AddDays(1)
	if q.From.Day == 1 && last.Day == 1 {
		months := (last.Year-q.From.Year)*12 + int(last.Month-q.From.Month)
		q.From = q.From.AddMonths(steps * months)
		q.To = q.From.AddMonths(months).AddDays(-1)
		return q
	}
	days := q.Days() * steps
	q.From, q.To = q.From.AddDays(days), q.To.AddDays(days)
	return q
}

// WholeWeek asks the same about the whole week that holds the first day, at
// any hour.
func (q Query) WholeWeek() Query {
	if q.From.IsZero() {
		return q
	}
	q = q.plain()
	q.From = week.Monday(q.From)
	q.To = q.From.AddDays(6)
	q.Session, q.Clock, q.Until = "", "", ""
	return q
}

// On asks the same about one day: the button of the weekday just past.
func (q Query) On(day civil.Date) Query {
	if q.From.IsZero() {
		return q
	}
	q = q.plain()
	q.From, q.To = day, day
	return q
}

// plain drops what belongs only to the words as they were typed. "The next
// item" has no neighbour: its neighbours are lists.
func (q Query) plain() Query {
	q.Disagrees, q.Said, q.JustPast, q.Only = false, 0, civil.Date{}, nil
	if q.Intent == Next {
		q.Intent = List
	}
	return q
}
