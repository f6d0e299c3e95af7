package render

import (
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/bot/vi"
	"thuky/store/week"
)

// longDay is a day as every answer prints it: "Thứ Năm, 21/10/2021".
func longDay(day civil.Date) string { return vi.Weekday(day) + ", " + vi.Day(day) }

// shortDay is "21/10".
func shortDay(day civil.Date) string { return fmt.Sprintf("%02d/%02d", day.Day, int(day.Month)) }

// between is "18/10–24/10/2021"; both years if they differ.
func between(from, to civil.Date) string {
	if from.Year != to.Year {
		return vi.Day(from) + "–" + vi.Day(to)
	}
	return shortDay(from) + "–" + vi.Day(to)
}

// DayLabel is a day on a button: "T5 14/10", "CN 24/10".
func DayLabel(day civil.Date) string {
	if day.Weekday() == time.Sunday {
		return "CN " + shortDay(day)
	}
	return fmt.Sprintf("T%d %s", int(day.Weekday())+1, shortDay(day))
}

// SpanLabel is a question's span on a button: "T6 22/10", "25/10–31/10",
// "Tháng 11"; with the year if it is not this one. It is "" without a span.
func SpanLabel(q ask.Query) string {
	if q.From.IsZero() {
		return ""
	}
	year := ""
	if !q.Today.IsZero() && q.To.Year != q.Today.Year {
		year = fmt.Sprintf("/%04d", q.To.Year)
	}
	switch first, last, whole := wholeMonths(q); {
	case whole && first == last:
		return fmt.Sprintf("Tháng %d%s", first, year)
	case whole:
		return fmt.Sprintf("Tháng %d–%d%s", first, last, year)
	case q.Days() == 1:
		return DayLabel(q.From) + year
	}
	return shortDay(q.From) + "–" + shortDay(q.To) + year
}

// wholeMonths reports whether the span is months of one year from the first day
// to the last, and which.
func wholeMonths(q ask.Query) (first, last time.Month, whole bool) {
	whole = q.From.Day == 1 && q.To.AddDays(1).Day == 1 && q.From.Year == q.To.Year
	return q.From.Month, q.To.Month, whole
}

// spanTitle says which days, and which hours of them, were asked about.
func spanTitle(q ask.Query) string {
	if q.Days() == 1 {
		return dayTitle(q)
	}
	days := "từ " + longDay(q.From) + " đến " + longDay(q.To)
	switch first, last, whole := wholeMonths(q); {
	case len(q.Only) > 0:
		days = someDays(q.Only)
	case whole && first == last:
		days = fmt.Sprintf("Tháng %d/%d, %s", first, q.To.Year, days)
	case whole && int(first)%3 == 1 && last == first+2:
		days = fmt.Sprintf("Quý %s/%d, %s", [...]string{"I", "II", "III", "IV"}[(first-1)/3], q.To.Year, days)
	case whole && first == time.January && last == time.December:
		days = fmt.Sprintf("Năm %d, %s", q.To.Year, days)
	case q.From == week.Monday(q.From) && q.Days() == 7:
		days = "Tuần " + days
	default:
		days = capital(days)
	}
	if q.Session != "" && q.Session != week.AllDay {
		days += ", buổi " + string(q.Session)
	} else if q.Session != "" {
		days += ", " + string(q.Session)
	}
	return days + hoursTitle(q)
}

// someDays lists single days; of very many only the first and the last.
func someDays(days []civil.Date) string {
	named := make([]string, len(days))
	for i, day := range days {
		named[i] = longDay(day)
	}
	if most := 7; len(named) > most {
		named = append(named[:most-1], "…", named[len(named)-1])
	}
	return strings.Join(named, "; ")
}

// dayTitle is "Chiều Thứ Sáu, 22/10/2021 (ngày mai)".
func dayTitle(q ask.Query) string {
	title := longDay(q.From)
	if q.Session != "" && q.Session != week.AllDay {
		title = capital(string(q.Session)) + " " + title
	}
	if !q.Today.IsZero() {
		title += map[int]string{0: " (hôm nay)", 1: " (ngày mai)", -1: " (hôm qua)"}[q.From.DaysSince(q.Today)]
	}
	if q.Session == week.AllDay {
		title += ", " + string(q.Session)
	}
	return title + hoursTitle(q)
}

// hoursTitle is ", lúc 14h00", ", từ 14h00", ", đến 16h00" or ", từ 14h00 đến 16h00".
func hoursTitle(q ask.Query) string {
	from, until := vi.Hour(string(q.Clock)), vi.Hour(string(q.Until))
	switch {
	case from == "" && until == "":
		return ""
	case from == until:
		return ", lúc " + from
	case until == "":
		return ", từ " + from
	case from == "":
		return ", đến " + until
	}
	return ", từ " + from + " đến " + until
}

// weeksAre says the same of weeks known by their Mondays, of neighbours in one
// line: "Lịch tuần 25/10–31/10/2021 chưa công bố."
func weeksAre(what string, mondays []civil.Date) []string {
	var all []string
	for i := 0; i < len(mondays); {
		last := i
		for last+1 < len(mondays) && mondays[last+1] == mondays[last].AddDays(7) {
			last++
		}
		name := "Lịch tuần "
		if last > i {
			name = "Lịch các tuần "
		}
		all = append(all, name+between(mondays[i], mondays[last].AddDays(6))+" "+what+".")
		i = last + 1
	}
	return all
}
