package form

import (
	"slices"
	"strconv"
	"strings"

	"thuky/store/score"
)

// The actions of a form's buttons. Those that end in a colon are followed by a number:
// of an option, a leaf, a section or a page.
const (
	ActOption  = "o:" // answers with one of Options
	ActLeaf    = "l:" // goes to a leaf
	ActSection = "s:" // goes to a section
	ActPage    = "p:" // goes to a page of the view

	ActNext     = "next"  // goes to the next blank
	ActSkip     = "skip"  // goes to the next leaf
	ActBack     = "back"  // goes to the leaf before
	ActClear    = "clear" // takes an answer away
	ActProof    = "proof" // goes to the evidence of an answer
	ActSteps    = "steps" // asks for evidence step by step
	ActNote     = "note"  // asks for an explanation
	ActPass     = "pass"  // leaves a step of the evidence out
	ActNoProof  = "unproof"
	ActAgain    = "again"  // goes back from the evidence to the question
	ActClaims   = "claims" // goes to the first bonus or deduction
	ActUndo     = "undo"
	ActOverview = "over"
	ActReview   = "review"
	ActFiles    = "files"
	ActStart    = "start"
	ActLeave    = "leave"
	ActTake     = "take"   // of Differ: what was entered now
	ActKeep     = "keep"   // of Differ: what stands
	ActCancel   = "cancel" // of a file: nothing of it

	ActPresent  = "present"
	ActConfirm  = "confirm" // asks whether it is to be submitted
	ActSubmit   = "submit"
	ActSendBack = "sendback"
	ActMove     = "move"
	ActCSV      = "csv"
	ActWorkbook = "xlsx"
	ActDocument = "docx"
)

// orders are the actions that ask only for an order.
var orders = map[string]Order{ActLeave: DoLeave, ActPresent: DoPresent, ActSubmit: DoSubmit, ActMove: DoMove,
	ActCSV: DoCSV, ActWorkbook: DoWorkbook, ActDocument: DoDocument}

// views are the actions that only lead to a view.
var views = map[string]View{ActOverview: Overview, ActReview: Review, ActFiles: Files, ActStart: Start, ActConfirm: Confirm, ActSendBack: SendBack}

// Press makes of a state what a button asks. Actions that the view does not offer
// change nothing.
func (s *State) Press(d *Desk, action string) (out Outcome) {
	out.Took = true
	echo, told := s.Echo, s.Told
	s.clear()
	if order, ok := orders[action]; ok {
		out.Do = order
		return out
	}
	if view, ok := views[action]; ok && s.View != Differ {
		s.turn(view)
		return out
	}
	if kind, number, ok := strings.Cut(action, ":"); ok {
		n, err := strconv.Atoi(number)
		if err == nil && n >= 0 {
			out.Save = s.numbered(d, kind+":", n)
		}
		return out
	}
	switch action {
	case ActNext:
		if s.View == Start {
			s.At = ""
		}
		s.goNext(d, s.At)
	case ActSkip, ActBack:
		s.step(d, action == ActSkip)
	case ActClear:
		if s.View == Question && s.open(d, s.At) {
			out.Save = []Save{{Code: s.At, Seen: s.Seen, Kind: Cleared}}
		}
	case ActAgain:
		if s.View == Proof {
			s.show(d, s.At)
		}
	case ActClaims:
		if i := slices.IndexFunc(d.Leaves, func(l score.Leaf) bool { return l.Criterion == nil }); i >= 0 && s.View != Differ {
			s.show(d, d.Leaves[i].Code)
		}
	case ActUndo:
		out.Save = s.undo(d)
	case ActTake, ActKeep, ActCancel:
		out.Save = s.decide(d, action)
	default:
		s.Echo, s.Told = echo, told
		out.Save = s.proof(d, action)
	}
	return out
}

// numbered does what an action with a number asks.
func (s *State) numbered(d *Desk, kind string, n int) []Save {
	switch kind {
	case ActOption:
		l, ok := d.leaf(s.At)
		if !ok || s.View != Question || !s.open(d, s.At) {
			return nil
		}
		if options := Options(l, d.TargetOf(l)); n < len(options) {
			return s.answered(d, l, options[n].Value)
		}
	case ActLeaf:
		if n < len(d.Leaves) && s.View != Differ {
			reviewed := s.View == Review
			s.show(d, d.Leaves[n].Code)
			if reviewed && d.unproven(d.Leaves[n]) && d.Open(s.At) {
				s.prove(d) // that is what the review misses of it
			}
		}
	case ActSection:
		if n < len(d.Sections()) && s.View != Differ {
			s.turn(Section)
			s.Section = n
		}
	case ActPage:
		s.Page = n
	}
	return nil
}

// answered is the save of an answer to the leaf that is shown.
func (s *State) answered(d *Desk, l score.Leaf, value string) []Save {
	now := d.Entry(l.Code)
	return []Save{{Code: l.Code, Value: value, Evidence: now.Evidence, Note: now.Note, Seen: s.Seen, Kind: Saved}}
}

// turn shows another view.
func (s *State) turn(v View) {
	s.View, s.Page, s.Section = v, 0, 0
	s.Step, s.Draft = WholeLine, score.Evidence{}
}

// show asks what stands under a code.
func (s *State) show(d *Desk, code string) {
	s.turn(Question)
	s.At, s.Seen = code, d.Entry(code).Revision
}

// goNext asks the next blank behind a code; where nothing is blank any more it shows the
// review.
func (s *State) goNext(d *Desk, after string) {
	if code := d.NextBlank(after); code != "" {
		s.show(d, code)
		return
	}
	s.turn(Review)
}

// step asks the leaf beside the one that is shown, blank or not.
func (s *State) step(d *Desk, forward bool) {
	i := d.index(s.At)
	switch {
	case forward && i+1 < len(d.Leaves):
		s.show(d, d.Leaves[i+1].Code)
	case forward:
		s.turn(Review)
	case i > 0:
		s.show(d, d.Leaves[i-1].Code)
	default:
		s.turn(Overview)
	}
}

// open reports whether the code may be changed; the reason why not is shown.
func (s *State) open(d *Desk, code string) bool {
	if d.Open(code) {
		return true
	}
	s.Reason = &Reason{Kind: NotOpen, Code: code}
	return false
}

// undo is the saves that take the last deed back.
func (s *State) undo(d *Desk) (save []Save) {
	if len(s.Done) == 0 {
		s.Reason = &Reason{Kind: NothingDone}
		return nil
	}
	deed := s.Done[len(s.Done)-1]
	s.Done = s.Done[:len(s.Done)-1]
	for _, c := range deed {
		switch now := d.Entry(c.Code); {
		case now.Revision != c.After:
			s.Reason = &Reason{Kind: UndoLate, Code: c.Code}
		case !d.Open(c.Code):
			s.Reason = &Reason{Kind: NotOpen, Code: c.Code}
		default:
			save = append(save, Save{Code: c.Code, Value: c.Before.Value, Evidence: c.Before.Evidence, Note: c.Before.Note, Seen: c.After, Kind: Undone})
		}
	}
	return save
}

// decide settles the answers that differ from what stands. Since they were shown the
// sheet may have been closed, handed in or changed: they are judged anew.
func (s *State) decide(d *Desk, action string) (save []Save) {
	if s.View != Differ {
		return nil
	}
	if action != ActCancel {
		save = s.Ready
	}
	for _, one := range s.Differ {
		switch action {
		case ActTake:
			save = append(save, one.Save)
		case ActKeep:
			s.tell(Echo{Code: one.Save.Code, Value: one.Now, Kind: Kept})
		}
	}
	save = s.still(d, save)
	s.Differ, s.Ready, s.Same = nil, nil, 0
	if len(save) == 0 {
		s.View = Start
		if s.At != "" {
			s.View = Question
		}
	}
	return save
}

// still are the answers that may be saved now; why another may not is told.
func (s *State) still(d *Desk, all []Save) (save []Save) {
	for _, one := range all {
		l, found := d.leaf(one.Code)
		refusal := Echo{Code: one.Code, Value: one.Value, Kind: Refused, Mistake: unknownCode(one.Code)}
		if found && !d.Open(one.Code) {
			refusal.Kind, refusal.Mistake = Locked, nil
		} else if found {
			_, err := d.Sheet.Read(l, one.Value)
			if err == nil {
				save = append(save, one)
				continue
			}
			refusal.Mistake = mistakeOf(err)
		}
		s.tell(refusal)
	}
	return save
}

// proof does what the buttons of evidence ask.
func (s *State) proof(d *Desk, action string) []Save {
	if s.View != Question && s.View != Proof || !s.open(d, s.At) {
		return nil
	}
	switch action {
	case ActProof:
		s.prove(d)
	case ActSteps:
		s.prove(d)
		s.Step = OfNumber
	case ActNote:
		s.prove(d)
		s.Step = OfNote
	case ActPass:
		if s.Step == OfDay {
			s.Step = OfSummary
		} else if s.Step == OfSummary {
			return s.proven(d, []score.Evidence{s.Draft}, "")
		}
	case ActNoProof:
		return []Save{{Code: s.At, Value: d.Entry(s.At).Value, Proof: true, Seen: s.Seen, Kind: ProofSaved}}
	}
	return nil
}

// prove asks for what proves the answer at hand, beside what proves it now.
func (s *State) prove(d *Desk) {
	s.turn(Proof)
	s.Seen = d.Entry(s.At).Revision
}
