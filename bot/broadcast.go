package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// tendAtOnce is how many recipients of a broadcast are begun in one transaction.
const tendAtOnce = 20

// Broadcasts sees to what is sent to many until ctx is done: it begins what is due,
// queues what is to be sent, a few recipients at a time, and shows every sender how it
// goes. As with Boards, it compares with the ledger instead of being told.
func (b *Bot) Broadcasts(ctx context.Context) {
	pause := backoff{}
	for ctx.Err() == nil {
		wait, err := b.tendBroadcasts(ctx)
		if err != nil {
			b.log.Error("broadcasts wait", "error", err)
			pause.wait(ctx, err) // no knock shortens it: a disk that is full is knocked at all the time
			continue
		}
		pause.reset()
		if wait > 0 {
			rest(ctx, nil, boardPause)
			rest(ctx, b.broadcastKnock, wait)
		}
	}
}

// tendBroadcasts does what is to be done now and tells when to look again: 0 is at
// once.
func (b *Bot) tendBroadcasts(ctx context.Context) (wait time.Duration, err error) {
	now := b.now()
	var work store.BroadcastWork
	if err := b.store.Read(ctx, func(tx *store.Tx) (err error) {
		work, err = tx.BroadcastWork(now)
		return err
	}); err != nil {
		return 0, err
	}
	wait = 30 * time.Second
	switch {
	case work.Open || len(work.Untold) > 0:
		wait = time.Second
	case !work.Next.IsZero():
		wait = min(max(work.Next.Sub(now), 0)+time.Millisecond, wait)
	}
	if len(work.Due) == 0 && !work.Behind && len(work.Untold) == 0 {
		return wait, nil
	}
	if err := b.store.Write(ctx, func(tx *store.Tx) error {
		d, err := tx.Directory()
		if err != nil {
			return err
		}
		k := broadcaster{tx: tx, staff: &d, now: now, log: b.log}
		begun := false
		for _, due := range work.Due {
			ok, err := k.apart(due, k.begin)
			if err != nil {
				return err
			}
			begun = begun || ok
		}
		tended, err := tx.TendBroadcasts(tendAtOnce, now)
		if err != nil {
			return err
		}
		for _, fault := range tended.Faults {
			b.log.Error("nothing can be told to a recipient", "error", fault)
		}
		if tended.More || begun {
			wait = 0
		} else if tended.Queued {
			wait = time.Second
		}
		return k.tellAll(work.Untold)
	}); err != nil {
		return 0, fmt.Errorf("tend broadcasts: %w", err)
	}
	b.sender.Knock()
	return wait, nil
}

// A broadcaster sees to broadcasts in one transaction.
type broadcaster struct {
	tx    *store.Tx
	staff *staff.Directory
	now   time.Time
	log   *slog.Logger
}

// apart does something for one broadcast as it stands now; what goes wrong with it undoes
// only that, and concerns no other. The error is the ledger's own.
func (k *broadcaster) apart(seen store.Broadcast, do func(store.Broadcast) error) (ok bool, err error) {
	err = k.tx.Apart(func() error {
		b, found, err := k.tx.Broadcast(seen.ID)
		if err != nil || !found {
			return err
		}
		return do(b)
	})
	if err == nil || errors.Is(err, store.ErrLost) || store.Grave(err) {
		return err == nil, err
	}
	k.log.Error("broadcast cannot be seen to", "broadcast", seen.ID, "error", err)
	return false, nil
}

// begin begins a broadcast that is due; its sender must be allowed to send it still.
func (k *broadcaster) begin(b store.Broadcast) error {
	if b.State != store.Scheduled {
		return nil // it was cancelled just now
	}
	if sender, _ := k.staff.Person(b.Sender); sender.May(b.Act) {
		return k.tx.BeginBroadcast(b)
	}
	if _, err := k.tx.CancelBroadcast(b, "", store.NoRight, k.now); err != nil {
		return err
	}
	accounts, err := accountsFor(k.tx, k.staff, b.Act)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		if err := k.tx.Queue(store.Delivery{Deed: fmt.Sprintf("broadcast-refused/%d/%d", b.ID, account), Chat: account,
			Class: store.Answer, Kind: store.Send, Message: render.BroadcastNoRight(b)}, k.now); err != nil {
			return err
		}
	}
	return nil
}

// progressEvery is between two edits of a progress: a second for a few recipients,
// five for many.
func progressEvery(recipients int) time.Duration {
	return min(max(time.Duration(recipients)*25*time.Millisecond, time.Second), 5*time.Second)
}

// tellAll shows how the broadcasts go.
func (k *broadcaster) tellAll(untold []store.Broadcast) error {
	for _, b := range untold {
		ok, err := k.apart(b, k.tell)
		if err == nil && !ok {
			err = k.tx.ShowBroadcast(b.ID, b.Revision, k.now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tell edits the screens that show how a broadcast goes, one in a chat, not too often.
// Where somebody looks at something else of it just now, nothing is taken away from them.
func (k *broadcaster) tell(b store.Broadcast) error {
	report, err := k.tx.BroadcastReport(b)
	if err != nil || k.now.Sub(b.ShownAt).Abs() < progressEvery(len(report)) {
		return err
	}
	screens, err := k.screens(b)
	if err != nil {
		return err
	}
	told := map[int64]bool{} // chats
	for _, s := range screens {
		state, err := stateOf[controlState](s)
		if err != nil {
			k.log.Error("broadcast is not shown", "broadcast", b.ID, "error", err)
			continue
		}
		if state.Broadcast != b.ID || told[s.Chat] {
			continue
		}
		told[s.Chat] = true
		if state.View != viewProgress || state.Shown == b.Revision {
			continue
		}
		who, _ := k.staff.Person(s.Person)
		if !maySee(who, b) { // any more
			continue
		}
		state.Shown = b.Revision
		m := control{b, report, state, who.May(b.Act), k.now.Location()}.message()
		if err := k.tx.Queue(store.Delivery{Deed: fmt.Sprintf("broadcast-progress/%d/%d/%d", b.ID, b.Revision, s.ID), Chat: s.Chat, Class: store.Answer,
			Kind: store.Edit, Message: m, Screen: s.ID, Revision: s.Revision}, k.now); err != nil {
			return err
		}
		if err := k.tx.KeepState(s, state); err != nil {
			return err
		}
	}
	return k.tx.ShowBroadcast(b.ID, b.Revision, k.now)
}

// mostControls is how many of the screens of a chat, the newest, are kept up to date.
const mostControls = 10

// screens are those that may show how the broadcast goes: the one opened last, and those
// of everybody who may see it, the newest first.
func (k *broadcaster) screens(b store.Broadcast) (all []store.Screen, err error) {
	last, found, err := k.tx.Screen(b.Screen)
	if err != nil {
		return nil, err
	}
	if found {
		all = append(all, last)
	}
	for _, p := range k.staff.People {
		if !maySee(p, b) {
			continue
		}
		accounts, err := k.tx.AccountsOf(p.Key)
		if err != nil {
			return nil, err
		}
		for _, account := range accounts {
			screens, err := k.tx.NewestScreens(account, p.Key, dutyBroadcast, mostControls)
			if err != nil {
				return nil, err
			}
			for _, s := range screens {
				if s.ID != last.ID {
					all = append(all, s)
				}
			}
		}
	}
	return all, nil
}

// announce makes a broadcast of the asker's and shows them how it goes, from now on in
// one message that is edited.
func (t *turn) announce(b store.Broadcast, to []store.Recipient) error {
	b.Sender = t.asker.Key
	b, err := t.tx.NewBroadcast(b, to, t.now)
	if err != nil {
		return err
	}
	return t.openControl(b)
}

// openControl shows how a broadcast goes on a new screen, kept up to date beside those
// that others have of it.
func (t *turn) openControl(b store.Broadcast) error {
	return t.openControlIn(t.arrival.Chat, t.asker, b)
}

// openControlIn shows it to somebody else.
func (t *turn) openControlIn(chat int64, person staff.Person, b store.Broadcast) error {
	state := controlState{Broadcast: b.ID, Shown: b.Revision}
	report, err := t.tx.BroadcastReport(b)
	if err != nil {
		return err
	}
	s, err := t.tx.NewScreen(store.Screen{Chat: chat, Person: person.Key, Duty: dutyBroadcast}, state, t.now)
	if err != nil {
		return err
	}
	if err := t.tx.FollowBroadcast(b.ID, s.ID, t.now); err != nil {
		return err
	}
	return t.show(s, control{b, report, state, person.May(b.Act), t.now.Location()}.message())
}
