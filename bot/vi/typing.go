package vi

import "strings"

// The marks of vowels.
const (
	circumflex = '\u0302'
	breve      = '\u0306'
	horn       = '\u031B'
)

// Keys gives what was meant by keys that an input method left as they were
// struck: "thuws" (Telex) and "thu71" (VNI) are both "thứ". The answer is
// spelled like Word.Spelled; "" if the keys are neither.
func Keys(struck string) string {
	k := keys{}
	for _, r := range strings.ToLower(struck) {
		switch {
		case r >= '1' && r <= '9':
			k.vni(r)
		case r >= 'a' && r <= 'z':
			k.telex(r)
		default:
			return ""
		}
	}
	if !k.changed {
		return ""
	}
	return k.spelled()
}

// A letter is a letter with the mark it has been given.
type letter struct{ base, mark rune }

// keys collects the letters of a word as its keys are struck.
type keys struct {
	letters []letter
	tone    rune
	changed bool
}

var (
	telexTones = map[rune]rune{'s': acute, 'f': grave, 'r': hook, 'x': tilde, 'j': dot}
	vniTones   = map[rune]rune{'1': acute, '2': grave, '3': hook, '4': tilde, '5': dot}
)

func (k *keys) telex(r rune) {
	if tone := telexTones[r]; tone != 0 && k.hasVowel() {
		k.setTone(tone)
		return
	}
	switch r {
	case 'w':
		if k.put(horn, "uo") || k.put(breve, "a") {
			return
		}
	case 'a', 'e', 'o':
		if k.put(circumflex, string(r)) {
			return
		}
	case 'd':
		if k.cross() {
			return
		}
	}
	k.letters = append(k.letters, letter{base: r})
}

func (k *keys) vni(r rune) {
	switch r {
	case '6':
		k.put(circumflex, "aeo")
	case '7':
		k.put(horn, "uo")
	case '8':
		k.put(breve, "a")
	case '9':
		k.cross()
	default:
		k.setTone(vniTones[r])
	}
}

func (k *keys) setTone(tone rune) { k.tone, k.changed = tone, true }

func (k *keys) hasVowel() bool {
	for _, l := range k.letters {
		if strings.ContainsRune("aeiouy", l.base) {
			return true
		}
	}
	return false
}

// put sets the mark on the last of the vowels that has none; "uo" gets its horn
// on both.
func (k *keys) put(mark rune, vowels string) bool {
	for i := len(k.letters) - 1; i >= 0; i-- {
		l := &k.letters[i]
		if l.mark != 0 || !strings.ContainsRune(vowels, l.base) {
			continue
		}
		l.mark, k.changed = mark, true
		if mark == horn && l.base == 'o' && i > 0 && k.letters[i-1] == (letter{base: 'u'}) {
			k.letters[i-1].mark = horn
		}
		return true
	}
	return false
}

// cross makes the d at the beginning a đ.
func (k *keys) cross() bool {
	if len(k.letters) == 0 || k.letters[0].base != 'd' {
		return false
	}
	k.letters[0].base, k.changed = 'đ', true
	return true
}

func (k *keys) spelled() string {
	var b strings.Builder
	for _, l := range k.letters {
		b.WriteRune(l.base)
		if l.mark != 0 {
			b.WriteRune(l.mark)
		}
	}
	if k.tone != 0 {
		b.WriteRune(k.tone)
	}
	return b.String()
}
