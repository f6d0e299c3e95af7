package bot

import (
	"context"
	"encoding/json"
	"errors"

	"thuky/bot/doc"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// errandFetchFile fetches a file that goes with a notice, looks through its text and
// keeps it.
const errandFetchFile = "fetch-notice-file"

// fetchTask is the task of errandFetchFile.
type fetchTask struct {
	Screen  int64  `json:"screen"`
	FileID  string `json:"file_id"`
	Name    string `json:"name"`
	Picture bool   `json:"picture"`
}

// fetchResult is what it brings back.
type fetchResult struct {
	Person  string    `json:"person"`
	Task    fetchTask `json:"task"`
	Problem problem   `json:"problem,omitempty"`
	Found   Finding   `json:"found,omitzero"` // for problemWithheld
	Hash    string    `json:"hash,omitempty"`
	Unread  bool      `json:"unread,omitempty"` // no text could be read in it
}

// attachNotice takes a file for a notice that is being written.
func (t *turn) attachNotice(s store.Screen, a attachment) (took bool, err error) {
	state, err := stateOf[noticeState](s)
	if err != nil || state.Step != noticeWrite || !t.asker.May(staff.SendNotice) || t.now.Sub(s.Changed) > noticePatience {
		return false, err
	}
	switch {
	case a.Size > maxFile:
		return true, t.say(render.FileTooBig(maxFile >> 20))
	case len(state.Files)+state.Fetching >= mostFiles:
		return true, t.say(render.NoticeTooManyFiles(mostFiles))
	}
	if a.Caption != "" {
		if problem := t.addText(&state, a.Caption); problem != nil {
			return true, t.say(*problem)
		}
	}
	name := a.Name
	if a.Photo {
		name = "anh.jpg"
	}
	state.Fetching++
	if err := t.tx.NewErrand(errandFetchFile, t.arrival.Chat, t.asker.Key, fetchTask{s.ID, a.FileID, name, a.Photo}, t.now); err != nil {
		return true, err
	}
	return true, t.askNotice(s, state)
}

// fetchFile fetches and keeps the file. The messenger knows it already: it is sent on
// by its id there.
func (b *Bot) fetchFile(ctx context.Context, e store.Errand) (any, error) {
	r := fetchResult{Person: e.Person}
	data, why, err := b.fetch(ctx, e, &r.Task)
	if r.Problem = why; err != nil || why != "" {
		return r, err
	}
	if r.Found, r.Unread = b.lookThrough(r.Task.Name, data); r.Found.Pattern != "" {
		r.Problem = problemWithheld
		return r, nil
	}
	if r.Hash, err = b.store.KeepFile(data, b.now()); err != nil {
		return nil, err
	}
	return r, b.store.Write(ctx, func(tx *store.Tx) error { return tx.SetFileID(r.Hash, r.Task.FileID) })
}

// lookThrough looks for what must not travel in the text of a file; unread says that
// its text cannot be read.
func (b *Bot) lookThrough(name string, data []byte) (f Finding, unread bool) {
	defer b.caught("reading a file", func() { f, unread = Finding{}, true })
	document, err := doc.Read(name, data)
	if err != nil {
		return f, true
	}
	f, _ = b.secrecy.FindIn(document.Rows)
	return f, false
}

func fetchLost(e store.Errand) any {
	r := fetchResult{Person: e.Person, Problem: problemLost}
	_ = json.Unmarshal(e.Task, &r.Task) // of a task that does not read no screen waits
	return r
}

// fileFetched puts the file to its notice, or says why not.
func (t *turn) fileFetched(r fetchResult) error {
	if same, err := t.returnTo(r.Person); err != nil || !same || !t.asker.May(staff.SendNotice) {
		return errors.Join(err, t.aside("person has changed"))
	}
	s, found, err := t.tx.Screen(r.Task.Screen)
	if err != nil {
		return err
	}
	state, err := stateOf[noticeState](s)
	if !found || err != nil || s.Person != t.asker.Key || s.Duty != dutyNotice || state.Fetching == 0 {
		return t.aside("screen has changed")
	}
	state.Fetching--
	switch r.Problem {
	case "":
		if state.withoutFile(r.Hash) {
			state.Files = append(state.Files, noticeFile{store.File{Hash: r.Hash, Name: r.Task.Name, Picture: r.Task.Picture}, r.Unread})
		}
	case problemWithheld:
		err = t.say(render.Withheld(r.Found.Pattern, r.Found.Line))
	case problemTooBig:
		err = t.say(render.FileTooBig(maxFile >> 20))
	case problemEmpty:
		err = t.say(render.FileEmpty())
	default:
		err = t.say(render.NoticeFileLost())
	}
	if err != nil {
		return err
	}
	return t.redrawNotice(s, state)
}
