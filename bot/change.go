package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/week"
)

// A changeView is what the screen of a single change shows.
type changeView string

const (
	changeDay    changeView = "day"    // the days of a week, to choose one
	changeItem   changeView = "item"   // the items of a day, to choose one
	changeWhat   changeView = "what"   // one item, and what will be different
	changeField  changeView = "field"  // one field of it
	changeTyping changeView = "typing" // a new item is to be typed
	changeDone   changeView = "done"   // it is saved and may be undone
	changeClosed changeView = "closed" // undone or given up
)

// A changing is one item of the published schedule on its way to be changed, or a
// new one on its way in. What a press or a typed text makes of it follows from it
// and a changeDesk alone.
type changing struct {
	View   changeView   `json:"view"`
	Monday civil.Date   `json:"monday,omitzero"` // the week whose days are shown; done: the one that was changed
	Day    civil.Date   `json:"day,omitzero"`    // the day whose items are shown
	Before week.Event   `json:"before,omitzero"` // the item as it is published; ID 0 for a new one
	After  week.Event   `json:"after,omitzero"`  // as it will be
	Field  render.Field `json:"field,omitempty"` // being corrected
	Doubts []string     `json:"doubts,omitempty"`
	Shown  int64        `json:"shown,omitempty"` // when this was shown, unix seconds

	Version int         `json:"version,omitempty"` // done: the one that was made
	Told    render.Told `json:"told,omitzero"`     // done: who was
	UndoBy  string      `json:"undo_by,omitempty"` // done: "14h40"

	order changeOrder // what the last press asks of the ledger
}

// A changeOrder is what a press asks beyond its screen.
type changeOrder string

const (
	orderSave changeOrder = "save"
	orderUndo changeOrder = "undo"
	orderStop changeOrder = "stop"
)

// A changeDesk is a desk with the schedule around the item.
type changeDesk struct {
	desk
	events []week.Event // those of the days shown, or of the day to which the item comes
	told   render.Told  // who would be told
}

// span is the days of which a changeDesk must hold the events.
func (c *changing) span() (from, to civil.Date) {
	switch c.View {
	case changeDay:
		return c.Monday, c.Monday.AddDays(6)
	case changeItem:
		return c.Day, c.Day
	}
	if c.After.Date.IsValid() {
		return c.After.Date, c.After.Last()
	}
	return civil.Date{}, civil.Date{}
}

// changes is what the screen would change: one change or none.
func (c *changing) changes() []week.Change {
	switch {
	case !c.After.Date.IsValid():
		return nil
	case c.Before.ID == 0:
		return []week.Change{{Kind: week.Added, After: c.After}}
	}
	return week.Diff(oneEvent(c.Before), oneEvent(c.After))
}

func oneEvent(e week.Event) week.Week { return week.Week{Events: []week.Event{e}} }

// overlaps are the items of others that the changed item would meet.
func (c *changing) overlaps(k changeDesk) []string {
	events := slices.DeleteFunc(slices.Clone(k.events), func(e week.Event) bool { return e.ID == c.After.ID || !e.TakesPlace() })
	if !c.After.TakesPlace() {
		return nil
	}
	var all []string
	for _, w := range weekly.Overlapping(k.names.Directory(), append(events, c.After)) {
		if slices.Contains(w.Events, len(events)) {
			all = append(all, w.Text)
		}
	}
	return all
}

// show is what the clerk sees, and what can be chosen there.
func (c *changing) show(k changeDesk) (store.Message, [][]choice[changing]) {
	stop := choice[changing]{"Thôi", func(c *changing) { c.order = orderStop }}
	switch c.View {
	case changeDay:
		return c.showDays(k, stop)
	case changeItem:
		return c.showItems(k, stop)
	case changeWhat:
		return c.showWhat(k, stop)
	case changeField:
		return c.showField(k, stop)
	case changeTyping:
		return render.AwaitItem(), [][]choice[changing]{{stop}}
	}
	m := render.ChangeDone(c.changes(), c.Version, c.Told, c.UndoBy, k.names.Directory())
	return m, [][]choice[changing]{{
		{"Hoàn tác", func(c *changing) { c.order = orderUndo }},
		{"Sửa mục khác", func(c *changing) { *c = changing{View: changeDay, Monday: c.Monday} }},
	}}
}

func (c *changing) showDays(k changeDesk, stop choice[changing]) (store.Message, [][]choice[changing]) {
	var days []choice[changing]
	counts := make([]int, 7)
	for i := range counts {
		day := c.Monday.AddDays(i)
		for _, e := range k.events {
			if e.On(day) {
				counts[i]++
			}
		}
		if counts[i] > 0 {
			days = append(days, choice[changing]{render.DayLabel(day), func(c *changing) { c.View, c.Day = changeItem, day }})
		}
	}
	turn := func(label string, by int) choice[changing] {
		return choice[changing]{label, func(c *changing) { c.Monday = c.Monday.AddDays(by) }}
	}
	return render.DaysToChoose(c.Monday, counts), append(inRows(days, 4), []choice[changing]{turn("◀ Tuần trước", -7), turn("Tuần sau ▶", 7)}, []choice[changing]{stop})
}

// mostItems is how many items of one day are offered.
const mostItems = 28

func (c *changing) showItems(k changeDesk, stop choice[changing]) (store.Message, [][]choice[changing]) {
	events := k.events[:min(len(k.events), mostItems)]
	var numbers []choice[changing]
	for i, e := range events {
		numbers = append(numbers, choice[changing]{strconv.Itoa(i+1) + ". " + render.HourLabel(e), func(c *changing) {
			c.View, c.Before, c.After = changeWhat, e, e
		}})
	}
	back := choice[changing]{"Ngày khác", func(c *changing) { c.View = changeDay }}
	return render.ItemsToChoose(events, 0, len(events)), append(inRows(numbers, 3), []choice[changing]{back, stop})
}

// showWhat is one item, what will be different and who will be told.
func (c *changing) showWhat(k changeDesk, stop choice[changing]) (store.Message, [][]choice[changing]) {
	edit := func(label string, edit week.Edit) choice[changing] {
		return choice[changing]{label, func(c *changing) { edit(&c.After) }}
	}
	field := func(label string, f render.Field) choice[changing] {
		return choice[changing]{label, func(c *changing) { c.View, c.Field = changeField, f }}
	}
	var rows [][]choice[changing]
	changes := c.changes()
	if len(changes) > 0 && c.After.Date.IsValid() {
		label := "Xác nhận"
		if c.Before.ID == 0 {
			label = "Thêm vào lịch"
		}
		rows = append(rows, []choice[changing]{{label, func(c *changing) { c.order = orderSave }}})
	}
	if c.Before.ID != 0 {
		status := []choice[changing]{edit("Hoãn", week.Become(week.Postponed)), edit("Huỷ lịch này", week.Become(week.Cancelled))}
		if !c.After.TakesPlace() {
			status = []choice[changing]{edit("Khôi phục", week.Become(""))}
		}
		rows = append(rows, status)
	}
	paper := edit("Không gửi qua Telegram", week.OnPaper(true))
	if c.After.Paper {
		paper = edit("Gửi qua Telegram", week.OnPaper(false))
	}
	rows = append(rows,
		[]choice[changing]{field("Đổi giờ", render.FieldHour), field("Đổi ngày", render.FieldDay), field("Đổi nơi", render.FieldPlace)},
		[]choice[changing]{field("Đổi nội dung", render.FieldText), field("Thành phần", render.FieldWho)},
		[]choice[changing]{paper, edit(render.ImportantLabel(c.After), week.MarkImportant(!c.After.Important))})
	var last []choice[changing]
	if c.Before.ID != 0 {
		if len(changes) > 0 {
			last = append(last, choice[changing]{"Bỏ thay đổi", func(c *changing) { c.After = c.Before }})
		}
		last = append(last, choice[changing]{"Mục khác", func(c *changing) { c.View = changeDay }})
	}
	shown := render.Intended{After: c.After, New: c.Before.ID == 0, Changes: changes, Told: k.told, Doubts: append(slices.Clone(c.Doubts), c.overlaps(k)...)}
	return render.ChangeIntended(shown, k.names.Directory()), append(rows, append(last, stop))
}

func (c *changing) showField(k changeDesk, stop choice[changing]) (store.Message, [][]choice[changing]) {
	var all []choice[changing]
	for _, s := range k.suggestions(c.Field, c.After) {
		all = append(all, choice[changing]{s.label, func(c *changing) {
			s.edit(&c.After)
			if !s.stay {
				c.View = changeWhat
			}
		}})
	}
	last := []choice[changing]{stop}
	if c.After.Date.IsValid() {
		last = []choice[changing]{{"Quay lại", func(c *changing) { c.View = changeWhat }}}
	}
	return render.AskField(c.Field, c.After, k.names.Directory()), append(inRows(all, 4), last)
}

// press is what a button of the shown screen makes of it; ok is false for what no
// button of it says.
func (c *changing) press(action string, k changeDesk) (ok bool) {
	_, rows := c.show(k)
	chosen, ok := chosen(rows, action)
	if ok {
		chosen.do(c)
	}
	return ok
}

// awaits reports whether a text typed at that moment would be read as an answer.
func (c *changing) awaits(now time.Time) bool {
	return (c.View == changeField || c.View == changeTyping) && now.Sub(time.Unix(c.Shown, 0)) <= patience
}

// pending reports whether something is being changed at that moment: a "huỷ",
// typed, is meant for it.
func (c *changing) pending(now time.Time) bool {
	return c.View != "" && c.View != changeDone && c.View != changeClosed && now.Sub(time.Unix(c.Shown, 0)) <= patience
}

// read takes a typed text as what the screen asks for: a field or a new item. The
// reply says why it was not understood.
func (c *changing) read(text string, k desk) (reply store.Message, understood bool) {
	if c.View == changeTyping {
		if !c.readNew(text, k) {
			return render.ItemNotRead(), false
		}
		return store.Message{}, true
	}
	edit, ok := k.read(c.Field, text, c.After)
	if !ok {
		return render.FieldNotRead(c.Field, text), false
	}
	edit(&c.After)
	c.View = changeWhat
	if !c.After.Date.IsValid() {
		c.View, c.Field = changeField, render.FieldDay
	}
	return store.Message{}, true
}

// readNew reads a new item, "thứ 5 14h00 đ/c Thảo họp … tại …": first when, then
// what, as a schedule says it. Where no day is said it is asked for.
func (c *changing) readNew(text string, k desk) bool {
	when, rest := k.readOpening(strings.Join(strings.Fields(vi.Clean(text)), " "))
	e, doubts, ok := weekly.ReadItem(rest, when.From, k.names)
	says := when.From.IsValid() || when.Clock != "" || when.Session != "" || e.Time != "" || e.Session != "" || e.Duty ||
		len(e.People)+len(e.Groups)+len(e.Units)+len(doubts) > 0
	if !ok || !says || utf8.RuneCountInString(e.Text) > longestField {
		return false
	}
	if e.Time == "" && when.Clock != "" {
		e.Time = week.Clock(when.Clock)
		if when.Until > when.Clock {
			e.End = week.Clock(when.Until)
		}
	}
	if e.Time == "" && e.Session == "" {
		e.Session = week.Session(when.Session)
	}
	if when.From != when.To {
		e.Days = when.To.DaysSince(when.From) + 1
	}
	*c = changing{View: changeWhat, After: e}
	for _, w := range doubts {
		c.Doubts = append(c.Doubts, w.Text)
	}
	if when.Disagrees {
		c.Doubts = append(c.Doubts, render.WeekdayDisagrees(when.From, when.Said))
	}
	if !e.Date.IsValid() {
		c.View, c.Field = changeField, render.FieldDay
	}
	return true
}

// longestOpening is how many words may say when a new item is.
const longestOpening = 16

// readOpening reads the words at the head of a text that say when, and returns the
// rest. Without a day among them From and To are zero.
func (k desk) readOpening(text string) (when vi.When, rest string) {
	words := vi.Words(text)
	n := 0
	for to := 1; to <= min(len(words), longestOpening); to++ {
		read := vi.ReadWhen(words[:to], k.now)
		if !words[to-1].Mark() && allUsed(words[:to], read) && read.Impossible == "" && len(read.Only) == 0 && read.To.DaysSince(read.From) < 31 {
			when, n = read, to
		}
	}
	if n == 0 {
		return vi.When{}, text
	}
	if !namesDay(words[:n], k.now) {
		when.From, when.To = civil.Date{}, civil.Date{}
	}
	return when, strings.TrimLeft(text[words[n-1].End:], " ,.:;-–—")
}
