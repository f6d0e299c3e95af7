package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/form"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyForm owns the screens on which a unit fills in its sheet (chấm điểm); package form
// decides what a press or a text makes of them.
const dutyForm = "form"

// formState is what such a screen remembers.
type formState struct {
	form.State
	Period int64  `json:"period"`
	Unit   string `json:"unit"`
	Below  int    `json:"below,omitempty"` // texts that the person has typed under the screen
	Over   bool   `json:"over,omitempty"`  // the form goes on elsewhere, or was left

	From    string   `json:"from,omitempty"`    // key of the contact who presented the sheet
	Sent    bool     `json:"sent,omitempty"`    // the sheet was presented as it stands
	Edited  int64    `json:"edited,omitempty"`  // when the sheet was last edited as it was shown for submission, unix milliseconds
	Total   int64    `json:"total,omitempty"`   // what it came to then, in hundredths: targets and days late change it too
	Notice  string   `json:"notice,omitempty"`  // markup over the next screen
	Choices []formOf `json:"choices,omitempty"` // of several sheets, one is to be chosen
}

// A formOf names the sheet of a unit in a period.
type formOf struct {
	Period int64  `json:"period"`
	Unit   string `json:"unit"`
}

// mostBelow is how many texts may stand under a form before it moves down to them.
const mostBelow = 3

// pushedUp is more than that: the form moves down with the next text.
const pushedUp = 99

// startForm opens the sheet of the asker's unit; argument may name a period. Of several
// sheets one is to be chosen.
func (t *turn) startForm(argument string) error {
	wanted, _ := strconv.ParseInt(strings.TrimSpace(argument), 10, 64) // 0 for none
	if t.asker.Unit == "" && (t.asker.Has(staff.UnitContact) || t.asker.Has(staff.UnitHead)) {
		return t.say(render.FormUnitGone())
	}
	if t.asker.Unit == "" || !t.mayFill(t.asker.Unit) {
		return t.say(render.FormNotYours(t.asker.May(staff.Invite)))
	}
	open, err := t.openSheets(wanted)
	switch {
	case err != nil:
		return err
	case len(open) == 0 && wanted != 0:
		return t.startForm("")
	case len(open) == 0:
		return t.say(render.FormNone())
	case len(open) == 1:
		return t.openForm(formState{Period: open[0].Period, Unit: open[0].Unit, State: form.State{View: form.Start}})
	}
	return t.openForm(formState{Choices: open})
}

// showable are the states of a period in which units look at their sheets.
var showable = []score.PeriodState{score.PeriodOpen, score.PeriodClosed, score.PeriodAppraising, score.PeriodExplaining, score.PeriodCouncil, score.PeriodApproved}

// openSheets lists the sheets that the asker may work on: if a period is open only those
// of open ones, else those that can still be looked at.
func (t *turn) openSheets(period int64) ([]formOf, error) {
	units := []string{t.asker.Unit}
	for _, u := range t.names.Directory().MergedInto(t.asker.Unit, civil.DateOf(t.now)) {
		units = append(units, u.Code)
	}
	var open, closed []formOf
	for _, unit := range units {
		subs, err := t.tx.SubmissionsOf(unit)
		if err != nil {
			return nil, err
		}
		for _, s := range subs {
			p, _, err := t.tx.Period(s.Period)
			switch {
			case err != nil:
				return nil, err
			case period != 0 && s.Period != period || !slices.Contains(showable, p.State):
			case p.State == score.PeriodOpen || s.State == score.Returned || s.Extended.After(t.now):
				open = append(open, formOf{s.Period, unit})
			default:
				closed = append(closed, formOf{s.Period, unit})
			}
		}
	}
	if len(open) > 0 {
		return open, nil
	}
	return closed, nil
}

// openForm shows a form on a screen of its own, in place of the one that the person was
// last busy with.
func (t *turn) openForm(st formState) error {
	if err := t.retireForm(); err != nil {
		return err
	}
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyForm, Awaits: true}, st, t.now)
	if err != nil {
		return err
	}
	return t.showForm(s, st)
}

// retireForm takes away the form that the person was last busy with: another screen goes
// on with it.
func (t *turn) retireForm() error {
	s, found, err := t.tx.LastScreen(t.arrival.Chat, t.asker.Key, dutyForm)
	if err != nil || !found {
		return err
	}
	st, err := stateOf[formState](s)
	if err != nil || st.Over {
		return err
	}
	return t.takeAway(s, st)
}

// pushForm notes that something else was said in the chat of a form: it moves down with
// the next text that is for it.
func (t *turn) pushForm() error {
	s, found, err := t.tx.LastScreen(t.arrival.Chat, t.asker.Key, dutyForm)
	if err != nil || !found {
		return err
	}
	st, err := stateOf[formState](s)
	if err != nil || st.Over || st.Below == pushedUp {
		return err
	}
	st.Below = pushedUp
	return t.tx.KeepState(s, st)
}

// takeAway ends a screen and deletes its message.
func (t *turn) takeAway(s store.Screen, st formState) error {
	return t.takeDown(s, formState{Period: st.Period, Unit: st.Unit, Over: true})
}

// formUnderWay reports whether a screen shows a form that somebody works on.
func formUnderWay(s store.Screen) bool {
	st, err := stateOf[formState](s)
	return err == nil && !st.Over && st.Choices == nil && st.Unit != ""
}

// resumeForm shows a form, where it stood, to who goes on with it.
func (t *turn) resumeForm(s store.Screen) error {
	st, err := stateOf[formState](s)
	if err != nil {
		return err
	}
	st.Below = 0
	return t.showForm(s, st)
}

// formGone ends the screen of a form that the person may no longer work on.
func (t *turn) formGone(s store.Screen, m store.Message) error {
	s.Awaits = false
	if err := t.tx.ChangeScreen(&s, formState{Over: true}, t.now); err != nil {
		return err
	}
	return t.redraw(s, m)
}

// pressForm acts on a button of a form.
func (t *turn) pressForm(s store.Screen, action string, stale bool) error {
	st, err := stateOf[formState](s)
	if err != nil {
		return err
	}
	switch {
	case st.Over && st.Period == 0:
		return t.toast(render.ToastOldScreen)
	case st.Over:
		if err := t.toast(render.ToastStale); err != nil {
			return err
		}
		if !t.mayFill(st.Unit) {
			return t.say(render.FormGone())
		}
		return t.openForm(formState{Period: st.Period, Unit: st.Unit, State: form.State{View: form.Start}})
	case st.Choices != nil:
		return t.chooseForm(s, st, action, stale)
	case !t.mayFill(st.Unit):
		return errors.Join(t.toast(""), t.formGone(s, render.FormGone()))
	}
	k, found, err := t.formDesk(st.Period, st.Unit)
	if err != nil {
		return err
	}
	if !found {
		return errors.Join(t.toast(""), t.formGone(s, render.FormNone()))
	}
	if stale {
		st.Refresh(&k.Desk)
		return errors.Join(t.toast(render.ToastStale), t.showDesk(s, st, k))
	}
	st.Notice = ""
	out := st.Press(&k.Desk, action)
	return t.formOutcome(s, st, k, out, true)
}

// chooseForm opens one of several sheets.
func (t *turn) chooseForm(s store.Screen, st formState, action string, stale bool) error {
	told := ""
	if stale {
		told = render.ToastStale
	}
	if err := t.toast(told); err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimPrefix(action, actPick))
	switch {
	case action == actCancel && !stale:
		return t.formGone(s, render.FormChoiceLeft())
	case action == actPage && !stale:
		st.Page++
	case !stale && err == nil && n >= 0 && n < len(st.Choices):
		one := st.Choices[n]
		if !t.mayFill(one.Unit) {
			return t.formGone(s, render.FormGone())
		}
		st = formState{Period: one.Period, Unit: one.Unit, State: form.State{View: form.Start}}
	}
	return t.showForm(s, st)
}

// readForm takes a text for a form: an answer, evidence, a code, many answers at once.
func (t *turn) readForm(s store.Screen, text string) (took bool, err error) {
	st, err := stateOf[formState](s)
	if err != nil || st.Over || st.Choices != nil {
		return false, err
	}
	if !t.mayFill(st.Unit) {
		return false, t.formGone(s, render.FormGone())
	}
	k, found, err := t.formDesk(st.Period, st.Unit)
	if err != nil || !found {
		return false, err
	}
	st.Notice = ""
	out := st.Read(&k.Desk, text)
	if !out.Took {
		return false, k.failed
	}
	st.Below++
	return true, t.formOutcome(s, st, k, out, false)
}

// formOutcome saves what an input answers, carries out what it orders and shows what the
// screen shows then. pressed says that a press is to be answered.
func (t *turn) formOutcome(s store.Screen, st formState, k *formDesk, out form.Outcome, pressed bool) error {
	if len(out.Save) > 0 {
		st.Sent = false
		results, err := t.saveAnswers(k, out.Save)
		if err != nil {
			return err
		}
		st.Saved(&k.Desk, results)
	}
	if k.failed != nil {
		return k.failed
	}
	if pressed {
		told := ""
		if len(out.Save) > 0 && len(st.Echo) == 1 {
			told = render.FormToast(k.Sheet, st.Echo[0])
		}
		if err := t.toast(told); err != nil {
			return err
		}
	}
	if out.Do != form.DoNothing {
		return t.formOrder(s, st, k, out)
	}
	return t.showDesk(s, st, k)
}

// showForm shows a form as it stands now.
func (t *turn) showForm(s store.Screen, st formState) error {
	if st.Choices != nil {
		return t.putForm(s, st, t.choiceMessage(&st))
	}
	k, found, err := t.formDesk(st.Period, st.Unit)
	if err != nil {
		return err
	}
	if !found {
		return t.formGone(s, render.FormNone())
	}
	return t.showDesk(s, st, k)
}

// showDesk shows a form, in its place; or anew below, where too much stands under it.
func (t *turn) showDesk(s store.Screen, st formState, k *formDesk) error {
	if st.Below > mostBelow && s.Message != 0 {
		st.Below = 0
		return t.openForm(st)
	}
	m, err := t.formMessage(&st, k)
	if err != nil {
		return err
	}
	return t.putForm(s, st, m)
}

// putForm keeps the state of a form's screen and shows the message.
func (t *turn) putForm(s store.Screen, st formState, m store.Message) error {
	s.Awaits, t.formShown = true, true
	return t.put(s, st, m)
}

// choiceMessage asks which of several sheets is meant.
func (t *turn) choiceMessage(st *formState) store.Message {
	m := render.FormChoose()
	var labels []string
	for _, one := range st.Choices {
		p, _, err1 := t.tx.Period(one.Period)
		s, _, err2 := t.tx.Submission(one.Period, one.Unit)
		unit, _ := t.names.Directory().Unit(one.Unit)
		if err1 != nil || err2 != nil {
			continue
		}
		labels = append(labels, render.FormChoice(unit.Name, p, s))
	}
	m.Buttons = optionButtons(labels, &st.Page)
	return m
}
