package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"thuky/bot/sim"
)

// crashSeeds is how many times the forms are killed through; CI takes one, the whole
// proof is -crashseeds 20.
var crashSeeds = flag.Int("crashseeds", 1, "how many seeds of killed forms to play")

// TestFormsSurviveKills lets two hundred heads fill in and submit their forms at once
// while the built program is killed three times, at random. All finish; every answer that
// was shown as saved is never asked again; ledger and receipts are what the test itself
// computes.
func TestFormsSurviveKills(t *testing.T) {
	const units, criteria, kills = 200, 10, 3
	program := filepath.Join(t.TempDir(), "thuky")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	for seed := uint64(1); seed <= uint64(*crashSeeds); seed++ {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			killForms(t, program, units, criteria, kills, rand.New(rand.NewPCG(seed, 60)))
		})
	}
}

func killForms(t *testing.T, program string, units, criteria, kills int, dice *rand.Rand) {
	folder := t.TempDir()
	server := sim.New(sim.Options{SpecPath: "-"})
	listener := httptest.NewServer(server)
	defer listener.Close()
	configFile, database := filepath.Join(folder, "thuky.toml"), filepath.Join(folder, "thuky.db")
	settings := fmt.Sprintf("[store]\npath = %q\n[telegram]\napi_url = %q\n[outbox]\noverall_per_second = 0\nprivate_per_second = 0\n[limits]\nmessages_per_minute = 0\n",
		database, listener.URL)
	if err := os.WriteFile(configFile, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	period := formsOffice(t, database, units, criteria, time.Now())
	life := func() *exec.Cmd {
		cmd := exec.Command(program, "--config", configFile, "serve")
		cmd.Env = append(os.Environ(), tokenVariable+"="+server.Token())
		if testing.Verbose() {
			cmd.Stderr = os.Stderr
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	f, unwatch := newFillers(t, server, units, criteria, true)
	defer unwatch()
	cmd := life()
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // also after a Fatal
	began := time.Now()
	f.begin()
	nudges := 0
	// The kills are spread over the answers: each comes somewhere in its part of them.
	whole := units * criteria
	for kill := range kills {
		until := whole*kill/kills + dice.IntN(whole/kills)
		nudges += f.until(func() bool { return f.answers() > until || f.finished == units })
		time.Sleep(time.Duration(dice.IntN(20)) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		cmd = life()
	}
	nudges += f.until(func() bool { return f.finished == units })
	took := time.Since(began)
	_ = cmd.Process.Signal(os.Interrupt)
	if err := cmd.Wait(); err != nil {
		t.Errorf("the last life ended with %v", err)
	}
	f.check(database, period)
	t.Logf("%d forms of %d criteria, %d kills in %s: all submitted, %d answers asked again though saved, %d forms opened anew by a waiting head",
		units, criteria, kills, took.Round(time.Millisecond), f.asked, nudges)
}

// answers is how many answers were shown as saved.
func (f *fillers) answers() (n int) {
	for _, one := range f.all {
		n += len(one.saved)
	}
	return n
}
