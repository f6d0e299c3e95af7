package render

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

func readSheet(t testing.TB, name string, accepted ...score.Exception) *score.Sheet {
	t.Helper()
	f, err := os.Open(filepath.Join("../../cmd/thuky/sample/sheets", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := score.Decode(f, accepted...)
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

// entries reads answers, a row each: unit|code|value.
func entries(t testing.TB, s *score.Sheet, rows ...string) []score.Submission {
	t.Helper()
	all := []score.Row{{Line: 1, Cells: []string{"unit", "code", "value"}}}
	for i, row := range rows {
		all = append(all, score.Row{Line: i + 2, Cells: strings.Split(row, "|")})
	}
	submissions, err := s.ReadEntries(all)
	if err != nil {
		t.Fatal(err)
	}
	return submissions
}

// reported is a report of two clusters: in one, a tie, a shared rank, a veto of every
// effect, a criterion n/a, changed scores; in the other, names that want to be more.
func reported(t testing.TB) *score.Report {
	t.Helper()
	d := office(t)
	small := readSheet(t, "06-phong-trao-chuyen-de-50.toml")
	small.Vetoes = []score.Veto{
		{Code: "L.1", Title: "Có người bị kỷ luật", Effect: score.Exclude}, {Code: "L.2", Title: "Để lọt tội phạm", Effect: score.CapGrade, Cap: "K"},
		{Code: "L.3", Title: "Đang thanh tra", Effect: score.Hold}, {Code: "L.4", Title: "Chậm báo cáo", Effect: score.BlockTitles, Titles: []string{"CO_NGANH"}},
	}
	small.Accepted = []score.Exception{{Section: "2", Sum: 2000, Max: 2050, Reason: "làm tròn khi ban hành"}}
	row := func(unit, one, two, three, four string, more ...string) []string {
		all := []string{unit + "|1.1|" + one, unit + "|1.2|" + two, unit + "|2.1|" + three, unit + "|2.2|" + four, unit + "|submitted|2021-11-2" + fmt.Sprint(len(unit)%10) + "T09:00:00+07:00"}
		for _, m := range more {
			all = append(all, unit+"|"+m)
		}
		return all
	}
	var self, final []string
	for _, unit := range []string{"TUYHOA", "SONGCAU", "DONGHOA", "TUYAN", "DONGXUAN", "SONHOA", "SONGHINH", "TAYHOA", "PHUHOA"} {
		self = append(self, row(unit, "2", "100", "đạt", "5")...)
	}
	final = append(final, row("TUYHOA", "2", "100", "đạt", "5", "T.1|2,5")...)
	final = append(final, row("SONGCAU", "2", "90", "đạt", "5")...)
	final = append(final, row("DONGHOA", "2", "90", "đạt", "5", "P.1|1")...)
	final = append(final, row("TUYAN", "2", "90", "đạt", "5", "T.1|0,5", "P.1|2")...)
	final = append(final, row("DONGXUAN", "n/a", "80", "đạt", "4", "L.3|Đoàn thanh tra 12 đang làm việc")...)
	final = append(final, row("SONHOA", "2", "100", "đạt", "5", "L.1|Đ/c Nguyễn Văn Mật bị cảnh cáo")...)
	final = append(final, row("SONGHINH", "1", "80", "không đạt", "3")...)
	final = append(final, row("TAYHOA", "2", "95", "đạt", "5", "L.2|Vụ đã kết luận")...)
	final = append(final, row("PHUHOA", "1", "80", "không đạt", "3", "L.4|Ba báo cáo chậm")...)
	division := readSheet(t, "04-vks-phong-nghiep-vu-100.toml")
	r := &score.Report{
		Title: "Năm 2021", From: day("2020-12-01"), To: day("2021-11-30"), Units: map[string]string{},
		Outcomes: []score.Outcome{
			{Cluster: "cum-huyen", Sheet: small, Self: entries(t, small, self...), Appraised: entries(t, small, final...), Final: entries(t, small, final...), Reasons: []score.Reason{
				{Unit: "SONGHINH", Code: "1.1", Text: "Chỉ có 01 phiên có biên bản rút kinh nghiệm"}, {Unit: "SONGHINH", Code: "2.1", Text: "Chưa có kế hoạch"},
				{Unit: "SONGHINH", Code: "2.2", Text: "02 bài trùng nhau"},
			}},
			{Cluster: "khoi-phong", Sheet: division, Self: entries(t, division, "P9|A.1|95", "VP|A.1|100", "P1|A.1|80"), Final: nil},
		},
		Paper: score.Paper{
			Issuer: "Viện kiểm sát nhân dân tối cao\nViện kiểm sát nhân dân tỉnh Phú Yên", Place: "Phú Yên", Number: "15/TB-VKS", Day: day("2021-12-05"),
			Bases:  []string{"Căn cứ Quyết định số 424/QĐ-VKSTC ngày 25/11/2020", "Căn cứ kết luận của Hội đồng Thi đua - Khen thưởng ngày 03/12/2021"},
			Before: "Viện kiểm sát nhân dân tỉnh Phú Yên thông báo kết quả chấm điểm thi đua năm 2021 như sau:",
			After:  "Khiếu nại, giải trình gửi Văn phòng tổng hợp trước ngày 12/12/2021.",
			Signer: "KT. VIỆN TRƯỞNG\nPHÓ VIỆN TRƯỞNG", Recipients: []string{"Các đơn vị trực thuộc", "Lãnh đạo Viện"},
		},
	}
	for _, u := range d.Units {
		r.Units[u.Code] = u.Name
	}
	r.Settle()
	return r
}

// reportGallery are the messages of a publication.
func reportGallery(t testing.TB) map[string][]store.Message {
	r := reported(t)
	corrected, provisional := *r, *r
	corrected.Paper.Replaces, corrected.Paper.Why = "15/TB-VKS ngày 05/12/2021", "Tính thiếu điểm thưởng của một đơn vị"
	provisional.Provisional, provisional.Paper = true, score.Paper{}
	long := *r
	long.Units = map[string]string{}
	for code := range r.Units {
		long.Units[code] = strings.Repeat("Viện kiểm sát nhân dân ", 15) + code
	}
	draft := DraftFacts{Announcement: store.Announcement{State: store.Drafted, Draft: store.Draft{Number: "17/TB-VKS", Day: day("2021-12-05"), Complaints: day("2021-12-12"),
		Bases: []string{"Căn cứ <Quyết định> số 424/QĐ-VKSTC"}, Why: "Tính thiếu", Amendments: []store.Amendment{{Unit: "P9", Code: "A.1", Value: "92.5", Reason: "xác minh lại"}, {Unit: "X", Code: "L.1", Reason: "đã gỡ"}}}},
		Period: store.Period{Title: "Năm 2021"}, Text: AnnouncementText, Signer: staff.Person{Key: "thao", Name: "Thảo", Title: "Phó Viện trưởng", Short: "PVT"}, Replaces: &r.Paper,
		Missing: []string{MissingNumber}, Warnings: []string{NumberIsTaken}}
	return map[string][]store.Message{
		"report announcement": Announcement(r), "report announcement corrected": Announcement(&corrected), "report announcement long": Announcement(&long),
		"report ranking provisional": Ranking(&provisional, &r.Outcomes[1]),
		"report unit first":          UnitResult(r, "TUYHOA"), "report unit changed": UnitResult(r, "SONGHINH"), "report unit excluded": UnitResult(r, "SONHOA"),
		"report unit capped": UnitResult(&corrected, "TAYHOA"), "report unit not applicable": UnitResult(r, "DONGXUAN"), "report unit provisional": UnitResult(&provisional, "P9"),
		"announcement refused": {ConfirmRefused(staff.SamePerson), ConfirmRefused(staff.NoRight)}, "announcement failed": {PreviewFailed()},
		"announcement nobody": {PreviewHead(0, 3, []string{"Phòng 9", "VKSND huyện <Tuy An>"}), Announcements(false)},
		"announcement draft":  {AnnouncementDraft(draft, office(t)), AskConfirm(draft, "ha", office(t)), Confirmed(draft, strings.Repeat("0a", 32), time.Date(2021, 12, 5, 8, 5, 0, 0, time.UTC))},
		"announcement text faults": {message(AnnouncementTextFault("{bảng}"), AnnouncementTextFault("x"), AnnouncementTextFault("{kỳ <b>}"), AnnouncementTextFault("a}\n{bảng}\n{hạn khiếu nại}"),
			AnnouncementTextFault("{bảng}\n{hạn khiếu nại}"+strings.Repeat("ư", 1500)))},
		"report caption": {{Text: ReportCaption(r, "Thông báo")}, {Text: ReportCaption(&provisional, "Ma trận điểm")}},
	}
}

func kept(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "report", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: -golden +now (flag -update writes it anew):\n%s", name, diff)
	}
}

// asWorkbook is a workbook the way a golden file shows it: a row a line, cells between
// bars, numbers as they are kept.
func asWorkbook(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, name := range f.GetSheetList() {
		fmt.Fprintf(&b, "==== %s ====\n", name)
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			b.WriteString(strings.TrimRight(strings.Join(row, " | "), " |") + "\n")
		}
	}
	return b.String()
}

// TestWorkbooksArePrinted: each worksheet is printed on landscape pages of A4 on which its
// head is repeated, a wide one on several side by side with the units on each.
func TestWorkbooksArePrinted(t *testing.T) {
	data, err := MatrixWorkbook(reported(t))
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	titles := map[string]string{}
	for _, name := range f.GetDefinedName() {
		titles[name.Scope] = name.RefersTo
	}
	for _, name := range f.GetSheetList() {
		layout, err := f.GetPageLayout(name)
		panes, err2 := f.GetPanes(name)
		if err != nil || err2 != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 || !panes.Freeze {
			t.Errorf("%s: %+v, %+v, %v, %v", name, layout, panes, err, err2)
		}
		if want := map[bool]string{true: "$A:$C,", false: "$4:$4"}[strings.HasPrefix(name, "Ma trận")]; !strings.Contains(titles[name], want) {
			t.Errorf("%s repeats %q, not %s", name, titles[name], want)
		}
	}
	wide := &book{file: excelize.NewFile()}
	defer wide.file.Close()
	wide.page("Rộng", "", slices.Repeat([]float64{10}, 200), 3)
	if layout, err := wide.file.GetPageLayout("Rộng"); err != nil || wide.err != nil || *layout.FitToWidth != 10 {
		t.Errorf("200 columns on %d pages, %v, %v", *layout.FitToWidth, err, wide.err)
	}
}

func TestLinesOfCells(t *testing.T) {
	if got := heightOf(1000); got != excelize.MaxRowHeight {
		t.Errorf("a thousand lines are %v points high", got)
	}
	for text, want := range map[string]int{"": 1, "Phòng 9": 1, strings.Repeat("án ", 20): 3, strings.Repeat("ă", 45): 3} {
		if got := linesOf(text, 20); got != want {
			t.Errorf("%q takes %d lines, want %d", text, got, want)
		}
	}
}

var meetings = []Minutes{
	{Cluster: "cum-huyen", Day: day("2021-12-03"), Held: "14h00 ngày 03/12/2021", Present: []string{"đ/c Viện trưởng", "đ/c Thảo - PVT", "đ/c Thanh - PVT"}, Absent: []string{"đ/c Liên - PVT"},
		For: 2, Against: 1, Conclusion: "thông qua kết quả", Recorder: "đ/c Hà"},
	{Cluster: "gone"},
	{Cluster: "khoi-phong", Day: day("2021-12-03"), Held: "15h00 ngày 03/12/2021", Present: []string{"đ/c Viện trưởng"}, For: 1, Conclusion: "thông qua kết quả."},
}

func TestReportsGolden(t *testing.T) {
	r := reported(t)
	provisional := *r
	provisional.Provisional, provisional.Paper = true, score.Paper{}
	for name, write := range map[string]func() ([]byte, error){
		"notice": func() ([]byte, error) { return Notice(r) }, "minutes": func() ([]byte, error) { return CouncilMinutes(r, meetings) },
		"unit": func() ([]byte, error) { return UnitDocument(r, "SONGHINH") }, "unit provisional": func() ([]byte, error) { return UnitDocument(&provisional, "P9") },
	} {
		document, err := write()
		if err != nil {
			t.Fatal(err)
		}
		again, err := write()
		if err != nil || !bytes.Equal(document, again) {
			t.Errorf("%s: two documents of one report differ, or %v", name, err)
		}
		kept(t, name+" docx", asPrinted(t, parts(t, document)["word/document.xml"]))
	}
	share := map[string][]string{"SONGHINH": {"1", score.DeductionPart}, "SONGCAU": {"2"}} // of one cluster only
	for name, write := range map[string]func() ([]byte, error){
		"ranking": func() ([]byte, error) { return RankingWorkbook(r) }, "matrix": func() ([]byte, error) { return MatrixWorkbook(r) },
		"unit":  func() ([]byte, error) { return UnitWorkbook(r, "SONGHINH") },
		"share": func() ([]byte, error) { return ShareWorkbook(r, share) },
	} {
		book, err := write()
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			if again, err := write(); err != nil || !bytes.Equal(book, again) {
				t.Fatalf("%s: two workbooks of one report differ, or %v", name, err)
			}
		}
		kept(t, name+" xlsx", asWorkbook(t, book))
	}
	table, err := RankingTable(r)
	if err != nil {
		t.Fatal(err)
	}
	kept(t, "ranking csv", string(table))
	kept(t, "ranking picture", asLaidOut(rankingLayout(r, &r.Outcomes[0])))
	kept(t, "trend picture", asLaidOut(trendLayout("Phòng 9", years)))
}

var years = []Year{
	{"Năm 2019", 8825, 9010, "Hoàn thành tốt", 7, 12, 10000}, {"Năm 2020", 9075, 9010, "Hoàn thành tốt", 5, 12, 10000},
	{"Năm 2021", 9375, 9133, "Hoàn thành xuất sắc", 2, 12, 10000}, {"Đợt thi đua chào mừng ngày thành lập ngành Kiểm sát nhân dân 26/7", 4750, 4400, "Giỏi", 1, 12, 5000},
}

// TestReportPictures draws what the layouts say; with -update the pictures are left to
// be looked at.
func TestReportPictures(t *testing.T) {
	r := reported(t)
	for name, draw := range map[string]func() ([][]byte, error){
		"ranking": func() ([][]byte, error) { return RankingPicture(r, &r.Outcomes[0]) },
		"trend":   func() ([][]byte, error) { return TrendPicture("Phòng 9", years) },
	} {
		pictures, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		again, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range pictures {
			if !bytes.Equal(p, again[i]) {
				t.Errorf("%s: another picture each time", name)
			}
			decoded, err := png.DecodeConfig(bytes.NewReader(p))
			if err != nil || decoded.Width != pictureWidth || decoded.Height > pictureHeight {
				t.Errorf("%s: %+v, %v", name, decoded, err)
			}
			if folder := os.Getenv("THUKY_PICTURES"); folder != "" {
				if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d.png", name, i+1)), p, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// TestRankingsNameNoPerson: why a veto holds may be about people; what leaves the office
// does not say it, the unit itself and the council read it.
func TestRankingsNameNoPerson(t *testing.T) {
	r := reported(t)
	const secret = "Nguyễn Văn Mật"
	document, err := Notice(r)
	if err != nil {
		t.Fatal(err)
	}
	book, err := RankingWorkbook(r)
	if err != nil {
		t.Fatal(err)
	}
	table, err := RankingTable(r)
	if err != nil {
		t.Fatal(err)
	}
	public := map[string]string{
		"notice": fmt.Sprint(parts(t, document)), "workbook": asWorkbook(t, book), "csv": string(table), "picture": asLaidOut(rankingLayout(r, &r.Outcomes[0])),
	}
	for _, m := range append(Announcement(r), Ranking(r, &r.Outcomes[0])...) {
		public["text"] += m.Text
	}
	for name, text := range public {
		if strings.Contains(text, secret) || !strings.Contains(text, "không xét thi đua") && !strings.Contains(text, "Không xét thi đua") {
			t.Errorf("%s names a person, or not the veto:\n%s", name, text)
		}
	}
	own := ""
	for _, m := range UnitResult(r, "SONHOA") {
		own += m.Text
	}
	if !strings.Contains(own, secret) {
		t.Errorf("the unit does not read why:\n%s", own)
	}
}

func TestReportNames(t *testing.T) {
	for cluster, want := range map[string]string{"khoi-phong": "Khối phòng", "cum-huyen": "Cụm huyện", "Cụm thi đua số 1": "Cụm thi đua số 1", "cum-so-1": "Cụm số 1", "x": "X", "": ""} {
		if got := ClusterName(cluster); got != want {
			t.Errorf("%q is %q, want %q", cluster, got, want)
		}
	}
	for text, want := range map[string]string{longDate(day("2021-12-05")): "ngày 05 tháng 12 năm 2021", longDate(day("2021-02-05")): "ngày 05 tháng 02 năm 2021",
		longDate(day("2021-03-15")): "ngày 15 tháng 3 năm 2021", longDate(civil.Date{}): "ngày … tháng … năm …", percent(7, 8): "87,5%", percent(2, 3): "66,67%", percent(0, 0): "0%"} {
		if text != want {
			t.Errorf("%q, want %q", text, want)
		}
	}
}
