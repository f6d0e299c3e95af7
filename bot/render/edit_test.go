package render

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// corrections are the messages of correcting a draft, changing single items and
// subscribing to the calendar.
func corrections(d *staff.Directory, w week.Week) map[string]store.Message {
	item, moved := w.Events[2], w.Events[2]
	moved.Time, moved.Place, moved.Text = "15:30", "phòng họp <số 1>", item.Text+" & kết luận"
	undated := item
	undated.Date = civil.Date{}
	edited := week.Diff(week.Week{Events: []week.Event{item}}, week.Week{Events: []week.Event{moved}})
	thao, _ := d.Person("thao")
	told := Told{People: []string{"thao", "lien"}, Missing: []string{"vien-truong", "ha"}}
	crowd := Told{}
	for range 30 {
		crowd.People = append(crowd.People, "thao")
	}
	made := time.Date(2021, 10, 18, 6, 0, 0, 0, time.UTC)
	return map[string]store.Message{
		"edit question day":  QuestionAsked(Question{Number: 1, Of: 3, Line: 8, Text: "Ngày 26/10/2021 là Thứ Ba, nhưng lịch ghi “Thứ Tư”.", Items: w.Events[:12]}),
		"edit question name": QuestionAsked(Question{Number: 2, Of: 3, Line: 9, Text: "Không có đồng chí “Hùng” trong danh bạ.", Name: true, Items: w.Events[2:3]}),
		"edit question line": QuestionAsked(Question{Number: 3, Of: 3, Text: "Không đọc được dòng 12.", Quote: "Ghi <chú> & khác"}),
		"edit items":         ItemsToChoose(append([]week.Event{undated}, w.Events[:9]...), 10, 21),
		"edit item":          ItemToCorrect(item, d), "edit item undated": ItemToCorrect(undated, d), "edit remove": RemoveItem(item, d),
		"edit ask hour": AskField(FieldHour, item, d), "edit ask day": AskField(FieldDay, item, d), "edit ask place": AskField(FieldPlace, item, d),
		"edit ask text": AskField(FieldText, item, d), "edit ask who": AskField(FieldWho, item, d),
		"edit not read": FieldNotRead(FieldHour, "<mấy> giờ & phút"), "edit name not read": NameNotRead("<ai>"),
		"edit read": FieldRead(item, moved, d), "edit read nothing": FieldRead(item, item, d), "edit read day": FieldRead(undated, item, d),
		"edit person": PersonTaken(thao),

		"change days": DaysToChoose(monday, []int{3, 3, 3, 4, 2, 1, 1}), "change no days": DaysToChoose(monday, make([]int, 7)),
		"change nothing yet": ChangeIntended(Intended{After: item}, d),
		"change intended":    ChangeIntended(Intended{After: moved, Changes: edited, Told: told, Doubts: []string{"Trùng lịch <ai đó>."}}, d),
		"change new":         ChangeIntended(Intended{After: moved, New: true, Changes: []week.Change{{Kind: week.Added, After: moved}}, Told: crowd}, d),
		"change done":        ChangeDone(edited, 4, told, "14h40", d), "change undone": Undone(edited, Told{}, d), "change undone of the past": Undone(edited, Told{Past: true}, d),
		"change too late": UndoTooLate(), "change overtaken": UndoOvertaken(), "change await": AwaitItem(), "change not read": ItemNotRead(),
		"change gone": ItemGone(), "change meanwhile": ItemChangedMeanwhile(), "change given up": ChangeGivenUp(),
		"change weekday": {Text: WeekdayDisagrees(thursday, time.Friday)},

		"feeds": Feeds(Feed{}, time.UTC), "feeds keeper": Feeds(Feed{Own: made, Keeper: true, Office: made}, time.UTC),
		"feed address": FeedAddress("https://lich.example/lich/abc.ics", false), "feed address office": FeedAddress("https://lich.example/lich/abc.ics", true),
		"feed revoked": FeedRevoked(false), "feed revoked office": FeedRevoked(true), "feed off": FeedOff(false), "feed off keeper": FeedOff(true),

		"week published changed": WeekPublished(store.Publication{Monday: monday, Version: 2, By: "ha", Week: w}, edited, told, nil, d),
	}
}

// However long a schedule's texts are, a screen that has no pages can be sent.
func TestLongItemsFit(t *testing.T) {
	d := office(t)
	long := strings.Repeat("<đồng chí> & ", 600)
	e := week.Event{ID: 1, Date: monday, Time: "08:00", Days: 1, Text: long, Place: long + "a", People: []string{}, Groups: []string{}}
	for _, u := range d.Units {
		e.Units = append(e.Units, u.Code)
	}
	after := e
	after.Time, after.Text, after.Place, after.Units, after.Days, after.Paper = "09:00", long+"b", long+"c", nil, 2, true
	everyone := Told{}
	for _, p := range d.People {
		everyone.People, everyone.Missing = append(everyone.People, p.Key), append(everyone.Missing, p.Key)
	}
	changes := week.Diff(week.Week{Events: []week.Event{e}}, week.Week{Events: []week.Event{after}})
	doubts := []string{long, long, long, long, long}
	many := slices.Repeat([]week.Event{e}, 28)
	for name, m := range map[string]store.Message{
		"item": ItemToCorrect(e, d), "remove": RemoveItem(e, d), "field": AskField(FieldText, e, d), "read": FieldRead(e, after, d),
		"not read": FieldNotRead(FieldText, long), "items": ItemsToChoose(many, 0, 28),
		"question": QuestionAsked(Question{Number: 1, Of: 1, Text: long, Quote: long + "x", Items: many}),
		"intended": ChangeIntended(Intended{After: after, Changes: changes, Told: everyone, Doubts: doubts}, d),
		"new":      ChangeIntended(Intended{After: e, New: true, Told: everyone, Doubts: doubts}, d),
		"done":     ChangeDone(changes, 1, everyone, "14h40", d), "undone": Undone(changes, everyone, d),
		"name": NameNotRead(long),
	} {
		if why := refused(m); why != "" {
			t.Errorf("%s: %s", name, why)
		}
	}
}
