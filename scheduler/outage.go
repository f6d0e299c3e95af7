package scheduler

import (
	"fmt"
	"time"

	"thuky/bot/render"
	"thuky/store"
)

// settling is how long what has waited may take to leave once it can; the office is
// told of the outage then.
const settling = 2 * time.Minute

// An outageStep is what becomes known of an outage.
type outageStep struct {
	store.Outage
	told bool
}

// outages notices that nothing of what is due leaves, or that nobody looked after it
// for a while, and tells the office once it is over, if it cost anything.
func (f *finder) outages() error {
	o, found, err := f.tx.LastOutage()
	if err != nil {
		return err
	}
	stalled, err := f.stalled()
	if found && f.unmade > 0 {
		o.Lists += f.unmade
		f.outage = &outageStep{Outage: o}
	}
	switch {
	case err != nil:
		return err
	case !found && !stalled.IsZero():
		f.outage = &outageStep{Outage: store.Outage{Since: stalled, Lists: f.unmade}}
	case !found:
		return f.asleep()
	case o.Until.IsZero() && stalled.IsZero():
		first, _, err := f.tx.Deliveries(o.Since)
		if err == nil && !first.IsZero() {
			o.Until = first
			f.outage = &outageStep{Outage: o}
			f.awake(first.Add(settling))
		}
		return err
	case !stalled.IsZero():
		f.awake(f.now.Add(f.Outage))
		if !o.Until.IsZero() && f.now.Sub(o.Until) >= f.Outage { // it was not over
			o.Until = f.now
			f.outage = &outageStep{Outage: o}
		}
	case f.now.Before(o.Until.Add(settling)):
		f.awake(o.Until.Add(settling))
	default:
		return f.over(o)
	}
	return nil
}

// stalled is since when nothing leaves although it is due, if that is too long.
func (f *finder) stalled() (since time.Time, err error) {
	due, err := f.tx.Overdue(f.now)
	if err != nil || due.IsZero() {
		return time.Time{}, err
	}
	f.awake(due.Add(f.Outage))
	first, _, err := f.tx.Deliveries(due)
	if err != nil || !first.IsZero() || f.now.Sub(due) < f.Outage {
		return time.Time{}, err
	}
	return due, nil
}

// asleep notes that nobody looked after things for a while: the program did not run.
func (f *finder) asleep() error {
	_, last, err := f.tx.Deliveries(f.from)
	since := f.from
	if last.After(since) { // the ledger notes rarely that all was looked after
		since = last
	}
	if err == nil && f.now.Sub(since) >= f.Outage {
		f.outage = &outageStep{Outage: store.Outage{Since: since, Until: f.now, Lists: f.unmade}}
	}
	return err
}

// over tells the office of an outage that is over, unless it cost nothing.
func (f *finder) over(o store.Outage) error {
	late, lost, err := f.tx.Cost(o, f.now)
	if err != nil {
		return err
	}
	f.outage = &outageStep{Outage: o, told: true}
	if late+lost > 0 {
		f.tellClerks(fmt.Sprintf("outage/%d", o.Since.UnixMilli()), render.OutageOver(o.Since.In(f.zone), o.Until.In(f.zone), late, lost))
	}
	return nil
}
