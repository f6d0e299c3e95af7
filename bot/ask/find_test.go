package ask_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

	"thuky/bot/ask"
	"thuky/store/week"
)

// ids lists the numbers of the events in the seed's week, from 1.
func ids(events []week.Event) []int64 {
	all := []int64{}
	for _, e := range events {
		all = append(all, e.ID)
	}
	return all
}

func october(day int) civil.Date { return civil.Date{Year: 2021, Month: 10, Day: day} }

// TestLeaderAsks holds that a leader sees first what names them, then what
// reaches them through a group, then the rest of the office.
func TestLeaderAsks(t *testing.T) {
	o := newOffice(t)
	for _, c := range []struct {
		question, asker      string
		direct, shared, rest []int64
	}{
		{"lịch hôm nay", "thao", []int64{11}, []int64{}, []int64{10, 12, 13}},
		{"lịch thứ 2 tuần này", "lien", []int64{3}, []int64{2}, []int64{1}},
		{"lịch hôm nay", "", []int64{}, []int64{}, []int64{10, 11, 12, 13}},
		{"lịch của tôi tuần này", "vien-truong", []int64{1}, []int64{2, 7}, []int64{}},
		{"lịch đ/c Liên tuần này", "thao", []int64{3, 6, 9, 12}, []int64{2, 7}, []int64{}},
		{"lịch lãnh đạo viện thứ 4 tuần này", "thao", []int64{7, 8, 9}, []int64{}, []int64{}},
		{"lịch phòng 9 tuần này", "thao", []int64{}, []int64{}, []int64{3, 6, 12}},
	} {
		a := o.ask(t, c.question, c.asker)
		if got, want := [][]int64{ids(a.Direct), ids(a.Shared), ids(a.Rest)}, [][]int64{c.direct, c.shared, c.rest}; !cmp.Equal(got, want) {
			t.Errorf("%s, asked by %q: %s", c.question, c.asker, cmp.Diff(want, got))
		}
		if a.Count != len(a.Events()) {
			t.Errorf("%s: count %d of %d events", c.question, a.Count, len(a.Events()))
		}
	}
}

// TestVerdicts says who is free, and that no published item is not yet free.
func TestVerdicts(t *testing.T) {
	o := newOffice(t)
	a := o.ask(t, "tuần này ai rảnh chiều thứ 4", "")
	var busy []string
	for _, v := range a.Verdicts {
		if len(v.Busy) > 0 {
			busy = append(busy, v.Person)
		}
	}
	if len(a.Verdicts) != 4 || !slices.Equal(busy, []string{"lien"}) || !a.Published() {
		t.Errorf("verdicts %+v", a.Verdicts)
	}
	if a = o.ask(t, "sáng thứ 4 tuần này ai bận", ""); len(a.Verdicts[0].Busy) != 1 || len(a.Verdicts[1].Busy) != 2 {
		t.Errorf("a group keeps its members busy: %+v", a.Verdicts)
	}
	a = o.ask(t, "chiều thứ 2 tuần sau đ/c Thảo rảnh không", "")
	if len(a.Verdicts) != 1 || len(a.Verdicts[0].Busy) != 0 || a.Published() {
		t.Errorf("next week is not published: %+v", a)
	}
}

// TestNothingFound names the weeks that are not published and the next item.
func TestNothingFound(t *testing.T) {
	o := newOffice(t)
	a := o.ask(t, "tối nay có họp không", "")
	if a.Count != 0 || !a.Published() || a.Upcoming == nil || a.Upcoming.ID != 14 {
		t.Errorf("this evening: %+v", a)
	}
	if a = o.ask(t, "sáng nay đ/c Liên trực không", ""); a.Upcoming != nil {
		t.Errorf("Liên has no duty: %+v", a.Upcoming)
	}
	if a = o.ask(t, "trưa nay có gì", ""); a.Upcoming == nil || a.Upcoming.ID != 13 {
		t.Errorf("at noon: %+v", a.Upcoming)
	}
	if a = o.ask(t, "lịch tuần trước", ""); a.Upcoming != nil {
		t.Errorf("the past has no next item: %+v", a.Upcoming)
	}
	a = o.ask(t, "lịch 2 tuần tới", "")
	if want := []civil.Date{october(25), {Year: 2021, Month: 11, Day: 1}}; !slices.Equal(a.Unpublished, want) {
		t.Errorf("unpublished %v, want %v", a.Unpublished, want)
	}
}

// TestStrangers holds that an unknown name shows the known ones and nothing else.
func TestStrangers(t *testing.T) {
	o := newOffice(t)
	a := o.ask(t, "lịch chị Mai hôm nay", "thao")
	if a.Count != 0 || !slices.Equal(a.Query.Strangers, []string{"Mai"}) || !slices.Equal(a.Known, []string{"Viện trưởng", "Thảo", "Thanh", "Liên"}) {
		t.Errorf("%+v", a)
	}
	a = o.ask(t, "phòng 99 tuần này", "")
	if a.Count != 0 || !slices.Contains(a.Known, "Phòng 9") || slices.Contains(a.Known, "Thảo") {
		t.Errorf("%+v", a)
	}
	if a = o.ask(t, "lịch của tôi", ""); !a.NoAsker || a.Count != 0 {
		t.Errorf("nobody asked: %+v", a)
	}
}

func TestNext(t *testing.T) {
	o := newOffice(t)
	for _, c := range []struct {
		question, asker string
		want            []int64
	}{
		{"cuộc họp tiếp theo", "", []int64{13}},
		{"cuộc họp tiếp theo của tôi", "thao", []int64{14}},
		{"sắp tới đ/c Liên có lịch gì", "", []int64{}},
		{"lần tới trực nghiệp vụ", "", []int64{16}},
	} {
		if got := ids(o.ask(t, c.question, c.asker).Events()); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.question, got, c.want)
		}
	}
}

// TestDays sorts by day, a multi-day item on each of its days.
func TestDays(t *testing.T) {
	o := newOffice(t)
	days := o.ask(t, "lịch tuần này", "vien-truong").Days()
	if len(days) != 7 || !slices.Equal(ids(days[0].Direct), []int64{1}) || !slices.Equal(ids(days[1].Direct), []int64{1}) || days[6].Empty() {
		t.Errorf("this week: %+v", days)
	}
	if days = o.ask(t, "lịch tháng 10", "").Days(); len(days) != 7 {
		t.Errorf("of a month only the %d days with items", len(days))
	}
	if days = o.ask(t, "xin chào", "").Days(); days != nil {
		t.Errorf("no question has %d days", len(days))
	}
}

// TestShift walks with the buttons of an answer.
func TestShift(t *testing.T) {
	o := newOffice(t)
	span := func(q ask.Query) string { return dayText(q.From) + " " + dayText(q.To) + " " + string(q.Session) }
	day := o.ask(t, "chiều thứ 2 đ/c Liên có gì", "").Query
	weeks := o.ask(t, "lịch tuần này", "").Query
	month := o.ask(t, "lịch tháng 1", "").Query
	next := o.ask(t, "cuộc họp tiếp theo", "").Query
	for _, c := range []struct{ got, want string }{
		{span(day), "2021-10-25 2021-10-25 chiều"},
		{span(day.Shift(1)), "2021-10-26 2021-10-26 chiều"},
		{span(day.Shift(-2)), "2021-10-23 2021-10-23 chiều"},
		{span(day.On(day.JustPast)), "2021-10-18 2021-10-18 chiều"},
		{span(day.WholeWeek()), "2021-10-25 2021-10-31 "},
		{span(weeks.Shift(-1)), "2021-10-11 2021-10-17 "},
		{span(month.Shift(1)), "2022-02-01 2022-02-28 "},
		{span(month.Shift(-1)), "2021-12-01 2021-12-31 "},
		{string(next.WholeWeek().Intent), "list"},
		{span(ask.Query{}.Shift(1).WholeWeek()), "  "},
		{strings.Join(day.WholeWeek().People, ""), "lien"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if shifted := day.Shift(1); !shifted.JustPast.IsZero() || shifted.Disagrees {
		t.Errorf("what was typed stays with the day it was typed for: %+v", shifted)
	}
}

// TestHours asks about hours: what began before goes on until its half-day ends.
func TestHours(t *testing.T) {
	o := newOffice(t)
	for question, want := range map[string][]int64{
		"15h hôm nay có gì":               {13},
		"13h hôm nay có gì":               {},
		"8h thứ 3 tuần này":               {1, 4},
		"sau 14h thứ 4 tuần này":          {9},
		"từ 7h đến 7h30 thứ 4 tuần này":   {7},
		"sáng thứ 3 tuần này có gì":       {1, 4},
		"tối thứ 7 ai trực":               {16},
		"sáng thứ 2 và thứ 4 tuần này":    {1, 7, 8},
		"mai 14h đ/c Thảo ở đâu":          {15},
		"đ/c Thảo bây giờ ở đâu":          {11},
		"thứ 3 và thứ 5 tuần này ai họp?": {1, 4, 5, 6, 10, 11, 12, 13},
	} {
		if got := ids(o.ask(t, question, "").Events()); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", question, got, want)
		}
	}
}

// TestStatedHours holds that stated ends and sessions bound an item.
func TestStatedHours(t *testing.T) {
	o := newOffice(t)
	o.events = []week.Event{
		{ID: 1, Date: october(21), Time: "08:00", End: "16:30", Days: 1, Text: "Tập huấn"},
		{ID: 2, Date: october(21), Session: week.Afternoon, Days: 1, Text: "Thi đấu"},
		{ID: 3, Date: october(21), Session: week.AllDay, Days: 1, Text: "Trực lãnh đạo"},
	}
	for question, want := range map[string][]int64{
		"sáng nay có gì":     {1, 3},
		"chiều nay có gì":    {1, 2, 3},
		"17h hôm nay có gì":  {2, 3},
		"tối nay có gì":      {3},
		"hôm nay ai trực":    {3},
		"lịch tập huấn":      {1},
		"chieu nay tap huan": {1},
	} {
		if got := ids(o.ask(t, question, "").Events()); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", question, got, want)
		}
	}
}

// TestQueryJSON stores a query and takes it back.
func TestQueryJSON(t *testing.T) {
	o := newOffice(t)
	for _, question := range []string{"xin chào", "30/2", "chiều thứ 2 đ/c Liên có gì", "thứ 5 ngày 22/10", "thứ 2 và thứ 6", "sau 14h mai ai trực"} {
		q := ask.Understand(question, o.index, asked)
		data, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		var back ask.Query
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%s: %s: %v", question, data, err)
		}
		if diff := cmp.Diff(q, back); diff != "" {
			t.Errorf("%s: %s", question, diff)
		}
	}
}

// A broken schedule fails every time.
type broken struct{ events, published error }

func (b broken) Events(civil.Date, civil.Date) ([]week.Event, error) {
	return nil, b.events
}

func (b broken) Published(civil.Date, civil.Date) ([]civil.Date, error) {
	return nil, b.published
}

func TestScheduleFails(t *testing.T) {
	o := newOffice(t)
	failure := errors.New("disk I/O error")
	q := ask.Understand("lịch hôm nay", o.index, asked)
	for _, s := range []ask.Schedule{broken{events: failure}, broken{published: failure}} {
		if _, err := ask.Find(q, "", &o.directory, s); !errors.Is(err, failure) {
			t.Errorf("got %v", err)
		}
	}
}

// FuzzUnderstand holds that no text brings the reader down, and that every
// query can be answered and stored.
func FuzzUnderstand(f *testing.F) {
	o := newOffice(f)
	for _, seed := range []string{"lịch hôm nay", "chieu mai d/c lien co lich gi", "lich5 hom6 nay", "phòng 8, 9 từ t2-t6", "@thuky_bot lịch", "đ/c", "lịhc tuầnsau",
		"của tôi", "đ/c Thảo, Thanh - PVT", "\xff\xfe", "lịch của Nguyễn", "/lich"} {
		f.Add(seed, "thao")
	}
	f.Fuzz(func(t *testing.T, question, asker string) {
		q := ask.Understand(question, o.index, asked)
		a, err := ask.Find(q, asker, &o.directory, o)
		if err != nil {
			t.Fatal(err)
		}
		a.Days()
		for _, next := range []ask.Query{q.Shift(1), q.Shift(-1), q.WholeWeek(), q.On(q.Today)} {
			if _, err := ask.Find(next, asker, &o.directory, o); err != nil {
				t.Fatal(err)
			}
		}
		data, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &q); err != nil {
			t.Errorf("%s: %v", data, err)
		}
	})
}
