package render

import (
	"strings"

	"thuky/store/score"
)

// A unitLine is a row of a unit's sheet.
type unitLine struct {
	heading     bool // of a section
	code, title string
	scores      [5]any // points or words: the most there is, self, appraised, final, the cluster's average
	reason      string
}

// unitLines is the whole sheet of a unit: sections with their criteria, then bonuses,
// deductions, and the totals.
func unitLines(o *score.Outcome, unit string) []unitLine {
	w := unitWriter{o: o, unit: unit, own: o.SelfScored()[unit], first: o.Scored(o.Appraised)[unit]}
	w.last, _ = o.Result(unit)
	w.sections("", 0)
	w.added()
	for _, row := range []struct {
		title string
		of    func(*score.Result) score.Points
	}{
		{"Điểm chuẩn", func(r *score.Result) score.Points { return r.Base }},
		{"Điểm thưởng", func(r *score.Result) score.Points { return r.Bonus }},
		{"Điểm trừ", func(r *score.Result) score.Points { return r.Deduction }},
		{"Tổng điểm", func(r *score.Result) score.Points { return r.Total }},
	} {
		line := unitLine{heading: true, title: row.title, scores: [5]any{"", "", "", "", ""}}
		for i, stage := range w.stages() {
			if line.scores[i+1] = "–"; stage.Unit != "" {
				line.scores[i+1] = row.of(stage)
			}
		}
		if row.title == "Tổng điểm" {
			line.scores[4] = score.AverageTotal(o.Ranking)
		}
		w.lines = append(w.lines, line)
	}
	return w.lines
}

type unitWriter struct {
	o                *score.Outcome
	unit             string
	own, first, last score.Result // the three stages; a stage that is not reached has no Unit
	lines            []unitLine
}

func (w *unitWriter) stages() [3]*score.Result {
	return [3]*score.Result{&w.own, &w.first, &w.last}
}

func (w *unitWriter) sections(parent string, depth int) {
	for _, section := range w.o.Sheet.Sections {
		if section.Parent != parent || depth > len(w.o.Sheet.Sections) {
			continue
		}
		line := unitLine{heading: true, code: section.Code, title: section.Title, scores: [5]any{section.Max, "", "", "", ""}}
		for i, stage := range w.stages() {
			if line.scores[i+1] = "–"; stage.Unit != "" {
				line.scores[i+1] = stage.Section(section.Code)
			}
		}
		w.lines = append(w.lines, line)
		for _, c := range w.o.Sheet.Criteria {
			if c.Section != section.Code {
				continue
			}
			line := unitLine{code: c.Code, title: c.Title, reason: w.o.ReasonOf(w.unit, c.Code)}
			line.scores = [5]any{c.Max, "–", "–", "–", w.average(c.Code)}
			for i, stage := range w.stages() {
				if stage.Unit != "" {
					line.scores[i+1] = pointsCell(stage, c.Code)
				}
			}
			w.lines = append(w.lines, line)
		}
		w.sections(section.Code, depth+1)
	}
}

func (w *unitWriter) average(code string) any {
	if points, applies := w.o.Sheet.Average(w.o.Ranking, code); applies {
		return points
	}
	return ""
}

// added are the bonuses and deductions, each that somebody has claimed or found.
func (w *unitWriter) added() {
	stages := [3]score.Submission{submissionOf(w.o.Self, w.unit), submissionOf(w.o.Appraised, w.unit), submissionOf(w.o.Last(), w.unit)}
	add := func(code, title string, most score.Points, worth func(score.Submission) score.Points) {
		line := unitLine{code: code, title: title, reason: w.o.ReasonOf(w.unit, code), scores: [5]any{"", "", "", "", ""}}
		if line.scores[0] = most; most == 0 {
			line.scores[0] = ""
		}
		any := line.reason != ""
		for i, stage := range stages {
			if line.scores[i+1] = "–"; stage.Unit != "" {
				points := worth(stage)
				any = any || points != 0
				line.scores[i+1] = points
			}
		}
		if any {
			w.lines = append(w.lines, line)
		}
	}
	for _, b := range w.o.Sheet.Bonuses {
		add(b.Code, "Thưởng: "+b.Title, b.Max, func(s score.Submission) score.Points { return b.BonusPoints(s.Bonuses[b.Code]) })
	}
	for _, d := range w.o.Sheet.Deductions {
		add(d.Code, "Trừ: "+strings.TrimSpace(d.Title), d.Max, func(s score.Submission) score.Points { return -d.DeductionPoints(s.Deductions[d.Code]) })
	}
}
