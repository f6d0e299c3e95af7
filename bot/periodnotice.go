package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyCall owns the notices that call a unit to its form, with the button that opens it.
const dutyCall = "call"

// callState is what such a notice remembers.
type callState struct {
	Period int64 `json:"period"`
}

// actBegin opens the form.
const actBegin = "begin"

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

// callers are the people who speak for a unit: its heads and contacts.
func (t *turn) callers(unit string) (all []staff.Person) {
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

// call tells those who speak for a unit, under a deed for each of their accounts.
func (t *turn) call(period int64, unit, deed string, m store.Message) error {
	for _, p := range t.callers(unit) {
		accounts, err := t.tx.AccountsOf(p.Key)
		if err != nil {
			return err
		}
		for _, account := range accounts {
			s, err := t.tx.NewScreen(store.Screen{Chat: account, Person: p.Key, Duty: dutyCall}, callState{period}, t.now)
			if err != nil {
				return err
			}
			m.Buttons = [][]store.Button{{{Label: "Bắt đầu chấm", Action: actBegin}}}
			if err := t.tx.Queue(store.Delivery{Deed: fmt.Sprintf("%s/%d", deed, account), Chat: account, Class: store.Broadcast, Kind: store.Send,
				Message: m, Screen: s.ID, Revision: s.Revision}, t.now); err != nil {
				return err
			}
		}
	}
	return nil
}

// pressCall opens the form.
func (t *turn) pressCall(s store.Screen, action string, _ bool) error {
	state, err := stateOf[callState](s)
	if err != nil {
		return err
	}
	if action != actBegin {
		return t.toast(render.ToastOldScreen)
	}
	if err := t.toast(""); err != nil {
		return err
	}
	return t.command("chamdiem", strconv.FormatInt(state.Period, 10))
}

// announceOpening tells the units of an opened period, and the groups; with a unit
// named, only that one, which has come in later.
func (t *turn) announceOpening(p store.Period, unit string) error {
	forms, err := t.tx.Submissions(p.ID)
	if err != nil {
		return err
	}
	for _, form := range forms {
		if unit != "" && form.Unit != unit {
			continue
		}
		v, sheet, err := t.sheetOf(form)
		if err != nil {
			return err
		}
		u, _ := t.names.Directory().Unit(form.Unit)
		m := render.PeriodOpened(p, firstOf(u.Name, form.Unit), v, sheet, t.now.Location())
		if err := t.call(p.ID, form.Unit, fmt.Sprintf("period/%d/open/%s", p.ID, form.Unit), m); err != nil {
			return err
		}
	}
	if unit != "" {
		return nil
	}
	groups, err := t.tx.Groups()
	if err != nil {
		return err
	}
	for _, g := range groups {
		m := render.PeriodOpenedInGroup(p, len(forms), t.now.Location())
		if link := t.beginLink(p.ID); link != "" {
			m.Buttons = [][]store.Button{{{Label: "Bắt đầu chấm", URL: link}}}
		}
		if err := t.tx.Queue(store.Delivery{Deed: fmt.Sprintf("period/%d/open/%d", p.ID, g.Chat), Chat: g.Chat, Class: store.Broadcast, Kind: store.Send,
			Message: m}, t.now); err != nil {
			return err
		}
	}
	return nil
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
	for _, form := range forms {
		if !waits(form) {
			continue
		}
		deed := fmt.Sprintf("period/%d/due/%d/%s", p.ID, p.Revision, form.Unit)
		if err := t.call(p.ID, form.Unit, deed, render.DueMoved(p, t.now.Location())); err != nil {
			return err
		}
	}
	return nil
}

// announceExtension tells a unit until when it may submit now.
func (t *turn) announceExtension(p store.Period, unit string, until time.Time) error {
	deed := fmt.Sprintf("period/%d/extended/%s/%d", p.ID, unit, t.arrival.ID)
	return t.call(p.ID, unit, deed, render.ExtendedNotice(p, until.In(t.now.Location())))
}
