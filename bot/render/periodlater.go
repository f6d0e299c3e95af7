package render

import (
	"errors"
	"fmt"
	"time"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// laterObstacle says why a period does not go on after its close.
func laterObstacle(err error) string {
	var uncovered *store.UncoveredError
	said := ""
	switch {
	case errors.Is(err, store.ErrNoTeam):
		said = "Chưa thẩm định được: chưa lập Tổ chấm điểm. Bấm " + quote("Tổ chấm điểm") + "."
	case errors.As(err, &uncovered):
		said = "Chưa thẩm định được: phiếu của " + escape(clip(uncovered.Unit, 20)) + ", phần " + partShort(uncovered.Part) + " chưa có ai được thẩm định. Bấm " + quote("Tổ chấm điểm") + "."
	case errors.Is(err, store.ErrNotAppraised):
		said = "Chưa đi tiếp được: còn phiếu chưa thẩm định xong. Tiến độ: /thamdinh"
	case errors.Is(err, store.ErrNotExplained):
		said = "Chưa đi tiếp được: còn giải trình chưa quyết định. Tiến độ: /thamdinh"
	case errors.Is(err, store.ErrMayExplain):
		said = "Chưa trình Hội đồng được: còn đơn vị trong hạn giải trình mà chưa gửi. Cần sớm hơn thì sửa hạn trong " + quote("Mốc thời gian") + "."
	default:
		said = "Chưa đi tiếp được."
	}
	return markWarning + " " + said
}

// IsObstacle reports whether the error says that the work of a period's state is not done.
func IsObstacle(err error) bool {
	var uncovered *store.UncoveredError
	for _, one := range []error{store.ErrNoUnits, store.ErrNoSheet, store.ErrNoDue, store.ErrNoTeam, store.ErrNotAppraised, store.ErrNotExplained, store.ErrMayExplain} {
		if errors.Is(err, one) {
			return true
		}
	}
	return errors.As(err, &uncovered)
}

// AskNextStep asks before a step after the close: to says to which state.
func AskNextStep(f PeriodFacts, to score.PeriodState, d *staff.Directory, now time.Time) store.Message {
	handed, out, late := 0, []string{}, []string{}
	for _, form := range f.Forms {
		if form.First.IsZero() {
			out = append(out, form.Unit)
			if form.Extended.After(now) {
				late = append(late, form.Unit)
			}
			continue
		}
		handed++
	}
	none := ""
	if len(out) > 0 {
		none = markWarning + " Không nộp phiếu, không được thẩm định: " + unitNames(out, d)
	}
	if len(late) > 0 {
		none += "\n" + markWarning + " Còn trong thời gian gia hạn, đi tiếp thì không nộp được nữa: " + unitNames(late, d)
	}
	what, due := "", store.AppraiseBy
	switch to {
	case score.PeriodAppraising:
		what = fmt.Sprintf("Tổ chấm điểm nhận %d phiếu; từng thành viên được báo phần của mình.", handed)
	case score.PeriodExplaining:
		what, due = "Mỗi đơn vị thấy các tiêu chí của mình bị chấm khác và lý do, được đồng ý hoặc giải trình trong hạn.", store.ExplainBy
	case score.PeriodCouncil:
		what, due = "Hết bước giải trình: đơn vị chưa gửi coi như không giải trình. Hội đồng được báo để xem xếp hạng và kết luận.", store.CouncilAt
	}
	return paragraphs(bold(StepLabel(f.Period.State, to))+"\n"+escape(clip(f.Period.Title, 100)), what, none, dueLine(f.Period, due, now.Location()))
}
