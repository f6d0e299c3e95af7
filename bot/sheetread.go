package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"thuky/bot/doc"
	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
)

// errandReadSheet downloads a file and reads a score sheet from it.
const errandReadSheet = "read-sheet"

// Why a file is no sheet, besides what any file may be.
const (
	problemNoSheet problem = "no-sheet" // a workbook without the pages of a sheet, a text without its schema
	problemFormula problem = "formula"  // a cell holds a formula and no result
)

// mostMistakes is how many mistakes a screen tells; if there are more, a file tells all.
const mostMistakes = 60

// A sheetReading is what was understood of a score sheet's file.
type sheetReading struct {
	File     string       `json:"file"`
	Problem  problem      `json:"problem,omitempty"`
	Found    Finding      `json:"found,omitzero"`     // of problemWithheld
	Cell     string       `json:"cell,omitempty"`     // of problemFormula
	Formulas int          `json:"formulas,omitempty"` // of which the results were read
	Mistakes []string     `json:"mistakes,omitempty"` // worded, the first of them
	Count    int          `json:"count,omitempty"`    // of all mistakes
	List     string       `json:"list,omitempty"`     // hash of the file that tells all, if Mistakes does not
	Sheet    *score.Sheet `json:"sheet,omitempty"`    // good, but for sum errors: these stand in Accepted without a reason
}

// sheetResult is what errandReadSheet brings back.
type sheetResult struct {
	Person  string       `json:"person"`
	Task    readTask     `json:"task"`
	Reading sheetReading `json:"reading"`
}

// readSheet downloads a file and reads a sheet from it.
func (b *Bot) readSheet(ctx context.Context, e store.Errand) (any, error) {
	r := sheetResult{Person: e.Person}
	data, why, err := b.fetch(ctx, e, &r.Task)
	if r.Reading.File, r.Reading.Problem = r.Task.Name, why; err != nil || why != "" {
		return r, err
	}
	r.Reading, err = b.understandSheet(r.Task.Name, data)
	return r, err
}

// sheetLost is the result of a file that could not be fetched or read.
func sheetLost(e store.Errand) any {
	r := sheetResult{Person: e.Person, Reading: sheetReading{Problem: problemLost}}
	_ = json.Unmarshal(e.Task, &r.Task) // of a task that does not read no screen waits
	return r
}

// isSheetFile reports whether a file is a score sheet and not a weekly schedule: TOML
// by its name, a workbook by the names of its pages.
func isSheetFile(name string, data []byte) bool {
	if strings.HasSuffix(strings.ToLower(name), ".toml") {
		return true
	}
	if !isZip(data) {
		return false
	}
	pages, err := doc.Tables(data)
	return err == nil && hasSheetPages(pages)
}

func isZip(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

func hasSheetPages(pages []doc.Worksheet) bool {
	return slices.ContainsFunc(pages, func(p doc.Worksheet) bool {
		name := strings.ToLower(strings.TrimSpace(p.Name))
		return name == "sheet" || name == "criterion"
	})
}

// understandSheet reads a sheet from a file's content. Its error is the disk's; all
// else is in the reading.
func (b *Bot) understandSheet(name string, data []byte) (r sheetReading, err error) {
	r.File = name
	defer b.caught("reading a sheet", func() { r = sheetReading{File: name, Problem: problemUnreadable} })
	if !isZip(data) {
		text := vi.Clean(string(data))
		if f, found := b.secrecy.Find(text); found {
			r.Problem, r.Found = problemWithheld, f
			return r, nil
		}
		if !strings.Contains(text, score.Schema) {
			r.Problem = problemNoSheet
			return r, nil
		}
		err = b.decodeSheet(&r, func(accepted ...score.Exception) (score.Sheet, error) {
			return score.Decode(strings.NewReader(text), accepted...)
		})
		return r, err
	}
	pages, why := b.tables(data, &r.Found)
	if r.Problem = why; why != "" {
		return r, nil
	}
	if r.Formulas, r.Cell = doc.Formulas(data); r.Cell != "" {
		r.Problem = problemFormula
		return r, nil
	}
	if !slices.ContainsFunc(pages, func(p score.Table) bool {
		return hasSheetPages([]doc.Worksheet{{Name: p.Name}})
	}) {
		r.Problem = problemNoSheet
		return r, nil
	}
	err = b.decodeSheet(&r, func(accepted ...score.Exception) (score.Sheet, error) { return score.FromTables(pages, accepted...) })
	return r, err
}

// tables reads the pages of a workbook or a CSV file, in NFC; why is set if that cannot
// be.
func (b *Bot) tables(data []byte, found *Finding) (tables []score.Table, why problem) {
	pages, err := doc.Tables(data)
	if why = problemOf(err); why != "" {
		return nil, why
	}
	for _, page := range pages {
		table := score.Table{Name: vi.Clean(page.Name)}
		for _, row := range page.Rows {
			cells := make([]string, len(row.Cells))
			for i, c := range row.Cells {
				cells[i] = vi.Clean(c.Text)
			}
			if f, withheld := b.secrecy.Find(strings.Join(cells, " ")); withheld {
				*found = Finding{f.Pattern, row.Line}
				return nil, problemWithheld
			}
			table.Rows = append(table.Rows, score.Row{Line: row.Line, Cells: cells})
		}
		tables = append(tables, table)
	}
	return tables, ""
}

// decodeSheet reads the sheet. Where nothing but sums is wrong, it is there all the
// same, with these errors as exceptions that still need their reasons.
func (b *Bot) decodeSheet(r *sheetReading, decode func(...score.Exception) (score.Sheet, error)) error {
	sheet, err := decode()
	var wrong score.Mistakes
	if !errors.As(err, &wrong) {
		if err != nil {
			return err
		}
		r.Sheet = &sheet
		return nil
	}
	var sums []score.Exception
	for _, m := range wrong {
		if e, ok := m.Exception(); ok {
			sums = append(sums, e)
		}
	}
	if len(sums) == len(wrong) {
		if sheet, err := decode(sums...); err == nil {
			r.Sheet = &sheet
			return nil
		}
	}
	r.Count = len(wrong)
	var all strings.Builder
	for i, m := range wrong {
		line := render.SheetMistake(m)
		if i < mostMistakes {
			r.Mistakes = append(r.Mistakes, line)
		}
		all.WriteString(line + "\r\n")
	}
	if r.Count > mostMistakes {
		r.List, err = b.store.KeepFile([]byte("\uFEFF"+all.String()), b.now())
		return err
	}
	return nil
}
