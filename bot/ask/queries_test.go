package ask_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/bot/vi"
	"thuky/store/week"
)

// A queryRow is a question of the project's query corpus with its meaning.
type queryRow struct {
	ID, Kind, Q, Intent, Session string
	From, To                     string
	People                       []string
	Seed                         []string
	SeedShared                   []string   `json:"seed_shared"`
	PeopleAlt                    [][]string `json:"people_alt"`
	SessionAlt                   []string   `json:"session_alt"`
	AltOK                        []struct {
		From, To *string
		Seed     []string
	} `json:"alt_ok"`
	IntentAny bool `json:"intent_any"`
	Count     int
	Check     []string
}

// legendEntry says how an event of the corpus is recognised.
type legendEntry struct {
	Dates        []string
	Time, Prefix string
}

// TestQueries asks every question of the query corpus and judges the answer as
// the corpus's own rules do: 95 of 100 must be right.
func TestQueries(t *testing.T) {
	o := newOffice(t)
	file, err := os.Open("testdata/queries_dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	lines.Scan()
	var head struct{ Events map[string]legendEntry }
	if err := json.Unmarshal(lines.Bytes(), &head); err != nil {
		t.Fatal(err)
	}
	right, total := 0, 0
	for lines.Scan() {
		var row queryRow
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		total++
		if fault := row.judge(o, o.ask(t, row.Q, ""), head.Events); fault != "" {
			t.Logf("%s %s | %s", row.ID, row.Q, fault)
			continue
		}
		right++
	}
	t.Logf("ask: %d/%d right", right, total)
	if total == 0 || right*100 < total*95 {
		t.Errorf("less than 95%% right")
	}
}

// judge returns what is wrong with the answer, "" if nothing is.
func (row queryRow) judge(o *office, a ask.Answer, legend map[string]legendEntry) string {
	got := a.Query.Intent
	if !row.IntentAny {
		var want []ask.Intent
		switch row.Intent {
		case "unknown":
			want = []ask.Intent{ask.Unknown, ask.Help}
		case "error":
			want = []ask.Intent{ask.Error, ask.Unknown}
		}
		if want != nil && !slices.Contains(want, got) || want == nil && slices.Contains([]ask.Intent{ask.Unknown, ask.Help, ask.Error}, got) {
			return fmt.Sprintf("intent: want %s, got %s", row.Intent, got)
		}
	}
	fault := row.compare(o, a, legend)
	for _, alt := range row.AltOK {
		other := row
		if alt.From != nil {
			other.From, other.To = *alt.From, *alt.To
		}
		if alt.Seed != nil {
			other.Seed = alt.Seed
		}
		if fault == "" || other.compare(o, a, legend) == "" {
			return ""
		}
	}
	return fault
}

func (row queryRow) compare(o *office, a ask.Answer, legend map[string]legendEntry) string {
	checks := func(field string) bool { return slices.Contains(row.Check, field) }
	if from := dayText(a.Query.From); checks("from") && from != row.From {
		return "from: want " + row.From + ", got " + from
	}
	if to := dayText(a.Query.To); checks("to") && to != row.To {
		return "to: want " + row.To + ", got " + to
	}
	if s := string(a.Query.Session); checks("session") && s != row.Session && !slices.Contains(row.SessionAlt, s) {
		return fmt.Sprintf("session: want %q, got %q", row.Session, s)
	}
	if people := o.named(a.Query); checks("people") && !slices.ContainsFunc(append(row.PeopleAlt, row.People), func(want []string) bool { return sameSet(want, people) }) {
		return fmt.Sprintf("people: want %v, got %v", row.People, people)
	}
	if checks("events") {
		if fault := row.compareEvents(a.Events(), legend); fault != "" {
			return fault
		}
	}
	if checks("count") && a.Count != row.Count {
		return fmt.Sprintf("count: want %d, got %d", row.Count, a.Count)
	}
	return ""
}

func (row queryRow) compareEvents(events []week.Event, legend map[string]legendEntry) string {
	var got, fault []string
	for _, e := range events {
		got = append(got, legendID(e, legend))
	}
	for _, id := range row.Seed {
		if !slices.Contains(got, id) {
			fault = append(fault, "missing "+id)
		}
	}
	for _, id := range got {
		if !slices.Contains(row.Seed, id) && !slices.Contains(row.SeedShared, id) {
			fault = append(fault, "unexpected "+id)
		}
	}
	return strings.Join(fault, ", ")
}

func legendID(e week.Event, legend map[string]legendEntry) string {
	for id, entry := range legend {
		if slices.Contains(entry.Dates, e.Date.String()) && string(e.Time) == entry.Time && strings.HasPrefix(vi.Clean(e.Text), vi.Clean(entry.Prefix)) {
			return id
		}
	}
	return fmt.Sprintf("?%s %s %s", e.Date, e.Time, e.Text)
}

// named lists the people of the query as the corpus writes them: given names,
// and groups by theirs.
func (o *office) named(q ask.Query) []string {
	var all []string
	for _, key := range q.People {
		p, _ := o.directory.Person(key)
		all = append(all, p.Name)
	}
	return append(all, q.Groups...)
}

func dayText(day civil.Date) string {
	if day.IsZero() {
		return ""
	}
	return day.String()
}

func sameSet(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
