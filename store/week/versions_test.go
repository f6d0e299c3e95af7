package week

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

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

// Whatever is done to a week, no identity is given twice and none is invented.
func TestInheritIsInjective(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		old, next := shuffled(random), shuffled(random)
		for i := range old {
			old[i].ID = int64(i + 1)
		}
		Inherit(old, next)
		seen := map[int64]bool{}
		for _, e := range next {
			if e.ID == 0 {
				continue
			}
			if seen[e.ID] || e.ID > int64(len(old)) {
				t.Fatalf("round %d: identity %d is given twice or invented", round, e.ID)
			}
			seen[e.ID] = true
		}
	}
}

// shuffled is a week of any mixture of the seed's events on any day and hour.
func shuffled(random *rand.Rand) []Event {
	all := retyped(seed()).Events
	events := make([]Event, random.IntN(30))
	for i := range events {
		e := all[random.IntN(len(all))]
		e.Date = date("2021-10-18").AddDays(random.IntN(7))
		e.Time = []Clock{"", "07:00", "08:00", "14:00", "15:30"}[random.IntN(5)]
		events[i] = e
	}
	return events
}

// One edit of some events, some dropped and some new ones, in any order: every
// event that was kept is recognised. Of those with the same wording it is enough
// that they are their own and do not cross.
func TestInheritRecoversRandomEdits(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for round := range 400 {
		old := seed().Events
		next := seed().Events // ID still tells the truth
		for i := range next {
			if random.IntN(3) == 0 {
				edit(random, &next[i])
			}
		}
		next = slices.DeleteFunc(next, func(e Event) bool { return !repeated(old, e.ID) && random.IntN(8) == 0 })
		next = append(next, novelty(random))
		random.Shuffle(len(next), func(i, j int) { next[i], next[j] = next[j], next[i] })
		truth := make([]int64, len(next))
		for i := range next {
			truth[i], next[i].ID = next[i].ID, 0
		}
		Inherit(old, next)
		for i, e := range next {
			if repeated(old, truth[i]) && repeated(old, e.ID) && slices.Equal(old[e.ID-1].Units, old[truth[i]-1].Units) {
				continue
			}
			if e.ID != truth[i] {
				t.Errorf("round %d: %s %s %q has identity %d, was %d", round, e.Date, e.Time, e.Text, e.ID, truth[i])
			}
		}
	}
}

// repeated reports whether the old event shares its text with another one.
func repeated(old []Event, id int64) bool {
	return id > 0 && slices.ContainsFunc(old, func(e Event) bool { return e.ID != id && e.Text == old[id-1].Text })
}

func edit(random *rand.Rand, e *Event) {
	switch random.IntN(6) {
	case 0:
		e.Time = []Clock{"07:30", "09:00", "10:30", "15:00", "16:30"}[random.IntN(5)]
	case 1:
		e.Date = date("2021-10-18").AddDays(random.IntN(7))
	case 2:
		e.Place = "hội trường tầng 2"
	case 3:
		written := strings.Fields(e.Text)
		written[random.IntN(len(written))] = "khác"
		e.Text = strings.Join(written, " ")
	case 4:
		if len(e.People) > 0 {
			e.People = append(slices.Clone(e.People), "moi")
			e.Text += " Cùng dự: đ/c Mới."
		}
	case 5:
		e.Text = strings.TrimSuffix(e.Text, ".") + ";"
	}
}

func novelty(random *rand.Rand) Event {
	return Event{Date: date("2021-10-18").AddDays(random.IntN(7)), Time: "10:00", Days: 1,
		Text: fmt.Sprintf("Tiếp công dân định kỳ lần thứ %d", random.IntN(100))}
}

// What kept its wording never crosses: of two such pairs the earlier old event is
// continued by the earlier new one, unless one of them is unchanged.
func TestInheritNeverCrosses(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	at := func() (e Event) {
		e = seed().Events[2]
		e.ID = 0
		e.Date, e.Time = date("2021-10-18").AddDays(random.IntN(7)), []Clock{"07:00", "08:00", "14:00", "15:00"}[random.IntN(4)]
		return e
	}
	for round := range 500 {
		var old, next []Event
		for i := range 1 + random.IntN(5) {
			old = append(old, at())
			old[i].ID = int64(i + 1)
		}
		for range 1 + random.IntN(5) {
			next = append(next, at())
		}
		Inherit(old, next)
		type move struct{ from, to Event }
		var moves []move
		for _, e := range next {
			if e.ID != 0 && byTime(old[e.ID-1], e) != 0 {
				moves = append(moves, move{old[e.ID-1], e})
			}
		}
		for _, a := range moves {
			for _, b := range moves {
				if byTime(a.from, b.from) < 0 && byTime(a.to, b.to) > 0 {
					t.Fatalf("round %d: %s %s → %s %s crosses %s %s → %s %s", round, a.from.Date, a.from.Time, a.to.Date, a.to.Time,
						b.from.Date, b.from.Time, b.to.Date, b.to.Time)
				}
			}
		}
		if want := min(len(old), len(next)); len(moves)+unmoved(old, next) != want {
			t.Fatalf("round %d: %d of %d are paired", round, len(moves)+unmoved(old, next), want)
		}
	}
}

func unmoved(old, next []Event) (count int) {
	for _, e := range next {
		if e.ID != 0 && byTime(old[e.ID-1], e) == 0 {
			count++
		}
	}
	return count
}

// A text of thousands of items, all alike or none, must not stop the office.
func TestInheritIsBounded(t *testing.T) {
	many := func(time Clock, day func(i int) int) []Event {
		all := make([]Event, 5000)
		for i := range all {
			all[i] = Event{Date: date("2021-10-18").AddDays(day(i)), Time: time, Days: 1, Text: fmt.Sprintf("Đ/c Liên nghe báo cáo vụ %d", i)}
		}
		return all
	}
	old, next := many("08:00", func(int) int { return 0 }), many("09:00", func(int) int { return 0 })
	for i := range old {
		old[i].ID = int64(i + 1)
	}
	Inherit(old, next)
	spread := many("09:00", func(i int) int { return i })
	Inherit(old, spread)
	paired := 0
	for _, e := range next {
		if e.ID != 0 {
			paired++
		}
	}
	if paired != most {
		t.Errorf("%d are paired, want %d", paired, most)
	}
}

// cheapest against trying everything.
func TestCheapest(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	const apart = 10
	for round := range 500 {
		rows, columns := random.IntN(6), random.IntN(6)
		costs := make([][]int64, rows)
		for i := range costs {
			costs[i] = make([]int64, columns)
			for j := range costs[i] {
				costs[i][j] = random.Int64N(14)
			}
		}
		var got int64
		taken := map[int]bool{}
		for i, j := range cheapest(costs, columns, apart) {
			switch {
			case j < 0:
				got += apart
			case taken[j] || costs[i][j] >= apart:
				t.Fatalf("round %d: %v gives row %d the column %d", round, costs, i, j)
			default:
				taken[j] = true
				got += costs[i][j]
			}
		}
		if want := tryAll(costs, columns, apart, map[int]bool{}); got != want {
			t.Fatalf("round %d: %v costs %d, want %d", round, costs, got, want)
		}
	}
}

func tryAll(costs [][]int64, columns int, apart int64, taken map[int]bool) int64 {
	if len(costs) == 0 {
		return 0
	}
	least := apart + tryAll(costs[1:], columns, apart, taken)
	for j := range columns {
		if !taken[j] && costs[0][j] < apart {
			taken[j] = true
			least = min(least, costs[0][j]+tryAll(costs[1:], columns, apart, taken))
			delete(taken, j)
		}
	}
	return least
}

// The longest week that is compared each with each.
func BenchmarkInherit(b *testing.B) {
	old := make([]Event, most)
	for i := range old {
		old[i] = Event{ID: int64(i + 1), Date: date("2021-10-18").AddDays(i % 7), Time: "08:00", Days: 1,
			Text: fmt.Sprintf("Đ/c Liên - PVT nghe Phòng %d báo cáo án về việc số %d và các kiến nghị", i%12, i)}
	}
	for b.Loop() {
		next := slices.Clone(old)
		for i := range next {
			next[i].ID, next[i].Time = 0, "09:00"
		}
		Inherit(old, next)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(time.Millisecond)/float64(b.N), "ms/week")
}
