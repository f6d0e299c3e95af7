package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"thuky/store/score"
)

// A SheetVersion is one version of a score sheet that the office took in; it never
// changes.
type SheetVersion struct {
	ID      int64
	Sheet   string // the id that the file gives itself
	Version int    // 1, 2, ... of that id
	Title   string
	By      string // key, "" from the command line
	At      time.Time
}

// ErrSameSheet is returned for a sheet that is no different from its last version.
var ErrSameSheet = errors.New("no different from the last version")

// TakeSheet keeps a sheet as the next version of its id.
func (tx *Tx) TakeSheet(s score.Sheet, by string, now time.Time) (SheetVersion, error) {
	v := SheetVersion{Sheet: s.ID, Version: 1, Title: s.Title, By: by, At: now}
	content, err := json.Marshal(s)
	if err != nil {
		return v, fmt.Errorf("take sheet %s: %w", s.ID, err)
	}
	last, found, err := tx.LastSheet(s.ID)
	if err != nil {
		return v, err
	}
	old := ""
	if found {
		var before string
		if _, err := tx.one([]any{&before}, `SELECT content FROM sheet_version WHERE id = ?`, last.ID); err != nil {
			return v, fmt.Errorf("take sheet %s: %w", s.ID, err)
		}
		if before == string(content) {
			return last, ErrSameSheet
		}
		v.Version, old = last.Version+1, fmt.Sprint(last.Version)
	}
	tx.tookSheet = true
	v.ID, err = tx.insert(`INSERT INTO sheet_version (sheet, version, title, content, taken_by, taken_at) VALUES (?, ?, ?, ?, ?, ?)`,
		v.Sheet, v.Version, v.Title, string(content), by, instant(now))
	if err != nil {
		return v, fmt.Errorf("take sheet %s: %w", s.ID, err)
	}
	return v, tx.Record(Entry{At: now, Actor: by, Act: DidTakeSheet, Subject: Subject{AboutSheet, s.ID}, Old: old, New: fmt.Sprint(v.Version)})
}

const sheetColumns = `id, sheet, version, title, taken_by, taken_at`

func scanSheetVersion(rows *sql.Rows) (v SheetVersion, err error) {
	var at int64
	err = rows.Scan(&v.ID, &v.Sheet, &v.Version, &v.Title, &v.By, &at)
	v.At = time.UnixMilli(at)
	return v, err
}

func (tx *Tx) sheetVersions(where string, args ...any) ([]SheetVersion, error) {
	all, err := collect(tx, scanSheetVersion, `SELECT `+sheetColumns+` FROM sheet_version WHERE `+where, args...)
	return all, wrapRead("sheets", err)
}

// LastSheet finds the newest version of a sheet.
func (tx *Tx) LastSheet(sheet string) (SheetVersion, bool, error) {
	all, err := tx.sheetVersions(`sheet = ? ORDER BY version DESC LIMIT 1`, sheet)
	if err != nil || len(all) == 0 {
		return SheetVersion{}, false, err
	}
	return all[0], true, nil
}

// Sheets lists the newest version of every sheet, the one taken last first.
func (tx *Tx) Sheets() ([]SheetVersion, error) {
	return tx.sheetVersions(`version = (SELECT max(version) FROM sheet_version AS other WHERE other.sheet = sheet_version.sheet) ORDER BY id DESC`)
}

// SheetVersions lists the versions of a sheet, the newest first.
func (tx *Tx) SheetVersions(sheet string) ([]SheetVersion, error) {
	return tx.sheetVersions(`sheet = ? ORDER BY version DESC`, sheet)
}

// A knownSheet is a version that was read once.
type knownSheet struct {
	SheetVersion
	sheet *score.Sheet
}

// Sheet reads a version. Versions never change, so they are read once and shared:
// nobody may change what is returned. A transaction that took a sheet in itself knows
// none: if it is undone, the version's number is given to another.
func (tx *Tx) Sheet(version int64) (SheetVersion, *score.Sheet, error) {
	if known, ok := tx.sheets.Load(version); ok && !tx.tookSheet {
		k := known.(knownSheet)
		return k.SheetVersion, k.sheet, nil
	}
	all, err := tx.sheetVersions(`id = ?`, version)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("no sheet version %d", version)
	}
	if err != nil {
		return SheetVersion{}, nil, err
	}
	var content string
	if _, err := tx.one([]any{&content}, `SELECT content FROM sheet_version WHERE id = ?`, version); err != nil {
		return all[0], nil, fmt.Errorf("read sheet version %d: %w", version, err)
	}
	s := new(score.Sheet)
	if err := json.Unmarshal([]byte(content), s); err != nil {
		return all[0], nil, fmt.Errorf("read sheet version %d: %w", version, err)
	}
	if !tx.tookSheet {
		tx.sheets.Store(version, knownSheet{all[0], s})
	}
	return all[0], s, nil
}
