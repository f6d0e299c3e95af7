package render

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/gomutex/godocx"
	"github.com/gomutex/godocx/docx"
	"github.com/gomutex/godocx/wml/ctypes"
	"github.com/gomutex/godocx/wml/stypes"

	"thuky/bot/vi"
	"thuky/store/staff"
	"thuky/store/week"
)

// WeekDocument writes a week as a Word file in the form of an office document (thể
// thức văn bản, Decree 30/2020: A4, Times New Roman, quốc hiệu): a table of day,
// hour, content, participants and place, an event a row under its first day. office
// is the name at the head, a line of it a line; its last line is the unit that
// issues the schedule. Equal weeks give equal bytes.
func WeekDocument(w week.Week, d *staff.Directory, office string) ([]byte, error) {
	root, err := godocx.NewDocument()
	if err != nil {
		return nil, fmt.Errorf("write week %s: %w", w.From, err)
	}
	p := paper{root}
	if err := p.page(landscape); err != nil {
		return nil, fmt.Errorf("write week %s: %w", w.From, err)
	}
	p.sign("Lịch công tác tuần "+between(w.From, w.To), office)
	p.letterhead(landscape, office, "", "")
	p.line("LỊCH CÔNG TÁC TUẦN", center, 14).Bold(true)
	if !w.From.IsZero() {
		p.line("(Từ ngày "+vi.Day(w.From)+" đến ngày "+vi.Day(w.To)+")", center, 13).Italic(true)
	}
	p.line("", center, 6)
	p.schedule(w, d)
	p.line("", center, 6)
	p.line("Nơi nhận:", left, 12).Bold(true).Italic(true)
	for _, to := range []string{"- Lãnh đạo Viện;", "- Các đơn vị trực thuộc;", "- Lưu: VT."} {
		p.line(to, left, 11)
	}
	var b bytes.Buffer
	if err := root.Write(&b); err != nil {
		return nil, fmt.Errorf("write week %s: %w", w.From, err)
	}
	return b.Bytes(), nil
}

const (
	left   = stypes.JustificationLeft
	center = stypes.JustificationCenter
)

// A paper is a Word file under way. Lengths are in twentieths of a point, as in
// the file; sizes of letters in points.
type paper struct{ *docx.RootDoc }

// A sheetSize is a page of A4, and the two columns of its letterhead.
type sheetSize struct {
	width, height         uint64
	orientation           stypes.PageOrient
	issuerWidth, allWidth uint64
	headLetters           uint64 // size of the names in the letterhead
}

var (
	portrait  = sheetSize{11906, 16838, stypes.PageOrientPortrait, 3630, 9354, 12}
	landscape = sheetSize{16838, 11906, stypes.PageOrientLandscape, 6286, 14286, 13} // for wide tables
)

// page sets the size of the page and its margins; pages are numbered.
func (p paper) page(size sheetSize) error {
	margins := map[string]int{"left": 1701, "right": 851, "top": 1134, "bottom": 1134, "head": 567, "gutter": 0}
	at := func(side string) *int { m := margins[side]; return &m }
	section := p.Document.Body.SectPr
	section.PageSize = &ctypes.PageSize{Width: &size.width, Height: &size.height, Orient: size.orientation}
	section.PageMargin = &ctypes.PageMargin{Left: at("left"), Right: at("right"), Top: at("top"), Bottom: at("bottom"),
		Header: at("head"), Footer: at("head"), Gutter: at("gutter")}
	return p.numberPages()
}

// sign says in the file's properties what it is and whose, in place of what the
// library's template says, and takes its picture of an empty page away.
func (p paper) sign(title, author string) {
	p.FileMap.Store("docProps/core.xml", []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`+
		escape(title)+`</dc:title><dc:creator>`+escape(author)+`</dc:creator></cp:coreProperties>`))
	p.FileMap.Delete("docProps/thumbnail.jpeg")
	p.RootRels.Relationships = slices.DeleteFunc(p.RootRels.Relationships, func(r *docx.Relationship) bool {
		return strings.HasSuffix(r.Target, "thumbnail.jpeg")
	})
}

// line adds a line of text to the page.
func (p paper) line(text string, align stypes.Justification, size uint64) *docx.Run {
	return letters(p.AddEmptyParagraph(), text, align, size)
}

// letters writes text into a paragraph.
func letters(p *docx.Paragraph, text string, align stypes.Justification, size uint64) *docx.Run {
	p.Justification(align)
	p.Spacing(20, 20)
	return run(p, oneLine(text), size)
}

// run adds text as it is to what a paragraph says.
func run(p *docx.Paragraph, text string, size uint64) *docx.Run {
	return p.AddText(text).Font("Times New Roman").Size(size)
}

// table adds a table of columns as wide as given.
func (p paper) table(widths []uint64) *docx.Table {
	t := p.AddTable()
	t.Layout(stypes.TableLayoutFixed)
	t.Grid(widths...)
	return t
}

// headed is a table with its names in the first row, repeated on every page.
func (p paper) headed(names []string, widths []uint64) *docx.Table {
	t := p.table(widths)
	t.Style("TableGrid")
	head := addRow(t, widths)
	for _, name := range names {
		letters(head.cell(), name, center, 13).Bold(true)
	}
	head.property().Header = ctypes.OnOffFromBool(true)
	head.keepWithNext()
	return t
}

// The columns of the schedule.
var (
	columnNames  = []string{"Thứ, ngày", "Thời gian", "Nội dung", "Thành phần", "Địa điểm"}
	columnWidths = []uint64{1700, 1300, 5686, 3200, 2400}
)

// schedule is the table: its head is repeated on every page, the cell of a day
// spans the rows of its events, and a day stays on one page if a page can hold it.
func (p paper) schedule(w week.Week, d *staff.Directory) {
	t := p.headed(columnNames, columnWidths)
	var last civil.Date
	events := inOrder(w.Events)
	for i, e := range events {
		first := i == 0 || e.Date != last
		last = e.Date
		row := addRow(t, columnWidths)
		switch {
		case !first:
			row.cell()
			row.merge(stypes.MergeCellContinue)
		case e.Date.IsZero():
			letters(row.cell(), "Chưa rõ ngày", center, 13).Bold(true)
		default:
			letters(row.cell(), vi.Weekday(e.Date), center, 13).Bold(true)
			letters(row.sameCell(), vi.Day(e.Date), center, 13)
		}
		if first {
			row.merge(stypes.MergeCellRestart)
		}
		row.event(e, d)
		if i+1 < len(events) && events[i+1].Date == e.Date {
			row.keepWithNext()
		}
	}
	if len(events) == 0 {
		letters(addRow(t, columnWidths).span(len(columnNames)), "Không có lịch.", center, 13)
	}
}

// inOrder lists events by date and time, those without a date last.
func inOrder(events []week.Event) []week.Event {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b week.Event) int {
		switch {
		case a.Date.IsZero() != b.Date.IsZero():
			return map[bool]int{true: 1, false: -1}[a.Date.IsZero()]
		case a.Date != b.Date:
			return a.Date.Compare(b.Date)
		}
		return strings.Compare(string(a.Time), string(b.Time))
	})
	return events
}

// A tableRow is a row that is being filled from left to right.
type tableRow struct {
	row    *docx.Row
	ct     *ctypes.Row
	widths []uint64 // of the table's columns
	last   *docx.Cell
	cells  int
}

func addRow(t *docx.Table, widths []uint64) *tableRow {
	row := t.AddRow()
	rows := t.GetCT().RowContents
	r := &tableRow{row: row, ct: rows[len(rows)-1].Row, widths: widths}
	r.property().CantSplit = ctypes.OnOffFromBool(true)
	return r
}

func (r *tableRow) property() *ctypes.RowProperty { return r.ct.Property }

// cell adds the next cell and returns its paragraph.
func (r *tableRow) cell() *docx.Paragraph {
	r.last = r.row.AddCell().Width(int(r.widths[r.cells]), stypes.TableWidthDxa)
	r.cells++
	return r.last.AddEmptyPara()
}

// sameCell adds a paragraph to the cell in hand.
func (r *tableRow) sameCell() *docx.Paragraph { return r.last.AddEmptyPara() }

// span adds a cell over the next columns.
func (r *tableRow) span(columns int) *docx.Paragraph {
	p := r.cell()
	r.last.ColSpan(columns)
	r.cells += columns - 1
	return p
}

// merge joins the cell in hand with the one above it, or begins a cell that those
// below will join.
func (r *tableRow) merge(how stypes.MergeCell) {
	cells := r.ct.Contents
	cells[len(cells)-1].Cell.Property.VMerge = ctypes.NewGenOptStrVal(how)
}

// keepWithNext keeps the row on the page of the row under it.
func (r *tableRow) keepWithNext() {
	for _, cell := range r.ct.Contents {
		for _, content := range cell.Cell.Contents {
			if content.Paragraph.Property == nil { // of an empty cell
				content.Paragraph.Property = ctypes.DefaultParaProperty()
			}
			content.Paragraph.Property.KeepNext = ctypes.OnOffFromBool(true)
		}
	}
}

// event fills the columns of an event.
func (r *tableRow) event(e week.Event, d *staff.Directory) {
	letters(r.cell(), itemHour(e), center, 13)
	content := r.cell()
	if mark := map[week.Status]string{week.Postponed: "HOÃN:", week.Cancelled: "HUỶ:"}[e.Status]; mark != "" {
		letters(content, mark, left, 13).Bold(true)
		run(content, " ", 13)
		run(content, publicText(e), 13).Strike(true)
	} else {
		letters(content, publicText(e)+lasting(e), left, 13)
	}
	if e.Paper {
		r.cell()
		r.cell()
		return
	}
	letters(r.cell(), participants(nil, e.People, e.Groups, e.Units, d, false), left, 13)
	letters(r.cell(), e.Place, left, 13)
}

// lasting is " (02 ngày)" for an event of several days whose text does not say it.
func lasting(e week.Event) string {
	if e.Days < 2 || read(e.Text).shows(fmt.Sprintf("%02d ngày", e.Days), fmt.Sprintf("%d ngày", e.Days)) || strings.Contains(e.Text, shortDay(e.Last())) {
		return ""
	}
	return fmt.Sprintf(" (%02d ngày)", e.Days)
}
