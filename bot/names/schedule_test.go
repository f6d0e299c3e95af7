package names

import (
	"os"
	"strings"
	"testing"

	"thuky/store/staff"
)

// office is the sample office, with a further "Thảo" who is no leader if asked.
func office(t testing.TB, more ...staff.Person) *Index {
	t.Helper()
	f, err := os.Open("../weekly/testdata/phuyen.toml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := staff.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	d.People = append(d.People, more...)
	return New(d)
}

// mentions prints what was found: "thao P9 [Lãnh đạo Viện] ?Hùng"; a further
// candidate follows after "/".
func mentions(found []Mention) string {
	var list []string
	for _, m := range found {
		name := m.Key
		switch m.Kind {
		case Group:
			name = "[" + name + "]"
		case Unknown:
			name = "?" + name
		}
		list = append(list, strings.Join(append([]string{name}, m.Others...), "/"))
	}
	return strings.Join(list, " ")
}

func TestInSchedule(t *testing.T) {
	x := office(t)
	for _, c := range []struct{ text, want string }{
		// People: title and capitalised name.
		{"Đ/c Viện trưởng, đ/c Thảo - PVT tham gia diễn tập “PY-21” (02 ngày).", "vien-truong thao"},
		{"Đ/c Thảo, Thanh - PVT: 8 giờ, dự tập huấn", "thao thanh"},
		{"Các đ/c Thảo, Liên - PVT duyệt dự thảo báo cáo", "thao lien"},
		{"Các đ/c Thảo, Hùng dự họp", "thao ?Hùng"},
		{"Các đ/c Hùng, Dũng, Liên dự họp", "?Hùng ?Dũng lien"},
		{"Đ/c Thảo, Hội Nông dân dự họp", "thao"},
		{"đ/c Thảo và Thanh tra tỉnh làm việc", "thao"},
		{"Đ/c : Liên - PVT", "lien"},
		{"Đ/C Viện trưởng", "vien-truong"},
		{"PVT Thảo nghe", "thao"},
		{"Phó Viện trưởng Thảo dự", "thao"},
		{"Thảo – PVT", "thao"},
		{"Thảo, Thanh - PVT họp", "thao thanh"},
		{"Thảo (Phó Viện trưởng)", "thao"},
		{"ĐỒNG CHÍ THẢO - PVT", "thao"},
		{"các PVT Thảo, Liên dự", "thao lien"},
		{"các đ/c Phó Viện trưởng: Thảo, Liên", "thao lien"},
		{"đ/c Thanh - T7, đ/c Liên - CN", "thanh lien"},
		{"đ/c Thảo – T7; đ/c Thanh – CN", "thao thanh"},
		{"- Đ/c Thảo - PVT\n- Phòng 7\n- Phòng 8", "thao P7 P8"},
		{"đồng chí Viện trưởng và Phó Viện trưởng Thảo dự", "vien-truong thao"},
		{"VT và PVT Liên dự", "vien-truong lien"},
		{"Viện trưởng Viện KSND tỉnh chủ trì", "vien-truong"},
		{"Viện trưởng VKSND tỉnh Phú Yên", "vien-truong"},
		// Nobody.
		{"duyệt dự thảo, thảo luận tại Hội thảo; thanh niên, Thanh tra, thanh lý, liên ngành, Liên đoàn, Liên hiệp", ""},
		{"Thảo luận nhóm; Liên hiệp các hội", ""},
		{"Thanh tra tỉnh làm việc với Phòng 8", "P8"},
		{"đ/c thảo", ""},
		{"trao đổi với Viện trưởng VKSND huyện Tuy An", "TUYAN"},
		{"Viện trưởng Viện KSND tối cao", ""},
		{"Viện trưởng VKSND tỉnh Khánh Hòa", ""},
		{"Viện trưởng các huyện", ""},
		{"Phó Viện trưởng VKSND huyện Tuy An", "TUYAN"},
		{"đ/c Thanh - Phó Viện trưởng VKSND huyện Tuy An", "TUYAN"},
		{"Phó Viện trưởng dự", ""},
		{"đ/c Bí thư Tỉnh ủy, đ/c Giám đốc Công an tỉnh, đồng chí Chủ tịch UBND tỉnh", ""},
		{"ông Thảo, bà Liên đến khiếu nại", ""},
		// Unknown names.
		{"Đ/c Hùng - PVT nghe Phòng 9", "?Hùng P9"},
		{"đồng chí Minh Anh dự", "?Minh Anh"},
		{"đ/c Thanh Hà dự", "?Thanh Hà/thanh"},
		{"đ/c Hồ Ngọc Thảo dự", "?Hồ Ngọc Thảo/thao"},
		{"đ/c Hồ Ngọc Thảo - PVT dự", "thao"},
		{"Đ/c Thảo, Hùng - PVT dự", "thao ?Hùng"},
		{"Đ/c Thảo, Văn phòng, Hội đồng thi đua", "thao VP"},
		{"đ/c A", "?A"},
		{"đ/c Thành, đ/c Công và đồng chí Trường nghe án", "?Thành ?Công ?Trường"},
		{"đ/c Thành viên Tổ chấm điểm, đ/c Chi cục trưởng, Đại tá", ""},
		// Units.
		{"nghe các Phòng 9, 10 báo cáo", "P9 P10"},
		{"Phòng 1, 7 và 9", "P1 P7 P9"},
		{"Phòng 9, 10 giờ họp; Phòng 1, 2 vụ án", "P9 P1"},
		{"Phòng 9, 10h30 họp", "P9"},
		{"Phòng 12", "P12"},
		{"P7, P8, P.9", "P7 P8 P9"},
		{"phòng họp số 1, phòng đọc báo", ""},
		{"PHÒNG 09", "P9"},
		{"Văn phòng chuẩn bị", "VP"},
		{"Văn phòng, Phòng 7", "VP P7"},
		{"Văn phòng tổng hợp Viện", "VP"},
		{"Văn phòng UBND tỉnh, Văn phòng Tỉnh ủy, văn phòng phẩm", ""},
		{"Phòng 2 Công an tỉnh", ""},
		{"Phòng 8 công bố quyết định", "P8"},
		{"VKSND huyện Tuy An, Đồng Xuân", "TUYAN DONGXUAN"},
		{"VKSND TP. Tuy Hoà và VKSND thị xã Đông Hoà", "TUYHOA DONGHOA"},
		{"Thanh tra Viện", "TTR"},
		{"Lãnh đạo VKSND tỉnh Phú Yên", ""},
		// Groups.
		{"các đồng chí Phó Viện trưởng làm việc", "[Các Phó Viện trưởng]"},
		{"Lãnh đạo Viện; lãnh đạo các phòng", "[Lãnh đạo Viện] [Lãnh đạo các đơn vị]"},
		{"TOÀN THỂ CÁN BỘ, CÔNG CHỨC", "[Toàn thể công chức]"},
		{"đội thanh niên xung kích; Chi đoàn thanh niên", "[Đoàn thanh niên] [Đoàn thanh niên]"},
		{"Hội nghị toàn thể đảng viên", "[Toàn thể đảng viên]"},
		{"Lãnh đạo Viện KSND huyện Tuy An dự", "TUYAN"},
	} {
		if got := mentions(x.InSchedule(c.text)); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestInHosts(t *testing.T) {
	x := office(t)
	for _, c := range []struct{ text, want string }{
		{"Thảo", "thao"},
		{"Thảo, Liên", "thao lien"},
		{"Viện trưởng", "vien-truong"},
		{"Nguyễn Văn An", ""},
		{"Thanh tra tỉnh", ""},
		{"Phòng 9", "P9"},
	} {
		if got := mentions(x.InHosts(c.text)); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// TestAmbiguous: a title of office decides between two people of one given name;
// without it both are named.
func TestAmbiguous(t *testing.T) {
	x := office(t, staff.Person{Key: "thao-vp", Name: "Thảo", Title: "Chánh Văn phòng", Short: "CVP", Unit: "VP"})
	for _, c := range []struct{ text, want string }{
		{"đ/c Thảo - PVT", "thao"},
		{"đ/c Thảo - CVP", "thao-vp"},
		{"Chánh Văn phòng Thảo", "thao-vp"},
		{"đ/c Thảo dự", "thao/thao-vp"},
	} {
		if got := mentions(x.InSchedule(c.text)); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// FuzzInSchedule holds that mentions come in order, do not overlap, and lie
// within the text.
func FuzzInSchedule(f *testing.F) {
	x := office(f)
	for _, seed := range []string{"Đ/c Thảo, Thanh - PVT", "Phòng 9, 10 và 12", "các đ/c Phó Viện trưởng: Thảo", "Viện trưởng VKSND huyện Tuy An", "đ/c "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, find := range []func(string) []Mention{x.InSchedule, x.InHosts} {
			at := 0
			for _, m := range find(text) {
				if m.Start < at || m.End <= m.Start || m.End > len(text) || m.Key == "" {
					t.Fatalf("mention %+v after byte %d of %q", m, at, text)
				}
				at = m.End
			}
		}
	})
}
