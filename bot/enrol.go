package bot

import (
	"errors"
	"fmt"
	"time"

	"thuky/bot/render"
	"thuky/store"
)

// enrol opens the bot for the person whom the code was made for.
func (t *turn) enrol(code string) error {
	key, err := t.tx.Accept(code, t.account, t.now)
	switch {
	case errors.Is(err, store.ErrNoInvitation), errors.Is(err, store.ErrInvitationUsed), errors.Is(err, store.ErrInvitationExpired):
		if !t.stranger() {
			return t.say(render.BadCode())
		}
		return t.neutral(true)
	case err != nil:
		return err
	}
	t.asker, _ = t.names.Directory().Person(key)
	if err := t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: t.arrival.Chat, Class: store.Answer, Kind: store.Commands,
		Message: store.Message{Commands: render.Commands(t.asker)}}, t.now); err != nil {
		return err
	}
	return t.say(render.Welcome(t.asker))
}

// neutral is all that a stranger gets: one line that says nothing of the office.
// Whoever only chatters gets it once an hour.
func (t *turn) neutral(asked bool) error {
	deed := t.deed()
	if !asked {
		deed = fmt.Sprintf("stranger/%d/%d", t.account, t.now.Unix()/int64(time.Hour/time.Second))
	}
	return t.tx.Queue(store.Delivery{Deed: deed, Chat: t.arrival.Chat, Class: store.Answer, Kind: store.Send,
		Message: render.Stranger()}, t.now)
}

// QueueCommands queues the command menu of those whom nobody has invited yet.
func (b *Bot) QueueCommands(tx *store.Tx) error {
	return tx.Queue(store.Delivery{Deed: fmt.Sprintf("commands/default/%d", b.line.api.ID()), Class: store.Answer, Kind: store.Commands,
		Message: store.Message{Commands: render.StrangerCommands()}}, b.now())
}
