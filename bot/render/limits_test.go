package render

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"thuky/bot/ask"
	"thuky/store"
)

// The messenger's limits.
const (
	textLimit  = 4096  // code points after parsing
	rawLimit   = 32768 // bytes before parsing
	tagLimit   = 100
	toastLimit = 200
	labelLimit = 40
)

var (
	tag    = regexp.MustCompile(`<(/?)([^<>]*)>`)
	entity = regexp.MustCompile(`&(lt|gt|amp);`)
)

// malformed says what the messenger would refuse in the markup, "" for nothing.
func malformed(markup string) string {
	var open []string
	for _, found := range tag.FindAllStringSubmatch(markup, -1) {
		switch closes, name := found[1] != "", found[2]; {
		case !slices.Contains([]string{"b", "i", "u", "s", "code"}, name):
			return fmt.Sprintf("tag %q", name)
		case !closes:
			open = append(open, name)
		case len(open) == 0 || open[len(open)-1] != name:
			return fmt.Sprintf("</%s> inside %q", name, open)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return fmt.Sprintf("not closed: %q", open)
	}
	if rest := entity.ReplaceAllString(tag.ReplaceAllString(markup, ""), ""); strings.ContainsAny(rest, "<>&") {
		return "a bare sign"
	}
	return ""
}

// refused says why the messenger would not take the message, or why we would not
// send it; "" for a good one.
func refused(m store.Message) string {
	plain := Plain(m.Text)
	switch {
	case malformed(m.Text) != "":
		return malformed(m.Text)
	case strings.TrimSpace(plain) == "":
		return "empty"
	case utf8.RuneCountInString(plain) > textLimit, len(m.Text) > rawLimit:
		return fmt.Sprintf("%d code points, %d bytes", utf8.RuneCountInString(plain), len(m.Text))
	case len(tag.FindAllString(m.Text, -1))/2 > tagLimit:
		return "too much markup"
	case !norm.NFC.IsNormalString(m.Text):
		return "not NFC"
	}
	for _, row := range m.Keyboard {
		for _, label := range row {
			if label == "" || utf8.RuneCountInString(label) > labelLimit {
				return fmt.Sprintf("key %q", label)
			}
		}
	}
	return ""
}

func TestEveryMessageIsTaken(t *testing.T) {
	for name, all := range gallery(t) {
		for i, m := range all {
			if m.Commands != nil {
				continue
			}
			if why := refused(m); why != "" {
				t.Errorf("%s, page %d: %s:\n%s", name, i+1, why, m.Text)
			}
		}
	}
}

func TestMalformed(t *testing.T) {
	for markup, bad := range map[string]bool{
		"<b>a</b> &lt;":   false,
		"<b><i>a</i></b>": false,
		"<b>a":            true,
		"a</b>":           true,
		"<b><i>a</b></i>": true,
		"<p>a</p>":        true,
		"a & b":           true,
		"a < b":           true,
		"&nbsp;":          true,
	} {
		if got := malformed(markup) != ""; got != bad {
			t.Errorf("%q: malformed is %v, want %v", markup, got, bad)
		}
	}
}

func TestToastsAndCommandsAreShort(t *testing.T) {
	for _, toast := range []string{ToastOldScreen, ToastStale} {
		if n := utf8.RuneCountInString(toast); n == 0 || n > toastLimit {
			t.Errorf("%q has %d code points", toast, n)
		}
	}
	d := office(t)
	for _, p := range d.People {
		for _, c := range append(Commands(p), StrangerCommands()...) {
			if !regexp.MustCompile(`^[a-z0-9_]{1,32}$`).MatchString(c.Name) || c.Description == "" || utf8.RuneCountInString(c.Description) > 256 {
				t.Errorf("command %+v", c)
			}
		}
	}
}

func TestGuideIsOneScreen(t *testing.T) {
	d := office(t)
	for _, p := range d.People {
		if n := strings.Count(Guide(p).Text, "\n") + 1; n > 25 {
			t.Errorf("guide for %s has %d lines", p.Key, n)
		}
	}
}

func TestKeysAreCommandsOrQuestions(t *testing.T) {
	for text, want := range map[string]string{
		"Đăng lịch tuần": "dangtuan", " đăng lịch tuần ": "dangtuan", "Hướng dẫn": "huongdan",
		norm.NFD.String("Hướng dẫn"): "huongdan", "Lịch hôm nay": "", "Tuần này": "", "Hướng dẫn viên": "", "": "",
	} {
		got, ok := KeyCommand(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", text, got, ok, want)
		}
	}
}

func TestStrangerLearnsNothing(t *testing.T) {
	text := Stranger().Text
	for _, word := range []string{"Viện", "lịch", "Văn phòng", "kiểm sát", "đồng chí", "\n"} {
		if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
			t.Errorf("a stranger reads %q", word)
		}
	}
}

func TestLabels(t *testing.T) {
	span := func(from, to string) string { return SpanLabel(question(ask.List, day(from), day(to))) }
	for want, got := range map[string]string{
		"T6 22/10": span("2021-10-22", "2021-10-22"), "CN 24/10": DayLabel(sunday), "T2 18/10": DayLabel(monday),
		"25/10–31/10": span("2021-10-25", "2021-10-31"), "Tháng 11": span("2021-11-01", "2021-11-30"),
		"Tháng 1/2022": span("2022-01-01", "2022-01-31"), "Tháng 10–12": span("2021-10-01", "2021-12-31"),
		"27/12–02/01/2022": span("2021-12-27", "2022-01-02"), "CN 02/01/2022": span("2022-01-02", "2022-01-02"),
		"": SpanLabel(ask.Query{}),
	} {
		if got != want {
			t.Errorf("label is %q, want %q", got, want)
		}
	}
}

func TestSpanTitles(t *testing.T) {
	title := func(from, to string) string { return spanTitle(question(ask.List, day(from), day(to))) }
	for want, got := range map[string]string{
		"Thứ Tư, 20/10/2021 (hôm qua)":                                title("2021-10-20", "2021-10-20"),
		"Từ Thứ Hai, 27/12/2021 đến Thứ Ba, 28/12/2021":               title("2021-12-27", "2021-12-28"),
		"Quý IV/2021, từ Thứ Sáu, 01/10/2021 đến Thứ Sáu, 31/12/2021": title("2021-10-01", "2021-12-31"),
		"Năm 2021, từ Thứ Sáu, 01/01/2021 đến Thứ Sáu, 31/12/2021":    title("2021-01-01", "2021-12-31"),
		"Từ Thứ Sáu, 01/01/2021 đến Thứ Tư, 30/06/2021":               title("2021-01-01", "2021-06-30"),
	} {
		if got != want {
			t.Errorf("title is %q, want %q", got, want)
		}
	}
	q := question(ask.List, monday, sunday)
	q.Session, q.Clock, q.Until = "sáng", "08:00", "11:00"
	if got, want := spanTitle(q), "Tuần từ Thứ Hai, 18/10/2021 đến Chủ nhật, 24/10/2021, buổi sáng, từ 08h00 đến 11h00"; got != want {
		t.Errorf("title is %q, want %q", got, want)
	}
}

func TestCapital(t *testing.T) {
	for text, want := range map[string]string{"đ/c Hà": "Đ/c Hà", "ấy": "Ấy", "": "", "\xffa": "\xffa", "1": "1"} {
		if got := capital(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	for markup, want := range map[string]string{
		"<b>08h00</b> a &lt;b&gt; &amp;amp;": "08h00 a <b> &amp;",
		"":                                   "", "a<b": "a", "<": "",
	} {
		if got := Plain(markup); got != want {
			t.Errorf("%q is %q, want %q", markup, got, want)
		}
	}
	for _, text := range []string{"<script>&amp;", "a\x00b\u202Ec", "x \n y"} {
		if got, want := Plain(escape(text)), oneLine(text); got != want {
			t.Errorf("%q comes back as %q, want %q", text, got, want)
		}
	}
}
