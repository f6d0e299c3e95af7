package bot

import (
	"strconv"
	"strings"
	"time"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/week"
)

// pressRemind answers a button under a reminder. The clock owns these screens; what
// is asked for here it finds in the ledger at its next look.
func (t *turn) pressRemind(s store.Screen, action string, _ bool) error {
	r, err := stateOf[store.Reminding](s)
	if err != nil {
		return err
	}
	e, _, found, err := t.tx.CurrentEvent(r.Event)
	if err != nil {
		return err
	}
	if !found || !e.TakesPlace() || e.Date != r.Date || e.Time != r.Time {
		return t.toast(render.ToastNoItem)
	}
	switch action {
	case render.ActReceived:
		return t.acknowledge(s, r, e)
	case render.ActStandIn:
		return t.sendStandIn(e)
	}
	minutes, err := strconv.Atoi(strings.TrimPrefix(action, render.ActAgain))
	if err != nil || minutes <= 0 {
		return t.toast(render.ToastOldScreen)
	}
	// In whole minutes before the item, so that the deed can name it.
	starts := r.Starts(t.now.Location())
	lead := int(starts.Sub(t.now.Add(time.Duration(minutes) * time.Minute)).Minutes())
	if lead < 1 {
		return t.toast(render.ToastNoTime)
	}
	if err := t.tx.RemindAgain(r.Occasion, lead, t.now.Location()); err != nil {
		return err
	}
	return t.toast(render.ToastAgain(starts.Add(-time.Duration(lead) * time.Minute)))
}

// acknowledge notes that the person has seen the reminder, and shows it.
func (t *turn) acknowledge(s store.Screen, r store.Reminding, e week.Event) error {
	if err := t.tx.Acknowledge(r.Occasion, t.now); err != nil {
		return err
	}
	if !r.Received && !r.Struck {
		r.Received = true
		if err := t.tx.ChangeScreen(&s, r, t.now); err != nil {
			return err
		}
		all, err := t.tx.StandIns([]week.Event{e})
		if err != nil {
			return err
		}
		var instead []string
		for _, s := range all[e.ID] {
			if s.Substitute == t.asker.Key && s.State == store.Accepted {
				instead = append(instead, s.Person)
			}
		}
		maySend := t.maySendTo(e)
		m := render.Reminder(e, instead, maySend, t.names.Directory())
		if err := t.redraw(s, render.ReceivedReminder(m, maySend)); err != nil {
			return err
		}
	}
	return t.toast(render.ToastReceived)
}
