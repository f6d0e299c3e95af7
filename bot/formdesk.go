package bot

import (
	"errors"
	"math/big"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/form"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// A formDesk is what is true of a unit's sheet at the moment, for one turn. What it
// looks up only when it is asked for may fail: failed says so at the end.
type formDesk struct {
	form.Desk
	turn     *turn
	period   store.Period
	sub      store.Submission
	unit     staff.Unit // as the directory names it
	current  int64      // version of the sheet that the cluster has now
	lock     render.FormLock
	returned map[string]string // of a returned sheet: why, by code; empty for all of it
	entries  map[string]store.FormEntry
	targets  map[string]*score.CovenantTarget
	failed   error
}

// mayFill reports whether the asker may work on the sheet of a unit: one's own, or one
// that became part of one's own.
func (t *turn) mayFill(unit string) bool { return t.mayOnUnit(staff.FillForm, unit) }

func (t *turn) mayOnUnit(act staff.Act, unit string) bool { return t.personMay(t.asker, act, unit) }

func (t *turn) personMay(p staff.Person, act staff.Act, unit string) bool {
	now, found := t.names.Directory().StandsFor(unit, civil.DateOf(t.now))
	return found && p.MayOn(act, staff.Target{Unit: now.Code})
}

// formDesk looks at the sheet of a unit; found is false if it does not take part.
func (t *turn) formDesk(period int64, unit string) (k *formDesk, found bool, err error) {
	k = &formDesk{turn: t, entries: map[string]store.FormEntry{}, targets: map[string]*score.CovenantTarget{}}
	var foundPeriod bool
	if k.period, foundPeriod, err = t.tx.Period(period); err != nil || !foundPeriod {
		return nil, false, err
	}
	work, foundSheet, err := t.tx.Worksheet(period, unit)
	if err != nil || !foundSheet {
		return nil, false, err
	}
	k.sub, k.current = work.Submission, work.Current
	version := k.sub.Sheet
	if version == 0 {
		version = k.current
	}
	if version == 0 {
		return nil, false, nil // a draft without a sheet
	}
	if _, k.Sheet, err = t.tx.Sheet(version); err != nil {
		return nil, false, err
	}
	k.Leaves = form.Leaves(k.Sheet)
	k.Given = make(map[string]form.Given, len(work.Standings))
	for code, s := range work.Standings {
		k.Given[code] = form.Given{Points: s.Points, NA: s.NA}
	}
	k.unit, _ = t.names.Directory().Unit(unit)
	k.Files = t.evidenceFiles
	k.Entry, k.Target = k.entryOf, k.targetOf
	k.Asks = func(text string, proof bool) bool {
		if proof {
			return t.clearlyAsks(text)
		}
		return t.asksSomething(text)
	}
	k.lock, k.Open, err = t.formLock(k)
	return k, true, err
}

// formLock says whether the unit may enter answers now, and which.
func (t *turn) formLock(k *formDesk) (render.FormLock, func(code string) bool, error) {
	none := func(string) bool { return false }
	switch k.sub.State {
	case score.Returned:
		if !score.MayResubmit(k.period.State) {
			return render.FormClosed, none, nil
		}
		if _, appraised, err := t.tx.Hands(k.sub.Period, k.sub.Unit); err != nil || slices.Contains(appraised, t.asker.Key) {
			return render.FormSeparated, none, err // see staff.Person.MayEnter
		}
		why, err := t.tx.ReturnedCodes(k.sub)
		k.returned = why
		return render.FormReturned, func(code string) bool { _, open := why[code]; return open }, err
	case score.NotStarted, score.InProgress:
	default:
		return render.FormHandedIn, none, nil
	}
	extended := !k.sub.Extended.IsZero() && !t.now.After(k.sub.Extended)
	switch k.period.State {
	case score.PeriodDraft:
		return render.FormNotYet, none, nil
	case score.PeriodOpen:
	case score.PeriodClosed:
		if !extended {
			return render.FormClosed, none, nil
		}
	default:
		return render.FormClosed, none, nil
	}
	return render.FormOpen, func(string) bool { return true }, nil
}

func (k *formDesk) fail(err error) { k.failed = errors.Join(k.failed, err) }

// ledgerEntry is what the ledger has at a code.
func (k *formDesk) ledgerEntry(code string) store.FormEntry {
	if e, known := k.entries[code]; known {
		return e
	}
	e, err := k.turn.tx.Entry(k.period.ID, k.sub.Unit, code)
	k.fail(err)
	k.entries[code] = e
	return e
}

func (k *formDesk) entryOf(code string) form.Entry {
	e := k.ledgerEntry(code)
	entry := entryOf(e)
	entry.Mine = e.By == k.turn.asker.Key
	return entry
}

func entryOf(e store.FormEntry) form.Entry {
	entry := form.Entry{Value: e.Value, Evidence: e.Evidence, Note: e.Note, Revision: e.Revision, By: e.By}
	if !e.At.IsZero() {
		entry.At = e.At.Unix()
	}
	return entry
}

func (k *formDesk) targetOf(code string) *big.Rat {
	if c := k.covenant(code); c != nil {
		return c.Target
	}
	return nil
}

// covenant is the target that the unit signed for a code; nil for none.
func (k *formDesk) covenant(code string) *score.CovenantTarget {
	if c, known := k.targets[code]; known {
		return c
	}
	c, found, err := k.turn.tx.Covenant(k.period.ID, k.sub.Unit, code)
	k.fail(err)
	k.targets[code] = nil
	if found {
		k.targets[code] = &c
	}
	return k.targets[code]
}

// due is until when the unit may submit without being late.
func (k *formDesk) due() time.Time {
	if k.sub.Extended.After(k.period.SelfDue) && !k.period.SelfDue.IsZero() {
		return k.sub.Extended
	}
	return k.period.SelfDue
}

// daysLate are the working days by which the sheet is late, or would be if it were
// submitted now.
func (k *formDesk) daysLate() int64 {
	at := k.sub.First
	if at.IsZero() {
		at = k.turn.now
	}
	return k.turn.daysBetween(k.due(), at)
}

// daysBetween are the working days by which something done at a time is late.
func (b *Bot) daysBetween(due, done time.Time) int64 {
	if due.IsZero() || !done.After(due) {
		return 0
	}
	return score.DaysLate(due, done, b.now().Location(), b.days.Off)
}

// maySubmitNow reports whether the sheet may be submitted at this moment, whoever does.
func (k *formDesk) maySubmitNow() bool {
	switch k.lock {
	case render.FormReturned:
		return true
	case render.FormOpen:
		due := k.period.SelfDue
		if due.IsZero() {
			due = k.turn.now
		}
		return k.Sheet.MaySubmit(k.period.State, due, k.sub.Extended, k.turn.now)
	}
	return false
}

// changed reports whether the unit must go on with another version of the sheet before
// it submits.
func (k *formDesk) changed() bool {
	return k.sub.State == score.InProgress && k.current != 0 && k.current != k.sub.Sheet
}

// all reads every entry and target at once, for what looks at the whole sheet.
func (k *formDesk) all() error {
	entries, err := k.turn.tx.Entries(k.period.ID, k.sub.Unit)
	covenants, err2 := k.turn.tx.Covenants(k.period.ID, k.sub.Unit)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	for _, l := range k.Leaves {
		k.entries[l.Code], k.targets[l.Code] = store.FormEntry{Code: l.Code}, nil
	}
	for _, e := range entries {
		k.entries[e.Code] = e
	}
	for i := range covenants {
		k.targets[covenants[i].Code] = &covenants[i]
	}
	return nil
}

// result is the self total, with the deduction for being late.
func (k *formDesk) result() (score.Result, error) {
	filled, err := k.turn.tx.Filled(k.sub, k.Sheet)
	if err != nil {
		return score.Result{}, err
	}
	k.Sheet.AutoDeduct(&filled, k.daysLate())
	return k.Sheet.SelfScore(filled), nil
}

// lateCost is what the days late cost.
func (k *formDesk) lateCost() (points score.Points) {
	days := k.daysLate()
	for _, d := range k.Sheet.Deductions {
		if d.Auto {
			points += d.DeductionPoints(days)
		}
	}
	return points
}
