package sim

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// EventKind is what has happened in front of people's eyes.
type EventKind int

const (
	Sent     EventKind = iota // a new message, anybody's
	Edited                    // a message has changed
	Deleted                   // a message has gone
	Answered                  // the bot has answered Person's press; Text is the toast, "" for none
	Action                    // the bot shows an action such as "typing", in Text
)

// An Event is one change that people see.
type Event struct {
	Kind    EventKind
	Chat    int64
	Message Seen   // of Sent, Edited, Deleted
	Person  int64  // of Answered
	Text    string // of Answered and Action
	Alert   bool   // of Answered: a box that must be closed rather than a toast
}

// Watch calls f for every event, in order, one at a time and outside the
// server's mutex, until stop is called. f may use the server.
func (s *Server) Watch(f func(Event)) (stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.nextWatch
	s.nextWatch++
	s.watchers[id] = f
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, id)
	}
}

func (s *Server) announce(e Event) {
	if len(s.watchers) > 0 {
		s.events = append(s.events, e)
	}
}

// locked runs f under the mutex, then wakes whoever waits and tells the
// watchers. Whoever finds the telling under way leaves it to the teller, so
// events keep their order and a watcher may call back.
func (s *Server) locked(f func()) {
	s.mu.Lock()
	f()
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
	if s.telling {
		s.mu.Unlock()
		return
	}
	s.telling = true
	for len(s.events) > 0 {
		events := s.events
		s.events = nil
		var watchers []func(Event)
		for _, id := range slices.Sorted(maps.Keys(s.watchers)) {
			watchers = append(watchers, s.watchers[id])
		}
		s.mu.Unlock()
		for _, e := range events {
			for _, watcher := range watchers {
				watcher(e)
			}
		}
		s.mu.Lock()
	}
	s.telling = false
	s.mu.Unlock()
}

// Wait returns when done says so. It asks at once and again after every change;
// done is called outside the mutex and may read from the server.
func (s *Server) Wait(ctx context.Context, done func() bool) error {
	for {
		s.mu.Lock()
		if s.changed == nil {
			s.changed = make(chan struct{})
		}
		changed := s.changed
		s.mu.Unlock()
		if done() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for the bot: %w", ctx.Err())
		}
	}
}
