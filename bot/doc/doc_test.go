package doc

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// show prints a document, a row a line: "3 t1: Thứ 2 | 8h ^Sáng" where ^ marks a
// cell repeated from above, ~ a column covered from the left, / a line break.
func show(d Document) string {
	var b strings.Builder
	for _, r := range d.Rows {
		fmt.Fprintf(&b, "%d", r.Line)
		if r.Table > 0 {
			fmt.Fprintf(&b, " t%d", r.Table)
		}
		b.WriteString(":")
		for i, c := range r.Cells {
			if i > 0 {
				b.WriteString(" |")
			}
			text := strings.ReplaceAll(c.Text, "\n", "/")
			switch {
			case c.Above:
				text = "^" + text
			case c.Span == 0:
				text = "~"
			}
			b.WriteString(" " + text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func check(t *testing.T, name string, data []byte, want string) {
	t.Helper()
	d, err := Read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimLeft(want, "\n"), show(d)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestText(t *testing.T) {
	check(t, "a.txt", []byte("# Lịch **tuần**\r\n\r\nNgày\tNội dung\n\"Thứ 2\n(18/10)\"\t\"- a \"\"b\"\"\n- c\"\n\t d\n\nhết \"lời\n"), `
1: Lịch tuần
3 t1: Ngày | Nội dung
4 t1: Thứ 2/(18/10) | - a "b"/- c
7 t1:  |  d
9: hết "lời
`)
	check(t, "a.txt", []byte("| Ngày | Việc |\n|:--|--|\n| T2<br>18/10 | a \\| b |\nNgày đăng | Tác giả\n\nmột | hai\n"), `
1 t1: Ngày | Việc
3 t1: T2/18/10 | a | b
4 t1: Ngày đăng | Tác giả
6 t1: một | hai
`)
	check(t, "a.txt", []byte("a | b\n--- | ---\nc | d\ne\nf | g"), `
1 t1: a | b
3 t1: c | d
4: e
5: f | g
`)
	check(t, "a.txt", []byte("a\t\"không đóng\tb\nc"), `
1 t1: a | "không đóng | b
2: c
`)
}

func TestCSV(t *testing.T) {
	check(t, "a.csv", []byte("\xEF\xBB\xBFNgày;Việc\r\nT2;\"a\r\nb; \"\"c\"\", d\"\r\n;;\r\n"), `
1 t1: Ngày | Việc
2 t1: T2 | a/b; "c", d
4 t1:  |  | 
`)
	check(t, "a.csv", []byte("Ngày,Việc\nT2,\"a, b\"\n"), "1 t1: Ngày | Việc\n2 t1: T2 | a, b\n")
	check(t, "a.CSV", []byte("Ngày\tViệc\nT2\ta, b; c\n"), "1 t1: Ngày | Việc\n2 t1: T2 | a, b; c\n")
	long := "a;\"" + strings.Repeat("dòng không đóng nháy\n", 1000)
	if d, err := Read("a.csv", []byte(long)); err != nil || len(d.Rows) != 1000 {
		t.Errorf("an open quote: %d rows, %v", len(d.Rows), err)
	}
}

func TestHTML(t *testing.T) {
	check(t, "a.htm", []byte(`<html><head><title>x</title><style>p{}</style></head><body><script>var a="<p>b</p>"</script>
<h1>L<span>ị</span>ch&nbsp;tu&#7847;n</h1><p>m&#7897;t
hai<br>ba</p><ul><li>b&#7889;n</li></ul><!-- năm -->
<table><tr><td rowspan=2><p>Th</p>ứ 2<td colspan="2">a<br><br>b</td></tr><tr><td>c<td><p>d</p><p>e</p></table>
<table><tr><td>ngoài <table><tr><td>trong</td></tr></table> sau</td></tr></table>`), `
1: Lịch tuần
2: một hai
3: ba
4: - bốn
5 t1: Th/ứ 2 | a/b | ~
6 t1: ^Th/ứ 2 | c | d/e
7: ngoài
8 t2: trong
9: sau
`)
	// A table cannot be made larger than its limits by its attributes.
	check(t, "a.html", []byte("<table><tr><td rowspan=999999 colspan=99999>a</table>"), "1 t1: a"+strings.Repeat(" | ~", MaxColumns-1)+"\n")
}

func docx(t testing.TB, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"[Content_Types].xml": "<Types/>",
		"word/vbaProject.bin": "macro",
		"word/document.xml":   `<?xml version="1.0"?><w:document xmlns:w="x"><w:body>` + body + `</w:body></w:document>`,
	} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func run(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }

func cell(properties, text string) string {
	return "<w:tc><w:tcPr>" + properties + "</w:tcPr><w:p>" + run(text) + "</w:p></w:tc>"
}

func TestDOCX(t *testing.T) {
	check(t, "a.docx", docx(t,
		"<w:p>"+run("LỊ")+run("CH &amp;")+"<w:r><w:br/><w:t>tuần</w:t><w:tab/><w:t>42</w:t></w:r><w:del><w:r><w:t>bỏ</w:t></w:r></w:del></w:p>"+
			"<w:p><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr>"+run("mục")+"</w:p><w:p/>"+
			"<w:tbl><w:tr>"+cell(`<w:vMerge w:val="restart"/>`, "Thứ 2")+cell("", "a")+cell("", "b")+"</w:tr>"+
			"<w:tr>"+cell("<w:vMerge/>", "")+cell(`<w:gridSpan w:val="2"/>`, "c")+"</w:tr></w:tbl>"+
			"<w:tbl><w:tr><w:tc><w:p>"+run("x")+"</w:p><w:tbl><w:tr>"+cell("", "y")+"</w:tr></w:tbl><w:p>"+run("z")+"</w:p></w:tc></w:tr></w:tbl>"+
			"<mc:AlternateContent><mc:Choice><w:p>"+run("một lần")+"</w:p></mc:Choice><mc:Fallback><w:p>"+run("một lần")+"</w:p></mc:Fallback></mc:AlternateContent>",
	), `
1: LỊCH &
2: tuần 42
3: - mục
4 t1: Thứ 2 | a | b
5 t1: ^Thứ 2 | c | ~
6 t2: x/y/z
7: một lần
`)
}

func TestXLSX(t *testing.T) {
	f := excelize.NewFile()
	set := func(axis string, value any, format string) {
		if err := f.SetCellValue("Sheet1", axis, value); err != nil {
			t.Fatal(err)
		}
		if format == "" {
			return
		}
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", axis, axis, style); err != nil {
			t.Fatal(err)
		}
	}
	set("A1", "LỊCH", "")
	set("A2", 44487, "dd/mm/yyyy") // 18/10/2021
	set("B2", 0.3125, "h:mm AM/PM")
	set("C2", 44487.5625, `[$-42A]dd "tháng" mm hh:mm`)
	set("B3", 7, "0")
	set("C3", 0.5, "")
	set("D3", 44487, `"ngày" d;@`)
	for _, merge := range [][2]string{{"A1", "D1"}, {"A2", "A3"}} {
		if err := f.MergeCell("Sheet1", merge[0], merge[1]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("Ẩn"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("Ẩn", "A1", "không đọc"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetVisible("Ẩn", false); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	check(t, "a.xlsx", b.Bytes(), `
1 t1: LỊCH | ~ | ~ | ~
2 t1: 18/10/2021 | 07h30 | 18/10/2021 13h30
3 t1: ^18/10/2021 | 7 | 0.5 | 18/10/2021
`)
}

func TestEncodings(t *testing.T) {
	const text = "Thứ Hai, ngày 18/10: Đ/c Thảo"
	var utf16le bytes.Buffer
	utf16le.WriteString("\xFF\xFE")
	if err := binary.Write(&utf16le, binary.LittleEndian, utf16.Encode([]rune(text))); err != nil {
		t.Fatal(err)
	}
	check(t, "a.txt", utf16le.Bytes(), "1: "+text+"\n")
	check(t, "a.txt", []byte("Th\xFD\xEC 2, \xD0/c Th\xE0o"), "1: Thư\u0301 2, Đ/c Thào\n") // windows-1258
	check(t, "a.txt", []byte(text+"\xE1"), "1: "+text+"\uFFFD\n")
}

func TestRefused(t *testing.T) {
	var bomb bytes.Buffer
	w := zip.NewWriter(&bomb)
	f, err := w.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range MaxUnzip>>20 + 1 {
		if _, err := f.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"large":  {make([]byte, MaxSize+1), ErrTooLarge},
		"bomb":   {bomb.Bytes(), ErrTooLarge},
		"pdf":    {[]byte("%PDF-1.7"), ErrUnknownFormat},
		"doc":    {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), ErrUnknownFormat},
		"cut":    {docx(t, "<w:p/>")[:200], ErrBroken},
		"noxml":  {docx(t, "<w:p><"), ErrBroken},
		"plaina": {append([]byte("PK\x03\x04"), make([]byte, 40)...), ErrBroken},
	} {
		if _, err := Read(name, c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// FuzzRead holds that any bytes give rows in order with text that is UTF-8, or
// one of the errors.
func FuzzRead(f *testing.F) {
	f.Add("a.txt", []byte("Ngày\tViệc\n\"T2\n18/10\"\ta"))
	f.Add("a.csv", []byte("a;\"b\nc\"\n"))
	f.Add("a.html", []byte("<table><tr><td rowspan=3 colspan=2>a<tr><td>b<table><tr><td>c"))
	f.Add("a.docx", docx(f, "<w:tbl><w:tr>"+cell("<w:vMerge/>", "a")+"</w:tr></w:tbl>"))
	f.Add("a.txt", []byte("| a | b |\n|---|---|\n| c |"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		d, err := Read(name, data)
		if err != nil {
			if !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrBroken) && !errors.Is(err, ErrUnknownFormat) {
				t.Fatal(err)
			}
			return
		}
		line := 0
		for _, r := range d.Rows {
			if r.Line < line || len(r.Cells) == 0 && r.Table == 0 || len(r.Cells) > MaxColumns {
				t.Fatalf("row %+v after line %d", r, line)
			}
			for _, c := range r.Cells {
				if !utf8.ValidString(c.Text) {
					t.Fatalf("cell %q", c.Text)
				}
			}
			line = r.Line
		}
	})
}

// BenchmarkDOCX reads a document of fifty pages: a table of 1500 rows with runs
// cut as Word cuts them.
func BenchmarkDOCX(b *testing.B) {
	row := "<w:tr>"
	for range 5 {
		row += `<w:tc><w:tcPr><w:tcW w:w="1500"/></w:tcPr><w:p><w:pPr><w:spacing w:before="60"/></w:pPr>` +
			strings.Repeat(`<w:r w:rsidR="000003D1"><w:rPr><w:sz w:val="26"/><w:lang w:val="vi-VN"/></w:rPr><w:t xml:space="preserve">Lịch làm </w:t></w:r>`, 3) + "</w:p></w:tc>"
	}
	data := docx(b, "<w:tbl>"+strings.Repeat(row+"</w:tr>", 1500)+"</w:tbl>")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Read("a.docx", data); err != nil {
			b.Fatal(err)
		}
	}
}
