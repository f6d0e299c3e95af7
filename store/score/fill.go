package score

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// An Evidence is what proves an answer (minh chứng): a reference to a document, or a
// file where the office allows files.
type Evidence struct {
	Number  string `json:"number,omitempty"`  // số, ký hiệu: "12/BC-VKS"
	Day     string `json:"day,omitempty"`     // its date, YYYY-MM-DD
	Summary string `json:"summary,omitempty"` // trích yếu, short
	File    string `json:"file,omitempty"`    // the messenger's id of a file
	Photo   bool   `json:"photo,omitempty"`   // it is a photo
}

// Fill reads kept values, the Text of each by code and "" for a blank, and the unit's
// targets into a submission. Values were read before they were kept, so an error says that
// they are of another sheet.
func (s *Sheet) Fill(unit string, values map[string]string, targets map[string]*big.Rat) (Submission, error) {
	r := entryReader{unit: map[string]int{}, leaves: s.leaves()}
	one := r.submission(unit)
	for code, target := range targets {
		one.Targets[code] = target
	}
	for code, value := range values {
		take, known := r.leaves[code]
		if !known {
			return Submission{}, fmt.Errorf("fill sheet %s: no code %s", s.ID, code)
		}
		if m := take(one, entryRow{value: value}); m != nil && value != "" {
			return Submission{}, fmt.Errorf("fill sheet %s: %w", s.ID, Mistakes{m})
		}
	}
	return *one, nil
}

// A Leaf is one thing that a unit can answer: a criterion, a bonus or a deduction that
// is not counted by the system.
type Leaf struct {
	Code      string
	Criterion *Criterion // one of the three is set
	Bonus     *Bonus
	Deduction *Deduction
}

// Leaves are what units answer, in the order of the sheet: criteria, then bonuses,
// then deductions.
func (s *Sheet) Leaves() []Leaf {
	return slices.AppendSeq(make([]Leaf, 0, len(s.Criteria)+len(s.Bonuses)+len(s.Deductions)), s.eachLeaf)
}

func (s *Sheet) eachLeaf(yield func(Leaf) bool) {
	for i := range s.Criteria {
		if !yield(Leaf{Code: s.Criteria[i].Code, Criterion: &s.Criteria[i]}) {
			return
		}
	}
	for i := range s.Bonuses {
		if !yield(Leaf{Code: s.Bonuses[i].Code, Bonus: &s.Bonuses[i]}) {
			return
		}
	}
	for i := range s.Deductions {
		if !s.Deductions[i].Auto && !yield(Leaf{Code: s.Deductions[i].Code, Deduction: &s.Deductions[i]}) {
			return
		}
	}
}

// Leaf finds what a unit answers by code; letters may be of either case.
func (s *Sheet) Leaf(code string) (Leaf, bool) {
	for l := range s.eachLeaf {
		if strings.EqualFold(l.Code, code) {
			return l, true
		}
	}
	return Leaf{}, false
}

// Answerable reports whether the unit answers it itself: all but what the appraisal
// team scores.
func (l Leaf) Answerable() bool { return l.Criterion == nil || l.Criterion.Rule != ByAppraiser }

// Required reports whether it must be answered before the sheet is submitted: a
// bonus or a deduction that is not claimed is no blank.
func (l Leaf) Required() bool { return l.Criterion != nil && l.Answerable() }

// NeedsEvidence reports whether an answer needs proof, or words in its place.
func (l Leaf) NeedsEvidence() bool {
	return l.Criterion != nil && l.Criterion.EvidenceRequired || l.Bonus != nil && l.Bonus.EvidenceRequired
}

// Title is the leaf's title.
func (l Leaf) Title() string {
	switch {
	case l.Criterion != nil:
		return l.Criterion.Title
	case l.Bonus != nil:
		return l.Bonus.Title
	case l.Deduction != nil:
		return l.Deduction.Title
	}
	return ""
}

// Read understands what was typed for the leaf; see ReadAnswer. A deduction is asked
// for the number of faults. What it refuses is a *Mistake.
func (s *Sheet) Read(l Leaf, text string) (Answer, error) {
	a, m := s.wantedOfLeaf(l).read(text)
	if m != nil {
		m.Code = l.Code
		return Answer{}, m
	}
	return a, nil
}

func (s *Sheet) wantedOfLeaf(l Leaf) wanted {
	switch {
	case l.Criterion != nil:
		return s.wantedOf(*l.Criterion)
	case l.Bonus != nil:
		return s.wantedOfBonus(*l.Bonus)
	}
	return wanted{question: count}
}

// Text writes an answer as it is kept and as a file of entries has it: "3.5", "đạt",
// the label of a level, "n/a"; "" for a blank. Read gives the answer back.
func (s *Sheet) Text(l Leaf, a Answer) string {
	switch w := s.wantedOfLeaf(l); {
	case a.State == Blank:
		return ""
	case a.State == NotApplicable:
		return naWords[0]
	case w.question == yesNo && a.Pass:
		return "đạt"
	case w.question == yesNo:
		return "không đạt"
	case w.question == choice:
		return w.levels[a.Level].Label
	}
	return NumberText(a.Number)
}

// Worth is the points of an answer to the leaf, by the target in force for the unit
// (nil for the sheet's own): added for a criterion and a bonus, subtracted for a
// deduction. 0 for what the unit cannot score itself.
func (l Leaf) Worth(a Answer, target *big.Rat) Points {
	switch {
	case a.State != Given:
		return 0
	case l.Criterion != nil:
		if target == nil {
			target = l.Criterion.Target
		}
		return l.Criterion.Points(a, target)
	case l.Bonus != nil:
		return l.Bonus.BonusPoints(a)
	}
	return l.Deduction.DeductionPoints(a.Number.Num().Int64())
}
