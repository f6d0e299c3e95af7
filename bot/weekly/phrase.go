package weekly

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// indexPhrase finds a phrase in the text, in any case and as whole words; -1 if
// it is not there. Both are in the form of vi.Clean with single spaces. (A
// regular expression would do the same at many times the cost, for every item.)
func indexPhrase(text, phrase string) int {
	first := phrase[0]
	for i := 0; i+len(phrase) <= len(text); i++ {
		if c := text[i]; c != first && c != first-'a'+'A' {
			continue
		}
		if strings.EqualFold(text[i:i+len(phrase)], phrase) && wordEnds(text, i+len(phrase)) && wordBegins(text, i) {
			return i
		}
	}
	return -1
}

func hasPhrase(text, phrase string) bool { return indexPhrase(text, phrase) >= 0 }

// wordBegins reports whether no letter or digit stands right before byte i.
func wordBegins(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return i == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
