package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Word is a run of letters, a run of digits or one mark of punctuation in a
// text. Digits are always apart from letters ("t5" and "14h30" are two and
// three words); Start and End tell what was typed together.
type Word struct {
	Text       string // as typed
	Plain      string // folded: "thu"
	Spelled    string // lower case, tone last: "thư" + U+0301; the same for hòa and hoà
	Start, End int    // bytes of the text
}

// Marked reports whether the word was typed with diacritics.
func (w Word) Marked() bool { return w.Spelled != w.Plain }

// Is reports whether the word can be read as the other, a correctly written
// one: what is typed with diacritics is read with them, what is typed without
// is compared folded.
func (w Word) Is(written Word) bool {
	if w.Marked() {
		return w.Spelled == written.Spelled
	}
	return w.Plain == written.Plain
}

// Number reports whether the word is digits.
func (w Word) Number() bool { return w.Plain != "" && w.Plain[0] >= '0' && w.Plain[0] <= '9' }

// Mark reports whether the word is punctuation.
func (w Word) Mark() bool {
	r, _ := utf8.DecodeRuneInString(w.Plain)
	return w.Plain == "" || !unicode.IsLetter(r) && !w.Number()
}

// Words splits a cleaned text. Signs without meaning in a question (emoji,
// quotation marks, question marks) are left out; all dashes become "-".
func Words(text string) []Word {
	words := make([]Word, 0, len(text)/4+1)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		end := i + size
		switch {
		case unicode.IsLetter(r):
			end = i + runOf(text[i:], func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) })
			words = append(words, newWord(text[i:end], i))
		case r >= '0' && r <= '9':
			end = i + runOf(text[i:], func(r rune) bool { return r >= '0' && r <= '9' })
			words = append(words, Word{Text: text[i:end], Plain: text[i:end], Spelled: text[i:end], Start: i, End: end})
		case unicode.Is(unicode.Pd, r):
			words = append(words, Word{Text: text[i:end], Plain: "-", Spelled: "-", Start: i, End: end})
		case strings.ContainsRune("/.,:;&@'’(", r):
			words = append(words, Word{Text: text[i:end], Plain: text[i:end], Spelled: text[i:end], Start: i, End: end})
		}
		i = end
	}
	return words
}

// runOf counts the bytes at the start of text whose runes satisfy in.
func runOf(text string, in func(rune) bool) int {
	for i, r := range text {
		if !in(r) {
			return i
		}
	}
	return len(text)
}

func newWord(text string, start int) Word {
	plain, spelled := spell(text)
	return Word{Text: text, Plain: plain, Spelled: spelled, Start: start, End: start + len(text)}
}

// spell gives a word folded and with its tone at the end.
func spell(word string) (plain, spelled string) {
	lower := strings.ToLower(word)
	if isASCII(lower) {
		return lower, lower
	}
	var p, s strings.Builder
	p.Grow(len(lower))
	s.Grow(len(lower) + 2)
	var tone rune
	for _, r := range lower {
		l, known := letters[r]
		if !known {
			l = decompose(r)
		}
		p.WriteString(l.plain)
		s.WriteString(l.spelled)
		if l.tone != 0 {
			tone = l.tone
		}
	}
	if tone != 0 {
		s.WriteRune(tone)
	}
	return p.String(), s.String()
}

// A lettering is a letter folded, with its mark only, and its tone.
type lettering struct {
	plain, spelled string
	tone           rune
}

// letters are the Vietnamese ones, taken apart once.
var letters = func() map[rune]lettering {
	table := map[rune]lettering{}
	for r := 'a'; r <= 'ỹ'; r++ {
		if r <= 'ư' || r >= 'ạ' {
			table[r] = decompose(r)
		}
	}
	return table
}()

func decompose(letter rune) lettering {
	var l lettering
	for _, r := range norm.NFD.String(string(letter)) {
		switch {
		case strings.ContainsRune(tones, r):
			l.tone = r
		case unicode.Is(unicode.Mn, r):
			l.spelled += string(r)
		case r == 'đ' || r == 'ð':
			l.plain, l.spelled = l.plain+"d", l.spelled+"đ"
		default:
			l.plain, l.spelled = l.plain+string(r), l.spelled+string(r)
		}
	}
	return l
}

// The five marks of tone; the level tone has none.
const (
	grave = '\u0300' // huyền
	acute = '\u0301' // sắc
	tilde = '\u0303' // ngã
	hook  = '\u0309' // hỏi
	dot   = '\u0323' // nặng

	tones = string(grave) + string(acute) + string(tilde) + string(hook) + string(dot)
)

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
