package bot

import (
	"strings"

	"thuky/bot/render"
	"thuky/store"
)

// A panel is a duty whose screens, of state S, are drawn anew from the ledger at every
// press and every text: what was shown is never trusted, only what it was about.
type panel[S any] struct {
	duty string
	// show is what the screen shows now, and what can be done there. It judges the
	// asker's rights: who may not see it is shown why, and can do nothing.
	show func(t *turn, state *S) (page[S], error)
	// back leaves what is being typed as it was.
	back func(state *S)
	told func(state *S) *outcome
}

// A page is what a screen shows and what can be done there.
type page[S any] struct {
	message store.Message
	rows    [][]choice[S]
	read    func(state *S, text string) // takes a typed text; nil if none is awaited
	asks    bool                        // the text may well be a question
}

// An outcome is what came of a press or a text.
type outcome struct {
	said   string         // markup, over the screen that is shown then
	failed error          // undoes the turn
	end    *store.Message // closes the screen
}

// do is a choice that may fail.
func do[S any](label string, act func(state *S) error, told func(*S) *outcome) choice[S] {
	return choice[S]{label, func(state *S) { told(state).failed = act(state) }}
}

// open shows a new screen.
func (p *panel[S]) open(t *turn, state S) error {
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: p.duty}, state, t.now)
	if err != nil {
		return err
	}
	return p.put(t, s, state)
}

// put shows the screen as it stands now.
func (p *panel[S]) put(t *turn, s store.Screen, state S) error {
	shown, err := p.show(t, &state)
	if err != nil {
		return err
	}
	m := shown.message
	if said := p.told(&state).said; said != "" {
		m.Text = said + "\n\n" + m.Text
	}
	m.Buttons, s.Awaits = buttons(shown.rows), shown.read != nil
	return t.put(s, state, m)
}

// after goes on with what a press or a text made of the state.
func (p *panel[S]) after(t *turn, s store.Screen, state S, anew bool) error {
	switch o := p.told(&state); {
	case o.failed != nil:
		return o.failed
	case o.end != nil:
		return t.closeScreen(s, *o.end)
	case !anew:
		return p.put(t, s, state)
	}
	if err := t.takeDown(s, struct{}{}); err != nil {
		return err
	}
	return p.open(t, state)
}

// press acts on a button.
func (p *panel[S]) press(t *turn, s store.Screen, action string, stale bool) error {
	if string(s.State) == "{}" { // closed
		return t.toast(render.ToastOldScreen)
	}
	state, err := stateOf[S](s)
	if err != nil {
		return err
	}
	shown, err := p.show(t, &state)
	if err != nil {
		return err
	}
	if err := choose(t, &state, shown.rows, action, stale); err != nil {
		return err
	}
	return p.after(t, s, state, false)
}

// read takes a text for a screen that awaits one; took is false if it is something
// else, or comes too late to be meant for it.
func (p *panel[S]) read(t *turn, s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[S](s)
	if err != nil || t.now.Sub(s.Changed) > patience {
		return false, err
	}
	shown, err := p.show(t, &state)
	switch {
	case err != nil || shown.read == nil || !shown.asks && t.clearlyAsks(text):
		return false, err
	case saysStop(text):
		p.back(&state)
		p.told(&state).said = render.Plain(render.EditGivenUp().Text)
	default:
		shown.read(&state, strings.Join(strings.Fields(text), " "))
	}
	return true, p.after(t, s, state, true)
}
