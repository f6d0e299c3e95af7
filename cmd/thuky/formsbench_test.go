package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"thuky/bot"
	"thuky/bot/sim"
	"thuky/store"
)

// BenchmarkForms is many units that fill in their forms at once, through the real bot:
// polled and stored (FULL sync), decided by the clerk, delivered by the outbox, every
// answer durable before its echo is seen. One iteration is all forms from /chamdiem to the
// receipt. The pace limits are lifted in sim and outbox, but for those called paced, which
// hold to Telegram's and are compared with what these alone would take (floor-s).
func BenchmarkForms(b *testing.B) {
	for _, one := range []struct {
		units, criteria int
		paced           bool
	}{{200, 10, false}, {50, 60, false}, {20, 10, false}, {20, 60, false}, {20, 200, false}, {50, 10, true}} {
		name := fmt.Sprintf("units=%d/criteria=%d", one.units, one.criteria)
		if one.paced {
			name = "paced/" + name
		}
		b.Run(name, func(b *testing.B) { benchmarkForms(b, one.units, one.criteria, one.paced) })
	}
}

func benchmarkForms(b *testing.B, units, criteria int, paced bool) {
	c := defaults()
	c.Limits = limitsConfig{} // they answer as fast as a program
	if err := c.check(); err != nil {
		b.Fatal(err)
	}
	options := sim.Options{SpecPath: "-", Rate: sim.RateWindow}
	if !paced {
		c.Outbox.OverallPerSecond, c.Outbox.PrivatePerSecond, c.Outbox.InFlight = 0, 0, 64
		options.Rate = sim.RateOff
	}
	forms, answers, floor := 0, 0, 0.0
	var elapsed, cpu time.Duration
	for range b.N {
		b.StopTimer()
		database := filepath.Join(b.TempDir(), "thuky.db")
		start := time.Date(2021, 11, 1, 10, 0, 0, 0, c.Office.zone)
		period := formsOffice(b, database, units, criteria, start)
		ledger, err := store.Open(context.Background(), database, store.Options{})
		if err != nil {
			b.Fatal(err)
		}
		server := sim.New(options)
		began := time.Now()
		now := func() time.Time { return start.Add(time.Since(began)) }
		line := bot.Line{Token: server.Token(), APIURL: "https://telegram.invalid", Client: server.Client()}
		o, err := newOffice(ledger, c, line, now, slog.New(slog.DiscardHandler))
		if err != nil {
			b.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- o.run(ctx) }()
		f, unwatch := newFillers(b, server, units, criteria, false)
		b.StartTimer()
		first, used := time.Now(), processorTime()
		f.begin()
		f.until(func() bool { return f.finished == units })
		elapsed += time.Since(first)
		cpu += processorTime() - used
		b.StopTimer()
		requests := server.Stats().Requests
		floor += float64(requests["sendMessage"]+requests["editMessageText"]) / c.Outbox.OverallPerSecond
		if server.Stats().TooMany > 0 {
			b.Errorf("%d refusals for the pace", server.Stats().TooMany)
		}
		stop()
		if err := <-ended; err != nil {
			b.Error(err)
		}
		unwatch()
		if err := ledger.Close(); err != nil {
			b.Error(err)
		}
		f.check(database, period)
		forms, answers = forms+units, answers+units*criteria
	}
	b.ReportMetric(float64(forms)/elapsed.Seconds(), "forms/s")
	b.ReportMetric(float64(answers)/elapsed.Seconds(), "answers/s")
	b.ReportMetric(float64(cpu.Microseconds())/float64(answers), "cpu-µs/answer")
	if paced {
		b.ReportMetric(floor/float64(b.N), "floor-s")
	}
}

// processorTime is what this process has used of the processors.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
