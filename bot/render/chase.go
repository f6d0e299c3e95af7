package render

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
	"thuky/store/week"
)

// ActForm is the action of a chase's button: to the form of the unit.
const ActForm = "form"

// ChaseFacts are what a unit is chased with (đôn đốc).
type ChaseFacts struct {
	Period store.Period
	Unit   store.Progress
	To     store.ChasedPerson
	Days   week.Calendar
	Now    time.Time
}

// Chase asks somebody for the sheet of their unit: how long there is, and what is
// missing. The head of a late unit is told what that costs.
func Chase(f ChaseFacts, d *staff.Directory) store.Message {
	s := f.Unit
	unit := unitName(s.Unit, d)
	head := "Kính gửi đồng chí " + escape(clip(f.To.Name, 100)) + ", " + escape(unit) + "."
	if now, ok := d.StandsFor(s.Unit, civil.DateOf(f.Now)); ok && now.Code != s.Unit {
		head = "Kính gửi đồng chí " + escape(clip(f.To.Name, 100)) + ", " + escape(clip(now.Name, 100)) + ". Phiếu của " + escape(unit) + ":"
	}
	parts := []string{head, chaseTerm(f) + " " + answeredWords(s), missingCodes(s)}
	if s.Late(f.Period, f.Now) {
		if f.To.As == staff.UnitHead {
			parts = append(parts, lateCost(s, f.Days, f.Now))
		}
		if s.Form != nil && s.State != score.Returned && !s.Form.MaySubmit(f.Period.State, f.Period.SelfDue, s.Extended, f.Now) {
			parts = append(parts, "Phiếu này không nhận nộp muộn: đồng chí đề nghị Văn phòng gia hạn rồi nộp.")
		}
	}
	m := paragraphs(parts...)
	label := "Làm tiếp phiếu"
	switch {
	case s.State == score.NotStarted:
		label = "Bắt đầu chấm"
	case len(s.Missing) == 0:
		label = "Xem lại và nộp"
	}
	m.Buttons = [][]store.Button{{{Label: label, Action: ActForm}}}
	return m
}

// dueMoment is "17h00 ngày 05/06/2021".
func dueMoment(t time.Time) string { return t.Format("15h04") + " ngày " + vi.Day(civil.DateOf(t)) }

// inSentence is a title inside a sentence: "Năm 2021" becomes "năm 2021"; one that
// begins with an abbreviation stays.
func inSentence(title string) string {
	first, size := utf8.DecodeRuneInString(title)
	second, _ := utf8.DecodeRuneInString(title[size:])
	if unicode.IsUpper(first) && unicode.IsLower(second) {
		return string(unicode.ToLower(first)) + title[size:]
	}
	return title
}

func periodInSentence(p store.Period) string { return escape(inSentence(clip(p.Title, 150))) }

// chaseTerm says until when the sheet is wanted.
func chaseTerm(f ChaseFacts) string {
	s := f.Unit
	sheet := "Phiếu tự chấm điểm thi đua " + periodInSentence(f.Period)
	if s.State == score.Returned {
		sheet += " đã bị trả lại để sửa,"
	}
	due, left := dueMoment(s.Deadline), s.DaysLeft(f.Now)
	if !s.Extended.IsZero() && s.Extended.Equal(s.Deadline) {
		due += ", đã gia hạn"
	}
	switch {
	case f.Now.After(s.Deadline) && left == 0:
		return sheet + " " + bold("đã hết hạn") + " (" + due + ")."
	case f.Now.After(s.Deadline):
		return sheet + " " + bold(fmt.Sprintf("đã quá hạn %02d ngày", -left)) + " (hạn " + due + ")."
	case left == 0:
		return sheet + " " + bold("hết hạn hôm nay") + " (" + due + ")."
	}
	return sheet + " " + bold(fmt.Sprintf("còn %02d ngày", left)) + " (hạn " + due + ")."
}

func answeredWords(s store.Progress) string {
	switch {
	case s.Asked > 0 && len(s.Missing) == 0:
		return fmt.Sprintf("Đã trả lời đủ %d/%d tiêu chí, chưa nộp.", s.Asked, s.Asked)
	case s.Answered() == 0:
		return fmt.Sprintf("Chưa trả lời tiêu chí nào (0/%d).", s.Asked)
	}
	return fmt.Sprintf("Đã trả lời %d/%d tiêu chí.", s.Answered(), s.Asked)
}

// namedCodes is how many missing criteria a chase names.
const namedCodes = 10

// missingCodes names what is missing, unless that is everything.
func missingCodes(s store.Progress) string {
	if len(s.Missing) == 0 || s.Answered() == 0 {
		return ""
	}
	named := s.Missing
	if len(named) > namedCodes+1 { // one more is not worth a rest
		named = named[:namedCodes]
	}
	shown := make([]string, len(named))
	for i, code := range named {
		shown[i] = escape(clip(code, 30))
	}
	text := "Còn thiếu: " + strings.Join(shown, ", ")
	if more := len(s.Missing) - len(named); more > 0 {
		text += fmt.Sprintf(" và %d tiêu chí khác", more)
	}
	return text + "."
}

// lateCost tells the head what lateness has cost until now, by the sheet.
func lateCost(s store.Progress, days week.Calendar, now time.Time) string {
	d, late, ok := s.LateDeduction(days, now)
	if !ok {
		return ""
	}
	text := "Mỗi ngày làm việc chậm trừ " + Score(d.PointsEach) + " điểm"
	if d.Max > 0 {
		text += " (tối đa " + Score(d.Max) + " điểm)"
	}
	text += " theo Phiếu, mục " + escape(clip(d.Code, 30)) + "."
	if late == 0 {
		return text + " Đến nay chưa bị trừ."
	}
	return text + fmt.Sprintf(" Đến nay chậm %02d ngày làm việc, trừ %s điểm.", late, Score(d.DeductionPoints(late)))
}

// mostUnits is how many units a message to the office names, in each of its lists.
const mostUnits = 20

// LateUnits tells the office, on each working day, who is late, and of which units
// nobody receives a chase.
func LateUnits(p store.Period, units []store.Progress, silent []string, now time.Time, d *staff.Directory) store.Message {
	var rows []string
	for _, s := range units {
		if s.Late(p, now) {
			rows = append(rows, "• "+escape(unitName(s.Unit, d))+": "+lateWords(s, now))
		}
	}
	var parts []string
	if len(rows) > 0 {
		parts = append(parts, lines(bold(fmt.Sprintf("%s Quá hạn nộp phiếu thi đua %s: %d đơn vị", markWarning, periodInSentence(p), len(rows))), atMost(rows)))
	} else {
		parts = append(parts, bold(markWarning+" Đôn đốc phiếu thi đua "+periodInSentence(p)))
	}
	if len(silent) > 0 {
		names := make([]string, len(silent))
		for i, code := range silent {
			names[i] = "• " + escape(unitName(code, d))
		}
		parts = append(parts, lines("Không ai nhận được lời đôn đốc, vì chưa có đầu mối hay thủ trưởng nào nhận mã mời:", atMost(names)), "Đồng chí báo đơn vị bằng cách khác; /moi để mời.")
	}
	return message(append(parts, "/tiendo xem tiến độ và đôn đốc.")...)
}

func atMost(rows []string) string {
	if more := len(rows) - mostUnits; more > 0 {
		rows = append(rows[:mostUnits:mostUnits], fmt.Sprintf("… và %d đơn vị khác", more))
	}
	return lines(rows...)
}

// lateWords is "quá hạn 02 ngày, đã trả lời 21/32".
func lateWords(s store.Progress, now time.Time) string {
	late := "hết hạn hôm nay"
	if n := -s.DaysLeft(now); n > 0 {
		late = fmt.Sprintf("quá hạn %02d ngày", n)
	}
	return late + ", " + stateWords(s)
}

// stateWords is how far a unit that has not submitted is.
func stateWords(s store.Progress) string {
	switch {
	case s.State == score.Returned:
		return "bị trả lại để sửa"
	case s.State == score.NotStarted:
		return "chưa làm"
	case s.Asked == 0:
		return "đang làm"
	}
	return fmt.Sprintf("đang làm %d%% (%d/%d)", s.Answered()*100/s.Asked, s.Answered(), s.Asked)
}

// SelfScoreOver tells the office at the deadline who has submitted and who has not.
func SelfScoreOver(p store.Period, units []store.Progress, now time.Time, d *staff.Directory) store.Message {
	var rows []string
	for _, s := range units {
		switch {
		case !s.Owed():
		case now.After(s.Deadline):
			rows = append(rows, "• "+escape(unitName(s.Unit, d))+": "+stateWords(s))
		default:
			rows = append(rows, "• "+escape(unitName(s.Unit, d))+": "+stateWords(s)+", có hạn đến "+dueMoment(s.Deadline))
		}
	}
	head := bold("Đã hết hạn tự chấm thi đua " + periodInSentence(p) + " (" + dueMoment(p.SelfDue.In(now.Location())) + ")")
	if len(rows) == 0 {
		return message(head, fmt.Sprintf("%s Cả %d đơn vị đã nộp phiếu.", markDone, len(units)))
	}
	return message(head, lines(fmt.Sprintf("Đã nộp %d/%d đơn vị. Chưa nộp:", len(units)-len(rows), len(units)), atMost(rows)),
		"/tiendo xem tiến độ và đôn đốc.")
}
