package sim

import (
	"fmt"
	"net"
	"strings"
	"syscall"
	"time"
)

// A Fault makes requests go wrong. The first fault that fits a request takes
// it; each fault is used Count times.
type Fault struct {
	Method string // "sendMessage"; "download" for files; "send" and "edit" for all of that kind; "" for all but getUpdates
	Chat   int64  // 0 for every chat
	Skip   int    // requests that fit and still go through before it begins
	Count  int    // 0 means once; negative: until its stop is called
	Effect Effect
}

// An Effect is what a Fault does. The zero value does nothing.
type Effect struct {
	processed bool          // the request takes effect
	delay     time.Duration // before the answer
	instead   *reply        // what the caller gets; nil for the true answer
}

// Both ends of a torn connection look the same to the caller, whether or not
// the request was processed; only a connection that was never made is certain.
var (
	errReset       = &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	errUnreachable = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH}
)

// CutBefore breaks the connection before the request is processed.
func CutBefore() Effect { return Effect{instead: &reply{cut: errReset}} }

// CutAfter breaks it after: the message exists, but the caller cannot know.
func CutAfter() Effect { return Effect{instead: &reply{cut: errReset}, processed: true} }

// Unreachable fails to connect (in process; over HTTP it is a CutBefore).
func Unreachable() Effect { return Effect{instead: &reply{cut: errUnreachable}} }

// Slow processes the request at once but answers only after a while: a caller
// that does not wait so long has been served all the same.
func Slow(d time.Duration) Effect { return Effect{delay: d, processed: true} }

// Gateway answers a 5xx with a page in HTML; nothing is processed.
func Gateway(status int) Effect {
	page := fmt.Sprintf("<html>\r\n<head><title>%d Bad Gateway</title></head>\r\n<body><center><h1>%d Bad Gateway</h1></center></body>\r\n</html>\r\n", status, status)
	return Effect{instead: &reply{status: status, kind: "text/html", body: []byte(page)}}
}

// GatewayAfter is a Gateway that lost the answer: the request is processed.
func GatewayAfter(status int) Effect {
	e := Gateway(status)
	e.processed = true
	return e
}

// Flood answers 429 with retry_after in seconds.
func Flood(seconds int) Effect { return refusing(tooManyRequests(seconds).(*refusal)) }

// Refuse answers in Telegram's form: Refuse(403, "Forbidden: bot was blocked by the user").
func Refuse(code int, description string) Effect {
	return refusing(&refusal{code: code, description: description})
}

// Upgraded answers that the group is now the supergroup with this id.
func Upgraded(id int64) Effect {
	return refusing(&refusal{code: 400, description: "Bad Request: group chat was upgraded to a supergroup chat", migrateTo: id})
}

func refusing(r *refusal) Effect {
	answer := refuse(r)
	return Effect{instead: &answer}
}

// Break puts a fault on the script; stop takes it off.
func (s *Server) Break(f Fault) (stop func()) {
	if f.Count == 0 {
		f.Count = 1
	}
	s.locked(func() { s.faults = append(s.faults, &f) })
	return func() { s.locked(func() { f.Count = 0 }) }
}

// takeFault returns the effect that the script has for a call, if any.
func (s *Server) takeFault(c *call) *Effect {
	kept := s.faults[:0]
	var taken *Effect
	for _, f := range s.faults {
		if taken == nil && f.Count != 0 && f.fits(s, c) {
			if f.Skip > 0 {
				f.Skip--
			} else {
				if f.Count > 0 {
					f.Count--
				}
				effect := f.Effect
				effect.processed = effect.processed || effect.instead == nil
				taken = &effect
			}
		}
		if f.Count != 0 {
			kept = append(kept, f)
		}
	}
	clear(s.faults[len(kept):])
	s.faults = kept
	return taken
}

func (f *Fault) fits(s *Server, c *call) bool {
	name := c.method.name
	switch f.Method {
	case "":
		if name == "getUpdates" {
			return false
		}
	case "send", "edit":
		if !strings.HasPrefix(name, f.Method) {
			return false
		}
	default:
		if !strings.EqualFold(f.Method, name) {
			return false
		}
	}
	if f.Chat == 0 {
		return true
	}
	if q := s.queries[c.text("callback_query_id")]; q != nil && q.chat != nil {
		return q.chat.info.ID == f.Chat
	}
	return c.int("chat_id") == f.Chat
}

// Outage begins (true) or ends (false) a failure of the whole network: every
// request fails and waiting polls break off.
func (s *Server) Outage(on bool) {
	s.locked(func() {
		s.outage = on
		if on {
			s.endPoll(errReset)
		}
	})
}

func (s *Server) isOut() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.outage
}
