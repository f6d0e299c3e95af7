package bot

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"thuky/store"
	"thuky/store/staff"
)

// What the clerk keeps of the directory is worth nothing once the transaction is undone
// that it was read in: another process may change it otherwise under the same revision.
func TestDirectoryOfAnUndoneTransactionIsForgotten(t *testing.T) {
	full := false
	ledger, err := store.Open(t.Context(), t.TempDir()+"/thuky.db", store.Options{Fault: func(statement string) error {
		if full && statement == "COMMIT" {
			return errors.New("disk full")
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	at := time.Date(2021, 12, 5, 8, 0, 0, 0, time.UTC)
	b := &Bot{store: ledger, now: func() time.Time { return at }, log: slog.New(slog.DiscardHandler)}
	becomes := func(key string) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			return tx.SaveDirectory(staff.Directory{People: []staff.Person{{Key: key, Name: key}}})
		}
	}
	c := b.clerk()
	c.handle = func(tx *store.Tx, a store.Arrival) error {
		return errors.Join(becomes("an")(tx), (&turn{Bot: b, tx: tx, now: at}).refresh(), tx.Settle(a.ID, store.Done, "", at))
	}
	if err := ledger.Write(t.Context(), func(tx *store.Tx) error {
		return tx.Receive(at, store.Arrival{Source: store.FromTelegram, SourceID: 1, Kind: "message"})
	}); err != nil {
		t.Fatal(err)
	}
	full = true
	if _, err := c.group(t.Context(), 1); err == nil {
		t.Fatal("nothing was undone")
	}
	full = false
	if err := ledger.Write(t.Context(), becomes("binh")); err != nil {
		t.Fatal(err)
	}
	if err := ledger.Write(t.Context(), func(tx *store.Tx) error {
		turn := &turn{Bot: b, tx: tx, now: at}
		err := turn.refresh()
		if _, known := turn.names.Directory().Person("binh"); !known {
			t.Error("the clerk knows the directory that was undone")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
