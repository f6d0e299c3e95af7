package store

import (
	"context"
	"time"
)

// Watch calls changed whenever the ledger has changed since it last looked, also
// by another process. It looks once in every interval and returns when ctx is done.
func (s *Store) Watch(ctx context.Context, every time.Duration, changed func()) {
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return
	}
	defer conn.Close()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	last := int64(-1)
	for {
		var version int64
		// A failure is no news: whoever reads or writes next meets it too.
		err := conn.QueryRowContext(context.WithoutCancel(ctx), `PRAGMA data_version`).Scan(&version)
		if err == nil && version != last {
			last = version
			changed()
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
