package weekly

import (
	"html"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"thuky/bot/doc"
)

// TestSameInOtherForms: a schedule says the same in decomposed letters, with
// Windows line ends, as paragraphs of a page, and with dashes, bullets and spaces
// as other programs write them.
func TestSameInOtherForms(t *testing.T) {
	index := office(t)
	for _, name := range []string{"d01_seed_schedule.txt", "d02_seed_page.txt", "d03_leader_first.txt", "d04_time_first.txt", "d05_tab_rows.txt", "d08_brackets.txt", "d09_sang_chieu.txt"} {
		text := sample(t, name)
		want := Read(doc.Text(text), index, today)
		forms := map[string]string{
			"decomposed": norm.NFD.String(text),
			"crlf":       strings.ReplaceAll(text, "\n", "\r\n"),
		}
		if !strings.Contains(text, "\t") {
			forms["page.html"] = "<body><p>" + strings.ReplaceAll(html.EscapeString(text), "\n", "</p>\n<p>") + "</p></body>"
			forms["breaks.html"] = "<body><div>" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br>\n") + "</div></body>"
			forms["bullets"] = strings.ReplaceAll(strings.ReplaceAll(text, "\n- ", "\n• "), "\n+ ", "\n  –\u00a0")
		}
		for form, other := range forms {
			d, err := doc.Read(form, []byte(other))
			if err != nil {
				t.Fatal(err)
			}
			got := Read(d, index, today)
			if diff := cmp.Diff(fields(index, want), fields(index, got)); diff != "" {
				t.Errorf("%s as %s (-want +got):\n%s", name, form, diff)
			}
		}
	}
}

// TestNotASchedule: what is no schedule gives nothing to publish.
func TestNotASchedule(t *testing.T) {
	index := office(t)
	page := sample(t, "d02_seed_page.txt")
	article, _, _ := strings.Cut(page, "CÁC TIN KHÁC")
	for name, text := range map[string]string{
		"empty":   "",
		"spaces":  " \n\t\n",
		"article": article,
		"chat":    "Chào đồng chí, mai đ/c Thảo có họp không?",
		"list":    "- Gạo 14000\n- Cá 7 kg\n1. Muối\n",
		"numbers": strings.Repeat("18/10 ", 50),
	} {
		if r := Read(doc.Text(text), index, today); r.IsSchedule() || len(r.Warnings) > 0 {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if r := Read(doc.Text(page), index, today); !r.IsSchedule() {
		t.Error("the seed's page is a schedule")
	}
}
