package score

import (
	"fmt"
	"math/big"
	"slices"
	"time"

	"cloud.google.com/go/civil"
)

// A CovenantTarget is a target that a unit signed for a criterion (chỉ tiêu giao
// ước); it replaces the sheet's.
type CovenantTarget struct {
	Unit     string
	Code     string // of the criterion
	Target   *big.Rat
	Covenant string     // số, ký hiệu of the covenant
	Date     civil.Date // on which it was signed
}

var covenantColumns = []string{"unit", "code", "target", "covenant", "date"}

// ReadCovenants reads covenant targets, a row each, under the header
// `unit,code,target,covenant,date`, or their Vietnamese names, in any order; a date is 09/02/2023 or
// 2023-02-09. sheetOf knows the code of a unit as it is written in a row and the sheet
// by which it is scored: code "" for a unit that takes no part, a nil sheet for one
// that has none yet. What is refused is Mistakes, each with its row; what is right
// comes back beside them.
func ReadCovenants(rows []Row, sheetOf func(unit string) (code string, s *Sheet)) ([]CovenantTarget, error) {
	var all []CovenantTarget
	taken := map[[2]string]bool{}
	mistakes := readRows(rows, covenantColumns, "", func(unit, code string, cell func(string) string) *Mistake {
		known, s := sheetOf(unit)
		switch {
		case known == "":
			return &Mistake{Fault: UnknownUnit, Value: shown(unit)}
		case s == nil:
			return &Mistake{Fault: NoSheet}
		case taken[[2]string{known, code}]: // under another name
			return &Mistake{Fault: Duplicate, Value: shown(code)}
		}
		c, ok := s.Criterion(code)
		switch {
		case ok:
		case s.scoredBesides(code):
			return &Mistake{Fault: NoTarget, Key: "target", Value: shown(cell("target"))}
		default:
			return &Mistake{Fault: UnknownCode, Value: shown(code)}
		}
		target, m := c.readTarget(cell("target"))
		if m != nil {
			return m
		}
		if cell("covenant") == "" {
			return &Mistake{Fault: NoCovenant}
		}
		signed, ok := readDay(cell("date"))
		if !ok {
			return &Mistake{Fault: BadDay, Value: shown(cell("date"))}
		}
		taken[[2]string{known, code}] = true
		all = append(all, CovenantTarget{known, code, target, cell("covenant"), signed})
		return nil
	})
	if len(mistakes) > 0 {
		return all, fmt.Errorf("read covenants: %w", mistakes)
	}
	return all, nil
}

// scoredBesides reports whether the code is of a bonus, a deduction or a veto.
func (s *Sheet) scoredBesides(code string) bool {
	_, veto := s.Veto(code)
	return veto || slices.ContainsFunc(s.Bonuses, func(b Bonus) bool { return b.Code == code }) ||
		slices.ContainsFunc(s.Deductions, func(d Deduction) bool { return d.Code == code })
}

// readTarget reads a covenant's target, which the criterion's rule must have a use for.
func (c *Criterion) readTarget(text string) (*big.Rat, *Mistake) {
	if !c.Rule.takesTarget() {
		return nil, &Mistake{Fault: NoTarget, Key: "target", Value: shown(text)}
	}
	target, ok := ParseNumber(wanted{question: amount, measure: c.Measure}.withoutMeasure(text))
	switch {
	case !ok:
		return nil, &Mistake{Fault: NotNumber, Key: "target", Value: shown(text)}
	case target.Sign() < 0:
		return nil, &Mistake{Fault: Negative, Key: "target", Value: shown(text)}
	case target.Sign() == 0 && !c.LowerBetter && c.Rule != StepDown:
		return nil, &Mistake{Fault: ZeroTarget, Key: "target", Value: shown(text)}
	}
	return target, nil
}

func readDay(text string) (civil.Date, bool) {
	for _, layout := range []string{"2/1/2006", time.DateOnly} {
		if day, err := time.Parse(layout, text); err == nil {
			return civil.DateOf(day), true
		}
	}
	return civil.Date{}, false
}
