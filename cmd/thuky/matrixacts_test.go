package main

import (
	"errors"
	"slices"
	"time"

	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// Who plays the last acts.
var (
	aClerk     = tried{"y", staff.Clerk, "VP"}
	aHead      = tried{"y", staff.UnitHead, "P9"}
	aContact   = tried{"y", staff.UnitContact, "P9"}
	anExpert   = tried{"x", staff.Appraiser, "P15"} // of khoi-phong, part 1
	aLeader    = tried{"y", staff.Leader, ""}
	aMember    = tried{"y", staff.Council, "P15"} // of the council
	deputy     = tried{"thao", staff.Leader, ""}  // whom the week names
	aBystander = tried{"y", staff.Staff, "P9"}
)

// lastActs are the last acts of all chains of screens, by the right that they need: the
// office's day, then a period from its making to its publication.
var lastActs = slices.Concat(dayActs, periodActs, formActs, appraisalActs, councilActs, publicationActs)

var dayActs = []lastAct{
	{does: "turns over the schedule", act: staff.ReadSchedule, in: score.PeriodOpen, by: aBystander, before: withWeek,
		opens: []string{"/lich"}, last: "[T6 22/10", effect: "shows 22/10/2021"},
	{does: "sets a wish", act: staff.SetWishes, in: score.PeriodOpen, by: aBystander,
		opens: []string{"/nhacviec", "[Danh sách sáng"}, last: "[06h15", effect: "preference"},
	{does: "types a wish", act: staff.SetWishes, in: score.PeriodOpen, by: aBystander,
		opens: []string{"/nhacviec", "[Danh sách sáng"}, last: "6h20", effect: "preference"},
	{does: "looks at themselves", act: staff.ReadPerson, in: score.PeriodOpen, by: aBystander, last: "/toi", effect: "shows Yên"},
	{does: "leaves", act: staff.UnlinkPerson, in: score.PeriodOpen, by: aBystander, opens: []string{"/xoatoi"}, last: "[Xoá liên kết", effect: "account"},
	{does: "turns over the audit", act: staff.ReadAudit, in: score.PeriodOpen, by: aClerk, opens: []string{"/nhatky"}, last: "[Cũ hơn", effect: "shows đ/c dm-"},

	{does: "publishes a week", act: staff.PublishWeek, in: score.PeriodOpen, by: aClerk,
		opens: []string{"<sample/week-2021-10-18.txt"}, last: "[Công bố", effect: "week_version"},
	{does: "changes an item", act: staff.PublishWeek, in: score.PeriodOpen, by: aClerk, before: withWeek,
		opens: []string{"/sualich 21/10", "[2. ", "[Hoãn"}, last: "[Xác nhận", effect: "week_version"},
	{does: "takes a change back", act: staff.PublishWeek, in: score.PeriodOpen, by: aClerk, before: withWeek,
		opens: []string{"/sualich 21/10", "[2. ", "[Hoãn", "[Xác nhận"}, last: "[Hoàn tác", effect: "week_version"},
	{does: "adds an item", act: staff.PublishWeek, in: score.PeriodOpen, by: aClerk, before: withWeek,
		opens: []string{"/themlich chiều mai 15h00 đ/c Thảo - PVT họp"}, last: "[Thêm vào lịch", effect: "week_version"},
	{does: "sees who has received", act: staff.ReadReceipts, in: score.PeriodOpen, by: aClerk, before: withWeek,
		opens: []string{"/danhan"}, last: "[Ngày mai", effect: "shows 22/10/2021"},
	{does: "chooses a substitute", act: staff.SendStandIn, in: score.PeriodOpen, by: deputy, before: withWeek,
		opens: []string{"/duthay", "[2. "}, last: "[Đầu mối Phòng 7", effect: "stand_in"},
	{does: "names a substitute", act: staff.SendStandIn, in: score.PeriodOpen, by: deputy, before: withWeek,
		opens: []string{"/duthay", "[2. "}, last: "Đầu mối Phòng 7", effect: "stand_in"},
	{does: "goes after all", act: staff.SendStandIn, in: score.PeriodOpen, by: deputy, before: withWeek,
		opens: []string{"/duthay", "[2. ", "[Đầu mối Phòng 7"}, last: "[Tôi tự dự", effect: "stand_in"},

	{does: "invites", act: staff.Invite, in: score.PeriodOpen, by: aClerk,
		opens: []string{"/moi Trần Văn Mới", "[Đầu mối"}, last: "[Phòng 7", effect: "invitation"},
	{does: "takes a code back", act: staff.Invite, in: score.PeriodOpen, by: aClerk,
		opens: []string{"/moi Liên", "[Giữ vai trò"}, last: "[Thu hồi mã này", effect: "invitation"},
	{does: "takes a listed code back", act: staff.Invite, in: score.PeriodOpen, by: aClerk,
		opens: []string{"/moi Liên", "[Giữ vai trò", "/moi", "[Mã chưa dùng"}, last: "[Liên", effect: "invitation"},
	{does: "hands over", act: staff.HandOver, in: score.PeriodOpen, by: aClerk,
		opens: []string{"/bangiao Đầu mối Phòng 7", "[Chưa có người nhận"}, last: "[Bàn giao", effect: "handover"},
	{does: "registers no group any more", act: staff.RegisterGroup, in: score.PeriodOpen, by: aClerk,
		last: "Yên in Giao ban: /huydangky@thuky_bot", effect: "chat_group"},

	{does: "sends a notice", act: staff.SendNotice, in: score.PeriodOpen, by: aClerk,
		opens: writtenNotice("[Xem trước"), last: "[Gửi ngay", effect: "broadcast"},
	{does: "sends a notice later", act: staff.SendNotice, in: score.PeriodOpen, by: aClerk,
		opens: writtenNotice("[Xem trước", "[Hẹn giờ"), last: "14h00 mai", effect: "broadcast"},
	{does: "calls a notice off", act: staff.SendNotice, in: score.PeriodOpen, by: aClerk,
		opens: writtenNotice("[Xem trước", "[Hẹn giờ", "14h00 mai", "[Huỷ hẹn gửi"), last: "[Huỷ gửi", effect: "broadcast"},
	{does: "chases receipts", act: staff.SendNotice, in: score.PeriodOpen, by: aClerk, opens: sentNotice(), last: "[Nhắc ", effect: "broadcast"},
	{does: "takes a notice back", act: staff.SendNotice, in: score.PeriodOpen, by: aClerk, opens: sentNotice("[Thu hồi"), last: "[Thu hồi", effect: "broadcast"},
	{does: "corrects a notice", act: staff.SendNotice, in: score.PeriodOpen, by: aClerk,
		opens: sentNotice("[Đính chính", "Họp lúc 16h00", "[Xem trước"), last: "[Đính chính ngay", effect: "broadcast"},
	{does: "sees who got a notice", act: staff.SendNotice, in: score.PeriodOpen, by: aClerk, opens: sentNotice(), last: "[Danh sách", effect: "shows Liên"},
	{does: "is told how a notice goes", act: staff.SendNotice, in: score.PeriodOpen, by: aClerk, opens: sentNotice(), last: "Phòng 7: [✓ Đã nhận", effect: "shows Đã xác nhận: 1"},
	{does: "sends again to newcomers", act: staff.SendNotice, in: score.PeriodOpen, by: aClerk,
		opens: sentNotice("Liên enrols"), last: "[Gửi cho người vừa kích hoạt", effect: "broadcast"},
}

// writtenNotice writes a notice to everybody and goes on.
func writtenNotice(last ...string) []string {
	return append([]string{"/thongbao Họp lúc 15h00", "[Chọn nơi nhận", "[Mọi người"}, last...)
}

func sentNotice(last ...string) []string {
	return writtenNotice(append([]string{"[Xem trước", "[Gửi ngay"}, last...)...)
}

var periodActs = []lastAct{
	{does: "takes a sheet in", act: staff.ManageSheet, in: score.PeriodOpen, by: aClerk,
		opens: []string{"/phieu", "<sample/sheets/04-vks-phong-nghiep-vu-100.toml"}, last: "[Nạp phiếu", effect: "sheet_version"},
	{does: "makes a period", act: staff.ManagePeriod, in: score.PeriodOpen, by: aClerk,
		opens: []string{"/dotthidua Năm 2022", "[01/12/2020"}, last: "17h00 05/11/2021", effect: "period"},
	{does: "renames a period", act: staff.ManagePeriod, in: score.PeriodOpen, by: aClerk, before: withDraft,
		opens: []string{"/dotthidua", "[Đợt nháp", "[Đổi tên"}, last: "Tên khác", effect: "period"},
	{does: "lets a unit take part", act: staff.ManagePeriod, in: score.PeriodOpen, by: aClerk, before: withDraft,
		opens: []string{"/dotthidua", "[Đợt nháp", "[Đơn vị"}, last: "[Phòng 8", effect: "submission"},
	{does: "gives a cluster another sheet", act: staff.ManagePeriod, in: score.PeriodOpen, by: aClerk, before: withDraft,
		opens: []string{"/dotthidua", "[Đợt nháp", "[Phiếu của cụm", "[khoi-phong"}, last: "[Đợt thi đua", effect: "period_cluster"},
	{does: "moves a date", act: staff.ManagePeriod, in: score.PeriodOpen, by: aClerk,
		opens: []string{"/dotthidua", "[Năm 2021", "[Mốc thời gian", "[Hạn tự chấm"}, last: "17h00 12/11/2021", effect: "period"},
	{does: "closes a period", act: staff.ManagePeriod, in: score.PeriodOpen, by: aClerk,
		opens: []string{"/dotthidua", "[Năm 2021", "[Khóa nộp"}, last: "[Xác nhận khóa", effect: "period"},
	{does: "extends", act: staff.ManagePeriod, in: score.PeriodClosed, by: aClerk,
		opens: []string{"/dotthidua", "[Năm 2021", "[Đơn vị", "[Phòng 7", "[Gia hạn", "17h00 30/11/2021"}, last: "bận xét xử", effect: "submission"},
	{does: "leaves a sheet out", act: staff.ManagePeriod, in: score.PeriodClosed, by: aClerk,
		opens: []string{"/dotthidua", "[Năm 2021", "[Đơn vị", "[Phòng 7", "[Đưa ra khỏi đợt"}, last: "đơn vị giải thể", effect: "submission"},
	{does: "appoints the team", act: staff.ManagePeriod, in: score.PeriodClosed, by: aClerk,
		opens: []string{"/dotthidua", "[Năm 2021", "[Tổ chấm điểm", "[Quyết định"}, last: "15/QĐ-VKS ngày 20/10/2021", effect: "team"},
	{does: "assigns parts", act: staff.ManagePeriod, in: score.PeriodClosed, by: aClerk,
		opens: []string{"/dotthidua", "[Năm 2021", "[Tổ chấm điểm", "[đ/c Xuân", "[khoi-phong"}, last: "[Tất cả", effect: "team_charge"},
	{does: "notes an absence", act: staff.ManagePeriod, in: score.PeriodClosed, by: aClerk,
		opens: []string{"/dotthidua", "[Năm 2021", "[Tổ chấm điểm", "[đ/c Xuân", "[Vắng mặt"}, last: "nghỉ ốm", effect: "team_member"},
	{does: "takes a member out", act: staff.ManagePeriod, in: score.PeriodClosed, by: aClerk,
		opens: []string{"/dotthidua", "[Năm 2021", "[Tổ chấm điểm", "[đ/c Xuân"}, last: "[Đưa ra khỏi Tổ", effect: "team_charge"},
	{does: "gives targets", act: staff.ManagePeriod, in: score.PeriodOpen, by: aClerk,
		opens: []string{"/giaouoc", "P7 1.2 95 giao ước 01/GU-VKS ngày 09/02/2021"}, last: "[Giao 1 chỉ tiêu", effect: "covenant_target"},
	{does: "types targets", act: staff.ManagePeriod, in: score.PeriodOpen, by: aClerk,
		opens: []string{"/giaouoc"}, last: "P7 1.2 95 giao ước 01/GU-VKS ngày 09/02/2021", effect: "shows 1.2 Giải quyết"},
	{does: "looks at the targets of a unit", act: staff.SeeProgress, in: score.PeriodOpen, by: aMember,
		opens: []string{"/giaouoc"}, last: "[Phòng 7", effect: "shows Phòng 7"},
	{does: "looks at the progress", act: staff.SeeProgress, in: score.PeriodOpen, by: aMember, opens: []string{"/tiendo"}, last: "[Làm mới", effect: "shows Phòng 7"},
	{does: "looks at their progress", act: staff.SeeProgress, in: score.PeriodOpen, by: aContact, opens: []string{"/tiendo"}, last: "[Làm mới", effect: "shows Phòng 9"},
	{does: "chases who is late", act: staff.ManagePeriod, in: score.PeriodOpen, by: aClerk, before: overdue,
		opens: []string{"/tiendo", "[Đôn đốc"}, last: "[Đôn đốc ngay", effect: "chase"},
}

var formActs = []lastAct{
	{does: "chooses an answer", act: staff.FillForm, in: score.PeriodOpen, by: aContact, on: "P9",
		opens: []string{"/chamdiem", "2.1"}, last: "[Không", effect: "entry"},
	{does: "types an answer", act: staff.FillForm, in: score.PeriodOpen, by: aContact, on: "P9",
		opens: []string{"/chamdiem", "2.2"}, last: "3", effect: "entry"},
	{does: "answers by its code", act: staff.FillForm, in: score.PeriodOpen, by: aContact, on: "P9",
		opens: []string{"/chamdiem"}, last: "2.2 3", effect: "shows đồng chí nhập 3"},
	{does: "types proof", act: staff.FillForm, in: score.PeriodOpen, by: aContact, on: "P9",
		opens: []string{"/chamdiem", "2.2", "[Minh chứng"}, last: "15/BC-VKS ngày 01/6/2021", effect: "entry"},
	{does: "pastes answers", act: staff.FillForm, in: score.PeriodOpen, by: aContact, on: "P9",
		opens: []string{"/chamdiem", "1.1 1; 2.2 5"}, last: "[Lấy", effect: "entry"},
	{does: "sends a file of answers", act: staff.FillForm, in: score.PeriodOpen, by: aContact, on: "P9",
		opens: []string{"/chamdiem"}, last: "<testdata/form/p9.csv", effect: "errand"},
	{does: "takes an answer away", act: staff.FillForm, in: score.PeriodOpen, by: aContact, on: "P9",
		opens: []string{"/chamdiem", "2.2"}, last: "[Xoá trả lời", effect: "entry"},
	{does: "takes the form as a file", act: staff.FillForm, in: score.PeriodOpen, by: aContact, on: "P9",
		opens: []string{"/chamdiem", "[Tệp Excel"}, last: "[Tải CSV", effect: "errand"},
	{does: "presents the form", act: staff.FillForm, in: score.PeriodOpen, by: aContact, on: "P9",
		opens: []string{"Dũng enrols", "/chamdiem", "[Rà soát"}, last: "[Trình thủ trưởng", effect: "audit"},
	{does: "submits", act: staff.SubmitForm, in: score.PeriodOpen, by: aHead, on: "P9",
		opens: []string{"/chamdiem", "[Rà soát", "[Nộp phiếu"}, last: "[Xác nhận nộp", effect: "submission"},
	{does: "hands the form back", act: staff.SubmitForm, in: score.PeriodOpen, by: aHead, on: "P9",
		opens: []string{"/chamdiem", "[Rà soát", "[Trả lại đầu mối"}, last: "kiểm tra lại số liệu", effect: "audit"},
	{does: "submits again", act: staff.SubmitForm, in: score.PeriodAppraising, by: aHead, on: "P9",
		opens: []string{"/chamdiem", "2.2", "3", "[Nộp phiếu"}, last: "[Xác nhận nộp", effect: "submission"},
	{does: "answers what they appraised", act: staff.FillForm, in: score.PeriodAppraising, by: tried{"an", staff.UnitHead, "P9"}, on: "P9", never: true,
		opens: []string{"/chamdiem", "2.2"}, last: "3", effect: "entry"},
	{does: "agrees to a change", act: staff.FillForm, in: score.PeriodExplaining, by: aContact, on: "P9",
		opens: []string{"/giaitrinh", "[2.2"}, last: "[Đồng ý", effect: "explanation"},
	{does: "explains", act: staff.FillForm, in: score.PeriodExplaining, by: aContact, on: "P9",
		opens: []string{"/giaitrinh", "[2.2", "[Giải trình"}, last: "bài không trùng", effect: "explanation"},
	{does: "explains what they appraised", act: staff.FillForm, in: score.PeriodExplaining, by: tried{"an", staff.UnitHead, "P9"}, on: "P9", never: true,
		last: "/giaitrinh", effect: "shows Phòng 9"},
	{does: "sends the explanation", act: staff.SubmitForm, in: score.PeriodExplaining, by: aHead, on: "P9",
		opens: []string{"/giaitrinh", "[2.2", "[Giải trình", "bài không trùng", "[Gửi giải trình"}, last: "[Xác nhận gửi", effect: "submission"},
}

var appraisalActs = []lastAct{
	{does: "accepts", act: staff.Appraise, in: score.PeriodAppraising, by: anExpert, on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[1.1"}, last: "[Chấp nhận", effect: "appraisal"},
	{does: "accepts the rest", act: staff.Appraise, in: score.PeriodAppraising, by: anExpert, on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7"}, last: "[Chấm theo đề xuất", effect: "appraisal"},
	{does: "amends for a usual reason", act: staff.Appraise, in: score.PeriodAppraising, by: anExpert, on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[1.2", "[Sửa", "80"}, last: "[Số liệu", effect: "appraisal"},
	{does: "amends for a typed reason", act: staff.Appraise, in: score.PeriodAppraising, by: anExpert, on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[1.2", "[Sửa", "80"}, last: "hai vụ tính hai lần", effect: "appraisal"},
	{does: "rules that it does not apply", act: staff.Appraise, in: score.PeriodAppraising, by: anExpert, on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[1.2", "[Sửa", "[Không phát sinh"}, last: "đơn vị không có án", effect: "appraisal"},
	{does: "marks for return", act: staff.Appraise, in: score.PeriodAppraising, by: anExpert, on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[1.2", "[Trả lại"}, last: "thiếu báo cáo", effect: "appraisal"},
	{does: "returns the sheet", act: staff.Appraise, in: score.PeriodAppraising, by: anExpert, on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[1.2", "[Trả lại", "thiếu báo cáo", "[Về phiếu"}, whole: true, last: "[Gửi trả đơn vị", effect: "submission"},
	{does: "asks the unit", act: staff.Appraise, in: score.PeriodAppraising, by: anExpert, on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[1.2", "[Hỏi đơn vị"}, last: "đề nghị gửi báo cáo tháng 5", effect: "inquiry"},
	{does: "confirms that nothing arose", act: staff.Appraise, in: score.PeriodAppraising, by: anExpert, on: "P7", before: nothingArose,
		opens: []string{"/thamdinh", "[Phòng 7", "[1.2"}, last: "[Xác nhận không phát sinh", effect: "appraisal"},
	{does: "rejects that nothing arose", act: staff.Appraise, in: score.PeriodAppraising, by: anExpert, on: "P7", before: nothingArose,
		opens: []string{"/thamdinh", "[Phòng 7", "[1.2", "[Bác", "50"}, last: "sổ thụ lý có án", effect: "appraisal"},
	{does: "answers the team", act: staff.FillForm, in: score.PeriodAppraising, by: tried{"y", staff.UnitContact, "P7"}, on: "P7",
		opens: []string{"Xuân: /thamdinh", "Xuân: [Phòng 7", "Xuân: [1.2", "Xuân: [Hỏi đơn vị", "Xuân: đề nghị gửi báo cáo", "[Trả lời"}, last: "đã gửi sáng nay", effect: "inquiry"},
	{does: "fills in", act: staff.FillIn, in: score.PeriodAppraising, by: aClerk, on: "P7", before: absentMember,
		opens: []string{"/thamdinh", "[Phòng 7", "[2.1"}, last: "[Chấp nhận", effect: "appraisal"},
	{does: "fills in by typing", act: staff.FillIn, in: score.PeriodAppraising, by: aClerk, on: "P7", before: absentMember,
		opens: []string{"/thamdinh", "[Phòng 7", "[2.1", "[Trả lại"}, last: "thiếu kế hoạch", effect: "appraisal"},
	{does: "takes a sheet back", act: staff.ManagePeriod, in: score.PeriodAppraising, by: tried{"x", staff.Clerk, "VP"}, on: "P9", // who then appraises
		opens: []string{"/thamdinh", "[Phòng 9", "[Nhận lại phiếu"}, last: "đơn vị chậm", effect: "submission"},
	{does: "proposes a penalty", act: staff.ProposeVeto, in: score.PeriodAppraising, by: anExpert, on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[Đề xuất điểm trừ", "[P.2", "2", "vi phạm giờ giấc"}, last: "sổ trực", effect: "penalty"},
	{does: "proposes a penalty for the office", act: staff.ProposeVeto, in: score.PeriodAppraising, by: aClerk, on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[Đề xuất điểm trừ", "[P.2", "2", "vi phạm giờ giấc"}, last: "sổ trực", effect: "penalty"},
	{does: "takes an explanation", act: staff.Appraise, in: score.PeriodExplaining, by: anExpert, part: "2", on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[2.2"}, last: "[Chấp nhận giải trình", effect: "appraisal"},
	{does: "upholds", act: staff.Appraise, in: score.PeriodExplaining, by: anExpert, part: "2", on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[2.2", "[Giữ nguyên"}, last: "không có tài liệu mới", effect: "appraisal"},
	{does: "amends once more", act: staff.Appraise, in: score.PeriodExplaining, by: anExpert, part: "2", on: "P7",
		opens: []string{"/thamdinh", "[Phòng 7", "[2.2", "[Sửa khác", "3"}, last: "chấp nhận một phần", effect: "appraisal"},
}

var councilActs = []lastAct{
	{does: "takes the period to the team", act: staff.ManagePeriod, in: score.PeriodClosed, by: aClerk,
		opens: []string{"/dotthidua", "[Năm 2021", "[Bắt đầu thẩm định"}, last: "[Xác nhận bắt đầu", effect: "period"},
	{does: "lets a penalty hold", act: staff.DecideVeto, in: score.PeriodCouncil, by: aMember, on: "P7",
		opens: []string{"/hoidong", "[khoi-phong", "[Điểm trừ", "[Phòng 7", "[Áp dụng"}, last: "đủ căn cứ", effect: "penalty"},
	{does: "drops a penalty", act: staff.DecideVeto, in: score.PeriodCouncil, by: aLeader, on: "P7",
		opens: []string{"/hoidong", "[khoi-phong", "[Điểm trừ", "[Phòng 7", "[Không áp dụng"}, last: "chưa đủ căn cứ", effect: "penalty"},
	{does: "approves", act: staff.DecideCouncil, in: score.PeriodCouncil, by: aMember, before: noPenalties,
		opens: session("[Tất cả đồng ý"), last: "[Thông qua", effect: "council_session"},
	{does: "approves the last cluster", act: staff.DecideCouncil, in: score.PeriodCouncil, by: aLeader, before: oneApproved,
		opens: session("2/0"), last: "[Thông qua", effect: "period"},
	{does: "sends back to the team", act: staff.DecideCouncil, in: score.PeriodCouncil, by: aMember,
		opens: session("[Tất cả đồng ý", "[Trả lại Tổ"), last: "chấm lại mục 2", effect: "council_session"},
}

// session leads to the votes of a session, and on.
func session(last ...string) []string {
	return append([]string{"/hoidong", "[khoi-phong", "[Ghi kết luận", "[Thảo", "[Liên", "[Tiếp"}, last...)
}

var publicationActs = []lastAct{
	{does: "types the number", act: staff.DraftPublication, in: score.PeriodApproved, by: aClerk, opens: []string{"/congbo", "[Số"}, last: "15/TB-VKS", effect: "announcement"},
	{does: "chooses who signs", act: staff.DraftPublication, in: score.PeriodApproved, by: aClerk, opens: []string{"/congbo", "[Người ký"}, last: "[đ/c Thảo", effect: "announcement"},
	{does: "asks for the preview", act: staff.DraftPublication, in: score.PeriodApproved, by: aClerk, opens: drafted(), last: "[Xem trước", effect: "errand"},
	{does: "puts forward", act: staff.DraftPublication, in: score.PeriodApproved, by: aClerk, opens: drafted("[Xem trước"), last: "[Trình ký", effect: "announcement"},
	{does: "drops the draft", act: staff.DraftPublication, in: score.PeriodApproved, by: aClerk, opens: drafted("[Bỏ dự thảo"), last: "[Bỏ dự thảo", effect: "announcement"},
	{does: "confirms", act: staff.ConfirmPublication, in: score.PeriodApproved, by: deputy, opens: putForward, last: "CÔNG BỐ", effect: "publication"},
	{does: "returns the draft", act: staff.ConfirmPublication, in: score.PeriodApproved, by: deputy,
		opens: append(slices.Clone(putForward), "[Trả lại"), last: "sửa căn cứ", effect: "announcement"},
	{does: "amends what was published", act: staff.DraftPublication, in: score.PeriodPublished, by: aClerk,
		opens: []string{"/congbo", "[Đính chính: Năm 2021", "[Sửa điểm"}, last: "P7 1.2 80; tính trùng", effect: "announcement"},
	{does: "confirms a correction", act: staff.ConfirmPublication, in: score.PeriodPublished, by: deputy,
		opens: putForwardAgain, last: "CÔNG BỐ", effect: "publication"},
	{does: "orders the report of everything", act: staff.ReadResult, in: score.PeriodPublished, by: aMember,
		opens: []string{"/baocao", "[Năm 2021"}, last: "[Ma trận", effect: "errand"},
	{does: "orders the report of their unit", act: staff.ReadResult, in: score.PeriodPublished, by: aContact,
		opens: []string{"/baocao", "[Năm 2021"}, last: "[Phiếu (Word", effect: "errand"},
}

// drafted fills in what a draft must have, and goes on.
func drafted(last ...string) []string {
	return append([]string{"/congbo", "[Số", "15/TB-VKS", "[Căn cứ", "Căn cứ Quyết định số 424/QĐ-VKSTC", "[Người ký", "[đ/c Thảo"}, last...)
}

// putForward is what the office does before a leader confirms; putForwardAgain before
// they confirm a correction.
var (
	putForward      = by("Văn phòng", drafted("[Xem trước", "[Trình ký")...)
	putForwardAgain = by("Văn phòng", "/congbo", "[Đính chính: Năm 2021", "[Số", "16/TB-VKS", "[Lý do", "tính trùng", "[Sửa điểm", "P7 1.2 80; tính trùng", "[Người ký", "[đ/c Thảo", "[Xem trước", "[Trình ký")
)

func by(name string, lines ...string) (all []string) {
	for _, line := range lines {
		all = append(all, name+": "+line)
	}
	return all
}

// withWeek publishes the sample week.
func withWeek(tx *store.Tx, p store.Period, now time.Time) error {
	d, err := tx.Directory()
	if err != nil {
		return err
	}
	document, err := doc.Read("lich.txt", sampleWeek)
	if err != nil {
		return err
	}
	_, err = tx.PublishWeek(weekly.Read(document, names.New(d), now).Week, "ha", now)
	return err
}

// withDraft makes a period in which nothing is decided yet.
func withDraft(tx *store.Tx, p store.Period, now time.Time) error {
	draft := p
	draft.Title = "Đợt nháp"
	draft, err := tx.NewPeriod(draft, now)
	return errors.Join(err, tx.EnterUnit(draft.ID, "P7", "khoi-phong", "ha", now))
}

// overdue lets the period be due since yesterday.
func overdue(tx *store.Tx, p store.Period, now time.Time) error {
	p.Opens, p.SelfDue = time.Time{}, now.AddDate(0, 0, -1)
	return tx.ChangePeriod(p, "ha", "", "", now)
}

// nothingArose lets P7 have nothing to score at 1.2.
func nothingArose(tx *store.Tx, p store.Period, now time.Time) error {
	form, _, err := tx.Submission(p.ID, "P7")
	before, err2 := tx.Entry(p.ID, "P7", "1.2")
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	before.Value = "n/a"
	_, err = tx.SaveEntry(form, before, now)
	return err
}

func absentMember(tx *store.Tx, p store.Period, now time.Time) error {
	return tx.SetAbsent(p.ID, "an", "nghỉ ốm", "ha", now)
}

// noPenalties drops what was proposed.
func noPenalties(tx *store.Tx, p store.Period, now time.Time) error {
	all, err := tx.Penalties(p.ID, "")
	for _, one := range all {
		_, err2 := tx.DecidePenalty(one.ID, store.Dropped, "không đủ căn cứ", "thao", now)
		err = errors.Join(err, err2)
	}
	return err
}

// oneApproved lets one cluster be left to the council.
func oneApproved(tx *store.Tx, p store.Period, now time.Time) error {
	if err := noPenalties(tx, p, now); err != nil {
		return err
	}
	_, _, err := tx.Hold(store.Session{Period: p.ID, Cluster: "cum-huyen", Held: now, Present: []string{"thao"}, For: 1, Decision: store.Approves, By: "thao"}, now)
	return err
}
