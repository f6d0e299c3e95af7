package bot

import (
	"slices"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
)

// longestTitle is how many code points the title of a period may have.
const longestTitle = 120

// readTitle takes the title of a period being made.
func (p *periodScreen) readTitle(text string) bool {
	if n := utf8.RuneCountInString(text); n == 0 || n > longestTitle {
		return false
	}
	p.Title, p.View = text, periodWork
	return true
}

// periodTitled takes a title: of a new period, or of the one shown.
func (t *turn) periodTitled(state *periodScreen, k periodDesk, text string) (bool, error) {
	if state.Period == 0 {
		if !state.readTitle(text) {
			state.said = render.PeriodTitleNotRead()
			return false, nil
		}
		return true, nil
	}
	if n := utf8.RuneCountInString(text); n == 0 || n > longestTitle {
		state.said = render.PeriodTitleNotRead()
		return false, nil
	}
	state.View = periodOverview
	p := k.Period
	p.Title = text
	return true, t.changePeriod(state, p, k.Period.Title, text)
}

// readWork reads from which day to which: "01/12/2020 - 31/05/2021", "năm 2021".
func readWork(text string, now civil.DateTime) (from, to civil.Date, ok bool) {
	words := vi.Words(text)
	when := vi.ReadWhen(words, now)
	ok = allUsed(words, when) && when.Impossible == "" && len(when.Only) == 0 && when.Clock == "" && when.From.IsValid() && when.To.After(when.From)
	return when.From, when.To, ok
}

// periodWorked takes the days of the work that is scored.
func (t *turn) periodWorked(state *periodScreen, k periodDesk, text string) (bool, error) {
	from, to, ok := readWork(text, civil.DateTimeOf(t.now))
	if !ok {
		state.said = render.WorkNotRead(text)
		return false, nil
	}
	return true, t.workDecided(state, k, from, to)
}

func (t *turn) workDecided(state *periodScreen, k periodDesk, from, to civil.Date) error {
	if state.Period == 0 {
		state.From, state.To, state.View = from, to, periodFirst
		return nil
	}
	state.View = periodOverview
	p := k.Period
	p.From, p.To = from, to
	return t.changePeriod(state, p, render.Work(k.Period), render.Work(p))
}

// readInstant reads a day with or without an hour, "17h00 05/6/2021"; without one it
// is the given clock. ok is false for anything else.
func readInstant(text string, now time.Time, clock string) (at time.Time, ok bool) {
	words := vi.Words(text)
	moment := civil.DateTimeOf(now)
	when := vi.ReadWhen(words, moment)
	if !allUsed(words, when) || when.Impossible != "" || when.Disagrees || when.From != when.To || !when.From.IsValid() ||
		when.Clock != when.Until || when.Clock == "" && when.Session != "" || !namesDay(words, moment) {
		return at, false
	}
	if when.Clock != "" {
		clock = when.Clock
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", when.From.String()+" "+clock, now.Location())
	return at, err == nil
}

// The hours that are meant where only a day is typed.
const (
	morningClock = "08:00"
	eveningClock = "17:00"
)

// clockOf is the hour of a milestone of which only the day is typed: things begin in
// the morning and are due in the evening.
func clockOf(m store.Milestone) string {
	if m == store.Opens || m == store.CouncilAt {
		return morningClock
	}
	return eveningClock
}

// backPlan fixes the other milestones from the day on which the units must have
// scored themselves; the office changes what it wants otherwise. None is on a
// Saturday or Sunday.
func backPlan(p *store.Period, now time.Time) {
	day := civil.DateOf(p.SelfDue)
	at := func(m store.Milestone, days int) time.Time {
		due := day.AddDays(days)
		for due.Weekday() == time.Saturday || due.Weekday() == time.Sunday {
			due = due.AddDays(1)
		}
		t, _ := time.ParseInLocation("2006-01-02 15:04", due.String()+" "+clockOf(m), p.SelfDue.Location()) // digits always parse
		return t
	}
	p.Opens = at(store.Opens, -10)
	if !p.Opens.After(now) {
		p.Opens = time.Time{} // whoever is so late opens when it is ready
	}
	p.AppraiseBy, p.ExplainBy, p.CouncilAt, p.PublishAt = at(store.AppraiseBy, 7), at(store.ExplainBy, 10), at(store.CouncilAt, 14), at(store.PublishAt, 16)
}

// periodPlanned takes the date from which the others follow, and makes the period.
func (t *turn) periodPlanned(state *periodScreen, _ periodDesk, text string) (bool, error) {
	due, ok := readInstant(text, t.now, eveningClock)
	switch {
	case !ok:
		state.said = render.InstantNotRead(text)
		return false, nil
	case !due.After(t.now):
		state.said = render.InstantPast(due)
		return true, nil
	}
	p := store.Period{Title: state.Title, From: state.From, To: state.To, SelfDue: due, By: t.asker.Key}
	backPlan(&p, t.now)
	p, err := t.tx.NewPeriod(p, t.now)
	if err != nil {
		return true, err
	}
	*state = periodScreen{View: periodOverview, Period: p.ID, said: render.PeriodMade()}
	return true, t.fillPeriod(p)
}

// fillPeriod lets every unit that is scored take part, and gives each cluster the
// newest version of the sheet that it had last time.
func (t *turn) fillPeriod(p store.Period) error {
	for _, u := range t.names.Directory().UnitsOn(civil.DateOf(t.now)) {
		if u.Cluster == "" || u.HoldsLeaders() {
			continue
		}
		if err := t.tx.EnterUnit(p.ID, u.Code, u.Cluster, t.asker.Key, t.now); err != nil {
			return err
		}
	}
	all, err := t.tx.Periods()
	if err != nil {
		return err
	}
	before := slices.IndexFunc(all, func(other store.Period) bool { return other.ID < p.ID })
	if before < 0 {
		return nil
	}
	sheets, err := t.tx.ClusterSheets(all[before].ID)
	if err != nil {
		return err
	}
	forms, err := t.tx.Submissions(p.ID)
	if err != nil {
		return err
	}
	for _, f := range forms {
		version, had := sheets[f.Cluster]
		if !had {
			continue
		}
		delete(sheets, f.Cluster)
		old, _, err := t.tx.Sheet(version)
		if err != nil {
			return err
		}
		last, _, err := t.tx.LastSheet(old.Sheet)
		if err != nil {
			return err
		}
		if err := t.tx.SetClusterSheet(p.ID, f.Cluster, last.ID, t.asker.Key, t.now); err != nil {
			return err
		}
	}
	return nil
}

func (p *periodScreen) showMaking(k periodDesk) (store.Message, [][]periodChoice) {
	stop := periodChoice{"Thôi", func(p *periodScreen) { p.giveUp() }}
	switch p.View {
	case periodWork:
		var all []periodChoice
		for _, work := range likelyWork(civil.DateOf(k.now)) {
			all = append(all, periodChoice{render.WorkLabel(work[0], work[1]), func(p *periodScreen) {
				p.order = func(t *turn, p *periodScreen, k periodDesk) error { return t.workDecided(p, k, work[0], work[1]) }
			}})
		}
		return render.AskWork(p.Title), append(inRows(all, 1), []periodChoice{stop})
	case periodFirst:
		return render.AskFirstDate(p.Title, p.From, p.To), [][]periodChoice{{stop}}
	}
	return render.AskPeriodTitle(k.Period.Title), [][]periodChoice{{stop}}
}

// likelyWork are the spans that an office of this kind usually scores: its working
// year runs from December to November, its first half to the end of May.
func likelyWork(today civil.Date) [][2]civil.Date {
	year := today.Year
	if today.Month == time.December {
		year++
	}
	day := func(year int, month time.Month, day int) civil.Date {
		return civil.Date{Year: year, Month: month, Day: day}
	}
	begin := day(year-1, time.December, 1)
	return [][2]civil.Date{{begin, day(year, time.November, 30)}, {begin, day(year, time.May, 31)}, {day(year, time.January, 1), day(year, time.December, 31)}}
}
