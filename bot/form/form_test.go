package form

import (
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"thuky/store/score"
)

// every is a sheet with a criterion of each rule, and all that can be claimed besides.
const every = `
schema = "thuky.sheet/1"
id = "every"
title = "Mỗi quy tắc một tiêu chí"
applies_to = "Mọi đơn vị"
source = "Kiểm thử"
base_points = 100
score_step = 0.25
section = [{ code = "A", title = "Tất cả", max = 100 }]
criterion = [
  { code = "A.1", section = "A", title = "Điểm", rule = "direct", max = 10 },
  { code = "A.2", section = "A", title = "Đạt", rule = "yes_no", max = 10, evidence_required = true },
  { code = "A.3", section = "A", title = "Mức", rule = "level", max = 10, levels = [{ label = "Đúng hạn", points = 10 }, { label = "Chậm", points = 2 }] },
  { code = "A.4", section = "A", title = "Chỉ tiêu", rule = "target", max = 10, target = 90, measure = "%" },
  { code = "A.5", section = "A", title = "Tỷ lệ", rule = "proportional", max = 10, target = 36, measure = "cuộc" },
  { code = "A.6", section = "A", title = "Bậc", rule = "banded", max = 10, target = 100, floor_rate = 0.8, measure = "% kế hoạch" },
  { code = "A.7", section = "A", title = "Mỗi việc", rule = "per_item", max = 10, points_each = 2, measure = "bài" },
  { code = "A.8", section = "A", title = "Trừ dần", rule = "step_down", max = 10, points_each = 0.5, measure = "lỗi" },
  { code = "A.9", section = "A", title = "Dẫn đầu", rule = "leader", max = 10, target = 5, measure = "vụ" },
  { code = "A.10", section = "A", title = "Tổ chấm", rule = "appraiser", max = 10 },
]
bonus = [{ code = "T.1", title = "Sáng kiến", points_each = 1, max = 3, evidence_required = true }, { code = "T.2", title = "Khác", max = 2 }]
deduction = [{ code = "P.1", title = "Sai", points_each = 1, max = 5, reason_required = true }, { code = "P.2", title = "Chậm", points_each = 0.5, auto = true }]
grade = [{ code = "D", label = "Đạt", min = 0 }]
`

// ledger is a ledger in memory: what stands, and who would be in the way.
type ledger struct {
	*Desk
	entries map[string]Entry
}

func newLedger(t testing.TB) *ledger {
	t.Helper()
	s, err := score.Decode(strings.NewReader(every))
	if err != nil {
		t.Fatal(err)
	}
	l := &ledger{entries: map[string]Entry{}}
	l.Desk = &Desk{Sheet: &s, Leaves: Leaves(&s), Given: map[string]Given{},
		Entry:  func(code string) Entry { return l.entries[code] },
		Target: func(string) *big.Rat { return nil },
		Open:   func(string) bool { return true },
		Asks:   func(text string, _ bool) bool { return strings.HasPrefix(text, "lịch ") },
	}
	return l
}

// save keeps what an outcome answers, as the real ledger does.
func (l *ledger) save(s *State, out Outcome) {
	var results []Result
	for _, save := range out.Save {
		leaf, _ := l.leaf(save.Code)
		before := l.entries[save.Code]
		r := Result{Save: save, Before: before, Points: Worth(l.Desk, leaf, save.Value)}
		if before.Revision != save.Seen {
			beside := save.Onto(before).Beside(before)
			r.Overtaken = &beside
			results = append(results, r)
			continue
		}
		r.After = before.Revision + 1
		l.entries[save.Code] = Entry{Value: save.Value, Evidence: save.Evidence, Note: save.Note, Revision: r.After}
		results = append(results, r)
	}
	s.Saved(l.Desk, results)
}

func (l *ledger) read(s *State, text string) Outcome {
	out := s.Read(l.Desk, text)
	if len(out.Save) > 0 {
		l.save(s, out)
	}
	return out
}

func (l *ledger) press(s *State, action string) Outcome {
	out := s.Press(l.Desk, action)
	if len(out.Save) > 0 {
		l.save(s, out)
	}
	return out
}

// TestAnswers: what people type, by code, and how it is kept; "!" is refused.
func TestAnswers(t *testing.T) {
	text, err := os.ReadFile("testdata/answers.txt")
	if err != nil {
		t.Fatal(err)
	}
	l := newLedger(t)
	n := 0
	for line := range strings.Lines(string(text)) {
		said, want, ok := strings.Cut(strings.TrimSpace(line), " ⇒ ")
		if !ok {
			continue
		}
		n++
		code, typed, _ := strings.Cut(said, " ")
		leaf, found := l.leaf(code)
		if !found {
			t.Fatalf("no code %s", code)
		}
		got, err := answer(l.Sheet, leaf, typed)
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("%s %q is %q, want %q", code, typed, got, want)
		}
	}
	if n < 40 {
		t.Errorf("only %d lines", n)
	}
}

// TestEvidence: references as people write them.
func TestEvidence(t *testing.T) {
	text, err := os.ReadFile("testdata/evidence.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		typed, want, ok := strings.Cut(strings.TrimSpace(line), " ⇒ ")
		if !ok {
			continue
		}
		got := "giải thích"
		if e, ok := ReadEvidence(typed); ok {
			got = fmt.Sprintf("%s|%s|%s", e.Number, e.Day, e.Summary)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

// TestOneSheetFromBeginToEnd: the conversation asks for evidence where it is due, and
// for the next blank, until nothing is blank.
func TestOneSheetFromBeginToEnd(t *testing.T) {
	l := newLedger(t)
	s := &State{View: Start}
	l.press(s, ActNext)
	for i, step := range []struct{ typed, at string }{
		{"10", "A.2"}, {"đạt", "A.2"}, {"12/BC-VKS 05/6/2021 sơ kết", "A.3"}, {"đúng hạn", "A.4"}, {"92%", "A.5"}, {"102 cuộc", "A.6"},
		{"79", "A.7"}, {"5 bài", "A.8"}, {"0", "A.9"}, {"6 vụ", "A.9"},
	} {
		if out := l.read(s, step.typed); !out.Took || s.Reason != nil {
			t.Fatalf("step %d: %q is refused: %+v", i, step.typed, s.Reason)
		}
		if s.At != step.at {
			t.Fatalf("step %d: %q leads to %s, want %s", i, step.typed, s.At, step.at)
		}
	}
	if s.View != Review {
		t.Errorf("the end is %s", s.View)
	}
	want := Progress{Done: 9, All: 9, Earned: 1000*8 - 1000, Most: 8000} // 79% of A.6 is nothing, A.9 has no points yet
	if d := cmp.Diff(want, l.Progress()); d != "" {
		t.Errorf("progress (-want +got):\n%s", d)
	}
	if e := s.Echo[len(s.Echo)-1]; e.Code != "A.9" || e.Share != "120" {
		t.Errorf("the last echo is %+v", e)
	}
	r := l.Review(l.entries)
	if !r.Complete() || len(r.Below) != 1 || r.Below[0].Leaf.Code != "A.6" || len(r.Awaits) != 2 {
		t.Errorf("review: %+v", r)
	}
}

// TestUndo takes back one deed after another, a paste as one, and never over what
// somebody else has entered since.
func TestUndo(t *testing.T) {
	l := newLedger(t)
	s := &State{View: Start}
	l.read(s, "A.1 5; A.3 chậm; T.2 1")
	l.press(s, ActNext)
	l.read(s, "không đạt")
	if len(l.Given) != 4 {
		t.Fatalf("given %v", l.Given)
	}
	l.press(s, ActUndo)
	if s.At != "A.2" || len(l.Given) != 3 {
		t.Errorf("at %s, given %v", s.At, l.Given)
	}
	l.entries["A.1"] = Entry{Value: "6", Revision: 9} // by somebody else
	l.press(s, ActUndo)
	if s.Reason == nil || s.Reason.Kind != UndoLate || l.entries["A.1"].Value != "6" || l.entries["A.3"].Value != "" || l.entries["T.2"].Value != "" {
		t.Errorf("undone to %+v, %+v", l.entries, s.Reason)
	}
	l.press(s, ActUndo)
	if s.Reason == nil || s.Reason.Kind != NothingDone {
		t.Errorf("a third time: %+v", s.Reason)
	}
}

// TestWhatIsNotForTheForm: questions are left to the secretary, and so is everything
// where no question is asked.
func TestWhatIsNotForTheForm(t *testing.T) {
	l := newLedger(t)
	for view, texts := range map[View][]string{
		Start: {"92", "đạt", "lịch hôm nay", ""}, Overview: {"92", "lịch hôm nay"}, Review: {"5"},
		Question: {"lịch hôm nay"}, Proof: {"lịch hôm nay"}, SendBack: {"lịch hôm nay"},
	} {
		for _, text := range texts {
			s := &State{View: view, At: "A.1"}
			if out := s.Read(l.Desk, text); out.Took {
				t.Errorf("%s takes %q", view, text)
			}
		}
	}
}

// TestLongTexts: an evidence of 4,000 letters is refused with its length, and the screen
// stays.
func TestLongTexts(t *testing.T) {
	l := newLedger(t)
	s := &State{View: Start}
	l.read(s, "A.2 đạt")
	l.read(s, "A.2")
	l.press(s, ActProof)
	long := strings.Repeat("dài ", 1000)
	for _, text := range []string{long, "12/BC-VKS 05/6/2021 " + long, "12/" + strings.Repeat("B", 100)} {
		l.read(s, text)
		if s.Reason == nil || s.Reason.Kind != TooLong || s.Reason.Length <= s.Reason.Most || s.View != Proof || l.entries["A.2"].Proven() {
			t.Errorf("%.30q of %d: %+v in %s", text, utf8.RuneCountInString(text), s.Reason, s.View)
		}
	}
	for i := range MostEvidence + 1 {
		l.press(s, ActProof)
		l.read(s, fmt.Sprintf("%d/BC-VKS", i+1))
		s.At, s.View = "A.2", Proof
	}
	if n := len(l.entries["A.2"].Evidence); n != MostEvidence {
		t.Errorf("%d references are kept", n)
	}
}

// TestFileComesBack: what a copy of the sheet says is read back as it stands.
func TestFileComesBack(t *testing.T) {
	l := newLedger(t)
	s := &State{View: Start}
	l.read(s, "A.1 7,25; A.2 đạt; A.3 chậm; A.4 88,5%; A.5 n/a; T.1 2; P.1 1")
	l.entries["A.2"] = Entry{Value: "đạt", Revision: 2, Note: "lời, có phẩy; và chấm phẩy",
		Evidence: []score.Evidence{{Number: "12/BC-VKS", Day: "2021-06-05", Summary: "sơ kết"}, {Number: "3/KH"}}}
	rows := []score.Row{{Line: 1, Cells: Columns}}
	for i, leaf := range l.Leaves {
		e := l.entries[leaf.Code]
		rows = append(rows, score.Row{Line: i + 2, Cells: []string{"P9", leaf.Code, leaf.Title(), "", "", "", e.Value, EvidenceText(e.Evidence), e.Note}})
	}
	many, refused := ReadRows(rows, "P9")
	save, differ, echo, same := l.take(many)
	if len(refused)+len(save)+len(differ)+len(echo) > 0 || same != 7 {
		t.Errorf("refused %v, save %v, differ %v, echo %v, same %d", refused, save, differ, echo, same)
	}
}

// TestFilesProve: a photo proves an answer where the office takes files, and only behind
// the answer.
func TestFilesProve(t *testing.T) {
	photo := score.Evidence{File: "AgAC", Photo: true}
	l := newLedger(t)
	s := &State{View: Question, At: "A.2"}
	for _, c := range []struct {
		files  bool
		answer string
		why    ReasonKind
	}{{false, "", NotNow}, {true, "", NoAnswerYet}, {true, "đạt", ""}} {
		l.Files = c.files
		if c.answer != "" {
			l.read(s, c.answer)
		}
		out := s.Attach(l.Desk, photo)
		if why := s.Reason; !out.Took || (why == nil) != (c.why == "") || why != nil && why.Kind != c.why {
			t.Errorf("files %v, answer %q: %+v", c.files, c.answer, why)
		}
		l.save(s, out)
	}
	if e := l.entries["A.2"]; len(e.Evidence) != 1 || e.Evidence[0] != photo || s.At != "A.3" {
		t.Errorf("kept %+v, then %s", e, s.At)
	}
	if (&State{View: Start}).Attach(l.Desk, photo).Took {
		t.Error("a photo is taken where nothing awaits it")
	}
}
