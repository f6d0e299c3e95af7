package score

// A Stage is one of the three scores of every entry.
type Stage string

// The stages. Final is the appraised answer, or the one after the explanation.
const (
	SelfStage      Stage = "self"      // tự chấm
	AppraisedStage Stage = "appraised" // thẩm định
	FinalStage     Stage = "final"     // chốt
)

// A Decision is what the appraisal team decides on an answer. It changes answers, never
// points: those follow from the rule.
type Decision string

// The decisions.
const (
	Accept   Decision = "accept" // the unit's own answer
	Amend    Decision = "change" // another answer
	SendBack Decision = "return" // the unit has to answer anew (trả lại)
	Uphold   Decision = "uphold" // after the explanation: what was appraised
)

// The parts of a sheet that hold no section.
const (
	BonusPart     = "+"
	DeductionPart = "-"
)

// Parts are what members of the appraisal team are charged with: the sections at the
// top, then bonuses and deductions where the sheet has any.
func (s *Sheet) Parts() (parts []string) {
	for _, section := range s.Sections {
		if section.Parent == "" {
			parts = append(parts, section.Code)
		}
	}
	if len(s.Bonuses) > 0 {
		parts = append(parts, BonusPart)
	}
	if len(s.Deductions) > 0 {
		parts = append(parts, DeductionPart)
	}
	return parts
}

// Part is the part that the leaf is in.
func (s *Sheet) Part(l Leaf) string {
	switch {
	case l.Bonus != nil:
		return BonusPart
	case l.Deduction != nil:
		return DeductionPart
	}
	parents := s.parents()
	part := l.Criterion.Section
	for range s.Sections { // no further than there are sections
		if parents[part] == "" {
			break
		}
		part = parents[part]
	}
	return part
}

// Veto finds a veto by code.
func (s *Sheet) Veto(code string) (Veto, bool) {
	for _, v := range s.Vetoes {
		if v.Code == code {
			return v, true
		}
	}
	return Veto{}, false
}
