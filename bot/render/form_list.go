package render

import (
	"fmt"
	"strings"
	"time"

	"thuky/bot/form"
	"thuky/bot/vi"
	"thuky/store/score"
)

// formSectionPage is how many leaves a page of a part has.
const formSectionPage = 12

// FormSectionPages is how many pages a part of the sheet has.
func FormSectionPages(p form.Part) int {
	return max(1, (len(p.Leaves)+formSectionPage-1)/formSectionPage)
}

// FormPageOf are the leaves of a part on a page; a page beyond the last is the first.
func FormPageOf(p form.Part, page int) []int {
	page %= FormSectionPages(p)
	return p.Leaves[page*formSectionPage : min(len(p.Leaves), (page+1)*formSectionPage)]
}

// FormPartName names a part of the sheet: "A.I. Kiểm sát điều tra", "Điểm thưởng".
func FormPartName(p form.Part) string {
	switch p.Kind {
	case form.PartBonus:
		return "Điểm thưởng"
	case form.PartDeduction:
		return "Điểm trừ"
	}
	return clip(p.Code, 30) + ". " + clip(p.Title, 120)
}

// FormPartLabel is the label of its button: "✓ A.I 4/4".
func FormPartLabel(p form.Part) string {
	said := clip(p.Code, 20)
	switch p.Kind {
	case form.PartBonus:
		said = "Thưởng"
	case form.PartDeduction:
		said = "Trừ"
	}
	said += fmt.Sprintf(" %d/%d", p.Done, len(p.Leaves))
	if p.Done == len(p.Leaves) {
		return markDone + " " + said
	}
	return said
}

func (p FormPage) overview() []string {
	title := bold("Danh mục")
	all := []string{}
	for _, part := range p.Desk.Sections() {
		mark := ""
		if part.Done == len(part.Leaves) {
			mark = markDone + " "
		}
		all = append(all, mark+escape(FormPartName(part))+fmt.Sprintf(": %d/%d", part.Done, len(part.Leaves)))
	}
	said := []string{lines(append([]string{title}, all...)...)}
	if others := p.appraisers(); others != "" {
		said = append(said, others)
	}
	return append(said, "Bấm vào mục, hoặc gõ mã tiêu chí để tới thẳng, ví dụ "+quote(p.sampleCode())+". Có thể dán nhiều câu một lần: "+quote(p.samplePaste())+".")
}

// appraisers names the criteria that the unit need not answer.
func (p FormPage) appraisers() string {
	n := 0
	for _, c := range p.Desk.Sheet.Criteria {
		if c.Rule == score.ByAppraiser {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d tiêu chí do Tổ chấm điểm cho điểm, đơn vị không nhập.", n)
}

func (p FormPage) sampleCode() string {
	if len(p.Desk.Leaves) == 0 {
		return ""
	}
	return clip(p.Desk.Leaves[0].Code, 30)
}

func (p FormPage) samplePaste() string {
	last := p.Desk.Leaves[min(1, len(p.Desk.Leaves)-1)]
	return p.sampleCode() + " 92; " + clip(last.Code, 30) + " 0"
}

func (p FormPage) section() []string {
	parts := p.Desk.Sections()
	part := parts[min(p.State.Section, len(parts)-1)]
	title := bold(escape(FormPartName(part)))
	if pages := FormSectionPages(part); pages > 1 {
		title += fmt.Sprintf(" (trang %d/%d)", p.State.Page%pages+1, pages)
	}
	all := []string{title}
	for _, i := range FormPageOf(part, p.State.Page) {
		l := p.Desk.Leaves[i]
		said := escape(l.Code) + ". " + escape(clip(l.Title(), 110))
		if given, ok := p.Desk.Given[l.Code]; ok {
			said = markDone + " " + said + shortGives(l, given)
		}
		all = append(all, said)
	}
	return []string{lines(all...)}
}

// shortGives is ": 4/4" behind a title.
func shortGives(l score.Leaf, g form.Given) string {
	switch {
	case g.NA:
		return ": không phát sinh"
	case l.Criterion != nil && l.Criterion.Rule == score.Leader:
		return ""
	case l.Criterion != nil:
		return ": " + Score(g.Points) + "/" + Score(l.Criterion.Max)
	case l.Bonus != nil:
		return ": +" + Score(g.Points)
	}
	return ": −" + Score(g.Points)
}

// proof asks for what proves an answer.
func (p FormPage) proof() []string {
	l := p.leaf()
	now := p.nowLine(l)
	if len(p.State.Echo) > 0 { // which has just told it
		now = proofs(p.Entry.Evidence, p.Entry.Note)
	}
	what := lines(bold("Minh chứng cho "+escape(l.Code)), escape(clip(l.Title(), 300)), p.proofLine(l), now)
	return []string{what, p.proofAsks(l)}
}

func (p FormPage) proofAsks(l score.Leaf) string {
	switch p.State.Step {
	case form.OfNumber:
		return "1/3. Số, ký hiệu văn bản? Ví dụ: 12/BC-VKS"
	case form.OfDay:
		return "2/3. Ngày của văn bản? Ví dụ: 05/06/2021"
	case form.OfSummary:
		return "3/3. Trích yếu ngắn? Ví dụ: báo cáo sơ kết 6 tháng"
	case form.OfNote:
		return fmt.Sprintf("Giải thích vì sao không có minh chứng (đến %s chữ).", vi.Integer(form.MostNote))
	}
	said := "Gõ số, ngày, trích yếu trong một dòng; nhiều văn bản thì mỗi văn bản một dòng. Ví dụ:\n12/BC-VKS 05/06/2021 báo cáo sơ kết"
	if p.Desk.Files {
		said += "\nCó thể gửi ảnh hoặc tệp PDF."
	}
	if l.NeedsEvidence() || l.Deduction != nil {
		said += "\nKhông có văn bản thì gõ lời giải thích."
	}
	return said
}

// differ shows answers beside those that stand.
func (p FormPage) differ() []string {
	var all []string
	if n := len(p.State.Ready); n > 0 {
		list := []string{bold(fmt.Sprintf("Trong tệp có %d câu trả lời mới:", n))}
		for _, one := range p.State.Ready {
			l, _ := p.Desk.Sheet.Leaf(one.Code)
			list = append(list, escape(clip(one.Code, 30))+": "+FormValue(l, one.Value))
		}
		all = append(all, capped(list, 600))
	}
	if p.State.Same > 0 {
		all = append(all, fmt.Sprintf("%d câu giống như đang ghi.", p.State.Same))
	}
	said := all
	if len(p.State.Differ) > 0 {
		list := []string{bold(fmt.Sprintf("%d câu khác với đang ghi:", len(p.State.Differ)))}
		for _, one := range p.State.Differ {
			list = append(list, p.difference(one))
		}
		said = append(said, capped(list, 1500))
	}
	return append(said, "Đồng chí chọn; chưa có gì thay đổi.")
}

func (p FormPage) difference(one form.Difference) string {
	l, _ := p.Desk.Sheet.Leaf(one.Save.Code)
	who := ""
	if one.By != "" {
		who = p.byWhom(one.By, time.Unix(one.At, 0))
	}
	mine := FormValue(l, one.Save.Value)
	if one.Save.Value == "" {
		mine = "xoá"
	}
	said := escape(one.Save.Code) + ": đang ghi " + bold(FormValue(l, one.Now)) + who
	if one.Save.Value != one.Now {
		said += "; đồng chí nhập " + bold(mine)
	}
	if !one.Save.Proof {
		return said
	}
	return lines(said, "Minh chứng đang ghi:", proofsOrNone(one.Evidence, one.Note),
		"Minh chứng nếu lấy câu đồng chí nhập:", proofsOrNone(one.Save.Evidence, one.Save.Note))
}

func proofsOrNone(all []score.Evidence, note string) string {
	if said := proofs(all, note); said != "" {
		return said
	}
	return "• không có"
}

// review is the whole sheet before it goes up.
func (p FormPage) review() []string {
	r := p.Review
	all := []string{bold("Rà soát phiếu")}
	claims := func(f form.Finding) string {
		return FormValue(f.Leaf, f.Value) + gives(f.Leaf, f.Value, f.Points)
	}
	all = append(all,
		p.findings("Chưa trả lời", r.Blank, nil),
		p.findings("Thiếu minh chứng hoặc giải thích", r.Missing, nil),
		p.findings("Dưới điểm tối đa", r.Below, func(f form.Finding) string {
			if f.Share != "" {
				return claims(f) + " (" + figure(f.Share) + "% chỉ tiêu)"
			}
			return claims(f)
		}),
		p.findings("Đề nghị không phát sinh", r.NA, nil),
		p.findings("Điểm thưởng đề nghị", r.Bonus, claims),
		p.findings("Điểm trừ tự nhận", r.Deduct, claims))
	if n := len(r.Awaits); n > 0 {
		all = append(all, fmt.Sprintf("%d tiêu chí chưa có điểm: so với cụm sau khi khóa nộp, hoặc do Tổ chấm điểm cho.", n))
	}
	return append(all, p.total(), p.missing())
}

// missing says why the sheet cannot go up yet, "" if it can.
func (p FormPage) missing() string {
	if p.Review.Complete() || p.Lock != FormOpen && p.Lock != FormReturned {
		return ""
	}
	order := "trình thủ trưởng"
	if p.Head {
		order = "nộp"
	}
	return bold(markWarning) + " Chưa " + order + " được. Đồng chí bấm từng mã dưới đây để bổ sung."
}

// findings lists what the review found of one kind: the codes, or a line each where
// there is something to tell; "" for nothing.
func (p FormPage) findings(title string, all []form.Finding, tell func(form.Finding) string) string {
	if len(all) == 0 {
		return ""
	}
	list := []string{bold(fmt.Sprintf("%s (%d)", title, len(all)))}
	if tell == nil {
		codes := make([]string, len(all))
		for i, f := range all {
			codes[i] = clip(f.Leaf.Code, 30)
		}
		return lines(append(list, escape(clip(strings.Join(codes, ", "), 400)))...)
	}
	for _, f := range all {
		list = append(list, escape(clip(f.Leaf.Code, 30))+": "+tell(f))
	}
	return capped(list, 700)
}

// total is the self total with its parts; where what is answered does not come to the base
// points, as with codes that are không phát sinh, also what they were made of.
func (p FormPage) total() string {
	r, base := p.Result, ""
	if progress := p.Desk.Progress(); progress.Done == progress.All && progress.Most > 0 && progress.Most != p.Desk.Sheet.BasePoints {
		base = " (" + Score(progress.Earned) + "/" + Score(progress.Most) + " quy về " + Score(p.Desk.Sheet.BasePoints) + ")"
	}
	return lines(
		bold("Tổng tự chấm: "+Score(r.Total)+" điểm"),
		"Chuẩn "+Score(r.Base)+base+" · thưởng "+Score(r.Bonus)+" · trừ "+Score(r.Deduction))
}

// start is where the sheet stands.
func (p FormPage) start() []string {
	sheet := lines(bold("Phiếu tự chấm"), escape(clip(p.Desk.Sheet.Title, 300)))
	switch {
	case p.Sub.Receipt != "" && (p.Lock == FormHandedIn || p.Lock == FormClosed):
		return []string{sheet, p.receipt()}
	case p.Changed:
		return append([]string{sheet}, p.moved()...)
	}
	due := ""
	if !p.Due.IsZero() && !p.Now.After(p.Due) {
		due = "Hạn tự chấm: " + hourAndDay(p.Due.In(p.Now.Location()))
		if !p.Sub.Extended.IsZero() {
			due += " (đã gia hạn)"
		}
	}
	said := []string{sheet, due, p.returnedList()}
	progress := p.Desk.Progress()
	switch {
	case p.Lock != FormOpen && p.Lock != FormReturned:
	case progress.Done == 0:
		said = append(said, fmt.Sprintf("Có %d tiêu chí. Mỗi câu trả lời được lưu ngay; dừng lúc nào cũng được, tiếp tục bằng /chamdiem.", progress.All))
	case progress.Done < progress.All:
		said = append(said, fmt.Sprintf("Còn %d tiêu chí chưa trả lời.", progress.All-progress.Done))
	case p.Lock == FormReturned:
		said = append(said, "Bấm mã bị trả lại để sửa; xong thì rà soát, nộp lại.")
	default:
		said = append(said, "Đã trả lời đủ. Đồng chí rà soát rồi nộp.")
	}
	return said
}

// returnedList names the codes of a returned sheet, in its order, and why.
func (p FormPage) returnedList() string {
	var all []string
	for _, l := range p.Desk.Leaves {
		if why, back := p.Returned[l.Code]; back {
			all = append(all, "• "+escape(clip(l.Code, 30))+": "+escape(clip(why, 200)))
		}
	}
	return capped(all, 1000)
}

// moved tells how the sheet has changed since the unit began.
func (p FormPage) moved() []string {
	list := []string{bold(markWarning + " Văn phòng đã đổi phiếu từ khi đơn vị bắt đầu chấm:")}
	for _, c := range p.Changes {
		list = append(list, "• "+formChange(c))
	}
	said := []string{capped(list, 1500)}
	if touched := score.Touched(p.Changes); len(touched) > 0 {
		again := 0
		for _, code := range touched {
			if _, given := p.Desk.Given[code]; given {
				again++
			}
		}
		said = append(said, fmt.Sprintf("Chuyển sang phiếu mới: chỉ phải trả lời lại %d mã đã đổi, các câu khác giữ nguyên.", again))
	} else {
		said = append(said, "Chuyển sang phiếu mới: các câu trả lời giữ nguyên.")
	}
	return append(said, "Phải chuyển trước khi nộp.")
}

// formKeys are the keys of a sheet as people say them.
var formKeys = map[string]string{
	"title": "tên", "max": "điểm tối đa", "rule": "cách chấm", "target": "chỉ tiêu", "levels": "các mức", "points_each": "điểm mỗi việc", "measure": "đơn vị đo",
	"evidence": "minh chứng", "evidence_required": "bắt buộc minh chứng", "note": "ghi chú", "section": "mục", "floor_rate": "ngưỡng",
	"lower_better": "chiều đánh giá", "min": "điểm từ",
}

func formChange(c score.Change) string {
	what := escape(clip(tableNames[c.Page]+" "+c.Code, 60))
	switch c.Kind {
	case score.Added:
		return "thêm " + what
	case score.Removed:
		return "bỏ " + what
	}
	key := formKeys[c.Key]
	if key == "" {
		key = escape(c.Key)
	}
	old, new := figure(c.Old), figure(c.New)
	if old == "" {
		old = "không có"
	}
	if new == "" {
		new = "không có"
	}
	return what + ": " + key + " " + escape(clip(old, 80)) + " → " + escape(clip(new, 80))
}
