package bot

import (
	"bytes"
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"thuky/store"
)

// A ledger that fails for an hour, while every arrival knocks, is complained of now and
// then, not at every knock.
func TestAFailingLedgerDoesNotFillTheLog(t *testing.T) {
	for name, run := range map[string]func(*Bot, context.Context){"broadcasts": (*Bot).Broadcasts, "boards": (*Bot).Boards} {
		t.Run(name, func(t *testing.T) {
			ledger, err := store.Open(t.Context(), t.TempDir()+"/thuky.db", store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := ledger.Close(); err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				knock := make(chan struct{}, 1)
				b := &Bot{store: ledger, log: slog.New(slog.NewTextHandler(&log, nil)), now: time.Now, broadcastKnock: knock, boardKnock: knock}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				go func() {
					for ctx.Err() == nil {
						rest(ctx, nil, time.Second/5)
						select {
						case knock <- struct{}{}:
						default:
						}
					}
				}()
				run(b, ctx)
				if lines := bytes.Count(log.Bytes(), []byte("\n")); lines == 0 || lines > 130 {
					t.Errorf("%d lines in an hour", lines)
				}
			})
		})
	}
}
