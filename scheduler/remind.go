package scheduler

import (
	"slices"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/week"
)

// A candidate is a reminder whose time it is, unless it or a nearer one was
// queued before.
type candidate struct {
	reminder
	event  week.Event
	nearer []string // their deeds, and its own
}

// reminders finds the reminders that are due, and the items that began before any
// could be.
func (f *finder) reminders() error {
	var due []candidate
	var deeds []string
	for _, e := range f.events {
		for _, person := range f.audiences[e.ID] {
			o := store.Occasion{Event: e.ID, Person: person, Date: e.Date, Time: e.Time}
			all := f.rules.reminders(e, person, f.wishes[person], f.again[o], f.zone)
			for i, r := range all {
				f.awake(r.due)
				switch {
				case r.due.After(f.now):
				case f.now.Before(r.until):
					c := candidate{reminder: r, event: e}
					for _, n := range all[i:] {
						c.nearer = append(c.nearer, n.Deed(n.lead))
					}
					due = append(due, c)
					deeds = append(deeds, c.nearer...)
				case r.due.After(f.from):
					f.dropped = append(f.dropped, r.Deed(r.lead))
					if i+1 == len(all) {
						f.missed = append(f.missed, r.Occasion)
					}
				}
			}
		}
	}
	states, err := f.tx.DeedStates(deeds)
	if err != nil {
		return err
	}
	for _, c := range due {
		if !slices.ContainsFunc(c.nearer, func(deed string) bool { _, known := states[deed]; return known }) {
			f.remind(c)
		}
	}
	return nil
}

// remind queues a reminder. What waits of the same occasion it makes superfluous.
func (f *finder) remind(c candidate) {
	f.withdraw = append(f.withdraw, c.Deeds())
	d := f.late(store.Delivery{Deed: c.Deed(c.lead), NotAfter: c.until}, c.due)
	f.to(c.Person, &c.Occasion, d, c.due, render.Reminder(c.event, f.directory))
}

// strike strikes out the reminders that have arrived and are no longer so, and
// restores those that are so again. It has something to do only after the schedule
// has changed since the revision given.
func (f *finder) strike(done int64) error {
	revision, err := f.tx.ScheduleRevision()
	f.struck = revision
	if err != nil || revision == done {
		return err
	}
	sent, err := f.tx.SentReminders(f.now.Add(-2 * MaxLead * minute))
	if err != nil {
		return err
	}
	sent = slices.DeleteFunc(sent, func(n store.Notice) bool { return !n.Starts(f.zone).After(f.now) })
	ids := make([]int64, len(sent))
	for i, n := range sent {
		ids[i] = n.Event
	}
	current, err := f.tx.CurrentEvents(ids)
	if err != nil {
		return err
	}
	for _, n := range sent {
		e, stands := current[n.Event]
		stands = stands && slices.Contains(f.audience(e), n.Person)
		holds := stands && e.TakesPlace() && e.Date == n.Date && e.Time == n.Time
		if holds != n.Struck {
			continue
		}
		n.Struck = !holds
		r := redrawn{n, n.Message}
		if n.Received {
			r.message = render.ReceivedReminder(n.Message)
		}
		if n.Struck && stands {
			r.message = render.StruckReminder(n.Message.Text, &e)
		} else if n.Struck {
			r.message = render.StruckReminder(n.Message.Text, nil)
		}
		f.redrawn = append(f.redrawn, r)
	}
	return nil
}
