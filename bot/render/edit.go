package render

import (
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A Field is one thing of an item that a clerk corrects (phần cần sửa).
type Field string

// The fields.
const (
	FieldHour  Field = "hour"
	FieldDay   Field = "day"
	FieldPlace Field = "place"
	FieldText  Field = "text"
	FieldWho   Field = "who" // people, groups and units
)

// fieldWords are how people are asked for a field, and what they may type.
var fieldWords = map[Field]struct{ name, example string }{
	FieldHour:  {"giờ", "14h30, 8h-11h30, chiều, cả ngày, không"},
	FieldDay:   {"ngày", "thứ 5, 21/10, 18-19/10"},
	FieldPlace: {"nơi", "hội trường tầng 2, không"},
	FieldText:  {"nội dung", "Đ/c Liên - PVT nghe Phòng 9 báo cáo án"},
	FieldWho:   {"thành phần", "Thảo, Liên, Phòng 9, không"},
}

// A Question is something in a draft that only the office can decide.
type Question struct {
	Number, Of int
	Line       int    // of the source, from 1; 0 if unknown
	Text       string // one sentence
	Quote      string // the line that was not read, or ""
	Name       bool   // it asks whom a name means; otherwise for a day
	Items      []week.Event
}

// questionItems is how many items a question lists.
const questionItems = 8

// QuestionAsked asks one question about a draft.
func QuestionAsked(q Question) store.Message {
	head := bold(fmt.Sprintf("Câu %d/%d", q.Number, q.Of))
	if q.Line > 0 {
		head += fmt.Sprintf(" · dòng %d", q.Line)
	}
	asked := escape(clip(q.Text, 500))
	if q.Quote != "" && !strings.Contains(q.Text, q.Quote) { // a long line stands there only in part
		asked = lines(asked, italic(quote(clip(q.Quote, 600))))
	}
	var items []string
	for i, e := range q.Items {
		if i == questionItems {
			items = append(items, fmt.Sprintf("… và %d mục khác", len(q.Items)-i))
			break
		}
		items = append(items, itemBrief(e))
	}
	how := "Bấm một nút, hoặc gõ ngày. Ví dụ: thứ 5, 21/10"
	if q.Name {
		how = "Bấm một nút, hoặc gõ tên."
	}
	return paragraphs(head, asked, lines(items...), italic(how))
}

// paragraphs is message without the empty ones.
func paragraphs(all ...string) store.Message {
	kept := make([]string, 0, len(all))
	for _, paragraph := range all {
		if paragraph != "" {
			kept = append(kept, paragraph)
		}
	}
	return message(kept...)
}

// itemBrief points at an item in one line: "T2 18/10 07h00 Đ/c Thảo…".
func itemBrief(e week.Event) string {
	day := "Chưa rõ ngày"
	if e.Date.IsValid() {
		day = DayLabel(e.Date)
	}
	if hour := itemHour(e); hour != "" {
		day += " " + bold(escape(hour))
	}
	return day + " " + escape(clip(e.Text, 90))
}

// itemsOf names how many items: "mục này", "3 mục này".
func itemsOf(n int) string {
	if n == 1 {
		return "mục này"
	}
	return fmt.Sprintf("%d mục này", n)
}

// ImportantLabel makes an item important, or no longer.
func ImportantLabel(e week.Event) string {
	if e.Important {
		return "Bỏ quan trọng"
	}
	return "Quan trọng"
}

// Labels of buttons that say a number or a day.
func AnswerQuestionsLabel(n int) string  { return fmt.Sprintf("Trả lời câu hỏi (%d)", n) }
func LeaveOutLabel(n int) string         { return "Bỏ " + itemsOf(n) }
func KeepDayLabel(day civil.Date) string { return "Giữ " + DayLabel(day) }
func Capital(text string) string         { return capital(text) }
func unitOf(p staff.Person, d *staff.Directory) string {
	if u, ok := d.Unit(p.Unit); ok && !u.HoldsLeaders() {
		return u.Name
	}
	return ""
}

// PersonLabel tells people of the same name apart: "Thanh - PVT", "Thanh, Phòng 1".
func PersonLabel(p staff.Person, d *staff.Directory) string {
	label := strings.TrimPrefix(p.Style(), "đ/c ")
	if unit := unitOf(p, d); unit != "" {
		label += ", " + unit
	}
	return clip(label, 40)
}

// ItemsToChoose is a numbered list of items; first is how many stand before it, of
// how many in all.
func ItemsToChoose(items []week.Event, first, of int) store.Message {
	all := make([]string, len(items))
	for i, e := range items {
		all[i] = fmt.Sprintf("%d. ", first+i+1) + itemBrief(e)
	}
	if of == 0 {
		return message("Ngày này không có mục nào trong lịch.")
	}
	part := ""
	if len(items) < of {
		part = fmt.Sprintf(" (%d–%d trong %d)", first+1, first+len(items), of)
	}
	return paragraphs(bold("Chọn mục cần sửa"+part), lines(all...))
}

// shownOfField is how much of a text or a place is shown where several stand in one
// message that has no pages.
const shownOfField = 300

// itemWhole is what is known of an item, of very long texts the beginning.
func itemWhole(e week.Event, d *staff.Directory) string {
	day := bold("Chưa rõ ngày")
	if e.Date.IsValid() {
		day = bold(longDay(e.Date))
	}
	e.Place = clip(e.Place, shownOfField)
	return lines(day, itemSays(e, civil.Date{}, clip(e.Text, 1000)), understood(e, d))
}

// ItemToCorrect shows an item of a draft: what of it is to be corrected?
func ItemToCorrect(e week.Event, d *staff.Directory) store.Message {
	return paragraphs(itemWhole(e, d), italic("Đồng chí chọn phần cần sửa."))
}

// RemoveItem asks whether an item is to be left out of a draft.
func RemoveItem(e week.Event, d *staff.Directory) store.Message {
	return paragraphs(itemWhole(e, d), "Bỏ mục này khỏi lịch?")
}

// AskField asks for a field of an item.
func AskField(f Field, e week.Event, d *staff.Directory) store.Message {
	words := fieldWords[f]
	how := ", hoặc bấm một nút."
	if f == FieldPlace || f == FieldText {
		how = "."
	}
	return paragraphs(itemWhole(e, d), bold("Đồng chí gõ "+words.name+" mới")+how+"\n"+italic("Ví dụ: "+escape(words.example)))
}

// FieldNotRead tells that a typed text is no value of a field.
func FieldNotRead(f Field, text string) store.Message {
	words := fieldWords[f]
	return message("Chưa hiểu " + words.name + " " + quote(clip(text, 60)) + ". Đồng chí gõ lại (ví dụ: " + escape(words.example) + "), hoặc gõ “huỷ” để thôi.")
}

// NameNotRead tells that a typed text names nobody of the directory for certain.
func NameNotRead(text string) store.Message {
	return message("Trong danh bạ không có đúng một người tên " + quote(clip(text, 60)) + ". Đồng chí gõ lại hoặc bấm một nút, hoặc gõ “huỷ” để thôi.")
}

// FieldRead says back what a correction made of an item.
func FieldRead(before, after week.Event, d *staff.Directory) store.Message {
	before.ID, after.ID = 1, 1
	if before.Date.IsZero() && after.Date.IsValid() {
		return DayTaken(after.Date)
	}
	changes := week.Diff(week.Week{Events: []week.Event{before}}, week.Week{Events: []week.Event{after}})
	if len(changes) == 0 {
		return message("Mục vẫn như cũ.")
	}
	w := changeWords{directory: d, open: true, most: shownOfField}
	all := []string{markDone + " Đã ghi, chưa công bố."}
	for _, aspect := range changes[0].Aspects {
		all = append(all, w.aspect(changes[0], aspect))
	}
	if changes[0].Has(week.NewText) {
		all = append(all, italic("Nay:")+" "+escape(clip(after.Text, shownOfField)))
	}
	return message(lines(all...))
}

// DayTaken says back which day was understood.
func DayTaken(day civil.Date) store.Message {
	return message(markDone + " Đã ghi: " + bold(longDay(day)) + ".")
}

// PersonTaken says back who was understood.
func PersonTaken(p staff.Person) store.Message {
	return message(markDone + " Đã ghi: " + bold(escape(clip(p.Style(), 100))) + ".")
}

// Told is who is told of a change: those who can be, and those whom it concerns but
// who do not use the bot. Keys, in directory order.
type Told struct {
	People  []string
	Missing []string
	Past    bool // nobody, for all of it is past
}

// namedPeople is how many people are named; of more only the number is told.
const namedPeople = 10

func peopleNamed(keys []string, d *staff.Directory) string {
	if len(keys) > namedPeople {
		return fmt.Sprintf("%d đồng chí", len(keys))
	}
	all := make([]string, len(keys))
	for i, key := range keys {
		all[i] = key
		if p, ok := d.Person(key); ok {
			all[i] = p.Style()
			if unit := unitOf(p, d); unit != "" && !strings.Contains(p.Name, unit) {
				all[i] += " (" + unit + ")"
			}
		}
	}
	return escape(clip(strings.Join(all, "; "), 400))
}

// toldLines says who will be told, or who was.
func toldLines(what string, t Told, d *staff.Directory) string {
	told, missing := what+": không ai.", ""
	if t.Past {
		told = what + ": không ai, vì việc đã qua."
	}
	if len(t.People) > 0 {
		told = what + ": " + peopleNamed(t.People, d) + "."
	}
	if len(t.Missing) > 0 {
		missing = markWarning + " Chưa dùng bot, cần báo cách khác: " + peopleNamed(t.Missing, d) + "."
	}
	return lines(told, missing)
}
