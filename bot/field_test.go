package bot

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

	"thuky/bot/names"
	"thuky/bot/render"
	"thuky/store/staff"
	"thuky/store/week"
)

// clerksDesk is a clerk's desk on Thursday 21/10/2021, on the week of 25/10.
func clerksDesk(t testing.TB) desk {
	t.Helper()
	f, err := os.Open("weekly/testdata/phuyen.toml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := staff.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return desk{names: names.New(d), now: civil.DateTime{Date: date("2021-10-21"), Time: civil.Time{Hour: 9}}, monday: date("2021-10-25")}
}

func date(text string) civil.Date {
	d, err := civil.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// meeting is an item as a schedule has it.
func meeting() week.Event {
	return week.Event{ID: 3, Date: date("2021-10-26"), Time: "08:00", End: "09:30", Days: 1, Text: "Đ/c Liên - PVT họp tại phòng họp số 1.",
		People: []string{"lien"}, Groups: []string{}, Units: []string{}, Place: "phòng họp số 1"}
}

func TestFieldsAreReadAsTyped(t *testing.T) {
	k := clerksDesk(t)
	hour := func(e week.Event) string { return string(e.Time) + " " + string(e.End) + " " + string(e.Session) }
	day := func(e week.Event) string { return e.Date.String() + " " + strings.Repeat("+", e.Days-1) }
	place := func(e week.Event) string { return e.Place + " | " + e.Text }
	who := func(e week.Event) string {
		return strings.Join(slices.Concat(e.People, e.Groups, e.Units), ", ")
	}
	text := func(e week.Event) string { return hour(e) + " | " + e.Text + " | " + who(e) + " | " + e.Place }
	for _, c := range []struct {
		field render.Field
		says  func(week.Event) string
		typed string
		want  string // "" if it is not understood
	}{
		{render.FieldHour, hour, "14h30", "14:30 16:00 "}, // it lasts as long as before
		{render.FieldHour, hour, "14", "14:00 15:30 "},
		{render.FieldHour, hour, "7g", "07:00 08:30 "},
		{render.FieldHour, hour, "lúc 3 giờ chiều", "15:00 16:30 "},
		{render.FieldHour, hour, "8h-11h30", "08:00 11:30 "},
		{render.FieldHour, hour, "từ 13h30 đến 17h", "13:30 17:00 "},
		{render.FieldHour, hour, "buoi chieu", "  chiều"},
		{render.FieldHour, hour, "Cả ngày", "  cả ngày"},
		{render.FieldHour, hour, "không", "  "},
		{render.FieldHour, hour, "25h", ""},
		{render.FieldHour, hour, "thứ 5 14h", ""}, // the day is another field
		{render.FieldHour, hour, "hôm nay", ""},
		{render.FieldHour, hour, "11h-8h", ""},
		{render.FieldHour, hour, "sớm nhất có thể", ""},
		{render.FieldHour, hour, "", ""},

		{render.FieldDay, day, "thứ 5", "2021-10-28 "}, // of the week at hand
		{render.FieldDay, day, "cn", "2021-10-31 "},
		{render.FieldDay, day, "28/10", "2021-10-28 "},
		{render.FieldDay, day, "ngày 1/11/2021", "2021-11-01 "},
		{render.FieldDay, day, "mai", "2021-10-22 "}, // of today
		{render.FieldDay, day, "27-28/10", "2021-10-27 +"},
		{render.FieldDay, day, "thứ 2, 26/10", ""}, // they disagree
		{render.FieldDay, day, "32/10", ""},
		{render.FieldDay, day, "14h", ""},
		{render.FieldDay, day, "tháng sau", ""},
		{render.FieldDay, day, "tuần sau", ""},
		{render.FieldDay, day, "thứ 5 họp", ""},
		{render.FieldDay, day, "cả ngày", ""},

		{render.FieldPlace, place, "hội trường", "hội trường | Đ/c Liên - PVT họp tại hội trường."},
		{render.FieldPlace, place, "Tại hội trường tầng 2.", "hội trường tầng 2 | Đ/c Liên - PVT họp tại hội trường tầng 2."},
		{render.FieldPlace, place, "không", " | Đ/c Liên - PVT họp."},
		{render.FieldPlace, place, "...", ""},

		{render.FieldWho, who, "Thảo, Liên", "thao, lien"},
		{render.FieldWho, who, "đ/c Thảo - PVT và Phòng 9", "thao, P9"},
		{render.FieldWho, who, "thao, phong 9", "thao, P9"},
		{render.FieldWho, who, "Lãnh đạo Viện; Phòng 8, 9", "Lãnh đạo Viện, P8, P9"},
		{render.FieldWho, who, "viện trưởng", "vien-truong"},
		{render.FieldWho, who, "không ai", ""},
		{render.FieldWho, who, "Hùng", ""},
		{render.FieldWho, who, "Thảo và nhiều người khác", ""},

		{render.FieldText, text, "Đ/c Thảo nghe Phòng 9 báo cáo án tại hội trường", "08:00 09:30  | Đ/c Thảo nghe Phòng 9 báo cáo án tại hội trường | thao, P9 | hội trường"},
		{render.FieldText, text, "14h đ/c Liên họp", "14:00 15:30  | đ/c Liên họp | lien | "},
		{render.FieldText, text, "14h", ""},
		{render.FieldText, text, strings.Repeat("họp ", 400), ""},
	} {
		e := meeting()
		edit, ok := k.read(c.field, c.typed, e)
		got := ""
		if ok {
			edit(&e)
			got = c.says(e)
		}
		if got != c.want {
			t.Errorf("%s %q is %q, want %q", c.field, c.typed, got, c.want)
		}
	}
}

// Whatever is typed for a field leaves an item that can be published, and is
// changed in no other field than its words may.
func FuzzField(f *testing.F) {
	for _, text := range []string{"14h30", "thứ 5", "không", "Thảo, phòng 9", "cả ngày", "8h-11h", "tại hội trường", "31/12/2999", "\x00", "đ/c đ/c"} {
		f.Add(text)
	}
	k := clerksDesk(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, field := range []render.Field{render.FieldHour, render.FieldDay, render.FieldPlace, render.FieldText, render.FieldWho, "", "other"} {
			before := meeting()
			edit, ok := k.read(field, text, before)
			if !ok {
				continue
			}
			after := meeting()
			edit(&after)
			soundEvent(t, after)
			if diff := cmp.Diff(meeting(), before); diff != "" {
				t.Fatalf("reading alone changes the item: %s", diff)
			}
			if field == render.FieldDay && (after.Time != before.Time || after.Text != before.Text) || field == render.FieldHour && after.Date != before.Date {
				t.Fatalf("%s %q makes %+v", field, text, after)
			}
		}
		c := changing{View: changeTyping}
		if c.readNew(text, k) {
			soundEvent(t, c.After)
			if !c.After.Date.IsValid() && c.Field != render.FieldDay {
				t.Fatalf("%q has no day and none is asked for", text)
			}
		}
	})
}

// soundEvent looks for what the ledger would refuse; a day may be missing.
func soundEvent(t *testing.T, e week.Event) {
	t.Helper()
	for _, clock := range []week.Clock{e.Time, e.End} {
		if _, ok := clock.Minutes(); clock != "" && !ok {
			t.Fatalf("clock %q", clock)
		}
	}
	if e.Text == "" || e.Days < 1 || e.Days > 31 || !e.Date.IsZero() && !e.Date.IsValid() {
		t.Fatalf("item %+v", e)
	}
}

func TestNewItemsAreReadAsTyped(t *testing.T) {
	k := clerksDesk(t)
	k.monday = civil.Date{}
	for typed, want := range map[string]string{
		"thứ 5 14h00 đ/c Thảo họp với Phòng 9 tại phòng họp số 1": "2021-10-21 14:00-: đ/c Thảo họp với Phòng 9 tại phòng họp số 1 [thao P9]",
		"Thứ Sáu, 22/10/2021: 8h - 11h Lãnh đạo Viện giao ban":    "2021-10-22 08:00-11:00: Lãnh đạo Viện giao ban [Lãnh đạo Viện]",
		"chiều mai đ/c Liên tiếp công dân":                        "2021-10-22 chiều: đ/c Liên tiếp công dân [lien]",
		"sáng mai 8h họp chi bộ":                                  "2021-10-22 08:00-: họp chi bộ []",
		"14h chiều thứ 2 tuần sau đ/c Thanh nghe Phòng 1":         "2021-10-25 14:00-: đ/c Thanh nghe Phòng 1 [thanh P1]",
		"từ 27/10 đến 28/10 đ/c Thảo đi công tác":                 "2021-10-27+1: đ/c Thảo đi công tác [thao]",
		"27/10 trực nghiệp vụ":                                    "2021-10-27: trực nghiệp vụ []",
		"15h đ/c Liên họp":                                        "? 15:00-: đ/c Liên họp [lien]", // the day is asked for
		"đ/c Liên họp lúc 15h thứ 5":                              "?: đ/c Liên họp lúc 15h thứ 5 [lien]",
		"thứ 5":                                                   "",
		"thứ 5 14h00":                                             "",
		"chào":                                                    "",
		"":                                                        "",
	} {
		c := changing{View: changeTyping}
		got := ""
		if c.readNew(typed, k) {
			e := c.After
			got = "?"
			if e.Date.IsValid() {
				got = e.Date.String()
			}
			if e.Days > 1 {
				got += "+1"
			}
			if e.Time != "" {
				got += " " + string(e.Time) + "-" + string(e.End)
			}
			if e.Session != "" {
				got += " " + string(e.Session)
			}
			got += ": " + e.Text + " [" + strings.Join(slices.Concat(e.People, e.Groups, e.Units), " ") + "]"
		}
		if got != want {
			t.Errorf("%q\n is %q,\nwant %q", typed, got, want)
		}
	}
}

// What is said about the moment a screen was shown.
func TestAnOldScreenTakesNoText(t *testing.T) {
	now := time.Date(2021, 10, 21, 9, 0, 0, 0, time.UTC)
	for age, want := range map[time.Duration]bool{0: true, patience: true, patience + time.Second: false, 24 * time.Hour: false} {
		shown := now.Add(-age).Unix()
		d := draft{Step: previewed, View: viewField, Shown: shown}
		c := changing{View: changeField, Shown: shown}
		if d.awaits(now) != want || c.awaits(now) != want {
			t.Errorf("%s old: %v and %v, want %v", age, d.awaits(now), c.awaits(now), want)
		}
	}
}
