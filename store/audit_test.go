package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"thuky/store/staff"
	"thuky/store/week"
)

// audited is a ledger with some acts on it.
func audited(t *testing.T) *Store {
	t.Helper()
	s := openTest(t, Options{})
	at := time.Date(2021, 10, 21, 9, 0, 0, 0, time.UTC)
	write(t, s, func(tx *Tx) error {
		tx.Serve(Arrival{Source: FromTelegram, SourceID: 77})
		if err := tx.AddPerson(staff.Person{Key: "ha", Name: "Hà", Roles: []staff.Role{staff.OfficeHead, staff.Clerk}}); err != nil {
			return err
		}
		if _, err := tx.Invite("ha", "", at); err != nil {
			return err
		}
		e := week.Event{Date: day("2021-10-20"), Time: "14:00", Text: "Nghe án", Days: 1}
		r, err := tx.AddEvent(Deed{By: "ha", At: at, Note: "bổ sung"}, e)
		if err != nil {
			return err
		}
		if _, err := tx.ChangeEvent(Deed{By: "ha", At: at}, r.Week.Events[0].ID, func(e *week.Event) { e.Time = "15:00" }); err != nil {
			return err
		}
		return tx.RegisterGroup(Group{Chat: -5, Title: "Viện", By: "ha", Since: at})
	})
	return s
}

func entries(t *testing.T, s *Store, q AuditQuery) (all []Entry) {
	t.Helper()
	if err := s.Read(context.Background(), func(tx *Tx) (err error) {
		all, err = tx.Audit(q)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestActsAreRecordedWithTheirOwnTransaction(t *testing.T) {
	s := audited(t)
	all := entries(t, s, AuditQuery{})
	if len(all) != 4 || all[0].Act != DidRegister || all[3].Act != DidInvite {
		t.Fatalf("the audit has %+v", all)
	}
	change := all[1]
	if change.Act != DidChange || change.Old != "1: 14:00" || change.New != "2: 15:00" || change.Roles != "clerk,office-head" ||
		change.Actor != "ha" || change.Subject != (Subject{AboutWeek, "2021-10-18"}) || change.Source != "telegram/77" {
		t.Errorf("a change is recorded as %+v", change)
	}
	if added := all[2]; added.Reason != "bổ sung" || added.Old != "" || added.New != "1: 20/10/2021, 14:00, Nghe án" {
		t.Errorf("an added event is recorded as %+v", added)
	}
	undone := errors.New("undone")
	if err := s.Write(context.Background(), func(tx *Tx) error {
		_, _, err := tx.LeaveGroup(-5, "ha", time.Unix(0, 0))
		return errors.Join(err, undone)
	}); !errors.Is(err, undone) {
		t.Fatal(err)
	}
	if n := len(entries(t, s, AuditQuery{})); n != 4 {
		t.Errorf("an act that was undone left an entry: %d", n)
	}
	if n := len(entries(t, s, AuditQuery{Of: "ha"})); n != 4 { // done by her, or about her
		t.Errorf("%d entries are hers", n)
	}
	if got := entries(t, s, AuditQuery{Kind: AboutWeek, Limit: 1, Skip: 1}); len(got) != 1 || got[0].Number != 2 {
		t.Errorf("the second newest of the week is %+v", got)
	}
}

func TestNobodyChangesTheAudit(t *testing.T) {
	s := audited(t)
	for _, statement := range []string{
		`UPDATE audit SET new = '' WHERE number = 2`,
		`DELETE FROM audit`,
		`DELETE FROM audit WHERE number = 4`,
		`INSERT OR REPLACE INTO audit SELECT number, at, 'lien', roles, act, kind, subject, old, new, reason, source, digest FROM audit WHERE number = 1`,
	} {
		if err := s.Write(context.Background(), func(tx *Tx) error { return tx.run(statement) }); err == nil {
			t.Errorf("%s works", statement)
		}
	}
	if err := s.Read(context.Background(), func(tx *Tx) error { _, err := tx.VerifyAudit(nil); return err }); err != nil {
		t.Error(err)
	}
}

// TestVerifyFindsWhatWasTamperedWith lets somebody who owns the file do what the
// triggers would refuse, on a copy.
func TestVerifyFindsWhatWasTamperedWith(t *testing.T) {
	s := audited(t)
	last := entries(t, s, AuditQuery{Limit: 1})[0]
	if _, err := s.writer.ExecContext(context.Background(), `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	original, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	const unlock = `DROP TRIGGER audit_not_changed; DROP TRIGGER audit_not_removed; `
	const lock = `CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit BEGIN SELECT 1; END;
		CREATE TRIGGER audit_not_removed BEFORE DELETE ON audit BEGIN SELECT 1; END;`
	for name, c := range map[string]struct {
		statements string
		known      map[int64]string
		want       BrokenAudit
	}{
		"nothing":             {``, map[int64]string{4: last.Digest}, BrokenAudit{}},
		"another actor":       {unlock + `UPDATE audit SET actor = 'lien' WHERE number = 2;` + lock, nil, BrokenAudit{2, Altered}},
		"another hour":        {unlock + `UPDATE audit SET at = at + 1 WHERE number = 1;` + lock, nil, BrokenAudit{1, Altered}},
		"a digest":            {unlock + `UPDATE audit SET digest = upper(digest) WHERE number = 3;` + lock, nil, BrokenAudit{3, Altered}},
		"words pushed over":   {unlock + `UPDATE audit SET old = '1: 14:00' || new, new = '' WHERE number = 3;` + lock, nil, BrokenAudit{3, Altered}},
		"one gone":            {unlock + `DELETE FROM audit WHERE number = 2;` + lock, nil, BrokenAudit{2, Missing}},
		"the last gone":       {unlock + `DELETE FROM audit WHERE number = 4;` + lock, nil, BrokenAudit{4, Missing}},
		"all gone":            {unlock + `DELETE FROM audit;` + lock, nil, BrokenAudit{1, Missing}},
		"no trace of the end": {unlock + `DELETE FROM audit WHERE number > 2; UPDATE sqlite_sequence SET seq = 2 WHERE name = 'audit';` + lock, map[int64]string{4: last.Digest}, BrokenAudit{3, Missing}},
		"another chain":       {``, map[int64]string{2: last.Digest}, BrokenAudit{2, Altered}},
		"the guards gone":     {unlock, nil, BrokenAudit{0, Unlocked}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "copy.db")
			if err := os.WriteFile(path, original, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(c.statements); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			copied, err := Open(context.Background(), path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer copied.Close()
			err = copied.Read(context.Background(), func(tx *Tx) error { _, err := tx.VerifyAudit(c.known); return err })
			broken := &BrokenAudit{}
			if !errors.As(err, &broken) && err != nil || *broken != c.want {
				t.Errorf("found %v, want %+v", err, c.want)
			}
		})
	}
}
