package scheduler

import (
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
	"thuky/store/week"
)

// ChaseSettings say when units are chased for their self-score (đôn đốc).
type ChaseSettings struct {
	Days        []int      // before the deadline; 0 is its own day. None: nothing is chased
	Hour        week.Clock // of every chase
	HeadDays    int        // from so many days before the deadline on the unit's head is told too
	WorkingDays bool       // only on working days: what falls on a day off comes on the last one before it
}

// MaxChaseDays is how long before a deadline a unit may be chased.
const MaxChaseDays = 60

func (s ChaseSettings) check() error {
	if _, ok := s.Hour.Minutes(); !ok && len(s.Days) > 0 {
		return &FieldError{"Chase.Hour", string(s.Hour)}
	}
	for _, n := range s.Days {
		if n < 0 || n > MaxChaseDays {
			return &FieldError{"Chase.Days", fmt.Sprint(n)}
		}
	}
	if n := s.HeadDays; n < 0 || n > MaxChaseDays {
		return &FieldError{"Chase.HeadDays", fmt.Sprint(n)}
	}
	return nil
}

// chaseOn reports whether a unit is chased on a day for its deadline: so many days
// before it as the settings say, and every day behind it.
func (r *rules) chaseOn(day, deadline civil.Date) bool {
	on := func(day civil.Date) bool {
		left := deadline.DaysSince(day)
		return left < 0 || slices.Contains(r.Chase.Days, left)
	}
	if !r.Chase.WorkingDays {
		return on(day)
	}
	if !r.calendar.Works(day) {
		return false
	}
	for {
		if on(day) && !day.After(deadline) || on(day) && r.calendar.Works(day) {
			return true
		}
		if day = day.AddDays(1); r.calendar.Works(day) || day.After(deadline) {
			return false
		}
	}
}

// A chased is a message of the chasing, with what is noted of it: one row for each unit
// that it is about.
type chased struct {
	store.Delivery
	notes []store.Chase
}

// chases finds the chases that are due. Each has its day: it is due from the hour of
// the settings until the person's quiet hours, and one whose day has passed is never
// sent. So of several that were slept through only today's is.
func (f *finder) chases() error {
	if len(f.Chase.Days) == 0 {
		return nil
	}
	periods, err := f.tx.PeriodsIn(score.PeriodOpen, score.PeriodClosed, score.PeriodAppraising, score.PeriodExplaining)
	if err != nil {
		return err
	}
	for _, p := range periods {
		if err := f.chasePeriod(p); err != nil {
			return fmt.Errorf("chase period %d: %w", p.ID, err)
		}
	}
	return nil
}

// A wanted is a chase that is due unless its deed is done.
type wanted struct {
	chased
	unit string
	to   store.ChasedPerson
}

// chasePeriod finds the chases of a period. Answers are counted only if one is due
// that is not done: this runs whenever anything in the ledger changes.
func (f *finder) chasePeriod(p store.Period) error {
	subs, err := f.tx.Submissions(p.ID)
	if err != nil {
		return err
	}
	var want []wanted
	late := false
	var silent []string // units of which nobody can be reached
	for _, s := range subs {
		deadline := s.Deadline(p, f.calendar, f.zone)
		if !s.Awaited(p, f.now) || deadline.IsZero() {
			continue
		}
		late = late || f.now.After(deadline)
		if !f.chaseOn(f.today, civil.DateOf(deadline)) || !f.Chase.Hour.On(f.today, f.zone).After(sinceWhen(p, s)) {
			continue
		}
		left := civil.DateOf(deadline).DaysSince(f.today)
		people := store.ChasedPeople(f.directory, s.Unit, f.today, left <= f.Chase.HeadDays, f.reached)
		if len(people) == 0 {
			silent = append(silent, s.Unit)
		}
		for _, to := range people {
			if d, due := f.chase(store.ChaseDeed(p.ID, s.Unit, f.today, to.Key), to.Key, deadline); due {
				want = append(want, wanted{chased{Delivery: d}, s.Unit, to})
			}
		}
	}
	if err := f.tellUnits(p, want); err != nil {
		return err
	}
	return f.tellOffice(p, late, silent)
}

// sinceWhen is from when on a unit is chased at all: what became due before the period
// was opened, or the sheet returned, was no chase.
func sinceWhen(p store.Period, s store.Submission) time.Time {
	if s.State == score.Returned {
		return s.Stepped
	}
	if p.State == score.PeriodOpen {
		return p.Opens
	}
	return time.Time{}
}

func (f *finder) reached(person string) bool { return len(f.accounts[person]) > 0 }

// chase is the delivery of today's chase to a person; due is false if it is too early
// or too late for it. What is said before the deadline is useless behind it.
func (f *finder) chase(deed, person string, deadline time.Time) (d store.Delivery, due bool) {
	from, until, loud := f.chaseTime(person)
	f.awake(from)
	if !deadline.IsZero() && !f.now.After(deadline) && until.After(deadline) {
		until = deadline
	}
	if f.now.Before(from) || !f.now.Before(until) {
		return d, false
	}
	d = f.late(store.Delivery{Deed: deed, NotAfter: until}, from)
	d.Message.Quiet = !loud
	return d, true
}

// chaseTime is when a person may be chased today: from the hour of the settings, or
// the end of their quiet hours if these hold then, until the next begin or the day
// ends. Whose quiet hours leave no time today is chased without a sound.
func (f *finder) chaseTime(person string) (from, until time.Time, loud bool) {
	from, until = f.Chase.Hour.On(f.today, f.zone), f.today.AddDays(1).In(f.zone)
	wish := f.wishes[person].Over(f.own)
	if end, quiet := wish.Quiet(from); quiet {
		if !end.Before(until) {
			return from, until, false
		}
		from = end
	}
	if begin := wish.QuietFrom.On(f.today, f.zone); begin.After(from) {
		if _, quiet := wish.Quiet(begin); quiet {
			until = begin
		}
	}
	return from, until, true
}

// undone leaves out the chases that were queued before; if any are left, units are how far
// those of the period are.
func (f *finder) undone(p store.Period, want []wanted) (left []wanted, units []store.Progress, err error) {
	deeds := make([]string, len(want))
	for i, w := range want {
		deeds[i] = w.Deed
	}
	states, err := f.tx.DeedStates(deeds)
	left = slices.DeleteFunc(want, func(w wanted) bool { _, done := states[w.Deed]; return done })
	if err == nil && len(left) > 0 {
		units, err = f.tx.Progress(p, f.calendar, f.zone)
	}
	return left, units, err
}

// tellUnits words the chases of units that are not done yet.
func (f *finder) tellUnits(p store.Period, want []wanted) error {
	want, units, err := f.undone(p, want)
	if err != nil {
		return err
	}
	for _, w := range want {
		i := slices.IndexFunc(units, func(s store.Progress) bool { return s.Unit == w.unit })
		s := units[i]
		quiet := w.Message.Quiet
		w.Message = render.Chase(render.ChaseFacts{Period: p, Unit: s, To: w.to, Days: f.calendar, Now: f.now}, f.directory)
		w.Message.Quiet = quiet
		w.notes = []store.Chase{s.Chase(p, w.to, f.now)}
		f.chaseAccounts(w.chased, w.to.Key)
	}
	return nil
}

// chaseAccounts addresses a chase to all accounts of a person; the first has the deed
// itself.
func (f *finder) chaseAccounts(c chased, person string) {
	deed := c.Deed
	for i, chat := range f.accounts[person] {
		c.Chat, c.Deed = chat, deed
		if i > 0 {
			c.Deed = fmt.Sprintf("%s/%d", deed, chat)
		}
		f.chased = append(f.chased, c)
	}
}

// tellOffice tells the clerks: at the end of the self-score who has not submitted; on
// working days at the hour of the chases who is late, and of which units nobody can be
// reached.
func (f *finder) tellOffice(p store.Period, late bool, silent []string) error {
	first := f.closing(p)
	var want []wanted
	for _, key := range f.clerks() {
		to := store.ChasedPerson{Person: staff.Person{Key: key}, As: staff.Clerk}
		if d, due := f.closingNotice(p, key, first); due {
			want = append(want, wanted{chased{Delivery: d}, "", to})
		}
		hour := f.Chase.Hour.On(f.today, f.zone)
		if !f.calendar.Works(f.today) || !late && len(silent) == 0 || first.Equal(hour) || !hour.After(p.Opens) {
			continue
		}
		if d, due := f.chase(store.OfficeDeed(p.ID, "late", f.today.String(), key), key, time.Time{}); due {
			want = append(want, wanted{chased{Delivery: d}, "late", to})
		}
	}
	want, units, err := f.undone(p, want)
	if err != nil {
		return err
	}
	for _, w := range want {
		quiet := w.Message.Quiet
		if w.unit == "" {
			w.Message = render.SelfScoreOver(p, units, f.now, f.directory)
		} else {
			w.Message = render.LateUnits(p, units, silent, f.now, f.directory)
			for _, s := range units {
				if s.Late(p, f.now) {
					w.notes = append(w.notes, s.Chase(p, w.to, f.now))
				}
			}
		}
		w.Message.Quiet = quiet
		f.chaseAccounts(w.chased, w.to.Key)
	}
	return nil
}

// closing is when the office is told that the self-score is over: at its deadline, or
// at the hour of the chases on the next working day if that is a day off. Zero
// without a deadline.
func (f *finder) closing(p store.Period) time.Time {
	due := p.SelfDue.In(f.zone)
	if day := civil.DateOf(due); !p.SelfDue.IsZero() && !f.calendar.Works(day) {
		return f.Chase.Hour.On(f.calendar.After(day, 1), f.zone)
	} else if p.SelfDue.IsZero() {
		return time.Time{}
	}
	return due
}

// closingGrace is for how long it is still worth telling that the self-score is over.
const closingGrace = 24 * time.Hour

// closingNotice is the delivery of that to a clerk, outside their quiet hours. Its
// deed names the deadline: one that is moved is told again.
func (f *finder) closingNotice(p store.Period, clerk string, due time.Time) (d store.Delivery, isDue bool) {
	if due.IsZero() || p.State != score.PeriodOpen && p.State != score.PeriodClosed {
		return d, false
	}
	if end, quiet := f.wishes[clerk].Over(f.own).Quiet(due); quiet {
		due = end
	}
	f.awake(due.Add(minute))
	until := due.Add(closingGrace)
	if !f.now.After(due) || !f.now.Before(until) || due.Before(p.Opens) && p.State == score.PeriodOpen {
		return d, false
	}
	deed := store.OfficeDeed(p.ID, "over", p.SelfDue.UTC().Format("2006-01-02T15:04"), clerk)
	return f.late(store.Delivery{Deed: deed, NotAfter: until}, due), true
}

// periodDays counts how far the periods are in which units score themselves, for the
// office's morning.
func (f *finder) periodDays() (all []render.PeriodDay, err error) {
	periods, err := f.tx.PeriodsIn(score.PeriodOpen)
	if err != nil {
		return nil, err
	}
	for _, p := range periods {
		subs, err := f.tx.Submissions(p.ID)
		if err != nil {
			return nil, err
		}
		if !p.SelfDue.IsZero() {
			p.SelfDue = p.SelfDue.In(f.zone)
		}
		day := render.PeriodDay{Period: p, Units: len(subs)}
		for _, s := range subs {
			if s.Owed() {
				day.Owed++
			}
			if deadline := s.Deadline(p, f.calendar, f.zone); s.Awaited(p, f.now) && !deadline.IsZero() && f.now.After(deadline) {
				day.Late++
			}
		}
		all = append(all, day)
	}
	return all, nil
}
