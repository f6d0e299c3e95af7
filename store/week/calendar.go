package week

import (
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"
)

// A Calendar knows on which days the office works: Monday to Friday without the
// public holidays (ngày lễ), and the days swapped for them (ngày làm bù). The zero
// Calendar knows no holidays.
type Calendar struct {
	yearly  map[string]bool // "MM-DD"
	spans   [][2]civil.Date
	swapped map[civil.Date]bool
}

// A CalendarError is a day that does not read.
type CalendarError struct {
	Swapped bool // it was to be a swapped day, not a holiday
	Text    string
}

func (e *CalendarError) Error() string { return fmt.Sprintf("%q is no day", e.Text) }

// NewCalendar makes a calendar of holidays ("MM-DD" every year, "YYYY-MM-DD",
// "YYYY-MM-DD/YYYY-MM-DD") and swapped days ("YYYY-MM-DD"). What it refuses is a
// *CalendarError.
func NewCalendar(holidays, swapped []string) (Calendar, error) {
	c := Calendar{yearly: map[string]bool{}, swapped: map[civil.Date]bool{}}
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
			return c, &CalendarError{Text: text}
		}
		c.spans = append(c.spans, [2]civil.Date{from, to})
	}
	for _, text := range swapped {
		day, err := civil.ParseDate(text)
		if err != nil {
			return c, &CalendarError{Swapped: true, Text: text}
		}
		c.swapped[day] = true
	}
	return c, nil
}

// Works reports whether the office works on the day.
func (c Calendar) Works(day civil.Date) bool {
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

// Off reports whether the office is closed on the day: what counts as a holiday where
// working days are counted.
func (c Calendar) Off(day civil.Date) bool { return !c.Works(day) }

// After is the working day that comes so many working days after a day.
func (c Calendar) After(day civil.Date, workingDays int) civil.Date {
	for range 400 { // no office is closed for longer
		if workingDays <= 0 {
			break
		}
		if day = day.AddDays(1); c.Works(day) {
			workingDays--
		}
	}
	return day
}
