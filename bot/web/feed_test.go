package web

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A door is the handler on a ledger, at a moment that a test moves.
type door struct {
	*testing.T
	ledger  *store.Store
	handler http.Handler
	now     time.Time
	log     bytes.Buffer
	broken  bool
}

var officePeople = staff.Directory{
	Units: []staff.Unit{{Code: "LD", Name: "Lãnh đạo", Kind: "lanh-dao"}, {Code: "P9", Name: "Phòng 9"}, {Code: "P1", Name: "Phòng 1"}},
	People: []staff.Person{
		{Key: "thao", Name: "Thảo", Title: "Phó Viện trưởng", Short: "PVT", Unit: "LD", Roles: []staff.Role{staff.Leader}},
		{Key: "lien", Name: "Liên", Unit: "LD", Roles: []staff.Role{staff.Leader}},
		{Key: "dung", Name: "Dũng", Unit: "P9", Roles: []staff.Role{staff.UnitContact}},
		{Key: "mai", Name: "Mai", Unit: "P9", Roles: []staff.Role{staff.Staff}},
		{Key: "an", Name: "An", Unit: "P9"},
	},
	Groups: []staff.Group{{Name: "Lãnh đạo Viện", Members: []string{"thao", "lien"}}, {Name: "Toàn thể công chức", Everyone: true}},
}

func theWeek() week.Week {
	on := func(d int) civil.Date { return civil.Date{Year: 2021, Month: time.October, Day: d} }
	return week.Week{From: on(18), To: on(24), Events: []week.Event{
		{Date: on(18), Time: "07:00", Days: 2, Text: "Diễn tập", People: []string{"thao"}},
		{Date: on(18), Time: "14:00", Days: 1, Text: "Hội nghị", Groups: []string{"Lãnh đạo Viện"}},
		{Date: on(19), Time: "14:00", Days: 1, Text: "Nghe Phòng 9", People: []string{"lien"}, Units: []string{"P9"}},
		{Date: on(20), Time: "07:00", Days: 1, Text: "Tọa đàm", Groups: []string{"Toàn thể công chức"}},
		{Date: on(21), Time: "08:00", Days: 1, Text: "Chuyện kín", People: []string{"lien"}, Paper: true},
		{Date: on(22), Time: "08:00", Days: 1, Text: "Nghe Phòng 1", Units: []string{"P1"}},
	}}
}

func openDoor(t *testing.T) *door {
	t.Helper()
	d := &door{T: t, now: time.Date(2021, 10, 18, 6, 25, 0, 0, time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60))}
	var err error
	d.ledger, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "thuky.db"), store.Options{Fault: func(string) error {
		if d.broken {
			return errors.New("disk")
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.broken = false; d.ledger.Close() })
	d.handler = Handler(d.ledger, Vitals{func() bool { return false }, func() time.Duration { return 0 }, time.Minute}, func() time.Time { return d.now }, slog.New(slog.NewTextHandler(&d.log, nil)))
	d.write(func(tx *store.Tx) error { return tx.SaveDirectory(officePeople) })
	d.publish(theWeek())
	return d
}

func (d *door) write(do func(*store.Tx) error) {
	d.Helper()
	if err := d.ledger.Write(d.Context(), do); err != nil {
		d.Fatal(err)
	}
}

func (d *door) publish(w week.Week) {
	d.Helper()
	d.write(func(tx *store.Tx) error { _, err := tx.PublishWeek(w, "", d.now); return err })
}

// address makes the address of a feed.
func (d *door) address(person string) (path string) {
	d.Helper()
	d.write(func(tx *store.Tx) error {
		secret, err := tx.NewFeed(person, d.now)
		path = render.CalendarPath(secret)
		return err
	})
	return path
}

func (d *door) ask(method, path, etag string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, nil)
	if etag != "" {
		request.Header.Set("If-None-Match", etag)
	}
	response := httptest.NewRecorder()
	d.handler.ServeHTTP(response, request)
	return response
}

// entries reads a feed back, by UID.
func (d *door) entries(path string) map[string]*ics.VEvent {
	d.Helper()
	response := d.ask(http.MethodGet, path, "")
	if response.Code != http.StatusOK {
		d.Fatalf("status %d: %s", response.Code, response.Body)
	}
	calendar, err := ics.ParseCalendar(response.Body)
	if err != nil {
		d.Fatal(err)
	}
	all := map[string]*ics.VEvent{}
	for _, e := range calendar.Events() {
		all[e.Id()] = e
	}
	return all
}

func summaries(entries map[string]*ics.VEvent) []string {
	var all []string
	for _, e := range entries {
		all = append(all, e.GetProperty(ics.ComponentPropertySummary).Value)
	}
	slices.Sort(all)
	return all
}

func TestFeedShowsWhatItsOwnerMaySee(t *testing.T) {
	d := openDoor(t)
	for person, want := range map[string][]string{
		"":     {"07h00: Diễn tập", "Có lịch, xem bản giấy", "Hội nghị", "Nghe Phòng 1", "Nghe Phòng 9", "Tọa đàm"},
		"thao": {"07h00: Diễn tập", "Hội nghị", "Tọa đàm"},
		"lien": {"Có lịch, xem bản giấy", "Hội nghị", "Nghe Phòng 9", "Tọa đàm"},
		"dung": {"Nghe Phòng 9", "Tọa đàm"}, // speaks for Phòng 9
		"mai":  {"Tọa đàm"},
	} {
		if diff := cmp.Diff(want, summaries(d.entries(d.address(person)))); diff != "" {
			t.Errorf("feed of %q (-want +got):\n%s", person, diff)
		}
	}
	thao := d.address("thao")
	d.now = d.now.AddDate(0, 0, feedBack+1) // the drill's second day is the last one still shown
	if got := summaries(d.entries(thao)); !slices.Equal(got, []string{"07h00: Diễn tập", "Tọa đàm"}) {
		t.Errorf("two months later: %q", got)
	}
	d.now = d.now.AddDate(0, 0, -2*feedBack-feedAhead)
	if got := summaries(d.entries(thao)); len(got) != 0 {
		t.Errorf("half a year before: %q", got)
	}
}

func TestFeedIsNotThereWithoutItsSecret(t *testing.T) {
	d := openDoor(t)
	good, old, roleless, left := d.address(""), d.address("thao"), d.address("an"), d.address("mai")
	d.address("thao") // replaces the old one
	fewer := officePeople
	fewer.People = slices.DeleteFunc(slices.Clone(fewer.People), func(p staff.Person) bool { return p.Key == "mai" })
	d.write(func(tx *store.Tx) error { return tx.SaveDirectory(fewer) })
	nothing := d.ask(http.MethodGet, "/nothing", "")
	for _, try := range [][2]string{
		{"GET", old}, {"GET", roleless}, {"GET", left}, {"GET", "/lich/"}, {"GET", "/lich/.ics"}, {"GET", "/lich/thao.ics"},
		{"GET", strings.TrimSuffix(good, ".ics")}, {"GET", "/lich/" + strings.Repeat("a", 26) + ".ics"},
		{"POST", good}, {"DELETE", good}, {"GET", "/lich/%00.ics"}, {"GET", good + "/"},
	} {
		got := d.ask(try[0], try[1], "")
		if got.Code != http.StatusNotFound || got.Body.String() != nothing.Body.String() || !cmp.Equal(got.Header(), nothing.Header()) {
			t.Errorf("%s %s: status %d, %v, %q", try[0], try[1], got.Code, got.Header(), got.Body)
		}
	}
	d.broken = true
	if got := d.ask(http.MethodGet, good, ""); got.Code != http.StatusServiceUnavailable || got.Header().Get("ETag") != "" {
		t.Errorf("with a broken disk: status %d, %v", got.Code, got.Header())
	}
	secret := strings.TrimSuffix(strings.TrimPrefix(good, "/lich/"), ".ics")
	if log := d.log.String(); !strings.Contains(log, "disk") || strings.Contains(log, secret) {
		t.Errorf("the log is %q", log)
	}
}

func TestFeedIsFetchedAnewOnlyWhenItChanged(t *testing.T) {
	d := openDoor(t)
	path := d.address("thao")
	first := d.ask(http.MethodGet, path, "")
	etag := first.Header().Get("ETag")
	if etag == "" || first.Header().Get("Cache-Control") != "private, no-cache" || first.Header().Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Errorf("headers are %v", first.Header())
	}
	for _, try := range []struct {
		method, etag string
		status       int
		body         string
	}{
		{http.MethodGet, "", 200, first.Body.String()},
		{http.MethodHead, "", 200, ""},
		{http.MethodGet, etag, 304, ""},
		{http.MethodHead, etag, 304, ""},
		{http.MethodGet, `"other", W/` + etag, 304, ""},
		{http.MethodGet, `"other"`, 200, first.Body.String()},
	} {
		d.now = d.now.Add(time.Hour) // the hour is not in it
		got := d.ask(try.method, path, try.etag)
		if got.Code != try.status || got.Body.String() != try.body || got.Header().Get("ETag") != etag {
			t.Errorf("%s if not %s: status %d, %d bytes, tag %s", try.method, try.etag, got.Code, got.Body.Len(), got.Header().Get("ETag"))
		}
	}
	d.publish(theWeek())
	if got := d.ask(http.MethodGet, path, etag); got.Code != http.StatusNotModified {
		t.Errorf("published again without a change: status %d", got.Code)
	}
	others := theWeek()
	others.Events[2].Time = "15:00" // does not concern đ/c Thảo
	d.publish(others)
	if got := d.ask(http.MethodGet, path, etag); got.Code != http.StatusNotModified {
		t.Errorf("after a change that concerns others: status %d", got.Code)
	}
	others.Events[1].Time = "15:00"
	d.publish(others)
	if got := d.ask(http.MethodGet, path, etag); got.Code != http.StatusOK || got.Header().Get("ETag") == etag {
		t.Errorf("after a change: status %d, tag %s", got.Code, got.Header().Get("ETag"))
	}
}

func TestFeedFollowsAnEventThroughItsChanges(t *testing.T) {
	d := openDoor(t)
	path := d.address("")
	const conference, listening = "event-2@thuky", "event-3@thuky"
	w := theWeek()
	for i, step := range []struct {
		change func()
		uid    string
		want   string
	}{
		{func() {}, conference, "same CONFIRMED 20211018T070000Z Hội nghị"},
		{func() { w.Events[1].Time = "15:30" }, conference, "newer CONFIRMED 20211018T083000Z Hội nghị"},
		{func() { w.Events[1].Date = w.Events[1].Date.AddDays(2) }, conference, "newer CONFIRMED 20211020T083000Z Hội nghị"},
		{func() { w.Events[1].Status = week.Postponed }, conference, "newer TENTATIVE 20211020T083000Z HOÃN: Hội nghị"},
		{func() { w.Events[1].Status = week.Cancelled }, conference, "newer CANCELLED 20211020T083000Z HUỶ: Hội nghị"},
		{func() { w.Events[1].Status, w.Events[1].Time = "", "16:00" }, conference, "newer CONFIRMED 20211020T090000Z Hội nghị"},
		{func() { w.Events = slices.Delete(w.Events, 2, 3) }, listening, "newer CANCELLED 20211019T070000Z BỎ KHỎI LỊCH: Nghe Phòng 9"},
	} {
		before := d.entries(path)[step.uid]
		d.now = d.now.Add(time.Hour)
		step.change()
		d.publish(w)
		after := d.entries(path)[step.uid]
		if after == nil {
			t.Fatalf("step %d: %s is gone", i+1, step.uid)
		}
		value := func(e *ics.VEvent, p ics.ComponentProperty) string { return e.GetProperty(p).Value }
		grown := "same"
		if value(after, ics.ComponentPropertySequence) > value(before, ics.ComponentPropertySequence) &&
			value(after, ics.ComponentPropertyDtstamp) > value(before, ics.ComponentPropertyDtstamp) {
			grown = "newer"
		}
		got := strings.Join([]string{grown, value(after, ics.ComponentPropertyStatus), value(after, ics.ComponentPropertyDtStart),
			value(after, ics.ComponentPropertySummary)}, " ")
		if got != step.want {
			t.Errorf("step %d: %s, want %s", i+1, got, step.want)
		}
	}
}
