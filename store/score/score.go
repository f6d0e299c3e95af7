// Package score is how the office scores emulation (chấm điểm thi đua): the score
// sheet, what a unit answers, the points that follow, grade and rank, and the
// states that a period and a submission pass through.
//
// It is pure: no SQL, no Telegram, no clock. Points are whole hundredths
// everywhere; every other figure is an exact rational, and each criterion, bonus
// and deduction is rounded once, half up, and so is the base. No float computes
// anything.
//
// A file becomes a Sheet in one way, whatever it is: TOML (Decode) and workbook
// (FromTables) both become records with line numbers, and one builder reads and
// checks them. So a Sheet that exists is right, but for the sum errors that an
// officer accepted by name (Exception). One reader understands an answer
// (ReadAnswer), for the form, the paste and the file alike, and one function
// computes a cluster (Score).
//
// Nothing here is worded for people except the names of states: a Mistake
// carries the line and the figures, package render makes the sentence. Text is
// expected in NFC.
package score

import "math/big"

// A Sheet is a score sheet (phiếu chấm điểm): sections, the criteria in them, what
// is added and subtracted, and how totals become grades and ranks. Slices are in
// the order of the file.
type Sheet struct {
	ID         string
	Title      string
	AppliesTo  string // whom it is for, in words
	Source     string // the regulation it follows
	BasePoints Points // what full marks come to, usually 100
	ScoreStep  Points // typed points are multiples of it

	Sections   []Section
	Criteria   []Criterion
	Bonuses    []Bonus
	Deductions []Deduction
	Vetoes     []Veto
	Grades     []Grade // one of them has Min 0
	Limits     Limits
	Order      []OrderKey // of the ranking, never empty

	Accepted []Exception // sum errors that it holds, by an officer's decision
}

// A Section is a part of a sheet (mục); sections nest.
type Section struct {
	Code   string
	Title  string
	Max    Points // what its children add up to
	Parent string // code of a Section, "" at the top
}

// A Rule says what a criterion asks and how the answer becomes points.
type Rule string

// The rules. M is the criterion's Max, T its target, A and n what the unit answers.
const (
	Direct       Rule = "direct"       // points 0..M as typed
	YesNo        Rule = "yes_no"       // đạt: M, không đạt: 0
	ByLevel      Rule = "level"        // the points of one of the levels
	OnTarget     Rule = "target"       // M if A reaches T, else 0
	Proportional Rule = "proportional" // M × A/T, at most M
	Banded       Rule = "banded"       // as Proportional, but 0 below the floor rate
	PerItem      Rule = "per_item"     // n × PointsEach, at most M
	StepDown     Rule = "step_down"    // M less PointsEach for each fault beyond T
	Leader       Rule = "leader"       // against the best of the cluster, after the period closes
	ByAppraiser  Rule = "appraiser"    // points 0..M, typed by the appraisal team
)

// Rules lists every rule.
var Rules = []Rule{Direct, YesNo, ByLevel, OnTarget, Proportional, Banded, PerItem, StepDown, Leader, ByAppraiser}

// takesTarget reports whether a covenant may set a target for the rule.
func (r Rule) takesTarget() bool {
	return r == OnTarget || r == Proportional || r == Banded || r == StepDown || r == Leader
}

// selfScored reports whether a unit can know its points before the period closes.
func (r Rule) selfScored() bool { return r != Leader && r != ByAppraiser }

// A Criterion is one question of a sheet (tiêu chí).
type Criterion struct {
	Code        string
	Section     string // code of its Section
	Title       string
	Max         Points // M
	Rule        Rule
	Target      *big.Rat // T, nil for none; a unit's covenant replaces it
	LowerBetter bool     // of OnTarget and Proportional
	FloorRate   *big.Rat // of Banded, 0 < rate ≤ 1
	Levels      []Level  // of ByLevel
	PointsEach  Points   // of PerItem and StepDown

	Measure          string // of A or n: "%", "cuộc"
	Evidence         string // what counts as proof (minh chứng)
	EvidenceRequired bool
	Note             string
}

// A Level is one answer to choose from (mức).
type Level struct {
	Label  string
	Points Points
}

// A Bonus is what is added (điểm thưởng): PointsEach for each item, the points of a
// level, or typed points where it has neither.
type Bonus struct {
	Code             string
	Title            string
	Max              Points
	PointsEach       Points
	Levels           []Level
	EvidenceRequired bool
}

// A Deduction is what is subtracted for each fault (điểm trừ).
type Deduction struct {
	Code           string
	Title          string
	PointsEach     Points
	Max            Points // 0 for no limit
	Auto           bool   // counted by the system: working days late
	ReasonRequired bool
}

// An Effect is what a veto does. It never subtracts.
type Effect string

// The effects.
const (
	Exclude     Effect = "exclude"      // không xét thi đua: no rank
	CapGrade    Effect = "cap_grade"    // no better grade than Veto.Cap
	BlockTitles Effect = "block_titles" // none of Veto.Titles
	Hold        Effect = "hold"         // đang xem xét: ranked and marked, no title
)

// A Veto is a fact that limits what a unit may get (điểm liệt).
type Veto struct {
	Code   string
	Title  string
	Effect Effect
	Cap    string   // code of a Grade, of CapGrade
	Titles []string // codes of titles, of BlockTitles; none means all
}

// Limits bound a total; nil is no limit.
type Limits struct {
	BonusCap *Points
	TotalCap *Points
}

// A Grade is a band of totals (xếp loại).
type Grade struct {
	Code  string
	Label string
	Min   Points
}

// An OrderKey is one thing that a ranking goes by: "total", "section:A",
// "deduction", "bonus" or "submitted".
type OrderKey string

// The order keys besides section keys.
const (
	ByTotal     OrderKey = "total"
	ByDeduction OrderKey = "deduction"
	ByBonus     OrderKey = "bonus"
	BySubmitted OrderKey = "submitted"
)

const sectionPrefix = "section:"

// Section is the code in a section key; ok is false for another key.
func (k OrderKey) Section() (code string, ok bool) {
	if len(k) > len(sectionPrefix) && k[:len(sectionPrefix)] == sectionPrefix {
		return string(k[len(sectionPrefix):]), true
	}
	return "", false
}

// Criterion finds a criterion by code.
func (s *Sheet) Criterion(code string) (Criterion, bool) {
	for _, c := range s.Criteria {
		if c.Code == code {
			return c, true
		}
	}
	return Criterion{}, false
}

// parents maps each section to the one it is in, "" for the top.
func (s *Sheet) parents() map[string]string {
	in := make(map[string]string, len(s.Sections))
	for _, section := range s.Sections {
		in[section.Code] = section.Parent
	}
	return in
}
