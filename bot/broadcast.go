package bot

import (
	"context"
	"fmt"
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
		k := broadcaster{tx: tx, staff: &d, now: now}
		for _, due := range work.Due {
			if err := k.begin(due); err != nil {
				return err
			}
		}
		tended, err := tx.TendBroadcasts(tendAtOnce, now)
		if err != nil {
			return err
		}
		if tended.More || len(work.Due) > 0 {
			wait = 0
		} else if tended.Queued {
			wait = time.Second
		}
		for _, untold := range work.Untold {
			if err := k.tell(untold); err != nil {
				return err
			}
		}
		return nil
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
}

// begin begins a broadcast that is due; its sender must be allowed to send it still.
func (k *broadcaster) begin(b store.Broadcast) error {
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

// tell edits the screen that shows how a broadcast goes, not too often. Where the
// sender looks at something else of it just now, nothing is taken away from them.
func (k *broadcaster) tell(b store.Broadcast) error {
	s, found, err := k.tx.Screen(b.Screen)
	if err != nil || !found {
		return err
	}
	report, err := k.tx.BroadcastReport(b)
	if err != nil || k.now.Sub(b.ShownAt).Abs() < progressEvery(len(report)) {
		return err
	}
	state, err := stateOf[controlState](s)
	if err != nil {
		return err
	}
	if state.View == viewProgress {
		m := control{b, report, state, k.now.Location()}.message()
		if err := k.tx.Queue(store.Delivery{Deed: fmt.Sprintf("broadcast-progress/%d/%d", b.ID, b.Revision), Chat: s.Chat, Class: store.Answer,
			Kind: store.Edit, Message: m, Screen: s.ID, Revision: s.Revision}, k.now); err != nil {
			return err
		}
	}
	return k.tx.ShowBroadcast(b.ID, s.ID, b.Revision, k.now)
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

// openControl shows how a broadcast goes on a new screen; an older one of it is no
// longer kept up to date.
func (t *turn) openControl(b store.Broadcast) error {
	return t.openControlIn(t.arrival.Chat, t.asker.Key, b)
}

// openControlIn shows it to somebody else.
func (t *turn) openControlIn(chat int64, person string, b store.Broadcast) error {
	state := controlState{Broadcast: b.ID}
	report, err := t.tx.BroadcastReport(b)
	if err != nil {
		return err
	}
	s, err := t.tx.NewScreen(store.Screen{Chat: chat, Person: person, Duty: dutyBroadcast}, state, t.now)
	if err != nil {
		return err
	}
	if err := t.tx.ShowBroadcast(b.ID, s.ID, b.Revision, t.now); err != nil {
		return err
	}
	return t.show(s, control{b, report, state, t.now.Location()}.message())
}
