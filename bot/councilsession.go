package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// showSession asks for who was present, the votes and the conclusion.
func (d councilDesk) showSession(s *councilState) page[councilState] {
	back := s.to("Quay lại", councilRanking)
	switch {
	case s.View == councilVotes:
		return page[councilState]{message: render.AskVotes(s.Cluster, len(s.Present)), rows: append(d.unanimous(s), []councilChoice{s.to("Quay lại", councilPresent)}),
			read: func(s *councilState, text string) {
				votes, against, ok := readVotes(text)
				if !ok || votes > len(s.Present) || against > len(s.Present)-votes {
					s.said = render.VotesNotRead(text, len(s.Present))
					return
				}
				s.For, s.Against, s.View = votes, against, councilConfirm
			}}
	case s.View == councilConfirm:
		rows := [][]councilChoice{{s.to("Trả lại Tổ chấm điểm", councilReturn)}, {s.to("Sửa số phiếu", councilVotes), back}}
		if s.For > s.Against { // else the ledger refuses it: store.ErrNoMajority
			approve := doCouncil("Thông qua", func(s *councilState) error { return d.hold(s, store.Approves, "") })
			rows = append([][]councilChoice{{approve}}, rows...)
		}
		return page[councilState]{message: render.AskConclusion(s.Cluster, d.t.personNames(s.Present), s.For, s.Against), rows: rows}
	case s.View == councilReturn:
		return page[councilState]{message: render.AskReturnReason(s.Cluster), rows: [][]councilChoice{{s.to("Quay lại", councilConfirm)}},
			read: func(s *councilState, text string) {
				if s.said = reasonAmiss(text); s.said == "" {
					s.failed = d.hold(s, store.Returns, text)
				}
			}}
	}
	var people []councilChoice
	for _, p := range d.members {
		in := slices.Contains(s.Present, p.Key)
		people = append(people, councilChoice{render.PresentLabel(p, in), func(s *councilState) {
			if i := slices.Index(s.Present, p.Key); i >= 0 {
				s.Present = slices.Delete(slices.Clone(s.Present), i, i+1)
			} else {
				s.Present = append(slices.Clone(s.Present), p.Key)
			}
		}})
	}
	rows := inRows(people, 2)
	if len(s.Present) > 0 {
		rows = append(rows, []councilChoice{s.to("Tiếp: biểu quyết", councilVotes)})
	}
	return page[councilState]{message: render.AskPresent(s.Cluster, len(s.Present)), rows: append(rows, []councilChoice{back})}
}

// unanimous is the vote that one tap gives.
func (d councilDesk) unanimous(s *councilState) [][]councilChoice {
	n := len(s.Present)
	return [][]councilChoice{{{render.UnanimousLabel(n), func(s *councilState) { s.For, s.Against, s.View = n, 0, councilConfirm }}}}
}

// readVotes reads "4/1": so many for, so many against. One figure is for.
func readVotes(text string) (votes, against int, ok bool) {
	first, second, both := strings.Cut(strings.ReplaceAll(text, " ", ""), "/")
	votes, err := strconv.Atoi(first)
	if both {
		var err2 error
		against, err2 = strconv.Atoi(second)
		err = errors.Join(err, err2)
	}
	return votes, against, err == nil && votes >= 0 && against >= 0
}

// hold records the session, and tells those who go on.
func (d councilDesk) hold(s *councilState, decision store.CouncilDecision, reason string) error {
	c := store.Session{Period: s.Period, Cluster: s.Cluster, Held: d.t.now, Present: s.Present, For: s.For, Against: s.Against,
		Decision: decision, Reason: reason, By: d.t.asker.Key}
	_, p, err := d.t.tx.Hold(c, d.t.now)
	s.View = councilRanking
	if s.said = render.SessionRefused(err); s.said != "" || err != nil {
		return unworded(s.said, err)
	}
	s.said = render.SessionHeld(c, p)
	s.View, s.Present, s.For, s.Against = councilClusters, nil, 0, 0
	return d.announce(c, p)
}

func (d councilDesk) announce(c store.Session, p store.Period) error {
	if c.Decision == store.Approves && p.State != score.PeriodApproved {
		return nil // other clusters are still to come
	}
	told := map[string]bool{d.t.asker.Key: true}
	if c.Decision == store.Returns {
		team, err := d.t.tx.Team(p.ID)
		if err != nil {
			return err
		}
		for _, m := range team.Members {
			person, found := d.t.names.Directory().Person(m.Person)
			if told[m.Person] || !found || !slices.ContainsFunc(m.Charges, func(charge store.Charge) bool { return charge.Cluster == c.Cluster }) {
				continue
			}
			told[m.Person] = true
			if err := d.t.tellPerson(person, render.CouncilReturned(c, p)); err != nil {
				return err
			}
		}
	}
	m := render.CouncilApproved(p)
	if c.Decision == store.Returns {
		m = render.CouncilReturned(c, p)
	}
	for _, person := range d.t.names.Directory().People {
		if person.May(staff.ManagePeriod) && !told[person.Key] {
			if err := d.t.tellPerson(person, m); err != nil {
				return err
			}
		}
	}
	return nil
}
