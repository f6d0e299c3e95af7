package bot

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/bot/vi"
)

// A LegalText is a legal text of which the office knows when it is in force (văn bản quy
// phạm pháp luật). The office's list of them is a setting.
type LegalText struct {
	Number string     // as documents cite it: "98/2023/NĐ-CP"
	From   civil.Date // first day in force; zero if not known
	Until  civil.Date // last day; zero while it is in force
	By     string     // number of the text in its place, "" for none
}

// ParseLegalText reads "98/2023/NĐ-CP; 01/01/2024; 30/06/2025; 152/2025/NĐ-CP": the number,
// the first day, the last day and what replaces it; what is not known stays empty.
func ParseLegalText(line string) (t LegalText, ok bool) {
	fields := strings.Split(vi.Clean(line), ";")
	if len(fields) > 4 {
		return t, false
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	fields = append(fields, make([]string, 4-len(fields))...)
	t.Number, t.By = fields[0], fields[3]
	if citedNumber.FindString(t.Number) != t.Number || t.Number == "" {
		return t, false
	}
	for i, day := range []*civil.Date{&t.From, &t.Until} {
		if fields[i+1] == "" {
			continue
		}
		at, err := time.Parse("2/1/2006", fields[i+1])
		if err != nil {
			return t, false
		}
		*day = civil.DateOf(at)
	}
	return t, t.Until.IsZero() || !t.Until.Before(t.From)
}

// citedNumber is the number of a document, whole ("98/2023/NĐ-CP") or, behind the kind of
// a text that has a year in its number, without its end ("Nghị định 98/2023").
var (
	citedNumber = regexp.MustCompile(`\d{1,5}(?:/\d{4})?/\p{Lu}[\p{L}\d]*(?:[-–]\p{Lu}[\p{L}\d]*)*`)
	citedShort  = regexp.MustCompile(`(?i)(?:luật|nghị định|nđ|thông tư|tt)\s+(?:số\s*:?\s*)?(\d{1,5}/\d{4})(?:[^/\d]|$)`)
)

// legalNumber is how numbers of legal texts end: what else is cited is the office's own.
var legalNumber = regexp.MustCompile(`/(?:QH\d+|NĐ-CP|NQ-\p{Lu}.*|TT-\p{Lu}.*|TTLT-\p{Lu}.*|QĐ-TTG|QĐ-VKSTC)$`)

// legalDoubts says which of the legal texts that are cited are not in force on the day of
// the document, and which are not in the office's list. It stops nobody.
func legalDoubts(bases []string, day civil.Date, known []LegalText) (doubts []string) {
	if len(known) == 0 || day.IsZero() {
		return nil
	}
	var unknown, judged []string
	for _, basis := range bases {
		for _, cited := range citedIn(basis) {
			i := slices.IndexFunc(known, func(t LegalText) bool {
				number := plainNumber(t.Number)
				return number == plainNumber(cited) || strings.HasPrefix(number, plainNumber(cited)+"/")
			})
			switch {
			case slices.Contains(judged, cited):
			case i < 0:
				unknown = append(unknown, cited)
			case !known[i].Until.IsZero() && day.After(known[i].Until):
				doubts = append(doubts, render.LegalTextEnded(known[i].Number, known[i].Until.AddDays(1), known[i].By))
			case day.Before(known[i].From): // a zero date is before every day
				doubts = append(doubts, render.LegalTextEarly(known[i].Number, known[i].From))
			}
			judged = append(judged, cited)
		}
	}
	if len(unknown) > 0 {
		doubts = append(doubts, render.LegalTextUnknown(unknown))
	}
	return doubts
}

// citedIn are the numbers of the legal texts that a basis cites.
func citedIn(basis string) (all []string) {
	for _, number := range citedNumber.FindAllString(basis, -1) {
		if legalNumber.MatchString(plainNumber(number)) {
			all = append(all, number)
		}
	}
	for _, short := range citedShort.FindAllStringSubmatch(basis, -1) {
		all = append(all, short[1])
	}
	return all
}

// plainNumber is a number without what people write differently: "6/2022/qh15" is
// "6/2022/QH15", "06/2022/QH15" too.
func plainNumber(number string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.TrimLeft(number, "0"), "–", "-"))
}
