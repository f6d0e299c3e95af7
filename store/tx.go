package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"
	"sync"
	"time"
)

// ErrLost says that a transaction can no longer be trusted: rolling back to a
// savepoint failed. Nothing more may be run in it; all of it is undone.
var ErrLost = errors.New("transaction lost")

// ErrBegin says that a Write could not even begin: another process holds the
// ledger, or the disk fails. Nothing of it has run; it can be tried again.
var ErrBegin = errors.New("cannot begin")

// A Tx is one transaction. It is used by one goroutine and not after the
// function it was given to has returned.
type Tx struct {
	ctx    context.Context
	conn   *sql.Conn
	cache  map[string]*sql.Stmt // nil for readers
	sheets *sync.Map            // score sheets that were read; see Sheet
	fault  func(string) error
	lost   bool
	depth  int // of savepoints

	source    string           // what is being answered: see Serve
	retention Retention        // for forget
	facts     map[string]int64 // that were read or written in this transaction
	tookSheet bool             // the transaction itself holds a sheet version that may yet be undone
}

// Write runs do in one immediate transaction and commits it durably, or undoes
// all of it if do fails. The context's cancellation does not reach inside: a
// statement cancelled half-way would end the transaction behind our back.
func (s *Store) Write(ctx context.Context, do func(*Tx) error) (err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	tx := &Tx{ctx: context.WithoutCancel(ctx), conn: s.writer, cache: s.cache, sheets: &s.sheets, fault: s.fault, retention: s.retention}
	if err := tx.run("BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("%w: %w", ErrBegin, err)
	}
	defer func() {
		if p := recover(); p != nil {
			tx.abandon()
			panic(p)
		}
	}()
	if err := do(tx); err != nil {
		tx.abandon()
		return err
	}
	if tx.lost {
		tx.abandon()
		return ErrLost
	}
	if err := tx.run("COMMIT"); err != nil {
		tx.abandon()
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// Read runs do on one snapshot of the ledger. Statements that write fail.
func (s *Store) Read(ctx context.Context, do func(*Tx) error) error {
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	defer conn.Close()
	tx := &Tx{ctx: context.WithoutCancel(ctx), conn: conn, sheets: &s.sheets, fault: s.fault}
	if err := tx.run("BEGIN DEFERRED"); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	defer tx.abandon()
	return do(tx)
}

// Savepoint runs do so that its failure undoes only what do itself wrote, and
// returns do's error. If even that cannot be done the error wraps ErrLost.
func (tx *Tx) Savepoint(do func() error) error {
	if tx.lost {
		return ErrLost
	}
	// A name of its own: undoing this one must undo those inside, also one that a panic left.
	tx.depth++
	defer func() { tx.depth-- }()
	part := "part" + strconv.Itoa(tx.depth)
	if err := tx.run("SAVEPOINT " + part); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	err := do()
	if err == nil {
		err = tx.run("RELEASE " + part)
		if err == nil {
			return nil
		}
	}
	clear(tx.facts) // what was undone is not known any more
	back := tx.run("ROLLBACK TO " + part)
	if back == nil {
		back = tx.run("RELEASE " + part)
	}
	if back != nil {
		tx.lost = true
		return fmt.Errorf("%w: %w (after %w)", ErrLost, back, err)
	}
	return err
}

// Apart is Savepoint for what must not stop others: a panic of do is its failure, and
// the error tells where, with the stack.
func (tx *Tx) Apart(do func() error) error {
	return tx.Savepoint(func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %T\n%s", p, debug.Stack()) // its text might quote a message
			}
		}()
		return do()
	})
}

// run executes a statement of transaction control.
func (tx *Tx) run(statement string) error {
	_, err := tx.exec(statement)
	return err
}

// abandon undoes the transaction. SQLite has often done so already, which is an
// error worth nothing; the fault seam is not asked, for a rollback is what a
// crash does by itself.
func (tx *Tx) abandon() {
	_, _ = tx.conn.ExecContext(tx.ctx, "ROLLBACK")
}

func (tx *Tx) before(statement string) error {
	if tx.fault == nil {
		return nil
	}
	return tx.fault(statement)
}

// prepared returns the statement from the cache of the writing connection.
func (tx *Tx) prepared(statement string) (*sql.Stmt, error) {
	if stmt, ok := tx.cache[statement]; ok {
		return stmt, nil
	}
	stmt, err := tx.conn.PrepareContext(tx.ctx, statement)
	if err != nil {
		return nil, err
	}
	tx.cache[statement] = stmt
	return stmt, nil
}

func (tx *Tx) exec(statement string, args ...any) (sql.Result, error) {
	if err := tx.before(statement); err != nil {
		return nil, err
	}
	if tx.cache == nil {
		return tx.conn.ExecContext(tx.ctx, statement, args...)
	}
	stmt, err := tx.prepared(statement)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(tx.ctx, args...)
}

func (tx *Tx) query(statement string, args ...any) (*sql.Rows, error) {
	if err := tx.before(statement); err != nil {
		return nil, err
	}
	if tx.cache == nil {
		return tx.conn.QueryContext(tx.ctx, statement, args...)
	}
	stmt, err := tx.prepared(statement)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(tx.ctx, args...)
}

// one scans the first row into dest; found is false if there is none.
func (tx *Tx) one(dest []any, statement string, args ...any) (found bool, err error) {
	rows, err := tx.query(statement, args...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return false, rows.Err()
	}
	if err := rows.Scan(dest...); err != nil {
		return false, err
	}
	return true, rows.Close()
}

// insert returns the new row's id.
func (tx *Tx) insert(statement string, args ...any) (int64, error) {
	result, err := tx.exec(statement, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// changed executes and reports how many rows it touched.
func (tx *Tx) changed(statement string, args ...any) (int64, error) {
	result, err := tx.exec(statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// collect reads all rows with scan.
func collect[T any](tx *Tx, scan func(*sql.Rows) (T, error), statement string, args ...any) ([]T, error) {
	rows, err := tx.query(statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// instant is how the ledger writes a time: unix milliseconds.
func instant(t time.Time) int64 { return t.UnixMilli() }

// orNull is instant, but null for the zero time.
func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return instant(t)
}

// fromInstant reads a nullable instant; null is the zero time.
func fromInstant(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64)
}

// list writes a list of names as a JSON array, never null.
func list[T ~string](names []T) string {
	if len(names) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(names) // strings always marshal
	return string(b)
}

// ids writes a list of ids as a JSON array.
func ids(all []int64) string {
	b, _ := json.Marshal(append([]int64{}, all...)) // numbers always marshal
	return string(b)
}

// A names scans a JSON array of names.
type names []string

func (n *names) Scan(v any) error {
	text, ok := v.(string)
	if !ok {
		return fmt.Errorf("names are %T, not text", v)
	}
	*n = nil
	if text == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(text), (*[]string)(n))
}

// Context is the transaction's own context, which cannot be cancelled.
func (tx *Tx) Context() context.Context { return tx.ctx }
