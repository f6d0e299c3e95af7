package vi_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
)

// disagreements are the expressions of Duckling's corpus that mean something
// else in this office, with the reason.
var disagreements = map[string]string{
	"3/9/91":          "a year of two digits is of this century here",
	"ngày 12/10":      "a date without a year is the nearest one, past ones included",
	"mùa hè này":      "an office counts in weeks, months and quarters, not in seasons",
	"mùa hè năm nay":  "the same",
	"mùa đông này":    "the same",
	"giáng sinh":      "a feast is no date of a work schedule; it may stand in an item's text",
	"ngày giáng sinh": "the same",
}

// TestDuckling reads the Vietnamese corpus of facebook/duckling at day and
// coarser grain. The corpus is not part of the project; THUKY_DUCKLING names a
// copy converted to JSON lines.
func TestDuckling(t *testing.T) {
	path := os.Getenv("THUKY_DUCKLING")
	if path == "" {
		t.Log("not run: THUKY_DUCKLING names no corpus")
		return
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	right, total := 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var row ducklingRow
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		from, to, ok := row.span(t)
		if !ok {
			continue
		}
		if disagreements[row.Text] != "" {
			continue
		}
		total++
		got := vi.ReadWhen(vi.Words(row.Text), civil.DateTime{Date: civil.Date{Year: 2017, Month: 2, Day: 2}, Time: civil.Time{Hour: 3, Minute: 55}})
		if got.From == from && got.To == to {
			right++
			continue
		}
		t.Logf("%q: got %s to %s, want %s to %s", row.Text, got.From, got.To, from, to)
	}
	t.Logf("Duckling: %d of %d right, %d disagreements left out", right, total, len(disagreements))
	if total == 0 || right*100 < total*90 {
		t.Errorf("less than 90%% right")
	}
}

// A ducklingRow is one line of the converted corpus.
type ducklingRow struct {
	Dim, Text, Grain string
	Value            any // a time for this dimension
	From             string
	To               string `json:"to_exclusive"`
}

// span gives the first and last day meant; ok is false for finer grains.
func (row ducklingRow) span(t *testing.T) (from, to civil.Date, ok bool) {
	t.Helper()
	if row.Dim != "time" || !strings.Contains("day week month quarter year", row.Grain) || row.Grain == "" {
		return from, to, false
	}
	day := func(text string) civil.Date {
		at, err := time.Parse("2006-01-02T15:04:05", text)
		if err != nil {
			t.Fatal(err)
		}
		return civil.DateOf(at)
	}
	value, ok := row.Value.(string)
	if !ok {
		return day(row.From), day(row.To).AddDays(-1), true
	}
	from = day(value)
	switch row.Grain {
	case "week":
		return from, from.AddDays(6), true
	case "month":
		return from, from.AddMonths(1).AddDays(-1), true
	case "quarter":
		return from, from.AddMonths(3).AddDays(-1), true
	case "year":
		return from, from.AddYears(1).AddDays(-1), true
	}
	return from, from, true
}
