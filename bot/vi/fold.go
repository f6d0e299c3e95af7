// Package vi is Vietnamese as people type it: letters with and without
// diacritics, numbers, days, hours and spans, read from text and written back
// to it. It knows nothing of the office.
package vi

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Clean brings text into the one form that every room works on: NFC, the
// Icelandic Ð and ð that some keyboards give as Đ and đ, no-break and zero-width
// spaces as plain spaces or nothing, no other invisible signs, no carriage returns. Line breaks stay.
func Clean(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'Ð':
			return 'Đ'
		case r == 'ð':
			return 'đ'
		case r == '\r', unicode.Is(unicode.Cf, r), r == '\u034F', r >= '\uFE00' && r <= '\uFE0F':
			return -1
		case r == '\n', r == '\t':
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
}

// Fold removes what typing without diacritics removes: "Thứ Năm" becomes
// "thu nam". It changes case, marks and đ only, never word breaks.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ' || r == 'Đ' || r == 'Ð' || r == 'ð':
			b.WriteByte('d')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
