package sim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// A refusal is an answer with "ok":false.
type refusal struct {
	code        int
	description string
	retryAfter  int   // seconds; set with code 429
	migrateTo   int64 // set when a group has become a supergroup
	limit       bool  // what was sent is over a limit of the Bot API, whoever sends it
}

func (r *refusal) Error() string { return fmt.Sprintf("%d %s", r.code, r.description) }

// badRequest words a 400 as the Bot API server does: TDLib's text behind the
// prefix, its first letter lowered unless it begins a code (CHAT_ADMIN_REQUIRED).
func badRequest(format string, args ...any) error {
	return &refusal{code: 400, description: "Bad Request: " + lowerFirst(fmt.Sprintf(format, args...))}
}

// overLimit is badRequest for what no correct bot ever sends: see violate.
func overLimit(format string, args ...any) error {
	err := badRequest(format, args...).(*refusal)
	err.limit = true
	return err
}

func forbidden(text string) error {
	return &refusal{code: 403, description: "Forbidden: " + text}
}

// notSimulated refuses what Telegram may well accept but the sim does not know;
// it must never pass for success.
func (s *Server) notSimulated(format string, args ...any) error {
	text := fmt.Sprintf(format, args...) + " is not simulated"
	s.violate("%s", text)
	return &refusal{code: 501, description: "Not Implemented: sim: " + text}
}

func tooManyRequests(seconds int) error {
	return &refusal{code: 429, description: fmt.Sprintf("Too Many Requests: retry after %d", seconds), retryAfter: seconds}
}

func lowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if n == 0 || unicode.IsUpper(second) || second == '_' {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

// A reply is what goes back over the wire, or cut: nothing does.
type reply struct {
	status     int
	kind       string // Content-Type
	retryAfter int
	body       []byte
	cut        error
}

func success(result any) reply {
	body, err := json.Marshal(map[string]any{"ok": true, "result": result})
	if err != nil {
		return refuse(&refusal{code: 500, description: "Internal Server Error: sim: " + err.Error()})
	}
	return reply{status: 200, kind: "application/json", body: body}
}

func refuse(r *refusal) reply {
	fields := map[string]any{"ok": false, "error_code": r.code, "description": r.description}
	parameters := map[string]any{}
	if r.retryAfter > 0 {
		parameters["retry_after"] = r.retryAfter
	}
	if r.migrateTo != 0 {
		parameters["migrate_to_chat_id"] = r.migrateTo
	}
	if len(parameters) > 0 {
		fields["parameters"] = parameters
	}
	body, _ := json.Marshal(fields) // strings and numbers only
	return reply{status: r.code, kind: "application/json", retryAfter: r.retryAfter, body: body}
}

func (r reply) header() http.Header {
	h := http.Header{"Content-Type": {r.kind}, "Content-Length": {strconv.Itoa(len(r.body))}}
	if r.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(r.retryAfter))
	}
	return h
}

func (r reply) response(req *http.Request) *http.Response {
	return &http.Response{
		Status: fmt.Sprintf("%d %s", r.status, http.StatusText(r.status)), StatusCode: r.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: r.header(), ContentLength: int64(len(r.body)),
		Body: io.NopCloser(bytes.NewReader(r.body)), Request: req,
	}
}
