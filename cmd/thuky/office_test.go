package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"thuky/bot"
	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/staff"
)

// A theatre is the whole office in fake time: the program as serve runs it, a
// database file, and a Telegram in memory whose people the test plays. It lives
// inside a synctest bubble.
type theatre struct {
	t       *testing.T
	path    string
	config  config
	zone    *time.Location
	server  *sim.Server
	staff   staff.Directory
	codes   map[string]string // invitations by person key
	names   sync.Mutex        // guards people and groups: the watcher asks for them
	people  map[string]*sim.Person
	card    string // the code that somebody was shown last
	hears   atomic.Pointer[func(statement string)]
	groups  map[string]*sim.Group
	log     *lockedBuffer
	running *running
	skew    atomic.Int64  // how far the office's clock is ahead of the bubble's
	travel  time.Duration // of a request to the messenger, and of its answer
}

// silence turns the clock off: most tests are about what people ask.
var silence = remindersConfig{MorningUntil: "11:00", EveningUntil: "22:00", LateMinutes: 5, QuietFrom: "22:00", QuietTo: "06:00", Outage: 10}

// running is one life of the process.
type running struct {
	dead    atomic.Bool  // from here on every statement and request fails
	writes  atomic.Int64 // statements and requests so far
	uploads atomic.Int64 // requests that carried a picture
	dieAt   atomic.Int64 // die before the one of this number; 0 for never
	ledger  *store.Store
	office  *office
	stop    context.CancelFunc
	ended   chan error
}

var errCrashed = errors.New("crashed")

// step counts one statement or request, and is where a crash happens.
func (r *running) step() error {
	if n := r.writes.Add(1); n == r.dieAt.Load() {
		r.dead.Store(true)
	}
	if r.dead.Load() {
		return errCrashed
	}
	return nil
}

// mortalClient is a line that goes dead with its process.
type mortalClient struct {
	client interface {
		Do(*http.Request) (*http.Response, error)
	}
	running *running
	travel  time.Duration
}

func (c mortalClient) Do(req *http.Request) (*http.Response, error) {
	if err := c.running.step(); err != nil {
		return nil, err
	}
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		if bytes.Contains(body, []byte("\x89PNG")) {
			c.running.uploads.Add(1)
		}
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	time.Sleep(c.travel)
	resp, err := c.client.Do(req)
	time.Sleep(c.travel)
	if c.running.dead.Load() { // died while it was away: nobody hears the answer
		return nil, errCrashed
	}
	return resp, err
}

// openTheatre makes an office whose sample directory is imported and where
// nothing is published yet, at the time given, and starts it.
func openTheatre(t *testing.T, at string, line sim.Options, travel time.Duration) *theatre {
	t.Helper()
	c := defaults()
	c.Reminders = silence
	c.Office.Issuer, c.Office.Place = sampleIssuer, samplePlace
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	c.HTTP.PublicURL = "https://lich.example" // nothing listens there: a test opens the door itself
	w := &theatre{t: t, path: filepath.Join(t.TempDir(), "thuky.db"), config: c, zone: c.Office.zone,
		codes: map[string]string{}, people: map[string]*sim.Person{}, groups: map[string]*sim.Group{}, log: &lockedBuffer{}, travel: travel}
	w.sleepUntil(at)
	w.server = sim.New(line)
	var err error
	if w.staff, err = castOffice(); err != nil {
		t.Fatal(err)
	}
	w.start(0)
	w.must(w.running.ledger.Write(t.Context(), func(tx *store.Tx) error {
		if err := tx.SaveDirectory(w.staff); err != nil {
			return err
		}
		for _, p := range w.staff.People {
			if w.codes[p.Key], err = tx.Invite(p.Key, "", w.now()); err != nil {
				return err
			}
		}
		return nil
	}))
	return w
}

// hear lets listen know of every statement from now on.
func (w *theatre) hear(listen func(statement string)) { w.hears.Store(&listen) }

func (w *theatre) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *theatre) now() time.Time { return time.Now().Add(time.Duration(w.skew.Load())).In(w.zone) }

// sleepUntil lets the bubble's clock run to "2021-10-21 06:25", the office's time.
func (w *theatre) sleepUntil(at string) {
	w.t.Helper()
	to, err := time.ParseInLocation("2006-01-02 15:04", at, w.zone)
	w.must(err)
	if to.Before(time.Now()) {
		w.t.Fatalf("at %s: the clock does not run backwards", at)
	}
	time.Sleep(time.Until(to))
}

// start begins a life of the process that ends by itself before its step number
// dieAt; 0 is never.
func (w *theatre) start(dieAt int64) {
	w.t.Helper()
	r := &running{ended: make(chan error, 1)}
	r.dieAt.Store(dieAt)
	ledger, err := store.Open(context.Background(), w.path, store.Options{Fault: func(statement string) error {
		if hear := w.hears.Load(); hear != nil {
			(*hear)(statement)
		}
		return r.step()
	}})
	w.must(err)
	r.ledger = ledger
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	line := bot.Line{Token: w.server.Token(), APIURL: "https://telegram.invalid", Client: mortalClient{w.server.Client(), r, w.travel}}
	r.office, err = newOffice(ledger, w.config, line, w.now, log)
	w.must(err)
	r.office.look = 30 * time.Second // no other command changes this ledger
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	go func() { r.ended <- r.office.run(ctx) }()
	w.running = r
}

// end stops the process in good order and reports what it said.
func (w *theatre) end() error {
	w.running.stop()
	err := <-w.running.ended
	return errors.Join(err, w.running.ledger.Close())
}

// crash ends the process as kill -9 does: nothing it still does takes effect.
func (w *theatre) crash() {
	w.running.dead.Store(true)
	_ = w.end() // the dead say nothing
}

// settle lets the office do all that it has to do now, pauses of pace included.
func (w *theatre) settle() {
	for range 8 {
		synctest.Wait()
		time.Sleep(time.Second)
	}
	synctest.Wait()
}

// person is somebody of the cast, by the name a script uses.
func (w *theatre) person(name string) *sim.Person {
	w.t.Helper()
	w.names.Lock()
	known := w.people[name]
	w.names.Unlock()
	if known != nil {
		return known
	}
	account := int64(9000 + len(w.people)) // a stranger
	if member, ok := played(&w.staff, name); ok {
		for i, p := range w.staff.People {
			if p.Key == member.Key {
				account = int64(1000 + i)
			}
		}
	}
	p := w.server.Person(account, name) // tells the watcher, who asks for names
	w.names.Lock()
	defer w.names.Unlock()
	w.people[name] = p
	return p
}

// enrol lets people use their invitations.
func (w *theatre) enrol(names ...string) {
	w.t.Helper()
	for _, name := range names {
		member, ok := played(&w.staff, name)
		if !ok {
			w.t.Fatalf("%q is not in the directory", name)
		}
		w.person(name).Start(w.codes[member.Key])
	}
	w.settle()
}

// lockedBuffer collects the log of all lives.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// inTheatre runs a test in a bubble of its own and looks afterwards that the bot
// asked nothing of Telegram that Telegram would refuse.
func inTheatre(t *testing.T, at string, play func(*theatre)) {
	t.Helper()
	inTheatreOf(t, at, sim.Options{Rate: sim.RateWindow, Inline: true}, 0, play)
}

// inTheatreOf is inTheatre with a messenger of that kind, to which a request travels
// so long.
func inTheatreOf(t *testing.T, at string, line sim.Options, travel time.Duration, play func(*theatre)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := openTheatre(t, at, line, travel)
		defer func() { // also after a Fatal, or the bubble would never end
			if err := w.end(); err != nil {
				t.Error(err)
			}
			if t.Failed() || testing.Verbose() {
				t.Log(w.log)
			}
		}()
		play(w)
		w.settle()
		for _, violation := range w.server.Violations() {
			t.Error(violation)
		}
		if n := w.server.Stats().TooMany; n > 0 {
			t.Errorf("the bot provoked %d refusals for its pace", n)
		}
	})
}
