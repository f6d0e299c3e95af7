// Package web is the door for machines: whether the secretary is well, in numbers
// only; and the schedule for the calendars of phones, to whoever holds the secret
// of a feed and to nobody else.
package web

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"thuky/store"
)

// Health is what /healthz answers, with HTTP status 200 if OK and 503 if not.
type Health struct {
	OK      bool `json:"ok"`
	Silent  int  `json:"clock_silent_seconds"` // for how long the clock of reminders has not looked after them
	Disk    bool `json:"disk"`                 // the ledger can be read and has taken what it was given
	Open    int  `json:"open"`                 // deliveries that wait, also those not due yet
	Late    int  `json:"late_seconds"`         // for how long the oldest answer or reminder has been due
	Failed  int  `json:"failed"`               // deliveries that failed, in the last 24 hours
	Unknown int  `json:"unknown"`              // deliveries of which nobody knows, in the last 24 hours
}

// Vitals are what the parts of the program say of themselves.
type Vitals struct {
	Ailing func() bool          // the disk has failed lately
	Silent func() time.Duration // for how long the clock has not looked after reminders
	Late   time.Duration        // for how long an answer or a reminder may be overdue, and the clock silent, before the secretary is no longer well
}

// Handler serves /healthz and the calendar feeds; now is in the office's zone.
func Handler(ledger *store.Store, vitals Vitals, now func() time.Time, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/lich/{file}", feeds(ledger, now, log))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		var h Health
		var outbox store.OutboxHealth
		at := now()
		err := ledger.Read(r.Context(), func(tx *store.Tx) (err error) {
			outbox, err = tx.OutboxHealth(at.Add(-24*time.Hour), at)
			return err
		})
		if err != nil {
			log.Error("health", "error", err)
		}
		h.Disk = err == nil && !vitals.Ailing()
		h.Open, h.Failed, h.Unknown = outbox.Open, outbox.Ended[store.Undelivered], outbox.Ended[store.Unknown]
		if !outbox.Overdue.IsZero() {
			h.Late = int(at.Sub(outbox.Overdue).Seconds())
		}
		h.Silent = int(vitals.Silent().Seconds())
		h.OK = h.Disk && h.Late < int(vitals.Late.Seconds()) && h.Silent < int(vitals.Late.Seconds())
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		if !h.OK {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(h) // whoever asked has gone
	})
	return mux
}
