package bot

import (
	"errors"
	"strings"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// dutyInquiry owns the screens on which a unit answers a question of the appraisal team.
const dutyInquiry = "inquiry"

// inquiryState is what such a screen remembers.
type inquiryState struct {
	Inquiry int64 `json:"inquiry,omitempty"` // 0 once it is answered
	Asking  bool  `json:"asking,omitempty"`  // the answer is to be typed
}

const actReply = "reply"

// inquiry finds the question of a screen, if the asker may answer for its unit.
func (t *turn) inquiry(state inquiryState) (q store.Inquiry, ok bool, err error) {
	q, found, err := t.tx.Inquiry(state.Inquiry)
	if err != nil || !found {
		return q, false, err
	}
	unit, _ := t.unitNow(q.Unit)
	entered, appraised, err := t.tx.Hands(q.Period, q.Unit)
	w := staff.Work{Unit: unit, Entered: entered, Appraised: appraised}
	return q, t.asker.MayEnter(staff.FillForm, w) == staff.Allowed, err
}

// pressInquiry asks for the answer.
func (t *turn) pressInquiry(s store.Screen, action string, stale bool) error {
	state, err := stateOf[inquiryState](s)
	if err != nil {
		return err
	}
	if state.Inquiry == 0 {
		return t.toast(render.ToastOldScreen)
	}
	q, may, err := t.inquiry(state)
	switch {
	case err != nil:
		return err
	case !may:
		return t.refuse(render.NotAllowed())
	case q.Answer != "":
		return errors.Join(t.toast(""), t.closeScreen(s, render.Replied(q, t.names.Directory())))
	case stale || action != actReply:
		return t.toast(render.ToastOldScreen)
	}
	state.Asking, s.Awaits = true, true
	return errors.Join(t.toast(""), t.put(s, state, render.AskReply(q)))
}

// readInquiry takes the answer and brings it to who asked.
func (t *turn) readInquiry(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[inquiryState](s)
	if err != nil || !state.Asking || t.now.Sub(s.Changed) > patience {
		return false, err
	}
	q, may, err := t.inquiry(state)
	if err != nil || !may || t.clearlyAsks(text) {
		return false, err
	}
	text = strings.Join(strings.Fields(text), " ")
	if said := tooLong(text); said != "" {
		return true, t.say(store.Message{Text: said})
	}
	if q.Answer == "" {
		if q, err = t.tx.Reply(q.ID, text, t.asker.Key, t.now); err != nil {
			return true, err
		}
		who, found := t.names.Directory().Person(q.By)
		if _, name := t.unitNow(q.Unit); found {
			if err := t.tellPerson(who, render.ReplyNotice(name, q, t.names.Directory())); err != nil {
				return true, err
			}
		}
	}
	return true, t.closeScreen(s, render.Replied(q, t.names.Directory()))
}
