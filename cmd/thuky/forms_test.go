package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// formsSheet has so many criteria of four points: every other one is typed in quarters,
// the others are met or not.
func formsSheet(criteria int) score.Sheet {
	s := score.Sheet{ID: "phieu-tai", Title: "Phiếu thử tải", BasePoints: 10000, ScoreStep: 25, Order: []score.OrderKey{score.ByTotal},
		Sections: []score.Section{{Code: "A", Title: "Công tác chuyên môn", Max: score.Points(400 * criteria)}},
		Grades:   []score.Grade{{Code: "K", Label: "Không xếp loại"}}}
	for i := range criteria {
		c := score.Criterion{Code: fmt.Sprintf("A.%d", i+1), Section: "A", Title: fmt.Sprintf("Kết quả thực hiện chỉ tiêu công tác số %d trong kỳ", i+1), Max: 400, Rule: score.Direct}
		if i%2 == 1 {
			c.Rule = score.YesNo
		}
		s.Criteria = append(s.Criteria, c)
	}
	return s
}

// formsPoints is what a unit answers to a criterion, in hundredths: its own figures.
func formsPoints(unit, criterion int) int {
	if criterion%2 == 1 {
		return 400 * ((unit + criterion/2) % 3 & 1)
	}
	return 25 * ((unit*7 + criterion*3) % 17)
}

// formsValue is the same as it is kept.
func formsValue(unit, criterion int) string {
	points := formsPoints(unit, criterion)
	switch {
	case criterion%2 == 1 && points > 0:
		return "đạt"
	case criterion%2 == 1:
		return "không đạt"
	}
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", points/100, points%100), "0"), ".")
}

// formsTotal is the total of a unit in hundredths: points of a hundred, half up.
func formsTotal(unit, criteria int) int {
	earned, most := 0, 400*criteria
	for i := range criteria {
		earned += formsPoints(unit, i)
	}
	return (2*earned*10000 + most) / (2 * most)
}

// formsOffice fills a ledger with units, the head of each enrolled, and an open period.
func formsOffice(t testing.TB, database string, units, criteria int, now time.Time) int64 {
	t.Helper()
	ledger, err := store.Open(context.Background(), database, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	var period store.Period
	if err := ledger.Write(context.Background(), func(tx *store.Tx) (err error) {
		period, err = formsPeriod(tx, units, criteria, now)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return period.ID
}

const formsChat = 20_000 // of the first unit's head

func formsPeriod(tx *store.Tx, units, criteria int, now time.Time) (p store.Period, err error) {
	d := staff.Directory{Units: []staff.Unit{{Code: "VP", Name: "Văn phòng", Kind: "van-phong"}},
		People: []staff.Person{{Key: "ha", Name: "Hà", Unit: "VP", Roles: []staff.Role{staff.Clerk}}}}
	for i := range units {
		code := fmt.Sprintf("U%03d", i)
		d.Units = append(d.Units, staff.Unit{Code: code, Name: "Đơn vị " + code, Kind: "phong", Cluster: "khoi"})
		d.People = append(d.People, staff.Person{Key: "tt" + code, Name: "Thủ trưởng " + code, Unit: code, Roles: []staff.Role{staff.UnitHead}})
	}
	if err := tx.SaveDirectory(d); err != nil {
		return p, err
	}
	sheet, err := tx.TakeSheet(formsSheet(criteria), "ha", now)
	if err != nil {
		return p, err
	}
	today := civil.DateOf(now)
	if p, err = tx.NewPeriod(store.Period{Title: "Năm 2021", From: today.AddDays(-300), To: today, SelfDue: now.AddDate(0, 0, 20), By: "ha"}, now); err != nil {
		return p, err
	}
	for i := range units {
		code := fmt.Sprintf("U%03d", i)
		if err := enrolAccount(tx, "tt"+code, int64(formsChat+i), store.FirstDevice, now); err != nil {
			return p, err
		}
		if err := tx.EnterUnit(p.ID, code, "khoi", "ha", now); err != nil {
			return p, err
		}
	}
	if err := tx.SetClusterSheet(p.ID, "khoi", sheet.ID, "ha", now); err != nil {
		return p, err
	}
	return tx.StepPeriod(p.ID, score.PeriodOpen, "ha", "", now)
}

// fillers are the heads of many units who fill in their forms at once, each as soon as
// they see the next question.
type fillers struct {
	t        testing.TB
	server   *sim.Server
	criteria int
	coded    bool // typed answers name their code: what is said twice is the same answer
	all      []*filler
	events   chan sim.Event
	finished int
	asked    int // times that a question was asked again though its answer had been shown as saved
}

type filler struct {
	unit   int
	person *sim.Person
	last   string          // text of the screen that was answered last
	saved  map[string]bool // codes whose answer was shown as saved
	total  string          // of the receipt; "" before
}

func newFillers(t testing.TB, server *sim.Server, units, criteria int, coded bool) (f *fillers, stop func()) {
	f = &fillers{t: t, server: server, criteria: criteria, coded: coded, events: make(chan sim.Event, 1<<16)}
	for i := range units {
		f.all = append(f.all, &filler{unit: i, person: server.Person(int64(formsChat+i), fmt.Sprintf("Thủ trưởng U%03d", i)), saved: map[string]bool{}})
	}
	return f, server.Watch(func(e sim.Event) {
		if e.Message.Bot && (e.Kind == sim.Sent || e.Kind == sim.Edited) && e.Chat >= formsChat {
			f.events <- e
		}
	})
}

// begin lets everybody open their form.
func (f *fillers) begin() {
	for _, one := range f.all {
		one.person.Send("/chamdiem")
	}
}

var (
	goOn       = []string{"Bắt đầu chấm ▶", "Chấm tiếp ▶", "Nộp phiếu", "Xác nhận nộp"}
	stuckAfter = 10 * time.Second
)

// savedCode is the code whose answer a line echoes as saved; "" for another line.
func savedCode(line string) string {
	code, value, _ := strings.Cut(strings.TrimPrefix(line, "✓ "), ": ")
	if !strings.HasPrefix(line, "✓ A.") || value == "" {
		return ""
	}
	if value[0] >= '0' && value[0] <= '9' || strings.HasPrefix(value, "đạt") || strings.HasPrefix(value, "không đạt") {
		return code
	}
	return ""
}

// askedCode is the code that a line asks for; "" for another line.
func askedCode(line string) string {
	code, _, asks := strings.Cut(line, " · tối đa")
	if !asks || !strings.HasPrefix(code, "A.") {
		return ""
	}
	return code
}

// see lets a person act on what they see.
func (f *fillers) see(e sim.Event) {
	one := f.all[e.Chat-formsChat]
	m := e.Message
	if one.total != "" || m.Text == one.last {
		return
	}
	one.last = m.Text
	asked := ""
	for line := range strings.Lines(m.Text) {
		line = strings.TrimSuffix(line, "\n")
		if code := savedCode(line); code != "" {
			one.saved[code] = true
		}
		if code := askedCode(line); code != "" && asked == "" {
			asked = code
		}
	}
	if strings.Contains(m.Text, "Mã xác nhận") {
		_, total, _ := strings.Cut(m.Text, "Tổng tự chấm: ")
		one.total, _, _ = strings.Cut(total, " điểm")
		f.finished++
		return
	}
	if asked != "" {
		if one.saved[asked] {
			f.asked++
		}
		f.answer(one, m, asked)
		return
	}
	for _, label := range goOn {
		if slices.ContainsFunc(m.Labels(), func(row []string) bool { return slices.Contains(row, label) }) {
			_ = one.person.ClickOn(m.ID, label) // the message may have gone meanwhile
			return
		}
	}
}

func (f *fillers) answer(one *filler, m sim.Seen, code string) {
	n, err := strconv.Atoi(strings.TrimPrefix(code, "A."))
	if err != nil {
		f.t.Fatal(err)
	}
	value := formsValue(one.unit, n-1)
	switch {
	case (n-1)%2 == 1:
		_ = one.person.ClickOn(m.ID, map[string]string{"đạt": "Đạt", "không đạt": "Không đạt"}[value])
	case f.coded:
		one.person.Send(code + " " + strings.Replace(value, ".", ",", 1))
	default:
		one.person.Send(strings.Replace(value, ".", ",", 1))
	}
}

// until plays on until done says so. When nobody has seen anything new for a while
// those who wait open the form anew, as people do; that is counted.
func (f *fillers) until(done func() bool) (nudges int) {
	idle := time.NewTimer(stuckAfter)
	defer idle.Stop()
	for silent := 0; !done(); {
		select {
		case e := <-f.events:
			f.see(e)
			idle.Reset(stuckAfter)
			silent = 0
		case <-idle.C:
			idle.Reset(stuckAfter)
			waits := slices.IndexFunc(f.all, func(one *filler) bool { return one.total == "" })
			if silent++; silent > 6 || !f.coded {
				f.t.Fatalf("%d of %d forms are submitted; %s sees:\n%s", f.finished, len(f.all), f.all[waits].person.Name(), f.all[waits].person.Screen())
			}
			for _, one := range f.all {
				if one.total == "" {
					one.last = ""
					one.person.Send("/chamdiem")
					nudges++
				}
			}
		}
	}
	return nudges
}

// check compares ledger and receipts with what everybody answered.
func (f *fillers) check(database string, period int64) {
	f.t.Helper()
	ledger, err := store.Open(context.Background(), database, store.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	defer ledger.Close()
	lost, wrong := 0, 0
	if err := ledger.Read(context.Background(), func(tx *store.Tx) error {
		for _, one := range f.all {
			code := fmt.Sprintf("U%03d", one.unit)
			entries, err := tx.Entries(period, code)
			if err != nil {
				return err
			}
			kept := map[string]store.FormEntry{}
			for _, e := range entries {
				kept[e.Code] = e
			}
			for i := range f.criteria {
				e := kept[fmt.Sprintf("A.%d", i+1)]
				if e.Value != formsValue(one.unit, i) || int(e.Points) != formsPoints(one.unit, i) {
					lost++
					f.t.Errorf("%s keeps A.%d = %q, %d points, want %q, %d", code, i+1, e.Value, e.Points, formsValue(one.unit, i), formsPoints(one.unit, i))
				}
			}
			want := formsTotal(one.unit, f.criteria)
			if text := strings.Replace(one.total, ",", ".", 1); text != strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", want/100, want%100), "0"), ".") {
				wrong++
				f.t.Errorf("%s: the receipt says %s, want %d hundredths", code, one.total, want)
			}
			s, _, err := tx.Submission(period, code)
			if err != nil {
				return err
			}
			if s.State != score.Submitted {
				f.t.Errorf("%s is %s", code, s.State)
			}
		}
		if _, err := tx.VerifyAudit(nil); err != nil {
			f.t.Errorf("audit: %v", err)
		}
		return nil
	}); err != nil {
		f.t.Fatal(err)
	}
	if lost+wrong+f.asked > 0 {
		f.t.Errorf("%d answers lost, %d totals wrong, %d questions asked again though answered", lost, wrong, f.asked)
	}
}
