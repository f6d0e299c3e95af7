package render

import (
	"testing"

	"thuky/bot/ask"
)

// BenchmarkAnswer words the seed's whole week for a leader: the longest answer of
// every day.
func BenchmarkAnswer(b *testing.B) {
	d := office(b)
	w := seedWeek(b, d)
	q := question(ask.List, monday, sunday)
	a := ask.Answer{Query: q, Direct: during(w, q, names("thao")), Rest: during(w, q, not(names("thao")))}
	for b.Loop() {
		Answer(a, "thao", d, 0)
	}
}
