package bot

import (
	"encoding/json"
	"log/slog"
	"regexp"
	"strings"

	"thuky/bot/doc"
	"thuky/bot/vi"
	"thuky/store"
)

// A Pattern finds text that must not travel through a public messenger.
type Pattern struct {
	Name  string // as told to the person: "dấu chỉ độ mật"
	Match *regexp.Regexp
}

// Secrecy is the filter before the ledger (bộ lọc bí mật nhà nước): what one of
// its patterns finds is never stored. Luật Bảo vệ bí mật nhà nước forbids to keep
// or send such text on a machine that is connected to the internet.
type Secrecy []Pattern

// A Finding says which pattern was found and where, never the text.
type Finding struct {
	Pattern string `json:"pattern"`
	Line    int    `json:"line"` // from 1
}

// Find looks through a text line by line; ok is false if it may travel.
func (s Secrecy) Find(text string) (f Finding, ok bool) {
	if len(s) == 0 {
		return f, false
	}
	lines := strings.Split(vi.Clean(text), "\n")
	for i, line := range lines {
		for _, p := range s {
			// Also with the line that follows: a stamp or a name may be broken over two.
			if p.Match.MatchString(line) || i+1 < len(lines) && p.Match.MatchString(line+" "+lines[i+1]) {
				return Finding{p.Name, i + 1}, true
			}
		}
	}
	return f, false
}

// FindIn looks through rows of a file; the line of the finding is that of its row.
func (s Secrecy) FindIn(rows []doc.Row) (f Finding, ok bool) {
	for _, row := range rows {
		if f, found := s.Find(row.Text()); found {
			return Finding{f.Pattern, row.Line}, true
		}
	}
	return f, false
}

// kindWithheld is an arrival of which only a finding was kept.
const kindWithheld = "withheld"

// withheld is what is kept of an update that must not be.
type withheld struct {
	Finding
	From int64 `json:"from"`
}

// arrival is what the ledger keeps of an update.
func (s Secrecy) arrival(e envelope, raw json.RawMessage, log *slog.Logger) store.Arrival {
	a := store.Arrival{Source: store.FromTelegram, SourceID: e.id, Kind: e.kind, Chat: e.chat, Raw: raw}
	if e.kind == "callback_query" {
		// A press holds nothing that a person wrote. What is read of it is kept, not the
		// message under which the button stands: that is the bot's own, and long.
		if u, err := readUpdate(a); err == nil && u.Press != nil {
			a.Raw, _ = json.Marshal(u) // strings and numbers always marshal
		}
		return a
	}
	var inside any
	if json.Unmarshal(e.body, &inside) != nil {
		return a
	}
	if f, found := s.search(inside); found {
		log.Warn("text withheld", "update", e.id, "chat", e.chat, "pattern", f.Pattern, "line", f.Line)
		a.Kind = kindWithheld
		a.Raw, _ = json.Marshal(withheld{f, e.from}) // numbers and a name always marshal
	}
	return a
}

// search looks through every string of an update: a secret may stand in a caption,
// a quotation or the name of a file as well as in the text.
func (s Secrecy) search(value any) (f Finding, found bool) {
	switch v := value.(type) {
	case string:
		return s.Find(v)
	case []any:
		for _, one := range v {
			if f, found = s.search(one); found {
				return f, true
			}
		}
	case map[string]any:
		for _, one := range v {
			if f, found = s.search(one); found {
				return f, true
			}
		}
	}
	return f, false
}
