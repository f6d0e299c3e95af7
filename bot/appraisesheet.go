package bot

import (
	"slices"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// leavesPage is how many answers a page of a sheet has.
const leavesPage = 12

// showAppraised is a sheet as the asker appraises it.
func (t *turn) showAppraised(s *appraiseState, k appraiseDesk) (page[appraiseState], error) {
	leaves, absent, _ := k.mine(t.asker)
	v := render.SheetView{Unit: k.name, Period: k.period, Form: k.sub, Sheet: k.sheet, Left: k.left(leaves), Absent: absent, Penalties: k.penalties}
	targets, err := t.tx.Targets(k.sub.Period, k.sub.Unit)
	if err != nil {
		return page[appraiseState]{}, err
	}
	for _, key := range k.appraised {
		if key != t.asker.Key {
			v.Others = append(v.Others, t.personNames([]string{key})[0])
		}
	}
	v.Of = max(1, (len(leaves)+leavesPage-1)/leavesPage)
	v.Page = s.Page % v.Of
	v.Target = targetsOf(targets)
	for i, l := range leaves {
		one := k.sheetLeaf(l)
		if !one.Decided && k.alone(l) {
			v.Alone++
		}
		if i/leavesPage == v.Page {
			v.Leaves = append(v.Leaves, one)
		}
	}
	marked, open := k.marked(), k.open()
	v.Returning = len(marked)
	m := render.AppraisalSheet(v, t.names.Directory())
	var rows [][]appraiseChoice
	if next, ok := k.next(leaves, ""); ok && open {
		rows = append(rows, []appraiseChoice{{"Tiêu chí chưa chấm ▶", func(s *appraiseState) { s.View, s.Code = appraiseLeaf, next }}})
	}
	if rest := v.Left - v.Alone; rest > 0 && open && k.period.State == score.PeriodAppraising {
		rows = append(rows, []appraiseChoice{doAppraise(render.AcceptRestLabel(rest), func(s *appraiseState) error { return t.acceptRest(s, k) })})
	}
	var codes []appraiseChoice
	for _, l := range v.Leaves {
		codes = append(codes, appraiseChoice{render.LeafLabel(l), func(s *appraiseState) { s.View, s.Code = appraiseLeaf, l.Leaf.Code }})
	}
	rows = append(rows, inRows(codes, 4)...)
	if v.Of > 1 {
		rows = append(rows, []appraiseChoice{{"Trang sau", func(s *appraiseState) { s.Page++ }}})
	}
	return page[appraiseState]{message: m, rows: append(rows, t.sheetActs(s, k, len(marked), len(leaves) > 0)...)}, nil
}

// sheetActs are what may be done with the sheet as a whole.
func (t *turn) sheetActs(s *appraiseState, k appraiseDesk, marked int, mine bool) [][]appraiseChoice {
	var acts []appraiseChoice
	if marked > 0 && k.open() && mine && k.period.State == score.PeriodAppraising {
		acts = append(acts, doAppraise("Gửi trả đơn vị", func(s *appraiseState) error { return t.returnSheet(s, k) }))
	}
	if k.sub.State == score.Returned && t.asker.May(staff.ManagePeriod) {
		acts = append(acts, s.to("Nhận lại phiếu", appraiseTake))
	}
	if t.mayProposeFor(k) {
		acts = append(acts, s.to("Đề xuất điểm trừ, điểm liệt", appraisePenalty))
	}
	return append(inRows(acts, 1), []appraiseChoice{s.to("Các phiếu khác", appraiseQueue)})
}

// open reports whether the team may decide on the sheet now.
func (k appraiseDesk) open() bool {
	if k.approved {
		return false
	}
	switch k.period.State {
	case score.PeriodAppraising:
		return k.sub.State == score.Submitted || k.sub.State == score.Appraised
	case score.PeriodExplaining:
		return k.sub.State == score.Explained
	}
	return false
}

func (k appraiseDesk) stage() score.Stage {
	if k.period.State == score.PeriodExplaining {
		return score.FinalStage
	}
	return score.AppraisedStage
}

// counts is the decision that counts on a code, at the stage that the team works on.
func (k appraiseDesk) counts(code string) (a store.Appraisal, decided bool) {
	a, decided = k.history.Counts(k.sub, k.stage(), code)
	if k.stage() == score.FinalStage {
		return a, decided && a.Stage == score.FinalStage
	}
	return a, decided
}

func (k appraiseDesk) sheetLeaf(l score.Leaf) render.SheetLeaf {
	now, counts := k.history.Counts(k.sub, k.stage(), l.Code)
	before := store.Appraisal{}
	if !counts {
		before = k.history.Last(l.Code)
	}
	return render.SheetLeaf{Leaf: l, Self: k.entries[l.Code].Value, Now: now, Before: before, Decided: !slices.Contains(k.undecided, l.Code), Asked: k.asked(l.Code)}
}

func (k appraiseDesk) asked(code string) bool {
	return slices.ContainsFunc(k.inquiries, func(q store.Inquiry) bool { return q.Code == code && q.Answer == "" })
}

// alone reports whether "chấm theo đề xuất" leaves the answer to be looked at by itself;
// see store.AcceptRest.
func (k appraiseDesk) alone(l score.Leaf) bool {
	last, e := k.history.Last(l.Code), k.entries[l.Code]
	a, err := k.sheet.Read(l, e.Value)
	again := last.Revision > 0 && last.Round < k.sub.Round && last.Decision != score.SendBack && !e.At.After(last.At)
	return k.asked(l.Code) || last.Round == k.sub.Round && last.Decision == score.SendBack ||
		!again && (!l.Answerable() || e.Value == "" || err != nil || a.State == score.NotApplicable)
}

// marked are the codes that are to be returned.
func (k appraiseDesk) marked() (codes []string) {
	for _, l := range k.sheet.Leaves() {
		if a, ok := k.history.Counts(k.sub, score.AppraisedStage, l.Code); ok && a.Decision == score.SendBack {
			codes = append(codes, l.Code)
		}
	}
	return codes
}

// next is the first undecided of the leaves after a code, or from the start; what waits
// for an answer of the unit comes last.
func (k appraiseDesk) next(leaves []score.Leaf, after string) (code string, ok bool) {
	i := slices.IndexFunc(leaves, func(l score.Leaf) bool { return l.Code == after }) + 1
	ahead := slices.Concat(leaves[i:], leaves[:i])
	for _, waiting := range []bool{false, true} {
		for _, l := range ahead {
			if a, _ := k.counts(l.Code); slices.Contains(k.undecided, l.Code) && a.Decision != score.SendBack && k.asked(l.Code) == waiting {
				return l.Code, true
			}
		}
	}
	return "", false
}

// acceptRest decides on all that needs no look of its own.
func (t *turn) acceptRest(s *appraiseState, k appraiseDesk) error {
	leaves, _, _ := k.mine(t.asker)
	may := func(code string) (absent string, ok bool) {
		at := slices.IndexFunc(leaves, func(l score.Leaf) bool { return l.Code == code })
		if at < 0 {
			return "", false
		}
		absent, _ = k.mayAppraise(t.asker, k.sheet.Part(leaves[at]))
		return absent, true
	}
	sub, done, err := t.tx.AcceptRest(k.sub, t.asker.Key, may, t.now)
	if s.said = render.AppraisalRefused(err, t.names.Directory()); s.said != "" || err != nil {
		return unworded(s.said, err)
	}
	s.said = render.RestAccepted(len(done), k.left(leaves)-len(done))
	return t.appraisedOn(k, sub)
}

// unworded is the error unless it was put into words.
func unworded(said string, err error) error {
	if said != "" {
		return nil
	}
	return err
}

// appraisedOn tells the unit once its explanation is decided on, and the Office once nothing
// is left to the team.
func (t *turn) appraisedOn(k appraiseDesk, now store.Submission) error {
	if now.State == k.sub.State || now.State != score.Appraised {
		return nil
	}
	if k.period.State == score.PeriodExplaining {
		for _, p := range t.callers(k.unit.Code) {
			if err := t.tellPerson(p, render.ExplanationDecided(k.name, k.period)); err != nil {
				return err
			}
		}
	}
	next := score.PeriodExplaining
	if k.period.State == next {
		next = score.PeriodCouncil
	}
	if err := t.tx.Ready(k.period, next, t.now); err != nil {
		return nil // there are others
	}
	for _, p := range t.names.Directory().People {
		if p.May(staff.ManagePeriod) && p.Key != t.asker.Key {
			if err := t.tellPerson(p, render.AllAppraised(k.period, next == score.PeriodCouncil)); err != nil {
				return err
			}
		}
	}
	return nil
}

// returnSheet sends the sheet back with what was marked.
func (t *turn) returnSheet(s *appraiseState, k appraiseDesk) error {
	sub, err := t.tx.ReturnSheet(k.sub, t.asker.Key, t.now)
	if s.said = render.AppraisalRefused(err, t.names.Directory()); s.said != "" || err != nil {
		return unworded(s.said, err)
	}
	why, err := t.tx.ReturnedCodes(sub)
	if err != nil {
		return err
	}
	s.said = render.SheetReturned(k.name, len(why))
	m := render.ReturnedNotice(k.period, k.sheet, why)
	if link := t.beginLink(k.period.ID); link != "" {
		m.Buttons = [][]store.Button{{{Label: "Mở phiếu", URL: link}}}
	}
	for _, p := range t.callers(k.unit.Code) {
		if err := t.tellPerson(p, m); err != nil {
			return err
		}
	}
	return nil
}

// showTakeBack asks why a returned sheet is taken back.
func (t *turn) showTakeBack(s *appraiseState, k appraiseDesk) page[appraiseState] {
	shown := page[appraiseState]{message: render.AskTakeBack(k.name), rows: [][]appraiseChoice{{s.to("Quay lại", appraiseSheet)}}}
	if !t.asker.May(staff.ManagePeriod) {
		return shown
	}
	shown.read = func(s *appraiseState, text string) {
		if s.said = reasonAmiss(text); s.said != "" {
			return
		}
		s.View = appraiseSheet
		_, err := t.tx.TakeBack(k.sub, text, t.asker.Key, t.now)
		if s.said = render.AppraisalRefused(err, t.names.Directory()); err == nil {
			s.said = render.SheetTakenBack(k.name)
		}
		s.failed = unworded(s.said, err)
	}
	return shown
}
