package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store/week"
)

// What a person types on the screen of their wishes, folded: "sang 6h45".
var (
	wishOpening = regexp.MustCompile(`^(?:danh sach )?(sang|toi|chieu|nhac toi truoc|nhac truoc|nhac|truoc|yen lang|im lang)\s*:?\s+(.+)$`)
	wishNone    = regexp.MustCompile(`^(?:tat|khong gui|khong nhan) (?:nhac |danh sach )?(sang|toi|chieu|nhac truoc|yen lang)$`)
	wishRange   = regexp.MustCompile(`^(?:tu )?(.+?)\s*(?:-|–|den|toi)\s*(.+)$`)
	wishLead    = regexp.MustCompile(`^(?:(\d{1,2}) ?(?:gio|h|tieng)(?: ?(ruoi))?)? ?(?:(\d{1,4}) ?(?:phut|p|ph)?)?$`)
	wishClock   = regexp.MustCompile(`^(?:luc )?(\d{1,2})(?: ?(?:h|g|gio|:) ?(\d{2})?)?$`)
	wishJoin    = regexp.MustCompile(`\s*(?:,|;|\+|&|\bva\b)\s*`)
)

// readWish takes a typed text as a wish, for the part that is asked for or for the one
// that it names; false if it is none.
func (w *wishing) readWish(text string) bool {
	part, said := w.Part, strings.TrimSpace(strings.Join(strings.Fields(vi.Fold(text)), " "))
	if m := wishNone.FindStringSubmatch(said); m != nil {
		said = m[1] + " khong"
	}
	if m := wishOpening.FindStringSubmatch(said); m != nil {
		named := map[string]render.WishPart{"sang": render.WishMorning, "toi": render.WishEvening, "chieu": render.WishEvening,
			"yen lang": render.WishQuiet, "im lang": render.WishQuiet}[m[1]]
		if named == "" {
			named = render.WishLeads
		}
		if part == "" || part == named {
			part, said = named, m[2]
		}
	}
	p := &w.wish
	switch none := saysNone(said) || said == "tat" || strings.HasPrefix(said, "khong "); part {
	case render.WishMorning, render.WishEvening:
		hour, ok := readOwnHour(said, part == render.WishEvening)
		if !ok && !none {
			return false
		}
		if part == render.WishMorning {
			p.Morning, p.NoMorning = hour, none
		} else {
			p.Evening, p.NoEvening = hour, none
		}
	case render.WishLeads:
		leads, ok := readLeads(said)
		if !ok && !none {
			return false
		}
		p.SetLeads(leads)
	case render.WishQuiet:
		from, to, ok := readQuiet(said)
		switch {
		case none:
			from, to = "00:00", "00:00"
		case !ok:
			return false
		}
		p.QuietFrom, p.QuietTo = from, to
	default:
		return false
	}
	w.Part = ""
	return true
}

// readOwnHour reads the hour of a list: in the morning from 04:00 to 12:00, in the
// evening, where "7h30" is 19:30, from 12:00 to 23:00.
func readOwnHour(text string, evening bool) (week.Clock, bool) {
	hour, ok := readClock(text)
	if evening {
		if minutes, _ := hour.Minutes(); ok && minutes < 12*60 {
			hour, ok = readClock(strconv.Itoa(minutes/60+12) + "h" + strconv.Itoa(minutes%60 + 100)[1:])
		}
		return hour, ok && hour >= "12:00" && hour <= "23:00"
	}
	return hour, ok && hour >= "04:00" && hour <= "12:00"
}

// readClock reads a single hour as it stands, "18h30", "6:45", "6"; nothing else.
func readClock(text string) (week.Clock, bool) {
	m := wishClock.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return "", false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2]) // "" is 0
	return week.Clock(fmt.Sprintf("%02d:%02d", hour, minute)), hour < 24 && minute < 60
}

// readQuiet reads "21h den 6h".
func readQuiet(text string) (from, to week.Clock, ok bool) {
	m := wishRange.FindStringSubmatch(text)
	if m == nil {
		return "", "", false
	}
	from, ok1 := readClock(m[1])
	to, ok2 := readClock(m[2])
	return from, to, ok1 && ok2
}

// readLeads reads "1 gio, 45 phut"; a bare number is minutes.
func readLeads(text string) (leads []int, ok bool) {
	for _, part := range wishJoin.Split(text, -1) {
		if part == "1 ngay" || part == "mot ngay" {
			leads = append(leads, 24*60)
			continue
		}
		m := wishLead.FindStringSubmatch(strings.TrimSuffix(part, " truoc"))
		if part == "" || m == nil {
			return nil, false
		}
		hours, _ := strconv.Atoi(m[1]) // "" is 0
		minutes, _ := strconv.Atoi(m[3])
		if m[2] != "" {
			minutes += 30
		}
		if lead := hours*60 + minutes; lead < 1 || lead > 24*60 {
			return nil, false
		}
		leads = append(leads, hours*60+minutes)
	}
	slices.Sort(leads)
	leads = slices.Compact(leads)
	return leads, len(leads) > 0 && len(leads) <= mostLeads
}
