package bot

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"thuky/store"
)

// stateOf reads what a screen remembers.
func stateOf[S any](s store.Screen) (state S, err error) {
	if err := json.Unmarshal(s.State, &state); err != nil {
		return state, fmt.Errorf("screen %d: %w", s.ID, err)
	}
	return state, nil
}

// open shows a new screen of a duty to the person.
func (t *turn) open(s store.Screen, state any, m store.Message) error {
	s.Chat, s.Person = t.arrival.Chat, t.asker.Key
	s, err := t.tx.NewScreen(s, state, t.now)
	if err != nil {
		return err
	}
	return t.show(s, m)
}

// put shows a new state of a screen: the first time as a message, then in its place.
func (t *turn) put(s store.Screen, state any, m store.Message) error {
	shown, err := t.tx.Shown(s)
	if err != nil {
		return err
	}
	if err := t.tx.ChangeScreen(&s, state, t.now); err != nil {
		return err
	}
	if !shown {
		return t.show(s, m)
	}
	return t.redraw(s, m)
}

// optionsPage is how many options a page has.
const optionsPage = 10

// optionButtons are a page of options, two in a row where they are short, with a
// button for the next page and one to give up. A page beyond the last is the first.
func optionButtons(labels []string, page *int) (rows [][]store.Button) {
	if *page*optionsPage >= len(labels) {
		*page = 0
	}
	first := *page * optionsPage
	for i := first; i < min(first+optionsPage, len(labels)); i++ {
		b := store.Button{Label: labels[i], Action: actPick + strconv.Itoa(i)}
		if last := len(rows) - 1; last >= 0 && len(rows[last]) == 1 && short(rows[last][0].Label) && short(b.Label) {
			rows[last] = append(rows[last], b)
			continue
		}
		rows = append(rows, []store.Button{b})
	}
	end := []store.Button{{Label: "Thôi", Action: actCancel}}
	if len(labels) > optionsPage {
		end = append([]store.Button{{Label: "Trang sau", Action: actPage}}, end...)
	}
	return append(rows, end)
}

// pickedOption finds the option that a button of optionButtons stands for.
func pickedOption(action string, options []string) (option string, ok bool) {
	number, isPick := strings.CutPrefix(action, actPick)
	n, err := strconv.Atoi(number)
	if err != nil || !isPick || n < 0 || n >= len(options) {
		return "", false
	}
	return options[n], true
}

func short(label string) bool { return utf8.RuneCountInString(label) <= 18 }

// closeScreen ends a screen with a last message in its place.
func (t *turn) closeScreen(s store.Screen, m store.Message) error {
	s.Awaits = false
	if err := t.tx.ChangeScreen(&s, struct{}{}, t.now); err != nil {
		return err
	}
	return t.redraw(s, m)
}

// takeDown ends a screen that goes on below what was just typed: its message goes away.
// The state is the one in which it answers no more.
func (t *turn) takeDown(s store.Screen, state any) error {
	s.Awaits = false
	if err := t.tx.ChangeScreen(&s, state, t.now); err != nil {
		return err
	}
	return t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: s.Chat, Class: store.Answer, Kind: store.Delete, Screen: s.ID}, t.now)
}
