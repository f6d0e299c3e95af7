package sim

import (
	"fmt"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	tests := []struct{ in, want string }{ // want: text, then entities or the error
		{"a", "a"},
		{"<b>đậm</b> thường", "đậm thường bold:0+3"},
		{"<B>x</B><STRONG>y</strong>", "xy bold:0+1 bold:1+1"},
		{"😀<i>nghiêng</i>", "😀nghiêng italic:2+7"},
		{"<b><i>x</i></b>", "x italic:0+1 bold:0+1"},
		{"<b></b>x", "x"},
		{"<s>a</s><strike>b</strike><del>c</del><u>d</u><ins>e</ins>", "abcde strikethrough:0+1 strikethrough:1+1 strikethrough:2+1 underline:3+1 underline:4+1"},
		{`<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>`, "xy spoiler:0+1 spoiler:1+1"},
		{`<a href="https://vks.gov.vn/?a=1&amp;b=2">x</a>`, "x text_link:0+1(https://vks.gov.vn/?a=1&b=2)"},
		{`<a href='tg://user?id=1001'>Thảo</a>`, "Thảo text_mention:0+4"},
		{`<a href="">x</a>`, "x"},
		{`<a>vks.gov.vn</a>`, "vks.gov.vn text_link:0+10(http://vks.gov.vn)"},
		{`<pre><code class="language-go">x</code></pre>`, "x pre:0+1(go)"},
		{`<code>x</code>`, "x code:0+1"},
		{`<blockquote expandable>x</blockquote><blockquote>y</blockquote>`, "xy expandable_blockquote:0+1 blockquote:1+1"},
		{"&lt;&gt;&amp;&quot;&#34;&#x27;", `<>&""'`},
		{"&nbsp;&apos;&; & &#0;", "&nbsp;&apos;&; & &#0;"},
		{"&lt5 &lta", "<5 &lta"},
		{"a\r\nb\x01c\u2028d", "a\nb cd"},
		{"</b", "error Unexpected end tag at byte offset 0"},
		{"ệ</b>", "error Unexpected end tag at byte offset 3"},
		{"<b>x</i>", `error Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`},
		{"<b>x", `error Can't find end tag corresponding to start tag "b"`},
		{"<i><b>x</b>", `error Can't find end tag corresponding to start tag "i"`},
		{"<b>x</b ", "error Unclosed end tag at byte offset 4"},
		{"x <b", "error Unclosed start tag at byte offset 2"},
		{"x<br>", `error Unsupported start tag "br" at byte offset 1`},
		{"a < b", `error Unsupported start tag "" at byte offset 2`},
		{"ngày <20/10>", `error Unsupported start tag "20/10" at byte offset 6`},
		{`<a href="x`, "error Unclosed start tag at byte offset 0"},
		{`x<a href= `, `error Unclosed start tag "a" at byte offset 1`},
		{`x<a href `, `error Unclosed start tag "a" at byte offset 1`},
		{`<a href=x`, "error Unclosed start tag at byte offset 0"},
		{`<pre><code>x</code></pre>`, "x code:0+1 pre:0+1"},
		{`<tg-emoji emoji-id="5">👍</tg-emoji>`, "👍 custom_emoji:0+2"},
		{`<tg-emoji>👍</tg-emoji>`, "error Invalid custom emoji identifier specified"},
		{`<tg-time unix="1634772300">06h25</tg-time>`, "06h25 date_time:0+5"},
		{"&#xDFDF;", "error Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"},
		{"&#12345678;&#99999999999;", "&#12345678;&#99999999999;"},
		{`<a href=x!>`, "error Unexpected end of name token at byte offset 8"},
		{`<a ="x">`, `error Empty attribute name in the tag "a" at byte offset 0`},
		{`<span class="x">y</span>`, `error Tag "span" must have class "tg-spoiler" at byte offset 0`},
		{"<b>x</>", "x bold:0+1"},
	}
	for _, test := range tests {
		text, entities, err := parseHTML(test.in)
		got := text
		for _, e := range entities {
			got += fmt.Sprintf(" %s:%d+%d", e.Type, e.Offset, e.Length)
			if e.URL != "" {
				got += "(" + e.URL + ")"
			}
			if e.Language != "" {
				got += "(" + e.Language + ")"
			}
		}
		if err != nil {
			got = "error " + err.Error()
		}
		if got != test.want {
			t.Errorf("%q:\n got %q\nwant %q", test.in, got, test.want)
		}
	}
}

func TestTrimming(t *testing.T) {
	text, entities, err := parseHTML("\n <b> a </b> b<i> \n</i>")
	if err != nil {
		t.Fatal(err)
	}
	f := formatted{text, entities}.trimmed()
	if f.text != "a  b" || len(f.entities) != 1 || f.entities[0].Offset != 0 || f.entities[0].Length != 2 {
		t.Errorf("got %q %v", f.text, f.entities)
	}
}

func TestActiveParts(t *testing.T) {
	tests := []struct{ in, want string }{
		{"/start ABC", "bot_command /start"},
		{"/lich@thuky_bot mai", "bot_command /lich@thuky_bot"},
		{"ngày 20/10, 08h/09h", ""},
		{"hỏi /lich hoặc @thuky_bot", "bot_command /lich|mention @thuky_bot"},
		{"xem https://vks.gov.vn/lich#x nhé #lich", "url https://vks.gov.vn/lich#x|hashtag #lich"},
		{"😀 /lich", "bot_command /lich"},
	}
	for _, test := range tests {
		var got []string
		for _, e := range withActiveParts(formatted{text: test.in}) {
			units := 0
			part := strings.Map(func(c rune) rune {
				at := units
				units += unitsOf(c)
				if at >= e.Offset && at < e.Offset+e.Length {
					return c
				}
				return -1
			}, test.in)
			got = append(got, e.Type+" "+part)
		}
		if joined := strings.Join(got, "|"); joined != test.want {
			t.Errorf("%q: got %q, want %q", test.in, joined, test.want)
		}
	}
}

// FuzzHTML: whatever comes in, entities lie inside the text.
func FuzzHTML(f *testing.F) {
	f.Add("<b>Thứ Năm</b> &lt;20/10&gt; <a href=\"https://vks.gov.vn\">x</a>")
	f.Add("<pre><code class=language-go>x</code></pre></")
	f.Add("&#x41;&#99999999;<blockquote expandable>\xff")
	f.Fuzz(func(t *testing.T, in string) {
		text, entities, err := parseHTML(in)
		if err != nil {
			return
		}
		total := lengthInUnits(text)
		for _, e := range append(entities, withActiveParts(formatted{text, entities}.trimmed())...) {
			if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > total {
				t.Errorf("%q: entity %+v outside of %d units", in, e, total)
			}
		}
	})
}
