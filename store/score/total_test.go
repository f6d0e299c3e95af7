package score

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestTotals(t *testing.T) {
	s := decode(t, small) // A.1 40 proportional 90, A.I.1 20 level, B.1 40 direct; T.1 max 3, P.1 max 2; grades 90, 0
	for name, test := range map[string]struct {
		rows string // code=value
		want string // earned/most base bonus deduction total grade
	}{
		"full marks":                      {"A.1=90|A.I.1=Đúng hạn|B.1=40", "100/100 100 0 0 100 XS"},
		"above full marks":                {"A.1=180|A.I.1=Đúng hạn|B.1=40|T.1=9", "100/100 100 3 0 103 XS"},
		"nothing":                         {"", "0/100 0 0 0 0 K"},
		"never below 0":                   {"P.1=9", "0/100 0 0 2 0 K"},
		"all n/a":                         {"A.1=n/a|A.I.1=n/a|B.1=n/a|T.1=1", "0/0 0 1.5 0 1.5 K"},
		"n/a leaves both sums":            {"A.1=n/a|A.I.1=Đúng hạn|B.1=20", "40/60 66.67 0 0 66.67 K"},
		"0 is an answer":                  {"A.1=0|A.I.1=Đúng hạn|B.1=40", "60/100 60 0 0 60 K"},
		"a grade is reached at its min":   {"A.1=90|A.I.1=Đúng hạn|B.1=30", "90/100 90 0 0 90 XS"},
		"a veto caps the grade only":      {"A.1=90|A.I.1=Đúng hạn|B.1=40|L.1=xử lý cán bộ", "100/100 100 0 0 100 K"},
		"a cap above the grade is no cap": {"B.1=40|L.1=xử lý cán bộ", "40/100 40 0 0 40 K"},
	} {
		rows := "unit|code|value"
		for row := range strings.SplitSeq(test.rows, "|") {
			if row != "" {
				rows += "\nP9|" + strings.Replace(row, "=", "|", 1)
			}
		}
		var submission Submission
		if all := entriesOf(t, &s, rows); len(all) > 0 {
			submission = all[0]
		}
		r := s.Score([]Submission{submission})[0]
		got := fmt.Sprintf("%v/%v %v %v %v %v %s", r.Earned, r.Most, r.Base, r.Bonus, r.Deduction, r.Total, r.Grade.Code)
		if got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// rowsOf are the rows of a small file, cells between bars.
func rowsOf(text string) []Row {
	var rows []Row
	for i, line := range strings.Split(text, "\n") {
		rows = append(rows, Row{Line: i + 1, Cells: strings.Split(line, "|")})
	}
	return rows
}

func entriesOf(t testing.TB, s *Sheet, text string) []Submission {
	t.Helper()
	all, err := s.ReadEntries(rowsOf(text))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Before the close what a unit cannot know is in neither sum.
func TestSelfScore(t *testing.T) {
	s := decode(t, strings.Replace(strings.Replace(small, `rule = "direct"`, `rule = "appraiser"`, 1), `rule = "proportional"`, `rule = "leader"`, 1))
	one := entriesOf(t, &s, "unit|code|value\nP9|A.1|95\nP9|A.I.1|Đúng hạn\nP9|B.1|10")[0]
	if r := s.SelfScore(one); r.Most != 2000 || r.Base != 10000 || len(r.Blank) != 0 || len(r.Points) != 1 {
		t.Errorf("%+v", r)
	}
	if r := s.Score([]Submission{one})[0]; r.Most != 10000 || r.Earned != 7000 || r.Section("A") != 6000 || r.Section("A.I") != 2000 || r.Section("B") != 1000 {
		t.Errorf("%+v", r)
	}
}

func TestVetoes(t *testing.T) {
	s := decode(t, small)
	s.Grades = []Grade{{"Y", "Yếu", 0}, {"XS", "Xuất sắc", 9000}, {"K", "Khá", 5000}}
	s.Vetoes = []Veto{
		{Code: "X", Effect: Exclude}, {Code: "H", Effect: Hold}, {Code: "K", Effect: CapGrade, Cap: "K"}, {Code: "Y", Effect: CapGrade, Cap: "Y"},
		{Code: "B", Effect: BlockTitles, Titles: []string{"TTLDXS", "CO_NGANH"}}, {Code: "B2", Effect: BlockTitles, Titles: []string{"CO_NGANH"}},
	}
	for _, test := range []struct{ vetoes, want string }{
		{"", "XS rank 1 titles [] false"},
		{"K", "K rank 1 titles [] false"},
		{"K Y", "Y rank 1 titles [] false"},
		{"Y K", "Y rank 1 titles [] false"},
		{"B B2", "XS rank 1 titles [CO_NGANH TTLDXS] false"},
		{"H", "XS rank 1 hold titles [] true"},
		{"X", "XS rank 0 titles [] true"},
	} {
		one := Submission{Unit: "P9", Vetoes: map[string]string{}, Answers: map[string]Answer{
			"A.1": {State: Given, Number: big.NewRat(90, 1)}, "A.I.1": {State: Given}, "B.1": {State: Given, Number: big.NewRat(40, 1)}}}
		for code := range strings.FieldsSeq(test.vetoes) {
			one.Vetoes[code] = "lý do"
		}
		r := s.Score([]Submission{one})[0]
		titles, all := r.BarredTitles()
		hold := map[bool]string{true: " hold"}[r.Hold]
		if got := fmt.Sprintf("%s rank %d%s titles %v %v", r.Grade.Code, r.Rank, hold, titles, all); got != test.want || r.Total != 10000 {
			t.Errorf("%s: %s, want %s", test.vetoes, got, test.want)
		}
	}
}

// A ranked unit in the tests below: total by section A and B, then what a key may
// look at.
func ranked(s *Sheet, lines ...string) string {
	var cluster []Submission
	for _, line := range lines {
		f := strings.Fields(line) // unit A B bonus deductions hour
		one := Submission{Unit: f[0], Answers: map[string]Answer{}, Bonuses: map[string]Answer{}, Deductions: map[string]int64{}, Vetoes: map[string]string{}}
		for i, code := range []string{"A.1", "B.1"} {
			n, _ := ParseNumber(f[i+1])
			one.Answers[code] = Answer{State: Given, Number: n}
		}
		n, _ := ParseNumber(f[3])
		one.Bonuses["T.1"] = Answer{State: Given, Number: n}
		n, _ = ParseNumber(f[4])
		one.Deductions["P.1"] = n.Num().Int64()
		n, _ = ParseNumber(f[5])
		one.Submitted = hour(int(n.Num().Int64()))
		if len(f) > 6 {
			one.Vetoes["L"] = f[6]
		}
		cluster = append(cluster, one)
	}
	var got []string
	for _, r := range s.Score(cluster) {
		text := fmt.Sprintf("%d:%s", r.Rank, r.Unit)
		if r.Tie.Holds {
			text += "(" + string(r.Tie.By) + ")"
		}
		got = append(got, text)
	}
	return strings.Join(got, " ")
}

func rankingSheet() *Sheet {
	return &Sheet{
		BasePoints: 10000, ScoreStep: 1, Sections: []Section{{"A", "", 5000, ""}, {"B", "", 5000, ""}},
		Criteria: []Criterion{{Code: "A.1", Section: "A", Max: 5000, Rule: Direct}, {Code: "B.1", Section: "B", Max: 5000, Rule: Direct}},
		Bonuses:  []Bonus{{Code: "T.1", Max: 1000, PointsEach: 100}}, Deductions: []Deduction{{Code: "P.1", PointsEach: 100}},
		Vetoes: []Veto{{Code: "L", Effect: Exclude}}, Grades: []Grade{{"K", "Khá", 0}},
		Order: []OrderKey{ByTotal, "section:A", ByDeduction, ByBonus, BySubmitted},
	}
}

func TestRanking(t *testing.T) {
	s := rankingSheet()
	for name, test := range map[string]struct {
		units []string
		want  string
	}{
		"by total":              {[]string{"a 10 10 0 0 1", "b 20 10 0 0 2"}, "1:b 2:a"},
		"then section A":        {[]string{"a 10 20 0 0 1", "b 20 10 0 0 2"}, "1:b(section:A) 2:a"},
		"then fewer deductions": {[]string{"a 10 20 0 0 2", "b 10 21 1 2 1"}, "1:a(deduction) 2:b"},
		"the rest shares 1,2,2,4": {[]string{"d 10 10 0 0 1", "c 10 20 0 0 3", "b 10 20 0 0 2", "a 50 50 0 0 9"},
			"1:a 2:b(submitted) 2:c 4:d"},
		"nobody submitted":              {[]string{"b 10 10 0 0 0", "a 10 10 0 0 0"}, "1:a() 1:b"},
		"who submitted stands before":   {[]string{"a 10 10 0 0 0", "b 10 10 0 0 5"}, "1:b(submitted) 1:a"},
		"the excluded stand at the end": {[]string{"a 50 50 0 0 1 x", "b 10 10 0 0 1", "c 10 10 0 0 1 x", "d 50 50 0 0 1 x"}, "1:b 0:a 0:d 0:c"},
	} {
		if got := ranked(s, test.units...); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
	s.Order = []OrderKey{"section:B", BySubmitted, ByTotal}
	if got := ranked(s, "a 50 10 0 0 2", "b 10 20 0 0 3", "c 10 20 0 0 1", "d 20 20 0 0 1"); got != "1:d 1:c(submitted) 1:b 4:a" {
		t.Errorf("by the sheet's own order: %s", got)
	}
}

// The ranking depends on the submissions only, never on their order.
func TestRankingIsStable(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	s := rankingSheet()
	for range 200 {
		var units []string
		for i := range 8 {
			veto := ""
			if r.IntN(5) == 0 {
				veto = "x"
			}
			units = append(units, fmt.Sprintf("u%d %d %d %d %d %d %s", i, r.IntN(3), r.IntN(3), r.IntN(2), r.IntN(2), r.IntN(3), veto))
		}
		want := ranked(s, units...)
		r.Shuffle(len(units), func(i, j int) { units[i], units[j] = units[j], units[i] })
		if got := ranked(s, units...); got != want {
			t.Fatalf("%v\n got %s\nwant %s", units, got, want)
		}
	}
}
