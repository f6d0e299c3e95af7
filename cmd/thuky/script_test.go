package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/rogpeppe/go-internal/testscript"

	"thuky/bot/sim"
	"thuky/store"
)

// TestMain lets the test binary be the program: started under the name thuky it
// is the command.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"thuky": main})
}

// TestScripts runs the commands as an operator does. Outputs that people read
// are compared whole; `go test -run Scripts -update ./cmd/thuky` rewrites them.
func TestScripts(t *testing.T) {
	telegram := httptest.NewServer(sim.New(sim.Options{}))
	late := httptest.NewServer(anHourLate(sim.New(sim.Options{})))
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	t.Cleanup(func() { telegram.Close(); late.Close() })
	sample, err := filepath.Abs("sample")
	if err != nil {
		t.Fatal(err)
	}
	example, err := filepath.Abs(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			for name, value := range map[string]string{
				"TELEGRAM": telegram.URL, "LATE": late.URL, "NOWHERE": closed.URL, "TOKEN": sim.DefaultToken,
				"SAMPLE": sample, "EXAMPLE": example, "TZ": "America/Chicago",
			} {
				e.Setenv(name, value)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "write": write, "lastword": lastWord, "draft": draft,
		},
	})
}

// anHourLate is a server whose clock is behind.
func anHourLate(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat))
		h.ServeHTTP(w, r)
	})
}

// exits runs a program and wants this exit code and, unless it is 0, exactly one
// line on stderr: exits CODE PROGRAM [ARG...]
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	if said := ts.ReadFile("stderr"); want != 0 && (strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "thuky: ")) {
		ts.Fatalf("stderr is not one line of thuky's:\n%s", said)
	}
}

// write makes a file that a script cannot hold: write FILE GO-STRING TIMES
func write(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: write FILE GO-STRING TIMES")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	times, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(text, times)), 0o600))
}

// draft makes a period with one unit, as the office does in chat: draft LEDGER TITLE
// SHEET UNIT CLUSTER
func draft(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: draft LEDGER TITLE SHEET UNIT CLUSTER")
	}
	now := time.Date(2021, 2, 1, 8, 0, 0, 0, time.UTC)
	ledger, err := store.Open(context.Background(), ts.MkAbs(args[0]), store.Options{})
	ts.Check(err)
	defer ledger.Close()
	ts.Check(ledger.Write(context.Background(), func(tx *store.Tx) error {
		v, _, err := tx.LastSheet(args[2])
		if err != nil {
			return err
		}
		p, err := tx.NewPeriod(store.Period{Title: args[1], From: civil.Date{Year: 2020, Month: 12, Day: 1}, To: civil.Date{Year: 2021, Month: 11, Day: 30},
			SelfDue: now.AddDate(0, 9, 0), By: "ha"}, now)
		if err != nil {
			return err
		}
		return errors.Join(tx.EnterUnit(p.ID, args[3], args[4], "ha", now), tx.SetClusterSheet(p.ID, args[4], v.ID, "ha", now))
	}))
}

// lastWord wants the last word of stdout to be a code, or a mark of the audit, and
// nothing after it.
func lastWord(ts *testscript.TestScript, neg bool, args []string) {
	out := ts.ReadFile("stdout")
	words := strings.Fields(out)
	if len(words) == 0 || !strings.HasSuffix(out, words[len(words)-1]+"\n") {
		ts.Fatalf("no last word in %q", out)
	}
	code := words[len(words)-1]
	if !isSecret.MatchString(code) {
		ts.Fatalf("%q is no code", code)
	}
	if len(args) == 1 {
		ts.Setenv(args[0], code)
	}
	fmt.Fprintln(ts.Stdout(), "code ok")
}

var isSecret = regexp.MustCompile(`^([A-Z2-7]{26}|\d+:[0-9a-f]{64})$`)
