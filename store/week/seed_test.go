package week

import (
	"cloud.google.com/go/civil"

	"thuky/store/staff"
)

func date(text string) civil.Date {
	d, err := civil.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// seed is the seed's week, its events with the identities 1 to 17.
func seed() Week {
	lien := "Đ/c Liên - PVT nghe Phòng 9 báo cáo án."
	thanh := "Đ/c Thanh - PVT nghe Phòng 1 báo cáo án."
	w := Week{From: date("2021-10-18"), To: date("2021-10-24"), Events: []Event{
		{Date: date("2021-10-18"), Time: "07:00", Days: 2, Text: "Đ/c Viện trưởng, đ/c Thảo - PVT tham gia diễn tập “PY-21” (02 ngày).", People: []string{"vien-truong", "thao"}},
		{Date: date("2021-10-18"), Time: "14:00", Text: "Lãnh đạo Viện dự Hội nghị trực tuyến rút kinh nghiệm án trả hồ sơ điều tra bổ sung.", Groups: []string{"Lãnh đạo Viện"}},
		{Date: date("2021-10-18"), Time: "14:00", Text: lien, People: []string{"lien"}, Units: []string{"P9"}},
		{Date: date("2021-10-19"), Time: "08:00", Text: "Hội nghị toàn thể đảng viên nghe thông báo nhanh kết quả Hội nghị Trung ương 4 khóa XIII.", Groups: []string{"Toàn thể đảng viên"}},
		{Date: date("2021-10-19"), Time: "14:00", Text: thanh, People: []string{"thanh"}, Units: []string{"P1"}},
		{Date: date("2021-10-19"), Time: "14:00", Text: lien, People: []string{"lien"}, Units: []string{"P9"}},
		{Date: date("2021-10-20"), Time: "07:00", Text: "Lãnh đạo Viện và toàn thể công chức tọa đàm nhân kỷ niệm 91 năm ngày thành lập Hội LHPN Việt Nam 20/10 tại phòng đọc báo.", Groups: []string{"Lãnh đạo Viện", "Toàn thể công chức"}, Place: "phòng đọc báo"},
		{Date: date("2021-10-20"), Time: "08:00", Text: "Đ/c Thảo - PVT và Phòng 8 công bố quyết định trực tiếp kiểm sát tại Cơ quan thi hành án hình sự Công an tỉnh.", People: []string{"thao"}, Units: []string{"P8"}, Place: "Cơ quan thi hành án hình sự Công an tỉnh"},
		{Date: date("2021-10-20"), Time: "14:30", Text: "Đ/c Liên - PVT dự sinh hoạt nữ công nhân kỷ niệm 91 năm ngày thành lập Hội LHPN Việt Nam.", People: []string{"lien"}},
		{Date: date("2021-10-21"), Time: "08:00", Text: thanh, People: []string{"thanh"}, Units: []string{"P1"}},
		{Date: date("2021-10-21"), Time: "08:00", Text: "Đ/c Thảo - PVT nghe Phòng 7 báo cáo án.", People: []string{"thao"}, Units: []string{"P7"}},
		{Date: date("2021-10-21"), Time: "08:00", Text: lien, People: []string{"lien"}, Units: []string{"P9"}},
		{Date: date("2021-10-21"), Time: "14:00", Text: "Tổng vệ sinh cơ quan, đội thanh niên xung kích tham gia cắt, tỉa cành cây xanh cơ quan.", Groups: []string{"Đoàn thanh niên"}},
		{Date: date("2021-10-22"), Time: "08:00", Text: "Đ/c Thảo - PVT nghe Phòng 8 báo cáo công tác.", People: []string{"thao"}, Units: []string{"P8"}},
		{Date: date("2021-10-22"), Time: "14:00", Text: "Đ/c Thảo - PVT và Phòng 8 công bố dự thảo kết luận trực tiếp kiểm sát tại Cơ quan thi hành án hình sự Công an tỉnh.", People: []string{"thao"}, Units: []string{"P8"}, Place: "Cơ quan thi hành án hình sự Công an tỉnh"},
		{Date: date("2021-10-23"), Text: "Phân công trực nghiệp vụ", Duty: true},
		{Date: date("2021-10-24"), Text: "Phân công trực nghiệp vụ", Duty: true},
	}}
	for i := range w.Events {
		e := &w.Events[i]
		e.ID, e.Days, e.Line = int64(i+1), max(e.Days, 1), 2*i+3
	}
	return w
}

// retyped is the week as it comes from a document: nothing has an identity.
func retyped(w Week) Week {
	events := make([]Event, len(w.Events))
	copy(events, w.Events)
	for i := range events {
		events[i].ID = 0
	}
	w.Events = events
	return w
}

// office is a small directory of the seed's people.
func office() *staff.Directory {
	return &staff.Directory{
		Units: []staff.Unit{{Code: "LD", Name: "Lãnh đạo", Kind: "lanh-dao"}, {Code: "VP", Name: "Văn phòng"}, {Code: "P9", Name: "Phòng 9"}, {Code: "P8", Name: "Phòng 8"}},
		People: []staff.Person{
			{Key: "vien-truong", Name: "Viện trưởng", Unit: "LD", Roles: []staff.Role{staff.Leader}},
			{Key: "thao", Name: "Thảo", Unit: "LD", Roles: []staff.Role{staff.Leader}},
			{Key: "lien", Name: "Liên", Unit: "LD", Roles: []staff.Role{staff.Leader}},
			{Key: "ha", Name: "Hà", Unit: "VP", Roles: []staff.Role{staff.Clerk}},
			{Key: "head-9", Name: "Dũng", Unit: "P9", Roles: []staff.Role{staff.UnitHead}},
			{Key: "contact-9", Name: "Mai", Unit: "P9", Roles: []staff.Role{staff.UnitContact, staff.Staff}},
			{Key: "staff-9", Name: "An", Unit: "P9", Roles: []staff.Role{staff.Staff}},
			{Key: "head-8", Name: "Bình", Unit: "P8", Roles: []staff.Role{staff.UnitHead}},
		},
		Groups: []staff.Group{
			{Name: "Lãnh đạo Viện", Members: []string{"vien-truong", "thao", "lien"}},
			{Name: "Toàn thể công chức", Everyone: true},
			{Name: "Toàn thể đảng viên"},
		},
	}
}
