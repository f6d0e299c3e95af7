package render

import (
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// DaysToChoose offers the days of a week; counts are how many items each has, from
// Monday on.
func DaysToChoose(monday civil.Date, counts []int) store.Message {
	var all []string
	for i, n := range counts {
		if n > 0 {
			all = append(all, fmt.Sprintf("%s: %d mục", longDay(monday.AddDays(i)), n))
		}
	}
	if len(all) == 0 {
		all = []string{"Tuần này chưa có mục nào được công bố."}
	}
	return paragraphs(bold("Sửa lịch tuần "+between(monday, monday.AddDays(6))), lines(all...), italic("Đồng chí chọn ngày của mục cần sửa."))
}

// HourLabel names an item on a button by its hour, else by its first words.
func HourLabel(e week.Event) string {
	if hour := itemHour(e); hour != "" {
		return hour
	}
	return clip(e.Text, 16)
}

// Intended is a change that a clerk is about to make.
type Intended struct {
	After   week.Event
	New     bool          // it is added to the schedule
	Changes []week.Change // none as long as nothing is different
	Told    Told
	Doubts  []string // overlaps, names that are not known
}

// shownDoubts is how many doubts of a change are told.
const shownDoubts = 3

// ChangeIntended shows an item, what will be different and who will be told.
func ChangeIntended(c Intended, d *staff.Directory) store.Message {
	var doubts []string
	for _, doubt := range c.Doubts {
		doubts = append(doubts, problemLine(Problem{Text: clip(doubt, shownOfField)}))
	}
	if len(doubts) > shownDoubts {
		doubts = append(doubts[:shownDoubts], "…")
	}
	switch {
	case c.New:
		return paragraphs(bold("Thêm vào lịch?"), itemWhole(c.After, d), lines(doubts...), toldLines("Sẽ báo", c.Told, d))
	case len(c.Changes) == 0:
		return paragraphs(itemWhole(c.After, d), italic("Đồng chí chọn điều cần thay đổi."))
	}
	w := changeWords{directory: d, open: true, most: shownOfField}
	return paragraphs(bold("Thay đổi mục này?"), lines(append([]string{bold(longDay(c.Changes[0].Event().Date))}, w.line(c.Changes[0]))...),
		lines(doubts...), toldLines("Sẽ báo", c.Told, d))
}

// ChangeDone tells that a change is made, who was told, and until when it can be
// undone ("14h40").
func ChangeDone(changes []week.Change, version int, told Told, undoBy string, d *staff.Directory) store.Message {
	w := changeWords{directory: d, open: true, most: shownOfField, dated: true}
	var all []string
	for _, c := range changes {
		all = append(all, w.line(c))
	}
	return paragraphs(bold(fmt.Sprintf("%s Đã ghi vào lịch (bản %d)", markDone, version)), lines(all...),
		toldLines("Đã báo", told, d), italic("Hoàn tác được đến "+escape(undoBy)+"."))
}

// Undone tells that a change was taken back, and who was told.
func Undone(changes []week.Change, told Told, d *staff.Directory) store.Message {
	w := changeWords{directory: d, open: true, most: shownOfField, dated: true}
	var all []string
	for _, c := range changes {
		all = append(all, w.line(c))
	}
	return paragraphs(bold(markDone+" Đã hoàn tác"), lines(all...), toldLines("Đã báo", told, d))
}

// UndoTooLate tells that a change is too old to be undone.
func UndoTooLate() store.Message {
	return message("Đã quá 10 phút, không hoàn tác được nữa. Cần đổi lại, đồng chí dùng /sualich.")
}

// UndoOvertaken tells that the week was changed again since.
func UndoOvertaken() store.Message {
	return message("Lịch tuần này đã được sửa tiếp sau đó, không hoàn tác được. Đồng chí xem /lichsu, rồi dùng /sualich.")
}

// AwaitItem asks for a new item.
func AwaitItem() store.Message {
	return message(bold("Thêm một mục vào lịch"), "Đồng chí gõ trong một tin: ngày, giờ, nội dung, nơi.\n"+
		italic("Ví dụ: thứ 5 14h00 đ/c Thảo họp với Phòng 9 tại phòng họp số 1"), "Chưa ghi ngay: đồng chí sẽ xem lại trước.")
}

// ItemNotRead tells that a text is no item.
func ItemNotRead() store.Message {
	return message("Chưa hiểu mục này. Đồng chí gõ lại ngày, giờ rồi nội dung, hoặc bấm “Thôi”. Ví dụ:\n" +
		quote("thứ 5 14h00 đ/c Thảo họp với Phòng 9 tại phòng họp số 1"))
}

// WeekdayDisagrees tells that a date is not the weekday that was said beside it.
func WeekdayDisagrees(day civil.Date, said time.Weekday) string {
	return fmt.Sprintf("Ngày %s là %s, không phải %s.", vi.Day(day), vi.Weekday(day), vi.WeekdayName(said))
}

// ItemGone tells that the item is in the schedule no more.
func ItemGone() store.Message {
	return message("Mục này không còn trong lịch: đã có bản khác được công bố. Đồng chí chọn lại bằng /sualich.")
}

// ItemChangedMeanwhile tells that somebody else changed the item while the clerk
// looked.
func ItemChangedMeanwhile() store.Message {
	return message(markWarning + " Mục này vừa được sửa. Đồng chí xem lại rồi chọn lại; chưa có gì được ghi.")
}

// ChangeGivenUp tells that nothing was changed.
func ChangeGivenUp() store.Message { return message("Đã thôi. Lịch không thay đổi.") }

// EditGivenUp tells that what was being corrected stays as it was.
func EditGivenUp() store.Message { return message("Đã thôi. Phần này giữ nguyên.") }

// ChangeByScreen answers an order that is only carried out on the screens of a change.
func ChangeByScreen() store.Message {
	return message("Bấm /sualich để hoãn, huỷ, đổi giờ, đổi ngày, đổi nơi một mục; /themlich để thêm mục mới.")
}
