package render

import (
	"strings"
	"testing"
	"time"

	"thuky/bot/ask"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// boards are the messages of a group's board, and what else groups are told, by
// the name of their golden file.
func boards(d *staff.Directory, w week.Week) map[string][]store.Message {
	saigon := time.FixedZone("+07", 7*60*60)
	first := store.Publication{Monday: monday, Version: 1, At: time.Date(2021, 10, 18, 6, 5, 0, 0, saigon), Week: w}
	third := first
	third.Version = 3
	third.Week.Events = append([]week.Event(nil), w.Events...)
	third.Week.Events[1].Paper = true
	third.Week.Events[2].Status = week.Cancelled
	third.Week.Events[3].Text = "Hội <nghị> & \"gặp mặt\""
	empty := first
	empty.Week.Events = nil
	long := first
	long.Week.Events = nil
	for range 8 {
		long.Week.Events = append(long.Week.Events, w.Events...)
	}
	return map[string][]store.Message{
		"board seed": Board(first, d), "board changed": Board(third, d), "board empty": Board(empty, d), "board long": Board(long, d),
		"board doubt":      {BoardDoubt(store.BoardDoubt{Group: store.Group{Title: "Giao ban"}, Monday: monday, Version: 2})},
		"board withdrawn":  {BoardWithdrawn(first)},
		"board caption":    {{Text: BoardCaption(first, 0, 1)}, {Text: BoardCaption(third, 1, 4)}},
		"document":         {Document(monday, 2)},
		"document none":    {NoDocument(monday)},
		"document failed":  {DocumentFailed()},
		"group registered": {GroupRegistered()}, "group known": {GroupKnown(false), GroupKnown(true)},
		"group left": {GroupLeft(), GroupNotServed()}, "group not allowed": {GroupNotAllowed()},
		"group lost": {GroupLost("Giao ban <1>")}, "group guide": {GroupGuide()},
		"group private": {PrivateOnly("https://t.me/thuky_bot"), PrivateOnly("")}, "group commands": {{Commands: GroupCommands()}},
	}
}

// TestBoardShowsEverything: every event stands on each of its days.
func TestBoardShowsEverything(t *testing.T) {
	d := office(t)
	w := seedWeek(t, d)
	var text strings.Builder
	for _, m := range Board(store.Publication{Monday: monday, Version: 1, Week: w}, d) {
		text.WriteString(m.Text)
	}
	for _, e := range w.Events {
		if n := strings.Count(text.String(), escape(e.Text)); n < e.Days {
			t.Errorf("%q stands %d times, takes %d days", e.Text, n, e.Days)
		}
	}
}

// TestBoardHidesPaper: of an event for paper only a board tells that there is one.
func TestBoardHidesPaper(t *testing.T) {
	d := office(t)
	w := seedWeek(t, d)
	for i := range w.Events {
		e := &w.Events[i]
		e.Paper, e.Text, e.Place = true, "Chuyện kín", "nơi kín"
	}
	for _, m := range Board(store.Publication{Monday: monday, Version: 1, Week: w}, d) {
		if strings.Contains(m.Text, "kín") || !strings.Contains(m.Text, "xem bản giấy") {
			t.Errorf("board tells too much or too little:\n%s", m.Text)
		}
	}
}

// TestArticles: an answer about some days can be posted as a whole or by day, and
// reads the same whoever posts it whenever.
func TestArticles(t *testing.T) {
	d := office(t)
	w := seedWeek(t, d)
	q := question(ask.List, thursday, sunday)
	all := Articles(ask.Answer{Query: q, Rest: during(w, q, everything)}, d)
	if len(all) != 5 {
		t.Fatalf("%d articles, want the whole and four days", len(all))
	}
	for _, a := range all {
		if a.Title == "" || a.Description == "" || strings.Contains(a.Title+a.Text, "hôm nay") {
			t.Errorf("article %q: %q\n%s", a.Title, a.Description, a.Text)
		}
	}
	day := question(ask.List, thursday, thursday)
	if all := Articles(ask.Answer{Query: day, Rest: during(w, day, everything)}, d); len(all) != 1 {
		t.Errorf("%d articles for one day", len(all))
	}
}
