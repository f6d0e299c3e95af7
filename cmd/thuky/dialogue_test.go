package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	diff "github.com/google/go-cmp/cmp"

	"thuky/bot/sim"
	"thuky/store"
)

var update = flag.Bool("update", false, "write what was seen into the golden files")

// TestDialogues plays every script of testdata/dialogue. A script is what people
// do, a line each, and under each line, indented, what everybody then sees.
//
//	at 2021-10-21 06:30            the clock runs on to then
//	restart · crash                the process ends, in good order or not, and starts anew
//	network away · network back    Telegram cannot be reached
//	clock on                       restarts with the clock of reminders on
//	the council has approved "Năm 2021"   a period with results; see seedApproved
//	Thảo enrols                    uses the invitation
//	Thảo uses the last card        the code that somebody was shown last
//	Thảo: lịch hôm nay             writes
//	Thảo clicks "Cả tuần"          presses the button with that label
//	Hà pastes sample/lich.txt      pastes a text, in parts if it is long
//	Hà uploads sample/lich.txt     sends a file
//	Thảo sends a photo · a sticker
//	Thảo forwards "lịch hôm nay"
//	Thảo edits "lịch mai"          the message written last
func TestDialogues(t *testing.T) {
	scripts, err := filepath.Glob("testdata/dialogue/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, script := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(script), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(script)
			if err != nil {
				t.Fatal(err)
			}
			var played string
			first := regexp.MustCompile(`(?m)^at (.+)$`).FindSubmatch(text)
			if first == nil {
				t.Fatal("a script begins with a time")
			}
			inTheatre(t, string(first[1]), func(w *theatre) {
				played = playScript(w, string(text))
			})
			if *update {
				if err := os.WriteFile(script, []byte(played), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if d := diff.Diff(string(text), played); d != "" {
				t.Errorf("%s (-want +got):\n%s", script, d)
			}
		})
	}
}

// A sight is what somebody sees in a chat.
type sight struct {
	chat int64
	text string
}

func (s sight) rank() int {
	if strings.Contains(s.text, " sees the notice: ") {
		return 0
	}
	return 1
}

// playScript plays the lines of a script and returns it with what was seen.
func playScript(w *theatre, script string) string {
	var out strings.Builder
	var mu sync.Mutex // what is slow is seen while the next line is played
	var seen []sight
	stop := w.server.Watch(func(e sim.Event) {
		mu.Lock()
		defer mu.Unlock()
		if code := cardCode.FindStringSubmatch(e.Message.Text); code != nil {
			w.card = code[1]
		}
		if line := w.describe(e); line != "" {
			line = anyCode.ReplaceAllString(line, "MÃMỜI")
			seen = append(seen, sight{e.Chat, line})
		}
	})
	defer stop()
	defer func() {
		if w.t.Failed() { // in the middle
			w.t.Log("so far:\n" + out.String())
		}
	}()
	last := map[string]int{} // message written last, by name
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "    ") {
			continue // what was seen last time
		}
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			fmt.Fprintln(&out, line)
			continue
		}
		mu.Lock()
		seen = nil
		mu.Unlock()
		playLine(w, line, last)
		w.settle()
		mu.Lock()
		// Chats are served side by side: only within each there is an order; a notice,
		// which is no message, has none and stands first.
		slices.SortStableFunc(seen, func(a, b sight) int {
			return cmp.Or(cmp.Compare(b.chat, a.chat), cmp.Compare(a.rank(), b.rank()))
		})
		fmt.Fprintln(&out, line)
		for _, s := range seen {
			for part := range strings.SplitSeq(strings.TrimRight(s.text, "\n"), "\n") {
				fmt.Fprintln(&out, strings.TrimRight("    "+part, " "))
			}
		}
		mu.Unlock()
	}
	return out.String()
}

// The code on an invitation's card, and codes in general: no two plays have the same.
var (
	cardCode = regexp.MustCompile(`/start ([A-Z2-7]{26})`)
	anyCode  = regexp.MustCompile(`[A-Z2-7]{26}`)
)

var actions = regexp.MustCompile(`^(.+?) (enrols|uses|clicks|pastes|uploads|sends|forwards|edits)(?: (.*))?$`)

// playLine does what one line of a script says.
func playLine(w *theatre, line string, last map[string]int) {
	w.t.Helper()
	switch {
	case strings.HasPrefix(line, "at "):
		if at := strings.TrimPrefix(line, "at "); w.now().Format("2006-01-02 15:04") < at {
			w.sleepUntil(at)
		}
		return
	case line == "restart":
		w.must(w.end())
		w.start(0)
		return
	case line == "crash":
		w.crash()
		w.start(0)
		return
	case line == "clock on":
		withClock(w)
		return
	case strings.HasPrefix(line, "the council has approved "):
		title := strings.Trim(strings.TrimPrefix(line, "the council has approved "), `"`)
		w.must(w.running.ledger.Write(w.t.Context(), func(tx *store.Tx) error { return seedApproved(tx, title, w.now()) }))
		return
	case line == "network away", line == "network back":
		w.server.Outage(line == "network away")
		return
	}
	if playFormLine(w, line) || playAppraiseLine(w, line) || playGroupLine(w, line) {
		return
	}
	if name, text, ok := strings.Cut(line, ": "); ok && !actions.MatchString(name) {
		last[name] = w.speaker(name).Send(text)
		return
	}
	m := actions.FindStringSubmatch(line)
	if m == nil {
		w.t.Fatalf("cannot play %q", line)
	}
	name, argument := m[1], strings.Trim(m[3], `"`)
	person := w.speaker(name)
	switch m[2] {
	case "enrols":
		w.enrol(name)
	case "uses":
		person.Start(w.card)
	case "clicks":
		w.must(person.Click(argument))
	case "pastes":
		for _, part := range parts(readSample(w, argument)) {
			person.Send(part)
		}
	case "uploads":
		person.Upload(filepath.Base(argument), []byte(readSample(w, argument)))
	case "sends":
		if argument == "a sticker" {
			person.SendSticker("👍")
		} else {
			person.SendPhoto([]byte("not really a picture"), "")
		}
	case "forwards":
		person.Forward("Ai đó", argument)
	case "edits":
		w.must(person.Edit(last[name], argument))
	}
}

func readSample(w *theatre, name string) string {
	text, err := os.ReadFile(name)
	w.must(err)
	return string(text)
}

// parts cuts a long paste as the messenger's clients do: at a line end, below
// 4096 code points.
func parts(text string) []string {
	var all []string
	var part []rune
	for line := range strings.Lines(text) {
		if len(part)+len([]rune(line)) > 4096 {
			all, part = append(all, string(part)), nil
		}
		part = append(part, []rune(line)...)
	}
	return append(all, string(part))
}

// describe words what somebody sees, "" for what the script itself did.
func (w *theatre) describe(e sim.Event) string {
	to := w.place(e.Chat)
	switch {
	case e.Kind == sim.Answered && e.Chat == 0:
		return fmt.Sprintf("(%s may post: %s)", w.place(e.Person), e.Text)
	case e.Kind == sim.Answered && e.Text != "":
		to = w.place(e.Person)
		return fmt.Sprintf("(%s sees the notice: %s)", to, e.Text)
	case e.Kind == sim.Sent && e.Message.Bot && e.Message.Notice:
		return fmt.Sprintf("(%s sees: %s)", to, e.Message.Text)
	case e.Kind == sim.Deleted && e.Message.Bot:
		return fmt.Sprintf("(%s: message %d is gone)", to, e.Message.ID)
	case e.Kind == sim.Sent && e.Message.Bot:
		if e.Message.ReplyTo != 0 {
			to += fmt.Sprintf(", answering message %d", e.Message.ReplyTo)
		}
		return "to " + to + "\n" + screen(e.Message)
	case e.Kind == sim.Edited && e.Message.Bot:
		return fmt.Sprintf("to %s, in place of message %d\n%s", to, e.Message.ID, screen(e.Message))
	}
	return ""
}

// feedSecret is the part of an address that is another each time.
var feedSecret = regexp.MustCompile(`/lich/[a-z0-9]{26}\.ics`)

// screen draws a message with a bar at its left, so that blank lines show.
func screen(m sim.Seen) string {
	var b strings.Builder
	if m.File != "" {
		b.WriteString("| <" + m.File + ">\n")
	}
	for line := range strings.SplitSeq(feedSecret.ReplaceAllString(m.Text, "/lich/(mật).ics"), "\n") {
		b.WriteString("| " + line + "\n")
	}
	for _, row := range m.Labels() {
		b.WriteString("| [" + strings.Join(row, "] [") + "]\n")
	}
	return b.String()
}
