package form

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"thuky/store/score"
)

// TestOvertaken: who answers what somebody else has answered since it was shown sees
// both, and nothing is lost whatever they choose.
func TestOvertaken(t *testing.T) {
	for action, want := range map[string]string{ActTake: "8", ActKeep: "6", ActCancel: "6"} {
		l := newLedger(t)
		s := &State{View: Start}
		l.press(s, ActNext)
		l.entries["A.1"], l.Given["A.1"] = Entry{Value: "6", Revision: 1}, Given{Points: 600}
		l.read(s, "8")
		if s.View != Differ || len(s.Differ) != 1 || l.entries["A.1"].Value != "6" {
			t.Fatalf("%s, %+v", s.View, l.entries["A.1"])
		}
		l.press(s, ActOverview) // not before a choice is made
		if s.View != Differ {
			t.Errorf("left with %s", s.View)
		}
		l.press(s, action)
		if got := l.entries["A.1"].Value; got != want || s.View == Differ {
			t.Errorf("%s: %s stands in %s, want %s", action, got, s.View, want)
		}
	}
}

// TestProofOvertaken: what is typed or pressed as proof never replaces unseen what
// somebody else has put there since; the person chooses.
func TestProofOvertaken(t *testing.T) {
	theirs := Entry{Value: "đạt", Evidence: []score.Evidence{{Number: "9/QĐ-VKS"}}, Note: "của người khác", Revision: 3}
	for name, act := range map[string]func(l *ledger, s *State){
		"delete":      func(l *ledger, s *State) { l.overtake(theirs); l.press(s, ActNoProof) },
		"explanation": func(l *ledger, s *State) { l.press(s, ActNote); l.overtake(theirs); l.read(s, "lời khác") },
		"evidence":    func(l *ledger, s *State) { l.overtake(theirs); l.read(s, "12/BC-VKS 05/06/2021") },
		"file":        func(l *ledger, s *State) { l.overtake(theirs); l.save(s, s.Attach(l.Desk, score.Evidence{File: "x"})) },
	} {
		l := newLedger(t)
		l.Files = true
		s := &State{View: Start}
		l.read(s, "A.2 đạt")
		l.read(s, "A.2")
		l.press(s, ActProof)
		l.read(s, "1/BC-VKS 05/06/2021")
		l.read(s, "A.2")
		l.press(s, ActProof)
		act(l, s)
		if s.View != Differ || len(s.Differ) != 1 {
			t.Errorf("%s: %s shows %+v", name, s.View, s.Differ)
			continue
		}
		if diff := cmp.Diff(theirs, l.entries["A.2"]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		one := s.Differ[0]
		if one.Note != theirs.Note || !cmp.Equal(one.Evidence, theirs.Evidence) || one.Now != theirs.Value {
			t.Errorf("%s: stands %+v", name, one)
		}
		l.press(s, ActTake)
		if got := l.entries["A.2"]; got.Revision != 4 || s.View == Differ || cmp.Equal(got.Evidence, theirs.Evidence) && got.Note == theirs.Note {
			t.Errorf("%s taken: %s, %+v", name, s.View, got)
		}
	}
}

// overtake lets somebody else enter A.2.
func (l *ledger) overtake(e Entry) { l.entries["A.2"] = e }

// TestChoiceComesLate: what waits for a choice is not saved once the code is closed, and
// not as an answer to another version of the sheet.
func TestChoiceComesLate(t *testing.T) {
	waiting := func(l *ledger) *State {
		l.entries["A.2"] = Entry{Value: "đạt", Revision: 1}
		s := &State{View: Files}
		s.ReadFile(l.Desk, []Item{{Code: "A.1", Value: "9", Line: 2}, {Code: "A.2", Value: "không đạt", Line: 3}}, nil)
		if len(s.Ready) != 1 || len(s.Differ) != 1 {
			t.Fatalf("ready %+v, differ %+v", s.Ready, s.Differ)
		}
		return s
	}
	l := newLedger(t)
	s := waiting(l)
	l.Open = func(string) bool { return false }
	if out := l.press(s, ActTake); len(out.Save) != 0 || len(s.Echo) != 2 || s.Echo[0].Kind != Locked || s.Echo[1].Kind != Locked {
		t.Errorf("a closed sheet takes %+v and tells %+v", out.Save, s.Echo)
	}
	l = newLedger(t)
	s = waiting(l)
	l.Sheet.Criteria[0].Max = 500 // of A.1, another version
	l.Leaves = Leaves(l.Sheet)
	out := l.press(s, ActTake)
	if len(out.Save) != 1 || out.Save[0].Code != "A.2" || l.entries["A.1"].Revision != 0 {
		t.Errorf("another version takes %+v", out.Save)
	}
	if len(s.Echo) != 2 || s.Echo[0].Kind != Refused || s.Echo[0].Mistake.Fault != score.OutOfRange {
		t.Errorf("and tells %+v", s.Echo)
	}
}

// TestOvertakenByEqualValue: an answer with proof of its own is not what stands where
// only the value is the same; one without proof is.
func TestOvertakenByEqualValue(t *testing.T) {
	stands := Entry{Value: "đạt", Note: "của người khác", Revision: 3}
	answer := Save{Code: "A.2", Value: "đạt", Kind: Saved}
	if s := answer.Onto(stands); !s.Equals(stands) {
		t.Errorf("the same answer is put to the choice: %+v", s)
	}
	answer.Proof, answer.Evidence = true, []score.Evidence{{Number: "9/QĐ-VKS"}}
	if s := answer.Onto(stands); s.Equals(stands) || len(s.Evidence) != 1 {
		t.Errorf("its evidence is dropped: %+v", s)
	}
}
