package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"cloud.google.com/go/civil"
)

// KeepFile keeps a file beside the ledger and returns the hash it is found under.
// Keeping the same again makes it as young as a new one, so that ForgetFiles leaves it
// until whoever keeps it has named it; a file is there as a whole or not at all.
func (s *Store) KeepFile(data []byte, now time.Time) (hash string, err error) {
	s.files.Lock()
	defer s.files.Unlock()
	sum := sha256.Sum256(data)
	hash = hex.EncodeToString(sum[:])
	path := s.filePath(hash)
	if err := os.Chtimes(path, now, now); err == nil {
		return hash, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", fmt.Errorf("keep file: %w", err)
	}
	draft, err := os.CreateTemp(filepath.Dir(path), "draft-*")
	if err != nil {
		return "", fmt.Errorf("keep file: %w", err)
	}
	defer os.Remove(draft.Name()) // it is gone if all went well
	_, err = draft.Write(data)
	err = errors.Join(err, draft.Sync(), draft.Close())
	if err == nil {
		err = errors.Join(os.Chtimes(draft.Name(), now, now), os.Rename(draft.Name(), path))
	}
	if err != nil {
		return "", fmt.Errorf("keep file: %w", err)
	}
	return hash, nil
}

// ReadFile reads a file by its hash; one that is not there is an os.ErrNotExist.
func (s *Store) ReadFile(hash string) ([]byte, error) {
	data, err := os.ReadFile(s.filePath(hash))
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	return data, nil
}

// filePath is where a file lies. A hash is taken by its last element: it must not
// lead elsewhere.
func (s *Store) filePath(hash string) string {
	return filepath.Join(filepath.Dir(s.path), "files", filepath.Base(hash))
}

// FileID is the messenger's id of a file that was uploaded, "" if none was.
func (tx *Tx) FileID(hash string) (id string, err error) {
	if _, err := tx.one([]any{&id}, `SELECT file_id FROM uploaded_file WHERE hash = ?`, hash); err != nil {
		return "", fmt.Errorf("read file id: %w", err)
	}
	return id, nil
}

// SetFileID keeps the messenger's id of a file; "" forgets it.
func (tx *Tx) SetFileID(hash, id string) (err error) {
	if id == "" {
		_, err = tx.exec(`DELETE FROM uploaded_file WHERE hash = ?`, hash)
	} else {
		_, err = tx.exec(`INSERT INTO uploaded_file (hash, file_id) VALUES (?, ?)
			ON CONFLICT (hash) DO UPDATE SET file_id = excluded.file_id`, hash, id)
	}
	if err != nil {
		return fmt.Errorf("keep file id: %w", err)
	}
	return nil
}

// A FileKind is what is drawn from a week.
type FileKind string

// The kinds of file.
const (
	Picture  FileKind = "picture"  // PNG, a page each
	Document FileKind = "document" // Word
)

// A Drawing is what was drawn from a version of a week.
type Drawing struct {
	Monday  civil.Date `json:"monday"`
	Version int        `json:"version"`
	Kind    FileKind   `json:"kind"`
	Hashes  []string   `json:"hashes"` // of its files, a page each; none if it cannot be drawn
}

// Drawing finds what was drawn. asked is true from the moment it was asked for
// (AskDrawing), done once it is there (SaveDrawing).
func (tx *Tx) Drawing(monday civil.Date, version int, kind FileKind) (d Drawing, asked, done bool, err error) {
	d = Drawing{Monday: monday, Version: version, Kind: kind}
	var hashes sql.NullString
	asked, err = tx.one([]any{&hashes}, `SELECT hashes FROM week_file WHERE monday = ? AND version = ? AND kind = ?`,
		monday.String(), version, string(kind))
	if err == nil && hashes.Valid {
		done = true
		err = json.Unmarshal([]byte(hashes.String), &d.Hashes)
	}
	if err != nil {
		return d, false, false, fmt.Errorf("read drawing of week %s: %w", monday, err)
	}
	return d, asked, done, nil
}

// AskDrawing notes that somebody draws it.
func (tx *Tx) AskDrawing(monday civil.Date, version int, kind FileKind) error {
	if _, err := tx.exec(`INSERT INTO week_file (monday, version, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		monday.String(), version, string(kind)); err != nil {
		return fmt.Errorf("ask for drawing of week %s: %w", monday, err)
	}
	return nil
}

// SaveDrawing keeps what was drawn.
func (tx *Tx) SaveDrawing(d Drawing, now time.Time) error {
	if _, err := tx.exec(`INSERT INTO week_file (monday, version, kind, hashes, drawn_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET hashes = excluded.hashes, drawn_at = excluded.drawn_at`,
		d.Monday.String(), d.Version, string(d.Kind), list(d.Hashes), instant(now)); err != nil {
		return fmt.Errorf("save drawing of week %s: %w", d.Monday, err)
	}
	return tx.touchBoards()
}
