package score

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// columns are those of an entries file, in any order; target may be missing.
var columns = []string{"unit", "code", "value", "target"}

// ReadEntries reads the answers of a cluster, a row each, under the header
// `unit,code,value,target`. What it refuses is Mistakes, each with its row. Units
// come in the order of their first rows.
func (s *Sheet) ReadEntries(rows []Row) ([]Submission, error) {
	r := entryReader{sheet: s, unit: map[string]int{}, seen: map[[2]string]bool{}}
	r.codes()
	for _, row := range rows {
		switch {
		case strings.TrimSpace(strings.Join(row.Cells, "")) == "":
		case r.column == nil:
			r.header(row)
		default:
			r.row(row)
		}
		if r.hopeless {
			break
		}
	}
	if r.column == nil && len(r.mistakes) == 0 {
		r.mistakes = Mistakes{{Fault: NoHeader, Line: 1, Want: "unit,code,value,target"}}
	}
	if err := r.mistakes.orNil(); err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	return r.submissions, nil
}

type entryReader struct {
	sheet       *Sheet
	leaves      map[string]func(*Submission, entryRow) *Mistake // by code
	column      map[string]int
	hopeless    bool
	unit        map[string]int
	seen        map[[2]string]bool
	submissions []Submission
	mistakes    Mistakes
}

type entryRow struct{ code, value, target string }

func (r *entryReader) header(row Row) {
	r.column = map[string]int{}
	for i, text := range row.Cells {
		name := strings.ToLower(strings.TrimSpace(text))
		_, twice := r.column[name]
		switch {
		case name == "":
			continue
		case !slices.Contains(columns, name):
			r.refuse(row, &Mistake{Fault: UnknownColumn, Value: shown(name), Want: names(columns, ",")})
		case twice:
			r.refuse(row, &Mistake{Fault: Duplicate, Value: name})
		}
		r.column[name] = i
	}
	for _, name := range columns[:3] {
		if _, ok := r.column[name]; !ok && len(r.mistakes) == 0 {
			r.refuse(row, &Mistake{Fault: NoHeader, Value: name, Want: names(columns, ",")})
		}
	}
	r.hopeless = len(r.mistakes) > 0
}

func (r *entryReader) refuse(row Row, m *Mistake) {
	m.Line = row.Line
	r.mistakes = append(r.mistakes, m)
}

// cellAt is the cell of a column, clean.
func (r *entryReader) cellAt(row Row, name string) string {
	if i, ok := r.column[name]; ok && i < len(row.Cells) {
		return strings.Join(strings.Fields(row.Cells[i]), " ")
	}
	return ""
}

func (r *entryReader) row(row Row) {
	unit := r.cellAt(row, "unit")
	e := entryRow{r.cellAt(row, "code"), r.cellAt(row, "value"), r.cellAt(row, "target")}
	m := func() *Mistake {
		take, known := r.leaves[e.code]
		switch {
		case unit == "":
			return &Mistake{Fault: NoUnit}
		case !known:
			return &Mistake{Fault: UnknownCode, Value: shown(e.code)}
		case r.seen[[2]string{unit, e.code}]:
			return &Mistake{Fault: Duplicate, Value: e.code}
		}
		r.seen[[2]string{unit, e.code}] = true
		return take(r.submission(unit), e)
	}()
	if m != nil {
		m.Unit = unit
		m.Code = shown(e.code)
		r.refuse(row, m)
	}
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

// codes says what each code does with its row.
func (r *entryReader) codes() {
	r.leaves = map[string]func(*Submission, entryRow) *Mistake{submittedCode: takeSubmitted}
	for _, c := range r.sheet.Criteria {
		wanted := r.sheet.wantedOf(c)
		r.leaves[c.Code] = func(s *Submission, e entryRow) *Mistake {
			if m := c.takeTarget(s, e.target); m != nil {
				return m
			}
			a, m := wanted.read(e.value)
			s.Answers[c.Code] = a
			return m
		}
	}
	for _, b := range r.sheet.Bonuses {
		wanted := r.sheet.wantedOfBonus(b)
		r.leaves[b.Code] = untargeted(func(s *Submission, e entryRow) *Mistake {
			a, m := wanted.read(e.value)
			s.Bonuses[b.Code] = a
			return m
		})
	}
	for _, d := range r.sheet.Deductions {
		r.leaves[d.Code] = untargeted(func(s *Submission, e entryRow) *Mistake {
			a, m := wanted{question: count}.read(e.value)
			if m == nil && a.State == Given {
				s.Deductions[d.Code] = a.Number.Num().Int64()
			}
			return m
		})
	}
	for _, v := range r.sheet.Vetoes {
		r.leaves[v.Code] = untargeted(func(s *Submission, e entryRow) *Mistake {
			if e.value == "" {
				return &Mistake{Fault: NoReason}
			}
			s.Vetoes[v.Code] = e.value
			return nil
		})
	}
}

// untargeted refuses a target where there is none.
func untargeted(take func(*Submission, entryRow) *Mistake) func(*Submission, entryRow) *Mistake {
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

// takeTarget reads a covenant's target.
func (c *Criterion) takeTarget(s *Submission, text string) *Mistake {
	if text == "" {
		return nil
	}
	if !c.Rule.takesTarget() {
		return &Mistake{Fault: NoTarget, Key: "target", Value: shown(text)}
	}
	target, ok := ParseNumber(wanted{question: amount, measure: c.Measure}.withoutMeasure(text))
	switch {
	case !ok:
		return &Mistake{Fault: NotNumber, Key: "target", Value: shown(text)}
	case target.Sign() < 0:
		return &Mistake{Fault: Negative, Key: "target", Value: shown(text)}
	case target.Sign() == 0 && !c.LowerBetter && c.Rule != StepDown:
		return &Mistake{Fault: ZeroTarget, Key: "target", Value: shown(text)}
	}
	s.Targets[c.Code] = target
	return nil
}
