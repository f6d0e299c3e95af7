package week

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

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
