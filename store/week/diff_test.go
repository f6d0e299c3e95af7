package week

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// summary is a change in one line: kind, identity and aspects.
type summary struct {
	Kind    Kind
	Text    string // of the event as it stands now
	Aspects []Aspect
}

func summaries(changes []Change) (all []summary) {
	for _, c := range changes {
		all = append(all, summary{c.Kind, c.Event().Text, c.Aspects})
	}
	return all
}

func TestDiff(t *testing.T) {
	const nine, clean = "Đ/c Liên - PVT nghe Phòng 9 báo cáo án.", "Tổng vệ sinh cơ quan, đội thanh niên xung kích tham gia cắt, tỉa cành cây xanh cơ quan."
	one := func(at int, change func(e *Event)) func(w *Week) {
		return func(w *Week) { change(&w.Events[at]) }
	}
	for name, c := range map[string]struct {
		edit func(w *Week)
		want []summary
	}{
		"nothing": {func(*Week) {}, nil},
		"only spelling": {one(12, func(e *Event) {
			e.Text = "TỔNG VỆ SINH cơ quan; đội thanh niên xung kích tham gia cắt, tỉa cành cây xanh cơ quan"
		}), nil},
		"another line":          {one(12, func(e *Event) { e.Line = 99 }), nil},
		"people in other order": {one(0, func(e *Event) { e.People = []string{"thao", "vien-truong"} }), nil},
		"hour":                  {one(2, func(e *Event) { e.Time = "15:00" }), []summary{{Edited, nine, []Aspect{NewHour}}}},
		"an end":                {one(2, func(e *Event) { e.End = "16:00" }), []summary{{Edited, nine, []Aspect{NewHour}}}},
		"day":                   {one(2, func(e *Event) { e.Date = date("2021-10-20") }), []summary{{Edited, nine, []Aspect{NewDay}}}},
		"length":                {one(2, func(e *Event) { e.Days = 2 }), []summary{{Edited, nine, []Aspect{NewDay}}}},
		"place stated":          {one(12, func(e *Event) { e.Place = "cơ quan" }), []summary{{Edited, clean, []Aspect{NewPlace}}}},
		"place in the text": {one(6, func(e *Event) {
			e.Place = "hội trường"
			e.Text = "Lãnh đạo Viện và toàn thể công chức tọa đàm nhân kỷ niệm 91 năm ngày thành lập Hội LHPN Việt Nam 20/10 tại hội trường."
		}), []summary{{Edited, "Lãnh đạo Viện và toàn thể công chức tọa đàm nhân kỷ niệm 91 năm ngày thành lập Hội LHPN Việt Nam 20/10 tại hội trường.", []Aspect{NewPlace}}}},
		"place added to the text": {one(2, func(e *Event) {
			e.Place, e.Text = "phòng họp số 1", "Đ/c Liên - PVT nghe Phòng 9 báo cáo án tại phòng họp số 1."
		}),
			[]summary{{Edited, "Đ/c Liên - PVT nghe Phòng 9 báo cáo án tại phòng họp số 1.", []Aspect{NewPlace}}}},
		"people": {one(12, func(e *Event) { e.Units = []string{"VP"} }), []summary{{Edited, clean, []Aspect{NewPeople}}}},
		"several": {one(10, func(e *Event) {
			e.Time, e.People, e.Text, e.Place = "09:00", []string{"thao", "thanh"}, "Đ/c Thảo, Thanh - PVT nghe Phòng 7 báo cáo án.", "phòng họp"
		}), []summary{{Edited, "Đ/c Thảo, Thanh - PVT nghe Phòng 7 báo cáo án.", []Aspect{NewHour, NewPlace, NewPeople, NewText}}}},
		"paper":           {one(2, func(e *Event) { e.Paper = true }), []summary{{Edited, nine, []Aspect{NewPaper}}}},
		"an undated item": {func(w *Week) { w.Events = append(w.Events, Event{Text: "Họp", Days: 1}) }, nil},
		"new, dropped and moved, by time": {func(w *Week) {
			w.Events[2].Date, w.Events[2].Time = date("2021-10-22"), "09:00"
			w.Events = slices.Delete(w.Events, 12, 13)
			w.Events = append(w.Events, Event{Date: date("2021-10-19"), Time: "16:00", Days: 1, Text: "Họp báo"})
		}, []summary{{Added, "Họp báo", nil}, {Removed, clean, nil}, {Edited, nine, []Aspect{NewDay, NewHour}}}},
	} {
		t.Run(name, func(t *testing.T) {
			next := retyped(seed())
			c.edit(&next)
			kept := slices.Clone(next.Events)
			if diff := cmp.Diff(c.want, summaries(Diff(seed(), next))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if diff := cmp.Diff(kept, next.Events); diff != "" {
				t.Errorf("Diff changed the week:\n%s", diff)
			}
		})
	}
}

func TestDiffGoesByIdentity(t *testing.T) {
	next := seed()
	next.Events[2], next.Events[12] = next.Events[12], next.Events[2]
	next.Events[2].ID, next.Events[12].ID = 3, 13
	if got := len(Diff(seed(), next)); got != 2 {
		t.Errorf("%d changes, want 2: two events took each other's content", got)
	}
	next = seed()
	next.Events[4].Status, next.Events[5].Status = Cancelled, Postponed
	for _, c := range Diff(seed(), next) {
		if diff := cmp.Diff([]Aspect{NewStatus}, c.Aspects); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.After.Text, diff)
		}
	}
}

// What Diff says and what Inherit does agree, whatever the weeks are: the changes
// turn the old week into the new one.
func TestDiffTellsTheWholeDifference(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for round := range 200 {
		old, next := Week{Events: shuffled(random)}, Week{Events: shuffled(random)}
		for i := range old.Events {
			old.Events[i].ID = int64(i + 1)
		}
		changes := Diff(old, next)
		if !slices.IsSortedFunc(changes, func(a, b Change) int { return byTime(a.Event(), b.Event()) }) {
			t.Fatalf("round %d: not in order of time", round)
		}
		have := map[int64]Event{}
		for _, e := range old.Events {
			have[e.ID] = e
		}
		var got []Event
		for _, c := range changes {
			switch c.Kind {
			case Added:
				got = append(got, c.After)
				continue
			case Edited:
				got = append(got, c.After)
			}
			if _, ok := have[c.Before.ID]; !ok {
				t.Fatalf("round %d: event %d is changed twice or was not there", round, c.Before.ID)
			}
			delete(have, c.Before.ID)
		}
		for _, e := range have {
			got = append(got, e)
		}
		if diff := cmp.Diff(unedited(next.Events), unedited(got), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("round %d (-new +changed old):\n%s", round, diff)
		}
		if again := Diff(next, next); len(again) != 0 {
			t.Fatalf("round %d: a week differs from itself: %v", round, summaries(again))
		}
	}
}

func unedited(events []Event) (all []string) {
	for _, s := range sketches(events) {
		all = append(all, s.unedited)
	}
	slices.Sort(all)
	return all
}

func TestTally(t *testing.T) {
	added, removed, edited := Tally([]Change{{Kind: Added}, {Kind: Edited}, {Kind: Added}, {Kind: Removed}, {Kind: Edited}, {Kind: Edited}})
	if added != 2 || removed != 1 || edited != 3 {
		t.Errorf("tally is %d, %d, %d, want 2, 1, 3", added, removed, edited)
	}
}
