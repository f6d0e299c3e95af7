package render

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"thuky/store"
	"thuky/store/week"
)

// saigon is the office's zone, seven hours before UTC all year.
var saigon = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// feed turns events into entries published on the Saturday before the seed's week.
func feed(events ...week.Event) []store.FeedEvent {
	all := make([]store.FeedEvent, len(events))
	for i, e := range events {
		all[i] = store.FeedEvent{Event: e, Version: 1, Since: time.Date(2021, 10, 16, 9, 30, 0, 0, saigon)}
	}
	return all
}

// oddEvents are all that a calendar has to think about.
func oddEvents() []store.FeedEvent {
	on := thursday
	all := feed(append(tables(),
		week.Event{ID: 11, Date: on, Time: "08:00", End: "07:00", Days: 1, Text: "Giờ kết thúc đọc nhầm"},
		week.Event{ID: 12, Date: on, Session: week.Morning, End: "10:00", Days: 1, Text: "Sáng, đến 10 giờ"},
		week.Event{ID: 13, Date: on, Session: week.Noon, Days: 1, Text: "Gặp mặt"},
		week.Event{ID: 14, Date: on, Session: week.Afternoon, Time: "14:00", Days: 1, Text: "Có giờ và buổi"},
		week.Event{ID: 15, Date: on, Session: week.Evening, Days: 1, Text: "Trực", Duty: true},
		week.Event{ID: 16, Date: on, Session: week.AllDay, Days: 3, Text: "Tập huấn"},
		week.Event{ID: 17, Date: on, Time: "08:00", Days: 1, Text: "Án mật", Place: "Phòng kín", People: []string{"lien"}, Paper: true},
		week.Event{ID: 18, Date: on, Time: "09:00", Days: 1, Text: "Hoãn rồi", Status: week.Postponed},
		week.Event{ID: 19, Date: on, Time: "10:00", Days: 1, Text: "Huỷ rồi", Status: week.Cancelled},
		week.Event{ID: 20, Date: on, Time: "11:00", Days: 1, Text: "Dấu , ; : \\ \" và\nxuống dòng\r\x00\u202e; " + strings.Repeat("ưởng", 60)},
		week.Event{ID: 21, Days: 1, Text: "Chưa rõ ngày"},
		week.Event{ID: 22, Date: day("2021-12-31"), Time: "23:30", Days: 1, Text: "Qua năm mới"},
		week.Event{ID: 23, Date: on, Time: "12:00", Days: 1, Text: "Bỏ rồi"},
	)...)
	last := &all[len(all)-1]
	last.Dropped, last.Version, last.Since = true, 3, last.Since.Add(48*time.Hour)
	return all
}

// TestCalendarGolden shows whole feeds as a calendar receives them.
func TestCalendarGolden(t *testing.T) {
	d := office(t)
	for name, events := range map[string][]store.FeedEvent{"seed": feed(seedWeek(t, d).Events...), "odd": oddEvents()} {
		file := filepath.Join("testdata", "calendar", name+".ics")
		bytes := Calendar(CalendarName("thao", d), events, d, saigon)
		checkCalendar(t, bytes)
		got := strings.ReplaceAll(string(bytes), "\r\n", "\n") // as git and an editor like it
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: -golden +now (flag -update writes it anew):\n%s", name, diff)
		}
	}
}

// checkCalendar holds a feed to the rules of RFC 5545 and to what the three
// calendars ask for besides.
func checkCalendar(t *testing.T, feed []byte) {
	t.Helper()
	text := string(feed)
	if !utf8.ValidString(text) || !strings.HasPrefix(text, "BEGIN:VCALENDAR\r\n") || !strings.HasSuffix(text, "END:VCALENDAR\r\n") {
		t.Fatalf("no calendar:\n%q", text)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || len(line) == 0 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	unfolded := strings.ReplaceAll(text, "\r\n ", "")
	for _, needed := range []string{"VERSION:2.0", "PRODID:", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "NAME:", "X-WR-CALNAME:",
		"X-WR-TIMEZONE:", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} {
		if strings.Count(unfolded, "\r\n"+needed) != 1 {
			t.Errorf("%s does not stand once", needed)
		}
	}
	calendar, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range calendar.Events() {
		for _, needed := range []ics.ComponentProperty{ics.ComponentPropertyUniqueId, ics.ComponentPropertyDtstamp,
			ics.ComponentPropertyDtStart, ics.ComponentPropertyDtEnd, ics.ComponentPropertySequence, ics.ComponentPropertyStatus,
			ics.ComponentPropertySummary} {
			if n := len(e.GetProperties(needed)); n != 1 {
				t.Errorf("%s: %s stands %d times", e.Id(), needed, n)
			}
		}
		if seen[e.Id()] {
			t.Errorf("%s stands twice", e.Id())
		}
		seen[e.Id()] = true
		checkSpan(t, e)
	}
}

var (
	utcForm  = regexp.MustCompile(`^\d{8}T\d{6}Z$`)
	dateForm = regexp.MustCompile(`^\d{8}$`)
)

// checkSpan: both ends are moments in UTC, or both days; the end is after the start.
func checkSpan(t *testing.T, e *ics.VEvent) {
	t.Helper()
	from, until := e.GetProperty(ics.ComponentPropertyDtStart), e.GetProperty(ics.ComponentPropertyDtEnd)
	form := utcForm
	if from.GetValueType() == ics.ValueDataTypeDate {
		form = dateForm
	}
	if from.GetValueType() != until.GetValueType() || !form.MatchString(from.Value) || !form.MatchString(until.Value) {
		t.Errorf("%s: from %v to %v", e.Id(), from, until)
	}
	if until.Value <= from.Value {
		t.Errorf("%s ends at %s, begins at %s", e.Id(), until.Value, from.Value)
	}
	if stamp := e.GetProperty(ics.ComponentPropertyDtstamp).Value; !utcForm.MatchString(stamp) {
		t.Errorf("%s: stamp %s", e.Id(), stamp)
	}
}

func TestCalendarSaysWhatAnEventSays(t *testing.T) {
	d := office(t)
	calendar, err := ics.ParseCalendar(strings.NewReader(string(Calendar("Lịch", oddEvents(), d, saigon))))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, e := range calendar.Events() {
		value := func(p ics.ComponentProperty) string {
			if property := e.GetProperty(p); property != nil {
				return property.Value
			}
			return "-"
		}
		got[e.Id()] = fmt.Sprintf("%s %s %s %s | %s | %s", value(ics.ComponentPropertyDtStart), value(ics.ComponentPropertyDtEnd),
			value(ics.ComponentPropertyStatus), value(ics.ComponentPropertySequence), value(ics.ComponentPropertySummary),
			value(ics.ComponentPropertyLocation))
	}
	for id, want := range map[int]string{
		1:  "20240116T070000Z 20240116T090000Z CONFIRMED 1 | Thẩm định hồ sơ thi đua của các đơn vị | Phòng họp số 1",
		2:  "20240116 20240117 CONFIRMED 1 | Kiểm tra <nhà tạm giữ> & báo cáo Phòng 9, 10 | -",
		3:  "20240116T000000Z 20240116T043000Z CONFIRMED 1 | Sáng: Đ/c Thanh - PVT làm việc tại cơ quan | cơ quan",
		4:  "20240116 20240117 CONFIRMED 1 | Đến 17h00: Hội thảo với Phó Viện trưởng | -",
		11: "20211021T010000Z 20211021T020000Z CONFIRMED 1 | Giờ kết thúc đọc nhầm | -",
		12: "20211021T000000Z 20211021T030000Z CONFIRMED 1 | Đến 10h00: Sáng, đến 10 giờ | -",
		13: "20211021T043000Z 20211021T063000Z CONFIRMED 1 | Trưa: Gặp mặt | -",
		14: "20211021T070000Z 20211021T080000Z CONFIRMED 1 | Có giờ và buổi | -",
		15: "20211021T110000Z 20211021T140000Z CONFIRMED 1 | Tối: Trực | -",
		16: "20211021 20211024 CONFIRMED 1 | Tập huấn | -",
		17: "20211021T010000Z 20211021T020000Z CONFIRMED 1 | Có lịch, xem bản giấy | -",
		18: "20211021T020000Z 20211021T030000Z TENTATIVE 1 | HOÃN: Hoãn rồi | -",
		19: "20211021T030000Z 20211021T040000Z CANCELLED 1 | HUỶ: Huỷ rồi | -",
		22: "20211231T163000Z 20211231T173000Z CONFIRMED 1 | Qua năm mới | -",
		23: "20211021T050000Z 20211021T060000Z CANCELLED 3 | BỎ KHỎI LỊCH: Bỏ rồi | -",
	} {
		if id := fmt.Sprintf("event-%d@thuky", id); got[id] != want {
			t.Errorf("%s is\n%s, want\n%s", id, got[id], want)
		}
	}
	if _, there := got["event-21@thuky"]; there {
		t.Error("an event without a day is in the calendar")
	}
	if long := got["event-20@thuky"]; !strings.Contains(long, `Dấu , ; : \ " và xuống dòng ; ưởngưởng`) || strings.Contains(long, "\u202e") {
		t.Errorf("odd signs became %q", long)
	}
}

// TestCalendarKeepsPaperOnPaper: nothing of such an event but its hour leaves the office.
func TestCalendarKeepsPaperOnPaper(t *testing.T) {
	secret := feed(week.Event{ID: 1, Date: thursday, Time: "08:00", Days: 1, Text: "Án mật", Place: "Phòng kín",
		People: []string{"lien"}, Groups: []string{"Lãnh đạo Viện"}, Units: []string{"P9"}, Paper: true})
	text := string(Calendar("Lịch", secret, office(t), saigon))
	for _, word := range []string{"mật", "kín", "Liên", "Lãnh đạo", "Phòng", "P9"} {
		if strings.Contains(text, word) {
			t.Errorf("%q is in the calendar", word)
		}
	}
}

func FuzzCalendar(f *testing.F) {
	f.Add("Họp; giao ban, \\ tổ\n2", "08:00", "11:00", "sáng", 1, "phòng")
	f.Add("\xff\u202e", "99:99", "x", "tối", 0, "")
	d := office(f)
	f.Fuzz(func(t *testing.T, text, from, until, session string, days int, place string) {
		e := week.Event{ID: 1, Date: thursday, Time: week.Clock(from), End: week.Clock(until), Session: week.Session(session),
			Days: min(max(days, 0), 62), Text: text, Place: place}
		checkCalendar(t, Calendar(text, feed(e), d, saigon))
	})
}

// BenchmarkCalendar writes the feed of a full window: 34 weeks of the seed's 17 items.
func BenchmarkCalendar(b *testing.B) {
	d := office(b)
	var events []store.FeedEvent
	for range 34 {
		events = append(events, feed(seedWeek(b, d).Events...)...)
	}
	for b.Loop() {
		Calendar("Lịch", events, d, saigon)
	}
}
