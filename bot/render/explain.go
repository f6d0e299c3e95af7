package render

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
	"unicode/utf8"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// ExplainNotYours refuses somebody who fills in nothing.
func ExplainNotYours() store.Message {
	return message("Chỉ đầu mối và thủ trưởng đơn vị giải trình phiếu của đơn vị mình.")
}

// NothingToExplain says that nothing is to be explained now.
func NothingToExplain() store.Message {
	return message(bold("Giải trình"), "Chưa có đợt nào đến bước giải trình.")
}

// ExplainWhich asks which of several sheets.
func ExplainWhich() store.Message { return message(bold("Giải trình"), "Chọn phiếu.") }

// ExplainFacts are what a unit is shown of its own sheet, and of no other.
type ExplainFacts struct {
	Unit        string
	Period      store.Period
	Form        store.Submission
	Sheet       *score.Sheet
	Target      func(code string) *big.Rat
	Differences []store.Difference
	Said        map[string]store.Explanation
	Closed      error // why nothing can be said any more; nil if it can

	Self, Appraised, Final score.Result
}

// differenceText is what the team made of an answer, and why.
func differenceText(f ExplainFacts, d store.Difference, long int) string {
	leaf, _ := f.Sheet.Leaf(d.Code)
	target := f.Target(d.Code)
	said := lines(bold(escape(d.Code))+" "+escape(clip(leaf.Title(), min(long, 200))),
		answerText(f.Sheet, leaf, d.Self, target)+" ⇒ "+bold(answerText(f.Sheet, leaf, d.Appraised, target)),
		"Lý do: "+escape(clip(d.Reason, long)))
	if e, ok := f.Said[d.Code]; ok {
		word := "Đơn vị giải trình: " + escape(clip(e.Text, long))
		if e.Agrees {
			word = markDone + " Đơn vị đồng ý."
		}
		said = lines(said, word)
	}
	if a := d.Again; a.Revision > 0 {
		said = lines(said, "Sau giải trình: "+decisionWord(a)+" "+bold(answerText(f.Sheet, leaf, a.Value, target))+"; "+escape(clip(a.Reason, long)))
	}
	return said
}

// Explain lists what the team changed in a sheet.
func Explain(f ExplainFacts, on []store.Difference, page, pages int, zone *time.Location) store.Message {
	head := lines(bold("Giải trình: "+escape(clip(f.Unit, 60))), escape(clip(f.Period.Title, 100)), dueLine(f.Period, store.ExplainBy, zone),
		"Tự chấm "+Score(f.Self.Total)+" · thẩm định "+Score(f.Appraised.Total)+explainedTotal(f))
	if len(f.Differences) == 0 {
		return paragraphs(head, "Tổ chấm điểm không sửa tiêu chí nào đơn vị tự chấm; không cần giải trình.")
	}
	title := fmt.Sprintf("%d tiêu chí chấm khác", len(f.Differences))
	if pages > 1 {
		title += fmt.Sprintf(" (trang %d/%d)", page+1, pages)
	}
	all := []string{head, title + ":"}
	for _, d := range on {
		all = append(all, differenceText(f, d, 80))
	}
	return shortened(paragraphs(append(all, explainHow(f))...))
}

func explainedTotal(f ExplainFacts) string {
	if f.Final.Total == f.Appraised.Total {
		return ""
	}
	return " · sau giải trình " + Score(f.Final.Total)
}

func explainHow(f ExplainFacts) string {
	switch {
	case f.Closed == nil:
		return "Bấm từng tiêu chí để đồng ý hoặc giải trình; thủ trưởng gửi. Không gửi trong hạn là không giải trình, kết quả thẩm định giữ nguyên."
	case errors.Is(f.Closed, store.ErrPastDue):
		return "Đã hết hạn giải trình; kết quả thẩm định giữ nguyên."
	case f.Form.Explained == f.Form.Round:
		return markDone + " Đã gửi giải trình."
	}
	return "Phiếu không ở bước giải trình."
}

// DifferenceLabel is a difference on a button.
func DifferenceLabel(f ExplainFacts, d store.Difference) string {
	if _, said := f.Said[d.Code]; said {
		return markDone + " " + clip(d.Code, 14)
	}
	return clip(d.Code, 16)
}

// AgreeRestLabel agrees to all that nothing was said to.
func AgreeRestLabel(n int) string { return fmt.Sprintf("Đồng ý phần còn lại (%d)", n) }

// ExplainOne is one difference.
func ExplainOne(f ExplainFacts, d store.Difference) store.Message {
	return paragraphs(bold("Giải trình: "+escape(clip(f.Unit, 60))), differenceText(f, d, 600))
}

// AskExplanation asks for the unit's words.
func AskExplanation(f ExplainFacts, d store.Difference) store.Message {
	return paragraphs(bold("Giải trình: "+escape(clip(f.Unit, 60))), differenceText(f, d, 400), "Gõ giải trình: vì sao, theo văn bản nào. Không ghi nội dung vụ án.")
}

// longestExplanation is how many code points an explanation may have.
const longestExplanation = 800

// ExplanationTooLong says that an explanation is too long; "" if it is not.
func ExplanationTooLong(text string) string {
	if utf8.RuneCountInString(text) <= longestExplanation {
		return ""
	}
	return fmt.Sprintf("%s Giải trình dài không quá %d chữ.", markWarning, longestExplanation)
}

// Said says that something was kept.
func Said(e store.Explanation) string {
	if e.Agrees {
		return markDone + " Đã ghi: đồng ý."
	}
	return markDone + " Đã ghi giải trình " + escape(clip(e.Code, 30)) + ". Chưa gửi; thủ trưởng gửi khi đủ."
}

// ExplainRefused words why nothing was kept; "" for what is a failure.
func ExplainRefused(err error) string {
	switch {
	case errors.Is(err, store.ErrPastDue):
		return markWarning + " Đã hết hạn giải trình; kết quả thẩm định giữ nguyên."
	case errors.Is(err, store.ErrApproved):
		return markWarning + " Hội đồng đã thông qua cụm, khối này; phiếu giữ nguyên như đã thông qua."
	case errors.Is(err, store.ErrNotNow):
		return markWarning + " Phiếu không ở bước giải trình, hoặc đã gửi giải trình."
	case errors.Is(err, store.ErrNoDifference):
		return markWarning + " Tổ chấm điểm không sửa tiêu chí này."
	case errors.Is(err, store.ErrNoSaid):
		return markWarning + " Chưa trả lời tiêu chí nào."
	case errors.Is(err, store.ErrNeedsReason):
		return markWarning + " Cần ghi giải trình."
	}
	return ""
}

// ConfirmExplanation asks whether the explanation is to be sent.
func ConfirmExplanation(f ExplainFacts) store.Message {
	var explained, agreed []string
	unsaid := 0
	for _, d := range f.Differences {
		e, ok := f.Said[d.Code]
		switch {
		case !ok:
			unsaid++
		case e.Agrees:
			agreed = append(agreed, escape(clip(d.Code, 20)))
		default:
			explained = append(explained, escape(clip(d.Code, 20)))
		}
	}
	all := []string{}
	if len(explained) > 0 {
		all = append(all, "Giải trình: "+strings.Join(explained, ", "))
	}
	if len(agreed) > 0 {
		all = append(all, "Đồng ý: "+strings.Join(agreed, ", "))
	}
	if unsaid > 0 {
		all = append(all, fmt.Sprintf("%s %d tiêu chí chưa trả lời: coi như không giải trình.", markWarning, unsaid))
	}
	return shortened(paragraphs(bold("Gửi giải trình của "+escape(clip(f.Unit, 60))+"?"), lines(all...), "Gửi một lần, sau đó không sửa."))
}

// ExplanationSent says that the explanation is with the team.
func ExplanationSent(again bool) string {
	if !again {
		return markDone + " Đã gửi: đơn vị đồng ý với kết quả thẩm định."
	}
	return markDone + " Đã gửi giải trình cho Tổ chấm điểm."
}

// ExplanationPresented takes a prepared explanation to the head.
func ExplanationPresented(f ExplainFacts, by staff.Person) store.Message {
	return message(bold("Giải trình chờ đồng chí gửi"), capital(escape(by.Style()))+" đã soạn giải trình của "+escape(clip(f.Unit, 60))+", "+escape(clip(f.Period.Title, 100))+".", "Gõ /giaitrinh để xem và gửi.")
}

// PresentedToHead says whether the head was reached.
func PresentedToHead(reached bool) string {
	if !reached {
		return markWarning + " Thủ trưởng đơn vị chưa dùng bot; liên hệ Văn phòng."
	}
	return markDone + " Đã trình thủ trưởng."
}

// ExplanationArrived tells a member of the team.
func ExplanationArrived(unit string, p store.Period, n int) store.Message {
	return message(bold(escape(clip(unit, 60))+" giải trình"), escape(clip(p.Title, 100))+fmt.Sprintf(": %d tiêu chí thuộc phần của đồng chí.", n), "Gõ /thamdinh để quyết định.")
}

// DifferencesNotice tells a unit that it may explain.
func DifferencesNotice(unit string, p store.Period, n int, zone *time.Location) store.Message {
	if n == 0 {
		return message(bold("Kết quả thẩm định")+"\n"+escape(clip(p.Title, 100)), "Phiếu của "+escape(clip(unit, 60))+" được chấm như đơn vị tự chấm; không cần giải trình.")
	}
	return paragraphs(bold("Kết quả thẩm định")+"\n"+escape(clip(p.Title, 100)), fmt.Sprintf("Phiếu của %s có %d tiêu chí chấm khác tự chấm.", escape(clip(unit, 60)), n),
		dueLine(p, store.ExplainBy, zone), "Gõ /giaitrinh để xem lý do, đồng ý hoặc giải trình.")
}
