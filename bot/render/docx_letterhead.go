package render

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/gomutex/godocx/docx"
	"github.com/gomutex/godocx/wml/ctypes"
	"github.com/gomutex/godocx/wml/stypes"
)

// letterhead is the office on the left and quốc hiệu on the right, each over its rule;
// under them, in one line, the number and the place with the date, if there are any.
func (p paper) letterhead(size sheetSize, office string, number, placeAndDay string) {
	widths := []uint64{size.issuerWidth, size.allWidth - size.issuerWidth}
	t := p.table(widths)
	row := addRow(t, widths)
	names := strings.Split(strings.TrimSpace(office), "\n")
	for i, name := range names {
		paragraph := row.cell
		if i > 0 {
			paragraph = row.sameCell
		}
		letters(paragraph(), strings.ToUpper(name), center, size.headLetters).Bold(i == len(names)-1)
	}
	last := widthOf(strings.ToUpper(names[len(names)-1]), size.headLetters)
	stroke(row.sameCell(), widths[0]-cellMargins, min(last, widths[0]-cellMargins)*2/5)
	letters(row.cell(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", center, size.headLetters).Bold(true)
	const motto = "Độc lập - Tự do - Hạnh phúc"
	letters(row.sameCell(), motto, center, size.headLetters+1).Bold(true)
	stroke(row.sameCell(), widths[1]-cellMargins, widthOf(motto, size.headLetters+1))
	if number != "" || placeAndDay != "" {
		row = addRow(t, widths)
		letters(row.cell(), number, center, 13)
		letters(row.cell(), placeAndDay, center, 13).Italic(true)
	}
	p.line("", center, 6)
}

// cellMargins is what a cell keeps free at its left and right together.
const cellMargins = 216

// widthOf is about how wide a bold text is.
func widthOf(text string, size uint64) uint64 {
	each := uint64(10) // twentieths of the letters' size, on an average
	if text == strings.ToUpper(text) {
		each = 14
	}
	return uint64(utf8.RuneCountInString(text)) * size * each
}

// stroke makes a paragraph a thin line of that length in the middle of the room.
func stroke(p *docx.Paragraph, room, length uint64) {
	side, height, exact := int(room-min(length, room))/2, 80, stypes.LineSpacingRuleExact
	p.Spacing(40, 0)
	property := p.GetCT().Property
	property.Spacing.Line, property.Spacing.LineRule = &height, &exact
	property.Indent = &ctypes.Indent{Left: &side, Right: &side}
	property.Border = &ctypes.ParaBorder{Top: ctypes.NewCellBorder(stypes.BorderStyleSingle, "auto", "1", 6)}
}

// keepNext keeps the paragraph on the page of the one under it.
func keepNext(p *docx.Paragraph) {
	p.GetCT().Property.KeepNext = ctypes.OnOffFromBool(true)
}

const pageNumbers = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>` +
	`<w:fldSimple w:instr=" PAGE "><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/></w:rPr><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>`

// numberPages puts the number of every page but the first over it, in the middle.
func (p paper) numberPages() error {
	if err := p.ContentType.AddOverride("/word/header1.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"); err != nil {
		return fmt.Errorf("number pages: %w", err)
	}
	p.FileMap.Store("word/header1.xml", []byte(pageNumbers))
	id := fmt.Sprintf("rId%d", p.Document.IncRelationID())
	p.Document.DocRels.Relationships = append(p.Document.DocRels.Relationships, &docx.Relationship{ID: id, Target: "header1.xml",
		Type: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"})
	section := p.Document.Body.SectPr
	section.HeaderReference = &ctypes.HeaderReference{Type: stypes.HdrFtrDefault, ID: id}
	section.TitlePg = ctypes.NewGenSingleStrVal(stypes.OnOffTrue)
	return nil
}
