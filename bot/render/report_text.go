package render

import (
	"fmt"
	"slices"
	"strings"

	"thuky/store"
	"thuky/store/score"
)

// Announcement is what the groups see of a published result, a message a page, the
// first of which is pinned: the text of the notice, the ranking of every cluster, and
// nobody's name but those of units.
func Announcement(r *score.Report) []store.Message {
	title := bold("THÔNG BÁO") + "\n" + bold(escape("Kết quả chấm điểm thi đua "+periodName(r.Title)))
	blocks := []block{{lines: []string{lines(italic(capital(escape(numbered(r.Paper)))), correction(r.Paper), provisionalLine(r))}}}
	if len(r.Paper.Bases) > 0 {
		b := block{}
		for _, basis := range r.Paper.Bases {
			b.lines = append(b.lines, italic(escape(basis)))
		}
		blocks = append(blocks, b)
	}
	for _, p := range paragraphsOf(r.Paper.Before) {
		blocks = append(blocks, block{lines: []string{escape(p)}})
	}
	for i := range r.Outcomes {
		blocks = append(blocks, rankingBlocks(r, &r.Outcomes[i])...)
	}
	for _, p := range paragraphsOf(r.Paper.After) {
		blocks = append(blocks, block{lines: []string{escape(p)}})
	}
	return asMessages(paginate(title, blocks))
}

func provisionalLine(r *score.Report) string {
	if r.Provisional {
		return italic(provisional)
	}
	return ""
}

func correction(p score.Paper) string {
	if p.Replaces == "" {
		return ""
	}
	return markWarning + " " + escape("Thay Thông báo số "+p.Replaces+". Lý do: "+strings.TrimSuffix(p.Why, ".")+".")
}

func asMessages(pages []string) []store.Message {
	all := make([]store.Message, len(pages))
	for i, text := range pages {
		all[i] = store.Message{Text: text}
	}
	return all
}

// Ranking is the ranking of a cluster, to be read on a phone: a few short lines a unit.
func Ranking(r *score.Report, o *score.Outcome) []store.Message {
	title := bold(escape("Xếp hạng thi đua "+periodName(r.Title))) + "\n" + lines(provisionalLine(r))
	return asMessages(paginate(strings.TrimRight(title, "\n"), rankingBlocks(r, o)))
}

func rankingBlocks(r *score.Report, o *score.Outcome) []block {
	head := bold(escape(ClusterName(o.Cluster) + ": " + counted(len(o.Ranking), "đơn vị")))
	all := []block{{head: head, lines: []string{italic("Hạng. Đơn vị: tổng, xếp loại; chuẩn, thưởng, trừ")}}}
	for i := range o.Ranking {
		all = append(all, block{lines: []string{standing(r, o, &o.Ranking[i])}})
	}
	if sums := acceptedSums(o); len(sums) > 0 {
		b := block{}
		for _, sum := range sums {
			b.lines = append(b.lines, escape(sum))
		}
		all = append(all, b)
	}
	return all
}

// counted is a number of things: "09 đơn vị".
func counted(n int, what string) string { return fmt.Sprintf("%02d %s", n, what) }

// standing is one unit of a ranking.
func standing(r *score.Report, o *score.Outcome, one *score.Result) string {
	text := lines(
		bold(escape(ranked(r, one)+": "+Score(one.Total)))+escape(", "+one.Grade.Label),
		escape(sum(one)))
	for _, remark := range Remarks(o.Sheet, one, false) {
		text += "\n" + italic(escape(capital(remark)))
	}
	return text
}

// ranked is a unit behind its rank, if it has one: "2. Phòng 9".
func ranked(r *score.Report, one *score.Result) string {
	if one.Rank == 0 {
		return nameOf(r, one.Unit)
	}
	return rankText(one) + ". " + nameOf(r, one.Unit)
}

// sum tells of what a total is made.
func sum(one *score.Result) string {
	return "Chuẩn " + Score(one.Base) + " · thưởng " + Score(one.Bonus) + " · trừ " + Score(one.Deduction)
}

// few is how many of the strongest and of the weakest criteria a unit is told.
const few = 3

// UnitResult is the breakdown that a unit gets privately: what it came to, what was
// changed and why, where it is strong and weak, and what separates it from the next
// grade.
func UnitResult(r *score.Report, unit string) []store.Message {
	o := r.OfUnit(unit)
	one, _ := o.Result(unit)
	title := bold(escape("Kết quả thi đua của "+nameOf(r, unit))) + "\n" + escape(capital(periodName(r.Title))+", "+ClusterName(o.Cluster)+".") + "\n"
	if r.Provisional {
		title += provisional
	} else {
		title += escape("Thông báo " + numbered(r.Paper) + ".")
	}
	total := bold(escape("Tổng điểm: "+Score(one.Total)+". Xếp loại: "+one.Grade.Label+".")) + "\n" + escape(sum(&one))
	if one.Rank > 0 {
		total += "\n" + escape(fmt.Sprintf("Hạng %d/%d, trung bình %s %s", one.Rank, len(o.Ranking), clusterKind(o.Cluster), Score(score.AverageTotal(o.Ranking))))
	}
	for _, remark := range Remarks(o.Sheet, &one, true) {
		total += "\n" + escape(capital(remark))
	}
	blocks := []block{{lines: []string{lines(correction(r.Paper), total)}}}
	if next := nextGrade(o.Sheet, &one); next != "" {
		blocks = append(blocks, block{lines: []string{escape(next)}})
	}
	blocks = append(blocks, changedScores(o, unit)...)
	strongest, weakest := score.Extremes(o.Sheet.Compare(o.Ranking, unit), few)
	blocks = append(blocks, extremes("Cao hơn trung bình nhiều nhất", strongest), extremes("Thấp hơn trung bình nhiều nhất", weakest))
	if notApplicable := one.NA; len(notApplicable) > 0 {
		blocks = append(blocks, block{lines: []string{escape("Không phát sinh, không tính: " + strings.Join(notApplicable, ", "))}})
	}
	for _, sum := range acceptedSums(o) {
		blocks = append(blocks, block{lines: []string{escape(sum)}})
	}
	blocks = slices.DeleteFunc(blocks, func(b block) bool { return len(b.lines) == 0 })
	return asMessages(paginate(title, blocks))
}

// nextGrade says what separates a unit from the next better grade.
func nextGrade(s *score.Sheet, one *score.Result) string {
	next, missing, ok := s.NextGrade(one)
	switch {
	case !ok:
		return "Đã ở mức xếp loại cao nhất."
	case missing == 0:
		return "Đủ điểm xếp loại " + oneLine(next.Label) + " nhưng bị điểm liệt giữ lại."
	}
	return "Còn thiếu " + Score(missing) + " điểm để xếp loại " + oneLine(next.Label) + " (từ " + Score(next.Min) + ")."
}

// changedScores lists where the final score is another than the unit's own.
func changedScores(o *score.Outcome, unit string) []block {
	b := block{head: bold("Khác với tự chấm")}
	for _, c := range changesOf(o, unit) {
		line := "• " + escape(c.code+" "+clip(c.title, 80)) + ": " + escape(c.was) + " → " + bold(escape(c.is))
		if c.was == c.is {
			line = "• " + escape(c.code+" "+clip(c.title, 80)) + ": giữ " + bold(escape(c.is))
		}
		if c.reason != "" {
			line += ". " + italic(escape("Lý do: "+strings.TrimSuffix(oneLine(c.reason), ".")+"."))
		}
		b.lines = append(b.lines, line)
	}
	if len(b.lines) == 0 {
		return nil
	}
	return []block{b}
}

// A scoreChange is a score that is not the unit's own any more.
type scoreChange struct {
	code, title     string
	was, is, reason string
}

// changesOf compares a unit's final scores with its own.
func changesOf(o *score.Outcome, unit string) (all []scoreChange) {
	own, final := o.SelfScored()[unit], score.Result{}
	final, _ = o.Result(unit)
	if own.Unit == "" {
		return nil
	}
	self, last := submissionOf(o.Self, unit), submissionOf(o.Last(), unit)
	for _, c := range o.Sheet.Criteria {
		was, is := pointsText(&own, c.Code), pointsText(&final, c.Code)
		if reason := o.ReasonOf(unit, c.Code); was != "–" && (was != is || reason != "") {
			all = append(all, scoreChange{c.Code, c.Title, was, is, reason})
		}
	}
	for _, b := range o.Sheet.Bonuses {
		was, is := Score(b.BonusPoints(self.Bonuses[b.Code])), Score(b.BonusPoints(last.Bonuses[b.Code]))
		if reason := o.ReasonOf(unit, b.Code); was != is || reason != "" {
			all = append(all, scoreChange{b.Code, b.Title, was, is, reason})
		}
	}
	for _, d := range o.Sheet.Deductions {
		was, is := Score(-d.DeductionPoints(self.Deductions[d.Code])), Score(-d.DeductionPoints(last.Deductions[d.Code]))
		if reason := o.ReasonOf(unit, d.Code); was != is || reason != "" {
			all = append(all, scoreChange{d.Code, d.Title, was, is, reason})
		}
	}
	return all
}

// submissionOf finds what a unit has in a stage; the zero Submission if nothing.
func submissionOf(stage []score.Submission, unit string) score.Submission {
	for _, one := range stage {
		if one.Unit == unit {
			return one
		}
	}
	return score.Submission{}
}

// notApplicable stands in a table for "không phát sinh".
const notApplicable = "KPS"

// pointsCell is what a unit got for a criterion: points, "KPS" where it does not apply,
// a dash where nobody has scored it.
func pointsCell(one *score.Result, code string) any {
	if slices.Contains(one.NA, code) {
		return notApplicable
	}
	points, scored := one.Points[code]
	if !scored {
		return "–"
	}
	return points
}

// pointsText is so in a sentence.
func pointsText(one *score.Result, code string) string {
	if slices.Contains(one.NA, code) {
		return "không phát sinh"
	}
	return cellText(pointsCell(one, code))
}

// cellText is a cell of a table in words: points, a whole number or a text.
func cellText(cell any) string {
	if points, ok := cell.(score.Points); ok {
		return Score(points)
	}
	return fmt.Sprint(cell)
}

func extremes(head string, all []score.Comparison) block {
	b := block{head: bold(head)}
	for _, c := range all {
		b.lines = append(b.lines, escape(fmt.Sprintf("• %s %s: %s/%s, trung bình %s", c.Criterion.Code, clip(c.Criterion.Title, 80),
			Score(c.Points), Score(c.Criterion.Max), Score(c.Average))))
	}
	return b
}

// ReportCaption stands under a file of a report.
func ReportCaption(r *score.Report, what string) string {
	return lines(escape(what+": "+periodName(r.Title)+" ("+spanText(r)+")"), provisionalLine(r))
}
