package store

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"cloud.google.com/go/civil"
)

// TestUpgrade opens a saved database of every released schema: the sample office
// with the seed's week and one invitation, made by that release's own commands.
func TestUpgrade(t *testing.T) {
	saved, err := filepath.Glob("testdata/schema-*.db.gz")
	if err != nil || len(saved) == 0 {
		t.Fatalf("no saved databases: %v", err)
	}
	for _, file := range saved {
		t.Run(filepath.Base(file), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "thuky.db")
			unpack(t, file, path)
			s, err := Open(context.Background(), path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := s.Read(context.Background(), func(tx *Tx) error {
				d, err := tx.Directory()
				if err != nil {
					return err
				}
				events, err := tx.Events(civil.Date{Year: 2021, Month: 10, Day: 18}, civil.Date{Year: 2021, Month: 10, Day: 24})
				if len(d.Units) != 22 || len(d.People) != 5 || len(d.Groups) != 6 || len(events) != 17 {
					t.Errorf("%d units, %d people, %d groups, %d events are left; want 22, 5, 6, 17",
						len(d.Units), len(d.People), len(d.Groups), len(events))
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func unpack(t *testing.T, from, to string) {
	t.Helper()
	packed, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unzipped, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(file, unzipped); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
