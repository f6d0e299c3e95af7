package bot

import (
	"errors"

	"thuky/bot/form"
	"thuky/store"
	"thuky/store/score"
)

// saveAnswers keeps answers in the ledger, each at once; the first one begins the sheet.
// What somebody else has entered since it was seen is not overwritten: both values come
// back.
func (t *turn) saveAnswers(k *formDesk, all []form.Save) ([]form.Result, error) {
	if k.sub.State == score.NotStarted {
		begun, err := t.tx.BeginSubmission(k.sub, k.current, t.asker.Key, t.now)
		if err != nil {
			return nil, err
		}
		k.sub = begun
	}
	results := make([]form.Result, 0, len(all))
	for _, save := range all {
		r, err := t.saveAnswer(k, save)
		if err != nil {
			return nil, err
		}
		results = append(results, r)
	}
	k.sub.Editor, k.sub.Edited = t.asker.Key, t.now
	return results, nil
}

// saveAnswer keeps one answer.
func (t *turn) saveAnswer(k *formDesk, save form.Save) (form.Result, error) {
	l, found := k.Sheet.Leaf(save.Code)
	if !found || !l.Answerable() {
		return form.Result{}, errors.New("no such code: " + save.Code)
	}
	r := form.Result{Save: save, Before: k.entryOf(save.Code), Points: form.Worth(&k.Desk, l, save.Value)}
	e := store.FormEntry{Code: save.Code, Value: save.Value, Points: r.Points, Evidence: save.Evidence, Note: save.Note, By: t.asker.Key, Revision: save.Seen}
	kept, err := t.tx.SaveEntry(k.sub, e, t.now)
	var overtaken *store.OvertakenError
	switch {
	case errors.As(err, &overtaken):
		k.entries[save.Code] = overtaken.Now
		now := entryOf(overtaken.Now)
		if save = save.Onto(now); save.Equals(now) {
			r.After = now.Revision
			return r, nil
		}
		beside := save.Beside(now)
		r.Overtaken = &beside
		return r, nil
	case err != nil:
		return r, err
	}
	k.entries[save.Code] = kept
	r.After = kept.Revision
	return r, nil
}
