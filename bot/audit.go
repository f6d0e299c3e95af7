package bot

import (
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// dutyAudit owns the screens that show the audit (nhật ký).
const dutyAudit = "audit"

// auditState is what such a screen remembers.
type auditState struct {
	Kind string `json:"kind,omitempty"` // of subject; "" is any
	Skip int    `json:"skip,omitempty"` // entries before the page
}

// The actions of its buttons. actKind is followed by a kind of subject.
const (
	actOlder = "older"
	actNewer = "newer"
	actKind  = "kind:"
)

// auditPage is how many entries a page of the audit has.
const auditPage = 8

// readAudit shows the audit: all of it to those who may read everybody's, their own
// acts to all others.
func (t *turn) readAudit() error {
	message, err := t.auditMessage(auditState{})
	if err != nil {
		return err
	}
	return t.open(store.Screen{Duty: dutyAudit}, auditState{}, message)
}

// auditMessage is a page of the audit with its buttons.
func (t *turn) auditMessage(state auditState) (store.Message, error) {
	query := store.AuditQuery{Kind: state.Kind, Skip: state.Skip, Limit: auditPage + 1} // one more tells whether there are older ones
	everybody := t.asker.May(staff.ReadAudit)
	if !everybody {
		if !t.asker.MayOn(staff.ReadAudit, staff.Target{Person: t.asker.Key}) {
			return render.NotAllowed(), nil
		}
		query.Of = t.asker.Key
	}
	entries, err := t.tx.Audit(query)
	if err != nil {
		return store.Message{}, err
	}
	older := len(entries) > auditPage
	if older {
		entries = entries[:auditPage]
	}
	m := render.Audit(entries, state.Kind, !everybody, t.names.Directory(), t.now.Location())
	var turn []store.Button
	if state.Skip > 0 {
		turn = append(turn, store.Button{Label: "◀ Mới hơn", Action: actNewer})
	}
	if older {
		turn = append(turn, store.Button{Label: "Cũ hơn ▶", Action: actOlder})
	}
	if len(turn) > 0 {
		m.Buttons = append(m.Buttons, turn)
	}
	var kinds []store.Button
	for _, kind := range []string{"", store.AboutWeek, store.AboutPerson, store.AboutGroup, store.AboutDirectory, store.AboutBroadcast} {
		if kind != state.Kind {
			kinds = append(kinds, store.Button{Label: render.AuditKind(kind), Action: actKind + kind})
		}
	}
	m.Buttons = append(m.Buttons, kinds[:3], kinds[3:])
	return m, nil
}

// pressAudit turns the pages of the audit, or filters it.
func (t *turn) pressAudit(s store.Screen, action string, stale bool) error {
	state, err := stateOf[auditState](s)
	if err != nil {
		return err
	}
	if !stale && !state.act(action) {
		return t.toast(render.ToastOldScreen)
	}
	if err := t.heard(stale); err != nil {
		return err
	}
	message, err := t.auditMessage(state)
	if err != nil {
		return err
	}
	if err := t.tx.ChangeScreen(&s, state, t.now); err != nil {
		return err
	}
	return t.redraw(s, message)
}

// act changes the state as a button asks; false for what no button of ours asks.
func (s *auditState) act(action string) bool {
	switch action {
	case actOlder:
		s.Skip += auditPage
	case actNewer:
		s.Skip = max(s.Skip-auditPage, 0)
	case actKind, actKind + store.AboutWeek, actKind + store.AboutPerson, actKind + store.AboutGroup, actKind + store.AboutDirectory, actKind + store.AboutBroadcast:
		*s = auditState{Kind: action[len(actKind):]}
	default:
		return false
	}
	return true
}
