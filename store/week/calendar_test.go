package week

import (
	"testing"

	"cloud.google.com/go/civil"
)

func TestWorkingDaysAfter(t *testing.T) {
	c, err := NewCalendar([]string{"09-02", "2021-09-03"}, []string{"2021-09-04"})
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		day  string
		days int
		want string
	}{
		{"2021-09-01", 0, "2021-09-01"},
		{"2021-09-01", 1, "2021-09-04"}, // a holiday, a bridge day, a swapped Saturday
		{"2021-09-01", 2, "2021-09-06"}, // past a Sunday
		{"2021-09-05", 1, "2021-09-06"},
	} {
		day, err := civil.ParseDate(one.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.After(day, one.days); got.String() != one.want {
			t.Errorf("%d working days after %s: %s, want %s", one.days, one.day, got, one.want)
		}
	}
}
