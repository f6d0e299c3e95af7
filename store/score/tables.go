package score

import (
	"fmt"
	"strings"
)

// A Table is a worksheet or a CSV file as rows of text.
type Table struct {
	Name string // of the worksheet
	Rows []Row
}

// A Row is one row of a file.
type Row struct {
	Line  int // from 1
	Cells []string
}

// FromTables reads a sheet from a workbook: one worksheet for each table of the
// TOML form, the first row its keys. It checks as Decode does.
func FromTables(pages []Table, accepted ...Exception) (Sheet, error) {
	var records []record
	var mistakes Mistakes
	for _, page := range pages {
		name := strings.ToLower(strings.TrimSpace(page.Name))
		var keys []string
		for _, row := range page.Rows {
			if keys == nil {
				keys = row.Cells
				continue
			}
			r := record{table: name, page: name, line: row.Line, fields: map[string]field{}}
			for i, text := range row.Cells {
				if text = strings.TrimSpace(text); text == "" {
					continue
				}
				key := ""
				if i < len(keys) {
					key = strings.ToLower(strings.TrimSpace(keys[i]))
				}
				if _, twice := r.fields[key]; twice {
					mistakes = append(mistakes, &Mistake{Fault: Duplicate, Page: name, Line: 1, Key: key, Value: key})
				}
				r.fields[key] = field{cell(text), row.Line}
			}
			if len(r.fields) > 0 {
				records = append(records, r)
			}
		}
	}
	sheet, more := build(records, accepted)
	if mistakes = append(mistakes, more...); len(mistakes) > 0 {
		return Sheet{}, fmt.Errorf("read sheet: %w", mistakes)
	}
	return sheet, nil
}

// A Page is a worksheet to be written: the first row its keys. A value is a text,
// a bool, or a Figure; nil is an empty cell.
type Page struct {
	Name string
	Rows [][]any
}

// A Figure is a number to be written, exactly: "92.25".
type Figure string

// Pages is the sheet as a workbook; FromTables reads it back.
func (s *Sheet) Pages() []Page {
	p := pageWriter{}
	p.page(root, "schema", "id", "title", "applies_to", "source", "base_points", "score_step")
	p.row(Schema, s.ID, s.Title, s.AppliesTo, s.Source, s.BasePoints, s.ScoreStep)
	p.page("section", "code", "title", "max", "parent")
	for _, one := range s.Sections {
		p.row(one.Code, one.Title, one.Max, one.Parent)
	}
	p.page("criterion", "code", "section", "title", "max", "rule", "target", "lower_better", "floor_rate", "levels", "points_each",
		"measure", "evidence", "evidence_required", "note")
	for _, c := range s.Criteria {
		var target, floor any
		if c.Target != nil {
			target = Figure(NumberText(c.Target))
		}
		if c.FloorRate != nil {
			floor = Figure(NumberText(c.FloorRate))
		}
		p.row(c.Code, c.Section, c.Title, c.Max, string(c.Rule), target, c.LowerBetter, floor, levelsText(c.Levels), c.PointsEach,
			c.Measure, c.Evidence, c.EvidenceRequired, c.Note)
	}
	p.page("bonus", "code", "title", "max", "points_each", "levels", "evidence_required")
	for _, one := range s.Bonuses {
		p.row(one.Code, one.Title, one.Max, one.PointsEach, levelsText(one.Levels), one.EvidenceRequired)
	}
	p.page("deduction", "code", "title", "points_each", "max", "auto", "reason_required")
	for _, one := range s.Deductions {
		p.row(one.Code, one.Title, one.PointsEach, one.Max, one.Auto, one.ReasonRequired)
	}
	p.page("veto", "code", "title", "effect", "cap", "titles")
	for _, one := range s.Vetoes {
		p.row(one.Code, one.Title, string(one.Effect), one.Cap, strings.Join(one.Titles, "; "))
	}
	p.page("limits", "bonus_cap", "total_cap")
	if s.Limits != (Limits{}) {
		p.row(limitFigure(s.Limits.BonusCap), limitFigure(s.Limits.TotalCap))
	}
	p.page("grade", "code", "label", "min")
	for _, one := range s.Grades {
		p.row(one.Code, one.Label, Figure(one.Min.String()))
	}
	p.page("ranking", "order")
	p.row(names(s.Order, "; "))
	return p.pages
}

type pageWriter struct{ pages []Page }

func (p *pageWriter) page(name string, keys ...string) {
	head := make([]any, len(keys))
	for i, key := range keys {
		head[i] = key
	}
	p.pages = append(p.pages, Page{Name: name, Rows: [][]any{head}})
}

// row adds a row; empty texts, false and 0 points are what a missing key means.
func (p *pageWriter) row(values ...any) {
	for i, value := range values {
		switch v := value.(type) {
		case string:
			if v == "" {
				values[i] = nil
			}
		case bool:
			if !v {
				values[i] = nil
			}
		case Points:
			values[i] = Figure(v.String())
			if v == 0 {
				values[i] = nil
			}
		}
	}
	last := &p.pages[len(p.pages)-1]
	last.Rows = append(last.Rows, values)
}

func limitFigure(p *Points) any {
	if p == nil {
		return nil
	}
	return Figure(p.String())
}

func levelsText(levels []Level) string {
	texts := make([]string, len(levels))
	for i, level := range levels {
		texts[i] = level.Label + "=" + level.Points.String()
	}
	return strings.Join(texts, "; ")
}
