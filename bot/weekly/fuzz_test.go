package weekly

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"thuky/bot/doc"
	"thuky/store/week"
)

// FuzzRead holds what must be true of any reading: days are valid or missing,
// times too, every event has text and at least one day, places are in one line,
// and warnings point at events that exist.
func FuzzRead(f *testing.F) {
	index := office(f)
	files, _ := filepath.Glob("testdata/weeks/*.txt")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		lines := strings.SplitAfter(string(data), "\n")
		f.Add(strings.Join(lines[:min(len(lines), 12)], ""), file)
	}
	f.Add("Thứ 2 (18/10)\tSáng\t\"8h: a\n- b\"\n\t\tĐ/c Thảo", "a.csv")
	f.Add("<table><tr><td rowspan=2>Thứ 2<br>18/10<td colspan=3>8h<tr><td>b</table>", "a.html")
	f.Fuzz(func(t *testing.T, text, name string) {
		d, err := doc.Read(name, []byte(text))
		if err != nil {
			return
		}
		r := Read(d, index, today)
		for _, e := range r.Week.Events {
			if !e.Date.IsZero() && !e.Date.IsValid() {
				t.Fatalf("date %v", e.Date)
			}
			for _, c := range []week.Clock{e.Time, e.End} {
				if _, ok := c.Minutes(); c != "" && !ok {
					t.Fatalf("time %q", c)
				}
			}
			if e.Days < 1 || e.Text == "" || e.ID != 0 || strings.ContainsAny(e.Text+e.Place, "\n\t") {
				t.Fatalf("event %+v", e)
			}
		}
		for _, w := range r.Warnings {
			if w.Code == "" || w.Text == "" {
				t.Fatalf("warning %+v", w)
			}
			for _, i := range w.Events {
				if i < 0 || i >= len(r.Week.Events) {
					t.Fatalf("warning %+v of %d events", w, len(r.Week.Events))
				}
			}
		}
	})
}
