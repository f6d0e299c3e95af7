package bot

import (
	"errors"
	"slices"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyCouncil owns the screens of the council (Hội đồng thi đua - khen thưởng): the
// ranking of each cluster, what was proposed, and the conclusion of its sessions.
const dutyCouncil = "council"

// A councilView is what such a screen shows.
type councilView string

const (
	councilPeriods  councilView = "periods"
	councilClusters councilView = "clusters"
	councilRanking  councilView = "ranking"

	councilPenalties councilView = "penalties"
	councilPenalty   councilView = "penalty"
	councilRule      councilView = "rule" // why a penalty holds or not

	councilPresent councilView = "present"
	councilVotes   councilView = "votes"
	councilConfirm councilView = "confirm" // what the session concludes
	councilReturn  councilView = "return"  // why it sends back
)

// A councilState is what such a screen remembers.
type councilState struct {
	outcome
	View    councilView `json:"view"`
	Period  int64       `json:"period,omitempty"`
	Cluster string      `json:"cluster,omitempty"`
	Page    int         `json:"page,omitempty"`

	Penalty int64                 `json:"penalty,omitempty"`
	Ruling  store.PenaltyDecision `json:"ruling,omitempty"`

	Present []string `json:"present,omitempty"` // keys
	For     int      `json:"for,omitempty"`
	Against int      `json:"against,omitempty"`
}

type councilChoice = choice[councilState]

var councils panel[councilState]

func init() {
	councils = panel[councilState]{
		duty: dutyCouncil, show: (*turn).showCouncil, told: func(s *councilState) *outcome { return &s.outcome },
		back: func(s *councilState) {
			switch s.View {
			case councilRule:
				s.View = councilPenalty
			case councilVotes:
				s.View = councilPresent
			default:
				s.View = councilRanking
			}
		},
	}
}

func (s councilState) to(label string, view councilView) councilChoice {
	return councilChoice{label, func(s *councilState) { s.View, s.Page = view, 0 }}
}

func doCouncil(label string, act func(*councilState) error) councilChoice {
	return do(label, act, councils.told)
}

// council shows the ranking of the period that is before the council.
func (t *turn) council() error { return councils.open(t, councilState{View: councilPeriods}) }

// councilStates are the states of a period of which the council sees the ranking.
var councilStates = []score.PeriodState{score.PeriodAppraising, score.PeriodExplaining, score.PeriodCouncil, score.PeriodApproved}

// A councilDesk is what one turn knows of one cluster.
type councilDesk struct {
	t         *turn
	period    store.Period
	sheet     *score.Sheet
	f         render.CouncilFacts
	members   []staff.Person // who may be present
	mayDecide bool
}

// maySeeRanking reports whether the asker sees the figures of every unit.
func (t *turn) maySeeRanking() bool {
	return t.asker.May(staff.DecideCouncil) || t.asker.May(staff.DraftPublication)
}

// showCouncil is what such a screen shows now.
func (t *turn) showCouncil(s *councilState) (page[councilState], error) {
	if !t.maySeeRanking() {
		return page[councilState]{message: render.NotCouncil()}, nil
	}
	periods, err := t.tx.PeriodsIn(councilStates...)
	if err != nil {
		return page[councilState]{}, err
	}
	if s.View == councilPeriods && len(periods) == 1 {
		s.View, s.Period = councilClusters, periods[0].ID
	}
	at := slices.IndexFunc(periods, func(p store.Period) bool { return p.ID == s.Period })
	if s.View == councilPeriods || at < 0 {
		shown := page[councilState]{message: render.CouncilPeriods(len(periods) > 0)}
		for _, p := range periods {
			shown.rows = append(shown.rows, []councilChoice{{render.PeriodLabel(p), func(s *councilState) { s.View, s.Period = councilClusters, p.ID }}})
		}
		return shown, nil
	}
	if s.View == councilClusters {
		return t.showCouncilClusters(s, periods[at])
	}
	d, found, err := t.councilDesk(periods[at], s.Cluster)
	if err != nil {
		return page[councilState]{}, err
	}
	if !found {
		return t.showCouncilClusters(s, periods[at])
	}
	return d.show(s), nil
}

func (t *turn) showCouncilClusters(s *councilState, p store.Period) (page[councilState], error) {
	forms, err := t.tx.Submissions(p.ID)
	concluded, err2 := t.tx.Concluded(p.ID)
	penalties, err3 := t.tx.Penalties(p.ID, "")
	if err := errors.Join(err, err2, err3); err != nil {
		return page[councilState]{}, err
	}
	shown := page[councilState]{message: render.CouncilClusters(p, forms, concluded, penalties, t.now.Location())}
	for _, cluster := range (render.PeriodFacts{Forms: forms}).Clusters() {
		shown.rows = append(shown.rows, []councilChoice{doCouncil(render.ClusterLabel(cluster), func(s *councilState) error {
			s.View, s.Cluster, s.Page = councilRanking, cluster, 0
			s.Present, s.For, s.Against = nil, 0, 0
			return t.recordReading(p.ID, "")
		})})
	}
	shown.rows = append(shown.rows, []councilChoice{doCouncil("Đóng", func(s *councilState) error {
		end := render.CouncilClosed()
		s.end = &end
		return nil
	})})
	return shown, nil
}

// councilDesk looks at a cluster at all three stages.
func (t *turn) councilDesk(p store.Period, cluster string) (d councilDesk, found bool, err error) {
	d = councilDesk{t: t, period: p, mayDecide: t.asker.May(staff.DecideCouncil)}
	d.f = render.CouncilFacts{Period: p, Cluster: cluster, Self: map[string]score.Result{}, Appraised: map[string]score.Result{}}
	for _, stage := range []score.Stage{score.SelfStage, score.AppraisedStage, score.FinalStage} {
		submissions, sheet, err := t.tx.Cluster(p.ID, cluster, stage, t.late)
		if errors.Is(err, store.ErrNoSheet) {
			return d, false, nil
		}
		if err != nil {
			return d, false, err
		}
		d.sheet, d.f.Sheet = sheet, sheet
		results := resultsAt(stage, sheet, submissions)
		switch stage {
		case score.SelfStage, score.AppraisedStage:
			into := d.f.Self
			if stage == score.AppraisedStage {
				into = d.f.Appraised
			}
			for _, r := range results {
				into[r.Unit] = r
			}
		default:
			d.f.Ranking = results
		}
	}
	forms, err := t.tx.Submissions(p.ID)
	penalties, err2 := t.tx.Penalties(p.ID, "")
	concluded, err3 := t.tx.Concluded(p.ID)
	if err := errors.Join(err, err2, err3); err != nil {
		return d, false, err
	}
	in := map[string]bool{}
	for _, form := range forms {
		if form.Cluster == cluster {
			in[form.Unit] = true
			if !slices.ContainsFunc(d.f.Ranking, func(r score.Result) bool { return r.Unit == form.Unit }) {
				d.f.Missing = append(d.f.Missing, form)
			}
		}
	}
	for _, one := range penalties {
		if in[one.Unit] {
			d.f.Penalties = append(d.f.Penalties, one)
		}
	}
	if last, ok := concluded[cluster]; ok {
		d.f.Last = &last
	}
	for _, person := range t.names.Directory().People {
		if person.Has(staff.Council) || person.Has(staff.Leader) {
			d.members = append(d.members, person)
		}
	}
	return d, true, nil
}

// resultsAt are the results of a cluster at a stage. The self totals leave out what units
// cannot score themselves, as they were shown to them.
func resultsAt(stage score.Stage, sheet *score.Sheet, cluster []score.Submission) []score.Result {
	if stage != score.SelfStage {
		return sheet.Score(cluster)
	}
	results := make([]score.Result, len(cluster))
	for i, one := range cluster {
		results[i] = sheet.SelfScore(one)
	}
	return results
}

func (d councilDesk) show(s *councilState) page[councilState] {
	switch s.View {
	case councilPenalties:
		return d.showPenalties(s)
	case councilPenalty, councilRule:
		return d.showPenalty(s)
	case councilPresent, councilVotes, councilConfirm, councilReturn:
		if d.mayDecide && d.period.State == score.PeriodCouncil {
			return d.showSession(s)
		}
	}
	return d.showRanking(s)
}

func (d councilDesk) showRanking(s *councilState) page[councilState] {
	pages := render.RankingPages(d.f)
	s.Page %= pages
	shown := page[councilState]{message: render.CouncilRanking(d.f, s.Page, d.t.names.Directory(), d.t.now.Location())}
	var acts []councilChoice
	if pages > 1 {
		acts = append(acts, councilChoice{"Trang sau", func(s *councilState) { s.Page++ }})
	}
	if len(d.f.Penalties) > 0 {
		acts = append(acts, s.to("Điểm trừ, điểm liệt", councilPenalties))
	}
	if d.mayDecide && d.period.State == score.PeriodCouncil {
		acts = append(acts, s.to("Ghi kết luận phiên họp", councilPresent))
	}
	shown.rows = append(inRows(acts, 1), []councilChoice{s.to("Cụm, khối khác", councilClusters)})
	return shown
}

func (d councilDesk) showPenalties(s *councilState) page[councilState] {
	var all []councilChoice
	for _, p := range d.f.Penalties {
		if p.Decision == store.Proposed {
			_, name := d.t.unitNow(p.Unit)
			all = append(all, councilChoice{render.PenaltyOfLabel(name, p.Code), func(s *councilState) { s.View, s.Penalty = councilPenalty, p.ID }})
		}
	}
	return page[councilState]{message: render.CouncilPenalties(d.f, d.t.names.Directory()),
		rows: append(inRows(all, 2), []councilChoice{s.to("Về xếp hạng", councilRanking)})}
}

// showPenalty is one proposal, and asks for the reason of the ruling.
func (d councilDesk) showPenalty(s *councilState) page[councilState] {
	i := slices.IndexFunc(d.f.Penalties, func(p store.Penalty) bool { return p.ID == s.Penalty })
	if i < 0 {
		return d.showPenalties(s)
	}
	p := d.f.Penalties[i]
	back := []councilChoice{s.to("Quay lại", councilPenalties)}
	unit, name := d.t.unitNow(p.Unit)
	why := d.t.asker.MayDecide(p.By, unit.Code)
	shown := page[councilState]{message: render.CouncilPenalty(name, p, d.f.Sheet, why, d.t.names.Directory()), rows: [][]councilChoice{back}}
	if why != staff.Allowed || p.Decision != store.Proposed {
		return shown
	}
	if s.View == councilRule {
		return page[councilState]{message: render.AskRuling(name, p, d.f.Sheet, s.Ruling), rows: [][]councilChoice{{s.to("Quay lại", councilPenalty)}}, read: func(s *councilState, text string) {
			if s.said = reasonAmiss(text); s.said == "" {
				s.failed = d.rule(s, p, name, text)
			}
		}}
	}
	ruling := func(label string, r store.PenaltyDecision) councilChoice {
		return councilChoice{label, func(s *councilState) { s.View, s.Ruling = councilRule, r }}
	}
	shown.rows = [][]councilChoice{{ruling("Áp dụng", store.Holds), ruling("Không áp dụng", store.Dropped)}, back}
	return shown
}

func (d councilDesk) rule(s *councilState, p store.Penalty, name, why string) error {
	p, err := d.t.tx.DecidePenalty(p.ID, s.Ruling, why, d.t.asker.Key, d.t.now)
	s.View = councilPenalties
	if s.said = render.AppraisalRefused(err, d.t.names.Directory()); err == nil {
		s.said = render.Ruled(name, p, d.f.Sheet)
	}
	return unworded(s.said, err)
}
