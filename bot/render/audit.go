package render

import (
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// auditActs words what the audit tells.
var auditActs = map[store.AuditAct]string{
	store.DidPublish: "công bố lịch tuần", store.DidChange: "đổi lịch tuần", store.DidUndo: "hoàn tác lịch tuần",
	store.DidRegister: "đăng ký nhóm", store.DidLeave: "thôi phục vụ nhóm", store.DidImport: "nạp danh bạ",
	store.DidInvite: "cấp mã mời cho", store.DidRevoke: "thu hồi mã mời của", store.DidEnrol: "xác nhận mã mời của",
	store.DidUnlink: "gỡ tài khoản của", store.DidLockOut: "bị khoá vì sai mã nhiều lần: tài khoản",
	store.DidAskStandIn: "cử dự thay mình", store.DidStandIn: "nhận dự thay", store.DidDeclineStandIn: "không nhận dự thay", store.DidEndStandIn: "tự dự, thôi cử",
	store.DidSetWishes:  "đổi giờ nhắc của",
	store.DidReadOthers: "xem dữ liệu của", store.DidForget: "xoá dữ liệu cá nhân của",
	store.DidHandOver: "bàn giao công việc của", store.DidTakeOver: "nhận bàn giao từ",
	store.DidTakeSheet: "nạp phiếu chấm điểm", store.DidMakePeriod: "lập đợt thi đua", store.DidChangePeriod: "sửa đợt thi đua",
	store.DidStepPeriod: "chuyển bước đợt thi đua", store.DidSetSheet: "chọn phiếu cho", store.DidEnterUnit: "đưa vào đợt thi đua",
	store.DidLeaveOut: "đưa ra khỏi đợt thi đua", store.DidExtend: "gia hạn nộp phiếu cho", store.DidSetTarget: "giao chỉ tiêu cho",
	store.DidStepSubmission: "chuyển bước phiếu của", store.DidAnswer: "trả lời", store.DidSubmit: "nộp phiếu của",
	store.DidBroadcast: "gửi tin nhiều nơi, số", store.DidPause: "tạm dừng gửi tin số", store.DidResume: "gửi tiếp tin số",
	store.DidCancel: "huỷ gửi tin số", store.DidResend: "gửi lại tin số", store.DidCorrect: "đính chính tin số",
	store.DidDraft: "dự thảo công bố kết quả, số", store.DidRedraft: "sửa dự thảo công bố số", store.DidPutForward: "trình công bố số",
	store.DidSendDraftBack: "trả lại dự thảo công bố số", store.DidDropDraft: "bỏ dự thảo công bố số",
	store.DidOutdateDraft: "duyệt không được, vì kết quả đã khác bản trình, dự thảo công bố số", store.DidWriteText: "sửa lời văn công bố",
	store.DidAnnounce: "công bố kết quả, bản số",
	store.DidStrike:   "thu hồi tin số", store.DidPress: "nhắc xác nhận tin số",
	store.DidSetTeam: "lập Tổ chấm điểm,", store.DidCharge: "phân công trong Tổ chấm điểm:", store.DidMarkAbsent: "ghi thành viên vắng mặt, Văn phòng chấm thay:",
	store.DidAccept: "thẩm định theo tự chấm", store.DidAlter: "thẩm định khác tự chấm", store.DidSendBack: "trả lại để làm lại",
	store.DidUphold: "giữ nguyên sau giải trình", store.DidAsk: "hỏi đơn vị về", store.DidReply: "trả lời câu hỏi của Tổ chấm điểm về",
	store.DidPropose: "đề xuất điểm trừ, điểm liệt cho", store.DidDecide: "áp dụng điểm trừ, điểm liệt với", store.DidDrop: "không áp dụng điểm trừ, điểm liệt với",
	store.DidAgree: "đồng ý với điểm thẩm định", store.DidExplain: "giải trình", store.DidSendWhy: "gửi giải trình của",
	store.DidApprove: "Hội đồng thông qua,", store.DidRefuse: "Hội đồng trả lại Tổ chấm điểm,",
	store.DidPresent: "trình thủ trưởng phiếu của", store.DidHandBack: "trả lại đầu mối phiếu của",
	store.DidChase: "đôn đốc các đơn vị quá hạn, đợt thi đua",
}

// AuditKind names a kind of subject, "" is all of them: the label of a button.
func AuditKind(kind string) string {
	switch kind {
	case store.AboutWeek:
		return "Lịch tuần"
	case store.AboutPerson:
		return "Người"
	case store.AboutGroup:
		return "Nhóm"
	case store.AboutDirectory:
		return "Danh bạ"
	case store.AboutSheet:
		return "Phiếu mẫu"
	case store.AboutPeriod:
		return "Đợt thi đua"
	case store.AboutSubmission:
		return "Phiếu đơn vị"
	case store.AboutEntry:
		return "Câu trả lời"
	case store.AboutBroadcast:
		return "Tin gửi"
	case store.AboutAnnouncement:
		return "Công bố"
	case store.AboutAppraisal:
		return "Thẩm định"
	}
	return "Tất cả"
}

// Audit is a page of the audit (nhật ký), the newest first; own says that only the
// reader's own acts were looked at.
func Audit(entries []store.Entry, kind string, own bool, d *staff.Directory, zone *time.Location) store.Message {
	title := "Nhật ký"
	if own {
		title += " của đồng chí"
	}
	if kind != "" {
		title += " · " + AuditKind(kind)
	}
	paragraphs := []string{bold(title)}
	for _, e := range entries {
		paragraphs = append(paragraphs, auditEntry(e, d, zone))
	}
	if len(entries) == 0 {
		paragraphs = append(paragraphs, "Chưa có dòng nào.")
	}
	return message(paragraphs...)
}

// auditEntry is one act: number, moment and person above what was done.
func auditEntry(e store.Entry, d *staff.Directory, zone *time.Location) string {
	at := e.At.In(zone)
	who := escape(clip(author(e.Actor, d), 60))
	if e.Actor == "" && e.Source != "" { // in chat, but nobody's account
		who = "người chưa có mã"
	}
	if roles := roleWords(e.Roles); roles != "" {
		who += " (" + escape(clip(roles, 80)) + ")"
	}
	act := auditActs[e.Act]
	if e.Act == store.DidReadOthers && e.Subject.Kind == store.AboutPeriod {
		act = "xem kết quả các đơn vị, đợt"
	}
	if act == "" {
		act = string(e.Act) // of a later release
	}
	if subject := auditSubject(e.Subject, d); subject != "" {
		act += " " + escape(clip(subject, 60))
	}
	why := ""
	if e.Reason != "" {
		why = "Lý do: " + escape(clip(e.Reason, 100))
	}
	return lines(bold(strconv.FormatInt(e.Number, 10))+" · "+at.Format("15h04")+", "+vi.Day(civil.DateOf(at))+" · "+who,
		capital(act), oldToNew(side(e, e.Old, d), side(e, e.New, d)), why)
}

// side words what stood before or stands since: of a week a version, of a person
// what an invitation gives.
func side(e store.Entry, text string, d *staff.Directory) string {
	switch {
	case text == "":
		return ""
	case e.Subject.Kind == store.AboutWeek:
		return "bản " + text
	case e.Act == store.DidStepPeriod:
		return score.PeriodState(text).Name()
	case e.Act == store.DidStepSubmission:
		return score.SubmissionState(text).Name()
	case e.Subject.Kind == store.AboutBroadcast:
		return broadcastSide(e.Act, text)
	case strings.HasPrefix(string(e.Act), "stand-in-"):
		return dayAndHour(text)
	case e.Act == store.DidAnnounce && text == e.New:
		return "mã kiểm tra " + clip(text, 16)
	case e.Act == store.DidDraft:
		return "đợt số " + text
	case e.Act == store.DidRedraft, e.Act == store.DidWriteText:
		return "bản " + text
	case e.Act == store.DidCharge:
		return ChargesText(chargesOf(text))
	case e.Subject.Kind != store.AboutPerson:
		return text
	}
	parts := strings.Split(text, ", ")
	for i, part := range parts {
		unit, isUnit := d.Unit(part)
		person, isPerson := d.Person(part)
		switch {
		case e.Act == store.DidHandOver && isPerson:
			parts[i] = person.Style()
		case staff.Role(part).Valid():
			parts[i] = staff.Role(part).Name()
		case isUnit:
			parts[i] = unit.Name
		case part == string(store.SecondDevice):
			parts[i] = "thiết bị thứ hai"
		case part == string(store.OtherDevice):
			parts[i] = "thay thiết bị"
		}
	}
	return strings.Join(parts, ", ")
}

// chargesOf reads the parts of a member of the appraisal team as the audit has them:
// "Khối các phòng: A, Khối các phòng: +".
func chargesOf(text string) (all []store.Charge) {
	for one := range strings.SplitSeq(text, ", ") {
		if at := strings.LastIndex(one, ": "); at >= 0 {
			all = append(all, store.Charge{Cluster: one[:at], Part: one[at+2:]})
		}
	}
	return all
}

// broadcastSide words a number, of recipients or of the correction, and the beginning
// of the digest of the words.
func broadcastSide(act store.AuditAct, text string) string {
	number, digest, _ := strings.Cut(text, " ")
	switch act {
	case store.DidPress:
		number += " người"
	case store.DidCorrect, store.DidStrike:
		number = "bản " + number
	default:
		number += " nơi"
	}
	if digest != "" {
		number += ", mã nội dung " + clip(digest, 13)
	}
	return number
}

// dayAndHour words "2021-10-21 14:00", the hour only if there is one.
func dayAndHour(text string) string {
	on, clock, _ := strings.Cut(text, " ")
	day, err := civil.ParseDate(on)
	if err != nil {
		return text
	}
	return strings.TrimSpace("mục " + vi.Hour(clock) + " " + vi.Day(day))
}

// oldToNew is "14:00 → 15:00"; only the one side that there is.
func oldToNew(old, new string) string {
	switch {
	case old == "":
		return escape(clip(new, 100))
	case new == "":
		return struck(escape(clip(old, 100)))
	}
	return escape(clip(old, 100)) + " → " + escape(clip(new, 100))
}

// roleWords words roles that are typed with commas.
func roleWords(typed string) string {
	var p staff.Person
	for role := range strings.SplitSeq(typed, ",") {
		if r := staff.Role(role); r.Valid() {
			p.Roles = append(p.Roles, r)
		}
	}
	return p.RoleNames()
}

// auditSubject words what an act was about.
func auditSubject(s store.Subject, d *staff.Directory) string {
	switch s.Kind {
	case store.AboutPerson:
		return author(s.Key, d)
	case store.AboutWeek:
		if monday, err := civil.ParseDate(s.Key); err == nil {
			return between(monday, monday.AddDays(6))
		}
	case store.AboutSubmission, store.AboutEntry, store.AboutAppraisal: // period/unit, period/unit/code
		parts := strings.SplitN(s.Key, "/", 3)
		if len(parts) < 2 {
			break
		}
		if unit, ok := d.Unit(parts[1]); ok {
			parts[1] = unit.Name
		}
		return strings.Join(parts[1:], ", ") + " (đợt " + parts[0] + ")"
	case store.AboutDirectory, store.AboutGroup: // a group's title stands in old or new
		return ""
	}
	return s.Key
}
