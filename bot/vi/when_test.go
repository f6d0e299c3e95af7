package vi_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
)

// The corpus is read at this moment: Thursday 21/10/2021, 09:00.
var thursday = civil.DateTime{Date: civil.Date{Year: 2021, Month: 10, Day: 21}, Time: civil.Time{Hour: 9}}

// TestReadWhen reads every line of testdata/when.txt: "text ⇒ meaning". A
// meaning is days, session and hours; what is not a time means "-".
func TestReadWhen(t *testing.T) {
	file, err := os.Open("testdata/when.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	total := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, want, ok := strings.Cut(line, "⇒")
		if !ok {
			t.Fatalf("no meaning: %s", line)
		}
		text, want = strings.TrimSpace(text), strings.TrimSpace(want)
		total++
		if got := meaning(vi.ReadWhen(vi.Words(vi.Clean(text)), thursday)); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
	if total == 0 {
		t.Error("no lines")
	}
}

func meaning(w vi.When) string {
	if w.Impossible != "" {
		return "không có: " + w.Impossible
	}
	if w.From.IsZero() {
		return "-"
	}
	parts := []string{vi.Day(w.From)}
	if w.To != w.From {
		parts[0] += "–" + vi.Day(w.To)
	}
	for _, day := range w.Only {
		parts = append(parts, fmt.Sprintf("+%d", day.Day))
	}
	if w.Session != "" {
		parts = append(parts, w.Session)
	}
	if w.Clock != "" {
		parts = append(parts, w.Clock)
		if w.Until != w.Clock {
			parts = append(parts, "đến "+w.Until)
		}
	}
	if w.Disagrees {
		parts = append(parts, "không phải "+vi.WeekdayName(w.Said))
	}
	if !w.JustPast.IsZero() {
		parts = append(parts, "hay "+vi.Day(w.JustPast))
	}
	return strings.Join(parts, " ")
}

// TestYearsEnd reads dates near the turn of the year, where a guess of the year
// goes wrong first.
func TestYearsEnd(t *testing.T) {
	for _, c := range []struct {
		today civil.Date
		text  string
		want  string
	}{
		{civil.Date{Year: 2021, Month: 12, Day: 30}, "3/1", "03/01/2022"},
		{civil.Date{Year: 2022, Month: 1, Day: 3}, "30/12", "30/12/2021"},
		{civil.Date{Year: 2021, Month: 12, Day: 30}, "từ 30/12 đến 3/1", "30/12/2021–03/01/2022"},
		{civil.Date{Year: 2022, Month: 1, Day: 3}, "từ 27/12 đến 2/1/2022", "27/12/2021–02/01/2022"},
		{civil.Date{Year: 2021, Month: 12, Day: 31}, "mai", "01/01/2022"},
		{civil.Date{Year: 2021, Month: 12, Day: 29}, "tuần sau", "03/01/2022–09/01/2022"},
		{civil.Date{Year: 2022, Month: 1, Day: 1}, "tuần này", "27/12/2021–02/01/2022"},
		{civil.Date{Year: 2022, Month: 1, Day: 1}, "tuần 52", "27/12/2021–02/01/2022"},
		{civil.Date{Year: 2021, Month: 12, Day: 5}, "tuần 53", "không có: tuần 53"},
		{civil.Date{Year: 2020, Month: 12, Day: 5}, "tuần 53", "28/12/2020–03/01/2021"},
		{civil.Date{Year: 2024, Month: 2, Day: 20}, "29/2", "29/02/2024"},
		{civil.Date{Year: 2021, Month: 1, Day: 30}, "ngày 30", "30/01/2021"},
		{civil.Date{Year: 2021, Month: 2, Day: 10}, "ngày 31", "31/03/2021"},
		{civil.Date{Year: 2021, Month: 1, Day: 31}, "tháng sau", "01/02/2021–28/02/2021"},
	} {
		got := meaning(vi.ReadWhen(vi.Words(c.text), civil.DateTime{Date: c.today}))
		if got != c.want {
			t.Errorf("%s at %s: got %s, want %s", c.text, vi.Day(c.today), got, c.want)
		}
	}
}

// FuzzReadWhen holds that no text brings the reader down, and that what it reads
// is in order: days exist and follow each other, hours are hours.
func FuzzReadWhen(f *testing.F) {
	for _, seed := range []string{"từ thứ 2 đến thứ 4 tuần sau", "18-20/10", "ngày 32", "t2-t6", "8h-10h sáng mai", "tuần đầu tháng 11", "6 tháng cuối năm",
		"thứ 4, 5, 6", "2 tháng tới", "ngày đầu tiên của tháng 3", "1/1/1", "tuần 0", "31 đến 30/2", "từ 31/12 đến 1", "ngày 20-10-0001", "quý IV"} {
		f.Add(seed, int64(0))
	}
	f.Fuzz(func(t *testing.T, text string, days int64) {
		today := thursday
		today.Date = today.Date.AddDays(int(days % 20000))
		words := vi.Words(vi.Clean(text))
		w := vi.ReadWhen(words, today)
		if len(w.Used) != len(words) {
			t.Fatalf("%d words, %d used", len(words), len(w.Used))
		}
		if w.From.IsZero() != w.To.IsZero() || !w.From.IsZero() && (!w.From.IsValid() || !w.To.IsValid() || w.To.Before(w.From)) {
			t.Errorf("%q: from %s to %s", text, w.From, w.To)
		}
		for _, clock := range []string{w.Clock, w.Until} {
			if _, err := time.Parse("15:04", clock); clock != "" && err != nil {
				t.Errorf("%q: clock %q", text, clock)
			}
		}
		if w.Until < w.Clock {
			t.Errorf("%q: %s until %s", text, w.Clock, w.Until)
		}
	})
}
