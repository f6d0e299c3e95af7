package score

import (
	"fmt"
	"strings"
	"testing"
)

// A workbook reads back to the same sheet.
func TestPagesReadBack(t *testing.T) {
	all := samples(t)
	all["small"] = small
	for name, text := range all {
		want := decode(t, text)
		got, err := FromTables(asText(want.Pages()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a, b := fmt.Sprint(got.Pages()), fmt.Sprint(want.Pages()); a != b {
			t.Errorf("%s:\n got %s\nwant %s", name, a, b)
		}
	}
}

// asText is what a workbook makes of pages.
func asText(pages []Page) []Table {
	tables := make([]Table, len(pages))
	for i, page := range pages {
		tables[i].Name = page.Name
		for j, row := range page.Rows {
			cells := make([]string, len(row))
			for k, value := range row {
				if value != nil {
					cells[k] = fmt.Sprint(value)
				}
			}
			tables[i].Rows = append(tables[i].Rows, Row{Line: j + 1, Cells: cells})
		}
	}
	return tables
}

func TestWorkbookRefusals(t *testing.T) {
	s := decode(t, small)
	for _, test := range []struct {
		change func([]Table)
		want   string
	}{
		{func(p []Table) { p[2].Rows[1].Cells[4] = "guess" }, "criterion 2 UnknownRule"},
		{func(p []Table) { p[2].Rows[1].Cells[3] = "40,5" }, "section 2 WrongSum"},
		{func(p []Table) { p[2].Rows[0].Cells[5] = "aim" }, "criterion 2 UnknownKey"},
		{func(p []Table) { p[2].Rows[2].Cells[8] = "Đúng hạn; Chậm=3" }, ""},
		{func(p []Table) { p[2].Rows[2].Cells[8] = "Đúng hạn=x" }, "criterion 3 WrongType"},
		{func(p []Table) { p[2].Rows[2].Cells[8] = "Đúng hạn=20; Chậm" }, "criterion 3 WrongType"},
		{func(p []Table) { p[2].Rows[1].Cells[6] = "maybe" }, "criterion 2 WrongType"},
		{func(p []Table) { p[1].Rows[0].Cells[3] = "max" }, "section 1 Duplicate"},
		{func(p []Table) { p[6].Rows = append(p[6].Rows, Row{3, []string{"5"}}) }, "limits 3 Duplicate"},
		{func(p []Table) { p[0].Name = "phieu" }, "phieu 2 UnknownTable"},
	} {
		pages := asText(s.Pages())
		test.change(pages)
		_, err := FromTables(pages)
		if test.want == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		found := false
		for _, m := range mistakesOf(t, err) {
			found = found || strings.HasPrefix(fmt.Sprintf("%s %d %s", m.Page, m.Line, faultNames[m.Fault]), test.want)
		}
		if !found {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
	if _, err := FromTables(nil); err == nil {
		t.Error("an empty workbook is a sheet")
	}
}
