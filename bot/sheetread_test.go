package bot

import (
	"archive/zip"
	"bytes"
	"io"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"testing"

	"thuky/bot/render"
	"thuky/store/score"
	"thuky/store/staff"
)

// workbookWith is a sample sheet as a workbook in which the figure of a cell of the
// criteria is what the replacement says.
func workbookWith(t *testing.T, cell, replacement string) []byte {
	t.Helper()
	text, err := os.ReadFile("../cmd/thuky/sample/sheets/06-phong-trao-chuyen-de-50.toml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := score.Decode(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	data, err := render.SheetWorkbook(&s)
	if err != nil {
		t.Fatal(err)
	}
	from, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	to, changed := zip.NewWriter(&b), false
	for _, part := range from.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if part.Name == "xl/worksheets/sheet3.xml" {
			figure := regexp.MustCompile(`(<c r="` + cell + `"[^>]*>)<v>[^<]*</v>`)
			changed = figure.Match(content)
			content = figure.ReplaceAll(content, []byte("${1}"+replacement))
		}
		w, err := to.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil || !changed {
		t.Fatalf("no figure in %s, %v", cell, err)
	}
	return b.Bytes()
}

// Formulas of a workbook are not computed: their results are read, and where one has
// none the cell is named.
func TestSheetWithFormulas(t *testing.T) {
	b := &Bot{log: slog.New(slog.DiscardHandler)}
	r, err := b.understandSheet("phieu.xlsx", workbookWith(t, "D2", "<f>10+5</f><v>15</v>"))
	if err != nil || r.Sheet == nil || r.Formulas != 1 || r.Sheet.Criteria[0].Max != 1500 {
		t.Errorf("with a result: %+v, %v", r, err)
	}
	r, err = b.understandSheet("phieu.xlsx", workbookWith(t, "D2", "<f>10+5</f>"))
	if err != nil || r.Problem != problemFormula || r.Cell != "D2" {
		t.Errorf("without one: %+v, %v", r, err)
	}
	r, err = b.understandSheet("phieu.xlsx", workbookWith(t, "D2", "<f>10+4</f><v>14</v>"))
	if err != nil || r.Sheet == nil || len(r.Sheet.Accepted) != 1 || r.Sheet.Accepted[0].Sum != 2900 || r.Sheet.Accepted[0].Reason != "" {
		t.Errorf("with a wrong sum: %+v, %v", r, err)
	}
}

// A formula without a result in a file of answers is named too: it would pass for a blank.
func TestAnswersWithFormulas(t *testing.T) {
	b := &Bot{log: slog.New(slog.DiscardHandler)}
	var r formReadResult
	if b.readFormRows(&r, workbookWith(t, "D2", "<f>10+5</f>")); r.Problem != problemFormula || r.Cell != "D2" || len(r.Rows) > 0 {
		t.Errorf("without a result: %q, %q, %d rows", r.Problem, r.Cell, len(r.Rows))
	}
	r = formReadResult{}
	if b.readFormRows(&r, workbookWith(t, "D2", "<f>10+5</f><v>15</v>")); r.Problem != "" || len(r.Rows) == 0 {
		t.Errorf("with one: %q, %d rows", r.Problem, len(r.Rows))
	}
}

func TestTypedTargets(t *testing.T) {
	d := staff.Directory{Units: []staff.Unit{{Code: "P9", Name: "Phòng 9", Aliases: []string{"P.9"}}, {Code: "P1", Name: "Phòng 1"}}}
	for text, want := range map[string]string{
		"P9 A.I.1 95 giao ước 12/GƯ-VKS ngày 09/02/2021":                          "P9|A.I.1|95|12/GƯ-VKS|09/02/2021",
		"phong 9: A.I.1: 92,5%; A.I.2 = 4 cuộc theo giao ước số 12 ngày 9/2/2021": "P9|A.I.1|92,5%|12|9/2/2021 P9|A.I.2|4 cuộc|12|9/2/2021",
		"P9 A.1 95\nP1 A.1 96 giao ước 1/GƯ, ký ngày 01/02/2021":                  "P9|A.1|95|1/GƯ|01/02/2021 P1|A.1|96|1/GƯ|01/02/2021",
		"unit,code,target,covenant,date\nP9,A.1,95,x,09/02/2021":                  "P9|A.1|95|x|09/02/2021",
		"Phòng 9 hôm nay có lịch gì":                                              "",
		"A.1 95":                                                                  "",
	} {
		rows, ok := readTargets(text, &d)
		var got []string
		for _, row := range rows[min(len(rows), 1):] {
			got = append(got, strings.Join(row.Cells, "|"))
		}
		if ok != (want != "") || ok && strings.Join(got, " ") != want {
			t.Errorf("%q: %v, %q", text, ok, got)
		}
	}
}
