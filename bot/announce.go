package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyAnnounce owns the screens on which the office drafts the announcement of a
// period's results (dự thảo công bố), looks at what groups will see, and puts it forward
// to the leader who signs.
const dutyAnnounce = "announce"

// An announceView is what such a screen shows.
type announceView string

const (
	announcePeriods  announceView = "periods"
	announceOverview announceView = "overview"
	announceField    announceView = "field" // one of them is typed
	announceSigner   announceView = "signer"
	announceDrop     announceView = "drop" // asks whether to give the draft up
)

// An announceScreen is what such a screen remembers; the draft itself is in the ledger.
type announceScreen struct {
	View         announceView      `json:"view"` // "" once it is closed
	Announcement int64             `json:"announcement,omitempty"`
	Field        render.DraftField `json:"field,omitempty"`

	screen store.Screen                                   // the one that was pressed
	said   string                                         // a line above the screen
	order  func(*turn, *announceScreen, draftFacts) error // what a press asks of the ledger
}

// draftFacts are what the ledger knows of what such a screen shows.
type draftFacts struct {
	render.DraftFacts
	periods []store.Period // that can be published or corrected
	signers []staff.Person // who may confirm this draft
}

type announceChoice = choice[announceScreen]

// announceResults leads to the draft of a period that can be published, or lets choose one.
func (t *turn) announceResults(string) error {
	if !t.asker.May(staff.DraftPublication) {
		return t.say(render.MayNotAnnounce())
	}
	state := announceScreen{View: announcePeriods}
	approved, err := t.tx.PeriodsIn(score.PeriodApproved)
	if err != nil {
		return err
	}
	if len(approved) == 1 {
		if err := t.draftOf(&state, approved[0]); err != nil {
			return err
		}
	}
	return t.newAnnounceScreen(state)
}

// draftOf opens the draft of a period, and begins it if there is none.
func (t *turn) draftOf(state *announceScreen, p store.Period) error {
	a, found, err := t.tx.OpenAnnouncement(p.ID)
	if err != nil {
		return err
	}
	if !found {
		before, _, err := t.tx.LastDraft()
		if err != nil {
			return err
		}
		_, version, err := t.tx.AnnouncementText(0)
		if err != nil {
			return err
		}
		today := civil.DateOf(t.now)
		a = store.Announcement{Period: p.ID, Draft: store.Draft{Day: today, Complaints: today.AddDays(complaintDays), Bases: before.Bases, Text: version}}
		a.Signer = t.likelySigner(a, before.Signer)
		a, err = t.tx.NewAnnouncement(a, t.asker.Key, t.now)
		if errors.Is(err, store.ErrNotApprovedYet) {
			return nil // the list shows it as it is now
		}
		if err != nil {
			return err
		}
	}
	state.View, state.Announcement = announceOverview, a.ID
	return nil
}

// likelySigner is who signed last if they may, else the first of the leaders who may.
func (t *turn) likelySigner(a store.Announcement, last string) string {
	signers := t.signers(a, t.asker.Key)
	for _, p := range signers {
		if p.Key == last {
			return last
		}
	}
	if len(signers) == 0 {
		return ""
	}
	return signers[0].Key
}

// complaintDays is for how long units may complain, unless the office says otherwise.
const complaintDays = 7

// signers are the leaders who may confirm a draft; by is about to work on it too.
func (t *turn) signers(a store.Announcement, by string) (all []staff.Person) {
	for _, p := range t.names.Directory().People {
		if p.Key != by && mayConfirm(p, a) == staff.Allowed {
			all = append(all, p)
		}
	}
	return all
}

// mayConfirm judges whether the person may confirm what others have drafted.
func mayConfirm(p staff.Person, a store.Announcement) staff.Refusal {
	refusal := p.MayPublish(a.Drafter())
	if len(a.Drafters) == 0 { // not drafted yet
		refusal = p.MayPublish("nobody")
	}
	if refusal == staff.Allowed && slices.Contains(a.Drafters, p.Key) {
		return staff.SamePerson
	}
	return refusal
}

func (t *turn) newAnnounceScreen(state announceScreen) error {
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyAnnounce}, state, t.now)
	if err != nil {
		return err
	}
	return t.showAnnounce(s, state)
}

// draftFacts reads what the screen needs. A draft that is gone leads to the list.
func (t *turn) draftFacts(state *announceScreen) (f draftFacts, err error) {
	if state.View != announcePeriods {
		a, found, err := t.tx.Announcement(state.Announcement)
		if err != nil {
			return f, err
		}
		if found && (a.State == store.Drafted || a.State == store.PutForward) {
			f.DraftFacts, err = t.factsOf(a)
			f.signers = t.signers(a, t.asker.Key)
			return f, err
		}
		*state = announceScreen{View: announcePeriods, said: render.DraftGone}
	}
	f.periods, err = t.tx.PeriodsIn(score.PeriodApproved, score.PeriodPublished)
	slices.Reverse(f.periods)
	return f, err
}

// factsOf reads what is told of an announcement.
func (t *turn) factsOf(a store.Announcement) (f render.DraftFacts, err error) {
	f.Announcement = a
	if f.Period, _, err = t.tx.Period(a.Period); err != nil {
		return f, err
	}
	if f.Text, _, err = textOf(t.tx, a); err != nil {
		return f, err
	}
	f.Signer, _ = t.names.Directory().Person(a.Signer)
	if a.Replaces != 0 {
		before, _, err := t.tx.PublishedLast(a.Period)
		if err != nil {
			return f, err
		}
		r, err := score.ReadSnapshot(before.Snapshot)
		if err != nil {
			return f, fmt.Errorf("publication %d %w", before.Announcement, err)
		}
		f.Replaces = &r.Paper
	}
	taken, err := t.tx.NumberTaken(a)
	if err != nil {
		return f, err
	}
	if taken {
		f.Warnings = append(f.Warnings, render.NumberIsTaken)
	}
	f.Missing, f.Previewed = missing(f), a.Digest != ""
	if mayConfirm(f.Signer, a) != staff.Allowed {
		f.Missing = append(f.Missing, render.MissingSigner)
	}
	return f, nil
}

// missing lists what is still to be filled in.
func missing(f render.DraftFacts) (all []string) {
	for _, field := range []struct {
		what  string
		lacks bool
	}{
		{render.MissingNumber, f.Number == ""}, {render.MissingDay, f.Day.IsZero()}, {render.MissingBases, len(f.Bases) == 0},
		{render.MissingComplaints, !f.Complaints.After(f.Day)}, {render.MissingWhy, f.Replaces != nil && f.Why == ""},
	} {
		if field.lacks {
			all = append(all, field.what)
		}
	}
	return all
}

// showAnnounce shows the screen as it stands now.
func (t *turn) showAnnounce(s store.Screen, state announceScreen) error {
	f, err := t.draftFacts(&state)
	if err != nil {
		return err
	}
	m, rows := state.show(f, t.names.Directory())
	if state.said != "" {
		m.Text = state.said + "\n\n" + m.Text
	}
	m.Buttons, s.Awaits = buttons(rows), state.View == announceField
	return t.put(s, state, m)
}

// pressAnnounce acts on a button.
func (t *turn) pressAnnounce(s store.Screen, action string, stale bool) error {
	state, err := stateOf[announceScreen](s)
	if err != nil {
		return err
	}
	if state.View == "" {
		return t.toast(render.ToastOldScreen)
	}
	if !t.asker.May(staff.DraftPublication) {
		return t.refuse(render.MayNotAnnounce())
	}
	f, err := t.draftFacts(&state)
	if err != nil {
		return err
	}
	told := ""
	_, rows := state.show(f, t.names.Directory())
	if c, ok := chosen(rows, action); stale || !ok {
		told = render.ToastStale
	} else {
		c.do(&state)
	}
	if err := t.toast(told); err != nil {
		return err
	}
	state.screen = s
	if state.order != nil {
		if err := state.order(t, &state, f); err != nil {
			return err
		}
	}
	if state.View == "" {
		return t.closeScreen(s, render.AnnouncementsClosed())
	}
	return t.showAnnounce(s, state)
}

// show is what the screen shows and what can be chosen there.
func (p *announceScreen) show(f draftFacts, d *staff.Directory) (store.Message, [][]announceChoice) {
	back := announceChoice{"Quay lại", func(p *announceScreen) { p.View = announceOverview }}
	switch p.View {
	case announceField:
		return render.AskDraft(p.Field, draftValue(f.DraftFacts, p.Field)), [][]announceChoice{{back}}
	case announceSigner:
		m := store.Message{Text: render.AskSigner}
		if len(f.signers) == 0 {
			m.Text = render.NobodySigns
		}
		var all []announceChoice
		for _, person := range f.signers {
			all = append(all, announceChoice{person.Style(), func(p *announceScreen) {
				p.View = announceOverview
				p.order = func(t *turn, p *announceScreen, f draftFacts) error {
					f.Draft.Signer = person.Key
					return t.redraft(p, f.Announcement)
				}
			}})
		}
		return m, append(inRows(all, 2), []announceChoice{back})
	case announceDrop:
		return store.Message{Text: render.AskDrop}, [][]announceChoice{{{"Bỏ dự thảo", func(p *announceScreen) { p.order = (*turn).dropDraft }}, back}}
	case announceOverview:
		return p.showDraft(f, d)
	}
	var all []announceChoice
	for _, period := range f.periods {
		all = append(all, announceChoice{render.AnnouncementLabel(period), func(p *announceScreen) {
			p.order = func(t *turn, p *announceScreen, _ draftFacts) error { return t.draftOf(p, period) }
		}})
	}
	return render.Announcements(len(f.periods) > 0), append(inRows(all[:min(len(all), 20)], 1), []announceChoice{{"Đóng", func(p *announceScreen) { p.View = "" }}})
}

func (p *announceScreen) showDraft(f draftFacts, d *staff.Directory) (store.Message, [][]announceChoice) {
	field := func(field render.DraftField) announceChoice {
		return announceChoice{render.DraftLabel(field), func(p *announceScreen) { p.View, p.Field = announceField, field }}
	}
	rows := [][]announceChoice{
		{field(render.DraftNumber), field(render.DraftDay)}, {field(render.DraftBases), field(render.DraftComplaints)},
		{field(render.DraftText), {"Người ký", func(p *announceScreen) { p.View = announceSigner }}},
	}
	if f.Replaces != nil {
		row := []announceChoice{field(render.DraftWhy), field(render.DraftAmendment)}
		if n := len(f.Amendments); n > 0 {
			row = append(row, announceChoice{"Bỏ sửa điểm cuối", func(p *announceScreen) {
				p.order = func(t *turn, p *announceScreen, f draftFacts) error {
					f.Draft.Amendments = f.Draft.Amendments[:len(f.Draft.Amendments)-1]
					return t.redraft(p, f.Announcement)
				}
			}})
		}
		rows = append(rows, row)
	}
	if len(f.Missing) == 0 && f.State == store.Drafted {
		row := []announceChoice{{"Xem trước", func(p *announceScreen) { p.order = (*turn).askPreview }}}
		if f.Previewed {
			row = []announceChoice{{"Xem lại", func(p *announceScreen) { p.order = (*turn).askPreview }}, {"Trình ký", func(p *announceScreen) { p.order = (*turn).putForward }}}
		}
		rows = append(rows, row)
	}
	rows = append(rows, []announceChoice{{"Bỏ dự thảo", func(p *announceScreen) { p.View = announceDrop }}, {"Đóng", func(p *announceScreen) { p.View = "" }}})
	return render.AnnouncementDraft(f.DraftFacts, d), rows
}

// draftValue is what stands in a field, as it would be typed.
func draftValue(f render.DraftFacts, field render.DraftField) string {
	switch field {
	case render.DraftNumber:
		return f.Number
	case render.DraftBases:
		return strings.Join(f.Bases, "\n")
	case render.DraftText:
		return f.Text
	case render.DraftWhy:
		return f.Why
	}
	return ""
}

// redraft keeps a changed draft.
func (t *turn) redraft(state *announceScreen, a store.Announcement) error {
	previewed := a.Digest != ""
	if _, err := t.tx.Redraft(a, t.asker.Key, t.now); err != nil {
		return err
	}
	state.View = announceOverview
	if previewed && state.said == "" {
		state.said = render.DraftChanged
	}
	return nil
}

func (t *turn) dropDraft(state *announceScreen, f draftFacts) error {
	if _, err := t.tx.StepAnnouncement(f.Announcement, store.GivenUp, t.asker.Key, "", t.now); err != nil {
		return err
	}
	*state = announceScreen{View: announcePeriods, said: render.DraftDropped}
	return nil
}

// askPreview has the files of the announcement drawn; it is shown when they are.
func (t *turn) askPreview(state *announceScreen, f draftFacts) error {
	state.said = render.Plain(render.Drawing().Text)
	return t.tx.NewErrand(errandDrawAnnouncement, t.arrival.Chat, t.asker.Key, announcementTask{f.ID, f.Revision, state.screen.ID}, t.now)
}

// announcePeriod leads from a period to its draft.
func (t *turn) announcePeriod(p store.Period) error {
	if !t.asker.May(staff.DraftPublication) {
		return t.say(render.MayNotAnnounce())
	}
	state := announceScreen{View: announcePeriods}
	if err := t.draftOf(&state, p); err != nil {
		return err
	}
	return t.newAnnounceScreen(state)
}
