package bot

import (
	"fmt"

	"thuky/bot/render"
	"thuky/store"
)

// askNotice shows the question of the step at the end of the chat, where what was just
// sent does not hide it.
func (t *turn) askNotice(s store.Screen, state noticeState) error {
	m, err := t.noticeMessage(&state)
	if err != nil {
		return err
	}
	s.Awaits = state.awaits()
	return t.showBelow(s, state, m)
}

// awaits reports whether something typed may be for the step.
func (s noticeState) awaits() bool { return s.Step == noticeWrite || s.Step == noticeWhen }

// showBelow shows a screen anew at the end of the chat: its old message goes.
func (t *turn) showBelow(s store.Screen, state any, m store.Message) error {
	deeds := fmt.Sprintf("below/%d/", s.ID)
	if err := t.tx.Withdraw(deeds, "replaced", t.now); err != nil {
		return err
	}
	if err := t.tx.ChangeScreen(&s, state, t.now); err != nil {
		return err
	}
	if s.Revision > 2 { // it has been shown before
		if err := t.tx.Queue(store.Delivery{Deed: fmt.Sprintf("%s%d/away", deeds, s.Revision), Chat: s.Chat, Class: store.Answer, Kind: store.Delete,
			Screen: s.ID}, t.now); err != nil {
			return err
		}
	}
	return t.tx.Queue(store.Delivery{Deed: fmt.Sprintf("%s%d", deeds, s.Revision), Chat: s.Chat, Class: store.Answer, Kind: store.Send, Message: m,
		Screen: s.ID, Revision: s.Revision}, t.now)
}

// noticeMessage is the question of the step with its buttons.
func (t *turn) noticeMessage(state *noticeState) (m store.Message, err error) {
	giveUp := store.Button{Label: "Thôi", Action: actCancel}
	switch state.Step {
	case noticeTo:
		audience, err := t.audienceOf(state.Address)
		if err != nil {
			return m, err
		}
		rows, err := t.noticeChoices(*state)
		if err != nil {
			return m, err
		}
		m = render.NoticeTo(audience)
		m.Buttons = append(buttons(rows), []store.Button{{Label: "Xem trước", Action: actToPreview}, {Label: "Quay lại", Action: actToWrite}, giveUp})
		return m, nil
	case noticePreview:
		if state.Corrects != 0 {
			return t.correctionPreview(*state, giveUp)
		}
		audience, err := t.audienceOf(state.Address)
		m = render.NoticePreview(audience)
		m.Buttons = [][]store.Button{{{Label: "Gửi ngay", Action: actSendNow}, {Label: "Hẹn giờ", Action: actToWhen}},
			{{Label: "Sửa nội dung", Action: actToWrite}, {Label: "Sửa nơi nhận", Action: actToWhom}}, {giveUp}}
		return m, err
	case noticeWhen:
		m = render.NoticeWhen(state.Problem)
		m.Buttons = [][]store.Button{{{Label: "Quay lại", Action: actToPreview}, giveUp}}
		return m, nil
	case noticeList:
		return t.noticeListMessage(state)
	}
	return t.writeMessage(*state, giveUp)
}

func (t *turn) writeMessage(state noticeState, giveUp store.Button) (m store.Message, err error) {
	draft := render.NoticeDraft{Text: state.text(), Fetching: state.Fetching}
	for _, f := range state.Files {
		draft.Files = append(draft.Files, f.Name)
		if f.Unread {
			draft.Unread = append(draft.Unread, f.Name)
		}
	}
	next := store.Button{Label: "Chọn nơi nhận", Action: actToWhom}
	if state.Corrects != 0 {
		b, _, err := t.tx.Broadcast(state.Corrects)
		if err != nil {
			return m, err
		}
		draft.Corrects = b.Title
		next = store.Button{Label: "Xem trước", Action: actToPreview}
	}
	m = render.NoticeWrite(draft)
	if len(state.Texts) > 0 || len(state.Files) > 0 {
		m.Buttons = append(m.Buttons, []store.Button{next})
	}
	var undo []store.Button
	if len(state.Texts) > 0 {
		undo = append(undo, store.Button{Label: "Bỏ tin vừa thêm", Action: actUndoText})
	}
	if len(state.Files) > 0 {
		undo = append(undo, store.Button{Label: "Bỏ tệp", Action: actNoFiles})
	}
	if len(undo) > 0 {
		m.Buttons = append(m.Buttons, undo)
	}
	last := []store.Button{giveUp}
	if state.Corrects == 0 && len(state.Texts) == 0 {
		last = append([]store.Button{{Label: "Đã gửi, đã hẹn", Action: actToList}}, last...)
	}
	m.Buttons = append(m.Buttons, last)
	return m, nil
}

func (t *turn) correctionPreview(state noticeState, giveUp store.Button) (m store.Message, err error) {
	b, _, err := t.tx.Broadcast(state.Corrects)
	if err != nil {
		return m, err
	}
	report, err := t.tx.BroadcastReport(b)
	m = render.NoticeCorrecting(store.CountBroadcast(report))
	m.Buttons = [][]store.Button{{{Label: "Đính chính ngay", Action: actCorrectIt}}, {{Label: "Sửa nội dung", Action: actToWrite}, giveUp}}
	return m, err
}

// noticeListMessage offers the notices of the office, the newest first.
func (t *turn) noticeListMessage(state *noticeState) (m store.Message, err error) {
	all, err := t.tx.Broadcasts(render.KindNotice, 0, 60)
	if err != nil {
		return m, err
	}
	var labels []string
	state.Options = nil
	for _, b := range all {
		state.Options = append(state.Options, b.ID)
		labels = append(labels, render.BroadcastLabel(b, t.now.Location()))
	}
	m = render.NoticeList(len(all))
	m.Buttons = optionButtons(labels, &state.Page)
	return m, nil
}

// redrawNotice shows the question of the step in its place.
func (t *turn) redrawNotice(s store.Screen, state noticeState) error {
	m, err := t.noticeMessage(&state)
	if err != nil {
		return err
	}
	s.Awaits = state.awaits()
	return t.put(s, state, m)
}
