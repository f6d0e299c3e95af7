package score

import (
	"cmp"
	"math/big"
	"slices"
)

// A Comparison sets what a unit got for one criterion beside the average of its
// cluster.
type Comparison struct {
	Criterion Criterion
	Points    Points
	Average   Points // of the units to which the criterion applies, rounded half up

	lead *big.Rat // Points less the exact average
}

// Above reports whether the unit got more than the average, Below whether it got less.
func (c Comparison) Above() bool { return c.lead.Sign() > 0 }

// Below reports whether the unit got less than the average.
func (c Comparison) Below() bool { return c.lead.Sign() < 0 }

// Compare sets each criterion that applies to the unit beside the cluster's average,
// the furthest above it first; criteria equally far stand in the order of the sheet.
// It is empty for a unit that is not among the results.
func (s *Sheet) Compare(results []Result, unit string) []Comparison {
	at := slices.IndexFunc(results, func(r Result) bool { return r.Unit == unit })
	if at < 0 {
		return nil
	}
	var all []Comparison
	for _, c := range s.Criteria {
		points, applies := results[at].Points[c.Code]
		if !applies {
			continue
		}
		exact, _ := average(results, c.Code)
		all = append(all, Comparison{c, points, round(exact), new(big.Rat).Sub(points.rat(), exact)})
	}
	slices.SortStableFunc(all, func(x, y Comparison) int { return y.lead.Cmp(x.lead) })
	return all
}

// average is the exact average of a criterion over the units to which it applies; ok is
// false where it applies to none.
func average(results []Result, code string) (exact *big.Rat, ok bool) {
	sum, count := Points(0), int64(0)
	for i := range results {
		if points, applies := results[i].Points[code]; applies {
			sum, count = sum+points, count+1
		}
	}
	return ratio(sum.rat(), big.NewRat(max(count, 1), 1)), count > 0
}

// Average is the average of a criterion over the units to which it applies, rounded half
// up; ok is false where it applies to none.
func (s *Sheet) Average(results []Result, code string) (points Points, ok bool) {
	exact, ok := average(results, code)
	return round(exact), ok
}

// AverageTotal is the average of the totals, rounded half up; 0 of none.
func AverageTotal(results []Result) Points {
	sum := Points(0)
	for i := range results {
		sum += results[i].Total
	}
	return round(ratio(sum.rat(), big.NewRat(int64(max(len(results), 1)), 1)))
}

// Extremes are the few criteria of Compare that stand furthest above the average, and
// the few furthest below it, each the furthest first.
func Extremes(all []Comparison, few int) (strongest, weakest []Comparison) {
	for _, c := range all {
		if c.Above() && len(strongest) < few {
			strongest = append(strongest, c)
		}
	}
	for _, c := range slices.Backward(all) {
		if c.Below() && len(weakest) < few {
			weakest = append(weakest, c)
		}
	}
	return strongest, weakest
}

// NextGrade is the next better grade than the result's, and how many points are
// missing to it: none where a veto keeps the unit from it. ok is false for the best.
func (s *Sheet) NextGrade(r *Result) (next Grade, missing Points, ok bool) {
	grades := slices.SortedStableFunc(slices.Values(s.Grades), func(x, y Grade) int { return cmp.Compare(x.Min, y.Min) })
	i := slices.IndexFunc(grades, func(g Grade) bool { return g.Code == r.Grade.Code })
	if i < 0 || i == len(grades)-1 {
		return Grade{}, 0, false
	}
	return grades[i+1], max(0, grades[i+1].Min-r.Total), true
}
