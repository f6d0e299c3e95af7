// Package store is the ledger: one SQLite file that holds all that the office
// must not lose, one Go file per subject. What must happen together happens in
// one Write; nobody outside this package sees SQL.
//
// There is one writing connection. A Write cannot be cancelled half-way: its
// context is cut off from the caller's. Readers see the last commit.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer is returned by Open for a database written by a later release.
var ErrNewer = errors.New("database is newer than this program")

// Options are the seams of a Store; the zero value is what production uses.
type Options struct {
	// Fault is asked before every statement (also BEGIN, COMMIT, SAVEPOINT...)
	// and makes it fail by returning an error. Tests crash and fill the disk here.
	Fault func(statement string) error
	// Retention is for how long things are kept; the zero value means DefaultRetention.
	Retention Retention
}

// A Store is an open ledger. It is safe for concurrent use.
type Store struct {
	path      string
	fault     func(string) error
	retention Retention

	writing sync.Mutex // held for the length of a Write
	writers *sql.DB    // a pool of one, of which writer is the one
	writer  *sql.Conn
	cache   map[string]*sql.Stmt // prepared on writer

	readers *sql.DB
	sheets  sync.Map // score sheets that were read; see Tx.Sheet

	files sync.Mutex // held while a file is kept, and while one is removed
}

// Open opens the ledger at path, creates it and its directory if they are
// missing, and brings it to this release's schema. It fails with ErrNewer for a
// later schema and refuses to run with pragmas other than asked for.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if o.Retention == (Retention{}) {
		o.Retention = DefaultRetention
	}
	if err := keepPrivate(path); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s := &Store{path: path, fault: o.Fault, retention: o.Retention, cache: map[string]*sql.Stmt{}}
	if err := s.open(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	return s, nil
}

// keepPrivate makes the file before SQLite does, readable by nobody else: it holds who is
// behind which account. SQLite gives the files beside it the same mode.
func keepPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// dsn names the file and the pragmas of every connection: given by key, never by
// statement, so that no connection of a pool can miss one.
func dsn(path string, extra url.Values) string {
	extra.Set("_journal_mode", "WAL")
	extra.Set("_synchronous", "FULL")
	extra.Set("_foreign_keys", "on")
	extra.Set("_busy_timeout", "5000")
	extra.Set("_secure_delete", "on")
	extra.Set("_txlock", "immediate")
	extra.Set("_cache_size", "-32768") // KiB
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + extra.Encode()
}

func (s *Store) open(ctx context.Context) (err error) {
	if s.writers, err = sql.Open("sqlite3", dsn(s.path, url.Values{})); err != nil {
		return err
	}
	s.writers.SetMaxOpenConns(1)
	if err := migrate(ctx, s.writers); err != nil {
		return err
	}
	if s.writer, err = s.writers.Conn(ctx); err != nil {
		return err
	}
	// What a savepoint may have to undo is kept in memory: the pages that one turn changes
	// are more than SQLite would keep there, and each would be written to a file. There is
	// no key for it, and one connection that writes.
	if _, err := s.writer.ExecContext(ctx, "PRAGMA temp_store = MEMORY"); err != nil {
		return fmt.Errorf("set temp_store: %w", err)
	}
	if err := checkPragmas(ctx, s.writer, [2]string{"temp_store", "2"}); err != nil {
		return err
	}
	if s.readers, err = sql.Open("sqlite3", dsn(s.path, url.Values{"mode": {"ro"}, "_stmt_cache_size": {"64"}})); err != nil {
		return err
	}
	s.readers.SetMaxOpenConns(4)
	return s.readers.PingContext(ctx)
}

func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	sources := provider.ListSources()
	if newest := sources[len(sources)-1].Version; have > newest {
		return fmt.Errorf("schema %d, known up to %d: %w", have, newest, ErrNewer)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// checkPragmas reads back what every connection must have been opened with, and more.
func checkPragmas(ctx context.Context, conn *sql.Conn, more ...[2]string) error {
	for _, want := range append(more, [][2]string{
		{"journal_mode", "wal"}, {"synchronous", "2"}, {"foreign_keys", "1"},
		{"busy_timeout", "5000"}, {"secure_delete", "1"},
	}...) {
		var got string
		if err := conn.QueryRowContext(ctx, "PRAGMA "+want[0]).Scan(&got); err != nil {
			return fmt.Errorf("read pragma %s: %w", want[0], err)
		}
		if !strings.EqualFold(got, want[1]) {
			return fmt.Errorf("pragma %s is %s, must be %s", want[0], got, want[1])
		}
	}
	return nil
}

// Path is the file of the ledger.
func (s *Store) Path() string { return s.path }

// Close waits for the Write in hand and closes the file.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	var errs []error
	for _, stmt := range s.cache {
		errs = append(errs, stmt.Close())
	}
	clear(s.cache)
	if s.readers != nil {
		errs = append(errs, s.readers.Close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.Close())
	}
	if s.writers != nil {
		errs = append(errs, s.writers.Close())
	}
	return errors.Join(errs...)
}

// Grave reports whether the error means that the disk, not the statement, is at
// fault: full, failing or corrupt. Nothing more should be taken in then.
func Grave(err error) bool {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case sqlite3.ErrFull, sqlite3.ErrIoErr, sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrReadonly:
		return true
	}
	return false
}
