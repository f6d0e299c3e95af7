package ask_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/bot/names"
	"thuky/store/staff"
	"thuky/store/week"
)

// The corpora ask at this moment: Thursday 21/10/2021, 09:00.
var asked = time.Date(2021, 10, 21, 9, 0, 0, 0, time.FixedZone("+07", 7*3600))

// An office is the sample directory with the seed's week, in memory.
type office struct {
	directory staff.Directory
	index     *names.Index
	events    []week.Event
}

func newOffice(t testing.TB) *office {
	t.Helper()
	file, err := os.Open("testdata/phuyen.toml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	o := &office{}
	if o.directory, err = staff.Decode(file); err != nil {
		t.Fatal(err)
	}
	o.index = names.New(o.directory)
	data, err := os.ReadFile("testdata/seed_week.json")
	if err != nil {
		t.Fatal(err)
	}
	var written struct{ Events []week.Event }
	if err := json.Unmarshal(data, &written); err != nil {
		t.Fatal(err)
	}
	o.events = written.Events
	for i := range o.events {
		e := &o.events[i]
		e.ID = int64(i + 1)
		for k, name := range e.People {
			e.People[k] = o.person(t, name)
		}
		for k, name := range e.Units {
			e.Units[k] = o.unit(t, name)
		}
	}
	return o
}

func (o *office) person(t testing.TB, name string) string {
	t.Helper()
	for _, p := range o.directory.People {
		if p.Name == name {
			return p.Key
		}
	}
	t.Fatalf("nobody is called %q", name)
	return ""
}

func (o *office) unit(t testing.TB, name string) string {
	t.Helper()
	for _, u := range o.directory.Units {
		if u.Name == name {
			return u.Code
		}
	}
	t.Fatalf("no unit is called %q", name)
	return ""
}

// Events implements ask.Schedule.
func (o *office) Events(from, to civil.Date) ([]week.Event, error) {
	var found []week.Event
	for _, e := range o.events {
		if !e.Last().Before(from) && !e.Date.After(to) {
			found = append(found, e)
		}
	}
	return found, nil
}

// Published implements ask.Schedule: the seed's week alone is.
func (o *office) Published(from, to civil.Date) ([]civil.Date, error) {
	monday := civil.Date{Year: 2021, Month: 10, Day: 18}
	if monday.After(to) || monday.AddDays(6).Before(from) {
		return nil, nil
	}
	return []civil.Date{monday}, nil
}

// ask asks as the person with that key, "" as nobody.
func (o *office) ask(t testing.TB, question, asker string) ask.Answer {
	t.Helper()
	q := ask.Understand(question, o.index, asked)
	a, err := ask.Find(q, asker, &o.directory, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
