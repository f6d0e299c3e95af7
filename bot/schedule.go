package bot

import (
	"context"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/store"
	"thuky/store/week"
)

// schedule is the published schedule as one transaction sees it.
type schedule struct{ tx *store.Tx }

func (s schedule) Events(_ context.Context, from, to civil.Date) ([]week.Event, error) {
	events, err := s.tx.Events(from, to)
	for i := range events {
		if e := &events[i]; e.Paper {
			e.Text, e.Place = "", "" // no search may find it by its words
		}
	}
	return events, err
}

func (s schedule) Published(_ context.Context, from, to civil.Date) ([]civil.Date, error) {
	return s.tx.Published(from, to)
}

// Schedule lets package ask read what has been published, as tx sees it.
func Schedule(tx *store.Tx) ask.Schedule { return schedule{tx} }
