package outbox_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"thuky/bot/outbox"
	"thuky/store"
)

// An office is a ledger, its sender and the messenger it sends to, in fake time.
type office struct {
	*testing.T
	path      string
	store     *store.Store
	messenger *messenger
	sender    *outbox.Sender
	limits    outbox.Limits
	start     time.Time
	shift     time.Duration // of the clock, by its owner
	stop      func() error
	queued    int

	crash sync.Mutex
	dead  bool // every statement fails
	fuse  int  // statements until that happens; 0 for never
}

// inOffice runs a test in fake time.
func inOffice(t *testing.T, limits outbox.Limits, test func(o *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := &office{T: t, limits: limits, path: filepath.Join(t.TempDir(), "thuky.db"), start: time.Now()}
		o.messenger = &messenger{start: o.start, answer: func(store.Delivery) error { return nil }}
		o.open()
		t.Cleanup(func() { o.end() })
		test(o)
	})
}

func (o *office) now() time.Time { return time.Now().Add(o.shift) }

// open opens the ledger and starts its sender, as after a restart.
func (o *office) open() {
	o.Helper()
	s, err := store.Open(context.Background(), o.path, store.Options{Fault: func(string) error {
		o.crash.Lock()
		defer o.crash.Unlock()
		if o.fuse > 0 {
			o.fuse--
			o.dead = o.fuse == 0
		}
		if o.dead {
			return errors.New("killed")
		}
		return nil
	}})
	if err != nil {
		o.Fatal(err)
	}
	o.store = s
	o.sender = outbox.New(s, o.messenger, o.limits, o.now, slog.New(slog.NewTextHandler(o.Output(), nil)))
}

// run starts the sender.
func (o *office) run() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	sender := o.sender
	go func() { done <- sender.Run(ctx) }()
	o.stop = func() error {
		o.stop = nil
		cancel()
		return <-done
	}
}

func (o *office) end() error {
	var err error
	if o.stop != nil {
		err = o.stop()
	}
	return errors.Join(err, o.store.Close())
}

// kill makes every later statement fail, unwinds, and opens the ledger again.
func (o *office) kill() {
	o.die()
	o.end()
	o.crash.Lock()
	o.dead, o.fuse = false, 0
	o.crash.Unlock()
	o.open()
}

// die makes every later statement fail.
func (o *office) die() {
	o.crash.Lock()
	defer o.crash.Unlock()
	o.dead = true
}

func (o *office) write(do func(tx *store.Tx) error) {
	o.Helper()
	if err := o.store.Write(context.Background(), do); err != nil {
		o.Fatal(err)
	}
}

// queue queues deliveries, filling in what they do not say, and knocks.
func (o *office) queue(all ...store.Delivery) {
	o.Helper()
	o.write(func(tx *store.Tx) error {
		for _, d := range all {
			o.queued++
			if d.Deed == "" {
				d.Deed = fmt.Sprintf("test/%d", o.queued)
			}
			if d.Kind == "" {
				d.Kind = store.Send
			}
			if d.Class == 0 {
				d.Class = store.Answer
			}
			if err := tx.Queue(d, o.now()); err != nil {
				return err
			}
		}
		return nil
	})
	o.sender.Knock()
}

// idle waits until everything due is settled.
func (o *office) idle() {
	o.Helper()
	if err := o.sender.Idle(context.Background()); err != nil {
		o.Fatal(err)
	}
}

// rest lets fake time pass, and everything that happens in it.
func (o *office) rest(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// want compares all that the messenger was asked so far.
func (o *office) want(calls ...string) {
	o.Helper()
	synctest.Wait()
	got := o.messenger.texts()
	if strings.Join(got, "\n") != strings.Join(calls, "\n") {
		o.Errorf("messenger was asked\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(calls, "\n\t"))
	}
}

// wantEnds compares how many deliveries ended in another way than sent.
func (o *office) wantEnds(open int, ends map[store.Outcome]int) {
	o.Helper()
	h := o.health()
	if h.Open != open || fmt.Sprint(h.Ended) != fmt.Sprint(ends) {
		o.Errorf("outbox has %d open, ends %v; want %d, %v", h.Open, h.Ended, open, ends)
	}
}

func (o *office) health() (h store.OutboxHealth) {
	o.Helper()
	if err := o.store.Read(context.Background(), func(tx *store.Tx) (err error) {
		h, err = tx.OutboxHealth(time.Time{}, o.now())
		return err
	}); err != nil {
		o.Fatal(err)
	}
	return h
}

// A messenger remembers what it was asked.
type messenger struct {
	start  time.Time
	takes  time.Duration              // for a call
	answer func(store.Delivery) error // may block
	sync.Mutex
	calls   []call
	last    int64 // message id
	running int
	most    int // running at once
}

type call struct {
	at time.Duration // since the start
	store.Delivery
}

func (c call) String() string {
	return fmt.Sprintf("%s %s %d: %s", c.at.Round(time.Millisecond), c.Kind, c.Chat, c.Message.Text)
}

func (m *messenger) Deliver(ctx context.Context, d store.Delivery) (int64, error) {
	m.Lock()
	m.calls = append(m.calls, call{time.Since(m.start), d})
	m.running++
	m.most = max(m.most, m.running)
	m.last++
	id, answer, takes := m.last, m.answer, m.takes
	m.Unlock()
	defer func() {
		m.Lock()
		defer m.Unlock()
		m.running--
	}()
	if takes > 0 {
		select {
		case <-time.After(takes):
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	if err := answer(d); err != nil {
		return 0, err
	}
	if d.Kind == store.Edit {
		return d.Target, nil
	}
	return id, nil
}

// answers sets what the messenger says from now on.
func (m *messenger) answers(answer func(store.Delivery) error) {
	m.Lock()
	defer m.Unlock()
	m.answer = answer
}

func (m *messenger) all() []call {
	m.Lock()
	defer m.Unlock()
	return append([]call(nil), m.calls...)
}

// texts lists the calls; those of one instant by chat.
func (m *messenger) texts() (texts []string) {
	calls := m.all()
	slices.SortStableFunc(calls, func(a, b call) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.Chat, b.Chat))
	})
	for _, c := range calls {
		texts = append(texts, c.String())
	}
	return texts
}

func text(s string) store.Message { return store.Message{Text: s} }

// unlimited lifts every limit of pace.
func unlimited() outbox.Limits { return outbox.Limits{InFlight: 16} }
