package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is a run of letters, a run of digits or one other sign of a text.
// White space separates tokens and is none.
type token struct {
	text       string // canonical: lower case, tone mark in one place
	start, end int    // bytes of the source
	upper      bool   // begins with a capital letter
	caps       bool   // two or more letters, all capital
	letters    bool
	digits     bool
}

// tokens cuts a text that is in the form of vi.Clean.
func tokens(text string) []token {
	list := make([]token, 0, len(text)/4+1)
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) {
			at += size
			continue
		}
		t := token{start: at, upper: unicode.IsUpper(r), letters: unicode.IsLetter(r), digits: unicode.IsDigit(r)}
		upper, count := 0, 0
		for at < len(text) {
			r, size := utf8.DecodeRuneInString(text[at:])
			if count > 0 && !(t.letters && unicode.IsLetter(r) || t.digits && unicode.IsDigit(r)) {
				break
			}
			if unicode.IsUpper(r) {
				upper++
			}
			count++
			at += size
		}
		t.end = at
		t.caps = count > 1 && upper == count
		t.text = canonical(text[t.start:t.end])
		list = append(list, t)
	}
	return list
}

// words are the canonical texts of a name's tokens.
func words(name string) []string {
	var list []string
	for _, t := range tokens(name) {
		list = append(list, t.text)
	}
	return list
}

// toneMarks moves the mark of oa, oe and uy to the first vowel: hoà becomes hòa.
// Whether that is where a teacher puts it does not matter, only that both
// spellings end up the same.
var toneMarks = strings.NewReplacer(
	"oà", "òa", "oá", "óa", "oả", "ỏa", "oã", "õa", "oạ", "ọa",
	"oè", "òe", "oé", "óe", "oẻ", "ỏe", "oẽ", "õe", "oẹ", "ọe",
	"uỳ", "ùy", "uý", "úy", "uỷ", "ủy", "uỹ", "ũy", "uỵ", "ụy",
)

// canonical is the form in which words are compared: lower case, the tone mark
// in one place, numbers without leading zeros.
func canonical(word string) string {
	word = strings.ToLower(word)
	for i := 0; i+1 < len(word); i++ {
		if c := word[i]; (c == 'o' || c == 'u') && word[i+1] >= utf8.RuneSelf {
			return toneMarks.Replace(word)
		}
	}
	if trimmed := strings.TrimLeft(word, "0"); trimmed != "" && trimmed[0] <= '9' && trimmed[0] >= '0' {
		return trimmed
	}
	return word
}

// An entry is what a name stands for.
type entry struct {
	kind Kind
	key  string
}

// A node is a place in the tree of names, a step a token.
type node struct {
	next    map[string]*node
	entries []entry
}

func (n *node) add(name string, e entry) {
	path := words(name)
	if len(path) == 0 {
		return
	}
	for _, word := range path {
		if n.next == nil {
			n.next = map[string]*node{}
		}
		if n.next[word] == nil {
			n.next[word] = &node{}
		}
		n = n.next[word]
	}
	for _, known := range n.entries {
		if known == e {
			return
		}
	}
	n.entries = append(n.entries, e)
}

// has reports whether the name was added.
func (n *node) has(name string) bool {
	for _, word := range words(name) {
		if n = n.next[word]; n == nil {
			return false
		}
	}
	return len(n.entries) > 0
}

// longest finds the longest name that begins at token i; end is the token after
// it, i if there is none. The path holds the nodes passed, the name's own last.
func (n *node) longest(list []token, i int) (found []entry, end int, path []*node) {
	end = i
	var passed []*node
	for j := i; j < len(list); j++ {
		if n = n.next[list[j].text]; n == nil {
			break
		}
		passed = append(passed, n)
		if len(n.entries) > 0 && wordEnds(list, j) {
			found, end, path = n.entries, j+1, passed
		}
	}
	return found, end, path
}

// wordEnds reports whether the word of token j ends with it: "1" does not in
// "1A".
func wordEnds(list []token, j int) bool {
	if j+1 >= len(list) || list[j+1].start > list[j].end {
		return true
	}
	return !list[j+1].letters && !list[j+1].digits
}
