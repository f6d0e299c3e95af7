package render

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

	"thuky/bot/ask"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

var update = flag.Bool("update", false, "write the golden files anew")

// pagesOf words an answer and lists all of its pages.
func pagesOf(word func(page int) (store.Message, int)) []store.Message {
	first, count := word(0)
	all := []store.Message{first}
	for page := 1; page < count; page++ {
		m, _ := word(page)
		all = append(all, m)
	}
	return all
}

// gallery is every message there is, by the name of its golden file.
func gallery(t testing.TB) map[string][]store.Message {
	d := office(t)
	w := seedWeek(t, d)
	all := map[string][]store.Message{}
	for name, a := range answers(d, w) {
		asker, _, _ := strings.Cut(name, " ")
		all["answer "+name] = pagesOf(func(page int) (store.Message, int) { return Answer(a, asker, d, page) })
	}
	for name, p := range previews(w) {
		all["week preview "+name] = pagesOf(func(page int) (store.Message, int) { return WeekPreview(p, d, page) })
	}
	maps.Copy(all, boards(d, w))
	for name, pages := range reminders(d, w) {
		all["remind "+name] = pages
	}
	thao, _ := d.Person("thao")
	chief, _ := d.Person("vien-truong")
	clerk, _ := d.Person("ha")
	for name, m := range map[string]store.Message{
		"menu leader": Menu(thao), "menu clerk": Menu(clerk),
		"welcome leader": Welcome(chief), "welcome clerk": Welcome(clerk),
		"guide leader": Guide(thao), "guide clerk": Guide(clerk), "guide nobody": Guide(staff.Person{}), "guide to commands": GuideToCommands(clerk),
		"commands leader": {Commands: Commands(thao)}, "commands clerk": {Commands: Commands(clerk)},
		"commands stranger": {Commands: StrangerCommands()},
		"stranger":          Stranger(), "bad code": BadCode(), "not allowed": NotAllowed(), "not understood": NotUnderstood(),
		"only text": OnlyText(), "unknown command": UnknownCommand(staff.Person{}), "unknown command of a clerk": UnknownCommand(staff.Person{Roles: []staff.Role{staff.Clerk}}), "edited message": EditedMessage(), "apology": Apology(),
		"withheld": Withheld("dấu chỉ độ mật", 3), "withheld without line": Withheld("dấu chỉ độ mật", 0),
		"toast old screen": {Text: ToastOldScreen}, "toast stale": {Text: ToastStale},
		"week await": AwaitWeek(), "week reading file": ReadingFile("lịch tuần <43>.docx"), "week not a schedule": NotASchedule(),
		"week file too big": FileTooBig(20), "week file unreadable": FileUnreadable(), "week file kind": FileKind(),
		"week file lost": FileLost(), "week may not publish": MayNotPublish(), "may not change": MayNotChange(), "may not add": MayNotAdd(),
		"week file too many": FileTooMany(), "week file empty": FileEmpty(), "change by screen": ChangeByScreen(), "edit given up": EditGivenUp(),
		"week publish anyway":           PublishAnyway([]Problem{{Line: 7, Text: "Không có đồng chí “Hùng” trong danh bạ."}, {Text: OutsideWeek(monday.AddDays(9), monday)}}),
		"week published with questions": WeekPublished(store.Publication{Monday: monday, Version: 1, By: "ha", Week: w}, nil, Told{}, []Problem{{Line: 7, Text: "Không có đồng chí “Hùng” trong danh bạ."}}, d),
		"week published":                WeekPublished(store.Publication{Monday: monday, Version: 1, By: "ha", Week: w}, nil, Told{}, nil, d),
		"week published again":          WeekPublished(store.Publication{Monday: monday, Version: 3, Week: w}, nil, Told{}, nil, d),
		"week cancelled":                WeekCancelled(), "week outdated": WeekOutdated(),
	} {
		all[name] = []store.Message{m}
	}
	maps.Copy(all, standIns(d, w))
	maps.Copy(all, changeGallery(t))
	maps.Copy(all, rightsGallery(d))
	for name, m := range periodGallery(t, d) {
		all[name] = []store.Message{m}
	}
	maps.Copy(all, reportGallery(t))
	maps.Copy(all, handoverGallery(d))
	maps.Copy(all, sheetGallery(t, d))
	maps.Copy(all, chaseGallery(d))
	maps.Copy(all, noticeGallery(d))
	maps.Copy(all, formGallery(t, d))
	for name, m := range someAppraised(t, d).all() {
		all[name] = []store.Message{m}
	}
	for name, m := range corrections(d, w) {
		all[name] = []store.Message{m}
	}
	return all
}

// answers are answers by "ASKER what".
func answers(d *staff.Directory, w week.Week) map[string]ask.Answer {
	today, whole := question(ask.List, thursday, thursday), question(ask.List, monday, sunday)
	next := question(ask.List, day("2021-10-25"), day("2021-10-31"))
	of := func(q ask.Query, person string) ask.Answer {
		q.People = []string{person}
		return ask.Answer{Query: q, Direct: during(w, q, names(person)), Shared: during(w, q, reaches(d, person))}
	}
	office := func(q ask.Query, asker string) ask.Answer {
		return ask.Answer{Query: q, Direct: during(w, q, names(asker)), Shared: during(w, q, reaches(d, asker)),
			Rest: during(w, q, not(either(names(asker), reaches(d, asker))))}
	}
	cases := intents(d, w)
	cases["ha today"] = ask.Answer{Query: today, Rest: during(w, today, everything)}
	cases["thao today"] = office(today, "thao")
	cases["thao second day"] = office(question(ask.List, day("2021-10-19"), day("2021-10-19")), "thao")
	cases["thao week"] = office(whole, "thao")
	weekend := question(ask.List, sunday, sunday)
	cases["thao sunday"] = office(weekend, "thao")
	later := question(ask.Next, thursday, sunday)
	later.People = []string{"vien-truong"}
	cases["ha next upcoming"] = ask.Answer{Query: later, Upcoming: &week.Event{Date: day("2021-10-26"), Session: week.Morning, Days: 1,
		Text: "Giao ban", People: []string{"vien-truong"}, Groups: []string{"Lãnh đạo các đơn vị"}}}
	cases["ha three weeks"] = threeWeeks(w)
	hearing := question(ask.Who, thursday, thursday)
	hearing.Match = "báo cáo án"
	cases["thao who"] = ask.Answer{Query: hearing, Direct: w.Events[10:11], Rest: []week.Event{w.Events[9], w.Events[11]}}
	cases["ha week"] = ask.Answer{Query: whole, Rest: during(w, whole, everything)}
	cases["ha lien week"] = of(whole, "lien")
	mine := of(whole, "thao")
	mine.Query.Mine, mine.Query.People = true, nil
	cases["thao mine week"] = mine
	chief := of(today, "vien-truong")
	chief.Shared = w.Events[12:13]
	cases["ha chief today"] = chief
	cases["ha next week"] = ask.Answer{Query: next, Unpublished: mondays(next)}
	evening := today
	evening.Session = week.Evening
	cases["ha this evening"] = ask.Answer{Query: evening, Upcoming: &w.Events[13]}
	afternoon := question(ask.List, day("2021-10-22"), day("2021-10-22"))
	afternoon.Session, afternoon.Clock = week.Afternoon, "14:00"
	afternoon.Until = "14:00"
	cases["ha tomorrow at 14h"] = ask.Answer{Query: afternoon, Rest: w.Events[14:15]}
	november := question(ask.List, day("2021-11-01"), day("2021-11-30"))
	november.Match = "hội <nghị>"
	cases["ha november"] = ask.Answer{Query: november, Unpublished: mondays(november)}
	half := question(ask.List, day("2021-10-23"), day("2021-10-26"))
	cases["ha over the weekend"] = ask.Answer{Query: half, Rest: during(w, half, everything), Unpublished: mondays(next)}
	table := question(ask.List, day("2024-01-16"), day("2024-01-16"))
	cases["ha table"] = ask.Answer{Query: table, Rest: tables()}
	return cases
}

// threeWeeks is the seed's week three times over: more than one page holds.
func threeWeeks(w week.Week) ask.Answer {
	a := ask.Answer{Query: question(ask.List, monday, monday.AddDays(20))}
	for i := range 3 {
		for _, e := range w.Events {
			e.Date = e.Date.AddDays(7 * i)
			a.Rest = append(a.Rest, e)
		}
	}
	return a
}

// mondays lists the Mondays of a question's weeks.
func mondays(q ask.Query) []civil.Date {
	var all []civil.Date
	for at := week.Monday(q.From); !at.After(q.To); at = at.AddDays(7) {
		all = append(all, at)
	}
	return all
}

// intents are answers to questions that want more than a list.
func intents(d *staff.Directory, w week.Week) map[string]ask.Answer {
	whole := func(intent ask.Intent) ask.Query { return question(intent, monday, sunday) }
	tomorrow := question(ask.Free, day("2021-10-22"), day("2021-10-22"))
	weekend := question(ask.Who, day("2021-10-23"), sunday)

	count := whole(ask.Count)
	count.People, count.Match = []string{"lien"}, "nghe án"
	where := whole(ask.Where)
	where.Match = "tọa đàm"
	nowhere := question(ask.Where, thursday, thursday)
	nowhere.Match = "tổng vệ sinh"
	who := whole(ask.Who)
	who.Match = "PY-21"
	when := whole(ask.List)
	when.Units, when.When = []string{"P9"}, true
	duty := weekend
	duty.Duty = true
	tomorrow.Session = week.Afternoon
	free := tomorrow
	free.People = []string{"thao", "lien"}
	far := question(ask.Free, day("2021-10-25"), day("2021-10-31"))
	far.Mine = true
	both := whole(ask.Free)
	both.People = []string{"thanh"}
	next := question(ask.Next, thursday, sunday)
	next.Mine = true
	status, missing := whole(ask.Status), question(ask.Status, day("2021-10-25"), day("2021-10-31"))
	disagrees := question(ask.List, day("2021-10-22"), day("2021-10-22"))
	disagrees.Disagrees, disagrees.Said = true, 4
	stranger := question(ask.List, thursday, thursday)
	stranger.Strangers = []string{"Hùng"}
	besides := stranger
	besides.People = []string{"thao"}
	ambiguous := question(ask.List, thursday, thursday)
	ambiguous.People, ambiguous.Ambiguous = []string{"thao", "thanh"}, []string{"anh Th"}

	ignored := question(ask.List, day("2021-10-22"), day("2021-10-22"))
	ignored.Extra, ignored.Specific = "<xe> máy", true
	single := question(ask.List, day("2021-10-19"), thursday)
	single.Only = []civil.Date{day("2021-10-19"), thursday}
	behind := week.Event{Date: day("2021-11-02"), Time: "08:00", Days: 1, Text: "Đ/c Thảo - PVT dự họp báo.", People: []string{"thao"}}

	known := []string{"Viện trưởng", "Thảo", "Thanh", "Liên"}
	return map[string]ask.Answer{
		"ha count":          {Query: count, Direct: []week.Event{w.Events[2], w.Events[5], w.Events[11]}, Count: 3},
		"ha count nothing":  {Query: count, Upcoming: nil},
		"ha where":          {Query: where, Rest: w.Events[6:7]},
		"ha where unknown":  {Query: nowhere, Rest: w.Events[12:13]},
		"ha who":            {Query: who, Rest: w.Events[:1]},
		"ha who on duty":    {Query: duty, Rest: w.Events[15:]},
		"ha when":           {Query: when, Direct: []week.Event{w.Events[2], w.Events[5], w.Events[11]}},
		"ha free":           {Query: free, Verdicts: []ask.Verdict{{Person: "thao", Busy: w.Events[14:15]}, {Person: "lien"}}},
		"thao free unknown": {Query: far, Verdicts: []ask.Verdict{{Person: "thao"}}, Unpublished: mondays(far)},
		"ha free week": {Query: both, Shared: w.Events[3:4], Verdicts: []ask.Verdict{{Person: "thanh",
			Busy: during(w, both, either(names("thanh"), reaches(d, "thanh")))}}},
		"thao next":          {Query: next, Direct: w.Events[10:11], Shared: w.Events[12:13]},
		"ha status":          {Query: status, Rest: w.Events[15:]},
		"ha status missing":  {Query: missing, Unpublished: mondays(missing)},
		"ha changes":         {Query: whole(ask.Changes)},
		"ha ignored":         {Query: ignored, Ignored: "<xe> máy", Rest: w.Events[13:15]},
		"ha single days":     {Query: single, Rest: during(w, single, everything)},
		"ha next far":        {Query: next, Direct: []week.Event{behind}},
		"ha impossible":      {Query: ask.Query{Intent: ask.Error, Impossible: "30/2", Today: thursday}},
		"ha disagrees":       {Query: disagrees, Rest: w.Events[13:15]},
		"ha stranger":        {Query: stranger, Known: known},
		"ha stranger beside": {Query: besides, Direct: w.Events[10:11], Known: known},
		"ha ambiguous":       {Query: ambiguous, Direct: w.Events[9:11]},
		"ha unknown":         {Query: ask.Query{Intent: ask.Unknown}},
		"ha help":            {Query: ask.Query{Intent: ask.Help}},
		"nobody mine":        {Query: next, NoAsker: true},
	}
}

// reminders is what the clock sends by itself.
func reminders(d *staff.Directory, w week.Week) map[string][]store.Message {
	item, paper := w.Events[10], w.Events[10]
	paper.Paper = true
	moved, gone, put := item, item, item
	moved.Date, moved.Time = day("2021-10-22"), "15:00"
	gone.Status, put.Status = week.Cancelled, week.Postponed
	untimed := item
	untimed.Date, untimed.Time = day("2021-10-23"), ""
	weighty := item
	weighty.Important = true
	sent := Reminder(item, nil, true, d).Text
	lien, _ := d.Person("lien")
	thao, _ := d.Person("thao")
	call := func(person string, on civil.Date) (calls []week.Call) {
		for _, c := range week.For(d, w.Events, person) {
			if c.Event.On(on) {
				calls = append(calls, c)
			}
		}
		return calls
	}
	started := func(e week.Event) PassedItem {
		return PassedItem{Starts: time.Date(2021, 10, 21, 8, 0, 0, 0, time.UTC), Event: e}
	}
	many := make([]PassedItem, passedItems+3)
	for i := range many {
		many[i] = started(item)
	}
	report := store.ReminderReport{Day: thursday, Due: 17, Sent: 14, Waiting: 1, People: []store.Unreached{
		{Person: "thanh", Count: 1}, {Person: "lien", Enrolled: true, Count: 1}}}
	one := func(m store.Message) []store.Message { return []store.Message{m} }
	return map[string][]store.Message{
		"item":            one(Reminder(item, nil, true, d)),
		"item late":       one(store.Delivery{Message: Reminder(item, nil, true, d), Late: Late, LateAfter: time.Unix(1, 0)}.At(time.Unix(2, 0))),
		"item paper":      one(Reminder(paper, nil, false, d)),
		"struck moved":    one(StruckReminder(sent, &moved)),
		"struck untimed":  one(StruckReminder(sent, &untimed)),
		"struck gone":     one(StruckReminder(sent, &gone)),
		"struck put off":  one(StruckReminder(sent, &put)),
		"struck removed":  one(StruckReminder(sent, nil)),
		"morning":         List(DayList{Day: day("2021-10-19"), Person: thao, Calls: call("thao", day("2021-10-19")), Published: true}, d),
		"evening":         List(DayList{Day: thursday, Tomorrow: true, Person: lien, Calls: call("lien", thursday), Published: true}, d),
		"morning nothing": List(DayList{Day: sunday, Person: lien, Published: true}, d),
		"morning no week": List(DayList{Day: day("2021-10-26"), Person: lien}, d),
		"evening no week": List(DayList{Day: day("2021-10-25"), Tomorrow: true, Person: lien}, d),
		"passed":          one(Passed([]PassedItem{started(item), started(paper)})),
		"passed many":     one(Passed(many)),
		"duty":            one(OnDuty(w.Events[15:], d)),
		"no week":         one(NoWeekYet(day("2021-10-25"))),
		"nobody":          one(NobodyReminded([]string{"Toàn thể đảng viên", "Đoàn <thanh niên>"})),
		"not served":      one(NotServed([]Unserved{{Person: lien, Enrolled: true, Count: 2}, {Person: thao, Count: 1}})),
		"report":          one(ReminderDay(report, nil, d)),
		"item important":  one(Reminder(weighty, nil, true, d)), "item instead": one(Reminder(item, []string{"thao"}, false, d)),
		"received": one(ReceivedReminder(Reminder(weighty, nil, true, d), true)), "replaced": one(ReplacedReminder(sent, "lien", d)),
		"morning instead":  List(DayList{Day: thursday, Person: lien, Calls: call("lien", thursday), Published: true, InsteadOf: map[int64][]string{w.Events[11].ID: {"thao"}}}, d),
		"not acknowledged": one(NotAcknowledged(Silence{Event: weighty, People: []string{"thao", "lien"}}, d)),
		"report silent":    one(ReminderDay(report, []Silence{{Event: weighty, People: []string{"thao"}}}, d)),
		"outage":           one(OutageOver(time.Date(2021, 10, 21, 14, 0, 0, 0, time.UTC), time.Date(2021, 10, 21, 17, 10, 0, 0, time.UTC), 5, 2)),
		"outage overnight": one(OutageOver(time.Date(2021, 10, 21, 14, 0, 0, 0, time.UTC), time.Date(2021, 10, 23, 7, 10, 0, 0, time.UTC), 0, 20)),
		"receipts": pagesOf(func(page int) (store.Message, int) {
			return Receipts(thursday, []Acknowledged{{Event: weighty, Received: []string{"thao"}, Silent: []string{"lien"}, Waiting: []string{"ha"}}, {Event: paper}}, page, d)
		}),
		"receipts of none": pagesOf(func(page int) (store.Message, int) { return Receipts(sunday, nil, page, d) }),
		"report all":       one(ReminderDay(store.ReminderReport{Day: thursday, Due: 14, Sent: 14}, nil, d)),
	}
}

func previews(w week.Week) map[string]Preview {
	doubtful := w
	doubtful.Events = append(append([]week.Event(nil), tables()...), week.Event{Text: "Họp Chi bộ", Days: 1, Groups: []string{"Toàn thể đảng viên"}})
	doubtful.From, doubtful.To = day("2024-01-15"), day("2024-01-21")
	return map[string]Preview{
		"seed": {Week: w, Problems: []Problem{{Line: 9, Text: "Viện trưởng, Thảo: trùng lịch 07h00 diễn tập (02 ngày)"},
			{Line: 11, Text: "Liên: trùng lịch 14h00 Lãnh đạo Viện dự Hội nghị"}}},
		"doubtful": {Week: doubtful, Replaces: 2, File: "lich & tuan 3.docx",
			Problems: []Problem{{Line: 12, Text: "không đọc được dòng này", Quote: "x < y"}, {Text: "có mục chưa rõ ngày"}}},
		"undated": {Week: week.Week{Events: []week.Event{{Text: "Họp", Days: 1}}}},
	}
}

// asSeen is a message the way a golden file shows it.
func asSeen(all []store.Message) string {
	var b strings.Builder
	for i, m := range all {
		if i > 0 {
			b.WriteString("\n---- next page ----\n")
		}
		b.WriteString(m.Text + "\n")
		for _, row := range m.Keyboard {
			b.WriteString("[" + strings.Join(row, "] [") + "]\n")
		}
		for _, c := range m.Commands {
			fmt.Fprintf(&b, "/%s %s\n", c.Name, c.Description)
		}
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	seen := map[string]bool{}
	for name, all := range gallery(t) {
		file := filepath.Join("testdata", "golden", strings.ReplaceAll(name, " ", "_")+".txt")
		seen[file] = true
		t.Run(name, func(t *testing.T) {
			if *update {
				if err := os.WriteFile(file, []byte(asSeen(all)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), asSeen(all)); diff != "" {
				t.Errorf("-golden +now (flag -update writes it anew):\n%s", diff)
			}
		})
	}
	files, err := filepath.Glob("testdata/golden/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !seen[file] {
			t.Errorf("%s belongs to no message", file)
		}
	}
}
