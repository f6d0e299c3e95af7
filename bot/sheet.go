package bot

import (
	"errors"
	"strings"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutySheet owns the screens on which the office takes score sheets in (phiếu chấm
// điểm) and looks at those it has.
const dutySheet = "sheet"

// A sheetView is what such a screen shows.
type sheetView string

const (
	sheetList     sheetView = "list" // what there is; a file may be sent
	sheetReadingV sheetView = "reading"
	sheetWrong    sheetView = "wrong" // what is wrong with a file
	sheetPreview  sheetView = "preview"
	sheetAccept   sheetView = "accept" // why is a sum error accepted?
	sheetDiff     sheetView = "diff"   // what differs from another one
	sheetOther    sheetView = "other"  // which one
	sheetVersion  sheetView = "version"
	sheetVersions sheetView = "versions" // the older ones
)

// A sheetScreen is what such a screen remembers.
type sheetScreen struct {
	View    sheetView    `json:"view"` // "" once it is closed
	Page    int          `json:"page,omitempty"`
	Whole   bool         `json:"whole,omitempty"`   // every criterion is shown, where a sheet is long
	Reading sheetReading `json:"reading,omitzero"`  // of a file on its way in
	Version int64        `json:"version,omitempty"` // of one that was taken in; 0 for Reading's
	Against int64        `json:"against,omitempty"` // the version that it is compared with
	Sum     int          `json:"sum,omitempty"`     // of Reading.Sheet.Accepted, the one that needs a reason

	said  string
	order func(*turn, *sheetScreen) error // what a press asks of the ledger
}

// A sheetDesk is what the ledger knows of what such a screen shows.
type sheetDesk struct {
	known   []store.SheetVersion // the newest of each sheet
	version store.SheetVersion   // that is shown; its ID is 0 for a file's
	sheet   *score.Sheet         // that is shown
	older   []store.SheetVersion // versions of the shown sheet
	against store.SheetVersion
	other   *score.Sheet // that it is compared with
}

type sheetChoice = choice[sheetScreen]

// manageSheets lists the sheets and awaits a file.
func (t *turn) manageSheets() error {
	if !t.asker.May(staff.ManageSheet) {
		return t.say(render.MayNotManageSheets())
	}
	return t.newSheetScreen(sheetScreen{View: sheetList})
}

func (t *turn) newSheetScreen(state sheetScreen) error {
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutySheet}, state, t.now)
	if err != nil {
		return err
	}
	return t.showSheet(s, state)
}

// sheetDesk reads what the screen needs.
func (t *turn) sheetDesk(state *sheetScreen) (k sheetDesk, err error) {
	if state.View == sheetList || state.View == sheetOther {
		if k.known, err = t.tx.Sheets(); err != nil {
			return k, err
		}
	}
	k.sheet = state.Reading.Sheet
	if state.Version != 0 {
		if k.version, k.sheet, err = t.tx.Sheet(state.Version); err != nil {
			return k, err
		}
	}
	if k.sheet == nil {
		return k, nil
	}
	if k.older, err = t.tx.SheetVersions(k.sheet.ID); err != nil {
		return k, err
	}
	if state.Against != 0 {
		k.against, k.other, err = t.tx.Sheet(state.Against)
	}
	return k, err
}

// showSheet shows the screen as it stands now.
func (t *turn) showSheet(s store.Screen, state sheetScreen) error {
	k, err := t.sheetDesk(&state)
	if err != nil {
		return err
	}
	m, rows := state.show(k)
	if state.said != "" {
		m.Text = state.said + "\n\n" + m.Text
	}
	m.Buttons = buttons(rows)
	s.Awaits = state.View == sheetList || state.View == sheetAccept || state.View == sheetWrong
	return t.put(s, state, m)
}

// pressSheet acts on a button.
func (t *turn) pressSheet(s store.Screen, action string, stale bool) error {
	state, err := stateOf[sheetScreen](s)
	if err != nil {
		return err
	}
	if state.View == "" {
		return t.toast(render.ToastOldScreen)
	}
	if !t.asker.May(staff.ManageSheet) {
		return t.refuse(render.MayNotManageSheets())
	}
	k, err := t.sheetDesk(&state)
	if err != nil {
		return err
	}
	_, rows := state.show(k)
	if err := choose(t, &state, rows, action, stale); err != nil {
		return err
	}
	if state.order != nil {
		if err := state.order(t, &state); err != nil {
			return err
		}
	}
	if state.View == "" {
		return t.closeScreen(s, render.SheetsClosed())
	}
	return t.showSheet(s, state)
}

// readSheetReason takes the reason of a sum error; took is false for what is something
// else.
func (t *turn) readSheetReason(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[sheetScreen](s)
	if err != nil || state.View != sheetAccept || t.now.Sub(s.Changed) > patience || !t.asker.May(staff.ManageSheet) {
		return false, err
	}
	accepted := state.Reading.Sheet.Accepted
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case t.clearlyAsks(text):
		return false, nil
	case saysStop(text), state.Sum >= len(accepted):
		state.View = sheetPreview
	case reasonAmiss(text) != "":
		state.said = reasonAmiss(text)
	default:
		accepted[state.Sum].Reason = text
		state.View, state.said = sheetPreview, render.SumAccepted(accepted[state.Sum])
	}
	if err := t.takeDown(s, struct{}{}); err != nil {
		return true, err
	}
	return true, t.newSheetScreen(state)
}

// attachSheet takes a file that was asked for; took is false for what cannot be a sheet:
// a week may be sent at any time.
func (t *turn) attachSheet(s store.Screen, a attachment) (took bool, err error) {
	name := strings.ToLower(a.Name)
	if !strings.HasSuffix(name, ".toml") && !strings.HasSuffix(name, ".xlsx") || t.now.Sub(s.Changed) > patience || !t.asker.May(staff.ManageSheet) {
		return false, nil
	}
	if err := t.takeDown(s, struct{}{}); err != nil {
		return true, err
	}
	return true, t.sheetFile(a)
}

// sheetFile takes the file of a sheet: an errand fetches and reads it.
func (t *turn) sheetFile(a attachment) error {
	if !t.asker.May(staff.ManageSheet) {
		return t.say(render.MayNotManageSheets())
	}
	if a.Size > maxFile {
		return t.say(render.FileTooBig(maxFile >> 20))
	}
	state := sheetScreen{View: sheetReadingV, Reading: sheetReading{File: a.Name}}
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutySheet}, state, t.now)
	if err != nil {
		return err
	}
	if err := t.tx.NewErrand(errandReadSheet, t.arrival.Chat, t.asker.Key,
		readTask{Screen: s.ID, Revision: s.Revision, FileID: a.FileID, Name: a.Name}, t.now); err != nil {
		return err
	}
	return t.show(s, render.ReadingSheet(a.Name))
}

// sheetRead shows what an errand read from a file. A result for a screen that has gone
// on since is put aside.
func (t *turn) sheetRead(r sheetResult) error {
	s, ok, err := t.waitingFor(r.Person, r.Task)
	if err != nil || !ok {
		return err
	}
	if !t.asker.May(staff.ManageSheet) {
		return t.closeScreen(s, render.MayNotManageSheets())
	}
	state, refusal, err := t.sheetOutcome(r.Reading)
	if err != nil {
		return err
	}
	if refusal.Text != "" {
		return t.closeScreen(s, refusal)
	}
	return t.showSheet(s, state)
}

// waitingFor finds the screen that waits for an errand's result; ok is false if the
// result was put aside, because the person or the screen has changed since.
func (t *turn) waitingFor(person string, task readTask) (s store.Screen, ok bool, err error) {
	if same, err := t.returnTo(person); err != nil || !same {
		return s, false, errors.Join(err, t.aside("person has changed"))
	}
	s, found, err := t.tx.Screen(task.Screen)
	if err != nil {
		return s, false, err
	}
	if !found || s.Revision != task.Revision || s.Person != t.asker.Key {
		return s, false, t.aside("screen has changed")
	}
	return s, true, nil
}

// sheetOutcome is what a reading leads to: a screen, or a refusal without one.
func (t *turn) sheetOutcome(r sheetReading) (state sheetScreen, refusal store.Message, err error) {
	if m, ok := problemMessage(r.Problem, r.Found); ok {
		return state, m, nil
	}
	state = sheetScreen{View: sheetPreview, Reading: r}
	switch {
	case r.Problem == problemNoSheet:
		return state, render.NoSheet(), nil
	case r.Problem == problemFormula:
		return state, render.FormulaWithoutResult(r.Cell), nil
	case r.Problem != "":
		return state, render.SheetUnreadable(), nil
	case r.Sheet != nil:
		base, err := t.likelyBase(r.Sheet)
		state.Against = base.ID
		return state, refusal, err
	}
	state.View = sheetWrong
	if r.List != "" {
		m := render.AllMistakes(r.File, r.Count)
		m.File = &store.File{Hash: r.List, Name: "loi-trong-phieu.txt"}
		err = t.say(m)
	}
	return state, refusal, err
}

// problemMessage says why a file of any kind could not be read; ok is false where that
// depends on what was expected of it.
func problemMessage(why problem, found Finding) (m store.Message, ok bool) {
	switch why {
	case problemWithheld:
		return render.Withheld(found.Pattern, found.Line), true
	case problemTooBig:
		return render.FileTooBig(maxFile >> 20), true
	case problemEmpty:
		return render.FileEmpty(), true
	case problemLost:
		return render.FileLost(), true
	}
	return m, false
}

// likelyBase is what a new sheet is compared with: its last version, else the newest
// sheet whose id differs by the year at its end only. ID is 0 if there is none.
func (t *turn) likelyBase(s *score.Sheet) (store.SheetVersion, error) {
	last, found, err := t.tx.LastSheet(s.ID)
	if err != nil || found {
		return last, err
	}
	all, err := t.tx.Sheets()
	for _, v := range all {
		if yearless(v.Sheet) == yearless(s.ID) {
			return v, err
		}
	}
	return store.SheetVersion{}, err
}

// yearless is an id without the figures at its end: "vks-phong-2021" is "vks-phong-".
func yearless(id string) string { return strings.TrimRight(id, "0123456789") }

// takeSheet keeps the sheet that was read as a version.
func (t *turn) takeSheet(p *sheetScreen) error {
	for _, e := range p.Reading.Sheet.Accepted {
		if e.Reason == "" {
			return nil // its button was not shown
		}
	}
	v, err := t.tx.TakeSheet(*p.Reading.Sheet, t.asker.Key, t.now)
	switch {
	case errors.Is(err, store.ErrSameSheet):
		p.said = render.SameSheet(v)
	case err != nil:
		return err
	default:
		p.said = render.SheetTaken(v)
	}
	*p = sheetScreen{View: sheetVersion, Version: v.ID, said: p.said}
	return nil
}
