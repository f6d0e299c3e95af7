package render

import (
	"errors"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// Team is the appraisal team of a period; obstacle says what nobody may appraise.
func Team(p store.Period, t store.Team, obstacle error, d *staff.Directory) store.Message {
	all := []string{}
	for _, m := range t.Members {
		line := "• " + escape(author(m.Person, d)) + ": " + escape(clip(ChargesText(m.Charges), 200))
		if m.Absent != "" {
			line += "; vắng mặt (" + escape(clip(m.Absent, 80)) + "), Văn phòng chấm thay"
		}
		if person, known := d.Person(m.Person); !known || !person.Has(staff.Appraiser) {
			line += "; " + markWarning + " đã thôi vai trò, cần phân công người khác"
		}
		all = append(all, line)
	}
	if len(all) == 0 {
		all = append(all, "Chưa có thành viên nào.")
	}
	return shortened(paragraphs(lines(bold("Tổ chấm điểm"), escape(clip(p.Title, 100)), "Quyết định số "+escape(clip(t.Decision, 60))+" ngày "+vi.Day(t.SignedOn)),
		lines(all...), teamObstacle(obstacle, d), "Bấm tên để phân công. Không ai thẩm định đơn vị mình: mỗi mục cần thêm một người ngoài đơn vị."))
}

func teamObstacle(err error, d *staff.Directory) string {
	var uncovered *store.UncoveredError
	switch {
	case errors.As(err, &uncovered):
		return markWarning + " Phiếu của " + escape(unitName(uncovered.Unit, d)) + ": phần " + partShort(uncovered.Part) + " chưa có ai được thẩm định."
	case errors.Is(err, store.ErrNoTeam):
		return markWarning + " Chưa lập Tổ chấm điểm."
	}
	return ""
}

func partShort(part string) string {
	switch part {
	case score.BonusPart:
		return "điểm thưởng"
	case score.DeductionPart:
		return "điểm trừ"
	}
	return "mục " + escape(clip(part, 20))
}

// TeamClosed stands where the screen was.
func TeamClosed() store.Message {
	return message(italic("Đã đóng. Mở lại trong /dotthidua."))
}

// AskTeamDecision asks for the decision that appoints the team.
func AskTeamDecision(p store.Period, t store.Team) store.Message {
	now := ""
	if t.Decision != "" {
		now = "Đang ghi: số " + escape(clip(t.Decision, 60)) + " ngày " + vi.Day(t.SignedOn)
	}
	return paragraphs(bold("Quyết định thành lập Tổ chấm điểm")+"\n"+escape(clip(p.Title, 100)), now, "Gõ số và ngày. Ví dụ: 12/QĐ-VKS ngày 01/11/2021")
}

// TeamDecisionNotRead says that no number and date were understood.
func TeamDecisionNotRead(text string) string {
	return markWarning + " Chưa hiểu " + quote(clip(text, 60)) + ". Gõ số rồi ngày. Ví dụ: 12/QĐ-VKS ngày 01/11/2021"
}

// AskTeamMember asks who joins the team.
func AskTeamMember(any bool) store.Message {
	if !any {
		return message(bold("Thêm thành viên"), "Không còn ai có vai trò thành viên Tổ chấm điểm. Giao vai trò này bằng /moi.")
	}
	return message(bold("Thêm thành viên"), "Chọn người có vai trò thành viên Tổ chấm điểm. Người khác thì giao vai trò bằng /moi trước.")
}

// TeamMember is one member with what they appraise.
func TeamMember(p staff.Person, m store.TeamMember, d *staff.Directory) store.Message {
	absent := ""
	if m.Absent != "" {
		absent = "Vắng mặt: " + escape(clip(m.Absent, 200)) + ". Văn phòng chấm thay; mọi lần chấm thay được ghi lại."
	}
	own := ""
	if p.Unit != "" {
		own = "Đơn vị: " + escape(unitName(p.Unit, d)) + " (không thẩm định đơn vị này)"
	}
	return paragraphs(lines(bold(capital(comrade(p))), own), "Phần thẩm định: "+escape(clip(ChargesText(m.Charges), 400)), absent, "Chọn cụm để phân công.")
}

// TeamMemberOut says that somebody is no member any more.
func TeamMemberOut(p staff.Person) string {
	return markDone + " " + capital(comrade(p)) + " không còn trong Tổ chấm điểm."
}

// TeamParts asks which parts of a cluster's sheet somebody appraises.
func TeamParts(cluster, who string) store.Message {
	return message(bold(escape(clip(clusterName(cluster), 60)))+"\n"+capital(escape(who)), "Bấm các phần người này thẩm định ("+markDone+").")
}

// PartLabel is a part on a button, marked if it is taken.
func PartLabel(sheet *score.Sheet, part string, taken bool) string {
	if taken {
		return markDone + " " + clip(PartName(sheet, part), 42)
	}
	return clip(PartName(sheet, part), 44)
}

// AskAbsence asks why the Office fills in for a member.
func AskAbsence(who string) store.Message {
	return message(bold(capital(escape(who))+" vắng mặt"), "Gõ lý do. Văn phòng chấm thay phần của người này; mỗi lần chấm thay được ghi vào nhật ký.")
}
