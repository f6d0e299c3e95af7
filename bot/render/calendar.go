package render

import (
	"fmt"
	"time"

	"cloud.google.com/go/civil"
	ics "github.com/arran4/golang-ical"

	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// CalendarPath is where the feed with that secret lies below the address of the
// office's web server: "/lich/SECRET.ics".
func CalendarPath(secret string) string { return "/lich/" + secret + ".ics" }

// CalendarName names a feed in the list of calendars of a phone: the office's, or
// a person's.
func CalendarName(owner string, d *staff.Directory) string {
	p, ok := d.Person(owner)
	if !ok {
		return "Lịch công tác cơ quan"
	}
	return "Lịch công tác " + oneLine(p.Style())
}

// Calendar writes events as an iCalendar (RFC 5545) that phones subscribe to. The
// clocks of the events are in the zone. Equal events give equal bytes.
//
// What Google, Apple and Outlook all keep to decides its form. Moments are in UTC:
// each of the three shows them in the zone of the phone, while a TZID makes
// Outlook look for a zone of Windows, whose lists know Asia/Saigon but not always
// Asia/Ho_Chi_Minh; X-WR-TIMEZONE names the zone for Google. An event keeps its
// UID through all versions of its week and gets a higher SEQUENCE with each change
// of it. A cancelled or dropped event stays, so that a copy of it on a phone goes
// too; a postponed one is tentative and leaves its hour free. Both also say so in
// their summary, for a calendar that overlooks the status.
func Calendar(name string, events []store.FeedEvent, d *staff.Directory, zone *time.Location) []byte {
	c := ics.NewCalendarFor("Thuky")
	c.SetProductId("-//Thuky//Lich cong tac//VI")
	c.SetCalscale("GREGORIAN")
	c.SetMethod(ics.MethodPublish)
	c.SetName(oneLine(name))
	c.SetXWRTimezone(zone.String())
	c.SetRefreshInterval("PT1H") // the library adds VALUE=DURATION itself
	c.SetXPublishedTTL("PT1H")   // the same for Outlook
	for _, e := range events {
		if !e.Date.IsZero() {
			addEntry(c, e, d, zone)
		}
	}
	return []byte(c.Serialize(ics.WithLineLength(75), ics.WithNewLineWindows))
}

// addEntry adds the entry of one event.
func addEntry(c *ics.Calendar, e store.FeedEvent, d *staff.Directory, zone *time.Location) {
	entry := c.AddEvent(fmt.Sprintf("event-%d@thuky", e.ID))
	entry.SetDtStampTime(e.Since)
	entry.SetModifiedAt(e.Since)
	entry.SetSequence(e.Version)
	if from, until, timed := entryHours(e.Event); timed {
		entry.SetStartAt(moment(e.Date, from, zone))
		entry.SetEndAt(moment(e.Date, until, zone))
	} else {
		entry.SetAllDayStartAt(e.Date.In(time.UTC))
		entry.SetAllDayEndAt(e.Last().AddDays(1).In(time.UTC)) // the first day after it
	}
	status, mark := entryStatus(e)
	entry.SetStatus(status)
	entry.SetTimeTransparency(ics.TransparencyOpaque)
	if mark != "" {
		entry.SetTimeTransparency(ics.TransparencyTransparent)
	}
	entry.SetSummary(mark + entryText(e.Event))
	if e.Paper {
		return
	}
	if e.Place != "" {
		entry.SetLocation(oneLine(e.Place))
	}
	if who := participants(read(e.Text), e.People, e.Groups, e.Units, d, true); who != "" {
		entry.SetDescription("Thành phần: " + oneLine(who))
	}
}

// entryStatus is the status of an entry, and the mark of one that does not take
// place.
func entryStatus(e store.FeedEvent) (status ics.ObjectStatus, mark string) {
	switch {
	case e.Dropped:
		return ics.ObjectStatusCancelled, "BỎ KHỎI LỊCH: "
	case e.Status == week.Cancelled:
		return ics.ObjectStatusCancelled, "HUỶ: "
	case e.Status == week.Postponed:
		return ics.ObjectStatusTentative, "HOÃN: "
	}
	return ics.ObjectStatusConfirmed, ""
}

// entryText is what stands in the calendar; it says the hours as the schedule does
// where the entry's own are not the schedule's: "Sáng: …", "07h00: …" of an event
// of several days.
func entryText(e week.Event) string {
	text := publicText(e)
	_, _, timed := entryHours(e)
	if hour := itemHour(e); hour != "" && e.Session != week.AllDay && !(timed && e.Time != "") {
		return oneLine(hour) + ": " + text
	}
	return text
}

// publicText is the text of an event as it may leave the office, on one line.
func publicText(e week.Event) string {
	if e.Paper {
		return "Có lịch, xem bản giấy"
	}
	return oneLine(e.Text)
}

// The hours of an entry, in minutes from midnight, where the schedule states none.
const defaultLength = 60 // of an event with a start only: what the calendars themselves propose

// sessionHours are the office hours of a session, for an event that states only
// that. They take the room in the calendar; the entry's text says the session.
var sessionHours = map[week.Session][2]int{
	week.Morning: {7 * 60, 11*60 + 30}, week.Noon: {11*60 + 30, 13*60 + 30},
	week.Afternoon: {13*60 + 30, 17 * 60}, week.Evening: {18 * 60, 21 * 60},
}

// entryHours are the hours that an entry takes on its day; timed is false for an
// entry of whole days. An event of several days is one of whole days even if it
// has an hour: as one long appointment it would cover its nights, and at what hour
// its later days begin the schedule does not say. An end before the start is
// misread more often than meant.
func entryHours(e week.Event) (from, until int, timed bool) {
	if e.Days > 1 {
		return 0, 0, false
	}
	from, starts := e.Time.Minutes()
	until, ends := e.End.Minutes()
	session, known := sessionHours[e.Session]
	switch {
	case starts && ends && until > from:
		return from, until, true
	case starts:
		return from, from + defaultLength, true
	case known && ends && until > session[0]:
		return session[0], until, true
	case known:
		return session[0], session[1], true
	}
	return 0, 0, false
}

// moment is that many minutes after midnight of the day, as clocks in the zone show it.
func moment(day civil.Date, minutes int, zone *time.Location) time.Time {
	return time.Date(day.Year, day.Month, day.Day, 0, minutes, 0, 0, zone)
}
