package weekly

import (
	"testing"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

	"thuky/bot/doc"
	"thuky/store/week"
)

func TestReadItem(t *testing.T) {
	index := office(t)
	thursday := civil.Date{Year: 2021, Month: 10, Day: 21}
	item := func(change func(e *week.Event)) week.Event {
		e := week.Event{Date: thursday, Days: 1, People: []string{}, Groups: []string{}, Units: []string{}}
		change(&e)
		return e
	}
	for text, want := range map[string]week.Event{
		"14h00 đ/c Thảo họp với Phòng 9 tại hội trường": item(func(e *week.Event) {
			e.Time, e.Text, e.Place = "14:00", "đ/c Thảo họp với Phòng 9 tại hội trường", "hội trường"
			e.People, e.Units = []string{"thao"}, []string{"P9"}
		}),
		"- 8h-11h30: Lãnh đạo Viện họp giao ban": item(func(e *week.Event) {
			e.Time, e.End, e.Text, e.Groups = "08:00", "11:30", "Lãnh đạo Viện họp giao ban", []string{"Lãnh đạo Viện"}
		}),
		"Cả ngày: tổng vệ sinh (02 ngày)": item(func(e *week.Event) { e.Session, e.Text, e.Days = week.AllDay, "tổng vệ sinh (02 ngày)", 2 }),
		"Trực nghiệp vụ":                  item(func(e *week.Event) { e.Text, e.Duty = "Trực nghiệp vụ", true }),
	} {
		got, doubts, ok := ReadItem(text, thursday, index)
		if diff := cmp.Diff(want, got); diff != "" || !ok || len(doubts) > 0 {
			t.Errorf("%q, %v, %v (-want +got):\n%s", text, ok, doubts, diff)
		}
	}
	for _, nothing := range []string{"", " \n", "14h00", "Sáng:", "…", "- "} {
		if got, _, ok := ReadItem(nothing, thursday, index); ok {
			t.Errorf("%q is %+v, want nothing", nothing, got)
		}
	}
	got, doubts, ok := ReadItem("8h đ/c Hùng họp", civil.Date{}, index)
	if !ok || !got.Date.IsZero() || len(got.People) > 0 || len(doubts) != 1 || doubts[0].Code != UnknownPerson || doubts[0].Name != "Hùng" {
		t.Errorf("an unknown name gives %+v and %+v", got, doubts)
	}
}

// What a question is about must be known, so that the answer can be carried out.
func TestWarningsNameTheirItems(t *testing.T) {
	index := office(t)
	const text = `Lịch từ ngày 18/10/2021 đến ngày 24/10/2021
Thứ Hai, 18/10/2021:
08h00: Họp một
Thứ Tư, 18/10/2021:
08h00: Họp hai
14h00: Họp ba
Thứ Hai, 25/10/2021:
08h00: Họp bốn`
	r := Read(doc.Text(text), index, today)
	got := map[Code][]string{}
	for _, w := range r.Warnings {
		for _, i := range w.Events {
			got[w.Code] = append(got[w.Code], r.Week.Events[i].Text)
		}
	}
	want := map[Code][]string{WeekdayMismatch: {"Họp hai", "Họp ba"}, OutOfWeek: {"Họp bốn"}}
	if diff := cmp.Diff(want, got); diff != "" || !r.Titled {
		t.Errorf("titled %v (-want +got):\n%s", r.Titled, diff)
	}
}
