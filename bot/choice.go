package bot

import (
	"hash/fnv"
	"strconv"

	"thuky/bot/render"
	"thuky/store"
)

// A choice is one button of a screen whose state is an S: what it says, and what
// a press makes of the state. A screen's choices follow from its state, so a
// button carries no more than which one it is: its number, and its label's sum, so
// that a press never means what its button did not say.
type choice[S any] struct {
	label string
	do    func(*S)
}

func (c choice[S]) action(number int) string {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(c.label)) // never fails
	return strconv.Itoa(number) + "-" + strconv.FormatUint(uint64(sum.Sum32()), 36)
}

// buttons are the rows of choices as people see them.
func buttons[S any](rows [][]choice[S]) [][]store.Button {
	var all [][]store.Button
	number := 0
	for _, row := range rows {
		if len(row) == 0 {
			continue
		}
		shown := make([]store.Button, len(row))
		for i, c := range row {
			shown[i] = store.Button{Label: c.label, Action: c.action(number)}
			number++
		}
		all = append(all, shown)
	}
	return all
}

// chosen finds the choice that a button stands for; ok is false if there is none.
func chosen[S any](rows [][]choice[S], action string) (c choice[S], ok bool) {
	number := 0
	for _, row := range rows {
		for _, c := range row {
			if c.action(number) == action {
				return c, true
			}
			number++
		}
	}
	return c, false
}

// inRows lays choices out, so many a row.
func inRows[S any](all []choice[S], width int) [][]choice[S] {
	var rows [][]choice[S]
	for ; len(all) > width; all = all[width:] {
		rows = append(rows, all[:width])
	}
	if len(all) > 0 {
		rows = append(rows, all)
	}
	return rows
}

// choose lets a press take effect on a state, if one of its choices is what the button
// said, and answers the press.
func choose[S any](t *turn, state *S, rows [][]choice[S], action string, stale bool) error {
	c, ok := chosen(rows, action)
	stale = stale || !ok
	if !stale {
		c.do(state)
	}
	return t.heard(stale)
}

// heard answers a press; stale says that its button stood for what has changed since.
func (t *turn) heard(stale bool) error {
	if stale {
		return t.toast(render.ToastStale)
	}
	return t.toast("")
}

// refuse answers a press of somebody who may not do what it asks.
func (t *turn) refuse(m store.Message) error {
	if err := t.toast(""); err != nil {
		return err
	}
	return t.say(m)
}

// choicesPage is how many choices of a long list stand on a page.
const choicesPage = 24

// pageOf are the choices of one page, so many a row, and a button that turns over if
// there are more; a page beyond the last is the first.
func pageOf[S any](all []choice[S], page, width int, turn func(*S)) [][]choice[S] {
	count := max(1, (len(all)+choicesPage-1)/choicesPage)
	first := page % count * choicesPage
	rows := inRows(all[first:min(first+choicesPage, len(all))], width)
	if count > 1 {
		rows = append(rows, []choice[S]{{"Trang sau", turn}})
	}
	return rows
}

// shortInPairs lays choices out, two a row where they are short.
func shortInPairs[S any](all []choice[S]) (rows [][]choice[S]) {
	for _, c := range all {
		if last := len(rows) - 1; last >= 0 && len(rows[last]) == 1 && short(rows[last][0].label) && short(c.label) {
			rows[last] = append(rows[last], c)
			continue
		}
		rows = append(rows, []choice[S]{c})
	}
	return rows
}
