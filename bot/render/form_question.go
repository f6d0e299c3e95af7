package render

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"thuky/bot/form"
	"thuky/bot/vi"
	"thuky/store/score"
)

// question is one criterion, bonus or deduction.
func (p FormPage) question() []string {
	l := p.leaf()
	facts := lines(p.returnedLine(l.Code), p.targetLine(l), p.ruleLine(l), p.proofLine(l), p.noteLine(l), p.lastLine(l), p.nowLine(l))
	return []string{lines(bold(escape(l.Code))+" · "+worth(l), escape(clip(l.Title(), 400))), facts, p.howToType(l)}
}

// returnedLine says why a code came back.
func (p FormPage) returnedLine(code string) string {
	if why := p.Returned[code]; why != "" {
		return bold("Bị trả lại: " + escape(clip(why, 300)))
	}
	return ""
}

func (p FormPage) leaf() score.Leaf {
	l, _ := p.Desk.Sheet.Leaf(p.State.At)
	return l
}

// worth is what a leaf is worth at most.
func worth(l score.Leaf) string {
	switch {
	case l.Criterion != nil:
		return "tối đa " + Score(l.Criterion.Max) + " điểm"
	case l.Bonus != nil:
		return "điểm thưởng, tối đa " + Score(l.Bonus.Max)
	case l.Deduction.Max > 0:
		return "điểm trừ, tối đa " + Score(l.Deduction.Max)
	}
	return "điểm trừ"
}

func (p FormPage) targetLine(l score.Leaf) string {
	target := p.Desk.TargetOf(l)
	if l.Criterion == nil || target == nil || l.Criterion.Rule == score.StepDown && p.Covenant == nil {
		return ""
	}
	said := "Chỉ tiêu: " + decimal(target) + withUnit(l.Criterion.Measure)
	if c := p.Covenant; c != nil {
		said += " (giao ước " + escape(clip(c.Covenant, 60)) + " ngày " + vi.Day(c.Date) + ")"
	}
	return said
}

// ruleLine says how an answer becomes points.
func (p FormPage) ruleLine(l score.Leaf) string {
	said := ""
	switch {
	case l.Criterion != nil:
		c := *l.Criterion
		c.Target = nil // which stands above
		if c.Rule == score.StepDown {
			c.Target = p.Desk.TargetOf(l)
		}
		if c.Rule != score.Direct && c.Rule != score.YesNo {
			said = criterionRule(c)
		}
	case l.Bonus != nil:
		b := *l.Bonus
		b.EvidenceRequired = false
		said = strings.TrimPrefix(BonusRule(b), "; ")
	default:
		said = DeductionRule(*l.Deduction)
	}
	if said == "" {
		return ""
	}
	return "Cách chấm: " + escape(clip(said, 350))
}

func (p FormPage) proofLine(l score.Leaf) string {
	switch {
	case l.Criterion != nil && l.Criterion.Evidence != "":
		said := "Minh chứng: "
		if l.Criterion.EvidenceRequired {
			said = "Minh chứng (bắt buộc): "
		}
		return said + escape(clip(l.Criterion.Evidence, 200))
	case l.NeedsEvidence():
		return "Bắt buộc có minh chứng, hoặc giải thích."
	}
	return ""
}

func (p FormPage) noteLine(l score.Leaf) string {
	if l.Criterion == nil || l.Criterion.Note == "" {
		return ""
	}
	return "Ghi chú: " + escape(clip(l.Criterion.Note, 200))
}

func (p FormPage) lastLine(l score.Leaf) string {
	if p.Last == nil {
		return ""
	}
	return "Lần trước (" + escape(clip(p.Last.Period, 60)) + "): " + FormValue(l, p.Last.Value)
}

// nowLine is what stands, and who entered it.
func (p FormPage) nowLine(l score.Leaf) string {
	e := p.Entry
	if e.Value == "" {
		return ""
	}
	said := "Đang ghi: " + bold(FormValue(l, e.Value)) + gives(l, e.Value, e.Points) + p.byWhom(e.By, e.At)
	return lines(said, proofs(e.Evidence, e.Note))
}

// byWhom is " (đ/c An, 14h02 ngày 05/11/2021)".
func (p FormPage) byWhom(key string, at time.Time) string {
	if key == "" || at.IsZero() {
		return ""
	}
	at = at.In(p.Now.Location())
	when := hourAndDay(at)
	if civil.DateOf(at) == civil.DateOf(p.Now) {
		when = at.Format("15h04")
	}
	return " (" + escape(clip(author(key, p.Directory), 60)) + ", " + when + ")"
}

// gives is what an answer comes to: " → 4/4 điểm".
func gives(l score.Leaf, value string, points score.Points) string {
	switch {
	case value == naValue:
		return ", không tính vào điểm"
	case l.Criterion != nil && l.Criterion.Rule == score.Leader:
		return "; điểm tính sau khi khóa nộp"
	case l.Criterion != nil:
		return " → " + Score(points) + "/" + Score(l.Criterion.Max) + " điểm"
	case l.Bonus != nil:
		return " → cộng " + Score(points) + " điểm"
	}
	return " → trừ " + Score(points) + " điểm"
}

// withUnit is a measure behind a number, as markup.
func withUnit(measure string) string {
	if measure = clip(measure, 60); strings.HasPrefix(measure, "%") || measure == "" {
		return escape(measure)
	}
	return " " + escape(measure)
}

const naValue = "n/a"

// FormValue is an answer as people read it: "92%", "5 cuộc", "đạt", "không phát sinh".
func FormValue(l score.Leaf, value string) string {
	switch {
	case value == "":
		return "chưa trả lời"
	case value == naValue:
		return "không phát sinh"
	}
	n, isNumber := score.ParseNumber(value)
	levels := l.Criterion != nil && l.Criterion.Rule == score.ByLevel || l.Bonus != nil && len(l.Bonus.Levels) > 0
	if !isNumber || levels {
		return escape(clip(value, 200))
	}
	said := decimal(n)
	switch {
	case l.Criterion != nil && l.Criterion.Rule == score.Direct:
		return said + " điểm"
	case l.Criterion != nil:
		return said + withUnit(l.Criterion.Measure)
	case l.Deduction != nil:
		return said + " lần"
	case l.Bonus != nil && l.Bonus.PointsEach == 0:
		return said + " điểm"
	}
	return said
}

// howToType says what may be typed.
func (p FormPage) howToType(l score.Leaf) string {
	if p.Lock != FormOpen && p.Lock != FormReturned {
		return ""
	}
	if !p.Desk.Open(l.Code) {
		return "Mã này không sửa được lúc này."
	}
	return "Bấm nút hoặc gõ " + wanted(l, p.Desk.Sheet.ScoreStep) + "."
}

// wanted is what is asked for: "số, ví dụ 92,5%".
func wanted(l score.Leaf, step score.Points) string {
	switch {
	case l.Deduction != nil:
		return "số lần, ví dụ 1"
	case l.Bonus != nil && len(l.Bonus.Levels) > 0:
		return "đúng tên mức"
	case l.Bonus != nil && l.Bonus.PointsEach > 0:
		return "số lượng, ví dụ 2"
	case l.Bonus != nil:
		return "số điểm từ 0 đến " + Score(l.Bonus.Max) + ", bước " + Score(step)
	}
	c := l.Criterion
	switch c.Rule {
	case score.YesNo:
		return "đạt hoặc không đạt"
	case score.ByLevel:
		return "đúng tên mức"
	case score.Direct:
		return "số điểm từ 0 đến " + Score(c.Max) + ", bước " + Score(step)
	case score.PerItem:
		return "số nguyên, ví dụ 5" + withUnit(c.Measure)
	}
	if strings.HasPrefix(c.Measure, "%") {
		return "tỷ lệ, ví dụ 92,5%"
	}
	return "số, ví dụ 5" + withUnit(c.Measure)
}

// proofs lists evidence and explanation, a line each.
func proofs(all []score.Evidence, note string) string {
	said := make([]string, 0, len(all)+1)
	if note != "" {
		said = append(said, "• Giải thích: "+escape(clip(note, 400)))
	}
	for _, e := range all {
		said = append(said, "• "+evidenceText(e))
	}
	return capped(said, 600)
}

// capped is lines under one another, as many as the length allows, in code points; how
// many are left out is said.
func capped(all []string, most int) string {
	length := 0
	for i, line := range all {
		if length += utf8.RuneCountInString(line) + 1; length > most && i > 0 {
			return lines(append(slices.Clone(all[:i]), fmt.Sprintf("… và %d dòng nữa.", len(all)-i))...)
		}
	}
	return lines(all...)
}

func evidenceText(e score.Evidence) string {
	if e.File != "" {
		said := "tệp"
		if e.Photo {
			said = "ảnh"
		}
		return strings.TrimSpace(said + " " + escape(clip(e.Summary, 100)))
	}
	var parts []string
	if e.Number != "" {
		parts = append(parts, "số "+e.Number)
	}
	if day, err := civil.ParseDate(e.Day); err == nil {
		parts = append(parts, "ngày "+vi.Day(day))
	}
	if e.Summary != "" {
		parts = append(parts, e.Summary)
	}
	return escape(clip(strings.Join(parts, ", "), 300))
}

// FormOption is the label of a button that answers.
func FormOption(l score.Leaf, o form.Option) string {
	switch o.Kind {
	case form.OptionPass:
		return "Đạt"
	case form.OptionFail:
		return "Không đạt"
	case form.OptionMax:
		return "Tối đa: " + Plain(FormValue(l, o.Value))
	case form.OptionTarget:
		return "Bằng chỉ tiêu: " + Plain(FormValue(l, o.Value))
	case form.OptionNA:
		return "Không phát sinh"
	case form.OptionZero:
		return "0"
	}
	if l.Criterion == nil && isCount(o.Value) {
		return o.Value
	}
	if points, ok := levelPoints(l, o.Value); ok {
		return clip(o.Value, 50) + " (" + Score(points) + ")"
	}
	return clip(o.Value, 60)
}

func isCount(value string) bool {
	n, ok := score.ParseNumber(value)
	return ok && n.Cmp(new(big.Rat)) >= 0
}

func levelPoints(l score.Leaf, label string) (score.Points, bool) {
	var all []score.Level
	if l.Criterion != nil {
		all = l.Criterion.Levels
	} else if l.Bonus != nil {
		all = l.Bonus.Levels
	}
	i := slices.IndexFunc(all, func(level score.Level) bool { return level.Label == label })
	if i < 0 {
		return 0, false
	}
	return all[i].Points, true
}
