package bot

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"thuky/bot/names"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyCovenant owns the screens on which the office gives units the targets that they
// signed (giao ước thi đua), and units look at their own.
const dutyCovenant = "covenant"

// A covenantView is what such a screen shows.
type covenantView string

const (
	covenantPick     covenantView = "pick"     // which period
	covenantOverview covenantView = "overview" // how many targets each unit has; more may be sent
	covenantUnit     covenantView = "unit"
	covenantReading  covenantView = "reading"
	covenantPreview  covenantView = "preview" // what was understood
)

// A covenantScreen is what such a screen remembers.
type covenantScreen struct {
	View   covenantView `json:"view"` // "" once it is closed
	Period int64        `json:"period,omitempty"`
	Unit   string       `json:"unit,omitempty"`
	Page   int          `json:"page,omitempty"`

	File     string                 `json:"file,omitempty"`     // that is read, "" for what was typed
	Targets  []score.CovenantTarget `json:"targets,omitempty"`  // understood
	Mistakes []string               `json:"mistakes,omitempty"` // worded, the first of them
	Count    int                    `json:"count,omitempty"`    // of all mistakes

	said  string
	order func(*turn, *covenantScreen, covenantDesk) error
}

// A covenantDesk is what the ledger knows of what such a screen shows.
type covenantDesk struct {
	periods []store.Period
	render.PeriodFacts
	targets []score.CovenantTarget // of the period, or of the unit shown
	sheets  map[string]*score.Sheet
}

type covenantChoice = choice[covenantScreen]

// covenants shows the targets of a period: to the office all, to a unit its own.
func (t *turn) covenants(string) error {
	periods, err := t.tx.Periods()
	if err != nil {
		return err
	}
	if t.asker.May(staff.SeeProgress) {
		state := covenantScreen{View: covenantPick}
		if live := slices.DeleteFunc(periods, func(p store.Period) bool { return !p.State.TakesTargets() }); len(live) == 1 {
			state = covenantScreen{View: covenantOverview, Period: live[0].ID}
		}
		return t.newCovenantScreen(state)
	}
	if !t.asker.MayOn(staff.SeeProgress, staff.Target{Unit: t.asker.Unit}) {
		return t.say(render.NotAllowed())
	}
	forms, err := t.tx.SubmissionsOf(t.asker.Unit)
	if err != nil {
		return err
	}
	if len(forms) == 0 {
		return t.say(render.UnitInNoPeriod())
	}
	return t.newCovenantScreen(covenantScreen{View: covenantUnit, Period: forms[0].Period, Unit: forms[0].Unit})
}

func (t *turn) newCovenantScreen(state covenantScreen) error {
	s, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyCovenant}, state, t.now)
	if err != nil {
		return err
	}
	return t.showCovenant(s, state)
}

// maySeeCovenant judges who looks: everybody who may see all progress, and a unit its own.
func (t *turn) maySeeCovenant(state covenantScreen) bool {
	return t.asker.May(staff.SeeProgress) ||
		state.View == covenantUnit && t.asker.MayOn(staff.SeeProgress, staff.Target{Unit: state.Unit})
}

// covenantDesk reads what the screen needs.
func (t *turn) covenantDesk(state *covenantScreen) (k covenantDesk, err error) {
	if state.View == covenantPick {
		k.periods, err = t.tx.Periods()
		return k, err
	}
	p, found, err := t.tx.Period(state.Period)
	if err != nil {
		return k, err
	}
	if !found {
		*state = covenantScreen{View: covenantPick}
		return t.covenantDesk(state)
	}
	if k.PeriodFacts, err = t.periodFacts(p); err != nil {
		return k, err
	}
	unit := ""
	if state.View == covenantUnit {
		unit = state.Unit
	}
	if k.targets, err = t.tx.Covenants(p.ID, unit); err != nil {
		return k, err
	}
	k.sheets, err = sheetsOf(t.tx, k.PeriodFacts)
	return k, err
}

// sheetsOf are the sheets by which the units of a period are scored: the one each began
// with, or its cluster's; none where the cluster has none yet.
func sheetsOf(tx *store.Tx, f render.PeriodFacts) (map[string]*score.Sheet, error) {
	all := map[string]*score.Sheet{}
	for _, form := range f.Forms {
		version := cmp.Or(form.Sheet, f.Sheets[form.Cluster].ID)
		if version == 0 {
			continue
		}
		_, sheet, err := tx.Sheet(version)
		if err != nil {
			return nil, err
		}
		all[form.Unit] = sheet
	}
	return all, nil
}

// ReadTargets reads rows of targets for a period as the chat does: see
// score.ReadCovenants for the rows and the errors besides store.ErrNoPeriod.
func ReadTargets(tx *store.Tx, period int64, rows []score.Row, now time.Time) ([]score.CovenantTarget, error) {
	facts, err := PeriodFacts(tx, period, now)
	if err != nil {
		return nil, err
	}
	sheets, err := sheetsOf(tx, facts)
	if err != nil {
		return nil, err
	}
	d, err := tx.Directory()
	if err != nil {
		return nil, err
	}
	targets, err := score.ReadCovenants(rows, sheetsByUnit(&d, facts, sheets))
	return targets, withNear(err, &d, facts)
}

// withNear names, beside every unit of a row that is not known, those of the period that
// it may be.
func withNear(err error, d *staff.Directory, f render.PeriodFacts) error {
	var wrong score.Mistakes
	if !errors.As(err, &wrong) {
		return err
	}
	var units []staff.Unit
	for _, u := range d.Units {
		if _, in := f.Form(u.Code); in {
			units = append(units, u)
		}
	}
	for _, m := range wrong {
		if m.Fault != score.UnknownUnit {
			continue
		}
		var near []string
		for _, u := range names.Near(units, m.Value) {
			near = append(near, u.Name)
		}
		m.Want = strings.Join(near, ", ")
	}
	return err
}

// showCovenant shows the screen as it stands now.
func (t *turn) showCovenant(s store.Screen, state covenantScreen) error {
	k, err := t.covenantDesk(&state)
	if err != nil {
		return err
	}
	m, rows := state.show(k, t)
	if state.said != "" {
		m.Text = state.said + "\n\n" + m.Text
	}
	m.Buttons = buttons(rows)
	s.Awaits = takesRows(state) && t.asker.May(staff.ManagePeriod) && k.Period.State.TakesTargets()
	return t.put(s, state, m)
}

// pressCovenant acts on a button.
func (t *turn) pressCovenant(s store.Screen, action string, stale bool) error {
	state, err := stateOf[covenantScreen](s)
	if err != nil {
		return err
	}
	if state.View == "" {
		return t.toast(render.ToastOldScreen)
	}
	if !t.maySeeCovenant(state) {
		return t.refuse(render.NotAllowed())
	}
	k, err := t.covenantDesk(&state)
	if err != nil {
		return err
	}
	_, rows := state.show(k, t)
	if err := choose(t, &state, rows, action, stale); err != nil {
		return err
	}
	if state.order != nil {
		if !t.asker.May(staff.ManagePeriod) {
			return t.say(render.MayNotManagePeriods())
		}
		if err := state.order(t, &state, k); err != nil {
			return err
		}
	}
	if state.View == "" {
		return t.closeScreen(s, render.CovenantsClosed())
	}
	return t.showCovenant(s, state)
}

// show is what the screen shows, and what can be chosen there.
func (c *covenantScreen) show(k covenantDesk, t *turn) (store.Message, [][]covenantChoice) {
	d, office := t.names.Directory(), t.asker.May(staff.ManagePeriod)
	end := covenantChoice{"Đóng", func(c *covenantScreen) { c.View = "" }}
	back := covenantChoice{"Quay lại", func(c *covenantScreen) { *c = covenantScreen{View: covenantOverview, Period: c.Period} }}
	over := func(pages int) [][]covenantChoice {
		if pages < 2 {
			return nil
		}
		return [][]covenantChoice{{{"Trang sau ▶", func(c *covenantScreen) { c.Page = (c.Page + 1) % pages }}}}
	}
	switch c.View {
	case covenantReading:
		return render.ReadingRows(c.File), nil
	case covenantUnit:
		m, pages := render.UnitTargets(c.Unit, k.Period, k.targets, k.sheets[c.Unit], d, c.Page, office && k.Period.State.TakesTargets())
		if !t.asker.May(staff.SeeProgress) {
			return m, append(over(pages), []covenantChoice{end})
		}
		return m, append(over(pages), []covenantChoice{back, end})
	case covenantPreview:
		m, pages := render.TargetsPreview(render.TargetsRead{Period: k.Period, Targets: c.Targets, Before: k.targets, Mistakes: c.Mistakes, Count: c.Count,
			Submitted: k.submitted(c.Targets)}, k.sheets, d, c.Page)
		rows := over(pages)
		if len(c.Targets) > 0 && office && k.Period.State.TakesTargets() {
			rows = append(rows, []covenantChoice{{render.SetTargetsLabel(len(c.Targets), c.Count), func(c *covenantScreen) { c.order = (*turn).setTargets }}})
		}
		return m, append(rows, []covenantChoice{{"Thôi", back.do}})
	case covenantOverview:
		counts := map[string]int{}
		for _, target := range k.targets {
			counts[target.Unit]++
		}
		var all []covenantChoice
		for _, form := range k.Forms {
			all = append(all, covenantChoice{render.TargetCountLabel(form.Unit, counts[form.Unit], d), func(c *covenantScreen) { c.View, c.Unit, c.Page = covenantUnit, form.Unit, 0 }})
		}
		rows := pageOf(all, c.Page, 2, func(c *covenantScreen) { c.Page++ })
		return render.Covenants(k.Period, len(k.targets), len(counts), office && k.Period.State.TakesTargets()), append(rows, []covenantChoice{
			{"Đợt khác", func(c *covenantScreen) { *c = covenantScreen{View: covenantPick} }}, end})
	}
	var all []covenantChoice
	for _, p := range k.periods {
		all = append(all, covenantChoice{render.PeriodLabel(p), func(c *covenantScreen) { *c = covenantScreen{View: covenantOverview, Period: p.ID} }})
	}
	return render.CovenantsOfWhich(len(all)), append(pageOf(all, c.Page, 1, func(c *covenantScreen) { c.Page++ }), []covenantChoice{end})
}

// submitted lists the units among those with new targets that have handed their sheet
// in already: their points change.
func (k covenantDesk) submitted(targets []score.CovenantTarget) (units []string) {
	for _, target := range targets {
		if form, in := k.Form(target.Unit); in && !waits(form) && !slices.Contains(units, target.Unit) {
			units = append(units, target.Unit)
		}
	}
	return units
}

// setTargets gives the targets that were shown, and tells the units of an open period.
func (t *turn) setTargets(c *covenantScreen, k covenantDesk) error {
	if !k.Period.State.TakesTargets() {
		return nil
	}
	err := t.tx.SetTargets(c.Period, c.Targets, t.asker.Key, t.now)
	if c.said = render.TargetsRefused(err); c.said != "" || err != nil {
		return unworded(c.said, err)
	}
	byUnit := map[string]int{}
	for _, target := range c.Targets {
		byUnit[target.Unit]++
	}
	*c = covenantScreen{View: covenantOverview, Period: c.Period, said: render.TargetsSet(len(c.Targets), len(byUnit))}
	if k.Period.State != score.PeriodOpen {
		return nil
	}
	for _, form := range k.Forms {
		if n := byUnit[form.Unit]; n > 0 {
			if err := t.tellUnit(k.Period, form.Unit, render.TargetsGiven(k.Period, n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// readCovenants understands rows of targets for a period.
func (t *turn) readCovenants(state covenantScreen, rows []score.Row) (covenantScreen, error) {
	state.View = covenantPreview
	k, err := t.covenantDesk(&state)
	if err != nil {
		return state, err
	}
	targets, err := score.ReadCovenants(rows, sheetsByUnit(t.names.Directory(), k.PeriodFacts, k.sheets))
	err = withNear(err, t.names.Directory(), k.PeriodFacts)
	var wrong score.Mistakes
	if err != nil && !errors.As(err, &wrong) {
		return state, err
	}
	slices.SortStableFunc(targets, func(a, b score.CovenantTarget) int { return cmp.Compare(a.Unit, b.Unit) })
	state.Targets, state.Count = targets, len(wrong)
	for _, m := range wrong[:min(len(wrong), mostMistakes)] {
		state.Mistakes = append(state.Mistakes, render.SheetMistake(m))
	}
	return state, nil
}

// sheetsByUnit knows the units of a period by any name, and their sheets: see
// score.ReadCovenants.
func sheetsByUnit(d *staff.Directory, f render.PeriodFacts, sheets map[string]*score.Sheet) func(string) (string, *score.Sheet) {
	codes := map[string]string{} // by what was typed
	return func(unit string) (string, *score.Sheet) {
		code, known := codes[unit]
		if !known {
			u, _ := unitCalled(d, unit)
			if _, in := f.Form(u.Code); in {
				code = u.Code
			}
			codes[unit] = code
		}
		return code, sheets[code]
	}
}
