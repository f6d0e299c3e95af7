package staff

import (
	"slices"
	"testing"
)

// everyPerson is every set of one or two roles, in no unit, in P9 and in the Office.
func everyPerson() (all []Person) {
	for i, one := range Roles {
		for _, two := range Roles[i:] {
			for _, unit := range []string{"", "P9", "VP"} {
				all = append(all, Person{Key: "me", Unit: unit, Roles: slices.Compact([]Role{one, two})})
			}
		}
	}
	return all
}

// everyWork is every state of a form of P9, of P1 and of the Office.
func everyWork() (all []Work) {
	for _, u := range []Unit{{Code: "P9", Kind: "phong"}, {Code: "P1", Kind: "phong"}, {Code: "VP", Kind: "van-phong"}} {
		for _, entered := range [][]string{nil, {"other"}, {"other", "me"}} {
			for _, appraised := range [][]string{nil, {"other"}, {"other", "me"}} {
				for i := range 4 {
					all = append(all, Work{Unit: u, Assigned: i%2 == 1, FillsIn: i >= 2, Entered: entered, Appraised: appraised})
				}
			}
		}
	}
	return all
}

// TestSeparationOfDuties walks people and forms, and holds what the rules promise.
func TestSeparationOfDuties(t *testing.T) {
	entries, appraisals := 0, 0
	for _, p := range everyPerson() {
		for _, w := range everyWork() {
			fills, submits, appraises := p.MayEnter(FillForm, w), p.MayEnter(SubmitForm, w), p.MayAppraise(w)
			if fills == Allowed {
				entries++
				if w.Unit.Code != p.Unit || slices.Contains(w.Appraised, "me") || !p.Has(UnitHead) && !p.Has(UnitContact) {
					t.Errorf("%+v enters into %+v", p, w)
				}
			}
			if submits == Allowed && (fills != Allowed || !p.Has(UnitHead)) {
				t.Errorf("%+v submits %+v", p, w)
			}
			if appraises == Allowed {
				appraisals++
				office := p.Has(Clerk) || p.Has(OfficeHead)
				if w.Unit.Code == p.Unit || slices.Contains(w.Entered, "me") || !(w.Assigned && p.Has(Appraiser)) && !(w.FillsIn && office) {
					t.Errorf("%+v appraises %+v", p, w)
				}
				if w.Unit.IsOffice() && office {
					t.Errorf("the Office appraises itself: %+v", p)
				}
				if fills == Allowed {
					t.Errorf("%+v both enters and appraises %+v", p, w)
				}
			}
			if other := p.MayEnter(Appraise, w); other != NoRight {
				t.Errorf("another act is judged as entering: %q", other)
			}
		}
	}
	if entries == 0 || appraisals == 0 {
		t.Errorf("%d entries and %d appraisals are allowed at all", entries, appraisals)
	}
}

// TestTheRefusalIsNamed gives each refusal to whom only that rule holds back.
func TestTheRefusalIsNamed(t *testing.T) {
	p9, office := Unit{Code: "P9", Kind: "phong"}, Unit{Code: "VP", Kind: "van-phong"}
	appraiser := Person{Key: "me", Unit: "P1", Roles: []Role{Appraiser}}
	ofP9, clerk := appraiser, appraiser
	ofP9.Unit, clerk.Roles = "P9", []Role{Appraiser, Clerk}
	head := Person{Key: "me", Unit: "P9", Roles: []Role{UnitHead}}
	for _, c := range []struct{ got, want Refusal }{
		{appraiser.MayAppraise(Work{Unit: p9, Assigned: true}), Allowed},
		{appraiser.MayAppraise(Work{Unit: p9}), NoRight},
		{ofP9.MayAppraise(Work{Unit: p9, Assigned: true}), OfTheirUnit},
		{appraiser.MayAppraise(Work{Unit: p9, Assigned: true, Entered: []string{"me"}}), EnteredIt},
		{clerk.MayAppraise(Work{Unit: p9, Assigned: true}), Allowed},
		{clerk.MayAppraise(Work{Unit: office, Assigned: true}), OfTheOffice},
		{clerk.MayAppraise(Work{Unit: p9, FillsIn: true}), Allowed},
		{clerk.MayAppraise(Work{Unit: office, FillsIn: true}), OfTheOffice},
		{appraiser.MayAppraise(Work{Unit: p9, FillsIn: true}), NoRight}, // another member is no stand-in
		{head.MayEnter(SubmitForm, Work{Unit: p9}), Allowed},
		{head.MayEnter(SubmitForm, Work{Unit: p9, Appraised: []string{"me"}}), AppraisedIt},
		{head.MayEnter(FillForm, Work{Unit: office}), NoRight},
		{head.MayEnter(FillForm, Work{}), NoRight}, // a form of no unit
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// TestTwoPeople walks the roles: who drafts does not confirm, who proposes does not decide.
func TestTwoPeople(t *testing.T) {
	for _, p := range everyPerson() {
		for first, want := range map[string]Refusal{"other": Allowed, "me": SamePerson, "": SamePerson} {
			publish, decide := want, want
			if !p.Has(Leader) {
				publish = NoRight
			}
			if !p.Has(Leader) && !p.Has(Council) {
				decide = NoRight
			}
			if got := p.MayPublish(first); got != publish {
				t.Errorf("%v publish what %q drafted: %q, want %q", p.Roles, first, got, publish)
			}
			if got := p.MayDecide(first, "P1"); got != decide {
				t.Errorf("%v decide what %q proposed: %q, want %q", p.Roles, first, got, decide)
			}
			if decide == Allowed && p.Unit == "P9" {
				decide = OfTheirUnit
			}
			if got := p.MayDecide(first, "P9"); got != decide {
				t.Errorf("%v of %s decide what is on P9: %q, want %q", p.Roles, p.Unit, got, decide)
			}
		}
	}
}
