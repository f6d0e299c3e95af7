package form

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"thuky/store/score"
)

// TestPasteNamesItsMistakes: a paste with errors in its midst keeps what is right, and
// says of each line what is wrong with it under its own code.
func TestPasteNamesItsMistakes(t *testing.T) {
	l := newLedger(t)
	l.Sheet.Vetoes = append(l.Sheet.Vetoes, score.Veto{Code: "L.1", Title: "Mất bí mật nhà nước", Effect: score.Exclude})
	s := &State{View: Start}
	l.read(s, "A.1 7,25\nA1 8; a4: 88,5%\nA5 ba\nA.10 5\nL.1 có\nZ9 1\nkhông rõ")
	want := []Echo{
		{Code: "A.1", Kind: Refused, Mistake: &score.Mistake{Fault: score.Duplicate, Value: "A.1"}},
		{Code: "A.5", Kind: Refused, Mistake: &score.Mistake{Fault: score.NotNumber, Code: "A.5", Value: "ba"}},
		{Code: "A.10", Kind: ForOthers}, {Code: "L.1", Kind: ForOthers},
		{Code: "Z9", Kind: Refused, Mistake: &score.Mistake{Fault: score.UnknownCode, Value: "Z9"}},
		{Code: "không", Kind: Refused, Mistake: &score.Mistake{Fault: score.UnknownCode, Value: "không"}},
	}
	var refused []Echo
	for _, e := range s.Echo {
		if e.Kind.refused() {
			e.Value = ""
			refused = append(refused, e)
		}
	}
	if diff := cmp.Diff(want, refused); diff != "" {
		t.Error(diff)
	}
	if l.entries["A.1"].Value != "7.25" || l.entries["A.4"].Value != "88.5" {
		t.Errorf("kept %+v", l.entries)
	}
}

// TestAnswersProveNothing: figures, or the answer once more, are no explanation of an
// answer; a document, or words, are.
func TestAnswersProveNothing(t *testing.T) {
	for _, c := range []struct {
		code, answer, typed string
		step                Step
		refused             bool
	}{
		{"A.2", "đạt", "đạt", WholeLine, true},
		{"A.2", "đạt", "9,5", WholeLine, true},
		{"A.2", "đạt", "92,5 %", OfNote, true},
		{"A.2", "đạt", "chưa có văn bản", WholeLine, false},
		{"A.2", "đạt", "12/BC-VKS", WholeLine, false},
		{"A.2", "đạt", "05/06/2021", WholeLine, false},
		{"T.1", "2", "2", WholeLine, true},
		{"T.1", "2", "2 sáng kiến", WholeLine, true},
		{"T.1", "2", "2 sáng kiến cấp cơ sở", WholeLine, false},
		{"P.1", "1", "1 lần", OfNote, true},
	} {
		l := newLedger(t)
		s := &State{View: Start}
		l.read(s, c.code)
		l.read(s, c.answer)
		if s.View != Proof {
			t.Fatalf("%s %s: shows %s", c.code, c.answer, s.View)
		}
		s.Step = c.step
		l.read(s, c.typed)
		if got := s.Reason != nil && s.Reason.Kind == NoProof && s.Reason.Text == c.typed; got != c.refused || l.entries[c.code].Proven() == c.refused {
			t.Errorf("%s, %q: %+v, entry %+v", c.code, c.typed, s.Reason, l.entries[c.code])
		}
	}
}

// TestFileIsToldInItsOrder: what a file is refused for is told line by line, and behind
// it no question is asked that nobody was at.
func TestFileIsToldInItsOrder(t *testing.T) {
	l := newLedger(t)
	s := &State{View: Question, At: "A.1"}
	s.Press(l.Desk, ActFiles)
	many, refused := ReadRows([]score.Row{{Line: 1, Cells: []string{"Mã", "Kết quả", "Đơn vị"}}, {Line: 2, Cells: []string{"A.1", "hai"}},
		{Line: 3, Cells: []string{"A.3", "chậm"}}, {Line: 4, Cells: []string{"A.4", "90", "P8"}}, {Line: 5, Cells: []string{"A.5", "ba"}}}, "P9")
	s.ReadFile(l.Desk, many, refused)
	var lines []int
	for _, e := range s.Echo {
		lines = append(lines, e.Line)
	}
	if diff := cmp.Diff([]int{2, 4, 5}, lines); diff != "" {
		t.Error(diff)
	}
	l.save(s, s.Press(l.Desk, ActTake))
	if s.View != Start || l.entries["A.3"].Value != "Chậm" {
		t.Errorf("shows %s %s, kept %+v", s.View, s.At, l.entries)
	}
}
