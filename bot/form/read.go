package form

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"thuky/bot/vi"
	"thuky/store/score"
)

// Read makes of a state what was typed: an answer, evidence, a code to go to, or many
// answers at once. Took is false for what is for somebody else.
func (s *State) Read(d *Desk, text string) (out Outcome) {
	if leaveWords[vi.Fold(oneLine(text))] {
		if action := s.leave(); action != "" {
			return s.Press(d, action)
		}
	}
	if s.View == SendBack {
		return s.readWhy(d, text)
	}
	if s.View == Proof {
		if d.Asks(text, true) {
			return out
		}
		if many, ok := items(d, text); ok && d.answers(many) {
			return s.readMany(d, many)
		}
		return s.readProof(d, text)
	}
	if s.View == Question && !strings.Contains(strings.TrimSpace(text), "\n") {
		if l, ok := d.leaf(s.At); ok {
			if took, save := s.readAnswer(d, l, text); took {
				return Outcome{Took: true, Save: save}
			}
		}
	}
	if many, ok := items(d, text); ok {
		return s.readMany(d, many)
	}
	if s.View != Question || !isShare(text) && d.Asks(text, false) || utf8.RuneCountInString(text) > MostNote && strings.Contains(text, "\n") {
		return out
	}
	l, _ := d.leaf(s.At)
	if _, document := ReadEvidence(text); document && d.unproven(l) {
		s.prove(d)
		return s.readProof(d, text)
	}
	s.clear()
	_, err := answer(d.Sheet, l, text)
	s.Reason = &Reason{Kind: NotAnswer, Code: s.At, Mistake: mistakeOf(err)}
	return Outcome{Took: true}
}

// leaveWords give up what the form asks; none of them is ever an answer or a reason.
var leaveWords = words("huỷ", "huỷ bỏ", "thôi", "thoát", "dừng", "dừng lại", "lưu và thoát")

// leave is the button that a typed word of leaving stands for: out of the evidence, out of
// the reason, or out of the form. Where answers wait to be chosen there is none.
func (s *State) leave() string {
	switch s.View {
	case Proof:
		return ActAgain
	case SendBack:
		return ActReview
	case Differ:
		return ""
	}
	return ActLeave
}

// isShare reports whether a text is one number over another, "5/6": under a question it is
// a wrong answer sooner than a day of the schedule.
func isShare(text string) bool {
	part, whole, cut := strings.Cut(strings.TrimSpace(text), "/")
	return cut && part != "" && whole != "" && strings.Trim(part+whole, "0123456789") == ""
}

// answers reports whether items are answers rather than words of an explanation: a code
// alone, several of them, or a code whose answer reads.
func (d *Desk) answers(many []Item) bool {
	l, found := d.leaf(many[0].Code)
	if len(many) > 1 || !found || many[0].Value == "" {
		return found
	}
	_, err := answer(d.Sheet, l, many[0].Value)
	return err == nil
}

// eraseWords take an answer away.
var eraseWords = words("xoá", "xóa", "xoá trả lời", "bỏ trả lời", "để trống")

// readAnswer takes a text that answers the question at hand.
func (s *State) readAnswer(d *Desk, l score.Leaf, text string) (took bool, save []Save) {
	if eraseWords[vi.Fold(oneLine(text))] {
		s.clear()
		if !s.open(d, l.Code) {
			return true, nil
		}
		return true, []Save{{Code: l.Code, Seen: s.Seen, Kind: Cleared}}
	}
	value, err := answer(d.Sheet, l, text)
	if err != nil || value == "" {
		return false, nil
	}
	s.clear()
	if !s.open(d, l.Code) {
		return true, nil
	}
	return true, s.answered(d, l, value)
}

// readMany takes answers to codes: a code alone is gone to.
func (s *State) readMany(d *Desk, many []Item) (out Outcome) {
	s.clear()
	out.Took = true
	if len(many) == 1 && many[0].Value == "" {
		if l, found := d.leaf(many[0].Code); found {
			s.Differ, s.Ready = nil, nil
			s.show(d, l.Code)
			return out
		}
		s.Reason = &Reason{Kind: Theirs, Code: many[0].Code}
		return out
	}
	save, differ, echo, _ := d.take(many)
	s.tell(echo...)
	s.Differ, s.Ready = differ, nil
	if len(differ) > 0 {
		s.View = Differ
	}
	out.Save = save
	return out
}

// ReadFile takes the answers of a file: what it would change is shown before anything is
// saved.
func (s *State) ReadFile(d *Desk, many []Item, refused []Echo) {
	s.clear()
	save, differ, echo, same := d.take(many)
	if s.View != Question && s.View != Proof {
		s.At = "" // no question waits below
	}
	s.turn(Differ)
	all := slices.Concat(refused, echo)
	slices.SortStableFunc(all, func(a, b Echo) int { return cmp.Compare(a.Line, b.Line) })
	s.tell(all...)
	s.Ready, s.Differ, s.Same = save, differ, same
	if len(save)+len(differ) == 0 {
		s.turn(Files)
	}
}

// readProof takes what was typed as evidence.
func (s *State) readProof(d *Desk, text string) Outcome {
	s.clear()
	out := Outcome{Took: true}
	if !s.open(d, s.At) {
		return out
	}
	line := oneLine(text)
	switch s.Step {
	case OfNumber:
		s.Draft.Number = line
		if s.Reason = tooLong(s.Draft); s.Reason == nil {
			s.Step = OfDay
		}
	case OfDay:
		day, ok := ReadDay(line)
		if !ok {
			s.Reason = &Reason{Kind: NoDay}
			return out
		}
		s.Draft.Day, s.Step = day.String(), OfSummary
	case OfSummary:
		s.Draft.Summary = line
		if s.Reason = tooLong(s.Draft); s.Reason == nil {
			out.Save = s.proven(d, []score.Evidence{s.Draft}, "")
		}
	case OfNote:
		if s.Reason = s.noProof(d, text); s.Reason != nil {
			return out
		}
		if n := utf8.RuneCountInString(line); n > MostNote {
			s.Reason = &Reason{Kind: TooLong, Length: n, Most: MostNote}
			return out
		}
		out.Save = s.proven(d, nil, line)
	default:
		if s.Reason = s.noProof(d, text); s.Reason != nil {
			return out
		}
		evidence, note, why := ReadProof(text)
		if s.Reason = why; why == nil && (note != "" || len(evidence) > 0) {
			out.Save = s.proven(d, evidence, note)
		}
	}
	return out
}

// noProof refuses what would pass for an explanation and explains nothing: figures alone,
// or an answer to the code at hand. Whoever types it means the answer, or the next one.
func (s *State) noProof(d *Desk, text string) *Reason {
	if _, document := ReadEvidence(text); document || oneLine(text) == "" {
		return nil
	}
	l, _ := d.leaf(s.At)
	if _, err := answer(d.Sheet, l, text); err != nil && strings.ContainsFunc(text, unicode.IsLetter) {
		return nil
	}
	return &Reason{Kind: NoProof, Code: s.At, Text: clip(oneLine(text))}
}

// proven is the save that adds evidence to the entry at hand, or sets its explanation.
func (s *State) proven(d *Desk, evidence []score.Evidence, note string) []Save {
	now := d.Entry(s.At)
	save := Save{Code: s.At, Value: now.Value, Evidence: now.Evidence, Note: now.Note, Proof: true, Seen: s.Seen, Kind: ProofSaved}
	if note != "" {
		save.Note, save.Kind = note, NoteSaved
	}
	save.Evidence = append(save.Evidence[:len(save.Evidence):len(save.Evidence)], evidence...)
	if n := len(save.Evidence); n > MostEvidence {
		s.Reason = &Reason{Kind: TooMany, Length: n, Most: MostEvidence}
		return nil
	}
	return []Save{save}
}

// Attach takes a file as evidence of the answer at hand; took is false where none is
// awaited.
func (s *State) Attach(d *Desk, e score.Evidence) (out Outcome) {
	if s.View != Proof && s.View != Question || s.At == "" {
		return out
	}
	s.clear()
	out.Took = true
	switch now := d.Entry(s.At); {
	case !d.Files:
		s.Reason = &Reason{Kind: NotNow}
	case now.Value == "":
		s.Reason = &Reason{Kind: NoAnswerYet, Code: s.At}
	case s.open(d, s.At):
		out.Save = s.proven(d, []score.Evidence{e}, "")
	}
	return out
}

// readWhy takes the head's reason for sending the sheet back.
func (s *State) readWhy(d *Desk, text string) (out Outcome) {
	if d.Asks(text, true) {
		return out
	}
	s.clear()
	out.Took = true
	why := oneLine(text)
	if n := utf8.RuneCountInString(why); n > MostSummary {
		s.Reason = &Reason{Kind: TooLong, Length: n, Most: MostSummary}
		return out
	}
	out.Do, out.Text = DoSendBack, why
	return out
}
