package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/bot/weekly"
	"thuky/store/staff"
	"thuky/store/week"
)

// A desk is what a clerk's corrections are read with.
type desk struct {
	names  *names.Index
	now    civil.DateTime // the office's time
	monday civil.Date     // of the week being worked on; zero if it is not known yet
}

// longestField bounds what may be typed for one field, in code points.
const longestField = 1000

// A suggestion is a value of a field that needs no typing.
type suggestion struct {
	label string
	edit  week.Edit
	stay  bool // further values may follow
}

// suggestions are the values of a field that are offered as buttons.
func (k desk) suggestions(f render.Field, e week.Event) []suggestion {
	var all []suggestion
	switch f {
	case render.FieldHour:
		for _, s := range []week.Session{week.Morning, week.Afternoon, week.Evening, week.AllDay} {
			all = append(all, suggestion{label: render.Capital(string(s)), edit: week.InSession(s)})
		}
		all = append(all, suggestion{label: "Không ghi giờ", edit: week.InSession("")})
	case render.FieldDay:
		for _, day := range k.days() {
			if day != e.Date {
				all = append(all, suggestion{label: render.DayLabel(day), edit: week.MoveTo(day)})
			}
		}
	case render.FieldPlace:
		if e.Place != "" {
			all = append(all, suggestion{label: "Không ghi địa điểm", edit: week.HeldAt("")})
		}
	case render.FieldWho:
		for _, p := range k.names.Directory().People {
			if p.Has(staff.Leader) {
				all = append(all, toggled(p, e))
			}
		}
	}
	return all
}

// toggled takes a person into an item or out of it.
func toggled(p staff.Person, e week.Event) suggestion {
	people := slices.Clone(e.People)
	label := p.Name
	if at := slices.Index(people, p.Key); at >= 0 {
		label, people = "✓ "+label, slices.Delete(people, at, at+1)
	} else {
		people = append(people, p.Key)
	}
	return suggestion{label: label, edit: week.With(people, e.Groups, e.Units), stay: true}
}

// days are the days that are offered: those of the week being worked on; of this
// week and the next if that is not known.
func (k desk) days() []civil.Date {
	from, count := k.monday, 7
	if from.IsZero() {
		from, count = week.Monday(k.now.Date), 14
	}
	all := make([]civil.Date, count)
	for i := range all {
		all[i] = from.AddDays(i)
	}
	return all
}

// read reads what was typed for a field of an item; ok is false if that is no
// value of the field.
func (k desk) read(f render.Field, text string, e week.Event) (edit week.Edit, ok bool) {
	text = strings.Join(strings.Fields(vi.Clean(text)), " ")
	if text == "" || utf8.RuneCountInString(text) > longestField {
		return nil, false
	}
	switch f {
	case render.FieldHour:
		return k.readHour(text)
	case render.FieldDay:
		from, to, ok := k.readDays(text)
		if !ok {
			return nil, false
		}
		return func(e *week.Event) {
			week.MoveTo(from)(e)
			if from != to {
				e.Days = to.DaysSince(from) + 1
			}
		}, true
	case render.FieldPlace:
		return readPlace(text)
	case render.FieldText:
		return k.readText(text, e)
	case render.FieldWho:
		return k.readWho(text)
	}
	return nil, false
}

// saysNone reports whether the text takes a value away: "không", "bỏ".
func saysNone(text string) bool {
	switch vi.Fold(strings.Trim(text, ".- ")) {
	case "khong", "khong co", "khong ghi", "khong ghi gio", "khong ai", "bo", "bo trong":
		return true
	}
	return false
}

func (k desk) readHour(text string) (week.Edit, bool) {
	if saysNone(text) {
		return week.InSession(""), true
	}
	if vi.Fold(text) == "ca ngay" {
		return week.InSession(week.AllDay), true
	}
	if len(text) <= 2 && strings.Trim(text, "0123456789") == "" {
		text += "h" // asked for an hour, people type "14"
	}
	words := vi.Words(text)
	when := vi.ReadWhen(words, k.now)
	start, end := week.Clock(when.Clock), week.Clock(when.Until)
	if start == end {
		end = ""
	}
	switch {
	case !allUsed(words, when) || when.Impossible != "" || namesDay(words, k.now):
		return nil, false
	case end == "" && (strings.ContainsAny(text, "-–") || strings.Contains(text, "đến")):
		return nil, false // a range that runs backwards
	case start != "" && (end == "" || end > start):
		return week.StartAt(start, end), true
	case start == "" && end == "" && when.Session != "":
		return week.InSession(week.Session(when.Session)), true
	}
	return nil, false
}

// readDays reads a day, or a few days in a row. A weekday and a date without a
// year are meant in the week being worked on, "mai" from today.
func (k desk) readDays(text string) (from, to civil.Date, ok bool) {
	words := vi.Words(text)
	when := vi.ReadWhen(words, k.now)
	if !k.monday.IsZero() && (!when.JustPast.IsZero() || strings.ContainsAny(text, "/.-")) {
		when = vi.ReadWhen(words, civil.DateTime{Date: k.monday})
	}
	ok = allUsed(words, when) && when.Impossible == "" && !when.Disagrees && len(when.Only) == 0 && when.Clock == "" &&
		when.From.IsValid() && namesDay(words, k.now) &&
		(when.From == when.To || when.To.DaysSince(when.From) < 31 && strings.ContainsAny(text, "0123456789"))
	return when.From, when.To, ok
}

// allUsed reports whether everything that was typed says when.
func allUsed(words []vi.Word, when vi.When) bool {
	for i, w := range words {
		if !when.Used[i] && !w.Mark() {
			return false
		}
	}
	return len(words) > 0
}

// namesDay reports whether some of the words name a day: an hour without one is
// read as today's.
func namesDay(words []vi.Word, now civil.DateTime) bool {
	for from := range words {
		for to := from + 1; to <= min(len(words), from+6); to++ {
			part := words[from:to]
			when := vi.ReadWhen(part, now)
			if allUsed(part, when) && when.From.IsValid() && when.Clock == "" && when.Until == "" && when.Session == "" && !isWholeDay(part) {
				return true
			}
		}
	}
	return false
}

// isWholeDay: "cả ngày" is a time of every day and names none.
func isWholeDay(words []vi.Word) bool {
	return len(words) > 0 && len(words) <= 2 && words[len(words)-1].Plain != "nay" && !words[len(words)-1].Number() &&
		(words[0].Plain == "ca" || words[0].Plain == "nguyen" || words[0].Plain == "suot" || words[0].Plain == "tron")
}

func readPlace(text string) (week.Edit, bool) {
	if saysNone(text) {
		return week.HeldAt(""), true
	}
	for _, before := range []string{"tại ", "ở ", "tai "} {
		if len(text) > len(before) && strings.EqualFold(text[:len(before)], before) {
			text = text[len(before):]
		}
	}
	text = strings.Trim(text, " .,;:")
	return week.HeldAt(text), text != ""
}

// readText reads a new wording as a schedule would be read: whom it names takes
// part, where it says is the place; an hour before it is the item's.
func (k desk) readText(text string, e week.Event) (week.Edit, bool) {
	read, _, ok := weekly.ReadItem(text, e.Date, k.names)
	if !ok {
		return nil, false
	}
	return func(e *week.Event) {
		if read.Place == "" && e.Place != "" && !strings.Contains(e.Text, e.Place) {
			read.Place = e.Place // it stands beside the text, not in it
		}
		week.Reworded(read.Text, read.People, read.Groups, read.Units)(e)
		e.Place, e.Duty = read.Place, read.Duty
		if read.Time != "" {
			week.StartAt(read.Time, read.End)(e)
		}
	}, true
}

// readWho reads a list of people, groups and units, and nothing else.
func (k desk) readWho(text string) (week.Edit, bool) {
	if saysNone(text) {
		return week.With(nil, nil, nil), true
	}
	found := k.names.InHosts(text)
	if !covers(text, found) {
		found = nil
		for part := range strings.FieldsFuncSeq(strings.ReplaceAll(text, " và ", ", "), func(r rune) bool { return strings.ContainsRune(",;+&", r) }) {
			mention, ok := k.who(strings.TrimSpace(part))
			if !ok {
				return nil, false
			}
			found = append(found, mention)
		}
	}
	var people, groups, units []string
	for _, m := range found {
		switch m.Kind {
		case names.Person:
			people = append(people, m.Key)
		case names.Group:
			groups = append(groups, m.Key)
		case names.Unit:
			units = append(units, m.Key)
		}
	}
	return week.With(distinct(people), distinct(groups), distinct(units)), len(found) > 0
}

// who reads one name as it is typed on a phone.
func (k desk) who(text string) (names.Mention, bool) {
	for _, try := range []string{text, "đ/c " + text} {
		if found := k.names.InQuestion(try); len(found) == 1 && covers(try, found) {
			return found[0], true
		}
	}
	return names.Mention{}, false
}

// covers reports whether the text is names that are known for certain, and signs
// or "và" between them.
func covers(text string, found []names.Mention) bool {
	at := 0
	for _, m := range found {
		if m.Kind == names.Unknown || len(m.Others) > 0 || m.Start < at || !joins(text[at:m.Start]) {
			return false
		}
		at = m.End
	}
	return len(found) > 0 && joins(text[at:])
}

func joins(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		switch vi.Fold(word) {
		case "va", "cung", "voi", "cac", "d", "c", "dc", "dong", "chi":
		default:
			return false
		}
	}
	return true
}

func distinct(keys []string) []string {
	var all []string
	for _, key := range keys {
		if !slices.Contains(all, key) {
			all = append(all, key)
		}
	}
	return all
}
