package sim

import (
	"maps"
	"time"
)

// An Entry is a request of the bot's that took effect, whether or not the bot
// learned of it. Requests that only read are not kept.
type Entry struct {
	Seq     int // position in the log, from 1
	At      time.Time
	Method  string
	Chat    int64  // 0 for none
	Message int    // id of the message sent, edited, deleted or pinned; 0 for none
	Text    string // text or caption as drawn
	File    string // name of the file
	Query   string // of answers: the query's id
}

// Stats counts requests.
type Stats struct {
	Requests map[string]int // by method, refused ones too
	TooMany  int            // 429 answers that the bot provoked by its pace
}

func (s *Server) record(c *call, ch *chat, m *message) {
	e := Entry{Seq: len(s.log) + 1, At: s.now(), Method: c.method.name, Query: c.text("callback_query_id") + c.text("inline_query_id")}
	if ch != nil {
		e.Chat = ch.info.ID
	}
	if m != nil {
		e.Message, e.Text = m.ID, m.Text
		if m.fileID() != "" {
			v := s.seen(ch, m)
			e.Text, e.File = v.Text, v.File
		}
	} else {
		e.Text = c.text("text")
	}
	s.log = append(s.log, e)
}

// Log returns all that took effect, in order.
func (s *Server) Log() []Entry { return s.LogSince(0) }

// LogSince returns the entries after the one with this Seq.
func (s *Server) LogSince(seq int) []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Entry(nil), s.log[min(max(seq, 0), len(s.log)):]...)
}

// LogOf returns what took effect in one chat, in order.
func (s *Server) LogOf(chat int64) []Entry {
	var list []Entry
	for _, e := range s.Log() {
		if e.Chat == chat {
			list = append(list, e)
		}
	}
	return list
}

// Stats returns the counts so far.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Stats{Requests: maps.Clone(s.stats.Requests), TooMany: s.stats.TooMany}
}
