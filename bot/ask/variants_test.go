package ask_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestVariants asks the questions of the corpus as other phones and other people
// would type them. The meaning must stay.
func TestVariants(t *testing.T) {
	o := newOffice(t)
	file, err := os.Open("testdata/questions.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		question, meaning, ok := strings.Cut(lines.Text(), " ⇒ ")
		if !ok || strings.HasPrefix(question, "#") {
			continue
		}
		for _, variant := range []string{
			norm.NFD.String(question),
			question + " ạ",
			question + "?",
			"  " + strings.ReplaceAll(question, " ", "  ") + " \u200b",
			"🙏 " + question + " 🙏",
			strings.ReplaceAll(question, "đ", "ð"),
		} {
			if got := o.meaning(o.ask(t, variant, "")); got != meaning {
				t.Errorf("%q\n got %s\nwant %s", variant, got, meaning)
			}
		}
	}
}
