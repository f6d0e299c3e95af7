package score

import (
	"time"

	"cloud.google.com/go/civil"
)

// DaysLate counts the working days by which a submission is late: the days after
// the due date, up to and with the day of submission, as the calendar of the zone
// has them; neither Saturdays and Sundays nor holidays. The rest of the due date
// itself is no day late.
func DaysLate(due, submitted time.Time, zone *time.Location, holiday func(civil.Date) bool) int64 {
	first, last := civil.DateOf(due.In(zone)), civil.DateOf(submitted.In(zone))
	if last.DaysSince(first) > mostDaysLate {
		last = first.AddDays(mostDaysLate)
	}
	days := int64(0)
	for day := first.AddDays(1); !day.After(last); day = day.AddDays(1) {
		if weekday := day.Weekday(); weekday != time.Saturday && weekday != time.Sunday && !holiday(day) {
			days++
		}
	}
	return days
}

// mostDaysLate bounds the counting: more than two years late is no figure any more.
const mostDaysLate = 800

// AutoDeduct puts the days late into the deductions that the system counts itself.
func (s *Sheet) AutoDeduct(one *Submission, daysLate int64) {
	for _, d := range s.Deductions {
		if !d.Auto {
			continue
		}
		if one.Deductions == nil {
			one.Deductions = map[string]int64{}
		}
		one.Deductions[d.Code] = daysLate
	}
}

// MaySubmit reports whether a unit may submit now. The due date does not close a
// period: behind it comes the automatic deduction, if the sheet has one; without
// one, and once the period is closed, only within an extension of the unit's own.
// extended is zero without one.
func (s *Sheet) MaySubmit(state PeriodState, due, extended, now time.Time) bool {
	if !extended.IsZero() && !now.After(extended) {
		return state == PeriodOpen || state == PeriodClosed
	}
	if state != PeriodOpen {
		return false
	}
	if !now.After(due) {
		return true
	}
	for _, d := range s.Deductions {
		if d.Auto {
			return true
		}
	}
	return false
}
