package week

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each edit of the seed's week, as a retyped document brings it, and the identity
// that each of its events must have then; 0 is a new one.
func TestInherit(t *testing.T) {
	same := func() []int64 { return []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17} }
	edited := func(change func(events []Event)) func() ([]Event, []int64) {
		return func() ([]Event, []int64) {
			events := retyped(seed()).Events
			change(events)
			return events, same()
		}
	}
	dropped := func(at int, change func(events []Event)) func() ([]Event, []int64) {
		return func() ([]Event, []int64) {
			events := retyped(seed()).Events
			change(events)
			return slices.Delete(events, at, at+1), slices.Delete(same(), at, at+1)
		}
	}
	added := func(e Event) func() ([]Event, []int64) {
		return func() ([]Event, []int64) { return append(retyped(seed()).Events, e), append(same(), 0) }
	}
	for name, version := range map[string]func() ([]Event, []int64){
		"nothing":   edited(func([]Event) {}),
		"hour":      edited(func(e []Event) { e[2].Time = "15:00" }),
		"far hour":  edited(func(e []Event) { e[12].Time = "07:00" }),
		"hour gone": edited(func(e []Event) { e[12].Time, e[12].Session = "", Afternoon }),
		"day":       edited(func(e []Event) { e[3].Date = date("2021-10-22") }),
		"far day":   edited(func(e []Event) { e[12].Date, e[12].Time = date("2021-10-18"), "08:00" }),
		"place": edited(func(e []Event) {
			e[6].Place, e[6].Text = "hội trường", strings.Replace(e[6].Text, "phòng đọc báo", "hội trường", 1)
		}),
		"place found": edited(func(e []Event) { e[12].Place = "cơ quan" }),
		"reworded": edited(func(e []Event) {
			e[1].Text = "Lãnh đạo Viện họp trực tuyến rút kinh nghiệm các vụ án bị trả hồ sơ để điều tra bổ sung"
		}),
		"other words of the same people at the same time": edited(func(e []Event) { e[8].Text = "Đ/c Liên dự lễ tang." }),
		"more participants": edited(func(e []Event) {
			e[10].Text, e[10].People = "Đ/c Thảo - PVT, đ/c Thanh - PVT nghe Phòng 7 báo cáo án.", []string{"thao", "thanh"}
		}),
		"another leader": edited(func(e []Event) {
			e[13].Text, e[13].People = "Đ/c Thanh - PVT nghe Phòng 8 báo cáo công tác.", []string{"thanh"}
		}),
		"another unit": edited(func(e []Event) {
			e[10].Text, e[10].Units = "Đ/c Thảo - PVT nghe Phòng 10 báo cáo án.", []string{"P10"}
		}),
		"duty gets names": edited(func(e []Event) {
			e[15].Text, e[15].People = "Trực nghiệp vụ: đ/c Thảo", []string{"thao"}
			e[15].Text = "Phân công " + e[15].Text
		}),
		// Three times "Đ/c Liên nghe Phòng 9 báo cáo án": 3 on Monday, 6 on Tuesday, 12 on Thursday.
		"one of three moves":        edited(func(e []Event) { e[5].Date = date("2021-10-20") }),
		"two of three move":         edited(func(e []Event) { e[5].Date, e[11].Date = date("2021-10-20"), date("2021-10-22") }),
		"all three change the hour": edited(func(e []Event) { e[2].Time, e[5].Time, e[11].Time = "15:00", "15:00", "09:00" }),
		"two swap their hours":      edited(func(e []Event) { e[2].Time, e[11].Time = "08:00", "14:00" }),
		"two move and swap": edited(func(e []Event) {
			e[5].Date, e[5].Time, e[11].Date, e[11].Time = date("2021-10-20"), "08:00", date("2021-10-22"), "14:00"
		}),
		"the first of three dropped":                  dropped(2, func([]Event) {}),
		"the middle of three dropped, the last moved": dropped(5, func(e []Event) { e[11].Date = date("2021-10-22") }),
		"three leaders at one hour, one dropped":      dropped(9, func([]Event) {}),
		"one dropped, another reworded":               dropped(9, func(e []Event) { e[10].Text = "Đ/c Thảo - PVT nghe Phòng 7 báo cáo án hình sự." }),
		"backwards": func() ([]Event, []int64) {
			events, ids := retyped(seed()).Events, same()
			slices.Reverse(events)
			slices.Reverse(ids)
			return events, ids
		},
		"another item of the same leader": added(Event{Date: date("2021-10-22"), Time: "08:00", Days: 1, Text: "Đ/c Liên - PVT nghe Phòng 11 báo cáo án.", People: []string{"lien"}, Units: []string{"P11"}}),
		"a fourth of the three":           added(Event{Date: date("2021-10-22"), Time: "08:00", Days: 1, Text: "Đ/c Liên - PVT nghe Phòng 9 báo cáo án.", People: []string{"lien"}, Units: []string{"P9"}}),
		"a new duty":                      added(Event{Date: date("2021-10-20"), Days: 1, Text: "Phân công trực nghiệp vụ", Duty: true}),
		"something else in place of another": func() ([]Event, []int64) {
			events, ids := retyped(seed()).Events, same()
			events[12].Text, events[12].Groups = "Khám sức khỏe định kỳ tại bệnh viện", nil
			ids[12] = 0
			return events, ids
		},
		"other people and another unit at the same hour": func() ([]Event, []int64) {
			events, ids := retyped(seed()).Events, same()
			events[13].Text, events[13].People, events[13].Units = "Đ/c Thanh - PVT nghe Phòng 10 báo cáo công tác.", []string{"thanh"}, []string{"P10"}
			ids[13] = 0
			return events, ids
		},
	} {
		t.Run(name, func(t *testing.T) {
			events, want := version()
			Inherit(seed().Events, events)
			for i, e := range events {
				if e.ID != want[i] {
					t.Errorf("%s %s %q has identity %d, want %d", e.Date, e.Time, e.Text, e.ID, want[i])
				}
			}
		})
	}
}

func TestInheritTwoIdenticalItemsOfOneDay(t *testing.T) {
	twice := func(times ...Clock) (all []Event) {
		for i, at := range times {
			all = append(all, Event{ID: int64(i + 1), Date: date("2021-10-21"), Time: at, Days: 1, Text: "Họp giao ban"})
		}
		return all
	}
	for name, c := range map[string]struct {
		old, new []Clock
		want     []int64
	}{
		"same hour":             {[]Clock{"08:00", "08:00"}, []Clock{"08:00", "08:00"}, []int64{1, 2}},
		"both move":             {[]Clock{"08:00", "14:00"}, []Clock{"09:00", "15:00"}, []int64{1, 2}},
		"the second moves":      {[]Clock{"08:00", "14:00"}, []Clock{"08:00", "16:00"}, []int64{1, 2}},
		"one is dropped":        {[]Clock{"08:00", "14:00"}, []Clock{"14:30"}, []int64{2}},
		"a third":               {[]Clock{"08:00", "14:00"}, []Clock{"08:00", "10:00", "14:00"}, []int64{1, 0, 2}},
		"untimed ones":          {[]Clock{"", ""}, []Clock{"", ""}, []int64{1, 2}},
		"one gets an hour":      {[]Clock{"", "14:00"}, []Clock{"08:00", "14:00"}, []int64{1, 2}},
		"listed otherwise":      {[]Clock{"08:00", "14:00"}, []Clock{"15:00", "09:00"}, []int64{2, 1}},
		"unchanged comes first": {[]Clock{"08:00", "09:00"}, []Clock{"09:00", "10:00"}, []int64{2, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			next := twice(c.new...)
			for i := range next {
				next[i].ID = 0
			}
			Inherit(twice(c.old...), next)
			var got []int64
			for _, e := range next {
				got = append(got, e.ID)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestInheritKeepsWhatWasDecidedInChat(t *testing.T) {
	old := seed().Events
	old[2].Paper, old[4].Status, old[5].Status, old[10].Status = true, Cancelled, Postponed, Postponed
	next := retyped(seed()).Events
	next[2].Time = "16:00"
	next[5].Date = date("2021-10-20") // the new day of what was postponed
	Inherit(old, next)
	if !next[2].Paper {
		t.Error("an event for paper only came back with a document")
	}
	if next[4].Status != Cancelled || next[10].Status != Postponed {
		t.Errorf("statuses are %q and %q, want cancelled and postponed", next[4].Status, next[10].Status)
	}
	if next[5].Status != "" {
		t.Errorf("what was postponed has a new day and is still %q", next[5].Status)
	}
}

func TestInheritLeavesKnownIdentities(t *testing.T) {
	next := seed().Events
	next[2].ID, next[5].ID = 6, 3 // swapped by a person
	next[11].ID = 99              // of another week
	Inherit(seed().Events, next)
	if next[2].ID != 6 || next[5].ID != 3 || next[11].ID != 99 {
		t.Errorf("identities are %d, %d and %d, want 6, 3 and 99", next[2].ID, next[5].ID, next[11].ID)
	}
}
