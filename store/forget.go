package store

import (
	"fmt"
	"time"
)

// For how long what is settled is kept. The office's own record is the audit, not
// these rows: they hold texts, and are kept no longer than they are of use.
const (
	outboxMemory = 90 * 24 * time.Hour // what was delivered, and what failed
	errandMemory = 30 * 24 * time.Hour

	broadcastMemory = 3 * 365 * 24 * time.Hour // who was told what, with the words
)

// forget removes a little of what is settled and of no use any more. It runs with
// every Receive, so that the ledger neither grows for ever nor ever pauses to
// clean up.
func (tx *Tx) forget(now time.Time) error {
	for _, old := range []struct {
		table, settled string
		memory         time.Duration
	}{
		{"inbox", "state <> 'waiting'", inboxMemory},
		{"outbox", "settled_at IS NOT NULL", outboxMemory},
		{"errand", "state <> 'waiting'", errandMemory},
	} {
		if _, err := tx.exec(`DELETE FROM `+old.table+` WHERE id IN (SELECT id FROM `+old.table+
			` WHERE `+old.settled+` AND settled_at < ? ORDER BY settled_at LIMIT 200)`, instant(now.Add(-old.memory))); err != nil {
			return fmt.Errorf("forget %s: %w", old.table, err)
		}
	}
	if _, err := tx.exec(`DELETE FROM broadcast WHERE id IN (SELECT id FROM broadcast WHERE made_at < ? ORDER BY made_at LIMIT 1)`,
		instant(now.Add(-broadcastMemory))); err != nil {
		return fmt.Errorf("forget broadcasts: %w", err)
	}
	return nil
}
