package store

import (
	"errors"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/score"
	"thuky/store/week"
)

// A Progress is how far a unit has come with its sheet (tiến độ). It tells no points.
type Progress struct {
	Submission
	Form     *score.Sheet // the version it was begun with, else its cluster's; nil without one
	Asked    int          // criteria that must be answered
	Missing  []string     // codes of those that are not, in the order of the sheet
	Deadline time.Time    // see Submission.Deadline
}

// Answered is how many criteria are answered.
func (s Progress) Answered() int { return s.Asked - len(s.Missing) }

// returnedDays is for how many working days a unit may mend a sheet that was returned
// to it.
const returnedDays = 3

// Deadline is when the unit's sheet must be in: at the end of its extension or of the
// self-score, whichever is later; zero if neither is fixed. A returned sheet usually
// comes back when both have passed, and would be late at once: it is due
// three working days after the return, at the hour of the self-score, or at those if
// they are later. Who needs longer gets an extension.
func (s Submission) Deadline(p Period, days week.Calendar, zone *time.Location) time.Time {
	due := p.SelfDue
	if s.State == score.Returned && !due.IsZero() && !s.Stepped.IsZero() {
		back, clock := s.Stepped.In(zone), due.In(zone)
		last := days.After(civil.DateOf(back), returnedDays)
		due = latest(due, time.Date(last.Year, last.Month, last.Day, clock.Hour(), clock.Minute(), 0, 0, zone))
	}
	if due = latest(due, s.Extended); due.IsZero() {
		return due
	}
	return due.In(zone)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Awaited reports whether the office still waits for the unit's sheet: until it is
// submitted, once the period is closed only within an extension. A returned sheet is
// waited for until the council meets.
func (s Submission) Awaited(p Period, now time.Time) bool {
	switch s.State {
	case score.NotStarted, score.InProgress:
		return p.State == score.PeriodOpen || p.State == score.PeriodClosed && !now.After(s.Extended)
	case score.Returned:
		return p.State == score.PeriodOpen || p.State == score.PeriodClosed || p.State == score.PeriodAppraising || p.State == score.PeriodExplaining
	}
	return false
}

// Owed reports whether the sheet is not in, whether the office still waits for it or not.
func (s Submission) Owed() bool {
	return s.State == score.NotStarted || s.State == score.InProgress || s.State == score.Returned
}

// Late reports whether the office still waits for the sheet though its time is over.
func (s Progress) Late(p Period, now time.Time) bool {
	return s.Awaited(p, now) && !s.Deadline.IsZero() && now.After(s.Deadline)
}

// DaysLeft are the days from now to the deadline as the calendar has them: 0 is its
// own day, below 0 are the days behind it.
func (s Progress) DaysLeft(now time.Time) int {
	return civil.DateOf(s.Deadline).DaysSince(civil.DateOf(now.In(s.Deadline.Location())))
}

// LateDeduction is what the sheet takes off by itself for lateness, and for how many
// working days until now; ok is false if it takes off nothing, or the sheet was in
// before it was returned.
func (s Progress) LateDeduction(days week.Calendar, now time.Time) (d score.Deduction, late int64, ok bool) {
	if s.Form == nil || s.State == score.Returned {
		return d, 0, false
	}
	for _, d := range s.Form.Deductions {
		if d.Auto {
			return d, score.DaysLate(s.Deadline, now, s.Deadline.Location(), days.Off), true
		}
	}
	return d, 0, false
}

// Progress lists how far the units of a period have come, by cluster and unit.
func (tx *Tx) Progress(p Period, days week.Calendar, zone *time.Location) ([]Progress, error) {
	subs, err := tx.Submissions(p.ID)
	sheets, err2 := tx.ClusterSheets(p.ID)
	answered, err3 := tx.Answered(p.ID)
	if err := errors.Join(err, err2, err3); err != nil {
		return nil, err
	}
	all := make([]Progress, len(subs))
	for i, s := range subs {
		all[i] = Progress{Submission: s, Deadline: s.Deadline(p, days, zone)}
		version := s.Sheet
		if version == 0 {
			version = sheets[s.Cluster]
		}
		if version == 0 {
			continue // a draft may have none yet
		}
		if _, all[i].Form, err = tx.Sheet(version); err != nil {
			return nil, err
		}
		for _, leaf := range all[i].Form.Leaves() {
			if !leaf.Required() {
				continue
			}
			all[i].Asked++
			if !answered[s.Unit][leaf.Code] {
				all[i].Missing = append(all[i].Missing, leaf.Code)
			}
		}
	}
	return all, nil
}
