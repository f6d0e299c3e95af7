package score

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"
)

var hanoi = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// hour is a time of submission so many hours into a day; 0 is none.
func hour(n int) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Date(2021, 6, 4, 0, 0, 0, 0, hanoi).Add(time.Duration(n) * time.Hour)
}

func TestDaysLate(t *testing.T) {
	reunification := civil.Date{Year: 2021, Month: 4, Day: 30}
	labour := civil.Date{Year: 2021, Month: 5, Day: 3} // 1 May was a Saturday
	holiday := func(day civil.Date) bool { return day == reunification || day == labour }
	for _, test := range []struct {
		due, submitted string
		want           int64
	}{
		{"2021-06-04T17:00:00+07:00", "2021-06-04T16:59:00+07:00", 0},
		{"2021-06-04T17:00:00+07:00", "2021-06-04T23:59:59+07:00", 0}, // still Friday
		{"2021-06-04T17:00:00+07:00", "2021-06-04T17:00:00Z", 0},      // Saturday in Hà Nội
		{"2021-06-04T17:00:00+07:00", "2021-06-06T23:59:59+07:00", 0}, // Sunday
		{"2021-06-04T17:00:00+07:00", "2021-06-06T17:00:00Z", 1},      // Monday, 00:00 in Hà Nội
		{"2021-06-04T17:00:00+07:00", "2021-06-08T08:00:00+07:00", 2},
		{"2021-06-04T17:00:00+07:00", "2021-06-01T08:00:00+07:00", 0},
		{"2021-04-29T17:00:00+07:00", "2021-05-03T08:00:00+07:00", 0}, // holidays
		{"2021-04-29T17:00:00+07:00", "2021-05-05T08:00:00+07:00", 2},
		{"0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z", 572},
	} {
		due, err := time.Parse(time.RFC3339, test.due)
		if err != nil {
			t.Fatal(err)
		}
		submitted, err := time.Parse(time.RFC3339, test.submitted)
		if err != nil {
			t.Fatal(err)
		}
		if got := DaysLate(due, submitted, hanoi, holiday); got != test.want {
			t.Errorf("due %s, submitted %s: %d days late, want %d", test.due, test.submitted, got, test.want)
		}
	}
}

func TestAutoDeduct(t *testing.T) {
	s := decode(t, small)
	one := Submission{Unit: "P9"}
	s.AutoDeduct(&one, 3)
	if r := s.SelfScore(one); r.Deduction != 150 {
		t.Errorf("3 days late: %v", r.Deduction)
	}
	s.AutoDeduct(&one, 30)
	if r := s.SelfScore(one); r.Deduction != 200 {
		t.Errorf("30 days late: %v", r.Deduction)
	}
}

func TestMaySubmit(t *testing.T) {
	with := decode(t, small)
	without := decode(t, small)
	without.Deductions = nil
	for _, test := range []struct {
		state              PeriodState
		extended, now      int // hours; due at 10
		withAuto, withNone bool
	}{
		{PeriodDraft, 0, 5, false, false},
		{PeriodOpen, 0, 5, true, true},
		{PeriodOpen, 0, 10, true, true},
		{PeriodOpen, 0, 11, true, false},
		{PeriodOpen, 20, 11, true, true},
		{PeriodOpen, 20, 21, true, false},
		{PeriodClosed, 0, 5, false, false},
		{PeriodClosed, 20, 11, true, true},
		{PeriodClosed, 20, 21, false, false},
		{PeriodAppraising, 20, 11, false, false},
	} {
		for s, want := range map[*Sheet]bool{&with: test.withAuto, &without: test.withNone} {
			if got := s.MaySubmit(test.state, hour(10), hour(test.extended), hour(test.now)); got != want {
				t.Errorf("%+v, automatic deduction %v: %v", test, s == &with, got)
			}
		}
	}
}

func TestTransitions(t *testing.T) {
	ordered := []PeriodState{PeriodDraft, PeriodOpen, PeriodClosed, PeriodAppraising, PeriodExplaining, PeriodCouncil, PeriodApproved, PeriodPublished, PeriodArchived}
	for i, from := range ordered {
		if from.Name() == "" || from.Name() == string(from) {
			t.Errorf("%s has no name for people", from)
		}
		for j, to := range ordered {
			step, ok := Step(PeriodTransitions, from, to)
			back := from == PeriodCouncil && to == PeriodAppraising
			if ok != (j == i+1 || back) || step.NeedsReason != back {
				t.Errorf("%s to %s: %v %v", from, to, ok, step)
			}
		}
	}
	states := []SubmissionState{NotStarted, InProgress, Submitted, Returned, Appraised, Explained, Final}
	allowed := map[SubmissionState]string{
		NotStarted: "in_progress", InProgress: "submitted", Submitted: "returned appraised", Returned: "submitted",
		Appraised: "submitted returned explained final", Explained: "appraised final", Final: "",
	}
	for _, from := range states {
		if from.Name() == "" || from.Name() == string(from) {
			t.Errorf("%s has no name for people", from)
		}
		var got []SubmissionState
		for _, to := range states {
			if step, ok := Step(SubmissionTransitions, from, to); ok {
				got = append(got, to)
				if back := to == Returned || from == Appraised && to == Submitted; step.NeedsReason != back {
					t.Errorf("%s to %s needs a reason: %v", from, to, step.NeedsReason)
				}
			}
		}
		if names(got, " ") != allowed[from] {
			t.Errorf("from %s to %v, want %s", from, got, allowed[from])
		}
	}
}
