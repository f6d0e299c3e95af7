package form

import (
	"slices"

	"thuky/store/score"
)

// A State is what one person's screen of a form shows, and what of the last deed it can
// still tell and undo.
type State struct {
	View    View   `json:"view"`
	At      string `json:"at,omitempty"`      // code, of Question and Proof
	Seen    int64  `json:"seen,omitempty"`    // revision of its entry as it was shown
	Section int    `json:"section,omitempty"` // of Section
	Page    int    `json:"page,omitempty"`

	Step  Step           `json:"step,omitempty"` // of Proof: what is asked for
	Draft score.Evidence `json:"draft,omitzero"` // of Proof, step by step

	Echo   []Echo       `json:"echo,omitempty"`   // how the last input went
	Told   Tally        `json:"told,omitzero"`    // how all of it went: of very much Echo has the beginning
	Reason *Reason      `json:"reason,omitempty"` // why the last input was refused
	Differ []Difference `json:"differ,omitempty"` // waiting for a choice
	Ready  []Save       `json:"ready,omitempty"`  // of a file: what will be saved besides
	Same   int          `json:"same,omitempty"`   // of a file: how many answers are as they stand
	Done   []Deed       `json:"done,omitempty"`   // what can be undone, the last one last
}

// A Step is what of an evidence is asked for.
type Step string

// The steps. The first takes everything in one line.
const (
	WholeLine Step = ""
	OfNumber  Step = "number"
	OfDay     Step = "day"
	OfSummary Step = "summary"
	OfNote    Step = "note" // an explanation in place of evidence
)

// An Echo tells how one answer went.
type Echo struct {
	Code    string         `json:"code"`
	Value   string         `json:"value,omitempty"`
	Points  score.Points   `json:"points,omitempty"`
	Share   string         `json:"share,omitempty"` // of the target in percent, unclipped; "" for none
	Kind    EchoKind       `json:"kind"`
	Mistake *score.Mistake `json:"mistake,omitempty"`
	Line    int            `json:"line,omitempty"` // of a file
}

// An EchoKind is how an answer went.
type EchoKind string

// The kinds of echo.
const (
	Saved      EchoKind = "saved"
	Cleared    EchoKind = "cleared"
	Unchanged  EchoKind = "unchanged"
	Undone     EchoKind = "undone"
	ProofSaved EchoKind = "proof"
	NoteSaved  EchoKind = "note"
	Refused    EchoKind = "refused" // Mistake says why
	Locked     EchoKind = "locked"  // may not be changed now
	ForOthers  EchoKind = "others"  // the appraisal team scores it
	Kept       EchoKind = "kept"    // what stood was kept by choice
	Valueless  EchoKind = "empty"   // a code without an answer
	OfOthers   EchoKind = "unit"    // a row of another unit; Value is its code
	ProofLong  EchoKind = "long"    // its evidence or explanation is too long
)

// A Tally counts the answers of one input.
type Tally struct {
	All     int `json:"all,omitempty"`
	Saved   int `json:"saved,omitempty"`
	Refused int `json:"refused,omitempty"`
}

// refused reports whether nothing was saved because of what the person entered.
func (k EchoKind) refused() bool {
	return slices.Contains([]EchoKind{Refused, Locked, ForOthers, Valueless, OfOthers, ProofLong}, k)
}

// tell adds to what the last input made.
func (s *State) tell(all ...Echo) {
	for _, e := range all {
		s.Told.All++
		if e.Kind == Saved {
			s.Told.Saved++
		}
		if e.Kind.refused() {
			s.Told.Refused++
		}
		if len(s.Echo) < MostEchoes {
			s.Echo = append(s.Echo, e)
		}
	}
}

// clear forgets what the last input made.
func (s *State) clear() { s.Echo, s.Told, s.Reason = nil, Tally{}, nil }

// A Difference is an answer that somebody gave where another one stands.
type Difference struct {
	Save Save   `json:"save"`
	Now  string `json:"now"` // the value that stands
	// What proves it, if Save is to change that.
	Evidence []score.Evidence `json:"evidence,omitempty"`
	Note     string           `json:"note,omitempty"`
	By       string           `json:"by,omitempty"` // key of who entered it
	At       int64            `json:"at,omitempty"` // when, unix seconds
}

// A Deed is what one input changed, so that it can be undone.
type Deed []Change

// A Change is one entry before and behind a deed.
type Change struct {
	Code   string `json:"code"`
	Before Entry  `json:"before"`
	After  int64  `json:"after"` // revision
}

// mostDeeds is how many deeds can be undone.
const mostDeeds = 10

// A Save is an answer on its way into the ledger.
type Save struct {
	Code     string           `json:"code"`
	Value    string           `json:"value"`
	Evidence []score.Evidence `json:"evidence,omitempty"`
	Note     string           `json:"note,omitempty"`
	Proof    bool             `json:"proof,omitempty"` // Evidence and Note are of the person, not what stood there
	Seen     int64            `json:"seen"`            // revision of the entry as the person saw it
	Kind     EchoKind         `json:"kind"`            // what is told when it is done
}

// Equals reports whether the save would leave the entry as it is.
func (s Save) Equals(now Entry) bool {
	return s.Value == now.Value && s.Note == now.Note && slices.Equal(s.Evidence, now.Evidence)
}

// Onto is the save as it is put to the choice, knowing what stands now: what the person
// did not enter is as it stands.
func (s Save) Onto(now Entry) Save {
	s.Seen = now.Revision
	if !s.Proof {
		s.Evidence, s.Note = now.Evidence, now.Note
	}
	if s.Kind == ProofSaved || s.Kind == NoteSaved {
		s.Value = now.Value
	}
	return s
}

// Beside puts the save to the choice beside what stands now.
func (s Save) Beside(now Entry) Difference {
	one := Difference{Save: s, Now: now.Value}
	if !now.Mine {
		one.By, one.At = now.By, now.At
	}
	if s.Proof {
		one.Evidence, one.Note = now.Evidence, now.Note
	}
	return one
}

// An Order is what an input asks of whoever holds the ledger, besides saving.
type Order string

// The orders.
const (
	DoNothing  Order = ""
	DoLeave    Order = "leave"    // lưu và thoát
	DoPresent  Order = "present"  // trình thủ trưởng
	DoSubmit   Order = "submit"   // nộp phiếu
	DoSendBack Order = "sendback" // thủ trưởng trả lại đầu mối; Outcome.Text is why
	DoMove     Order = "move"     // go on with the new version of the sheet
	DoCSV      Order = "csv"
	DoWorkbook Order = "workbook"
	DoDocument Order = "document"
)

// An Outcome is what an input makes besides the next State.
type Outcome struct {
	Took bool // false: the text is not for the form
	Save []Save
	Do   Order
	Text string // of DoSendBack
}

// A Reason is why an input was refused; the screen stays.
type Reason struct {
	Kind    ReasonKind     `json:"kind"`
	Code    string         `json:"code,omitempty"`
	Mistake *score.Mistake `json:"mistake,omitempty"` // of NotAnswer
	Text    string         `json:"text,omitempty"`    // of NoProof
	Length  int            `json:"length,omitempty"`  // of TooLong, in code points
	Most    int            `json:"most,omitempty"`
}

// A ReasonKind is a kind of refusal.
type ReasonKind string

// The kinds of refusal.
const (
	NotAnswer   ReasonKind = "answer"  // what was typed is no answer here
	NotOpen     ReasonKind = "open"    // the code may not be changed now
	TooLong     ReasonKind = "long"    // the text is too long
	NoDay       ReasonKind = "day"     // no date
	NothingDone ReasonKind = "undo"    // there is nothing to undo
	UndoLate    ReasonKind = "late"    // somebody has changed it since
	NotNow      ReasonKind = "now"     // a file or photo is not taken here
	Theirs      ReasonKind = "theirs"  // the appraisal team scores this code
	Missing     ReasonKind = "missing" // the sheet is not complete
	NoAnswerYet ReasonKind = "first"   // evidence needs an answer that it proves
	TooMany     ReasonKind = "many"    // of evidence
	NoProof     ReasonKind = "noproof" // Text is an answer, where what proves it is asked
)

// A Result is how one Save went.
type Result struct {
	Save
	Before    Entry
	After     int64 // revision of the entry now
	Points    score.Points
	Overtaken *Difference // somebody else has entered something meanwhile: nothing was saved
}

// Saved is told how the answers of an Outcome went, and brings the screen to what comes
// next: evidence where the answer needs some, else the next blank.
func (s *State) Saved(d *Desk, results []Result) {
	var deed Deed
	for _, r := range results {
		if r.Overtaken != nil {
			s.Differ = append(s.Differ, *r.Overtaken)
			continue
		}
		delete(d.Given, r.Code)
		if r.Value != "" {
			d.Given[r.Code] = Given{r.Points, r.Value == notApplicable}
		}
		l, _ := d.leaf(r.Code)
		s.tell(Echo{Code: r.Code, Value: r.Value, Points: r.Points, Share: Share(d, l, r.Value), Kind: r.Kind})
		if r.Kind != Undone {
			deed = append(deed, Change{r.Code, r.Before, r.After})
		}
	}
	if len(deed) > 0 {
		s.Done = append(s.Done, deed)
		s.Done = s.Done[max(0, len(s.Done)-mostDeeds):]
	}
	s.goOn(d, results)
}

// goOn chooses what the screen shows after answers were saved.
func (s *State) goOn(d *Desk, results []Result) {
	switch {
	case len(s.Differ) > 0:
		s.View = Differ
		return
	case len(results) == 0:
		return
	case len(results) == 1 && results[0].Kind == Undone:
		s.show(d, results[0].Code)
		return
	case s.View == Files, s.View == Start, s.View == Overview, s.View == Section, s.View == Review:
		return
	case s.View == Differ && s.At == "":
		s.turn(Start)
		return
	}
	last := results[len(results)-1]
	switch {
	case last.Kind == Cleared:
		s.show(d, last.Code)
	case !d.answeredBy(s.At, results):
		s.show(d, s.At)
	case last.Kind == Saved && last.Code == s.At && s.needsProof(d, last):
		s.prove(d)
	default:
		s.goNext(d, s.At)
	}
}

// answeredBy reports whether one of the results is about the code.
func (d *Desk) answeredBy(code string, results []Result) bool {
	return slices.ContainsFunc(results, func(r Result) bool { return r.Code == code && r.Overtaken == nil })
}

func (s *State) needsProof(d *Desk, r Result) bool {
	l, _ := d.leaf(r.Code)
	e := d.Entry(r.Code)
	return NeedsProof(l, e.Value, r.Points) && !e.Proven()
}

// Refresh lets the screen be shown anew after others may have changed what it shows.
func (s *State) Refresh(d *Desk) {
	s.Reason = nil
	if s.At != "" {
		s.Seen = d.Entry(s.At).Revision
	}
}
