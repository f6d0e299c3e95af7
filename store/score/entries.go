package score

import (
	"fmt"
	"math/big"
	"time"
)

// columns are those of an entries file, in any order; target may be missing.
var columns = []string{"unit", "code", "value", "target"}

// ReadEntries reads the answers of a cluster, a row each, under the header
// `unit,code,value,target`. What it refuses is Mistakes, each with its row. Units
// come in the order of their first rows.
func (s *Sheet) ReadEntries(rows []Row) ([]Submission, error) {
	r := entryReader{unit: map[string]int{}, leaves: s.leaves()}
	if mistakes := readRows(rows, columns, "target", r.row); len(mistakes) > 0 {
		return nil, fmt.Errorf("read entries: %w", mistakes)
	}
	return r.submissions, nil
}

type entryReader struct {
	leaves      map[string]takeEntry // by code
	unit        map[string]int       // index into submissions
	submissions []Submission
}

// takeEntry puts a row into the submission of its unit.
type takeEntry func(*Submission, entryRow) *Mistake

type entryRow struct{ value, target string }

func (r *entryReader) row(unit, code string, cell func(string) string) *Mistake {
	take, known := r.leaves[code]
	if !known {
		return &Mistake{Fault: UnknownCode, Value: shown(code)}
	}
	return take(r.submission(unit), entryRow{cell("value"), cell("target")})
}

func (r *entryReader) submission(unit string) *Submission {
	i, known := r.unit[unit]
	if !known {
		i = len(r.submissions)
		r.unit[unit] = i
		r.submissions = append(r.submissions, Submission{
			Unit: unit, Answers: map[string]Answer{}, Targets: map[string]*big.Rat{}, Bonuses: map[string]Answer{},
			Deductions: map[string]int64{}, Vetoes: map[string]string{},
		})
	}
	return &r.submissions[i]
}

// leaves says what each code does with its row.
func (s *Sheet) leaves() map[string]takeEntry {
	leaves := map[string]takeEntry{submittedCode: takeSubmitted}
	for _, c := range s.Criteria {
		wanted := s.wantedOf(c)
		leaves[c.Code] = func(s *Submission, e entryRow) *Mistake {
			if m := c.takeTarget(s, e.target); m != nil {
				return m
			}
			a, m := wanted.read(e.value)
			s.Answers[c.Code] = a
			return m
		}
	}
	for _, b := range s.Bonuses {
		wanted := s.wantedOfBonus(b)
		leaves[b.Code] = untargeted(func(s *Submission, e entryRow) *Mistake {
			a, m := wanted.read(e.value)
			s.Bonuses[b.Code] = a
			return m
		})
	}
	for _, d := range s.Deductions {
		leaves[d.Code] = untargeted(func(s *Submission, e entryRow) *Mistake {
			a, m := wanted{question: count}.read(e.value)
			if m == nil && a.State == Given {
				s.Deductions[d.Code] = a.Number.Num().Int64()
			}
			return m
		})
	}
	for _, v := range s.Vetoes {
		leaves[v.Code] = untargeted(func(s *Submission, e entryRow) *Mistake {
			if e.value == "" {
				return &Mistake{Fault: NoReason}
			}
			s.Vetoes[v.Code] = e.value
			return nil
		})
	}
	return leaves
}

// untargeted refuses a target where there is none.
func untargeted(take takeEntry) takeEntry {
	return func(s *Submission, e entryRow) *Mistake {
		if e.target != "" {
			return &Mistake{Fault: NoTarget, Key: "target", Value: shown(e.target)}
		}
		return take(s, e)
	}
}

func takeSubmitted(s *Submission, e entryRow) *Mistake {
	if e.value == "" && e.target == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339, e.value)
	if err != nil || e.target != "" {
		return &Mistake{Fault: BadTime, Value: shown(e.value), Want: "2021-06-05T17:00:00+07:00"}
	}
	s.Submitted = at
	return nil
}

func (c *Criterion) takeTarget(s *Submission, text string) *Mistake {
	if text == "" {
		return nil
	}
	target, m := c.readTarget(text)
	if m == nil {
		s.Targets[c.Code] = target
	}
	return m
}
