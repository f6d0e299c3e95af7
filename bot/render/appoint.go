package render

import (
	"time"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// TeamAppointed tells somebody that they are a member of the appraisal team of a period,
// what that asks of them and when.
func TeamAppointed(to staff.Person, p store.Period, t store.Team, zone *time.Location) store.Message {
	begin := "Bắt đầu khi Văn phòng khóa nộp phiếu; đồng chí sẽ được báo."
	switch p.State {
	case score.PeriodAppraising:
		begin = "Tổ đang thẩm định, đồng chí bắt đầu được ngay."
	case score.PeriodExplaining:
		begin = "Tổ đang xét giải trình, đồng chí bắt đầu được ngay."
	}
	return paragraphs(bold("Phân công Tổ chấm điểm")+"\n"+escape(clip(p.Title, 100)),
		"Kính gửi đồng chí "+escape(clip(to.Name, 100))+". Đồng chí là thành viên Tổ chấm điểm theo Quyết định số "+escape(clip(t.Decision, 60))+" ngày "+vi.Day(t.SignedOn)+".",
		"Việc của đồng chí: thẩm định các phần được phân công trong phiếu của các đơn vị (không thẩm định đơn vị mình), sau đó xét giải trình. "+begin,
		lines(MilestoneAt(p, store.AppraiseBy, zone), MilestoneAt(p, store.ExplainBy, zone)), "Xem phần của đồng chí: /thamdinh")
}

// TeamDismissed tells somebody that they are a member no more.
func TeamDismissed(to staff.Person, p store.Period) store.Message {
	return paragraphs(bold("Thôi làm thành viên Tổ chấm điểm")+"\n"+escape(clip(p.Title, 100)),
		"Kính gửi đồng chí "+escape(clip(to.Name, 100))+". Văn phòng đã đưa đồng chí ra khỏi Tổ chấm điểm của đợt này. Đồng chí không còn phần nào phải thẩm định; những gì đồng chí đã thẩm định được giữ nguyên.")
}

// TeamReplaced tells a member that the Office fills in for them, and why; with why ""
// that it does so no more.
func TeamReplaced(to staff.Person, p store.Period, why string) store.Message {
	if why == "" {
		return paragraphs(bold("Tiếp tục thẩm định")+"\n"+escape(clip(p.Title, 100)),
			"Kính gửi đồng chí "+escape(clip(to.Name, 100))+". Văn phòng ghi đồng chí đã có mặt và thôi chấm thay. Xem phần của đồng chí: /thamdinh")
	}
	return paragraphs(bold("Văn phòng chấm thay")+"\n"+escape(clip(p.Title, 100)),
		"Kính gửi đồng chí "+escape(clip(to.Name, 100))+". Văn phòng ghi đồng chí vắng mặt (lý do: "+escape(clip(why, 200))+") và chấm thay phần của đồng chí. Khi có mặt, đồng chí báo Văn phòng.")
}

// CouncilAppointed tells a new member of the council what is ahead of them in the periods
// under way.
func CouncilAppointed(to staff.Person, ahead []store.Period, zone *time.Location) store.Message {
	all := []string{bold("Thành viên Hội đồng thi đua, khen thưởng"),
		"Kính gửi đồng chí " + escape(clip(to.Name, 100)) + ". Việc của đồng chí: xem xếp hạng từng cụm, quyết định điểm trừ, điểm liệt, cùng Hội đồng kết luận. Khi Văn phòng trình Hội đồng, đồng chí sẽ được báo."}
	for _, p := range ahead[:min(len(ahead), mostPeriodDays)] {
		all = append(all, lines(bold(escape(clip(p.Title, 100)))+": "+p.State.Name(), MilestoneAt(p, store.CouncilAt, zone), dueLine(p, store.PublishAt, zone)))
	}
	return paragraphs(append(all, "Xem: /hoidong")...)
}
