package render

import (
	"fmt"
	"strings"
	"time"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// NoAppraiser refuses somebody who appraises nothing.
func NoAppraiser() store.Message {
	return message("Chỉ thành viên Tổ chấm điểm của đợt thẩm định phiếu. Văn phòng phân công Tổ trong /dotthidua.")
}

// A ChargeAhead is what a member of the team will appraise.
type ChargeAhead struct {
	Period store.Period
	Parts  string
}

// NothingToAppraise says that no period is being appraised, and what is ahead.
func NothingToAppraise(ahead []ChargeAhead) store.Message {
	m := paragraphs(bold("Thẩm định"), "Chưa có đợt nào đang thẩm định hoặc xét giải trình.")
	for _, c := range ahead {
		m = paragraphs(m.Text, bold(escape(clip(c.Period.Title, 100)))+"\nPhần của đồng chí: "+escape(clip(c.Parts, 400))+
			".\nBắt đầu khi Văn phòng khóa nộp; đồng chí sẽ được báo.")
	}
	return m
}

// AppraisePeriods asks which of several periods.
func AppraisePeriods() store.Message { return message(bold("Thẩm định"), "Chọn đợt.") }

// A QueuedSheet is a sheet in the queue of one appraiser.
type QueuedSheet struct {
	Form    store.Submission
	Unit    string // its name
	Of      int    // answers that the appraiser decides on
	Left    int    // of these, not decided yet
	Refusal staff.Refusal
}

// AppraisalQueue lists the sheets of an appraiser by cluster, with their progress.
func AppraisalQueue(p store.Period, sheets []QueuedSheet, zone *time.Location) store.Message {
	due := store.AppraiseBy
	if p.State == score.PeriodExplaining {
		due = store.ExplainBy
	}
	done, mine := 0, 0
	var blocks []string
	cluster := ""
	for i, s := range sheets {
		if i == 0 || s.Form.Cluster != cluster {
			cluster = s.Form.Cluster
			blocks = append(blocks, "\n"+bold(escape(clip(clusterName(cluster), 60))))
		}
		if s.Of > 0 || s.Form.State == score.Returned && s.Refusal != staff.OfTheirUnit {
			mine++
		}
		if s.Left == 0 && s.Of > 0 && s.Form.State != score.Returned {
			done++
		}
		blocks = append(blocks, queueLine(s))
	}
	how := "Bấm một phiếu."
	if len(sheets) == 0 {
		how = "Không có phiếu nào chờ đồng chí."
	}
	return shortened(paragraphs(lines(bold("Thẩm định: "+escape(clip(p.Title, 100))), dueLine(p, due, zone), fmt.Sprintf("Xong phần của đồng chí: %d/%d phiếu", done, mine)),
		strings.TrimPrefix(strings.Join(blocks, "\n"), "\n"), how))
}

// dueLine is a milestone, "" while it is not fixed.
func dueLine(p store.Period, m store.Milestone, zone *time.Location) string {
	if p.Milestone(m).IsZero() {
		return ""
	}
	return MilestoneAt(p, m, zone)
}

func queueLine(s QueuedSheet) string {
	line := "• " + escape(clip(s.Unit, 60)) + ": "
	switch {
	case s.Form.State == score.Returned:
		return line + "đã trả lại, chờ đơn vị nộp lại"
	case s.Of == 0 && s.Refusal == staff.OfTheirUnit:
		return line + "đơn vị của đồng chí, thành viên khác thẩm định"
	case s.Of == 0 && s.Refusal != staff.NoRight:
		return line + "đồng chí không được thẩm định phiếu này"
	case s.Of == 0:
		return line + "không có phần nào của đồng chí"
	case s.Left == 0:
		return "• " + markDone + " " + escape(clip(s.Unit, 60)) + fmt.Sprintf(": %d/%d", s.Of, s.Of)
	}
	return line + fmt.Sprintf("%d/%d", s.Of-s.Left, s.Of)
}

// QueueLabel is a sheet on a button.
func QueueLabel(s QueuedSheet) string {
	if s.Left == 0 {
		return clip(s.Unit, 34)
	}
	return clip(s.Unit, 28) + fmt.Sprintf(" · còn %d", s.Left)
}
