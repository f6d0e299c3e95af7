package bot

import (
	"cmp"
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/week"
)

// A step is how far a draft has come.
type step string

const (
	awaiting  step = "awaiting"  // the clerk was asked to paste or send a file
	reading   step = "reading"   // an errand reads the file
	previewed step = "previewed" // the clerk sees what was understood
	closed    step = "closed"    // published, cancelled or given up
)

// A view is what the screen of a previewed draft shows.
type view string

const (
	viewWeek      view = ""          // the whole of it, with what it changes
	viewQuestions view = "questions" // one question
	viewItems     view = "items"     // a numbered list, to choose one
	viewItem      view = "item"      // one item, to choose what of it is to be corrected
	viewField     view = "field"     // one field of it
	viewRemove    view = "remove"    // is it really to be left out?
	viewPublish   view = "publish"   // is it to be published with questions open?
)

// A draft is a week on its way in (bản nháp lịch tuần): what was understood of it,
// what is still to be asked, and what the clerk's screen shows. What a press or a
// typed text makes of it follows from the draft and a draftDesk alone.
type draft struct {
	Step     step   `json:"step"`
	Text     string `json:"text,omitempty"`      // what was pasted, all parts
	LastPart int    `json:"last_part,omitempty"` // code points of its last part
	LastSent int    `json:"last_sent,omitempty"` // when that was sent, unix seconds
	File     string `json:"file,omitempty"`      // name of the file it came from

	Week      week.Week  `json:"week,omitzero"`       // its events' ID are 1, 2, ... in the draft
	Titled    bool       `json:"titled,omitempty"`    // the document names the week's days
	Last      int64      `json:"last,omitempty"`      // the last ID given
	Questions []question `json:"questions,omitempty"` // open ones, in the order of the source
	Answered  int        `json:"answered,omitempty"`  // how many are settled

	Replaces int          `json:"replaces,omitempty"` // version that was current when this was shown
	View     view         `json:"view,omitempty"`
	Page     int          `json:"page,omitempty"`  // of the view that has pages
	At       int          `json:"at,omitempty"`    // the question shown
	Item     int64        `json:"item,omitempty"`  // ID of the item shown
	Field    render.Field `json:"field,omitempty"` // of it, the one being corrected
	Shown    int64        `json:"shown,omitempty"` // when this was shown, unix seconds

	order order // what the last press asks of the ledger
}

// An order is what a press asks beyond its draft.
type order string

const (
	orderPublish order = "publish"
	orderCancel  order = "cancel"
)

// A draftDesk is a desk with the schedule that a draft would replace.
type draftDesk struct {
	desk
	current store.Publication // version 0 if there is none
	told    render.Told       // who would be told of the draft's changes
}

// newDraft makes a draft of what was read, with its questions.
func newDraft(read weekly.Reading) draft {
	d := draft{Step: previewed, Week: read.Week, Titled: read.Titled}
	d.Week.Events = slices.Clone(read.Week.Events)
	for i := range d.Week.Events {
		d.Week.Events[i].ID = int64(i + 1)
	}
	d.Last = int64(len(d.Week.Events))
	d.Questions = questions(read.Warnings, d.Week.Events)
	if !d.Titled {
		d.Questions = append(d.Questions, strays(d.Week.Events)...)
		slices.SortStableFunc(d.Questions, func(a, b question) int { return cmp.Compare(a.Line, b.Line) })
	}
	d.settle()
	return d
}

// settle brings the draft in order after any change: events by date and time, the
// week's days where no title says them, and no question about what is gone.
func (d *draft) settle() {
	events := d.Week.Events
	slices.SortStableFunc(events, func(a, b week.Event) int {
		if a.Date.IsZero() != b.Date.IsZero() {
			return cmp.Compare(b.Date.Year, a.Date.Year)
		}
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Time, b.Time))
	})
	var open []question
	for _, q := range d.Questions {
		if q.Events = q.about(d); len(q.Events) > 0 || q.Code == weekly.UnreadLine {
			open = append(open, q)
		}
	}
	d.Questions = open
	if !d.Titled {
		d.span()
	}
	if d.At >= len(d.Questions) {
		d.At = 0
		if d.View == viewQuestions {
			d.View = viewWeek
		}
	}
	if d.Item != 0 && d.event(d.Item) == nil {
		d.Item = 0
		if d.View == viewItem || d.View == viewField || d.View == viewRemove {
			d.View = viewItems
		}
	}
}

// span finds the week's days where no title says them: those of its items, but not
// a day of which it is asked whether it belongs there.
func (d *draft) span() {
	var sure, all []civil.Date
	for _, e := range d.Week.Events {
		if e.Date.IsZero() {
			continue
		}
		all = append(all, e.Date)
		if !slices.ContainsFunc(d.Questions, func(q question) bool { return q.Code == weekly.OutOfWeek && q.Dates[0] == e.Date }) {
			sure = append(sure, e.Date)
		}
	}
	if len(sure) == 0 {
		sure = all
	}
	if len(sure) > 0 {
		d.Week.From, d.Week.To = week.Monday(sure[0]), week.Monday(sure[len(sure)-1]).AddDays(6)
	}
}

// event finds an item by its ID; nil if there is none.
func (d *draft) event(id int64) *week.Event {
	for i := range d.Week.Events {
		if d.Week.Events[i].ID == id {
			return &d.Week.Events[i]
		}
	}
	return nil
}

// remove leaves items out.
func (d *draft) remove(ids ...int64) {
	d.Week.Events = slices.DeleteFunc(d.Week.Events, func(e week.Event) bool { return slices.Contains(ids, e.ID) })
}

// add takes an item in.
func (d *draft) add(e week.Event) {
	d.Last++
	e.ID = d.Last
	d.Week.Events = append(d.Week.Events, e)
}

// undated counts the items that have no day yet: until they have one, the week
// cannot be published.
func (d *draft) undated() (count int) {
	for _, e := range d.Week.Events {
		if e.Date.IsZero() {
			count++
		}
	}
	return count
}

// published is the week as it would be published: its identities are found by
// whoever saves it.
func (d *draft) published() week.Week {
	w := d.Week
	w.Events = slices.Clone(w.Events)
	for i := range w.Events {
		w.Events[i].ID = 0
	}
	return w
}

// changes are what the draft would change of the current schedule. Of a week of
// which only single events are known, what comes anew is no change.
func (d *draft) changes(current store.Publication) []week.Change {
	if current.Version == 0 {
		return nil
	}
	return amendments(current, week.Diff(current.Week, d.published()))
}

// amendments leaves out what a first publication adds to the single events known
// before: nobody is told of each item of a new week.
func amendments(before store.Publication, changes []week.Change) []week.Change {
	if before.Version > 0 && before.Extent == store.WholeWeek {
		return changes
	}
	return slices.DeleteFunc(changes, func(c week.Change) bool { return c.Kind == week.Added })
}

// same reports whether publishing the draft would change nothing.
func (d *draft) same(current store.Publication) bool {
	return current.Extent == store.WholeWeek && current.Week.From == d.Week.From && current.Week.To == d.Week.To &&
		len(d.changes(current)) == 0
}

// show is what the clerk sees of the draft, and what can be chosen there.
func (d *draft) show(k draftDesk) (store.Message, [][]choice[draft]) {
	switch d.View {
	case viewQuestions:
		if d.At < len(d.Questions) {
			return d.showQuestion(k.desk)
		}
	case viewPublish:
		if len(d.Questions) > 0 {
			return d.showPublish()
		}
	case viewItems:
		return d.showItems()
	case viewItem, viewField, viewRemove:
		if e := d.event(d.Item); e != nil {
			return d.showItem(*e, k.desk)
		}
	}
	return d.showWeek(k)
}

func (d *draft) showWeek(k draftDesk) (store.Message, [][]choice[draft]) {
	changes := d.changes(k.current)
	p := render.Preview{Week: d.Week, Replaces: k.current.Version, File: d.File, Changes: changes, Told: k.told, Same: d.same(k.current), Questions: d.open()}
	for _, w := range weekly.Overlapping(k.names.Directory(), d.Week.Events) {
		p.Problems = append(p.Problems, render.Problem{Line: w.Line, Text: w.Text})
	}
	m, pages := render.WeekPreview(p, k.names.Directory(), d.Page)
	var rows [][]choice[draft]
	if n := len(d.Questions); n > 0 {
		rows = append(rows, []choice[draft]{{render.AnswerQuestionsLabel(n), func(d *draft) { d.View, d.At = viewQuestions, 0 }}})
	}
	if pages > 1 {
		rows = append(rows, []choice[draft]{{"Trang sau", func(d *draft) { d.Page = (d.Page + 1) % pages }}})
	}
	var last []choice[draft]
	if len(d.Week.Events) > 0 {
		if d.undated() == 0 && !p.Same {
			last = append(last, choice[draft]{"Công bố", func(d *draft) {
				if d.order = orderPublish; len(d.Questions) > 0 {
					d.order, d.View = "", viewPublish
				}
			}})
		}
		last = append(last, choice[draft]{"Sửa mục", func(d *draft) { d.View, d.Page = viewItems, 0 }})
	}
	last = append(last, choice[draft]{"Huỷ", func(d *draft) { d.order = orderCancel }})
	return m, append(rows, last)
}

// open are the questions that nobody has answered yet.
func (d *draft) open() []render.Problem {
	all := make([]render.Problem, len(d.Questions))
	for i, q := range d.Questions {
		all[i] = render.Problem{Line: q.Line, Text: q.Text}
	}
	return all
}

// showPublish asks again before the week is published on a guess.
func (d *draft) showPublish() (store.Message, [][]choice[draft]) {
	return render.PublishAnyway(d.open()), [][]choice[draft]{
		{{"Trả lời", func(d *draft) { d.View, d.At = viewQuestions, 0 }}, {"Vẫn công bố", func(d *draft) { d.order = orderPublish }}},
		{toWeek},
	}
}

// press is what a button of the shown draft makes of it; ok is false for what no
// button of it says.
func (d *draft) press(action string, k draftDesk) (ok bool) {
	_, rows := d.show(k)
	c, ok := chosen(rows, action)
	if ok {
		c.do(d)
		d.settle()
	}
	return ok
}

// patience is for how long a screen takes what is typed as an answer: later it is
// more likely a question of another day.
const patience = 30 * time.Minute

// awaits reports whether a text typed at that moment would be read as an answer.
func (d *draft) awaits(now time.Time) bool {
	if d.Step != previewed || now.Sub(time.Unix(d.Shown, 0)) > patience {
		return false
	}
	return d.View == viewField || d.View == viewQuestions && d.At < len(d.Questions)
}

// pending reports whether the draft waits for something at that moment: a "huỷ",
// typed, is meant for it.
func (d *draft) pending(now time.Time) bool {
	return (d.Step == awaiting || d.Step == previewed) && now.Sub(time.Unix(d.Shown, 0)) <= patience
}

// read takes a typed text as an answer to what is shown. The reply says what was
// understood, or that it was not; read is only called if the draft awaits one.
func (d *draft) read(text string, k desk) (reply store.Message, understood bool) {
	defer d.settle()
	if d.View == viewQuestions {
		return d.readAnswer(text, k)
	}
	e := d.event(d.Item)
	edit, ok := k.read(d.Field, text, *e)
	if !ok {
		return render.FieldNotRead(d.Field, text), false
	}
	before := *e
	edit(e)
	d.View = viewItem
	return render.FieldRead(before, *e, k.names.Directory()), true
}
