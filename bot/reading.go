package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/bot/weekly"
	"thuky/store"
)

// errandReadWeek downloads a file and reads a week from it.
const errandReadWeek = "read-week"

// maxFile is the size up to which a file is fetched: the messenger's own limit.
const maxFile = 20 << 20

// maxEvents is more than any week of an office holds.
const maxEvents = 500

// readTask is the task of errandReadWeek.
type readTask struct {
	Screen   int64  `json:"screen"` // the screen that waits for it...
	Revision int64  `json:"revision"`
	FileID   string `json:"file_id"`
	Name     string `json:"name"`
}

// A problem is why a file could not be read.
type problem string

const (
	problemTooBig     problem = "too-big"
	problemTooMany    problem = "too-many" // items for a week
	problemEmpty      problem = "empty"
	problemKind       problem = "unknown-kind"
	problemUnreadable problem = "unreadable"
	problemLost       problem = "lost" // could not be fetched
	problemWithheld   problem = "withheld"
)

// readResult is what errandReadWeek brings back.
type readResult struct {
	Person  string         `json:"person"`
	Task    readTask       `json:"task"`
	Problem problem        `json:"problem,omitempty"`
	Found   Finding        `json:"found,omitzero"` // for problemWithheld
	Reading weekly.Reading `json:"reading,omitzero"`
	Sheet   *sheetReading  `json:"sheet,omitempty"` // the file turned out to be a score sheet
}

// readWeek downloads a file and reads a week from it.
func (b *Bot) readWeek(ctx context.Context, e store.Errand) (any, error) {
	r := readResult{Person: e.Person}
	data, why, err := b.fetch(ctx, e, &r.Task)
	if r.Problem = why; err != nil || why != "" {
		return r, err
	}
	if isSheetFile(r.Task.Name, data) {
		sheet, err := b.understandSheet(r.Task.Name, data)
		r.Sheet = &sheet
		return r, err
	}
	return r, b.understand(ctx, &r, data)
}

// fetch reads the task of an errand and downloads the file, which somebody sent, that it
// names as its file_id. why is set if it never can be; an error may be mended by trying
// again.
func (b *Bot) fetch(ctx context.Context, e store.Errand, task any) (data []byte, why problem, err error) {
	var file struct {
		ID string `json:"file_id"`
	}
	if json.Unmarshal(e.Task, task) != nil || json.Unmarshal(e.Task, &file) != nil {
		return nil, problemLost, nil
	}
	data, err = b.line.download(ctx, file.ID, maxFile)
	var says *apiError
	switch {
	case errors.Is(err, errTooBig), errors.As(err, &says) && strings.Contains(says.Description, "file is too big"):
		return nil, problemTooBig, nil
	case errors.As(err, &says) && says.Code == 400:
		return nil, problemLost, nil
	case err != nil:
		return nil, "", err
	case len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))) == 0:
		return nil, problemEmpty, nil
	}
	return data, "", nil
}

// problemOf is what is told of an error of package doc; "" of none.
func problemOf(err error) problem {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, doc.ErrTooLarge):
		return problemTooBig
	case errors.Is(err, doc.ErrUnknownFormat):
		return problemKind
	}
	return problemUnreadable
}

// fileLost is the result of a file that could not be fetched or read.
func fileLost(e store.Errand) any {
	r := readResult{Person: e.Person, Problem: problemLost}
	_ = json.Unmarshal(e.Task, &r.Task) // of a task that does not read no screen waits
	return r
}

// understand reads the week from a file's content. Its error is the ledger's; all
// else is a Problem of the result.
func (b *Bot) understand(ctx context.Context, r *readResult, data []byte) error {
	var index *names.Index
	if err := b.store.Read(ctx, func(tx *store.Tx) error {
		d, err := tx.Directory()
		index = names.New(d.On(civil.DateOf(b.now())))
		return err
	}); err != nil {
		return err
	}
	defer b.caught("reading a file", func() { r.Problem = problemUnreadable })
	document, err := doc.Read(r.Task.Name, data)
	if r.Problem = problemOf(err); r.Problem != "" {
		return nil
	}
	if f, found := b.secrecy.FindIn(document.Rows); found {
		r.Problem, r.Found = problemWithheld, f
		return nil
	}
	read := weekly.Read(document, index, b.now())
	if len(read.Week.Events) > maxEvents || len(read.Warnings) > maxEvents {
		r.Problem = problemTooMany // it is no week, and every press on it would be slow
		return nil
	}
	r.Reading = read
	return nil
}
