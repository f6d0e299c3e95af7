package bot

import (
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// farthestNotice is how long before its time a notice may be written.
const farthestNotice = 90 * 24 * time.Hour

// noticeTime reads the moment at which a notice is to be sent, "14h00 mai"; an hour
// without a day is today's. problem is why it cannot be taken.
func noticeTime(text string, now time.Time) (at time.Time, problem string) {
	text = strings.TrimSpace(vi.Clean(text))
	office := civil.DateTimeOf(now)
	words := vi.Words(text)
	for i := range words { // "lúc 14h", "gửi lúc 14h"
		if words[i].Plain != "luc" && words[i].Plain != "gui" && words[i].Plain != "vao" && words[i].Plain != "hen" {
			words = words[i:]
			break
		}
	}
	when := vi.ReadWhen(words, office)
	clock := when.Clock
	switch {
	case when.Impossible != "":
		return at, render.WhenNoDay
	case !allUsed(words, when) || when.Disagrees || len(when.Only) > 0 || when.From != when.To:
		return at, render.WhenUnclear
	case clock == "" || when.Until != "" && when.Until != clock:
		return at, render.WhenNoHour
	}
	day := when.From
	if !day.IsValid() {
		day = office.Date
	}
	hour, err := time.Parse("15:04", clock)
	if err != nil {
		return at, render.WhenNoHour
	}
	at = time.Date(day.Year, day.Month, day.Day, hour.Hour(), hour.Minute(), 0, 0, now.Location())
	switch {
	case !at.After(now):
		return at, render.WhenPast
	case at.Sub(now) > farthestNotice:
		return at, render.WhenFar
	}
	return at, ""
}

// previewNotice shows the notice exactly as it will look.
func (t *turn) previewNotice(state *noticeState) (problem string, done bool, err error) {
	if problem := state.incomplete(); problem != "" {
		return problem, false, nil
	}
	if state.Corrects == 0 {
		if problem, err := t.unsendable(*state); problem != "" || err != nil {
			return problem, false, err
		}
	}
	if err := t.dropPreviews(state); err != nil {
		return "", false, err
	}
	for _, part := range state.parts(t.asker) {
		s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: store.DutyCopy}, store.CopyOf{}, t.now)
		if err != nil {
			return "", false, err
		}
		state.Previews = append(state.Previews, s.ID)
		if err := t.show(s, part.Message); err != nil {
			return "", false, err
		}
	}
	state.Step = noticePreview
	return "", false, nil
}

// dropPreviews takes away the messages that showed how it would look.
func (t *turn) dropPreviews(state *noticeState) error {
	for _, screen := range state.Previews {
		if err := t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: t.arrival.Chat, Class: store.Answer, Kind: store.Delete, Screen: screen}, t.now); err != nil {
			return err
		}
	}
	state.Previews = nil
	return nil
}

// unsendable is why a notice cannot be sent, or "".
func (t *turn) unsendable(state noticeState) (problem string, err error) {
	if problem := state.incomplete(); problem != "" {
		return problem, nil
	}
	a, err := t.audienceOf(state.Address)
	switch {
	case err != nil:
		return "", err
	case a.People+a.Groups+len(a.Missing) == 0:
		return render.NoticeNobody, nil
	case a.People+a.Groups == 0:
		return render.NoticeNoAccount, nil
	}
	return "", nil
}

// sendNotice makes the notice a broadcast, at once or at its time. Who gets it is looked
// at again.
func (t *turn) sendNotice(s store.Screen, state noticeState, at time.Time) error {
	problem, err := t.unsendable(state)
	if err != nil {
		return err
	}
	if problem != "" {
		state.Step, state.Problem = noticeTo, problem
		return t.askNotice(s, state)
	}
	to, err := t.recipients(state.Address)
	if err != nil {
		return err
	}
	if err := t.dropPreviews(&state); err != nil {
		return err
	}
	b := store.Broadcast{Kind: render.KindNotice, Title: render.NoticeTitle(state.text()), Act: staff.SendNotice, Receipts: state.Receipts,
		Parts: state.parts(t.asker), Due: at}
	if err := t.closeScreen(s, render.NoticeDone(b, !at.IsZero(), t.now.Location())); err != nil {
		return err
	}
	return t.announce(b, to)
}

// applyCorrection gives the notice its new words.
func (t *turn) applyCorrection(s store.Screen, state noticeState) (problem string, done bool, err error) {
	b, found, err := t.tx.Broadcast(state.Corrects)
	switch {
	case err != nil:
		return "", false, err
	case state.incomplete() != "":
		return state.incomplete(), false, nil
	case !found || b.State == store.Struck || b.State == store.Scheduled:
		return render.ToastStale, false, nil
	}
	if err := t.dropPreviews(&state); err != nil {
		return "", false, err
	}
	b.Title = render.NoticeTitle(state.text())
	if err := t.tx.CorrectBroadcast(b, state.parts(t.asker), nil, false, t.asker.Key, t.now); err != nil {
		return "", false, err
	}
	if err := t.closeScreen(s, render.NoticeCorrected()); err != nil {
		return "", false, err
	}
	if b, _, err = t.tx.Broadcast(b.ID); err != nil {
		return "", false, err
	}
	return "", true, t.openControl(b)
}

// chooseNotice ticks a recipient, or opens a notice of the list.
func (t *turn) chooseNotice(state *noticeState, action string) (problem string, done bool, err error) {
	switch state.Step {
	case noticeTo:
		rows, err := t.noticeChoices(*state)
		if err != nil {
			return "", false, err
		}
		c, ok := chosen(rows, action)
		if !ok {
			return render.ToastOldScreen, false, nil
		}
		c.do(state)
		return "", false, nil
	case noticeList:
		n, err := strconv.Atoi(strings.TrimPrefix(action, actPick))
		if err != nil || !strings.HasPrefix(action, actPick) || n < 0 || n >= len(state.Options) {
			return render.ToastOldScreen, false, nil
		}
		b, found, err := t.tx.Broadcast(state.Options[n])
		if err != nil || !found {
			return render.ToastOldScreen, false, err
		}
		return "", true, t.openControl(b)
	}
	return render.ToastOldScreen, false, nil
}
