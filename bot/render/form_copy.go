package render

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"
	"github.com/gomutex/godocx"

	"thuky/bot/form"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// A FormCopy is the sheet of a unit as a file tells it.
type FormCopy struct {
	Sheet      *score.Sheet
	Unit       string // code
	UnitName   string
	Period     store.Period
	Submission store.Submission
	Entries    []store.FormEntry
	Covenants  []score.CovenantTarget
	Result     score.Result // the self total
	Directory  *staff.Directory
	Zone       *time.Location
}

func (f FormCopy) entry(code string) (e store.FormEntry) {
	for _, one := range f.Entries {
		if one.Code == code {
			return one
		}
	}
	return e
}

// target is the one in force for the unit, as files write it; "" for none.
func (f FormCopy) target(l score.Leaf) string {
	for _, c := range f.Covenants {
		if c.Code == l.Code {
			return score.NumberText(c.Target)
		}
	}
	if l.Criterion == nil || l.Criterion.Target == nil {
		return ""
	}
	return score.NumberText(l.Criterion.Target)
}

// mostOf is how many points a code can give or take, "" where there is no end.
func mostOf(l score.Leaf) string {
	switch {
	case l.Criterion != nil:
		return Score(l.Criterion.Max)
	case l.Bonus != nil:
		return Score(l.Bonus.Max)
	case l.Deduction.Max > 0:
		return Score(l.Deduction.Max)
	}
	return ""
}

// rows are the sheet as form.ReadRows reads it back, header first.
func (f FormCopy) rows() [][]string {
	all := [][]string{form.Columns}
	for _, l := range form.Leaves(f.Sheet) {
		e := f.entry(l.Code)
		all = append(all, []string{f.Unit, l.Code, oneLine(l.Title()), mostOf(l), figure(f.target(l)), fillsIn(l, f.Sheet.ScoreStep), figure(e.Value), form.EvidenceText(e.Evidence), e.Note})
	}
	return all
}

// fillsIn is what may stand in the column of the answers: "đạt / không đạt", "số điểm từ
// 0 đến 10, bước 0,25", "tỷ lệ (%)".
func fillsIn(l score.Leaf, step score.Points) string {
	if choices := choicesOf(l); choices != nil {
		return strings.Join(choices, " / ")
	}
	said, _, _ := strings.Cut(wanted(l, step), ", ví dụ ")
	if l.Criterion != nil && l.Criterion.Rule != score.Direct && l.Criterion.Measure != "" {
		said += " (" + oneLine(clip(l.Criterion.Measure, 40)) + ")"
	}
	return said
}

// choicesOf are the answers where one of a few is to be chosen, nil where a figure is asked.
func choicesOf(l score.Leaf) (all []string) {
	for _, o := range form.Options(l, nil) {
		switch {
		case o.Kind == form.OptionPass, o.Kind == form.OptionFail:
		case o.Kind != form.OptionLevel || isCount(o.Value) && l.Criterion == nil:
			continue
		}
		all = append(all, o.Value)
	}
	return all
}

// FormCSV writes a sheet as CSV, prefilled with what stands; form.ReadRows reads it
// back. Its mark, semicolons and decimal commas are what Vietnamese Excel opens as a table.
func FormCSV(f FormCopy) ([]byte, error) {
	b := bytes.NewBufferString("\uFEFF")
	w := csv.NewWriter(b)
	w.Comma, w.UseCRLF = ';', true
	rows := f.rows()
	for _, row := range rows {
		for i := range row {
			row[i] = plainCell(row[i])
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write form: %w", err)
	}
	return b.Bytes(), nil
}

// formWidths are the widths of the columns, in letters.
var formWidths = []float64{9, 9, 50, 9, 9, 24, 20, 45, 30}

// FormWorkbook writes a sheet as an xlsx of the same columns. Everything is written as
// text, so that "1.10" stays what it is and nothing becomes a formula or a date; so is what
// is filled in, below the last row too.
func FormWorkbook(f FormCopy) ([]byte, error) {
	return workbook("form of "+f.Unit, func(b *book) {
		b.page("phieu", "", formWidths, 2)
		text := b.textColumns()
		rows := f.rows()
		b.row(b.styles.head, asCells(rows[0])...)
		b.freeze(b.line, 2)
		column := slices.Index(form.Columns, form.ColumnValue) + 1
		for i, l := range form.Leaves(f.Sheet) {
			b.row(text, asCells(rows[i+1])...)
			choices := choicesOf(l)
			if choices != nil && l.Criterion != nil {
				choices = append(choices, naValue)
			}
			b.offer(column, choices)
		}
	})
}

// The columns of a sheet on paper.
var (
	formColumns      = []string{"Mã", "Tiêu chí", "Tối đa", "Chỉ tiêu", "Kết quả", "Điểm", "Minh chứng, giải thích"}
	formColumnWidths = []uint64{960, 4500, 850, 1100, 1800, 900, 4176}
)

// FormDocument writes a sheet as a Word file to be printed and signed: one row a code
// under its section, then the totals, and the place for the head's signature.
func FormDocument(f FormCopy, issuer Issuer) ([]byte, error) {
	root, err := godocx.NewDocument()
	if err != nil {
		return nil, fmt.Errorf("write form: %w", err)
	}
	p := paper{root}
	if err := p.page(landscape); err != nil {
		return nil, fmt.Errorf("write form: %w", err)
	}
	p.sign("Phiếu tự chấm điểm thi đua - "+f.UnitName+" - "+f.Period.Title, f.UnitName)
	p.letterhead(landscape, over(issuer)+"\n"+f.UnitName, "", f.placeAndDay(issuer))
	p.line("PHIẾU TỰ CHẤM ĐIỂM THI ĐUA", center, 14).Bold(true)
	p.line(f.Period.Title+" (từ ngày "+vi.Day(f.Period.From)+" đến ngày "+vi.Day(f.Period.To)+")", center, 13)
	p.line(f.Sheet.Title, center, 13).Italic(true)
	for _, e := range f.Sheet.Accepted {
		p.line(AcceptedSum(e), center, 11).Italic(true)
	}
	p.line("", center, 6)
	f.table(p)
	p.line("", center, 6)
	r := f.Result
	p.line("Điểm chuẩn: "+Score(r.Base)+"; điểm thưởng: "+Score(r.Bonus)+"; điểm trừ: "+Score(r.Deduction), left, 13)
	p.line("TỔNG TỰ CHẤM: "+Score(r.Total)+" điểm", left, 13).Bold(true)
	if s := f.Submission; s.Receipt != "" && !s.Submitted.IsZero() {
		p.line("Đã nộp lúc "+hourAndDay(s.Submitted.In(f.Zone))+", "+author(s.By, f.Directory)+", mã xác nhận "+s.Receipt+".", left, 12).Italic(true)
	} else {
		p.line("Bản chưa nộp.", left, 12).Italic(true)
	}
	p.signatures(landscape, nil, [2]string{"", "THỦ TRƯỞNG ĐƠN VỊ"})
	var b bytes.Buffer
	if err := root.Write(&b); err != nil {
		return nil, fmt.Errorf("write form: %w", err)
	}
	return b.Bytes(), nil
}

// over is the office that stands over a unit: the last that an issuer names.
func over(issuer Issuer) string {
	names := paragraphsOf(issuer.Name)
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1]
}

// placeAndDay is where and when the sheet was submitted; the day is left to be filled in
// before.
func (f FormCopy) placeAndDay(issuer Issuer) string {
	var day civil.Date
	if s := f.Submission; s.Receipt != "" && !s.Submitted.IsZero() {
		day = civil.DateOf(s.Submitted.In(f.Zone))
	}
	if place := oneLine(issuer.Place); place != "" {
		return place + ", " + longDate(day)
	}
	return capital(longDate(day))
}

// table is one row a code, under the titles of the parts.
func (f FormCopy) table(p paper) {
	t := p.headed(formColumns, formColumnWidths)
	d := form.Desk{Sheet: f.Sheet, Leaves: form.Leaves(f.Sheet)}
	for _, part := range d.Sections() {
		row := addRow(t, formColumnWidths)
		letters(row.span(len(formColumns)), FormPartName(part), left, 12).Bold(true)
		row.keepWithNext()
		for _, i := range part.Leaves {
			f.row(addRow(t, formColumnWidths), d.Leaves[i])
		}
	}
}

// row is one code with its answer.
func (f FormCopy) row(row *tableRow, l score.Leaf) {
	e := f.entry(l.Code)
	points := ""
	later := l.Criterion != nil && l.Criterion.Rule == score.Leader
	value := "chưa trả lời"
	switch {
	case e.Value == "" && l.Criterion == nil:
		value = ""
	case e.Value != "":
		value = Plain(FormValue(l, e.Value))
		if e.Value != naValue && !later {
			points = Score(e.Points)
		}
	}
	target := f.target(l)
	if target != "" {
		target = figure(target)
	}
	proof := Plain(proofs(e.Evidence, e.Note))
	for i, text := range []string{l.Code, l.Title(), mostOf(l), target, value, points, proof} {
		align := center
		if i == 1 || i == len(formColumns)-1 {
			align = left
		}
		letters(row.cell(), text, align, 12)
	}
}

// FormFile is what stands under a copy of a sheet; fillable says that it can be filled
// in and sent back.
func FormFile(unit string, period store.Period, fillable bool) store.Message {
	head := "Phiếu tự chấm " + escape(clip(unit, 60)) + " · " + escape(clip(period.Title, 80)) + "."
	if fillable {
		return message(head + " Điền cột Kết quả theo cột Cách ghi (không phát sinh: n/a) rồi gửi lại tại đây.")
	}
	return message(head)
}

// FormFileName is the name of a file that proves an answer.
func FormFileName(name, caption string) string {
	if caption != "" {
		return clip(caption, form.MostSummary)
	}
	return clip(name, 100)
}

// FormFileUnreadable tells that a file of answers could not be read.
func FormFileUnreadable() store.Message {
	return message("Không đọc được tệp này. Đồng chí tải tệp Excel hoặc CSV từ phiếu, điền cột Kết quả rồi gửi lại.")
}
