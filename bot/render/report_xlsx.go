package render

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"thuky/store/score"
)

// RankingWorkbook writes the ranking of every cluster as an xlsx, a worksheet each: what
// may leave the office. Points are numbers, texts are texts, so none becomes a formula.
// Equal reports give equal bytes.
func RankingWorkbook(r *score.Report) ([]byte, error) {
	return workbook(r.Title, func(b *book) {
		b.report = r
		for i := range r.Outcomes {
			b.ranking(&r.Outcomes[i], false)
		}
	})
}

// MatrixWorkbook writes all that the office knows of a period's results as an xlsx: of
// every cluster the ranking with its reasons, the matrix of units and criteria with the
// three scores, and the criteria.
func MatrixWorkbook(r *score.Report) ([]byte, error) {
	return workbook(r.Title, func(b *book) {
		b.report = r
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
	return workbook(r.Title, func(b *book) {
		b.report = r
		b.page("Phiếu", "", []float64{10, 60, 9, 9, 11, 9, 11, 50}, 2)
		b.title("Phiếu chấm điểm thi đua " + periodName(r.Title) + ": " + nameOf(r, unit))
		b.row(b.styles.head, asCells(sheetColumns)...)
		b.freeze(b.line, 2)
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

func (b *book) ranking(o *score.Outcome, open bool) {
	b.page("Xếp hạng", o.Cluster, []float64{8, 36, 10, 10, 10, 10, 26, 60}, 2)
	b.title("Xếp hạng thi đua " + periodName(b.report.Title) + ": " + ClusterName(o.Cluster))
	b.row(b.styles.head, append(asCells(rankingNames), "Ghi chú")...)
	b.freeze(b.line, 2)
	for i := range o.Ranking {
		one := &o.Ranking[i]
		b.row(b.styles.body, rankCell(one), nameOf(b.report, one.Unit), one.Base, one.Bonus, one.Deduction, one.Total, one.Grade.Label,
			capital(strings.Join(Remarks(o.Sheet, one, open), "; ")))
	}
	b.notes(acceptedSums(o))
}

func rankCell(one *score.Result) any {
	if one.Rank > 0 {
		return one.Rank
	}
	return "–"
}

// matrix has three rows for each unit, a column for each criterion; what differs from
// the stage before is marked.
func (b *book) matrix(o *score.Outcome) {
	widths := []float64{7, 28, 11}
	head := []any{"Hạng", "Đơn vị", "Điểm"}
	most := []any{"", "Điểm tối đa", ""}
	for _, c := range o.Sheet.Criteria {
		widths, head, most = append(widths, criterionWidth(c.Code)), append(head, c.Code), append(most, c.Max)
	}
	for _, name := range []string{"Chuẩn", "Thưởng", "Trừ", "Tổng", "Xếp loại"} {
		widths, head, most = append(widths, 10), append(head, name), append(most, "")
	}
	widths[len(widths)-1] = 34
	b.page("Ma trận", o.Cluster, widths, 3)
	b.title("Điểm từng tiêu chí " + periodName(b.report.Title) + ": " + ClusterName(o.Cluster))
	b.matrixHead(head, most, 3)
	stages := stagesOf(o)
	for i := range o.Ranking {
		unit := o.Ranking[i].Unit
		var before []any
		for _, stage := range stages {
			if one, there := stage.scores[unit]; there {
				before = b.matrixRow(o, &one, []any{rankCell(&o.Ranking[i]), nameOf(b.report, unit), stage.name}, before)
			}
		}
	}
	b.notes(append([]string{"KPS: không phát sinh, không tính. Chữ đỏ: khác với bước trước."}, acceptedSums(o)...))
}

// matrixHead writes what stands over each column of a matrix, and what can be reached in
// it; both stay in sight, as do the first columns.
func (b *book) matrixHead(head, most []any, columns int) {
	b.row(b.styles.head, head...)
	b.row(b.styles.strong, most...)
	b.freeze(b.line-1, columns)
}

// criterionWidth is the width of a column of a matrix under that head.
func criterionWidth(head string) float64 {
	return max(8, float64(utf8.RuneCountInString(head))+2)
}

// A scoredStage is what the units of a cluster came to at one stage.
type scoredStage struct {
	name   string
	scores map[string]score.Result // by unit; only of those that have reached it
}

func stagesOf(o *score.Outcome) []scoredStage {
	return []scoredStage{{"Tự chấm", o.SelfScored()}, {"Thẩm định", o.Scored(o.Appraised)}, {"Chốt", o.Scored(o.Final)}}
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
	b.page("Tiêu chí", o.Cluster, []float64{12, 80, 10, 14}, 1)
	b.title(o.Sheet.Title)
	b.row(b.styles.head, "Mã", "Tiêu chí", "Tối đa", "Trung bình")
	b.freeze(b.line, 1)
	for _, c := range o.Sheet.Criteria {
		average := any("–")
		if points, applies := o.Sheet.Average(o.Ranking, c.Code); applies {
			average = points
		}
		b.row(b.styles.body, c.Code, c.Title, c.Max, average)
	}
	b.notes(acceptedSums(o))
}
