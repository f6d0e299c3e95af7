package scheduler

import (
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/week"
)

const minute = time.Minute

// office finds the runs of the office's own jobs that are due. Of several that were
// slept through only the last is worth doing, and that not for ever.
func (f *finder) office() error {
	withdrawn, err := f.tx.Reopened(store.DutyDeed, f.now.Add(-jobGrace))
	if err != nil {
		return err
	}
	reopened := len(withdrawn) > 0
	for _, j := range f.jobs {
		f.awake(j.at.Next(f.now))
		var last time.Time
		from := f.from
		if oldest := f.now.Add(-lookBack); from.Before(oldest) {
			from = oldest
		}
		for t := j.at.Next(from); !t.IsZero() && !t.After(f.now); t = j.at.Next(t) {
			last = t
		}
		if last.IsZero() && j.name == "duty" && reopened { // a change took it back before it could leave
			if before := j.at.Next(f.now.Add(-jobGrace)); !before.After(f.now) {
				if err := j.find(f, before); err != nil {
					return fmt.Errorf("job %s: %w", j.name, err)
				}
			}
		}
		if last.IsZero() {
			continue
		}
		if ran, err := f.tx.JobRan(j.name, last); ran || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		r := run{name: j.name, at: last, outcome: "done"}
		if f.now.Sub(last) > jobGrace {
			r.outcome = "too late"
			f.dropped = append(f.dropped, fmt.Sprintf("job/%s/%s", j.name, last.Format(time.RFC3339)))
		} else if err := j.find(f, last); err != nil {
			return fmt.Errorf("job %s: %w", j.name, err)
		}
		f.runs = append(f.runs, r)
	}
	return nil
}

// clerks are the keys of those who look after the schedule.
func (f *finder) clerks() (keys []string) {
	for _, p := range f.directory.Clerks() {
		keys = append(keys, p.Key)
	}
	return keys
}

// tellClerks queues a message to each clerk, once under the deed; in quiet hours it
// waits for their end.
func (f *finder) tellClerks(deed string, m store.Message) {
	for _, key := range f.clerks() {
		f.to(key, nil, store.Delivery{Deed: deed + "/" + key, NotBefore: f.afterQuiet(key)}, f.now, m)
	}
}

// afterQuiet is the end of the person's quiet hours, if it is quiet now; else the
// zero time.
func (f *finder) afterQuiet(person string) time.Time {
	end, quiet := f.wishes[person].Over(f.own).Quiet(f.now)
	if !quiet {
		return time.Time{}
	}
	return end
}

// duty tells those who are on duty on the coming days off, up to the next working
// day.
func (f *finder) duty(run time.Time) error {
	first := civil.DateOf(run).AddDays(1)
	last := first
	for last.DaysSince(first) < 14 && !f.calendar.Works(last.AddDays(1)) {
		last = last.AddDays(1)
	}
	events, err := f.tx.Events(first, last)
	if err != nil {
		return err
	}
	events = slices.DeleteFunc(events, func(e week.Event) bool { return !e.Duty || !e.TakesPlace() })
	if err := f.knowStandIns(events); err != nil {
		return err
	}
	mine := map[string][]week.Event{}
	for _, e := range events {
		for _, person := range f.audience(e) {
			mine[person] = append(mine[person], e)
		}
	}
	for _, p := range f.directory.People {
		if len(mine[p.Key]) == 0 {
			continue
		}
		d := store.Delivery{Deed: fmt.Sprintf("%s%s/%s", store.DutyDeed, first, p.Key), NotAfter: f.MorningUntil.On(first, f.zone),
			LateAfter: run.Add(f.Late), Late: render.Late}
		f.to(p.Key, nil, d, run, render.OnDuty(mine[p.Key], f.directory))
	}
	return nil
}

// noWeek tells the clerks that next week is not published, unless nobody works in
// it.
func (f *finder) noWeek(run time.Time) error {
	monday := week.Monday(civil.DateOf(run)).AddDays(7)
	published, err := f.tx.Published(monday, monday)
	if err != nil || len(published) > 0 {
		return err
	}
	for day := monday; day.DaysSince(monday) < 7; day = day.AddDays(1) {
		if f.calendar.Works(day) {
			f.tellClerks("no-week/"+run.Format("2006-01-02T15:04"), render.NoWeekYet(monday))
			return nil
		}
	}
	return nil
}

// nobody tells the clerks, once a week, of the groups that tomorrow's items name
// and that reach nobody.
func (f *finder) nobody(time.Time) error {
	tomorrow := f.today.AddDays(1)
	var groups []string
	for _, e := range f.events {
		if !e.On(tomorrow) || !e.TakesPlace() {
			continue
		}
		for _, g := range e.Groups {
			if len(f.directory.Members(g)) == 0 && !slices.Contains(groups, g) {
				groups = append(groups, g)
			}
		}
	}
	if len(groups) == 0 {
		return nil
	}
	slices.Sort(groups)
	deed := "nobody/" + week.Monday(tomorrow).String()
	for _, g := range groups {
		deed += "/" + g
	}
	f.tellClerks(deed, render.NobodyReminded(groups))
	return nil
}

// report tells the clerks what had to be sent today and what was.
func (f *finder) report(run time.Time) error {
	day := civil.DateOf(run)
	r, err := f.tx.ReminderReport(day, f.zone)
	if err != nil || r.Due == 0 {
		return err
	}
	var silent []render.Silence
	for _, e := range f.events {
		if !e.Important || e.Date != day || !e.TakesPlace() || e.Time == "" {
			continue
		}
		s, err := f.silence(e)
		if err != nil {
			return err
		}
		if len(s.People) > 0 {
			silent = append(silent, s)
		}
	}
	f.tellClerks("report/"+day.String(), render.ReminderDay(r, silent, f.directory))
	return nil
}

// refused tells the clerks, once a day for each, of whom reminders do not reach
// although they are enrolled.
func (f *finder) refused() error {
	counts, err := f.tx.Refused(f.from.Add(-minute))
	if err != nil || len(counts) == 0 {
		return err
	}
	for _, p := range f.directory.People {
		if counts[p.Key] == 0 {
			continue
		}
		one := []render.Unserved{{Person: p, Enrolled: true, Count: counts[p.Key]}}
		f.tellClerks(fmt.Sprintf("unserved/%s/%s", f.today, p.Key), render.NotServed(one))
	}
	return nil
}
