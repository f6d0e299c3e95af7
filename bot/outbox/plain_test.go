package outbox

import (
	"html"
	"strings"
	"testing"
)

func TestPlain(t *testing.T) {
	for marked, want := range map[string]string{
		"không có gì":                                 "không có gì",
		"<b>đậm</b> <i>nghiêng":                       "đậm nghiêng",
		`<a href="https://x.vn/?a=1&amp;b=2">đây</a>`: "đây",
		"3 < 4 &lt; 5 & 6":                            "3 &lt; 4 &lt; 5 &amp; 6",
		"<phòng 9> <B>x</B><blockquote expandable>y":  "&lt;phòng 9&gt; xy",
		"<bản tin>":                                   "&lt;bản tin&gt;",
	} {
		if got := plain(marked); got != want {
			t.Errorf("plain(%q) = %q, want %q", marked, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("<b>x</b> &lt;b> <<b>b>")
	f.Fuzz(func(t *testing.T, marked string) {
		got := plain(marked)
		if strings.ContainsAny(got, "<>") || html.EscapeString(html.UnescapeString(got)) != got {
			t.Errorf("plain(%q) = %q has markup", marked, got)
		}
	})
}
