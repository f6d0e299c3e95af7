package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A calendar feed shows this many days before and after today.
const (
	feedBack  = 60
	feedAhead = 180
)

// feeds serves GET and HEAD /lich/SECRET.ics to calendars of phones. Whatever else
// is asked of it gets the very answer of a path that does not exist.
func feeds(ledger *store.Store, now func() time.Time, log *slog.Logger) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		secret, named := strings.CutSuffix(r.PathValue("file"), ".ics")
		if !named || r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.NotFound(w, r)
			return
		}
		calendar, found, err := feed(r.Context(), ledger, secret, now())
		switch {
		case err != nil:
			log.Error("calendar feed", "error", err)
			http.Error(w, "calendar feed", http.StatusServiceUnavailable)
		case !found:
			http.NotFound(w, r)
		default:
			sum := sha256.Sum256(calendar)
			w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
			w.Header().Set("Cache-Control", "private, no-cache") // the reader's own copy, compared each time
			w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(calendar))
		}
	}
}

// feed writes the calendar that the secret opens, of what its owner may see.
func feed(ctx context.Context, ledger *store.Store, secret string, now time.Time) (calendar []byte, found bool, err error) {
	var owner string
	var d staff.Directory
	var events []store.FeedEvent
	today := civil.DateOf(now)
	err = ledger.Read(ctx, func(tx *store.Tx) (err error) {
		var office bool
		if owner, office, found, err = tx.FeedOwner(secret); err != nil || !found {
			return err
		}
		if d, err = tx.Directory(); err != nil {
			return err
		}
		d = d.On(today)
		person, _ := d.Person(owner)
		if found = office || person.May(staff.ReadSchedule); !found {
			return nil
		}
		events, err = tx.FeedEvents(today.AddDays(-feedBack), today.AddDays(feedAhead))
		if !office {
			events = slices.DeleteFunc(events, func(e store.FeedEvent) bool { return !concerns(e.Event, person, &d) })
		}
		return err
	})
	if err != nil || !found {
		return nil, false, err
	}
	return render.Calendar(render.CalendarName(owner, &d), events, &d, now.Location()), true, nil
}

// concerns reports whether the event names the person or a group that reaches
// them; for those who speak for their unit, also whether it names the unit.
func concerns(e week.Event, p staff.Person, d *staff.Directory) bool {
	switch week.Why(d, e, p.Key) {
	case week.ByName, week.ByGroup:
		return true
	case week.ByUnit:
		return p.Has(staff.UnitHead) || p.Has(staff.UnitContact)
	}
	return false
}
