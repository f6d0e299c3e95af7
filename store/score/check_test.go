package score

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// small is a sheet with one of everything; the numbers of its lines matter to the
// tests below.
const small = `schema = "thuky.sheet/1"
id = "s"
title = "Phiếu"
base_points = 100
score_step = 0.5

[[section]]
code = "A"
title = "Nghiệp vụ"
max = 60
[[section]]
code = "A.I"
parent = "A"
title = "Tin báo"
max = 20
[[section]]
code = "B"
title = "Phong trào"
max = 40

[[criterion]]
code = "A.1"
section = "A"
title = "Tỷ lệ giải quyết"
rule = "proportional"
max = 40
target = 90
measure = "%"
[[criterion]]
code = "A.I.1"
section = "A.I"
title = "Kế hoạch"
rule = "level"
max = 20
levels = [
  { label = "Đúng hạn", points = 20 }, # the best
  { label = "Chậm; [có] lý do", points = 7.5 },
]
[[criterion]]
code = "B.1"
section = "B"
title = "Tự chấm"
rule = "direct"
max = 40

[[bonus]]
code = "T.1"
title = "Sáng kiến"
max = 3
points_each = 1.5
[[deduction]]
code = "P.1"
title = "Nộp muộn"
points_each = 0.5
max = 2
auto = true
[[veto]]
code = "L.1"
title = "Bị xử lý"
effect = "cap_grade"
cap = "K"

[limits]
bonus_cap = 10
total_cap = 110

[[grade]]
code = "XS"
label = "Xuất sắc"
min = 90
[[grade]]
code = "K"
label = "Khá"
min = 0

[ranking]
order = ["total", "section:A", "deduction", "bonus", "submitted"]
`

func decode(t *testing.T, text string, accepted ...Exception) Sheet {
	t.Helper()
	s, err := Decode(strings.NewReader(text), accepted...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mistakesOf(t *testing.T, err error) Mistakes {
	t.Helper()
	var all Mistakes
	if !errors.As(err, &all) {
		t.Fatalf("got %v, want mistakes", err)
	}
	return all
}

func TestSmallSheet(t *testing.T) {
	s := decode(t, small)
	if len(s.Sections) != 3 || len(s.Criteria) != 3 || s.ScoreStep != 50 || *s.Limits.TotalCap != 11000 || s.Criteria[1].Levels[1].Points != 750 {
		t.Errorf("read %+v", s)
	}
	s = decode(t, strings.Split(small, "[ranking]")[0])
	if got := names(s.Order, " "); got != "total section:A deduction bonus submitted" {
		t.Errorf("usual order: %s", got)
	}
}

// Every refusal names its line and its figures.
func TestRefusals(t *testing.T) {
	for _, test := range []struct {
		old, new string
		want     string // line fault key value want
	}{
		{`max = 60`, `max = 61`, `4 WrongSum base_points 101/100; 10 WrongSum max 60/61`},
		{`max = 20` + "\n[[section]]", `max = 19.5` + "\n[[section]]", `10 WrongSum max 59.5/60; 15 WrongSum max 20/19.5`},
		{`base_points = 100`, `base_points = 95`, `4 WrongSum base_points 100/95`},
		{`base_points = 100`, `base_points = 0`, `4 NotPositive base_points 0/`},
		{`base_points = 100`, ``, `1 Missing base_points /`},
		{`id = "s"`, `id = 7`, `2 WrongType id 7/`},
		{`id = "s"`, `ident = "s"`, `1 Missing id /; 2 UnknownKey ident ident/`},
		{`schema = "thuky.sheet/1"`, `schema = "thuky.sheet/2"`, `1 WrongSchema schema thuky.sheet/2/thuky.sheet/1`},
		{`schema = "thuky.sheet/1"`, ``, `1 Missing schema /`},
		{`measure = "%"`, `unit = "%"`, `28 UnknownKey unit unit/`},
		{`[limits]`, `[bounds]`, `63 UnknownTable  bounds/`},
		{`bonus_cap = 10`, `bonus_max = 10`, `64 UnknownKey bonus_max bonus_max/`},
		{`rule = "direct"`, `rule = "guess"`, `43 UnknownRule rule guess/direct, yes_no, level, target, proportional, banded, per_item, step_down, leader, appraiser`},
		{`parent = "A"`, `parent = "Z"`, `13 UnknownParent parent Z/`},
		{`parent = "A"`, `parent = "A.I"`, `13 ParentLoop parent A.I/`},
		{`section = "B"`, `section = "C"`, `41 UnknownSection section C/`},
		{`code = "B.1"`, `code = "A.1"`, `40 Duplicate code A.1/`},
		{`code = "T.1"`, `code = "A.1"`, `47 Duplicate code A.1/`},
		{`code = "B.1"`, `code = "submitted"`, `40 Duplicate code submitted/`},
		{`code = "B"`, `code = "A"`, `17 Duplicate code A/; 41 UnknownSection section B/`},
		{`max = 40` + "\ntarget = 90", `max = 0` + "\ntarget = 90", `26 NotPositive max 0/`},
		{`max = 3`, `max = -3`, `49 Negative max -3/`},
		{`max = 3`, `max = 3.001`, `49 TooFine max 3.001/`},
		{`max = 3`, `max = 30000000`, `49 TooLarge max 30000000/1000000`},
		{`max = 3`, `max = "3"`, `49 WrongType max 3/`},
		{`max = 3`, `max = nan`, `49 WrongType max NaN/`},
		{`max = 3`, ``, `46 Missing max /`},
		{`min = 0`, `min = 5`, `74 NoZeroGrade min 5/`},
		{`min = 90`, `min = 0`, `74 Duplicate min 0/`},
		{`points = 7.5`, `points = 7.3`, `35 OffStep levels 7.3/0.5`},
		{`points = 7.5`, `points = 27.5`, `35 AboveMax levels 27.5/20`},
		{`points = 7.5`, `points = -1`, `35 Negative levels -1/`},
		{`points = 7.5`, `score = 7.5`, `35 UnknownKey levels score/`},
		{`label = "Chậm; [có] lý do"`, `label = "đúng hạn"`, `35 Duplicate levels đúng hạn/`},
		{`label = "Chậm; [có] lý do"`, `label = "a=1; b"`, `35 BadLabel levels a=1; b/`},
		{`score_step = 0.5`, `score_step = 0.3`, `35 OffStep levels 20/0.3; 44 OffStep max 40/0.3`},
		{`target = 90`, `target = 0`, `27 ZeroTarget target 0/`},
		{`target = 90`, `target = -1`, `27 Negative target -1/`},
		{`target = 90`, ``, `21 Missing target /`},
		{`target = 90`, `target = 0` + "\nlower_better = true", ``},
		{`rule = "direct"`, `rule = "direct"` + "\nlower_better = true", `44 LowerMisused lower_better direct/`},
		{`rule = "proportional"`, `rule = "banded"` + "\nlower_better = true", `26 LowerMisused lower_better banded/`},
		{`rule = "proportional"`, `rule = "banded"` + "\nfloor_rate = 1.2", `26 AboveMax floor_rate 1.2/1`},
		{`rule = "proportional"`, `rule = "banded"` + "\nfloor_rate = 0", `26 NotPositive floor_rate 0/`},
		{`rule = "direct"`, `rule = "per_item"`, `39 Missing points_each /`},
		{`rule = "direct"`, `rule = "level"`, `39 Missing levels /`},
		{`rule = "direct"`, `rule = "leader"`, ``},
		{`rule = "direct"`, `rule = "step_down"` + "\npoints_each = 1\ntarget = 0", ``},
		{`cap = "K"`, `cap = "G"`, `61 UnknownGrade cap G/`},
		{`cap = "K"`, ``, `57 Missing cap /`},
		{`effect = "cap_grade"`, `effect = "shame"`, `60 UnknownEffect effect shame/exclude, cap_grade, block_titles, hold`},
		{`points_each = 1.5`, `points_each = 1.5` + "\nlevels = [{label = \"x\", points = 1}]", `50 TwoWays points_each 1.5/`},
		{`auto = true`, `auto = "yes"`, `56 WrongType auto yes/true, false`},
		{`"section:A"`, `"section:Z"`, `77 UnknownSection order section:Z/`},
		{`"bonus", `, `"luck", `, `77 UnknownOrder order luck/total, section:…, deduction, bonus, submitted`},
		{`total_cap = 110`, `total_cap = 0`, `65 NotPositive total_cap 0/`},
		{`title = "Phiếu"`, `title = "` + strings.Repeat("x", 5000) + `"`, `3 TooLong title ` + strings.Repeat("x", 59) + `…/`},
		{`title = "Phiếu"`, `title = "Phiếu`, `3 BadSyntax title /`},
		{`max = 40` + "\n\n", `max = 40` + "\nmax = 40\n\n", `20 BadSyntax section.max /`},
	} {
		text := strings.Replace(small, test.old, test.new, 1)
		if text == small {
			t.Errorf("%q is not in the sheet", test.old)
		}
		_, err := Decode(strings.NewReader(text))
		if test.want == "" {
			if err != nil {
				t.Errorf("%q: %v", test.new, err)
			}
			continue
		}
		var got Mistakes
		if !errors.As(err, &got) {
			t.Errorf("%q: got %v, want %s", test.new, err, test.want)
			continue
		}
		if told(got) != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.new, told(got), test.want)
		}
	}
}

var faultNames = map[Fault]string{
	BadSyntax: "BadSyntax", UnknownTable: "UnknownTable", UnknownKey: "UnknownKey", WrongType: "WrongType", WrongSchema: "WrongSchema",
	Missing: "Missing", TooLong: "TooLong", TooFine: "TooFine", TooLarge: "TooLarge", NotPositive: "NotPositive", Negative: "Negative",
	OffStep: "OffStep", WrongSum: "WrongSum", UnknownParent: "UnknownParent", ParentLoop: "ParentLoop", UnknownSection: "UnknownSection",
	UnknownRule: "UnknownRule", UnknownEffect: "UnknownEffect", UnknownGrade: "UnknownGrade", UnknownOrder: "UnknownOrder",
	Duplicate: "Duplicate", ZeroTarget: "ZeroTarget", LowerMisused: "LowerMisused", NoZeroGrade: "NoZeroGrade", AboveMax: "AboveMax",
	TooMany: "TooMany", TwoWays: "TwoWays", BadLabel: "BadLabel", NoSuchSum: "NoSuchSum",
}

func (m *Mistake) told() string {
	return fmt.Sprintf("%d %s %s %s/%s", m.Line, faultNames[m.Fault], m.Key, m.Value, m.Want)
}

func told(all Mistakes) string {
	texts := make([]string, len(all))
	for i, m := range all {
		texts[i] = m.told()
	}
	return strings.Join(texts, "; ")
}

// An accepted sum error lets the sheet pass, and only that error.
func TestAcceptedSums(t *testing.T) {
	wrong := strings.Replace(small, "max = 60", "max = 60.5", 1)
	e, err := ParseException("A: 60/60,5, lý do văn bản gốc cộng sai")
	if err != nil || e != (Exception{"A", 6000, 6050, "văn bản gốc cộng sai"}) {
		t.Fatal(e, err)
	}
	whole, err := ParseException("Toàn phiếu: 100,5/100, lý do: như trên")
	if err != nil || whole != (Exception{"", 10050, 10000, "như trên"}) {
		t.Fatal(whole, err)
	}
	s := decode(t, wrong, e, whole)
	if len(s.Accepted) != 2 || s.BasePoints != 10000 {
		t.Errorf("%+v", s.Accepted)
	}
	full := Submission{Answers: map[string]Answer{"A.1": {State: Given, Number: zero}, "A.I.1": {State: Given}, "B.1": {State: NotApplicable}}}
	if r := s.Score([]Submission{full})[0]; r.Most != 6000 || r.Earned != 2000 || r.Base != 3333 {
		t.Errorf("the applicable max is what the leaves add up to: %+v", r)
	}
	_, err = Decode(strings.NewReader(wrong), e)
	if got := told(mistakesOf(t, err)); got != "4 WrongSum base_points 100.5/100" {
		t.Error(got)
	}
	_, err = Decode(strings.NewReader(strings.Replace(small, "max = 60", "max = 61", 1)), e)
	if got := told(mistakesOf(t, err)); got != "0 NoSuchSum  60/60.5; 4 WrongSum base_points 101/100; 10 WrongSum max 60/61" {
		t.Error(got)
	}
	for _, text := range []string{"", "A: 60/60,5", "A: 60/60,5, lý do", "A: x/60, vì", "A 60/60, vì", "A: 60,001/60, vì"} {
		if e, err := ParseException(text); err == nil {
			t.Errorf("%q is read as %+v", text, e)
		}
	}
}

// No text makes the decoder panic or go astray, and every sheet it takes survives
// the way through a workbook.
func FuzzDecode(f *testing.F) {
	f.Add(small)
	f.Add("a = \"\"\"\n[[x]]\n\"\"\"\n[[section]]\ncode = '''\n'''\nlevels = [ # ]\n{label = \"]\"}]\n")
	f.Add("0=\"00\\")
	f.Add("grade = [{min = 1e400}]\nlimits.bonus_cap = 0x10\n\"sche\\\"ma\" = 1979-05-27")
	f.Fuzz(func(t *testing.T, text string) {
		linesOf(text)
		s, err := Decode(strings.NewReader(text))
		if err != nil {
			for _, m := range mistakesOf(t, err) {
				if m.Line < 1 || m.Line > strings.Count(text, "\n")+2 {
					t.Errorf("line %d of %d: %v", m.Line, strings.Count(text, "\n")+1, m)
				}
			}
			return
		}
		again, err := FromTables(asText(s.Pages()))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if a, b := fmt.Sprint(again.Pages()), fmt.Sprint(s.Pages()); a != b {
			t.Errorf("through a workbook\n got %s\nwant %s", a, b)
		}
	})
}
