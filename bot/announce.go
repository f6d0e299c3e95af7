package bot

import (
	"errors"

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

type announceChoice = choice[announceScreen]

// announceResults leads to the draft of a period that can be published, or lets choose one.
func (t *turn) announceResults(string) error {
	if !t.asker.May(staff.DraftPublication) {
		return t.awaitingMe()
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

// complaintDays is for how long units may complain, unless the office says otherwise.
const complaintDays = 7

func (t *turn) newAnnounceScreen(state announceScreen) error {
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyAnnounce}, state, t.now)
	if err != nil {
		return err
	}
	return t.showAnnounce(s, state)
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
	_, rows := state.show(f, t.names.Directory())
	if err := choose(t, &state, rows, action, stale); err != nil {
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
	var rows [][]announceChoice
	for _, period := range f.periods[:min(len(f.periods), 20)] {
		rows = append(rows, []announceChoice{{render.AnnouncementLabel(period), func(p *announceScreen) {
			p.order = func(t *turn, p *announceScreen, _ draftFacts) error { return t.draftOf(p, period) }
		}}})
		if period.State == score.PeriodPublished {
			rows = append(rows, []announceChoice{{render.SendingLabel(period), func(p *announceScreen) {
				p.order = func(t *turn, p *announceScreen, _ draftFacts) error { return t.showSending(p, period) }
			}}})
		}
	}
	return render.Announcements(len(f.periods) > 0), append(rows, []announceChoice{{"Đóng", func(p *announceScreen) { p.View = "" }}})
}

// showSending shows how the result of a period is sent to groups and units, on a screen
// of its own.
func (t *turn) showSending(p *announceScreen, period store.Period) error {
	p.said = render.NothingIsSent
	published, found, err := t.tx.PublishedLast(period.ID)
	if err != nil || !found {
		return err
	}
	a, _, err := t.tx.Announcement(published.Announcement)
	if err != nil {
		return err
	}
	b, found, err := t.tx.Broadcast(a.Broadcast)
	if err != nil || !found {
		return err
	}
	p.said = ""
	return t.openControl(b)
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
