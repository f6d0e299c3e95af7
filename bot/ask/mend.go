package ask

import (
	"strings"
	"unicode/utf8"

	"thuky/bot/vi"
)

// The words that slips of typing are mended to: those that carry a question,
// never names and never search words.
const mendable = `
	lịch|công tác|hôm|nay|ngày|mai|mốt|kia|qua|tuần|này|sau|tới|trước|rồi|thứ|chủ|nhật|tháng|năm|quý|sáng|trưa|chiều|tối|
	buổi|hai|ba|tư|sáu|bảy|họp|trực|rảnh|bận|đâu|ai|mấy|giờ|có|gì|không|nào|của|tôi|đồng|chí|anh|chị|lãnh|đạo|viện|phòng|
	cuối|đầu|giữa|xem|cho|đến|từ|nghe|án|hội|nghị|nữa|lúc|đi|dự|cơ|quan`

// slips are the pairs of words that are recognised with one wrong key in them.
const slips = `
	hôm nay|hôm qua|hôm kia|ngày mai|ngày mốt|ngày kia|tuần này|tuần sau|tuần tới|tuần trước|cuối tuần|đầu tuần|chủ nhật|
	tháng này|tháng sau|sáng nay|chiều nay|tối nay|sáng mai|chiều mai|tối mai|công tác|lãnh đạo`

// A lexicon finds a mendable word by its spelling or folded.
type lexicon struct {
	spelled, plain map[string]string
	words          []vi.Word
	long           []vi.Word // words of four letters and more
	pairs          [][]vi.Word
}

var mending = func() lexicon {
	l := lexicon{spelled: map[string]string{}, plain: map[string]string{}}
	l.words = vi.Words(strings.ReplaceAll(mendable, "|", " "))
	for _, w := range l.words {
		l.spelled[w.Spelled] = w.Text
		if l.plain[w.Plain] == "" {
			l.plain[w.Plain] = w.Plain // without diacritics it stays ambiguous
		}
		if len(w.Plain) >= 4 {
			l.long = append(l.long, w)
		}
	}
	for _, pair := range strings.Split(slips, "|") {
		l.pairs = append(l.pairs, vi.Words(pair))
	}
	return l
}()

// mend repairs words that a first reading could not read: keys left raw by the
// input method, words typed together, one wrong or missing key, a diacritic
// left out.
func mend(text string, first reading) string {
	var out strings.Builder
	end, raw := 0, first.raw()
	for i := 0; i < len(first.words); i++ {
		from, to, mended := first.mendAt(i, raw)
		if mended == "" {
			continue
		}
		start := first.words[from].Start
		if start < end {
			continue
		}
		out.WriteString(text[end:start])
		out.WriteString(" " + mended + " ")
		end, i = first.words[to-1].End, to-1
	}
	return out.String() + text[end:]
}

// mendAt repairs what stands at words[i], if it was not read: words[from:to]
// become the text.
func (r *reading) mendAt(i int, raw bool) (from, to int, mended string) {
	if r.named[i] || r.words[i].Mark() {
		return i, i + 1, ""
	}
	from, to = r.together(i)
	if raw || r.isUnread(i) || to > i+1 && r.isUnread(to-1) {
		if word := struck(r.words[from:to]); word != "" {
			return from, to, word
		}
	}
	if r.isUnread(i) {
		if word := oneWord(r.words[i]); word != "" {
			return i, i + 1, word
		}
	}
	if i+1 < len(r.words) && !r.named[i+1] && (r.isUnread(i) || r.isUnread(i+1)) {
		return i, i + 2, onePair(r.words[i], r.words[i+1])
	}
	return i, i + 1, ""
}

// raw reports whether the input method was off: an unread part is raw keys. Then
// digits behind letters are raw keys everywhere.
func (r *reading) raw() bool {
	for i, w := range r.words {
		if r.isUnread(i) && !w.Mark() {
			from, to := r.together(i)
			if to > from+1 && struck(r.words[from:to]) != "" {
				return true
			}
		}
	}
	return false
}

func (r *reading) isUnread(i int) bool { return i < len(r.lost) && r.lost[i] }

// together finds the words typed without a space around words[i].
func (r *reading) together(i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && r.words[from-1].End == r.words[from].Start && !r.words[from-1].Mark() {
		from--
	}
	for to < len(r.words) && r.words[to].Start == r.words[to-1].End && !r.words[to].Mark() {
		to++
	}
	return from, to
}

// struck reads raw keys: "thuws", "thu71".
func struck(words []vi.Word) string {
	var all strings.Builder
	for _, w := range words {
		all.WriteString(w.Text)
	}
	return mending.spelled[vi.Keys(all.String())]
}

// oneWord repairs a single word: a tone left out, words typed together, a wrong
// key.
func oneWord(w vi.Word) string {
	if w.Number() {
		return ""
	}
	for _, known := range mending.words {
		if tone, ok := strings.CutPrefix(known.Spelled, w.Spelled); ok && w.Marked() && utf8.RuneCountInString(tone) == 1 && tone[0] >= 0x80 {
			return known.Text
		}
	}
	if parts := split(w.Text, 4); len(parts) > 1 {
		return strings.Join(parts, " ")
	}
	if short := known(vi.Words(unstretched(w.Text))[0]); short != "" {
		return short
	}
	for _, known := range mending.long {
		if (len(w.Plain) > 3 || known.Plain == "lich") && nearly(w.Plain, known.Plain, false) {
			return known.Text
		}
	}
	return ""
}

// unstretched takes the drawl out of "nayyy".
func unstretched(word string) string {
	var b strings.Builder
	var last rune
	for _, r := range word {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// split takes a word apart into at most so many mendable ones.
func split(text string, most int) []string {
	if w := vi.Words(text); len(w) == 1 {
		if word := known(w[0]); word != "" {
			return []string{word}
		}
	}
	if most < 2 {
		return nil
	}
	for i := len(text) - 2; i >= 2; i-- { // the longest word first: "tuannay" is not "từ án nay"
		if !utf8.RuneStart(text[i]) {
			continue
		}
		w := vi.Words(text[:i])
		if len(w) != 1 || known(w[0]) == "" {
			continue
		}
		if others := split(text[i:], most-1); others != nil {
			return append([]string{known(w[0])}, others...)
		}
	}
	return nil
}

func known(w vi.Word) string {
	if w.Marked() {
		return mending.spelled[w.Spelled]
	}
	return mending.plain[w.Plain]
}

// onePair repairs two words that are nearly one of the slips.
func onePair(a, b vi.Word) string {
	typed := a.Plain + " " + b.Plain
	for _, pair := range mending.pairs {
		if nearly(typed, pair[0].Plain+" "+pair[1].Plain, true) {
			return pair[0].Text + " " + pair[1].Text
		}
	}
	return ""
}

// nearly reports whether one key makes a into b: two swapped, one missing, one
// too many or, where allowed, one wrong.
func nearly(a, b string, wrongKey bool) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	switch {
	case len(a) == len(b)+1:
		return a[1:] == b
	case len(b) == len(a)+1:
		return b[1:] == a
	case len(a) != len(b) || len(a) == 0:
		return false
	case len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]:
		return true
	}
	return wrongKey && a[1:] == b[1:]
}
