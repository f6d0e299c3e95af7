package sim

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// parse_mode=HTML as TDLib reads it. Byte offsets in errors count in the text
// as it was sent.

var htmlTags = map[string]string{ // tag: entity type
	"a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"u": "underline", "ins": "underline", "tg-spoiler": "spoiler", "span": "spoiler",
	"tg-emoji": "custom_emoji", "tg-time": "date_time", "code": "code", "pre": "pre", "blockquote": "blockquote",
}

type openTag struct {
	name, argument string
	units, bytes   int // where its content starts in the result
}

type htmlReader struct {
	in       string
	at       int
	out      strings.Builder
	units    int // UTF-16 code units in out
	open     []openTag
	entities []Entity
	halves   bool // a numeric entity was half of a surrogate pair
}

// A complaint is a fault of markup in Telegram's words, capital letter and all.
type complaint string

func (c complaint) Error() string { return string(c) }

func complain(format string, args ...any) error { return complaint(fmt.Sprintf(format, args...)) }

// parseHTML returns the text without tags and its entities, or the error that
// Telegram would give after "can't parse entities: ".
func parseHTML(in string) (string, []Entity, error) {
	r := &htmlReader{in: in}
	for r.at < len(r.in) {
		var err error
		switch {
		case r.in[r.at] != '<':
			r.write(r.character())
		case strings.HasPrefix(r.in[r.at:], "</"):
			err = r.endTag()
		default:
			err = r.startTag()
		}
		if err != nil {
			return "", nil, err
		}
	}
	if n := len(r.open); n > 0 {
		return "", nil, complain("Can't find end tag corresponding to start tag %q", r.open[n-1].name)
	}
	if r.halves {
		return "", nil, complain("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
	}
	return r.out.String(), r.entities, nil
}

// character takes the next character, an entity such as &lt; being one.
func (r *htmlReader) character() rune {
	if r.in[r.at] == '&' {
		if c, size := htmlEntity(r.in[r.at:]); size > 0 {
			r.at += size
			r.halves = r.halves || utf16.IsSurrogate(c)
			return c
		}
	}
	c, size := utf8.DecodeRuneInString(r.in[r.at:])
	r.at += size
	return c
}

func (r *htmlReader) write(c rune) {
	if c = cleaned(c); c >= 0 {
		r.out.WriteRune(c)
		r.units += unitsOf(c)
	}
}

var namedEntities = []struct {
	name string
	c    rune
}{{"&lt", '<'}, {"&gt", '>'}, {"&amp", '&'}, {"&quot", '"'}}

// htmlEntity reads &lt; &gt; &amp; &quot; and numeric entities; size 0 means
// that s is literal text.
func htmlEntity(s string) (c rune, size int) {
	for _, known := range namedEntities {
		if rest, ok := strings.CutPrefix(s, known.name); ok {
			if strings.HasPrefix(rest, ";") {
				return known.c, len(known.name) + 1
			}
			if rest == "" || !isLetter(rest[0]) {
				return known.c, len(known.name)
			}
		}
	}
	if !strings.HasPrefix(s, "&#") {
		return 0, 0
	}
	digits, base := s[2:], 10
	if strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	n := 0
	for n < len(digits) && strings.IndexByte("0123456789abcdefABCDEF"[:base+6*(base/16)], digits[n]) >= 0 {
		n++
	}
	value, err := strconv.ParseUint(digits[:n], base, 32)
	size = len(s) - len(digits) + n
	if err != nil || value == 0 || value >= utf8.MaxRune || size >= 10 {
		return 0, 0
	}
	if n < len(digits) && digits[n] == ';' {
		size++
	}
	return rune(value), size
}

func (r *htmlReader) startTag() error {
	begin := r.at
	unclosed := complain("Unclosed start tag at byte offset %d", begin)
	r.at++
	name := strings.ToLower(r.until(func(c byte) bool { return isSpace(c) || c == '>' }))
	if r.at == len(r.in) {
		return unclosed
	}
	if _, known := htmlTags[name]; !known {
		return complain("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	argument := ""
	for {
		r.skipSpace()
		if r.at == len(r.in) {
			return unclosed
		}
		if r.in[r.at] == '>' {
			r.at++
			break
		}
		attribute := r.until(func(c byte) bool { return isSpace(c) || strings.IndexByte("=>/\"'", c) >= 0 })
		if attribute == "" {
			return complain("Empty attribute name in the tag \"%s\" at byte offset %d", name, begin)
		}
		value := ""
		r.skipSpace()
		if r.at < len(r.in) && r.in[r.at] == '=' {
			r.at++
			var err error
			if value, err = r.attributeValue(name, begin); err != nil {
				return err
			}
		} else if r.at == len(r.in) {
			return unclosedTag(name, begin)
		}
		if a, ok := tagArgument(name, attribute, value); ok {
			argument = a
		}
	}
	if name == "span" && argument != "spoiler" {
		return complain("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	r.open = append(r.open, openTag{name, argument, r.units, r.out.Len()})
	return nil
}

// tagArgument picks the one attribute that matters to each tag.
func tagArgument(tag, attribute, value string) (string, bool) {
	switch tag + " " + attribute {
	case "a href", "tg-emoji emoji-id", "tg-time unix":
		return value, true
	case "code class":
		return strings.CutPrefix(value, "language-")
	case "span class":
		return strings.CutPrefix(value, "tg-")
	case "blockquote expandable":
		return "expandable", true
	}
	return "", false
}

// TDLib names the tag when the text ends before a value, and only then.
func unclosedTag(name string, begin int) error {
	return complain("Unclosed start tag \"%s\" at byte offset %d", name, begin)
}

// attributeValue reads the value in a tag that began at a byte offset.
func (r *htmlReader) attributeValue(tag string, offset int) (string, error) {
	r.skipSpace()
	if r.at == len(r.in) {
		return "", unclosedTag(tag, offset)
	}
	quote := r.in[r.at]
	if quote != '"' && quote != '\'' {
		begin := r.at
		value := r.until(func(c byte) bool { return !isLetterOrDigit(c) && c != '.' && c != '-' })
		if r.at < len(r.in) && !isSpace(r.in[r.at]) && r.in[r.at] != '>' {
			return "", complain("Unexpected end of name token at byte offset %d", begin)
		}
		return strings.ToLower(value), nil
	}
	r.at++
	var value strings.Builder
	for r.at < len(r.in) && r.in[r.at] != quote {
		value.WriteRune(r.character())
	}
	if r.at < len(r.in) {
		r.at++ // otherwise the tag is found unclosed
	}
	return value.String(), nil
}

func (r *htmlReader) endTag() error {
	begin := r.at
	if len(r.open) == 0 {
		return complain("Unexpected end tag at byte offset %d", begin)
	}
	r.at += 2
	name := strings.ToLower(r.until(func(c byte) bool { return isSpace(c) || c == '>' }))
	r.skipSpace()
	if r.at == len(r.in) || r.in[r.at] != '>' {
		return complain("Unclosed end tag at byte offset %d", begin)
	}
	r.at++
	tag := r.open[len(r.open)-1]
	if name != "" && name != tag.name {
		return complain("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	r.open = r.open[:len(r.open)-1]
	if r.units > tag.units {
		return r.close(tag)
	}
	return nil
}

// close adds the entity of a tag that has content.
func (r *htmlReader) close(tag openTag) error {
	e := Entity{Type: htmlTags[tag.name], Offset: tag.units, Length: r.units - tag.units}
	switch tag.name {
	case "a":
		link := tag.argument
		if link == "" {
			link = r.out.String()[tag.bytes:]
		}
		if id, isUser := strings.CutPrefix(link, "tg://user?id="); isUser {
			n, _ := strconv.ParseInt(id, 10, 64)
			e.Type, e.User = "text_mention", &user{ID: n}
		} else if e.URL = checkURL(link); e.URL == "" {
			return nil // TDLib drops a link that leads nowhere and keeps its text
		}
	case "tg-emoji":
		if atoi(tag.argument) == 0 {
			return complain("Invalid custom emoji identifier specified")
		}
		e.CustomEmojiID = tag.argument
	case "tg-time":
		e.UnixTime, _ = strconv.ParseInt(tag.argument, 10, 64)
	case "blockquote":
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	case "pre":
		// <pre><code class="language-x">…</code></pre> is one entity.
		if n := len(r.entities); n > 0 && r.entities[n-1].Type == "code" && r.entities[n-1].Language != "" && r.entities[n-1].Offset == e.Offset && r.entities[n-1].Length == e.Length {
			e.Language = r.entities[n-1].Language
			r.entities = r.entities[:n-1]
		}
	case "code":
		if n := len(r.open); n > 0 && r.open[n-1].name == "pre" {
			e.Language = tag.argument
		}
	}
	r.entities = append(r.entities, e)
	return nil
}

func (r *htmlReader) until(stop func(byte) bool) string {
	begin := r.at
	for r.at < len(r.in) && !stop(r.in[r.at]) {
		r.at++
	}
	return r.in[begin:r.at]
}

func (r *htmlReader) skipSpace() {
	r.until(func(c byte) bool { return !isSpace(c) })
}

func isSpace(c byte) bool { return strings.IndexByte(" \t\r\n\v\x00", c) >= 0 }

func isLetterOrDigit(c byte) bool {
	return c >= '0' && c <= '9' || isLetter(c)
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func unitsOf(c rune) int {
	if c > 0xFFFF {
		return 2
	}
	return 1
}
