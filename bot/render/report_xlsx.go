package render

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"thuky/store/score"
)

// RankingWorkbook writes the ranking of every cluster as an xlsx, a worksheet each: what
// may leave the office. Points are numbers, texts are texts, so none becomes a formula.
// Equal reports give equal bytes.
func RankingWorkbook(r *score.Report) ([]byte, error) {
	return workbook(r, func(b *book) {
		for i := range r.Outcomes {
			b.ranking(&r.Outcomes[i], false)
		}
	})
}

// MatrixWorkbook writes all that the office knows of a period's results as an xlsx: of
// every cluster the ranking with its reasons, the matrix of units and criteria with the
// three scores, and the criteria.
func MatrixWorkbook(r *score.Report) ([]byte, error) {
	return workbook(r, func(b *book) {
		for i := range r.Outcomes {
			o := &r.Outcomes[i]
			b.ranking(o, true)
			b.matrix(o)
			b.criteria(o)
		}
	})
}

// UnitWorkbook writes the sheet of one unit as an xlsx.
func UnitWorkbook(r *score.Report, unit string) ([]byte, error) {
	o := r.OfUnit(unit)
	return workbook(r, func(b *book) {
		b.page("Phiếu", "", []float64{10, 60, 9, 9, 11, 9, 11, 50})
		b.title("Phiếu chấm điểm thi đua " + periodName(r.Title) + ": " + nameOf(r, unit))
		b.row(b.styles.head, asCells(sheetColumns)...)
		for _, line := range unitLines(o, unit) {
			style := b.styles.body
			if line.heading {
				style = b.styles.strong
			}
			b.row(style, slices.Concat([]any{line.code, line.title}, line.scores[:], []any{line.reason})...)
		}
		one, _ := o.Result(unit)
		result := "Xếp loại: " + one.Grade.Label
		if one.Rank > 0 {
			result += fmt.Sprintf(", hạng %d/%d", one.Rank, len(o.Ranking))
		}
		b.notes(append([]string{result + ".", nextGrade(o.Sheet, &one)}, append(Remarks(o.Sheet, &one, true), acceptedSums(o)...)...))
	})
}

func asCells(texts []string) []any {
	all := make([]any, len(texts))
	for i, text := range texts {
		all[i] = text
	}
	return all
}

// A book is a workbook under way; the first thing that went wrong stays.
type book struct {
	file   *excelize.File
	report *score.Report
	pages  []string
	line   int // last row written on the page
	styles struct{ title, head, body, strong, changed, note int }
	err    error
}

func workbook(r *score.Report, fill func(*book)) ([]byte, error) {
	b := &book{file: excelize.NewFile(), report: r}
	defer b.file.Close()
	b.prepare()
	fill(b)
	if len(b.pages) > 0 {
		b.do(b.file.DeleteSheet("Sheet1"))
	}
	var out bytes.Buffer
	b.do(b.file.Write(&out))
	if b.err != nil {
		return nil, fmt.Errorf("write workbook of %s: %w", r.Title, b.err)
	}
	return out.Bytes(), nil
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) prepare() {
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "888888", Style: 1})
	}
	letters := func(bold bool, color string) *excelize.Font {
		return &excelize.Font{Family: "Times New Roman", Size: 12, Bold: bold, Color: color}
	}
	middle := &excelize.Alignment{Vertical: "center", WrapText: true}
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E1EAF6"}}
	for _, s := range []struct { // in order, so that equal reports give equal bytes
		id    *int
		style excelize.Style
	}{
		{&b.styles.title, excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 14, Bold: true}}},
		{&b.styles.head, excelize.Style{Font: letters(true, ""), Border: border, Fill: grey, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&b.styles.body, excelize.Style{Font: letters(false, ""), Border: border, Alignment: middle}},
		{&b.styles.strong, excelize.Style{Font: letters(true, ""), Border: border, Alignment: middle}},
		{&b.styles.changed, excelize.Style{Font: letters(true, "9E1418"), Border: border, Alignment: middle}},
		{&b.styles.note, excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 12, Italic: true}}},
	} {
		id, err := b.file.NewStyle(&s.style)
		b.do(err)
		*s.id = id
	}
}

var forbiddenInNames = strings.NewReplacer("[", "(", "]", ")", ":", " ", "*", " ", "?", " ", "/", "-", "\\", "-", "'", "’")

// page begins a worksheet with columns as wide as given, in letters.
func (b *book) page(what, cluster string, widths []float64) {
	name := what
	if cluster != "" {
		name += " - " + ClusterName(cluster)
	}
	name = clip(forbiddenInNames.Replace(name), 31)
	for n := 2; slices.ContainsFunc(b.pages, func(other string) bool { return strings.EqualFold(name, other) }); n++ {
		name = clip(name, 27) + fmt.Sprintf(" (%d)", n)
	}
	b.pages, b.line = append(b.pages, name), 0
	_, err := b.file.NewSheet(name)
	b.do(err)
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.file.SetColWidth(name, column, column, width))
	}
	landscape, a4, one, none, fit := "landscape", 9, 1, 0, true
	b.do(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &none}))
	b.do(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

func (b *book) current() string { return b.pages[len(b.pages)-1] }

// title is the head of a page; under it stand what it is about and whether it counts.
func (b *book) title(text string) {
	b.text(b.styles.title, text)
	about := capital(spanText(b.report))
	if b.report.Provisional {
		about += ". " + provisional
	} else if b.report.Paper.Number != "" {
		about += ". Thông báo " + numbered(b.report.Paper)
	}
	b.text(b.styles.note, about)
	b.line++
}

// text is a line that no column holds.
func (b *book) text(style int, text string) {
	b.row(style, text)
}

// row writes the next row in one style: strings, points and whole numbers.
func (b *book) row(style int, cells ...any) {
	styles := make([]int, len(cells))
	for i := range styles {
		styles[i] = style
	}
	b.styled(styles, cells)
}

func (b *book) styled(styles []int, cells []any) {
	b.line++
	for i, cell := range cells {
		axis, err := excelize.CoordinatesToCellName(i+1, b.line)
		b.do(err)
		switch v := cell.(type) {
		case score.Points:
			b.do(b.file.SetCellFloat(b.current(), axis, float64(v)/100, -1, 64))
		case int:
			b.do(b.file.SetCellInt(b.current(), axis, int64(v)))
		case string:
			b.do(b.file.SetCellStr(b.current(), axis, oneLine(v)))
		}
		b.do(b.file.SetCellStyle(b.current(), axis, axis, styles[i]))
	}
}

// freeze keeps the rows written so far, and so many columns, in sight.
func (b *book) freeze(columns int) {
	corner, err := excelize.CoordinatesToCellName(columns+1, b.line+1)
	b.do(err)
	b.do(b.file.SetPanes(b.current(), &excelize.Panes{Freeze: true, XSplit: columns, YSplit: b.line, TopLeftCell: corner, ActivePane: "bottomRight"}))
}

func (b *book) notes(all []string) {
	b.line++
	for _, note := range all {
		if note != "" {
			b.text(b.styles.note, capital(note))
		}
	}
}

func (b *book) ranking(o *score.Outcome, open bool) {
	b.page("Xếp hạng", o.Cluster, []float64{8, 34, 10, 10, 10, 10, 30, 60})
	b.title("Xếp hạng thi đua " + periodName(b.report.Title) + ": " + ClusterName(o.Cluster))
	b.row(b.styles.head, append(asCells(rankingNames), "Ghi chú")...)
	b.freeze(2)
	for i := range o.Ranking {
		one := &o.Ranking[i]
		rank := any("–")
		if one.Rank > 0 {
			rank = one.Rank
		}
		b.row(b.styles.body, rank, nameOf(b.report, one.Unit), one.Base, one.Bonus, one.Deduction, one.Total, one.Grade.Label,
			capital(strings.Join(Remarks(o.Sheet, one, open), "; ")))
	}
	b.notes(acceptedSums(o))
}

// matrix has three rows for each unit, a column for each criterion; what differs from
// the stage before is marked.
func (b *book) matrix(o *score.Outcome) {
	widths := []float64{8, 30, 12}
	head := []any{"Hạng", "Đơn vị", "Điểm"}
	most := []any{"", "Điểm tối đa", ""}
	for _, c := range o.Sheet.Criteria {
		widths, head, most = append(widths, 9), append(head, c.Code), append(most, c.Max)
	}
	for _, name := range []string{"Chuẩn", "Thưởng", "Trừ", "Tổng", "Xếp loại"} {
		widths, head, most = append(widths, 10), append(head, name), append(most, "")
	}
	widths[len(widths)-1] = 28
	b.page("Ma trận", o.Cluster, widths)
	b.title("Điểm từng tiêu chí " + periodName(b.report.Title) + ": " + ClusterName(o.Cluster))
	b.row(b.styles.head, head...)
	b.row(b.styles.strong, most...)
	b.freeze(3)
	stages := []map[string]score.Result{o.SelfScored(), o.Scored(o.Appraised), o.Scored(o.Final)}
	for i := range o.Ranking {
		unit := o.Ranking[i].Unit
		var before []any
		for j, name := range []string{"Tự chấm", "Thẩm định", "Chốt"} {
			one, there := stages[j][unit]
			if !there {
				continue
			}
			before = b.matrixRow(o, &one, []any{rankText(&o.Ranking[i]), nameOf(b.report, unit), name}, before)
		}
	}
	b.notes(append([]string{"KPS: không phát sinh, không tính. Chữ đỏ: khác với bước trước."}, acceptedSums(o)...))
}

// matrixRow writes one stage of a unit and returns its cells.
func (b *book) matrixRow(o *score.Outcome, one *score.Result, cells, before []any) []any {
	for _, c := range o.Sheet.Criteria {
		cells = append(cells, pointsCell(one, c.Code))
	}
	cells = append(cells, one.Base, one.Bonus, one.Deduction, one.Total, one.Grade.Label)
	styles := make([]int, len(cells))
	for i := range cells {
		styles[i] = b.styles.body
		if before != nil && i > 2 && before[i] != "–" && cells[i] != before[i] {
			styles[i] = b.styles.changed
		}
	}
	b.styled(styles, cells)
	return cells
}

func (b *book) criteria(o *score.Outcome) {
	b.page("Tiêu chí", o.Cluster, []float64{12, 80, 10, 12})
	b.title(o.Sheet.Title)
	b.row(b.styles.head, "Mã", "Tiêu chí", "Tối đa", "Trung bình")
	b.freeze(1)
	for _, c := range o.Sheet.Criteria {
		average := any("–")
		if points, applies := o.Sheet.Average(o.Ranking, c.Code); applies {
			average = points
		}
		b.row(b.styles.body, c.Code, c.Title, c.Max, average)
	}
	b.notes(acceptedSums(o))
}
