package names

import (
	"strings"
	"unicode"

	"thuky/bot/vi"
	"thuky/store/staff"
)

// Called finds the people whom a name or key that was typed by itself means: exactly
// as written if there are such, else in any case and without marks.
func Called(d *staff.Directory, typed string) []staff.Person {
	var exact, folded []staff.Person
	for _, p := range d.People {
		switch {
		case p.Key == typed:
			return []staff.Person{p}
		case p.Name == typed:
			exact = append(exact, p)
		case Key(p.Key) == Key(typed) || Key(p.Name) == Key(typed):
			folded = append(folded, p)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return folded
}

// Key makes a person's key of a name: "Nguyễn Văn An" is "nguyen-van-an"; "" of a
// name without a letter.
func Key(name string) string {
	words := strings.FieldsFunc(vi.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "-")
}
