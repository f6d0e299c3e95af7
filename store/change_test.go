package store

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"thuky/store/week"
)

var (
	thisMonday = day("2021-10-18")
	nextMonday = day("2021-10-25")
	noon       = time.Date(2021, 10, 21, 5, 0, 0, 0, time.UTC)
)

// published is a ledger with the week of seedDays, and that week.
func published(t testing.TB) (s *Store, p Publication) {
	t.Helper()
	s = openTest(t, Options{})
	write(t, s, func(tx *Tx) (err error) {
		p, err = tx.PublishWeek(seedDays(), "ha", noon)
		return err
	})
	return s, p
}

// try runs one step, which may be refused.
func try(t testing.TB, s *Store, do func(tx *Tx) (Revision, error)) (r Revision, err error) {
	t.Helper()
	write(t, s, func(tx *Tx) error {
		r, err = do(tx)
		return nil
	})
	return r, err
}

// must runs one step, which may not be refused.
func must(t testing.TB, s *Store, do func(tx *Tx) (Revision, error)) Revision {
	t.Helper()
	r, err := try(t, s, do)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read[T any](t testing.TB, s *Store, what func(tx *Tx) (T, error)) (value T) {
	t.Helper()
	write(t, s, func(tx *Tx) (err error) {
		value, err = what(tx)
		return err
	})
	return value
}

// said is what the schedule says of some days, in its order.
func said(t testing.TB, s *Store, from, to string) (all []string) {
	t.Helper()
	for _, e := range read(t, s, func(tx *Tx) ([]week.Event, error) { return tx.Events(day(from), day(to)) }) {
		all = append(all, string(e.Time)+" "+e.Text+string(e.Status))
	}
	return all
}

func current(t testing.TB, s *Store, monday civil.Date) Publication {
	t.Helper()
	return read(t, s, func(tx *Tx) (Publication, error) {
		p, _, err := tx.CurrentWeek(monday)
		return p, err
	})
}

func TestChangeOneEvent(t *testing.T) {
	usual := []string{"07:00 Diễn tập", "14:00 Liên nghe Phòng 9", "08:00 Hội nghị"}
	for name, c := range map[string]struct {
		edit week.Edit
		want week.Aspect
		said []string // of Monday to Wednesday
	}{
		"hour":    {week.StartAt("15:00", ""), week.NewHour, []string{"07:00 Diễn tập", "15:00 Liên nghe Phòng 9", "08:00 Hội nghị"}},
		"earlier": {week.StartAt("06:30", ""), week.NewHour, []string{"06:30 Liên nghe Phòng 9", "07:00 Diễn tập", "08:00 Hội nghị"}},
		"day":     {week.MoveTo(day("2021-10-19")), week.NewDay, []string{"07:00 Diễn tập", "08:00 Hội nghị", "14:00 Liên nghe Phòng 9"}},
		"place":   {week.HeldAt("phòng họp số 1"), week.NewPlace, usual},
		"people":  {week.With([]string{"thao"}, nil, nil), week.NewPeople, usual},
		"text": {week.Reworded("Liên nghe P9", []string{"lien"}, []string{"Lãnh đạo Viện"}, []string{"P9"}), week.NewText,
			[]string{"07:00 Diễn tập", "14:00 Liên nghe P9", "08:00 Hội nghị"}},
		"postponed": {week.Become(week.Postponed), week.NewStatus, []string{"07:00 Diễn tập", "14:00 Liên nghe Phòng 9postponed", "08:00 Hội nghị"}},
		"cancelled": {week.Become(week.Cancelled), week.NewStatus, []string{"07:00 Diễn tập", "14:00 Liên nghe Phòng 9cancelled", "08:00 Hội nghị"}},
		"on paper":  {week.OnPaper(true), week.NewPaper, usual},
	} {
		t.Run(name, func(t *testing.T) {
			s, first := published(t)
			id := first.Week.Events[1].ID
			r := must(t, s, func(tx *Tx) (Revision, error) {
				return tx.ChangeEvent(Deed{By: "ha", At: noon.Add(time.Hour), Note: "theo chỉ đạo"}, id, c.edit)
			})
			if r.Version != 2 || r.Step != Changed || r.By != "ha" || r.Note != "theo chỉ đạo" || r.Items != 4 || len(r.Also) != 0 {
				t.Errorf("revision is %+v", r.Publication)
			}
			if len(r.Changes) != 1 || r.Changes[0].After.ID != id || !cmp.Equal(r.Changes[0].Aspects, []week.Aspect{c.want}) {
				t.Errorf("changes are %+v, want one of %s", r.Changes, c.want)
			}
			if diff := cmp.Diff(c.said, said(t, s, "2021-10-18", "2021-10-20")); diff != "" {
				t.Errorf("schedule (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(r.Week, current(t, s, thisMonday).Week); diff != "" {
				t.Errorf("returned and current week (-returned +current):\n%s", diff)
			}
			old := read(t, s, func(tx *Tx) (Publication, error) {
				p, _, err := tx.WeekVersion(thisMonday, 1)
				return p, err
			})
			if diff := cmp.Diff(first.Week, old.Week); diff != "" {
				t.Errorf("the first version changed (-was +is):\n%s", diff)
			}
		})
	}
}

func TestRefusedChangesLeaveNothing(t *testing.T) {
	s, first := published(t)
	id := first.Week.Events[1].ID
	deed := Deed{By: "ha", At: noon}
	change := func(id int64, edits ...week.Edit) func(tx *Tx) (Revision, error) {
		return func(tx *Tx) (Revision, error) { return tx.ChangeEvent(deed, id, edits...) }
	}
	undo := func(monday civil.Date, number int, after time.Duration) func(tx *Tx) (Revision, error) {
		return func(tx *Tx) (Revision, error) { return tx.UndoChange(monday, number, "ha", noon.Add(after)) }
	}
	for name, c := range map[string]struct {
		do   func(tx *Tx) (Revision, error)
		want error
	}{
		"no such event":  {change(999, week.OnPaper(true)), ErrNoEvent},
		"no change":      {change(id, week.StartAt("14:00", "")), ErrUnchanged},
		"there and back": {change(id, week.Become(week.Cancelled), week.Become("")), ErrUnchanged},
		"no day":         {change(id, week.MoveTo(civil.Date{})), ErrIncomplete},
		"no such hour":   {change(id, week.StartAt("25:00", "")), ErrIncomplete},
		"no text":        {change(id, week.Reworded("", nil, nil, nil)), ErrIncomplete},
		"an empty one":   {func(tx *Tx) (Revision, error) { return tx.AddEvent(deed, week.Event{Date: thisMonday}) }, ErrIncomplete},
		"no version":     {undo(thisMonday, 7, 0), ErrNoVersion},
		"no week":        {undo(nextMonday, 1, 0), ErrNoVersion},
		"too late":       {undo(thisMonday, 1, UndoTime+time.Second), ErrTooLate},
	} {
		if _, err := try(t, s, c.do); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if diff := cmp.Diff(first, current(t, s, thisMonday)); diff != "" {
			t.Fatalf("%s left something behind (-was +is):\n%s", name, diff)
		}
	}
}

func TestAddAndUndo(t *testing.T) {
	s, first := published(t)
	added := must(t, s, func(tx *Tx) (Revision, error) {
		return tx.AddEvent(Deed{By: "ha", At: noon}, week.Event{ID: 1, Date: thisMonday, Time: "10:00", Text: "Họp báo"})
	})
	want := []string{"07:00 Diễn tập", "10:00 Họp báo", "14:00 Liên nghe Phòng 9"}
	if diff := cmp.Diff(want, said(t, s, "2021-10-18", "2021-10-18")); diff != "" {
		t.Errorf("after adding (-want +got):\n%s", diff)
	}
	if len(added.Changes) != 1 || added.Changes[0].Kind != week.Added || added.Changes[0].After.ID == first.Week.Events[0].ID {
		t.Errorf("changes are %+v, want one new event", added.Changes)
	}
	undone := must(t, s, func(tx *Tx) (Revision, error) {
		return tx.UndoChange(thisMonday, added.Version, "ha", noon.Add(UndoTime))
	})
	if undone.Version != 3 || undone.Step != Undone || len(undone.Changes) != 1 || undone.Changes[0].Kind != week.Removed {
		t.Errorf("the undo is %+v", undone)
	}
	if diff := cmp.Diff(first.Week, current(t, s, thisMonday).Week); diff != "" {
		t.Errorf("after the undo (-first +now):\n%s", diff)
	}
	if _, err := try(t, s, func(tx *Tx) (Revision, error) { return tx.UndoChange(thisMonday, added.Version, "ha", noon) }); !errors.Is(err, ErrChangedSince) {
		t.Errorf("undo twice: %v, want ErrChangedSince", err)
	}
	must(t, s, func(tx *Tx) (Revision, error) {
		return tx.UndoChange(thisMonday, undone.Version, "ha", noon.Add(UndoTime))
	})
	if diff := cmp.Diff(want, said(t, s, "2021-10-18", "2021-10-18")); diff != "" {
		t.Errorf("after undoing the undo (-want +got):\n%s", diff)
	}
}

func TestMoveIntoAWeekThatIsNotPublished(t *testing.T) {
	s, first := published(t)
	id := first.Week.Events[1].ID
	moved := must(t, s, func(tx *Tx) (Revision, error) {
		return tx.ChangeEvent(Deed{By: "ha", At: noon}, id, week.MoveTo(day("2021-10-26")))
	})
	if moved.Monday != nextMonday || moved.Version != 1 || moved.Extent != PartOfWeek || !cmp.Equal(moved.Also, []civil.Date{thisMonday}) {
		t.Errorf("moved to %+v, also %v", moved.Publication, moved.Also)
	}
	if len(moved.Changes) != 1 || moved.Changes[0].Kind != week.Edited || !moved.Changes[0].Has(week.NewDay) || moved.Changes[0].After.ID != id {
		t.Errorf("changes are %+v, want one move", moved.Changes)
	}
	left := read(t, s, func(tx *Tx) ([]Revision, error) { return tx.History(thisMonday, 1) })[0]
	if left.Version != 2 || left.Items != 3 || !cmp.Equal(left.Changes, moved.Changes) || !cmp.Equal(left.Also, []civil.Date{nextMonday}) {
		t.Errorf("the week it left says %+v", left)
	}
	write(t, s, func(tx *Tx) error {
		e, at, found, err := tx.CurrentEvent(id)
		if !found || at != nextMonday || e.Date != day("2021-10-26") {
			t.Errorf("event %d is %+v in week %s", id, e, at)
		}
		return err
	})
	mondays := read(t, s, func(tx *Tx) ([]civil.Date, error) { return tx.Published(thisMonday, nextMonday) })
	if !cmp.Equal(mondays, []civil.Date{thisMonday}) {
		t.Errorf("published are %v: a single event does not publish a week", mondays)
	}

	// Either week undoes the whole move.
	must(t, s, func(tx *Tx) (Revision, error) { return tx.UndoChange(thisMonday, 2, "ha", noon) })
	if diff := cmp.Diff(first.Week, current(t, s, thisMonday).Week); diff != "" {
		t.Errorf("after the undo (-first +now):\n%s", diff)
	}
	if still := said(t, s, "2021-10-25", "2021-10-31"); len(still) != 0 {
		t.Errorf("after the undo the other week still says %q", still)
	}
	if p := current(t, s, nextMonday); p.Version != 0 {
		t.Errorf("after the undo the other week is %+v, want none", p)
	}
}

func TestAMovedEventKeepsItsIdentityWhenItsNewWeekIsPublished(t *testing.T) {
	s, first := published(t)
	id := first.Week.Events[1].ID
	must(t, s, func(tx *Tx) (Revision, error) {
		return tx.ChangeEvent(Deed{At: noon}, id, week.MoveTo(day("2021-10-26")))
	})
	w := week.Week{From: nextMonday, To: day("2021-10-31"), Events: []week.Event{
		{Date: nextMonday, Time: "08:00", Days: 1, Text: "Giao ban"},
		{Date: day("2021-10-26"), Time: "14:00", Days: 1, Text: "Liên nghe Phòng 9", People: []string{"lien"}, Units: []string{"P9"}},
	}}
	p := read(t, s, func(tx *Tx) (Publication, error) { return tx.PublishWeek(w, "ha", noon) })
	if p.Version != 2 || p.Extent != WholeWeek || p.Week.Events[1].ID != id {
		t.Errorf("published %+v, want the moved event as %d", p, id)
	}
	// The move can be undone no more, from neither week.
	for monday, number := range map[civil.Date]int{thisMonday: 2, nextMonday: 1} {
		if _, err := try(t, s, func(tx *Tx) (Revision, error) { return tx.UndoChange(monday, number, "ha", noon) }); !errors.Is(err, ErrChangedSince) {
			t.Errorf("undo of %s: %v, want ErrChangedSince", monday, err)
		}
	}
}

func TestUndoOfTheFirstPublicationWithdrawsTheWeek(t *testing.T) {
	s, _ := published(t)
	r := must(t, s, func(tx *Tx) (Revision, error) { return tx.UndoChange(thisMonday, 1, "ha", noon) })
	if r.Version != 2 || r.Extent != Withdrawn || len(r.Changes) != 4 {
		t.Errorf("the undo is %+v", r)
	}
	if mondays := read(t, s, func(tx *Tx) ([]civil.Date, error) { return tx.Published(thisMonday, thisMonday) }); len(mondays) != 0 {
		t.Errorf("still published: %v", mondays)
	}
	if still := said(t, s, "2021-10-18", "2021-10-24"); len(still) != 0 {
		t.Errorf("a withdrawn week still says %q", still)
	}
	p := read(t, s, func(tx *Tx) (Publication, error) { return tx.PublishWeek(seedDays(), "ha", noon) })
	if p.Version != 3 {
		t.Errorf("published again as version %d, want 3", p.Version)
	}
	var steps []Step
	for _, v := range read(t, s, func(tx *Tx) ([]Publication, error) { return tx.Versions(thisMonday) }) {
		steps = append(steps, v.Step)
		if v.Week.Events != nil {
			t.Error("the list of versions loads events")
		}
	}
	if diff := cmp.Diff([]Step{Published, Undone, Published}, steps); diff != "" {
		t.Errorf("versions, newest first (-want +got):\n%s", diff)
	}
	must(t, s, func(tx *Tx) (Revision, error) { return tx.UndoChange(thisMonday, 3, "ha", noon) })
	if p := current(t, s, thisMonday); p.Version != 0 {
		t.Errorf("the undone second publication leaves %+v, want none", p)
	}
}

func TestHistoryTellsWhoChangedWhatWhen(t *testing.T) {
	s, first := published(t)
	for i := range 3 {
		must(t, s, func(tx *Tx) (Revision, error) {
			at := noon.Add(time.Duration(i+1) * time.Hour)
			return tx.ChangeEvent(Deed{By: "lan", At: at}, first.Week.Events[i].ID, week.Become(week.Cancelled))
		})
	}
	history := read(t, s, func(tx *Tx) ([]Revision, error) { return tx.History(thisMonday, 2) })
	if len(history) != 2 {
		t.Fatalf("%d revisions, want 2", len(history))
	}
	for i, r := range history {
		event := 2 - i // of the week, cancelled in version event+2
		if r.Version != event+2 || r.By != "lan" || !r.At.Equal(noon.Add(time.Duration(event+1)*time.Hour)) ||
			len(r.Changes) != 1 || r.Changes[0].After.ID != first.Week.Events[event].ID {
			t.Errorf("revision %d is %+v", i, r)
		}
	}
}

// Whatever is changed, no event is ever lost or stands twice, and a step that is
// undone at once leaves every week as it was.
func TestRandomSteps(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 8 {
		s, first := published(t)
		all := func() []week.Event {
			return read(t, s, func(tx *Tx) ([]week.Event, error) { return tx.Events(day("2021-10-01"), day("2021-11-30")) })
		}
		for range 15 {
			before := all()
			e := first.Week.Events[random.IntN(len(first.Week.Events))]
			r, err := try(t, s, func(tx *Tx) (Revision, error) { return tx.ChangeEvent(Deed{At: noon}, e.ID, anyEdit(random)) })
			if errors.Is(err, ErrUnchanged) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Changes) != 1 || r.Changes[0].After.ID != e.ID {
				t.Fatalf("changes are %+v, want one of event %d", r.Changes, e.ID)
			}
			seen := map[int64]bool{}
			for _, e := range all() {
				seen[e.ID] = true
			}
			if n := len(all()); n != len(first.Week.Events) || n != len(seen) {
				t.Fatalf("%d events, %d different, want %d", n, len(seen), len(first.Week.Events))
			}
			if random.IntN(2) == 0 {
				must(t, s, func(tx *Tx) (Revision, error) { return tx.UndoChange(r.Monday, r.Version, "ha", noon) })
				if diff := cmp.Diff(before, all(), byIdentity); diff != "" {
					t.Fatalf("after the undo (-before +now):\n%s", diff)
				}
			}
		}
	}
}

// byIdentity compares events of several weeks, whose order among equals is that of
// their versions.
var byIdentity = cmpopts.SortSlices(func(a, b week.Event) bool { return a.ID < b.ID })

func anyEdit(random *rand.Rand) week.Edit {
	switch random.IntN(4) {
	case 0:
		return week.MoveTo(day("2021-10-11").AddDays(random.IntN(21)))
	case 1:
		return week.StartAt([]week.Clock{"07:00", "09:30", "16:00"}[random.IntN(3)], "")
	case 2:
		return week.Become([]week.Status{"", week.Postponed, week.Cancelled}[random.IntN(3)])
	default:
		return week.HeldAt([]string{"", "hội trường"}[random.IntN(2)])
	}
}
