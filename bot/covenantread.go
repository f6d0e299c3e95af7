package bot

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"

	"thuky/bot/doc"
	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// errandReadRows downloads a file of rows.
const errandReadRows = "read-rows"

// mostTargets is how many targets one file may give.
const mostTargets = 5000

// rowsResult is what errandReadRows brings back.
type rowsResult struct {
	Person  string      `json:"person"`
	Task    readTask    `json:"task"`
	Problem problem     `json:"problem,omitempty"`
	Found   Finding     `json:"found,omitzero"`
	Cell    string      `json:"cell,omitempty"` // of problemFormula
	Rows    []score.Row `json:"rows,omitempty"`
}

// readRows downloads a file and reads its rows.
func (b *Bot) readRows(ctx context.Context, e store.Errand) (result any, err error) {
	r := rowsResult{Person: e.Person}
	data, why, err := b.fetch(ctx, e, &r.Task)
	if r.Problem = why; err != nil || why != "" {
		return r, err
	}
	defer b.caught("reading rows", func() {
		r.Problem = problemUnreadable
		result, err = r, nil
	})
	pages, why := b.tables(data, &r.Found)
	if r.Problem = why; why != "" {
		return r, nil
	}
	if isZip(data) {
		if _, r.Cell = doc.Formulas(data); r.Cell != "" {
			r.Problem = problemFormula
			return r, nil
		}
	}
	for _, page := range pages { // the first page that has rows
		if r.Rows = page.Rows; len(r.Rows) > 0 {
			break
		}
	}
	if len(r.Rows) > mostTargets {
		r.Rows, r.Problem = nil, problemTooMany
	}
	return r, nil
}

// rowsLost is the result of a file that could not be fetched or read.
func rowsLost(e store.Errand) any {
	r := rowsResult{Person: e.Person, Problem: problemLost}
	_ = json.Unmarshal(e.Task, &r.Task) // of a task that does not read no screen waits
	return r
}

// attachCovenants takes a file of targets; took is false for what cannot be one.
func (t *turn) attachCovenants(s store.Screen, a attachment) (took bool, err error) {
	state, err := stateOf[covenantScreen](s)
	name := strings.ToLower(a.Name)
	if err != nil || !strings.HasSuffix(name, ".csv") && !strings.HasSuffix(name, ".xlsx") || !takesRows(state) ||
		t.now.Sub(s.Changed) > patience || !t.asker.May(staff.ManagePeriod) {
		return false, err
	}
	if a.Size > maxFile {
		return true, t.say(render.FileTooBig(maxFile >> 20))
	}
	if err := t.takeDown(s, struct{}{}); err != nil {
		return true, err
	}
	state = covenantScreen{View: covenantReading, Period: state.Period, File: a.Name}
	s, err = t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyCovenant}, state, t.now)
	if err != nil {
		return true, err
	}
	if err := t.tx.NewErrand(errandReadRows, t.arrival.Chat, t.asker.Key,
		readTask{Screen: s.ID, Revision: s.Revision, FileID: a.FileID, Name: a.Name}, t.now); err != nil {
		return true, err
	}
	return true, t.show(s, render.ReadingRows(a.Name))
}

// rowsRead shows what an errand read.
func (t *turn) rowsRead(r rowsResult) error {
	s, ok, err := t.waitingFor(r.Person, r.Task)
	if err != nil || !ok {
		return err
	}
	if !t.asker.May(staff.ManagePeriod) {
		return t.closeScreen(s, render.MayNotManagePeriods())
	}
	state, err := stateOf[covenantScreen](s)
	if err != nil {
		return err
	}
	m, refused := problemMessage(r.Problem, r.Found)
	switch {
	case refused:
	case r.Problem == problemFormula:
		m = render.FormulaWithoutResult(r.Cell)
	case r.Problem == problemTooMany:
		m = render.RowsTooMany(mostTargets)
	case r.Problem != "":
		m = render.RowsUnreadable()
	}
	if m.Text != "" { // another file may follow
		return t.showCovenant(s, covenantScreen{View: covenantOverview, Period: state.Period, said: m.Text})
	}
	if state, err = t.readCovenants(state, r.Rows); err != nil {
		return err
	}
	return t.showCovenant(s, state)
}

// typedCovenants takes targets that are typed or pasted; took is false for what is
// something else.
func (t *turn) typedCovenants(s store.Screen, text string) (took bool, err error) {
	state, err := stateOf[covenantScreen](s)
	if err != nil || !takesRows(state) || t.now.Sub(s.Changed) > patience || !t.asker.May(staff.ManagePeriod) {
		return false, err
	}
	if saysStop(text) {
		return true, t.closeScreen(s, render.CovenantsClosed())
	}
	if state.View == covenantUnit {
		k, err := t.covenantDesk(&state)
		if err != nil {
			return false, err
		}
		text = withUnit(text, state.Unit, k.sheets[state.Unit])
	}
	rows, ok := readTargets(text, t.names.Directory())
	if !ok {
		return false, nil
	}
	if err := t.takeDown(s, struct{}{}); err != nil {
		return true, err
	}
	if state, err = t.readCovenants(covenantScreen{Period: state.Period}, rows); err != nil {
		return true, err
	}
	return true, t.newCovenantScreen(state)
}

// takesRows reports whether the screen takes targets, also in place of those that it
// shows for a look.
func takesRows(c covenantScreen) bool {
	return c.View == covenantOverview || c.View == covenantUnit || c.View == covenantPreview
}

// withUnit puts the unit that is looked at before a text that begins with a criterion of
// its sheet.
func withUnit(text, unit string, sheet *score.Sheet) string {
	words := strings.Fields(text)
	if sheet == nil || len(words) == 0 {
		return text
	}
	if _, found := sheet.Criterion(strings.ToUpper(strings.Trim(words[0], ":="))); !found {
		return text
	}
	return unit + " " + text
}

// covenantWords say under which document, and when, targets were signed: "giao ước
// 12/GƯ-VKS ngày 09/02/2021", at the end of a line.
var covenantWords = regexp.MustCompile(`(?i)[\s,;]*(?:theo\s+)?(?:bản\s+)?giao ước(?:\s+số)?\s*:?\s+(\S.*?)(?:[\s,]+(?:ký\s+)?ngày\s+(\S+))?[\s.;]*$`)

// readTargets reads targets as they are typed, "P9 A.I.1 95 giao ước 12/GƯ-VKS ngày
// 09/02/2021", or pasted with the header of a file. Several stand on lines of their own
// or behind a semicolon; unit, covenant and day go on where a line does not say them.
// ok is false if the text begins with no unit.
func readTargets(text string, d *staff.Directory) (rows []score.Row, ok bool) {
	if first, _, _ := strings.Cut(text, "\n"); strings.Contains(strings.ToLower(first), "unit") && strings.ContainsAny(first, ",;\t") {
		return pastedRows(text)
	}
	rows = []score.Row{{Cells: []string{"unit", "code", "target", "covenant", "date"}}}
	unit, covenant, day := "", "", ""
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		for part := range strings.SplitSeq(line, ";") {
			if found := covenantWords.FindStringSubmatch(part); found != nil {
				covenant, day, part = found[1], strings.Trim(found[2], ".,"), part[:len(part)-len(found[0])]
				for i := range rows[1:] { // said once, behind several
					if cells := rows[i+1].Cells; cells[3] == "" {
						cells[3], cells[4] = covenant, day
					}
				}
			}
			words := strings.Fields(strings.Trim(part, " ,:-"))
			if len(words) == 0 {
				continue
			}
			if named, n := unitAtHead(d, words); n > 0 {
				unit, words = named, words[n:]
			}
			if unit == "" {
				return nil, false
			}
			code, target := "", ""
			if len(words) > 0 {
				code, target = strings.Trim(words[0], ":="), strings.TrimLeft(strings.Join(words[1:], " "), ":= ")
			}
			rows = append(rows, score.Row{Line: number, Cells: []string{unit, code, target, covenant, day}})
		}
	}
	// "Phòng 9 hôm nay" is a question.
	return rows, len(rows) > 1 && strings.ContainsAny(rows[1].Cells[1], ".0123456789")
}

// pastedRows reads rows that were pasted with their header.
func pastedRows(text string) ([]score.Row, bool) {
	pages, err := doc.Tables([]byte(text))
	if err != nil || len(pages) != 1 {
		return nil, false
	}
	var rows []score.Row
	for _, row := range pages[0].Rows {
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = c.Text
		}
		rows = append(rows, score.Row{Line: row.Line, Cells: cells})
	}
	return rows, len(rows) > 1
}

// unitAtHead finds the unit that the first words name; n is how many they are.
func unitAtHead(d *staff.Directory, words []string) (code string, n int) {
	for n := min(len(words), 8); n > 0; n-- {
		if u, ok := unitCalled(d, strings.Trim(strings.Join(words[:n], " "), ":,")); ok {
			return u.Code, n
		}
	}
	return "", 0
}

// unitCalled finds a unit by its code or one of its names, however it is typed.
func unitCalled(d *staff.Directory, typed string) (staff.Unit, bool) {
	typed = vi.Fold(strings.Join(strings.Fields(typed), " "))
	for _, u := range d.Units {
		for _, name := range append([]string{u.Code, u.Name}, u.Aliases...) {
			if vi.Fold(name) == typed {
				return u, true
			}
		}
	}
	return staff.Unit{}, false
}
