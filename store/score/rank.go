package score

import (
	"cmp"
	"slices"
)

// A Tie says why a unit stands before the next one although their totals are
// equal.
type Tie struct {
	Holds bool     // the next unit in the ranking has the same total
	By    OrderKey // what put this one first; "" where nothing tells them apart
}

// rank puts the results in order: first who is in the ranking, then who is
// excluded, each by the sheet's order, and by unit in the end, so that the order
// of the input never shows.
func (s *Sheet) rank(results []Result) {
	slices.SortStableFunc(results, func(x, y Result) int {
		if x.Excluded != y.Excluded {
			if x.Excluded {
				return 1
			}
			return -1
		}
		if x.Excluded {
			if by := compareBy(ByTotal, &x, &y); by != 0 {
				return by
			}
		}
		_, by := s.compare(&x, &y, s.Order)
		return cmp.Or(by, cmp.Compare(x.Unit, y.Unit))
	})
	separating := s.Order
	if i := slices.Index(separating, BySubmitted); i >= 0 {
		separating = separating[:i]
	}
	for i := range results {
		r := &results[i]
		if r.Excluded {
			continue
		}
		r.Rank = i + 1
		if i == 0 {
			continue
		}
		before := &results[i-1]
		if _, by := s.compare(before, r, separating); by == 0 {
			r.Rank = before.Rank
		}
		if before.Total == r.Total {
			key, _ := s.compare(before, r, s.Order)
			before.Tie = Tie{Holds: true, By: key}
		}
	}
}

// compare goes by the keys in turn, and names the one that told.
func (s *Sheet) compare(x, y *Result, keys []OrderKey) (OrderKey, int) {
	for _, key := range keys {
		if by := compareBy(key, x, y); by != 0 {
			return key, by
		}
	}
	return "", 0
}

// compareBy is negative if x stands before y by the key.
func compareBy(key OrderKey, x, y *Result) int {
	if section, ok := key.Section(); ok {
		return cmp.Compare(y.Section(section), x.Section(section))
	}
	switch key {
	case ByTotal:
		return cmp.Compare(y.Total, x.Total)
	case ByDeduction:
		return cmp.Compare(x.Deduction, y.Deduction)
	case ByBonus:
		return cmp.Compare(y.Bonus, x.Bonus)
	case BySubmitted:
		if x.Submitted.IsZero() != y.Submitted.IsZero() {
			if x.Submitted.IsZero() {
				return 1
			}
			return -1
		}
		return x.Submitted.Compare(y.Submitted)
	}
	return 0
}
