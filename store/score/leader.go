package score

import "math/big"

// leaderPoints computes a Leader criterion over a cluster after the period has
// closed: who exceeds the target most gets the max, who just reaches it half of it,
// and units without a target are measured against the best of them. Only the
// counted set the measure; the others are measured by it, up to the max.
func (c *Criterion) leaderPoints(cluster []Submission, counted []bool) []Points {
	best, most := new(big.Rat), new(big.Rat) // the largest excess e*, the largest A without a target
	for i, s := range cluster {
		a := s.Answers[c.Code]
		if !counted[i] || a.State != Given || a.Number == nil {
			continue
		}
		if target := c.target(s); target == nil {
			most = greater(most, a.Number)
		} else {
			best = greater(best, excess(a.Number, target))
		}
	}
	points := make([]Points, len(cluster))
	for i, s := range cluster {
		if a := s.Answers[c.Code]; a.State == Given && a.Number != nil && a.Number.Sign() > 0 {
			points[i] = round(times(c.Max.rat(), leaderRate(a.Number, c.target(s), best, most)))
		}
	}
	return points
}

// leaderRate is the part of the max for an actual figure above 0.
func leaderRate(actual, target, best, most *big.Rat) *big.Rat {
	if target == nil {
		return share(actual, most)
	}
	over := excess(actual, target)
	if over.Sign() <= 0 {
		return times(half, ratio(actual, target))
	}
	return new(big.Rat).Add(half, times(half, share(over, best)))
}

// share is a part of the best, all of it for who is beyond it without counting.
func share(part, best *big.Rat) *big.Rat {
	if best.Sign() == 0 {
		return one
	}
	return lesser(one, ratio(part, best))
}

// excess is e = A/T − 1.
func excess(actual, target *big.Rat) *big.Rat { return new(big.Rat).Sub(ratio(actual, target), one) }

func greater(a, b *big.Rat) *big.Rat {
	if less(a, b) {
		return b
	}
	return a
}
