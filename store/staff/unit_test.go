package staff

import (
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/civil"
)

// merged is an office in which P2 became part of P1 and P1, half a year later, of P8;
// TP was dissolved and MOI begins later.
const merged = `
[[unit]]
code = "P2"
name = "Phòng 2"
valid_to = "2025-06-30"
successor = "P1"
[[unit]]
code = "P1"
name = "Phòng 1"
valid_to = "2025-12-31"
successor = "P8"
[[unit]]
code = "P8"
name = "Phòng 8"
[[unit]]
code = "TP"
name = "Tổ cũ"
valid_to = "2025-06-30"
[[unit]]
code = "MOI"
name = "Phòng mới"
valid_from = "2026-01-01"
[[person]]
key = "an"
name = "An"
unit = "P2"
[[person]]
key = "ba"
name = "Ba"
unit = "TP"
`

func day(text string) civil.Date {
	d, err := civil.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestUnitsThatMerge(t *testing.T) {
	d, err := Decode(strings.NewReader(merged))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ code, day, stands, an, ba string }{
		{"P2", "2025-06-30", "P2", "P2", "TP"}, // the last day is still its own
		{"P2", "2025-07-01", "P1", "P1", ""},
		{"P2", "2026-01-01", "P8", "P8", ""},
		{"P8", "2026-01-01", "P8", "P8", ""},
		{"TP", "2025-07-01", "", "P1", ""},
		{"P99", "2025-07-01", "", "P1", ""},
	} {
		on := day(c.day)
		now := d.On(on)
		for _, directory := range []Directory{d, now} { // asked before or after On
			if u, found := directory.StandsFor(c.code, on); u.Code != c.stands || found != (c.stands != "") {
				t.Errorf("%s on %s: %q stands for it, want %q", c.code, c.day, u.Code, c.stands)
			}
		}
		an, _ := now.Person("an")
		ba, _ := now.Person("ba")
		if an.Unit != c.an || ba.Unit != c.ba {
			t.Errorf("on %s An is in %q and Ba in %q, want %q and %q", c.day, an.Unit, ba.Unit, c.an, c.ba)
		}
		if u, _ := now.Unit("P2"); u.Name != "Phòng 2" {
			t.Errorf("on %s nothing names P2 any more", c.day)
		}
	}
	if an, _ := d.Person("an"); an.Unit != "P2" {
		t.Error("On changed the directory it was asked of")
	}
	codes := func(units []Unit) (codes []string) {
		for _, u := range units {
			codes = append(codes, u.Code)
		}
		return codes
	}
	if got := codes(d.MergedInto("P8", day("2026-01-01"))); !slices.Equal(got, []string{"P2", "P1"}) {
		t.Errorf("P8 carries on %v", got)
	}
	if got := codes(d.UnitsOn(day("2025-07-01"))); !slices.Equal(got, []string{"P1", "P8"}) {
		t.Errorf("on 01/07/2025 there are %v", got)
	}
	if got := codes(d.UnitsOn(day("2026-01-01"))); !slices.Equal(got, []string{"P8", "MOI"}) {
		t.Errorf("on 01/01/2026 there are %v", got)
	}
}

func TestMergersThatCannotBe(t *testing.T) {
	for lines, want := range map[string]Fault{
		`valid_from = "2025-07-01"` + "\n" + `valid_to = "2025-06-30"`: Backwards,
		`successor = "P2"`: Endless,
		`valid_to = "2025-06-30"` + "\n" + `successor = "P3"`: NoHeir,
		`valid_to = "2025-06-30"` + "\n" + `successor = "P1"`: Circle,
		`valid_to = "2025-06-30"` + "\n" + `successor = "P2"`: "",
		`valid_to = "30/06/2025"`:                             "no day",
	} {
		_, err := Decode(strings.NewReader("[[unit]]\ncode = \"P1\"\nname = \"Phòng 1\"\n" + lines + "\n[[unit]]\ncode = \"P2\"\nname = \"Phòng 2\"\n"))
		if (err == nil) != (want == "") || want != "" && want != "no day" && !strings.Contains(err.Error(), string(want)) {
			t.Errorf("%s: %v, want %q", lines, err, want)
		}
	}
	circle := Directory{Units: []Unit{
		{Code: "A", Name: "A", To: day("2025-01-01"), Successor: "B"}, {Code: "B", Name: "B", To: day("2025-01-01"), Successor: "A"}}}
	if err := circle.Check(); err == nil || !strings.Contains(err.Error(), string(Circle)) {
		t.Errorf("two units that became each other: %v", err)
	}
	if _, found := circle.StandsFor("A", day("2025-01-02")); found {
		t.Error("one of a circle stands for the other")
	}
}
