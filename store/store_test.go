package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"
)

func TestOpenRefusesANewerDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "thuky.db")
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	write(t, s, func(tx *Tx) error {
		return tx.run(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`)
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), path, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("open a newer database: %v, want ErrNewer", err)
	}
}

func TestOpenSetsThePragmasOfEveryConnection(t *testing.T) {
	s := openTest(t, Options{})
	for name, connect := range map[string]func() (*sql.Conn, error){
		"writer": func() (*sql.Conn, error) { return s.writer, nil },
		"reader": func() (*sql.Conn, error) { return s.readers.Conn(context.Background()) },
	} {
		conn, err := connect()
		if err != nil {
			t.Fatal(err)
		}
		if err := checkPragmas(context.Background(), conn); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if name == "reader" {
			if _, err := conn.ExecContext(context.Background(), `DELETE FROM inbox`); err == nil {
				t.Error("a reader can write")
			}
			conn.Close()
		}
	}
}

// A cancelled context inside a transaction would roll it back and let the later
// statements commit one by one.
func TestWriteIsNotCancelledHalfWay(t *testing.T) {
	s := openTest(t, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	if err := s.Write(ctx, func(tx *Tx) error {
		if err := tx.setFact("one", 1); err != nil {
			return err
		}
		cancel()
		return tx.setFact("two", 2)
	}); err != nil {
		t.Fatal(err)
	}
	if one, two := fact(t, s, "one"), fact(t, s, "two"); one != 1 || two != 2 {
		t.Errorf("facts are %d and %d, want 1 and 2", one, two)
	}
}

func fact(t testing.TB, s *Store, name string) (value int64) {
	t.Helper()
	if err := s.Read(context.Background(), func(tx *Tx) (err error) {
		value, err = tx.fact(name)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestSavepointUndoesOnlyItsOwn(t *testing.T) {
	s := openTest(t, Options{})
	spoiled := errors.New("spoiled")
	write(t, s, func(tx *Tx) error {
		if err := tx.Savepoint(func() error { return tx.setFact("kept", 1) }); err != nil {
			return err
		}
		if err := tx.Savepoint(func() error {
			if err := tx.setFact("undone", 1); err != nil {
				return err
			}
			return spoiled
		}); !errors.Is(err, spoiled) {
			t.Errorf("savepoint returned %v", err)
		}
		return nil
	})
	if kept, undone := fact(t, s, "kept"), fact(t, s, "undone"); kept != 1 || undone != 0 {
		t.Errorf("kept %d, undone %d; want 1 and 0", kept, undone)
	}
}

func TestPanicInsideUndoesWhatIsAround(t *testing.T) {
	s := openTest(t, Options{})
	write(t, s, func(tx *Tx) error {
		if err := tx.Apart(func() error {
			if err := tx.setFact("around", 1); err != nil {
				return err
			}
			return tx.Savepoint(func() error { panic("boom") })
		}); err == nil || strings.Contains(err.Error(), "boom") {
			t.Errorf("a panic is %v", err)
		}
		return tx.setFact("next", 1)
	})
	if around, next := fact(t, s, "around"), fact(t, s, "next"); around != 0 || next != 1 {
		t.Errorf("around %d, next %d; want 0 and 1", around, next)
	}
}

func TestLostSavepointLosesTheTransaction(t *testing.T) {
	full := sqlite3.Error{Code: sqlite3.ErrFull}
	broken := false
	s := openTest(t, Options{Fault: func(statement string) error {
		if broken && strings.HasPrefix(statement, "ROLLBACK TO") {
			return full
		}
		return nil
	}})
	broken = true
	err := s.Write(context.Background(), func(tx *Tx) error {
		if err := tx.setFact("before", 1); err != nil {
			return err
		}
		err := tx.Savepoint(func() error { return errors.New("handler") })
		if !errors.Is(err, ErrLost) || !Grave(err) {
			t.Errorf("savepoint returned %v, want ErrLost that is grave", err)
		}
		return nil // even a caller that does not look must not commit
	})
	if !errors.Is(err, ErrLost) {
		t.Errorf("write returned %v, want ErrLost", err)
	}
	broken = false
	if before := fact(t, s, "before"); before != 0 {
		t.Error("a lost transaction was committed")
	}
}

func TestFailedCommitLeavesNothing(t *testing.T) {
	crashed := false
	s := openTest(t, Options{Fault: func(statement string) error {
		if crashed && statement == "COMMIT" {
			return errors.New("crash")
		}
		return nil
	}})
	crashed = true
	if err := s.Write(context.Background(), func(tx *Tx) error { return tx.setFact("one", 1) }); err == nil {
		t.Fatal("commit did not fail")
	}
	crashed = false
	if one := fact(t, s, "one"); one != 0 {
		t.Error("a failed commit left something behind")
	}
	write(t, s, func(tx *Tx) error { return tx.setFact("one", 2) })
}

func TestPanicLeavesNothingAndNoLock(t *testing.T) {
	s := openTest(t, Options{})
	func() {
		defer func() { _ = recover() }()
		_ = s.Write(context.Background(), func(tx *Tx) error {
			if err := tx.setFact("one", 1); err != nil {
				return err
			}
			panic("boom")
		})
	}()
	if one := fact(t, s, "one"); one != 0 {
		t.Error("a panic left something behind")
	}
	write(t, s, func(tx *Tx) error { return tx.setFact("one", 2) })
}

func TestLockKeepsASecondServerAway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "thuky.db")
	first, err := LockFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockFile(path); !errors.Is(err, ErrLocked) {
		t.Errorf("second lock: %v, want ErrLocked", err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	second, err := LockFile(path)
	if err != nil {
		t.Fatalf("lock after release: %v", err)
	}
	second.Release()
}

func TestInboxKnowsARepeatedUpdateButNotForever(t *testing.T) {
	s := openTest(t, Options{})
	start := time.Date(2021, 10, 21, 6, 25, 0, 0, time.UTC)
	update := Arrival{Source: FromTelegram, SourceID: 7, Kind: "message", Chat: 1, Raw: []byte(`{"text":"một"}`)}
	waiting := func(at time.Time) (arrivals []Arrival) {
		write(t, s, func(tx *Tx) (err error) {
			if err := tx.Receive(at, update); err != nil {
				return err
			}
			arrivals, err = tx.Waiting(10)
			return err
		})
		return arrivals
	}
	first := waiting(start)
	if len(first) != 1 || string(first[0].Raw) != `{"text":"một"}` {
		t.Fatalf("waiting: %+v", first)
	}
	write(t, s, func(tx *Tx) error { return tx.Settle(first[0].ID, Done, "", start) })
	if again := waiting(start.Add(time.Hour)); len(again) != 0 {
		t.Errorf("a repeated update waits again: %+v", again)
	}
	var raw sql.NullString
	write(t, s, func(tx *Tx) error {
		_, err := tx.one([]any{&raw}, `SELECT raw FROM inbox WHERE id = ?`, first[0].ID)
		return err
	})
	if raw.Valid {
		t.Error("the text of a settled update was kept")
	}
	if later := waiting(start.Add(10 * 24 * time.Hour)); len(later) != 1 {
		t.Errorf("a new update with an old number is lost: %+v", later)
	}
}
