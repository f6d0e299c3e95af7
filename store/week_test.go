package store

import (
	"errors"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

	"thuky/store/week"
)

func day(text string) civil.Date {
	d, err := civil.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func seedDays() week.Week {
	return week.Week{From: day("2021-10-18"), To: day("2021-10-24"), Events: []week.Event{
		{Date: day("2021-10-18"), Time: "07:00", Days: 2, Text: "Diễn tập", People: []string{"vien-truong", "thao"}, Line: 5},
		{Date: day("2021-10-18"), Time: "14:00", Days: 1, Text: "Liên nghe Phòng 9", People: []string{"lien"}, Units: []string{"P9"}, Groups: []string{"Lãnh đạo Viện"}},
		{Date: day("2021-10-19"), Time: "08:00", Days: 1, Text: "Hội nghị", Place: "hội trường"},
		{Date: day("2021-10-24"), Days: 1, Text: "Trực nghiệp vụ", Duty: true},
	}}
}

func TestPublishKeepsVersionsAndIdentities(t *testing.T) {
	s := openTest(t, Options{})
	at := time.Date(2021, 10, 16, 9, 0, 0, 0, time.UTC)
	var first, second Publication
	write(t, s, func(tx *Tx) (err error) {
		first, err = tx.PublishWeek(seedDays(), "ha", at)
		return err
	})
	changed := seedDays()
	changed.Events[1].Time = "15:00"                               // moved
	changed.Events = append(changed.Events[:2], changed.Events[3]) // one dropped
	changed.Events = append(changed.Events, week.Event{Date: day("2021-10-20"), Days: 1, Text: "Mới"})
	write(t, s, func(tx *Tx) (err error) {
		second, err = tx.PublishWeek(changed, "ha", at.Add(time.Hour))
		return err
	})
	if first.Version != 1 || second.Version != 2 {
		t.Errorf("versions are %d and %d", first.Version, second.Version)
	}
	for i, j := range map[int]int{0: 0, 1: 1, 2: 3} {
		if got, want := second.Week.Events[i].ID, first.Week.Events[j].ID; got != want {
			t.Errorf("%q has identity %d, was %d", second.Week.Events[i].Text, got, want)
		}
	}
	write(t, s, func(tx *Tx) error {
		old, found, err := tx.WeekVersion(day("2021-10-18"), 1)
		if err != nil || !found {
			t.Fatalf("old version: found %v, %v", found, err)
		}
		if diff := cmp.Diff(first.Week, old.Week); diff != "" {
			t.Errorf("the old version changed (-was +is):\n%s", diff)
		}
		current, _, err := tx.CurrentWeek(day("2021-10-18"))
		if diff := cmp.Diff(second.Week, current.Week); diff != "" {
			t.Errorf("the current version is not what was published (-want +got):\n%s", diff)
		}
		return err
	})
	for _, ask := range []struct {
		from, to string
		want     []string
	}{
		{"2021-10-19", "2021-10-19", []string{"Diễn tập"}}, // its second day; the conference was dropped
		{"2021-10-20", "2021-10-24", []string{"Mới", "Trực nghiệp vụ"}},
		{"2021-10-25", "2021-10-31", nil},
	} {
		write(t, s, func(tx *Tx) error {
			events, err := tx.Events(day(ask.from), day(ask.to))
			var got []string
			for _, e := range events {
				got = append(got, e.Text)
			}
			if diff := cmp.Diff(ask.want, got); diff != "" {
				t.Errorf("%s to %s (-want +got):\n%s", ask.from, ask.to, diff)
			}
			return err
		})
	}
}

func TestPublishRefusesAWeekWithoutDays(t *testing.T) {
	s := openTest(t, Options{})
	write(t, s, func(tx *Tx) error {
		if _, err := tx.PublishWeek(week.Week{}, "", time.Time{}); !errors.Is(err, ErrNoDays) {
			t.Errorf("publish a week without days: %v", err)
		}
		return nil
	})
}
