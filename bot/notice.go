package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// dutyNotice owns the screen on which a notice (thông báo) is written, addressed,
// looked at and sent. From then on it is a broadcast like any other.
const dutyNotice = "notice"

// A noticeStep is the question that the screen asks.
type noticeStep string

const (
	noticeWrite   noticeStep = "write"
	noticeTo      noticeStep = "to"
	noticePreview noticeStep = "preview"
	noticeWhen    noticeStep = "when"
	noticeList    noticeStep = "list"
)

// noticeState is what such a screen remembers.
type noticeState struct {
	Step     noticeStep   `json:"step"`
	Texts    []string     `json:"texts,omitempty"` // as they came
	Files    []noticeFile `json:"files,omitempty"`
	Fetching int          `json:"fetching,omitempty"` // files on their way
	Address  address      `json:"address,omitzero"`
	Receipts bool         `json:"receipts,omitempty"`
	Previews []int64      `json:"previews,omitempty"` // screens of the messages that show how it will look
	Problem  string       `json:"problem,omitempty"`  // with the moment that was typed
	Corrects int64        `json:"corrects,omitempty"` // the broadcast that it corrects, or 0
	Options  []int64      `json:"options,omitempty"`  // broadcasts on the list
	Page     int          `json:"page,omitempty"`
}

// A noticeFile is a file that goes with a notice.
type noticeFile struct {
	store.File
	Unread bool `json:"unread,omitempty"` // its text could not be looked through
}

// What a notice may hold.
const (
	longestNotice = 12_000 // code points
	mostFiles     = 5
)

// noticePatience is for how long an untouched screen still takes what is typed as the
// words of its notice: later it is a question again.
const noticePatience = 30 * time.Minute

// The actions of its buttons besides those of choices.
const (
	actToWrite   = "write"
	actToWhom    = "to"
	actUndoText  = "undo"
	actNoFiles   = "nofiles"
	actToPreview = "preview"
	actToWhen    = "when"
	actToList    = "list"
	actSendNow   = "send"
	actCorrectIt = "correct"
)

func (s noticeState) text() string { return strings.Join(s.Texts, "\n\n") }

// startNotice begins a notice; what stands behind the command are its first words.
func (t *turn) startNotice(text string) error {
	if !t.asker.May(staff.SendNotice) {
		return t.say(render.NotAllowed())
	}
	state := noticeState{Step: noticeWrite, Receipts: true}
	if text != "" {
		if problem := t.addText(&state, text); problem != nil {
			return t.say(*problem)
		}
	}
	return t.openNotice(state)
}

// correctNotice begins the correction of a notice: its files stay.
func (t *turn) correctNotice(b store.Broadcast) error {
	parts, err := t.tx.BroadcastParts(b.ID, 0, b.Version)
	if err != nil {
		return err
	}
	state := noticeState{Step: noticeWrite, Receipts: b.Receipts, Corrects: b.ID}
	for _, part := range parts {
		if part.Message.File != nil {
			state.Files = append(state.Files, noticeFile{File: *part.Message.File})
		}
	}
	return t.openNotice(state)
}

func (t *turn) openNotice(state noticeState) error {
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyNotice, Awaits: true}, state, t.now)
	if err != nil {
		return err
	}
	return t.askNotice(s, state)
}

// addText adds words to a notice; problem is why it cannot.
func (t *turn) addText(state *noticeState, text string) (problem *store.Message) {
	state.Texts = append(state.Texts, text)
	if utf8.RuneCountInString(state.text()) > longestNotice {
		m := render.NoticeTooLong(longestNotice / 1000)
		return &m
	}
	// Each was looked through as it came; a stamp may be broken over two.
	if f, found := t.secrecy.Find(strings.Join(state.Texts, "\n")); found {
		m := render.Withheld(f.Pattern, 0)
		return &m
	}
	return nil
}

// readNotice takes a text for a notice that is being written, or its moment.
func (t *turn) readNotice(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[noticeState](s)
	if err != nil || !t.asker.May(staff.SendNotice) || t.now.Sub(s.Changed) > noticePatience {
		return false, err
	}
	switch {
	case saysStop(text) && state.awaits():
		if err := t.dropPreviews(&state); err != nil {
			return true, err
		}
		return true, t.closeScreen(s, render.NoticeGivenUp())
	case state.Step == noticeWrite:
		if problem := t.addText(&state, text); problem != nil {
			return true, t.say(*problem)
		}
		return true, t.askNotice(s, state)
	case state.Step == noticeWhen:
		at, problem := noticeTime(text, t.now)
		if problem != "" {
			if t.clearlyAsks(text) {
				return false, nil
			}
			state.Problem = problem
			return true, t.askNotice(s, state)
		}
		return true, t.sendNotice(s, state, at)
	}
	return false, nil
}

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

// pressNotice goes on with a notice.
func (t *turn) pressNotice(s store.Screen, action string, stale bool) error {
	state, err := stateOf[noticeState](s)
	if err != nil {
		return err
	}
	if state.Step == "" { // sent or given up
		return t.toast(render.ToastOldScreen)
	}
	if !t.asker.May(staff.SendNotice) {
		if err := t.toast(""); err != nil {
			return err
		}
		return t.say(render.NotAllowed())
	}
	if stale {
		if err := t.toast(render.ToastStale); err != nil {
			return err
		}
		return t.askNotice(s, state)
	}
	problem, done, err := t.stepNotice(s, &state, action)
	if err != nil {
		return err
	}
	if err := t.toast(problem); err != nil || done || problem != "" {
		return err
	}
	if action == actToPreview {
		return t.askNotice(s, state)
	}
	return t.redrawNotice(s, state)
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

// stepNotice does what a button asks for: problem answers the press if it cannot be
// done, done says that the screen is at an end.
func (t *turn) stepNotice(s store.Screen, state *noticeState, action string) (problem string, done bool, err error) {
	switch action {
	case actCancel:
		if err := t.dropPreviews(state); err != nil {
			return "", false, err
		}
		return "", true, t.closeScreen(s, render.NoticeGivenUp())
	case actToWrite:
		state.Step = noticeWrite
		return "", false, t.dropPreviews(state)
	case actUndoText:
		if state.Step == noticeWrite && len(state.Texts) > 0 {
			state.Texts = state.Texts[:len(state.Texts)-1]
		}
	case actNoFiles:
		state.Files = nil
	case actToList:
		state.Step = noticeList
	case actPage:
		state.Page++
	case actToWhom:
		if problem := state.incomplete(); problem != "" {
			return problem, false, nil
		}
		state.Step = noticeTo
		return "", false, t.dropPreviews(state)
	case actToWhen:
		state.Step, state.Problem = noticeWhen, ""
	case actToPreview:
		return t.previewNotice(state)
	case actSendNow:
		if problem, err := t.unsendable(*state); problem != "" || err != nil {
			return problem, false, err
		}
		return "", true, t.sendNotice(s, *state, time.Time{})
	case actCorrectIt:
		return t.applyCorrection(s, *state)
	default:
		return t.chooseNotice(state, action)
	}
	return "", false, nil
}

// incomplete is why a notice cannot go to anybody yet, or "".
func (s noticeState) incomplete() string {
	switch {
	case strings.TrimSpace(s.text()) == "":
		return render.NoticeEmpty
	case s.Fetching > 0:
		return render.NoticeFetching
	}
	return ""
}

// parts are the messages of the notice.
func (s noticeState) parts(sender staff.Person) []store.Part {
	var parts []store.Part
	for _, m := range render.NoticePages(s.text(), sender, s.Corrects != 0, s.Receipts) {
		parts = append(parts, store.Part{Message: m})
	}
	for _, f := range s.Files {
		parts = append(parts, store.Part{Message: render.NoticeFile(f.File)})
	}
	return parts
}

// withoutFile reports whether a file is not among those of the notice.
func (s noticeState) withoutFile(hash string) bool {
	return !slices.ContainsFunc(s.Files, func(f noticeFile) bool { return f.Hash == hash })
}
