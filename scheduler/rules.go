package scheduler

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	"github.com/robfig/cron/v3"

	"thuky/store"
	"thuky/store/week"
)

// Settings say what is sent when. Hours are in the zone of the Clock's now; cron
// specs have five fields, and an empty one turns its subject off.
type Settings struct {
	Morning      string        // spec of the list of today
	MorningUntil week.Clock    // later it is not sent any more
	Evening      string        // spec of the list of tomorrow
	EveningUntil week.Clock    // later it is not sent any more
	Leads        []int         // minutes before an item, 1 to MaxLead
	Late         time.Duration // from when on a message is marked as late
	QuietFrom    week.Clock    // what is not urgent waits from here …
	QuietTo      week.Clock    // … until here; the same twice is no quiet
	Duty         string        // spec of the notice of who is on duty at the weekend
	NoWeek       []string      // specs of the notice that next week is not published
	Report       string        // spec of the day's account of reminders, to the clerks
	Receipt      time.Duration // after a reminder of an important item, until the clerks are told that it is not acknowledged; 0: never
	Outage       time.Duration // for how long nothing that is due may leave before that is an outage
	Holidays     []string      // "MM-DD" every year, "YYYY-MM-DD", "YYYY-MM-DD/YYYY-MM-DD"
	WorkingDays  []string      // "YYYY-MM-DD": swapped days on which the office works
	Chase        ChaseSettings // of units that have not submitted
}

// MaxLead is the longest lead, in minutes: a day.
const MaxLead = 24 * 60

// jobGrace is for how long a job of the office is still worth doing.
const jobGrace = 12 * time.Hour

// rules are Settings that are proved usable.
type rules struct {
	Settings
	own              store.Preference // of the office
	morning, evening cron.Schedule    // nil: off
	jobs             []job
	calendar         week.Calendar
}

// A job is something the office itself is told at certain hours.
type job struct {
	name string
	at   cron.Schedule
	find func(*finder, time.Time) error
}

// Office is what holds for people who wish nothing of their own; the hours are those
// of a Monday.
func (s Settings) Office() store.Preference {
	monday := civil.Date{Year: 2021, Month: 10, Day: 18}
	hour := func(spec string) week.Clock {
		at, err := parse("", spec)
		if err != nil || at == nil {
			return ""
		}
		return week.Clock(at.Next(monday.In(time.UTC).Add(-time.Second)).Format("15:04"))
	}
	return store.Preference{Morning: hour(s.Morning), Evening: hour(s.Evening), Leads: s.Leads, QuietFrom: s.QuietFrom, QuietTo: s.QuietTo}
}

// Check reports what cannot be used, by the name of the field.
func (s Settings) Check() error {
	_, err := s.compile()
	return err
}

// A FieldError is a setting that cannot be used.
type FieldError struct {
	Field string // "Morning"
	Value string
}

func (e *FieldError) Error() string { return fmt.Sprintf("%s: %q cannot be used", e.Field, e.Value) }

func (s Settings) compile() (r rules, err error) {
	r.Settings, r.own = s, s.Office()
	if r.morning, err = parse("Morning", s.Morning); err != nil {
		return r, err
	}
	if r.evening, err = parse("Evening", s.Evening); err != nil {
		return r, err
	}
	if err := r.addJobs(); err != nil {
		return r, err
	}
	for _, c := range []struct {
		field string
		clock week.Clock
	}{{"MorningUntil", s.MorningUntil}, {"EveningUntil", s.EveningUntil}, {"QuietFrom", s.QuietFrom}, {"QuietTo", s.QuietTo}} {
		if _, ok := c.clock.Minutes(); !ok {
			return r, &FieldError{c.field, string(c.clock)}
		}
	}
	for _, lead := range s.Leads {
		if lead < 1 || lead > MaxLead {
			return r, &FieldError{"Leads", fmt.Sprint(lead)}
		}
	}
	if s.Late < time.Minute {
		return r, &FieldError{"Late", s.Late.String()}
	}
	if s.Receipt < 0 {
		return r, &FieldError{"Receipt", s.Receipt.String()}
	}
	if s.Outage < time.Minute {
		return r, &FieldError{"Outage", s.Outage.String()}
	}
	if err := s.Chase.check(); err != nil {
		return r, err
	}
	var day *week.CalendarError
	if r.calendar, err = week.NewCalendar(s.Holidays, s.WorkingDays); errors.As(err, &day) {
		if day.Swapped {
			return r, &FieldError{"WorkingDays", day.Text}
		}
		return r, &FieldError{"Holidays", day.Text}
	}
	return r, err
}

// addJobs lists the office's own jobs. Every run of every spec has a row of its
// own in the ledger, so their names are for good.
func (r *rules) addJobs() error {
	duty, err := parse("Duty", r.Duty)
	if err != nil {
		return err
	}
	if duty != nil {
		r.jobs = append(r.jobs, job{"duty", duty, (*finder).duty})
	}
	report, err := parse("Report", r.Report)
	if err != nil {
		return err
	}
	if report != nil {
		r.jobs = append(r.jobs, job{"report", report, (*finder).report})
	}
	for _, spec := range r.NoWeek {
		at, err := parse("NoWeek", spec)
		if err != nil {
			return err
		}
		if at != nil {
			r.jobs = append(r.jobs, job{"no-week", at, (*finder).noWeek})
		}
	}
	if r.evening != nil {
		r.jobs = append(r.jobs, job{"nobody", r.evening, (*finder).nobody})
	}
	return nil
}

func parse(field, spec string) (cron.Schedule, error) {
	if strings.TrimSpace(spec) == "" {
		return nil, nil
	}
	// A spec may not bring a zone of its own: the office has one.
	if strings.Contains(spec, "TZ=") {
		return nil, &FieldError{field, spec}
	}
	s, err := cron.ParseStandard(spec)
	if err != nil {
		return nil, &FieldError{field, spec}
	}
	return s, nil
}

// hourOn is when a list is due on a day: at the person's own hour if they have
// one, but only on days on which the office's spec has an hour at all.
func hourOn(spec cron.Schedule, own week.Clock, day civil.Date, zone *time.Location) (time.Time, bool) {
	if spec == nil {
		return time.Time{}, false
	}
	due := spec.Next(day.In(zone).Add(-time.Second))
	if due.IsZero() || civil.DateOf(due) != day {
		return due, false
	}
	if own != "" {
		due = own.On(day, zone)
	}
	return due, true
}

// A reminder is one message before an item.
type reminder struct {
	store.Occasion
	lead   int       // minutes
	starts time.Time // of the item
	due    time.Time // quiet hours considered
	until  time.Time // from here on the next one tells it, or the item has begun
}

// reminders lists the reminders of an item for a person, by time; again are leads
// that they have asked for besides.
func (r *rules) reminders(e week.Event, person string, wish store.Preference, again []int, zone *time.Location) []reminder {
	if !e.TakesPlace() || e.Time == "" {
		return nil
	}
	leads := slices.Concat(wish.Over(r.own).Leads, again)
	slices.SortFunc(leads, func(a, b int) int { return cmp.Compare(b, a) })
	o := store.Occasion{Event: e.ID, Person: person, Date: e.Date, Time: e.Time}
	starts := o.Starts(zone)
	var all []reminder
	for _, lead := range slices.Compact(leads) {
		due := starts.Add(-time.Duration(lead) * time.Minute)
		if end, quiet := wish.Over(r.own).Quiet(due); quiet && end.Before(starts) {
			due = end // what cannot wait so long is urgent
		}
		for len(all) > 0 && !all[len(all)-1].due.Before(due) {
			all = all[:len(all)-1] // the nearer one tells it
		}
		all = append(all, reminder{Occasion: o, lead: lead, starts: starts, due: due})
	}
	for i := range all {
		all[i].until = starts
		if i+1 < len(all) {
			all[i].until = all[i+1].due
		}
	}
	return all
}
