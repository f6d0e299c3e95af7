package render

import (
	"slices"

	"thuky/store/score"
)

// ShareWorkbook writes what a member of the appraisal team appraises as an xlsx: of every
// cluster a matrix of units and criteria with the scores of the stages reached. share is
// by unit the parts of its sheet that they see; there are no totals, ranks or averages,
// which would tell of the rest.
func ShareWorkbook(r *score.Report, share map[string][]string) ([]byte, error) {
	return workbook(r.Title, func(b *book) {
		b.report = r
		for i := range r.Outcomes {
			b.share(&r.Outcomes[i], share)
		}
	})
}

// A shareColumn is a criterion, or a sum, of one part of a sheet.
type shareColumn struct {
	head, part string
	most       any
	cell       func(*score.Result) any
}

func shareColumns(sheet *score.Sheet) (all []shareColumn) {
	for _, l := range sheet.Leaves() {
		if c := l.Criterion; c != nil {
			all = append(all, shareColumn{c.Code, sheet.Part(l), c.Max, func(one *score.Result) any { return pointsCell(one, c.Code) }})
		}
	}
	return append(all,
		shareColumn{"Thưởng", score.BonusPart, "", func(one *score.Result) any { return one.Bonus }},
		shareColumn{"Trừ", score.DeductionPart, "", func(one *score.Result) any { return one.Deduction }})
}

func (b *book) share(o *score.Outcome, share map[string][]string) {
	var units []string
	seen := map[string]bool{} // parts
	for _, one := range o.Self {
		if parts := share[one.Unit]; len(parts) > 0 {
			units = append(units, one.Unit)
			for _, part := range parts {
				seen[part] = true
			}
		}
	}
	if len(units) == 0 {
		return
	}
	slices.Sort(units) // the order of the ranking would tell the ranking
	columns := slices.DeleteFunc(shareColumns(o.Sheet), func(c shareColumn) bool { return !seen[c.part] })
	widths, head, most := []float64{28, 11}, []any{"Đơn vị", "Điểm"}, []any{"Điểm tối đa", ""}
	for _, c := range columns {
		widths, head, most = append(widths, criterionWidth(c.head)), append(head, c.head), append(most, c.most)
	}
	b.page("Thẩm định", o.Cluster, widths, 2)
	b.title("Phần thẩm định " + periodName(b.report.Title) + ": " + ClusterName(o.Cluster))
	b.matrixHead(head, most, 2)
	stages := stagesOf(o)
	for _, unit := range units {
		for _, stage := range stages {
			one, there := stage.scores[unit]
			if !there {
				continue
			}
			cells := []any{nameOf(b.report, unit), stage.name}
			for _, c := range columns {
				cell := any("")
				if slices.Contains(share[unit], c.part) {
					cell = c.cell(&one)
				}
				cells = append(cells, cell)
			}
			b.row(b.styles.body, cells...)
		}
	}
	b.notes(append([]string{"KPS: không phát sinh, không tính. Chỉ gồm phần đồng chí thẩm định, không gồm đơn vị của đồng chí."}, acceptedSums(o)...))
}
