package main

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// TestAWholePeriod plays a period of two clusters in fake time, through the telephones of
// everybody: opened, answered by file and by hand, chased, late, returned, appraised,
// explained, decided, published, corrected; with deaths in between. What is published is
// what the rules make of what was answered.
func TestAWholePeriod(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute of 60 people")
	}
	t.Parallel()
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		y := openYear(w)
		if n := len(y.units); n != 21 {
			t.Fatalf("%d units", n)
		}
		clerk, leader := "ha", "thao"
		y.group = w.server.Group(-100, "Giao ban", y.phone[clerk], y.phone["contact-P9"])
		y.group.AddBot(y.phone[clerk])
		w.settle()
		y.phone[clerk].In(y.group).Send("/dangky@thuky_bot")
		w.settle()
		y.opens(clerk)
		late := slices.IndexFunc(y.units, func(u staff.Unit) bool { return u.Code == "P12" })
		w.sleepUntil("2021-10-22 08:00")
		for i, u := range y.units {
			if i != late {
				y.fills(i, u)
			}
			if i == 10 {
				w.crash()
				w.start(0)
			}
		}
		y.chasesLate(late)
		y.does(clerk, "/dotthidua", ".."+"Năm 2021", ".Khóa nộp", ".Xác nhận khóa nộp")
		y.team(clerk)
		y.appraised()
		y.explains(clerk)
		y.councilApproves(clerk, leader)
		want := y.expected(late)
		y.announced(clerk, leader, want)
		y.corrects(clerk, leader)
	})
}

// opens lets the office take the sheets in, make the period and open it.
func (y *year) opens(clerk string) {
	y.t.Helper()
	y.must(y.running.ledger.Write(y.t.Context(), func(tx *store.Tx) error {
		for _, id := range []string{"huyen", "phong"} {
			sheet, err := score.Decode(strings.NewReader(fmt.Sprintf(yearSheet, id)))
			if err != nil {
				return err
			}
			if _, err := tx.TakeSheet(sheet, "ha", y.now()); err != nil {
				return err
			}
		}
		return nil
	}))
	y.does(clerk, "/dotthidua", ".Lập đợt mới", "Năm 2021", ".01/12/2020 – 30/11/2021", "17h00 05/11/2021", ".Phiếu của cụm")
	y.does(clerk, ".Khối các phòng", ".."+"Phiếu phong", ".Cụm VKSND cấp huyện", ".."+"Phiếu huyen")
	y.does(clerk, ".Quay lại", ".Mở đợt", ".Xác nhận mở đợt")
	y.sleepUntil("2021-10-21 12:00")
	y.sees("contact-P9", "Năm 2021")
}

// chasesLate lets a unit be chased, miss the day and submit a working day late.
func (y *year) chasesLate(late int) {
	y.t.Helper()
	unit := y.units[late]
	y.must(y.end())
	y.config.Reminders = defaults().Reminders
	y.start(0)
	y.sleepUntil("2021-11-04 09:05")
	y.sees("head-"+unit.Code, "05/11/2021")
	y.sleepUntil("2021-11-08 10:00")
	y.must(y.end())
	y.config.Reminders = silence
	y.start(0)
	y.fills(late, unit)
}

// team appoints two members, who may appraise everything, and begins.
func (y *year) team(clerk string) {
	y.t.Helper()
	y.does(clerk, "/dotthidua", ".."+"Năm 2021", ".Tổ chấm điểm", "12/QĐ-VKS ngày 20/10/2021")
	for _, name := range []string{"Nga1", "Nga2"} {
		y.does(clerk, ".Thêm thành viên", ".."+name, ".Mọi phần của mọi cụm", ".Quay lại")
	}
	y.does(clerk, ".Đóng", "/dotthidua", ".."+"Năm 2021", ".Bắt đầu thẩm định", ".Xác nhận bắt đầu thẩm định")
}

// appraised lets the two members appraise every sheet: one is returned and comes back,
// one score is changed.
func (y *year) appraised() {
	y.t.Helper()
	for i, u := range y.units {
		member := []string{"appraiser-1", "appraiser-2"}[i%2]
		switch u.Code {
		case "P9": // returned: its plan is looked at again
			y.does(member, "/thamdinh")
			y.does(member, ".."+clipName(u.Name)+" · còn", ".."+"B.1", ".Trả lại", "Nêu số của kế hoạch", ".Về phiếu", ".Gửi trả đơn vị")
			y.does("contact-P9", "/chamdiem", "B.1 không đạt", "/chamdiem", ".Rà soát, nộp", ".Trình thủ trưởng")
			y.does("head-P9", ".Nộp phiếu", ".Xác nhận nộp")
			y.appraises(member, u, "2")
		case "P7": // changed
			y.does(member, "/thamdinh")
			y.does(member, ".."+clipName(u.Name)+" · còn", ".."+"A.1", ".Sửa", "60", ".Số liệu không khớp báo cáo", ".Về phiếu")
			y.does(member, ".."+"Chấm theo đề xuất", ".Tiêu chí chưa chấm ▶", ".Cho điểm", "2")
		default:
			y.appraises(member, u, "2")
		}
		if i == 5 {
			y.must(y.end())
			y.start(0)
		}
	}
}

// explains lets the unit whose score was changed explain; the team upholds.
func (y *year) explains(clerk string) {
	y.t.Helper()
	y.does(clerk, "/dotthidua", ".."+"Năm 2021", ".Sang giải trình", ".Xác nhận sang giải trình")
	y.does("contact-P7", "/giaitrinh", ".A.1", ".Giải trình", "Sổ thụ lý ghi đủ", ".Trình thủ trưởng")
	y.does("head-P7", "/giaitrinh", ".Gửi giải trình", ".Xác nhận gửi")
	y.does("appraiser-1", "/thamdinh")
	y.does("appraiser-1", ".."+"Phòng 7 · còn", ".Tiêu chí chưa chấm ▶", ".Giữ nguyên", "Sổ không ghi kết quả")
}

func (y *year) councilApproves(clerk, leader string) {
	y.t.Helper()
	y.does(clerk, "/dotthidua", ".."+"Năm 2021", ".Trình Hội đồng", ".Xác nhận trình Hội đồng")
	for _, cluster := range []string{"Khối các phòng", "Cụm VKSND cấp huyện"} {
		y.does(leader, "/hoidong", ".."+cluster, ".Ghi kết luận phiên họp", ".."+"Thảo", ".."+"Liên", ".Tiếp: biểu quyết", ".Tất cả đồng ý (2/0)", ".Thông qua")
	}
}

// expected is the ranking by the rules, from what the test itself knows was answered.
func (y *year) expected(late int) map[string][]score.Result {
	y.t.Helper()
	sheet, err := score.Decode(strings.NewReader(fmt.Sprintf(yearSheet, "x")))
	y.must(err)
	forms := map[string][]score.Submission{}
	for i, u := range y.units {
		rate, lead, plan := givenBy(i)
		switch u.Code {
		case "P9":
			plan = "không đạt"
		case "P7":
			rate = 60
		}
		one, err := sheet.Fill(u.Code, map[string]string{"A.1": fmt.Sprint(rate), "A.2": fmt.Sprint(lead), "B.1": plan, "B.2": "2"}, map[string]*big.Rat{})
		y.must(err)
		one.Submitted = y.now()
		if i == late {
			one.Deductions["P.1"] = 1
		}
		forms[u.Cluster] = append(forms[u.Cluster], one)
	}
	want := map[string][]score.Result{}
	for cluster, all := range forms {
		want[cluster] = sheet.Score(all)
	}
	return want
}

// draft lets the office fill the draft in, preview it and put it forward.
func (y *year) draft(clerk, number string, more ...string) {
	y.t.Helper()
	y.does(clerk, ".Số, ký hiệu", number)
	y.does(clerk, ".Căn cứ", "Căn cứ Quyết định số 424/QĐ-VKSTC ngày 25/11/2020", ".Người ký", ".."+"đ/c Thảo")
	y.does(clerk, more...)
	y.does(clerk, ".Xem trước")
	y.sleepUntil(y.now().Add(2 * 60e9).Format("2006-01-02 15:04"))
	y.does(clerk, ".Trình ký")
}

// announced publishes the result; groups and units read what was expected.
func (y *year) announced(clerk, leader string, want map[string][]score.Result) {
	y.t.Helper()
	y.does(clerk, "/congbo")
	y.draft(clerk, "15/TB-VKS")
	inGroup := func(words string) (count int) {
		for _, m := range y.phone[clerk].In(y.group).Sees() {
			if strings.Contains(m.Text, words) {
				count++
			}
		}
		return count
	}
	if n := inGroup("15/TB-VKS"); n > 0 {
		y.t.Errorf("the group sees %d messages before the leader has confirmed", n)
	}
	y.does(leader, "CÔNG BỐ")
	y.crash()
	y.start(0)
	y.sleepUntil(y.now().Add(20 * 60e9).Format("2006-01-02 15:04"))
	r := y.published(1)
	if n := inGroup("Số 15/TB-VKS"); n != 1 {
		y.t.Errorf("the group sees the notice %d times", n)
	}
	for _, o := range r.Outcomes {
		if len(o.Ranking) != len(want[o.Cluster]) {
			y.t.Fatalf("%s: %d of %d units", o.Cluster, len(o.Ranking), len(want[o.Cluster]))
		}
		totals := map[string]score.Result{}
		for _, one := range want[o.Cluster] {
			totals[one.Unit] = one
		}
		for _, one := range o.Ranking {
			if expected := totals[one.Unit]; one.Total != expected.Total || one.Rank != expected.Rank || one.Grade.Code != expected.Grade.Code {
				y.t.Errorf("%s: total %v, rank %d; expected %v, %d", one.Unit, one.Total, one.Rank, expected.Total, expected.Rank)
			}
			for _, key := range []string{"head-" + one.Unit, "contact-" + one.Unit} {
				y.sees(key, "Kết quả thi đua của "+r.Units[one.Unit])
			}
		}
	}
	y.sees("head-P7", "Sổ không ghi kết quả")
}

// published reads what was published last and that so many publications are whole.
func (y *year) published(count int) (r *score.Report) {
	y.t.Helper()
	y.must(y.running.ledger.Read(y.t.Context(), func(tx *store.Tx) error {
		all, err := tx.PublishedAll()
		if err != nil {
			return err
		}
		if len(all) != count {
			return fmt.Errorf("%d publications, want %d", len(all), count)
		}
		for _, one := range all {
			if r, err = tx.VerifyPublished(one); err != nil {
				return err
			}
		}
		return nil
	}))
	return r
}

// corrects publishes a correction; the old messages are struck out.
func (y *year) corrects(clerk, leader string) {
	y.t.Helper()
	y.does(clerk, "/congbo", ".Đính chính: Năm 2021")
	y.draft(clerk, "16/TB-VKS", ".Lý do đính chính", "Tính thiếu điểm của một đơn vị", ".Sửa điểm", "P7 A.1 90; đã xác minh lại")
	y.does(leader, "CÔNG BỐ")
	y.sleepUntil(y.now().Add(30 * 60e9).Format("2006-01-02 15:04"))
	r := y.published(2)
	if r.Paper.Replaces != "15/TB-VKS ngày "+r.Paper.Replaces[len(r.Paper.Replaces)-10:] {
		y.t.Errorf("the correction names %q", r.Paper.Replaces)
	}
	for _, u := range y.units {
		y.sees("head-"+u.Code, "Đã được thay bằng Thông báo số 16/TB-VKS")
		y.sees("head-"+u.Code, "Thông báo số 16/TB-VKS ngày")
	}
	struck := 0
	for _, m := range y.phone[clerk].In(y.group).Sees() {
		if strings.Contains(m.Text, "Đã được thay bằng Thông báo số 16/TB-VKS") {
			struck++
		}
	}
	if struck < 5 {
		y.t.Errorf("only %d messages are struck out in the group", struck)
	}
}
