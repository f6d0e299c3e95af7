package weekly

import (
	"slices"
	"strings"

	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/store/week"
)

// A role is what a column holds.
type role int

const (
	noRole  role = iota
	when         // day, session or time, in any mixture
	content      // the items
	hosts        // chủ trì: names need no title
	others       // thành phần, đơn vị
	place
	note // ghi chú and what else is no part of an item
)

// A column of a table as its head describes it.
type column struct {
	role    role
	session week.Session // the head of a content column: Sáng, Chiều
	leader  string       // the same: a leader's name
	day     bool         // a when column for days
	clock   bool         // a when column for times
}

// headWords tell a column's role by how its head begins, or, for the words that
// mean nothing else, by what it holds; the first that fits counts.
var headWords = []struct {
	role   role
	begins []string
	holds  []string
}{
	{note, []string{"ghi chú", "phương tiện", "trang phục", "số tt"}, nil},
	{content, []string{"công việc", "công tác", "lịch công tác", "lịch làm việc", "hoạt động"}, []string{"nội dung"}},
	{hosts, []string{"lãnh đạo"}, []string{"chủ trì"}},
	{others, []string{"người dự", "cùng dự", "dự họp", "đơn vị", "phối hợp", "chuẩn bị", "đối tượng"}, []string{"thành phần", "tham gia", "tham dự"}},
	{place, []string{"nơi họp"}, []string{"địa điểm"}},
	{when, []string{"thời gian", "giờ", "buổi", "thứ", "ngày", "bắt đầu", "kết thúc"}, nil},
}

func beginsOrHolds(key string, begins, holds []string) bool {
	for _, word := range begins {
		if strings.HasPrefix(key, word) && wordEnds(key, len(word)) {
			return true
		}
	}
	for _, word := range holds {
		if strings.Contains(key, word) {
			return true
		}
	}
	return false
}

// headRole reads a cell as the head of a column.
func headRole(text string) (column, bool) {
	if text == "" || len(text) > 60 || strings.ContainsAny(text, "0123456789:") {
		return column{}, false
	}
	key := strings.ToLower(strings.Trim(oneLine(text), " .,()"))
	switch key {
	case "stt", "tt", "xe":
		return column{role: note}, true
	case "nơi", "điểm":
		return column{role: place}, true
	case "cán bộ":
		return column{role: others}, true
	}
	if session, n := readSession(key); n == len(key) {
		return column{role: content, session: session}, true
	}
	if _, n := readWeekday(key); n == len(key) {
		return column{}, false
	}
	for _, head := range headWords {
		if beginsOrHolds(key, head.begins, head.holds) {
			return column{
				role:  head.role,
				day:   strings.Contains(key, "ngày") || strings.Contains(key, "thứ"),
				clock: strings.Contains(key, "giờ") || strings.Contains(key, "thời gian"),
			}, true
		}
	}
	return column{}, false
}

// leaderHead reads the head of a column that holds one leader's items.
func (r *reader) leaderHead(text string) (column, bool) {
	if len(text) > 60 {
		return column{}, false
	}
	found := r.index.InHosts(text)
	if len(found) != 1 || found[0].Kind != names.Person || !onlyNames(text, found) {
		return column{}, false
	}
	return column{role: content, leader: oneLine(text)}, true
}

// A layout is the columns of the table being read.
type layout struct {
	columns []column
	begun   bool // a row after the head was read
	days    bool // a row of the table began with a day
	session int  // the column that set the session which holds; -1 if none did
}

// tableHead reads a row as the head of the table: at least two cells with roles, one
// of them with items or days. A second such row refines the first.
func (r *reader) tableHead(w row) bool {
	columns := make([]column, len(w.cells))
	known, filled, useful := 0, 0, false
	for i, cell := range w.cells {
		if cell.Text == "" {
			continue
		}
		filled++
		c, ok := headRole(cell.Text)
		if !ok {
			c, ok = r.leaderHead(cell.Text)
		}
		if !ok {
			continue
		}
		known++
		useful = useful || c.role == content && c.session == "" && c.leader == "" || c.role == when
		for span := 0; span < max(1, cell.Span) && i+span < len(columns); span++ {
			columns[i+span] = c
		}
	}
	if known < 2 || !useful || known*2 < filled {
		return false
	}
	if upper := r.layout.columns; len(upper) == len(columns) {
		if r.layout.begun {
			return slices.Equal(columns, upper) // repeated on a new page
		}
		for i := range columns {
			columns[i] = columns[i].under(upper[i])
		}
	}
	r.layout = layout{columns: columns, session: -1}
	return true
}

// under refines the head above with a head of a second row: "Buổi sáng" over
// "Giờ" and "Nội dung".
func (c column) under(upper column) column {
	if c.role == noRole {
		return upper
	}
	if c.role == content {
		if c.session == "" {
			c.session = upper.session
		}
		if c.leader == "" {
			c.leader = upper.leader
		}
	}
	return c
}

// table reads a whole table. One without a head keeps the columns of the table
// before it (a table broken over pages) if it has as many.
func (r *reader) table(rows []row) {
	width, filled := 0, 0
	for _, w := range rows {
		width = max(width, len(w.cells))
		for _, c := range w.cells {
			if c.Text != "" {
				filled++
			}
		}
	}
	if len(r.layout.columns) != width || r.hasHead(rows) {
		r.layout = layout{session: -1}
	}
	for _, w := range rows {
		switch {
		case !hasWord(w.text()):
		case r.tableHead(w):
		case r.single(w):
		case len(r.layout.columns) > 0:
			r.columned(w)
		default:
			r.headless(w)
		}
	}
	r.last = nil
}

func (r *reader) hasHead(rows []row) bool {
	before := r.layout
	defer func() { r.layout = before }()
	for _, w := range rows[:min(len(rows), 8)] {
		if r.tableHead(w) {
			return true
		}
	}
	return false
}

// single reads a row with one filled cell that is no item of its column: a title,
// a day over the whole width, a footer.
func (r *reader) single(w row) bool {
	at, filled := -1, 0
	for i, c := range w.cells {
		if c.Text != "" {
			filled++
			at = i
		}
	}
	if filled != 1 || w.cells[at].Above {
		return false
	}
	text := w.cells[at].Text
	p, isDay := r.heading(oneLine(text))
	wide := w.cells[at].Span > 1 && w.cells[at].Span >= len(w.cells)-at && at == 0
	switch {
	case len(r.layout.columns) == 0 || wide && len(w.cells) > 1:
		for part := range strings.SplitSeq(text, "\n") {
			for _, day := range days(part) {
				r.line(line{day, w.number})
			}
		}
		return true
	case isDay && p.rest == "":
		return false
	case isFooter(text) && at == 0:
		r.stopped, r.last = true, nil
		return true
	}
	return false
}

// columned reads a row by the columns of the head.
func (r *reader) columned(w row) {
	cells := w.cells
	r.layout.begun = true
	if w.loose {
		cells = r.shifted(cells)
	}
	cells = paired(r.layout.columns, cells)
	slot := slot{number: w.number}
	fresh, leftover := r.readWhen(cells, &slot)
	if r.stopped || isFooter(cells[0].Text) {
		r.stopped = true
		return
	}
	for i, c := range cells {
		if i >= len(r.layout.columns) || c.Text == "" {
			continue
		}
		switch r.layout.columns[i].role {
		case hosts:
			slot.hosts = c.Text
		case others:
			slot.others = strings.TrimSpace(slot.others + "\n" + c.Text)
		case place:
			slot.place = oneLine(c.Text)
		}
	}
	r.fill(cells, slot, fresh, leftover)
}

// fill makes drafts of the content cells of a row.
func (r *reader) fill(cells []doc.Cell, s slot, fresh bool, leftover string) {
	found := false
	for i, c := range cells {
		if i >= len(r.layout.columns) || r.layout.columns[i].role != content || !hasWord(c.Text) {
			continue
		}
		found = true
		if c.Above && !fresh && s.hours == (hours{}) && r.last != nil {
			r.extend(s)
			continue
		}
		own := s.nearest(r.layout.columns, cells, i)
		own.column(r.layout.columns[i], c, r.layout.columns[min(i+max(c.Span, 1)-1, len(r.layout.columns)-1)])
		r.cell(c.Text, own)
	}
	switch {
	case found:
	case leftover != "":
		r.cell(leftover, s)
	case s.hosts+s.others+s.place == "":
	case r.last != nil && !fresh:
		r.extend(s)
	default:
		r.unread = append(r.unread, unread{line{row{cells: cells}.text(), s.number}, r.head})
	}
}

// extend adds the participants of a row without an item to the item above: its
// cell is merged over several rows.
func (r *reader) extend(s slot) {
	if len(r.last.hosts)+len(r.last.others) > maxItem {
		return
	}
	if s.hosts != r.last.hosts {
		r.last.hosts = strings.TrimSpace(r.last.hosts + "\n" + s.hosts)
	}
	if s.others != r.last.others {
		r.last.others = strings.TrimSpace(r.last.others + "\n" + s.others)
	}
	if r.last.place == "" {
		r.last.place = s.place
	}
}

// headless reads a row of a table whose columns nothing names: days and times
// come first, then the item; what follows is told by what it says.
func (r *reader) headless(w row) {
	at := 0
	columns := make([]column, len(w.cells))
	for ; at < len(w.cells); at++ {
		text := oneLine(w.cells[at].Text)
		_, rest, ok := readWhenCell(text)
		if text != "" && (!ok || rest != "") {
			break
		}
		columns[at].role = when
	}
	begins := at > 0 && at < len(w.cells) && strings.TrimSpace(w.cells[0].Text) != ""
	if !begins && !r.layout.days {
		for _, c := range w.cells {
			for part := range strings.SplitSeq(c.Text, "\n") {
				r.line(line{strings.TrimSpace(part), w.number})
			}
		}
		return
	}
	if at < len(w.cells) {
		columns[at].role = content
		for i := at + 1; i < len(w.cells); i++ {
			columns[i].role = r.cellRole(w.cells[i].Text)
		}
	}
	r.layout.columns = columns
	r.columned(w)
	r.layout.columns = nil
}

// cellRole guesses the role of a cell from what it says: names are participants,
// what begins with a word for a place is one.
func (r *reader) cellRole(text string) role {
	found := r.index.InHosts(text)
	switch {
	case placeWord.MatchString(text):
		return place
	case len(found) > 0 && found[0].Start < 6:
		if found[0].Kind == names.Person {
			return hosts
		}
		return others
	case len(text) < 80 && strings.Contains(strings.ToLower(text), "phòng"):
		return place
	}
	return note
}
