package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"

	"thuky/bot/ask"
	"thuky/bot/doc"
	"thuky/bot/render"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// dutyWeek owns the screens on which a clerk brings in a week: awaiting it,
// reading a file, showing what was understood. Nothing is stored as published
// until the clerk says so.
const dutyWeek = "week"

// A step is how far a draft has come.
type step string

const (
	awaiting  step = "awaiting"  // the clerk was asked to paste or send a file
	reading   step = "reading"   // an errand reads the file
	previewed step = "previewed" // the clerk sees what was understood
	closed    step = "closed"    // published, cancelled or given up
)

// A draft is a week on its way in (bản nháp lịch tuần).
type draft struct {
	Step     step             `json:"step"`
	Text     string           `json:"text,omitempty"`      // what was pasted, all parts
	LastPart int              `json:"last_part,omitempty"` // code points of its last part
	LastSent int              `json:"last_sent,omitempty"` // when that was sent, unix seconds
	File     string           `json:"file,omitempty"`      // name of the file it came from
	Week     week.Week        `json:"week,omitzero"`
	Problems []weekly.Warning `json:"problems,omitempty"`
	Replaces int              `json:"replaces,omitempty"` // version that was published when this was shown
	Page     int              `json:"page,omitempty"`
}

// The actions of a draft's buttons.
const (
	actPublish = "publish"
	actCancel  = "cancel"
)

// awaitWeek asks for the week.
func (t *turn) awaitWeek() error {
	if !t.asker.May(staff.PublishWeek) {
		return t.say(render.MayNotPublish())
	}
	screen, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyWeek}, draft{Step: awaiting}, t.now)
	if err != nil {
		return err
	}
	return t.show(screen, render.AwaitWeek())
}

// lastDraft finds what the person was last busy with.
func (t *turn) lastDraft() (s store.Screen, d draft, err error) {
	s, found, err := t.tx.LastScreen(t.arrival.Chat, t.asker.Key, dutyWeek)
	if err != nil || !found {
		return s, draft{Step: closed}, err
	}
	if err := json.Unmarshal(s.State, &d); err != nil {
		return s, d, fmt.Errorf("screen %d: %w", s.ID, err)
	}
	return s, d, nil
}

const (
	longestQuestion = 400 // code points; a longer text is no question

	splitLength  = 3500 // a message of this many code points may be one part of a longer paste
	splitSeconds = 10   // the messenger's clients send the parts at once
	splitFull    = 4090 // a part of this length was cut in the middle of a line
)

// paste takes a text that is a week; took is false if it is something else.
func (t *turn) paste(text string, sent int) (took bool, err error) {
	screen, open, err := t.lastDraft()
	if err != nil {
		return false, err
	}
	length := utf8.RuneCountInString(text)
	whole, continues := open.joined(text, sent)
	asked := open.Step == awaiting && !t.asksSomething(text)
	if !continues && !asked && !strings.Contains(text, "\n") && length <= longestQuestion {
		return false, nil
	}
	read := weekly.Read(doc.Text(whole), t.names, t.now)
	certain := read.Headings > 0 && len(read.Week.Events) > 0
	switch {
	case !asked && !certain && length <= longestQuestion:
		return false, nil
	case certain && !t.asker.May(staff.PublishWeek):
		return true, t.say(render.MayNotPublish())
	case !t.asker.May(staff.PublishWeek):
		return false, nil
	case !certain && !(asked && read.IsSchedule()):
		return true, t.say(render.NotASchedule())
	}
	d := draft{Step: previewed, Text: whole, LastPart: length, LastSent: sent, Week: read.Week, Problems: read.Warnings}
	if !continues {
		screen, err = t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyWeek}, d, t.now)
		if err != nil {
			return true, err
		}
	}
	return true, t.preview(screen, d)
}

// joined is the text behind what was pasted before, if it is the next part of one
// long paste; otherwise the text alone.
func (d draft) joined(text string, sent int) (whole string, continues bool) {
	switch {
	case d.Step != previewed || d.LastPart < splitLength || sent-d.LastSent > splitSeconds:
		return text, false
	case d.LastPart >= splitFull:
		return d.Text + text, true
	}
	return d.Text + "\n" + text, true
}

// asksSomething reports whether a short text is a question, also while a week is
// awaited: the keys of the keyboard go on working.
func (t *turn) asksSomething(text string) bool {
	if strings.Contains(text, "\n") || utf8.RuneCountInString(text) > longestQuestion {
		return false
	}
	q := ask.Understand(text, t.names, t.now)
	return q.Intent != ask.Unknown && !q.Doubtful
}

// preview shows a draft on its screen, with the version it would replace.
func (t *turn) preview(s store.Screen, d draft) error {
	d.Replaces = 0
	if !d.Week.From.IsZero() {
		current, _, err := t.tx.CurrentWeek(week.Monday(d.Week.From))
		if err != nil {
			return err
		}
		d.Replaces = current.Version
	}
	m, pages := render.WeekPreview(facts(d), t.names.Directory(), d.Page)
	m.Buttons = draftButtons(d, pages)
	fresh := s.Message == 0 && s.Revision == 1
	if err := t.tx.ChangeScreen(&s, d, t.now); err != nil {
		return err
	}
	if fresh {
		return t.show(s, m)
	}
	return t.redraw(s, m)
}

func facts(d draft) render.Preview {
	p := render.Preview{Week: d.Week, Replaces: d.Replaces, File: d.File}
	for _, w := range d.Problems {
		p.Problems = append(p.Problems, render.Problem{Line: w.Line, Text: w.Text})
	}
	return p
}

func draftButtons(d draft, pages int) [][]store.Button {
	var rows [][]store.Button
	if pages > 1 {
		rows = append(rows, []store.Button{{Label: "Trang sau", Action: actPage}})
	}
	last := []store.Button{{Label: "Huỷ", Action: actCancel}}
	if !d.Week.From.IsZero() {
		last = append([]store.Button{{Label: "Công bố", Action: actPublish}}, last...)
	}
	return append(rows, last)
}

// pressWeek acts on a draft's button.
func (t *turn) pressWeek(s store.Screen, action string, stale bool) error {
	var d draft
	if err := json.Unmarshal(s.State, &d); err != nil {
		return fmt.Errorf("screen %d: %w", s.ID, err)
	}
	if d.Step != previewed {
		return t.toast(render.ToastOldScreen)
	}
	if !t.asker.May(staff.PublishWeek) {
		if err := t.toast(""); err != nil {
			return err
		}
		return t.say(render.MayNotPublish())
	}
	if stale {
		if err := t.toast(render.ToastStale); err != nil {
			return err
		}
		return t.preview(s, d)
	}
	if err := t.toast(""); err != nil {
		return err
	}
	switch action {
	case actPublish:
		return t.publish(s, d)
	case actCancel:
		return t.closeDraft(s, render.WeekCancelled())
	case actPage:
		d.Page++
		return t.preview(s, d)
	}
	return nil
}

// publish makes the draft the current version of its week, unless another one was
// published since the clerk looked: then the clerk looks again.
func (t *turn) publish(s store.Screen, d draft) error {
	current, _, err := t.tx.CurrentWeek(week.Monday(d.Week.From))
	if err != nil {
		return err
	}
	if current.Version != d.Replaces {
		if err := t.say(render.WeekOutdated()); err != nil {
			return err
		}
		return t.preview(s, d)
	}
	published, err := t.tx.PublishWeek(dated(d.Week), t.asker.Key, t.now)
	if errors.Is(err, store.ErrNoDays) {
		return t.say(render.NotASchedule())
	}
	if err != nil {
		return err
	}
	return t.closeDraft(s, render.WeekPublished(published, t.names.Directory()))
}

// dated leaves out the events whose day is not known: the preview has named them.
func dated(w week.Week) week.Week {
	var events []week.Event
	for _, e := range w.Events {
		if !e.Date.IsZero() {
			events = append(events, e)
		}
	}
	w.Events = events
	return w
}

// closeDraft ends a draft with a last message in its place; its text is forgotten.
func (t *turn) closeDraft(s store.Screen, m store.Message) error {
	if err := t.tx.ChangeScreen(&s, draft{Step: closed}, t.now); err != nil {
		return err
	}
	return t.redraw(s, m)
}

// file takes a document: an errand fetches and reads it.
func (t *turn) file(document *models.Document) error {
	if !t.asker.May(staff.PublishWeek) {
		return t.say(render.MayNotPublish())
	}
	if document.FileSize > maxFile {
		return t.say(render.FileTooBig(maxFile >> 20))
	}
	d := draft{Step: reading, File: document.FileName}
	screen, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyWeek}, d, t.now)
	if err != nil {
		return err
	}
	if err := t.tx.NewErrand(errandReadWeek, t.arrival.Chat, t.asker.Key,
		readTask{Screen: screen.ID, Revision: screen.Revision, FileID: document.FileID, Name: document.FileName}, t.now); err != nil {
		return err
	}
	return t.show(screen, render.ReadingFile(document.FileName))
}

// weekRead shows what an errand read from a file. A result for a screen that has
// gone on since is put aside.
func (t *turn) weekRead(r readResult) error {
	if same, err := t.returnTo(r.Person); err != nil || !same {
		return errors.Join(err, t.aside("person has changed"))
	}
	s, found, err := t.tx.Screen(r.Task.Screen)
	if err != nil {
		return err
	}
	if !found || s.Revision != r.Task.Revision || s.Person != t.asker.Key {
		return t.aside("screen has changed")
	}
	if !t.asker.May(staff.PublishWeek) {
		return t.closeDraft(s, render.MayNotPublish())
	}
	switch {
	case r.Problem == problemWithheld:
		return t.closeDraft(s, render.Withheld(r.Found.Pattern, r.Found.Line))
	case r.Problem == problemTooBig:
		return t.closeDraft(s, render.FileTooBig(maxFile>>20))
	case r.Problem == problemKind:
		return t.closeDraft(s, render.FileKind())
	case r.Problem == problemLost:
		return t.closeDraft(s, render.FileLost())
	case r.Problem != "":
		return t.closeDraft(s, render.FileUnreadable())
	case !r.Reading.IsSchedule():
		return t.closeDraft(s, render.NotASchedule())
	}
	return t.preview(s, draft{Step: previewed, File: r.Task.Name, Week: r.Reading.Week, Problems: r.Reading.Warnings})
}
