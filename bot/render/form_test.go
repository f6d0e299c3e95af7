package render

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"
	"github.com/xuri/excelize/v2"

	"thuky/bot/form"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

var formTime = time.Date(2021, 11, 1, 9, 0, 0, 0, time.FixedZone("+07", 7*3600))

// formPage is a page of a half-filled sheet of the sample office.
func formPage(t testing.TB, d *staff.Directory, sheet *score.Sheet, view form.View, at string) FormPage {
	t.Helper()
	entries := map[string]form.Entry{}
	desk := &form.Desk{Sheet: sheet, Leaves: form.Leaves(sheet), Given: map[string]form.Given{},
		Entry: func(code string) form.Entry { return entries[code] }, Target: func(string) *big.Rat { return nil }, Open: func(string) bool { return true }}
	for i, l := range desk.Leaves {
		value := map[bool]string{true: "n/a", false: "1"}[i%5 == 1 && l.Criterion != nil]
		if a, err := sheet.Read(l, value); i%3 != 2 && err == nil {
			entries[l.Code] = form.Entry{Value: value, Revision: 1}
			desk.Given[l.Code] = form.Given{Points: l.Worth(a, nil), NA: value == "n/a"}
		}
	}
	p := FormPage{State: form.State{View: view, At: at}, Desk: desk, Unit: "Phòng 9", Directory: d, Asker: "ha", Now: formTime,
		Period: store.Period{ID: 1, Title: "Năm 2021", From: civil.Date{Year: 2020, Month: 12, Day: 1}, To: civil.Date{Year: 2021, Month: 11, Day: 30}},
		Sub:    store.Submission{Period: 1, Unit: "P9", State: score.InProgress, Editor: "thao", Edited: formTime.Add(-2 * time.Minute)},
		Due:    formTime.AddDate(0, 0, 5), Review: desk.Review(entries), Result: score.Result{Base: 8825, Bonus: 100, Deduction: 50, Total: 8875}}
	e := entries[at]
	p.Entry = store.FormEntry{Code: at, Value: e.Value, By: "thao", At: formTime.AddDate(0, 0, -3), Revision: e.Revision}
	return p
}

func shippedSheet(t testing.TB, name string) *score.Sheet {
	t.Helper()
	f, err := os.Open("../../cmd/thuky/sample/sheets/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := score.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

// hugeSheet has 200 criteria with the longest titles, evidence and notes there may be.
func hugeSheet() *score.Sheet {
	long := strings.Repeat("tiêu chí rất dài & <khó đọc>, ", 130)
	s := &score.Sheet{ID: "huge", Title: long, BasePoints: 10000, ScoreStep: 25, Sections: []score.Section{{Code: "A", Title: long, Max: 20000}},
		Grades: []score.Grade{{Code: "D", Label: "Đạt"}}}
	for i := range 200 {
		c := score.Criterion{Code: fmt.Sprintf("A.%d", i+1), Section: "A", Title: long, Max: 100, Rule: score.Proportional, Target: big.NewRat(90, 1),
			Measure: "phần trăm của " + long[:300], Evidence: long, EvidenceRequired: true, Note: long}
		if i%2 == 1 {
			c.Rule, c.Levels = score.ByLevel, []score.Level{{Label: long[:900], Points: 100}, {Label: "1", Points: 50}}
		}
		s.Criteria = append(s.Criteria, c)
	}
	return s
}

func formGallery(t testing.TB, d *staff.Directory) map[string][]store.Message {
	all := map[string][]store.Message{}
	put := func(name string, p FormPage) { all["form "+name] = []store.Message{Form(p)} }
	division, district := shippedSheet(t, "04-vks-phong-nghiep-vu-100.toml"), shippedSheet(t, "01-vks-cap-huyen-khu-vuc-100.toml")
	for _, c := range []struct {
		view form.View
		at   string
	}{{form.Start, ""}, {form.Overview, ""}, {form.Section, ""}, {form.Review, ""}, {form.Confirm, ""},
		{form.SendBack, ""}, {form.Files, ""}, {form.Question, "A.1"}, {form.Question, "A.2"}, {form.Question, "A.4"}, {form.Question, "T.1"}, {form.Question, "P.1"}, {form.Proof, "A.1"}} {
		put(strings.TrimSpace(string(c.view)+" "+c.at), formPage(t, d, division, c.view, c.at))
	}
	for _, step := range []form.Step{form.OfNumber, form.OfDay, form.OfSummary, form.OfNote} {
		p := formPage(t, d, division, form.Proof, "A.1")
		p.State.Step = step
		put("proof step "+string(step), p)
	}
	p := formPage(t, d, district, form.Question, "A.I.1")
	p.Covenant = &score.CovenantTarget{Unit: "P9", Code: "A.I.1", Target: big.NewRat(95, 1), Covenant: "01/GU-VKS", Date: civil.Date{Year: 2021, Month: 2, Day: 9}}
	p.Desk.Target = func(string) *big.Rat { return big.NewRat(95, 1) }
	p.Last = &store.LastAnswer{Value: "88.5", Period: "Năm 2020"}
	p.Entry.Evidence = []score.Evidence{{Number: "12/BC-VKS", Day: "2021-06-05", Summary: "sơ kết"}, {File: "x", Photo: true}, {File: "y", Summary: "bao-cao.pdf"}}
	p.Entry.Note = "số liệu <đã> đối chiếu"
	put("question of a covenant", p)

	p = formPage(t, d, division, form.Start, "")
	p.Lock, p.Sub.State, p.Sub.Receipt, p.Sub.Submitted, p.Sub.By, p.DaysLate, p.Late = FormHandedIn, score.Submitted, "ABCDEFGH", formTime, "thao", 2, 100
	put("start submitted", p)
	put("receipt", p)
	all["form receipt"] = []store.Message{FormReceipt(p)}
	p = formPage(t, d, division, form.Start, "")
	p.Changed, p.Changes = true, []score.Change{{Kind: score.Added, Page: "criterion", Code: "A.5"}, {Kind: score.Removed, Page: "bonus", Code: "T.2"},
		{Kind: score.Altered, Page: "criterion", Code: "A.1", Key: "max", Old: "30", New: "29.5"}, {Kind: score.Altered, Page: "criterion", Code: "A.2", Key: "note", New: "mới"}}
	put("start changed", p)
	p.State.View = form.Review
	put("review changed", p)
	for name, lock := range map[string]FormLock{"not yet": FormNotYet, "closed": FormClosed, "returned": FormReturned, "separated": FormSeparated} {
		p := formPage(t, d, division, form.Start, "")
		p.Lock, p.Returned = lock, map[string]string{}
		if lock == FormReturned {
			p.Returned["A.2"] = "thiếu <minh chứng>"
		}
		put("start "+name, p)
	}
	for name, change := range map[string]func(*FormPage){
		"late":     func(p *FormPage) { p.Due, p.DaysLate, p.Late = formTime.AddDate(0, 0, -3), 1, 50 },
		"too late": func(p *FormPage) { p.Due, p.TooLate = formTime.AddDate(0, 0, -3), true },
		"same day": func(p *FormPage) { p.Due = formTime.Add(-time.Hour) },
	} {
		p := formPage(t, d, division, form.Review, "")
		change(&p)
		put("review "+name, p)
	}
	p = formPage(t, d, division, form.Differ, "A.1")
	p.State.Ready, p.State.Same = []form.Save{{Code: "A.2", Value: "5"}}, 3
	p.State.Differ = []form.Difference{{Save: form.Save{Code: "A.1", Value: "92"}, Now: "90", By: "thao", At: formTime.Unix()}, {Save: form.Save{Code: "A.2"}, Now: "n/a"}}
	put("differ", p)

	p = formPage(t, d, division, form.Start, "")
	for kind, e := range map[form.EchoKind]form.Echo{form.Saved: {Code: "A.1", Value: "283", Points: 3000, Share: "283"}, form.Cleared: {Code: "A.1"}, form.Unchanged: {Code: "A.1", Value: "92"},
		form.Undone: {Code: "C.2", Value: "đạt", Points: 500}, form.ProofSaved: {Code: "A.1"}, form.NoteSaved: {Code: "A.1"}, form.Locked: {Code: "A.1"}, form.ForOthers: {Code: "A.9"},
		form.Kept: {Code: "A.4", Value: "Nghiệm thu đạt"}, form.Valueless: {Code: "A.1"}, form.OfOthers: {Code: "A.1", Line: 4, Value: "P7"}, form.ProofLong: {Code: "A.1", Line: 5},
		form.Refused: {Code: "A.2", Line: 6, Mistake: &score.Mistake{Fault: score.OffStep, Value: "3.3", Want: "0..10", Step: 25}}} {
		e.Kind = kind
		q := p
		q.State.Echo, q.State.Told = []form.Echo{e}, form.Tally{All: 1}
		put("echo "+string(kind), q)
	}
	for _, r := range []form.Reason{{Kind: form.NotAnswer, Mistake: &score.Mistake{Fault: score.OutOfRange, Value: "12", Want: "0..10"}}, {Kind: form.NotOpen, Code: "A.2"},
		{Kind: form.TooLong, Length: 4000, Most: 1000}, {Kind: form.NoDay}, {Kind: form.NothingDone}, {Kind: form.UndoLate, Code: "A.2"}, {Kind: form.NotNow},
		{Kind: form.Theirs, Code: "A.9"}, {Kind: form.Missing}, {Kind: form.NoAnswerYet, Code: "A.2"}, {Kind: form.TooMany, Most: 10}} {
		p := formPage(t, d, division, form.Question, "A.2")
		p.State.Reason = &r
		put("reason "+string(r.Kind), p)
	}
	for name, m := range map[string]store.Message{
		"choose": FormChoose(), "none": FormNone(), "not yours": FormNotYours(false), "not the office's": FormNotYours(true), "gone": FormGone(), "unit gone": FormUnitGone(), "choice left": FormChoiceLeft(), "file unreadable": FormFileUnreadable(),
		"left": FormLeft(p), "sent back": FormSentBack("Phòng 9", "Năm 2021", "đ/c Dũng - TP", "xem lại <2.2>"), "file": FormFile("Phòng 9", p.Period, true), "file to read": FormFile("Phòng 9", p.Period, false),
		"notices": {Text: strings.Join([]string{FormPresented("đ/c An"), FormPresentedTo([]string{"đ/c Dũng - TP"}), FormNoHead(), FormChangedSince(), FormSentBackTo([]string{"đ/c An"}), FormSentBackTo(nil), FormMoved(), FormWriting()}, "\n")},
	} {
		all["form "+name] = []store.Message{m}
	}
	return all
}

// TestFormsAreTaken: the messenger takes every view of the largest sheet, whatever stands
// in it.
func TestFormsAreTaken(t *testing.T) {
	d := office(t)
	huge := hugeSheet()
	long := strings.Repeat("minh chứng <dài>; ", 300)
	for _, view := range []form.View{form.Start, form.Overview, form.Section, form.Review, form.Confirm, form.Question, form.Proof, form.Differ, form.Files} {
		p := formPage(t, d, huge, view, "A.2")
		p.Unit, p.Period.Title = long, long
		p.Entry = store.FormEntry{Code: "A.2", Value: huge.Criteria[1].Levels[0].Label, By: "thao", At: formTime, Note: long}
		p.Last = &store.LastAnswer{Value: long, Period: long}
		p.Returned = map[string]string{}
		for i := range 200 {
			code := fmt.Sprintf("A.%d", i+1)
			p.Returned[code] = long
			p.Changes = append(p.Changes, score.Change{Kind: score.Altered, Page: "criterion", Code: code, Key: "title", Old: long, New: long})
			p.State.Differ = append(p.State.Differ, form.Difference{Save: form.Save{Code: code, Value: long}, Now: long, By: "thao", At: 1})
			p.State.Ready = append(p.State.Ready, form.Save{Code: code, Value: long})
			if i < form.MostEchoes {
				p.State.Echo = append(p.State.Echo, form.Echo{Code: code, Kind: form.Refused, Mistake: &score.Mistake{Fault: score.UnknownLabel, Value: long, Want: long}})
				p.Entry.Evidence = append(p.Entry.Evidence, score.Evidence{Number: long, Day: "2021-06-05", Summary: long})
			}
		}
		p.State.Told = form.Tally{All: 200, Refused: 200}
		p.Changed = true
		p.State.Reason = &form.Reason{Kind: form.NotAnswer, Mistake: &score.Mistake{Fault: score.UnknownLabel, Value: long, Want: long}}
		if why := refused(Form(p)); why != "" {
			t.Errorf("%s: %s", view, why)
		}
		for _, l := range p.Desk.Leaves[:2] {
			for _, o := range form.Options(l, nil) {
				if label := FormOption(l, o); label == "" || utf8.RuneCountInString(label) > 64 {
					t.Errorf("label %q", label)
				}
			}
		}
	}
}

// TestFormCopies: each kind of copy is written, and holds what stands.
func TestFormCopies(t *testing.T) {
	d := office(t)
	sheet := shippedSheet(t, "01-vks-cap-huyen-khu-vuc-100.toml")
	f := FormCopy{Sheet: sheet, Unit: "P9", UnitName: "Phòng 9", Directory: d, Zone: formTime.Location(),
		Period:     store.Period{Title: "Năm 2021", From: civil.Date{Year: 2020, Month: 12, Day: 1}, To: civil.Date{Year: 2021, Month: 11, Day: 30}},
		Submission: store.Submission{Receipt: "ABCDEFGH", Submitted: formTime, By: "thao"},
		Entries:    []store.FormEntry{{Code: "A.I.1", Value: "92.5", Points: 400, Note: `=HYPERLINK("x")`, Evidence: []score.Evidence{{Number: "12/BC-VKS", Day: "2021-06-05"}}}}}
	text, err := FormCSV(f)
	if err != nil || !strings.Contains(string(text), "\uFEFFĐơn vị;Mã;Tiêu chí;") || !strings.Contains(string(text), "P9;A.I.1;") || !strings.Contains(string(text), ";4;90;tỷ lệ (%);92,5;12/BC-VKS 05/06/2021;") {
		t.Errorf("%v:\n%.600s", err, text)
	}
	// A spreadsheet would compute what begins like a formula; what comes back is what stood.
	if strings.Contains(string(text), `;"=`) || strings.Contains(string(text), `;=`) {
		t.Errorf("a formula in the file:\n%.600s", text)
	}
	table := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\uFEFF"))))
	table.Comma = ';'
	records, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []score.Row
	for i, cells := range records {
		rows = append(rows, score.Row{Line: i + 1, Cells: cells})
	}
	if items, refused := form.ReadRows(rows, "P9"); len(items) != 1 || len(refused) > 0 || items[0].Value != "92,5" || items[0].Note != `=HYPERLINK("x")` {
		t.Errorf("read back: %+v, refused %+v", items, refused)
	}
	book, err := FormWorkbook(f)
	if err != nil || !bytes.HasPrefix(book, []byte("PK")) {
		t.Error(err)
	}
	if file, err := excelize.OpenReader(bytes.NewReader(book)); err != nil {
		t.Error(err)
	} else if lists, err := file.GetDataValidations("phieu"); err != nil || len(lists) != 6 || lists[0].Formula1 != `"đạt,không đạt,n/a"` {
		t.Errorf("lists to choose from: %v, %+v", err, lists)
	}
	f.Entries[0].Note = strings.Repeat("lời dài ", 500) // a row is only so high
	if _, err := FormWorkbook(f); err != nil {
		t.Error(err)
	}
	once, err := FormDocument(f, Issuer{"Viện kiểm sát nhân dân tối cao\nViện kiểm sát nhân dân tỉnh Phú Yên", "Phú Yên"})
	if err != nil || !bytes.HasPrefix(once, []byte("PK")) {
		t.Error(err)
	}
}
