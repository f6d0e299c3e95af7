package staff

import "slices"

// A Refusal says why a duty must not lie in the hands of a person (tách bạch trách
// nhiệm).
type Refusal string

// The refusals.
const (
	Allowed     Refusal = ""
	NoRight     Refusal = "no right"        // the table of rights says no
	OfTheirUnit Refusal = "of their unit"   // appraisal of one's own unit
	OfTheOffice Refusal = "of the office"   // the Office would appraise itself
	EnteredIt   Refusal = "entered it"      // appraisal of what one has entered
	AppraisedIt Refusal = "appraised it"    // entering what one has appraised
	SamePerson  Refusal = "the same person" // two people are needed
)

// A Work is the form of a unit in one period (phiếu của đơn vị), as the separation of
// duties looks at it.
type Work struct {
	Unit      Unit     // that answers for the form now
	Assigned  bool     // the one who acts was assigned to appraise it
	FillsIn   bool     // they act for an absent one who was
	Entered   []string // keys of all who entered, explained or submitted for the unit
	Appraised []string // keys of all who appraised it
}

func (w Work) target() Target { return Target{Unit: w.Unit.Code, Assigned: w.Assigned} }

// MayEnter judges FillForm and SubmitForm: who has appraised a form enters nothing
// into it.
func (p Person) MayEnter(act Act, w Work) Refusal {
	switch {
	case act != FillForm && act != SubmitForm || !p.MayOn(act, w.target()):
		return NoRight
	case slices.Contains(w.Appraised, p.Key):
		return AppraisedIt
	}
	return Allowed
}

// MayAppraise judges Appraise, and FillIn for who acts in the place of an absent
// member: nobody appraises their own unit or what they entered, and the Office,
// whatever unit its people are listed in, does not appraise itself.
func (p Person) MayAppraise(w Work) Refusal {
	switch {
	case !p.MayOn(Appraise, w.target()) && !(w.FillsIn && p.May(FillIn)):
		return NoRight
	case w.Unit.IsOffice() && (p.Has(Clerk) || p.Has(OfficeHead)):
		return OfTheOffice
	case p.Unit != "" && p.Unit == w.Unit.Code:
		return OfTheirUnit
	case slices.Contains(w.Entered, p.Key):
		return EnteredIt
	}
	return Allowed
}

// MayDecide judges DecideVeto: who proposed one, by key, does not decide it, nor does
// anybody of the unit that it is on, by code.
func (p Person) MayDecide(proposer, unit string) Refusal {
	if refusal := p.second(DecideVeto, proposer); refusal != Allowed || p.Unit == "" || p.Unit != unit {
		return refusal
	}
	return OfTheirUnit
}

// MayPublish judges ConfirmPublication: a ranking is drafted by one person, by key, and
// confirmed by another.
func (p Person) MayPublish(drafter string) Refusal { return p.second(ConfirmPublication, drafter) }

// second judges the second of two people.
func (p Person) second(act Act, first string) Refusal {
	switch {
	case !p.May(act):
		return NoRight
	case p.Key == first || first == "": // who the first was must be known
		return SamePerson
	}
	return Allowed
}
