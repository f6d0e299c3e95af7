package scheduler

import (
	"maps"
	"slices"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/week"
)

// A candidate is a reminder whose time it is, unless it or a nearer one was
// queued before.
type candidate struct {
	reminder
	event week.Event
}

// reminders finds the reminders that are due, and the items that began before any
// could be.
func (f *finder) reminders() error {
	var due []candidate
	leads := map[store.Occasion]int{}
	for _, e := range f.events {
		for _, person := range f.audiences[e.ID] {
			o := store.Occasion{Event: e.ID, Person: person, Date: e.Date, Time: e.Time}
			all := f.rules.reminders(e, person, f.wishes[person], f.again[o], f.zone)
			for _, r := range all {
				f.awake(r.due)
				switch {
				case r.due.After(f.now):
				case f.now.Before(r.until):
					due = append(due, candidate{reminder: r, event: e})
					leads[r.Occasion] = r.lead
				case r.due.After(f.from):
					f.dropped = append(f.dropped, r.Deed(r.lead))
				}
			}
			// Whether it was told of is asked later; it may also have been moved meanwhile.
			if n := len(all); n > 0 && all[n-1].starts.After(f.from) && !all[n-1].starts.After(f.now) && len(f.accounts[person]) > 0 {
				f.missed = append(f.missed, all[n-1].Occasion)
			}
		}
	}
	nearest, err := f.tx.NearestReminders(leads)
	if err != nil {
		return err
	}
	for _, c := range due {
		if _, had := nearest[c.Occasion]; !had {
			f.remind(c)
		}
	}
	return nil
}

// remind queues a reminder. What waits of the same occasion it makes superfluous.
func (f *finder) remind(c candidate) {
	f.withdraw = append(f.withdraw, c.Deeds())
	d := f.late(store.Delivery{Deed: c.Deed(c.lead), NotAfter: c.until}, c.due)
	m := render.Reminder(c.event, f.replaced(c.Person)[c.Event], f.maySend(c.event, c.Person), f.directory)
	f.to(c.Person, &screen{store.DutyRemind, c.Person, store.Reminding{Occasion: c.Occasion}}, d, c.due, m)
}

// strike strikes out the reminders that have arrived and are no longer so, and
// restores those that are so again. It has something to do only after what decides of it
// has changed since the revisions given.
func (f *finder) strike(done revisions) (err error) {
	if f.struck.schedule, err = f.tx.ScheduleRevision(); err != nil {
		return err
	}
	if f.struck.standIns, err = f.tx.StandInRevision(); err != nil {
		return err
	}
	if f.struck.directory, err = f.tx.DirectoryRevision(); err != nil || f.struck == done {
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
	if err := f.knowStandIns(slices.Collect(maps.Values(current))); err != nil {
		return err
	}
	for _, n := range sent {
		e, stands := current[n.Event]
		instead := f.substitute(e, n.Person)
		stands = stands && slices.Contains(f.audience(e), n.Person)
		holds := stands && e.TakesPlace() && e.Date == n.Date && e.Time == n.Time
		if holds != n.Struck {
			continue
		}
		n.Struck = !holds
		r := redrawn{n, n.Message}
		switch {
		case n.Struck && stands:
			r.message = render.StruckReminder(n.Message.Text, &e)
		case n.Struck && instead != "":
			r.message = render.ReplacedReminder(n.Message.Text, instead, f.directory)
		case n.Struck:
			r.message = render.StruckReminder(n.Message.Text, nil)
		case n.Received:
			r.message = render.ReceivedReminder(n.Message, f.maySend(e, n.Person))
		}
		f.redrawn = append(f.redrawn, r)
	}
	return nil
}
