package names

import (
	"slices"
	"testing"

	"thuky/store/staff"
)

// TestNear: what is written of a unit otherwise than any of its names leads to it; what
// says nothing in particular leads nowhere.
func TestNear(t *testing.T) {
	d := office(t).Directory()
	for typed, want := range map[string][]string{
		"TP Tuy Hoà": {"TUYHOA"}, "tuy hoa": {"TUYHOA"}, "VKSND Tuy Hòa": {"TUYHOA"}, "Huyện Sơn Hoà": {"SONHOA"}, "Sông Kầu": {"SONGCAU", "SONGHINH"},
		"Thanh tra": {"TTR"}, "phòng số 9": {"P9"}, "Phòng 99": nil, "huyện": nil, "VKSND": nil, "": nil, "Nha Trang": nil,
	} {
		var got []string
		for _, u := range Near(d.Units, typed) {
			got = append(got, u.Code)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: near are %v, want %v", typed, got, want)
		}
	}
	if got := Near([]staff.Unit{{Code: "P9", Name: "Phòng 9"}}, "Phòng IX"); len(got) != 1 {
		t.Errorf("the only unit is not offered: %v", got)
	}
}
