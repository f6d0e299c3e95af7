package bot

import (
	"errors"
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/civil"
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

// awaitWeek asks for the week.
func (t *turn) awaitWeek() error {
	if !t.asker.May(staff.PublishWeek) {
		return t.say(render.MayNotPublish())
	}
	return t.open(store.Screen{Duty: dutyWeek}, draft{Step: awaiting, Shown: t.now.Unix()}, render.AwaitWeek())
}

// lastDraft finds what the person was last busy with.
func (t *turn) lastDraft() (s store.Screen, d draft, err error) {
	s, found, err := t.tx.LastScreen(t.arrival.Chat, t.asker.Key, dutyWeek)
	if err != nil || !found {
		return s, draft{Step: closed}, err
	}
	d, err = stateOf[draft](s)
	return s, d, err
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
	if f, found := t.secrecy.Find(whole); found && continues { // a stamp may be cut between two parts
		return true, t.closeDraft(screen, render.Withheld(f.Pattern, f.Line))
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
	d := newDraft(read)
	d.Text, d.LastPart, d.LastSent = whole, length, sent
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

// clearlyAsks reports whether a text is a question even where an answer is awaited:
// what was merely mistyped may be understood as one too.
func (t *turn) clearlyAsks(text string) bool {
	return saysQuestion(text) && t.asksSomething(text)
}

// desk is what the turn reads corrections with, about the week of that Monday.
func (t *turn) desk(monday civil.Date) desk {
	return desk{names: t.names, now: civil.DateTimeOf(t.now), monday: monday}
}

// draftDesk is the desk of a draft, with the schedule that it would replace.
func (t *turn) draftDesk(d draft) (draftDesk, error) {
	k := draftDesk{desk: t.desk(civil.Date{})}
	if d.Week.From.IsZero() {
		return k, nil
	}
	k.monday = week.Monday(d.Week.From)
	current, _, err := t.tx.CurrentWeek(k.monday)
	if err != nil {
		return k, err
	}
	k.current = current
	if changes := d.changes(current); len(changes) > 0 {
		k.told, err = t.audience(changes)
	}
	return k, err
}

// preview shows a draft on its screen, beside the version it would replace.
func (t *turn) preview(s store.Screen, d draft) error {
	k, err := t.draftDesk(d)
	if err != nil {
		return err
	}
	d.Replaces, d.Shown = k.current.Version, t.now.Unix()
	m, rows := d.show(k)
	m.Buttons = buttons(rows)
	return t.put(s, d, m)
}

// pressWeek acts on a draft's button.
func (t *turn) pressWeek(s store.Screen, action string, stale bool) error {
	d, err := stateOf[draft](s)
	if err != nil {
		return err
	}
	if d.Step != previewed {
		return t.toast(render.ToastOldScreen)
	}
	if !t.asker.May(staff.PublishWeek) {
		return t.refuse(render.MayNotPublish())
	}
	k, err := t.draftDesk(d)
	if err != nil {
		return err
	}
	outdated := k.current.Version != d.Replaces // what the buttons said followed from that one
	if outdated {
		d.View = viewWeek
		if err := t.say(render.WeekOutdated()); err != nil {
			return err
		}
	}
	if err := t.heard(outdated || stale || !d.press(action, k)); err != nil {
		return err
	}
	switch d.order {
	case orderPublish:
		return t.publish(s, d, k.current)
	case orderCancel:
		return t.closeDraft(s, render.WeekCancelled())
	}
	return t.preview(s, d)
}

// correctDraft takes a text as an answer to what a draft's screen asks; took is
// false if it is something else.
func (t *turn) correctDraft(s store.Screen, d draft, text string) (took bool, err error) {
	k, err := t.draftDesk(d)
	if err != nil {
		return false, err
	}
	reply, understood := d.read(text, k.desk)
	switch {
	case !understood && t.clearlyAsks(text):
		return false, nil
	case understood:
		if err := t.preview(s, d); err != nil {
			return true, err
		}
	}
	return true, t.say(reply)
}

// publish makes the draft the current version of its week and tells those whom a
// change concerns.
func (t *turn) publish(s store.Screen, d draft, before store.Publication) error {
	published, err := t.tx.PublishWeek(d.published(), t.asker.Key, t.now)
	if errors.Is(err, store.ErrNoDays) {
		return t.say(render.NotASchedule())
	}
	if err != nil {
		return err
	}
	var changes []week.Change
	if before.Version > 0 {
		changes = amendments(before, week.Diff(before.Week, published.Week))
	}
	told, err := t.notify(published, changes)
	if err != nil {
		return err
	}
	return t.closeDraft(s, render.WeekPublished(published, changes, told, d.open(), t.names.Directory()))
}

// closeDraft ends a draft with a last message in its place; its text is forgotten.
func (t *turn) closeDraft(s store.Screen, m store.Message) error {
	if err := t.tx.ChangeScreen(&s, draft{Step: closed}, t.now); err != nil {
		return err
	}
	return t.redraw(s, m)
}

// draftOpen reports whether a screen holds a week on its way in.
func draftOpen(s store.Screen) bool {
	d, err := stateOf[draft](s)
	return err == nil && (d.Step == reading || d.Step == previewed)
}

// resumeDraft shows a draft to who goes on with it. A file that was still being read has
// to be sent again.
func (t *turn) resumeDraft(s store.Screen) error {
	d, err := stateOf[draft](s)
	switch {
	case err != nil:
		return err
	case d.Step != previewed:
		return t.closeDraft(s, render.FileLost())
	}
	return t.preview(s, d)
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
	s, ok, err := t.waitingFor(r.Person, r.Task)
	if err != nil || !ok {
		return err
	}
	if r.Sheet != nil && t.asker.May(staff.ManageSheet) {
		state, refusal, err := t.sheetOutcome(*r.Sheet)
		if err != nil {
			return err
		}
		if refusal.Text != "" {
			return t.closeDraft(s, refusal)
		}
		if err := t.takeDown(s, draft{Step: closed}); err != nil {
			return err
		}
		return t.newSheetScreen(state)
	}
	if !t.asker.May(staff.PublishWeek) {
		return t.closeDraft(s, render.MayNotPublish())
	}
	if m, ok := problemMessage(r.Problem, r.Found); ok {
		return t.closeDraft(s, m)
	}
	switch {
	case r.Problem == problemTooMany:
		return t.closeDraft(s, render.FileTooMany())
	case r.Problem == problemKind:
		return t.closeDraft(s, render.FileKind())
	case r.Problem != "":
		return t.closeDraft(s, render.FileUnreadable())
	case !r.Reading.IsSchedule():
		return t.closeDraft(s, render.NotASchedule())
	}
	d := newDraft(r.Reading)
	d.File = r.Task.Name
	return t.preview(s, d)
}
