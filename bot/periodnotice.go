package bot

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// Deep links: what stands behind "?start=" and which command it means; the rest is the
// command's argument. No code of an invitation has such a sign.
var deepLinks = map[string]string{"cham": "chamdiem"}

// deepLink reads the payload of a /start that came from a link of ours: "cham_12".
func deepLink(payload string) (command, argument string, ok bool) {
	kind, argument, _ := strings.Cut(payload, "_")
	if command, ok = deepLinks[kind]; !ok {
		return "", "", false
	}
	if _, err := strconv.ParseInt(argument, 10, 64); err != nil {
		return "", "", false
	}
	return command, argument, true
}

// beginLink leads from a group to the form of whoever presses; "" as long as the
// bot's name is not known.
func (t *turn) beginLink(period int64) string {
	if t.line.link() == "" {
		return ""
	}
	return fmt.Sprintf("%s?start=cham_%d", t.line.link(), period)
}

// callers are the people who speak for a unit: its heads and contacts, or those of the
// unit that it became part of.
func (t *turn) callers(unit string) (all []staff.Person) {
	if now, found := t.names.Directory().StandsFor(unit, civil.DateOf(t.now)); found {
		unit = now.Code
	}
	for _, p := range t.names.Directory().People {
		if p.Unit == unit && (p.Has(staff.UnitHead) || p.Has(staff.UnitContact)) {
			all = append(all, p)
		}
	}
	return all
}

// reached are the people who can be told of the forms, and the names of the units of
// which nobody can.
func (t *turn) reached(forms []store.Submission) (told, silent []string, err error) {
	for _, form := range forms {
		found := false
		for _, p := range t.callers(form.Unit) {
			accounts, err := t.tx.AccountsOf(p.Key)
			if err != nil {
				return nil, nil, err
			}
			if len(accounts) > 0 {
				told, found = append(told, p.Key), true
			}
		}
		if !found {
			u, _ := t.names.Directory().Unit(form.Unit)
			silent = append(silent, firstOf(u.Name, form.Unit))
		}
	}
	return told, silent, nil
}

// beginButton leads to the form.
func (t *turn) beginButton(m store.Message, period int64) store.Message {
	if link := t.beginLink(period); link != "" {
		m.Buttons = [][]store.Button{{{Label: "Bắt đầu chấm", URL: link}}}
	}
	return m
}

// callUnits tells those who speak for the forms' units, each what message says to
// their unit, and with it others.
func (t *turn) callUnits(p store.Period, title string, forms []store.Submission, message func(store.Submission) (store.Message, error), others ...store.Recipient) error {
	var to []store.Recipient
	for _, form := range forms {
		m, err := message(form)
		if err != nil {
			return err
		}
		part := store.Part{Message: t.beginButton(m, p.ID)}
		for _, person := range t.callers(form.Unit) {
			i := slices.IndexFunc(to, func(r store.Recipient) bool { return r.Person == person.Key })
			switch {
			case i < 0:
				to = append(to, store.Recipient{Person: person.Key, Name: person.Name, Parts: []store.Part{part}})
			case !slices.ContainsFunc(to[i].Parts, func(other store.Part) bool { return other.Message.Text == m.Text }):
				to[i].Parts = append(to[i].Parts, part) // they answer for a unit that merged into theirs too
			}
		}
	}
	err := t.announce(store.Broadcast{Kind: render.KindPeriod, Subject: strconv.FormatInt(p.ID, 10), Title: title, Act: staff.ManagePeriod}, append(to, others...))
	if errors.Is(err, store.ErrNobody) {
		return nil // the office was told before that nobody would be
	}
	return err
}

// announceOpening tells the units of an opened period, and the groups.
func (t *turn) announceOpening(p store.Period) error {
	forms, err := t.tx.Submissions(p.ID)
	if err != nil {
		return err
	}
	groups, err := t.tx.Groups()
	if err != nil {
		return err
	}
	var others []store.Recipient
	for _, g := range groups {
		m := t.beginButton(render.PeriodOpenedInGroup(p, len(forms), t.now.Location()), p.ID)
		others = append(others, store.Recipient{Chat: g.Chat, Name: g.Title, Parts: []store.Part{{Message: m, Pin: true}}})
	}
	return t.callUnits(p, render.OpeningTitle(p), forms, t.openingNotice(p), others...)
}

// openingNotice words the call to a unit.
func (t *turn) openingNotice(p store.Period) func(store.Submission) (store.Message, error) {
	return func(form store.Submission) (store.Message, error) {
		v, sheet, err := t.sheetOf(form)
		if err != nil {
			return store.Message{}, err
		}
		u, _ := t.names.Directory().Unit(form.Unit)
		return render.PeriodOpened(p, firstOf(u.Name, form.Unit), v, sheet, t.now.Location()), nil
	}
}

// sheetOf is the sheet by which a unit is scored: the one it began with, or its
// cluster's.
func (t *turn) sheetOf(form store.Submission) (store.SheetVersion, *score.Sheet, error) {
	version := form.Sheet
	if version == 0 {
		sheets, err := t.tx.ClusterSheets(form.Period)
		if err != nil {
			return store.SheetVersion{}, nil, err
		}
		version = sheets[form.Cluster]
	}
	return t.tx.Sheet(version)
}

// waits reports whether a unit still has to submit.
func waits(form store.Submission) bool {
	return slices.Contains([]score.SubmissionState{score.NotStarted, score.InProgress, score.Returned}, form.State)
}

// announceDue tells the units that have not submitted that they are to do so at
// another time.
func (t *turn) announceDue(p store.Period) error {
	forms, err := t.tx.Submissions(p.ID)
	if err != nil {
		return err
	}
	forms = slices.DeleteFunc(forms, func(form store.Submission) bool { return !waits(form) })
	return t.callUnits(p, render.DueMovedTitle(p), forms, func(store.Submission) (store.Message, error) {
		return render.DueMoved(p, t.now.Location()), nil
	})
}

// tellUnit tells those who speak for one unit something about its form.
func (t *turn) tellUnit(p store.Period, unit string, m store.Message) error {
	for _, person := range t.callers(unit) {
		accounts, err := t.tx.AccountsOf(person.Key)
		if err != nil {
			return err
		}
		for _, account := range accounts {
			if err := t.send(account, t.beginButton(m, p.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}
