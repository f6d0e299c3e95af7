package names

import "strings"

// maxMembers bounds a list, and with it how far a scan may look ahead in vain.
const maxMembers = 32

// A member is one name of a list of people: "đ/c Thảo" of "đ/c Thảo, Thanh - PVT".
type member struct {
	keys       []string // people the name fits
	written    string   // the name, if it fits nobody
	start, end int      // tokens, title included
	elsewhere  bool     // of another office
}

// people reads a list of people at token i: [title] name { separator [title] name }
// [- title]. One title serves the whole list. It returns the token after, i if
// there is no list.
func (s *scanner) people(i int) int {
	titled := s.bare
	var members []member
	at := i
	for first := true; len(members) < maxMembers; first = false {
		m, own, ok := s.member(at, titled, first)
		if !ok {
			break
		}
		titled = titled || own
		members = append(members, m)
		at = m.end
		if !isSeparator(s.word(at)) && s.word(at) != "-" {
			break
		}
		at++
	}
	if len(members) == 0 {
		return i
	}
	if !titled {
		return max(members[len(members)-1].start, i+1) // no part of the list has a title either
	}
	for _, m := range members {
		switch {
		case m.elsewhere:
		case len(m.keys) == 0 || m.written != "":
			s.add(Unknown, append([]string{m.written}, m.keys...), m.start, m.end)
		default:
			s.add(Person, m.keys, m.start, m.end)
		}
	}
	return members[len(members)-1].end
}

// member reads one name with the titles before and after it. Titled says that an
// earlier title serves this name too; own, that it has one itself.
func (s *scanner) member(i int, titled, first bool) (m member, own, ok bool) {
	m.start = i
	at, courtesy := s.courtesy(i)
	office, at := s.office(at)
	own = courtesy || office != ""
	if key, chief := s.index.alone[office]; chief && s.isChief(i, at) {
		m.keys, m.end = []string{key}, at
		return m, true, true
	}
	name, end := s.name(at, own, own || titled && !first)
	if end == at {
		return m, false, false
	}
	if title, after := s.suffix(end); after > end {
		office, own = title, true
		m.elsewhere = s.elsewhereTitle(after)
		end = after
	}
	m.end = end
	m.keys, m.written = s.who(name, office)
	return m, own, true
}

// courtesy skips "đ/c", "các đồng chí" and the colon some put after it.
func (s *scanner) courtesy(i int) (end int, found bool) {
	start := i
	if s.word(i) == "các" {
		i++
	}
	switch {
	case s.begins(i, "đ", "/", "c"), s.begins(i, "đ", ".", "c"):
		i += 3
	case s.begins(i, "đồng", "chí"):
		i += 2
	case s.word(i) == "đc" && wordEnds(s.list, i):
		i++
	case i > start && s.word(i) != "viện":
		return i, false // "các PVT Thảo, Liên"
	default:
		return start, false
	}
	if w := s.word(i); w == ":" || w == "." {
		i++
	}
	return i, true
}

// office skips a title of the directory, and the words that may follow it.
func (s *scanner) office(i int) (title string, end int) {
	_, end, _ = s.index.titles.longest(s.list, i)
	if end == i || !s.upper(i) && end == i+1 {
		return "", i
	}
	title = s.joinedWords(i, end)
	if s.begins(end, "thường", "trực") || s.begins(end, "phụ", "trách") {
		end += 2
	}
	if s.word(end) == ":" && s.named(end+1) {
		end++
	}
	return title, end
}

func (s *scanner) joinedWords(i, end int) string {
	parts := make([]string, 0, end-i)
	for _, t := range s.list[i:end] {
		parts = append(parts, t.text)
	}
	return strings.Join(parts, " ")
}

// suffix skips "- PVT", "(Phó Viện trưởng)", ", Phó Viện trưởng" after a name. A
// title with a name of its own belongs to that.
func (s *scanner) suffix(i int) (title string, end int) {
	at := i
	switch s.word(i) {
	case "-", "–", "—", "(", ",":
		at++
	}
	title, end = s.office(at)
	_, alone := s.index.alone[title]
	if title == "" || s.named(end) || s.word(i) == "," && alone && !s.elsewhereTitle(end) {
		return "", i
	}
	return title, end
}

// named reports whether a given name of the directory stands at token i.
func (s *scanner) named(i int) bool {
	_, end, _ := s.index.given.longest(s.list, i)
	return end > i && s.upper(i)
}

// isChief reports whether the title at tokens i to end, whose only holder needs
// no name, means that holder: not "Phó Viện trưởng", not "các Viện trưởng", not
// the chief of another office.
func (s *scanner) isChief(i, end int) bool {
	switch s.word(i - 1) {
	case "phó", "nguyên", "cựu", "các":
		return false
	}
	if s.word(end-1) == "vt" && !s.list[end-1].caps {
		return false
	}
	return !s.elsewhereTitle(end)
}

// name reads a name at token i: one of the directory, or, after a title, any
// capitalised words. Direct says that a title stands right before it.
func (s *scanner) name(i int, direct, titled bool) (words []token, end int) {
	if !s.upper(i) || s.list[i].caps && !s.named(i) {
		return nil, i
	}
	_, known, _ := s.index.given.longest(s.list, i)
	if known > i {
		if s.isCompound(i, known, direct) {
			return nil, i
		}
		end = s.restOfName(known)
		return s.list[i:end], end
	}
	if !titled || !s.mayBeName(i) {
		return nil, i
	}
	end = s.restOfName(i + 1)
	if !direct && !s.closes(end) && !s.goesOn(i, maxMembers) {
		return nil, i
	}
	return s.list[i:end], end
}

// restOfName skips further capitalised words of the same name: "Hà" of "đ/c
// Thanh Hà".
func (s *scanner) restOfName(i int) int {
	for start := i; i < start+3 && s.joined(i) && s.upper(i) && !s.list[i].caps && s.mayBeName(i); {
		i++
	}
	return i
}

// mayBeName reports whether the capitalised word at token i may be of a person's
// name: it begins no title, unit, group or institution.
func (s *scanner) mayBeName(i int) bool {
	if !s.list[i].letters || officeWords[s.word(i)] || titleWords[s.word(i)+" "+s.word(i+1)] {
		return false
	}
	if _, end, _ := s.index.things.longest(s.list, i); end > i {
		return false
	}
	_, end, _ := s.index.titles.longest(s.list, i)
	return end == i
}

// isCompound reports whether the given name at tokens i to end only begins a
// common word: "Thanh tra", "Liên đoàn". Right after a title few words are.
func (s *scanner) isCompound(i, end int, direct bool) bool {
	if !s.joined(end) || s.list[end].upper {
		return false
	}
	if direct {
		return s.word(end) == "tra" && (inspectors[s.word(end+1)] || !s.joined(end+1))
	}
	return compounds[s.word(end)]
}

// closes reports whether a list of names may end or go on at token i; only then
// a word without a title of its own is taken for an unknown name.
func (s *scanner) closes(i int) bool {
	switch s.word(i) {
	case "-", "–", "—":
		_, end := s.suffix(i)
		return end > i
	case "", ";", ")":
		return true
	}
	return false
}

// goesOn reports whether the single word at token i stands as a name in a list that
// goes on after it: before a verb ("Thảo, Hùng dự họp"), before another name. It
// looks at so many words at most.
func (s *scanner) goesOn(i, most int) bool {
	if most == 0 || !s.upper(i) || s.list[i].caps || !s.mayBeName(i) {
		return false
	}
	if next := s.word(i + 1); !isSeparator(next) {
		return deeds[next] && s.joined(i+1)
	}
	if _, end, _ := s.index.given.longest(s.list, i+2); end > i+2 && s.upper(i+2) {
		return !s.isCompound(i+2, end, false)
	}
	return s.goesOn(i+2, most-1)
}

// who finds the people of a name. The title of office, if any, decides between
// several. A longer name than the directory's is known only by its title of
// office: "đ/c Thanh Hà" need not be Thanh. Written is "" if keys are certain.
func (s *scanner) who(name []token, office string) (keys []string, written string) {
	entries, end, _ := s.index.given.longest(name, 0)
	whole := end == len(name)
	for from := 1; from < len(name) && !whole; from++ {
		if found, stop, _ := s.index.given.longest(name, from); stop == len(name) {
			entries = found
			whole = office != ""
			break
		}
	}
	for _, e := range entries {
		if office == "" || s.holds(e.key, office) {
			keys = append(keys, e.key)
		}
	}
	if !whole || len(keys) == 0 {
		written = s.source[name[0].start:name[len(name)-1].end]
	}
	return keys, written
}

func (s *scanner) holds(key, office string) bool {
	p, _ := s.index.directory.Person(key)
	return strings.Join(words(p.Title), " ") == office || strings.Join(words(p.Short), " ") == office
}

// isTitleOfList reports whether the group before token end only introduces a
// list of its members: "các PVT Thảo, Liên".
func (s *scanner) isTitleOfList(end int) bool {
	introduces := false
	for start := max(0, end-6); start < end && !introduces; start++ {
		_, stop, _ := s.index.titles.longest(s.list, start)
		introduces = stop == end && stop > start
	}
	if s.word(end) == ":" {
		end++
	}
	return introduces && s.named(end)
}
