package scheduler

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"thuky/store"
)

// empty reports whether there is nothing to do.
func (f *findings) empty() bool {
	return len(f.send)+len(f.chased)+len(f.unreached)+len(f.missed)+len(f.told)+len(f.silent)+len(f.redrawn)+len(f.runs) == 0 && f.outage == nil
}

// do does all that was found, in one transaction.
func (f *findings) do(tx *store.Tx, now time.Time) error {
	for _, prefix := range f.withdraw {
		if err := tx.Withdraw(prefix, "a nearer reminder took over", now); err != nil {
			return err
		}
	}
	for _, r := range f.runs {
		if _, err := tx.RunJob(r.name, r.at, r.outcome, now); err != nil {
			return err
		}
	}
	for _, u := range f.unreached {
		if err := tx.Unreach(u.deed, u.person, u.due); err != nil {
			return err
		}
	}
	for _, o := range f.missed {
		if err := tx.Miss(o, now); err != nil {
			return err
		}
	}
	for _, o := range f.silent {
		if err := tx.NameUnacknowledged(o, now); err != nil {
			return err
		}
	}
	if o := f.outage; o != nil {
		if err := tx.SetOutage(o.Outage, o.told); err != nil {
			return err
		}
	}
	for _, s := range f.told {
		for _, deed := range s.replaces {
			if err := tx.Withdraw(deed, "a later summary tells it too", now); err != nil {
				return err
			}
		}
		if err := tx.Tell(s.person, s.deed); err != nil {
			return err
		}
	}
	for _, l := range f.send {
		if err := l.queue(tx, now); err != nil {
			return err
		}
	}
	for _, c := range f.chased {
		if err := tx.QueueChase(c.Delivery, c.notes, now); err != nil {
			return err
		}
	}
	for _, r := range f.redrawn {
		if err := r.queue(tx, now); err != nil {
			return err
		}
	}
	return nil
}

// queue queues a letter with its screen: a reminder can be struck out.
func (l letter) queue(tx *store.Tx, now time.Time) error {
	if l.screen != nil {
		s, err := tx.NewScreen(store.Screen{Chat: l.Chat, Person: l.screen.person, Duty: l.screen.duty}, l.screen.state, now)
		if err != nil {
			return err
		}
		l.Screen, l.Revision = s.ID, s.Revision
	}
	return tx.Queue(l.Delivery, now)
}

// queue queues the edit of a reminder.
func (r redrawn) queue(tx *store.Tx, now time.Time) error {
	state, err := json.Marshal(r.Reminding)
	if err != nil {
		return fmt.Errorf("redraw reminder: %w", err)
	}
	s := r.Notice.Screen
	if err := tx.ChangeScreen(&s, json.RawMessage(state), now); err != nil {
		return err
	}
	return tx.Queue(store.Delivery{Deed: fmt.Sprintf("redraw/%d/%d", s.ID, s.Revision), Chat: s.Chat, Class: store.Reminder,
		Kind: store.Edit, Message: r.message, Screen: s.ID, Revision: s.Revision}, now)
}

// report logs what is not done any more, by name.
func (f *findings) report(log *slog.Logger) {
	for _, deed := range f.dropped {
		log.Warn("too late, dropped", "deed", deed)
	}
	if o := f.outage; o != nil && o.Until.IsZero() {
		log.Error("reminders do not leave", "since", o.Since)
	}
}
