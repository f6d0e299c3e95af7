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

// TestPictureKeepsTheMessengersLimits: width and height together at most 10,000,
// one at most twenty times the other, ten pictures an album. What a layout says of
// size is what is drawn; see TestPictureShowsItsLayout.
func TestPictureKeepsTheMessengersLimits(t *testing.T) {
	d := office(t)
	weeks := picturedWeeks(t)
	weeks["endless"] = endless(t)
	for name, w := range weeks {
		sheets := newLayout().week(w, d)
		if len(sheets) == 0 || len(sheets) > 10 || name == "endless" && len(sheets) != 10 {
			t.Errorf("%s: %d pictures", name, len(sheets))
		}
		for i, s := range sheets {
			if s.height > pictureHeight || pictureWidth+s.height > 10_000 || pictureWidth > 20*s.height {
				t.Errorf("%s, picture %d: %d × %d", name, i+1, pictureWidth, s.height)
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
	w.Events = w.Events[4:9] // one picture: postponed, cancelled, for paper only
	pictures, err := WeekPicture(w, d)
	if err != nil {
		t.Fatal(err)
	}
	again, err := WeekPicture(w, d)
	if err != nil {
		t.Fatal(err)
	}
	sheets := newLayout().week(w, d)
	if len(pictures) != 1 || len(sheets) != 1 || !slices.EqualFunc(pictures, again, bytes.Equal) {
		t.Fatalf("%d pictures of %d pages, or another each time", len(pictures), len(sheets))
	}
	decoded, err := png.Decode(bytes.NewReader(pictures[0]))
	if err != nil {
		t.Fatal(err)
	}
	picture, plain := decoded.(*image.RGBA)
	if size := decoded.Bounds().Size(); !plain || size != image.Pt(pictureWidth, sheets[0].height) || len(pictures[0]) > 1<<20 {
		t.Fatalf("a %T of %v, %d bytes", decoded, size, len(pictures[0]))
	}
	for _, l := range sheets[0].lines {
		box := image.Rect(l.x, l.y-l.face.size*7/10, l.x+l.width, l.y)
		if ink := share(picture, box, l.face); ink < 0.08 || ink > 0.7 {
			t.Errorf("%q covers %.2f of its box", l.text, ink)
		}
		row := image.Rect(l.x, l.y-l.face.size*3/10+1, l.x+l.width, l.y-l.face.size*3/10+3)
		if struck := share(picture, row, l.face) > 0.99; struck != l.struck {
			t.Errorf("%q is struck out: %v", l.text, struck)
		}
	}
}

// share is how much of a box has the colour of the face.
func share(picture *image.RGBA, box image.Rectangle, f face) float64 {
	hits := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if c := picture.RGBAAt(x, y); c.R == f.color.R && c.G == f.color.G && c.B == f.color.B {
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
