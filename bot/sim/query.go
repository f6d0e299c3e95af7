package sim

import (
	"encoding/json"
	"time"
	"unicode/utf8"
)

const (
	maxCallbackText  = 200 // code points
	maxInlineResults = 50
	tooOld           = "query is too old and response timeout expired or query ID is invalid"
)

// A query waits for one answer: the press of a button or an inline query.
type query struct {
	from   *account
	chat   *chat // nil for an inline query
	asked  time.Time
	inline bool
}

// openQuery takes the query that a call answers; it can be answered once.
func (s *Server) openQuery(id string, inline bool) (*query, error) {
	q := s.queries[id]
	if q == nil || q.inline != inline || s.now().Sub(q.asked) > s.options.QueryTTL {
		return nil, badRequest(tooOld)
	}
	return q, nil
}

func (s *Server) answerCallbackQuery(c *call) (any, error) {
	id, text := c.text("callback_query_id"), c.text("text")
	q, err := s.openQuery(id, false)
	if err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(text) > maxCallbackText {
		return nil, overLimit("MESSAGE_TOO_LONG")
	}
	if c.text("url") != "" {
		return nil, s.notSimulated("url of answerCallbackQuery")
	}
	delete(s.queries, id)
	if q.chat.toasts == nil {
		q.chat.toasts = map[int64]string{}
	}
	q.chat.toasts[q.from.ID] = text
	s.announce(Event{Kind: Answered, Chat: q.chat.info.ID, Person: q.from.ID, Text: text, Alert: c.bool("show_alert")})
	s.record(c, q.chat, nil)
	return true, nil
}

func (s *Server) answerInlineQuery(c *call) (any, error) {
	q, err := s.openQuery(c.text("inline_query_id"), true)
	if err != nil {
		return nil, err
	}
	var results []struct {
		Type  string          `json:"type"`
		ID    string          `json:"id"`
		Title string          `json:"title"`
		Input json.RawMessage `json:"input_message_content"`
	}
	if json.Unmarshal([]byte(c.text("results")), &results) != nil {
		return nil, badRequest("can't parse inline query results JSON object")
	}
	if len(results) > maxInlineResults {
		return nil, badRequest("too many inline query results specified")
	}
	used := map[string]bool{}
	for _, r := range results {
		switch {
		case r.ID == "" || len(r.ID) > 64:
			return nil, badRequest("RESULT_ID_INVALID")
		case used[r.ID]:
			return nil, badRequest("RESULT_ID_DUPLICATE")
		case r.Type != "article":
			return nil, s.notSimulated("inline query result of type %q", r.Type)
		case r.Title == "":
			return nil, badRequest("ARTICLE_TITLE_EMPTY")
		case len(r.Input) == 0:
			return nil, badRequest("can't parse inline query result: Input message content is not specified")
		}
		used[r.ID] = true
	}
	for _, r := range results {
		s.announce(Event{Kind: Answered, Person: q.from.ID, Text: r.Title})
	}
	delete(s.queries, c.text("inline_query_id"))
	s.record(c, nil, nil)
	return true, nil
}
