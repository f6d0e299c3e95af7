package bot

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// readAnnounce takes a text for the field that is asked for; took is false if it is
// something else, or comes too late to be meant for it.
func (t *turn) readAnnounce(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[announceScreen](s)
	if err != nil || state.View != announceField || t.now.Sub(s.Changed) > patience || !t.asker.May(staff.DraftPublication) {
		return false, err
	}
	f, err := t.draftFacts(&state)
	if err != nil || state.View != announceField {
		return false, err
	}
	if saysStop(text) {
		state.View, state.said = announceOverview, render.Plain(render.EditGivenUp().Text)
		return true, t.showAnnounceAnew(s, state)
	}
	understood, err := t.draftTyped(&state, f, text)
	switch {
	case err != nil:
		return true, err
	case !understood && t.clearlyAsks(text):
		return false, nil
	case understood:
		state.View = announceOverview
	}
	return true, t.showAnnounceAnew(s, state)
}

// showAnnounceAnew shows the screen under what was just typed.
func (t *turn) showAnnounceAnew(s store.Screen, state announceScreen) error {
	if err := t.takeDown(s, struct{}{}); err != nil {
		return err
	}
	return t.newAnnounceScreen(state)
}

// A document's number: figures, and what stands behind a stroke.
var documentNumber = regexp.MustCompile(`^\d{1,5}[a-z]?(/[\p{Lu}\d]+)*([-–][\p{Lu}\d]+)*$`)

// Limits of what is typed for a draft.
const (
	mostBases      = 10
	longestBasis   = 300
	mostAmendments = 50
)

// draftTyped puts what was typed into the draft, or leaves in state.said why not.
func (t *turn) draftTyped(state *announceScreen, f draftFacts, text string) (understood bool, err error) {
	a := f.Announcement
	line := strings.Join(strings.Fields(text), " ")
	state.said = render.DraftNotRead(state.Field, line)
	switch state.Field {
	case render.DraftNumber:
		if !documentNumber.MatchString(line) {
			return false, nil
		}
		a.Number = line
	case render.DraftDay, render.DraftComplaints:
		at, ok := readInstant(line, t.now, "00:00")
		if !ok {
			return false, nil
		}
		if day := civil.DateOf(at); state.Field == render.DraftDay {
			a.Day = day
		} else if a.Complaints = day; !day.After(a.Day) {
			state.said = render.ComplaintsTooEarly
			return false, nil
		}
	case render.DraftBases:
		bases := linesOf(text)
		if len(bases) == 0 || len(bases) > mostBases {
			return false, nil
		}
		for _, basis := range bases {
			if utf8.RuneCountInString(basis) > longestBasis {
				return false, nil
			}
		}
		for i, basis := range bases {
			bases[i] = asBasis(strings.TrimRight(basis, " ;.,"))
		}
		a.Bases = bases
	case render.DraftText:
		clean := strings.Join(linesOf(text), "\n")
		if fault := render.AnnouncementTextFault(clean); fault != "" {
			state.said = fault
			return false, nil
		}
		if a.Text, err = t.tx.WriteAnnouncementText(clean, t.asker.Key, t.now); err != nil {
			return false, err
		}
	case render.DraftWhy:
		if line == "" || utf8.RuneCountInString(line) > longestReason {
			return false, nil
		}
		a.Why = line
	case render.DraftAmendment:
		if ok, err := t.amendPublished(state, &a, line); !ok || err != nil {
			return false, err
		}
	}
	state.said = ""
	return true, t.redraft(state, a)
}

// linesOf are the lines of a typed text, without empty ones.
func linesOf(text string) (all []string) {
	for line := range strings.Lines(vi.Clean(text)) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// amendPublished reads "P9 A.1 92; vì sao", or "Phòng 9 A.1 92; vì sao", and tries it on
// what was published.
func (t *turn) amendPublished(state *announceScreen, a *store.Announcement, line string) (bool, error) {
	what, reason, found := strings.Cut(line, ";")
	reason = strings.TrimSpace(reason)
	if !found || reason == "" {
		state.said = render.AmendmentNeedsReason
		return false, nil
	}
	m := store.Amendment{Reason: reason}
	r, err := t.announced(t.tx, *a)
	if err != nil {
		return false, err
	}
	for unit, name := range r.Units {
		if len(what) > len(name) && strings.EqualFold(what[:len(name)], name) && what[len(name)] == ' ' {
			what = unit + what[len(name):]
		}
	}
	parts := strings.Fields(what)
	if len(parts) < 3 || utf8.RuneCountInString(reason) > longestReason || len(a.Amendments) >= mostAmendments {
		return false, nil
	}
	m.Value = strings.Join(parts[2:], " ")
	for unit := range r.Units {
		if strings.EqualFold(unit, parts[0]) {
			m.Unit = unit
		}
	}
	o := r.OfUnit(m.Unit)
	if o == nil {
		state.said = render.AmendmentUnknown(parts[0], "không có đơn vị này trong kết quả")
		return false, nil
	}
	m.Code, m.Value = amendedTo(o.Sheet, parts[1], m.Value)
	var wrong score.Mistakes
	switch err := r.Amend(m.Unit, m.Code, m.Value, m.Reason); {
	case errors.Is(err, score.ErrNotReported):
		state.said = render.AmendmentUnknown(parts[1], "phiếu không có mã này")
		return false, nil
	case errors.As(err, &wrong):
		state.said = render.AmendmentUnknown(parts[1], render.SheetMistakes(wrong))
		return false, nil
	case err != nil:
		return false, err
	}
	a.Amendments = append(a.Amendments, m)
	return true, nil
}

// amendedTo finds the code in the sheet and the value as it is kept; "bỏ" takes a veto
// away.
func amendedTo(sheet *score.Sheet, typed, value string) (code, kept string) {
	for _, v := range sheet.Vetoes {
		if strings.EqualFold(v.Code, typed) {
			if fold := vi.Fold(value); fold == "bo" {
				return v.Code, ""
			}
			return v.Code, value
		}
	}
	leaf, known := sheet.Leaf(typed)
	if !known {
		return typed, value
	}
	if answer, err := sheet.Read(leaf, value); err == nil {
		if text := sheet.Text(leaf, answer); text != "" {
			return leaf.Code, text
		}
	}
	return leaf.Code, value
}

// asBasis is a basis as an official document words it: "Căn cứ Luật …", "Theo đề nghị …".
func asBasis(line string) string {
	for _, word := range []string{"can cu ", "theo ", "xet ", "thuc hien "} {
		if strings.HasPrefix(vi.Fold(line)+" ", word) {
			return line
		}
	}
	return "Căn cứ " + line
}
