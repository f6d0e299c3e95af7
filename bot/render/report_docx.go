package render

import (
	"bytes"
	"fmt"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/gomutex/godocx"
	"github.com/gomutex/godocx/docx"
	"github.com/gomutex/godocx/wml/ctypes"
	"github.com/gomutex/godocx/wml/stypes"

	"thuky/bot/vi"
	"thuky/store/score"
)

const justified = stypes.JustificationBoth

// An officialHead is what stands over an official document (thể thức văn bản).
type officialHead struct {
	name, about string // tên loại, trích yếu
	number      string // "" for none
	day         civil.Date
}

// official writes an official document (thể thức văn bản, Decree 30/2020): its
// letterhead with number, place and date, its name and what it is about, then the body.
func official(size sheetSize, r *score.Report, head officialHead, body func(paper)) ([]byte, error) {
	root, err := godocx.NewDocument()
	if err != nil {
		return nil, fmt.Errorf("write %s of %s: %w", head.name, r.Title, err)
	}
	p := paper{root}
	if err := p.page(size); err != nil {
		return nil, fmt.Errorf("write %s of %s: %w", head.name, r.Title, err)
	}
	p.sign(head.about, r.Paper.Issuer)
	number, placeAndDay := "", longDate(head.day)
	if head.number != "" {
		number = "Số: " + head.number
	}
	if place := oneLine(r.Paper.Place); place != "" {
		placeAndDay = place + ", " + placeAndDay
	}
	p.letterhead(size, r.Paper.Issuer, number, placeAndDay)
	p.line(head.name, center, 14).Bold(true)
	p.line(head.about, center, 14).Bold(true)
	stroke(p.AddEmptyParagraph(), size.allWidth, min(widthOf(head.about, 14), size.allWidth)*2/5)
	if r.Provisional {
		p.line("("+strings.TrimSuffix(provisional, ".")+")", center, 13).Italic(true)
	}
	p.line("", center, 6)
	body(p)
	var b bytes.Buffer
	if err := root.Write(&b); err != nil {
		return nil, fmt.Errorf("write %s of %s: %w", head.name, r.Title, err)
	}
	return b.Bytes(), nil
}

// paragraph is one of the body: justified, its first line indented.
func (p paper) paragraph(text string) *docx.Run {
	paragraph := p.AddEmptyParagraph()
	r := letters(paragraph, text, justified, 14)
	first := uint64(567)
	paragraph.Indent(&ctypes.Indent{FirstLine: &first})
	paragraph.Spacing(60, 60)
	return r
}

// kept is a paragraph that stays on the page of what is under it.
func (p paper) kept(text string) *docx.Run {
	r := p.paragraph(text)
	all := p.Document.Body.Children
	keepNext(all[len(all)-1].Para)
	return r
}

// Notice writes the announcement of a period's results as a Word file (thông báo). Equal
// reports give equal bytes.
func Notice(r *score.Report) ([]byte, error) {
	head := officialHead{"THÔNG BÁO", "Kết quả chấm điểm thi đua " + periodName(r.Title), strings.TrimSpace(r.Paper.Number), r.Paper.Day}
	return official(portrait, r, head, func(p paper) {
		if r.Paper.Replaces != "" {
			p.paragraph("Thông báo này thay Thông báo số " + r.Paper.Replaces + ". Lý do: " + strings.TrimSuffix(r.Paper.Why, ".") + ".")
		}
		p.basesAndText(r)
		for i := range r.Outcomes {
			p.heading(r, &r.Outcomes[i], i)
			p.ranking(r, &r.Outcomes[i], false)
		}
		p.line("", center, 6)
		for _, text := range paragraphsOf(r.Paper.After) {
			p.kept(text)
		}
		p.signatures(portrait, r.Paper.Recipients, [2]string{"", r.Paper.Signer})
	})
}

func (p paper) basesAndText(r *score.Report) {
	for i, basis := range r.Paper.Bases {
		end := ";"
		if i == len(r.Paper.Bases)-1 {
			end = "."
		}
		p.paragraph(strings.TrimRight(oneLine(basis), ".;") + end).Italic(true)
	}
	for _, text := range paragraphsOf(r.Paper.Before) {
		p.paragraph(text)
	}
}

// The columns of a ranking.
var (
	rankingNames  = []string{"Hạng", "Đơn vị", "Chuẩn", "Thưởng", "Trừ", "Tổng", "Xếp loại"}
	rankingWidths = []uint64{900, 3274, 1030, 1150, 750, 950, 1300}
)

// heading stands over the table of a cluster, numbered if there are several.
func (p paper) heading(r *score.Report, o *score.Outcome, number int) {
	text := ClusterName(o.Cluster)
	if len(r.Outcomes) > 1 {
		text = fmt.Sprintf("%d. %s", number+1, text)
	}
	p.kept(text).Bold(true)
}

// ranking is the table of a cluster, and under it what there is to say about it; open
// tells of reasons too. Neither its head nor its end stands alone on a page.
func (p paper) ranking(r *score.Report, o *score.Outcome, open bool) {
	t := p.headed(rankingNames, rankingWidths)
	var notes []string
	for i := range o.Ranking {
		one := &o.Ranking[i]
		row := addRow(t, rankingWidths)
		letters(row.cell(), rankText(one), center, 13)
		letters(row.cell(), nameOf(r, one.Unit), left, 13)
		for _, points := range []score.Points{one.Base, one.Bonus, one.Deduction} {
			letters(row.cell(), Score(points), center, 13)
		}
		letters(row.cell(), Score(one.Total), center, 13).Bold(true)
		letters(row.cell(), one.Grade.Label, left, 13)
		if i == 0 || i >= len(o.Ranking)-3 && i < len(o.Ranking)-1 {
			row.keepWithNext()
		}
		for _, remark := range Remarks(o.Sheet, one, open) {
			notes = append(notes, nameOf(r, one.Unit)+": "+remark+".")
		}
	}
	p.notes(append(notes, acceptedSums(o)...))
}

func (p paper) notes(all []string) {
	if len(all) == 0 {
		return
	}
	p.line("Ghi chú:", left, 12).Italic(true)
	for _, note := range all {
		p.line("- "+capital(note), left, 12).Italic(true)
	}
}

// signatures is the foot of a document: who gets it, or who signs too, on the left, who
// signs on the right. A signer is what they sign as, a line each; "" for nobody.
func (p paper) signatures(size sheetSize, recipients []string, signers [2]string) {
	p.kept("")
	widths := []uint64{size.allWidth / 2, size.allWidth / 2}
	row := addRow(p.table(widths), widths)
	first := row.cell()
	if len(recipients) > 0 {
		letters(first, "Nơi nhận:", left, 12).Bold(true).Italic(true)
		for _, to := range recipients {
			letters(row.sameCell(), "- "+strings.Trim(oneLine(to), "-;. ")+";", left, 11)
		}
		letters(row.sameCell(), "- Lưu: VT.", left, 11)
	} else {
		signature(row, first, signers[0])
	}
	signature(row, row.cell(), signers[1])
}

func signature(row *tableRow, first *docx.Paragraph, signer string) {
	if signer == "" {
		return
	}
	for i, line := range paragraphsOf(signer) {
		paragraph := first
		if i > 0 {
			paragraph = row.sameCell()
		}
		letters(paragraph, line, center, 13).Bold(true)
	}
	letters(row.sameCell(), "(Ký, ghi rõ họ tên)", center, 13).Italic(true)
	for range 3 {
		letters(row.sameCell(), "", center, 13)
	}
}

// Minutes are what is recorded of a session of the council on one cluster (biên bản).
type Minutes struct {
	Cluster    string
	Day        civil.Date
	Held       string   // when: "14h00 ngày 05/12/2021"
	Present    []string // members, as people address them
	Absent     []string
	For        int // votes
	Against    int
	Conclusion string
	Recorder   string // who recorded it
}

// CouncilMinutes writes the minutes of the sessions that decided a period as a Word file,
// of the day of the last of them; the number is left to be filled in. A cluster without a
// session is left out.
func CouncilMinutes(r *score.Report, sessions []Minutes) ([]byte, error) {
	head := officialHead{name: "BIÊN BẢN", about: "Họp Hội đồng Thi đua - Khen thưởng xét kết quả thi đua " + periodName(r.Title), number: "……/BB-VKS"}
	for _, m := range sessions {
		if m.Day.After(head.day) {
			head.day = m.Day
		}
	}
	return official(portrait, r, head, func(p paper) {
		p.paragraph("Hội đồng xét kết quả chấm điểm " + spanText(r) + ".")
		for i, m := range sessions {
			if o := r.Outcome(m.Cluster); o != nil {
				p.session(r, o, i, m)
			}
		}
		p.signatures(portrait, nil, [2]string{"THƯ KÝ", "CHỦ TRÌ"})
	})
}

func (p paper) session(r *score.Report, o *score.Outcome, number int, m Minutes) {
	p.heading(r, o, number)
	p.kept("Thời gian: " + m.Held + ".")
	present := fmt.Sprintf("Có mặt %d/%d thành viên Hội đồng: %s.", len(m.Present), len(m.Present)+len(m.Absent), strings.Join(m.Present, ", "))
	if len(m.Absent) > 0 {
		present += " Vắng: " + strings.Join(m.Absent, ", ") + "."
	}
	p.paragraph(present)
	p.kept("Kết quả chấm điểm:")
	p.ranking(r, o, true)
	p.paragraph(fmt.Sprintf("Biểu quyết: tán thành %d (%s số thành viên có mặt), không tán thành %d, không có ý kiến %d.", m.For, percent(m.For, len(m.Present)),
		m.Against, max(0, len(m.Present)-m.For-m.Against)))
	conclusion := "Kết luận: " + strings.TrimSuffix(m.Conclusion, ".") + "."
	if m.Recorder == "" {
		p.kept(conclusion)
		return
	}
	p.paragraph(conclusion)
	p.kept("Người ghi: " + m.Recorder + ".")
}

// percent is a share with at most two decimals: "83,33%".
func percent(part, all int) string {
	if all == 0 {
		return "0%"
	}
	return vi.Decimal((int64(part)*20000+int64(all))/(2*int64(all))) + "%"
}

// The columns of a unit's sheet.
var (
	sheetColumns = []string{"Mã", "Tiêu chí", "Tối đa", "Tự chấm", "Thẩm định", "Chốt", "Trung bình", "Lý do thay đổi"}
	sheetWidths  = []uint64{1100, 5386, 1000, 1100, 1200, 1000, 1200, 2300}
)

// UnitDocument writes the sheet of one unit as a Word file: every criterion with its
// three scores, the average of the cluster, and why a score was changed.
func UnitDocument(r *score.Report, unit string) ([]byte, error) {
	o := r.OfUnit(unit)
	one, _ := o.Result(unit)
	head := officialHead{name: "PHIẾU CHẤM ĐIỂM THI ĐUA " + strings.ToUpper(oneLine(r.Title)), about: nameOf(r, unit) + ", " + ClusterName(o.Cluster), day: r.Paper.Day}
	return official(landscape, r, head, func(p paper) {
		t := p.headed(sheetColumns, sheetWidths)
		for _, line := range unitLines(o, unit) {
			row := addRow(t, sheetWidths)
			if line.heading {
				letters(row.cell(), line.code, left, 13).Bold(true)
				letters(row.cell(), line.title, left, 13).Bold(true)
			} else {
				letters(row.cell(), line.code, left, 13)
				letters(row.cell(), line.title, left, 13)
			}
			for i, cell := range line.scores {
				letters(row.cell(), cellText(cell), center, 13).Bold(line.heading || i == 3)
			}
			letters(row.cell(), line.reason, left, 12)
		}
		p.line("", center, 6)
		result := fmt.Sprintf("Tổng %s = chuẩn %s + thưởng %s − trừ %s. Xếp loại: %s.", Score(one.Total), Score(one.Base), Score(one.Bonus), Score(one.Deduction), one.Grade.Label)
		if one.Rank > 0 {
			result += fmt.Sprintf(" Hạng %d/%d.", one.Rank, len(o.Ranking))
		}
		p.paragraph(result).Bold(true)
		p.paragraph(nextGrade(o.Sheet, &one))
		var notes []string
		for _, remark := range Remarks(o.Sheet, &one, true) {
			notes = append(notes, remark+".")
		}
		p.notes(append(notes, append([]string{"KPS: không phát sinh, không tính vào điểm."}, acceptedSums(o)...)...))
	})
}
