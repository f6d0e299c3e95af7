package store

import (
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"thuky/store/score"
)

var emulationTime = time.Date(2021, 11, 1, 8, 0, 0, 0, time.UTC)

// sampleSheets are the sheets that the project ships.
func sampleSheets(t testing.TB) []score.Sheet {
	t.Helper()
	files, err := filepath.Glob("../cmd/thuky/sample/sheets/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sample sheets: %v", err)
	}
	var all []score.Sheet
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		s, err := score.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// ratText compares exact numbers.
var ratText = cmp.Comparer(func(a, b *big.Rat) bool { return a == nil && b == nil || a != nil && b != nil && a.Cmp(b) == 0 })

// TestSheetsComeBackWhole: what was taken in is what is computed with.
func TestSheetsComeBackWhole(t *testing.T) {
	s := openTest(t, Options{})
	for _, sheet := range sampleSheets(t) {
		sheet.Accepted = []score.Exception{{Section: "A", Sum: 2950, Max: 3000, Reason: "đã báo cáo"}}
		var v SheetVersion
		write(t, s, func(tx *Tx) (err error) {
			v, err = tx.TakeSheet(sheet, "ha", emulationTime)
			return err
		})
		got := read(t, s, func(tx *Tx) (*score.Sheet, error) {
			_, got, err := tx.Sheet(v.ID)
			return got, err
		})
		if d := cmp.Diff(&sheet, got, ratText, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s (-taken +read):\n%s", sheet.ID, d)
		}
		err := s.Write(t.Context(), func(tx *Tx) error {
			_, err := tx.TakeSheet(sheet, "ha", emulationTime)
			return err
		})
		if !errors.Is(err, ErrSameSheet) {
			t.Errorf("%s taken twice: %v", sheet.ID, err)
		}
	}
}

// openPeriod is a period with Phòng 9 in it, opened.
func openPeriod(t testing.TB, s *Store, sheet score.Sheet) (p Period, v SheetVersion) {
	t.Helper()
	write(t, s, func(tx *Tx) (err error) {
		if v, err = tx.TakeSheet(sheet, "ha", emulationTime); err != nil {
			return err
		}
		p, err = tx.NewPeriod(Period{Title: "Năm 2021", From: day("2020-12-01"), To: day("2021-11-30"), SelfDue: emulationTime.AddDate(0, 0, 14), By: "ha"}, emulationTime)
		if err != nil {
			return err
		}
		if _, err := tx.StepPeriod(p.ID, score.PeriodOpen, "ha", "", emulationTime); !errors.Is(err, ErrNoUnits) {
			t.Errorf("opened without units: %v", err)
		}
		if err := tx.EnterUnit(p.ID, "P9", "khoi-phong", "ha", emulationTime); err != nil {
			return err
		}
		if _, err := tx.StepPeriod(p.ID, score.PeriodOpen, "ha", "", emulationTime); !errors.Is(err, ErrNoSheet) {
			t.Errorf("opened without a sheet: %v", err)
		}
		if err := tx.SetClusterSheet(p.ID, "khoi-phong", v.ID, "ha", emulationTime); err != nil {
			return err
		}
		p, err = tx.StepPeriod(p.ID, score.PeriodOpen, "ha", "", emulationTime)
		return err
	})
	return p, v
}

// TestEntriesAreNotOverwrittenUnseen: whoever saves over what they have not seen is
// told what stands there.
func TestEntriesAreNotOverwrittenUnseen(t *testing.T) {
	s := openTest(t, Options{})
	sheet := sampleSheets(t)[0]
	p, v := openPeriod(t, s, sheet)
	code := sheet.Criteria[0].Code
	var sub Submission
	write(t, s, func(tx *Tx) (err error) {
		sub, _, err = tx.Submission(p.ID, "P9")
		if err != nil {
			return err
		}
		if sub, err = tx.BeginSubmission(sub, v.ID, "dau-moi", emulationTime); err != nil {
			return err
		}
		_, err = tx.SaveEntry(sub, FormEntry{Code: code, Value: "92", Points: 400, By: "a"}, emulationTime)
		return err
	})
	err := s.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.SaveEntry(sub, FormEntry{Code: code, Value: "90", By: "b"}, emulationTime)
		return err
	})
	var overtaken *OvertakenError
	if !errors.As(err, &overtaken) || overtaken.Now.Value != "92" || overtaken.Now.By != "a" {
		t.Fatalf("overwritten unseen: %v", err)
	}
	write(t, s, func(tx *Tx) error {
		_, err := tx.SaveEntry(sub, FormEntry{Code: code, Value: "90", By: "b", Revision: 1}, emulationTime)
		return err
	})
	if e := read(t, s, func(tx *Tx) (FormEntry, error) { return tx.Entry(p.ID, "P9", code) }); e.Value != "90" || e.Revision != 2 {
		t.Errorf("kept %+v", e)
	}
}

// TestTargetsReweigh: a target that comes later changes what an answer is worth.
func TestTargetsReweigh(t *testing.T) {
	s := openTest(t, Options{})
	sheet := sampleSheets(t)[0]
	p, v := openPeriod(t, s, sheet)
	leaf, ok := sheet.Leaf("A.I.1") // proportional, target 90, max 4
	if !ok || leaf.Criterion.Rule != score.Proportional {
		t.Fatal("the sample has changed")
	}
	write(t, s, func(tx *Tx) error {
		sub, _, err := tx.Submission(p.ID, "P9")
		if err != nil {
			return err
		}
		if sub, err = tx.BeginSubmission(sub, v.ID, "a", emulationTime); err != nil {
			return err
		}
		a, err := sheet.Read(leaf, "45%")
		if err != nil {
			return err
		}
		if _, err := tx.SaveEntry(sub, FormEntry{Code: leaf.Code, Value: sheet.Text(leaf, a), Points: leaf.Worth(a, nil), By: "a"}, emulationTime); err != nil {
			return err
		}
		return tx.SetTargets(p.ID, []score.CovenantTarget{{Unit: "P9", Code: leaf.Code, Target: big.NewRat(60, 1), Covenant: "01/GU", Date: day("2021-02-09")}}, "ha", emulationTime)
	})
	if e := read(t, s, func(tx *Tx) (FormEntry, error) { return tx.Entry(p.ID, "P9", leaf.Code) }); e.Points != 300 {
		t.Errorf("45 of 60 is worth %s of 4, want 3", e.Points)
	}
}

// TestDatesOutOfOrder: a period whose dates contradict each other is not kept.
func TestDatesOutOfOrder(t *testing.T) {
	s := openTest(t, Options{})
	good := Period{Title: "Năm 2021", From: day("2020-12-01"), To: day("2021-11-30"), Opens: emulationTime, SelfDue: emulationTime.AddDate(0, 0, 14),
		PublishAt: emulationTime.AddDate(0, 0, 30), By: "ha"}
	backwards, late, together := good, good, good
	backwards.From, backwards.To = good.To, good.From
	late.AppraiseBy = good.SelfDue.Add(-time.Hour)
	together.CouncilAt = good.PublishAt
	for name, p := range map[string]Period{"work": backwards, "appraisal before": late, "council with publication": together} {
		err := s.Write(t.Context(), func(tx *Tx) error {
			_, err := tx.NewPeriod(p, emulationTime)
			return err
		})
		if !errors.Is(err, ErrDisorder) {
			t.Errorf("%s: %v", name, err)
		}
	}
	write(t, s, func(tx *Tx) error {
		p, err := tx.NewPeriod(good, emulationTime)
		if err != nil {
			return err
		}
		late.ID = p.ID
		if err := tx.ChangePeriod(late, "ha", "", "", emulationTime); !errors.Is(err, ErrDisorder) {
			t.Errorf("changed into disorder: %v", err)
		}
		return nil
	})
}

// TestMergedUnitsKeepTheirHistory: a sheet that was begun can be left out of its period,
// with a reason; what was answered stays, and comes back with the unit.
func TestMergedUnitsKeepTheirHistory(t *testing.T) {
	s := openTest(t, Options{})
	sheet := sampleSheets(t)[0]
	p, v := openPeriod(t, s, sheet)
	code := sheet.Criteria[0].Code
	write(t, s, func(tx *Tx) error {
		sub, _, err := tx.Submission(p.ID, "P9")
		if err != nil {
			return err
		}
		if sub, err = tx.BeginSubmission(sub, v.ID, "an", emulationTime); err != nil {
			return err
		}
		if _, err := tx.SaveEntry(sub, FormEntry{Code: code, Value: "90", By: "an"}, emulationTime); err != nil {
			return err
		}
		if err := tx.LeaveOut(p.ID, "P9", "ha", emulationTime); !errors.Is(err, ErrNotDraft) {
			t.Errorf("a sheet that was begun is thrown away: %v", err)
		}
		if err := tx.StrikeOut(p.ID, "P9", "", "ha", emulationTime); !errors.Is(err, ErrNeedsReason) {
			t.Errorf("left out without a reason: %v", err)
		}
		deed := ChaseDeed(p.ID, "P9", day("2021-11-01"), "an")
		if err := tx.QueueChase(Delivery{Deed: deed, Chat: 1}, []Chase{{Period: p.ID, Unit: "P9", Person: "an", Role: "unit-contact"}}, emulationTime); err != nil {
			return err
		}
		if err := tx.StrikeOut(p.ID, "P9", "sáp nhập vào Phòng 7", "ha", emulationTime); err != nil {
			return err
		}
		states, err := tx.DeedStates([]string{deed})
		if len(states) > 0 {
			t.Errorf("who takes no part is still chased: %v", states)
		}
		return err
	})
	write(t, s, func(tx *Tx) error {
		all, err1 := tx.Submissions(p.ID)
		own, err2 := tx.SubmissionsOf("P9")
		_, found, err3 := tx.Submission(p.ID, "P9")
		entry, err4 := tx.Entry(p.ID, "P9", code)
		if len(all)+len(own) > 0 || found || entry.Value != "90" {
			t.Errorf("left out: %v, %v, %v, answer %q", all, own, found, entry.Value)
		}
		return errors.Join(err1, err2, err3, err4, tx.EnterUnit(p.ID, "P9", "khoi-phong", "ha", emulationTime))
	})
	back, found := Submission{}, false
	if err := s.Read(t.Context(), func(tx *Tx) (err error) {
		back, found, err = tx.Submission(p.ID, "P9")
		return err
	}); err != nil || !found || back.State != score.InProgress || back.Sheet != v.ID {
		t.Errorf("it comes back as %+v, %v, %v", back, found, err)
	}
}

// TestClusterKeepsItsSheet: once a unit has handed its sheet in, its cluster is scored by
// that version; another cluster is free.
func TestClusterKeepsItsSheet(t *testing.T) {
	s := openTest(t, Options{})
	sheet := sampleSheets(t)[0]
	p, v := openPeriod(t, s, sheet)
	write(t, s, func(tx *Tx) error {
		changed := sheet
		changed.Title += ", sửa"
		next, err := tx.TakeSheet(changed, "ha", emulationTime)
		if err != nil {
			return err
		}
		sub, _, err := tx.Submission(p.ID, "P9")
		if err != nil {
			return err
		}
		if sub, err = tx.BeginSubmission(sub, v.ID, "an", emulationTime); err != nil {
			return err
		}
		if _, err := tx.Submit(sub, 0, "binh", emulationTime); err != nil {
			return err
		}
		if err := tx.SetClusterSheet(p.ID, "khoi-phong", next.ID, "ha", emulationTime); !errors.Is(err, ErrHandedIn) {
			t.Errorf("the sheet of a cluster changes behind a submission: %v", err)
		}
		return tx.SetClusterSheet(p.ID, "cum-huyen", next.ID, "ha", emulationTime)
	})
}
