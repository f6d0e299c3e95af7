package score

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// The whole computation against another one, written from the definition alone
// with whole numbers: everything is counted in 1/100 and compared crosswise, so no
// fraction type is involved.
func TestAgainstWholeNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(2021, 10))
	for round := range 400 {
		s, cluster := randomCluster(r)
		want := map[string]string{}
		for _, one := range cluster {
			want[one.Unit] = wholeNumbers(s, one, cluster)
		}
		for _, got := range s.Score(cluster) {
			text := fmt.Sprintf("base %d bonus %d deduction %d total %d points", got.Base, got.Bonus, got.Deduction, got.Total)
			for _, c := range s.Criteria {
				if p, ok := got.Points[c.Code]; ok {
					text += fmt.Sprintf(" %s=%d", c.Code, p)
				}
			}
			if text != want[got.Unit] {
				t.Fatalf("round %d, unit %s\n got %s\nwant %s\nsheet %+v", round, got.Unit, text, want[got.Unit], s.Criteria)
			}
		}
	}
}

func randomCluster(r *rand.Rand) (*Sheet, []Submission) {
	s := &Sheet{BasePoints: Points(100 * (1 + r.IntN(200))), ScoreStep: 1, Grades: []Grade{{"K", "Khá", 0}}, Sections: []Section{{Code: "A"}},
		Order: []OrderKey{ByTotal}, Vetoes: []Veto{{Code: "L", Effect: Exclude}}}
	if r.IntN(2) == 0 {
		limit := Points(r.IntN(1000))
		s.Limits.BonusCap = &limit
	}
	if r.IntN(2) == 0 {
		limit := Points(1 + r.IntN(20000))
		s.Limits.TotalCap = &limit
	}
	for i := range 1 + r.IntN(8) {
		c := Criterion{Code: fmt.Sprint("A.", i), Section: "A", Max: Points(1 + r.IntN(2000)), Rule: Rules[r.IntN(len(Rules))], PointsEach: Points(1 + r.IntN(300)),
			FloorRate: big.NewRat(int64(1+r.IntN(100)), 100), Target: big.NewRat(int64(1+r.IntN(500)), 100)}
		switch c.Rule {
		case OnTarget, Proportional:
			if c.LowerBetter = r.IntN(2) == 0; c.LowerBetter && r.IntN(3) == 0 {
				c.Target = new(big.Rat)
			}
		case StepDown:
			c.Target = big.NewRat(int64(r.IntN(3)*100), 100)
		case Leader:
			c.Target = nil
		case ByLevel:
			for range 3 {
				c.Levels = append(c.Levels, Level{fmt.Sprint(len(c.Levels)), Points(r.IntN(int(c.Max) + 1))})
			}
		}
		s.Criteria = append(s.Criteria, c)
	}
	for i := range r.IntN(3) {
		s.Bonuses = append(s.Bonuses, Bonus{Code: fmt.Sprint("T.", i), Max: Points(1 + r.IntN(500)), PointsEach: Points(r.IntN(200))})
		s.Deductions = append(s.Deductions, Deduction{Code: fmt.Sprint("P.", i), Max: Points(r.IntN(2) * r.IntN(300)), PointsEach: Points(1 + r.IntN(200))})
	}
	cluster := make([]Submission, 1+r.IntN(6))
	for i := range cluster {
		cluster[i] = randomSubmission(r, s, fmt.Sprint("u", i))
	}
	return s, cluster
}

func randomSubmission(r *rand.Rand, s *Sheet, unit string) Submission {
	one := Submission{Unit: unit, Answers: map[string]Answer{}, Targets: map[string]*big.Rat{}, Bonuses: map[string]Answer{},
		Deductions: map[string]int64{}, Vetoes: map[string]string{}, Submitted: hour(r.IntN(4))}
	if r.IntN(5) == 0 {
		one.Vetoes["L"] = "x"
	}
	for _, c := range s.Criteria {
		a := Answer{State: AnswerState(r.IntN(3)), Pass: r.IntN(2) == 0}
		if r.IntN(2) == 0 {
			a.State = Given
		}
		if c.Rule == ByLevel {
			a.Level = r.IntN(3)
		}
		switch n := int64(r.IntN(900)); {
		case c.Rule == Direct || c.Rule == ByAppraiser:
			n = r.Int64N(int64(c.Max) + 1)
			a.Number = big.NewRat(n, 100)
		case c.Rule == PerItem:
			a.Number = big.NewRat(n/100, 1)
		default:
			a.Number = big.NewRat(n, 100)
		}
		if c.Rule.takesTarget() && r.IntN(2) == 0 {
			one.Targets[c.Code] = big.NewRat(int64(1+r.IntN(600)), 100)
		}
		one.Answers[c.Code] = a
	}
	for _, b := range s.Bonuses {
		a := Answer{State: Given, Number: big.NewRat(int64(r.IntN(5)), 1)}
		if b.PointsEach == 0 {
			a.Number = big.NewRat(r.Int64N(int64(b.Max)+1), 100)
		}
		one.Bonuses[b.Code] = a
	}
	for _, d := range s.Deductions {
		one.Deductions[d.Code] = int64(r.IntN(5))
	}
	return one
}

// hundredths of an exact figure that has no more of them.
func hundredths(n *big.Rat) int64 {
	if n == nil {
		return -1
	}
	return n.Num().Int64() * (100 / n.Denom().Int64())
}

// halfUp is a/b to the nearest whole, half up, for a ≥ 0 and b > 0.
func halfUp(a, b int64) int64 {
	whole, rest := a/b, a%b
	if rest >= b-rest {
		whole++
	}
	return whole
}

func wholeNumbers(s *Sheet, one Submission, cluster []Submission) string {
	var earned, most int64
	list := ""
	for _, c := range s.Criteria {
		a := one.Answers[c.Code]
		if a.State == NotApplicable {
			continue
		}
		p := int64(0)
		if a.State == Given {
			p = wholePoints(c, one, cluster)
		}
		earned, most = earned+p, most+int64(c.Max)
		list += fmt.Sprintf(" %s=%d", c.Code, p)
	}
	base := int64(0)
	if most > 0 {
		base = halfUp(earned*int64(s.BasePoints), most)
	}
	var bonus, deduction int64
	for _, b := range s.Bonuses {
		n := hundredths(one.Bonuses[b.Code].Number)
		if b.PointsEach > 0 {
			n = n / 100 * int64(b.PointsEach)
		}
		bonus += min(n, int64(b.Max))
	}
	if s.Limits.BonusCap != nil {
		bonus = min(bonus, int64(*s.Limits.BonusCap))
	}
	for _, d := range s.Deductions {
		n := one.Deductions[d.Code] * int64(d.PointsEach)
		if d.Max > 0 {
			n = min(n, int64(d.Max))
		}
		deduction += n
	}
	total := max(0, base+bonus-deduction)
	if s.Limits.TotalCap != nil {
		total = min(total, int64(*s.Limits.TotalCap))
	}
	return fmt.Sprintf("base %d bonus %d deduction %d total %d points", base, bonus, deduction, total) + list
}

// wholePoints follows the table of rules line by line; M, A and T are hundredths.
func wholePoints(c Criterion, one Submission, cluster []Submission) int64 {
	answer := one.Answers[c.Code]
	M, A, T := int64(c.Max), hundredths(answer.Number), wholeTarget(c, one)
	switch c.Rule {
	case Direct, ByAppraiser:
		return A
	case YesNo:
		if answer.Pass {
			return M
		}
		return 0
	case ByLevel:
		return int64(c.Levels[answer.Level].Points)
	case OnTarget:
		if !c.LowerBetter && A >= T || c.LowerBetter && A <= T {
			return M
		}
		return 0
	case Proportional:
		if c.LowerBetter {
			if A <= T {
				return M
			}
			return halfUp(M*T, A)
		}
		return halfUp(M*min(A, T), T)
	case Banded:
		if A >= T {
			return M
		}
		if 100*A >= hundredths(c.FloorRate)*T {
			return halfUp(M*A, T)
		}
		return 0
	case PerItem:
		return min(M, A/100*int64(c.PointsEach))
	case StepDown:
		lost := max(0, A-T) * int64(c.PointsEach) // in 1/10000
		return halfUp(max(0, 100*M-lost), 100)
	}
	return wholeLeader(c, M, A, T, cluster)
}

func wholeTarget(c Criterion, one Submission) int64 {
	if own, ok := one.Targets[c.Code]; ok {
		return hundredths(own)
	}
	return hundredths(c.Target)
}

// wholeLeader: e = (A−T)/T is compared crosswise with the best of the cluster.
func wholeLeader(c Criterion, M, A, T int64, cluster []Submission) int64 {
	timed := slices.ContainsFunc(cluster, func(s Submission) bool { return s.Submitted != time.Time{} })
	bestOver, bestT, most := int64(0), int64(1), int64(0)
	for _, other := range cluster {
		answer := other.Answers[c.Code]
		if answer.State != Given || len(other.Vetoes) > 0 || timed && other.Submitted.IsZero() {
			continue
		}
		a, t := hundredths(answer.Number), wholeTarget(c, other)
		if t < 0 {
			most = max(most, a)
		} else if over := a - t; over*bestT > bestOver*t {
			bestOver, bestT = over, t
		}
	}
	switch {
	case A == 0:
		return 0
	case T < 0 && A >= most:
		return M
	case T < 0:
		return halfUp(M*A, most)
	case A <= T:
		return halfUp(M*A, 2*T)
	case (A-T)*bestT >= bestOver*T:
		return M
	}
	return halfUp(M*bestOver*T+M*(A-T)*bestT, 2*bestOver*T)
}
