package score

import (
	"fmt"
	"strings"
)

// lines says in which line of a TOML text a table or key stands; the library that
// reads the values does not tell. The text is one that the library has accepted,
// so this need not check it, only never go astray.
type lines map[string]int

func lineKey(table string, i int, key string) string { return fmt.Sprintf("%s %d %s", table, i, key) }

// find is the line of a key, or failing that of its table.
func (l lines) find(table string, i int, key string) int {
	for _, k := range []string{lineKey(table, i, key), lineKey(table, i, ""), lineKey(root, 0, table)} {
		if line := l[k]; line > 0 {
			return line
		}
	}
	return 1
}

// linesOf scans a TOML text statement by statement.
func linesOf(text string) lines {
	found := lines{}
	table, index := root, 0
	seen := map[string]int{}
	s := &scanner{text: text, line: 1}
	for s.skipBlank(); s.more(); s.skipBlank() {
		line := s.line
		if s.text[s.at] == '[' {
			header := s.until('\n')
			name := bareKey(strings.Trim(strings.TrimSpace(cutComment(header)), "[]"))
			table, index = name, seen[name]
			if strings.HasPrefix(header, "[[") {
				seen[name]++
			}
			found.note(table, index, "", line)
			continue
		}
		key := bareKey(s.until('='))
		found.note(table, index, key, line)
		if outer, inner, dotted := strings.Cut(key, "."); dotted && table == root {
			found.note(outer, 0, inner, line)
		}
		s.skipValue()
	}
	return found
}

func (l lines) note(table string, i int, key string, line int) {
	k := lineKey(table, i, key)
	if _, known := l[k]; !known {
		l[k] = line
	}
}

func cutComment(header string) string {
	before, _, _ := strings.Cut(header, "#")
	return before
}

func bareKey(text string) string { return strings.Trim(strings.TrimSpace(text), `"'`) }

type scanner struct {
	text string
	at   int
	line int
}

func (s *scanner) more() bool { return s.at < len(s.text) }

func (s *scanner) step() {
	if s.text[s.at] == '\n' {
		s.line++
	}
	s.at++
}

// skipBlank goes to the next statement.
func (s *scanner) skipBlank() {
	for s.more() {
		switch s.text[s.at] {
		case '#':
			s.until('\n')
		case ' ', '\t', '\r', '\n':
			s.step()
		default:
			return
		}
	}
}

// until takes the text before the sign, and the sign.
func (s *scanner) until(sign byte) string {
	start := s.at
	for s.more() && s.text[s.at] != sign {
		s.step()
	}
	taken := s.text[start:s.at]
	if s.more() {
		s.step()
	}
	return taken
}

// skipValue passes a value to the end of its line; arrays and texts may go on over
// several.
func (s *scanner) skipValue() {
	depth := 0
	for s.more() {
		switch c := s.text[s.at]; c {
		case '"', '\'':
			s.skipText(c)
			continue
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '#':
			s.until('\n')
			if depth <= 0 {
				return
			}
			continue
		case '\n':
			if depth <= 0 {
				s.step()
				return
			}
		}
		s.step()
	}
}

// skipText passes a text in quotes of one or three signs.
func (s *scanner) skipText(quote byte) {
	end := string(quote)
	if long := strings.Repeat(end, 3); strings.HasPrefix(s.text[s.at:], long) {
		end = long
	}
	for range end {
		s.step()
	}
	for s.more() && !strings.HasPrefix(s.text[s.at:], end) {
		if s.text[s.at] == '\\' && quote == '"' && s.at+1 < len(s.text) {
			s.step()
		}
		s.step()
	}
	for i := 0; i < len(end) && s.more(); i++ {
		s.step()
	}
}
