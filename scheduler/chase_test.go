package scheduler

import (
	"testing"

	"cloud.google.com/go/civil"
)

// TestChaseDays: the days of the settings, then every day; on working days only, what
// falls on a day off comes before it, once.
func TestChaseDays(t *testing.T) {
	deadline := civil.Date{Year: 2021, Month: 11, Day: 15} // a Monday
	for working, want := range map[bool]string{
		false: "2021-11-08 2021-11-12 2021-11-14 2021-11-15 2021-11-16 2021-11-17 2021-11-18 2021-11-19 2021-11-20 2021-11-21 ",
		true:  "2021-11-08 2021-11-12 2021-11-15 2021-11-16 2021-11-17 2021-11-19 ",
	} {
		s := settings()
		s.Holidays = []string{"2021-11-18"}
		s.Chase = ChaseSettings{Days: []int{7, 3, 1, 0}, Hour: "09:00", HeadDays: 1, WorkingDays: working}
		r := compiled(t, s)
		got := ""
		for day := deadline.AddDays(-20); day.Before(deadline.AddDays(7)); day = day.AddDays(1) {
			if r.chaseOn(day, deadline) {
				got += day.String() + " "
			}
		}
		if got != want {
			t.Errorf("working days only %t: chased on %s, want %s", working, got, want)
		}
	}
	// A deadline on a holiday: its own day's chase comes on the last day before it.
	s := settings()
	s.Holidays = []string{"2021-11-18"}
	s.Chase = ChaseSettings{Days: []int{0}, Hour: "09:00", WorkingDays: true}
	r := compiled(t, s)
	holiday := civil.Date{Year: 2021, Month: 11, Day: 18}
	if !r.chaseOn(holiday.AddDays(-1), holiday) || r.chaseOn(holiday, holiday) || !r.chaseOn(holiday.AddDays(1), holiday) {
		t.Error("the chase of a holiday does not come before it")
	}
}
