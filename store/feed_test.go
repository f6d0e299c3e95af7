package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"thuky/store/staff"
	"thuky/store/week"
)

func TestFeedSecretsAreMadeRevokedAndNotKept(t *testing.T) {
	s := openTest(t, Options{})
	at := time.Date(2021, 10, 16, 9, 0, 0, 0, time.UTC)
	newSecret := func(person string) (secret string) {
		write(t, s, func(tx *Tx) (err error) {
			secret, err = tx.NewFeed(person, at)
			return err
		})
		return secret
	}
	owner := func(secret string) (who string) {
		write(t, s, func(tx *Tx) error {
			person, office, found, err := tx.FeedOwner(secret)
			who = fmt.Sprintf("%s office=%v found=%v", person, office, found)
			return err
		})
		return who
	}
	check := func(what, secret, want string) {
		t.Helper()
		if got := owner(secret); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	const nobody = " office=false found=false"
	write(t, s, func(tx *Tx) error {
		return tx.SaveDirectory(staff.Directory{People: []staff.Person{{Key: "thao", Name: "Thảo"}, {Key: "lien", Name: "Liên"}}})
	})
	office, old, lien := newSecret(""), newSecret("thao"), newSecret("lien")
	thao := newSecret("thao")
	if len(thao) != 26 || thao == old || thao != strings.ToLower(thao) {
		t.Errorf("secrets are %q and %q", old, thao)
	}
	check("the office's", office, " office=true found=true")
	check("a person's", thao, "thao office=false found=true")
	check("as a phone may spell it", strings.ToUpper(thao), "thao office=false found=true")
	check("the one it replaced", old, nobody)
	check("no secret", "", nobody)
	check("a person's key", "thao", nobody)
	var made, none time.Time
	var had, again bool
	write(t, s, func(tx *Tx) (err error) {
		if made, err = tx.FeedMade("thao"); err != nil {
			return err
		}
		if had, err = tx.RevokeFeed("thao"); err != nil {
			return err
		}
		if again, err = tx.RevokeFeed("thao"); err != nil {
			return err
		}
		none, err = tx.FeedMade("thao")
		return err
	})
	if !made.Equal(at) || !had || again || !none.IsZero() {
		t.Errorf("made %v, revoked %v, again %v, then made %v", made, had, again, none)
	}
	check("a revoked one", thao, nobody)
	check("another's after that", lien, "lien office=false found=true")
	write(t, s, func(tx *Tx) error {
		return tx.SaveDirectory(staff.Directory{People: []staff.Person{{Key: "thao", Name: "Thảo"}}})
	})
	check("of one who has left", lien, nobody)
	check("the office's after that", office, " office=true found=true")
	var kept int
	write(t, s, func(tx *Tx) error {
		_, err := tx.one([]any{&kept}, `SELECT count(*) FROM feed WHERE digest IN (?, ?)`, []byte(office), []byte(strings.ToUpper(office)))
		return err
	})
	if kept != 0 {
		t.Error("the secret itself is in the ledger")
	}
	if err := s.Write(t.Context(), func(tx *Tx) error { _, err := tx.NewFeed("stranger", at); return err }); err == nil {
		t.Error("a feed was made for somebody who is not in the directory")
	}
}

func TestFeedEventsTellSinceWhenTheyAreSo(t *testing.T) {
	s := openTest(t, Options{})
	at := time.Date(2021, 10, 16, 9, 0, 0, 0, time.UTC)
	publish := func(version int, w week.Week) {
		write(t, s, func(tx *Tx) error {
			p, err := tx.PublishWeek(w, "", at.Add(time.Duration(version)*time.Hour))
			if err == nil && p.Version != version {
				t.Fatalf("version is %d, want %d", p.Version, version)
			}
			return err
		})
	}
	look := func(what, from, to string, want ...string) {
		t.Helper()
		var events []FeedEvent
		write(t, s, func(tx *Tx) (err error) {
			events, err = tx.FeedEvents(day(from), day(to))
			return err
		})
		var got []string
		for _, e := range events {
			line := fmt.Sprintf("%d %s %s v%d", e.ID, e.Time, e.Text, e.Version)
			if e.Dropped {
				line += " dropped"
			}
			if e.Status != "" {
				line += " " + string(e.Status)
			}
			if !e.Since.Equal(at.Add(time.Duration(e.Version) * time.Hour)) {
				line += " since " + e.Since.String()
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	w := seedDays()
	publish(1, w)
	look("published", "2021-10-18", "2021-10-24",
		"1 07:00 Diễn tập v1", "2 14:00 Liên nghe Phòng 9 v1", "3 08:00 Hội nghị v1", "4  Trực nghiệp vụ v1")

	w.Events[1].Time = "15:00"
	w.Events[2].Status = week.Postponed
	publish(2, w)
	w.Events = append(w.Events[:2:2], w.Events[3])
	w.Events[1].Line = 77 // no change
	publish(3, w)
	publish(4, w)
	look("changed", "2021-10-18", "2021-10-24",
		"1 07:00 Diễn tập v1", "2 15:00 Liên nghe Phòng 9 v2", "3 08:00 Hội nghị v3 dropped postponed", "4  Trực nghiệp vụ v1")

	w.Events[1].Status = week.Cancelled
	publish(5, w)
	look("cancelled", "2021-10-18", "2021-10-18", "1 07:00 Diễn tập v1", "2 15:00 Liên nghe Phòng 9 v5 cancelled")
	w.Events[1].Status, w.Events[1].Time = "", "16:00"
	publish(6, w)
	look("taken up again", "2021-10-18", "2021-10-24",
		"1 07:00 Diễn tập v1", "2 16:00 Liên nghe Phòng 9 v6", "3 08:00 Hội nghị v3 dropped postponed", "4  Trực nghiệp vụ v1")
	look("its second day", "2021-10-19", "2021-10-19", "1 07:00 Diễn tập v1", "3 08:00 Hội nghị v3 dropped postponed")
	look("after it", "2021-10-20", "2021-10-23")
	look("the last day", "2021-10-24", "2021-12-31", "4  Trực nghiệp vụ v1")
}

// An event that moved into another week is one event, and its calendar entry must
// not seem older than before.
func TestFeedFollowsAnEventIntoAnotherWeek(t *testing.T) {
	s := openTest(t, Options{})
	at := time.Date(2021, 10, 16, 9, 0, 0, 0, time.UTC)
	var events []FeedEvent
	write(t, s, func(tx *Tx) error {
		for range 3 {
			if _, err := tx.PublishWeek(seedDays(), "", at); err != nil {
				return err
			}
		}
		if _, err := tx.ChangeEvent(Deed{At: at.Add(time.Hour)}, 2, week.MoveTo(day("2021-10-26"))); err != nil {
			return err
		}
		var err error
		events, err = tx.FeedEvents(day("2021-10-01"), day("2021-10-31"))
		return err
	})
	var found []FeedEvent
	for _, e := range events {
		if e.ID == 2 {
			found = append(found, e)
		}
	}
	if len(found) != 1 || found[0].Dropped || found[0].Date != day("2021-10-26") || found[0].Version <= 1 {
		t.Errorf("the moved event is in the feed as %+v", found)
	}
}
