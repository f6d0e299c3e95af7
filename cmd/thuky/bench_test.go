package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot"
	"thuky/bot/ask"
	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/bot/sim"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/week"
)

// BenchmarkUpdates is one question through the whole pipeline, durably: polled and
// stored (FULL sync), answered by the clerk, delivered, recorded. The pace limits
// are lifted in sim and outbox.
func BenchmarkUpdates(b *testing.B) {
	c := defaults()
	c.Limits = limitsConfig{} // few people ask a great deal
	if err := c.check(); err != nil {
		b.Fatal(err)
	}
	c.Outbox.OverallPerSecond, c.Outbox.PrivatePerSecond = 0, 0
	database := filepath.Join(b.TempDir(), "thuky.db")
	server := sim.New(sim.Options{SpecPath: "-"})
	people := enrolMany(b, database, server, 100)
	ledger, err := store.Open(b.Context(), database, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	now := func() time.Time { return time.Date(2021, 10, 21, 6, 25, 0, 0, c.Office.zone) }
	line := bot.Line{Token: server.Token(), APIURL: "https://telegram.invalid", Client: server.Client()}
	o, err := newOffice(ledger, c, line, now, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	publishSample(b, ledger)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- o.run(ctx) }()
	b.ResetTimer()
	for i := range b.N {
		people[i%len(people)].Send("lịch hôm nay")
	}
	if err := server.Wait(context.Background(), func() bool {
		return server.Stats().Requests["sendMessage"] >= b.N && server.Pending() == 0
	}); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
	stop()
	if err := <-ended; err != nil {
		b.Error(err)
	}
	if err := ledger.Close(); err != nil {
		b.Error(err)
	}
}

func publishSample(b *testing.B, ledger *store.Store) {
	b.Helper()
	d, err := sampleOffice()
	if err != nil {
		b.Fatal(err)
	}
	document, err := doc.Read("lich.txt", sampleWeek)
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2021, 10, 18, 6, 0, 0, 0, time.UTC)
	if err := ledger.Write(b.Context(), func(tx *store.Tx) error {
		if err := tx.SaveDirectory(d); err != nil {
			return err
		}
		_, err := tx.PublishWeek(weekly.Read(document, names.New(d), now).Week, "", now)
		return err
	}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkAsk is one "lịch hôm nay" against twenty years of weeks, about 20,000
// items, and against ten times that.
func BenchmarkAsk(b *testing.B) {
	for _, perWeek := range []int{20, 200} {
		b.Run(fmt.Sprintf("items=%d", perWeek*20*52), func(b *testing.B) {
			d, err := sampleOffice()
			if err != nil {
				b.Fatal(err)
			}
			ledger, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "thuky.db"), store.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer ledger.Close()
			fillYears(b, ledger, perWeek)
			index := names.New(d)
			now := time.Date(2021, 10, 21, 6, 25, 0, 0, time.FixedZone("", 7*3600))
			took := make([]time.Duration, 0, b.N)
			b.ResetTimer()
			for range b.N {
				began := time.Now()
				if err := ledger.Read(b.Context(), func(tx *store.Tx) error {
					q := ask.Understand("lịch hôm nay", index, now)
					_, err := ask.Find(q, "thao", index.Directory(), tx)
					return err
				}); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			b.StopTimer()
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		})
	}
}

// fillYears publishes twenty years of weeks around 2021. Today has the same items
// whatever perWeek is: what grows is the ledger, not the answer.
func fillYears(b *testing.B, ledger *store.Store, perWeek int) {
	b.Helper()
	monday := civil.Date{Year: 2011, Month: 10, Day: 17}
	today := civil.Date{Year: 2021, Month: 10, Day: 21}
	if err := ledger.Write(b.Context(), func(tx *store.Tx) error {
		for range 20 * 52 {
			w := week.Week{From: monday, To: monday.AddDays(6)}
			for i := range perWeek {
				date := monday.AddDays(i % 7)
				if date == today && i >= 20 {
					date = date.AddDays(1)
				}
				w.Events = append(w.Events, week.Event{Date: date, Time: "08:00", Days: 1, People: []string{"lien"},
					Units: []string{"P9"}, Text: fmt.Sprintf("Đ/c Liên - PVT nghe Phòng 9 báo cáo án số %d.", i)})
			}
			if _, err := tx.PublishWeek(w, "", time.Time{}); err != nil {
				return err
			}
			monday = monday.AddDays(7)
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkSeedPage is one reading of the seed: a whole web page, article first.
func BenchmarkSeedPage(b *testing.B) {
	d, err := sampleOffice()
	if err != nil {
		b.Fatal(err)
	}
	index := names.New(d)
	now := time.Date(2021, 10, 21, 6, 25, 0, 0, time.UTC)
	b.SetBytes(int64(len(samplePage)))
	for b.Loop() {
		document, err := doc.Read("page.txt", samplePage)
		if err != nil {
			b.Fatal(err)
		}
		if read := weekly.Read(document, index, now); len(read.Week.Events) != 17 {
			b.Fatalf("%d events", len(read.Week.Events))
		}
	}
}
