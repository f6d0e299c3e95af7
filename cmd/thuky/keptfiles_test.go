package main

import (
	"path/filepath"
	"testing"
	"time"

	"thuky/store"
)

// TestFilesGoWhenNothingNamesThem: months later the files that were drawn for a moment are
// gone from the disk, those of what was published are there and can be sent.
func TestFilesGoWhenNothingNamesThem(t *testing.T) {
	inTheatre(t, "2021-12-05 08:00", func(w *theatre) {
		announceable(w)
		w.person("Thảo").Send("CÔNG BỐ")
		w.settle()
		clerk := w.person("Văn phòng")
		for _, act := range []string{"/baocao", "Năm 2021 · đã công bố", "Bảng xếp hạng (CSV)"} {
			if act[0] == '/' {
				clerk.Send(act)
			} else if err := clerk.Click(act); err != nil {
				w.t.Fatalf("%v; sees %s", err, clerk.Screen())
			}
			w.settle()
		}
		kept := func() int {
			files, err := filepath.Glob(filepath.Join(filepath.Dir(w.path), "files", "*"))
			w.must(err)
			return len(files)
		}
		var published store.Announcement
		w.must(w.running.ledger.Read(w.t.Context(), func(tx *store.Tx) (err error) {
			published, _, err = tx.Announcement(1)
			return err
		}))
		if n := kept(); len(published.Files) < 4 || n <= len(published.Files) {
			w.t.Fatalf("%d files are kept, %d of them published", n, len(published.Files))
		}
		for range 3 { // the ledger forgets with what arrives, a broadcast too in the end
			w.skew.Add(int64(500 * 24 * time.Hour))
			clerk.Send("lịch hôm nay")
			w.settle()
			time.Sleep(time.Minute)
		}
		if n := kept(); n != len(published.Files) {
			w.t.Errorf("%d files are kept, %d of them published", n, len(published.Files))
		}
		for _, f := range published.Files {
			if _, err := w.running.ledger.ReadFile(f.Hash); err != nil {
				w.t.Errorf("%s: %v", f.Name, err)
			}
		}
	})
}
