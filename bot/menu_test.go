package bot

import (
	"testing"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// A menu that waits its turn after an upgrade does not come behind the one of a role that
// was given meanwhile.
func TestANewerMenuTakesThePlaceOfOneThatWaits(t *testing.T) {
	f := follow(t)
	line, err := Connect(Line{Token: "1:x"})
	if err != nil {
		t.Fatal(err)
	}
	f.line = line
	f.write(f.QueueCommands)
	f.write(func(tx *store.Tx) error {
		turn := &turn{Bot: f.Bot, tx: tx, now: f.at, arrival: store.Arrival{ID: 1, Chat: 2}}
		return turn.commands(2, render.Commands(staff.Person{Key: "p2", Roles: []staff.Role{staff.Leader}}))
	})
	f.write(func(tx *store.Tx) error {
		waiting, _, err := tx.Envelopes(0)
		menus := map[int64]store.Class{}
		for _, e := range waiting {
			if e.Kind == store.Commands {
				menus[e.Chat] = max(menus[e.Chat], e.Class)
			}
		}
		if menus[1] != store.Reminder || menus[2] != store.Answer {
			t.Errorf("menus wait in the classes %v", menus)
		}
		return err
	})
}
