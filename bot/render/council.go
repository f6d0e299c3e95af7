package render

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// NotCouncil refuses somebody who is not of the council.
func NotCouncil() store.Message {
	return message("Chỉ lãnh đạo Viện, thành viên Hội đồng và Văn phòng tổng hợp xem mục này.")
}

// CouncilPeriods asks which of several periods, or says that there is none.
func CouncilPeriods(any bool) store.Message {
	if !any {
		return message(bold("Hội đồng"), "Chưa có đợt nào ở bước Hội đồng xét.")
	}
	return message(bold("Hội đồng"), "Chọn đợt.")
}

// CouncilClosed stands where the screen was.
func CouncilClosed() store.Message {
	return message(italic("Đã đóng. Gõ /hoidong để mở lại."))
}

// CouncilClusters lists the clusters with what the council has concluded. Titles and
// their quotas will stand here too, once there are any.
func CouncilClusters(p store.Period, forms []store.Submission, concluded map[string]store.Session, penalties []store.Penalty, zone *time.Location) store.Message {
	in := map[string]string{}
	counts := map[string]int{}
	for _, form := range forms {
		in[form.Unit] = form.Cluster
		if !form.First.IsZero() {
			counts[form.Cluster]++
		}
	}
	open := map[string]int{}
	for _, one := range penalties {
		if one.Decision == store.Proposed {
			open[in[one.Unit]]++
		}
	}
	var all []string
	for _, cluster := range (PeriodFacts{Forms: forms}).Clusters() {
		said := "• " + escape(clip(clusterName(cluster), 60)) + fmt.Sprintf(": %d đơn vị", counts[cluster])
		if c, ok := concluded[cluster]; ok {
			said += "; " + conclusion(c, zone)
		} else {
			said += "; chưa kết luận"
		}
		if n := open[cluster]; n > 0 {
			said += fmt.Sprintf("; %s %d đề xuất điểm trừ, điểm liệt chưa quyết định", markWarning, n)
		}
		all = append(all, said)
	}
	note := ""
	if p.State == score.PeriodAppraising || p.State == score.PeriodExplaining {
		note = "Đang " + map[score.PeriodState]string{score.PeriodAppraising: "thẩm định", score.PeriodExplaining: "giải trình"}[p.State] + ": điểm còn thay đổi. Chỉ quyết định được điểm trừ, điểm liệt."
	}
	return shortened(paragraphs(lines(bold("Hội đồng: "+escape(clip(p.Title, 100))), "Trạng thái: "+p.State.Name(), dueLine(p, store.CouncilAt, zone)), lines(all...), note, "Bấm một cụm, khối."))
}

func conclusion(c store.Session, zone *time.Location) string {
	word := markDone + " đã thông qua"
	if c.Decision == store.Returns {
		word = "đã trả lại Tổ chấm điểm (" + escape(clip(c.Reason, 100)) + ")"
	}
	return word + fmt.Sprintf(", %d có mặt, %d đồng ý, %d không, ", len(c.Present), c.For, c.Against) + hourAndDay(c.Held.In(zone))
}

// CouncilFacts are a cluster as the council sees it.
type CouncilFacts struct {
	Period    store.Period
	Cluster   string
	Sheet     *score.Sheet
	Ranking   []score.Result // at the final stage
	Self      map[string]score.Result
	Appraised map[string]score.Result
	Missing   []store.Submission // not in the ranking
	Penalties []store.Penalty
	Last      *store.Session
}

// rankingPage is how many units a page of a ranking has.
const rankingPage = 8

// RankingPages is how many pages a ranking has.
func RankingPages(f CouncilFacts) int {
	return max(1, (len(f.Ranking)+rankingPage-1)/rankingPage)
}

// CouncilRanking is a page of the ranking of a cluster, with all three scores.
func CouncilRanking(f CouncilFacts, page int, d *staff.Directory, zone *time.Location) store.Message {
	title := bold("Xếp hạng: " + escape(clip(clusterName(f.Cluster), 60)))
	if n := RankingPages(f); n > 1 {
		title += fmt.Sprintf(" (trang %d/%d)", page+1, n)
	}
	var all []string
	first := page * rankingPage
	for i := first; i < min(first+rankingPage, len(f.Ranking)); i++ {
		all = append(all, rankedUnit(f, i, d))
	}
	if len(all) == 0 {
		all = append(all, "Chưa có phiếu nào.")
	}
	missing := ""
	if len(f.Missing) > 0 {
		var names []string
		for _, form := range f.Missing {
			names = append(names, unitName(form.Unit, d)+" ("+form.State.Name()+")")
		}
		missing = "Không xếp hạng: " + escape(clip(strings.Join(names, ", "), 600))
	}
	last := ""
	if f.Last != nil {
		last = "Hội đồng: " + conclusion(*f.Last, zone)
	}
	accepted := ""
	for _, e := range f.Sheet.Accepted {
		accepted = lines(accepted, escape(clip(AcceptedSum(e), 200)))
	}
	return shortened(paragraphs(lines(title, escape(clip(f.Period.Title, 100)), "Điểm: tự chấm · thẩm định · chốt"), strings.Join(all, "\n"), missing, accepted, last))
}

// rankedUnit is one unit of a ranking.
func rankedUnit(f CouncilFacts, i int, d *staff.Directory) string {
	r := &f.Ranking[i]
	place := "–"
	if r.Rank > 0 {
		place = fmt.Sprint(r.Rank)
	}
	said := lines(bold(place+". "+escape(unitName(r.Unit, d)))+": "+bold(Score(r.Total))+" · "+escape(clip(r.Grade.Label, 40)),
		"   "+stageScore(f.Self, r.Unit)+" · "+stageScore(f.Appraised, r.Unit)+" · "+Score(r.Total)+
			" (chuẩn "+Score(r.Base)+", thưởng "+Score(r.Bonus)+", trừ "+Score(r.Deduction)+")")
	if reason := TieReason(r); reason != "" {
		said = lines(said, "   "+reason)
	}
	for _, v := range r.Vetoes {
		said = lines(said, "   "+markWarning+" "+escape(clip(v.Veto.Title, 60))+": "+VetoEffect(v.Veto))
	}
	for _, p := range f.Penalties {
		if p.Unit == r.Unit && p.Decision == store.Proposed {
			said = lines(said, "   "+markWarning+" đề xuất, chưa quyết định: "+escape(PenaltyName(f.Sheet, p.Code)))
		}
	}
	return said
}

func stageScore(stage map[string]score.Result, unit string) string {
	r, ok := stage[unit]
	if !ok {
		return "–"
	}
	return Score(r.Total)
}

// CouncilPenalties lists what was proposed in a cluster.
func CouncilPenalties(f CouncilFacts, d *staff.Directory) store.Message {
	const most = 8
	all, how := []string{}, ""
	for i, p := range f.Penalties {
		if p.Decision == store.Proposed {
			how = "Bấm một đề xuất để quyết định."
		}
		if i == most {
			all = append(all, fmt.Sprintf("… và %d đề xuất khác", len(f.Penalties)-most))
			break
		}
		all = append(all, bold(escape(unitName(p.Unit, d)))+"\n"+penaltyLine(p, f.Sheet, d))
	}
	return shortened(paragraphs(bold("Điểm trừ, điểm liệt: "+escape(clip(clusterName(f.Cluster), 60))), strings.Join(all, "\n"), how))
}

// PenaltyOfLabel is a proposal on a button.
func PenaltyOfLabel(unit, code string) string { return clip(unit, 30) + " · " + clip(code, 12) }

// CouncilPenalty is one proposal; why says what keeps the reader from deciding.
func CouncilPenalty(unit string, p store.Penalty, sheet *score.Sheet, why staff.Refusal, d *staff.Directory) store.Message {
	note := ""
	switch why {
	case staff.Allowed:
	case staff.OfTheirUnit:
		note = "Đồng chí thuộc đơn vị này nên không quyết định điểm trừ, điểm liệt của đơn vị. Cần một đồng chí khác."
	default:
		note = Separated(why).Text
	}
	return paragraphs(bold(escape(clip(unit, 60))), penaltyLine(p, sheet, d), note)
}

// AskRuling asks why a proposal holds or not.
func AskRuling(unit string, p store.Penalty, sheet *score.Sheet, ruling store.PenaltyDecision) store.Message {
	what := "Áp dụng"
	if ruling == store.Dropped {
		what = "Không áp dụng"
	}
	return message(bold(escape(clip(unit, 60))), bold(what)+": "+escape(PenaltyName(sheet, p.Code)), "Gõ lý do. Quyết định một lần, không sửa.")
}

// Ruled says what was decided.
func Ruled(unit string, p store.Penalty, sheet *score.Sheet) string {
	what := "áp dụng"
	if p.Decision == store.Dropped {
		what = "không áp dụng"
	}
	return markDone + " " + escape(clip(unit, 60)) + ": " + what + " " + escape(PenaltyName(sheet, p.Code)) + "."
}

// AskPresent asks which members were present.
func AskPresent(cluster string, n int) store.Message {
	return message(bold("Phiên họp Hội đồng: "+escape(clip(clusterName(cluster), 60))), fmt.Sprintf("Bấm tên thành viên có mặt. Đã chọn %d.", n))
}

// PresentLabel is a member on a button.
func PresentLabel(p staff.Person, in bool) string {
	if in {
		return markDone + " " + clip(p.Name, 36)
	}
	return clip(p.Name, 38)
}

// AskVotes asks for the votes.
func AskVotes(cluster string, present int) store.Message {
	return message(bold("Biểu quyết: "+escape(clip(clusterName(cluster), 60))), fmt.Sprintf("%d thành viên có mặt. Gõ số đồng ý/số không đồng ý. Ví dụ: %d/0", present, present))
}

// UnanimousLabel is the vote of all who are present.
func UnanimousLabel(n int) string { return fmt.Sprintf("Tất cả đồng ý (%d/0)", n) }

// VotesNotRead says what votes must be.
func VotesNotRead(text string, present int) string {
	return fmt.Sprintf("%s Chưa hiểu %s. Gõ số đồng ý/số không đồng ý, cộng lại không quá %d người có mặt.", markWarning, quote(clip(text, 40)), present)
}

// AskConclusion asks what the session concludes; without a majority it cannot approve.
func AskConclusion(cluster string, present []string, votes, against int) store.Message {
	how := "Hội đồng không sửa điểm: thông qua, hoặc trả lại Tổ chấm điểm kèm lý do."
	if votes <= against {
		how = markWarning + " Số đồng ý không nhiều hơn số không đồng ý: chưa thông qua được. Biểu quyết lại thì sửa số phiếu, hoặc trả lại Tổ chấm điểm kèm lý do."
	}
	return message(bold("Kết luận: "+escape(clip(clusterName(cluster), 60))), "Có mặt: "+escape(clip(strings.Join(present, ", "), 800))+
		fmt.Sprintf("\nĐồng ý %d, không đồng ý %d, không biểu quyết %d", votes, against, len(present)-votes-against),
		how)
}

// AskReturnReason asks why a cluster is sent back.
func AskReturnReason(cluster string) store.Message {
	return message(bold("Trả lại Tổ chấm điểm: "+escape(clip(clusterName(cluster), 60))), "Mọi phiếu của cụm được thẩm định lại và qua lại mọi bước sau. Gõ lý do.")
}

// SessionRefused words why a session was not recorded; "" for what is a failure.
func SessionRefused(err error) string {
	said := ""
	switch {
	case errors.Is(err, store.ErrNobodyPresent):
		said = "Chưa chọn thành viên có mặt."
	case errors.Is(err, store.ErrVotes):
		said = "Số phiếu không khớp số người có mặt."
	case errors.Is(err, store.ErrNoMajority):
		said = "Số đồng ý không nhiều hơn số không đồng ý nên chưa thông qua được."
	case errors.Is(err, store.ErrPenaltiesOpen):
		said = "Còn đề xuất điểm trừ, điểm liệt chưa quyết định. Bấm " + quote("Điểm trừ, điểm liệt") + "."
	case errors.Is(err, store.ErrNeedsReason):
		said = "Trả lại cần lý do."
	case errors.Is(err, store.ErrNotNow):
		said = "Đợt không ở bước Hội đồng xét."
	default:
		return ""
	}
	return markWarning + " " + said
}

// SessionHeld says what was recorded.
func SessionHeld(c store.Session, p store.Period) string {
	if c.Decision == store.Returns {
		return markDone + " Đã trả " + escape(clip(clusterName(c.Cluster), 60)) + " cho Tổ chấm điểm."
	}
	said := markDone + " Đã ghi: Hội đồng thông qua " + escape(clip(clusterName(c.Cluster), 60)) + "."
	if p.State == score.PeriodApproved {
		said += " Mọi cụm đã thông qua; điểm được chốt."
	}
	return said
}

// CouncilReturned tells the team and the Office that a cluster came back.
func CouncilReturned(c store.Session, p store.Period) store.Message {
	return message(bold("Hội đồng trả lại Tổ chấm điểm")+"\n"+escape(clip(p.Title, 100)), escape(clip(clusterName(c.Cluster), 60))+": "+escape(clip(c.Reason, 300)),
		"Các phiếu của cụm được thẩm định lại. Gõ /thamdinh.")
}

// CouncilApproved tells the Office that the result stands.
func CouncilApproved(p store.Period) store.Message {
	return message(markDone+" "+bold("Hội đồng đã thông qua mọi cụm"), escape(clip(p.Title, 100)), "Điểm đã chốt. Gõ /congbo để soạn thông báo kết quả.")
}

// CouncilCalled tells members that a period is before them.
func CouncilCalled(p store.Period, zone *time.Location) store.Message {
	return paragraphs(bold("Trình Hội đồng")+"\n"+escape(clip(p.Title, 100)), dueLine(p, store.CouncilAt, zone), "Gõ /hoidong để xem xếp hạng và ghi kết luận.")
}
