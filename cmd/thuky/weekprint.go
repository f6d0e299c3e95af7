package main

import (
	"fmt"
	"io"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A readingJSON is a file as it was read, for scripts. All keys are always there.
type readingJSON struct {
	From     string        `json:"from"`
	To       string        `json:"to"`
	Events   []eventJSON   `json:"events"`
	Warnings []warningJSON `json:"warnings"`
}

// An eventJSON names people, groups and units as people read them.
type eventJSON struct {
	Date    string       `json:"date"`
	Time    week.Clock   `json:"time"`
	End     week.Clock   `json:"end"`
	Session week.Session `json:"session"`
	Days    int          `json:"days"`
	Text    string       `json:"text"`
	People  []string     `json:"people"`
	Groups  []string     `json:"groups"`
	Units   []string     `json:"units"`
	Place   string       `json:"place"`
	Duty    bool         `json:"duty"`
}

type warningJSON struct {
	Line int    `json:"line"`
	Code string `json:"code"`
	Text string `json:"text"`
}

func readingOf(d *staff.Directory, r weekly.Reading) readingJSON {
	out := readingJSON{From: dayOrNone(r.Week.From), To: dayOrNone(r.Week.To), Events: []eventJSON{}, Warnings: []warningJSON{}}
	for _, e := range r.Week.Events {
		out.Events = append(out.Events, eventJSON{
			Date: dayOrNone(e.Date), Time: e.Time, End: e.End, Session: e.Session, Days: max(e.Days, 1), Text: e.Text,
			People: peopleNames(d, e.People), Groups: append([]string{}, e.Groups...), Units: unitNames(d, e.Units),
			Place: e.Place, Duty: e.Duty,
		})
	}
	for _, w := range r.Warnings {
		out.Warnings = append(out.Warnings, warningJSON{w.Line, string(w.Code), w.Text})
	}
	return out
}

func printReading(out io.Writer, d *staff.Directory, r weekly.Reading) {
	if len(r.Week.Events) == 0 {
		fmt.Fprintln(out, "Không thấy mục lịch nào.")
	} else {
		printWeek(out, d, r.Week)
	}
	printWarnings(out, r.Warnings)
}

func printWarnings(out io.Writer, warnings []weekly.Warning) {
	if len(warnings) == 0 {
		return
	}
	fmt.Fprintf(out, "\nCần xem lại (%d):\n", len(warnings))
	for _, w := range warnings {
		if w.Line > 0 {
			fmt.Fprintf(out, "  dòng %d: %s\n", w.Line, w.Text)
		} else {
			fmt.Fprintf(out, "  %s\n", w.Text)
		}
	}
}

// printWeek prints a week day by day.
func printWeek(out io.Writer, d *staff.Directory, w week.Week) {
	if !w.From.IsZero() {
		fmt.Fprintf(out, "Tuần từ %s đến %s: %d mục.\n", vi.Day(w.From), vi.Day(w.To), len(w.Events))
	}
	var day civil.Date
	for i, e := range w.Events {
		if i == 0 || e.Date != day {
			day = e.Date
			fmt.Fprintf(out, "\n%s\n", dayHeading(day))
		}
		fmt.Fprintf(out, "  %-13s  %s\n", hours(e), e.Text)
		if who := details(d, e); who != "" {
			fmt.Fprintf(out, "  %-13s  [%s]\n", "", who)
		}
	}
}

func dayHeading(day civil.Date) string {
	if day.IsZero() {
		return "Chưa rõ ngày"
	}
	return vi.Weekday(day) + ", " + vi.Day(day)
}

// hours is when in the day an event is, as the source states it.
func hours(e week.Event) string {
	switch {
	case e.Time != "" && e.End != "":
		return vi.Hour(string(e.Time)) + "–" + vi.Hour(string(e.End))
	case e.Time != "":
		return vi.Hour(string(e.Time))
	}
	return string(e.Session)
}

// details is what was understood of an event besides its text.
func details(d *staff.Directory, e week.Event) string {
	var parts []string
	for _, names := range [][]string{peopleNames(d, e.People), e.Groups, unitNames(d, e.Units)} {
		if len(names) > 0 {
			parts = append(parts, strings.Join(names, ", "))
		}
	}
	if e.Place != "" {
		parts = append(parts, "tại "+e.Place)
	}
	if e.Days > 1 && !e.Date.IsZero() {
		parts = append(parts, fmt.Sprintf("%d ngày, đến hết %s", e.Days, vi.Day(e.Last())))
	}
	if e.Duty {
		parts = append(parts, "trực nghiệp vụ")
	}
	return strings.Join(parts, "; ")
}

// An importReport is what an import did, or would do.
type importReport struct {
	directory staff.Directory
	reading   weekly.Reading
	dryRun    bool
	undated   int // items left out

	replaces       bool
	old, published store.Publication
}

func (r *importReport) print(out io.Writer) {
	if r.dryRun {
		fmt.Fprintln(out, "Chạy thử, chưa công bố gì.")
		printReading(out, &r.directory, r.reading)
	} else {
		w := r.published.Week
		fmt.Fprintf(out, "Đã công bố lịch tuần từ %s đến %s, bản %d: %d mục.\n", vi.Day(w.From), vi.Day(w.To), r.published.Version, len(w.Events))
		if r.replaces {
			fmt.Fprintf(out, "Thay bản %d: %s.\n", r.old.Version, changes(r.old.Week.Events, w.Events))
		}
		if r.undated > 0 {
			fmt.Fprintf(out, "Không công bố %d mục chưa rõ ngày.\n", r.undated)
		}
		printWarnings(out, r.reading.Warnings)
	}
	if len(r.directory.People) == 0 {
		fmt.Fprintln(out, "Lưu ý: danh bạ còn trống nên chưa nhận ra tên ai. Nạp danh bạ (thuky staff import TỆP) rồi nạp lại lịch.")
	}
}

// changes counts what a new version of a week brings, by the events' identities.
func changes(old, now []week.Event) string {
	before := map[int64]week.Event{}
	for _, e := range old {
		before[e.ID] = e
	}
	added, changed := 0, 0
	for _, e := range now {
		was, known := before[e.ID]
		switch {
		case !known:
			added++
		case !sameEvent(was, e):
			changed++
		}
		delete(before, e.ID)
	}
	return fmt.Sprintf("%d mục mới, %d mục đổi, %d mục bỏ", added, changed, len(before))
}

// sameEvent reports whether people would read the two as one. The line of the
// source is not for people.
func sameEvent(a, b week.Event) bool {
	return a.Date == b.Date && a.Last() == b.Last() && hours(a) == hours(b) && a.Text == b.Text && a.Place == b.Place
}
