package render

import (
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// sampleSheet reads a sheet that the project ships, as altered.
func sampleSheet(t testing.TB, name string, alter ...string) *score.Sheet {
	t.Helper()
	text, err := os.ReadFile("../../cmd/thuky/sample/sheets/" + name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := score.Decode(strings.NewReader(strings.NewReplacer(alter...).Replace(string(text))))
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

// sheetGallery is what people see of sheets and of the targets that units signed.
func sheetGallery(t testing.TB, d *staff.Directory) map[string][]store.Message {
	const short, long = "06-phong-trao-chuyen-de-50.toml", "01-vks-cap-huyen-khu-vuc-100.toml"
	sheet, district := sampleSheet(t, short), sampleSheet(t, long)
	other := sampleSheet(t, short, "target = 2", "target = 3", `title = "Mô hình mới`, `title = "<Mô hình> mới`, `code = "2.2"`, `code = "2.3"`)
	v := store.SheetVersion{ID: 3, Sheet: sheet.ID, Version: 2, Title: sheet.Title}
	wrong := *sheet
	wrong.Accepted = []score.Exception{{Section: "1", Sum: 2950, Max: 3000, Reason: "bản gốc <ký> cộng thiếu"}, {Sum: 4950, Max: 5000}}
	mistakes := []string{`dòng 26: tiêu chí 1.1: chỉ tiêu (target) bằng 0`, `dòng 33: tiêu chí <b>: không có mục 9`}
	p := periodSeen(score.PeriodOpen).Period
	targets := []score.CovenantTarget{
		{Unit: "P1", Code: "1.1", Target: big.NewRat(5, 2), Covenant: "12/GƯ-VKS", Date: day("2021-02-09")},
		{Unit: "P9", Code: "1.2", Target: big.NewRat(95, 1), Covenant: "12/GƯ<VKS>", Date: day("2021-02-09")}}
	before := []score.CovenantTarget{{Unit: "P9", Code: "1.2", Target: big.NewRat(90, 1)}}
	sheets := map[string]*score.Sheet{"P1": sheet, "P9": sheet}
	all := map[string][]store.Message{
		"sheet preview": pagesOf(func(page int) (store.Message, int) {
			m, pages, _ := SheetPreview(SheetRead{Sheet: &wrong, File: "phieu.xlsx", Formulas: 3, Last: []store.SheetVersion{v}}, false, page)
			return m, pages
		}),
		"sheet in short": pagesOf(func(page int) (store.Message, int) {
			m, pages, _ := SheetPreview(SheetRead{Sheet: district, File: "phieu.xlsx", Formulas: 3}, false, page)
			return m, pages
		}),
		"sheet pages": pagesOf(func(page int) (store.Message, int) {
			m, pages, _ := SheetPages(district, v, true, page)
			return m, pages
		}),
		"sheet wrong":           pagesOf(func(page int) (store.Message, int) { return SheetWrong("phiếu <1>.toml", mistakes, 65, page) }),
		"sheet diff":            pagesOf(func(page int) (store.Message, int) { return SheetDiff(v, sheet, other, score.Diff(sheet, other), page) }),
		"sheet no diff":         pagesOf(func(page int) (store.Message, int) { return SheetDiff(v, sheet, sheet, nil, page) }),
		"covenant unit":         pagesOf(func(page int) (store.Message, int) { return UnitTargets("P9", p, targets[1:], sheet, d, page, true) }),
		"covenant unit without": pagesOf(func(page int) (store.Message, int) { return UnitTargets("P9", p, nil, nil, d, page, false) }),
		"covenant preview": pagesOf(func(page int) (store.Message, int) {
			return TargetsPreview(TargetsRead{Period: p, Targets: targets, Before: before, Mistakes: mistakes, Count: 9, Submitted: []string{"P9"}}, sheets, d, page)
		}),
		"covenant preview of nothing": pagesOf(func(page int) (store.Message, int) {
			return TargetsPreview(TargetsRead{Period: p, Mistakes: mistakes, Count: 2}, sheets, d, page)
		}),
	}
	for name, m := range map[string]store.Message{
		"sheets": Sheets(3), "sheets none": Sheets(0), "sheets closed": SheetsClosed(), "sheets may not": MayNotManageSheets(),
		"sheet reading": ReadingSheet("phiếu <1>.toml"), "sheet no pages": NoSheet(), "sheet formula": FormulaWithoutResult("C5"),
		"sheet unreadable": SheetUnreadable(), "sheet all mistakes": AllMistakes("phiếu <1>.toml", 65),
		"sheet ask reason": AskSumReason(wrong.Accepted[1]), "sheet sum accepted": {Text: SumAccepted(wrong.Accepted[0])},
		"sheet taken": {Text: SheetTaken(v)}, "sheet same": {Text: SameSheet(v)}, "sheet versions": SheetVersions(sheet),
		"sheet which": CompareWithWhich(2), "sheet which none": CompareWithWhich(0), "sheet file": SheetFile(v, &wrong), "sheet not written": SheetNotWritten(),
		"covenants": Covenants(p, 14, 3, true), "covenants of a leader": Covenants(p, 14, 3, false), "covenants which": CovenantsOfWhich(2), "covenants none": CovenantsOfWhich(0),
		"covenants closed": CovenantsClosed(), "covenants without period": UnitInNoPeriod(), "covenant set": {Text: TargetsSet(14, 3)},
		"covenant given": TargetsGiven(p, 5), "covenant reading": ReadingRows("giao ước <1>.csv"), "covenant too many": RowsTooMany(5000), "covenant unreadable": RowsUnreadable(),
	} {
		all[name] = []store.Message{m}
	}
	return all
}

// bigSheet is a sheet of 200 criteria with long words, in ten sections.
func bigSheet(t testing.TB) *score.Sheet {
	var b strings.Builder
	b.WriteString("schema = \"thuky.sheet/1\"\nid = \"lon\"\ntitle = \"Phiếu lớn\"\nbase_points = 1000\nscore_step = 0.25\n")
	for section := range 10 {
		fmt.Fprintf(&b, "[[section]]\ncode = \"M%d\"\ntitle = \"%s\"\nmax = 100\n", section, strings.Repeat("Mục có tên dài ", 20))
		for criterion := range 20 {
			fmt.Fprintf(&b, "[[criterion]]\ncode = \"M%d.%d\"\nsection = \"M%d\"\ntitle = \"%s\"\nrule = \"proportional\"\ntarget = 90\nmax = 5\n",
				section, criterion, section, strings.Repeat("Tiêu chí có <tên> & dài ", 20))
		}
	}
	b.WriteString("[[grade]]\ncode = \"K\"\nlabel = \"Khá\"\nmin = 0\n")
	s, err := score.Decode(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

// A sheet of 200 criteria is shown whole, page by page, and so is a comparison in which
// all of them differ.
func TestBigSheetsFit(t *testing.T) {
	s, small := bigSheet(t), sampleSheet(t, "06-phong-trao-chuyen-de-50.toml")
	v := store.SheetVersion{Sheet: s.ID, Version: 1, Title: s.Title}
	if m, pages, short := SheetPages(s, v, false, 0); pages != 1 || !short || refused(m) != "" || strings.Count(m.Text, "20 tiêu chí") != 10 {
		t.Errorf("in short it has %d pages: %s", pages, m.Text)
	}
	for name, pages := range map[string][]store.Message{
		"sheet": pagesOf(func(page int) (store.Message, int) { m, pages, _ := SheetPages(s, v, true, page); return m, pages }),
		"diff":  pagesOf(func(page int) (store.Message, int) { return SheetDiff(v, small, s, score.Diff(small, s), page) }),
	} {
		var whole strings.Builder
		for _, m := range pages {
			if why := refused(m); why != "" {
				t.Errorf("%s: %s", name, why)
			}
			whole.WriteString(m.Text + "\n")
		}
		for _, c := range s.Criteria {
			if !strings.Contains(whole.String(), c.Code+" ") && !strings.Contains(whole.String(), c.Code+":") {
				t.Errorf("%s: %s is not shown", name, c.Code)
			}
		}
	}
}
