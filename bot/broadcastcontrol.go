package bot

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// dutyBroadcast owns the screens on which people see how a broadcast goes; whoever may
// send such also pauses, ends, repeats or corrects it there.
const dutyBroadcast = "broadcast"

// controlState is what such a screen remembers.
type controlState struct {
	Broadcast int64       `json:"broadcast"`
	View      controlView `json:"view,omitempty"`
	Page      int         `json:"page,omitempty"`
	Shown     int64       `json:"shown,omitempty"` // revision of the broadcast
}

// A controlView is what the screen shows of the broadcast.
type controlView string

const (
	viewProgress controlView = ""
	viewList     controlView = "list"    // who got what
	viewMissing  controlView = "missing" // who has not acknowledged
	viewCancel   controlView = "cancel"  // asks whether to cancel
	viewStrike   controlView = "strike"  // asks whether to take it back
)

// The actions of its buttons; a view is shown by its name.
const (
	actPause      = "pause"
	actResume     = "resume"
	actResend     = "resend"
	actUncertain  = "uncertain"
	actLatecomers = "latecomers"
	actPress      = "remind"
	actProgress   = "back"
	actCancelNow  = "cancel!"
	actStrikeNow  = "strike!"
	actCorrect    = "correct"
)

// A control is a broadcast as somebody sees it.
type control struct {
	b      store.Broadcast
	report []store.RecipientReport
	state  controlState
	steers bool // may pause, end, repeat and correct it
	zone   *time.Location
}

// maySee reports whether the person may see how the broadcast goes. A leader who may
// publish sees what becomes of it.
func maySee(p staff.Person, b store.Broadcast) bool {
	return p.May(b.Act) || b.Kind == render.KindPublication && p.May(staff.ConfirmPublication)
}

func (c control) count() store.BroadcastCount { return store.CountBroadcast(c.report) }

// missing are those who were reached and have not acknowledged.
func (c control) missing() []store.RecipientReport {
	return slices.DeleteFunc(slices.Clone(c.report), func(r store.RecipientReport) bool {
		return r.Person == "" || r.State != store.Reached || !r.Acknowledged.IsZero()
	})
}

// remindable counts those of them who can be reminded now.
func (c control) remindable() (n int) {
	for _, r := range c.report {
		if r.Remindable() {
			n++
		}
	}
	return n
}

func (c control) message() (m store.Message) {
	back := store.Button{Label: "Quay lại", Action: actProgress}
	switch c.state.View {
	case viewList, viewMissing:
		shown := c.report
		if c.state.View == viewMissing {
			shown = c.missing()
		}
		m, pages := render.BroadcastList(c.b, shown, c.state.View == viewMissing, c.state.Page, c.zone)
		row := []store.Button{back}
		if pages > 1 {
			row = append(row, store.Button{Label: "Trang sau", Action: actPage})
		}
		m.Buttons = [][]store.Button{row}
		return m
	case viewCancel:
		m = render.AskCancelBroadcast(c.b, c.count())
		m.Buttons = [][]store.Button{{{Label: "Huỷ gửi", Action: actCancelNow}, back}}
		return m
	case viewStrike:
		m = render.AskStrikeBroadcast(c.b, c.count())
		m.Buttons = [][]store.Button{{{Label: "Thu hồi", Action: actStrikeNow}, back}}
		return m
	}
	m = render.BroadcastProgress(c.b, c.count(), c.zone)
	m.Buttons = c.buttons()
	return m
}

// buttons are what the person may do as it stands.
func (c control) buttons() (rows [][]store.Button) {
	if !c.steers {
		return [][]store.Button{{{Label: "Danh sách nơi nhận", Action: string(viewList)}}}
	}
	n := c.count()
	row := func(label, action string) { rows = append(rows, []store.Button{{Label: label, Action: action}}) }
	cancel := store.Button{Label: "Huỷ gửi", Action: string(viewCancel)}
	switch {
	case c.b.State == store.Scheduled:
		return [][]store.Button{{{Label: "Huỷ hẹn gửi", Action: string(viewCancel)}}}
	case c.b.State == store.Paused && n.Done(): // only edits of a correction are left
		row("Gửi tiếp", actResume)
	case c.b.State == store.Paused:
		rows = append(rows, []store.Button{{Label: "Gửi tiếp", Action: actResume}, cancel})
	case c.b.State == store.Running && !n.Done():
		rows = append(rows, []store.Button{{Label: "Tạm dừng", Action: actPause}, cancel})
	case c.b.State == store.Running:
		if n.Correcting > 0 {
			row("Tạm dừng", actPause)
		}
		if failed := n.Refused + n.Gone; failed > 0 {
			row(fmt.Sprintf("Gửi lại cho %d nơi lỗi", failed), actResend)
		}
		if n.Unknown > 0 {
			row(fmt.Sprintf("Gửi lại cho %d nơi chưa rõ", n.Unknown), actUncertain)
		}
		if n.Unenrolled > 0 {
			row("Gửi cho người vừa kích hoạt", actLatecomers)
		}
	}
	if c.b.Receipts && c.b.State != store.Struck && len(c.missing()) > 0 {
		var asked []store.Button
		if n := c.remindable(); n > 0 {
			asked = append(asked, store.Button{Label: fmt.Sprintf("Nhắc %d người", n), Action: actPress})
		}
		rows = append(rows, append(asked, store.Button{Label: "Ai chưa xác nhận", Action: string(viewMissing)}))
	}
	row("Danh sách nơi nhận", string(viewList))
	if c.b.Kind == render.KindNotice && n.Sent > 0 && c.b.State != store.Struck {
		rows = append(rows, []store.Button{{Label: "Đính chính", Action: actCorrect}, {Label: "Thu hồi", Action: string(viewStrike)}})
	}
	return rows
}

// pressBroadcast acts on a button of such a screen. What it may do follows from the
// broadcast as it stands now, so that an old button does nothing it should not.
func (t *turn) pressBroadcast(s store.Screen, action string, _ bool) error {
	state, err := stateOf[controlState](s)
	if err != nil {
		return err
	}
	b, found, err := t.tx.Broadcast(state.Broadcast)
	if err != nil {
		return err
	}
	if !found {
		return t.toast(render.ToastOldScreen)
	}
	steers := t.asker.May(b.Act)
	looks := action == string(viewList) || action == actPage || action == actProgress
	if !maySee(t.asker, b) || !steers && !looks {
		return t.refuse(render.NotAllowed())
	}
	report, err := t.tx.BroadcastReport(b)
	if err != nil {
		return err
	}
	told, err := t.steer(control{b, report, state, steers, t.now.Location()}, action, &state)
	if err != nil {
		return err
	}
	if err := t.toast(told); err != nil {
		return err
	}
	if action == actCorrect && told == "" {
		return t.correctNotice(b)
	}
	return t.redrawControl(s, state)
}

// redrawControl shows a broadcast as it stands now.
func (t *turn) redrawControl(s store.Screen, state controlState) error {
	b, _, err := t.tx.Broadcast(state.Broadcast)
	if err != nil {
		return err
	}
	report, err := t.tx.BroadcastReport(b)
	if err != nil {
		return err
	}
	if err := t.tx.FollowBroadcast(b.ID, s.ID, t.now); err != nil {
		return err
	}
	state.Shown = b.Revision
	return t.put(s, state, control{b, report, state, t.asker.May(b.Act), t.now.Location()}.message())
}

// resends are whom the buttons that send again mean.
var resends = map[string][]store.Reach{
	actResend:     {store.Refused, store.Gone},
	actUncertain:  {store.UnknownReach},
	actLatecomers: {store.Unenrolled},
}

// steer does what a button asks for; told answers the press.
func (t *turn) steer(c control, action string, state *controlState) (told string, err error) {
	act := func(do func(store.Broadcast, string, time.Time) (bool, error)) (string, error) {
		*state = controlState{Broadcast: c.b.ID}
		ok, err := do(c.b, t.asker.Key, t.now)
		if !ok {
			return render.ToastStale, err
		}
		return "", err
	}
	if which, ok := resends[action]; ok {
		count, err := t.tx.ResendBroadcast(c.b, which, t.asker.Key, t.now)
		return render.ToastResent(count), err
	}
	switch action {
	case actPause:
		if n := c.count(); n.Done() && n.Correcting == 0 {
			return render.ToastStale, nil
		}
		return act(t.tx.PauseBroadcast)
	case actResume:
		return act(t.tx.ResumeBroadcast)
	case actCancelNow:
		if c.state.View != viewCancel || c.count().Done() {
			*state = controlState{Broadcast: c.b.ID}
			return render.ToastStale, nil
		}
		return act(func(b store.Broadcast, by string, now time.Time) (bool, error) {
			return t.tx.CancelBroadcast(b, by, "", now)
		})
	case actStrikeNow:
		if c.state.View != viewStrike || c.b.State == store.Struck || c.b.Kind != render.KindNotice {
			*state = controlState{Broadcast: c.b.ID}
			return render.ToastStale, nil
		}
		return act(t.strike)
	case actPress:
		if !c.b.Receipts || c.b.State == store.Struck {
			return render.ToastStale, nil
		}
		count, err := t.tx.RemindBroadcast(c.b, render.RemindReceipt(c.b), t.asker.Key, t.now)
		return render.ToastReminded(count), err
	case actCorrect:
		if c.b.Kind != render.KindNotice || c.b.State == store.Struck || c.b.State == store.Scheduled {
			return render.ToastStale, nil
		}
		return "", nil
	case string(viewList), string(viewMissing), string(viewCancel), string(viewStrike):
		*state = controlState{Broadcast: c.b.ID, View: controlView(action)}
	case actPage:
		state.Page++
	case actProgress:
		*state = controlState{Broadcast: c.b.ID}
	default:
		return render.ToastOldScreen, nil
	}
	return "", nil
}

// strike takes a notice back: its words are struck out, its files taken away.
func (t *turn) strike(b store.Broadcast, by string, now time.Time) (bool, error) {
	parts, err := t.tx.BroadcastParts(b.ID, 0, b.Version)
	if err != nil && !errors.Is(err, store.ErrUnreadable) { // what cannot be struck out is taken away
		return false, err
	}
	parts = slices.DeleteFunc(parts, func(p store.Part) bool { return p.Message.File != nil })
	for i := range parts {
		parts[i].Message = render.StruckPart(parts[i].Message)
	}
	return true, t.tx.CorrectBroadcast(b, parts, nil, true, by, now)
}

// pressCopy acts on the button of a copy: somebody acknowledges it, in their own chat
// or, if they are enrolled, in a group. What they acknowledge is the version under which
// the button stood, whatever is on its way.
func (t *turn) pressCopy(s store.Screen, action string, _ bool) error {
	k, err := store.CopyScreen(s)
	if err != nil {
		return err
	}
	if k.Broadcast == 0 {
		return t.toast(render.ToastPreview)
	}
	b, found, err := t.tx.Broadcast(k.Broadcast)
	switch {
	case err != nil:
		return err
	case !found || action != render.ActReceived || !b.Receipts:
		return t.toast(render.ToastOldScreen)
	case b.State == store.Struck:
		return t.toast(render.ToastReceiptOld)
	case t.stranger():
		return t.toast(render.ToastNotEnrolled)
	}
	saw, known, err := t.tx.SeenVersion(b, s.ID, t.drawn)
	if err != nil {
		return err
	}
	if !known {
		return t.toast(render.ToastOldScreen)
	}
	first, err := t.tx.AcknowledgeBroadcast(b, saw, t.asker.Key, s.Chat, t.now)
	if err != nil {
		return err
	}
	told := render.ToastReceipt
	switch {
	case saw < b.Version:
		told = render.ToastReceiptCorrected
	case !first:
		told = render.ToastReceiptAgain
	}
	if err := t.toast(told); err != nil || s.Person == "" || saw < b.Version {
		return err // the correction takes the place of what they saw, and asks again
	}
	return t.showReceived(s, b, k)
}

// showReceived takes the button away where the person has pressed it.
func (t *turn) showReceived(s store.Screen, b store.Broadcast, k store.CopyOf) error {
	m := render.RemindedReceipt(b)
	if k.Part >= 0 {
		parts, err := t.tx.RecipientParts(k.Recipient, b.Version)
		if err != nil || k.Part >= len(parts) {
			return err
		}
		m = render.ReceivedPart(parts[k.Part].Message, t.now)
	}
	return t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: s.Chat, Class: store.Answer, Kind: store.Edit, Message: m,
		Screen: s.ID, Revision: s.Revision, InPlace: true}, t.now)
}
