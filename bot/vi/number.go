package vi

import "strconv"

// units are the numbers up to ten as they are said alone, after as they are
// said behind a ten ("hai mươi mốt", "mười lăm").
var (
	units = numerals("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy|bẩy", "tám", "chín", "mười")
	after = numerals("", "mốt|một", "hai", "ba", "tư|bốn", "lăm|nhăm|năm", "sáu", "bảy|bẩy", "tám", "chín")
	tens  = phrases("mươi")
)

func numerals(said ...string) *Phrases[int] {
	var p Phrases[int]
	for n, words := range said {
		p.Add(n, words)
	}
	return &p
}

// Numeral reads a number of up to four digits, or one said in words up to
// ninety-nine, at words[i] and tells how many words it takes; none is 0.
func Numeral(words []Word, i int) (value, n int) {
	if i < 0 || i >= len(words) {
		return 0, 0
	}
	if words[i].Number() {
		return digits(words[i])
	}
	value, n = units.At(words, i)
	if n == 0 {
		return 0, 0
	}
	if _, ten := tens.At(words, i+1); ten > 0 && value < 10 {
		value, n = value*10, 2
	}
	if value >= 10 {
		if unit, more := after.At(words, i+n); more > 0 {
			return value + unit, n + more
		}
	}
	return value, n
}

// digits reads a word of up to four digits.
func digits(w Word) (value, n int) {
	if !w.Number() || len(w.Plain) > 4 {
		return 0, 0
	}
	value, err := strconv.Atoi(w.Plain)
	if err != nil {
		return 0, 0
	}
	return value, 1
}
