package bot

import (
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
)

// menuEvery is between two command menus that are given anew, so that an upgrade is no
// burst before the answers of the morning.
const menuEvery = 200 * time.Millisecond

// QueueCommands queues the command menus that are not what the program and the directory
// make of them now: of those whom nobody has invited yet, and of every account whose
// person had another one when the program was upgraded or their roles were changed beside it.
func (b *Bot) QueueCommands(tx *store.Tx) error {
	now := b.now()
	if err := tx.Queue(store.Delivery{Deed: fmt.Sprintf("commands/default/%d", b.line.api.ID()), Class: store.Answer, Kind: store.Commands,
		Message: store.Message{Commands: render.StrangerCommands()}}, now); err != nil {
		return err
	}
	all, err := tx.AccountMenus()
	d, err2 := tx.Directory()
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	today := d.On(civil.DateOf(now))
	behind := 0
	for _, m := range all {
		p, known := today.Person(m.Person)
		menu := render.Commands(p)
		digest := store.MenuDigest(menu)
		if !known || digest == m.Digest {
			continue
		}
		if err := tx.KeepMenu(m.Account, menu); err != nil {
			return err
		}
		behind++
		if err := tx.Queue(store.Delivery{Deed: fmt.Sprintf("%s%d", menusOf(m.Account), now.UnixMilli()), Chat: m.Account, Class: store.Reminder, Kind: store.Commands,
			Message: store.Message{Commands: menu}, NotBefore: now.Add(time.Duration(behind) * menuEvery)}, now); err != nil {
			return err
		}
	}
	return nil
}

// menusOf begins the deeds of the menus that QueueCommands gives an account anew.
func menusOf(account int64) string { return fmt.Sprintf("commands/%d/", account) }
