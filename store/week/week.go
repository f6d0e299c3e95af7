// Package week is the weekly work schedule (lịch công tác tuần): the document
// that the office publishes and that people ask about. It is not a clock; what
// is due when is the scheduler's duty.
//
// It is pure: no SQL, no Telegram, no clock. An Event names people by key, units
// by code and groups by name of the staff directory.
package week

import (
	"fmt"
	"time"

	"cloud.google.com/go/civil"
)

// A Clock is a time of day in the office's zone, "HH:MM" ("07:00"); "" is no
// stated time. Clocks compare as strings; "" comes first, as in the schedule.
type Clock string

// Minutes counts from midnight; ok is false for "" and for what is no time.
func (c Clock) Minutes() (minutes int, ok bool) {
	if len(c) != 5 || c[2] != ':' {
		return 0, false
	}
	for _, at := range []int{0, 1, 3, 4} {
		if c[at] < '0' || c[at] > '9' {
			return 0, false
		}
	}
	h, m := int(c[0]-'0')*10+int(c[1]-'0'), int(c[3]-'0')*10+int(c[4]-'0')
	if h > 23 || m > 59 {
		return 0, false
	}
	return h*60 + m, true
}

// On is the instant of the clock on a day; midnight of "".
func (c Clock) On(day civil.Date, zone *time.Location) time.Time {
	minutes, _ := c.Minutes()
	return time.Date(day.Year, day.Month, day.Day, minutes/60, minutes%60, 0, 0, zone)
}

// clock writes minutes from midnight, of one day, as a Clock.
func clock(minutes int) Clock { return Clock(fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)) }

// A Session is a part of the day as the source states it (buổi), never derived
// from the clock.
type Session string

// The sessions; "" is not stated.
const (
	Morning   Session = "sáng"
	Noon      Session = "trưa"
	Afternoon Session = "chiều"
	Evening   Session = "tối"
	AllDay    Session = "cả ngày"
)

// A Status says what became of an event after it was published.
type Status string

// The statuses; "" is that it takes place.
const (
	Postponed Status = "postponed" // hoãn: a new time is not known yet
	Cancelled Status = "cancelled" // huỷ
)

// An Event is one line of the schedule (mục lịch). A multi-day event is one
// Event on its first day.
type Event struct {
	ID      int64      `json:"id"`            // identity through all versions of its week; 0 before it is saved
	Date    civil.Date `json:"date,omitzero"` // first day; the zero Date if the source does not say
	Time    Clock      `json:"time"`          // start, or ""
	End     Clock      `json:"end"`           // end, or ""
	Session Session    `json:"session"`       // as stated, or ""
	Days    int        `json:"days"`          // 1 or more
	Text    string     `json:"text"`          // as written, NFC, one line
	People  []string   `json:"people"`        // keys of leaders named singly, in order of the text
	Groups  []string   `json:"groups"`        // canonical names, not expanded
	Units   []string   `json:"units"`         // codes
	Place   string     `json:"place"`         // or ""
	Duty    bool       `json:"duty"`          // trực nghiệp vụ
	Paper   bool       `json:"paper"`         // không gửi qua Telegram: chat shows only that there is something on paper
	Status  Status     `json:"status"`        // "" if it takes place
	Line    int        `json:"line"`          // line of the source, from 1; 0 if unknown

	// The office wants to know who has not acknowledged its reminder (quan trọng).
	Important bool `json:"important,omitempty"`
}

// Last is the last day of the event.
func (e Event) Last() civil.Date { return e.Date.AddDays(max(e.Days, 1) - 1) }

// TakesPlace reports whether the event was neither postponed nor cancelled.
func (e Event) TakesPlace() bool { return e.Status == "" }

// On reports whether the event takes place on the day: a multi-day event does
// on each of its days.
func (e Event) On(day civil.Date) bool { return !day.Before(e.Date) && !day.After(e.Last()) }

// A Week is the schedule of one week. From and To are its title's days, usually
// Monday and Sunday; Events are ordered by date, time and source.
type Week struct {
	From   civil.Date `json:"from,omitzero"`
	To     civil.Date `json:"to,omitzero"`
	Events []Event    `json:"events"`
}

// Monday is the first day of the calendar week that holds the day; it names the
// week in the ledger.
func Monday(day civil.Date) civil.Date {
	return day.AddDays(-(int(day.Weekday()) + 6) % 7)
}
