package ask

import (
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/bot/vi"
	"thuky/store/week"
)

// longest is how many words a question may have; what is longer is a text.
const longest = 40

// Understand reads a question asked at the moment now, whose location is the
// office's. It never fails: what it cannot read is Unknown.
func Understand(question string, index *names.Index, now time.Time) Query {
	text := vi.Clean(question)
	first := read(text, index, now)
	if len(first.words) > longest || first.query.Intent != Unknown && len(first.unread) == 0 {
		return first.query
	}
	if mended := mend(text, first); mended != text {
		second := read(mended, index, now)
		if second.query.Intent != Unknown && (first.query.Intent == Unknown || len(second.unread) < len(first.unread)) {
			return second.query
		}
	}
	return first.query
}

// A reading is one pass over a question.
type reading struct {
	query    Query
	words    []vi.Word
	when     vi.When
	mentions []names.Mention
	has      [foreign + 1]int // how many words or phrases play each role
	topics   []string         // known search words
	unread   []string         // words that play no role: perhaps search words
	lost     []bool           // for each word, whether it is among the unread
	taken    []bool           // for each word, whether it is in a name or an expression of time
	named    []bool           // … in a name
	commands bool             // an order comes before everything else
	sends    bool             // "gửi" does
	speaks   bool             // "tôi" is only who speaks
}

// read makes one pass: names first, then time, then the words in between.
func read(text string, index *names.Index, now time.Time) reading {
	r := reading{words: vi.Words(text)}
	r.query = Query{Intent: Unknown, Today: civil.DateOf(now), Now: week.Clock(now.Format("15:04"))}
	if len(r.words) > longest {
		return r
	}
	rest := r.names(text, index)
	r.when = vi.ReadWhen(rest, civil.DateTimeOf(now))
	for i, used := range r.when.Used {
		r.taken[i] = r.taken[i] || used
		if used {
			rest[i] = vi.Word{Start: rest[i].Start, End: rest[i].End}
		}
	}
	r.roles(rest)
	r.decide()
	return r
}

// names takes the people, units and groups out of the words.
func (r *reading) names(text string, index *names.Index) []vi.Word {
	r.taken, r.named = make([]bool, len(r.words)), make([]bool, len(r.words))
	rest := append([]vi.Word(nil), r.words...)
	r.mentions = index.InQuestion(text)
	for _, m := range r.mentions {
		for i, w := range r.words {
			if w.Start >= m.Start && w.End <= m.End {
				r.taken[i], r.named[i] = true, true
				rest[i] = vi.Word{Start: w.Start, End: w.End}
			}
		}
		switch m.Kind {
		case names.Person:
			r.query.People = addNew(r.query.People, append([]string{m.Key}, m.Others...)...)
			if len(m.Others) > 0 {
				r.query.Ambiguous = append(r.query.Ambiguous, text[m.Start:m.End])
			}
		case names.Unit:
			r.query.Units = addNew(r.query.Units, append([]string{m.Key}, m.Others...)...)
		case names.Group:
			r.query.Groups = addNew(r.query.Groups, m.Key)
		case names.Unknown:
			r.query.Strangers = addNew(r.query.Strangers, m.Key)
		}
	}
	return rest
}

// roles gives each remaining word its role.
func (r *reading) roles(rest []vi.Word) {
	r.lost = make([]bool, len(rest))
	said := false // something that is not mere courtesy
	for i := 0; i < len(rest); {
		if r.taken[i] || rest[i].Mark() {
			if rest[i].Plain == "@" && i+1 < len(rest) && !strings.ContainsRune(rest[i].Text, ' ') {
				i += addressed(rest, i)
				continue
			}
			said = said || r.taken[i]
			i++
			continue
		}
		role, n := command.At(rest, i)
		if n == 0 && len(rest[i].Text) == 1 && !rest[i].Number() {
			role, n = filler, 1 // "e", "v": a particle cut short
		}
		if n == 0 {
			r.unread, r.lost[i] = append(r.unread, rest[i].Text), true
			said, i = true, i+1
			continue
		}
		if role == self && n == 1 && !r.asksForSelf(rest, i) {
			role, r.speaks = filler, true
		}
		r.has[role]++
		switch role {
		case topic, other:
			if full, _ := shortForms.At(rest, i); full != "" {
				r.topics = append(r.topics, strings.Fields(full)...)
			} else {
				r.topics = append(r.topics, texts(rest[i:i+n])...)
			}
		case caseTalk:
			r.topics = append(r.topics, caseWords(rest[i:i+n], len(r.topics) > 0)...)
		case order, change:
			r.commands = r.commands || !said
		case send:
			r.sends = r.sends || !said
		}
		said = said || role != filler && role != greeting
		i += n
	}
}

// caseWords are the search words for what is said of cases: leaders hear
// reports on them, however it is put. Behind another topic án is that topic's.
func caseWords(said []vi.Word, behind bool) []string {
	switch {
	case len(said) == 1 && behind:
		return []string{"án"}
	case said[0].Plain == "nghe":
		return []string{"nghe", "báo", "cáo", "án"}
	}
	return []string{"báo", "cáo", "án"}
}

// addressed counts the words of "@thuky_bot".
func addressed(words []vi.Word, i int) int {
	n := 1
	for i+n < len(words) && words[i+n].Start <= words[i+n-1].End+1 && n < 4 {
		if words[i+n].Start > words[i+n-1].End && n > 1 && words[i+n].Plain != "bot" {
			break
		}
		n++
	}
	return n
}

// asksForSelf reports whether "tôi" at words[i] is whom the question is about:
// "của tôi", "lịch tôi", "tôi có", but not "cho tôi xem".
func (r *reading) asksForSelf(words []vi.Word, i int) bool {
	if i > 0 {
		before, _ := command.At(words, i-1)
		if before == belongs || before == schedule {
			return true
		}
	}
	_, n := selfVerbs.At(words, i+1)
	return n > 0
}

var selfVerbs = func() *vi.Phrases[bool] {
	var p vi.Phrases[bool]
	p.Add(true, "có|rảnh|bận|phải|họp|đi|dự|trực|làm|nghe|ở|được|bị|còn|sắp|công tác|trống|kẹt|vướng|tham gia|tham dự|chủ trì|với")
	return &p
}()

func texts(words []vi.Word) []string {
	var all []string
	for _, w := range words {
		if !w.Mark() {
			all = append(all, w.Text)
		}
	}
	return all
}

// addNew appends the values that are not there yet.
func addNew(all []string, values ...string) []string {
next:
	for _, v := range values {
		for _, known := range all {
			if known == v {
				continue next
			}
		}
		all = append(all, v)
	}
	return all
}
