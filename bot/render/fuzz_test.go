package render

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"thuky/bot/ask"
	"thuky/store"
	"thuky/store/week"
)

// A source makes events out of the fuzzer's bytes.
type source struct {
	*rand.Rand
	words []string
}

func (s source) pick(from []string, most int) []string {
	var all []string
	for range s.IntN(most + 1) {
		all = append(all, from[s.IntN(len(from))])
	}
	return all
}

func (s source) event(number, length int) week.Event {
	e := week.Event{
		ID: int64(number + 1), Date: monday.AddDays(s.IntN(7)), Days: 1 + s.IntN(3)*s.IntN(2),
		Session: []week.Session{"", "", week.Morning, week.AllDay}[s.IntN(4)],
		Time:    []week.Clock{"", "08:00", "14:30"}[s.IntN(3)], End: []week.Clock{"", "", "17:00"}[s.IntN(3)],
		People: s.pick([]string{"thao", "vien-truong", "<ai>"}, 3), Groups: s.pick([]string{"Lãnh đạo Viện", "Tổ & nhóm"}, 2),
		Units: s.pick([]string{"P9", "P10", "?"}, 3), Duty: s.IntN(5) == 0, Line: number,
	}
	for range s.IntN(length + 1) {
		e.Text += " " + s.words[s.IntN(len(s.words))]
	}
	e.Text = fmt.Sprintf("mục-%d", number) + e.Text + fmt.Sprintf(" hết-%d", number)
	if s.IntN(2) == 0 {
		e.Place = s.words[s.IntN(len(s.words))]
	}
	return e
}

// tellsAll looks for the words of every event, in order, through all the pages.
func tellsAll(t *testing.T, pages []store.Message, events []week.Event) {
	t.Helper()
	var told []string
	for i, m := range pages {
		if why := refused(m); why != "" {
			t.Fatalf("page %d of %d: %s:\n%.5000q", i+1, len(pages), why, m.Text)
		}
		told = append(told, strings.Fields(Plain(m.Text))...)
	}
	at := map[string]int{}
	for i, word := range told {
		if _, ok := at[word]; !ok {
			at[word] = i
		}
	}
	for _, e := range events {
		words := strings.Fields(oneLine(e.Text))
		from, ok := at[words[0]]
		if !ok {
			t.Fatalf("%q is lost", words[0])
		}
		for _, word := range words {
			for from < len(told) && told[from] != word {
				from++
			}
			if from == len(told) {
				t.Fatalf("%q of %q is lost", word, words[0])
			}
			from++
		}
	}
}

func FuzzPages(f *testing.F) {
	f.Add(uint64(1), uint8(17), uint16(20), "họp án <b> & Phòng 9")
	f.Add(uint64(2), uint8(200), uint16(3), "x")
	f.Add(uint64(3), uint8(3), uint16(3000), "tọa đàm &amp; </i> \u202e \x00 e\u0301 \xff")
	f.Add(uint64(4), uint8(255), uint16(900), "< > & ⚠")
	d := office(f)
	f.Fuzz(func(t *testing.T, seed uint64, count uint8, length uint16, vocabulary string) {
		words := []string{"a"}
		for _, word := range strings.Fields(vocabulary) {
			if len(word) < 400 && oneLine(word) != "" { // a longer one is cut in the middle
				words = append(words, word)
			}
		}
		s := source{rand.New(rand.NewPCG(seed, 0)), words}
		events := make([]week.Event, count)
		for i := range events {
			events[i] = s.event(i, int(length)%3000/(1+int(count)/8))
		}
		split := [3][]week.Event{}
		for _, e := range events {
			at := s.IntN(3)
			split[at] = append(split[at], e)
		}
		intents := []ask.Intent{ask.List, ask.Count, ask.Free, ask.Next, ask.Where, ask.Who, ask.Changes}
		q := question(intents[s.IntN(len(intents))], monday, monday.AddDays(9))
		q.Match, q.Mine, q.When = vocabulary, s.IntN(2) == 0, s.IntN(2) == 0
		a := ask.Answer{Query: q, Direct: split[0], Shared: split[1], Rest: split[2], Count: len(events)}
		tellsAll(t, pagesOf(func(page int) (store.Message, int) { return Answer(a, "thao", d, page) }), events)

		p := Preview{Week: week.Week{From: monday, To: sunday, Events: events}, File: vocabulary, Replaces: s.IntN(2)}
		for i := range s.IntN(50) {
			p.Problems = append(p.Problems, Problem{Line: i, Text: vocabulary, Quote: vocabulary})
		}
		tellsAll(t, pagesOf(func(page int) (store.Message, int) { return WeekPreview(p, d, page) }), events)
	})
}

func TestPagesGoRound(t *testing.T) {
	d := office(t)
	var events []week.Event
	for i := range 100 {
		events = append(events, week.Event{Date: monday.AddDays(i / 15), Days: 1, Text: fmt.Sprintf("Họp lần %d %s", i, strings.Repeat("về án ", 20))})
	}
	a := ask.Answer{Query: question(ask.List, monday, sunday), Rest: events}
	first, count := Answer(a, "", d, 0)
	if count < 3 || !strings.Contains(first.Text, fmt.Sprintf("Trang 1/%d", count)) {
		t.Fatalf("%d pages, the first:\n%s", count, first.Text)
	}
	for page, same := range map[int]int{count: 0, count + 1: 1, -1: count - 1, -count: 0} {
		got, _ := Answer(a, "", d, page)
		want, _ := Answer(a, "", d, same)
		if got.Text != want.Text {
			t.Errorf("page %d is not page %d", page, same)
		}
	}
	for page := range count {
		m, _ := Answer(a, "", d, page)
		if !strings.HasPrefix(m.Text, "<b>Lịch công tác</b>\n") || !strings.Contains(m.Text, "/10/2021</b>\n") {
			t.Errorf("page %d tells neither the schedule nor the day:\n%.200s", page, m.Text)
		}
	}
}

func TestBreakLine(t *testing.T) {
	long := strings.Repeat("từ ", 10)
	for _, c := range []struct {
		markup string
		room   int
		want   []string
	}{
		{"<b>a b</b> c", 40, []string{"<b>a b</b> c"}},
		{"<i>" + long + "</i>", 20, []string{"<i>từ từ từ từ</i>", "<i>từ từ từ từ</i>", "<i>từ từ </i>"}},
		{"abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"a&amp;b&lt;c", 6, []string{"a&amp;", "b&lt;c"}},
	} {
		got := breakLine(c.markup, c.room)
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q in %d: %q, want %q", c.markup, c.room, got, c.want)
		}
	}
}
