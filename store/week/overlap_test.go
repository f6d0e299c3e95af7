package week

import (
	"fmt"
	"strings"
	"testing"

	"cloud.google.com/go/civil"

	"thuky/store/staff"
)

var leaders = staff.Directory{
	People: []staff.Person{{Key: "vt", Name: "Viện trưởng"}, {Key: "thao", Name: "Thảo"}, {Key: "lien", Name: "Liên"}},
	Groups: []staff.Group{
		{Name: "Lãnh đạo Viện", Members: []string{"vt", "thao", "lien"}},
		{Name: "Toàn thể công chức", Everyone: true},
	},
}

// events reads one event a line: "18 08:00-10:00 sáng x2 thao,Lãnh đạo Viện"; the
// month is October 2021.
func events(t *testing.T, text string) []Event {
	t.Helper()
	var list []Event
	for line := range strings.SplitSeq(text, "\n") {
		words := strings.SplitN(strings.TrimSpace(line), " ", 5)
		if len(words) != 5 {
			t.Fatalf("line %q", line)
		}
		e := Event{Date: civil.Date{Year: 2021, Month: 10}, Days: 1, Session: Session(strings.ReplaceAll(words[2], "_", " "))}
		if _, err := fmt.Sscan(words[0], &e.Date.Day); err != nil {
			t.Fatal(err)
		}
		start, end, _ := strings.Cut(words[1], "-")
		e.Time, e.End = Clock(start), Clock(end)
		if e.Session == "." {
			e.Session = ""
		}
		if e.Time == "." {
			e.Time = ""
		}
		if _, err := fmt.Sscanf(words[3], "x%d", &e.Days); err != nil {
			t.Fatal(err)
		}
		for name := range strings.SplitSeq(words[4], ",") {
			if _, isGroup := leaders.Group(name); isGroup {
				e.Groups = append(e.Groups, name)
			} else if name == "P9" {
				e.Units = append(e.Units, name)
			} else {
				e.People = append(e.People, name)
			}
		}
		list = append(list, e)
	}
	return list
}

func TestOverlaps(t *testing.T) {
	for _, c := range []struct{ name, events, want string }{
		{"same start", "18 08:00 . x1 thao\n18 08:00 . x1 thao,lien", "0+1 18 thao"},
		{"same start, other people", "18 08:00 . x1 thao\n18 08:00 . x1 lien", ""},
		{"end unknown", "18 08:00 . x1 thao\n18 08:30 . x1 thao", ""},
		{"ranges", "18 08:00-10:00 . x1 thao\n18 09:00-11:00 . x1 thao", "0+1 18 thao"},
		{"start inside a range", "18 08:00-10:00 . x1 thao\n18 09:00 . x1 thao", "0+1 18 thao"},
		{"one after the other", "18 08:00-10:00 . x1 thao\n18 10:00-11:00 . x1 thao", ""},
		{"group and person", "18 14:00 . x1 Lãnh đạo Viện\n18 14:00 . x1 lien", "0+1 18 lien"},
		{"group and its member in one event", "18 14:00 . x1 Lãnh đạo Viện,lien", ""},
		{"everyone and units never", "18 14:00 . x1 Toàn thể công chức,P9\n18 14:00 . x1 thao,P9", ""},
		{"later day", "18 07:00 . x2 vt,thao\n19 08:00 . x1 thao\n20 08:00 . x1 thao", "0+1 19 thao"},
		{"first day, after it began", "18 07:00 . x2 vt,thao\n18 14:00 . x1 Lãnh đạo Viện", "0+1 18 vt,thao"},
		{"first day, before it began", "18 14:00 . x2 thao\n18 08:00 . x1 thao", ""},
		{"session and time", "18 . sáng x1 thao\n18 09:00 . x1 thao\n18 13:30 . x1 thao", "0+1 18 thao"},
		{"sessions", "18 . sáng x1 thao\n18 . chiều x1 thao\n18 . tối x1 thao", ""},
		{"whole day", "18 . cả_ngày x1 thao\n18 15:00 . x1 thao", "0+1 18 thao"},
		{"neither time nor session", "18 . . x1 thao\n18 15:00 . x1 thao\n18 . . x1 thao", ""},
		{"three at once", "18 08:00 . x1 thao\n18 08:00 . x1 thao\n18 08:00 . x1 thao", "0+1 18 thao; 0+2 18 thao"},
	} {
		var got []string
		for _, o := range Overlaps(&leaders, events(t, c.events)) {
			got = append(got, fmt.Sprintf("%d+%d %d %s", o.First, o.Second, o.Day.Day, strings.Join(o.People, ",")))
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: got %q, want %q", c.name, text, c.want)
		}
	}
}

// TestOverlapsStayFew: a thousand events at once give about a thousand overlaps,
// not half a million.
func TestOverlapsStayFew(t *testing.T) {
	list := make([]Event, 1000)
	for i := range list {
		list[i] = Event{Date: civil.Date{Year: 2021, Month: 10, Day: 18}, Time: "08:00", Days: 1, People: []string{"thao"}}
	}
	if n := len(Overlaps(&leaders, list)); n != len(list)-1 {
		t.Errorf("%d overlaps", n)
	}
}
