package weekly

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/bot/vi"
	"thuky/store/staff"
)

// An expected result; see "check": only the fields named there are compared.
type expected struct {
	From, To string
	Events   []expectedEvent
	Check    []string
	AtLeast  []string `json:"warnings_at_least"`
	Not      []string `json:"warnings_not"`
	Note     string
}

type expectedEvent struct {
	Date, Time, End, Session string
	Days                     int
	Text                     string
	People, Groups, Units    []string
	Place                    string
	Duty                     bool
	Alt                      map[string]json.RawMessage
}

// TestFixtures reads every sample schedule and compares it with the result
// beside it: text and place after NFC with white space collapsed, lists without
// order, "alt" as further accepted values, warnings by code.
func TestFixtures(t *testing.T) {
	index := office(t)
	files, err := filepath.Glob("testdata/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	exact, right, total := 0, 0, 0
	for _, file := range files {
		var want expected
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatal(file, err)
		}
		got := readFixture(t, index, file)
		differences, found := compare(index, want, got)
		for _, d := range differences {
			t.Errorf("%s: %s", file, d)
		}
		if len(differences) == 0 {
			exact++
		}
		right += found
		total += len(want.Events)
	}
	t.Logf("week: %d/%d fixtures exact, %d/%d events right", exact, len(files), right, total)
}

// readFixture reads the input beside an expected result.
func readFixture(t *testing.T, index *names.Index, file string) Reading {
	t.Helper()
	for _, extension := range []string{".txt", ".html", ".csv", ".docx", ".xlsx"} {
		name := strings.TrimSuffix(file, ".json") + extension
		data, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		d, err := doc.Read(name, data)
		if err != nil {
			t.Fatal(name, err)
		}
		return Read(d, index, today)
	}
	t.Fatal("no input beside", file)
	return Reading{}
}

// today is a day after all samples: the year must come from the source.
var today = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func office(t testing.TB) *names.Index {
	t.Helper()
	f, err := os.Open("testdata/phuyen.toml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := staff.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return names.New(d)
}

// fields are the names and values of an event as the contract prints them.
func fields(index *names.Index, r Reading) []map[string]any {
	d := index.Directory()
	var events []map[string]any
	for _, e := range r.Week.Events {
		people, units := []string{}, []string{}
		for _, key := range e.People {
			p, _ := d.Person(key)
			people = append(people, p.Name)
		}
		for _, code := range e.Units {
			u, _ := d.Unit(code)
			units = append(units, u.Name)
		}
		date := ""
		if !e.Date.IsZero() {
			date = e.Date.String()
		}
		events = append(events, map[string]any{
			"date": date, "time": string(e.Time), "end": string(e.End), "session": string(e.Session), "days": e.Days,
			"text": e.Text, "people": people, "groups": e.Groups, "units": units, "place": e.Place, "duty": e.Duty,
		})
	}
	return events
}

func compare(index *names.Index, want expected, r Reading) (differences []string, right int) {
	complain := func(format string, args ...any) { differences = append(differences, fmt.Sprintf(format, args...)) }
	got := fields(index, r)
	if slices.Contains(want.AtLeast, "no-date") {
		got = slices.DeleteFunc(got, func(e map[string]any) bool { return e["date"] == "" })
	}
	from, to := "", ""
	if !r.Week.From.IsZero() {
		from, to = r.Week.From.String(), r.Week.To.String()
	}
	if slices.Contains(want.Check, "from") && (from != want.From || to != want.To) {
		complain("week: got %s to %s, want %s to %s", from, to, want.From, want.To)
	}
	for i, e := range want.Events {
		if i >= len(got) {
			complain("event %d missing: %s %s %s", i+1, e.Date, e.Time, e.Text)
			continue
		}
		difference := ""
		for _, field := range want.Check {
			if value, is := got[i][field]; is && !e.accepts(field, value) {
				difference = fmt.Sprintf("event %d %s: got %v, want %v", i+1, field, value, e.value(field))
				break
			}
		}
		if difference == "" {
			right++
		} else {
			complain("%s\n\tin %s %s %q", difference, e.Date, e.Time, e.Text)
		}
	}
	for i := len(want.Events); i < len(got); i++ {
		complain("unexpected event: %v", got[i])
	}
	for _, code := range want.AtLeast {
		if !slices.ContainsFunc(r.Warnings, func(w Warning) bool { return string(w.Code) == code }) {
			complain("warning %s missing", code)
		}
	}
	for _, w := range r.Warnings {
		if slices.Contains(want.Not, string(w.Code)) {
			complain("false warning %s, line %d: %s", w.Code, w.Line, w.Text)
		}
	}
	return differences, right
}

func (e expectedEvent) value(field string) any {
	return map[string]any{
		"date": e.Date, "time": e.Time, "end": e.End, "session": e.Session, "days": e.Days, "text": e.Text,
		"people": e.People, "groups": e.Groups, "units": e.Units, "place": e.Place, "duty": e.Duty,
	}[field]
}

func (e expectedEvent) accepts(field string, got any) bool {
	if comparable(e.value(field)) == comparable(got) {
		return true
	}
	var alternatives []any
	if err := json.Unmarshal(e.Alt[field], &alternatives); err != nil {
		return false
	}
	for _, a := range alternatives {
		if comparable(a) == comparable(got) {
			return true
		}
	}
	return false
}

// comparable prints a value so that equal ones print alike.
func comparable(value any) string {
	var list []string
	switch v := value.(type) {
	case string:
		return oneLine(vi.Clean(v))
	case []string:
		list = slices.Clone(v)
	case []any:
		for _, one := range v {
			list = append(list, fmt.Sprint(one))
		}
	default:
		return fmt.Sprint(v)
	}
	slices.Sort(list)
	return fmt.Sprintf("%q", list)
}
