package scheduler

import (
	"strings"
	"time"

	"cloud.google.com/go/civil"
)

// A calendar knows on which days the office works: Monday to Friday without the
// public holidays (ngày lễ), and the days swapped for them (ngày làm bù).
type calendar struct {
	yearly  map[string]bool // "MM-DD"
	spans   [][2]civil.Date
	swapped map[civil.Date]bool
}

func newCalendar(holidays, workingDays []string) (calendar, error) {
	c := calendar{yearly: map[string]bool{}, swapped: map[civil.Date]bool{}}
	for _, text := range holidays {
		if _, err := time.Parse("01-02", text); err == nil || text == "02-29" {
			c.yearly[text] = true
			continue
		}
		first, last, isSpan := strings.Cut(text, "/")
		if !isSpan {
			last = first
		}
		from, err1 := civil.ParseDate(first)
		to, err2 := civil.ParseDate(last)
		if err1 != nil || err2 != nil || to.Before(from) {
			return c, &FieldError{"Holidays", text}
		}
		c.spans = append(c.spans, [2]civil.Date{from, to})
	}
	for _, text := range workingDays {
		day, err := civil.ParseDate(text)
		if err != nil {
			return c, &FieldError{"WorkingDays", text}
		}
		c.swapped[day] = true
	}
	return c, nil
}

// works reports whether the office works on the day.
func (c calendar) works(day civil.Date) bool {
	if c.swapped[day] {
		return true
	}
	if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday || c.yearly[day.String()[5:]] {
		return false
	}
	for _, s := range c.spans {
		if !day.Before(s[0]) && !day.After(s[1]) {
			return false
		}
	}
	return true
}
