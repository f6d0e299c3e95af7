package store

import (
	"errors"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// What a change of the schedule can be refused for.
var (
	ErrNoEvent      = errors.New("event is not in the current schedule")
	ErrUnchanged    = errors.New("event is as it was")
	ErrIncomplete   = errors.New("event needs a day, a text and times that exist")
	ErrNoVersion    = errors.New("week has no such version")
	ErrChangedSince = errors.New("week was changed since")
	ErrTooLate      = errors.New("too late to undo")
)

// UndoTime is how long a step can be undone.
const UndoTime = 10 * time.Minute

// A Deed says who changes the schedule, when and why.
type Deed struct {
	By   string // key of the person, "" from the command line
	At   time.Time
	Note string // why, in the person's words, or ""
}

// A Revision is a version with what it changed.
type Revision struct {
	Publication
	Changes []week.Change // by date and time, those in the other weeks too
	Also    []civil.Date  // Mondays of the other weeks that the same deed changed
}

// ChangeEvent edits one event of the current schedule and makes a new version of
// its week. The event keeps its identity, also when it moves into another week:
// then both weeks get a new version in one deed, and the returned revision is that
// of the week in which the event stands now.
//
// It refuses an event that is in no current week (ErrNoEvent), an edit that changes
// nothing (ErrUnchanged) and one after which the event could not be published
// (ErrIncomplete); nothing is changed then.
func (tx *Tx) ChangeEvent(deed Deed, id int64, edits ...week.Edit) (Revision, error) {
	home, at, err := tx.holding(id)
	if err != nil {
		return Revision{}, err
	}
	before := home.Week.Events[at]
	after := before
	for _, edit := range edits {
		edit(&after)
	}
	after.ID = id
	if !complete(after) {
		return Revision{}, ErrIncomplete
	}
	if after.Text == before.Text && len(week.Diff(alone(before), alone(after))) == 0 {
		return Revision{}, ErrUnchanged
	}
	home.Week.Events = slices.Delete(slices.Clone(home.Week.Events), at, at+1)
	if monday := week.Monday(after.Date); after.Date != before.Date && monday != home.Monday {
		target, err := tx.openWeek(monday)
		if err != nil {
			return Revision{}, err
		}
		target.Week.Events = place(target.Week.Events, after)
		return tx.step(Changed, deed, target, home)
	}
	home.Week.Events = place(home.Week.Events, after)
	return tx.step(Changed, deed, home)
}

// AddEvent adds one event to the week of its day and makes a new version of that
// (thêm lịch). In a week that is not published yet only the event is known. The
// event gets a new identity. It may be refused with ErrIncomplete.
func (tx *Tx) AddEvent(deed Deed, e week.Event) (Revision, error) {
	if !complete(e) {
		return Revision{}, ErrIncomplete
	}
	target, err := tx.openWeek(week.Monday(e.Date))
	if err != nil {
		return Revision{}, err
	}
	e.ID = 0
	target.Week.Events = place(target.Week.Events, e)
	return tx.step(Changed, deed, target)
}

// UndoChange takes one version of a week back, with all that its deed changed in
// other weeks: what was current before becomes current again, as a new version.
// What was there first of all leaves the week withdrawn. It refuses a version that
// does not exist (ErrNoVersion), one after which any of the weeks was changed again
// (ErrChangedSince) and one older than UndoTime (ErrTooLate).
func (tx *Tx) UndoChange(monday civil.Date, number int, by string, now time.Time) (Revision, error) {
	v, found, err := tx.version(`monday = ? AND version = ?`, monday.String(), number)
	if err != nil {
		return Revision{}, err
	}
	if !found {
		return Revision{}, ErrNoVersion
	}
	if now.Sub(v.At) > UndoTime {
		return Revision{}, ErrTooLate
	}
	// The week asked about comes first: its revision is the one to return.
	done, err := tx.versions(`deed = ? ORDER BY monday <> ?, id`, v.deed, monday.String())
	if err != nil {
		return Revision{}, err
	}
	earlier := make([]version, len(done))
	for i, d := range done {
		newest, err := tx.newest(d.Monday)
		if err != nil {
			return Revision{}, err
		}
		if newest != d.Version {
			return Revision{}, ErrChangedSince
		}
		if earlier[i], err = tx.predecessor(d); err != nil {
			return Revision{}, err
		}
	}
	return tx.step(Undone, Deed{By: by, At: now}, earlier...)
}

// CurrentEvent finds an event of the current schedule, and the Monday of its week.
func (tx *Tx) CurrentEvent(id int64) (e week.Event, monday civil.Date, found bool, err error) {
	home, at, err := tx.holding(id)
	if errors.Is(err, ErrNoEvent) {
		return e, monday, false, nil
	}
	if err != nil {
		return e, monday, false, err
	}
	return home.Week.Events[at], home.Monday, true, nil
}

// History lists the last versions of a week with what each of them changed, the
// newest first; at most as many as the limit.
func (tx *Tx) History(monday civil.Date, limit int) ([]Revision, error) {
	versions, err := tx.versions(`monday = ? ORDER BY version DESC LIMIT ?`, monday.String(), limit)
	if err != nil {
		return nil, err
	}
	all := make([]Revision, len(versions))
	for i, v := range versions {
		if all[i], err = tx.revision(v); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// holding finds the current version that holds the event, and where in it.
func (tx *Tx) holding(id int64) (v version, at int, err error) {
	v, found, err := tx.version(`current = 1 AND id IN (SELECT version FROM event WHERE identity = ?)`, id)
	if err != nil {
		return v, 0, err
	}
	at = slices.IndexFunc(v.Week.Events, func(e week.Event) bool { return e.ID == id })
	if !found || at < 0 {
		return v, 0, ErrNoEvent
	}
	return v, at, nil
}

// openWeek is the current version of a week, or an empty part of a week that is not
// published.
func (tx *Tx) openWeek(monday civil.Date) (version, error) {
	v, found, err := tx.version(`current = 1 AND monday = ?`, monday.String())
	if !found {
		v = emptyWeek(monday, PartOfWeek)
	}
	return v, err
}

func emptyWeek(monday civil.Date, extent Extent) version {
	return version{Publication: Publication{Monday: monday, Extent: extent, Week: week.Week{From: monday, To: monday.AddDays(6)}}}
}

// predecessor is the version before, or a withdrawn week before the first one.
func (tx *Tx) predecessor(v version) (version, error) {
	before, found, err := tx.version(`monday = ? AND version = ?`, v.Monday.String(), v.Version-1)
	if !found {
		before = emptyWeek(v.Monday, Withdrawn)
	}
	return before, err
}

// step saves new versions of some weeks as one deed, and tells what the first of
// them changed.
func (tx *Tx) step(kind Step, deed Deed, weeks ...version) (Revision, error) {
	first := int64(0)
	for i := range weeks {
		w := &weeks[i]
		w.Step, w.By, w.At, w.Note, w.deed = kind, deed.By, deed.At, deed.Note, first
		if err := tx.saveVersion(w); err != nil {
			return Revision{}, err
		}
		first = w.deed
	}
	r, err := tx.revision(weeks[0])
	r.Week = weeks[0].Week
	return r, err
}

// revision tells what a version changed, in all the weeks of its deed. What a move
// takes from one week it gives to another: together they show it as a move.
func (tx *Tx) revision(v version) (Revision, error) {
	r := Revision{Publication: v.Publication}
	deed, err := tx.versions(`deed = ? ORDER BY id`, v.deed)
	if err != nil {
		return r, err
	}
	var before, after week.Week
	for _, d := range deed {
		if d.Monday != v.Monday {
			r.Also = append(r.Also, d.Monday)
		}
		earlier, err := tx.predecessor(d)
		if err != nil {
			return r, err
		}
		events, err := tx.eventsOf(d.row)
		if err != nil {
			return r, err
		}
		before.Events, after.Events = append(before.Events, earlier.Week.Events...), append(after.Events, events...)
	}
	r.Changes = week.Diff(before, after)
	return r, nil
}

// place puts the event behind those that are not later.
func place(events []week.Event, e week.Event) []week.Event {
	at := len(events)
	for at > 0 && later(events[at-1], e) {
		at--
	}
	return slices.Insert(slices.Clone(events), at, e)
}

func later(a, b week.Event) bool {
	return a.Date.After(b.Date) || a.Date == b.Date && a.Time > b.Time
}

func alone(e week.Event) week.Week { return week.Week{Events: []week.Event{e}} }

// complete reports whether the event can stand in a published week.
func complete(e week.Event) bool {
	for _, clock := range []week.Clock{e.Time, e.End} {
		if _, ok := clock.Minutes(); !ok && clock != "" {
			return false
		}
	}
	return e.Date.IsValid() && e.Text != ""
}
