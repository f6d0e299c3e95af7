package render

import (
	"fmt"
	"slices"
	"strings"

	"thuky/store"
	"thuky/store/score"
)

// Sheets lists the score sheets of the office and asks for a file.
func Sheets(count int) store.Message {
	have := "Chưa có phiếu nào."
	if count > 0 {
		have = "Bấm một phiếu để xem, tải về hoặc so với phiếu khác."
	}
	return message(bold("Phiếu chấm điểm"), have, "Gửi tệp .toml hoặc .xlsx vào đây để nạp phiếu mới, hoặc bản mới của phiếu đã có. "+
		"Nội dung tiêu chí không tiện đưa lên mạng thì chỉ ghi mã và tên ngắn.")
}

// SheetsClosed stands where the screen was.
func SheetsClosed() store.Message {
	return message(italic("Đã đóng. Gõ /phieu để mở lại."))
}

// MayNotManageSheets refuses a person without the right.
func MayNotManageSheets() store.Message {
	return message("Chỉ Văn phòng tổng hợp nạp và quản lý phiếu chấm điểm.")
}

// ReadingSheet says that a file is being read.
func ReadingSheet(name string) store.Message {
	return message("Đang đọc phiếu " + quote(clip(name, 100)) + "…")
}

// NoSheet refuses a file that is no sheet.
func NoSheet() store.Message {
	return message("Tệp này không phải phiếu chấm điểm.",
		"Tệp .xlsx phải có các trang sheet, section, criterion…; tệp .toml phải có dòng schema = "+quote(score.Schema)+". Tải một phiếu ở /phieu để xem mẫu.",
		"Nếu đây là lịch tuần, bấm "+quote(keyPublish)+" rồi gửi lại.")
}

// FormulaWithoutResult refuses a workbook in which a formula has no result.
func FormulaWithoutResult(cell string) store.Message {
	return message("Ô "+escape(clip(cell, 12))+" là công thức chưa có kết quả, nên không đọc được số.",
		"Mở tệp bằng Excel, lưu lại (hoặc chép giá trị thay công thức) rồi gửi lại.")
}

// SheetUnreadable refuses what is neither TOML nor a workbook.
func SheetUnreadable() store.Message {
	return message("Không đọc được tệp này. Phiếu chấm điểm là tệp .toml hoặc .xlsx, không đặt mật khẩu.")
}

// SheetWrong lists what is wrong with a file, of very many mistakes the first.
func SheetWrong(file string, mistakes []string, count, page int) (m store.Message, pages int) {
	title := bold("Phiếu chưa dùng được") + "\n" + quote(clip(file, 80)) + fmt.Sprintf(": %d lỗi", count)
	all := make([]string, len(mistakes))
	for i, line := range mistakes {
		all[i] = "• " + escape(clip(line, 600))
	}
	if count > len(mistakes) {
		all = append(all, fmt.Sprintf("… và %d lỗi khác: xem tệp kèm theo.", count-len(mistakes)))
	}
	blocks := []block{{lines: all}, {lines: []string{"Sửa tệp rồi gửi lại vào đây."}}}
	text, pages := pick(paginate(title, blocks), page)
	return message(text), pages
}

// AllMistakes goes with the file that lists all mistakes.
func AllMistakes(file string, count int) store.Message {
	return message(fmt.Sprintf("Toàn bộ %d lỗi của ", count) + quote(clip(file, 80)) + ".")
}

// SheetRead is a sheet that was read from a file and is not kept yet.
type SheetRead struct {
	Sheet    *score.Sheet
	File     string
	Formulas int                  // of which the results were read
	Last     []store.SheetVersion // versions of the same id, the newest first
}

// SheetPreview shows a sheet before it is kept; see sheetText for whole and short.
func SheetPreview(r SheetRead, whole bool, page int) (m store.Message, pages int, short bool) {
	version := 1
	if len(r.Last) > 0 {
		version = r.Last[0].Version + 1
	}
	what := "Phiếu mới, chưa nạp"
	if version > 1 {
		what = fmt.Sprintf("Bản %d của phiếu đã có, chưa nạp", version)
	}
	title := bold(escape(clip(r.Sheet.Title, 150))) + "\n" + what
	var notes []block
	if r.Formulas > 0 {
		notes = append(notes, block{lines: []string{fmt.Sprintf("Tệp có %d ô công thức: đã lấy kết quả lưu trong tệp, không tính lại.", r.Formulas)}})
	}
	return sheetText(title, r.Sheet, notes, whole, page)
}

// SheetPages shows a sheet that was kept; see sheetText for whole and short.
func SheetPages(s *score.Sheet, v store.SheetVersion, whole bool, page int) (m store.Message, pages int, short bool) {
	title := bold(escape(clip(s.Title, 150))) + fmt.Sprintf("\nBản %d", v.Version)
	return sheetText(title, s, nil, whole, page)
}

// sheetText is a sheet as it is shown: one of several pages in short, by section with the
// sums, unless the whole is asked for. short reports that there is more to ask for.
func sheetText(title string, s *score.Sheet, notes []block, whole bool, page int) (m store.Message, pages int, short bool) {
	all := paginate(title, slices.Concat([]block{summary(s)}, notes, sheetBlocks(s)))
	if short = len(all) > 1 && !whole; short {
		all = paginate(title, slices.Concat([]block{shortSummary(s)}, notes, sheetInShort(s)))
	}
	text, pages := pick(all, page)
	return message(text), pages, short
}

// summary is what a sheet is for and what is in it: the sums of its sections, and what
// was accepted.
func summary(s *score.Sheet) block {
	all := summaryHead(s)
	sums := childSums(s)
	for _, section := range s.Sections {
		if section.Parent == "" || sums[section.Code] != section.Max {
			all = append(all, sumLine("Mục "+section.Code, sums[section.Code], section.Max))
		}
	}
	return block{lines: append(all, wholeSums(s)...)}
}

// summaryHead says what a sheet is for and how much is in it.
func summaryHead(s *score.Sheet) []string {
	all := []string{}
	for _, line := range [][2]string{{"Áp dụng cho", s.AppliesTo}, {"Nguồn", s.Source}} {
		if line[1] != "" {
			all = append(all, line[0]+": "+escape(clip(line[1], 300)))
		}
	}
	return append(all, fmt.Sprintf("%d tiêu chí; điểm chuẩn %s, bước điểm %s; %d điểm thưởng, %d điểm trừ, %d điểm liệt",
		len(s.Criteria), Score(s.BasePoints), Score(s.ScoreStep), len(s.Bonuses), len(s.Deductions), len(s.Vetoes)))
}

// wholeSums are the sum of a whole sheet, and what was accepted.
func wholeSums(s *score.Sheet) []string {
	top := score.Points(0)
	for _, section := range s.Sections {
		if section.Parent == "" {
			top += section.Max
		}
	}
	all := []string{sumLine("Toàn phiếu", top, s.BasePoints)}
	for _, e := range s.Accepted {
		if e.Reason != "" {
			all = append(all, escape(AcceptedSum(e)))
		}
	}
	return all
}

// sumLine is what the parts add up to: "Mục A: 70/70 ✓".
func sumLine(what string, sum, limit score.Points) string {
	mark := markDone
	if sum != limit {
		mark = markWarning
	}
	return escape(clip(what, 60)) + ": " + Score(sum) + "/" + Score(limit) + " " + mark
}

// childSums adds up the children of each section.
func childSums(s *score.Sheet) map[string]score.Points {
	sums := map[string]score.Points{}
	for _, section := range s.Sections {
		if section.Parent != "" {
			sums[section.Parent] += section.Max
		}
	}
	for _, c := range s.Criteria {
		sums[c.Section] += c.Max
	}
	return sums
}

// sheetBlocks is the whole of a sheet, a block a section.
func sheetBlocks(s *score.Sheet) []block {
	var blocks []block
	for _, section := range s.Sections {
		head := bold(escape(clip(section.Code+". "+section.Title, 200))) + ": " + Score(section.Max) + " điểm"
		b := block{head: head}
		for _, c := range s.Criteria {
			if c.Section == section.Code {
				b.lines = append(b.lines, itemLine(c.Code, c.Title, Score(c.Max)+" điểm; "+CriterionRule(c)))
			}
		}
		if len(b.lines) == 0 { // only further sections are in it
			b = block{lines: []string{head}}
		}
		blocks = append(blocks, b)
	}
	extra := func(head string, count int, line func(int) string) {
		b := block{head: bold(head)}
		for i := range count {
			b.lines = append(b.lines, line(i))
		}
		if count > 0 {
			blocks = append(blocks, b)
		}
	}
	extra("Điểm thưởng"+capWords(s.Limits.BonusCap), len(s.Bonuses), func(i int) string {
		b := s.Bonuses[i]
		return itemLine(b.Code, b.Title, "tối đa "+Score(b.Max)+BonusRule(b))
	})
	extra("Điểm trừ", len(s.Deductions), func(i int) string {
		return itemLine(s.Deductions[i].Code, s.Deductions[i].Title, DeductionRule(s.Deductions[i]))
	})
	extra("Điểm liệt", len(s.Vetoes), func(i int) string { return itemLine(s.Vetoes[i].Code, s.Vetoes[i].Title, VetoEffect(s.Vetoes[i])) })
	extra("Xếp loại", len(s.Grades), func(i int) string {
		return itemLine(s.Grades[i].Code, s.Grades[i].Label, "từ "+Score(s.Grades[i].Min)+" điểm")
	})
	order := make([]string, len(s.Order))
	for i, key := range s.Order {
		order[i] = OrderName(key)
	}
	return append(blocks, block{lines: []string{"Xếp hạng theo " + escape(strings.Join(order, ", rồi ")) + "."}})
}

func capWords(limit *score.Points) string {
	if limit == nil {
		return ""
	}
	return ", tất cả không quá " + Score(*limit)
}

// itemLine is one thing of a sheet: its code, its words and how it counts.
func itemLine(code, title, counts string) string {
	return escape(clip(code, 40)) + " " + escape(clip(title, 300)) + " [" + escape(clip(counts, 300)) + "]"
}

// AcceptLabel is the button that accepts a sum error.
func AcceptLabel(e score.Exception) string {
	return "Chấp nhận sai số " + clip(placeOf(e), 16) + ": " + Score(e.Sum) + "/" + Score(e.Max)
}

func placeOf(e score.Exception) string {
	if e.Section == "" {
		return score.WholeSheet
	}
	return e.Section
}

// AskSumReason asks why a sum error is accepted.
func AskSumReason(e score.Exception) store.Message {
	return message(bold("Chấp nhận sai số "+escape(clip(placeOf(e), 40))),
		"Các phần cộng lại được "+Score(e.Sum)+", phiếu ghi "+Score(e.Max)+".",
		"Gõ lý do chấp nhận. Lý do được lưu và in trong mọi báo cáo dùng phiếu này.")
}

// SumAccepted says that a sum error is accepted.
func SumAccepted(e score.Exception) string { return markDone + " " + escape(AcceptedSum(e)) }

// SheetTaken and SameSheet say what became of a sheet.
func SheetTaken(v store.SheetVersion) string {
	return markDone + fmt.Sprintf(" Đã nạp, thành bản %d. Chọn phiếu cho từng cụm ở /dotthidua.", v.Version)
}
func SameSheet(v store.SheetVersion) string {
	return markWarning + fmt.Sprintf(" Không khác gì bản %d đã có, nên không nạp thêm.", v.Version)
}

// VersionLabel is a version on a button.
func VersionLabel(v store.SheetVersion) string { return fmt.Sprintf("Bản %d", v.Version) }

// VersionName names a version beside the sheet that is shown.
func VersionName(v store.SheetVersion, shown *score.Sheet) string {
	if shown != nil && v.Sheet == shown.ID {
		return fmt.Sprintf("bản %d", v.Version)
	}
	return clip(v.Sheet, 24)
}

// SheetVersions asks which version of a sheet is to be shown.
func SheetVersions(s *score.Sheet) store.Message {
	return message(bold(escape(clip(s.Title, 150))), "Các bản đã nạp, mới nhất ở trên. Một bản không bao giờ thay đổi.")
}

// CompareWithWhich asks with which sheet the shown one is compared.
func CompareWithWhich(count int) store.Message {
	if count == 0 {
		return message("Chưa có phiếu nào khác để so.")
	}
	return message("So với phiếu nào?")
}

// mostAcceptedTold is how many accepted sum errors the caption of a file tells.
const mostAcceptedTold = 4

// SheetFile goes with the workbook of a sheet.
func SheetFile(v store.SheetVersion, s *score.Sheet) store.Message {
	said := escape(SheetLabel(v))
	for i, e := range s.Accepted {
		if i == mostAcceptedTold {
			said = lines(said, "…")
			break
		}
		said = lines(said, escape(clip(AcceptedSum(e), 200)))
	}
	return message(said)
}

// SheetNotWritten says that the workbook could not be made.
func SheetNotWritten() store.Message {
	return message("Chưa ghi được tệp XLSX của phiếu này. Thử lại sau.")
}
