package scheduler

import (
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A finder finds what is due at one moment. It only reads.
type finder struct {
	*rules
	tx        *store.Tx
	directory *staff.Directory
	now       time.Time
	from      time.Time // until then everything is looked after
	today     civil.Date
	zone      *time.Location

	events    []week.Event       // of the days that matter now
	audiences map[int64][]string // who is reminded of them
	accounts  map[string][]int64 // where people are reached
	wishes    map[string]store.Preference
	standIns  map[int64][]store.StandIn // by event
	again     map[store.Occasion][]int  // leads asked for by a button

	findings
}

// findings are what is to be done.
type findings struct {
	send      []letter
	chased    []chased
	withdraw  []string // deeds that begin so
	unreached []unreached
	missed    []store.Occasion
	silent    []store.Occasion // important ones that are not acknowledged: the clerks are told
	outage    *outageStep
	told      []summary
	redrawn   []redrawn
	runs      []run
	dropped   []string // deeds that are not worth doing any more
	unmade    int      // lists among them
	next      time.Time
	struck    revisions
}

// A letter is a delivery, most with a screen of their own.
type letter struct {
	store.Delivery
	screen *screen
}

// A screen is what the buttons of a letter belong to.
type screen struct {
	duty, person string
	state        any
}

// revisions are those of what decides who is reminded of what.
type revisions struct{ schedule, standIns, directory int64 }

type unreached struct {
	deed, person string
	due          time.Time
}

// A summary tells a person what they missed.
type summary struct {
	person, deed string
	replaces     []string
}

// A redrawn is a reminder that is struck out, or holds again.
type redrawn struct {
	store.Notice
	message store.Message
}

type run struct {
	name    string
	at      time.Time
	outcome string
}

// lookBack is how far the past matters at all.
const lookBack = 3 * 24 * time.Hour

// find finds all that is due now.
func (c *Clock) find(tx *store.Tx, now time.Time) (findings, error) {
	f := &finder{rules: &c.rules, tx: tx, now: now, from: c.seen, today: civil.DateOf(now), zone: now.Location(), directory: &c.directory}
	if err := f.read(c); err != nil {
		return f.findings, err
	}
	f.findings.struck = c.struck
	for _, part := range []func() error{f.reminders, f.lists, f.office, f.unopened, f.passed, f.refused, f.chases, f.unacknowledged, f.leftBehind, f.outages,
		func() error { return f.strike(c.struck) }, f.settle} {
		if err := part(); err != nil {
			return f.findings, err
		}
	}
	f.awake(f.today.AddDays(1).In(f.zone))
	return f.findings, nil
}

// read reads what the rest goes by.
func (f *finder) read(c *Clock) (err error) {
	if f.from.IsZero() {
		if f.from, err = f.tx.ClockAlive(); err != nil {
			return err
		}
	}
	if f.from.IsZero() || f.from.After(f.now) { // nothing before the first look; nothing twice when the clock is set back
		f.from = f.now
	}
	f.from = f.from.In(f.zone)
	revision, err := f.tx.DirectoryRevision()
	if err != nil {
		return err
	}
	if revision != c.revision || f.today != c.day {
		all, err := f.tx.Directory()
		if err != nil {
			return err
		}
		c.directory, c.revision, c.day = all.On(f.today), revision, f.today
	}
	if f.accounts, err = f.tx.Reachable(); err != nil {
		return err
	}
	if f.wishes, err = f.tx.Preferences(); err != nil {
		return err
	}
	since := f.from
	if oldest := f.now.Add(-lookBack); since.Before(oldest) {
		since = oldest
	}
	if f.events, err = f.tx.Events(civil.DateOf(since), f.today.AddDays(1+MaxLead/(24*60))); err != nil {
		return err
	}
	f.standIns = map[int64][]store.StandIn{}
	if err = f.knowStandIns(f.events); err != nil {
		return err
	}
	if f.again, err = f.tx.Again(f.events, f.zone); err != nil {
		return err
	}
	f.audiences = map[int64][]string{}
	for _, e := range f.events {
		f.audiences[e.ID] = f.audience(e)
	}
	return nil
}

// audience lists who is reminded of an event: whoever it concerns, of a unit its
// head and contact; who has found somebody to go instead is not, that one is.
func (f *finder) audience(e week.Event) []string {
	return store.Attending(week.Concerned(f.directory, week.Change{Kind: week.Added, After: e}), f.standIns[e.ID], f.directory.Works)
}

// awake notes when to look again.
func (f *finder) awake(t time.Time) {
	if t.After(f.now) && (f.next.IsZero() || t.Before(f.next)) {
		f.next = t
	}
}

// to addresses what is due to all accounts of a person. The first message to the
// first account has the deed itself; the screen, if there is one, is each message's
// own. What was queued before is sorted out at the
// end: see settle.
func (f *finder) to(person string, s *screen, d store.Delivery, due time.Time, pages ...store.Message) {
	d.Class, d.Kind = store.Reminder, store.Send
	deed := d.Deed
	if len(f.accounts[person]) == 0 {
		f.unreached = append(f.unreached, unreached{deed, person, due})
	}
	for i, chat := range f.accounts[person] {
		for j, page := range pages {
			d.Chat, d.Message, d.Deed = chat, page, deed
			if i+j > 0 {
				d.Deed = fmt.Sprintf("%s/%d.%d", deed, chat, j+1)
			}
			f.send = append(f.send, letter{d, s})
		}
	}
}

// settle leaves out what was queued or noted before.
func (f *finder) settle() error {
	var deeds []string
	for _, l := range f.send {
		deeds = append(deeds, l.Deed)
	}
	states, err := f.tx.DeedStates(deeds)
	if err != nil {
		return err
	}
	f.send = slices.DeleteFunc(f.send, func(l letter) bool { _, known := states[l.Deed]; return known })
	deeds = nil
	for _, u := range f.unreached {
		deeds = append(deeds, u.deed)
	}
	noted, err := f.tx.Unreached(deeds)
	f.unreached = slices.DeleteFunc(f.unreached, func(u unreached) bool { return noted[u.deed] })
	return err
}

// late makes a delivery that was due then say so if it leaves too late. What is due
// because something has changed since then is due now.
func (f *finder) late(d store.Delivery, due time.Time) store.Delivery {
	if !due.After(f.from) {
		due = f.now
	}
	d.LateAfter, d.Late = due.Add(f.Late), render.Late
	return d
}
