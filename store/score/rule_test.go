package score

import (
	"math/big"
	"strings"
	"testing"
)

func rat(t testing.TB, text string) *big.Rat {
	t.Helper()
	if text == "" {
		return nil
	}
	n, ok := ParseNumber(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return n
}

func TestRulesOfACriterion(t *testing.T) {
	levels := []Level{{"Tốt", 400}, {"Khá", 250}, {"Kém", 0}}
	for _, test := range []struct {
		rule   Rule
		max    string
		target string
		more   string // "lower", "each=0.25", "floor=0.5"
		answer string
		want   string
	}{
		{Direct, "4", "", "", "3,5", "3.5"},
		{Direct, "4", "", "", "0", "0"},
		{Direct, "4", "", "", "", "0"},
		{ByAppraiser, "10", "", "", "7.25", "7.25"},
		{YesNo, "3", "", "", "đạt", "3"},
		{YesNo, "3", "", "", "Không Đạt", "0"},
		{ByLevel, "4", "", "", "khá", "2.5"},
		{ByLevel, "4", "", "", "Kém", "0"},

		{OnTarget, "3", "100", "", "100", "3"},
		{OnTarget, "3", "100", "", "99,99", "0"},
		{OnTarget, "3", "100", "", "250", "3"},
		{OnTarget, "3", "0", "lower", "0", "3"},
		{OnTarget, "3", "0", "lower", "0,01", "0"},
		{OnTarget, "3", "5", "lower", "5", "3"},
		{OnTarget, "3", "5", "lower", "5,1", "0"},

		{Proportional, "4", "90", "", "92%", "4"},
		{Proportional, "4", "90", "", "45", "2"},
		{Proportional, "4", "90", "", "0", "0"},
		{Proportional, "1", "3", "", "1", "0.33"},    // 0.333…
		{Proportional, "1", "3", "", "2", "0.67"},    // 0.666…
		{Proportional, "0.01", "2", "", "1", "0.01"}, // 0.005, half up
		{Proportional, "0.01", "2", "", "0.999999", "0"},
		{Proportional, "4", "102", "", "36", "1.41"}, // 1.4117…
		{Proportional, "4", "5", "lower", "5", "4"},
		{Proportional, "4", "5", "lower", "2", "4"},
		{Proportional, "4", "5", "lower", "8", "2.5"},
		{Proportional, "4", "0", "lower", "0", "4"},
		{Proportional, "4", "0", "lower", "1", "0"},

		{Banded, "6", "100", "", "100", "6"},
		{Banded, "6", "100", "", "80", "4.8"},
		{Banded, "6", "100", "", "79,999", "0"},
		{Banded, "6", "3", "", "2.4", "4.8"}, // 2.4/3 is 0.8 exactly, which no float says
		{Banded, "6", "100", "floor=0.5", "50", "3"},
		{Banded, "6", "100", "floor=0.5", "49", "0"},
		{Banded, "6", "100", "", "120", "6"},

		{PerItem, "3", "", "each=0.5", "4", "2"},
		{PerItem, "3", "", "each=0.5", "7", "3"},
		{PerItem, "3", "", "each=0.5", "1000000", "3"},
		{PerItem, "3", "", "each=0.5", "0", "0"},

		{StepDown, "5", "", "each=0.25", "0", "5"},
		{StepDown, "5", "", "each=0.25", "3", "4.25"},
		{StepDown, "5", "", "each=0.25", "21", "0"},
		{StepDown, "3", "2", "each=1", "2", "3"},
		{StepDown, "3", "2", "each=1", "1,5", "3"},
		{StepDown, "3", "2", "each=1", "2.345", "2.66"}, // 2.655, half up
		{StepDown, "3", "2", "each=1", "5", "0"},
	} {
		c := Criterion{Code: "A.1", Rule: test.rule, Max: pointsOf(t, test.max), Target: rat(t, test.target), Levels: levels, FloorRate: big.NewRat(4, 5)}
		key, value, _ := strings.Cut(test.more, "=")
		switch key {
		case "lower":
			c.LowerBetter = true
		case "each":
			c.PointsEach = pointsOf(t, value)
		case "floor":
			c.FloorRate = rat(t, value)
		}
		s := Sheet{ScoreStep: 25}
		a, err := s.ReadAnswer(c, test.answer)
		if err != nil {
			t.Errorf("%s %s: %v", test.rule, test.answer, err)
			continue
		}
		if got := c.Points(a, c.Target).String(); got != test.want {
			t.Errorf("%s of %s, target %s, %s: %s is worth %s, want %s", test.rule, test.max, test.target, test.more, test.answer, got, test.want)
		}
	}
}

func pointsOf(t testing.TB, text string) Points {
	t.Helper()
	p, ok := exactPoints(rat(t, text))
	if !ok {
		t.Fatalf("%q are no points", text)
	}
	return p
}

func TestLeader(t *testing.T) {
	for name, test := range map[string]struct {
		units string // actual/target, ! excluded, - not submitted, n/a
		want  string
	}{
		"the best exceeds most":           {"150/100 125/100 100/100 50/100 0/100", "10 7.5 5 2.5 0"},
		"nobody exceeds":                  {"100/100 99/100", "5 4.95"},
		"one alone":                       {"101/100", "10"},
		"thirds":                          {"4/3 10/9 1/3", "10 6.67 1.67"},
		"without targets":                 {"8/ 4/ 0/ 3/", "10 5 0 3.75"},
		"without targets, all 0":          {"0/ 0/", "0 0"},
		"both kinds apart":                {"200/100 8/ 150/100 2/", "10 10 7.5 2.5"},
		"the excluded set no measure":     {"300/100! 150/100 125/100", "10 10 7.5"},
		"nor who did not submit":          {"300/100- 150/100 125/100", "10 10 7.5"},
		"nor the excluded without target": {"80/! 8/ 4/", "10 10 5"},
		"only the excluded exceeds":       {"110/100! 100/100", "10 5"},
		"n/a and blank":                   {"n/a/100 150/100 /100", "0 10 0"},
	} {
		c := Criterion{Code: "A.1", Rule: Leader, Max: 1000}
		s := &Sheet{BasePoints: 10000, Criteria: []Criterion{c}, Vetoes: []Veto{{Code: "L", Effect: Exclude}}}
		var cluster []Submission
		for one := range strings.FieldsSeq(test.units) {
			submission := Submission{Unit: one, Submitted: hour(1), Vetoes: map[string]string{}, Targets: map[string]*big.Rat{}}
			switch one[len(one)-1] {
			case '!':
				submission.Vetoes["L"] = "vi phạm"
			case '-':
				submission.Submitted = hour(0)
			}
			one = strings.TrimRight(one, "!-")
			i := strings.LastIndex(one, "/")
			a, err := s.ReadAnswer(c, one[:i])
			if err != nil {
				t.Fatal(err)
			}
			submission.Answers = map[string]Answer{"A.1": a}
			if one[i+1:] != "" {
				submission.Targets["A.1"] = rat(t, one[i+1:])
			}
			cluster = append(cluster, submission)
		}
		var got []string
		for _, p := range c.leaderPoints(cluster, s.counted(cluster)) {
			got = append(got, p.String())
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %s gives %v, want %s", name, test.units, got, test.want)
		}
	}
}

// The share of the target that people see is never clipped.
func TestShare(t *testing.T) {
	c := Criterion{Rule: Proportional, Max: 400}
	given := Answer{State: Given, Number: rat(t, "102")}
	if share := c.Share(given, rat(t, "36")); share.Cmp(big.NewRat(17, 6)) != 0 {
		t.Errorf("share %v", share)
	}
	c.LowerBetter = true
	if c.Share(given, rat(t, "36")) != nil || c.Share(Answer{}, rat(t, "36")) != nil {
		t.Error("a share where more is not better, or of a blank")
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{"3,5": "3.5", "3.50": "3.5", "0": "0", "007": "7", "-2": "-2", "92,25": "92.25", "0,0001": "0.0001"} {
		if got := NumberText(rat(t, text)); got != want {
			t.Errorf("%s is read as %s", text, got)
		}
	}
	for _, text := range []string{"", "-", "1,2,3", "1.200,5", ",5", "5,", "1e3", "0x10", "٣", "1 2", "--1", "1234567890123456789", "NaN", "+1", "1_000"} {
		if n, ok := ParseNumber(text); ok {
			t.Errorf("%q is read as %v", text, n)
		}
	}
	for p, want := range map[Points]string{0: "0", 5: "0.05", 50: "0.5", 9225: "92.25", 10000: "100", -150: "-1.5", 1: "0.01"} {
		if p.String() != want {
			t.Errorf("%d is written %s", int64(p), p)
		}
	}
}

func TestAnswers(t *testing.T) {
	s := Sheet{ScoreStep: 25}
	criteria := map[string]Criterion{
		"points": {Rule: Direct, Max: 400}, "percent": {Rule: Proportional, Max: 400, Measure: "%", Target: one},
		"cases": {Rule: PerItem, Max: 400, PointsEach: 25, Measure: "vụ"}, "faults": {Rule: StepDown, Max: 400, PointsEach: 25},
		"yes": {Rule: YesNo, Max: 400}, "level": {Rule: ByLevel, Max: 400, Levels: []Level{{"Đúng hạn, đủ", 400}, {"Chậm", 0}}},
		"team": {Rule: ByAppraiser, Max: 400},
	}
	for _, test := range []struct{ kind, text, want string }{
		{"points", "3,25", "3.25"}, {"points", "3.3", "off the step 0..4"}, {"points", "4.25", "out of range 0..4"}, {"points", "-1", "out of range 0..4"},
		{"points", "4", "4"}, {"points", "3,255", "off the step 0..4"}, {"points", "bốn", "not a number "}, {"points", "90%", "not a number "},
		{"points", "n/a", "n/a"}, {"points", " N/A ", "n/a"}, {"points", "không phát sinh", "n/a"}, {"points", "", "blank"}, {"points", "  ", "blank"},
		{"percent", "92%", "92"}, {"percent", "92 %", "92"}, {"percent", "92", "92"}, {"percent", "283,5%", "283.5"}, {"percent", "-1", "out of range "},
		{"percent", "92 vụ", "not a number "}, {"percent", "%", "not a number "},
		{"cases", "5 vụ", "5"}, {"cases", "5vụ", "5"}, {"cases", "5 án", "not a number "}, {"cases", "5%", "not a number "}, {"cases", "2,5", "not a whole number "},
		{"cases", "5,0", "5"}, {"cases", "10000000", "figure too large "}, {"faults", "2,5", "2.5"}, {"faults", "2%", "2"},
		{"yes", "đạt", "true"}, {"yes", "KHÔNG ĐẠT", "false"}, {"yes", "khong dat", "false"}, {"yes", "1", "neither đạt nor không đạt "},
		{"level", "đúng  hạn, đủ", "level 0"}, {"level", "Chậm", "level 1"}, {"level", "0", "no such level Đúng hạn, đủ; Chậm"}, {"level", "n/a", "n/a"},
		{"team", "2,5", "2.5"}, {"team", "5", "out of range 0..4"},
	} {
		c := criteria[test.kind]
		a, err := s.ReadAnswer(c, test.text)
		got := ""
		switch {
		case err != nil:
			m := err.(*Mistake)
			got = string(m.Fault) + " " + m.Want
		case a.State == Blank:
			got = "blank"
		case a.State == NotApplicable:
			got = "n/a"
		case c.Rule == YesNo:
			got = map[bool]string{true: "true", false: "false"}[a.Pass]
		case c.Rule == ByLevel:
			got = "level " + string(rune('0'+a.Level))
		default:
			got = NumberText(a.Number)
		}
		if got != test.want {
			t.Errorf("%s %q is %q, want %q", test.kind, test.text, got, test.want)
		}
	}
	if _, err := s.ReadBonus(Bonus{Code: "T.1", Max: 300}, "n/a"); err == nil || err.(*Mistake).Fault != NeverNA {
		t.Errorf("a bonus that is n/a: %v", err)
	}
}

func TestBonusesAndDeductions(t *testing.T) {
	s := Sheet{ScoreStep: 50}
	for _, test := range []struct {
		bonus  Bonus
		answer string
		want   Points
	}{
		{Bonus{Max: 300, PointsEach: 150}, "1", 150}, {Bonus{Max: 300, PointsEach: 150}, "9", 300}, {Bonus{Max: 300}, "2,5", 250},
		{Bonus{Max: 300, Levels: []Level{{"Giấy khen", 50}, {"Bằng khen", 150}}}, "bằng khen", 150}, {Bonus{Max: 300}, "", 0},
	} {
		a, err := s.ReadBonus(test.bonus, test.answer)
		if err != nil || test.bonus.BonusPoints(a) != test.want {
			t.Errorf("%+v, %s: %v, %v", test.bonus, test.answer, test.bonus.BonusPoints(a), err)
		}
	}
	for _, test := range []struct {
		deduction Deduction
		faults    int64
		want      Points
	}{
		{Deduction{PointsEach: 50}, 3, 150}, {Deduction{PointsEach: 50, Max: 200}, 9, 200}, {Deduction{PointsEach: 50}, 0, 0}, {Deduction{PointsEach: 50}, -4, 0},
	} {
		if got := test.deduction.DeductionPoints(test.faults); got != test.want {
			t.Errorf("%+v × %d = %v", test.deduction, test.faults, got)
		}
	}
}
