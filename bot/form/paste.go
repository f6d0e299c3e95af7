package form

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"thuky/bot/vi"
	"thuky/store/score"
)

// An Item is one answer among many: a code and what was typed for it.
type Item struct {
	Code     string
	Value    string
	Evidence string // of a file
	Note     string // of a file
	Line     int    // of a file; 0 in a paste
}

// items reads a text as answers to codes: "A.I.1 92; A.I.2 0", one a line too. ok is
// false if it does not begin with a code of the sheet, and so is something else.
func items(d *Desk, text string) (all []Item, ok bool) {
	known := false
	for piece := range strings.FieldsFuncSeq(vi.Clean(text), func(r rune) bool { return r == ';' || r == '\n' }) {
		piece = strings.Trim(piece, " \t-•*")
		if piece == "" {
			continue
		}
		code, value := cutCode(piece)
		code = d.dotted(code, value, len(all) > 0)
		isCode := d.index(code) >= 0 || isTheirs(d, code)
		if len(all) == 0 && !isCode {
			return nil, false
		}
		if !isCode && !strings.ContainsAny(code, "0123456789") && len(all) > 0 && all[len(all)-1].Value == "" {
			all[len(all)-1].Value = piece // the code and its answer on two lines
			continue
		}
		known = known || isCode
		all = append(all, Item{Code: code, Value: value})
	}
	return all, known
}

// dotted is the one code that was typed without its dots, "a1" for A.1. P1 is also how
// people call Phòng 1: a text that begins so is a paste only if the value answers it.
func (d *Desk) dotted(code, value string, among bool) string {
	if code == "" || value == "" || d.index(code) >= 0 || !unicode.IsLetter(rune(code[0])) {
		return code
	}
	bare := func(code string) string { return strings.ReplaceAll(code, ".", "") }
	found := code
	for _, l := range d.Leaves {
		if !strings.EqualFold(bare(l.Code), bare(code)) {
			continue
		}
		if _, err := answer(d.Sheet, l, value); err != nil && !among || found != code {
			return code
		}
		found = l.Code
	}
	return found
}

// cutCode parts "A.II.3: 5 vụ" into the code and the answer.
func cutCode(piece string) (code, value string) {
	end := strings.IndexAny(piece, " \t:=,")
	if end < 0 {
		return strings.TrimRight(piece, "."), ""
	}
	return strings.TrimRight(piece[:end], "."), strings.Trim(piece[end:], " \t:=")
}

// isTheirs reports whether the code is one that the appraisal team scores or proposes.
func isTheirs(d *Desk, code string) bool {
	l, found := d.Sheet.Leaf(code)
	return found && !l.Answerable() || slices.ContainsFunc(d.Sheet.Vetoes, func(v score.Veto) bool { return strings.EqualFold(v.Code, code) })
}

// MostEchoes is how many answers of one paste or file are told line by line.
const MostEchoes = 40

// take makes of items what is to be saved, what differs from what stands and what is
// refused.
func (d *Desk) take(all []Item) (save []Save, differ []Difference, echo []Echo, same int) {
	seen := map[string]bool{}
	for _, item := range all {
		refuse := func(e Echo) {
			e.Code, e.Value, e.Line = item.Code, item.Value, item.Line
			echo = append(echo, e)
		}
		l, found := d.leaf(item.Code)
		switch {
		case !found && isTheirs(d, item.Code):
			refuse(Echo{Kind: ForOthers})
			continue
		case !found:
			refuse(Echo{Kind: Refused, Mistake: unknownCode(item.Code)})
			continue
		case seen[l.Code]:
			refuse(Echo{Kind: Refused, Mistake: twice(item.Code)})
			continue
		}
		seen[l.Code] = true
		now := d.Entry(l.Code)
		if item.Value == "" && item.Line > 0 { // of a file only the proof is new
			item.Value = now.Value
		}
		value, err := answer(d.Sheet, l, item.Value)
		evidence, note, why := item.proof(now)
		proof := EvidenceText(evidence) != EvidenceText(now.Evidence) || note != now.Note
		switch {
		case err != nil:
			refuse(Echo{Kind: Refused, Mistake: mistakeOf(err)})
		case value == "":
			refuse(Echo{Kind: Valueless})
		case why != nil:
			refuse(Echo{Kind: ProofLong})
		case value == now.Value && !proof:
			same++
			if item.Line == 0 {
				echo = append(echo, Echo{Code: l.Code, Value: value, Kind: Unchanged})
			}
		case !d.Open(l.Code):
			refuse(Echo{Kind: Locked})
		default:
			s := Save{Code: l.Code, Value: value, Evidence: evidence, Note: note, Proof: proof, Seen: now.Revision, Kind: Saved}
			if now.Value == "" || now.Value == value || now.Mine && item.Line == 0 {
				save = append(save, s)
				continue
			}
			differ = append(differ, s.Beside(now))
		}
	}
	return save, differ, echo, same
}

// proof is what an item says of evidence and explanation; where it says nothing, what
// stands.
func (i Item) proof(now Entry) (evidence []score.Evidence, note string, why *Reason) {
	evidence, note = now.Evidence, now.Note
	if i.Evidence != "" && i.Evidence != EvidenceText(now.Evidence) {
		read, words, why := ReadProof(i.Evidence)
		if why != nil {
			return nil, "", why
		}
		evidence = read
		if words != "" { // no reference: an explanation
			evidence, note = now.Evidence, words
		}
	}
	if i.Note != "" {
		note = i.Note
	}
	if utf8.RuneCountInString(note) > MostNote || len(evidence) > MostEvidence {
		return nil, "", &Reason{Kind: TooLong}
	}
	return evidence, note, nil
}
