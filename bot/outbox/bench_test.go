package outbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"thuky/bot/outbox"
	"thuky/store"
)

// instant delivers at once.
type instant struct{}

func (instant) Deliver(context.Context, store.Delivery) (int64, error) { return 1, nil }

// BenchmarkDeliver measures deliveries a second through ledger and outbox, every
// one durably recorded, with the limits lifted, beside what waits for tomorrow:
// the cost of one must not grow with that.
func BenchmarkDeliver(b *testing.B) {
	for _, class := range []store.Class{store.Answer, store.Bulk} {
		for _, waiting := range []int{0, 20_000} {
			b.Run(fmt.Sprintf("class=%d/waiting=%d", class, waiting), func(b *testing.B) {
				s := benchOffice(b, waiting)
				sender := outbox.New(s, instant{}, outbox.Limits{InFlight: 64}, time.Now, slog.New(slog.DiscardHandler))
				ctx, cancel := context.WithCancel(context.Background())
				done := make(chan error, 1)
				go func() { done <- sender.Run(ctx) }()
				if err := sender.Idle(ctx); err != nil {
					b.Fatal(err)
				}
				fill(b, s, "deed", b.N, class, time.Time{})
				b.ResetTimer()
				sender.Knock()
				if err := sender.Idle(ctx); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "deliveries/s")
				cancel()
				if err := <-done; err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}

// benchOffice is a ledger in which so many deliveries wait for tomorrow.
func benchOffice(b *testing.B, waiting int) *store.Store {
	s, err := store.Open(context.Background(), filepath.Join(b.TempDir(), "thuky.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	fill(b, s, "tomorrow", waiting, store.Reminder, time.Now().Add(24*time.Hour))
	return s
}

func fill(b *testing.B, s *store.Store, deed string, n int, class store.Class, notBefore time.Time) {
	b.Helper()
	if err := s.Write(context.Background(), func(tx *store.Tx) error {
		for i := range n {
			if err := tx.Queue(store.Delivery{
				Deed: fmt.Sprintf("%s/%d", deed, i), Chat: int64(i%2000 + 1), Class: class, Kind: store.Send,
				NotBefore: notBefore, Message: store.Message{Text: "Thứ Năm, 21/10/2021: 14h00 nghe án"},
			}, time.Now()); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
}
