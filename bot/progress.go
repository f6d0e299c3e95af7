package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyProgress owns the screens that show how far units are with their score sheets
// (tiến độ), and from which the office chases those that are late.
const dutyProgress = "progress"

// A progressView is what such a screen shows.
type progressView string

const (
	progressAll   progressView = ""
	progressLog   progressView = "log"
	progressChase progressView = "chase" // asks before chasing
)

// progressState is what such a screen remembers.
type progressState struct {
	Period int64                 `json:"period"`
	View   progressView          `json:"view,omitempty"`
	Filter render.ProgressFilter `json:"filter,omitempty"`
	Page   int                   `json:"page,omitempty"`
	Note   string                `json:"note,omitempty"` // what a press has done

	chase  bool // a press asks for it
	extend bool // a press leads to the units, to give one more time
}

// A progressDesk is what a screen is drawn from.
type progressDesk struct {
	period  store.Period
	others  []int64                    // other periods that may be shown instead
	units   []store.Progress           // that the person may see
	several bool                       // they may see more than their own unit
	share   map[string][]string        // what they appraise; see store.Tx.Shares
	done    map[string]render.PartDone // of that, while the team is at work
	manages bool                       // they may chase
	late    int
	silent  []string // of those that are late, units of which nobody can be chased
	chased  map[string]time.Time
	pages   int
	planned int // units that a press would chase, where the screen asks
}

// progress shows how far units are in the newest period that is not over; a number
// names another.
func (t *turn) progress(argument string) error {
	periods, err := t.visiblePeriods()
	if err != nil || len(periods) == 0 {
		return firstError(err, func() error { return t.say(t.noProgress()) })
	}
	chosen := t.mostUrgent(periods)
	if n, err := strconv.ParseInt(strings.TrimSpace(argument), 10, 64); err == nil {
		if i := slices.IndexFunc(periods, func(p store.Period) bool { return p.ID == n }); i >= 0 {
			chosen = periods[i]
		}
	}
	state := progressState{Period: chosen.ID}
	k, err := t.progressDesk(&state)
	switch {
	case err != nil:
		return err
	case len(k.units) == 0:
		return t.say(render.NotInPeriod(k.period))
	}
	m, err := t.progressMessage(&state, &k)
	if err != nil {
		return err
	}
	return t.open(store.Screen{Duty: dutyProgress}, state, m)
}

func firstError(err error, otherwise func() error) error {
	if err != nil {
		return err
	}
	return otherwise()
}

// ofAUnit reports whether the person may see the progress of their own unit.
func (t *turn) ofAUnit() bool {
	return t.asker.Unit != "" && t.asker.MayOn(staff.SeeProgress, staff.Target{Unit: t.asker.Unit})
}

// noProgress says why nothing is shown.
func (t *turn) noProgress() store.Message {
	switch {
	case t.asker.May(staff.SeeProgress), t.ofAUnit():
		return render.NoPeriodYet()
	case t.asker.MayOn(staff.SeeProgress, staff.Target{Assigned: true}):
		return render.NothingCharged()
	}
	return render.NotAllowed()
}

// mostUrgent is the period that is shown first: the newest that is open, or where the
// team is at work if the person sees periods as one of the team only.
func (t *turn) mostUrgent(periods []store.Period) store.Period {
	states := []score.PeriodState{score.PeriodOpen}
	if !t.asker.May(staff.SeeProgress) && !t.ofAUnit() {
		states = []score.PeriodState{score.PeriodAppraising, score.PeriodExplaining, score.PeriodOpen}
	}
	for _, state := range states {
		if i := slices.IndexFunc(periods, func(p store.Period) bool { return p.State == state }); i >= 0 {
			return periods[i]
		}
	}
	return periods[0]
}

// visiblePeriods are those that were opened and of which the person may see anything,
// the newest first.
func (t *turn) visiblePeriods() ([]store.Period, error) {
	all, err := t.tx.Periods()
	if err != nil {
		return nil, err
	}
	charged := map[int64]bool{}
	if !t.asker.May(staff.SeeProgress) && !t.ofAUnit() {
		for _, p := range all {
			share, err := t.tx.Shares(p.ID, t.asker, civil.DateOf(t.now))
			if err != nil {
				return nil, err
			}
			charged[p.ID] = len(share) > 0
		}
	}
	return slices.DeleteFunc(all, func(p store.Period) bool {
		seen, judged := charged[p.ID]
		return p.State == score.PeriodDraft || p.State == score.PeriodArchived || judged && !seen
	}), nil
}

// progressDesk reads what the screen is drawn from: only units that the person may see.
func (t *turn) progressDesk(state *progressState) (k progressDesk, err error) {
	periods, err := t.visiblePeriods()
	if err != nil {
		return k, err
	}
	for _, p := range periods {
		if p.ID == state.Period {
			k.period = p
		} else {
			k.others = append(k.others, p.ID)
		}
	}
	all, err := t.tx.Progress(k.period, t.days, t.now.Location())
	if err != nil {
		return k, err
	}
	if k.share, err = t.tx.Shares(k.period.ID, t.asker, civil.DateOf(t.now)); err != nil {
		return k, err
	}
	if k.done, err = t.appraisedOfShare(k.period, k.share); err != nil {
		return k, err
	}
	k.several, k.manages = t.asker.May(staff.SeeProgress) || len(k.share) > 0, t.asker.May(staff.ManagePeriod)
	for _, s := range all {
		if !t.maySee(s.Unit, len(k.share[s.Unit]) > 0) {
			continue
		}
		k.units = append(k.units, s)
		if s.Late(k.period, t.now) {
			k.late++
		}
	}
	if k.chased, err = t.tx.LastChased(k.period.ID); err != nil || !k.manages || k.late == 0 {
		return k, err
	}
	plan, err := t.planChase(&k)
	k.silent = plan.unreached
	return k, err
}

// appraisedOfShare counts, by unit, how much of what they appraise the person has decided
// on, while the team is at work.
func (t *turn) appraisedOfShare(p store.Period, share map[string][]string) (map[string]render.PartDone, error) {
	if len(share) == 0 || p.State != score.PeriodAppraising && p.State != score.PeriodExplaining {
		return nil, nil
	}
	done := map[string]render.PartDone{}
	for unit := range share {
		k, found, err := t.appraiseDesk(p.ID, unit)
		if err != nil {
			return nil, err
		}
		if !found || k.approved {
			continue
		}
		if leaves, _, _ := k.mine(t.asker); len(leaves) > 0 {
			done[unit] = render.PartDone{Of: len(leaves), Left: k.left(leaves)}
		}
	}
	return done, nil
}

// maySee judges whether the person may see how far a unit is; whoever carries a unit
// on that has ended may see its sheet.
func (t *turn) maySee(unit string, assigned bool) bool {
	on := staff.Target{Unit: unit, Assigned: assigned}
	if now, found := t.names.Directory().StandsFor(unit, civil.DateOf(t.now)); found {
		on.Unit = now.Code
	}
	return t.asker.MayOn(staff.SeeProgress, on)
}

// progressMessage draws the screen, with its buttons.
func (t *turn) progressMessage(state *progressState, k *progressDesk) (m store.Message, err error) {
	d := t.names.Directory()
	switch state.View {
	case progressLog:
		var log []store.Chase
		if log, err = t.chaseLog(k); err != nil {
			return m, err
		}
		m, k.pages = render.ChaseLog(k.period, log, d, t.now.Location(), state.Page)
	case progressChase:
		plan, err := t.planChase(k)
		if err != nil {
			return m, err
		}
		k.planned = len(plan.units)
		m = render.ChaseConfirm(k.period, plan.codes(), plan.resting, plan.unreached, t.rest, d)
	default:
		m, k.pages = render.Progress(render.ProgressFacts{Period: k.period, Units: k.units, Chased: k.chased, Filter: state.Filter,
			Note: state.Note, Charged: len(k.share) > 0, Done: k.done, Silent: k.silent, Now: t.now}, d, state.Page)
	}
	m.Buttons = buttons(state.choices(k))
	return m, nil
}

// mostChases is how many rows of the log are shown.
const mostChases = 400

// chaseLog is the log of the units that the person may see.
func (t *turn) chaseLog(k *progressDesk) ([]store.Chase, error) {
	log, err := t.tx.Chases(k.period.ID, "", mostChases)
	return slices.DeleteFunc(log, func(c store.Chase) bool {
		return !slices.ContainsFunc(k.units, func(s store.Progress) bool { return s.Unit == c.Unit })
	}), err
}

// choices are the buttons of the screen.
func (s *progressState) choices(k *progressDesk) (rows [][]choice[progressState]) {
	to := func(view progressView) func(*progressState) {
		return func(s *progressState) { s.View, s.Page, s.Note = view, 0, "" }
	}
	if k.pages > 1 {
		rows = append(rows, []choice[progressState]{
			{"◀ Trang trước", func(s *progressState) { s.Page = (s.Page + k.pages - 1) % k.pages }},
			{"Trang sau ▶", func(s *progressState) { s.Page = (s.Page + 1) % k.pages }}})
	}
	switch s.View {
	case progressChase:
		row := []choice[progressState]{{"Thôi", to(progressAll)}}
		if k.planned > 0 {
			row = slices.Insert(row, 0, choice[progressState]{"Đôn đốc ngay", func(s *progressState) { s.chase = true }})
		}
		return append(rows, row)
	case progressLog:
		return append(rows, []choice[progressState]{{"Về tiến độ", to(progressAll)}, {"Làm mới", to(progressLog)}})
	}
	if k.several {
		var filters []choice[progressState]
		for _, f := range render.ProgressFilters {
			if f != s.Filter {
				filters = append(filters, choice[progressState]{f.Label(), func(s *progressState) { s.Filter, s.Page, s.Note = f, 0, "" }})
			}
		}
		rows = append(rows, filters)
	}
	if k.manages && k.late > 0 {
		row := []choice[progressState]{{"Gia hạn", func(s *progressState) { s.extend = true }}}
		if n := k.late - len(k.silent); n > 0 {
			row = slices.Insert(row, 0, choice[progressState]{render.ChaseAllLabel(n), to(progressChase)})
		}
		rows = append(rows, row)
	}
	rows = append(rows, []choice[progressState]{{"Làm mới", to(progressAll)}, {"Nhật ký đôn đốc", to(progressLog)}})
	if len(k.others) > 0 && k.several {
		rows = append(rows, []choice[progressState]{{"Đợt khác", func(s *progressState) { *s = progressState{Period: nextPeriod(s.Period, k.others)} }}})
	}
	return rows
}

// nextPeriod is the one behind a period, the newest first, and round.
func nextPeriod(period int64, others []int64) int64 {
	for _, id := range others {
		if id < period {
			return id
		}
	}
	return others[0]
}

// pressProgress acts on a button of the screen.
func (t *turn) pressProgress(s store.Screen, action string, stale bool) error {
	state, err := stateOf[progressState](s)
	if err != nil {
		return err
	}
	k, err := t.progressDesk(&state)
	if err != nil {
		return err
	}
	if k.period.ID == 0 || len(k.units) == 0 { // the period is put away, or the right is gone
		return t.toast(render.ToastOldScreen)
	}
	if _, err := t.progressMessage(&state, &k); err != nil { // counts the pages
		return err
	}
	if err := choose(t, &state, state.choices(&k), action, stale); err != nil {
		return err
	}
	if state.extend && k.manages {
		return t.newPeriodScreen(periodScreen{View: periodUnits, Period: state.Period})
	}
	if state.chase {
		if !k.manages {
			return t.say(render.NotAllowed())
		}
		if err := t.chaseLate(s, &state, &k); err != nil {
			return err
		}
	}
	if k, err = t.progressDesk(&state); err != nil {
		return err
	}
	m, err := t.progressMessage(&state, &k)
	if err != nil {
		return err
	}
	return t.put(s, state, m)
}
