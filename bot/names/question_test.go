package names

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"thuky/store/staff"
)

// TestInQuestion reads every line of testdata/question.txt: "question ⇒ names",
// each name as kind, key and, if the words fit several, the other keys.
func TestInQuestion(t *testing.T) {
	x := questionOffice()
	file, err := os.Open("testdata/question.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	total := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		question, want, ok := strings.Cut(line, "⇒")
		if !ok {
			t.Fatalf("no names: %s", line)
		}
		question, want = strings.TrimSpace(question), strings.TrimSpace(want)
		total++
		if got := named(x.InQuestion(question)); got != want {
			t.Errorf("%s\n got %s\nwant %s", question, got, want)
		}
	}
	if total == 0 {
		t.Error("no lines")
	}
}

// named writes mentions as the corpus does.
func named(mentions []Mention) string {
	kinds := map[Kind]string{Person: "người", Unit: "đơn vị", Group: "nhóm", Unknown: "lạ"}
	var all []string
	for _, m := range mentions {
		all = append(all, kinds[m.Kind]+" "+strings.Join(append([]string{m.Key}, m.Others...), "/"))
	}
	if len(all) == 0 {
		return "-"
	}
	return strings.Join(all, ", ")
}

// questionOffice is a small office with the traps of names: two that differ by
// a tone, one that is a word of time, a chief without a name.
func questionOffice() *Index {
	leader := []staff.Role{staff.Leader}
	deputy := func(key, name string) staff.Person {
		return staff.Person{Key: key, Name: name, Title: "Phó Viện trưởng", Short: "PVT", Roles: leader, Aliases: []string{"đ/c " + name}}
	}
	return New(staff.Directory{
		Units: []staff.Unit{
			{Code: "LD", Name: "Lãnh đạo VKSND tỉnh", Kind: "lanh-dao"},
			{Code: "VP", Name: "Văn phòng", Kind: "van-phong", Aliases: []string{"Văn phòng tổng hợp"}},
			{Code: "P1", Name: "Phòng 1", Kind: "phong", Aliases: []string{"P1", "P.1"}},
			{Code: "P9", Name: "Phòng 9", Kind: "phong", Aliases: []string{"P9", "P.9", "Phòng Dân sự"}},
			{Code: "P12", Name: "Phòng 12", Kind: "phong", Aliases: []string{"P12"}},
			{Code: "TUYAN", Name: "VKSND huyện Tuy An", Kind: "huyen", Aliases: []string{"VKS Tuy An"}},
		},
		People: []staff.Person{
			{Key: "vien-truong", Name: "Viện trưởng", Title: "Viện trưởng", Short: "VT", Roles: leader, Aliases: []string{"VT"}},
			deputy("thao", "Thảo"), deputy("thanh", "Thanh"), deputy("lien", "Liên"),
			{Key: "chanh", Name: "Thành", Title: "Chánh Văn phòng", Short: "CVP", Roles: []staff.Role{staff.OfficeHead}, Unit: "VP"},
		},
		Groups: []staff.Group{
			{Name: "Lãnh đạo Viện", Members: []string{"vien-truong", "thao", "thanh", "lien"}, Aliases: []string{"LĐV"}},
			{Name: "Các Phó Viện trưởng", Members: []string{"thao", "thanh", "lien"}, Aliases: []string{"các PVT"}},
			{Name: "Đoàn thanh niên", Aliases: []string{"Chi đoàn"}},
		},
	})
}

// TestMentionPlace holds that a mention covers its title and no more.
func TestMentionPlace(t *testing.T) {
	question := "chiều mai đồng chí Liên có lịch gì"
	m := questionOffice().InQuestion(question)
	if len(m) != 1 || question[m[0].Start:m[0].End] != "đồng chí Liên" {
		t.Errorf("got %+v", m)
	}
}

func FuzzInQuestion(f *testing.F) {
	for _, seed := range []string{"lịch đ/c Thảo, Thanh - PVT", "phòng 1, 9", "chị Mai", "đ/c", "Phó Viện trưởng", "lịch của"} {
		f.Add(seed)
	}
	x := questionOffice()
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, m := range x.InQuestion(text) {
			if m.Start < last || m.End <= m.Start || m.End > len(text) || m.Key == "" {
				t.Fatalf("%q: %+v", text, m)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[m.Start:m.End]) {
				t.Errorf("%q: cut inside a letter: %+v", text, m)
			}
			last = m.End
		}
	})
}
