package form

import (
	"math/big"
	"slices"
	"strings"

	"thuky/store/score"
)

// A Part is a section of the sheet as the unit sees it: what is asked directly in it.
// Bonuses and deductions are parts of their own.
type Part struct {
	Kind   PartKind
	Code   string // of a section
	Title  string
	Leaves []int // indexes into Desk.Leaves
	Done   int   // how many of them are answered
}

// A PartKind tells sections from what is claimed besides.
type PartKind string

// The kinds of part.
const (
	PartSection    PartKind = "section"
	PartBonus      PartKind = "bonus"
	PartDeduction  PartKind = "deduction"
	PartAppraisers PartKind = "appraisers" // criteria that the appraisal team scores
)

// Sections are the parts of the sheet, in its order; those in which nothing is asked of
// the unit are left out.
func (d *Desk) Sections() []Part {
	at := map[string]int{}
	var all []Part
	for _, s := range d.Sheet.Sections {
		at[s.Code] = len(all)
		all = append(all, Part{Kind: PartSection, Code: s.Code, Title: s.Title})
	}
	bonus, deduction := len(all), len(all)+1
	all = append(all, Part{Kind: PartBonus}, Part{Kind: PartDeduction})
	for i, l := range d.Leaves {
		part := deduction
		switch {
		case l.Criterion != nil:
			part = at[l.Criterion.Section]
		case l.Bonus != nil:
			part = bonus
		}
		all[part].Leaves = append(all[part].Leaves, i)
		if _, given := d.Given[l.Code]; given {
			all[part].Done++
		}
	}
	return slices.DeleteFunc(all, func(p Part) bool { return len(p.Leaves) == 0 })
}

// A Finding is what the review tells of one code.
type Finding struct {
	Leaf score.Leaf
	At   int // index into Desk.Leaves
	Entry
	Given
	Share string // of the target in percent
}

// A Reviewed is a whole sheet before it goes up.
type Reviewed struct {
	Blank   []Finding // not answered
	Missing []Finding // without evidence or explanation
	Below   []Finding // less than the full points
	NA      []Finding // proposed as không phát sinh
	Bonus   []Finding // claimed
	Deduct  []Finding
	Awaits  []score.Leaf // scored later or by others
}

// Complete reports whether the sheet may go up.
func (r Reviewed) Complete() bool { return len(r.Blank)+len(r.Missing) == 0 }

// Review looks through all entries of a sheet.
func (d *Desk) Review(entries map[string]Entry) (r Reviewed) {
	for i, l := range d.Leaves {
		given, answered := d.Given[l.Code]
		f := Finding{Leaf: l, At: i, Entry: entries[l.Code], Given: given}
		f.Share = Share(d, l, f.Value)
		if !answered {
			if l.Required() {
				r.Blank = append(r.Blank, f)
			}
			continue
		}
		if NeedsProof(l, f.Value, given.Points) && !f.Proven() {
			r.Missing = append(r.Missing, f)
		}
		switch {
		case given.NA:
			r.NA = append(r.NA, f)
		case l.Bonus != nil && given.Points > 0:
			r.Bonus = append(r.Bonus, f)
		case l.Deduction != nil && given.Points > 0:
			r.Deduct = append(r.Deduct, f)
		case l.Criterion != nil && l.Criterion.Rule != score.Leader && given.Points < l.Criterion.Max:
			r.Below = append(r.Below, f)
		}
	}
	for _, l := range d.Sheet.Leaves() {
		if l.Criterion != nil && (l.Criterion.Rule == score.Leader || !l.Answerable()) {
			r.Awaits = append(r.Awaits, l)
		}
	}
	return r
}

// Share is the part of the target that an answer reaches, in tenths of a percent and never
// clipped: "283", "92.5"; "" where there is none to tell.
func Share(d *Desk, l score.Leaf, value string) string {
	if l.Criterion == nil || value == "" {
		return ""
	}
	a, err := d.Sheet.Read(l, value)
	if err != nil {
		return ""
	}
	share := l.Criterion.Share(a, d.TargetOf(l))
	if share == nil {
		return ""
	}
	return strings.TrimSuffix(share.Mul(share, hundred).FloatString(1), ".0")
}

var hundred = big.NewRat(100, 1)

// Worth is the points of a value as it is kept.
func Worth(d *Desk, l score.Leaf, value string) score.Points {
	a, err := d.Sheet.Read(l, value)
	if err != nil {
		return 0
	}
	return l.Worth(a, d.Target(l.Code))
}

// TargetOf is the target in force for the unit; nil for none.
func (d *Desk) TargetOf(l score.Leaf) *big.Rat {
	if t := d.Target(l.Code); t != nil || l.Criterion == nil {
		return t
	}
	return l.Criterion.Target
}
