package bot

import (
	"slices"

	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// A question is something in a draft that only the office can decide: it is
// asked, never guessed.
type question struct {
	Code   weekly.Code  `json:"code"`
	Line   int          `json:"line,omitempty"`
	Text   string       `json:"text"`             // one sentence
	Quote  string       `json:"quote,omitempty"`  // the line that was not read
	Events []int64      `json:"events,omitempty"` // IDs of the items it is about
	Dates  []civil.Date `json:"dates,omitempty"`  // see weekly.Warning
	Name   string       `json:"name,omitempty"`   // as written
	Keys   []string     `json:"keys,omitempty"`   // who it may be
}

// questions are those among the warnings that an answer settles. The same name in
// several items is one question.
func questions(warnings []weekly.Warning, events []week.Event) []question {
	var all []question
	for _, w := range warnings {
		if w.Code == weekly.Overlap {
			continue // it is told, not asked: nothing is wrong with it
		}
		q := question{Code: w.Code, Line: w.Line, Text: w.Text, Quote: w.Quote, Dates: w.Dates, Name: w.Name, Keys: w.Keys}
		for _, i := range w.Events {
			q.Events = append(q.Events, events[i].ID)
		}
		same := slices.IndexFunc(all, func(o question) bool {
			return q.Code == weekly.UnknownPerson && o.Code == q.Code && o.Name == q.Name && slices.Equal(o.Keys, q.Keys)
		})
		if same < 0 {
			all = append(all, q)
			continue
		}
		all[same].Events = append(all[same].Events, q.Events...)
	}
	return all
}

// strays asks about the days outside the calendar week in which most of the days
// are. Only where no title names the week: otherwise the reading asks by itself.
func strays(events []week.Event) []question {
	var days []civil.Date
	for _, e := range events {
		if e.Date.IsValid() && !slices.Contains(days, e.Date) {
			days = append(days, e.Date)
		}
	}
	slices.SortFunc(days, civil.Date.Compare)
	count := map[civil.Date]int{}
	var most civil.Date // Monday of the week with most days, of equals the first
	for _, day := range days {
		monday := week.Monday(day)
		count[monday]++
		if count[monday] > count[most] {
			most = monday
		}
	}
	var all []question
	for _, day := range days {
		if week.Monday(day) == most {
			continue
		}
		q := question{Code: weekly.OutOfWeek, Dates: []civil.Date{day}, Text: render.OutsideWeek(day, most)}
		for _, e := range events {
			if e.Date == day {
				if q.Line == 0 || e.Line < q.Line {
					q.Line = e.Line
				}
				q.Events = append(q.Events, e.ID)
			}
		}
		all = append(all, q)
	}
	return all
}

// about lists the items that the question is still about: not those that were
// left out or have another day by now.
func (q question) about(d *draft) []int64 {
	var all []int64
	for _, id := range q.Events {
		e := d.event(id)
		switch {
		case e == nil, q.Code == weekly.NoDate && e.Date.IsValid():
		case (q.Code == weekly.WeekdayMismatch || q.Code == weekly.OutOfWeek) && !slices.Contains(q.Dates[:1], e.Date):
		default:
			all = append(all, id)
		}
	}
	return all
}

// answered settles the question shown: it does what was answered and forgets the
// question. The next one takes its place.
func answered(do func(*draft, question)) func(*draft) {
	return func(d *draft) {
		q := d.Questions[d.At]
		d.Questions = slices.Delete(d.Questions, d.At, d.At+1)
		d.Answered++
		if do != nil {
			do(d, q)
		}
	}
}

// onDay gives the question's items their day; of an unread line it makes an item.
func (k desk) onDay(day civil.Date) func(*draft, question) {
	return func(d *draft, q question) {
		if q.Code == weekly.UnreadLine {
			d.add(k.item(q, day))
			return
		}
		for _, id := range q.Events {
			week.MoveTo(day)(d.event(id))
		}
	}
}

// item is an unread line as an item of the day.
func (k desk) item(q question, day civil.Date) week.Event {
	e, _, ok := weekly.ReadItem(q.Quote, day, k.names)
	if !ok {
		e = week.Event{Date: day, Days: 1, Text: q.Quote}
	}
	e.Line = q.Line
	return e
}

// named takes a person in for the name that the question asks about.
func named(key string) func(*draft, question) {
	return func(d *draft, q question) {
		for _, id := range q.Events {
			if e := d.event(id); !slices.Contains(e.People, key) {
				e.People = append(slices.Clone(e.People), key)
			}
		}
	}
}

func leaveOut(d *draft, q question) { d.remove(q.Events...) }

// eachApart asks for every item by itself.
func eachApart(d *draft) {
	q := d.Questions[d.At]
	apart := make([]question, len(q.Events))
	for i, id := range q.Events {
		apart[i] = q
		apart[i].Events = []int64{id}
	}
	d.Questions = slices.Concat(d.Questions[:d.At], apart, d.Questions[d.At+1:])
}

// options are the answers to a question, in rows.
func (q question) options(k desk) [][]choice[draft] {
	var rows [][]choice[draft]
	switch q.Code {
	case weekly.WeekdayMismatch:
		var row []choice[draft]
		for _, day := range q.Dates {
			row = append(row, choice[draft]{render.DayLabel(day), answered(k.onDay(day))})
		}
		rows = append(rows, row)
	case weekly.NoDate:
		rows = append(rows, k.dayOptions()...)
		rows = append(rows, []choice[draft]{{render.LeaveOutLabel(len(q.Events)), answered(leaveOut)}})
	case weekly.OutOfWeek:
		rows = append(rows, []choice[draft]{{render.KeepDayLabel(q.Dates[0]), answered(nil)}, {render.LeaveOutLabel(len(q.Events)), answered(leaveOut)}})
		rows = append(rows, k.dayOptions()...)
	case weekly.UnreadLine:
		rows = append(rows, []choice[draft]{{"Bỏ qua dòng này", answered(nil)}})
		rows = append(rows, k.dayOptions()...)
	case weekly.UnknownPerson:
		rows = append(rows, inRows(q.people(k), 3)...)
		rows = append(rows, []choice[draft]{{"Không phải người trong danh bạ", answered(nil)}})
	}
	if len(q.Events) > 1 && (q.Code == weekly.NoDate || q.Code == weekly.UnknownPerson) {
		rows = append(rows, []choice[draft]{{"Hỏi từng mục", eachApart}})
	}
	return rows
}

// dayOptions are the days that are offered.
func (k desk) dayOptions() [][]choice[draft] {
	var all []choice[draft]
	for _, day := range k.days() {
		all = append(all, choice[draft]{render.DayLabel(day), answered(k.onDay(day))})
	}
	return inRows(all, 4)
}

// people are those whom the name may mean: who bears it, else the leaders.
func (q question) people(k desk) []choice[draft] {
	var all []choice[draft]
	for _, p := range k.names.Directory().People {
		if slices.Contains(q.Keys, p.Key) || len(q.Keys) == 0 && p.Has(staff.Leader) {
			label := p.Name
			if len(q.Keys) > 0 {
				label = render.PersonLabel(p, k.names.Directory())
			}
			all = append(all, choice[draft]{label, answered(named(p.Key))})
		}
	}
	return all
}

// showQuestion is the screen of one question.
func (d *draft) showQuestion(k desk) (store.Message, [][]choice[draft]) {
	q := d.Questions[d.At]
	asked := render.Question{Number: d.Answered + d.At + 1, Of: d.Answered + len(d.Questions), Line: q.Line, Text: q.Text, Quote: q.Quote}
	for _, id := range q.Events {
		asked.Items = append(asked.Items, *d.event(id))
	}
	asked.Name = q.Code == weekly.UnknownPerson
	rows := q.options(k)
	later := choice[draft]{"Để sau", func(d *draft) {
		if d.At++; d.At >= len(d.Questions) {
			d.View, d.At = viewWeek, 0
		}
	}}
	return render.QuestionAsked(asked), append(rows, []choice[draft]{later, {"Xem cả lịch", func(d *draft) { d.View, d.Page = viewWeek, 0 }}})
}

// readAnswer reads a typed answer: a day, or a name.
func (d *draft) readAnswer(text string, k desk) (reply store.Message, understood bool) {
	q := d.Questions[d.At]
	if q.Code == weekly.UnknownPerson {
		mention, ok := k.who(vi.Clean(text))
		if !ok || mention.Kind != names.Person {
			return render.NameNotRead(text), false
		}
		answered(named(mention.Key))(d)
		p, _ := k.names.Directory().Person(mention.Key)
		return render.PersonTaken(p), true
	}
	from, to, ok := k.readDays(text)
	if !ok || from != to {
		return render.FieldNotRead(render.FieldDay, text), false
	}
	answered(k.onDay(from))(d)
	return render.DayTaken(from), true
}
