package bot

import (
	"math/big"
	"slices"
	"unicode/utf8"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
)

// tooLong says that a typed text is too long; "" if it is not.
func tooLong(text string) string {
	if utf8.RuneCountInString(text) > longestReason {
		return render.ReasonTooLong(longestReason)
	}
	return ""
}

func targetsOf(targets map[string]*big.Rat) func(string) *big.Rat {
	return func(code string) *big.Rat { return targets[code] }
}

// showLeaf is one answer, or what is asked on the way to a decision on it.
func (t *turn) showLeaf(s *appraiseState, k appraiseDesk) (page[appraiseState], error) {
	leaves, _, _ := k.mine(t.asker)
	at := slices.IndexFunc(leaves, func(l score.Leaf) bool { return l.Code == s.Code })
	if at < 0 { // not theirs any more
		s.View = appraiseSheet
		return t.showAppraised(s, k)
	}
	v, err := t.leafView(k, leaves[at])
	if err != nil {
		return page[appraiseState]{}, err
	}
	v.Number, v.Of = at+1, len(leaves)
	absent, _ := k.mayAppraise(t.asker, k.sheet.Part(leaves[at]))
	d := leafDesk{t, k, v, leaves, absent, s.Seen}
	if s.View != appraiseValue && s.View != appraiseAsk { // which do not show it
		s.Seen = k.history.Last(s.Code).Revision // what the person is going to see
	}
	switch s.View {
	case appraiseValue:
		return d.showValue(s), nil
	case appraiseWhy:
		return d.showWhy(s), nil
	case appraiseAsk:
		return d.showAsk(s), nil
	}
	return page[appraiseState]{message: render.AppraisalLeaf(v, t.names.Directory(), t.now.Location()), rows: d.rows(s)}, nil
}

// leafView gathers what helps to decide on an answer.
func (t *turn) leafView(k appraiseDesk, l score.Leaf) (v render.LeafView, err error) {
	targets, err := t.tx.Targets(k.sub.Period, k.sub.Unit)
	if err != nil {
		return v, err
	}
	v = render.LeafView{Unit: k.name, Sheet: k.sheet, Leaf: l, Target: targets[l.Code], Entry: k.entries[l.Code], Explained: k.said[l.Code]}
	if e := k.said[l.Code]; k.sub.Explained != k.sub.Round || e.Agrees {
		v.Explained = store.Explanation{}
	}
	if a, ok := k.history.Counts(k.sub, k.stage(), l.Code); ok {
		v.Now = a
	} else if last := k.history.Last(l.Code); last.Revision > 0 {
		v.Before = last
	}
	for _, q := range k.inquiries {
		if q.Code == l.Code {
			v.Inquiries = append(v.Inquiries, q)
		}
	}
	last, found, err := t.tx.LastAnswer(k.sub.Period, k.sub.Unit, l.Code)
	if err != nil {
		return v, err
	}
	if found {
		v.Last, v.LastOf = last.Value, last.Period
	}
	if l.Criterion == nil {
		return v, nil
	}
	return v, t.average(k, &v)
}

// average looks at the same criterion all over the cluster, as it stands now.
func (t *turn) average(k appraiseDesk, v *render.LeafView) error {
	cluster, sheet, err := t.tx.Cluster(k.sub.Period, k.sub.Cluster, score.AppraisedStage, t.late)
	if err != nil {
		return err
	}
	sum := score.Points(0)
	for _, r := range sheet.Score(cluster) {
		points, applies := r.Points[v.Leaf.Code]
		if !applies || slices.Contains(r.Blank, v.Leaf.Code) {
			continue
		}
		sum += points
		v.Count++
		if r.Unit == k.sub.Unit && v.Leaf.Criterion.Rule == score.Leader {
			v.Worth = &points
		}
	}
	if v.Count > 0 {
		v.Average = (sum + score.Points(v.Count)/2) / score.Points(v.Count)
	}
	return nil
}

// A leafDesk is what one turn knows of one answer.
type leafDesk struct {
	t      *turn
	k      appraiseDesk
	v      render.LeafView
	leaves []score.Leaf // of the asker
	absent string
	seen   int64 // revision of the decision that the person saw
}

// rows are what may be decided on the answer.
func (d leafDesk) rows(s *appraiseState) [][]appraiseChoice {
	var rows [][]appraiseChoice
	if d.k.open() {
		rows = d.decisions(s)
	}
	var turns []appraiseChoice
	at := d.v.Number - 1
	if at > 0 {
		turns = append(turns, appraiseChoice{"◀ " + d.leaves[at-1].Code, func(s *appraiseState) { s.Code = d.leaves[at-1].Code }})
	}
	if at+1 < len(d.leaves) {
		turns = append(turns, appraiseChoice{d.leaves[at+1].Code + " ▶", func(s *appraiseState) { s.Code = d.leaves[at+1].Code }})
	}
	return append(rows, turns, []appraiseChoice{s.to("Về phiếu", appraiseSheet)})
}

func (d leafDesk) decisions(s *appraiseState) [][]appraiseChoice {
	given := d.v.Leaf.Answerable() && d.v.Entry.Value != ""
	a, err := d.v.Sheet.Read(d.v.Leaf, d.v.Entry.Value)
	na := err == nil && a.State == score.NotApplicable
	amend, accept := "Sửa", "Chấp nhận"
	switch {
	case !d.v.Leaf.Answerable():
		amend = "Cho điểm"
	case na:
		amend, accept = "Bác, chấm khác", "Xác nhận không phát sinh"
	}
	var first []appraiseChoice
	if d.k.stage() == score.FinalStage {
		return [][]appraiseChoice{
			{doAppraise("Chấp nhận giải trình", func(s *appraiseState) error {
				return d.decide(s, store.Appraisal{Decision: score.Accept, Reason: render.ExplanationTaken()})
			})},
			{{"Sửa khác", func(s *appraiseState) { s.View = appraiseValue }}, {"Giữ nguyên", func(s *appraiseState) { s.View, s.Decision, s.Value = appraiseWhy, score.Uphold, "" }}},
			{s.to("Hỏi đơn vị", appraiseAsk)},
		}
	}
	if given {
		first = append(first, doAppraise(accept, func(s *appraiseState) error { return d.decide(s, store.Appraisal{Decision: score.Accept}) }))
	}
	first = append(first, appraiseChoice{amend, func(s *appraiseState) { s.View = appraiseValue }})
	rows := [][]appraiseChoice{first}
	if d.v.Leaf.Answerable() {
		rows = append(rows, []appraiseChoice{{"Trả lại", func(s *appraiseState) { s.View, s.Decision, s.Value = appraiseWhy, score.SendBack, "" }}, s.to("Hỏi đơn vị", appraiseAsk)})
	}
	return rows
}

// showValue asks for another answer.
func (d leafDesk) showValue(s *appraiseState) page[appraiseState] {
	shown := page[appraiseState]{message: render.AskAppraisedValue(d.v), asks: true}
	take := func(s *appraiseState, text string) error { return d.valued(s, text) }
	var options []appraiseChoice
	for _, text := range d.options() {
		options = append(options, doAppraise(render.OptionLabel(text), func(s *appraiseState) error { return take(s, text) }))
	}
	shown.rows = append(inRows(options, 2), []appraiseChoice{s.to("Quay lại", appraiseLeaf)})
	shown.read = func(s *appraiseState, text string) { s.failed = take(s, text) }
	return shown
}

// options are the answers that one tap gives.
func (d leafDesk) options() (all []string) {
	switch l := d.v.Leaf; {
	case l.Criterion != nil && l.Criterion.Rule == score.YesNo:
		all = []string{"đạt", "không đạt"}
	case l.Criterion != nil && l.Criterion.Rule == score.ByLevel:
		for _, level := range l.Criterion.Levels {
			all = append(all, level.Label)
		}
	case l.Bonus != nil && len(l.Bonus.Levels) > 0:
		for _, level := range l.Bonus.Levels {
			all = append(all, level.Label)
		}
	case l.Criterion != nil && l.Criterion.Rule == score.ByAppraiser:
		all = []string{l.Criterion.Max.String(), "0"}
	default:
		all = []string{"0"}
	}
	if d.v.Leaf.Criterion != nil {
		all = append(all, "n/a")
	}
	return all
}

// valued takes another answer; what only the team scores needs no reason.
func (d leafDesk) valued(s *appraiseState, text string) error {
	a, err := d.v.Sheet.Read(d.v.Leaf, text)
	if err != nil {
		s.said = render.AppraisalRefused(err, d.t.names.Directory())
		return unworded(s.said, err)
	}
	s.Value = d.v.Sheet.Text(d.v.Leaf, a)
	if !d.v.Leaf.Answerable() || s.Value == d.v.Entry.Value && d.k.stage() == score.AppraisedStage {
		return d.decide(s, store.Appraisal{Decision: score.Amend, Value: s.Value})
	}
	s.View, s.Decision = appraiseWhy, score.Amend
	return nil
}

// showWhy asks for the reason of a decision.
func (d leafDesk) showWhy(s *appraiseState) page[appraiseState] {
	names := d.t.names.Directory()
	shown := page[appraiseState]{message: render.AskAppraisalReason(d.v, s.Decision, s.Value, names, d.t.now.Location())}
	give := func(s *appraiseState, text string) error {
		if s.said = reasonAmiss(text); s.said != "" {
			return nil
		}
		return d.decide(s, store.Appraisal{Decision: s.Decision, Value: s.Value, Reason: text})
	}
	var quick []appraiseChoice
	for _, reason := range render.QuickReasons(s.Decision) {
		quick = append(quick, doAppraise(reason, func(s *appraiseState) error { return give(s, reason) }))
	}
	shown.rows = append(inRows(quick, 1), []appraiseChoice{s.to("Quay lại", appraiseLeaf)})
	shown.read = func(s *appraiseState, text string) { s.failed = give(s, text) }
	return shown
}

// decide keeps a decision on the answer and goes on to the next one.
func (d leafDesk) decide(s *appraiseState, a store.Appraisal) error {
	a.Code, a.By, a.Absent, a.Revision = d.v.Leaf.Code, d.t.asker.Key, d.absent, d.seen
	sub, kept, err := d.t.tx.Decide(d.k.sub, a, d.t.now)
	if err != nil {
		if s.said = render.AppraisalRefused(err, d.t.names.Directory()); s.said != "" {
			s.View = appraiseLeaf
		}
		return unworded(s.said, err)
	}
	s.said = render.Appraised(d.v.Sheet, d.v.Leaf, kept, d.v)
	k := d.k
	k.sub = sub
	if k.undecided, err = d.t.tx.Undecided(sub); err != nil {
		return err
	}
	if k.history, err = d.t.tx.Appraisals(sub.Period, sub.Unit); err != nil {
		return err
	}
	s.View, s.Value, s.Decision = appraiseSheet, "", ""
	if next, ok := k.next(d.leaves, d.v.Leaf.Code); ok {
		s.View, s.Code = appraiseLeaf, next
	}
	return d.t.appraisedOn(d.k, sub)
}

// showAsk asks what to ask the unit.
func (d leafDesk) showAsk(s *appraiseState) page[appraiseState] {
	return page[appraiseState]{message: render.AskInquiry(d.v), asks: true, rows: [][]appraiseChoice{{s.to("Quay lại", appraiseLeaf)}},
		read: func(s *appraiseState, text string) {
			if s.said = tooLong(text); s.said == "" {
				s.failed = d.ask(s, text)
			}
		}}
}

// ask sends a question to the unit's contacts, or its heads where it has none.
func (d leafDesk) ask(s *appraiseState, text string) error {
	t := d.t
	q, err := t.tx.Ask(d.k.sub, d.v.Leaf.Code, text, t.asker.Key, t.now)
	if s.View = appraiseLeaf; err != nil {
		s.said = render.AppraisalRefused(err, t.names.Directory())
		return unworded(s.said, err)
	}
	reached, err := t.sendInquiry(q, render.InquiryNotice(d.k.name, d.v.Sheet, d.v.Leaf, q, d.v.Entry.Value), d.k.unit.Code)
	s.said = render.Asked(reached)
	return err
}

// sendInquiry shows a question to those who fill in the unit's sheet.
func (t *turn) sendInquiry(q store.Inquiry, m store.Message, unit string) (reached bool, err error) {
	asker := t.asker
	defer func() { t.asker = asker }()
	for _, p := range t.callers(unit) {
		accounts, err := t.tx.AccountsOf(p.Key)
		if err != nil {
			return reached, err
		}
		for _, account := range accounts {
			s, err := t.tx.NewScreen(store.Screen{Chat: account, Person: p.Key, Duty: dutyInquiry}, inquiryState{Inquiry: q.ID}, t.now)
			if err != nil {
				return reached, err
			}
			m.Buttons = [][]store.Button{{{Label: "Trả lời", Action: actReply}}}
			if err := t.show(s, m); err != nil {
				return reached, err
			}
			reached = true
		}
	}
	return reached, nil
}
