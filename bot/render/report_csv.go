package render

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"thuky/store/score"
)

// RankingTable writes the ranking of every cluster as CSV for a spreadsheet: UTF-8 with
// its mark, so that Excel reads the diacritics, points with a decimal comma between
// semicolons, as Vietnamese Excel expects them.
func RankingTable(r *score.Report) ([]byte, error) {
	b := bytes.NewBufferString("\uFEFF")
	w := csv.NewWriter(b)
	w.Comma, w.UseCRLF = ';', true
	rows := [][]string{{"Cụm, khối", "Hạng", "Mã đơn vị", "Đơn vị", "Chuẩn", "Thưởng", "Trừ", "Tổng", "Xếp loại", "Ghi chú"}}
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		for j := range o.Ranking {
			one := &o.Ranking[j]
			note := ""
			for k, remark := range Remarks(o.Sheet, one, false) {
				if k > 0 {
					note += "; "
				}
				note += remark
			}
			rows = append(rows, []string{ClusterName(o.Cluster), rankText(one), plainCell(one.Unit), plainCell(nameOf(r, one.Unit)), Score(one.Base), Score(one.Bonus),
				Score(one.Deduction), Score(one.Total), plainCell(one.Grade.Label), plainCell(note)})
		}
		for _, sum := range acceptedSums(o) {
			rows = append(rows, []string{ClusterName(o.Cluster), "", "", "", "", "", "", "", "", plainCell(sum)})
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write ranking of %s: %w", r.Title, err)
	}
	return b.Bytes(), nil
}

// plainCell keeps a text from being read as a formula.
func plainCell(text string) string {
	text = oneLine(text)
	if text != "" && (text[0] == '=' || text[0] == '+' || text[0] == '-' || text[0] == '@') {
		return "'" + text
	}
	return text
}
