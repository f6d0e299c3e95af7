package bot

import (
	"fmt"
	"slices"
	"strings"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// draftFacts are what the ledger knows of what such a screen shows.
type draftFacts struct {
	render.DraftFacts
	periods []store.Period // that can be published or corrected
	signers []staff.Person // who may confirm this draft
}

// draftFacts reads what the screen needs. A draft that is gone leads to the list.
func (t *turn) draftFacts(state *announceScreen) (f draftFacts, err error) {
	if state.View != announcePeriods {
		a, found, err := t.tx.Announcement(state.Announcement)
		if err != nil {
			return f, err
		}
		if found && (a.State == store.Drafted || a.State == store.PutForward) {
			f.DraftFacts, err = t.factsOf(a)
			f.signers = t.signers(a, t.asker.Key)
			return f, err
		}
		*state = announceScreen{View: announcePeriods, said: render.DraftGone}
	}
	f.periods, err = t.tx.PeriodsIn(score.PeriodApproved, score.PeriodPublished)
	slices.Reverse(f.periods)
	return f, err
}

// factsOf reads what is told of an announcement.
func (t *turn) factsOf(a store.Announcement) (f render.DraftFacts, err error) {
	f.Announcement = a
	if f.Period, _, err = t.tx.Period(a.Period); err != nil {
		return f, err
	}
	if f.Text, _, err = textOf(t.tx, a); err != nil {
		return f, err
	}
	f.Signer, _ = t.names.Directory().Person(a.Signer)
	if a.Replaces != 0 {
		before, _, err := t.tx.PublishedLast(a.Period)
		if err != nil {
			return f, err
		}
		r, err := score.ReadSnapshot(before.Snapshot)
		if err != nil {
			return f, fmt.Errorf("publication %d %w", before.Announcement, err)
		}
		f.Replaces = &r.Paper
	}
	taken, err := t.tx.NumberTaken(a)
	if err != nil {
		return f, err
	}
	if taken {
		f.Warnings = append(f.Warnings, render.NumberIsTaken)
	}
	f.Warnings = append(f.Warnings, legalDoubts(a.Bases, a.Day, t.legal)...)
	if accounts, err := t.tx.AccountsOf(a.Signer); err != nil {
		return f, err
	} else if a.Signer != "" && len(accounts) == 0 {
		f.Warnings = append(f.Warnings, render.SignerNotReached)
	}
	f.Missing, f.Previewed = missing(f), a.Digest != ""
	if mayConfirm(f.Signer, a) != staff.Allowed {
		f.Missing = append(f.Missing, render.MissingSigner)
	}
	return f, nil
}

// missing lists what is still to be filled in.
func missing(f render.DraftFacts) (all []string) {
	for _, field := range []struct {
		what  string
		lacks bool
	}{
		{render.MissingNumber, f.Number == ""}, {render.MissingDay, f.Day.IsZero()}, {render.MissingBases, len(f.Bases) == 0},
		{render.MissingComplaints, !f.Complaints.After(f.Day)}, {render.MissingWhy, f.Replaces != nil && f.Why == ""},
	} {
		if field.lacks {
			all = append(all, field.what)
		}
	}
	return all
}

// likelySigner is who signed last if they may, else the first of the leaders who may.
func (t *turn) likelySigner(a store.Announcement, last string) string {
	signers := t.signers(a, t.asker.Key)
	for _, p := range signers {
		if p.Key == last {
			return last
		}
	}
	if len(signers) == 0 {
		return ""
	}
	return signers[0].Key
}

// signers are the leaders who may confirm a draft; by is about to work on it too.
func (t *turn) signers(a store.Announcement, by string) (all []staff.Person) {
	for _, p := range t.names.Directory().People {
		if p.Key != by && mayConfirm(p, a) == staff.Allowed {
			all = append(all, p)
		}
	}
	return all
}

// mayConfirm judges whether the person may confirm what others have drafted.
func mayConfirm(p staff.Person, a store.Announcement) staff.Refusal {
	refusal := p.MayPublish(a.Drafter())
	if len(a.Drafters) == 0 { // not drafted yet
		refusal = p.MayPublish("nobody")
	}
	if refusal == staff.Allowed && slices.Contains(a.Drafters, p.Key) {
		return staff.SamePerson
	}
	return refusal
}

// draftValue is what stands in a field, as it would be typed.
func draftValue(f render.DraftFacts, field render.DraftField) string {
	switch field {
	case render.DraftNumber:
		return f.Number
	case render.DraftBases:
		return strings.Join(f.Bases, "\n")
	case render.DraftText:
		return f.Text
	case render.DraftWhy:
		return f.Why
	}
	return ""
}
