package bot

import (
	"thuky/bot/render"
	"thuky/store"
)

// A Flood is how much one person may send before the rest of the office would have to
// wait for them. The zero Flood is no limit.
type Flood struct {
	Messages store.Pace // messages and presses in a private chat
	Files    store.Pace
}

// admit counts what the account of this turn sends; what is too much is put aside and
// must have no further effect. The person is told once, a stranger never.
func (t *turn) admit(kind string, pace store.Pace) (ok bool, err error) {
	ok, tell, err := t.tx.Admit(t.account, kind, pace, t.now)
	if err != nil || ok {
		return ok, err
	}
	if t.query != "" { // every press is answered
		told := ""
		if tell && !t.stranger() {
			told = render.ToastTooFast
		}
		if err := t.toast(told); err != nil {
			return false, err
		}
	} else if tell && !t.stranger() {
		m := render.TooFast()
		if kind == store.PaceFiles {
			m = render.TooManyFiles()
		}
		if err := t.say(m); err != nil {
			return false, err
		}
	}
	return false, t.aside("sent too fast")
}
