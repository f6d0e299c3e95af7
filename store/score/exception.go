package score

import (
	"fmt"
	"strings"
)

// An Exception is a sum error that an officer accepted (chấp nhận sai số), by its
// figures: another error in the same place is not covered. It is printed on every
// report.
type Exception struct {
	Section string // code, "" for the sheet as a whole
	Sum     Points // what the children add up to
	Max     Points // what the sheet says
	Reason  string
}

// WholeSheet is what people type for the sheet as a whole in an exception.
const WholeSheet = "toàn phiếu"

// ParseException reads what an officer types: "A.II: 29,5/30, lý do …". The reason
// must be there.
func ParseException(text string) (Exception, error) {
	code, rest, ok := strings.Cut(strings.Join(strings.Fields(text), " "), ":")
	sum, rest, ok2 := strings.Cut(rest, "/")
	rest = strings.TrimSpace(rest)
	end := strings.IndexFunc(rest, func(r rune) bool { return r == ' ' || r == ';' })
	if !ok || !ok2 || end < 0 {
		return Exception{}, fmt.Errorf("read exception %q: want SECTION: SUM/MAX, REASON", text)
	}
	e := Exception{Section: strings.TrimSpace(code), Reason: strings.TrimSpace(rest[end+1:])}
	if strings.EqualFold(e.Section, WholeSheet) {
		e.Section = ""
	}
	if after, found := strings.CutPrefix(e.Reason, "lý do"); found {
		e.Reason = strings.Trim(after, " :")
	}
	added, ok := ParseNumber(strings.TrimSpace(sum))
	limit, ok2 := ParseNumber(strings.TrimRight(rest[:end], ","))
	if ok && ok2 {
		e.Sum, ok = exactPoints(added)
		e.Max, ok2 = exactPoints(limit)
	}
	if !ok || !ok2 || e.Reason == "" {
		return Exception{}, fmt.Errorf("read exception %q: want SECTION: SUM/MAX, REASON", text)
	}
	return e, nil
}

// Exception is the sum error that a mistake tells of, without a reason; ok is false for
// any other mistake.
func (m *Mistake) Exception() (e Exception, ok bool) {
	if m.Fault != WrongSum {
		return e, false
	}
	sum, ok1 := ParseNumber(m.Value)
	limit, ok2 := ParseNumber(m.Want)
	if !ok1 || !ok2 {
		return e, false
	}
	e.Section = m.Code
	if m.Table == root {
		e.Section = ""
	}
	e.Sum, ok1 = exactPoints(sum)
	e.Max, ok2 = exactPoints(limit)
	return e, ok1 && ok2
}
