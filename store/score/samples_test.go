package score

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// samples are the sheets that are shipped.
func samples(t testing.TB) map[string]string {
	t.Helper()
	names, err := filepath.Glob("../../cmd/thuky/sample/sheets/*.toml")
	if err != nil || len(names) != 4 {
		t.Fatalf("found %v, %v", names, err)
	}
	texts := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(name)] = string(text)
	}
	return texts
}

func TestSamplesAreSound(t *testing.T) {
	for name, text := range samples(t) {
		if s := decode(t, text); len(s.Criteria) < 4 || !strings.Contains(s.Source, "minh họa") {
			t.Errorf("%s: %d criteria, source %q", name, len(s.Criteria), s.Source)
		}
	}
}

// A sheet of any length is answered at once: sections one in the other, and more
// entries than anybody would answer.
func TestSheetsOfAnyLength(t *testing.T) {
	deep := func(n int) string {
		var b strings.Builder
		b.WriteString(`schema = "thuky.sheet/1"` + "\nid = 'x'\ntitle = 'x'\nbase_points = 1\n")
		for i := range n {
			fmt.Fprintf(&b, "[[section]]\ncode = 's%d'\ntitle = 'x'\nmax = 1\nparent = 's%d'\n", i, (i+1)%n)
		}
		return b.String() + "[[grade]]\ncode = 'K'\nlabel = 'x'\nmin = 0\n"
	}
	_, err := Decode(strings.NewReader(deep(1500)))
	if all := mistakesOf(t, err); len(all) != 1500 || all[0].Fault != ParentLoop || all[0].Line != 9 {
		t.Errorf("%d mistakes, first %v", len(all), all[0])
	}
	_, err = Decode(strings.NewReader(deep(5000)))
	if got := told(mistakesOf(t, err)); !strings.HasSuffix(got, "TooMany  /2000") {
		t.Error(got)
	}
}

// What real sheets get wrong: a part of 30 that adds up to 30.5, and a part of 70
// that adds up to 65.
func TestSumErrorsOfRealSheets(t *testing.T) {
	for _, test := range []struct{ max, want string }{{"29.5", "10 WrongSum max 30/29.5"}, {"35", "10 WrongSum max 30/35"}} {
		_, err := Decode(strings.NewReader(fmt.Sprintf(`schema = "thuky.sheet/1"
id = "x"
title = "x"
base_points = %[1]s
grade = [{code = "K", label = "Khá", min = 0}]

[[section]]
code = "A"
title = "x"
max = %[1]s
[[criterion]]
code = "A.1"
section = "A"
title = "x"
rule = "yes_no"
max = 30
`, test.max)))
		if got := told(mistakesOf(t, err)); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
