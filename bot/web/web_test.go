package web

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"thuky/store"
)

// lateAfter is the setting that the tests go by.
const lateAfter = 5 * time.Minute

func TestHealth(t *testing.T) {
	ledger, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "thuky.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	start := time.Date(2021, 10, 21, 6, 25, 0, 0, time.UTC)
	now, ailing, silent := start, false, time.Duration(0)
	handler := Handler(ledger, Vitals{func() bool { return ailing }, func() time.Duration { return silent }, lateAfter}, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	look := func(want Health, status int) {
		t.Helper()
		response := httptest.NewRecorder()
		handler.ServeHTTP(response, httptest.NewRequest(http.MethodGet, "/healthz", nil))
		var got Health
		if err := json.Unmarshal(response.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got != want || response.Code != status {
			t.Errorf("health is %+v with status %d, want %+v with %d", got, response.Code, want, status)
		}
	}
	look(Health{OK: true, Disk: true}, 200)
	if err := ledger.Write(context.Background(), func(tx *store.Tx) error {
		return tx.Queue(store.Delivery{Deed: "a", Chat: 1, Class: store.Answer, Kind: store.Send}, start)
	}); err != nil {
		t.Fatal(err)
	}
	now = start.Add(time.Minute)
	look(Health{OK: true, Disk: true, Open: 1, Late: 60}, 200)
	now = start.Add(lateAfter)
	look(Health{Disk: true, Open: 1, Late: 300}, 503)
	now, silent = start, lateAfter
	look(Health{Disk: true, Open: 1, Silent: 300}, 503)
	silent = 0
	now, ailing = start, true
	look(Health{Open: 1}, 503)
}
