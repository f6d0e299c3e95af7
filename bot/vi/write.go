package vi

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"
)

var weekdays = [...]string{
	time.Sunday: "Chủ nhật", time.Monday: "Thứ Hai", time.Tuesday: "Thứ Ba", time.Wednesday: "Thứ Tư",
	time.Thursday: "Thứ Năm", time.Friday: "Thứ Sáu", time.Saturday: "Thứ Bảy",
}

// Weekday names the day of the week: "Thứ Năm", "Chủ nhật".
func Weekday(day civil.Date) string { return weekdays[day.Weekday()] }

// WeekdayName names a weekday: "Thứ Năm", "Chủ nhật"; "" for what is none.
func WeekdayName(day time.Weekday) string {
	if day < time.Sunday || day > time.Saturday {
		return ""
	}
	return weekdays[day]
}

// Day writes a date as people do: "21/10/2021".
func Day(day civil.Date) string {
	return fmt.Sprintf("%02d/%02d/%04d", day.Day, int(day.Month), day.Year)
}

// Hour writes a clock "HH:MM" as a schedule does: "14h00". Anything else comes
// back as it is.
func Hour(clock string) string {
	if hours, minutes, ok := strings.Cut(clock, ":"); ok {
		return hours + "h" + minutes
	}
	return clock
}

// Integer writes a number with a point at the thousands: "1.200".
func Integer(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return sign + digits
}

// Decimal writes hundredths with a comma and no idle zeros: 9250 is "92,5".
func Decimal(hundredths int64) string {
	sign := ""
	if hundredths < 0 {
		sign = "-"
	}
	fraction := hundredths % 100
	if fraction < 0 {
		fraction = -fraction
	}
	whole := strings.TrimPrefix(Integer(hundredths/100), "-")
	if fraction == 0 {
		return sign + whole
	}
	return sign + whole + "," + strings.TrimSuffix(fmt.Sprintf("%02d", fraction), "0")
}
