package week

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEdits(t *testing.T) {
	start := Event{ID: 7, Date: date("2021-10-20"), Time: "08:00", End: "10:30", Session: Morning, Days: 1,
		Text: "Đ/c Thảo họp tại phòng họp số 1, có báo cáo.", People: []string{"thao"}, Place: "phòng họp số 1"}
	for name, c := range map[string]struct {
		edits []Edit
		want  func(e *Event)
	}{
		"another day":             {[]Edit{MoveTo(date("2021-10-26"))}, func(e *Event) { e.Date = date("2021-10-26") }},
		"another hour":            {[]Edit{StartAt("14:00", "")}, func(e *Event) { e.Time, e.End, e.Session = "14:00", "16:30", "" }},
		"hour and end":            {[]Edit{StartAt("14:00", "15:00")}, func(e *Event) { e.Time, e.End, e.Session = "14:00", "15:00", "" }},
		"behind midnight":         {[]Edit{StartAt("22:00", "")}, func(e *Event) { e.Time, e.End, e.Session = "22:00", "", "" }},
		"a session":               {[]Edit{InSession(Afternoon)}, func(e *Event) { e.Time, e.End, e.Session = "", "", Afternoon }},
		"an hour after a session": {[]Edit{InSession(Afternoon), StartAt("14:00", "")}, func(e *Event) { e.Time, e.End, e.Session = "14:00", "", "" }},
		"another place": {[]Edit{HeldAt("hội trường")}, func(e *Event) {
			e.Place, e.Text = "hội trường", "Đ/c Thảo họp tại hội trường, có báo cáo."
		}},
		"no place": {[]Edit{HeldAt("")}, func(e *Event) {
			e.Place, e.Text = "", "Đ/c Thảo họp, có báo cáo."
		}},
		"nowhere, then somewhere": {[]Edit{HeldAt(""), HeldAt("hội trường")}, func(e *Event) {
			e.Place, e.Text = "hội trường", "Đ/c Thảo họp, có báo cáo."
		}},
		"other words": {[]Edit{Reworded("Đ/c Liên họp.", []string{"lien"}, nil, []string{"P9"})}, func(e *Event) {
			e.Text, e.People, e.Units = "Đ/c Liên họp.", []string{"lien"}, []string{"P9"}
		}},
		"a group":                   {[]Edit{With(nil, []string{"Lãnh đạo Viện"}, nil)}, func(e *Event) { e.People, e.Groups = nil, []string{"Lãnh đạo Viện"} }},
		"postponed":                 {[]Edit{Become(Postponed)}, func(e *Event) { e.Status = Postponed }},
		"postponed, then a new day": {[]Edit{Become(Postponed), MoveTo(date("2021-10-22"))}, func(e *Event) { e.Date = date("2021-10-22") }},
		"cancelled, then a new day": {[]Edit{Become(Cancelled), MoveTo(date("2021-10-22"))}, func(e *Event) {
			e.Date, e.Status = date("2021-10-22"), Cancelled
		}},
		"restored": {[]Edit{Become(Cancelled), Become("")}, func(*Event) {}},
		"on paper": {[]Edit{OnPaper(true)}, func(e *Event) { e.Paper = true }},
	} {
		t.Run(name, func(t *testing.T) {
			got, want := start, start
			for _, edit := range c.edits {
				edit(&got)
			}
			c.want(&want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
