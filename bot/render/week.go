package render

import (
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A Preview is a week on its way in, as it was understood.
type Preview struct {
	Week     week.Week
	Problems []Problem
	Replaces int    // version now published, 0 if none
	File     string // name of the file it came from, "" for pasted text
}

// A Problem is something that a person must look at.
type Problem struct {
	Line  int    // of the source, from 1; 0 if unknown
	Text  string // what is the matter
	Quote string // the line as read, or ""
}

// WeekPreview shows what was understood of a week: one page of it, and how many
// there are. Nothing has been published yet, and it says so.
func WeekPreview(p Preview, d *staff.Directory, page int) (m store.Message, pages int) {
	var blocks []block
	if len(p.Problems) > 0 {
		b := block{head: bold(fmt.Sprintf("Cần xem lại: %d", len(p.Problems)))}
		for _, problem := range p.Problems {
			b.lines = append(b.lines, problemLine(problem))
		}
		blocks = append(blocks, b)
	}
	blocks = append(blocks, previewDays(p.Week.Events, d)...)
	m.Text, pages = pick(paginate(previewTitle(p), blocks), page)
	return m, pages
}

func previewTitle(p Preview) string {
	title, state := "Lịch tuần chưa rõ ngày", "Chưa công bố được. Đồng chí thêm dòng ngày, như: "+quote(sampleDay)+", rồi gửi lại."
	if !p.Week.From.IsZero() {
		title = "Lịch tuần " + between(p.Week.From, p.Week.To)
		state = "Chưa công bố. Đồng chí xem lại rồi chọn bên dưới."
	}
	file, version := "", ""
	if p.File != "" {
		file = "Tệp: " + escape(clip(p.File, 100))
	}
	if p.Replaces > 0 {
		version = fmt.Sprintf("Sẽ thay bản %d đang công bố.", p.Replaces)
	}
	return lines(bold(title), counts(p.Week), file, italic(lines(state, version)))
}

// counts is "17 mục, 7 ngày"; undated items are counted apart.
func counts(w week.Week) string {
	days := map[civil.Date]bool{}
	undated := 0
	for _, e := range w.Events {
		if e.Date.IsZero() {
			undated++
		} else {
			days[e.Date] = true
		}
	}
	text := vi.Integer(int64(len(w.Events))) + " mục"
	if len(days) > 0 {
		text += fmt.Sprintf(", %d ngày", len(days))
	}
	if undated > 0 {
		text += "; " + vi.Integer(int64(undated)) + " mục chưa rõ ngày"
	}
	return text
}

func problemLine(p Problem) string {
	line := escape(clip(p.Text, 500))
	if p.Line > 0 {
		line = fmt.Sprintf("Dòng %d: ", p.Line) + line
	}
	if p.Quote != "" {
		line += "\n" + italic(quote(clip(p.Quote, 200)))
	}
	return markWarning + " " + line
}

// previewDays lists the events under their first days, undated ones at the end.
func previewDays(events []week.Event, d *staff.Directory) []block {
	var dated, undated []block
	var day *block
	var last civil.Date
	for _, e := range events {
		line := lines(itemSays(e, civil.Date{}, e.Text), understood(e, d))
		switch {
		case e.Date.IsZero():
			if undated == nil {
				undated = []block{{head: bold(markWarning + " Chưa rõ ngày (sẽ không công bố)")}}
			}
			undated[0].lines = append(undated[0].lines, line)
			continue
		case day == nil || e.Date != last:
			dated = append(dated, block{head: bold(longDay(e.Date))})
			day, last = &dated[len(dated)-1], e.Date
		}
		day.lines = append(day.lines, line)
	}
	return append(dated, undated...)
}

// understood tells in one line what was read out of an event's text.
func understood(e week.Event, d *staff.Directory) string {
	var all []string
	if who := participants(nil, e.People, e.Groups, e.Units, d, false); who != "" {
		all = append(all, who)
	}
	if e.Place != "" {
		all = append(all, "tại "+e.Place)
	}
	if e.Days > 1 {
		all = append(all, fmt.Sprintf("%d ngày, đến %s", e.Days, shortDay(e.Last())))
	}
	if e.Duty {
		all = append(all, "trực nghiệp vụ")
	}
	if e.Paper {
		all = append(all, paperOnly)
	}
	if len(all) == 0 {
		return ""
	}
	return italic("→ " + escape(strings.Join(all, " · ")))
}

// sampleDay is a heading as a schedule needs one for each day.
const sampleDay = "Thứ 2, 18/10/2021:"

// AwaitWeek asks for the week.
func AwaitWeek() store.Message {
	return message(bold("Đăng lịch tuần"),
		"Đồng chí dán toàn bộ lịch vào đây, hoặc gửi tệp .docx, .xlsx, .txt, .html, .csv.",
		"Chưa công bố ngay: đồng chí sẽ xem lại trước.")
}

// ReadingFile tells that a file is being read.
func ReadingFile(name string) store.Message {
	if name == "" {
		return message("Đang đọc tệp…")
	}
	return message("Đang đọc tệp " + escape(clip(name, 100)) + "…")
}

// NotASchedule answers a text or a file in which no day of a schedule was found.
func NotASchedule() store.Message {
	return message("Không thấy lịch tuần trong nội dung này. Mỗi ngày cần một dòng như: "+quote(sampleDay)+", giờ như: "+quote("08h00:")+".",
		"Chưa có gì được công bố. Đồng chí gửi lại giúp.")
}

// FileTooBig answers a file above the limit, in megabytes.
func FileTooBig(limitMB int) store.Message {
	return message(fmt.Sprintf("Tệp quá lớn (tối đa %d MB). Đồng chí dán phần lịch vào tin nhắn giúp.", limitMB))
}

// FileUnreadable answers a file that is damaged, or locked by a password.
func FileUnreadable() store.Message {
	return message("Không đọc được tệp: tệp hỏng hoặc có mật khẩu. Đồng chí lưu lại rồi gửi, hoặc dán lịch vào tin nhắn.")
}

// FileKind answers a file of a kind that is not read.
func FileKind() store.Message {
	return message("Chưa đọc được loại tệp này. Đồng chí gửi .docx, .xlsx, .txt, .html, .csv, hoặc dán lịch vào tin nhắn.")
}

// FileLost tells that a file could not be fetched.
func FileLost() store.Message {
	return message("Không tải được tệp. Đồng chí gửi lại giúp.")
}

// MayNotPublish answers somebody who may not publish the week.
func MayNotPublish() store.Message {
	return message("Chỉ Văn phòng được đăng lịch tuần. Đồng chí gửi lịch cho Văn phòng giúp.")
}

// WeekPublished tells that a week is published.
func WeekPublished(p store.Publication, d *staff.Directory) store.Message {
	done := bold(markDone + " Đã công bố lịch tuần " + between(p.Week.From, p.Week.To))
	version := ""
	if p.Version > 1 {
		version = fmt.Sprintf("Bản %d, thay bản %d; bản cũ vẫn được giữ.", p.Version, p.Version-1)
	}
	by := ""
	if person, ok := d.Person(p.By); ok {
		by = "Người đăng: " + escape(clip(person.Style(), 100))
	}
	return message(lines(done, counts(p.Week), version, by))
}

// WeekCancelled tells that a draft was given up.
func WeekCancelled() store.Message {
	return message("Đã huỷ. Không có gì được công bố.")
}

// WeekOutdated tells that another version was published while the clerk looked.
func WeekOutdated() store.Message {
	return message(markWarning + " Vừa có bản khác của tuần này được công bố. Đồng chí xem lại nội dung rồi chọn lại.")
}
