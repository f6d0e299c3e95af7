package weekly

import (
	"regexp"
	"strings"
)

var (
	dutyHead   = regexp.MustCompile(`(?i)^(?:phân công\s+|lịch\s+|cán bộ\s+)?trực\s+nghiệp\s+vụ(?:\s+[^:;,.–-]*)?`)
	dutyDay    = regexp.MustCompile(`(?i)(?:^|[^\pL\d])(?:ngày\s+)?((?:thứ\s*(?:[2-7]|hai|ba|tư|năm|sáu|bảy|bẩy)|t\.?\s?[2-7]|chủ\s*nhật|cn))(?:$|[^\pL\d])`)
	dutyDate   = regexp.MustCompile(`^[\s,(]*(?:ngày\s+)?\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?\s?\)?`)
	dutyFiller = " \t\n,;.:()-–—"
)

// isDuty reports whether the text tells of duty; trực tuyến, trực tiếp and thường
// trực are other words.
func isDuty(text string) bool { return hasPhrase(text, "trực nghiệp vụ") }

// roster reads a duty roster, "Trực nghiệp vụ: đ/c Thảo – T7; đ/c Thanh – CN":
// one event for each weekday named, dated from the title's week.
func (r *reader) roster(l line, body string) bool {
	head := dutyHead.FindString(body)
	if head == "" {
		return false
	}
	if at := dutyDay.FindStringSubmatchIndex(head); at != nil {
		head = head[:at[2]] // "Trực nghiệp vụ thứ Bảy: …"
	}
	turns := dutyTurns(body[len(head):])
	head = strings.TrimSuffix(strings.TrimRight(head, dutyFiller), " ngày")
	if len(turns) == 0 {
		return false
	}
	for _, t := range turns {
		text := head
		if t.who != "" {
			text += ": " + t.who
		}
		d := &draft{line: l.number, head: r.head, weekday: t.weekday, text: text}
		r.drafts = append(r.drafts, d)
	}
	r.last = nil
	return true
}

// A turn is one day of a roster and who has it.
type turn struct {
	weekday int
	who     string
}

// dutyTurns reads the turns of a roster. The weekday stands before the name
// ("T7: đ/c Thảo") or after it ("đ/c Thảo – T7, CN"); which of the two, the first
// one tells.
func dutyTurns(list string) []turn {
	type mark struct{ weekday, from, to int }
	var marks []mark
	for at := 0; at < len(list); {
		m := dutyDay.FindStringSubmatchIndex(list[at:])
		if m == nil {
			break
		}
		from, to := at+m[2], at+m[3]
		weekday, _ := readWeekday(list[from:])
		to += len(dutyDate.FindString(list[to:]))
		if weekday >= 1 && weekday <= 7 {
			marks = append(marks, mark{weekday, from, to})
		}
		at = to
	}
	if len(marks) == 0 {
		return nil
	}
	dayFirst := strings.Trim(list[:marks[0].from], dutyFiller) == ""
	var turns []turn
	from := 0
	for i, m := range marks {
		who := list[from:m.from]
		if dayFirst {
			end := len(list)
			if i+1 < len(marks) {
				end = marks[i+1].from
			}
			who = list[m.to:end]
		}
		who = oneLine(strings.Trim(who, dutyFiller))
		for _, word := range []string{" và", " ngày"} {
			who = strings.Trim(strings.TrimSuffix(who, word), dutyFiller)
		}
		if who == "" && !dayFirst && i > 0 {
			who = turns[i-1].who // "đ/c Thảo – T7, CN"
		}
		turns = append(turns, turn{m.weekday, who})
		from = m.to
	}
	if dayFirst {
		// "T7, CN: đ/c Thảo": the name stands after the last of them.
		for i := len(turns) - 2; i >= 0; i-- {
			if turns[i].who == "" {
				turns[i].who = turns[i+1].who
			}
		}
	}
	return turns
}
