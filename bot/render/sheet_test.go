package render

import (
	"math/big"
	"strings"
	"testing"

	"thuky/store/score"
)

// Every fault has words of its own, and none shows its English name or leaves a
// place unfilled.
func TestEveryScoreFaultHasWords(t *testing.T) {
	for _, fault := range []score.Fault{
		score.BadSyntax, score.UnknownTable, score.UnknownKey, score.WrongType, score.WrongSchema, score.Missing, score.TooLong, score.TooMany, score.TooFine,
		score.TooLarge, score.NotPositive, score.Negative, score.OffStep, score.WrongSum, score.UnknownParent, score.ParentLoop,
		score.UnknownSection, score.UnknownRule, score.UnknownEffect, score.UnknownGrade, score.UnknownOrder, score.Duplicate,
		score.ZeroTarget, score.LowerMisused, score.NoZeroGrade, score.AboveMax, score.TwoWays, score.BadLabel, score.NoSuchSum,
		score.NoHeader, score.UnknownColumn, score.NoUnit, score.UnknownCode, score.NotNumber, score.NotWhole, score.OutOfRange,
		score.UnknownLabel, score.NotYesNo, score.NoTarget, score.NeverNA, score.BadTime, score.NoReason, score.NoCovenant, score.BadDay, score.UnknownUnit, score.NoSheet,
	} {
		for _, table := range []string{"criterion", ""} {
			got := SheetMistake(&score.Mistake{Fault: fault, Line: 3, Table: table, Code: "A.1", Key: "max", Value: "5", Want: "7", Step: 25})
			words := strings.TrimPrefix(got, "dòng 3: ")
			if words == got || words == "" || strings.ContainsAny(got, "%\n") || strings.Contains(got, string(fault)) {
				t.Errorf("%q is told as %q", fault, got)
			}
		}
	}
}

func TestSheetMistake(t *testing.T) {
	for want, m := range map[string]score.Mistake{
		"dòng 19: mục A.II: các phần cộng lại không bằng max: 29,5/30": {
			Fault: score.WrongSum, Line: 19, Table: "section", Code: "A.II", Key: "max", Value: "29.5", Want: "30"},
		"trang criterion, dòng 4: tiêu chí B.1: không có mục Z": {
			Fault: score.UnknownSection, Page: "criterion", Line: 4, Table: "criterion", Code: "B.1", Value: "Z"},
		"dòng 7 (P9, A.2): 3,3 lệch bước điểm 0,25 (cho phép 0 đến 4)": {
			Fault: score.OffStep, Line: 7, Unit: "P9", Code: "A.2", Value: "3.3", Want: "0..4", Step: 25},
		"dòng 7 (P9, A.2): 4,25 ngoài khoảng cho phép (0 đến 4)": {
			Fault: score.OutOfRange, Line: 7, Unit: "P9", Code: "A.2", Value: "4,25", Want: "0..4"},
		"dòng 3 (P9, 9.9): phiếu không có mã 9.9": { // a code is no figure
			Fault: score.UnknownCode, Line: 3, Unit: "P9", Code: "9.9", Value: "9.9"},
		"dòng 5: tiêu chí 1.2: code 1.2 có hai lần": {
			Fault: score.Duplicate, Line: 5, Table: "criterion", Code: "1.2", Key: "code", Value: "1.2"},
		"dòng 7 (P9, A.2): -1 nhỏ hơn 0": {Fault: score.OutOfRange, Line: 7, Unit: "P9", Code: "A.2", Value: "-1"},
		"không có sai số toàn phiếu: 99/100 để chấp nhận": {
			Fault: score.NoSuchSum, Value: "99", Want: "100"},
	} {
		if got := SheetMistake(&m); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	many := score.Mistakes{}
	for line := range 5 {
		many = append(many, &score.Mistake{Fault: score.NoUnit, Line: line + 1})
	}
	if got := SheetMistakes(many); !strings.HasSuffix(got, "; còn 2 lỗi khác") || strings.Count(got, "dòng") != 3 {
		t.Error(got)
	}
}

func TestTieReason(t *testing.T) {
	for key, want := range map[score.OrderKey]string{
		"section:A": "cùng 92,25; hơn điểm mục A", score.ByDeduction: "cùng 92,25; ít điểm trừ hơn", score.ByBonus: "cùng 92,25; hơn điểm thưởng",
		score.BySubmitted: "cùng 92,25; đồng hạng, nộp trước", "": "cùng 92,25; đồng hạng",
	} {
		if got := TieReason(&score.Result{Total: 9225, Tie: score.Tie{Holds: true, By: key}}); got != want {
			t.Errorf("%q: %s", key, got)
		}
	}
	if got := TieReason(&score.Result{Total: 9225}); got != "" {
		t.Error(got)
	}
}

// Every rule, effect and order key has words.
func TestScoreWords(t *testing.T) {
	for _, rule := range score.Rules {
		c := score.Criterion{Rule: rule, Max: 100, PointsEach: 50, FloorRate: big.NewRat(4, 5), Target: big.NewRat(90, 1)}
		if got := CriterionRule(c); got == "" || strings.Contains(got, "_") {
			t.Errorf("%s is told as %q", rule, got)
		}
	}
	for _, effect := range []score.Effect{score.Exclude, score.CapGrade, score.BlockTitles, score.Hold} {
		if VetoEffect(score.Veto{Effect: effect}) == "" {
			t.Errorf("%s has no words", effect)
		}
	}
	for _, key := range []score.OrderKey{score.ByTotal, "section:A", score.ByDeduction, score.ByBonus, score.BySubmitted} {
		if OrderName(key) == "" {
			t.Errorf("%s has no words", key)
		}
	}
}
