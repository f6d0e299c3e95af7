package store

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"thuky/store/score"
	"thuky/store/staff"
)

func never(time.Time, time.Time) int64 { return 0 }

// approved is an office whose council has approved P1 and P9.
func approved(t *testing.T) *emulation {
	t.Helper()
	e := inAppraisal(t)
	for _, unit := range []string{"P1", "P9"} {
		e.acceptRest(unit)
		if unit == "P9" {
			e.mustDecide(unit, "B.1", score.Accept, "", "")
		}
		e.mustDecide(unit, "B.2", score.Amend, "2,5", "đủ tài liệu")
	}
	e.mustStep(score.PeriodExplaining)
	e.mustStep(score.PeriodCouncil)
	e.write(func(tx *Tx) error {
		_, p, err := tx.Hold(Session{Period: e.period.ID, Cluster: "khoi", Held: e.now, Present: []string{"thao"}, For: 1, Decision: Approves, By: "ha"}, e.now)
		e.period = p
		return err
	})
	if e.period.State != score.PeriodApproved {
		t.Fatalf("the period is %s", e.period.State)
	}
	return e
}

// report is what an announcement of the period would publish.
func (e *emulation) report(number string) *score.Report {
	e.t.Helper()
	r := read(e.t, e.Store, func(tx *Tx) (*score.Report, error) {
		p, _, err := tx.Period(e.period.ID)
		if err != nil {
			return nil, err
		}
		return tx.Report(p, never)
	})
	r.Provisional, r.Paper.Number = false, number
	r.Settle()
	return r
}

// proposed drafts an announcement, previews it and puts it forward.
func (e *emulation) proposed(r *score.Report, drafter string) (a Announcement) {
	e.t.Helper()
	snapshot, err := r.Snapshot()
	if err != nil {
		e.t.Fatal(err)
	}
	e.write(func(tx *Tx) error {
		if a, err = tx.NewAnnouncement(Announcement{Period: e.period.ID, Draft: Draft{Number: r.Paper.Number}}, drafter, e.now); err != nil {
			return err
		}
		if a, err = tx.KeepPreview(a, DigestOf(snapshot), nil); err != nil {
			return err
		}
		a, err = tx.StepAnnouncement(a, PutForward, drafter, "", e.now)
		return err
	})
	return a
}

func (e *emulation) publish(a Announcement, r *score.Report, by string) error {
	return e.Store.Write(e.t.Context(), func(tx *Tx) error {
		_, err := tx.Publish(a, r, by, e.now)
		return err
	})
}

func TestPublish(t *testing.T) {
	e := approved(t)
	e.refused(ErrNotAnnounced, func(tx *Tx) error { // there is no other way to a published period
		_, err := tx.StepPeriod(e.period.ID, score.PeriodPublished, "thao", "", e.now)
		return err
	})
	r := e.report("15/TB-VKS")
	a := e.proposed(r, "ha")
	e.refused(ErrUnderWay, func(tx *Tx) error {
		_, err := tx.NewAnnouncement(Announcement{Period: e.period.ID}, "ha", e.now)
		return err
	})
	for _, by := range []string{"ha", ""} {
		if err := e.publish(a, r, by); !errors.Is(err, ErrSamePerson) {
			t.Errorf("confirmed by %q: %v", by, err)
		}
	}
	other := e.report("16/TB-VKS")
	if err := e.publish(a, other, "thao"); !errors.Is(err, ErrNotPreviewed) {
		t.Errorf("another report than was previewed: %v", err)
	}
	drafted := a
	drafted.State = Drafted
	if err := e.publish(drafted, r, "thao"); !errors.Is(err, ErrNotProposed) {
		t.Errorf("not put forward: %v", err)
	}
	if err := e.publish(a, r, "thao"); err != nil {
		t.Fatal(err)
	}
	p := read(t, e.Store, func(tx *Tx) (Period, error) {
		p, _, err := tx.Period(e.period.ID)
		return p, err
	})
	if p.State != score.PeriodPublished {
		t.Errorf("the period is %s", p.State)
	}
	e.refused(ErrNotProposed, func(tx *Tx) error { // published once
		a, _, err := tx.Announcement(a.ID)
		if err != nil {
			return err
		}
		_, err = tx.Publish(a, r, "thao", e.now)
		return err
	})
	e.refused(ErrNotProposed, func(tx *Tx) error {
		a, _, err := tx.Announcement(a.ID)
		if err != nil {
			return err
		}
		_, err = tx.Redraft(a, "ha", e.now)
		return err
	})
}

// TestWhoDraftedDoesNotConfirm: whoever had a hand in a draft does not confirm it, for
// every pair of roles; and a role that may not confirm does not.
func TestWhoDraftedDoesNotConfirm(t *testing.T) {
	for _, first := range staff.Roles {
		for _, second := range staff.Roles {
			drafter := staff.Person{Key: "a", Roles: []staff.Role{first}}
			both := staff.Person{Key: "a", Roles: []staff.Role{first, second}}
			leader := staff.Person{Key: "b", Roles: []staff.Role{second}}
			if refusal := both.MayPublish(drafter.Key); refusal == staff.Allowed {
				t.Errorf("%s and %s: one person alone publishes", first, second)
			}
			want := staff.NoRight
			if second == staff.Leader {
				want = staff.Allowed
			}
			if refusal := leader.MayPublish(drafter.Key); refusal != want {
				t.Errorf("%s drafts, %s confirms: %q, want %q", first, second, refusal, want)
			}
		}
	}
}

// TestPublishedNeverChanges: whatever happens later, what was published stays byte for
// byte, its ranking follows from it, and its guards hold.
func TestPublishedNeverChanges(t *testing.T) {
	e := approved(t)
	r := e.report("15/TB-VKS")
	if err := e.publish(e.proposed(r, "ha"), r, "thao"); err != nil {
		t.Fatal(err)
	}
	all := func() []PublishedResult {
		return read(t, e.Store, func(tx *Tx) ([]PublishedResult, error) { return tx.PublishedAll() })
	}
	first := all()[0]
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	acts := []func(tx *Tx) error{
		func(tx *Tx) error { // somebody enters something after all
			s, _, err := tx.Submission(e.period.ID, "P9")
			if err != nil {
				return err
			}
			before, err := tx.Entry(e.period.ID, "P9", "A.I.1")
			if err != nil {
				return err
			}
			_, err = tx.SaveEntry(s, FormEntry{Code: "A.I.1", Value: fmt.Sprint(dice.IntN(100)), By: "dm-P9", Revision: before.Revision}, e.now)
			return err
		},
		func(tx *Tx) error { // the sheet has a new version
			e.sheet.Title = fmt.Sprint("Phiếu ", dice.Int())
			_, err := tx.TakeSheet(e.sheet, "ha", e.now)
			return err
		},
		func(tx *Tx) error { // the directory is another
			d, err := tx.Directory()
			if err != nil {
				return err
			}
			d.Units[0].Name = fmt.Sprint("Phòng ", dice.IntN(9))
			return tx.SaveDirectory(d)
		},
		func(tx *Tx) error { // a correction
			p, _, err := tx.Period(e.period.ID)
			if err != nil {
				return err
			}
			r, err := tx.Report(p, never)
			if err != nil {
				return err
			}
			if err := r.Amend("P9", "A.I.1", fmt.Sprint(dice.IntN(100)), "xác minh lại"); err != nil {
				return err
			}
			r.Paper.Number = fmt.Sprint(dice.IntN(1000), "/TB-VKS")
			r.Settle()
			snapshot, err := r.Snapshot()
			if err != nil {
				return err
			}
			a, err := tx.NewAnnouncement(Announcement{Period: e.period.ID}, "ha", e.now)
			if err != nil {
				return err
			}
			if a, err = tx.KeepPreview(a, DigestOf(snapshot), nil); err != nil {
				return err
			}
			if a, err = tx.StepAnnouncement(a, PutForward, "ha", "", e.now); err != nil {
				return err
			}
			_, err = tx.Publish(a, r, "thao", e.now)
			return err
		},
	}
	for range 40 {
		e.write(acts[dice.IntN(len(acts))])
		now := all()
		if string(now[0].Snapshot) != string(first.Snapshot) || now[0].Digest != first.Digest || !now[0].At.Equal(first.At) {
			t.Fatal("what was published has changed")
		}
		for _, one := range now {
			if err := e.Read(t.Context(), func(tx *Tx) error { _, err := tx.VerifyPublished(one); return err }); err != nil {
				t.Fatalf("publication %d %v", one.Announcement, err)
			}
			back, err := score.ReadSnapshot(one.Snapshot)
			if err != nil {
				t.Fatal(err)
			}
			var units []string
			for _, r := range back.Outcomes[0].Sheet.Score(back.Outcomes[0].Final) {
				units = append(units, fmt.Sprint(r.Rank, r.Unit, r.Total))
			}
			var published []string
			for _, r := range back.Outcomes[0].Ranking {
				published = append(published, fmt.Sprint(r.Rank, r.Unit, r.Total))
			}
			if !slices.Equal(units, published) {
				t.Fatalf("computed %v, published %v", units, published)
			}
		}
		for i := 1; i < len(now); i++ {
			if now[i].Replaces != now[i-1].Announcement {
				t.Errorf("correction %d replaces %d", now[i].Announcement, now[i].Replaces)
			}
		}
	}
}

// TestPublicationsAreGuarded goes round the program: the rows cannot be changed, and who
// takes the guard away is found out.
func TestPublicationsAreGuarded(t *testing.T) {
	e := approved(t)
	r := e.report("15/TB-VKS")
	if err := e.publish(e.proposed(r, "ha"), r, "thao"); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", e.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const forge = `UPDATE publication SET snapshot = replace(snapshot, '15/TB-VKS', '99/TB-VKS')`
	for _, statement := range []string{forge, `DELETE FROM publication`,
		`INSERT OR REPLACE INTO publication SELECT announcement, period, replaces, snapshot, digest, 'x', 'y', at FROM publication`} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("%s is allowed", statement)
		}
	}
	verify := func() error {
		return e.Read(t.Context(), func(tx *Tx) error {
			all, err := tx.PublishedAll()
			if err != nil {
				return err
			}
			_, err = tx.VerifyPublished(all[0])
			return err
		})
	}
	if err := verify(); err != nil {
		t.Error(err)
	}
	for _, step := range []struct {
		statement string
		want      error
	}{
		{`DROP TRIGGER publication_not_changed`, ErrUnlocked},
		{forge, ErrDigest},
		{`UPDATE publication SET digest = '` + DigestOf([]byte("x")) + `', snapshot = 'x'`, ErrAudit},
	} {
		if _, err := db.Exec(step.statement); err != nil {
			t.Fatal(err)
		}
		if err := verify(); !errors.Is(err, step.want) {
			t.Errorf("after %s: %v, want %v", step.statement, err, step.want)
		}
	}
}
