package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// workbook makes an xlsx as a spreadsheet program writes one. A cell is a text; a
// value behind "=" is a number, one behind "%" a number shown as percent, one
// behind "f" the last result of a formula.
func workbook(t *testing.T, rows [][]string) []byte {
	t.Helper()
	var sheet strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&sheet, `<row r="%d">`, i+1)
		for j, cell := range row {
			at := fmt.Sprintf("%c%d", 'A'+j, i+1)
			switch {
			case cell == "":
			case cell[0] == '=':
				fmt.Fprintf(&sheet, `<c r="%s"><v>%s</v></c>`, at, cell[1:])
			case cell[0] == '%':
				fmt.Fprintf(&sheet, `<c r="%s" s="1"><v>%s</v></c>`, at, cell[1:])
			case cell[0] == 'f':
				fmt.Fprintf(&sheet, `<c r="%s"><f>1+1</f><v>%s</v></c>`, at, cell[1:])
			default:
				fmt.Fprintf(&sheet, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, at, cell)
			}
		}
		sheet.WriteString("</row>")
	}
	const space = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + space + ` xmlns:r="` + relations + `"><sheets><sheet name="Cụm 1" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relations + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="` + relations + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/styles.xml", `<styleSheet ` + space + `><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="9" applyNumberFormat="1"/></cellXfs></styleSheet>`},
		{"xl/worksheets/sheet1.xml", `<worksheet ` + space + `><sheetData>` + sheet.String() + `</sheetData></worksheet>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(`<?xml version="1.0" encoding="UTF-8"?>` + part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Answers from a workbook are those of the CSV file: percents, figures as they were
// typed, the results of formulas.
func TestEntriesFromAWorkbook(t *testing.T) {
	dir := t.TempDir()
	sheet, err := filepath.Abs("sample/sheets/06-phong-trao-chuyen-de-50.toml")
	if err != nil {
		t.Fatal(err)
	}
	book := workbook(t, [][]string{
		{"code", "unit", "value", "target"},
		{"1.1", "P9", "=3", "=8.0999999999999996"}, {"1.2", "P9", "%0.92", ""}, {"2.1", "P9", "đạt", ""}, {"2.2", "P9", "f4", ""}, {"T.1", "P9", "2,5", ""},
	})
	text := "code,unit,value,target\n1.1,P9,3,8.1\n1.2,P9,92%,\n2.1,P9,đạt,\n2.2,P9,4,\nT.1,P9,2.5,\n"
	want := `{"units":[{"unit":"P9","rank":1,"base":37.36,"bonus":2.5,"deduction":0,"total":39.86,"grade":"K","excluded":false,"hold":false,` +
		`"points":{"1.1":5.56,"1.2":13.8,"2.1":10,"2.2":8},"na":[],"blank":[]}]}` + "\n"
	for name, data := range map[string][]byte{"entries.xlsx": book, "entries.csv": []byte(text)} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		var out, said strings.Builder
		if code := run(t.Context(), []string{"sheet", "score", "--json", "--entries", file, sheet}, strings.NewReader(""), &out, &said); code != exitDone {
			t.Errorf("%s: exit code %d, said %s", name, code, said.String())
		}
		if out.String() != want {
			t.Errorf("%s:\n got %s\nwant %s", name, out.String(), want)
		}
	}
}
