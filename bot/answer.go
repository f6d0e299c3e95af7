package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"thuky/bot/ask"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// dutyAnswer owns the screens that answer a question about the schedule.
const dutyAnswer = "answer"

// answerState is what such a screen remembers.
type answerState struct {
	Query ask.Query `json:"query"`
	Page  int       `json:"page"`
}

// The actions of an answer's buttons. The last is followed by a day.
const (
	actBack    = "back"
	actForward = "forward"
	actWeek    = "week"
	actPage    = "page" // the next page, the first after the last
	actWord    = "word" // the week as a Word file
)

// question answers a question about the schedule.
func (t *turn) question(text string) error {
	if !t.mayRead() {
		return t.say(render.NotAllowed())
	}
	if utf8.RuneCountInString(text) > longestQuestion {
		return t.say(render.NotUnderstood())
	}
	q := ask.Understand(text, t.names, t.now)
	switch {
	case q.Intent == ask.Help:
		return t.say(render.Guide(t.asker))
	case !q.Understood():
		return t.notUnderstood()
	case q.Intent == ask.Changes && !t.group: // what a week was is not for everybody
		return t.historyOf(week.Monday(q.From))
	}
	return t.reportOn(q)
}

// notUnderstood answers a text that nothing took; who has a form open hears how that is
// answered.
func (t *turn) notUnderstood() error {
	if !t.group {
		s, found, err := t.tx.LastScreen(t.arrival.Chat, t.asker.Key, dutyForm)
		if err != nil {
			return err
		}
		if found && formUnderWay(s) && t.now.Sub(s.Changed) <= patience {
			return t.say(render.NotUnderstoodByForm())
		}
	}
	return t.say(render.NotUnderstood())
}

// mayRead reports whether whoever speaks may read the schedule.
func (t *turn) mayRead() bool { return t.group || t.asker.May(staff.ReadSchedule) }

// reportOn answers a query, on a screen that can be turned over.
func (t *turn) reportOn(q ask.Query) error {
	state := answerState{Query: q}
	message, answered, err := t.answer(state)
	if err != nil {
		return err
	}
	switch {
	case !answered.Understood():
		return t.notUnderstood()
	case answered.From.IsZero():
		return t.say(message)
	}
	return t.open(store.Screen{Duty: dutyAnswer}, state, message)
}

// answer finds and words the answer to a query, which is returned as it was answered: one
// of no days has nothing to be turned over by buttons.
func (t *turn) answer(state answerState) (m store.Message, answered ask.Query, err error) {
	var schedule ask.Schedule = t.tx
	if !t.group {
		schedule = withStandIns{t.tx, t.asker.Key, t.names.Directory()}
	}
	found, err := ask.Find(state.Query, t.asker.Key, t.names.Directory(), schedule)
	if err != nil {
		return m, answered, fmt.Errorf("answer: %w", err)
	}
	m, pages := render.Answer(found, t.asker.Key, t.names.Directory(), state.Page)
	if found.Query.From.IsZero() {
		return m, found.Query, nil
	}
	m.Buttons = answerButtons(found.Query, pages)
	if !t.group && found.Published() && ofWholeWeek(found.Query) {
		m.Buttons = append(m.Buttons, []store.Button{{Label: "Bản Word", Action: actWord}})
	}
	return m, found.Query, nil
}

// ofWholeWeek reports whether the office's whole week was asked about: what its Word
// file holds.
func ofWholeWeek(q ask.Query) bool {
	about := q.Mine || q.Duty || q.Match != "" || q.Extra != "" || len(q.People)+len(q.Groups)+len(q.Units)+len(q.Only) > 0
	return q.Intent == ask.List && !about && q.Days() == 7 && q.From == week.Monday(q.From)
}

// answerButtons are the neighbours of what is shown.
func answerButtons(q ask.Query, pages int) [][]store.Button {
	back, forward := q.Shift(-1), q.Shift(1)
	rows := [][]store.Button{{
		{Label: "◀ " + render.SpanLabel(back), Action: actBack},
		{Label: render.SpanLabel(forward) + " ▶", Action: actForward},
	}}
	var more []store.Button
	if pages > 1 {
		more = append(more, store.Button{Label: "Trang sau", Action: actPage})
	}
	if q.Days() == 1 {
		more = append(more, store.Button{Label: "Cả tuần", Action: actWeek})
	}
	if !q.JustPast.IsZero() {
		more = append(more, store.Button{Label: render.DayLabel(q.JustPast), Action: "day:" + q.JustPast.String()})
	}
	if len(more) > 0 {
		rows = append(rows, more)
	}
	return rows
}

// pressAnswer turns an answer over: the same message shows another day or week.
func (t *turn) pressAnswer(s store.Screen, action string, stale bool) error {
	state, err := stateOf[answerState](s)
	if err != nil {
		return err
	}
	if action == actWord && !stale && !t.group {
		return t.pressWord(week.Monday(state.Query.From))
	}
	if !stale && !state.act(action) {
		return t.toast(render.ToastOldScreen)
	}
	if err := t.heard(stale); err != nil {
		return err
	}
	if !t.mayRead() {
		return t.redraw(s, render.NotAllowed())
	}
	message, _, err := t.answer(state)
	if err != nil {
		return err
	}
	if err := t.tx.ChangeScreen(&s, state, t.now); err != nil {
		return err
	}
	return t.redraw(s, message)
}

// act changes the state as a button asks; false for what no button of ours asks.
func (s *answerState) act(action string) bool {
	switch action {
	case actBack:
		s.Query, s.Page = s.Query.Shift(-1), 0
	case actForward:
		s.Query, s.Page = s.Query.Shift(1), 0
	case actWeek:
		s.Query, s.Page = s.Query.WholeWeek(), 0
	case actPage:
		s.Page++
	default:
		day, ok := strings.CutPrefix(action, "day:")
		if !ok || day != s.Query.JustPast.String() {
			return false
		}
		s.Query, s.Page = s.Query.On(s.Query.JustPast), 0
	}
	return true
}
