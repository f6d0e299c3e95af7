package sim

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	maxText       = 4096  // code points after entity parsing
	maxCaption    = 1024  // code points after entity parsing
	maxRawText    = 32768 // bytes before entity parsing
	maxEntities   = 100   // further ones are silently dropped by Telegram
	maxEntityData = 9500  // bytes of all entities as Telegram stores them, about
	entityData    = 12    // bytes of one entity without its link
)

// A formatted text is plain text with its entities, sorted by offset.
type formatted struct {
	text     string
	entities []Entity
}

func (f formatted) equal(g formatted) bool {
	return f.text == g.text && slices.EqualFunc(f.entities, g.entities, sameEntity)
}

func sameEntity(a, b Entity) bool {
	if a.User != nil && b.User != nil {
		return a.User.ID == b.User.ID && a.Offset == b.Offset && a.Length == b.Length
	}
	return a == b
}

// formattedText reads a message text or, with limit maxCaption, a caption from
// the named parameter, in the order in which the server finds fault.
func (s *Server) formattedText(raw, parseMode, entities string, limit int) (formatted, error) {
	if len(raw) > maxRawText {
		return formatted{}, badRequest("text is too long")
	}
	f := formatted{text: raw}
	var err error
	switch strings.ToLower(parseMode) {
	case "", "none":
		f.text = strings.Map(cleaned, raw)
		f.entities, err = explicitEntities(entities, f.text)
		if err != nil {
			return formatted{}, err
		}
	case "html":
		if f.text, f.entities, err = parseHTML(raw); err != nil {
			return formatted{}, overLimit("can't parse entities: %v", err)
		}
	case "markdown", "markdownv2":
		return formatted{}, s.notSimulated("parse_mode %s", parseMode)
	default:
		return formatted{}, badRequest("unsupported parse_mode")
	}
	f = f.trimmed()
	if limit == maxText && f.text == "" {
		return formatted{}, overLimit("text must be non-empty")
	}
	if utf8.RuneCountInString(f.text) > limit {
		if limit == maxCaption {
			return formatted{}, overLimit("message caption is too long")
		}
		return formatted{}, overLimit("message is too long")
	}
	if len(f.entities) > maxEntities {
		s.violate("a message has %d entities: Telegram drops those after the first %d", len(f.entities), maxEntities)
		f.entities = f.entities[:maxEntities]
	}
	data := 0
	for _, e := range f.entities {
		data += entityData + len(e.URL) + len(e.Language)
	}
	if data > maxEntityData {
		return formatted{}, overLimit("ENTITIES_TOO_LONG")
	}
	f.entities = withActiveParts(f)
	return f, nil
}

func explicitEntities(raw, text string) ([]Entity, error) {
	if raw == "" {
		return nil, nil
	}
	var entities []Entity
	if err := json.Unmarshal([]byte(raw), &entities); err != nil {
		return nil, badRequest("can't parse entities JSON object")
	}
	total := lengthInUnits(text)
	for _, e := range entities {
		if e.Offset < 0 || e.Length <= 0 || e.Offset+e.Length > total {
			return nil, badRequest("entity beginning at UTF-16 offset %d ends after the end of the text at UTF-16 offset %d", e.Offset, e.Offset+e.Length)
		}
	}
	return entities, nil
}

// trimmed is f without white space at both ends, entities moved along, sorted.
func (f formatted) trimmed() formatted {
	const space = " \t\r\n"
	left := len(f.text) - len(strings.TrimLeft(f.text, space))
	text := strings.Trim(f.text, space)
	end := lengthInUnits(text)
	var kept []Entity
	for _, e := range f.entities {
		from, to := max(e.Offset-left, 0), min(e.Offset+e.Length-left, end)
		if from < to {
			e.Offset, e.Length = from, to-from
			kept = append(kept, e)
		}
	}
	slices.SortStableFunc(kept, func(a, b Entity) int {
		if a.Offset != b.Offset {
			return a.Offset - b.Offset
		}
		return b.Length - a.Length
	})
	return formatted{text, kept}
}

// activeParts are found by Telegram in any text: commands, mentions, links.
var activeParts = []struct {
	kind    string
	mark    string         // no part without it
	pattern *regexp.Regexp // group 1 is the part
}{
	{"bot_command", "/", regexp.MustCompile(`(?:^|[^\p{L}\p{N}_/<>])(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)`)},
	{"mention", "@", regexp.MustCompile(`(?:^|[^\p{L}\p{N}_/.])(@[A-Za-z0-9_]{4,32})`)},
	{"url", "://", regexp.MustCompile(`(?:^|[\s(])(https?://[^\s<>"]+)`)},
	{"hashtag", "#", regexp.MustCompile(`(?:^|[^\p{L}\p{N}_])(#[\p{L}_][\p{L}\p{M}\p{N}_]*)`)},
}

// withActiveParts adds the active parts that lie in no link, code or other
// active part.
func withActiveParts(f formatted) []Entity {
	if !strings.ContainsAny(f.text, "/@#") {
		return f.entities
	}
	entities := slices.Clone(f.entities)
	for _, part := range activeParts {
		if !strings.Contains(f.text, part.mark) {
			continue
		}
		for _, at := range part.pattern.FindAllStringSubmatchIndex(f.text, -1) {
			e := Entity{Type: part.kind, Offset: lengthInUnits(f.text[:at[2]]), Length: lengthInUnits(f.text[at[2]:at[3]])}
			free := !slices.ContainsFunc(entities, func(o Entity) bool {
				blocks := o.Type == "text_link" || o.Type == "code" || o.Type == "pre" || o.Type == "bot_command" || o.Type == "url" || o.Type == "mention"
				return blocks && e.Offset < o.Offset+o.Length && o.Offset < e.Offset+e.Length
			})
			if free {
				entities = append(entities, e)
			}
		}
	}
	return formatted{f.text, entities}.trimmed().entities
}

// cleaned is c as Telegram keeps it in a text, -1 when it drops it.
func cleaned(c rune) rune {
	switch {
	case c == '\r', c >= 0x2028 && c <= 0x202E:
		return -1
	case c < ' ' && c != '\n':
		return ' '
	}
	return c
}

func lengthInUnits(s string) int {
	n := 0
	for _, c := range s {
		n += unitsOf(c)
	}
	return n
}

// checkURL returns link as Telegram would keep it, or "" when it refuses it.
func checkURL(link string) string {
	link = strings.TrimSpace(link)
	if !strings.Contains(link, "://") {
		link = "http://" + link
	}
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || strings.ContainsAny(link, " \n") {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if !strings.Contains(u.Host, ".") && u.Hostname() != "localhost" {
			return ""
		}
	case "tg", "ton", "tonsite":
	default:
		return ""
	}
	return link
}
