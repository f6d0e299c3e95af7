package names

// InSchedule finds the names in a text of the schedule, strictly: a person is a
// title of respect or office and a capitalised given name with its diacritics
// ("đ/c Thảo", "Thảo - PVT", "các đ/c Thảo, Liên"), or a title that has one
// holder ("Viện trưởng"); units and groups go by any of their names in any case,
// whole words, the longest first. "Phòng 9, 10" is both.
//
// A title of another office is nobody here ("Viện trưởng VKSND huyện Tuy An").
// A title with a name that is not in the directory is a mention of kind Unknown.
// The text must be in the form of vi.Clean. Mentions come in order and do not
// overlap.
func (x *Index) InSchedule(text string) []Mention { return x.scan(text, false) }

// InHosts finds the names in a text that is a list of people, such as a cell of
// the column "Chủ trì": there a capitalised given name needs no title.
func (x *Index) InHosts(text string) []Mention { return x.scan(text, true) }

func (x *Index) scan(text string, bare bool) []Mention {
	s := &scanner{index: x, source: text, list: tokens(text), bare: bare}
	for i := 0; i < len(s.list); {
		end := s.thing(i)
		if end == i {
			end = s.people(i)
		}
		i = max(end, i+1)
	}
	return s.found
}

// scanner is the state of one scan.
type scanner struct {
	index  *Index
	source string
	list   []token
	bare   bool // a given name needs no title
	found  []Mention
}

func (s *scanner) word(i int) string {
	if i < 0 || i >= len(s.list) {
		return ""
	}
	return s.list[i].text
}

// begins reports whether the words stand at token i.
func (s *scanner) begins(i int, words ...string) bool {
	for k, word := range words {
		if s.word(i+k) != word {
			return false
		}
	}
	return true
}

// upper reports whether token i begins with a capital letter.
func (s *scanner) upper(i int) bool { return i < len(s.list) && s.list[i].upper }

// joined reports whether only space stands between tokens i-1 and i, and both
// are words.
func (s *scanner) joined(i int) bool {
	return i > 0 && i < len(s.list) && s.list[i].letters && (s.list[i-1].letters || s.list[i-1].digits)
}

func (s *scanner) add(kind Kind, keys []string, start, end int) {
	s.found = append(s.found, Mention{
		Kind: kind, Key: keys[0], Others: keys[1:],
		Start: s.list[start].start, End: s.list[end-1].end,
	})
}

// thing reads a unit or group at token i, and further units that leave out what
// they share with it; it returns the token after, i if there is none.
func (s *scanner) thing(i int) int {
	entries, end, path := s.index.things.longest(s.list, i)
	if end == i || s.isTitleOfList(end) || s.elsewhere(i, end, entries[0]) {
		return i
	}
	s.add(entries[0].kind, keys(entries), i, end)
	for entries[0].kind == Unit {
		next, after := s.sibling(end, path)
		if next == nil {
			break
		}
		s.add(Unit, keys(next), end+1, after)
		end = after
	}
	return end
}

func keys(entries []entry) []string {
	list := make([]string, len(entries))
	for i, e := range entries {
		list[i] = e.key
	}
	return list
}

// sibling reads ", 10" after "Phòng 9": a separator and the rest of a unit's name
// that begins like the one before.
func (s *scanner) sibling(i int, path []*node) (found []entry, end int) {
	if !isSeparator(s.word(i)) || i+1 >= len(s.list) {
		return nil, i
	}
	first := s.list[i+1]
	if !first.upper && !(first.digits && s.source[first.start] != '0') {
		return nil, i
	}
	if _, end, _ := s.index.things.longest(s.list, i+1); end > i+1 {
		return nil, i // a name that leaves nothing out
	}
	for depth := len(path) - 2; depth >= 0; depth-- {
		entries, end, _ := path[depth].longest(s.list, i+1)
		if end == i+1 || entries[0].kind != Unit || first.digits && s.countsThings(end) {
			continue
		}
		return entries, end
	}
	return nil, i
}

// countsThings reports whether the number before token i counts something or is
// part of a time or date, and so is no unit's: "Phòng 9, 10 giờ".
func (s *scanner) countsThings(i int) bool {
	if counted[s.word(i)] {
		return true
	}
	sign := s.word(i) == "/" || s.word(i) == ":" || s.word(i) == "%" || s.word(i) == "." || s.word(i) == "-"
	return sign && i+1 < len(s.list) && s.list[i+1].digits && s.list[i].start == s.list[i-1].end
}

func isSeparator(word string) bool {
	switch word {
	case ",", ";", "và", "&", "+":
		return true
	}
	return false
}

// elsewhere reports whether what stands at tokens i to end belongs to another
// office: "Văn phòng UBND tỉnh", "Phòng 2 Công an tỉnh", "Lãnh đạo Viện KSND
// huyện".
func (s *scanner) elsewhere(i, end int, e entry) bool {
	if !s.joined(end) {
		return false
	}
	if s.word(end-1) == "viện" && (s.word(end) == "ksnd" || s.begins(end, "kiểm", "sát")) {
		return s.otherProcuracy(end - 1)
	}
	if e.kind != Unit {
		return false
	}
	if s.word(end) == "viện" || s.procuracy(end) > end {
		return s.otherProcuracy(end)
	}
	if s.begins(i, "văn", "phòng") && end == i+2 {
		return s.upper(end) || officeWork[s.word(end)]
	}
	return s.upper(end) && institutions[s.word(end)]
}

// procuracy skips the word for a procuracy at token i.
func (s *scanner) procuracy(i int) int {
	switch {
	case s.word(i) == "vksnd", s.word(i) == "vks", s.word(i) == "vksndtc":
		return i + 1
	case s.begins(i, "viện", "ksnd"):
		return i + 2
	case s.begins(i, "viện", "kiểm", "sát", "nhân", "dân"):
		return i + 5
	case s.begins(i, "viện", "kiểm", "sát"):
		return i + 3
	}
	return i
}

// otherProcuracy reports whether token i begins the name of a procuracy other
// than our own: "VKSND huyện Tuy An", "Viện KSND tối cao".
func (s *scanner) otherProcuracy(i int) bool {
	if s.word(i) == "của" {
		i++
	}
	named := s.procuracy(i)
	switch {
	case named == i:
		return false
	case s.word(i) == "vksndtc", s.begins(named, "tối", "cao"), s.begins(named, "cấp"), s.begins(named, "các"), s.otherLevel(named):
		return true
	case s.word(named) == "tỉnh":
		return s.otherProvince(named)
	}
	return s.joined(named) && s.upper(named)
}

// elsewhereTitle reports whether token i, after a title, says that its holder is
// of another office: "Viện trưởng VKSND huyện Tuy An", "Viện trưởng các huyện".
func (s *scanner) elsewhereTitle(i int) bool {
	if s.otherProcuracy(i) {
		return true
	}
	if s.word(i) == "các" || s.word(i) == "cấp" {
		i++
	}
	return s.otherLevel(i) || s.word(i) == "tỉnh" && s.otherProvince(i)
}

func (s *scanner) otherLevel(i int) bool {
	return otherLevels[s.word(i)] || otherLevels[s.word(i)+" "+s.word(i+1)]
}

// otherProvince reads "tỉnh Khánh Hòa" at token i; "tỉnh" alone is our own.
func (s *scanner) otherProvince(i int) bool {
	own := s.index.province
	return len(own) > 0 && s.joined(i+1) && s.upper(i+1) && !s.begins(i+1, own...)
}
