package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"thuky/bot/render"
	"thuky/store/score"
)

// A rankingJSON is a scored cluster, for scripts. All keys are always there.
type rankingJSON struct {
	Units []unitJSON `json:"units"`
}

type unitJSON struct {
	Unit      string        `json:"unit"`
	Rank      *int          `json:"rank"` // null for who has none
	Base      score.Points  `json:"base"`
	Bonus     score.Points  `json:"bonus"`
	Deduction score.Points  `json:"deduction"`
	Total     score.Points  `json:"total"`
	Grade     string        `json:"grade"`
	Excluded  bool          `json:"excluded"`
	Hold      bool          `json:"hold"`
	Points    orderedPoints `json:"points"`
	NA        []string      `json:"na"`
	Blank     []string      `json:"blank"`
}

// orderedPoints is an object of points by criterion, in the order of the sheet.
type orderedPoints []struct {
	code   string
	points score.Points
}

func (all orderedPoints) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, one := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		code, err := json.Marshal(one.code)
		if err != nil {
			return nil, err
		}
		b.Write(code)
		b.WriteString(":" + one.points.String())
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func rankingOf(s *score.Sheet, results []score.Result) rankingJSON {
	out := rankingJSON{Units: []unitJSON{}}
	for _, r := range results {
		u := unitJSON{
			Unit: r.Unit, Base: r.Base, Bonus: r.Bonus, Deduction: r.Deduction, Total: r.Total, Grade: r.Grade.Code,
			Excluded: r.Excluded, Hold: r.Hold, NA: append([]string{}, r.NA...), Blank: append([]string{}, r.Blank...),
		}
		if r.Rank > 0 {
			u.Rank = &r.Rank
		}
		for _, c := range s.Criteria {
			if points, applies := r.Points[c.Code]; applies {
				u.Points = append(u.Points, struct {
					code   string
					points score.Points
				}{c.Code, points})
			}
		}
		out.Units = append(out.Units, u)
	}
	return out
}

// printRanking prints the table that people read, and under it what was left out.
func printRanking(w io.Writer, s *score.Sheet, results []score.Result) {
	fmt.Fprintf(w, "%s\n\n", s.Title)
	var table strings.Builder
	t := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "Hạng\tĐơn vị\tChuẩn\tThưởng\tTrừ\tTổng\tXếp loại\tGhi chú")
	var rest []string
	for i := range results {
		r := &results[i]
		rank := "–"
		if r.Rank > 0 {
			rank = fmt.Sprint(r.Rank)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", rank, r.Unit, render.Score(r.Base), render.Score(r.Bonus),
			render.Score(r.Deduction), render.Score(r.Total), r.Grade.Label, remark(r))
		if len(r.NA) > 0 {
			rest = append(rest, r.Unit+" không phát sinh: "+strings.Join(r.NA, ", "))
		}
		if len(r.Blank) > 0 {
			rest = append(rest, r.Unit+" chưa trả lời: "+strings.Join(r.Blank, ", "))
		}
	}
	t.Flush()
	for line := range strings.Lines(table.String()) {
		fmt.Fprintln(w, strings.TrimRight(line, " \n"))
	}
	if len(rest) > 0 {
		fmt.Fprintln(w)
	}
	for _, line := range rest {
		fmt.Fprintln(w, line)
	}
	printAccepted(w, s)
}

// remark is what the last column says: vetoes with their reasons, and why a unit
// stands before another of the same total.
func remark(r *score.Result) string {
	var parts []string
	for _, v := range r.Vetoes {
		what := map[score.Effect]string{
			score.Exclude: "không xét thi đua", score.Hold: "tạm dừng xét", score.CapGrade: "không quá loại " + v.Veto.Cap,
			score.BlockTitles: "không xét danh hiệu " + strings.Join(v.Veto.Titles, ", "),
		}[v.Veto.Effect]
		parts = append(parts, fmt.Sprintf("%s (%s: %s)", strings.TrimSpace(what), v.Veto.Code, v.Reason))
	}
	if tie := render.TieReason(r); tie != "" {
		parts = append(parts, tie)
	}
	return strings.Join(parts, "; ")
}

func printAccepted(w io.Writer, s *score.Sheet) {
	for _, e := range s.Accepted {
		fmt.Fprintln(w, render.AcceptedSum(e))
	}
}

// printSheet prints a sheet section by section.
func printSheet(w io.Writer, s *score.Sheet) {
	fmt.Fprintf(w, "%s (%s)\n", s.Title, s.ID)
	for _, line := range [][2]string{{"Áp dụng cho", s.AppliesTo}, {"Nguồn", s.Source}} {
		if line[1] != "" {
			fmt.Fprintf(w, "%s: %s\n", line[0], line[1])
		}
	}
	fmt.Fprintf(w, "Điểm chuẩn %s, bước điểm %s.\n", render.Score(s.BasePoints), render.Score(s.ScoreStep))
	printSections(w, s, "", 0)
	if len(s.Bonuses) > 0 {
		fmt.Fprintf(w, "\nĐiểm thưởng%s\n", limited(s.Limits.BonusCap))
		for _, b := range s.Bonuses {
			fmt.Fprintf(w, "  %s  %s [tối đa %s%s]\n", b.Code, b.Title, render.Score(b.Max), render.BonusRule(b))
		}
	}
	if len(s.Deductions) > 0 {
		fmt.Fprintf(w, "\nĐiểm trừ\n")
		for _, d := range s.Deductions {
			fmt.Fprintf(w, "  %s  %s [%s]\n", d.Code, d.Title, render.DeductionRule(d))
		}
	}
	if len(s.Vetoes) > 0 {
		fmt.Fprintf(w, "\nĐiểm liệt\n")
		for _, v := range s.Vetoes {
			fmt.Fprintf(w, "  %s  %s [%s]\n", v.Code, v.Title, render.VetoEffect(v))
		}
	}
	fmt.Fprintf(w, "\nXếp loại\n")
	for _, g := range s.Grades {
		fmt.Fprintf(w, "  %s  %s: từ %s điểm\n", g.Code, g.Label, render.Score(g.Min))
	}
	order := make([]string, len(s.Order))
	for i, key := range s.Order {
		order[i] = render.OrderName(key)
	}
	fmt.Fprintf(w, "\nXếp hạng theo %s.\n", strings.Join(order, ", rồi "))
	if s.Limits.TotalCap != nil {
		fmt.Fprintf(w, "Tổng điểm không quá %s.\n", render.Score(*s.Limits.TotalCap))
	}
	printAccepted(w, s)
}

func limited(p *score.Points) string {
	if p == nil {
		return ""
	}
	return ", tất cả không quá " + render.Score(*p)
}

// printSections prints the sections inside one, each with its criteria.
func printSections(w io.Writer, s *score.Sheet, parent string, depth int) {
	indent := strings.Repeat("  ", depth)
	for _, section := range s.Sections {
		if section.Parent != parent {
			continue
		}
		if depth == 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s%s. %s: %s điểm\n", indent, section.Code, section.Title, render.Score(section.Max))
		for _, c := range s.Criteria {
			if c.Section == section.Code {
				fmt.Fprintf(w, "%s  %s  %s [%s điểm; %s]\n", indent, c.Code, c.Title, render.Score(c.Max), render.CriterionRule(c))
			}
		}
		printSections(w, s, section.Code, depth+1)
	}
}
