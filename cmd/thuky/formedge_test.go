package main

import (
	"math/big"
	"strings"
	"testing"

	"cloud.google.com/go/civil"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/score"
)

// sheetState reads the sheet of a unit in the newest period.
func sheetState(w *theatre, unit string) (s store.Submission) {
	w.t.Helper()
	w.inPeriod(func(tx *store.Tx, p store.Period) (err error) {
		s, _, err = tx.Submission(p.ID, unit)
		return err
	})
	return s
}

// confirming is a theatre in which the head of Phòng 9 is asked whether the sheet is to
// be handed in.
func confirming(t *testing.T, do func(w *theatre, head *sim.Person)) {
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		w.openPeriod("Đợt 26/7", "sample/sheets/06-phong-trao-chuyen-de-50.toml", []string{"P9"}, "2021-10-30 17:00")
		w.enrol("P9", "Dũng")
		head := w.person("Dũng")
		head.Send("/chamdiem")
		w.settle()
		w.press(head, "Bắt đầu chấm ▶")
		head.Send("1.1 n/a; 1.2 92; 2.1 n/a; 2.2 0")
		w.settle()
		do(w, head)
	})
}

// TestHeadHandsInWhatWasShown: a target that comes between the review and the press makes
// another total: it is shown before anything is handed in.
func TestHeadHandsInWhatWasShown(t *testing.T) {
	confirming(t, func(w *theatre, head *sim.Person) {
		w.press(head, "Nộp phiếu")
		w.inPeriod(func(tx *store.Tx, p store.Period) error {
			return tx.SetTargets(p.ID, []score.CovenantTarget{{Unit: "P9", Code: "1.2", Target: big.NewRat(200, 1), Covenant: "1/GƯ", Date: civil.Date{Year: 2021, Month: 2, Day: 9}}}, "ha", w.now())
		})
		w.press(head, "Xác nhận nộp")
		if s := sheetState(w, "P9"); s.State != score.InProgress {
			t.Errorf("handed in unseen: %+v", s)
		}
		if text := head.LastOfBot().Text; !strings.Contains(text, "Phiếu vừa thay đổi") {
			t.Errorf("the head sees:\n%s", text)
		}
		w.press(head, "Nộp phiếu", "Xác nhận nộp")
		if s := sheetState(w, "P9"); s.State != score.Submitted {
			t.Errorf("not handed in: %+v", s)
		}
	})
}

// TestNothingGoesBackOnceHandedIn: a reason that is typed on a second screen after the
// sheet was handed in sends nothing back.
func TestNothingGoesBackOnceHandedIn(t *testing.T) {
	confirming(t, func(w *theatre, head *sim.Person) {
		w.press(head, "Trả lại đầu mối")
		w.inPeriod(func(tx *store.Tx, p store.Period) error {
			s, _, err := tx.Submission(p.ID, "P9")
			w.must(err)
			_, err = tx.Submit(s, 0, "dung", w.now()) // on another device
			return err
		})
		head.Send("số bài chưa đúng")
		w.settle()
		if n := count(w.person("P9"), "trả lại phiếu"); n != 0 {
			t.Errorf("the contact is told %d times that a sheet that was handed in comes back", n)
		}
		if text := head.LastOfBot().Text; !strings.Contains(text, "Đã nộp") {
			t.Errorf("the head sees:\n%s", text)
		}
	})
}

// TestHeirHearsOfEverySheet: who speaks for a unit that merged into theirs is told of both
// sheets when the period is opened.
func TestHeirHearsOfEverySheet(t *testing.T) {
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		w.enrol("Văn phòng", "P8")
		office, heir := w.person("Văn phòng"), w.person("P8")
		sheet := w.sheet("sample/sheets/06-phong-trao-chuyen-de-50.toml")
		w.write(func(tx *store.Tx) error {
			v, err := tx.TakeSheet(sheet, "ha", w.now())
			w.must(err)
			p, err := tx.NewPeriod(store.Period{Title: "Đợt 26/7", From: civil.Date{Year: 2020, Month: 12, Day: 1}, To: civil.Date{Year: 2021, Month: 11, Day: 30},
				SelfDue: w.moment("2021-10-30 17:00"), By: "ha"}, w.now())
			w.must(err)
			for _, code := range []string{"P8", "P9"} {
				u, _ := w.staff.Unit(code)
				w.must(tx.EnterUnit(p.ID, code, u.Cluster, "ha", w.now()))
				w.must(tx.SetClusterSheet(p.ID, u.Cluster, v.ID, "ha", w.now()))
			}
			return nil
		})
		w.endUnit("P9", "P8")
		office.Send("/dotthidua")
		w.settle()
		for _, row := range office.LastOfBot().Buttons {
			if strings.Contains(row[0].Text, "26/7") {
				w.press(office, row[0].Text)
				break
			}
		}
		w.press(office, "Mở đợt", "Xác nhận mở đợt")
		for _, unit := range []string{"Phòng 8", "Phòng 9"} {
			found := false
			for _, m := range heir.Sees() {
				found = found || m.Bot && strings.Contains(m.Text, "Đợt 26/7") && strings.Contains(m.Text, unit)
			}
			if !found {
				t.Errorf("nothing about %s in %+v", unit, heir.Sees())
			}
		}
	})
}

// TestDraftsAreRemembered: the clerks are told once that a period that was to be opened is
// still a draft, and of none that was opened in time.
func TestDraftsAreRemembered(t *testing.T) {
	t.Parallel()
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		w.enrol("Văn phòng")
		office := w.person("Văn phòng")
		withClock(w)
		w.write(func(tx *store.Tx) error {
			_, err := tx.NewPeriod(store.Period{Title: "Đợt bị quên", From: civil.Date{Year: 2020, Month: 12, Day: 1}, To: civil.Date{Year: 2021, Month: 11, Day: 30},
				Opens: w.moment("2021-10-22 09:00"), SelfDue: w.moment("2021-10-30 17:00"), By: "ha"}, w.now())
			return err
		})
		w.sleepUntil("2021-10-22 08:59")
		if n := count(office, "Đợt bị quên"); n != 0 {
			t.Errorf("told %d times before", n)
		}
		w.sleepUntil("2021-10-22 09:05")
		w.crash()
		w.start(0)
		w.sleepUntil("2021-10-24 09:00")
		if n := count(office, "Đợt bị quên"); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}
