package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// dutyChange owns the screens on which one item of the schedule is changed or
// added.
const dutyChange = "change"

// startChange offers the items of the day that the text names, else the days of its
// week, of this one if it names none, to choose an item to be changed.
func (t *turn) startChange(text string) error {
	c := changing{View: changeDay, Monday: week.Monday(civil.DateOf(t.now))}
	k := t.desk(civil.Date{})
	if when := vi.ReadWhen(vi.Words(text), k.now); when.From.IsValid() {
		c.Monday = week.Monday(when.From)
	}
	if from, to, ok := k.readDays(text); ok && from == to {
		c.View, c.Day = changeItem, from
	}
	return t.newChange(c)
}

// startAdding takes a new item, or asks for it.
func (t *turn) startAdding(text string) error {
	if !t.asker.May(staff.PublishWeek) {
		return t.say(render.MayNotAdd())
	}
	c := changing{View: changeTyping}
	if text != "" && !c.readNew(text, t.desk(civil.Date{})) {
		if err := t.say(render.ItemNotRead()); err != nil {
			return err
		}
	}
	return t.newChange(c)
}

func (t *turn) newChange(c changing) error {
	if !t.asker.May(staff.PublishWeek) {
		return t.say(render.MayNotChange())
	}
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyChange}, c, t.now)
	if err != nil {
		return err
	}
	return t.showChange(s, c)
}

// changeDesk is the desk of a change, with the schedule around it.
func (t *turn) changeDesk(c changing) (k changeDesk, err error) {
	k.desk = t.desk(civil.Date{})
	if c.Before.Date.IsValid() {
		k.monday = week.Monday(c.Before.Date)
	}
	if from, to := c.span(); from.IsValid() && to.IsValid() {
		if k.events, err = t.tx.Events(from, to); err != nil {
			return k, err
		}
	}
	if c.View == changeWhat {
		k.told, err = t.audience(c.changes())
	}
	return k, err
}

// showChange shows a change on its screen.
func (t *turn) showChange(s store.Screen, c changing) error {
	k, err := t.changeDesk(c)
	if err != nil {
		return err
	}
	c.Shown = t.now.Unix()
	m, rows := c.show(k)
	m.Buttons = buttons(rows)
	return t.put(s, c, m)
}

// changeOpen reports whether a screen holds a change that is not saved.
func changeOpen(s store.Screen) bool {
	c, err := stateOf[changing](s)
	return err == nil && (c.View == changeWhat || c.View == changeField)
}

// resumeChange shows a change to who goes on with it.
func (t *turn) resumeChange(s store.Screen) error {
	c, err := stateOf[changing](s)
	if err != nil {
		return err
	}
	return t.showChange(s, c)
}

// endChange ends a change with a last message in its place.
func (t *turn) endChange(s store.Screen, m store.Message) error {
	if err := t.tx.ChangeScreen(&s, changing{View: changeClosed}, t.now); err != nil {
		return err
	}
	return t.redraw(s, m)
}

// pressChange acts on a button of a change.
func (t *turn) pressChange(s store.Screen, action string, stale bool) error {
	c, err := stateOf[changing](s)
	if err != nil {
		return err
	}
	if c.View == changeClosed {
		return t.toast(render.ToastOldScreen)
	}
	if !t.asker.May(staff.PublishWeek) {
		return t.refuse(render.MayNotChange())
	}
	k, err := t.changeDesk(c)
	if err != nil {
		return err
	}
	if err := t.heard(stale || !c.press(action, k)); err != nil {
		return err
	}
	switch c.order {
	case orderSave:
		return t.save(s, c)
	case orderUndo:
		return t.undo(s, c)
	case orderStop:
		return t.endChange(s, render.ChangeGivenUp())
	}
	return t.showChange(s, c)
}

// readChange takes a text as what the screen of a change asks for; took is false
// if it is something else.
func (t *turn) readChange(s store.Screen, c changing, text string) (took bool, err error) {
	k, err := t.changeDesk(c)
	if err != nil {
		return false, err
	}
	reply, understood := c.read(text, k.desk)
	switch {
	case understood:
		return true, t.showChangeAnew(s, c)
	case t.clearlyAsks(text):
		return false, nil
	}
	return true, t.say(reply)
}

// showChangeAnew shows a change under what was just typed: its screen begins anew
// there.
func (t *turn) showChangeAnew(s store.Screen, c changing) error {
	if err := t.takeDown(s, changing{View: changeClosed}); err != nil {
		return err
	}
	return t.newChange(c)
}

// save makes the change and tells those whom it concerns, unless the item has
// been changed since it was shown.
func (t *turn) save(s store.Screen, c changing) error {
	if c.Before.ID != 0 {
		current, _, found, err := t.tx.CurrentEvent(c.Before.ID)
		switch {
		case err != nil:
			return err
		case !found:
			return t.endChange(s, render.ItemGone())
		case current.Text != c.Before.Text || len(week.Diff(oneEvent(c.Before), oneEvent(current))) > 0:
			if err := t.say(render.ItemChangedMeanwhile()); err != nil {
				return err
			}
			return t.showChange(s, changing{View: changeWhat, Before: current, After: current})
		}
	}
	r, err := t.amend(c)
	switch {
	case errors.Is(err, store.ErrUnchanged), errors.Is(err, store.ErrIncomplete):
		return t.showChange(s, c)
	case err != nil:
		return err
	}
	told, err := t.notify(r.Publication, r.Changes)
	if err != nil {
		return err
	}
	return t.showChange(s, changing{View: changeDone, Monday: r.Monday, Before: c.Before, After: c.After, Version: r.Version, Told: told,
		UndoBy: t.now.Add(store.UndoTime).Format("15h04")})
}

// amend saves the change as a new version of the week.
func (t *turn) amend(c changing) (store.Revision, error) {
	deed := store.Deed{By: t.asker.Key, At: t.now}
	if c.Before.ID == 0 {
		return t.tx.AddEvent(deed, c.After)
	}
	return t.tx.ChangeEvent(deed, c.Before.ID, func(e *week.Event) { *e = c.After })
}

// undo takes the change back and tells those who were told of it.
func (t *turn) undo(s store.Screen, c changing) error {
	r, err := t.tx.UndoChange(c.Monday, c.Version, t.asker.Key, t.now)
	switch {
	case errors.Is(err, store.ErrTooLate):
		return t.endChange(s, render.UndoTooLate())
	case errors.Is(err, store.ErrChangedSince), errors.Is(err, store.ErrNoVersion):
		return t.endChange(s, render.UndoOvertaken())
	case err != nil:
		return err
	}
	told, err := t.notify(r.Publication, r.Changes)
	if err != nil {
		return err
	}
	return t.endChange(s, render.Undone(r.Changes, told, t.names.Directory()))
}

// answerOpen takes a text as an answer to the screen that asks for one, the one
// shown last; took is false if none does.
func (t *turn) answerOpen(text string) (took bool, err error) {
	if !t.asker.May(staff.PublishWeek) || strings.Contains(text, "\n") {
		return false, nil
	}
	week, d, err := t.lastDraft()
	if err != nil {
		return false, err
	}
	change, found, err := t.tx.LastScreen(t.arrival.Chat, t.asker.Key, dutyChange)
	if err != nil {
		return false, err
	}
	var c changing
	if found {
		if err := json.Unmarshal(change.State, &c); err != nil {
			return false, fmt.Errorf("screen %d: %w", change.ID, err)
		}
	}
	latest := d.Shown > c.Shown
	if saysStop(text) {
		switch {
		case d.pending(t.now) && (latest || !c.pending(t.now)):
			return true, t.stopDraft(week, d)
		case c.pending(t.now):
			return true, t.stopChange(change)
		}
	}
	onDraft, onChange := d.awaits(t.now), c.awaits(t.now)
	if onDraft && onChange {
		onDraft, onChange = latest, !latest
	}
	switch {
	case !onDraft && !onChange, render.IsKey(text):
		return false, nil
	case onDraft:
		return t.correctDraft(week, d, text)
	}
	return t.readChange(change, c, text)
}

// stopDraft is "huỷ", typed: what is being corrected is left as it was, on the
// whole week the draft is given up.
func (t *turn) stopDraft(s store.Screen, d draft) error {
	switch {
	case d.Step == awaiting, d.View == viewWeek:
		return errors.Join(t.takeDown(s, draft{Step: closed}), t.say(render.WeekCancelled()))
	case d.View == viewField, d.View == viewRemove:
		d.View = viewItem
	default:
		d.View, d.Page, d.Item = viewWeek, 0, 0
	}
	if err := t.preview(s, d); err != nil {
		return err
	}
	return t.say(render.EditGivenUp())
}

// stopChange is "huỷ", typed.
func (t *turn) stopChange(s store.Screen) error {
	return errors.Join(t.takeDown(s, changing{View: changeClosed}), t.say(render.ChangeGivenUp()))
}

// pointToChange answers an order to change the schedule with the way to do so; took
// is false if the text is none.
func (t *turn) pointToChange(text string) (took bool, err error) {
	if !t.asker.May(staff.PublishWeek) || !ordersChange(text) {
		return false, nil
	}
	return true, t.say(render.ChangeByScreen())
}
