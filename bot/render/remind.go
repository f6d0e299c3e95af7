package render

import (
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// Late stands before a message that leaves later than it should.
var Late = italic("(gửi muộn)") + "\n"

// Reminder comes before an item. It states day and hour, never "in half an hour":
// what it says stays true however long it is on its way. instead names those in whose
// place the reader goes; maySend says that the reader may send somebody else.
func Reminder(e week.Event, instead []string, maySend bool, d *staff.Directory) store.Message {
	words := []string{bold("Nhắc lịch: " + escape(vi.Hour(string(e.Time))) + " " + longDay(e.Date)), items{directory: d}.line(e, civil.Date{})}
	if len(instead) > 0 {
		words = append(words, italic("Đồng chí dự thay "+peopleNamed(instead, d)+"."))
	}
	if e.Important {
		words = append(words, italic("Mục quan trọng: đồng chí bấm “Đã nhận”."))
	}
	m := message(words...)
	m.Buttons = reminderButtons(false, maySend)
	return m
}

// The actions of a reminder's buttons. ActAgain is followed by minutes.
const (
	ActReceived = "received"
	ActAgain    = "again"
	ActStandIn  = "stand-in" // also under a day's list
)

// reminderButtons stand here, not in package bot: it is the clock that sends them.
func reminderButtons(received, maySend bool) [][]store.Button {
	rows := [][]store.Button{
		{{Label: markDone + " Đã nhận", Action: ActReceived}},
		{{Label: "Nhắc lại sau 10 phút", Action: ActAgain + "10"}, {Label: "30 phút", Action: ActAgain + "30"}, {Label: "1 giờ", Action: ActAgain + "60"}},
	}
	if received {
		rows = rows[1:]
	}
	if maySend {
		rows = append(rows, ListButtons()...)
	}
	return rows
}

// ListButtons stand under the day's list of somebody who may send others.
func ListButtons() [][]store.Button {
	return [][]store.Button{{{Label: "Cử người dự thay", Action: ActStandIn}}}
}

// ReceivedReminder is a reminder that the person has acknowledged.
func ReceivedReminder(sent store.Message, maySend bool) store.Message {
	m := message(sent.Text, italic(markDone+" Đồng chí đã nhận."))
	m.Buttons = reminderButtons(true, maySend)
	return m
}

// What answers a press on a reminder.
const (
	ToastReceived = "Đã ghi nhận."
	ToastNoTime   = "Mục này bắt đầu trước lúc đó."
	ToastNoItem   = "Mục này đã thay đổi; xem lại lịch."
)

// ToastAgain says when the next reminder comes.
func ToastAgain(at time.Time) string { return "Sẽ nhắc lại lúc " + at.Format("15h04") + "." }

// StruckReminder replaces a reminder whose item is no longer so; sent is its text
// and now the item as it stands, nil if it is not in the schedule any more or no
// longer concerns the person.
func StruckReminder(sent string, now *week.Event) store.Message {
	return message(struck(sent), bold(markWarning+" "+whatBecame(now)))
}

// ReplacedReminder replaces a reminder of an item to which somebody else goes.
func ReplacedReminder(sent, substitute string, d *staff.Directory) store.Message {
	return message(struck(sent), bold(capital(peopleNamed([]string{substitute}, d))+" dự thay đồng chí."))
}

func whatBecame(now *week.Event) string {
	switch {
	case now == nil:
		return "Mục này không còn trong lịch của đồng chí."
	case now.Status == week.Cancelled:
		return "Mục này đã huỷ."
	case now.Status == week.Postponed:
		return "Mục này đã hoãn, chưa có lịch mới."
	case itemHour(*now) == "":
		return "Mục này đã chuyển sang " + longDay(now.Date) + "."
	}
	return "Mục này đã chuyển sang " + escape(itemHour(*now)) + " " + longDay(now.Date) + "."
}

// A DayList is one person's items of one day, as the clock sends it by itself.
type DayList struct {
	Day       civil.Date
	Tomorrow  bool // sent on the evening before; otherwise on the morning of the day
	Person    staff.Person
	Calls     []week.Call
	Published bool               // the day's week is published
	InsteadOf map[int64][]string // in whose place the person goes, by event
	Periods   []PeriodDay        // for the office: how far units are with their score sheets
}

// List words a day's list, usually on one page.
func List(l DayList, d *staff.Directory) []store.Message {
	when, ofWeek := "hôm nay", "tuần này"
	if l.Tomorrow {
		when, ofWeek = "ngày mai", "tuần sau"
		if l.Day.Weekday() != time.Monday {
			ofWeek = "tuần này"
		}
	}
	title := bold("Lịch " + when + ", " + vi.Weekday(l.Day) + " " + vi.Day(l.Day) + " – " + escape(clip(l.Person.Style(), 100)))
	var blocks []block
	if !l.Published {
		blocks = append(blocks, block{lines: []string{italic("Lịch " + ofWeek + " chưa công bố.")}})
	}
	words := items{directory: d}
	for _, part := range []struct {
		head string
		by   func(week.Reason) bool
	}{
		{"", func(r week.Reason) bool { return r == week.ByName }},
		{headShared, func(r week.Reason) bool { return r == week.ByGroup }},
		{"Của đơn vị", func(r week.Reason) bool { return r == week.ByUnit }},
	} {
		b := block{}
		for _, c := range l.Calls {
			if part.by(c.Reason) {
				line := words.line(c.Event, l.Day)
				if instead := l.InsteadOf[c.Event.ID]; len(instead) > 0 {
					line = lines(line, italic("Đồng chí dự thay "+peopleNamed(instead, d)+"."))
				}
				b.lines = append(b.lines, line)
			}
		}
		if len(b.lines) == 0 {
			continue
		}
		if part.head != "" {
			b.head = italic(part.head + ":")
			b.top = b.head
		}
		blocks = append(blocks, b)
	}
	if len(l.Calls) == 0 && l.Published {
		blocks = append(blocks, block{lines: []string{"Không có lịch đã công bố."}})
	}
	if rows := periodDays(l.Periods, l.Day); len(rows) > 0 {
		blocks = append(blocks, block{head: italic("Thi đua:"), lines: rows})
	}
	var all []store.Message
	for _, page := range paginate(title, blocks) {
		all = append(all, store.Message{Text: page})
	}
	return all
}

// A PassedItem is one that began while nothing could be sent.
type PassedItem struct {
	Starts time.Time
	Event  week.Event
}

// passedItems is how many items a summary names.
const passedItems = 12

// Passed folds what could not be reminded of into one line.
func Passed(items []PassedItem) store.Message {
	var named []string
	for i, item := range items {
		if i == passedItems {
			named = append(named, fmt.Sprintf("và %d mục khác", len(items)-i))
			break
		}
		named = append(named, fmt.Sprintf("%s %s", item.Starts.Format("15h04 02/01"), escape(strings.TrimRight(clip(publicText(item.Event), 120), ".;,"))))
	}
	return message("Trong lúc gián đoạn đã qua: " + strings.Join(named, "; ") + ".")
}

// OnDuty tells who is on duty these days, by whom it concerns.
func OnDuty(events []week.Event, d *staff.Directory) store.Message {
	var all []string
	for _, e := range events {
		all = append(all, bold(longDay(e.Date))+"\n"+items{directory: d}.line(e, e.Date))
	}
	return message(append([]string{bold("Nhắc lịch trực nghiệp vụ")}, all...)...)
}

// NoWeekYet tells the clerk that a week is not published yet.
func NoWeekYet(monday civil.Date) store.Message {
	return message(bold(markWarning+" Lịch tuần sau chưa công bố."),
		"Tuần từ "+longDay(monday)+" đến "+longDay(monday.AddDays(6))+" chưa có lịch. Bấm "+quote(keyPublish)+" để đăng.")
}

// NobodyReminded tells the clerk of groups that the next days' items name and that
// reach nobody.
func NobodyReminded(groups []string) store.Message {
	quoted := make([]string, len(groups))
	for i, g := range groups {
		quoted[i] = quote(clip(g, 100))
	}
	return message(bold(markWarning+" Có nhóm chưa ai được nhắc."),
		"Lịch ghi "+strings.Join(quoted, ", ")+" nhưng danh bạ chưa có thành viên. Ghi thành viên vào danh bạ, hoặc báo họ bằng cách khác.")
}

// An Unserved is somebody whom reminders do not reach.
type Unserved struct {
	Person   staff.Person
	Enrolled bool // they have an account: it does not take messages
	Count    int
}

// NotServed tells the clerk whom reminders do not reach.
func NotServed(all []Unserved) store.Message {
	return message(bold(markWarning+" Lời nhắc không tới được:"), unserved(all), "Đồng chí báo họ bằng cách khác.")
}

func unserved(all []Unserved) string {
	var rows []string
	for _, u := range all {
		why := "chưa nhận mã mời"
		if u.Enrolled {
			why = "đã chặn hoặc xoá thư ký"
		}
		rows = append(rows, fmt.Sprintf("• %s: %s (%d lời nhắc)", escape(clip(u.Person.Style(), 100)), why, u.Count))
	}
	return strings.Join(rows, "\n")
}

// A Silence is an item of which people were reminded who have not acknowledged it.
type Silence struct {
	Event  week.Event
	People []string // keys
}

// silenceLine is "14h00 Họp …: đ/c Thảo - PVT; đ/c Liên - PVT".
func silenceLine(s Silence, d *staff.Directory) string {
	return bold(escape(vi.Hour(string(s.Event.Time)))) + " " + escape(clip(publicText(s.Event), 120)) + "\n" + markWarning + " Chưa nhận: " + peopleNamed(s.People, d)
}

// NotAcknowledged tells the clerk who has not acknowledged an important item.
func NotAcknowledged(s Silence, d *staff.Directory) store.Message {
	return message(bold(markWarning+" Mục quan trọng chưa được nhận"), longDay(s.Event.Date)+"\n"+silenceLine(s, d), "Đồng chí báo họ bằng cách khác. Xem tất cả: /danhan.")
}

// OutageOver tells the clerk of a time in which nothing could be sent, and what that
// cost: how many reminders and lists left late, and how many did not leave at all.
func OutageOver(since, until time.Time, late, lost int) store.Message {
	from, to := since.Format("15h04"), until.Format("15h04")
	if civil.DateOf(since) != civil.DateOf(until) {
		from, to = since.Format("15h04 02/01"), until.Format("15h04 02/01")
	}
	return message(bold(markWarning+" Gián đoạn: từ "+from+" đến "+to+" không gửi được."),
		fmt.Sprintf("%d lời nhắc gửi muộn, %d không còn kịp. Mỗi người đã được báo mục đã qua của mình.", late, lost))
}

// ReminderDay is the account of a day: what had to be sent, what was, and who has not
// acknowledged what is important.
func ReminderDay(r store.ReminderReport, silent []Silence, d *staff.Directory) store.Message {
	paragraphs := []string{bold(fmt.Sprintf("Nhắc lịch %s: phải gửi %d, đã gửi %d.", longDay(r.Day), r.Due, r.Sent))}
	var rest []string
	for _, part := range []struct {
		count int
		words string
	}{{r.Waiting, "đang chờ gửi"}, {r.Expired, "không còn kịp"}, {r.Unreached(), "không tới được"}} {
		if part.count > 0 {
			rest = append(rest, fmt.Sprintf("%d %s", part.count, part.words))
		}
	}
	if len(rest) > 0 {
		paragraphs = append(paragraphs, capital(strings.Join(rest, ", "))+".")
	}
	var all []Unserved
	for _, u := range r.People {
		p, ok := d.Person(u.Person)
		if !ok {
			p = staff.Person{Name: u.Person}
		}
		all = append(all, Unserved{Person: p, Enrolled: u.Enrolled, Count: u.Count})
	}
	if len(all) > 0 {
		paragraphs = append(paragraphs, unserved(all))
	}
	for i, s := range silent {
		if i == reportedSilences {
			paragraphs = append(paragraphs, fmt.Sprintf("… và %d mục quan trọng khác chưa được nhận: /danhan.", len(silent)-i))
			break
		}
		paragraphs = append(paragraphs, silenceLine(s, d))
	}
	return message(paragraphs...)
}

// reportedSilences is how many important items a day's account names.
const reportedSilences = 5
