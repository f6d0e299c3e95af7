package render

import (
	"strings"

	"thuky/bot/vi"
	"thuky/store/staff"
)

// A reader knows which names a text shows, so that an item repeats only what its
// text leaves out. In doubt a name is not shown: to repeat it does no harm.
type reader []vi.Word

func read(text string) reader { return vi.Words(text) }

// shows reports whether one of the phrases stands in the text, word for word in
// any case. A phrase after "Phó" is another one: Phó Viện trưởng is not Viện
// trưởng.
func (r reader) shows(phrases ...string) bool {
	for _, phrase := range phrases {
		words := vi.Words(phrase)
		for at := r.find(words, 0); at >= 0; at = r.find(words, at+1) {
			if at == 0 || r[at-1].Spelled != deputy.Spelled {
				return true
			}
		}
	}
	return false
}

var deputy = vi.Words("phó")[0]

// find gives the place of the words at or after from, -1 if there is none.
func (r reader) find(words []vi.Word, from int) int {
	for at := from; len(words) > 0 && at+len(words) <= len(r); at++ {
		if r.has(words, at) {
			return at
		}
	}
	return -1
}

// has reports whether the words stand at the place.
func (r reader) has(words []vi.Word, at int) bool {
	for i, word := range words {
		if r[at+i].Spelled != word.Spelled {
			return false
		}
	}
	return true
}

// showsPerson: the given name alone may be another word ("dự thảo"); it counts
// after a title or as a member of a list ("đ/c Viện trưởng, Thảo, Thanh").
func (r reader) showsPerson(p staff.Person) bool {
	if r.shows(p.Aliases...) || r.shows("đ/c "+p.Name, "đồng chí "+p.Name, p.Name+" - "+p.Short, p.Short+" "+p.Name, p.Title+" "+p.Name) {
		return true
	}
	name := vi.Words(p.Name)
	for at := r.find(name, 0); at >= 0; at = r.find(name, at+1) {
		end := at + len(name)
		capital := r[at].Text == name[0].Text
		if capital && at > 0 && separates(r[at-1]) && (end == len(r) || separates(r[end])) {
			return true
		}
	}
	return false
}

// showsUnit: "Phòng 9, 10 và 11" shows Phòng 10 too.
func (r reader) showsUnit(u staff.Unit) bool {
	if r.shows(u.Name) || r.shows(u.Aliases...) {
		return true
	}
	name := vi.Words(u.Name)
	last := len(name) - 1
	if last < 1 || !name[last].Number() {
		return false
	}
	kind := name[:last]
	for at := r.find(kind, 0); at >= 0; at = r.find(kind, at+1) {
		for i := at + last; i < len(r) && (r[i].Number() || separates(r[i])); i++ {
			if r[i].Spelled == name[last].Spelled {
				return true
			}
		}
	}
	return false
}

// separates reports whether the word stands between the members of a list.
func separates(w vi.Word) bool { return w.Mark() || w.Spelled == and.Spelled }

var and = vi.Words("và")[0]

// participants names who takes part: people, groups, units; with hidden only
// those whom the text does not show.
func participants(r reader, people, groups, units []string, d *staff.Directory, hidden bool) string {
	var all []string
	for _, key := range people {
		if p, ok := d.Person(key); !ok {
			all = append(all, key)
		} else if !hidden || !r.showsPerson(p) {
			all = append(all, p.Style())
		}
	}
	for _, name := range groups {
		g, _ := d.Group(name)
		if !hidden || !r.shows(name) && !r.shows(g.Aliases...) {
			all = append(all, name)
		}
	}
	for _, code := range units {
		if u, ok := d.Unit(code); !ok {
			all = append(all, code)
		} else if !hidden || !r.showsUnit(u) {
			all = append(all, u.Name)
		}
	}
	return strings.Join(all, "; ")
}
