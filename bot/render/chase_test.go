package render

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
	"thuky/store/week"
)

var chaseZone = time.FixedZone("+07", 7*60*60)

func chaseAt(day, hour int) time.Time {
	return time.Date(2021, 6, day, hour, 0, 0, 0, chaseZone)
}

// chaseSheet has so many criteria, and half a point off for each day late.
func chaseSheet(criteria int) *score.Sheet {
	s := &score.Sheet{ID: "s", Deductions: []score.Deduction{{Code: "P.4", Title: "Nộp muộn", PointsEach: 50, Max: 200, Auto: true}}}
	for i := range criteria {
		s.Criteria = append(s.Criteria, score.Criterion{Code: fmt.Sprintf("A.%d", i+1), Section: "A", Title: "Tiêu chí", Max: 100, Rule: score.YesNo})
	}
	return s
}

// unitProgress is a unit of which the first criteria are answered.
func unitProgress(unit, cluster string, state score.SubmissionState, answered int) store.Progress {
	s := store.Progress{Submission: store.Submission{Period: 1, Unit: unit, Cluster: cluster, State: state}, Form: chaseSheet(32), Asked: 32, Deadline: chaseAt(5, 17)}
	for i := answered; i < 32; i++ {
		s.Missing = append(s.Missing, fmt.Sprintf("A.%d", i+1))
	}
	return s
}

func chasePeriod() store.Period {
	return store.Period{ID: 1, Title: "6 tháng đầu năm 2021", State: score.PeriodOpen, SelfDue: chaseAt(5, 17)}
}

func chaseGallery(d *staff.Directory) map[string][]store.Message {
	p := chasePeriod()
	contact := store.ChasedPerson{Person: staff.Person{Key: "an", Name: "An"}, As: staff.UnitContact}
	head := store.ChasedPerson{Person: staff.Person{Key: "binh", Name: "Bình"}, As: staff.UnitHead}
	chase := func(s store.Progress, to store.ChasedPerson, now time.Time) store.Message {
		return Chase(ChaseFacts{Period: p, Unit: s, To: to, Now: now}, d)
	}
	partly, full, none := unitProgress("P9", "khoi-phong", score.InProgress, 21), unitProgress("P9", "khoi-phong", score.InProgress, 32), unitProgress("P9", "khoi-phong", score.NotStarted, 0)
	back, extended, soft := partly, partly, partly
	back.State, back.Deadline = score.Returned, chaseAt(9, 17)
	extended.Extended, extended.Deadline = chaseAt(10, 17), chaseAt(10, 17)
	soft.Form = chaseSheet(32)
	soft.Form.Deductions = nil
	abbreviated := p
	abbreviated.Title = "TĐKT năm 2021"
	all := map[string]store.Message{
		"two days left": chase(partly, contact, chaseAt(3, 9)), "a week left, untouched": chase(none, contact, chaseAt(-2, 9)),
		"last day": chase(partly, head, chaseAt(5, 9)), "complete, not submitted": chase(full, contact, chaseAt(4, 9)),
		"one day late, contact": chase(partly, contact, chaseAt(6, 9)), "many missing": chase(unitProgress("P9", "khoi-phong", score.InProgress, 3), contact, chaseAt(6, 9)), "late, head": chase(partly, head, chaseAt(9, 9)),
		"late at the weekend, head": chase(partly, head, chaseAt(6, 9)), "an hour late": chase(partly, head, chaseAt(5, 18)),
		"late without a deduction": chase(soft, head, chaseAt(9, 9)), "returned": chase(back, contact, chaseAt(8, 9)), "extended": chase(extended, contact, chaseAt(8, 9)),
		"of an abbreviation": Chase(ChaseFacts{Period: abbreviated, Unit: partly, To: contact, Now: chaseAt(3, 9)}, d),
	}
	some := []store.Progress{unitProgress("P3", "khoi-phong", score.NotStarted, 0), unitProgress("P7", "khoi-phong", score.Submitted, 32), partly,
		unitProgress("TUYAN", "cum-huyen", score.InProgress, 31), unitProgress("SONHOA", "cum-huyen", score.Appraised, 32)}
	some[1].Submitted = chaseAt(4, 14)
	some[3].Extended, some[3].Deadline = chaseAt(10, 17), chaseAt(10, 17)
	all["office, late"] = LateUnits(p, some, []string{"P3"}, chaseAt(7, 9), d)
	all["office, nobody reached"] = LateUnits(p, some, []string{"P3", "P12"}, chaseAt(4, 9), d)
	all["office, over"] = SelfScoreOver(p, some, chaseAt(5, 18), d)
	all["office, over, all in"] = SelfScoreOver(p, some[1:2], chaseAt(5, 18), d)
	all["confirm"] = ChaseConfirm(p, []string{"P9"}, []string{"P7"}, []string{"P3"}, 4*time.Hour, d)
	all["confirm nobody"] = ChaseConfirm(p, nil, []string{"P7"}, nil, 4*time.Hour, d)
	all["no period"], all["not in it"] = NoPeriodYet(), NotInPeriod(p)
	facts := ProgressFacts{Period: p, Units: some, Chased: map[string]time.Time{"P3": chaseAt(7, 9)}, Now: chaseAt(7, 10)}
	all["progress"], _ = Progress(facts, d, 0)
	facts.Filter, facts.Note = LateOnly, ChasedNote(2, facts.Now)
	all["progress, late"], _ = Progress(facts, d, 0)
	facts.Units, facts.Filter, facts.Now = some[:1], AllUnits, chaseAt(3, 10)
	all["progress, own unit"], _ = Progress(facts, d, 0)
	facts.Units = nil
	all["progress, nobody"], _ = Progress(facts, d, 0)
	log := []store.Chase{
		{Unit: "P9", Person: "thao", Role: staff.UnitHead, Days: -2, Answered: 21, Asked: 32, By: "ha", At: chaseAt(7, 14), State: store.Delivered, Settled: chaseAt(7, 14)},
		{Unit: "P9", Person: "thao", Role: staff.UnitHead, Days: -2, Answered: 21, Asked: 32, At: chaseAt(7, 9), State: store.Delivered, Settled: chaseAt(7, 11)},
		{Unit: "P9", Person: "lien", Role: staff.UnitContact, Days: -2, Answered: 21, Asked: 32, At: chaseAt(7, 9), State: store.Undelivered, Settled: chaseAt(7, 9)},
		{Unit: "P9", Person: "ha", Role: staff.Clerk, Days: -2, Answered: 21, Asked: 32, At: chaseAt(7, 9), State: "waiting"},
		{Unit: "P3", Person: "gone", Role: staff.UnitContact, Days: 1, Answered: 0, Asked: 32, At: chaseAt(4, 9), State: store.Expired, Settled: chaseAt(4, 22)},
		{Unit: "P3", Person: "gone", Role: staff.UnitContact, Days: 0, Answered: 0, Asked: 32, At: chaseAt(5, 9), State: store.Unknown, Settled: chaseAt(6, 9)},
	}
	all["log"], _ = ChaseLog(p, log, d, chaseZone, 0)
	all["log, empty"], _ = ChaseLog(p, nil, d, chaseZone, 0)
	ha, _ := d.Person("ha")
	morning := DayList{Day: civil.DateOf(chaseAt(7, 6)), Person: ha, Published: true, Periods: []PeriodDay{{p, 21, 3, 2}, {p, 21, 21, 0}, {p, 21, 0, 0}}}
	all["morning list of the office, late"] = List(morning, d)[0]
	morning.Day = civil.DateOf(chaseAt(3, 6))
	morning.Periods = []PeriodDay{{p, 21, 3, 0}, {p, 21, 0, 0}}
	all["morning list of the office"] = List(morning, d)[0]
	gallery := map[string][]store.Message{}
	for name, m := range all {
		gallery["chase "+name] = []store.Message{m}
	}
	return gallery
}

// TestChasesFitWhateverStandsInThem: codes, names and titles from outside are masked,
// long or many.
func TestChasesFitWhateverStandsInThem(t *testing.T) {
	dice := rand.New(rand.NewPCG(6, 2021))
	nasty := func() string {
		return strings.Repeat([]string{"<b>", "&", "Ấ", "\u202e", "x\n"}[dice.IntN(5)], 1+dice.IntN(400))
	}
	for range 20 {
		p := chasePeriod()
		p.Title = nasty()
		d := &staff.Directory{}
		var some []store.Progress
		var codes []string
		var log []store.Chase
		for i := range dice.IntN(120) {
			code := nasty()
			d.Units = append(d.Units, staff.Unit{Code: code, Name: nasty()})
			codes = append(codes, code)
			s := unitProgress(code, nasty(), []score.SubmissionState{score.NotStarted, score.InProgress, score.Submitted, score.Returned}[i%4], dice.IntN(33))
			for j := range s.Missing {
				s.Missing[j] = nasty()
			}
			s.Form = chaseSheet(1)
			s.Form.Deductions[0].Code = nasty()
			some = append(some, s)
			log = append(log, store.Chase{Unit: code, Person: nasty(), Role: staff.UnitHead, By: nasty(), At: chaseAt(7, 9)})
		}
		now := chaseAt(1+dice.IntN(20), 9)
		messages := []store.Message{LateUnits(p, some, codes, now, d), SelfScoreOver(p, some, now, d), ChaseConfirm(p, codes, codes[len(codes)/2:], codes[len(codes)/2:], time.Hour, d)}
		for _, s := range some {
			to := store.ChasedPerson{Person: staff.Person{Name: nasty()}, As: staff.UnitHead}
			messages = append(messages, Chase(ChaseFacts{Period: p, Unit: s, To: to, Days: week.Calendar{}, Now: now}, d))
		}
		messages = append(messages, pagesOf(func(page int) (store.Message, int) {
			return Progress(ProgressFacts{Period: p, Units: some, Now: now}, d, page)
		})...)
		messages = append(messages, pagesOf(func(page int) (store.Message, int) { return ChaseLog(p, log, d, chaseZone, page) })...)
		for _, m := range messages {
			if why := refused(m); why != "" {
				t.Fatalf("%s:\n%s", why, m.Text)
			}
		}
	}
}
