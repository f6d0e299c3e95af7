package render

import (
	"fmt"
	"slices"
	"strings"

	"cloud.google.com/go/civil"
	"github.com/go-analyze/charts"

	"thuky/store/staff"
	"thuky/store/week"
)

// The measures of a picture, in pixels.
const (
	pageMargin = 40
	hourWidth  = 196 // of the column of hours
	textLeft   = pageMargin + hourWidth + 16
	textWidth  = pictureWidth - pageMargin - textLeft
	gap        = 22  // above and below an event
	headHeight = 174 // of the title
	footHeight = 64  // room for "Trang 1/3"
)

// A sheet is one picture, laid out: coloured bands and, on them, lines of text.
type sheet struct {
	height int
	events int // that begin on it
	bands  []band
	lines  []line
}

type band struct {
	x, y, width, height int
	color               charts.Color
}

// A line of text begins at x and stands on y.
type line struct {
	x, y, width int
	text        string
	face        face
	struck      bool
}

// put sets a piece of a page, laid out from 0 on, at that height.
func (s *sheet) put(piece sheet, y int) {
	for _, b := range piece.bands {
		b.y += y
		s.bands = append(s.bands, b)
	}
	for _, l := range piece.lines {
		l.y += y
		s.lines = append(s.lines, l)
	}
}

// A layout measures text and fills sheets.
type layout struct {
	ruler  *charts.Painter
	widths map[measured]int // measuring is what costs
	head   []string         // of every page: what it shows, and a line or two about it
	left   string           // counts what an album has no room for: " Còn %d mục, …"
	sheets []sheet
}

// A measured text, in the size and weight it was measured in.
type measured struct {
	text string
	size int
	bold bool
}

func newLayout() *layout {
	return &layout{ruler: charts.NewPainter(charts.PainterOptions{Width: 1, Height: 1}), widths: map[measured]int{}}
}

func (l *layout) width(text string, f face) int {
	key := measured{text, f.size, f.bold}
	w, known := l.widths[key]
	if !known {
		w = l.ruler.MeasureText(text, 0, f.style()).Width()
		l.widths[key] = w
	}
	return w
}

// wrap breaks text into lines no wider than given, inside a word only if it is
// wider than a line.
func (l *layout) wrap(text string, f face, width int) (lines []string) {
	current, used, space := "", 0, l.width("n n", f)-l.width("nn", f)
	for _, word := range strings.Fields(text) {
		w := l.width(word, f)
		if current != "" && used+space+w <= width {
			current, used = current+" "+word, used+space+w
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		current, used = word, w
		if w > width {
			parts := l.cut(word, f, width)
			lines, current = append(lines, parts[:len(parts)-1]...), parts[len(parts)-1]
			used = l.width(current, f)
		}
	}
	if current != "" {
		lines = append(lines, current)
	}
	return lines
}

// cut breaks a word into parts no wider than given, each of one sign at least.
func (l *layout) cut(word string, f face, width int) (parts []string) {
	begin, used := 0, 0
	for at, sign := range word {
		w := l.width(string(sign), f)
		if used+w > width && at > begin {
			parts, begin, used = append(parts, word[begin:at]), at, 0
		}
		used += w
	}
	return append(parts, word[begin:])
}

// week lays out a week.
func (l *layout) week(w week.Week, d *staff.Directory) []sheet {
	span := "Chưa rõ ngày"
	if !w.From.IsZero() {
		span = "Từ " + strings.Replace(between(w.From, w.To), "–", " đến ", 1)
	}
	l.head, l.left = []string{"LỊCH CÔNG TÁC TUẦN", span}, ". Còn %d mục, xem trong tin nhắn."
	l.turn()
	days, undated := byDay(w)
	for _, day := range days {
		l.day(longDay(day.date), l.items(day.events, day.date, d))
	}
	if len(undated) > 0 {
		l.day("Chưa rõ ngày", l.items(undated, civil.Date{}, d))
	}
	if len(w.Events) == 0 {
		l.day("Không có lịch.", nil)
	}
	l.close()
	return l.sheets
}

// A dayOf is a day and the events on it.
type dayOf struct {
	date   civil.Date
	events []week.Event
}

// byDay lists the days that have events, in order; an event of several days stands
// on each of them, after those that begin on the day at an hour before its own.
func byDay(w week.Week) (days []dayOf, undated []week.Event) {
	on := map[civil.Date][]week.Event{}
	for _, e := range w.Events {
		if e.Date.IsZero() {
			undated = append(undated, e)
			continue
		}
		for day, n := e.Date, 0; !day.After(e.Last()) && n < longestEvent; day, n = day.AddDays(1), n+1 {
			on[day] = append(on[day], e)
		}
	}
	for date, events := range on {
		slices.SortStableFunc(events, func(a, b week.Event) int { return strings.Compare(string(a.Time), string(b.Time)) })
		days = append(days, dayOf{date, events})
	}
	slices.SortFunc(days, func(a, b dayOf) int { return a.date.Compare(b.date) })
	return days, undated
}

// longestEvent bounds the days on which an event is repeated.
const longestEvent = 62

// day places a heading and its events: on one page if that leaves no page half
// empty, else with the heading repeated. A heading never ends a page.
func (l *layout) day(name string, items []sheet) {
	heading := l.heading(name)
	total := heading.height
	for _, item := range items {
		total += item.height
	}
	if room := l.room(); total > room && room < (pictureHeight-headHeight)/2 || len(items) > 0 && heading.height+items[0].height > room {
		l.turn()
	}
	l.place(heading)
	for _, item := range items {
		if item.height > l.room() {
			l.turn()
			l.place(l.heading(name + " (tiếp)"))
		}
		l.place(item)
	}
}

// room is the height that is free on the page in hand.
func (l *layout) room() int { return pictureHeight - footHeight - l.page().height }

func (l *layout) page() *sheet { return &l.sheets[len(l.sheets)-1] }

// turn begins a page with the title.
func (l *layout) turn() {
	l.sheets = append(l.sheets, sheet{})
	l.place(l.title())
}

// place sets a piece under what stands on the page.
func (l *layout) place(piece sheet) {
	p := l.page()
	p.put(piece, p.height)
	p.height += piece.height
	p.events += piece.events
}

// close numbers the pages. More than an album holds are left away, and the last one
// kept says so.
func (l *layout) close() {
	left := 0
	for len(l.sheets) > pictureCount {
		left += l.page().events
		l.sheets = l.sheets[:len(l.sheets)-1]
	}
	for i := range l.sheets {
		foot := ""
		if len(l.sheets) > 1 {
			foot = fmt.Sprintf("Trang %d/%d", i+1, len(l.sheets))
		}
		if left > 0 && i == len(l.sheets)-1 {
			foot += fmt.Sprintf(l.left, left)
		}
		s := &l.sheets[i]
		s.height += footHeight
		if foot != "" {
			w := l.width(foot, footFace)
			s.lines = append(s.lines, line{x: pictureWidth - pageMargin - w, y: s.height - footHeight/3, width: w, text: foot, face: footFace})
		}
	}
}

// title is the head of every page: the first line larger than the others, each in as
// many lines as it needs.
func (l *layout) title() sheet {
	var s sheet
	y := 78 - titleFace.leading()
	for i, text := range l.head {
		f := titleFace
		if i > 0 {
			f = spanFace
		}
		for _, part := range l.wrap(text, f, pictureWidth-2*pageMargin) {
			if y += f.leading(); i > 0 {
				y += 4
			}
			w := l.width(part, f)
			s.lines = append(s.lines, line{x: (pictureWidth - w) / 2, y: y, width: w, text: part, face: f})
		}
	}
	s.height = y + 26
	s.bands = []band{{0, 0, pictureWidth, s.height, navy}}
	return s
}

// heading is the band of a day.
func (l *layout) heading(name string) sheet {
	height := dayFace.leading() + gap
	return sheet{height: gap + height + gap/2, bands: []band{{0, gap, pictureWidth, height, pale}},
		lines: []line{{x: pageMargin, y: gap + height - gap - dayFace.size/8, width: l.width(name, dayFace), text: name, face: dayFace}}}
}

// items lays out the events of a day, a rule between two.
func (l *layout) items(events []week.Event, day civil.Date, d *staff.Directory) []sheet {
	var all []sheet
	for i, e := range events {
		all = append(all, l.item(e, day, d)...)
		if last := &all[len(all)-1]; i < len(events)-1 {
			last.bands = append(last.bands, band{pageMargin, last.height - gap/2, pictureWidth - 2*pageMargin, 2, rule})
		}
	}
	return all
}

// item lays out an event on one of its days: the hour in a column of its own, then
// the text and what it leaves out. What is longer than a page becomes several pieces.
func (l *layout) item(e week.Event, day civil.Date, d *staff.Directory) []sheet {
	left := column{layout: l, x: pageMargin, width: hourWidth}
	hour := strings.Replace(itemHour(e), "–", " –", 1) // the end on a line of its own
	left.add(hour, hourFace, false)
	if e.Days > 1 && !day.IsZero() {
		left.add(fmt.Sprintf("Ngày %d/%d", day.DaysSince(e.Date)+1, e.Days), markFace, false)
	}
	left.add(map[week.Status]string{week.Postponed: "HOÃN", week.Cancelled: "HUỶ"}[e.Status], markFace, false)
	right := column{layout: l, x: textLeft, width: textWidth}
	if e.TakesPlace() {
		right.add(publicText(e), textFace, false)
	} else {
		right.add(publicText(e), goneFace, true)
	}
	for _, detail := range publicDetails(e, d) {
		right.add(detail, detailFace, false)
	}
	return pieces(left.lines, right.lines)
}

// publicDetails are lines of what the text of an event leaves out, as they may
// leave the office.
func publicDetails(e week.Event, d *staff.Directory) (all []string) {
	if e.Paper {
		return nil
	}
	shown := read(e.Text)
	if e.Place != "" && !shown.shows(e.Place) {
		all = append(all, "Địa điểm: "+oneLine(e.Place))
	}
	if who := participants(shown, e.People, e.Groups, e.Units, d, true); who != "" {
		all = append(all, "Thành phần: "+oneLine(who))
	}
	return all
}

// A column is lines under one another.
type column struct {
	layout   *layout
	x, width int
	lines    []line
	height   int
}

func (c *column) add(text string, f face, struck bool) {
	for _, part := range c.layout.wrap(text, f, c.width) {
		c.height += f.leading()
		c.lines = append(c.lines, line{c.x, c.height - f.size/4, c.layout.width(part, f), part, f, struck})
	}
}

// pieces makes one piece of an event's two columns, or several where the right one
// is longer than a page.
func pieces(left, right []line) []sheet {
	const most = 1200
	var all []sheet
	for first := true; first || len(right) > 0; first = false {
		s := sheet{}
		if first {
			s.events, s.lines = 1, left
		}
		top := 0
		if len(right) > 0 {
			top = right[0].y - right[0].face.leading() + right[0].face.size/4
		}
		for len(right) > 0 && right[0].y-top <= most {
			l := right[0]
			l.y -= top
			s.lines, right = append(s.lines, l), right[1:]
		}
		for _, l := range s.lines {
			s.height = max(s.height, l.y+l.face.size/4)
		}
		s.height += gap
		all = append(all, s)
	}
	return all
}
