package form

import (
	"strings"
	"testing"
	"thuky/store/score"
	"unicode/utf8"
)

// FuzzRead types anything on any view: whatever is saved is an answer of the sheet and
// reads back as itself, and the screen can go on.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"92%", "A.1 3; A.2 đạt\nA.3 chậm", "A.II.3", "12/BC-VKS 05/6/2021 sơ kết", "a.1: 5; a.1: 6", "xoá", ";;;", "A.5 =", "A.10 5", "T.1 9999999999999999999",
		"- A.7 5 bài", "n/a", "\u0302", "A.1 1e9", "lịch hôm nay"} {
		for view := range 9 {
			f.Add(seed, view, "")
		}
	}
	all := []View{Start, Question, Proof, Overview, Section, Differ, Review, SendBack, Files}
	f.Fuzz(func(t *testing.T, text string, view int, step string) {
		l := newLedger(t)
		s := &State{View: Start}
		l.read(s, "A.2 đạt; A.5 3")
		s.View, s.At, s.Step = all[((view%len(all))+len(all))%len(all)], "A.5", Step(step)
		s.Seen = l.entries["A.5"].Revision
		out := l.read(s, text)
		if !out.Took && len(out.Save) > 0 {
			t.Fatal("saved what was not taken")
		}
		for code, e := range l.entries {
			leaf, found := l.leaf(code)
			if !found {
				t.Fatalf("an entry for %q", code)
			}
			a, err := l.Sheet.Read(leaf, e.Value)
			if err != nil || l.Sheet.Text(leaf, a) != e.Value {
				t.Errorf("%s keeps %q: %v", code, e.Value, err)
			}
			if n := utf8.RuneCountInString(e.Note); n > MostNote || len(e.Evidence) > MostEvidence {
				t.Errorf("%s keeps a note of %d, %d references", code, n, len(e.Evidence))
			}
			for _, one := range e.Evidence {
				if tooLong(one) != nil {
					t.Errorf("%s keeps %+v", code, one)
				}
			}
		}
		for _, action := range []string{ActTake, ActUndo, ActNext, ActOverview, "s:1", "l:3", "o:0", ActProof, ActReview, text} {
			l.press(s, action)
		}
	})
}

// FuzzEvidence: a reference written as a file has it reads back as itself.
func FuzzEvidence(f *testing.F) {
	for _, seed := range []string{"12/BC-VKS 05/6/2021 báo cáo", "Số: 3/KH-VKS-P9 ngày 1 tháng 2 năm 2021", "1/2/2021", "05/6/2021 06/7/2021", "A/B 12/C 3/D", "số số 5/X", "("} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once, ok := ReadEvidence(text)
		if !ok {
			return
		}
		if once.Number == "" && once.Day == "" {
			t.Fatalf("%q is a reference to nothing", text)
		}
		evidence, _, why := ReadProof(text)
		if why != nil || len(evidence) == 0 {
			return
		}
		written := EvidenceText(evidence)
		again, _, _ := ReadProof(written)
		if rewritten := EvidenceText(again); rewritten != EvidenceText(mustProof(rewritten)) {
			t.Errorf("%q becomes %q and then %q", text, written, rewritten)
		}
	})
}

func mustProof(text string) []score.Evidence {
	all, _, _ := ReadProof(text)
	return all
}

// FuzzRows reads any file: each row ends up somewhere.
func FuzzRows(f *testing.F) {
	f.Add("code,value\nA.1,5\nA.2,đạt\n,\nA.99,1", "P9")
	f.Add("unit,code,value,evidence\nP9,A.1,5,12/BC-VKS\nP7,A.1,5", "P9")
	f.Add("x", "")
	f.Fuzz(func(t *testing.T, text, unit string) {
		var rows []score.Row
		for i, line := range strings.Split(text, "\n") {
			rows = append(rows, score.Row{Line: i + 1, Cells: strings.Split(line, ",")})
		}
		many, refused := ReadRows(rows, unit)
		if len(many)+len(refused) > len(rows) {
			t.Errorf("%d rows become %d and %d", len(rows), len(many), len(refused))
		}
		l := newLedger(t)
		s := &State{View: Files}
		s.ReadFile(l.Desk, many, refused)
		before := len(l.entries)
		l.press(s, ActTake)
		for code, e := range l.entries {
			if leaf, found := l.leaf(code); !found || e.Value == "" {
				t.Errorf("%q of %v is kept as %q", code, leaf, e.Value)
			}
		}
		if before != 0 {
			t.Error("saved before anybody agreed")
		}
	})
}

// TestScreensAreSmall: a screen tells the beginning of very much, and counts all of it.
func TestScreensAreSmall(t *testing.T) {
	l := newLedger(t)
	s := &State{View: Start}
	l.read(s, "A.1 5; "+strings.Repeat("A.99 1; ", 500))
	if len(s.Echo) != MostEchoes || s.Told != (Tally{501, 1, 500}) {
		t.Errorf("%d echoes are kept, told %+v", len(s.Echo), s.Told)
	}
}
