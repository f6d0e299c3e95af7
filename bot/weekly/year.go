package weekly

import (
	"time"

	"cloud.google.com/go/civil"
)

// yearlessYear stands in for a year not yet known; a leap year with a leap year
// four years on, so that 29/2 is a day.
const yearlessYear = 2024

func (w written) date() civil.Date {
	return civil.Date{Year: w.year, Month: time.Month(w.month), Day: w.day}
}

// weekdayOf is 1 for Monday to 7 for Sunday.
func weekdayOf(d civil.Date) int { return (int(d.Weekday())+6)%7 + 1 }

// dateHeadings gives every heading its date. A year not written is the title's;
// without one it is that of the other headings, or else the year, nearest today,
// in which most weekdays and dates agree.
func (r *reader) dateHeadings() {
	if r.title.from.IsZero() || r.title.yearless {
		r.findYear()
	}
	var last civil.Date // the dated heading before
	for _, h := range r.headings {
		switch {
		case !h.hasDate():
			h.date = r.dayOfWeek(h.weekday)
		case h.year > 0:
			h.date = valid(written{h.day, h.month, h.year})
		case !r.title.from.IsZero():
			h.date = nearest(h.day, h.month, r.title.from)
		case !last.IsZero():
			h.date = nearest(h.day, h.month, last)
		default:
			h.date = nearest(h.day, h.month, r.firstDay(h))
		}
		if !h.date.IsZero() {
			last = h.date
		}
	}
}

// dayOfWeek is the title's day with that weekday, or the zero Date.
func (r *reader) dayOfWeek(weekday int) civil.Date {
	for d := r.title.from; weekday > 0 && !r.title.from.IsZero() && !d.After(r.title.to); d = d.AddDays(1) {
		if weekdayOf(d) == weekday {
			return d
		}
	}
	return civil.Date{}
}

// firstDay is a day near which the first heading without a year lies: that of a
// heading with a year, or one in the year found out.
func (r *reader) firstDay(h *heading) civil.Date {
	for _, other := range r.headings {
		if other.year > 0 {
			if date := valid(written{other.day, other.month, other.year}); !date.IsZero() {
				return date
			}
		}
	}
	if r.title.year > 0 {
		return civil.Date{Year: r.title.year, Month: time.Month(h.month), Day: min(h.day, 28)}
	}
	return civil.DateOf(r.now)
}

// findYear finds the year of a title without one, and of headings without any:
// the year, nearest today, in which most of the days fall on their weekdays.
func (r *reader) findYear() {
	type day struct{ weekday, day, month int }
	var days []day
	yearless := true
	for _, h := range r.headings {
		yearless = yearless && h.year == 0
		if h.hasDate() && h.weekday > 0 && h.year == 0 && len(days) < 64 {
			days = append(days, day{h.weekday, h.day, h.month})
		}
	}
	if from := r.title.from; r.title.yearless {
		weekday := 0
		if span := r.title.to.DaysSince(from); span == 6 || span == 4 {
			weekday = 1
		}
		days = append(days, day{weekday, from.Day, int(from.Month)})
	} else if !yearless || len(days) == 0 {
		return
	}
	today := civil.DateOf(r.now)
	best, bestScore, bestDistance := today.Year, -1, 0
	for year := today.Year - 12; year <= today.Year+12; year++ {
		score, distance := 0, 0
		for i, d := range days {
			date := valid(written{d.day, d.month, year})
			if i > 0 && d.month < days[0].month-6 {
				date = valid(written{d.day, d.month, year + 1})
			}
			if !date.IsZero() && weekdayOf(date) == d.weekday {
				score++
			}
			if i == 0 && !date.IsZero() {
				distance = abs(date.DaysSince(today))
			}
		}
		if r.title.year == year {
			score += len(days) + 1
		}
		if score > bestScore || score == bestScore && distance < bestDistance {
			best, bestScore, bestDistance = year, score, distance
		}
	}
	if r.title.yearless {
		from, to := r.title.from, r.title.to
		r.title.from = nearest(from.Day, int(from.Month), civil.Date{Year: best, Month: from.Month, Day: 1})
		r.title.to = nearest(to.Day, int(to.Month), r.title.from)
	} else if r.title.year == 0 {
		r.title.year = best
	}
}

// extent is the span of the headings' dates.
func (r *reader) extent() (from, to civil.Date) {
	for _, h := range r.headings {
		if h.date.IsZero() {
			continue
		}
		if from.IsZero() || h.date.Before(from) {
			from = h.date
		}
		if last := h.date.AddDays(h.days - 1); last.After(to) {
			to = last
		}
	}
	return from, to
}

// nearest is the day of the month nearest to the other day, or the zero Date.
func nearest(day, month int, to civil.Date) civil.Date {
	var best civil.Date
	for year := to.Year - 1; year <= to.Year+1; year++ {
		date := valid(written{day, month, year})
		if !date.IsZero() && (best.IsZero() || abs(date.DaysSince(to)) < abs(best.DaysSince(to))) {
			best = date
		}
	}
	return best
}

// valid is the written day, or the zero Date if there is no such day.
func valid(w written) civil.Date {
	if d := w.date(); d.IsValid() {
		return d
	}
	return civil.Date{}
}

func abs(n int) int { return max(n, -n) }

// dropPageDate drops a first heading that is only the date of the page: the days
// of the schedule begin after it with an earlier one, and its own day comes again
// or it holds no item with a time.
func (r *reader) dropPageDate() {
	if len(r.headings) < 3 || !r.title.from.IsZero() {
		return
	}
	first, second := r.headings[0], r.headings[1]
	if !first.hasDate() || !second.hasDate() || first.year == 0 || !second.before(first) {
		return
	}
	again := false
	for _, h := range r.headings[2:] {
		again = again || h.day == first.day && h.month == first.month
	}
	timed := 0
	for _, d := range r.drafts {
		if d.head == first && d.hours.start != "" {
			timed++
		}
	}
	if !again && timed > 0 {
		return
	}
	r.headings = r.headings[1:]
	r.forget(first)
}

// before compares days as written, within a year or over its end.
func (h *heading) before(other *heading) bool {
	if h.month == other.month {
		return h.day < other.day
	}
	return (other.month-h.month+12)%12 < 6
}

// forget drops what was collected under a heading.
func (r *reader) forget(h *heading) {
	drafts := r.drafts[:0]
	for _, d := range r.drafts {
		if d.head != h {
			drafts = append(drafts, d)
		}
	}
	r.drafts = drafts
	lines := r.unread[:0]
	for _, u := range r.unread {
		if u.head != h {
			lines = append(lines, u)
		}
	}
	r.unread = lines
}
