package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/sim"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/week"
)

// A shown counts what a group shows of a week: messages of text and pictures that
// bear its title, and the text itself.
type shown struct {
	texts, pictures int
	text            string
}

func shows(p *sim.Person, monday civil.Date) (s shown) {
	title := vi.Day(monday.AddDays(6))
	for _, m := range p.Sees() {
		switch {
		case !m.Bot || !strings.Contains(m.Text, "Lịch công tác tuần ") || !strings.Contains(m.Text, title):
		case m.File != "":
			s.pictures++
		default:
			s.texts++
			s.text = m.Text
		}
	}
	return s
}

// smallWeek is a week of one event.
func smallWeek(monday civil.Date, text string) week.Week {
	return week.Week{From: monday, To: monday.AddDays(6), Events: []week.Event{{Date: monday, Time: "08:00", Days: 1, Text: text}}}
}

// publishBeside publishes through a ledger of its own, as another command does.
func publishBeside(w *theatre, published week.Week) {
	w.t.Helper()
	beside(w, func(tx *store.Tx) error {
		_, err := tx.PublishWeek(published, "", w.now())
		return err
	})
}

func beside(w *theatre, do func(*store.Tx) error) {
	w.t.Helper()
	ledger, err := store.Open(context.Background(), w.path, store.Options{})
	w.must(err)
	w.must(ledger.Write(context.Background(), do))
	w.must(ledger.Close())
}

// registered makes groups of the clerk alone and registers them.
func registered(w *theatre, names ...string) []*sim.Person {
	w.t.Helper()
	clerk := w.person("Văn phòng")
	var inside []*sim.Person
	for _, name := range names {
		g := w.gather(name, clerk)
		g.AddBot(clerk)
		clerk.In(g).Send("/dangky@thuky_bot")
		inside = append(inside, clerk.In(g))
	}
	w.settle()
	return inside
}

var firstMonday = civil.Date{Year: 2021, Month: 10, Day: 18}

// TestPublicationSurvivesDeath lets the process die before every fifth statement or
// request while it posts a week to two groups, and starts it anew. However it dies, each group shows one text and one picture of the week;
// of what may or may not have arrived, and did not, a clerk brings it there.
func TestPublicationSurvivesDeath(t *testing.T) {
	t.Parallel()
	asked, idle, step := 0, 0, int64(0)
	for idle < lastIdle && !t.Failed() {
		step += 5
		inTheatre(t, "2021-10-18 06:00", func(w *theatre) {
			w.enrol("Văn phòng")
			groups := registered(w, "Giao ban", "Phòng 9")
			w.must(w.end())
			publishBeside(w, smallWeek(firstMonday, "Giao ban"))
			idle = liveAndDie(w, step, idle, func() bool {
				return !slices.ContainsFunc(groups, func(g *sim.Person) bool { return shows(g, firstMonday).pictures == 0 })
			})
			for i, g := range groups {
				if s := shows(g, firstMonday); s.texts == 0 || s.pictures == 0 {
					asked++
					if told := w.person("Văn phòng").LastOfBot(); !strings.Contains(told.Text, "Chưa rõ nhóm") {
						t.Errorf("death at step %d: group %d lacks something, and nobody was told but: %s", step, i+1, told.Text)
					}
					g.Send("/dangky@thuky_bot")
					time.Sleep(30 * time.Second)
				}
				if s := shows(g, firstMonday); s.texts != 1 || s.pictures != 1 {
					t.Errorf("death at step %d: group %d shows %d texts and %d pictures", step, i+1, s.texts, s.pictures)
				}
			}
		})
	}
	if t.Logf("%d deaths, after which %d groups had to be asked about", step/5, asked); step < 60 || asked > 15 {
		t.Error("that is not as it should be")
	}
}

// TestChangeSurvivesDeath does the same while a week that is shown changes: it is
// never posted twice, and in the end the newest version is shown.
func TestChangeSurvivesDeath(t *testing.T) {
	t.Parallel()
	inTheatre(t, "2021-10-18 06:00", func(w *theatre) {
		w.enrol("Văn phòng")
		groups := registered(w, "Giao ban", "Phòng 9")
		publishBeside(w, smallWeek(firstMonday, "Giao ban"))
		time.Sleep(2 * time.Minute)
		step := int64(0)
		for idle := 0; idle < lastIdle; {
			step += 3
			newest := fmt.Sprintf("Giao ban lần %d.", step)
			w.must(w.end())
			publishBeside(w, smallWeek(firstMonday, newest))
			idle = liveAndDie(w, step, idle, func() bool {
				return !slices.ContainsFunc(groups, func(g *sim.Person) bool { return !strings.Contains(shows(g, firstMonday).text, newest) })
			})
			for i, g := range groups {
				s := shows(g, firstMonday)
				if s.texts != 1 || s.pictures != 1 || !strings.Contains(s.text, newest) {
					t.Fatalf("death at step %d: group %d shows %d texts, %d pictures:\n%s", step, i+1, s.texts, s.pictures, s.text)
				}
			}
		}
		t.Logf("%d deaths", step/3)
	})
}

// lastIdle is how many lives in a row end with all done before they died: whatever
// dies later dies idle.
const lastIdle = 5

// liveAndDie runs the office until it dies before a step, and then once more. It
// counts the lives that end with all done, from idle on.
func liveAndDie(w *theatre, step int64, idle int, done func() bool) int {
	w.start(step)
	for range 60 {
		if time.Sleep(time.Second); w.running.dead.Load() {
			break
		}
	}
	if idle++; !done() {
		idle = 0
	}
	w.crash()
	w.start(0)
	time.Sleep(40 * time.Second)
	return idle
}

// TestWithdrawnWeek: what was published by mistake is taken back everywhere, and
// what is published in its place appears in the same message.
func TestWithdrawnWeek(t *testing.T) {
	inTheatre(t, "2021-10-18 06:00", func(w *theatre) {
		w.enrol("Văn phòng")
		g := registered(w, "Giao ban")[0]
		publishBeside(w, smallWeek(firstMonday, "Nhầm tuần"))
		time.Sleep(time.Minute)
		if s := shows(g, firstMonday); s.texts != 1 || s.pictures != 1 {
			t.Fatalf("published: %d texts, %d pictures", s.texts, s.pictures)
		}
		beside(w, func(tx *store.Tx) error {
			_, err := tx.UndoChange(firstMonday, 1, "ha", w.now())
			return err
		})
		time.Sleep(time.Minute)
		if s := shows(g, firstMonday); s.texts != 1 || s.pictures != 0 || !strings.Contains(s.text, "rút lại") {
			t.Fatalf("withdrawn: %d texts, %d pictures:\n%s", s.texts, s.pictures, s.text)
		}
		publishBeside(w, smallWeek(firstMonday, "Đúng tuần"))
		time.Sleep(time.Minute)
		if s := shows(g, firstMonday); s.texts != 1 || s.pictures != 1 || !strings.Contains(s.text, "Đúng tuần") {
			t.Fatalf("published again: %d texts, %d pictures:\n%s", s.texts, s.pictures, s.text)
		}
	})
}

// TestPicturesAreUploadedOnce: the second group gets the file that the first one
// got; one that the messenger does not know any more is uploaded again.
func TestPicturesAreUploadedOnce(t *testing.T) {
	inTheatre(t, "2021-10-18 06:00", func(w *theatre) {
		w.enrol("Văn phòng")
		groups := registered(w, "Giao ban", "Phòng 7", "Phòng 8", "Phòng 9")
		publishBeside(w, smallWeek(firstMonday, "Giao ban"))
		time.Sleep(time.Minute)
		if n := w.running.uploads.Load(); n != 1 {
			t.Errorf("%d uploads for four groups", n)
		}
		beside(w, func(tx *store.Tx) error {
			drawing, _, _, err := tx.Drawing(firstMonday, 1, store.Picture)
			if err != nil {
				return err
			}
			return tx.SetFileID(drawing.Hashes[0], "of-another-bot")
		})
		groups = append(groups, registered(w, "Phòng 1")...)
		time.Sleep(time.Minute)
		if n := w.running.uploads.Load(); n != 2 {
			t.Errorf("%d uploads after the messenger forgot the file", n)
		}
		for i, g := range groups {
			if s := shows(g, firstMonday); s.texts != 1 || s.pictures != 1 {
				t.Errorf("group %d shows %d texts, %d pictures", i+1, s.texts, s.pictures)
			}
		}
	})
}

// TestGroupMovesWhileAway: a group that became a supergroup while nobody listened
// gets the next version there.
func TestGroupMovesWhileAway(t *testing.T) {
	inTheatre(t, "2021-10-18 06:00", func(w *theatre) {
		w.enrol("Văn phòng")
		g := registered(w, "Giao ban")[0]
		publishBeside(w, smallWeek(firstMonday, "Giao ban"))
		time.Sleep(time.Minute)
		w.server.Outage(true)
		w.groups["Giao ban"].Migrate()
		publishBeside(w, smallWeek(firstMonday, "Giao ban mở rộng"))
		time.Sleep(time.Minute)
		w.server.Outage(false)
		time.Sleep(2 * time.Minute)
		s := shows(g, firstMonday)
		if s.texts != 1 || s.pictures != 1 || !strings.Contains(s.text, "mở rộng") {
			t.Errorf("the supergroup shows %d texts, %d pictures:\n%s", s.texts, s.pictures, s.text)
		}
		if err := w.person("Văn phòng").In(w.groups["Giao ban"]).Send("/lich ngày 18/10"); err == 0 {
			t.Fatal("not sent")
		}
		w.settle()
		if last := g.LastOfBot(); !strings.Contains(last.Text, "mở rộng") {
			t.Errorf("asked there, it says:\n%s", last.Text)
		}
	})
}

// TestPaperStaysOnPaper: of an event for paper only a group learns that there is
// one; its words are neither shown nor found.
func TestPaperStaysOnPaper(t *testing.T) {
	inTheatre(t, "2021-10-18 06:00", func(w *theatre) {
		w.enrol("Văn phòng")
		g := registered(w, "Giao ban")[0]
		secret := smallWeek(firstMonday, "Chuyện kín ở cổng sau")
		secret.Events[0].Paper, secret.Events[0].Place = true, "cổng sau"
		publishBeside(w, secret)
		time.Sleep(time.Minute)
		if s := shows(g, firstMonday); s.texts != 1 || !strings.Contains(s.text, "xem bản giấy") {
			t.Errorf("the board shows:\n%s", s.text)
		}
		g.Send("/lich hôm nay")
		w.settle()
		if last := g.LastOfBot(); !strings.Contains(last.Text, "xem bản giấy") {
			t.Errorf("today is said to be:\n%s", last.Text)
		}
		g.Send("/lich tuần này tìm chuyện kín cổng sau")
		w.settle()
		if last := g.LastOfBot(); strings.Contains(last.Text, "xem bản giấy") {
			t.Errorf("the event is found by its words:\n%s", last.Text)
		}
		for _, m := range g.Sees() {
			if m.Bot && strings.Contains(m.Text, "kín ở cổng") {
				t.Errorf("told in the group:\n%s", m.Text)
			}
		}
	})
}
