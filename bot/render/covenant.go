package render

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// UnitInNoPeriod tells a unit that there is nothing to look at.
func UnitInNoPeriod() store.Message {
	return message("Đơn vị chưa tham gia đợt thi đua nào, nên chưa có chỉ tiêu giao ước.")
}

// CovenantsClosed stands where the screen was.
func CovenantsClosed() store.Message {
	return message(italic("Đã đóng. Gõ /giaouoc để mở lại."))
}

// CovenantsOfWhich asks of which period the targets are meant.
func CovenantsOfWhich(count int) store.Message {
	if count == 0 {
		return message(bold("Chỉ tiêu giao ước"), "Chưa có đợt thi đua nào. Lập đợt bằng /dotthidua.")
	}
	return message(bold("Chỉ tiêu giao ước"), "Của đợt nào?")
}

// Covenants counts the targets of a period, and says how more are given to those who may.
func Covenants(p store.Period, targets, units int, may bool) store.Message {
	how := "Bấm một đơn vị để xem chỉ tiêu."
	if may {
		how += " Giao chỉ tiêu bằng một trong hai cách:\n" + lines(
			"• gửi tệp .xlsx hoặc .csv; dòng đầu ghi tên các cột: đơn vị, mã, chỉ tiêu, số bản giao ước, ngày ký",
			"• gõ hoặc dán: P9 A.1 95 giao ước 12/GƯ-VKS ngày 09/02/2021 (nhiều chỉ tiêu: mỗi dòng một chỉ tiêu, hoặc cách nhau bằng dấu ;)")
	}
	return message(bold("Chỉ tiêu giao ước: "+escape(clip(p.Title, 120))), fmt.Sprintf("Đã giao %d chỉ tiêu cho %d đơn vị; chỉ tiêu giao ước thay chỉ tiêu ghi trong phiếu.", targets, units), how)
}

// TargetCountLabel is a unit with how many targets it has, on a button.
func TargetCountLabel(unit string, count int, d *staff.Directory) string {
	return clip(unitName(unit, d), 32) + fmt.Sprintf(" (%d)", count)
}

// UnitTargets lists the targets of a unit.
func UnitTargets(unit string, p store.Period, targets []score.CovenantTarget, sheet *score.Sheet, d *staff.Directory, page int, may bool) (m store.Message, pages int) {
	title := bold("Chỉ tiêu giao ước của "+escape(unitName(unit, d))) + "\n" + escape(clip(p.Title, 120))
	var all []string
	for _, t := range targets {
		all = append(all, targetLine(t, sheet, nil))
	}
	if len(all) == 0 {
		all = append(all, "Chưa có chỉ tiêu nào được giao; dùng chỉ tiêu ghi trong phiếu.")
	}
	text, pages := pick(paginate(title, []block{{lines: all}}), page)
	if may {
		text += "\n\nGõ để giao, ví dụ: A.1 95 giao ước 12/GƯ-VKS ngày 09/02/2021"
	}
	return message(text), pages
}

// targetLine is one target: "A.I.1 Tỷ lệ …: 90% → 95%; giao ước 12/GƯ-VKS, 09/02/2021".
func targetLine(t score.CovenantTarget, sheet *score.Sheet, before *big.Rat) string {
	title, measure := "", ""
	if sheet != nil {
		c, _ := sheet.Criterion(t.Code)
		title, measure = c.Title, c.Measure
	}
	figure := decimal(t.Target) + withMeasure(clip(measure, 20))
	if before != nil && before.Cmp(t.Target) != 0 {
		figure = decimal(before) + " → " + figure
	}
	return "• " + escape(clip(strings.TrimSpace(t.Code+" "+title), 140)) + ": " + bold(escape(figure)) +
		"; giao ước " + escape(clip(t.Covenant, 60)) + ", " + vi.Day(t.Date)
}

// TargetsRead are targets that were read and are not given yet.
type TargetsRead struct {
	Period    store.Period
	Targets   []score.CovenantTarget // by unit
	Before    []score.CovenantTarget // those that stand now
	Mistakes  []string               // worded, the first of them
	Count     int                    // of all mistakes
	Submitted []string               // units that have handed their sheet in already
}

// TargetsPreview shows targets before they are given, and the rows that are wrong.
func TargetsPreview(r TargetsRead, sheets map[string]*score.Sheet, d *staff.Directory, page int) (m store.Message, pages int) {
	title := bold("Chỉ tiêu giao ước: " + escape(clip(r.Period.Title, 120)))
	var blocks []block
	if r.Count > 0 {
		b := block{head: bold(fmt.Sprintf("%s %d dòng lỗi", markWarning, r.Count))}
		for _, line := range r.Mistakes {
			b.lines = append(b.lines, "• "+escape(clip(line, 300)))
		}
		if r.Count > len(r.Mistakes) {
			b.lines = append(b.lines, fmt.Sprintf("… và %d dòng khác", r.Count-len(r.Mistakes)))
		}
		b.lines = append(b.lines, "Sửa rồi gửi lại vào đây, tệp hoặc từng dòng.")
		blocks = append(blocks, b)
	}
	before := map[[2]string]*big.Rat{}
	for _, t := range r.Before {
		before[[2]string{t.Unit, t.Code}] = t.Target
	}
	for i, t := range r.Targets {
		if i == 0 || r.Targets[i-1].Unit != t.Unit {
			blocks = append(blocks, block{head: bold(escape(unitName(t.Unit, d)))})
		}
		last := &blocks[len(blocks)-1]
		last.lines = append(last.lines, targetLine(t, sheets[t.Unit], before[[2]string{t.Unit, t.Code}]))
	}
	if len(r.Targets) == 0 {
		blocks = append(blocks, block{lines: []string{"Không có chỉ tiêu nào dùng được."}})
	}
	if len(r.Submitted) > 0 {
		blocks = append(blocks, block{lines: []string{markWarning + " Đã nộp phiếu: " + unitNames(r.Submitted, d) + ". Điểm được tính lại theo chỉ tiêu mới."}})
	}
	text, pages := pick(paginate(title, blocks), page)
	return message(text), pages
}

// TargetsRefused words why targets are not set any more; "" for what is a failure.
func TargetsRefused(err error) string {
	switch {
	case errors.Is(err, store.ErrApproved):
		return markWarning + " Hội đồng đã thông qua cụm, khối của một đơn vị trong tệp; chỉ tiêu không đổi được nữa."
	case errors.Is(err, store.ErrNotNow):
		return markWarning + " Đợt đã qua bước thẩm định; chỉ tiêu không đổi được nữa."
	}
	return ""
}

// SetTargetsLabel is the button that gives the targets.
func SetTargetsLabel(count, wrong int) string {
	if wrong > 0 {
		return fmt.Sprintf("Giao %d chỉ tiêu, bỏ %d dòng lỗi", count, wrong)
	}
	return fmt.Sprintf("Giao %d chỉ tiêu", count)
}

// TargetsSet says that targets were given.
func TargetsSet(count, units int) string {
	return fmt.Sprintf("%s Đã giao %d chỉ tiêu cho %d đơn vị.", markDone, count, units)
}

// TargetsGiven tells a unit that it was given targets.
func TargetsGiven(p store.Period, count int) store.Message {
	return message(bold("Chỉ tiêu giao ước: "+escape(clip(p.Title, 120))), fmt.Sprintf("Đơn vị được giao %d chỉ tiêu. Gõ /giaouoc để xem.", count))
}

// ReadingRows says that a file is being read.
func ReadingRows(name string) store.Message {
	return message("Đang đọc tệp " + quote(clip(name, 100)) + "…")
}

// RowsTooMany and RowsUnreadable refuse a file of rows.
func RowsTooMany(most int) store.Message {
	return message("Tệp có quá " + vi.Integer(int64(most)) + " dòng. Chia thành nhiều tệp rồi gửi lại.")
}
func RowsUnreadable() store.Message {
	return message("Không đọc được tệp này. Lưu thành .xlsx hoặc .csv (mỗi ô có dấu ngoặc kép phải mở và đóng đủ), không đặt mật khẩu, rồi gửi lại.")
}
