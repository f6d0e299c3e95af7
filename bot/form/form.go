// Package form is the score form as a conversation (chấm điểm qua trò chuyện): what a
// unit sees of its sheet, what it may press or type there, and what follows.
//
// It is pure: no ledger, no messenger, no clock, no words. A Desk holds what is true
// of the sheet now, a State what one person's screen shows. Press and Read make of
// them the next State and an Outcome: answers to be saved, an Order, or the Reason why
// not. Whoever holds the ledger saves and tells Saved how it went; Show says what is
// then on the screen. So every answer is in the ledger before the next question is
// asked, and a screen can be made anew at any time from the ledger alone: nothing that
// a unit entered lives here.
//
// A press, a typed answer, a paste and a file all end in the same Save, through the one
// reader of answers (score.Sheet.Read); this package only forgives what people type.
package form

import (
	"math/big"
	"slices"
	"strings"

	"thuky/store/score"
)

// A View is what a screen shows.
type View string

// The views.
const (
	Start    View = "start"    // where the sheet stands, and what can be done
	Question View = "question" // one criterion, bonus or deduction
	Proof    View = "proof"    // what proves the answer to one
	Overview View = "overview" // the sections, with ticks
	Section  View = "section"  // what one section asks
	Differ   View = "differ"   // answers that differ from those that stand
	Review   View = "review"   // what is missing, before the sheet goes up
	Confirm  View = "confirm"  // is it to be submitted?
	SendBack View = "sendback" // the head is asked why it goes back to the contact
	Files    View = "files"    // the sheet as a file, down and up
)

// A Desk is what is true of a unit's sheet at the moment.
type Desk struct {
	Sheet  *score.Sheet
	Leaves []score.Leaf                       // what the unit answers, in order
	Given  map[string]Given                   // by code; blanks are missing
	Entry  func(code string) Entry            // all that stands at a code
	Target func(code string) *big.Rat         // that the unit signed; nil for none
	Open   func(code string) bool             // may be changed now
	Asks   func(text string, proof bool) bool // the text is a question to the secretary, not an answer
	Files  bool                               // evidence may be a file
}

// Given is the short of an answer.
type Given struct {
	Points score.Points
	NA     bool // không phát sinh
}

// An Entry is what stands at a code.
type Entry struct {
	Value    string // as score.Sheet.Text writes it; "" is a blank
	Evidence []score.Evidence
	Note     string
	Revision int64  // 0 for what was never entered
	Mine     bool   `json:"-"` // whoever acts entered it
	By       string `json:"-"` // key of who did
	At       int64  `json:"-"` // when, unix seconds
}

// Leaves are what a unit answers by a sheet: all but what the appraisal team scores.
func Leaves(s *score.Sheet) []score.Leaf {
	return slices.DeleteFunc(s.Leaves(), func(l score.Leaf) bool { return !l.Answerable() })
}

// index finds a code, whatever the case of its letters; -1 for none.
func (d *Desk) index(code string) int {
	return slices.IndexFunc(d.Leaves, func(l score.Leaf) bool { return strings.EqualFold(l.Code, code) })
}

// leaf finds what is asked under a code.
func (d *Desk) leaf(code string) (score.Leaf, bool) {
	if i := d.index(code); i >= 0 {
		return d.Leaves[i], true
	}
	return score.Leaf{}, false
}

// blank reports whether the leaf still has to be answered before the sheet goes up.
func (d *Desk) blank(l score.Leaf) bool {
	_, given := d.Given[l.Code]
	return l.Required() && !given
}

// unproven reports whether the leaf is answered and lacks evidence or words in its place.
func (d *Desk) unproven(l score.Leaf) bool {
	now := d.Entry(l.Code)
	return NeedsProof(l, now.Value, Worth(d, l, now.Value)) && !now.Proven()
}

// NextBlank is the code of the next blank behind another, from the beginning again
// behind the last; "" if nothing is blank.
func (d *Desk) NextBlank(after string) string {
	from := d.index(after) + 1
	for i := range d.Leaves {
		l := d.Leaves[(from+i)%len(d.Leaves)]
		if d.blank(l) && d.Open(l.Code) {
			return l.Code
		}
	}
	return ""
}

// A Progress is how far a sheet has come: how many criteria are answered, and what the
// answered ones are worth of what they could be. Only what the unit can score itself
// is in the points; see score.Sheet.SelfScore.
type Progress struct {
	Done, All    int
	Earned, Most score.Points
}

// Progress counts the answers.
func (d *Desk) Progress() (p Progress) {
	for _, l := range d.Leaves {
		if !l.Required() {
			continue
		}
		p.All++
		given, answered := d.Given[l.Code]
		if !answered {
			continue
		}
		p.Done++
		if !given.NA && l.Criterion.Rule != score.Leader {
			p.Earned += given.Points
			p.Most += l.Criterion.Max
		}
	}
	return p
}

// NeedsProof reports whether an answer needs evidence, or words in its place: where the
// sheet asks for it and the answer claims something.
func NeedsProof(l score.Leaf, value string, points score.Points) bool {
	switch {
	case value == "" || value == notApplicable:
		return false
	case l.Deduction != nil:
		return l.Deduction.ReasonRequired && points > 0
	case l.Criterion != nil && l.Criterion.Rule == score.Leader:
		return l.NeedsEvidence() && value != "0"
	}
	return l.NeedsEvidence() && points > 0
}

// Proven reports whether the entry has evidence, or an explanation.
func (e Entry) Proven() bool { return len(e.Evidence) > 0 || e.Note != "" }

// notApplicable is how a kept answer says không phát sinh.
const notApplicable = "n/a"
