package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/staff"
)

// TestKilledAtRandom kills the built program at random, again and again, while
// people ask, and then counts: no question lost, none answered in the wrong
// order, none taking effect twice, and not more than one repeated answer a kill.
func TestKilledAtRandom(t *testing.T) {
	const (
		people   = 40
		rounds   = 30  // each ends with a kill
		messages = 100 // a round
	)
	folder := t.TempDir()
	program := filepath.Join(folder, "thuky")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	server := sim.New(sim.Options{})
	listener := httptest.NewServer(server)
	defer listener.Close()
	configFile := filepath.Join(folder, "thuky.toml")
	database := filepath.Join(folder, "thuky.db")
	settings := fmt.Sprintf("[store]\npath = %q\n[telegram]\napi_url = %q\n[outbox]\noverall_per_second = 0\nprivate_per_second = 0\nin_flight = 1\n[limits]\nmessages_per_minute = 0\n",
		database, listener.URL)
	if err := os.WriteFile(configFile, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	askers := enrolMany(t, database, server, people)

	life := func() *exec.Cmd {
		cmd := exec.Command(program, "--config", configFile, "serve")
		cmd.Env = append(os.Environ(), tokenVariable+"="+server.Token())
		cmd.Stderr = os.Stderr
		if !testing.Verbose() {
			cmd.Stderr = nil
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	random := rand.New(rand.NewPCG(2021, 10))
	first := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	asked := map[int64]int{} // questions so far, by person
	kills := 0
	for range rounds {
		cmd := life()
		for range messages {
			p := askers[random.IntN(people)]
			p.Send("lịch ngày " + first.AddDate(0, 0, asked[p.ID()]).Format("02/01/2006"))
			asked[p.ID()]++
		}
		// Die in the middle of something: after a random number of answers.
		seen, until := len(server.Log()), random.IntN(messages)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		if err := server.Wait(ctx, func() bool { return len(server.LogSince(seen)) >= until }); err != nil {
			t.Fatalf("round %d: %v", kills, err)
		}
		cancel()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		kills++
	}
	last := life()
	total := rounds * messages
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if err := server.Wait(ctx, func() bool { return server.Pending() == 0 && finished(server, askers, asked) }); err != nil {
		t.Errorf("not everything was answered: %v", err)
	}
	_ = last.Process.Signal(os.Interrupt)
	if err := last.Wait(); err != nil {
		t.Errorf("the last life ended with %v", err)
	}

	for _, p := range askers {
		checkAnswers(t, p.ID(), answersIn(server, p.ID()), asked[p.ID()], first)
	}
	repeated := repeats(server.Log())
	checkEffects(t, database, total, people)
	t.Logf("%d updates, %d kills: lost 0, out of order 0, done twice 0, repeated answers %d", total, kills, repeated)
}

// enrolMany makes people with a role and an account each.
func enrolMany(t testing.TB, database string, server *sim.Server, people int) []*sim.Person {
	t.Helper()
	ctx := context.Background()
	ledger, err := store.Open(ctx, database, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	all := make([]*sim.Person, people)
	if err := ledger.Write(ctx, func(tx *store.Tx) error {
		for i := range all {
			account := int64(5000 + i)
			person := staff.Person{Key: fmt.Sprint("nguoi-", i), Name: fmt.Sprint("Người ", i), Roles: []staff.Role{staff.Staff}}
			if err := tx.AddPerson(person); err != nil {
				return err
			}
			code, err := tx.Invite(person.Key, "", time.Now())
			if err != nil {
				return err
			}
			invitation, err := tx.InvitationOf(code, account, time.Now())
			if err != nil {
				return err
			}
			if _, _, err := tx.Confirm(invitation.ID, "", account, time.Now()); err != nil {
				return err
			}
			all[i] = server.Person(account, person.Name)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

var answeredDay = regexp.MustCompile(`\d\d/\d\d/2021`)

// answersIn lists the days that the bot's answers in a chat are about, in order;
// an answer that came again counts once.
func answersIn(server *sim.Server, chat int64) []string {
	var days []string
	for _, e := range server.LogOf(chat) {
		if e.Method == "sendMessage" {
			days = append(days, answeredDay.FindString(e.Text))
		}
	}
	return slices.Compact(days)
}

// repeats counts the answers that came twice in a row.
func repeats(log []sim.Entry) (repeated int) {
	last := map[int64]string{}
	for _, e := range log {
		if e.Method != "sendMessage" {
			continue
		}
		if e.Text == last[e.Chat] {
			repeated++
		}
		last[e.Chat] = e.Text
	}
	return repeated
}

func finished(server *sim.Server, askers []*sim.Person, asked map[int64]int) bool {
	answers := map[int64]string{}
	for _, e := range server.Log() {
		if e.Method == "sendMessage" {
			answers[e.Chat] = answeredDay.FindString(e.Text)
		}
	}
	first := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, p := range askers {
		if n := asked[p.ID()]; n > 0 && answers[p.ID()] != first.AddDate(0, 0, n-1).Format("02/01/2006") {
			return false
		}
	}
	return true
}

// checkAnswers looks that a chat got the answer to its first, second, ... question,
// in order.
func checkAnswers(t *testing.T, chat int64, got []string, asked int, first time.Time) {
	t.Helper()
	for i, day := range got {
		if want := first.AddDate(0, 0, i).Format("02/01/2006"); day != want {
			t.Errorf("chat %d: answer %d is about %s, want %s", chat, i+1, day, want)
			return
		}
	}
	if len(got) != asked {
		t.Errorf("chat %d: %d of %d questions answered", chat, len(got), asked)
	}
}

// checkEffects looks into the ledger: every update settled, one screen each, and one command
// menu for each of the people and for strangers.
func checkEffects(t *testing.T, database string, total, people int) {
	t.Helper()
	ctx := context.Background()
	ledger, err := store.Open(ctx, database, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	if err := ledger.Read(ctx, func(tx *store.Tx) error {
		counts, err := tx.Counts()
		if err != nil {
			return err
		}
		want := store.Counts{Done: total, Screens: total, Sent: total + people + 1}
		if counts != want {
			t.Errorf("the ledger counts %+v, want %+v", counts, want)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// withoutToken reports whether the text is free of the token's secret part.
func withoutToken(text, token string) bool {
	_, secret, _ := strings.Cut(token, ":")
	return !strings.Contains(text, secret)
}
