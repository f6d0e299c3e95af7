package bot

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// dutyTeam owns the screens on which the Office appoints the appraisal team of a period
// (Tổ chấm điểm).
const dutyTeam = "team"

// teamStates are the states of a period in which its team is appointed and changed.
var teamStates = []score.PeriodState{score.PeriodOpen, score.PeriodClosed, score.PeriodAppraising, score.PeriodExplaining}

// A teamView is what such a screen shows.
type teamView string

const (
	teamAll      teamView = "all"
	teamDecision teamView = "decision"
	teamAdd      teamView = "add"
	teamMember   teamView = "member"
	teamCluster  teamView = "cluster" // the parts of its sheet
	teamAbsent   teamView = "absent"  // why a member is
)

// A teamState is what such a screen remembers.
type teamState struct {
	outcome
	View    teamView `json:"view"`
	Period  int64    `json:"period"`
	Person  string   `json:"person,omitempty"`
	Cluster string   `json:"cluster,omitempty"`
}

type teamChoice = choice[teamState]

var teams panel[teamState]

func init() {
	teams = panel[teamState]{
		duty: dutyTeam, show: (*turn).showTeam, told: func(s *teamState) *outcome { return &s.outcome },
		back: func(s *teamState) {
			if s.View = teamAll; s.Person != "" {
				s.View = teamMember
			}
		},
	}
}

func (s teamState) to(label string, view teamView) teamChoice {
	return teamChoice{label, func(s *teamState) { s.View = view }}
}

// A teamDesk is what one turn knows of a team.
type teamDesk struct {
	t      *turn
	period store.Period
	team   store.Team
	sheets map[string]*score.Sheet // by cluster
	order  []string                // the clusters
}

func (t *turn) teamDesk(period int64) (d teamDesk, found bool, err error) {
	d = teamDesk{t: t, sheets: map[string]*score.Sheet{}}
	if d.period, found, err = t.tx.Period(period); err != nil || !found {
		return d, found, err
	}
	chosen, err := t.tx.ClusterSheets(period)
	if err != nil {
		return d, true, err
	}
	for cluster, version := range chosen {
		if _, d.sheets[cluster], err = t.tx.Sheet(version); err != nil {
			return d, true, err
		}
		d.order = append(d.order, cluster)
	}
	slices.Sort(d.order)
	d.team, err = t.tx.Team(period)
	return d, true, err
}

// showTeam is what such a screen shows now.
func (t *turn) showTeam(s *teamState) (page[teamState], error) {
	if !t.asker.May(staff.ManagePeriod) {
		return page[teamState]{message: render.MayNotManagePeriods()}, nil
	}
	d, found, err := t.teamDesk(s.Period)
	if err != nil || !found {
		return page[teamState]{message: render.PeriodsClosed()}, err
	}
	if d.team.Decision == "" {
		s.View = teamDecision
	}
	switch s.View {
	case teamDecision:
		return d.showDecision(s), nil
	case teamAdd:
		return d.showAdd(s), nil
	case teamMember:
		return d.showMember(s), nil
	case teamCluster:
		return d.showCluster(s), nil
	case teamAbsent:
		return d.showAbsent(s), nil
	}
	return d.showAll(s)
}

func (d teamDesk) showAll(s *teamState) (page[teamState], error) {
	var obstacle error
	if d.period.State == score.PeriodClosed || d.period.State == score.PeriodAppraising {
		if obstacle = d.t.tx.Covered(d.period); obstacle != nil {
			var uncovered *store.UncoveredError
			if !errors.As(obstacle, &uncovered) {
				return page[teamState]{}, obstacle
			}
		}
	}
	var members []teamChoice
	for _, m := range d.team.Members {
		members = append(members, teamChoice{d.t.personNames([]string{m.Person})[0], func(s *teamState) { s.View, s.Person = teamMember, m.Person }})
	}
	rows := inRows(members, 2)
	return page[teamState]{message: render.Team(d.period, d.team, obstacle, d.t.names.Directory()), rows: append(rows,
		[]teamChoice{s.to("Thêm thành viên", teamAdd), s.to("Quyết định", teamDecision)},
		[]teamChoice{{"Đóng", func(s *teamState) {
			end := render.TeamClosed()
			s.end = &end
		}}})}, nil
}

// writtenDay is a date at the end of a document's number: "12/QĐ-VKS ngày 01/11/2021".
var writtenDay = regexp.MustCompile(`^(.*?)[\s,]*(?:ngày\s*)?(\d{1,2}/\d{1,2}/\d{4})$`)

// readDecision reads a document by number and date.
func readDecision(text string) (number string, day civil.Date, ok bool) {
	m := writtenDay.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return "", day, false
	}
	number = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(m[1]), "Số "), "số "))
	at, err := time.Parse("2/1/2006", m[2])
	return number, civil.DateOf(at), err == nil && number != "" && len([]rune(number)) <= longestName
}

func (d teamDesk) showDecision(s *teamState) page[teamState] {
	shown := page[teamState]{message: render.AskTeamDecision(d.period, d.team), read: func(s *teamState, text string) {
		number, day, ok := readDecision(text)
		if !ok {
			s.said = render.TeamDecisionNotRead(text)
			return
		}
		s.View, s.failed = teamAll, d.t.tx.SetTeam(d.period.ID, number, day, d.t.asker.Key, d.t.now)
	}}
	if d.team.Decision != "" {
		shown.rows = [][]teamChoice{{s.to("Quay lại", teamAll)}}
	}
	return shown
}

func (d teamDesk) showAdd(s *teamState) page[teamState] {
	var people []teamChoice
	for _, p := range d.t.names.Directory().People {
		if _, member := d.team.Member(p.Key); !member && p.Has(staff.Appraiser) {
			people = append(people, teamChoice{render.PersonLabel(p, d.t.names.Directory()), func(s *teamState) { s.View, s.Person = teamMember, p.Key }})
		}
	}
	return page[teamState]{message: render.AskTeamMember(len(people) > 0), rows: append(inRows(people, 2), []teamChoice{s.to("Quay lại", teamAll)})}
}

func (d teamDesk) showMember(s *teamState) page[teamState] {
	p, found := d.t.names.Directory().Person(s.Person)
	if !found {
		p = staff.Person{Key: s.Person, Name: s.Person}
	}
	m, member := d.team.Member(s.Person)
	var clusters []teamChoice
	for _, cluster := range d.order {
		clusters = append(clusters, teamChoice{render.ClusterLabel(cluster), func(s *teamState) { s.View, s.Cluster = teamCluster, cluster }})
	}
	rows := append(inRows(clusters, 1), []teamChoice{do("Mọi phần của mọi cụm", func(s *teamState) error {
		return d.charge(s, d.everything(d.order...))
	}, teams.told)})
	if member {
		absence := s.to("Vắng mặt, Văn phòng chấm thay", teamAbsent)
		if m.Absent != "" {
			absence = do("Đã có mặt", func(s *teamState) error { return d.absent(s.Person, "") }, teams.told)
		}
		rows = append(rows, []teamChoice{absence}, []teamChoice{do("Đưa ra khỏi Tổ", func(s *teamState) error {
			if err := d.charge(s, nil); err != nil {
				return err
			}
			s.View, s.Person = teamAll, ""
			s.said = render.TeamMemberOut(p)
			return nil
		}, teams.told)})
	}
	return page[teamState]{message: render.TeamMember(p, m, d.t.names.Directory()), rows: append(rows, []teamChoice{{"Quay lại", func(s *teamState) { s.View, s.Person = teamAll, "" }}})}
}

// everything is every part of the sheets of the clusters.
func (d teamDesk) everything(clusters ...string) (all []store.Charge) {
	for _, cluster := range clusters {
		for _, part := range d.sheets[cluster].Parts() {
			all = append(all, store.Charge{Cluster: cluster, Part: part})
		}
	}
	return all
}

// charge keeps what the member appraises. Who joins the team or leaves it is told, once:
// the parts, which are pressed one by one, are read in /thamdinh.
func (d teamDesk) charge(s *teamState, charges []store.Charge) error {
	_, before := d.team.Member(s.Person)
	if err := d.t.tx.SetCharges(d.period.ID, s.Person, charges, d.t.asker.Key, d.t.now); err != nil {
		return err
	}
	person, known := d.t.names.Directory().Person(s.Person)
	switch now := len(charges) > 0; {
	case before == now || !known:
		return nil
	case now:
		return d.t.tellPerson(person, render.TeamAppointed(person, d.period, d.team, d.t.now.Location()))
	}
	return d.t.tellPerson(person, render.TeamDismissed(person, d.period))
}

// absent keeps why the Office fills in for a member, "" that they are back, and tells them.
func (d teamDesk) absent(member, why string) error {
	if err := d.t.tx.SetAbsent(d.period.ID, member, why, d.t.asker.Key, d.t.now); err != nil {
		return err
	}
	person, known := d.t.names.Directory().Person(member)
	if !known {
		return nil
	}
	return d.t.tellPerson(person, render.TeamReplaced(person, d.period, why))
}

func (d teamDesk) showCluster(s *teamState) page[teamState] {
	sheet, known := d.sheets[s.Cluster]
	if !known {
		s.View = teamMember
		return d.showMember(s)
	}
	m, _ := d.team.Member(s.Person)
	var parts []teamChoice
	for _, part := range sheet.Parts() {
		c := store.Charge{Cluster: s.Cluster, Part: part}
		parts = append(parts, do(render.PartLabel(sheet, part, slices.Contains(m.Charges, c)), func(s *teamState) error {
			charges := slices.Clone(m.Charges)
			if i := slices.Index(charges, c); i >= 0 {
				return d.charge(s, slices.Delete(charges, i, i+1))
			}
			return d.charge(s, append(charges, c))
		}, teams.told))
	}
	all := do("Tất cả", func(s *teamState) error {
		charges := slices.DeleteFunc(slices.Clone(m.Charges), func(c store.Charge) bool { return c.Cluster == s.Cluster })
		return d.charge(s, append(charges, d.everything(s.Cluster)...))
	}, teams.told)
	return page[teamState]{message: render.TeamParts(s.Cluster, d.t.personNames([]string{s.Person})[0]),
		rows: append(inRows(parts, 1), []teamChoice{all, s.to("Xong", teamMember)})}
}

func (d teamDesk) showAbsent(s *teamState) page[teamState] {
	return page[teamState]{message: render.AskAbsence(d.t.personNames([]string{s.Person})[0]), rows: [][]teamChoice{{s.to("Quay lại", teamMember)}},
		read: func(s *teamState, text string) {
			if s.said = reasonAmiss(text); s.said != "" {
				return
			}
			err := d.absent(s.Person, text)
			if s.View = teamMember; errors.Is(err, store.ErrNoMember) {
				err = nil
			}
			s.failed = err
		}}
}

// callMember tells a member that their work begins.
func (t *turn) callMember(p store.Period, m store.TeamMember) error {
	person, found := t.names.Directory().Person(m.Person)
	if !found {
		return nil
	}
	forms, err := t.tx.HandedIn(p.ID)
	if err != nil {
		return err
	}
	n := 0
	for _, form := range forms {
		if slices.ContainsFunc(m.Charges, func(c store.Charge) bool { return c.Cluster == form.Cluster }) && form.Unit != person.Unit {
			n++
		}
	}
	return t.tellPerson(person, render.TeamCalled(p, render.ChargesText(m.Charges), n, t.now.Location()))
}
