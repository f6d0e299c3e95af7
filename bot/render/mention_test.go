package render

import (
	"testing"

	"thuky/store/week"
)

func TestDetails(t *testing.T) {
	d := office(t)
	thanh, chief := []string{"thanh"}, []string{"vien-truong"}
	for _, c := range []struct {
		what  string
		event week.Event
		want  string
	}{
		{"all in the text", week.Event{Text: "Đ/c Thảo, Thanh - PVT và Phòng 8 họp tại Hội trường tầng 3", People: []string{"thao", "thanh"}, Units: []string{"P8"}, Place: "Hội trường tầng 3"}, ""},
		{"a list", week.Event{Text: "Đ/c Viện trưởng, Thảo, Thanh, Liên: họp", People: []string{"vien-truong", "thao", "thanh", "lien"}}, ""},
		{"leader first", week.Event{Text: "PVT Thanh: dự họp", People: thanh}, ""},
		{"old place of the tone", week.Event{Text: "Họp tại nhà văn hoá xã Hoà Trị", Place: "Nhà văn hóa xã Hòa Trị"}, ""},
		{"a word like the name", week.Event{Text: "Công tác thanh niên, thanh tra, Thanh tra Viện", People: thanh}, "Thành phần: đ/c Thanh - PVT"},
		{"the deputy is not the chief", week.Event{Text: "Phó Viện trưởng họp", People: chief}, "Thành phần: đ/c Viện trưởng"},
		{"both", week.Event{Text: "Phó Viện trưởng và đồng chí Viện trưởng họp", People: chief}, ""},
		{"numbers in a list", week.Event{Text: "Làm việc với Phòng 1, 2 và 3", Units: []string{"P1", "P2", "P3"}}, ""},
		{"a longer number", week.Event{Text: "Làm việc với Phòng 12", Units: []string{"P1"}}, "Thành phần: Phòng 1"},
		{"alias", week.Event{Text: "Họp VPTH và đội thanh niên xung kích", Units: []string{"VP"}, Groups: []string{"Đoàn thanh niên"}}, ""},
		{"columns", week.Event{Text: "Giao ban", People: chief, Groups: []string{"Các Phó Viện trưởng"}, Units: []string{"VP"}, Place: "Phòng họp số 2"},
			"Địa điểm: Phòng họp số 2\nThành phần: đ/c Viện trưởng; Các Phó Viện trưởng; Văn phòng"},
		{"gone from the directory", week.Event{Text: "Họp", People: []string{"x<y"}, Units: []string{"P99"}, Groups: []string{"Tổ A"}}, "Thành phần: x<y; Tổ A; P99"},
		{"nothing known", week.Event{}, ""},
	} {
		if got := Plain(items{directory: d}.details(c.event)); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}
