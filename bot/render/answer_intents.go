package render

import (
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/week"
)

// notes are what the person must know before they read the answer.
func (w answer) notes() []string {
	q := w.Query
	var all []string
	if q.Disagrees {
		all = append(all, markWarning+" "+disagreement(q))
	}
	for _, name := range q.Ambiguous {
		all = append(all, markWarning+" Có nhiều đồng chí tên "+quote(clip(name, 60))+"; dưới đây là lịch của tất cả.")
	}
	if len(q.Strangers) > 0 {
		all = append(all, w.strangers())
	}
	if w.Ignored != "" {
		all = append(all, markWarning+" Lịch không ghi "+quote(clip(w.Ignored, 100))+"; dưới đây là lịch không kể các từ đó.")
	}
	return all
}

// disagreement tells that the weekday typed is not that of the date typed.
func disagreement(q ask.Query) string {
	return fmt.Sprintf("Ngày %s là %s, không phải %s. Trả lời theo ngày.", vi.Day(q.From), vi.Weekday(q.From), vi.WeekdayName(q.Said))
}

// impossible tells that a day does not exist.
func impossible(q ask.Query) store.Message {
	return message("Không có ngày " + bold(escape(clip(q.Impossible, 40))) + ". Đồng chí xem lại ngày giúp.")
}

// noAsker tells somebody without an entry in the directory how to ask.
func noAsker() store.Message {
	return message("Đồng chí không có tên trong danh bạ nên không có lịch riêng.",
		"Đồng chí hỏi theo tên hoặc theo ngày, ví dụ: "+quote("lịch hôm nay")+".")
}

// onlyStrangers reports whether nobody was asked about whom the directory knows.
func (w answer) onlyStrangers() bool {
	return len(w.Query.Strangers) > 0 && !w.about() && len(w.Events()) == 0
}

// strangers names those who are not in the directory, and those who may be asked about.
func (w answer) strangers() string {
	names := make([]string, 0, len(w.Query.Strangers))
	for _, name := range w.Query.Strangers[:min(len(w.Query.Strangers), 5)] {
		names = append(names, quote(clip(name, 60)))
	}
	text := markWarning + " Danh bạ không có " + strings.Join(names, ", ") + "."
	if len(w.Known) > 0 {
		text += "\nCó thể hỏi: " + escape(clip(strings.Join(w.Known, ", "), 1000)) + "."
	}
	return text
}

// number is how many items were counted.
func (w answer) number() block {
	return block{lines: []string{"Số lịch đã công bố: " + bold(vi.Integer(int64(w.Count)))}}
}

// changes tells where a week's history is shown: it has a screen of its own.
func (w answer) changes() block {
	return block{lines: []string{"Mọi câu trả lời đều theo bản mới nhất đã công bố.", "Ai đổi gì, khi nào: nhắn riêng cho bot lệnh /lichsu."}}
}

// status says which weeks have been published, and which have not.
func (w answer) status() block {
	var there []civil.Date
	for monday := week.Monday(w.Query.From); !monday.After(w.Query.To); monday = monday.AddDays(7) {
		if w.published(monday) {
			there = append(there, monday)
		}
	}
	published := weeksAre("đã công bố", there)
	for i := range published {
		published[i] = markDone + " " + published[i]
	}
	return block{lines: append(published, weeksAre("chưa công bố", w.Unpublished)...)}
}

// free gives a verdict for each person. No item is not the same as free: the
// verdict never says more than the schedule does.
func (w answer) free() []block {
	if len(w.Verdicts) == 0 {
		return w.listing()
	}
	var all []block
	for _, v := range w.Verdicts {
		all = append(all, w.verdict(v))
	}
	if open := w.unnamed(); len(open) > 0 {
		all = append(all, block{head: italic(headShared + ":"), lines: w.dated(open)})
	}
	return all
}

// verdict says whether one person is busy, and with what.
func (w answer) verdict(v ask.Verdict) block {
	name := "đ/c " + v.Person
	if p, ok := w.directory.Person(v.Person); ok {
		name = p.Style()
	}
	name = bold(escape(capital(clip(name, 100))))
	switch {
	case len(v.Busy) > 0:
		return block{head: name + ": có lịch", lines: w.dated(v.Busy)}
	case w.Published():
		return block{lines: []string{name + ": không có lịch đã công bố."}}
	}
	return block{lines: []string{name + ": chưa rõ, vì lịch chưa công bố đủ."}}
}

// unnamed are the shared items that stand in no verdict: groups whose members
// the directory does not list.
func (w answer) unnamed() []week.Event {
	var all []week.Event
	for _, e := range w.Shared {
		if !w.judged(e) {
			all = append(all, e)
		}
	}
	return all
}

func (w answer) judged(e week.Event) bool {
	for _, v := range w.Verdicts {
		for _, b := range v.Busy {
			if b.ID == e.ID && b.Date == e.Date && b.Time == e.Time && b.Text == e.Text {
				return true
			}
		}
	}
	return false
}

// dated lists items with their days, if the title does not say the day.
func (w answer) dated(events []week.Event) []string {
	if w.Query.Days() == 1 {
		return w.items.lines(events, w.Query.From)
	}
	all := make([]string, len(events))
	for i, e := range events {
		day := e.Date
		if day.Before(w.Query.From) {
			day = w.Query.From
		}
		all[i] = longDay(day) + "\n" + w.items.line(e, day)
	}
	return all
}
