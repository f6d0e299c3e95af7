package render

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"thuky/store/week"
)

const officeLines = "Viện kiểm sát nhân dân tỉnh Phú Yên\nVăn phòng tổng hợp"

// documentedWeeks are the weeks whose documents are kept in golden files.
func documentedWeeks(t testing.TB) map[string]week.Week {
	all := picturedWeeks(t)
	odd := all["tables"]
	odd.Events = append(odd.Events, week.Event{Date: day("2024-01-19"), Days: 4, Text: "Từ 19–22/01: công tác tại Hà Nội"},
		week.Event{Text: "Chưa rõ\x00 ngày\n& <b> “hai”", Days: 1})
	all["tables"] = odd
	return all
}

// parts reads a Word file: its parts by name, each well-formed XML.
func parts(t *testing.T, document []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(document), int64(len(document)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[file.Name] = string(data)
		for decoder := xml.NewDecoder(bytes.NewReader(data)); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", file.Name, err)
			}
		}
	}
	return all
}

// asPrinted is the text of a document the way a golden file shows it: a paragraph
// a line; a row of a table a line, its cells between bars, a cell that continues
// the one above as ″.
func asPrinted(t *testing.T, body string) string {
	t.Helper()
	var b strings.Builder
	decoder, inRow := xml.NewDecoder(strings.NewReader(body)), false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "tr":
				inRow = true
			case "tc":
				b.WriteString("| ")
			case "vMerge":
				if e.Attr[0].Value == "continue" {
					b.WriteString("″ ")
				}
			case "strike":
				b.WriteString("~")
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "tr":
				inRow = false
				b.WriteString("|\n")
			case "p":
				b.WriteString(map[bool]string{true: " ", false: "\n"}[inRow])
			}
		case xml.CharData:
			b.Write(e)
		}
	}
}

func TestWeekDocumentGolden(t *testing.T) {
	d := office(t)
	for name, w := range documentedWeeks(t) {
		file := filepath.Join("testdata", "docx", name+".txt")
		document, err := WeekDocument(w, d, officeLines)
		if err != nil {
			t.Fatal(err)
		}
		got := asPrinted(t, parts(t, document)["word/document.xml"])
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: -golden +now (flag -update writes it anew):\n%s", name, diff)
		}
	}
}

func TestWeekDocumentIsOneThatWordTakes(t *testing.T) {
	d := office(t)
	w := documentedWeeks(t)["changed"]
	document, err := WeekDocument(w, d, officeLines)
	if err != nil {
		t.Fatal(err)
	}
	again, err := WeekDocument(w, d, officeLines)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(document, again) {
		t.Error("two documents of one week differ")
	}
	all := parts(t, document)
	body := all["word/document.xml"]
	for part, want := range map[string]int{
		`w:w="16838" w:h="11906" w:orient="landscape"`: 1,
		`<w:tblHeader w:val="true">`:                   1,
		`<w:vMerge w:val="restart">`:                   7, // days
		`<w:vMerge w:val="continue">`:                  len(w.Events) - 7,
		`<w:tblStyle w:val="TableGrid">`:               1,
		`<w:cantSplit w:val="true">`:                   len(w.Events) + 2,        // its head and the letterhead too
		`<w:keepNext w:val="true">`:                    5*(len(w.Events)-7) + 10, // of the head, and of all rows but the last of a day; a day's first has a line more
	} {
		if got := strings.Count(body, part); got != want {
			t.Errorf("%s stands %d times, want %d", part, got, want)
		}
	}
	for _, cell := range strings.Split(body, "<w:tc>")[1:] {
		if cell, _, _ := strings.Cut(cell, "</w:tc>"); !strings.Contains(cell, "<w:p>") {
			t.Errorf("a cell without a paragraph: %s", cell)
		}
	}
	// Every part that another names is there.
	for _, rels := range []struct{ name, folder string }{{"_rels/.rels", ""}, {"word/_rels/document.xml.rels", "word/"}} {
		for _, piece := range strings.Split(all[rels.name], `Target="`)[1:] {
			target, _, _ := strings.Cut(piece, `"`)
			if _, there := all[filepath.ToSlash(filepath.Clean(rels.folder+target))]; !there {
				t.Errorf("%s names %s, which is missing", rels.name, target)
			}
		}
	}
	if section := body[strings.LastIndex(body, "<w:sectPr>"):]; !strings.Contains(section, `<w:headerReference w:type="default"`) || !strings.Contains(section, "titlePg") ||
		!strings.Contains(all["word/header1.xml"], " PAGE ") || !strings.Contains(all["[Content_Types].xml"], "/word/header1.xml") {
		t.Errorf("the pages are not numbered: %s", section)
	}
	properties := all["docProps/core.xml"]
	if !strings.Contains(properties, "Lịch công tác tuần 18/10–24/10/2021") || strings.Contains(fmt.Sprint(all), "godocx") {
		t.Errorf("the properties are %s", properties)
	}
	for _, e := range w.Events {
		if e.Paper && strings.Contains(body, e.Text) {
			t.Errorf("%q is in the document", e.Text)
		}
	}
}

func FuzzWeekDocument(f *testing.F) {
	f.Add("Họp ]]> & <w:p/>", "phòng\x0b", 2, "08:00", "VKSND\ntỉnh")
	f.Add("\xff\ufffe\x1b", "", -1, "x", "")
	d := office(f)
	f.Fuzz(func(t *testing.T, text, place string, days int, hour, name string) {
		w := week.Week{From: monday, To: sunday, Events: []week.Event{{Date: monday, Days: days, Text: text, Place: place, Time: week.Clock(hour)}}}
		document, err := WeekDocument(w, d, name)
		if err != nil {
			t.Fatal(err)
		}
		parts(t, document)
	})
}

// BenchmarkDocument writes the seed's week.
func BenchmarkDocument(b *testing.B) {
	d := office(b)
	w := seedWeek(b, d)
	for b.Loop() {
		if _, err := WeekDocument(w, d, officeLines); err != nil {
			b.Fatal(err)
		}
	}
}
