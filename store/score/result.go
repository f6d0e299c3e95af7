package score

import (
	"slices"
	"time"
)

// A Result is what a submission comes to.
type Result struct {
	Unit string

	Points map[string]Points // of each criterion that applies; a blank has 0
	NA     []string          // criteria out of the sheet for this unit, in its order
	Blank  []string          // criteria without an answer, in the sheet's order
	Earned Points            // Σ Points
	Most   Points            // Σ max of the criteria that apply

	Base      Points // Earned brought to the sheet's base points
	Bonus     Points
	Deduction Points
	Total     Points
	Grade     Grade

	Vetoes    []VetoCase
	Excluded  bool      // không xét thi đua
	Hold      bool      // đang xem xét
	Submitted time.Time // zero for not yet

	// Of a ranking.
	Rank int // 0 for who has none
	Tie  Tie // how it stands to the unit behind it

	sections map[string]Points
}

// A VetoCase is a veto that holds for a unit.
type VetoCase struct {
	Veto   Veto
	Reason string
}

// Section is the raw sum of the points in a section and all inside it.
func (r *Result) Section(code string) Points { return r.sections[code] }

// SelfScore is the self total before the period closes: criteria that the unit
// cannot score itself are left out of both sums.
func (s *Sheet) SelfScore(one Submission) Result {
	return s.result(one, func(c *Criterion) (Points, bool) {
		return c.Points(one.Answers[c.Code], c.target(one)), c.Rule.selfScored()
	})
}

// Score computes a whole cluster after the close, ranked best first. It depends on
// the set of submissions only, not on their order.
func (s *Sheet) Score(cluster []Submission) []Result {
	leading := map[string][]Points{}
	counted := s.counted(cluster)
	for i := range s.Criteria {
		if c := &s.Criteria[i]; c.Rule == Leader {
			leading[c.Code] = c.leaderPoints(cluster, counted)
		}
	}
	results := make([]Result, len(cluster))
	for i, one := range cluster {
		results[i] = s.result(one, func(c *Criterion) (Points, bool) {
			if c.Rule == Leader {
				return leading[c.Code][i], true
			}
			return c.Points(one.Answers[c.Code], c.target(one)), true
		})
	}
	s.rank(results)
	return results
}

// counted tells who sets the measure of Leader criteria: who submitted and is not
// excluded. Where nobody has a time of submission, times were not recorded, and
// all count.
func (s *Sheet) counted(cluster []Submission) []bool {
	timed := slices.ContainsFunc(cluster, func(one Submission) bool { return !one.Submitted.IsZero() })
	counted := make([]bool, len(cluster))
	for i, one := range cluster {
		counted[i] = !timed || !one.Submitted.IsZero()
		for _, veto := range s.Vetoes {
			if _, holds := one.Vetoes[veto.Code]; holds && veto.Effect == Exclude {
				counted[i] = false
			}
		}
	}
	return counted
}

// result adds one submission up. score gives a criterion's points and whether it
// counts at all.
func (s *Sheet) result(one Submission, score func(*Criterion) (Points, bool)) Result {
	r := Result{Unit: one.Unit, Submitted: one.Submitted, Points: map[string]Points{}, sections: map[string]Points{}}
	parents := s.parents()
	for i := range s.Criteria {
		c := &s.Criteria[i]
		points, counts := score(c)
		if !counts {
			continue
		}
		switch one.Answers[c.Code].State {
		case NotApplicable:
			r.NA = append(r.NA, c.Code)
			continue
		case Blank:
			r.Blank = append(r.Blank, c.Code)
		}
		r.Points[c.Code] = points
		r.Earned += points
		r.Most += c.Max
		section := c.Section
		for range s.Sections { // no further than there are sections
			r.sections[section] += points
			if section = parents[section]; section == "" {
				break
			}
		}
	}
	if r.Most > 0 {
		r.Base = round(ratio(times(r.Earned.rat(), s.BasePoints.rat()), r.Most.rat()))
	}
	for _, b := range s.Bonuses {
		r.Bonus += b.BonusPoints(one.Bonuses[b.Code])
	}
	if limit := s.Limits.BonusCap; limit != nil {
		r.Bonus = min(r.Bonus, *limit)
	}
	for _, d := range s.Deductions {
		r.Deduction += d.DeductionPoints(one.Deductions[d.Code])
	}
	r.Total = max(0, r.Base+r.Bonus-r.Deduction)
	if limit := s.Limits.TotalCap; limit != nil {
		r.Total = min(r.Total, *limit)
	}
	s.veto(&r, one)
	return r
}

// veto finds the grade, and lowers it by the vetoes that hold.
func (s *Sheet) veto(r *Result, one Submission) {
	grades := slices.SortedStableFunc(slices.Values(s.Grades), func(x, y Grade) int { return int(y.Min - x.Min) })
	if len(grades) == 0 {
		return
	}
	at := max(0, slices.IndexFunc(grades, func(g Grade) bool { return g.Min <= r.Total }))
	for _, v := range s.Vetoes {
		reason, holds := one.Vetoes[v.Code]
		if !holds {
			continue
		}
		r.Vetoes = append(r.Vetoes, VetoCase{v, reason})
		switch v.Effect {
		case Exclude:
			r.Excluded = true
		case Hold:
			r.Hold = true
		case CapGrade:
			at = max(at, slices.IndexFunc(grades, func(g Grade) bool { return g.Code == v.Cap }))
		}
	}
	r.Grade = grades[at]
}

// BarredTitles lists the titles that vetoes keep from the unit; all is true where
// they keep every title.
func (r *Result) BarredTitles() (titles []string, all bool) {
	for _, v := range r.Vetoes {
		switch {
		case v.Veto.Effect == Exclude, v.Veto.Effect == Hold, v.Veto.Effect == BlockTitles && len(v.Veto.Titles) == 0:
			all = true
		case v.Veto.Effect == BlockTitles:
			titles = append(titles, v.Veto.Titles...)
		}
	}
	slices.Sort(titles)
	return slices.Compact(titles), all
}
