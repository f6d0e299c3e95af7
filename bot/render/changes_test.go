package render

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"thuky/bot/ask"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// hanoi is the office's zone.
var hanoi = time.FixedZone("ICT", 7*60*60)

// revised is the seed's week after an edit, and what that changed.
func revised(t testing.TB, edit func(w *week.Week)) []week.Change {
	old := seedWeek(t, office(t))
	next := week.Week{From: old.From, To: old.To, Events: slices.Clone(old.Events)}
	edit(&next)
	return week.Diff(old, next)
}

// eachEdit are changes of every kind, by name.
func eachEdit(t testing.TB) map[string][]week.Change {
	one := func(at int, edits ...week.Edit) []week.Change {
		return revised(t, func(w *week.Week) {
			for _, edit := range edits {
				edit(&w.Events[at])
			}
		})
	}
	return map[string][]week.Change{
		"nothing":   nil,
		"hour":      one(2, week.StartAt("15:00", "")),
		"end":       one(2, week.StartAt("14:00", "16:30")),
		"no hour":   one(2, week.InSession("")),
		"day":       one(2, week.MoveTo(day("2021-10-26"))),
		"length":    one(2, func(e *week.Event) { e.Days = 3 }),
		"place":     one(6, week.HeldAt("hội trường <A>")),
		"new place": one(12, week.HeldAt("sân cơ quan")),
		"no place":  one(6, week.HeldAt("")),
		"people":    one(12, week.With([]string{"thao"}, nil, []string{"VP", "P9"})),
		"leader":    one(2, week.Reworded("Đ/c Thảo - PVT nghe Phòng 9 báo cáo án.", []string{"thao"}, nil, []string{"P9"})),
		"text":      one(12, week.Reworded("Khám sức khỏe & tiêm phòng", nil, []string{"Đoàn thanh niên"}, nil)),
		"several":   one(2, week.StartAt("09:00", "10:30"), week.HeldAt("phòng họp số 1"), week.MoveTo(day("2021-10-20"))),
		"postponed": one(2, week.Become(week.Postponed)),
		"cancelled": one(2, week.Become(week.Cancelled)),
		"restored": week.Diff(week.Week{Events: []week.Event{{ID: 1, Date: thursday, Time: "08:00", Text: "Giao ban", Status: week.Cancelled}}},
			week.Week{Events: []week.Event{{ID: 1, Date: thursday, Time: "09:00", Text: "Giao ban"}}}),
		"to paper": one(2, week.OnPaper(true), week.StartAt("15:00", "")),
		"from paper": week.Diff(week.Week{Events: []week.Event{{ID: 1, Date: thursday, Time: "08:00", Text: "Bí mật cũ", Place: "phòng kín", Paper: true}}},
			week.Week{Events: []week.Event{{ID: 1, Date: thursday, Time: "08:00", Text: "Giao ban", Place: "hội trường"}}}),
		"new on paper": {{Kind: week.Added, After: week.Event{ID: 1, Date: thursday, Time: "08:00", Text: "Bí mật mới", People: []string{"thao"}, Paper: true}}},
		"many": revised(t, func(w *week.Week) {
			w.Events[2].Time, w.Events[5].Date, w.Events[10].Status = "15:00", day("2021-10-20"), week.Postponed
			w.Events = slices.Delete(w.Events, 12, 14)
			w.Events = append(w.Events, week.Event{ID: 99, Date: thursday, Time: "16:00", Days: 2, Text: "Tập huấn công tác dân vận", Place: "hội trường",
				People: []string{"thanh"}, Groups: []string{"Toàn thể công chức"}})
		}),
	}
}

func changeGallery(t testing.TB) map[string][]store.Message {
	d := office(t)
	all := map[string][]store.Message{}
	for name, changes := range eachEdit(t) {
		all["changes "+name] = pagesOf(func(page int) (store.Message, int) { return Changes(changes, 2, d, page) })
		if len(changes) > 0 {
			all["change notice "+name] = []store.Message{ChangeNotice(changes, "", d, "lien")}
		}
	}
	edits := eachEdit(t)
	all["change notice group"] = []store.Message{ChangeNotice(edits["many"], "theo chỉ đạo của <Viện trưởng>", d, "")}
	all["change notice newcomer"] = []store.Message{ChangeNotice(edits["leader"], "", d, "thao")}
	all["history"] = pagesOf(func(page int) (store.Message, int) { return History(monday, revisions(t), d, hanoi, page) })
	all["history nothing"] = pagesOf(func(page int) (store.Message, int) { return History(monday, nil, d, hanoi, page) })
	after := statuses(t)
	all["answer statuses"] = pagesOf(func(page int) (store.Message, int) { return Answer(after, "ha", d, page) })
	all["week preview statuses"] = pagesOf(func(page int) (store.Message, int) {
		return WeekPreview(Preview{Week: week.Week{From: monday, To: sunday, Events: after.Rest}}, d, page)
	})
	return all
}

// statuses is an answer whose items do not all take place, and not all in chat.
func statuses(t testing.TB) ask.Answer {
	w := seedWeek(t, office(t))
	w.Events[9].Status, w.Events[10].Status = week.Postponed, week.Cancelled
	w.Events[11].Paper, w.Events[11].Place, w.Events[11].Text = true, "phòng kín", "Đ/c Liên - PVT nghe việc mật"
	q := question(ask.Where, thursday, thursday)
	return ask.Answer{Query: q, Rest: during(w, q, everything)}
}

// revisions are versions of each kind, the newest first.
func revisions(t testing.TB) []store.Revision {
	edits := eachEdit(t)
	first := revised(t, func(*week.Week) {})
	for _, e := range seedWeek(t, office(t)).Events {
		first = append(first, week.Change{Kind: week.Added, After: e})
	}
	var changed []week.Change
	for i := range 14 {
		changed = append(changed, week.Change{Kind: week.Added, After: week.Event{ID: int64(i + 100), Date: thursday, Time: "08:00", Text: fmt.Sprintf("Việc mới %d", i)}})
	}
	at := func(number int, step store.Step, by string, changes []week.Change) store.Revision {
		return store.Revision{Publication: store.Publication{Monday: monday, Version: number, By: by, Step: step, Extent: store.WholeWeek, Items: 17,
			At: time.Date(2021, 10, 16, 2, 5, 0, 0, time.UTC).Add(time.Duration(number) * 20 * time.Hour)}, Changes: changes}
	}
	withdrawn := at(9, store.Undone, "ha", []week.Change{{Kind: week.Removed, Before: first[0].After}})
	withdrawn.Extent = store.Withdrawn
	cancelled := at(4, store.Changed, "gone", edits["cancelled"])
	cancelled.Note = "theo chỉ đạo của <Viện trưởng>"
	return []store.Revision{
		withdrawn, at(8, store.Published, "ha", changed), at(7, store.Published, "", nil), at(6, store.Published, "ha", edits["many"]),
		at(5, store.Undone, "ha", edits["restored"]), cancelled, at(3, store.Changed, "ha", edits["day"]),
		at(2, store.Changed, "thao", edits["to paper"]), at(1, store.Published, "ha", first),
	}
}

// What is for paper only is told to nobody but those who publish, and neither is
// what it was before, nor where and with whom.
func TestPaperStaysOnPaper(t *testing.T) {
	d := office(t)
	secret := func(e week.Event) week.Event {
		e.Text, e.Place, e.People, e.Units = "bí-mật-nội-dung", "bí-mật-nơi", []string{"bí-mật-người"}, []string{"bí-mật-đơn-vị"}
		return e
	}
	plain := seedWeek(t, d).Events[2]
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		before, after := plain, plain
		before.Paper, after.Paper = random.IntN(2) == 0, random.IntN(2) == 0
		if !before.Paper && !after.Paper {
			continue
		}
		if before.Paper || after.Paper {
			before = secret(before)
		}
		if after.Paper {
			after = secret(after)
		}
		after.Time, after.Status = []week.Clock{"14:00", "16:00"}[random.IntN(2)], []week.Status{"", week.Postponed, week.Cancelled}[random.IntN(3)]
		changes := slices.Concat(
			week.Diff(week.Week{Events: []week.Event{before}}, week.Week{Events: []week.Event{after}}),
			[]week.Change{{Kind: week.Removed, Before: secret(hidden(plain))}, {Kind: week.Added, After: secret(hidden(plain))}})
		q := question(ask.Who, monday, sunday)
		answer, _ := Answer(ask.Answer{Query: q, Rest: []week.Event{secret(hidden(plain))}}, "ha", d, 0)
		history, _ := History(monday, []store.Revision{{Publication: store.Publication{Version: 2, Step: store.Changed}, Changes: changes}}, d, hanoi, 0)
		for name, m := range map[string]store.Message{"notice": ChangeNotice(changes, "", d, "lien"), "history": history, "answer": answer} {
			if strings.Contains(m.Text, "bí-mật") {
				t.Fatalf("%s of paper %v → %v:\n%s", name, before.Paper, after.Paper, m.Text)
			}
			if !strings.Contains(m.Text, "xem bản giấy") {
				t.Fatalf("%s does not say where to look:\n%s", name, m.Text)
			}
		}
		preview, _ := Changes(changes, 1, d, 0)
		if !strings.Contains(preview.Text, "bí-mật-nội-dung") {
			t.Fatalf("those who publish do not see what they publish:\n%s", preview.Text)
		}
	}
}

func hidden(e week.Event) week.Event {
	e.Paper = true
	return e
}

// Whatever changes, the messenger takes it: the notice as one message, the preview
// on pages that name every change.
func TestChangesAreTaken(t *testing.T) {
	d := office(t)
	random := rand.New(rand.NewPCG(3, 4))
	for round := range 25 {
		s := source{random, []string{"họp", "<b>", "&amp;", "“án”", "đ/c Thảo", strings.Repeat("dài", 60), "\u202Engược"}}
		var old, next week.Week
		for i := range random.IntN(60) {
			before, after := s.event(i, 12), s.event(i, 12)
			before.Status = []week.Status{"", week.Postponed, week.Cancelled}[random.IntN(3)]
			if random.IntN(6) > 0 {
				old.Events = append(old.Events, before)
			}
			if random.IntN(6) > 0 {
				next.Events = append(next.Events, after)
			}
		}
		changes := week.Diff(old, next)
		pages := pagesOf(func(page int) (store.Message, int) { return Changes(changes, round, d, page) })
		told := ""
		for _, m := range pages {
			told += Plain(m.Text)
		}
		for _, c := range changes {
			if name, _, _ := strings.Cut(c.Event().Text, " "); !strings.Contains(told, name) {
				t.Fatalf("round %d: %s is not told:\n%s", round, name, told)
			}
		}
		pages = append(pages, ChangeNotice(changes, strings.Repeat("vì ", 300), d, "thao"), ChangeNotice(changes, "", d, ""))
		pages = append(pages, pagesOf(func(page int) (store.Message, int) {
			return History(monday, []store.Revision{{Publication: store.Publication{Version: round, Items: 3}, Changes: changes}}, d, hanoi, page)
		})...)
		for i, m := range pages {
			if why := refused(m); why != "" {
				t.Fatalf("round %d, message %d: %s:\n%.3000s", round, i, why, m.Text)
			}
		}
	}
}

func TestChangeNoticeTellsWhoIsConcernedNoLonger(t *testing.T) {
	d := office(t)
	change := []week.Change{{Kind: week.Edited, Aspects: []week.Aspect{week.NewPeople},
		Before: week.Event{Date: thursday, Text: "Họp", People: []string{"lien"}, Groups: []string{"Lãnh đạo Viện"}},
		After:  week.Event{Date: thursday, Text: "Họp", People: []string{"thao"}, Units: []string{"VP"}}}}
	for person, want := range map[string]string{
		"lien": "không còn trong thành phần", "vien-truong": "không còn trong thành phần",
		"thao": "", "ha": "được thêm vào thành phần", "": "",
	} {
		text := ChangeNotice(change, "", d, person).Text
		for _, said := range []string{"không còn trong thành phần", "được thêm vào thành phần"} {
			if strings.Contains(text, said) != (said == want) {
				t.Errorf("%q is told:\n%s", person, text)
			}
		}
	}
	if _, ok := d.Person("ha"); !ok || !slices.ContainsFunc(d.People, func(p staff.Person) bool { return p.Unit == "VP" }) {
		t.Error("the office lacks the people of this test")
	}
}
