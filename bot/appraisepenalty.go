package bot

import (
	"strconv"

	"thuky/bot/render"
	"thuky/store"
)

// showPenalties lets a deduction or a veto be proposed: which, how many, why, by what
// source.
func (t *turn) showPenalties(s *appraiseState, k appraiseDesk) page[appraiseState] {
	back := []appraiseChoice{s.to("Quay lại", appraisePenalty)}
	if !t.mayProposeFor(k) {
		s.View = appraiseSheet
		return page[appraiseState]{message: render.NotAllowed(), rows: [][]appraiseChoice{{s.to("Về phiếu", appraiseSheet)}}}
	}
	name := render.PenaltyName(k.sheet, s.Code)
	switch s.View {
	case appraiseFaults:
		return page[appraiseState]{message: render.AskPenaltyFaults(k.name, name), rows: [][]appraiseChoice{back}, read: func(s *appraiseState, text string) {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil || n < 1 || n > 1000 {
				s.said = render.AppraisalRefused(store.ErrNoFaults, nil)
				return
			}
			s.Faults, s.View = n, appraiseCause
		}}
	case appraiseCause:
		return page[appraiseState]{message: render.AskPenaltyReason(k.name, name), rows: [][]appraiseChoice{back}, read: func(s *appraiseState, text string) {
			if s.said = reasonAmiss(text); s.said == "" {
				s.Cause, s.View = text, appraiseSource
			}
		}}
	case appraiseSource:
		return page[appraiseState]{message: render.AskPenaltySource(k.name, name, s.Cause), rows: [][]appraiseChoice{back}, read: func(s *appraiseState, text string) {
			if s.said = tooLong(text); s.said == "" {
				s.failed = t.propose(s, k, text)
			}
		}}
	}
	var all []appraiseChoice
	for _, l := range k.sheet.Leaves() {
		if l.Deduction != nil {
			all = append(all, appraiseChoice{render.PenaltyLabel(l.Code, l.Title()), func(s *appraiseState) { s.View, s.Code = appraiseFaults, l.Code }})
		}
	}
	for _, v := range k.sheet.Vetoes {
		all = append(all, appraiseChoice{render.PenaltyLabel(v.Code, v.Title), func(s *appraiseState) { s.View, s.Code, s.Faults = appraiseCause, v.Code, 0 }})
	}
	return page[appraiseState]{message: render.AskPenalty(k.name, k.penalties, k.sheet, t.names.Directory()),
		rows: append(inRows(all, 1), []appraiseChoice{s.to("Về phiếu", appraiseSheet)})}
}

func (t *turn) propose(s *appraiseState, k appraiseDesk, source string) error {
	_, err := t.tx.Propose(k.sub, store.Penalty{Code: s.Code, Faults: s.Faults, Reason: s.Cause, Source: source, By: t.asker.Key}, t.now)
	s.View = appraiseSheet
	if s.said = render.AppraisalRefused(err, t.names.Directory()); err == nil {
		s.said = render.PenaltyProposed(render.PenaltyName(k.sheet, s.Code))
	}
	s.Cause, s.Faults = "", 0
	return unworded(s.said, err)
}
