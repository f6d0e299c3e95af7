package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thuky/store"
	"thuky/store/score"
)

// TestReportCommands writes every kind of report of a period before and after it is
// published, and verifies what was published.
func TestReportCommands(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "thuky.db")
	config := filepath.Join(dir, "thuky.toml")
	if err := os.WriteFile(config, fmt.Appendf(nil, "[office]\nissuer = \"VKSND tỉnh Phú Yên\"\n[store]\npath = %q\n", path), 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2021, 12, 5, 8, 0, 0, 0, time.UTC)
	open := func(do func(tx *store.Tx) error) {
		t.Helper()
		ledger, err := store.Open(t.Context(), path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(ledger.Write(t.Context(), do), ledger.Close()); err != nil {
			t.Fatal(err)
		}
	}
	open(func(tx *store.Tx) error {
		d, err := castOffice()
		if err != nil {
			return err
		}
		return errors.Join(tx.SaveDirectory(d), seedApproved(tx, "Năm 2021", now))
	})
	command := func(args ...string) (code int, out, said string) {
		var stdout, stderr strings.Builder
		code = run(t.Context(), append([]string{"--config", config}, args...), strings.NewReader(""), &stdout, &stderr)
		return code, stdout.String(), stderr.String()
	}
	report := func() {
		t.Helper()
		for _, test := range []struct {
			file, begins string
			args         string
		}{
			{"matrix.xlsx", "PK", "--kind matrix"}, {"notice.docx", "PK", "--kind notice"}, {"minutes.docx", "PK", "--kind minutes"},
			{"ranking.png", "\x89PNG", "--kind ranking --cluster khoi-phong"}, {"ranking.csv", "\uFEFF", "--kind csv"},
			{"p9.docx", "PK", "--kind unit --unit P9"}, {"p9.xlsx", "PK", "--kind unit --unit P9"}, {"p9.png", "\x89PNG", "--kind trend --unit P9"},
		} {
			file := filepath.Join(dir, test.file)
			code, out, said := command(append([]string{"report", "--period", "1", "--out", file}, strings.Fields(test.args)...)...)
			data, err := os.ReadFile(file)
			if code != exitDone || err != nil || !bytes.HasPrefix(data, []byte(test.begins)) || !strings.Contains(out, "Đã ghi") {
				t.Errorf("%s: exit code %d, %v, said %s%s", test.file, code, err, out, said)
			}
		}
	}
	report()
	for args, want := range map[string]string{
		"--period 9 --out x":                           "Không có đợt thi đua số 9.",
		"--period 1 --kind ranking --out x":            "Nói rõ bằng --cluster: \"cum-huyen\", \"khoi-phong\".",
		"--period 1 --kind notice --out x.pdf":         "Báo cáo notice ghi thành tệp .docx.",
		"--period 1 --kind unit --unit P9 --out x.csv": "Báo cáo unit ghi thành tệp .docx hoặc .xlsx.",
		"--period 1 --kind unit --out x":               "cần --unit",
		"--period 1 --kind unit --unit P99 --out x":    "không có kết quả của cụm hoặc đơn vị này",
		"--period 1 --kind csv --cluster khac --out x": "không có kết quả của cụm hoặc đơn vị này",
	} {
		if code, _, said := command(append([]string{"report"}, strings.Fields(args)...)...); code == exitDone || !strings.Contains(said, want) {
			t.Errorf("%s: exit code %d, said %q", args, code, said)
		}
	}
	if code, out, said := command("publication", "verify"); code != exitDone || !strings.Contains(out, "Chưa công bố") {
		t.Errorf("nothing published: exit code %d, %s%s", code, out, said)
	}
	open(func(tx *store.Tx) error {
		p, _, err := tx.Period(1)
		if err != nil {
			return err
		}
		r, err := tx.Report(p, func(time.Time, time.Time) int64 { return 0 })
		if err != nil {
			return err
		}
		r.Provisional, r.Paper = false, score.Paper{Number: "15/TB-VKS"}
		r.Settle()
		snapshot, err := r.Snapshot()
		if err != nil {
			return err
		}
		a, err := tx.NewAnnouncement(store.Announcement{Period: 1}, "ha", now)
		if err != nil {
			return err
		}
		if a, err = tx.KeepPreview(a, store.DigestOf(snapshot), nil); err != nil {
			return err
		}
		if a, err = tx.StepAnnouncement(a, store.PutForward, "ha", "", now); err != nil {
			return err
		}
		_, err = tx.Publish(a, r, "thao", now)
		return err
	})
	report()
	if code, out, said := command("publication", "verify"); code != exitDone || !strings.Contains(out, "còn nguyên, số 15/TB-VKS, Cụm huyện 3 đơn vị, Khối phòng 3 đơn vị") {
		t.Errorf("published: exit code %d, %s%s", code, out, said)
	}
}
