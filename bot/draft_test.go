package bot

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"thuky/bot/doc"
	"thuky/bot/render"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/week"
)

const doubtfulWeek = `LỊCH CÔNG TÁC
Từ ngày 25/10/2021 đến ngày 31/10/2021
08h00: Họp giao ban đầu tuần.
Thứ Hai, 25/10/2021:
08h00: Đ/c Hùng - PVT nghe Phòng 1 báo cáo án.
09h00: Đ/c Hùng - PVT nghe Phòng 2 báo cáo án.
Thứ Tư, 26/10/2021:
08h00: Đ/c Thảo - PVT dự phiên tòa tại TAND tỉnh.
Thứ Hai, 01/11/2021:
07h30: Lãnh đạo Viện dự lễ chào cờ.
`

func read(t testing.TB, text string) (draft, draftDesk) {
	t.Helper()
	k := draftDesk{desk: clerksDesk(t)}
	k.monday = civil.Date{}
	d := newDraft(weekly.Read(doc.Text(text), k.names, k.now.In(time.UTC)))
	k.follow(d)
	return d, k
}

// click presses the button with that label.
func (d *draft) click(t testing.TB, k draftDesk, label string) {
	t.Helper()
	_, rows := d.show(k)
	for _, row := range buttons(rows) {
		for _, b := range row {
			if b.Label == label {
				if !d.press(b.Action, k) {
					t.Fatalf("%q does nothing", label)
				}
				return
			}
		}
	}
	t.Fatalf("no button %q among %v", label, labels(rows))
}

func labels(rows [][]choice[draft]) (all []string) {
	for _, row := range rows {
		for _, c := range row {
			all = append(all, c.label)
		}
	}
	return all
}

func TestQuestionsOfADraft(t *testing.T) {
	d, _ := read(t, doubtfulWeek)
	type asked struct {
		Code  weekly.Code
		Items int
	}
	var got []asked
	for _, q := range d.Questions {
		got = append(got, asked{q.Code, len(q.Events)})
	}
	want := []asked{{weekly.NoDate, 1}, {weekly.UnknownPerson, 2}, {weekly.WeekdayMismatch, 1}, {weekly.OutOfWeek, 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAnItemWithoutADayBlocks(t *testing.T) {
	d, k := read(t, doubtfulWeek)
	_, rows := d.show(k)
	if slices.Contains(labels(rows), "Công bố") {
		t.Fatal("a week with an item without a day could be published")
	}
	d.click(t, k, "Trả lời câu hỏi (4)")
	d.click(t, k, "T3 26/10")
	d.click(t, k, "Xem cả lịch")
	_, rows = d.show(k)
	if !slices.Contains(labels(rows), "Công bố") || d.undated() != 0 {
		t.Errorf("with all days known: %v", labels(rows))
	}
}

// The mismatch and the day outside the week are about the same item: settling one
// settles the other.
func TestAQuestionAboutWhatIsGoneIsNotAsked(t *testing.T) {
	d, k := read(t, strings.Replace(doubtfulWeek, "Thứ Hai, 01/11", "Thứ Sáu, 01/11", 1))
	d.click(t, k, "Trả lời câu hỏi (5)")
	for range 3 {
		d.click(t, k, "Để sau")
	}
	d.click(t, k, "T6 29/10")
	for _, q := range d.Questions {
		if q.Code == weekly.OutOfWeek {
			t.Errorf("still asked: %+v", q)
		}
	}
}

func TestEachItemMayBeAskedApart(t *testing.T) {
	d, k := read(t, doubtfulWeek)
	d.click(t, k, "Trả lời câu hỏi (4)")
	d.click(t, k, "Để sau")
	d.click(t, k, "Hỏi từng mục")
	d.click(t, k, "Thanh")
	d.click(t, k, "Không phải người trong danh bạ")
	var people [][]string
	for _, e := range d.Week.Events {
		if strings.Contains(e.Text, "Hùng") {
			people = append(people, e.People)
		}
	}
	if diff := cmp.Diff([][]string{{"thanh"}, {}}, people); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Without a title the days of the week follow from the answers.
func TestDaysOfAnUntitledWeek(t *testing.T) {
	d, k := read(t, "08h00: Đ/c Thảo - PVT họp.\n14h00: Đ/c Liên - PVT họp.")
	d.View = viewQuestions
	if reply, ok := d.read("29/10", k.desk); !ok {
		t.Fatal(reply.Text)
	}
	if d.Week.From != date("2021-10-25") || d.Week.To != date("2021-10-31") || len(d.Questions) > 0 {
		t.Errorf("the week is %s to %s", d.Week.From, d.Week.To)
	}
}

func TestAnUnchangedWeekIsNotPublishedAgain(t *testing.T) {
	d, k := read(t, doubtfulWeek)
	d.remove(d.Questions[0].Events...)
	d.settle()
	k.current = store.Publication{Monday: d.Week.From, Version: 1, Extent: store.WholeWeek, Week: d.published()}
	for i := range k.current.Week.Events {
		k.current.Week.Events[i].ID = int64(i + 10)
	}
	m, rows := d.show(k)
	if !strings.Contains(m.Text, "Không có thay đổi") || slices.Contains(labels(rows), "Công bố") {
		t.Errorf("%s\n%v", m.Text, labels(rows))
	}
	d.Week.Events[0].Time = "10:30"
	if _, rows = d.show(k); !slices.Contains(labels(rows), "Công bố") {
		t.Error("a changed week cannot be published")
	}
	k.current.Extent = store.PartOfWeek
	d.add(week.Event{Date: date("2021-10-27"), Days: 1, Text: "Họp chi bộ"})
	for _, c := range d.changes(k.current) {
		if c.Kind == week.Added {
			t.Errorf("a first publication tells people of %q", c.After.Text)
		}
	}
}

// follow keeps the desk on the draft's week, as a turn does.
func (k *draftDesk) follow(d draft) {
	k.monday = civil.Date{}
	if !d.Week.From.IsZero() {
		k.monday = week.Monday(d.Week.From)
	}
}

// Whatever is pressed and typed, in whatever order: what is shown can be sent,
// what is kept can be read back, and nothing is published that has no day. An act
// of 200 or more types one of the texts, another one presses a button.
func walkDraft(t *testing.T, d draft, k draftDesk, acts []byte) {
	typed := []string{"thứ 5", "thao", "14h30", "tại hội trường", "Đ/c Liên họp", "không", "lung tung", "26/10", "đ/c Hùng", "1/1/2022"}
	k.follow(d)
	for _, act := range acts {
		before := snapshot(t, d)
		if d.press("99-nothing", k) || d.press("", k) || snapshot(t, d) != before {
			t.Fatal("a button that is not shown does something")
		}
		if act >= 200 && d.awaitsAt() {
			d.read(typed[int(act)%len(typed)], k.desk)
		} else if _, rows := d.show(k); len(rows) > 0 {
			all := slices.Concat(buttons(rows)...)
			d.press(all[int(act)%len(all)].Action, k)
		}
		k.follow(d)
		soundDraft(t, d, k)
		if d.order != "" {
			return
		}
	}
}

func FuzzDraft(f *testing.F) {
	f.Add(doubtfulWeek, []byte{0, 1, 2, 3, 200, 4, 5, 201, 6, 7, 0, 0})
	f.Add("08h00: họp\n14h00: đ/c Thảo họp", []byte{0, 15, 3, 0, 0, 0, 202})
	f.Add("Thứ Hai, 25/10/2021:\n08h00: họp", []byte{1, 0, 0, 203, 1, 3, 204, 0, 6, 7})
	k := draftDesk{desk: clerksDesk(f)}
	f.Fuzz(func(t *testing.T, text string, acts []byte) {
		if len(text) > 2000 || len(acts) > 50 {
			t.Skip()
		}
		walkDraft(t, newDraft(weekly.Read(doc.Text(text), k.names, k.now.In(time.UTC))), k, acts)
	})
}

func TestRandomWalks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	reading := weekly.Read(doc.Text(doubtfulWeek), clerksDesk(t).names, clerksDesk(t).now.In(time.UTC))
	k := draftDesk{desk: clerksDesk(t)}
	for range 100 {
		acts := make([]byte, 40)
		for i := range acts {
			acts[i] = byte(random.Uint32())
		}
		walkDraft(t, newDraft(reading), k, acts)
		walkChange(t, changeDesk{desk: k.desk}, changing{View: changeDay, Monday: date("2021-10-25")}, acts)
	}
}

func (d *draft) awaitsAt() bool { return d.awaits(time.Unix(d.Shown, 0)) }

func snapshot(t testing.TB, d draft) string {
	t.Helper()
	raw, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// soundDraft looks for a draft that could not be shown, kept or published.
func soundDraft(t *testing.T, d draft, k draftDesk) {
	t.Helper()
	seen := map[int64]bool{}
	for _, e := range d.Week.Events {
		if soundEvent(t, e); e.ID == 0 || seen[e.ID] {
			t.Fatalf("item %d twice or without identity", e.ID)
		}
		seen[e.ID] = true
	}
	for _, q := range d.Questions {
		for _, id := range q.Events {
			if !seen[id] {
				t.Fatalf("question about item %d, which is gone", id)
			}
		}
	}
	if d.order == orderPublish && (d.undated() > 0 || len(d.Week.Events) == 0 || d.Week.From.IsZero()) {
		t.Fatalf("published: %+v", d.Week)
	}
	m, rows := d.show(k)
	soundScreen(t, m, buttons(rows))
	var again draft
	if err := json.Unmarshal([]byte(snapshot(t, d)), &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, again, cmpopts.IgnoreUnexported(draft{}), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("kept and read back (-want +got):\n%s", diff)
	}
}

// soundScreen looks for what the messenger would refuse.
func soundScreen(t *testing.T, m store.Message, rows [][]store.Button) {
	t.Helper()
	if plain := render.Plain(m.Text); strings.TrimSpace(plain) == "" || utf8.RuneCountInString(plain) > 4096 {
		t.Fatalf("message of %d letters", utf8.RuneCountInString(plain))
	}
	actions := map[string]bool{}
	for _, row := range rows {
		if len(row) > 8 {
			t.Fatalf("%d buttons in a row", len(row))
		}
		for _, b := range row {
			wire := token{1 << 40, 1 << 40, b.Action}.String()
			if b.Label == "" || len(wire) > 64 || actions[b.Action] {
				t.Fatalf("button %+v", b)
			}
			actions[b.Action] = true
		}
	}
	if len(actions) == 0 || len(actions) > 100 {
		t.Fatalf("%d buttons", len(actions))
	}
}

// The same for single changes, among a few items.
func walkChange(t *testing.T, k changeDesk, c changing, acts []byte) {
	typed := []string{"thứ 5", "thao", "14h30", "tại hội trường", "Đ/c Liên họp", "không", "thứ 6 15h đ/c Thảo họp"}
	k.monday = civil.Date{}
	k.events = []week.Event{meeting(), {ID: 4, Date: date("2021-10-26"), Session: week.AllDay, Days: 2, Text: "Trực", Duty: true}}
	for _, act := range acts {
		if act >= 200 && c.awaits(time.Unix(c.Shown, 0)) {
			c.read(typed[int(act)%len(typed)], k.desk)
		} else {
			_, rows := c.show(k)
			all := slices.Concat(buttons(rows)...)
			c.press(all[int(act)%len(all)].Action, k)
		}
		if c.After.Text != "" {
			soundEvent(t, c.After)
		}
		if c.order == orderSave && (!c.After.Date.IsValid() || len(c.changes()) != 1) {
			t.Fatalf("saved: %+v", c)
		}
		m, rows := c.show(k)
		soundScreen(t, m, buttons(rows))
		if c.order != "" {
			return
		}
	}
}

func FuzzChange(f *testing.F) {
	f.Add("thứ 5 14h họp", []byte{0, 1, 200, 2, 201, 3, 202})
	k := changeDesk{desk: clerksDesk(f)}
	f.Fuzz(func(t *testing.T, text string, acts []byte) {
		c := changing{View: changeTyping}
		if len(text) > 2000 || len(acts) > 50 || !c.readNew(text, k.desk) {
			t.Skip()
		}
		walkChange(t, k, c, acts)
	})
}

// A button says which one it is by its number and its label, so that a press
// never means another choice than the one that was read.
func TestAPressMeansWhatItsButtonSaid(t *testing.T) {
	choose := func(labels ...string) (rows [][]choice[string]) {
		for _, label := range labels {
			rows = append(rows, []choice[string]{{label, func(s *string) { *s = label }}})
		}
		return rows
	}
	shown := buttons(choose("Sáng", "Chiều", "Tối"))
	for i, row := range shown {
		c, ok := chosen(choose("Sáng", "Chiều", "Tối"), row[0].Action)
		if !ok || c.label != row[0].Label {
			t.Errorf("button %d means %q, %v", i, c.label, ok)
		}
		if c, ok := chosen(choose("Chiều", "Tối", "Sáng"), row[0].Action); ok {
			t.Errorf("%q means %q on a screen that has changed", row[0].Label, c.label)
		}
	}
	if got := fmt.Sprint(len(inRows(slices.Repeat([]choice[string]{{"a", nil}}, 10), 4))); got != "3" {
		t.Errorf("%s rows", got)
	}
}

func TestAnUnreadLineMayBecomeAnItem(t *testing.T) {
	d, k := read(t, "Thứ Hai, 25/10/2021:\n08h00: họp")
	d.Questions = questions([]weekly.Warning{
		{Line: 4, Code: weekly.UnreadLine, Text: "Không đọc được dòng 4.", Quote: "14h00 đ/c Thảo họp tại hội trường"},
		{Line: 5, Code: weekly.UnreadLine, Text: "Không đọc được dòng 5.", Quote: "***"},
	}, d.Week.Events)
	k.follow(d)
	d.click(t, k, "Trả lời câu hỏi (2)")
	d.click(t, k, "T4 27/10")
	d.click(t, k, "Bỏ qua dòng này")
	want := week.Event{ID: 2, Date: date("2021-10-27"), Time: "14:00", Days: 1, Text: "đ/c Thảo họp tại hội trường", People: []string{"thao"},
		Groups: []string{}, Units: []string{}, Place: "hội trường", Line: 4}
	if diff := cmp.Diff(want, d.Week.Events[1]); diff != "" || len(d.Week.Events) != 2 || len(d.Questions) > 0 {
		t.Errorf("%d questions, -want +got:\n%s", len(d.Questions), diff)
	}
}

// A name that fits two people offers those two.
func TestANameOfTwoPeople(t *testing.T) {
	d, k := read(t, "Thứ Hai, 25/10/2021:\n08h00: Đ/c Thanh họp")
	d.Week.Events[0].People = nil
	d.Questions = questions([]weekly.Warning{{Line: 2, Code: weekly.UnknownPerson, Text: "Có 2 đồng chí tên “Thanh” trong danh bạ.", Name: "Thanh",
		Keys: []string{"thanh", "lien"}, Events: []int{0}}}, d.Week.Events)
	d.View = viewQuestions
	_, rows := d.show(k)
	if diff := cmp.Diff([]string{"Thanh - PVT", "Liên - PVT", "Không phải người trong danh bạ", "Để sau", "Xem cả lịch"}, labels(rows)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	d.click(t, k, "Thanh - PVT")
	if diff := cmp.Diff([]string{"thanh"}, d.Week.Events[0].People); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
