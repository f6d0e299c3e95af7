package render

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"thuky/store/week"
)

// picturedWeeks are the weeks whose layout is kept in golden files.
func picturedWeeks(t testing.TB) map[string]week.Week {
	d := office(t)
	changed := seedWeek(t, d)
	changed.Events[4].Status, changed.Events[5].Status = week.Postponed, week.Cancelled
	changed.Events[8].Paper = true
	return map[string]week.Week{
		"changed": changed,
		"tables": {From: day("2024-01-15"), To: day("2024-01-21"), Events: append(tables(),
			week.Event{Date: day("2024-01-18"), Days: 3, Time: "07:30", End: "11:30", Text: "Tập huấn ỔỖỘỰỮỲỴẪẶ"},
			week.Event{Text: "Họp " + strings.Repeat("dài", 40), Days: 1, People: []string{"lien"}, Place: "Hội trường"})},
		"empty": {From: day("2021-12-27"), To: day("2022-01-02")},
	}
}

// asLaidOut is a layout the way a golden file shows it: a line of text a line,
// with where it begins, how wide it is and how large.
func asLaidOut(sheets []sheet) string {
	var b strings.Builder
	for i, s := range sheets {
		fmt.Fprintf(&b, "---- page %d: %d high, %d events, %d bands ----\n", i+1, s.height, s.events, len(s.bands))
		for _, l := range s.lines {
			fmt.Fprintf(&b, "%4d %4d +%-3d %d ", l.y, l.x, l.width, l.face.size)
			if l.struck {
				b.WriteString("struck ")
			}
			b.WriteString(l.text + "\n")
		}
	}
	return b.String()
}

func TestPictureLayoutGolden(t *testing.T) {
	d := office(t)
	for name, w := range picturedWeeks(t) {
		file := filepath.Join("testdata", "picture", name+".txt")
		got := asLaidOut(newLayout().week(w, d))
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: -golden +now (flag -update writes it anew; look at the picture then):\n%s", name, diff)
		}
	}
}

// endless is a week longer than an album, with a word and a text longer than a page.
func endless(t testing.TB) week.Week {
	w := seedWeek(t, office(t))
	for range 5 {
		w.Events = append(w.Events, w.Events[:17]...)
	}
	w.Events[0].Text = strings.Repeat("ư", 30_000)
	w.Events[1].Text = strings.Repeat("Hội nghị tổng kết ", 300)
	return w
}

func TestPictureKeepsTheMessengersLimits(t *testing.T) {
	d := office(t)
	weeks := picturedWeeks(t)
	weeks["endless"] = endless(t)
	for name, w := range weeks {
		pictures, err := WeekPicture(w, d)
		if err != nil {
			t.Fatal(err)
		}
		if len(pictures) == 0 || len(pictures) > 10 || name == "endless" && len(pictures) != 10 {
			t.Errorf("%s: %d pictures", name, len(pictures))
		}
		for i, p := range pictures {
			size, err := png.DecodeConfig(bytes.NewReader(p))
			if err != nil {
				t.Fatal(err)
			}
			if size.Width != pictureWidth || size.Height > pictureHeight || size.Width > 20*size.Height || len(p) > 10<<20 {
				t.Errorf("%s, picture %d: %d × %d, %d bytes", name, i+1, size.Width, size.Height, len(p))
			}
		}
	}
}

// TestPictureLosesNothing: every word of every event stands in the picture, inside
// its margins; and what an album cannot hold is counted.
func TestPictureLosesNothing(t *testing.T) {
	d := office(t)
	for name, w := range picturedWeeks(t) {
		var drawn []string
		for _, s := range newLayout().week(w, d) {
			for _, l := range s.lines {
				drawn = append(drawn, l.text)
				if l.x < pageMargin || l.x+l.width > pictureWidth-pageMargin || l.y > s.height {
					t.Errorf("%s: %q stands at %d+%d, %d on a page %d high", name, l.text, l.x, l.width, l.y, s.height)
				}
			}
		}
		text := strings.Join(strings.Fields(strings.Join(drawn, "")), "")
		for _, e := range w.Events {
			if shown := strings.Join(strings.Fields(publicText(e)), ""); !strings.Contains(text, shown) {
				t.Errorf("%s: %q is not in the picture", name, e.Text)
			}
			if e.Paper && strings.Contains(text, strings.Join(strings.Fields(e.Text), "")) {
				t.Errorf("%s: %q is in the picture", name, e.Text)
			}
		}
	}
	w := endless(t)
	sheets := newLayout().week(w, d)
	last, kept := sheets[len(sheets)-1], 0
	for _, s := range sheets {
		kept += s.events
	}
	all := 0
	for _, e := range w.Events {
		all += e.Days
	}
	if foot, want := last.lines[len(last.lines)-1].text, fmt.Sprintf("Trang 10/10. Còn %d mục, xem trong tin nhắn.", all-kept); foot != want {
		t.Errorf("the last page ends %q, want %q", foot, want)
	}
}

func TestPictureShowsItsLayout(t *testing.T) {
	d := office(t)
	w := picturedWeeks(t)["changed"]
	pictures, err := WeekPicture(w, d)
	if err != nil {
		t.Fatal(err)
	}
	again, err := WeekPicture(w, d)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(pictures, again, bytes.Equal) {
		t.Error("two pictures of one week differ")
	}
	for i, s := range newLayout().week(w, d) {
		picture, err := png.Decode(bytes.NewReader(pictures[i]))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range s.lines {
			box := image.Rect(l.x, l.y-l.face.size*7/10, l.x+l.width, l.y)
			if ink := share(picture, box, l.face); ink < 0.08 || ink > 0.7 {
				t.Errorf("page %d: %q covers %.2f of its box", i+1, l.text, ink)
			}
			row := image.Rect(l.x, l.y-l.face.size*3/10+1, l.x+l.width, l.y-l.face.size*3/10+3)
			if struck := share(picture, row, l.face) > 0.99; struck != l.struck {
				t.Errorf("page %d: %q is struck out: %v", i+1, l.text, struck)
			}
		}
	}
}

// share is how much of a box has the colour of the face.
func share(picture image.Image, box image.Rectangle, f face) float64 {
	hits := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			r, g, b, _ := picture.At(x, y).RGBA()
			if uint8(r>>8) == f.color.R && uint8(g>>8) == f.color.G && uint8(b>>8) == f.color.B {
				hits++
			}
		}
	}
	return float64(hits) / float64(box.Dx()*box.Dy())
}

func FuzzPictureLayout(f *testing.F) {
	f.Add("Họp giao ban", "phòng họp", 2, "08:00")
	f.Add("\x00\xff"+strings.Repeat("ư", 5000), "", 99, "x")
	d := office(f)
	f.Fuzz(func(t *testing.T, text, place string, days int, hour string) {
		w := week.Week{From: monday, To: sunday, Events: []week.Event{{Date: monday, Days: days, Text: text, Place: place, Time: week.Clock(hour)}}}
		for _, s := range newLayout().week(w, d) {
			if s.height > pictureHeight {
				t.Errorf("a page is %d high", s.height)
			}
			for _, l := range s.lines {
				if l.x+l.width > pictureWidth || l.y > s.height {
					t.Errorf("%q stands outside", l.text)
				}
			}
		}
	})
}

// BenchmarkPicture draws the seed's week.
func BenchmarkPicture(b *testing.B) {
	d := office(b)
	w := seedWeek(b, d)
	for b.Loop() {
		if _, err := WeekPicture(w, d); err != nil {
			b.Fatal(err)
		}
	}
}
