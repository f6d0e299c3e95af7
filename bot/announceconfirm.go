package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyConfirm owns the screens on which a leader confirms a publication by typing the
// word, or returns it.
const dutyConfirm = "confirm"

// A confirmScreen is what such a screen remembers: the draft as it was shown there.
type confirmScreen struct {
	Announcement int64  `json:"announcement,omitempty"` // 0 once it is closed
	Revision     int64  `json:"revision,omitempty"`
	Digest       string `json:"digest,omitempty"`
	Returning    bool   `json:"returning,omitempty"` // the reason is asked for
}

// stands reports whether the announcement waits for its leader as it was shown there.
func (s confirmScreen) stands(a store.Announcement) bool {
	return a.State == store.PutForward && a.Revision == s.Revision && a.Digest == s.Digest
}

// The actions of its buttons.
const (
	actReturn     = "return"
	actReturnBack = "back"
)

// putForward asks the leader who signs to confirm: everything that groups will see, and
// under it the question.
func (t *turn) putForward(state *announceScreen, f draftFacts) error {
	if len(f.Missing) > 0 || f.Digest == "" || f.State != store.Drafted {
		return nil // the overview says why
	}
	accounts, err := t.tx.AccountsOf(f.Signer.Key)
	if err != nil {
		return err
	}
	if state.said = render.PutForwardTold(f.Signer, len(accounts) > 0); len(accounts) == 0 {
		return nil
	}
	a, err := t.tx.StepAnnouncement(f.Announcement, store.PutForward, t.asker.Key, "", t.now)
	if err != nil {
		return err
	}
	f.Announcement = a
	for _, account := range accounts {
		if err := t.askToConfirm(f.DraftFacts, account); err != nil {
			return err
		}
	}
	return nil
}

// askToConfirm shows an announcement that was put forward to who signs it, and asks.
func (t *turn) askToConfirm(f render.DraftFacts, account int64) error {
	a := f.Announcement
	if err := t.showPreview(a, func(m store.Message) error { return t.send(account, m) }); err != nil {
		return err
	}
	if err := t.tx.RecordReading(a.Signer, store.Subject{Kind: store.AboutPeriod, Key: strconv.FormatInt(a.Period, 10)}, t.now); err != nil {
		return err
	}
	s, err := t.tx.NewScreen(store.Screen{Chat: account, Person: a.Signer, Duty: dutyConfirm, Awaits: true},
		confirmScreen{Announcement: a.ID, Revision: a.Revision, Digest: a.Digest}, t.now)
	if err != nil {
		return err
	}
	m := render.AskConfirm(f, a.Drafter(), t.names.Directory())
	m.Buttons = [][]store.Button{{{Label: "Trả lại", Action: actReturn}}}
	return t.show(s, m)
}

// awaitingMe shows a leader once more what waits for their word.
func (t *turn) awaitingMe() error {
	if !t.asker.May(staff.ConfirmPublication) {
		return t.say(render.MayNotAnnounce())
	}
	periods, err := t.tx.PeriodsIn(score.PeriodApproved, score.PeriodPublished)
	if err != nil {
		return err
	}
	for _, p := range periods {
		a, found, err := t.tx.OpenAnnouncement(p.ID)
		if err != nil {
			return err
		}
		if !found || a.State != store.PutForward || a.Signer != t.asker.Key {
			continue
		}
		f, err := t.factsOf(a)
		if err != nil {
			return err
		}
		return t.askToConfirm(f, t.arrival.Chat)
	}
	return t.say(render.NothingToConfirm())
}

// pressConfirm lets the leader return the draft.
func (t *turn) pressConfirm(s store.Screen, action string, stale bool) error {
	state, err := stateOf[confirmScreen](s)
	if err != nil {
		return err
	}
	if state.Announcement == 0 || stale {
		return t.toast(render.ToastOldScreen)
	}
	if !t.asker.May(staff.ConfirmPublication) {
		return t.refuse(render.ConfirmRefused(staff.NoRight))
	}
	if err := t.toast(""); err != nil {
		return err
	}
	state.Returning = action == actReturn
	return t.showConfirm(s, state)
}

func (t *turn) showConfirm(s store.Screen, state confirmScreen) error {
	a, _, err := t.tx.Announcement(state.Announcement)
	if err != nil {
		return err
	}
	if !state.stands(a) {
		return t.changedMeanwhile(s, a)
	}
	if state.Returning {
		m := render.AskReturnDraft()
		m.Buttons = [][]store.Button{{{Label: "Quay lại", Action: actReturnBack}}}
		return t.put(s, state, m)
	}
	f, err := t.factsOf(a)
	if err != nil {
		return err
	}
	m := render.AskConfirm(f, a.Drafter(), t.names.Directory())
	m.Buttons = [][]store.Button{{{Label: "Trả lại", Action: actReturn}}}
	return t.put(s, state, m)
}

// readConfirm takes the word, or the reason of a return; took is false for anything that
// is neither, nor almost the word.
func (t *turn) readConfirm(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[confirmScreen](s)
	if err != nil || state.Announcement == 0 {
		return false, err
	}
	line := strings.Join(strings.Fields(vi.Clean(text)), " ")
	if state.Returning {
		if t.now.Sub(s.Changed) > patience || t.clearlyAsks(text) || line == "" || utf8.RuneCountInString(line) > longestReason {
			return false, nil
		}
		return true, t.returnDraft(s, state, line)
	}
	switch {
	case line == render.ConfirmWord:
		return true, t.confirmPublication(s, state)
	case strings.HasPrefix(vi.Fold(line), "cong b") || almost(vi.Fold(line), vi.Fold(render.ConfirmWord)):
		return true, t.say(render.ConfirmMistyped(line))
	case t.now.Sub(s.Changed) <= patience && slices.Contains(agreeing, vi.Fold(line)):
		return true, t.say(render.ConfirmMistyped(line))
	}
	return false, nil
}

// agreeing is what people type who mean yes; to publish takes the word.
var agreeing = []string{"dong y", "ok", "oke", "duyet", "nhat tri", "co", "xac nhan"}

// nothingToConfirm answers the word where no screen awaits it.
func (t *turn) nothingToConfirm(text string) (took bool, err error) {
	if strings.Join(strings.Fields(vi.Clean(text)), " ") != render.ConfirmWord || !t.asker.May(staff.ConfirmPublication) {
		return false, nil
	}
	return true, t.say(render.NothingToConfirm())
}

// almost reports whether a text is the word but for a letter or two: left out, put in,
// or another.
func almost(text, word string) bool {
	a, b := []rune(text), []rune(word)
	if len(a) > len(b)+2 || len(b) > len(a)+2 {
		return false
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before := row[0]
		row[0] = i + 1
		for j := range b {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, before+1, row[j]+1)
		}
	}
	return row[len(b)] <= 2
}

// returnDraft gives the draft back to the office with the leader's reason.
func (t *turn) returnDraft(s store.Screen, state confirmScreen, reason string) error {
	a, _, err := t.tx.Announcement(state.Announcement)
	if err != nil {
		return err
	}
	if refusal := mayConfirm(t.asker, a); refusal != staff.Allowed {
		return t.say(render.ConfirmRefused(refusal))
	}
	if !state.stands(a) {
		return t.changedMeanwhile(s, a)
	}
	if a, err = t.tx.StepAnnouncement(a, store.Drafted, t.asker.Key, reason, t.now); err != nil {
		return err
	}
	if err := t.tellDrafter(a, reason); err != nil {
		return err
	}
	return t.closeConfirm(s, store.Message{Text: render.DraftReturned})
}

// changedMeanwhile ends a screen whose draft is another one since, or was published from
// another screen of it.
func (t *turn) changedMeanwhile(s store.Screen, a store.Announcement) error {
	if a.State == store.Announced {
		return t.closeConfirm(s, render.NothingToConfirm())
	}
	return t.closeConfirm(s, render.ConfirmChanged())
}

func (t *turn) closeConfirm(s store.Screen, m store.Message) error {
	if err := t.takeDown(s, struct{}{}); err != nil {
		return err
	}
	return t.say(m)
}

// tellDrafter tells whoever drafted an announcement what became of it.
func (t *turn) tellDrafter(a store.Announcement, reason string) error {
	f, err := t.factsOf(a)
	if err != nil {
		return err
	}
	accounts, err := t.tx.AccountsOf(a.Drafter())
	if err != nil {
		return err
	}
	for _, account := range accounts {
		if err := t.send(account, render.DrafterTold(f, t.asker, reason)); err != nil {
			return err
		}
	}
	return nil
}

// confirmPublication publishes: the snapshot, the period, and what is sent to groups and units, all
// in this transaction or nothing of it.
func (t *turn) confirmPublication(s store.Screen, state confirmScreen) error {
	a, _, err := t.tx.Announcement(state.Announcement)
	if err != nil {
		return err
	}
	if refusal := mayConfirm(t.asker, a); refusal != staff.Allowed {
		return t.say(render.ConfirmRefused(refusal))
	}
	if !state.stands(a) || a.Signer != t.asker.Key {
		return t.changedMeanwhile(s, a)
	}
	r, err := t.announced(t.tx, a)
	if err != nil {
		return err
	}
	f, err := t.factsOf(a)
	if err != nil {
		return err
	}
	published, err := t.tx.Publish(a, r, t.asker.Key, t.now)
	if errors.Is(err, store.ErrNotPreviewed) { // the result is another one since
		if a, err = t.tx.OutdateAnnouncement(a, t.asker.Key, t.now); err != nil {
			return err
		}
		drafter, _ := t.names.Directory().Person(a.Drafter())
		return errors.Join(t.tellPerson(drafter, render.DraftOutdated(a.Number, t.asker)), t.closeConfirm(s, render.ConfirmChanged()))
	}
	if err != nil {
		return err
	}
	if err := t.strikeReplaced(a, r); err != nil {
		return err
	}
	sent, err := t.sendPublished(a, f, r)
	if err != nil {
		return err
	}
	if err := t.tellDrafter(a, ""); err != nil {
		return err
	}
	if err := t.closeConfirm(s, render.Confirmed(f, published.Digest, t.now)); err != nil || sent.ID == 0 {
		return err
	}
	return t.openControl(sent)
}

// sendPublished sends what was published to groups and units; who drafted it sees how it
// goes. There is no broadcast if nobody gets it.
func (t *turn) sendPublished(a store.Announcement, f render.DraftFacts, r *score.Report) (b store.Broadcast, err error) {
	to, _, _, err := t.addressees(r, a.Files)
	if err != nil {
		return b, err
	}
	b, err = t.tx.NewBroadcast(store.Broadcast{Kind: render.KindPublication, Subject: strconv.FormatInt(a.ID, 10), Title: render.AnnouncementTitle(f),
		Sender: a.Drafter(), Act: staff.DraftPublication}, to, t.now)
	if errors.Is(err, store.ErrNobody) {
		return store.Broadcast{}, nil // the preview said so
	}
	if err != nil {
		return b, err
	}
	if err := t.tx.SetAnnouncementBroadcast(a.ID, b.ID); err != nil {
		return b, err
	}
	drafter, _ := t.names.Directory().Person(a.Drafter())
	accounts, err := t.tx.AccountsOf(drafter.Key)
	for _, account := range accounts {
		err = errors.Join(err, t.openControlIn(account, drafter, b))
	}
	return b, err
}

// strikeReplaced strikes out every message of the publication that is corrected.
func (t *turn) strikeReplaced(a store.Announcement, r *score.Report) error {
	if a.Replaces == 0 {
		return nil
	}
	old, found, err := t.tx.Announcement(a.Replaces)
	if err != nil || !found || old.Broadcast == 0 {
		return err
	}
	b, found, err := t.tx.Broadcast(old.Broadcast)
	if err != nil || !found {
		return err
	}
	report, err := t.tx.BroadcastReport(b)
	if err != nil {
		return err
	}
	by := render.NumberedPaper(r.Paper)
	var own []store.Recipient
	for _, to := range report {
		parts, err := t.tx.RecipientParts(to.ID, b.Version)
		if err != nil && !errors.Is(err, store.ErrUnreadable) { // what cannot be struck out is taken away
			return err
		}
		for i := range parts {
			parts[i].Message, parts[i].Pin = render.ReplacedPart(parts[i].Message, by), false
		}
		own = append(own, store.Recipient{Person: to.Person, Chat: to.Chat, Parts: parts})
	}
	return t.tx.CorrectBroadcast(b, nil, own, true, t.asker.Key, t.now)
}
