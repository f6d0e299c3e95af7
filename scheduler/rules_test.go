package scheduler

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/week"
)

var zone = time.FixedZone("+07", 7*60*60)

func settings() Settings {
	return Settings{
		Morning: "30 6 * * *", MorningUntil: "11:00", Evening: "0 20 * * *", EveningUntil: "22:00", Leads: []int{30},
		Late: 5 * time.Minute, Receipt: 15 * time.Minute, Outage: 10 * time.Minute, QuietFrom: "22:00", QuietTo: "06:00", Duty: "0 16 * * 5", NoWeek: []string{"0 15 * * 5"},
		Holidays: []string{"09-02", "2026-04-27", "2026-02-14/2026-02-22"}, WorkingDays: []string{"2026-08-22"},
	}
}

func compiled(t *testing.T, s Settings) rules {
	t.Helper()
	r, err := s.compile()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// When an item is reminded of, as "day hour–hour" by lead.
func TestReminders(t *testing.T) {
	r := compiled(t, settings())
	item := func(clock week.Clock) week.Event {
		return week.Event{ID: 7, Date: civil.Date{Year: 2021, Month: 10, Day: 21}, Time: clock, Days: 1}
	}
	cancelled, long := item("14:00"), item("14:00")
	cancelled.Status, long.Days = week.Cancelled, 2
	for _, c := range []struct {
		name  string
		event week.Event
		wish  store.Preference
		again []int
		want  string
	}{
		{"the office's lead", item("14:00"), store.Preference{}, nil, "30: 21 13:30–14:00"},
		{"own leads, each until the next", item("14:00"), store.Preference{Leads: []int{15, 60, 15}}, nil, "60: 21 13:00–13:45, 15: 21 13:45–14:00"},
		{"none wanted", item("14:00"), store.Preference{NoLeads: true}, nil, ""},
		{"once more by a button", item("14:00"), store.Preference{}, []int{12}, "30: 21 13:30–13:48, 12: 21 13:48–14:00"},
		{"without an hour", item(""), store.Preference{}, nil, ""},
		{"cancelled", cancelled, store.Preference{}, nil, ""},
		{"of many days only the first", long, store.Preference{}, nil, "30: 21 13:30–14:00"},
		{"held until quiet ends", item("06:20"), store.Preference{}, nil, "30: 21 06:00–06:20"},
		{"several held become one", item("06:20"), store.Preference{Leads: []int{90, 30, 10}}, nil, "30: 21 06:00–06:10, 10: 21 06:10–06:20"},
		{"urgent although quiet", item("05:00"), store.Preference{}, nil, "30: 21 04:30–05:00"},
		{"ends as quiet does", item("06:00"), store.Preference{}, nil, "30: 21 05:30–06:00"},
		{"the evening before is quiet", item("08:00"), store.Preference{Leads: []int{600}}, nil, "600: 21 06:00–08:00"},
		{"own quiet hours", item("13:30"), store.Preference{QuietFrom: "11:30", QuietTo: "13:15"}, nil, "30: 21 13:15–13:30"},
		{"no quiet at all", item("06:20"), store.Preference{QuietFrom: "00:00", QuietTo: "00:00"}, nil, "30: 21 05:50–06:20"},
	} {
		var got []string
		for _, m := range r.reminders(c.event, "lien", c.wish, c.again, zone) {
			got = append(got, fmt.Sprintf("%d: %s–%s", m.lead, m.due.Format("02 15:04"), m.until.Format("15:04")))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %s, want %s", c.name, strings.Join(got, ", "), c.want)
		}
	}
}

func TestHourOn(t *testing.T) {
	s := settings()
	s.Morning = "30 6 * * 1-5"
	r := compiled(t, s)
	thursday := civil.Date{Year: 2021, Month: 10, Day: 21}
	if due, ok := hourOn(r.morning, "", thursday, zone); !ok || due.Format("02 15:04") != "21 06:30" {
		t.Errorf("the office's hour: %s, %v", due, ok)
	}
	if due, ok := hourOn(r.morning, "07:15", thursday, zone); !ok || due.Format("02 15:04") != "21 07:15" {
		t.Errorf("an own hour: %s, %v", due, ok)
	}
	if due, ok := hourOn(r.morning, "07:15", thursday.AddDays(2), zone); ok {
		t.Errorf("on a day without an hour: %s", due)
	}
	if _, ok := hourOn(nil, "07:15", thursday, zone); ok {
		t.Error("turned off, and yet due")
	}
}

func TestCalendar(t *testing.T) {
	r := compiled(t, settings())
	for day, works := range map[string]bool{
		"2026-09-01": true, "2026-09-02": false, "2027-09-02": false, "2026-04-27": false, "2026-04-28": true,
		"2026-02-13": true, "2026-02-16": false, "2026-02-20": false, "2026-02-23": true,
		"2026-08-22": true, "2026-08-23": false, "2026-08-29": false,
	} {
		d, err := civil.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if r.calendar.Works(d) != works {
			t.Errorf("%s: works %v, want %v", day, !works, works)
		}
	}
}

func TestSettingsAreRefusedByName(t *testing.T) {
	for field, spoil := range map[string]func(*Settings){
		"Morning":        func(s *Settings) { s.Morning = "six" },
		"Evening":        func(s *Settings) { s.Evening = "CRON_TZ=UTC 0 20 * * *" },
		"Duty":           func(s *Settings) { s.Duty = "0 25 * * *" },
		"Report":         func(s *Settings) { s.Report = "x" },
		"NoWeek":         func(s *Settings) { s.NoWeek = []string{"* *"} },
		"MorningUntil":   func(s *Settings) { s.MorningUntil = "11h" },
		"QuietTo":        func(s *Settings) { s.QuietTo = "" },
		"Leads":          func(s *Settings) { s.Leads = []int{30, 0} },
		"Late":           func(s *Settings) { s.Late = time.Second },
		"Receipt":        func(s *Settings) { s.Receipt = -time.Second },
		"Outage":         func(s *Settings) { s.Outage = 0 },
		"Holidays":       func(s *Settings) { s.Holidays = []string{"2026-02-30"} },
		"WorkingDays":    func(s *Settings) { s.WorkingDays = []string{"22/8"} },
		"Chase.Days":     func(s *Settings) { s.Chase.Days, s.Chase.Hour = []int{7, 61}, "09:00" },
		"Chase.Hour":     func(s *Settings) { s.Chase.Days, s.Chase.Hour = []int{0}, "9h" },
		"Chase.HeadDays": func(s *Settings) { s.Chase.HeadDays = -1 },
	} {
		s := settings()
		spoil(&s)
		var wrong *FieldError
		if err := s.Check(); !errors.As(err, &wrong) || wrong.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	s := settings()
	s.Morning, s.Evening, s.Duty, s.NoWeek, s.Leads, s.Holidays = "", "", "", nil, nil, nil
	if err := s.Check(); err != nil {
		t.Errorf("all turned off: %v", err)
	}
}
