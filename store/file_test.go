package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var filesStart = time.Date(2021, 10, 18, 6, 0, 0, 0, time.UTC)

// keep keeps a file and returns its hash.
func keep(t *testing.T, s *Store, data string, at time.Time) string {
	t.Helper()
	hash, err := s.KeepFile([]byte(data), at)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// isKept reports whether a file is there.
func isKept(t *testing.T, s *Store, hash string) bool {
	t.Helper()
	_, err := s.ReadFile(hash)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

// forgetFiles forgets files so many days after the start.
func forgetFiles(t *testing.T, s *Store, days int) (dropped int) {
	t.Helper()
	dropped, err := s.ForgetFiles(t.Context(), filesStart.AddDate(0, 0, days))
	if err != nil {
		t.Fatal(err)
	}
	return dropped
}

func TestFiles(t *testing.T) {
	s := openTest(t, Options{})
	if n := forgetFiles(t, s, 100); n != 0 {
		t.Errorf("forgot %d files where none was ever kept", n)
	}
	hash := keep(t, s, "picture", filesStart)
	if again := keep(t, s, "picture", filesStart); again != hash {
		t.Errorf("kept twice: %q, %q", hash, again)
	}
	if data, err := s.ReadFile(hash); err != nil || string(data) != "picture" {
		t.Errorf("read %q, %v", data, err)
	}
	if _, err := s.ReadFile("../thuky.db"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a hash that leads elsewhere: %v", err)
	}
}

// namingRows name the file ?1 in every column that may.
var namingRows = map[string]string{
	"inbox.raw":           `INSERT INTO inbox (source, source_id, kind, chat, raw, received_at, state) VALUES ('errand', 1, 'x', 1, CAST('{"hash":"' || ?1 || '"}' AS BLOB), 0, 'waiting')`,
	"outbox.body":         `INSERT INTO outbox (deed, chat, class, kind, body, not_before, state, queued_at) VALUES ('d', 1, 1, 'send', '{"file":{"hash":"' || ?1 || '"}}', 0, 'waiting', 0)`,
	"errand.task":         `INSERT INTO errand (kind, chat, person, task, not_before, state) VALUES ('x', 1, 'ha', '{"hash":"' || ?1 || '"}', 0, 'waiting')`,
	"screen.state":        `INSERT INTO screen (chat, person, duty, state, revision, changed_at) VALUES (1, 'ha', 'x', '{"files":[{"hash":"' || ?1 || '"}]}', 1, 0)`,
	"broadcast_part.body": `INSERT INTO broadcast_part (broadcast, recipient, version, part, body) VALUES (1, 0, 1, 0, '{"file":{"hash":"' || ?1 || '"}}')`,
	"announcement.files":  `INSERT INTO announcement (period, state, content, drafters, revision, files, changed_at) VALUES (1, 'published', '{}', '[]', 1, '[{"hash":"' || ?1 || '"}]', 0)`,
	"week_file.hashes":    `INSERT INTO week_file (monday, version, kind, hashes, drawn_at) VALUES ('2021-10-18', 1, 'picture', '["x","' || ?1 || '"]', 0)`,
}

// TestFilesAreForgotten: an old file goes once nothing names it, with the messenger's id
// of it; one that is named anywhere stays, however old, and so does a young one.
func TestFilesAreForgotten(t *testing.T) {
	for _, n := range naming {
		s := openTest(t, Options{})
		named, lone := keep(t, s, "named", filesStart), keep(t, s, "lone", filesStart)
		write(t, s, func(tx *Tx) error {
			_, err := tx.exec(`INSERT INTO broadcast (id, kind, subject, title, sender, act, receipts, version, state, due, made_at) VALUES (1, 'notice', '', 'x', 'ha', 'x', 0, 1, 'running', 0, 0)`)
			_, err2 := tx.exec(`INSERT INTO period (id, title, from_day, to_day, state, made_by, made_at, revision) VALUES (1, 'x', '2021-01-01', '2021-12-31', 'published', 'ha', 0, 1)`)
			_, err3 := tx.exec(namingRows[n.table+"."+n.column], named)
			return errors.Join(err, err2, err3, tx.SetFileID(named, "1"), tx.SetFileID(lone, "2"))
		})
		if forgetFiles(t, s, 89); !isKept(t, s, named) || !isKept(t, s, lone) {
			t.Errorf("%s: a file of 89 days is gone", n.table)
		}
		young := keep(t, s, "young", filesStart.AddDate(0, 0, 9000))
		if dropped := forgetFiles(t, s, 9001); dropped != 1 || !isKept(t, s, named) || isKept(t, s, lone) || !isKept(t, s, young) {
			t.Errorf("%s: dropped %d files; named %v, lone %v, young %v", n.table, dropped, isKept(t, s, named), isKept(t, s, lone), isKept(t, s, young))
		}
		write(t, s, func(tx *Tx) error {
			id, err := tx.FileID(named)
			lost, err2 := tx.FileID(lone)
			if id != "1" || lost != "" {
				t.Errorf("%s: the messenger's ids are %q and %q", n.table, id, lost)
			}
			_, err3 := tx.exec(`DELETE FROM ` + n.table)
			return errors.Join(err, err2, err3)
		})
		if forgetFiles(t, s, 9001); isKept(t, s, named) {
			t.Errorf("%s: a file that nothing names any more is kept", n.table)
		}
	}
}

// TestColumnsThatNameFiles: whatever column holds JSON or bytes is among those that may
// name a file, or is here because it never does.
func TestColumnsThatNameFiles(t *testing.T) {
	never := strings.Fields(`unit.aliases person.aliases staff_group.members staff_group.aliases staff_group.filed event.people event.groups event.units
		preference.wish sheet_version.content entry.evidence council_session.present announcement.content announcement.drafters publication.snapshot
		invitation.digest feed.digest inbox.source`)
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	created, added := regexp.MustCompile(`^CREATE TABLE (\w+)`), regexp.MustCompile(`^ALTER TABLE (\w+) ADD COLUMN (.*)`)
	column := regexp.MustCompile(`^\s*(\w+) +(TEXT|BLOB)\b(.*)`)
	found := map[string]bool{}
	for _, file := range files {
		text, err := migrations.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		table := ""
		for line := range strings.Lines(string(text)) {
			if m := created.FindStringSubmatch(line); m != nil {
				table = m[1]
			} else if m := added.FindStringSubmatch(line); m != nil {
				table, line = m[1], m[2]
			}
			m := column.FindStringSubmatch(line)
			if m == nil || m[2] == "TEXT" && !strings.Contains(m[3], "JSON") {
				continue
			}
			name := table + "." + m[1]
			found[name] = true
			if _, tried := namingRows[name]; !tried && !slices.Contains(never, name) {
				t.Errorf("%s: may it name a file? Then it belongs to naming", name)
			}
		}
	}
	for _, n := range naming {
		if !found[n.table+"."+n.column] || namingRows[n.table+"."+n.column] == "" {
			t.Errorf("%s.%s is not tried", n.table, n.column)
		}
	}
}

// TestForgettingFilesIsCutOff: wherever the process dies the file is whole or gone, and
// what is left goes the next time.
func TestForgettingFilesIsCutOff(t *testing.T) {
	var fault func(string) error
	s := openTest(t, Options{Fault: func(statement string) error {
		if fault != nil {
			return fault(statement)
		}
		return nil
	}})
	hash := keep(t, s, "file", filesStart)
	write(t, s, func(tx *Tx) error { return tx.SetFileID(hash, "1") })
	for _, at := range []string{"BEGIN DEFERRED", "SELECT", "BEGIN IMMEDIATE", "DELETE", "COMMIT"} {
		fault = func(statement string) error {
			if strings.HasPrefix(statement, at) {
				return fmt.Errorf("died at %s", at)
			}
			return nil
		}
		if n, err := s.ForgetFiles(t.Context(), filesStart.AddDate(0, 0, 91)); err == nil || n != 0 || !isKept(t, s, hash) {
			t.Errorf("died at %s: dropped %d, %v", at, n, err)
		}
	}
	fault = nil
	write(t, s, func(tx *Tx) error { return tx.SetFileID(hash, "") }) // died between commit and removal
	if n := forgetFiles(t, s, 91); n != 1 || isKept(t, s, hash) {
		t.Errorf("afterwards %d files were dropped", n)
	}
}

// TestAFileThatIsKeptAgainStays: what is drawn anew in the very moment in which the old
// one is to go is not taken from under whoever is about to name it.
func TestAFileThatIsKeptAgainStays(t *testing.T) {
	var s *Store
	var late func()
	s = openTest(t, Options{Fault: func(statement string) error {
		if statement == "COMMIT" && late != nil {
			late()
		}
		return nil
	}})
	hash := keep(t, s, "file", filesStart)
	late = func() { keep(t, s, "file", filesStart.AddDate(0, 0, 91)) }
	if n := forgetFiles(t, s, 91); n != 0 || !isKept(t, s, hash) {
		t.Errorf("dropped %d files", n)
	}
	late = nil
	if n := forgetFiles(t, s, 182); n != 1 {
		t.Errorf("91 days later %d files were dropped", n)
	}
}
