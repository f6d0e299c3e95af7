package names

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"thuky/bot/vi"
	"thuky/store/staff"
)

// mostNear is how many units are offered for one that is not known.
const mostNear = 3

// Near are the units that somebody may have meant who wrote a name which none has ("TP
// Tuy Hoà"), the best first and of these only the equally good. A word of the name that
// few units have tells more than one that many have: "Phòng 99" is near to nothing.
func Near(units []staff.Unit, typed string) []staff.Unit {
	words := make([]map[string]bool, len(units))
	having := map[string]int{}
	for i, u := range units {
		words[i] = wordsOf(append([]string{u.Code, u.Name}, u.Aliases...)...)
		for word := range words[i] {
			having[word]++
		}
	}
	type candidate struct {
		unit  staff.Unit
		worth float64
	}
	var found []candidate
	for i, u := range units {
		worth := 0.0
		for word := range wordsOf(typed) {
			if words[i][word] {
				worth += 1 / float64(having[word])
			}
		}
		if worth >= 0.5 || len(units) == 1 && worth > 0 {
			found = append(found, candidate{u, worth})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.worth, a.worth) })
	var near []staff.Unit
	for _, c := range found {
		if len(near) < mostNear && c.worth > found[0].worth-1e-9 {
			near = append(near, c.unit)
		}
	}
	return near
}

// wordsOf are the folded words of names.
func wordsOf(names ...string) map[string]bool {
	all := map[string]bool{}
	for _, name := range names {
		for _, word := range strings.FieldsFunc(vi.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			all[word] = true
		}
	}
	return all
}
