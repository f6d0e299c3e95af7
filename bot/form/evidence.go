package form

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store/score"
)

// What evidence and explanations may be long, in code points.
const (
	MostNumber   = 60
	MostSummary  = 300
	MostNote     = 1000
	MostEvidence = 10 // of one entry
)

var (
	numberForm = regexp.MustCompile(`(?i)(?:^|[\s(])(?:số|so)?\s*:?\s*(\d{1,6}[\p{L}\d.]{0,6}/[\p{L}\d][\p{L}\d./&-]*)`)
	dayForm    = regexp.MustCompile(`(?i)(?:ngày\s*|ngay\s*)?\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b`)
	longDay    = regexp.MustCompile(`(?i)ng(?:à|a)y\s+(\d{1,2})\s+th(?:á|a)ng\s+(\d{1,2})\s+n(?:ă|a)m\s+(\d{4})`)
	joints     = " \t,;:.-–()"
)

// ReadEvidence reads a reference to a document as people write it in one line: "12/BC-VKS
// 05/6/2021 báo cáo sơ kết". ok is false if it names neither a number nor a date, so that
// it is an explanation rather than a reference. Number or Summary may be too long: see
// tooLong.
func ReadEvidence(text string) (e score.Evidence, ok bool) {
	text = oneLine(text)
	rest := text
	if at := longDay.FindStringSubmatchIndex(rest); at != nil {
		if day, fine := dayOf(rest[at[2]:at[3]], rest[at[4]:at[5]], rest[at[6]:at[7]]); fine {
			e.Day, rest = day.String(), rest[:at[0]]+" "+rest[at[1]:]
		}
	}
	for _, at := range dayForm.FindAllStringSubmatchIndex(rest, -1) {
		if e.Day != "" || at[1] < len(rest) && (rest[at[1]] == '/' || rest[at[1]] == '-') {
			break
		}
		if day, fine := dayOf(rest[at[2]:at[3]], rest[at[4]:at[5]], rest[at[6]:at[7]]); fine {
			e.Day, rest = day.String(), rest[:at[0]]+" "+rest[at[1]:]
			break
		}
	}
	if at := numberForm.FindStringSubmatchIndex(rest); at != nil && strings.ContainsFunc(rest[at[2]:at[3]], isLetter) {
		e.Number = strings.Trim(rest[at[2]:at[3]], joints)
		rest = rest[:at[0]] + " " + rest[at[1]:]
	}
	e.Summary = strings.Trim(oneLine(rest), joints)
	return e, e.Number != "" || e.Day != ""
}

func isLetter(r rune) bool { return r > '9' && r != '/' }

// ReadDay reads the date of a document.
func ReadDay(text string) (civil.Date, bool) {
	e, _ := ReadEvidence(text)
	day, err := civil.ParseDate(e.Day)
	return day, err == nil
}

func dayOf(day, month, year string) (civil.Date, bool) {
	d, _ := strconv.Atoi(day)
	m, _ := strconv.Atoi(month)
	y, _ := strconv.Atoi(year)
	if len(year) == 2 {
		y += 2000
	}
	date := civil.Date{Year: y, Month: time.Month(m), Day: d}
	return date, date.IsValid() && y >= 1975 && y < 2100
}

// EvidenceText writes references as a file has them and as ReadProof reads them back.
func EvidenceText(all []score.Evidence) string {
	texts := make([]string, 0, len(all))
	for _, e := range all {
		if e.File != "" {
			continue // a file is not text
		}
		var parts []string
		if e.Number != "" {
			parts = append(parts, e.Number)
		}
		if day, err := civil.ParseDate(e.Day); err == nil {
			parts = append(parts, fmt.Sprintf("%02d/%02d/%04d", day.Day, int(day.Month), day.Year))
		}
		if e.Summary != "" {
			parts = append(parts, strings.ReplaceAll(e.Summary, ";", ","))
		}
		texts = append(texts, strings.Join(parts, " "))
	}
	return strings.Join(texts, "; ")
}

// ReadProof reads what was typed as proof: one or more references, a line or a
// semicolon between them, or else an explanation. why is set if it is too long.
func ReadProof(text string) (evidence []score.Evidence, note string, why *Reason) {
	for piece := range strings.FieldsFuncSeq(vi.Clean(text), func(r rune) bool { return r == ';' || r == '\n' }) {
		if oneLine(piece) == "" {
			continue
		}
		e, ok := ReadEvidence(piece)
		if !ok {
			evidence = nil
			break
		}
		if why := tooLong(e); why != nil {
			return nil, "", why
		}
		evidence = append(evidence, e)
	}
	if len(evidence) > 0 {
		return evidence, "", nil
	}
	note = oneLine(text)
	if n := utf8.RuneCountInString(note); n > MostNote {
		return nil, "", &Reason{Kind: TooLong, Length: n, Most: MostNote}
	}
	return nil, note, nil
}

// tooLong says what of a reference is too long, nil for nothing.
func tooLong(e score.Evidence) *Reason {
	if n := utf8.RuneCountInString(e.Number); n > MostNumber {
		return &Reason{Kind: TooLong, Length: n, Most: MostNumber}
	}
	if n := utf8.RuneCountInString(e.Summary); n > MostSummary {
		return &Reason{Kind: TooLong, Length: n, Most: MostSummary}
	}
	return nil
}

func oneLine(text string) string { return strings.Join(strings.Fields(vi.Clean(text)), " ") }
