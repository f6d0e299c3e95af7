package render

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"thuky/store/score"
)

// SheetWorkbook writes a score sheet as an xlsx: one worksheet for each table of
// its TOML form, the keys in the first row. score.FromTables reads it back to an
// equal sheet. Texts are written as texts, so none becomes a formula.
func SheetWorkbook(s *score.Sheet) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, fmt.Errorf("write sheet %s: %w", s.ID, err)
	}
	for i, page := range s.Pages() {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), page.Name)
		} else {
			_, err = f.NewSheet(page.Name)
		}
		if err == nil {
			err = writePage(f, page, head)
		}
		if err != nil {
			return nil, fmt.Errorf("write sheet %s: %w", s.ID, err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, fmt.Errorf("write sheet %s: %w", s.ID, err)
	}
	return b.Bytes(), nil
}

// writePage fills one worksheet; the row of keys stays in sight.
func writePage(f *excelize.File, page score.Page, head int) error {
	for i, row := range page.Rows {
		for j, value := range row {
			axis, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := writeCell(f, page.Name, axis, value); err != nil {
				return err
			}
		}
	}
	if err := f.SetRowStyle(page.Name, 1, 1, head); err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(page.Rows[0]))
	if err != nil {
		return err
	}
	if err := f.SetColWidth(page.Name, "A", last, 18); err != nil {
		return err
	}
	return f.SetPanes(page.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// mostFigures is how long a number may be: a cell keeps fifteen figures of one.
const mostFigures = 15

func writeCell(f *excelize.File, sheet, axis string, value any) error {
	switch v := value.(type) {
	case string:
		return f.SetCellStr(sheet, axis, v)
	case bool:
		return f.SetCellBool(sheet, axis, v)
	case score.Figure:
		number, err := strconv.ParseFloat(string(v), 64)
		if err != nil || len(v) > mostFigures {
			return f.SetCellStr(sheet, axis, string(v))
		}
		return f.SetCellFloat(sheet, axis, number, -1, 64)
	}
	return nil
}
