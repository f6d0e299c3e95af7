package render

import (
	"fmt"
	"slices"
	"strings"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// paperOnly marks an event that is not shown in chat, for those who publish.
const paperOnly = "chỉ bản giấy, không gửi qua Telegram"

// noticeChanges is how many changes a notice names at most: more are no notice.
const noticeChanges = 20

// Changes shows those who publish what a new version changes, by day: one page of
// it, and how many there are. against is the version it is compared with, 0 to name
// none.
func Changes(changes []week.Change, against int, d *staff.Directory, page int) (m store.Message, pages int) {
	title := bold("Thay đổi của lịch tuần")
	if against > 0 {
		title = bold(fmt.Sprintf("Thay đổi so với bản %d", against))
	}
	w := changeWords{directory: d, open: true}
	m.Text, pages = pick(paginate(lines(title, tally(changes)), w.days(changes)), page)
	return m, pages
}

// ChangeNotice tells a person, given by key, or a group chat, given by "", what has
// changed in the schedule: one message. note is the reason given, or "". Who is no
// longer concerned is told so. The changes are those of which the person must be
// told; see week.Concerned.
func ChangeNotice(changes []week.Change, note string, d *staff.Directory, person string) store.Message {
	title := bold("Lịch thay đổi")
	if note != "" {
		title = lines(title, "Lý do: "+escape(clip(note, 300)))
	}
	w := changeWords{directory: d, person: person, most: 500}
	blocks := w.days(changes[:min(len(changes), noticeChanges)])
	for shown := len(blocks); ; shown-- {
		some := slices.Clone(blocks[:shown])
		if more := len(changes) - shown; more > 0 {
			some = append(some, block{lines: []string{fmt.Sprintf("Còn %d thay đổi khác. Đồng chí xem lịch cả tuần.", more)}})
		}
		if pages := paginate(title, some); len(pages) == 1 || shown <= 1 {
			return store.Message{Text: pages[0]}
		}
	}
}

// tally is "1 mới, 2 bỏ, 3 đổi".
func tally(changes []week.Change) string {
	var all []string
	added, removed, edited := week.Tally(changes)
	for _, c := range []struct {
		count int
		name  string
	}{{added, "mới"}, {removed, "bỏ"}, {edited, "đổi"}} {
		if c.count > 0 {
			all = append(all, vi.Integer(int64(c.count))+" "+c.name)
		}
	}
	if len(all) == 0 {
		return "Không có thay đổi."
	}
	return strings.Join(all, ", ")
}

// changeWords words changes.
type changeWords struct {
	directory *staff.Directory
	person    string // key of the reader, "" if it is not one person
	open      bool   // the reader may see what is for paper only
	most      int    // code points shown of a text or a place; 0 is all
	dated     bool   // each event says its day: no heading does
}

// days lists the changes under the days on which their events are now.
func (w changeWords) days(changes []week.Change) []block {
	all := make([]block, len(changes))
	for i, c := range changes {
		day := bold(longDay(c.Event().Date))
		all[i] = block{top: day, lines: []string{w.line(c)}}
		if i == 0 || c.Event().Date != changes[i-1].Event().Date {
			all[i].head = day
		}
	}
	return all
}

// line words one change: what is different, and the event as it is now.
func (w changeWords) line(c week.Change) string {
	items := items{directory: w.directory}
	switch c.Kind {
	case week.Added:
		details := items.details(c.After)
		if c.After.Paper && w.open {
			details = italic(paperOnly)
		}
		return lines(italic("Mới:")+" "+w.event(c.After, false), details)
	case week.Removed:
		return italic("Bỏ:") + " " + w.event(c.Before, true)
	}
	var all []string
	for _, aspect := range c.Aspects {
		if said := w.aspect(c, aspect); said != "" {
			all = append(all, said)
		}
	}
	return lines(append(all, w.now(c), w.standing(c))...)
}

// now is an edited event as it is now; what became of it stands before it.
func (w changeWords) now(c week.Change) string {
	if !c.Has(week.NewStatus) {
		if c.Has(week.NewText) && w.aspect(c, week.NewText) != "" { // "Trước:" stands above
			return italic("Nay:") + " " + w.event(c.After, false)
		}
		return w.event(c.After, false)
	}
	e := c.After
	e.Status = ""
	switch c.After.Status {
	case week.Postponed:
		return italic("Hoãn:") + " " + w.event(e, false)
	case week.Cancelled:
		return italic("Huỷ:") + " " + w.event(e, true)
	}
	return italic("Lại diễn ra:") + " " + w.event(e, false)
}

// event is an event's hour and text, with its day where no heading says it.
func (w changeWords) event(e week.Event, gone bool) string {
	text := w.text(e)
	day := ""
	if w.dated {
		day = DayLabel(e.Date) + " "
	}
	if gone {
		return struck(strings.TrimSpace(day + escape(itemHour(e)) + " " + escape(text)))
	}
	return day + itemSays(e, e.Date, text)
}

// text is what the reader may see of an event's text.
func (w changeWords) text(e week.Event) string {
	if w.open {
		return w.clip(e.Text)
	}
	return w.clip(publicText(e))
}

func (w changeWords) clip(text string) string {
	if w.most == 0 {
		return text
	}
	return clip(text, w.most)
}

// aspect says what is different, old → new; "" for what must not be told and for
// what the event itself shows.
func (w changeWords) aspect(c week.Change, aspect week.Aspect) string {
	if secret := c.Before.Paper || c.After.Paper; secret && !w.open {
		switch aspect {
		case week.NewPlace, week.NewPeople, week.NewText:
			return ""
		}
	}
	switch aspect {
	case week.NewDay:
		return turn("Đổi ngày:", dayAndLength(c.Before), dayAndLength(c.After))
	case week.NewHour:
		return turn("Đổi giờ:", hourOrNone(c.Before), hourOrNone(c.After))
	case week.NewPlace:
		return turn("Đổi nơi:", w.place(c.Before), w.place(c.After))
	case week.NewPeople:
		return lines(w.people("Thêm thành phần:", c.After, c.Before), w.people("Bớt thành phần:", c.Before, c.After))
	case week.NewText:
		return italic("Trước:") + " " + escape(w.clip(c.Before.Text))
	case week.NewPaper:
		if c.After.Paper {
			return italic("Từ nay chỉ có ở bản giấy:")
		}
		return italic("Được hiện lại ở đây:")
	case week.NewWeight:
		if c.After.Important {
			return italic("Từ nay là mục quan trọng:")
		}
		return italic("Không còn là mục quan trọng:")
	}
	return ""
}

// turn is "Đổi giờ: 14h00 → 15h00".
func turn(what, before, after string) string {
	return italic(what) + " " + escape(before) + " → " + bold(escape(after))
}

// dayAndLength is "Thứ Hai, 18/10/2021 (2 ngày)".
func dayAndLength(e week.Event) string {
	if e.Days > 1 {
		return fmt.Sprintf("%s (%d ngày)", longDay(e.Date), e.Days)
	}
	return longDay(e.Date)
}

func hourOrNone(e week.Event) string {
	if hour := itemHour(e); hour != "" {
		return hour
	}
	return "không ghi giờ"
}

func (w changeWords) place(e week.Event) string {
	if e.Place == "" {
		return "không ghi địa điểm"
	}
	return w.clip(e.Place)
}

// people names who takes part in one event and not in the other.
func (w changeWords) people(what string, in, other week.Event) string {
	only := func(a, b []string) []string {
		return slices.DeleteFunc(slices.Clone(a), func(name string) bool { return slices.Contains(b, name) })
	}
	who := participants(nil, only(in.People, other.People), only(in.Groups, other.Groups), only(in.Units, other.Units), w.directory, false)
	if who == "" {
		return ""
	}
	return italic(what) + " " + escape(w.clip(who))
}

// standing tells the reader that an event concerns them now, or no longer.
func (w changeWords) standing(c week.Change) string {
	if w.person == "" {
		return ""
	}
	before, after := week.Why(w.directory, c.Before, w.person), week.Why(w.directory, c.After, w.person)
	switch {
	case before == "" && after != "":
		return bold("Đồng chí được thêm vào thành phần.")
	case before != "" && after == "":
		return bold("Đồng chí không còn trong thành phần.")
	}
	return ""
}
