package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// daysLate counts the working days by which a submission is late.
func (b *Bot) daysLate(due, submitted time.Time) int64 {
	return score.DaysLate(due, submitted, b.now().Location(), b.days.Off)
}

// announced is the report that an announcement publishes, settled, with its paper: the
// results of the period, or of a correction what was published with what it amends.
func (b *Bot) announced(tx *store.Tx, a store.Announcement) (*score.Report, error) {
	p, found, err := tx.Period(a.Period)
	if err != nil || !found {
		return nil, errors.Join(err, store.ErrNoPeriod)
	}
	r, err := tx.Report(p, b.daysLate)
	if err != nil {
		return nil, err
	}
	var replaced *score.Paper
	if a.Replaces != 0 {
		paper := r.Paper
		replaced = &paper
		for _, m := range a.Amendments {
			if err := r.Amend(m.Unit, m.Code, m.Value, m.Reason); err != nil {
				return nil, fmt.Errorf("announcement %d: %w", a.ID, err)
			}
		}
	}
	text, _, err := textOf(tx, a)
	if err != nil {
		return nil, err
	}
	d, err := tx.Directory()
	if err != nil {
		return nil, err
	}
	signer, _ := d.Person(a.Signer)
	r.Provisional = false
	r.Paper = render.AnnouncementPaper(r, a.Draft, text, signer, replaced, b.issuer)
	r.Settle()
	return r, nil
}

// textOf is the text of an announcement: its version of the office's, or the one that
// comes with the program.
func textOf(tx *store.Tx, a store.Announcement) (text string, version int64, err error) {
	if a.Text != 0 {
		if text, version, err = tx.AnnouncementText(a.Text); err != nil || version != 0 {
			return text, version, err
		}
	}
	return render.AnnouncementText, 0, nil
}

// errandDrawAnnouncement draws what an announcement sends.
const errandDrawAnnouncement = "draw-announcement"

// announcementTask is the task of errandDrawAnnouncement.
type announcementTask struct {
	Announcement int64 `json:"announcement"`
	Revision     int64 `json:"revision"`
	Screen       int64 `json:"screen"` // that asks for it
}

// announcementDrawn is what it brings back; no files if it could not be drawn.
type announcementDrawn struct {
	Person string           `json:"person"`
	Task   announcementTask `json:"task"`
	Digest string           `json:"digest"`
	Files  []store.File     `json:"files"`
}

func (b *Bot) drawAnnouncement(ctx context.Context, e store.Errand) (any, error) {
	result := announcementDrawn{Person: e.Person}
	if err := json.Unmarshal(e.Task, &result.Task); err != nil {
		return result, nil
	}
	var r *score.Report
	err := b.store.Read(ctx, func(tx *store.Tx) error {
		a, found, err := tx.Announcement(result.Task.Announcement)
		if err != nil || !found || a.Revision != result.Task.Revision {
			return err
		}
		r, err = b.announced(tx, a)
		return err
	})
	if err != nil || r == nil {
		return result, err
	}
	snapshot, err := r.Snapshot()
	if err != nil {
		return result, err
	}
	drawn, err := b.reportFiles(r)
	if err != nil {
		b.log.Error("announcement cannot be drawn", "announcement", result.Task.Announcement, "error", err)
		return result, nil
	}
	for _, f := range drawn {
		hash, err := b.store.KeepFile(f.data, b.now())
		if err != nil {
			return result, err
		}
		result.Files = append(result.Files, store.File{Hash: hash, Name: f.name, Picture: f.picture})
	}
	result.Digest = store.DigestOf(snapshot)
	return result, nil
}

func announcementUndrawn(e store.Errand) any {
	result := announcementDrawn{Person: e.Person}
	_ = json.Unmarshal(e.Task, &result.Task)
	return result
}

// A drawnFile is a file that was just written.
type drawnFile struct {
	name    string
	picture bool
	data    []byte
}

// reportFiles are the files that groups get: a picture of every ranking, the notice and
// the workbook.
func (b *Bot) reportFiles(r *score.Report) (files []drawnFile, err error) {
	defer b.caught("drawing a report", func() { files, err = nil, errors.New("panicked") })
	for i := range r.Outcomes {
		pictures, err := render.RankingPicture(r, &r.Outcomes[i])
		if err != nil {
			return nil, err
		}
		for page, data := range pictures {
			files = append(files, drawnFile{render.RankingFile(i, page), true, data})
		}
	}
	notice, err := render.Notice(r)
	if err != nil {
		return nil, err
	}
	workbook, err := render.RankingWorkbook(r)
	if err != nil {
		return nil, err
	}
	return append(files, drawnFile{"thong-bao.docx", false, notice}, drawnFile{"xep-hang.xlsx", false, workbook}), nil
}

// groupParts are the messages that every group gets: the text, the first page of it
// pinned, then the files.
func groupParts(r *score.Report, files []store.File) (parts []store.Part) {
	for i, m := range render.Announcement(r) {
		parts = append(parts, store.Part{Message: m, Pin: i == 0})
	}
	for _, f := range files {
		parts = append(parts, store.Part{Message: store.Message{Text: render.FileCaption(r, f), File: &f, Quiet: true}})
	}
	return parts
}

// unitParts are the messages that the people of a unit get.
func unitParts(r *score.Report, unit string) (parts []store.Part) {
	for _, m := range render.UnitResult(r, unit) {
		parts = append(parts, store.Part{Message: m})
	}
	return parts
}

// addressees are all to whom an announcement goes: the groups, and whoever speaks for a
// unit of it. silent names the units for which nobody does.
func (t *turn) addressees(r *score.Report, files []store.File) (to []store.Recipient, groups int, silent []string, err error) {
	all, err := t.tx.Groups()
	if err != nil {
		return nil, 0, nil, err
	}
	for _, g := range all {
		to = append(to, store.Recipient{Chat: g.Chat, Name: g.Title, Parts: groupParts(r, files)})
	}
	for i := range r.Outcomes {
		for _, one := range r.Outcomes[i].Ranking {
			callers := t.callers(one.Unit)
			if len(callers) == 0 {
				silent = append(silent, r.Units[one.Unit])
			}
			for _, p := range callers {
				at := slices.IndexFunc(to, func(to store.Recipient) bool { return to.Person == p.Key })
				if at < 0 {
					at, to = len(to), append(to, store.Recipient{Person: p.Key, Name: p.Name})
				}
				// Who speaks for a unit that became part of theirs gets its result too.
				to[at].Parts = append(to[at].Parts, unitParts(r, one.Unit)...)
			}
		}
	}
	return to, len(all), silent, nil
}

// announcementDrawnBack keeps a preview and shows it to whoever asked for it.
func (t *turn) announcementDrawnBack(result announcementDrawn) error {
	a, found, err := t.tx.Announcement(result.Task.Announcement)
	if err != nil {
		return err
	}
	same, err := t.returnTo(result.Person)
	switch {
	case err != nil:
		return err
	case !same || !t.asker.May(staff.DraftPublication):
		return t.aside("person has changed")
	case !found || a.State != store.Drafted || a.Revision != result.Task.Revision:
		return t.aside("the draft has changed")
	case len(result.Files) == 0:
		return t.say(render.PreviewFailed())
	}
	if a, err = t.tx.KeepPreview(a, result.Digest, result.Files); err != nil {
		return err
	}
	if s, found, err := t.tx.Screen(result.Task.Screen); err != nil {
		return err
	} else if found {
		if err := t.takeDown(s, struct{}{}); err != nil {
			return err
		}
	}
	if err := errors.Join(t.recordReading(a.Period, ""), t.showPreview(a, t.say)); err != nil {
		return err
	}
	return t.newAnnounceScreen(announceScreen{View: announceOverview, Announcement: a.ID})
}

// showPreview shows an announcement as groups and units will see it.
func (t *turn) showPreview(a store.Announcement, say func(store.Message) error) error {
	r, err := t.announced(t.tx, a)
	if err != nil {
		return err
	}
	to, groups, silent, err := t.addressees(r, a.Files)
	if err != nil {
		return err
	}
	shown := []store.Message{render.PreviewHead(groups, len(to)-groups, silent)}
	for _, part := range groupParts(r, a.Files) {
		shown = append(shown, part.Message)
	}
	ranking := r.Outcomes[0].Ranking
	example := ranking[len(ranking)-1].Unit // who has most to read
	if len(a.Amendments) > 0 {
		example = a.Amendments[0].Unit
	}
	for _, part := range unitParts(r, example) {
		shown = append(shown, part.Message)
	}
	for _, m := range append(shown, render.PreviewTail(r.Units[example])) {
		if err := say(m); err != nil {
			return err
		}
	}
	return nil
}
