package render

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/store/staff"
	"thuky/store/week"
)

// The seed's week and office, and the moment of every golden file: Thursday
// 21/10/2021, 06:25.
var (
	thursday = day("2021-10-21")
	monday   = day("2021-10-18")
	sunday   = day("2021-10-24")
)

func day(text string) civil.Date {
	d, err := civil.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func office(t testing.TB) *staff.Directory {
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
	d.People = append(d.People, staff.Person{Key: "ha", Name: "Hà", Unit: "VP", Roles: []staff.Role{staff.Clerk}})
	return &d
}

// seedWeek is the seed's week with the names turned into keys and codes.
func seedWeek(t testing.TB, d *staff.Directory) week.Week {
	t.Helper()
	data, err := os.ReadFile("testdata/d01_seed_schedule.json")
	if err != nil {
		t.Fatal(err)
	}
	var w week.Week
	if err := json.Unmarshal(data, &w); err != nil {
		t.Fatal(err)
	}
	for i := range w.Events {
		e := &w.Events[i]
		e.ID, e.Line = int64(i+1), 2*i+3
		for n, name := range e.People {
			at := slices.IndexFunc(d.People, func(p staff.Person) bool { return p.Name == name })
			if at < 0 {
				t.Fatalf("%q is not in the directory", name)
			}
			e.People[n] = d.People[at].Key
		}
		for n, name := range e.Units {
			at := slices.IndexFunc(d.Units, func(u staff.Unit) bool { return u.Name == name })
			if at < 0 {
				t.Fatalf("%q is not in the directory", name)
			}
			e.Units[n] = d.Units[at].Code
		}
	}
	if len(w.Events) != 17 {
		t.Fatalf("the seed has %d items, want 17", len(w.Events))
	}
	return w
}

// question is a query about the days, asked on Thursday.
func question(intent ask.Intent, from, to civil.Date) ask.Query {
	return ask.Query{Intent: intent, From: from, To: to, Today: thursday, Now: "06:25"}
}

// during picks the events on a span that satisfy keep, in order.
func during(w week.Week, q ask.Query, keep func(week.Event) bool) []week.Event {
	var found []week.Event
	for _, e := range w.Events {
		if !e.Date.After(q.To) && !e.Last().Before(q.From) && keep(e) {
			found = append(found, e)
		}
	}
	return found
}

func everything(week.Event) bool { return true }

func names(person string) func(week.Event) bool {
	return func(e week.Event) bool { return slices.Contains(e.People, person) }
}

// reaches picks what concerns a person through a group only.
func reaches(d *staff.Directory, person string) func(week.Event) bool {
	return func(e week.Event) bool {
		return !names(person)(e) && slices.ContainsFunc(e.Groups, func(g string) bool { return d.Belongs(person, g) })
	}
}

func either(a, b func(week.Event) bool) func(week.Event) bool {
	return func(e week.Event) bool { return a(e) || b(e) }
}

func not(a func(week.Event) bool) func(week.Event) bool {
	return func(e week.Event) bool { return !a(e) }
}

// tables are events whose columns tell what the text does not.
func tables() []week.Event {
	on := day("2024-01-16")
	return []week.Event{
		{ID: 1, Date: on, Time: "14:00", End: "16:00", Days: 1, Text: "Thẩm định hồ sơ thi đua của các đơn vị", People: []string{"thao"}, Units: []string{"VP", "P9"}, Place: "Phòng họp số 1"},
		{ID: 2, Date: on, Session: week.AllDay, Days: 1, Text: "Kiểm tra <nhà tạm giữ> & báo cáo Phòng 9, 10", Units: []string{"P9", "P10"}},
		{ID: 3, Date: on, Session: week.Morning, Days: 1, Text: "Đ/c Thanh - PVT làm việc tại cơ quan", People: []string{"thanh"}, Place: "cơ quan"},
		{ID: 4, Date: on, End: "17:00", Days: 1, Text: "Hội thảo với Phó Viện trưởng", People: []string{"vien-truong", "thao"}, Groups: []string{"Lãnh đạo các đơn vị"}},
	}
}
