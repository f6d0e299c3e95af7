package store

import "fmt"

// Counts are the ledger in a few numbers, for whoever watches over it.
type Counts struct {
	Waiting, Done, Failed, Aside int // arrivals
	Screens                      int
	Queued, Sent                 int // deliveries: open ones, and those that arrived
}

// Counts reads them. Its cost grows with the ledger: it is for a check-up, not
// for every message.
func (tx *Tx) Counts() (c Counts, err error) {
	_, err = tx.one([]any{&c.Waiting, &c.Done, &c.Failed, &c.Aside, &c.Screens, &c.Queued, &c.Sent}, `SELECT
		(SELECT count(*) FROM inbox WHERE state = 'waiting'),
		(SELECT count(*) FROM inbox WHERE state = 'done'),
		(SELECT count(*) FROM inbox WHERE state = 'failed'),
		(SELECT count(*) FROM inbox WHERE state = 'aside'),
		(SELECT count(*) FROM screen),
		(SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')),
		(SELECT count(*) FROM outbox WHERE state = 'sent')`)
	if err != nil {
		return c, fmt.Errorf("count: %w", err)
	}
	return c, nil
}
