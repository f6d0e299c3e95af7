package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"thuky/bot/vi"
	"thuky/store/staff"
)

// InQuestion finds whom a question names, in order. A question is typed on a
// phone: names fit folded and in any case, but a given name needs a title before
// it, or a place where only a name can stand ("lịch Thảo", "Thảo có rảnh không").
// Behind a title even "mai" is a name; one that nobody bears is Unknown.
func (x *Index) InQuestion(text string) []Mention {
	q := questionReader{table: x.question, text: text, words: vi.Words(text)}
	q.capitals = allCapitals(q.words)
	for q.at < len(q.words) {
		if !q.thing() && !q.titled() && !q.untitled() {
			q.at++
		}
	}
	return q.found
}

// A questionTable is what InQuestion looks names up in.
type questionTable struct {
	things  vi.Phrases[Mention]  // units, groups, and people by names that need no title
	given   vi.Phrases[[]string] // given names → keys
	folded  map[string][]string  // folded given names → keys
	titles  vi.Phrases[[]string] // titles of the directory → keys of their holders, all leaders
	numbers map[string]string    // "9" → code of "Phòng 9"
}

func newQuestionTable(d *staff.Directory) *questionTable {
	t := &questionTable{folded: map[string][]string{}, numbers: map[string]string{}}
	for _, u := range d.Units {
		if !u.HoldsLeaders() {
			t.addUnit(u)
		}
	}
	for _, g := range d.Groups {
		names := strings.Join(append([]string{g.Name}, g.Aliases...), "|")
		t.things.Add(Mention{Kind: Group, Key: g.Name}, names+"|"+strings.ReplaceAll(names, ",", ""))
		if isLeaders(d, g) {
			t.things.Add(Mention{Kind: Group, Key: g.Name}, leadersWords)
		}
	}
	for _, p := range d.People {
		for _, title := range []string{p.Title, p.Short} {
			if holders := leadersTitled(d, title); len(holders) > 0 {
				t.titles.Add(holders, title)
			}
		}
		if vi.Fold(p.Name) == vi.Fold(p.Title) {
			t.things.Add(Mention{Kind: Person, Key: p.Key}, strings.Join(p.Aliases, "|"))
			continue
		}
		t.given.Add(bearers(d, func(name string) bool { return name == p.Name }), p.Name)
		folded := vi.Fold(p.Name)
		t.folded[folded] = bearers(d, func(name string) bool { return vi.Fold(name) == folded })
		for _, alias := range p.Aliases {
			if !strings.Contains(vi.Fold(alias), vi.Fold(p.Name)) {
				t.things.Add(Mention{Kind: Person, Key: p.Key}, alias)
			}
		}
	}
	return t
}

// leadersTitled lists the leaders who hold the title; nobody if others hold it
// too, for then it does not say who is meant.
func leadersTitled(d *staff.Directory, title string) []string {
	var keys []string
	for _, p := range d.People {
		if p.Title != title && p.Short != title {
			continue
		}
		if !p.Has(staff.Leader) {
			return nil
		}
		keys = append(keys, p.Key)
	}
	return keys
}

// bearers lists the people whose given name fits.
func bearers(d *staff.Directory, fits func(name string) bool) []string {
	var keys []string
	for _, p := range d.People {
		if fits(p.Name) {
			keys = append(keys, p.Key)
		}
	}
	return keys
}

// bearers lists whom the given name at words[i] fits, and how many words it
// takes. Typed without diacritics, "thanh" is both Thanh and Thành.
func (q *questionReader) bearers(i int) (keys []string, n int) {
	keys, n = q.table.given.At(q.words, i)
	var typed []string
	for _, w := range q.words[i:min(i+n, len(q.words))] {
		if w.Marked() {
			return keys, n
		}
		typed = append(typed, w.Plain)
	}
	if n > 0 && !(q.capitalised(i) && marksElsewhere(q.words)) {
		keys = q.table.folded[strings.Join(typed, " ")]
	}
	return keys, n
}

// marksElsewhere reports whether the question was typed with diacritics, so
// that a name without them is meant so.
func marksElsewhere(words []vi.Word) bool {
	return slices.ContainsFunc(words, vi.Word.Marked)
}

// leadersWords name the leaders' group whatever it is called.
const leadersWords = `
	lãnh đạo|ban lãnh đạo|tập thể lãnh đạo|lãnh đạo cơ quan|lđ|các lãnh đạo|các sếp|mấy sếp|các đồng chí lãnh đạo|
	các đ/c lãnh đạo`

// isLeaders reports whether the group is all leaders and nobody else.
func isLeaders(d *staff.Directory, g staff.Group) bool {
	leaders := 0
	for _, p := range d.People {
		if p.Has(staff.Leader) {
			leaders++
			if !slices.Contains(g.Members, p.Key) {
				return false
			}
		}
	}
	return leaders > 0 && len(g.Members) == leaders
}

// addUnit enters a unit under its names and what people make of them: "phòng
// số 9", "viện kiểm sát Tuy An", "Tuy An".
func (t *questionTable) addUnit(u staff.Unit) {
	m := Mention{Kind: Unit, Key: u.Code}
	names := append([]string{u.Name, u.Code}, u.Aliases...)
	if number, ok := strings.CutPrefix(u.Name, "Phòng "); ok && vi.Words(number)[0].Number() {
		if _, taken := t.numbers[number]; !taken || !u.Former {
			t.numbers[number] = u.Code
		}
		names = append(names, "phòng số "+number)
	}
	if u.Kind == "huyen" {
		place := u.Name
		for _, head := range []string{"VKSND ", "Viện KSND ", "huyện ", "thị xã ", "thành phố ", "khu vực "} {
			place = strings.TrimPrefix(place, head)
		}
		if len(strings.Fields(place)) > 1 {
			for _, head := range []string{"", "VKSND ", "VKS ", "viện kiểm sát ", "viện kiểm sát nhân dân ", "viện ", "huyện ", "thị xã ", "thành phố ", "VKS huyện ", "viện kiểm sát huyện "} {
				names = append(names, head+place)
			}
		}
	}
	t.things.Add(m, strings.Join(names, "|"))
}

// A questionReader walks over the words of one question.
type questionReader struct {
	table *questionTable
	text  string
	words []vi.Word
	at    int
	found []Mention

	capitals bool // typed in capitals throughout, so that they say nothing
}

// note keeps a mention: the name is words[from:to], its title begins at
// words[start].
func (q *questionReader) note(m Mention, start, from, to int) {
	m.Start, m.End = q.words[start].Start, q.words[to-1].End
	if m.Kind == Unknown {
		m.Key = strings.Join(strings.Fields(q.text[q.words[from].Start:m.End]), " ")
	}
	q.found = append(q.found, m)
	q.at = to
}

// thing reads a unit, a group, or a person who needs no title.
func (q *questionReader) thing() bool {
	m, n := q.table.things.At(q.words, q.at)
	end := q.at + n
	switch {
	case n == 0:
		return q.unknownUnit()
	case m.Kind == Unit && (q.says(foreign, end) || q.words[end-1].Number() && q.isHour(end)):
		return false
	case m.Kind == Group && n <= 2 && (q.says(notLeaders, end) || q.at > 0 && q.says(onDuty, q.at-1)):
		return false
	}
	q.note(m, q.at, q.at, end)
	if m.Kind == Unit && q.words[end-1].Number() {
		q.moreUnits()
	}
	return true
}

// moreUnits reads the further numbers of "phòng 8, 9".
func (q *questionReader) moreUnits() {
	for q.says(listing, q.at) && q.at+1 < len(q.words) {
		code, ok := q.table.numbers[q.words[q.at+1].Plain]
		if !ok || q.isHour(q.at+2) {
			return
		}
		q.note(Mention{Kind: Unit, Key: code}, q.at+1, q.at+1, q.at+2)
	}
}

// isHour reports whether the number before words[i] is an hour or part of a
// date: "họp phòng 9h", "phòng 8, 9/10".
func (q *questionReader) isHour(i int) bool {
	return i < len(q.words) && q.words[i].Start == q.words[i-1].End && q.says(figureTails, i)
}

// unknownUnit reads "phòng 99".
func (q *questionReader) unknownUnit() bool {
	i := q.at
	if i+1 >= len(q.words) || !q.says(division, i) || !q.words[i+1].Number() || q.isHour(i+2) {
		return false
	}
	if q.words[i].Plain == "p" && q.words[i+1].Start != q.words[i].End {
		return false
	}
	q.note(Mention{Kind: Unknown}, i, i, i+2)
	return true
}

// titled reads a title with the name behind it, or a title that says enough.
func (q *questionReader) titled() bool {
	start := q.at
	holders, n := q.table.titles.At(q.words, start)
	var address address
	if n == 0 {
		if address, n = addresses.At(q.words, start); n == 0 || start > 0 && q.says(weekdayHead, start-1) {
			return false
		}
		if _, other := otherWords.At(q.words, start); other > 0 && !q.words[start].Marked() {
			address = doubtful
		}
	}
	at := start + n
	if more, m := q.table.titles.At(q.words, at); m > 0 && holders == nil {
		holders, at = more, at+m // "đồng chí Phó Viện trưởng"
	}
	if keys, end := q.name(at); keys != nil && q.isName(at, address) {
		q.person(keys, start, at, end)
		return true
	}
	if end := q.stranger(at, address, holders != nil); end > at {
		q.note(Mention{Kind: Unknown}, start, at, end)
		return true
	}
	if m, _ := q.table.things.At(q.words, at); holders == nil || m.Kind == Unit || q.says(which, at) {
		return false // "PVT nào", or the head of another office: "Viện trưởng VKSND huyện Tuy An"
	}
	q.note(Mention{Kind: Person, Key: holders[0], Others: holders[1:]}, start, start, at)
	return true
}

// name reads a given name at words[i], with the family names before it if it
// is written with them.
func (q *questionReader) name(i int) (keys []string, end int) {
	for k := i; k < len(q.words) && k < i+4; k++ {
		if keys, n := q.bearers(k); n > 0 {
			return keys, k + n
		}
		if !q.capitalised(k) {
			break
		}
	}
	return nil, i
}

// isName reports whether the known name at words[i] is meant as one: "chị liên
// hệ" is not Liên, "co lien hoan" not cô Liên.
func (q *questionReader) isName(i int, a address) bool {
	return a == formal || q.capitalised(i) && a != doubtful || !q.compound(i)
}

// person notes a person, with what may follow the name: "- PVT", "và Thanh".
func (q *questionReader) person(keys []string, start, from, end int) {
	if end < len(q.words) && q.words[end].Plain == "-" {
		if _, n := q.table.titles.At(q.words, end+1); n > 0 {
			end += n + 1
		}
	} else if _, n := q.table.titles.At(q.words, end); n > 0 {
		end += n
	}
	q.note(Mention{Kind: Person, Key: keys[0], Others: keys[1:]}, start, from, end)
	if q.says(listing, q.at) {
		next := q.at + 1
		if keys, n := q.bearers(next); n > 0 && !q.compound(next) {
			q.person(keys, next, next, next+n)
		}
	}
}

// stranger finds the end of a name behind a title that nobody bears; none is i.
func (q *questionReader) stranger(i int, a address, shared bool) int {
	if i >= len(q.words) || q.words[i].Number() || q.words[i].Mark() || a == doubtful || q.compound(i) {
		return i
	}
	capital := q.capitalised(i)
	if q.says(numberNames, i) {
		followed := q.says(timeTails, i+1) && !capital && q.words[i].Plain != "mai"
		if followed || i+1 < len(q.words) && q.words[i+1].Number() || shared && !capital {
			return i
		}
	} else if _, n := q.table.things.At(q.words, i); n > 0 || q.says(functionWords, i) {
		return i
	} else if !capital && !q.says(givenNames, i) && (a != formal || i > 1 && q.says(severals, i-2)) {
		return i
	}
	end := i + 1
	for end < len(q.words) && end < i+4 && capital && q.capitalised(end) {
		if _, n := q.table.things.At(q.words, end); n > 0 || q.says(functionWords, end) {
			break
		}
		end++
	}
	return end
}

// untitled reads a given name without a title where only a name can stand.
func (q *questionReader) untitled() bool {
	i := q.at
	keys, n := q.bearers(i)
	if n == 0 || q.compound(i) {
		return false
	}
	_, title := q.table.titles.At(q.words, i+n)
	owned := i > 0 && q.says(ownerHeads, i-1)
	if !q.capitalised(i) && title == 0 && !owned && !q.says(ownVerbs, i+n) {
		return false
	}
	q.person(keys, i, i, i+n)
	return true
}

// compound reports whether the word at words[i] is part of a longer word.
func (q *questionReader) compound(i int) bool {
	for back := 0; back <= 1 && i-back >= 0; back++ {
		if _, n := longerWords.At(q.words, i-back); n > back {
			return true
		}
	}
	return false
}

// says reports whether one of the phrases begins at words[i].
func (q *questionReader) says(p *vi.Phrases[bool], i int) bool {
	_, n := p.At(q.words, i)
	return n > 0
}

func (q *questionReader) capitalised(i int) bool {
	r, _ := utf8.DecodeRuneInString(q.words[i].Text)
	return unicode.IsUpper(r) && !q.capitals
}

// allCapitals reports whether the text was typed in capitals, so that they say
// nothing.
func allCapitals(words []vi.Word) bool {
	letters := 0
	for _, w := range words {
		if w.Number() || w.Mark() {
			continue
		}
		if w.Text != strings.ToUpper(w.Text) {
			return false
		}
		letters++
	}
	return letters > 1
}
