package render

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// PartName is a part of a sheet as people read it.
func PartName(sheet *score.Sheet, part string) string {
	switch part {
	case score.BonusPart:
		return "Điểm thưởng"
	case score.DeductionPart:
		return "Điểm trừ"
	}
	for _, s := range sheet.Sections {
		if s.Code == part {
			return "Mục " + clip(s.Code+". "+s.Title, 60)
		}
	}
	return clip(part, 20)
}

// answerText is an answer with what it is worth: "92% → 4 điểm", "không phát sinh".
func answerText(sheet *score.Sheet, leaf score.Leaf, value string, target *big.Rat) string {
	if value == "" {
		return "chưa trả lời"
	}
	a, err := sheet.Read(leaf, value)
	if err != nil {
		return escape(clip(value, 100))
	}
	if a.State == score.NotApplicable {
		return "không phát sinh, không giao"
	}
	said := clip(figure(value), 200)
	if leaf.Criterion != nil && a.Number != nil && leaf.Criterion.Rule != score.Direct && leaf.Criterion.Rule != score.ByAppraiser {
		said += withMeasure(clip(leaf.Criterion.Measure, 30))
	}
	said = escape(said)
	switch {
	case leaf.Criterion != nil && leaf.Criterion.Rule == score.Leader:
		return said + " (tính theo cụm)"
	case leaf.Deduction != nil:
		return said + " lần → trừ " + Score(leaf.Worth(a, target)) + " điểm"
	case leaf.Criterion != nil && (leaf.Criterion.Rule == score.Direct || leaf.Criterion.Rule == score.ByAppraiser):
		return said + " điểm"
	}
	return said + " → " + Score(leaf.Worth(a, target)) + " điểm"
}

// A SheetLeaf is one answer in the list of an appraiser.
type SheetLeaf struct {
	Leaf    score.Leaf
	Self    string // the unit's answer
	Now     store.Appraisal
	Before  store.Appraisal // of an earlier round, where none counts in this one
	Decided bool
	Asked   bool // a question waits for its answer
}

// A SheetView is a sheet as an appraiser sees it.
type SheetView struct {
	Unit      string
	Period    store.Period
	Form      store.Submission
	Sheet     *score.Sheet
	Target    func(code string) *big.Rat
	Leaves    []SheetLeaf // of the page
	Page, Of  int
	Left      int // undecided among all that are the appraiser's
	Alone     int // of these, what "chấm theo đề xuất" leaves
	Absent    string
	Others    []string // who else has decided on this sheet
	Penalties []store.Penalty
	Returning int // codes that are marked to be returned
}

// AppraisalSheet is a sheet as an appraiser sees it: their part of it, in pages.
func AppraisalSheet(v SheetView, d *staff.Directory) store.Message {
	head := lines(bold(escape(clip(v.Unit, 60))), escape(clip(v.Period.Title, 100)), "Phiếu: "+v.Form.State.Name())
	if v.Form.Round > 1 {
		head = lines(head, fmt.Sprintf("Thẩm định lần %d: mọi tiêu chí được xem lại; phần đơn vị không sửa giữ được kết quả lần trước.", v.Form.Round))
	}
	if v.Absent != "" {
		head = lines(head, "Chấm thay "+escape(author(v.Absent, d))+" (vắng mặt).")
	}
	if len(v.Others) > 0 {
		head = lines(head, "Cùng chấm phiếu này: "+escape(clip(strings.Join(v.Others, ", "), 200)))
	}
	all := make([]string, 0, len(v.Leaves)+1)
	for _, l := range v.Leaves {
		all = append(all, sheetLine(v, l))
	}
	if v.Form.State == score.Returned {
		return shortened(paragraphs(head, "Đơn vị đang sửa các tiêu chí bị trả lại; phiếu hiện lại khi đơn vị nộp.", penaltyLines(v.Penalties, v.Sheet, d)))
	}
	if len(all) == 0 {
		all = append(all, "Không còn phần nào của đồng chí trong phiếu này.")
	}
	title := ""
	if v.Of > 1 {
		title = fmt.Sprintf("Trang %d/%d", v.Page+1, v.Of)
	}
	left := markDone + " Đã xong phần của đồng chí."
	if v.Left > 0 {
		left = fmt.Sprintf("Còn %d tiêu chí chưa quyết định", v.Left)
		if v.Alone > 0 {
			left += fmt.Sprintf(", trong đó %d phải xem riêng (không phát sinh, Tổ cho điểm, đang hỏi, trả lại)", v.Alone)
		}
		left += "."
	}
	if v.Returning > 0 {
		left = lines(left, fmt.Sprintf("%s %d tiêu chí ghi trả lại; bấm %s để phiếu về đơn vị.", markWarning, v.Returning, quote("Gửi trả đơn vị")))
	}
	return shortened(paragraphs(head, lines(append([]string{title}, all...)...), penaltyLines(v.Penalties, v.Sheet, d), left))
}

// sheetLine is one answer: what the unit gave and what the team made of it.
func sheetLine(v SheetView, l SheetLeaf) string {
	mark := ""
	if l.Decided {
		mark = markDone + " "
	}
	code := l.Leaf.Code
	target := v.Target(code)
	said := mark + bold(escape(code)) + " " + escape(clip(l.Leaf.Title(), 60)) + ": " + answerText(v.Sheet, l.Leaf, l.Self, target)
	if !l.Leaf.Answerable() {
		said = mark + bold(escape(code)) + " " + escape(clip(l.Leaf.Title(), 60)) + ": Tổ cho điểm"
	}
	switch {
	case l.Now.Decision == score.SendBack:
		said += "; trả lại"
	case l.Now.Decision != "" && l.Now.Value != l.Self:
		said += " ⇒ " + answerText(v.Sheet, l.Leaf, l.Now.Value, target)
	}
	switch b := l.Before; {
	case b.Decision == score.SendBack:
		said += "; lần trước trả lại"
	case b.Decision != "" && b.Value != l.Self:
		said += "; lần trước " + answerText(v.Sheet, l.Leaf, b.Value, target)
	}
	if l.Asked {
		said += "; đang hỏi đơn vị"
	}
	return said
}

// A LeafView is one answer as an appraiser sees it.
type LeafView struct {
	Unit      string
	Sheet     *score.Sheet
	Leaf      score.Leaf
	Target    *big.Rat // of the unit's covenant, nil without one
	Entry     store.FormEntry
	Last      string       // the answer a year before, "" if none is known
	LastOf    string       // title of that period
	Average   score.Points // of the cluster
	Count     int          // units in the average
	Worth     *score.Points
	Now       store.Appraisal // that counts in this round
	Before    store.Appraisal // of an earlier round
	Inquiries []store.Inquiry
	Explained store.Explanation
	Number    int // 1, 2, ... among the appraiser's
	Of        int
}

// AppraisalLeaf is one answer with everything that helps to decide on it.
func AppraisalLeaf(v LeafView, d *staff.Directory, zone *time.Location) store.Message {
	head := bold(escape(clip(v.Unit, 60))) + fmt.Sprintf(" (%d/%d)", v.Number, v.Of)
	facts := lines(leafRule(v), selfLine(v), evidenceLines(v.Entry), lastLine(v), averageLine(v))
	return shortened(paragraphs(head, bold(escape(v.Leaf.Code))+" "+escape(clip(v.Leaf.Title(), 500)), facts, inquiryLines(v.Inquiries),
		explanationLine(v.Explained), decisionLines(v, d, zone)))
}

func leafRule(v LeafView) string {
	switch l := v.Leaf; {
	case l.Criterion != nil:
		said := "Tối đa " + Score(l.Criterion.Max) + " điểm; " + escape(clip(CriterionRule(*l.Criterion), 300))
		if v.Target != nil {
			said += "\nChỉ tiêu theo giao ước: " + escape(decimal(v.Target)+withMeasure(clip(l.Criterion.Measure, 30)))
		}
		return said
	case l.Bonus != nil:
		return "Điểm thưởng, tối đa " + Score(l.Bonus.Max) + escape(clip(BonusRule(*l.Bonus), 300))
	}
	return "Điểm trừ, " + escape(clip(DeductionRule(*v.Leaf.Deduction), 300))
}

func selfLine(v LeafView) string {
	if !v.Leaf.Answerable() {
		return "Đơn vị không tự chấm; Tổ chấm điểm cho điểm."
	}
	said := "Tự chấm: " + bold(answerText(v.Sheet, v.Leaf, v.Entry.Value, v.Target))
	if v.Worth != nil {
		said += ", tạm tính " + Score(*v.Worth) + " điểm"
	}
	if a, err := v.Sheet.Read(v.Leaf, v.Entry.Value); err == nil && a.State == score.NotApplicable {
		said += "\n" + markWarning + " Đơn vị đề nghị không tính tiêu chí này; cần xác nhận hoặc bác."
	}
	return said
}

// evidenceLines are what proves an answer, and the unit's words.
func evidenceLines(e store.FormEntry) string {
	const most = 5
	var all []string
	for i, ev := range e.Evidence {
		if i == most {
			all = append(all, fmt.Sprintf("… và %d minh chứng khác", len(e.Evidence)-i))
			break
		}
		said := clip(ev.Number, 60)
		if day, err := civil.ParseDate(ev.Day); err == nil {
			said += " ngày " + vi.Day(day)
		}
		if ev.Summary != "" {
			said += ", " + clip(ev.Summary, 150)
		}
		if said == "" {
			said = "tệp đính kèm"
		}
		all = append(all, "Minh chứng: "+escape(strings.TrimSpace(said)))
	}
	if e.Value != "" && len(all) == 0 {
		all = append(all, "Không có minh chứng.")
	}
	if e.Note != "" {
		all = append(all, "Đơn vị ghi: "+escape(clip(e.Note, 400)))
	}
	return lines(all...)
}

func lastLine(v LeafView) string {
	if v.Last == "" {
		return ""
	}
	return "Kỳ trước (" + escape(clip(v.LastOf, 60)) + "): " + escape(clip(figure(v.Last), 60))
}

func averageLine(v LeafView) string {
	if v.Count == 0 {
		return ""
	}
	return fmt.Sprintf("Trung bình cụm: %s điểm (%d đơn vị)", Score(v.Average), v.Count)
}

func inquiryLines(all []store.Inquiry) string {
	var said []string
	for _, q := range all[max(0, len(all)-3):] {
		answer := "chưa trả lời"
		if q.Answer != "" {
			answer = escape(clip(q.Answer, 300))
		}
		said = append(said, "Hỏi: "+escape(clip(q.Question, 300)), "Đáp: "+answer)
	}
	return lines(said...)
}

func explanationLine(e store.Explanation) string {
	if e.Text == "" {
		return ""
	}
	return bold("Giải trình: ") + escape(clip(e.Text, 800))
}

// decisionLines say what was decided already.
func decisionLines(v LeafView, d *staff.Directory, zone *time.Location) string {
	a, word := v.Now, "Đã chấm: "
	if a.Revision == 0 {
		if a, word = v.Before, "Lần thẩm định trước: "; a.Revision == 0 {
			return ""
		}
	}
	said := word + decisionWord(a)
	if a.Decision != score.SendBack {
		said += " " + bold(answerText(v.Sheet, v.Leaf, a.Value, v.Target))
	}
	if a.Reason != "" {
		said += "\nLý do: " + escape(clip(a.Reason, 400))
	}
	who := author(a.By, d)
	if a.Absent != "" {
		who += ", thay " + author(a.Absent, d)
	}
	return said + "\n(" + escape(who) + ", " + hourAndDay(a.At.In(zone)) + ")"
}

func decisionWord(a store.Appraisal) string {
	return map[score.Decision]string{
		score.Accept: "theo tự chấm", score.Amend: "sửa thành", score.SendBack: "trả lại đơn vị", score.Uphold: "giữ nguyên",
	}[a.Decision]
}

// penaltyLines lists what was proposed on a unit.
func penaltyLines(all []store.Penalty, sheet *score.Sheet, d *staff.Directory) string {
	var said []string
	for _, p := range all {
		said = append(said, penaltyLine(p, sheet, d))
	}
	return lines(said...)
}

func penaltyLine(p store.Penalty, sheet *score.Sheet, d *staff.Directory) string {
	state := map[store.PenaltyDecision]string{
		store.Proposed: markWarning + " Đề xuất, chưa quyết định", store.Holds: markWarning + " Áp dụng", store.Dropped: "Không áp dụng",
	}[p.Decision]
	said := state + ": " + escape(PenaltyName(sheet, p.Code))
	if p.Faults > 0 {
		said += fmt.Sprintf(", %d lần", p.Faults)
	}
	said += "; " + escape(clip(p.Reason, 150)) + " (nguồn: " + escape(clip(p.Source, 100)) + "; " + escape(author(p.By, d)) + " đề xuất)"
	if p.Why != "" {
		said += ". Quyết định của " + escape(author(p.Decider, d)) + ": " + escape(clip(p.Why, 150))
	}
	return said
}

// PenaltyName is a deduction or a veto as people read it.
func PenaltyName(sheet *score.Sheet, code string) string {
	if v, ok := sheet.Veto(code); ok {
		return clip(code+" "+v.Title, 80) + " (" + VetoEffect(v) + ")"
	}
	if l, ok := sheet.Leaf(code); ok {
		return clip(code+" "+l.Title(), 80)
	}
	return clip(code, 30)
}
