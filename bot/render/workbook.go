package render

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"thuky/store/score"
)

// A book is a workbook under way; the first thing that went wrong stays.
type book struct {
	file   *excelize.File
	report *score.Report // nil for a form
	pages  []string
	widths []float64 // of the page's columns, in letters
	line   int       // last row written on the page
	styles struct{ title, note, head, body, strong, changed int }
	middle map[int]int // of the styles of a table: that of its figures
	err    error
}

func workbook(title string, fill func(*book)) ([]byte, error) {
	b := &book{file: excelize.NewFile(), middle: map[int]int{}}
	defer b.file.Close()
	b.prepare()
	fill(b)
	if len(b.pages) > 0 {
		b.do(b.file.DeleteSheet("Sheet1"))
	}
	var out bytes.Buffer
	b.do(b.file.Write(&out))
	if b.err != nil {
		return nil, fmt.Errorf("write workbook: %s: %w", title, b.err)
	}
	return out.Bytes(), nil
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

// prepare makes the styles, in order, so that equal reports give equal bytes.
func (b *book) prepare() {
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "888888", Style: 1})
	}
	style := func(font excelize.Font, border []excelize.Border, fill string, alignment excelize.Alignment) int {
		font.Family, alignment.Vertical = "Times New Roman", "center"
		s := excelize.Style{Font: &font, Border: border, Alignment: &alignment}
		if fill != "" {
			s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
		}
		id, err := b.file.NewStyle(&s)
		b.do(err)
		return id
	}
	left := excelize.Alignment{Horizontal: "left", WrapText: true, Indent: 1}
	middle := excelize.Alignment{Horizontal: "center", WrapText: true}
	b.styles.title = style(excelize.Font{Size: 14, Bold: true}, nil, "", excelize.Alignment{})
	b.styles.note = style(excelize.Font{Size: 12, Italic: true}, nil, "", excelize.Alignment{WrapText: true})
	b.styles.head = style(excelize.Font{Size: 12, Bold: true}, border, "E1EAF6", middle)
	b.middle[b.styles.head] = b.styles.head
	for _, s := range []struct {
		id   *int
		font excelize.Font
	}{
		{&b.styles.body, excelize.Font{Size: 12}}, {&b.styles.strong, excelize.Font{Size: 12, Bold: true}}, {&b.styles.changed, excelize.Font{Size: 12, Bold: true, Color: "9E1418"}},
	} {
		*s.id = style(s.font, border, "", left)
		b.middle[*s.id] = style(s.font, border, "", middle)
	}
}

var forbiddenInNames = strings.NewReplacer("[", "(", "]", ")", ":", " ", "*", " ", "?", " ", "/", "-", "\\", "-", "'", "’")

// widestPrinted is how many letters stand side by side on a printed page that is still
// read without a glass.
const widestPrinted = 240

// page begins a worksheet with columns as wide as given, in letters, of which the first
// ones name the row: they stay in sight and are printed on every page.
func (b *book) page(what, cluster string, widths []float64, named int) {
	name := what
	if cluster != "" {
		name += " - " + ClusterName(cluster)
	}
	name = clip(forbiddenInNames.Replace(name), 31)
	for n := 2; slices.ContainsFunc(b.pages, func(other string) bool { return strings.EqualFold(name, other) }); n++ {
		name = clip(name, 27) + fmt.Sprintf(" (%d)", n)
	}
	b.pages, b.widths, b.line = append(b.pages, name), widths, 0
	_, err := b.file.NewSheet(name)
	b.do(err)
	all, names := 0.0, 0.0
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.file.SetColWidth(name, column, column, width))
		if all += width; i < named {
			names += width
		}
	}
	pages := 1
	for room := widestPrinted - names; room*float64(pages) < all-names; pages++ {
	}
	b.do(paged(b.file, name, pages))
}

// textColumns makes all cells of the page hold text, whatever is typed there, and returns
// their style.
func (b *book) textColumns() int {
	style, err := b.file.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Family: "Times New Roman", Size: 12}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	b.do(err)
	last, err := excelize.ColumnNumberToName(len(b.widths))
	b.do(err)
	b.do(b.file.SetColStyle(b.current(), "A:"+last, style))
	b.middle[style] = style
	return style
}

// paged has a worksheet printed on landscape pages of A4, so many side by side.
func paged(f *excelize.File, name string, pages int) error {
	landscape, a4, none, fit, order, margin := "landscape", 9, 0, true, "overThenDown", 0.5 // inches
	if err := f.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &pages, FitToHeight: &none, PageOrder: &order}); err != nil {
		return err
	}
	if err := f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := f.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin, Bottom: &margin}); err != nil {
		return err
	}
	return f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&CTrang &P/&N"})
}

// headed keeps rows and the first columns of a worksheet in sight, and has them printed on
// every page.
func headed(f *excelize.File, name string, first, last, columns int) error {
	corner, err := excelize.CoordinatesToCellName(columns+1, last+1)
	if err != nil {
		return err
	}
	panes, titles := excelize.Panes{Freeze: true, XSplit: columns, YSplit: last, TopLeftCell: corner, ActivePane: "bottomRight"}, ""
	if columns == 0 {
		panes.ActivePane = "bottomLeft"
	} else {
		column, err := excelize.ColumnNumberToName(columns)
		if err != nil {
			return err
		}
		titles = fmt.Sprintf("'%s'!$A:$%s,", name, column)
	}
	if err := f.SetPanes(name, &panes); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: fmt.Sprintf("%s'%s'!$%d:$%d", titles, name, first, last)})
}

func (b *book) current() string { return b.pages[len(b.pages)-1] }

// title is the head of a page; under it stand what it is about and whether it counts.
func (b *book) title(text string) {
	b.row(b.styles.title, text)
	about := capital(spanText(b.report))
	if b.report.Provisional {
		about += ". " + provisional
	} else if b.report.Paper.Number != "" {
		about += ". Thông báo " + numbered(b.report.Paper)
	}
	b.note(about)
	b.line++
}

// row writes the next row in one style: strings, points and whole numbers.
func (b *book) row(style int, cells ...any) {
	styles := make([]int, len(cells))
	for i := range styles {
		styles[i] = style
	}
	b.styled(styles, cells)
}

// styled writes the next row. Points and numbers stand in the middle of their cells, and
// so does what stands for one.
func (b *book) styled(styles []int, cells []any) {
	b.line++
	lines := 1
	for i, cell := range cells {
		axis, err := excelize.CoordinatesToCellName(i+1, b.line)
		b.do(err)
		style := styles[i]
		middle, table := b.middle[style]
		switch v := cell.(type) {
		case score.Points:
			b.do(b.file.SetCellFloat(b.current(), axis, float64(v)/100, -1, 64))
		case int:
			b.do(b.file.SetCellInt(b.current(), axis, int64(v)))
		case string:
			b.do(b.file.SetCellStr(b.current(), axis, oneLine(v)))
			if v != "–" && v != notApplicable {
				middle = style
			}
			if table {
				lines = max(lines, linesOf(v, b.widths[i]))
			}
		}
		if table {
			style = middle
		}
		b.do(b.file.SetCellStyle(b.current(), axis, axis, style))
	}
	b.tall(lines)
}

// offer lets a cell of the last row be filled in from a list of choices; something else may
// be typed there. A list that is longer than a workbook takes is left out.
func (b *book) offer(column int, choices []string) {
	if len(choices) == 0 || strings.Contains(strings.Join(choices, ""), ",") { // which parts them
		return
	}
	axis, err := excelize.CoordinatesToCellName(column, b.line)
	b.do(err)
	list := excelize.NewDataValidation(true)
	list.SetSqref(axis)
	if list.SetDropList(choices) == nil {
		b.do(b.file.AddDataValidation(b.current(), list))
	}
}

// tall makes the last row as high as so many lines: not every program that opens the file
// does that by itself.
func (b *book) tall(lines int) {
	b.do(b.file.SetRowHeight(b.current(), b.line, heightOf(lines)))
}

// heightOf is how high a row of so many lines is, in points; no program makes one higher
// than the most.
func heightOf(lines int) float64 { return min(float64(lines)*16+3, excelize.MaxRowHeight) }

// linesOf is how many lines a text takes in a column so many letters wide.
func linesOf(text string, width float64) int {
	room, lines, used := int(width*1.2)-2, 1, 0 // most letters are narrower than a figure
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case used == 0:
			used = n
		case used+1+n <= room:
			used += 1 + n
		default:
			lines, used = lines+1, n
		}
		for room > 0 && used > room {
			lines, used = lines+1, used-room
		}
	}
	return lines
}

// freeze keeps the rows from the head to the last one, and so many columns, in sight.
func (b *book) freeze(head, columns int) {
	b.do(headed(b.file, b.current(), head, b.line, columns))
}

func (b *book) notes(all []string) {
	b.line++
	for _, note := range all {
		if note != "" {
			b.note(capital(note))
		}
	}
}

// note is a line across the columns of the first page.
func (b *book) note(text string) {
	b.line++
	first, err := excelize.CoordinatesToCellName(1, b.line)
	b.do(err)
	columns, width := 0, 0.0
	for columns < len(b.widths) && width+b.widths[columns] <= widestPrinted/2 {
		width += b.widths[columns]
		columns++
	}
	last, err := excelize.CoordinatesToCellName(max(columns, 1), b.line)
	b.do(err)
	b.do(b.file.SetCellStr(b.current(), first, oneLine(text)))
	b.do(b.file.SetCellStyle(b.current(), first, last, b.styles.note))
	if columns > 1 {
		b.do(b.file.MergeCell(b.current(), first, last))
	}
	b.tall(linesOf(text, width))
}
