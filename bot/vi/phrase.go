package vi

import (
	"slices"
	"strings"
)

// Phrases is a table of what people say and what it means. Phrases are written
// correctly, with diacritics; Word.Is decides what fits. The zero value is empty.
type Phrases[T any] struct {
	byFirst map[string][]phrase[T] // folded first word → its phrases, longest first
}

type phrase[T any] struct {
	words []Word
	value T
}

// Add enters phrases of one meaning, separated by "|". Of two that fit the same
// words equally long, the one entered first is read.
func (p *Phrases[T]) Add(value T, phrases string) {
	if p.byFirst == nil {
		p.byFirst = map[string][]phrase[T]{}
	}
	for _, text := range strings.Split(phrases, "|") {
		words := Words(Clean(text))
		if len(words) == 0 {
			continue
		}
		first := words[0].Plain
		same := append(p.byFirst[first], phrase[T]{words, value})
		slices.SortStableFunc(same, func(a, b phrase[T]) int { return len(b.words) - len(a.words) })
		p.byFirst[first] = same
	}
}

// At finds the longest phrase that begins at words[i] and tells how many words
// it takes; none is 0.
func (p *Phrases[T]) At(words []Word, i int) (value T, n int) {
	if i < 0 || i >= len(words) {
		return value, 0
	}
	for _, candidate := range p.byFirst[words[i].Plain] {
		if begins(words[i:], candidate.words) {
			return candidate.value, len(candidate.words)
		}
	}
	return value, 0
}

// Each calls f with every single word of the table, once or more.
func (p *Phrases[T]) Each(f func(Word)) {
	for _, same := range p.byFirst {
		for _, candidate := range same {
			for _, w := range candidate.words {
				f(w)
			}
		}
	}
}

// begins reports whether the words begin with the written ones.
func begins(words, written []Word) bool {
	if len(words) < len(written) {
		return false
	}
	for i, w := range written {
		if !words[i].Is(w) {
			return false
		}
	}
	return true
}

// phrases makes a table of words that share one meaning.
func phrases(text string) *Phrases[bool] {
	var p Phrases[bool]
	p.Add(true, text)
	return &p
}
