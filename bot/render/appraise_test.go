package render

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// An appraisedCase is what the screens of the team, of a unit that explains, of the
// council and of a team are drawn from.
type appraisedCase struct {
	d         *staff.Directory
	period    store.Period
	sheet     *score.Sheet
	units     []string
	text      string // whatever people wrote
	penalties []store.Penalty
	team      store.Team
}

// someAppraised is such a case in the sample office.
func someAppraised(t testing.TB, d *staff.Directory) appraisedCase {
	p := store.Period{ID: 1, Title: "Năm 2021", State: score.PeriodAppraising, AppraiseBy: formTime.AddDate(0, 0, 7), ExplainBy: formTime.AddDate(0, 0, 12), CouncilAt: formTime.AddDate(0, 0, 20)}
	return appraisedCase{d: d, period: p, sheet: shippedSheet(t, "04-vks-phong-nghiep-vu-100.toml"), units: []string{"P9", "P7", "P1"}, text: "số liệu <chưa> khớp báo cáo",
		penalties: []store.Penalty{{ID: 1, Unit: "P7", Code: "P.1", Faults: 2, Reason: "nộp <muộn>", Source: "KL 12/KL-VP", By: "ha"},
			{ID: 2, Unit: "P9", Code: "P.1", Faults: 1, Reason: "nộp muộn", Source: "KL 13/KL-VP", By: "ha", Decision: store.Holds, Why: "đúng", Decider: "thao"}},
		team: store.Team{Decision: "12/QĐ-VKS", SignedOn: day("2021-11-01"), Members: []store.TeamMember{
			{Person: "lien", Charges: []store.Charge{{Cluster: "khoi-phong", Part: "A"}, {Cluster: "khoi-phong", Part: score.BonusPart}}}, {Person: "thao", Absent: "đi <học>"}}}}
}

// fullAppraised is the largest there may be: 60 units with the longest names, 200 codes,
// reasons as long as they are taken, and penalties on everybody.
func fullAppraised() appraisedCase {
	long := strings.Repeat("đơn vị & <dài>, ", 400)
	c := appraisedCase{d: &staff.Directory{}, period: store.Period{ID: 1, Title: clip(long, 120), State: score.PeriodAppraising, AppraiseBy: formTime, ExplainBy: formTime, CouncilAt: formTime},
		sheet: hugeSheet(), text: long, team: store.Team{Decision: long, SignedOn: day("2021-11-01")}}
	c.sheet.Deductions = []score.Deduction{{Code: "P." + long[:40], Title: long, PointsEach: 50}}
	c.sheet.Vetoes = []score.Veto{{Code: "L.1", Title: long, Effect: score.Exclude}}
	for i := range 60 {
		code := fmt.Sprintf("U%d", i)
		c.units = append(c.units, code)
		c.d.Units = append(c.d.Units, staff.Unit{Code: code, Name: long + code, Cluster: fmt.Sprintf("cụm & %d %s", i/7, long)})
		c.d.People = append(c.d.People, staff.Person{Key: code, Name: strings.Repeat("Nguyễn & ", 8), Title: "Kiểm sát viên cao cấp"})
		for range 3 {
			c.penalties = append(c.penalties, store.Penalty{ID: int64(i), Unit: code, Code: "L.1", Faults: 2, Reason: long, Source: long, By: code, Decision: store.Holds, Why: long, Decider: code})
		}
		c.penalties = append(c.penalties, store.Penalty{ID: int64(i), Unit: code, Code: c.sheet.Deductions[0].Code, Faults: 2, Reason: long, Source: long, By: code})
		m := store.TeamMember{Person: code, Absent: long}
		for _, part := range c.sheet.Parts() {
			m.Charges = append(m.Charges, store.Charge{Cluster: c.d.Units[i].Cluster, Part: part})
		}
		c.team.Members = append(c.team.Members, m)
	}
	return c
}

func (c appraisedCase) form(unit string, state score.SubmissionState) store.Submission {
	u, _ := c.d.Unit(unit)
	return store.Submission{Period: 1, Unit: unit, Cluster: u.Cluster, State: state, Round: 1, First: formTime, Submitted: formTime}
}

// value is an answer that fits the leaf.
func (c appraisedCase) value(l score.Leaf) string {
	switch {
	case l.Criterion != nil && l.Criterion.Rule == score.ByLevel:
		return l.Criterion.Levels[0].Label
	case l.Criterion != nil && l.Criterion.Rule == score.YesNo:
		return "đạt"
	}
	return "2"
}

func (c appraisedCase) decided(l score.Leaf, decision score.Decision) store.Appraisal {
	return store.Appraisal{Code: l.Code, Decision: decision, Value: c.value(l), Reason: c.text, By: c.team.Members[0].Person, Absent: c.team.Members[1].Person, At: formTime, Revision: 1}
}

func noTarget(string) *big.Rat { return nil }

// ofTeam are the screens of the appraisal team.
func (c appraisedCase) ofTeam() map[string]store.Message {
	all := map[string]store.Message{}
	var queue []QueuedSheet
	for i, unit := range c.units {
		queue = append(queue, QueuedSheet{Form: c.form(unit, []score.SubmissionState{score.Submitted, score.Returned, score.Appraised}[i%3]), Unit: unitName(unit, c.d),
			Of: 12, Left: 12 * (i % 2), Refusal: staff.Allowed})
	}
	queue[len(queue)-1].Of, queue[len(queue)-1].Refusal = 0, staff.OfTheirUnit
	all["queue"], all["queue empty"] = AppraisalQueue(c.period, queue, formTime.Location()), AppraisalQueue(c.period, nil, formTime.Location())
	name := unitName(c.units[0], c.d)
	v := SheetView{Unit: name, Period: c.period, Form: c.form(c.units[0], score.Submitted), Sheet: c.sheet, Target: noTarget, Of: 2, Left: 5, Alone: 2, Absent: c.team.Members[1].Person,
		Penalties: c.penalties[:min(12, len(c.penalties))], Returning: 1}
	for _, m := range c.team.Members {
		v.Others = append(v.Others, author(m.Person, c.d))
	}
	back := map[string]string{}
	for i, l := range c.sheet.Leaves() {
		back[l.Code] = c.text
		if len(v.Leaves) < 12 {
			one := SheetLeaf{Leaf: l, Self: c.value(l), Decided: i%2 == 1, Asked: i%3 == 1}
			if one.Decided {
				one.Now = c.decided(l, score.Amend)
				one.Now.Value = "n/a"
			}
			v.Leaves = append(v.Leaves, one)
		}
	}
	all["sheet"] = AppraisalSheet(v, c.d)
	v.Form.State, v.Form.Round = score.Returned, 2
	all["sheet returned"] = AppraisalSheet(v, c.d)
	v.Form.State, v.Leaves, v.Left = score.Submitted, nil, 0
	all["sheet done"] = AppraisalSheet(v, c.d)

	worth := score.Points(2975)
	for _, l := range []score.Leaf{c.sheet.Leaves()[0], c.sheet.Leaves()[1]} {
		lv := LeafView{Unit: name, Sheet: c.sheet, Leaf: l, Target: big.NewRat(95, 1), Last: c.text, LastOf: c.text, Average: 2850, Count: 12, Worth: &worth, Now: c.decided(l, score.Amend), Number: 3, Of: 32,
			Entry: store.FormEntry{Code: l.Code, Value: c.value(l), Note: c.text}, Explained: store.Explanation{Code: l.Code, Text: c.text}}
		for range 9 {
			lv.Entry.Evidence = append(lv.Entry.Evidence, score.Evidence{Number: c.text, Day: "2021-06-05", Summary: c.text})
			lv.Inquiries = append(lv.Inquiries, store.Inquiry{Question: c.text, Answer: c.text})
		}
		put := func(name string, m store.Message) { all[name+" "+clip(l.Code, 10)] = m }
		put("answer", AppraisalLeaf(lv, c.d, formTime.Location()))
		put("answer value", AskAppraisedValue(lv))
		put("answer inquiry", AskInquiry(lv))
		for _, decision := range []score.Decision{score.Amend, score.SendBack, score.Uphold} {
			put("answer reason "+string(decision), AskAppraisalReason(lv, decision, c.value(l), c.d, formTime.Location()))
			put("said "+string(decision), message(Appraised(c.sheet, l, c.decided(l, decision), lv)))
		}
		q := store.Inquiry{Code: l.Code, Question: c.text, Answer: c.text, By: c.team.Members[0].Person, AnsweredBy: c.team.Members[1].Person}
		put("inquiry", InquiryNotice(name, c.sheet, l, q, c.value(l)))
		put("inquiry reply", AskReply(q))
		put("inquiry replied", Replied(q, c.d))
		put("inquiry answer", ReplyNotice(name, q, c.d))
	}
	penalty := PenaltyName(c.sheet, c.penalties[0].Code)
	for name, m := range map[string]store.Message{
		"no appraiser": NoAppraiser(), "nothing": NothingToAppraise(nil), "periods": AppraisePeriods(), "closed": AppraisalClosed(), "take back": AskTakeBack(name),
		"said others": message(lines(RestAccepted(9, 2), Asked(true), Asked(false), SheetReturned(name, 3), SheetTakenBack(name), PenaltyProposed(penalty))),
		"returned":    ReturnedNotice(c.period, c.sheet, back), "penalty": AskPenalty(name, c.penalties[:min(12, len(c.penalties))], c.sheet, c.d),
		"penalty faults": AskPenaltyFaults(name, penalty), "penalty reason": AskPenaltyReason(name, penalty), "penalty source": AskPenaltySource(name, penalty, c.text),
		"all appraised": AllAppraised(c.period, false), "all appraised again": AllAppraised(c.period, true), "called": TeamCalled(c.period, ChargesText(c.team.Members[0].Charges), 12, formTime.Location()),
		"team": Team(c.period, c.team, &store.UncoveredError{Unit: c.units[0], Part: score.DeductionPart}, c.d), "team none": Team(c.period, store.Team{Decision: "12", SignedOn: day("2021-11-01")}, store.ErrNoTeam, c.d),
		"team closed": TeamClosed(), "team decision": AskTeamDecision(c.period, c.team), "team decision not read": message(TeamDecisionNotRead(c.text)), "team add": AskTeamMember(true), "team add nobody": AskTeamMember(false),
		"team member": TeamMember(staff.Person{Key: "x", Name: "Xuân", Unit: c.units[0]}, c.team.Members[1], c.d), "team parts": TeamParts(c.form(c.units[0], "").Cluster, name), "team absence": AskAbsence(name),
		"team appointed": TeamAppointed(staff.Person{Name: clip(c.text, 100)}, c.period, c.team, formTime.Location()), "team dismissed": TeamDismissed(staff.Person{Name: clip(c.text, 100)}, c.period),
		"team replaced": TeamReplaced(staff.Person{Name: clip(c.text, 100)}, c.period, c.text), "team back": TeamReplaced(staff.Person{Name: clip(c.text, 100)}, c.period, ""), "team nothing": NothingCharged(),
	} {
		all[name] = m
	}
	var refused []string
	for _, err := range []error{&store.DecidedError{Now: c.decided(c.sheet.Leaves()[0], score.Amend)}, &score.Mistake{Fault: score.OutOfRange, Value: clip(c.text, 200), Want: "0..10"}, store.ErrNeedsReason,
		store.ErrNotNow, store.ErrNothingGiven, store.ErrMoreFaults, store.ErrNotReturned, store.ErrNeedsSource, store.ErrNoFaults, store.ErrDecided} {
		refused = append(refused, AppraisalRefused(err, c.d))
	}
	all["refused"] = message(lines(refused...))
	return all
}

// ofUnit are the screens on which a unit explains.
func (c appraisedCase) ofUnit() map[string]store.Message {
	all := map[string]store.Message{}
	name := unitName(c.units[0], c.d)
	f := ExplainFacts{Unit: name, Period: c.period, Form: c.form(c.units[0], score.Appraised), Sheet: c.sheet, Target: noTarget, Said: map[string]store.Explanation{},
		Self: score.Result{Total: 8875}, Appraised: score.Result{Total: 8450}, Final: score.Result{Total: 8500}}
	for i, l := range c.sheet.Leaves() {
		f.Differences = append(f.Differences, store.Difference{Code: l.Code, Self: c.value(l), Appraised: c.value(l), Reason: c.text, Again: c.decided(l, score.Uphold)})
		if i%3 < 2 {
			f.Said[l.Code] = store.Explanation{Code: l.Code, Agrees: i%3 == 0, Text: c.text}
		}
	}
	on := f.Differences[:min(8, len(f.Differences))]
	all["list"] = Explain(f, on, 0, 2, formTime.Location())
	all["one"], all["typing"], all["confirm"] = ExplainOne(f, on[1]), AskExplanation(f, on[1]), ConfirmExplanation(f)
	f.Closed = store.ErrPastDue
	all["list past due"] = Explain(f, on[:2], 0, 1, formTime.Location())
	f.Closed, f.Form.Explained = store.ErrNotNow, 1
	all["list sent"] = Explain(f, on[:2], 0, 1, formTime.Location())
	f.Differences = nil
	all["list empty"] = Explain(f, nil, 0, 1, formTime.Location())
	by := c.d.People[0]
	for name, m := range map[string]store.Message{
		"not yours": ExplainNotYours(), "nothing": NothingToExplain(), "which": ExplainWhich(), "presented": ExplanationPresented(f, by), "arrived": ExplanationArrived(name, c.period, 2),
		"notice": DifferencesNotice(name, c.period, 3, formTime.Location()), "notice none": DifferencesNotice(name, c.period, 0, formTime.Location()),
		"said": message(lines(Said(store.Explanation{Code: on[0].Code}), Said(store.Explanation{Agrees: true}), ExplanationSent(true), ExplanationSent(false), PresentedToHead(true), PresentedToHead(false),
			ExplanationTooLong(strings.Repeat("a", 900)), ExplainRefused(store.ErrPastDue), ExplainRefused(store.ErrNotNow), ExplainRefused(store.ErrNoDifference), ExplainRefused(store.ErrNoSaid), ExplainRefused(store.ErrNeedsReason))),
	} {
		all[name] = m
	}
	return all
}

// ofCouncil are the screens of the council.
func (c appraisedCase) ofCouncil() map[string]store.Message {
	all := map[string]store.Message{}
	p := c.period
	p.State = score.PeriodCouncil
	session := store.Session{Cluster: c.form(c.units[0], "").Cluster, Held: formTime, Present: []string{"a", "b", "c"}, For: 2, Against: 1, Decision: store.Returns, Reason: c.text}
	f := CouncilFacts{Period: p, Cluster: session.Cluster, Sheet: c.sheet, Self: map[string]score.Result{}, Appraised: map[string]score.Result{}, Penalties: c.penalties, Last: &session}
	var forms []store.Submission
	for i, unit := range c.units {
		r := score.Result{Unit: unit, Base: 9000, Bonus: 100, Deduction: 50, Total: 9050, Rank: i + 1, Grade: score.Grade{Code: "G", Label: clip(c.text, 40)}}
		r.Tie.Holds = i%2 == 0
		for _, v := range c.sheet.Vetoes {
			r.Vetoes = append(r.Vetoes, score.VetoCase{Veto: v, Reason: c.text})
		}
		f.Self[unit], f.Appraised[unit] = r, r
		forms = append(forms, c.form(unit, score.Appraised))
		f.Ranking = append(f.Ranking, r)
	}
	f.Missing = forms
	all["ranking"] = CouncilRanking(f, 0, c.d, formTime.Location())
	all["clusters"] = CouncilClusters(p, forms, map[string]store.Session{session.Cluster: session}, c.penalties, formTime.Location())
	p.State = score.PeriodExplaining
	all["clusters explaining"] = CouncilClusters(p, forms, nil, nil, formTime.Location())
	all["penalties"], all["penalty"] = CouncilPenalties(f, c.d), CouncilPenalty(unitName(c.units[0], c.d), c.penalties[0], c.sheet, staff.SamePerson, c.d)
	f.Ranking, f.Missing, f.Last = nil, nil, nil
	all["ranking empty"] = CouncilRanking(f, 0, c.d, formTime.Location())
	names := make([]string, 0, len(c.d.People))
	for _, one := range c.d.People {
		names = append(names, one.Style())
	}
	approved := session
	approved.Decision = store.Approves
	done := p
	done.State = score.PeriodApproved
	var refused []string
	for _, err := range []error{store.ErrNobodyPresent, store.ErrVotes, store.ErrNoMajority, store.ErrPenaltiesOpen, store.ErrNeedsReason, store.ErrNotNow} {
		refused = append(refused, SessionRefused(err))
	}
	for name, m := range map[string]store.Message{
		"not yours": NotCouncil(), "periods": CouncilPeriods(true), "no periods": CouncilPeriods(false), "closed": CouncilClosed(),
		"ruling": AskRuling(names[0], c.penalties[0], c.sheet, store.Holds), "ruling dropped": AskRuling(names[0], c.penalties[0], c.sheet, store.Dropped), "ruled": message(Ruled(names[0], c.penalties[0], c.sheet)),
		"present": AskPresent(session.Cluster, 3), "votes": AskVotes(session.Cluster, 3), "votes not read": message(VotesNotRead(c.text, 3)), "conclusion": AskConclusion(session.Cluster, names, 2, 1), "conclusion tied": AskConclusion(session.Cluster, names, 1, 1), "return reason": AskReturnReason(session.Cluster),
		"refused": message(lines(refused...)), "held": message(lines(SessionHeld(session, p), SessionHeld(approved, p), SessionHeld(approved, done))), "returned": CouncilReturned(session, p), "approved": CouncilApproved(p),
		"called": CouncilCalled(p, formTime.Location()), "appointed": CouncilAppointed(staff.Person{Name: clip(c.text, 100)}, []store.Period{p, p, p}, formTime.Location()),
	} {
		all[name] = m
	}
	return all
}

// ofPublication are the screens of an announcement on its way.
func (c appraisedCase) ofPublication() map[string]store.Message {
	signer := c.d.People[0]
	f := DraftFacts{Announcement: store.Announcement{ID: 1, Period: 1, State: store.Drafted, Draft: store.Draft{Number: clip("15/TB-VKS "+c.text, 60), Day: day("2021-12-05"), Complaints: day("2021-12-12"),
		Signer: signer.Key, Why: clip(c.text, 300)}}, Period: c.period, Signer: signer, Text: "Văn phòng thông báo kết quả.\n{bảng}\nKhiếu nại trước {hạn khiếu nại}.",
		Missing: []string{MissingNumber, MissingSigner}, Warnings: []string{NumberIsTaken}}
	for range 10 {
		f.Bases = append(f.Bases, clip("Căn cứ "+c.text, 300))
	}
	plain := f
	for range 10 {
		f.Amendments = append(f.Amendments, store.Amendment{Unit: c.units[0], Code: c.sheet.Leaves()[0].Code, Value: c.value(c.sheet.Leaves()[0]), Reason: clip(c.text, 300)})
	}
	f.Replaces = &score.Paper{Number: f.Number, Day: f.Day}
	put := f
	put.State = store.PutForward
	all := map[string]store.Message{"draft": AnnouncementDraft(plain, c.d), "draft correction": AnnouncementDraft(f, c.d), "draft put forward": AnnouncementDraft(put, c.d),
		"list": Announcements(true), "list empty": Announcements(false), "drawing": Drawing(), "preview failed": PreviewFailed(), "preview head": PreviewHead(3, 20, c.units), "preview head none": PreviewHead(0, 0, nil), "preview tail": PreviewTail(c.text),
		"confirm": AskConfirm(plain, c.team.Members[0].Person, c.d), "confirm correction": AskConfirm(f, c.team.Members[0].Person, c.d), "confirm mistyped": ConfirmMistyped(c.text), "nothing": NothingToConfirm(), "changed": ConfirmChanged(),
		"refused": ConfirmRefused(staff.NoRight), "refused same": ConfirmRefused(staff.SamePerson), "return": AskReturnDraft(), "confirmed": Confirmed(f, strings.Repeat("a1", 32), formTime), "told": DrafterTold(f, signer, ""), "told back": DrafterTold(f, signer, c.text),
		"may not": MayNotAnnounce(), "closed": AnnouncementsClosed(), "said": message(lines(PutForwardTold(signer, true), PutForwardTold(signer, false), AmendmentUnknown(c.text, "không có đơn vị")))}
	for field := range draftFields {
		all["ask "+string(field)] = AskDraft(field, strings.Join(f.Bases, "\n"))
		all["not read "+string(field)] = message(DraftNotRead(field, c.text))
	}
	for name, m := range map[string]store.Message{"report periods": ReportPeriods(true), "report none": ReportPeriods(false), "report menu": ReportMenu(c.period, ""), "report menu of a unit": ReportMenu(c.period, unitName(c.units[0], c.d)), "report units": ReportUnits(c.period), "reports closed": ReportsClosed()} {
		all[name] = m
	}
	return all
}

func (c appraisedCase) all() map[string]store.Message {
	all := map[string]store.Message{}
	for kind, some := range map[string]map[string]store.Message{"appraise": c.ofTeam(), "explain": c.ofUnit(), "council": c.ofCouncil(), "publish": c.ofPublication()} {
		for name, m := range some {
			all[kind+" "+name] = m
		}
	}
	return all
}

// TestAppraisedIsTaken: the messenger takes every screen from the appraisal to the
// publication of the largest period, whatever stands in it.
func TestAppraisedIsTaken(t *testing.T) {
	c := fullAppraised()
	all := c.all()
	for name, m := range all {
		if why := refused(m); why != "" {
			t.Errorf("%s: %s\n%.300s", name, why, m.Text)
		}
	}
	leaf := c.sheet.Leaves()[1]
	for _, label := range []string{QueueLabel(QueuedSheet{Unit: c.text, Left: 200}), QueueLabel(QueuedSheet{Unit: c.text}), LeafLabel(SheetLeaf{Leaf: leaf, Decided: true}), OptionLabel(c.text), PenaltyLabel(c.text, c.text),
		PenaltyOfLabel(c.text, c.text), DifferenceLabel(ExplainFacts{}, store.Difference{Code: c.text}), PresentLabel(staff.Person{Name: c.text}, true), PartLabel(c.sheet, "A", true), AnnouncementLabel(c.period),
		ClusterLabel(c.text), PersonLabel(c.d.People[0], c.d), PeriodLabel(c.period), AcceptRestLabel(200), AgreeRestLabel(200), ChaseAllLabel(60), LeadLabel(1440), ClockLabel("06:30"), WeekdayLabel(time.Monday)} {
		if n := utf8.RuneCountInString(label); n == 0 || n > 64 {
			t.Errorf("a button says %q", label)
		}
	}
	if len(all) < 90 {
		t.Errorf("only %d screens", len(all))
	}
}
