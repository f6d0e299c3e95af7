package score

import "math/big"

// target is the T that holds for the unit, nil for none.
func (c *Criterion) target(s Submission) *big.Rat {
	if t := s.Targets[c.Code]; t != nil {
		return t
	}
	return c.Target
}

// Points is what an answer is worth by the criterion's rule. target is the one in
// force for the unit. A blank is worth 0, and so is what only a cluster can tell
// (Leader) and what is n/a, which counts for nothing anyway.
func (c *Criterion) Points(a Answer, target *big.Rat) Points {
	if a.State != Given {
		return 0
	}
	switch c.Rule {
	case YesNo:
		if a.Pass {
			return c.Max
		}
		return 0
	case ByLevel:
		if a.Level >= 0 && a.Level < len(c.Levels) {
			return c.Levels[a.Level].Points
		}
		return 0
	}
	if a.Number == nil || a.Number.Sign() < 0 {
		return 0
	}
	return round(c.exact(a.Number, target))
}

// exact is the points of a number before rounding.
func (c *Criterion) exact(actual, target *big.Rat) *big.Rat {
	limit := c.Max.rat()
	switch c.Rule {
	case Direct, ByAppraiser:
		return lesser(actual, limit)
	case PerItem:
		return lesser(limit, times(actual, c.PointsEach.rat()))
	case StepDown:
		over := new(big.Rat).Set(actual)
		if target != nil {
			over.Sub(actual, target)
		}
		if over.Sign() <= 0 {
			return limit
		}
		left := new(big.Rat).Sub(limit, times(over, c.PointsEach.rat()))
		if left.Sign() < 0 {
			return zero
		}
		return left
	case OnTarget, Proportional, Banded:
		if target == nil {
			return zero
		}
		return times(limit, c.rate(actual, target))
	}
	return zero
}

// rate is the part of the max that an actual figure earns, 0 to 1.
func (c *Criterion) rate(actual, target *big.Rat) *big.Rat {
	reached := !less(actual, target)
	if c.LowerBetter {
		reached = !less(target, actual)
	}
	switch {
	case reached:
		return one
	case c.Rule == OnTarget:
		return zero
	case c.LowerBetter:
		return ratio(target, actual) // actual > target ≥ 0
	}
	rate := ratio(actual, target) // target > actual ≥ 0
	if c.Rule == Banded && c.FloorRate != nil && less(rate, c.FloorRate) {
		return zero
	}
	return rate
}

// Share is the part of the target that was reached, never clipped (283% is 2.83);
// nil where more is not better or there is no target.
func (c *Criterion) Share(a Answer, target *big.Rat) *big.Rat {
	measured := c.Rule == OnTarget || c.Rule == Proportional || c.Rule == Banded || c.Rule == Leader
	if !measured || c.LowerBetter || a.State != Given || a.Number == nil || target == nil || target.Sign() == 0 {
		return nil
	}
	return ratio(a.Number, target)
}

// BonusPoints is what an answer is worth as this bonus, at most its max.
func (b *Bonus) BonusPoints(a Answer) Points {
	if a.State != Given {
		return 0
	}
	if len(b.Levels) > 0 {
		if a.Level >= 0 && a.Level < len(b.Levels) {
			return min(b.Levels[a.Level].Points, b.Max)
		}
		return 0
	}
	if a.Number == nil || a.Number.Sign() < 0 {
		return 0
	}
	points := a.Number
	if b.PointsEach > 0 {
		points = times(points, b.PointsEach.rat())
	}
	return round(lesser(points, b.Max.rat()))
}

// DeductionPoints is what so many faults subtract.
func (d *Deduction) DeductionPoints(faults int64) Points {
	points := Points(min(max(faults, 0), mostItems.Num().Int64())) * d.PointsEach
	if d.Max > 0 {
		return min(points, d.Max)
	}
	return points
}
