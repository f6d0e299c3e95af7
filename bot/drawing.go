package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// errandDrawWeek draws the pictures of a week, or writes it as a Word file.
const errandDrawWeek = "draw-week"

// drawTask is the task of errandDrawWeek.
type drawTask struct {
	Monday  civil.Date     `json:"monday"`
	Version int            `json:"version"`
	Kind    store.FileKind `json:"kind"`
}

// drawResult is what it brings back.
type drawResult struct {
	Person  string        `json:"person"` // who asked for it, "" if nobody in particular did
	Drawing store.Drawing `json:"drawing"`
}

// drawWeek draws a version of a week and keeps the files. What cannot be drawn
// comes back without any; the ledger's and the disk's errors are tried again.
func (b *Bot) drawWeek(ctx context.Context, e store.Errand) (any, error) {
	r := drawResult{Person: e.Person}
	var task drawTask
	if err := json.Unmarshal(e.Task, &task); err != nil {
		return r, nil
	}
	r.Drawing = store.Drawing{Monday: task.Monday, Version: task.Version, Kind: task.Kind}
	var p store.Publication
	var d staff.Directory
	var found bool
	if err := b.store.Read(ctx, func(tx *store.Tx) (err error) {
		if p, found, err = tx.WeekVersion(task.Monday, task.Version); err != nil || !found {
			return err
		}
		d, err = tx.Directory()
		return err
	}); err != nil || !found {
		return r, err
	}
	var hashes []string
	for _, file := range b.drawn(task, p.Week, &d) {
		hash, err := b.store.KeepFile(file, b.now())
		if err != nil {
			return r, err
		}
		hashes = append(hashes, hash)
	}
	r.Drawing.Hashes = hashes
	return r, nil
}

// undrawn is the result of a week that could not be drawn.
func undrawn(e store.Errand) any {
	r := drawResult{Person: e.Person}
	var task drawTask
	_ = json.Unmarshal(e.Task, &task)
	r.Drawing = store.Drawing{Monday: task.Monday, Version: task.Version, Kind: task.Kind}
	return r
}

// drawn are the files of a week; none if it cannot be drawn.
func (b *Bot) drawn(task drawTask, w week.Week, d *staff.Directory) (files [][]byte) {
	defer b.caught("drawing week "+task.Monday.String(), func() { files = nil })
	var err error
	if task.Kind == store.Document {
		files = make([][]byte, 1)
		files[0], err = render.WeekDocument(w, d, b.office)
	} else {
		files, err = render.WeekPicture(w, d)
	}
	if err != nil {
		b.log.Error("week cannot be drawn", "week", task.Monday.String(), "version", task.Version, "error", err)
		return nil
	}
	return files
}

// weekDrawn keeps what was drawn. Boards take their pictures themselves; a Word
// file goes to whoever asked for it.
func (t *turn) weekDrawn(r drawResult) error {
	if r.Drawing.Monday.IsZero() {
		return t.aside("task does not decode")
	}
	if err := t.tx.SaveDrawing(r.Drawing, t.now); err != nil || r.Drawing.Kind != store.Document {
		return err
	}
	if same, err := t.returnTo(r.Person); err != nil || !same || !t.mayRead() {
		return errors.Join(err, t.aside("person has changed"))
	}
	return t.sendWord(r.Drawing)
}

// wordFor sends the Word file of the week that a text names, of this week if it
// names none.
func (t *turn) wordFor(text string) error {
	if !t.mayRead() {
		return t.say(render.NotAllowed())
	}
	day := civil.DateOf(t.now)
	if text != "" {
		if q := ask.Understand(text, t.names, t.now); !q.From.IsZero() {
			day = q.From
		}
	}
	return t.word(week.Monday(day))
}

// pressWord sends the Word file of an answer's week.
func (t *turn) pressWord(monday civil.Date) error {
	if !t.mayRead() {
		return t.toast(render.ToastOldScreen)
	}
	if err := t.toast(render.ToastWriting); err != nil {
		return err
	}
	return t.word(monday)
}

// word sends a week's Word file: at once if its newest version was written before,
// else an errand writes it.
func (t *turn) word(monday civil.Date) error {
	current, found, err := t.tx.CurrentWeek(monday)
	if err != nil {
		return err
	}
	if !found || current.Extent != store.WholeWeek {
		return t.say(render.NoDocument(monday))
	}
	drawing, _, _, err := t.tx.Drawing(monday, current.Version, store.Document)
	if err != nil {
		return err
	}
	if len(drawing.Hashes) > 0 {
		return t.sendWord(drawing)
	}
	return t.tx.NewErrand(errandDrawWeek, t.arrival.Chat, t.asker.Key,
		drawTask{Monday: monday, Version: current.Version, Kind: store.Document}, t.now)
}

func (t *turn) sendWord(d store.Drawing) error {
	if len(d.Hashes) == 0 {
		return t.say(render.DocumentFailed())
	}
	m := render.Document(d.Monday, d.Version)
	m.File = &store.File{Hash: d.Hashes[0], Name: fmt.Sprintf("lich-tuan-%s-ban-%d.docx", d.Monday, d.Version)}
	return t.say(m)
}
