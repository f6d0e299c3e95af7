package ask_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
)

// TestCorpus asks every line of testdata/questions.txt. The head of that file
// says how a meaning is written.
func TestCorpus(t *testing.T) {
	o := newOffice(t)
	file, err := os.Open("testdata/questions.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	total := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		question, want, ok := strings.Cut(line, "⇒")
		if !ok {
			t.Errorf("no meaning: %s", line)
			continue
		}
		question, want = strings.TrimSpace(question), strings.TrimSpace(want)
		total++
		got := o.meaning(o.ask(t, question, ""))
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", question, got, want)
		}
	}
	if total < 200 {
		t.Errorf("only %d questions", total)
	}
}

// meaning writes an answer as the corpus does.
func (o *office) meaning(a ask.Answer) string {
	q := a.Query
	parts := []string{string(q.Intent)}
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if q.Intent == ask.Error {
		add("%s", q.Impossible)
	}
	if q.From.IsZero() {
		return strings.Join(parts, " ")
	}
	add("%s", days(q))
	if q.Session != "" {
		add("%s", q.Session)
	}
	if q.Clock != "" {
		add("%s", q.Clock)
		if q.Until != q.Clock {
			add("-%s", q.Until)
		}
	}
	if q.Mine {
		add("của tôi")
	}
	for _, name := range o.named(q) {
		add("[%s]", name)
	}
	for _, code := range q.Units {
		u, _ := o.directory.Unit(code)
		add("[%s]", u.Name)
	}
	for _, name := range q.Strangers {
		add("[%s?]", name)
	}
	if q.Duty {
		add("trực")
	}
	if q.Match != "" {
		add("“%s”", q.Match)
	}
	if q.Extra != "" && a.Ignored == "" {
		add("“%s”", q.Extra)
	}
	if a.Ignored != "" {
		add("(bỏ qua “%s”)", a.Ignored)
	}
	if q.When {
		add("lúc nào")
	}
	if q.Disagrees {
		add("(sai thứ)")
	}
	add("= %d", a.Count)
	return strings.Join(parts, " ")
}

// days writes the span as d/m, with the year if it is not 2021.
func days(q ask.Query) string {
	short := func(d civil.Date) string {
		if d.Year != 2021 {
			return fmt.Sprintf("%d/%d/%d", d.Day, d.Month, d.Year)
		}
		return fmt.Sprintf("%d/%d", d.Day, d.Month)
	}
	if len(q.Only) > 0 {
		var all []string
		for _, d := range q.Only {
			all = append(all, short(d))
		}
		return strings.Join(all, "+")
	}
	if q.From == q.To {
		return short(q.From)
	}
	return short(q.From) + "–" + short(q.To)
}
