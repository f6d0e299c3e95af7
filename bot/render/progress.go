package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// A ProgressFilter is which units an overview shows.
type ProgressFilter string

// The filters.
const (
	AllUnits  ProgressFilter = ""
	OwedUnits ProgressFilter = "owed" // chưa nộp
	LateOnly  ProgressFilter = "late" // quá hạn
)

// ProgressFilters lists the filters as buttons show them.
var ProgressFilters = []ProgressFilter{AllUnits, OwedUnits, LateOnly}

var filterNames = map[ProgressFilter]string{AllUnits: "Tất cả", OwedUnits: "Chưa nộp", LateOnly: "Quá hạn"}

// Label is the filter on a button.
func (f ProgressFilter) Label() string { return filterNames[f] }

// ProgressFacts are what is told of how far the units of a period are (tiến độ); no
// points are among them.
type ProgressFacts struct {
	Period store.Period
	Units  []store.Progress // of the units that the reader may see
	Chased map[string]time.Time
	Filter ProgressFilter
	Note   string // plain: what has just been done, or ""
	Now    time.Time

	Charged bool                // the reader appraises some of the sheets
	Done    map[string]PartDone // of what they appraise, by unit, while the team is at work
	Silent  []string            // units that are late and of which nobody can be chased, to who chases
}

// A PartDone is how much of a sheet an appraiser has decided on.
type PartDone struct{ Of, Left int }

// partsDone says how far the reader is with what they appraise.
func (f ProgressFacts) partsDone() string {
	var of, left int
	for _, one := range f.Done {
		of, left = of+one.Of, left+one.Left
	}
	switch {
	case !f.Charged:
		return ""
	case of == 0:
		return "Các đơn vị đồng chí thẩm định"
	}
	milestone := store.AppraiseBy
	if f.Period.State == score.PeriodExplaining {
		milestone = store.ExplainBy
	}
	return lines(fmt.Sprintf("Phần đồng chí thẩm định: %d/%d tiêu chí; /thamdinh", of-left, of), dueLine(f.Period, milestone, f.Now.Location()))
}

func (f ProgressFacts) shown(s store.Progress) bool {
	switch f.Filter {
	case OwedUnits:
		return s.Owed()
	case LateOnly:
		return s.Late(f.Period, f.Now)
	}
	return true
}

// Progress is the overview of a period by cluster, whoever is late first.
func Progress(f ProgressFacts, d *staff.Directory, page int) (store.Message, int) {
	p := f.Period
	var submitted, begun, untouched, late, returned int
	for _, s := range f.Units {
		switch {
		case !s.Owed():
			submitted++
		case s.State == score.Returned:
			returned++
		case s.State == score.NotStarted:
			untouched++
		default:
			begun++
		}
		if s.Late(p, f.Now) {
			late++
		}
	}
	head := []string{bold("Tiến độ tự chấm thi đua " + periodInSentence(p)), capital(p.State.Name()) + selfDueWords(p, f.Now)}
	if len(f.Units) > 1 {
		counts := []string{fmt.Sprintf("Đã nộp %d/%d", submitted, len(f.Units))}
		for _, c := range []struct {
			n     int
			words string
		}{{begun, "đang làm"}, {untouched, "chưa làm"}, {returned, "bị trả lại"}, {late, "quá hạn"}} {
			if c.n > 0 {
				counts = append(counts, fmt.Sprintf("%s %d", c.words, c.n))
			}
		}
		head = append(head, strings.Join(counts, " · "))
	}
	if parts := f.partsDone(); parts != "" {
		head = append(head, parts)
	}
	if f.Filter != AllUnits {
		head = append(head, italic("Chỉ xem: "+strings.ToLower(f.Filter.Label())))
	}
	if f.Note != "" {
		head = append(head, bold(markDone+" "+escape(f.Note)))
	}
	blocks := f.clusters(d)
	if len(blocks) == 0 {
		blocks = []block{{lines: []string{"Không có đơn vị nào."}}}
	}
	if len(f.Silent) > 0 {
		names := make([]string, len(f.Silent))
		for i, code := range f.Silent {
			names[i] = "• " + escape(unitName(code, d))
		}
		blocks = append(blocks, block{lines: []string{markWarning + " Quá hạn mà không đôn đốc được, vì chưa ai nhận mã mời (mời bằng /moi):", atMost(names)}})
	}
	blocks = append(blocks, block{lines: []string{italic("Cập nhật " + f.Now.Format("15h04") + " " + vi.Day(civil.DateOf(f.Now)))}})
	text, count := pick(paginate(lines(head...), blocks), page)
	return store.Message{Text: text}, count
}

func selfDueWords(p store.Period, now time.Time) string {
	if p.SelfDue.IsZero() {
		return ""
	}
	due := p.SelfDue.In(now.Location())
	text := " · hạn " + dueMoment(due)
	switch left := civil.DateOf(due).DaysSince(civil.DateOf(now)); {
	case now.After(due):
		return text
	case left == 0:
		return text + " (hôm nay)"
	default:
		return text + fmt.Sprintf(" (còn %02d ngày)", left)
	}
}

// clusters are the lines of the units, a block a cluster.
func (f ProgressFacts) clusters(d *staff.Directory) (blocks []block) {
	all := slices.Clone(f.Units)
	urgency := func(s store.Progress) int {
		switch {
		case s.Late(f.Period, f.Now):
			return 0
		case s.State == score.Returned:
			return 1
		case s.State == score.NotStarted:
			return 2
		case s.State == score.InProgress:
			return 3
		}
		return 4
	}
	slices.SortStableFunc(all, func(a, b store.Progress) int {
		return cmp.Or(cmp.Compare(a.Cluster, b.Cluster), cmp.Compare(urgency(a), urgency(b)), byDeadline(a, b), cmp.Compare(a.Answered(), b.Answered()))
	})
	for _, s := range all {
		if !f.shown(s) {
			continue
		}
		if n := len(blocks); n == 0 || blocks[n-1].head != bold(escape(clip(clusterName(s.Cluster), 60))) {
			blocks = append(blocks, block{head: bold(escape(clip(clusterName(s.Cluster), 60)))})
		}
		last := &blocks[len(blocks)-1]
		last.lines = append(last.lines, f.line(s, d))
	}
	return blocks
}

func byDeadline(a, b store.Progress) int {
	if !a.Owed() || !b.Owed() {
		return 0
	}
	return a.Deadline.Compare(b.Deadline)
}

func (f ProgressFacts) line(s store.Progress, d *staff.Directory) string {
	name := escape(unitName(s.Unit, d))
	if !s.Owed() {
		words := s.State.Name()
		if s.State == score.Submitted && !s.Submitted.IsZero() {
			at := s.Submitted.In(f.Now.Location())
			words = "đã nộp " + at.Format("15h04") + " " + vi.Day(civil.DateOf(at))
		}
		if done := f.Done[s.Unit]; done.Of > 0 {
			words += fmt.Sprintf("; phần đồng chí thẩm định %d/%d", done.Of-done.Left, done.Of)
		}
		return markDone + " " + name + ": " + words
	}
	text := name + ": " + stateWords(s)
	if s.Late(f.Period, f.Now) {
		text = markWarning + " " + name + ": " + lateWords(s, f.Now)
	} else if own := !s.Deadline.IsZero() && !s.Deadline.Equal(f.Period.SelfDue); own {
		text += ", hạn riêng " + dueMoment(s.Deadline)
	}
	if at := f.Chased[s.Unit]; !at.IsZero() {
		at = at.In(f.Now.Location())
		text += "; đôn đốc " + at.Format("15h04") + " " + shortDay(civil.DateOf(at))
	}
	return text
}

// NoPeriodYet tells that there is nothing to oversee.
func NoPeriodYet() store.Message { return message("Chưa có đợt thi đua nào được mở.") }

// NothingCharged tells somebody of the appraisal team who has nothing to appraise.
func NothingCharged() store.Message {
	return message("Đồng chí chưa được phân công thẩm định trong đợt nào. Văn phòng phân công Tổ chấm điểm trong /dotthidua.")
}

// NotInPeriod tells people of a unit that takes no part.
func NotInPeriod(p store.Period) store.Message {
	return message("Đơn vị của đồng chí không tham gia đợt thi đua " + periodInSentence(p) + ".")
}

// ChaseConfirm asks before all units that are late are chased; resting are those that
// were chased a short while ago, unreached those whose people cannot be.
func ChaseConfirm(p store.Period, units, resting, unreached []string, rest time.Duration, d *staff.Directory) store.Message {
	names := func(codes []string) string {
		rows := make([]string, len(codes))
		for i, code := range codes {
			rows[i] = "• " + escape(unitName(code, d))
		}
		return atMost(rows)
	}
	paragraphs := []string{bold("Đôn đốc đơn vị quá hạn, thi đua " + periodInSentence(p))}
	if len(units) > 0 {
		paragraphs = append(paragraphs, lines(fmt.Sprintf("Nhắc ngay đầu mối và thủ trưởng của %d đơn vị:", len(units)), names(units)))
	} else {
		paragraphs = append(paragraphs, "Không còn đơn vị nào để nhắc lúc này.")
	}
	if len(resting) > 0 {
		paragraphs = append(paragraphs, lines(fmt.Sprintf("Đã được nhắc trong %d giờ qua, không nhắc lại:", int(rest.Hours())), names(resting)))
	}
	if len(unreached) > 0 {
		paragraphs = append(paragraphs, lines("Chưa ai nhận mã mời, không nhắc được (mời bằng /moi):", names(unreached)))
	}
	return message(paragraphs...)
}

// ChaseAllLabel is the button that leads there.
func ChaseAllLabel(units int) string {
	return fmt.Sprintf("Đôn đốc %d đơn vị quá hạn", units)
}

// ChasedNote says what a press has done.
func ChasedNote(units int, at time.Time) string {
	return fmt.Sprintf("Đã đôn đốc %d đơn vị lúc %s.", units, at.Format("15h04"))
}

// NobodyChased says that a press has done nothing.
const NobodyChased = "Không còn đơn vị nào để nhắc lúc này."

var chaseStates = map[store.Outcome]string{
	store.Delivered: markDone, store.Undelivered: "không tới được", store.Unknown: "chưa rõ đã tới", store.Expired: "không gửi kịp",
}

// ChaseLog tells who was chased when, a block a unit, the newest first: the office's
// proof of it. Chases are in the order of store.Chases.
func ChaseLog(p store.Period, chases []store.Chase, d *staff.Directory, zone *time.Location, page int) (store.Message, int) {
	title := bold("Nhật ký đôn đốc · thi đua " + periodInSentence(p))
	if len(chases) == 0 {
		return message(title, "Chưa đôn đốc lần nào."), 1
	}
	byUnit := slices.Clone(chases)
	slices.SortStableFunc(byUnit, func(a, b store.Chase) int { return cmp.Compare(a.Unit, b.Unit) })
	var blocks []block
	for i := 0; i < len(byUnit); {
		c := byUnit[i]
		if i == 0 || byUnit[i-1].Unit != c.Unit {
			blocks = append(blocks, block{head: bold(escape(unitName(c.Unit, d)))})
		}
		var who []string
		first := i
		for ; i < len(byUnit) && byUnit[i].Unit == c.Unit && byUnit[i].At.Equal(c.At); i++ {
			who = append(who, chasedWords(byUnit[i], d, zone))
		}
		last := &blocks[len(blocks)-1]
		last.lines = append(last.lines, chaseLine(byUnit[first], zone, d)+strings.Join(slices.Compact(who), "; "))
	}
	text, count := pick(paginate(title, blocks), page)
	return store.Message{Text: text}, count
}

// chaseLine is the moment of a chase and how things stood: "09h00 05/06 · còn 01 ngày, 21/32 · ".
func chaseLine(c store.Chase, zone *time.Location, d *staff.Directory) string {
	at := c.At.In(zone)
	term := fmt.Sprintf("còn %02d ngày", c.Days)
	switch {
	case c.Days == 0:
		term = "hạn cùng ngày"
	case c.Days < 0:
		term = fmt.Sprintf("quá hạn %02d ngày", -c.Days)
	}
	by := ""
	if c.By != "" {
		by = escape(clip(author(c.By, d), 60)) + " nhắc · "
	}
	return at.Format("15h04") + " " + shortDay(civil.DateOf(at)) + " · " + term + fmt.Sprintf(", %d/%d · ", c.Answered, c.Asked) + by
}

var chasedRoles = map[staff.Role]string{staff.UnitContact: "đầu mối", staff.UnitHead: "thủ trưởng", staff.Clerk: "Văn phòng"}

func chasedWords(c store.Chase, d *staff.Directory, zone *time.Location) string {
	state, known := chaseStates[c.State]
	if !known {
		state = "đang gửi"
	}
	if at := c.Settled.In(zone); c.State == store.Delivered && at.Sub(c.At) > 10*time.Minute {
		state += " " + at.Format("15h04")
		if civil.DateOf(at) != civil.DateOf(c.At.In(zone)) {
			state += " " + shortDay(civil.DateOf(at))
		}
	}
	return chasedRoles[c.Role] + " " + escape(clip(author(c.Person, d), 60)) + " " + state
}

// A PeriodDay is how far a period is, in the office's morning list.
type PeriodDay struct {
	Period            store.Period
	Units, Owed, Late int // units that take part, have not submitted, are late
}

// mostPeriodDays is how many periods a morning list tells of.
const mostPeriodDays = 2

// periodDays is a line for each period: "Năm 2021: đã nộp 5/21, còn 03 ngày; /tiendo".
func periodDays(all []PeriodDay, day civil.Date) (rows []string) {
	for _, p := range all[:min(len(all), mostPeriodDays)] {
		text := escape(clip(p.Period.Title, 60)) + fmt.Sprintf(": đã nộp %d/%d", p.Units-p.Owed, p.Units)
		if due := p.Period.SelfDue; !due.IsZero() && p.Owed > 0 {
			switch left := civil.DateOf(due).DaysSince(day); {
			case p.Late > 0:
				text += fmt.Sprintf(", quá hạn %d", p.Late)
			case left == 0:
				text += ", hết hạn hôm nay"
			case left > 0:
				text += fmt.Sprintf(", còn %02d ngày", left)
			}
		}
		rows = append(rows, text+"; /tiendo")
	}
	return rows
}
