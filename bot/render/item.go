package render

import (
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store/staff"
	"thuky/store/week"
)

// items words the events of an answer. A question about one thing has that thing
// said of every item, also that the schedule does not tell it.
type items struct {
	directory           *staff.Directory
	place, people, hour bool // what was asked about
}

// lines words events on one of their days.
func (w items) lines(events []week.Event, day civil.Date) []string {
	all := make([]string, len(events))
	for i, e := range events {
		all[i] = w.line(e, day)
	}
	return all
}

// line words an event on one of its days: hour, text and, on a line of its own,
// what the text leaves out.
func (w items) line(e week.Event, day civil.Date) string {
	return lines(itemHead(e, day), w.details(e))
}

// itemHead is the hour and what may be shown of the text.
func itemHead(e week.Event, day civil.Date) string { return itemSays(e, day, publicText(e)) }

// itemSays is the hour and a text; a multi-day event says which of its days it is,
// a postponed or cancelled one that it is.
func itemSays(e week.Event, day civil.Date, text string) string {
	head := "• "
	if hour := itemHour(e); hour != "" {
		head = bold(escape(hour)) + " "
	}
	if e.Days > 1 && !day.IsZero() {
		head += italic(fmt.Sprintf("(ngày %d/%d)", day.DaysSince(e.Date)+1, e.Days)) + " "
	}
	text = escape(text)
	if e.Important {
		head += bold("(quan trọng)") + " "
	}
	switch e.Status {
	case week.Postponed:
		return head + italic("(hoãn)") + " " + text
	case week.Cancelled:
		return head + italic("(huỷ)") + " " + struck(text)
	}
	return head + text
}

// itemHour is "08h00", "08h00–11h00", "Sáng" or "Cả ngày"; "" if the schedule
// says neither.
func itemHour(e week.Event) string {
	switch from, until := vi.Hour(string(e.Time)), vi.Hour(string(e.End)); {
	case from != "" && until != "":
		return from + "–" + until
	case from != "":
		return from
	case until != "":
		return "Đến " + until
	}
	return capital(string(e.Session))
}

// details are what was asked about and what the text does not show; of an event
// for paper only nothing.
func (w items) details(e week.Event) string {
	if e.Paper {
		return ""
	}
	shown := read(e.Text)
	var all []string
	if w.hour && itemHour(e) == "" {
		all = append(all, "Lịch không ghi giờ.")
	}
	switch {
	case e.Place != "" && (w.place || !shown.shows(e.Place)):
		all = append(all, "Địa điểm: "+escape(e.Place))
	case w.place && e.Place == "":
		all = append(all, "Lịch không ghi địa điểm.")
	}
	switch who := participants(shown, e.People, e.Groups, e.Units, w.directory, !w.people); {
	case who != "":
		all = append(all, "Thành phần: "+escape(who))
	case w.people && e.Duty:
		all = append(all, "Lịch không ghi tên người trực.")
	case w.people:
		all = append(all, "Lịch không ghi thành phần.")
	}
	if len(all) == 0 {
		return ""
	}
	return italic(strings.Join(all, "\n"))
}
