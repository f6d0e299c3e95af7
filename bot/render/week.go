package render

import (
	"fmt"
	"slices"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A Preview is a week on its way in, as it was understood.
type Preview struct {
	Week      week.Week
	Questions []Problem     // to be answered
	Problems  []Problem     // to be looked at
	Replaces  int           // version now published, 0 if none
	Changes   []week.Change // of that version, of which people are told
	Told      Told          // whom
	Same      bool          // it says what that version says
	File      string        // name of the file it came from, "" for pasted text
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
	blocks := slices.Concat(problemBlock("Cần trả lời", p.Questions), problemBlock("Cần xem lại", p.Problems),
		previewChanges(p, d), previewDays(p.Week.Events, d))
	m.Text, pages = pick(paginate(previewTitle(p), blocks), page)
	return m, pages
}

func problemBlock(head string, problems []Problem) []block {
	if len(problems) == 0 {
		return nil
	}
	b := block{head: bold(fmt.Sprintf("%s: %d", head, len(problems)))}
	for _, problem := range problems {
		b.lines = append(b.lines, problemLine(problem))
	}
	return []block{b}
}

// previewChanges lists what would change, before the whole of the week.
func previewChanges(p Preview, d *staff.Directory) []block {
	if len(p.Changes) == 0 {
		return nil
	}
	title := block{lines: []string{bold(fmt.Sprintf("Thay đổi so với bản %d", p.Replaces)) + ": " + tally(p.Changes), toldLines("Sẽ báo", p.Told, d)}}
	days := changeWords{directory: d, open: true}.days(p.Changes)
	return slices.Concat([]block{title}, days, []block{{lines: []string{bold("Cả tuần")}}})
}

func previewTitle(p Preview) string {
	title, state := "Lịch tuần chưa rõ ngày", "Chưa công bố. Đồng chí xem lại rồi chọn bên dưới."
	if !p.Week.From.IsZero() {
		title = "Lịch tuần " + between(p.Week.From, p.Week.To)
	}
	file, version := "", ""
	if p.File != "" {
		file = "Tệp: " + escape(clip(p.File, 100))
	}
	switch {
	case undated(p.Week) > 0:
		state = "Chưa công bố được khi còn mục chưa rõ ngày. Đồng chí trả lời câu hỏi bên dưới."
	case len(p.Week.Events) == 0:
		state = "Không còn mục nào để công bố."
	case p.Same:
		state = fmt.Sprintf("Không có thay đổi so với bản %d đang công bố, không cần công bố lại.", p.Replaces)
	case p.Replaces > 0:
		version = fmt.Sprintf("Sẽ thay bản %d đang công bố.", p.Replaces)
	}
	return lines(bold(title), counts(p.Week), file, italic(lines(state, version)))
}

func undated(w week.Week) (count int) {
	for _, e := range w.Events {
		if e.Date.IsZero() {
			count++
		}
	}
	return count
}

// counts is "17 mục, 7 ngày"; undated items are counted apart.
func counts(w week.Week) string {
	days := map[civil.Date]bool{}
	for _, e := range w.Events {
		if !e.Date.IsZero() {
			days[e.Date] = true
		}
	}
	text := vi.Integer(int64(len(w.Events))) + " mục"
	if len(days) > 0 {
		text += fmt.Sprintf(", %d ngày", len(days))
	}
	if n := undated(w); n > 0 {
		text += "; " + vi.Integer(int64(n)) + " mục chưa rõ ngày"
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
	var dated, dayless []block
	var day *block
	var last civil.Date
	for _, e := range events {
		line := lines(itemSays(e, civil.Date{}, e.Text), understood(e, d))
		switch {
		case e.Date.IsZero():
			if dayless == nil {
				dayless = []block{{head: bold(markWarning + " Chưa rõ ngày")}}
			}
			dayless[0].lines = append(dayless[0].lines, line)
			continue
		case day == nil || e.Date != last:
			dated = append(dated, block{head: bold(longDay(e.Date))})
			day, last = &dated[len(dated)-1], e.Date
		}
		day.lines = append(day.lines, line)
	}
	return append(dated, dayless...)
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
	if e.Important {
		all = append(all, "quan trọng")
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

// FileTooMany answers a file that holds more items than any week.
func FileTooMany() store.Message {
	return message("Tệp có quá nhiều mục, không giống lịch một tuần. Đồng chí gửi riêng lịch của tuần cần đăng giúp.")
}

// FileEmpty answers a file without content.
func FileEmpty() store.Message {
	return message("Tệp trống, không có nội dung. Đồng chí kiểm tra rồi gửi lại giúp.")
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

// MayNotChange answers somebody who may not change an item.
func MayNotChange() store.Message {
	return message("Chỉ Văn phòng được sửa lịch. Đồng chí báo Văn phòng sửa giúp.")
}

// MayNotAdd answers somebody who may not add an item.
func MayNotAdd() store.Message {
	return message("Chỉ Văn phòng được thêm mục vào lịch. Đồng chí báo Văn phòng thêm giúp.")
}

// mostOpen is how many open questions are named where there are no pages.
const mostOpen = 8

func openLines(head string, open []Problem) string {
	if len(open) == 0 {
		return ""
	}
	all := []string{head}
	for i, p := range open {
		if i == mostOpen {
			all = append(all, fmt.Sprintf("… và %d câu khác.", len(open)-i))
			break
		}
		p.Text = clip(p.Text, shownOfField)
		all = append(all, problemLine(p))
	}
	return lines(all...)
}

// PublishAnyway asks whether a week is to be published with questions open.
func PublishAnyway(open []Problem) store.Message {
	return message(bold(fmt.Sprintf("Còn %d câu chưa trả lời. Vẫn công bố?", len(open))), openLines("Chưa rõ:", open))
}

// OutsideWeek tells that a day is not of the week of that Monday, in which most are.
func OutsideWeek(day, monday civil.Date) string {
	return fmt.Sprintf("Ngày %s nằm ngoài tuần của các ngày khác (%s).", vi.Day(day), between(monday, monday.AddDays(6)))
}

// WeekPublished tells that a week is published, who was told of what changed, and
// which questions nobody answered.
func WeekPublished(p store.Publication, changes []week.Change, told Told, open []Problem, d *staff.Directory) store.Message {
	done := bold(markDone + " Đã công bố lịch tuần " + between(p.Week.From, p.Week.To))
	version := ""
	if p.Version > 1 {
		version = fmt.Sprintf("Bản %d, thay bản %d; bản cũ vẫn được giữ.", p.Version, p.Version-1)
	}
	by := ""
	if person, ok := d.Person(p.By); ok {
		by = "Người đăng: " + escape(clip(person.Style(), 100))
	}
	changed := ""
	if len(changes) > 0 {
		changed = lines("Thay đổi: "+tally(changes)+".", toldLines("Đã báo", told, d))
	}
	return paragraphs(lines(done, counts(p.Week), version, by, changed),
		openLines(fmt.Sprintf("Đã công bố khi còn %d câu chưa trả lời:", len(open)), open))
}

// WeekCancelled tells that a draft was given up.
func WeekCancelled() store.Message {
	return message("Đã huỷ. Không có gì được công bố.")
}

// WeekOutdated tells that another version was published while the clerk looked.
func WeekOutdated() store.Message {
	return message(markWarning + " Vừa có bản khác của tuần này được công bố. Đồng chí xem lại nội dung rồi chọn lại.")
}
