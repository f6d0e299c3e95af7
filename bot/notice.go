package bot

import (
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
		return t.refuse(render.NotAllowed())
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
