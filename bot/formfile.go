package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"thuky/bot/doc"
	"thuky/bot/form"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// errandReadForm downloads a file of answers and reads it; errandWriteForm writes a
// unit's sheet as a file.
const (
	errandReadForm  = "read-form"
	errandWriteForm = "write-form"
)

// formReadTask is the task of errandReadForm.
type formReadTask struct {
	Screen int64  `json:"screen"` // that waits for it
	Sheet  formOf `json:"sheet"`
	FileID string `json:"file_id"`
	Name   string `json:"name"`
}

// formReadResult is what it brings back.
type formReadResult struct {
	Person  string       `json:"person"`
	Task    formReadTask `json:"task"`
	Problem problem      `json:"problem,omitempty"`
	Found   Finding      `json:"found,omitzero"` // for problemWithheld
	Cell    string       `json:"cell,omitempty"` // for problemFormula
	Rows    []score.Row  `json:"rows,omitempty"`
}

// mostFormRows is more than any sheet asks.
const mostFormRows = 2000

// formWriteTask is the task of errandWriteForm.
type formWriteTask struct {
	Sheet formOf     `json:"sheet"`
	As    form.Order `json:"as"`
}

// formWriteResult is what it brings back.
type formWriteResult struct {
	Person string        `json:"person"`
	Task   formWriteTask `json:"task"`
	Hash   string        `json:"hash"` // of the file; "" if it could not be written
	Name   string        `json:"name"`
}

// attachForm takes a file for a form: answers as CSV or Excel, or a photo or PDF that
// proves an answer.
func (t *turn) attachForm(s store.Screen, a attachment) (took bool, err error) {
	st, err := stateOf[formState](s)
	if err != nil || st.Over || st.Choices != nil {
		return false, err
	}
	if !t.mayFill(st.Unit) {
		return false, t.formGone(s, render.FormGone())
	}
	switch kind := strings.ToLower(path.Ext(a.Name)); {
	case kind == ".csv" || kind == ".xlsx":
		if st.View != form.Files && t.asker.May(staff.PublishWeek) {
			return false, nil // a week is more likely
		}
		if a.Size > maxFile {
			return true, t.say(render.FileTooBig(maxFile >> 20))
		}
		task := formReadTask{Screen: s.ID, Sheet: formOf{st.Period, st.Unit}, FileID: a.FileID, Name: a.Name}
		return true, errors.Join(t.say(render.ReadingFile(a.Name)), t.tx.NewErrand(errandReadForm, t.arrival.Chat, t.asker.Key, task, t.now))
	case !a.Photo && kind != ".pdf" && !isPicture(kind):
		if t.asker.May(staff.PublishWeek) {
			return false, nil
		}
		return true, t.say(render.FormFileUnreadable())
	}
	k, found, err := t.formDesk(st.Period, st.Unit)
	if err != nil || !found {
		return false, err
	}
	st.Notice = ""
	out := st.Attach(&k.Desk, score.Evidence{File: a.FileID, Photo: a.Photo, Summary: render.FormFileName(a.Name, a.Caption)})
	if !out.Took {
		return false, k.failed
	}
	st.Below++
	return true, t.formOutcome(s, st, k, out, false)
}

func isPicture(kind string) bool { return kind == ".jpg" || kind == ".jpeg" || kind == ".png" }

// readFormFile downloads a file and reads its rows.
func (b *Bot) readFormFile(ctx context.Context, e store.Errand) (any, error) {
	r := formReadResult{Person: e.Person}
	data, why, err := b.fetch(ctx, e, &r.Task)
	if r.Problem = why; err != nil || why != "" {
		return r, err
	}
	b.readFormRows(&r, data)
	return r, nil
}

func (b *Bot) readFormRows(r *formReadResult, data []byte) {
	defer b.caught("reading a file", func() { r.Problem, r.Rows = problemUnreadable, nil })
	pages, err := doc.Tables(data)
	if r.Problem = problemOf(err); r.Problem != "" {
		return
	}
	if isZip(data) {
		if _, r.Cell = doc.Formulas(data); r.Cell != "" { // it would pass for a blank
			r.Problem = problemFormula
			return
		}
	}
	for _, page := range pages {
		if f, found := b.secrecy.FindIn(page.Rows); found {
			r.Problem, r.Found = problemWithheld, f
			return
		}
		for _, row := range page.Rows {
			cells := make([]string, len(row.Cells))
			for i, cell := range row.Cells {
				cells[i] = cell.Text
			}
			r.Rows = append(r.Rows, score.Row{Line: row.Line, Cells: cells})
		}
		if len(r.Rows) > 0 {
			break // what stands on other worksheets is the office's own
		}
	}
	if len(r.Rows) > mostFormRows {
		r.Problem, r.Rows = problemTooMany, nil
	}
}

func formFileLost(e store.Errand) any {
	r := formReadResult{Person: e.Person, Problem: problemLost}
	_ = json.Unmarshal(e.Task, &r.Task) // of a task that does not read no screen waits
	return r
}

// formRead shows what a file of answers would change.
func (t *turn) formRead(r formReadResult) error {
	if same, err := t.returnTo(r.Person); err != nil || !same || !t.mayFill(r.Task.Sheet.Unit) {
		return errors.Join(err, t.aside("person has changed"))
	}
	if r.Problem != "" {
		return t.say(t.formProblem(r))
	}
	k, found, err := t.formDesk(r.Task.Sheet.Period, r.Task.Sheet.Unit)
	if err != nil || !found {
		return errors.Join(err, t.aside("no such sheet"))
	}
	many, refused := form.ReadRows(r.Rows, r.Task.Sheet.Unit)
	st := formState{Period: r.Task.Sheet.Period, Unit: r.Task.Sheet.Unit}
	if s, there, err := t.tx.Screen(r.Task.Screen); err != nil {
		return err
	} else if there {
		if was, err := stateOf[formState](s); err == nil && !was.Over {
			st = was
		}
	}
	if err := k.all(); err != nil {
		return err
	}
	st.Below, st.Notice = 0, ""
	st.ReadFile(&k.Desk, many, refused)
	if k.failed != nil {
		return k.failed
	}
	return t.openForm(st)
}

func (t *turn) formProblem(r formReadResult) store.Message {
	switch r.Problem {
	case problemTooBig:
		return render.FileTooBig(maxFile >> 20)
	case problemWithheld:
		return render.Withheld(r.Found.Pattern, r.Found.Line)
	case problemLost:
		return render.FileLost()
	case problemEmpty:
		return render.FileEmpty()
	case problemFormula:
		return render.FormulaWithoutResult(r.Cell)
	}
	return render.FormFileUnreadable()
}

// askFormFile has the sheet written as a file.
func (t *turn) askFormFile(st formState, as form.Order) error {
	return t.tx.NewErrand(errandWriteForm, t.arrival.Chat, t.asker.Key, formWriteTask{formOf{st.Period, st.Unit}, as}, t.now)
}

// writeFormFile writes a unit's sheet as a file and keeps it.
func (b *Bot) writeFormFile(ctx context.Context, e store.Errand) (any, error) {
	r := formWriteResult{Person: e.Person}
	if err := json.Unmarshal(e.Task, &r.Task); err != nil {
		return r, nil
	}
	var f render.FormCopy
	if err := b.store.Read(ctx, func(tx *store.Tx) (err error) {
		f, err = b.formCopy(tx, r.Task.Sheet)
		return err
	}); err != nil {
		return r, err
	}
	if f.Sheet == nil {
		return r, nil
	}
	data, kind, err := written(f, r.Task.As, b.issuer)
	if err != nil {
		b.log.Error("sheet cannot be written", "unit", r.Task.Sheet.Unit, "error", err)
		return r, nil
	}
	r.Name = fmt.Sprintf("phieu-%s-dot-%d%s", strings.ToLower(r.Task.Sheet.Unit), r.Task.Sheet.Period, kind)
	r.Hash, err = b.store.KeepFile(data, b.now())
	return r, err
}

func written(f render.FormCopy, as form.Order, issuer render.Issuer) (data []byte, kind string, err error) {
	switch as {
	case form.DoCSV:
		data, err = render.FormCSV(f)
		return data, ".csv", err
	case form.DoWorkbook:
		data, err = render.FormWorkbook(f)
		return data, ".xlsx", err
	}
	data, err = render.FormDocument(f, issuer)
	return data, ".docx", err
}

// formCopy reads all that a copy of a sheet tells; its Sheet is nil if there is none.
func (b *Bot) formCopy(tx *store.Tx, of formOf) (f render.FormCopy, err error) {
	s, found, err := tx.Submission(of.Period, of.Unit)
	if err != nil || !found {
		return f, err
	}
	period, _, err1 := tx.Period(of.Period)
	sheets, err2 := tx.ClusterSheets(of.Period)
	entries, err3 := tx.Entries(of.Period, of.Unit)
	covenants, err4 := tx.Covenants(of.Period, of.Unit)
	directory, err5 := tx.Directory()
	version := s.Sheet
	if version == 0 {
		version = sheets[s.Cluster]
	}
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil || version == 0 {
		return f, err
	}
	_, sheet, err := tx.Sheet(version)
	if err != nil {
		return f, err
	}
	filled, err := tx.Filled(s, sheet)
	if err != nil {
		return f, err
	}
	due := period.SelfDue
	if s.Extended.After(due) && !due.IsZero() {
		due = s.Extended
	}
	sheet.AutoDeduct(&filled, b.daysBetween(due, s.First))
	unit, _ := directory.Unit(of.Unit)
	return render.FormCopy{Sheet: sheet, Unit: of.Unit, UnitName: unit.Name, Period: period, Submission: s, Entries: entries, Covenants: covenants,
		Result: sheet.SelfScore(filled), Directory: &directory, Zone: b.now().Location()}, nil
}

func formUnwritten(e store.Errand) any {
	r := formWriteResult{Person: e.Person}
	_ = json.Unmarshal(e.Task, &r.Task)
	return r
}

// formWritten sends the file to whoever asked for it, if they still may see it.
func (t *turn) formWritten(r formWriteResult) error {
	if same, err := t.returnTo(r.Person); err != nil || !same || !t.mayFill(r.Task.Sheet.Unit) {
		return errors.Join(err, t.aside("person has changed"))
	}
	if r.Hash == "" {
		return t.say(render.DocumentFailed())
	}
	k, found, err := t.formDesk(r.Task.Sheet.Period, r.Task.Sheet.Unit)
	if err != nil || !found {
		return errors.Join(err, t.aside("no such sheet"))
	}
	m := render.FormFile(k.unit.Name, k.period, r.Task.As != form.DoDocument && k.lock == render.FormOpen)
	m.File = &store.File{Hash: r.Hash, Name: r.Name}
	return t.say(m)
}
