package sim

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"
)

// Options of a Server; the zero value is a bot in privacy mode without rate
// limits, on the real clock.
type Options struct {
	Token    string // default DefaultToken
	Name     string // the bot's first name; default "Thuky"
	Username string // without @; default "thuky_bot"

	PrivacyOff bool             // the bot sees every message of its groups
	Inline     bool             // inline queries are switched on
	Rate       Rate             // default RateOff
	Now        func() time.Time // dates and ages; default time.Now
	QueryTTL   time.Duration    // how long a callback query can be answered; default 15 s

	MaxUpload     int    // bytes of one file; default 50 MB, as at api.telegram.org
	FirstUpdateID int64  // default 1001
	SpecPath      string // the Bot API as data; default the environment's THUKY_BOTAPI_SPEC; "-" for none
}

// DefaultToken is accepted unless Options name another.
const DefaultToken = "4000000001:AAsimulated-token-of-no-real-bot-000"

const otherBytes = 1 << 20 // of a request besides one file

// A Server is one simulated Telegram with one bot. Inside a synctest bubble it
// must be made there too.
type Server struct {
	options Options
	me      user
	client  client

	mu         sync.Mutex
	chats      map[int64]*chat
	files      map[string]*file // by file_id
	paths      map[string]*file // by file_path
	queries    map[string]*query
	updates    queue
	settings   settings
	faults     []*Fault
	outage     bool
	pace       pace
	spec       *spec
	log        []Entry
	stats      Stats
	violations []string
	serial     int64 // of files, queries and media groups

	watchers  map[int]func(Event)
	nextWatch int
	events    []Event
	telling   bool
	changed   chan struct{} // closed at the next change; nil while nobody waits
}

// New returns a Server. When a spec file is named but cannot be read, every
// request is refused with that error.
func New(options Options) *Server {
	options.Token = cmp.Or(options.Token, DefaultToken)
	options.Name = cmp.Or(options.Name, "Thuky")
	options.Username = cmp.Or(options.Username, "thuky_bot")
	options.QueryTTL = cmp.Or(options.QueryTTL, 15*time.Second)
	options.MaxUpload = cmp.Or(options.MaxUpload, 50<<20)
	options.FirstUpdateID = cmp.Or(options.FirstUpdateID, 1001)
	options.SpecPath = cmp.Or(options.SpecPath, os.Getenv("THUKY_BOTAPI_SPEC"), "-")
	if options.Now == nil {
		options.Now = time.Now
	}
	id, _, _ := strings.Cut(options.Token, ":")
	s := &Server{
		options:  options,
		me:       user{ID: atoi(id), IsBot: true, FirstName: options.Name, Username: options.Username},
		chats:    map[int64]*chat{},
		files:    map[string]*file{},
		paths:    map[string]*file{},
		queries:  map[string]*query{},
		updates:  queue{next: options.FirstUpdateID, lastOffset: -1},
		settings: settings{commands: map[string][]botCommand{}, texts: map[string]string{}},
		pace:     newPace(options.Rate),
		watchers: map[int]func(Event){},
		stats:    Stats{Requests: map[string]int{}},
	}
	s.client = client{s}
	if options.SpecPath != "-" {
		s.spec = loadSpec(options.SpecPath)
	}
	return s
}

// Token is the bot's token.
func (s *Server) Token() string { return s.options.Token }

// Client returns what the bot library takes for its HTTP client; any host will
// do. Files are downloaded through it too.
func (s *Server) Client() interface {
	Do(*http.Request) (*http.Response, error)
} {
	return s.client
}

type client struct{ s *Server }

func (c client) Do(req *http.Request) (*http.Response, error) {
	r := c.s.answer(req)
	if r.cut != nil {
		// As net/http does: the URL, and with it the token, is in the error.
		operation := "Post"
		if req.Method == "" || req.Method == http.MethodGet {
			operation = "Get"
		}
		return nil, &url.Error{Op: operation, URL: req.URL.String(), Err: r.cut}
	}
	return r.response(req), nil
}

// ServeHTTP serves /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>. A cut
// connection is closed without an answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r := s.answer(req)
	if r.cut != nil {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			conn.Close()
			return
		}
		panic(http.ErrAbortHandler) // net/http's own way to break off
	}
	for name, values := range r.header() {
		w.Header()[name] = values
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body) // a client that has gone is no concern of ours
}

// answer reads the request to its end (the library writes it from a goroutine
// that ends only then) and answers it.
func (s *Server) answer(req *http.Request) reply {
	most := s.options.MaxUpload + otherBytes
	body, err := readBody(req, most)
	if err == nil {
		err = req.Context().Err()
	}
	if err != nil {
		return reply{cut: err}
	}
	if s.isOut() {
		return reply{cut: errUnreachable}
	}
	if len(body) > most {
		return refuse(&refusal{code: 413, description: "Request Entity Too Large"})
	}
	if path, ok := strings.CutPrefix(req.URL.Path, "/file/bot"); ok {
		return s.download(path)
	}
	rest, ok := strings.CutPrefix(req.URL.Path, "/bot")
	token, name, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 || !wellFormedToken(token) {
		return refuse(&refusal{code: 404, description: "Not Found"})
	}
	if token != s.options.Token {
		return refuse(&refusal{code: 401, description: "Unauthorized"})
	}
	c := &call{ctx: req.Context(), limit: s.options.MaxUpload}
	m, known := methods[strings.ToLower(name)]
	if !known {
		s.locked(func() { s.violate("method %s is not simulated", name) })
		return refuse(&refusal{code: 404, description: "Not Found: method not found"})
	}
	c.method = m
	if err := c.readParameters(req, body); err != nil {
		return failure(err)
	}
	return s.run(c)
}

// run answers a call whose parameters have been read, by way of the script of
// faults.
func (s *Server) run(c *call) reply {
	var effect *Effect
	s.locked(func() {
		s.stats.Requests[c.method.name]++
		effect = s.takeFault(c)
	})
	if effect != nil && !effect.processed {
		return *effect.instead
	}
	var result any
	var err error
	if c.method.wait != nil {
		result, err = c.method.wait(s, c)
	} else {
		s.locked(func() { result, err = s.execute(c) })
	}
	if effect != nil && effect.delay > 0 {
		if gone := sleep(c.ctx, effect.delay); gone != nil {
			return reply{cut: gone}
		}
	}
	switch {
	case effect != nil && effect.instead != nil:
		return *effect.instead
	case err != nil:
		return failure(err)
	}
	r := success(result)
	if s.spec != nil {
		s.locked(func() { s.checkResult(c.method.name, r.body) })
	}
	return r
}

func (s *Server) execute(c *call) (any, error) {
	if err := s.checkCall(c); err != nil {
		return nil, err
	}
	result, err := c.method.run(s, c)
	if r := (*refusal)(nil); errors.As(err, &r) && r.limit {
		s.violate("%s: %s", c.method.name, r.description)
	}
	return result, err
}

func failure(err error) reply {
	var r *refusal
	if errors.As(err, &r) {
		return refuse(r)
	}
	return reply{cut: err} // the caller's context has ended, or the network has
}

func (s *Server) now() time.Time { return s.options.Now() }

func (s *Server) nextSerial() int64 {
	s.serial++
	return s.serial
}

// readBody reads to the end but keeps no more than one byte too many.
func readBody(req *http.Request, most int) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	defer req.Body.Close()
	body, err := io.ReadAll(io.LimitReader(req.Body, int64(most)+1))
	if err == nil {
		_, err = io.Copy(io.Discard, req.Body)
	}
	return body, err
}

func wellFormedToken(token string) bool {
	id, secret, ok := strings.Cut(token, ":")
	return ok && secret != "" && atoi(id) > 0
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// violate keeps something that Telegram would tolerate or that the sim cannot
// judge, or refuses whoever sends it, but that a correct bot does not do.
func (s *Server) violate(format string, args ...any) {
	s.violations = append(s.violations, fmt.Sprintf(format, args...))
}

// Violations returns what the bot did that no correct bot does, in order:
// methods and parameters that are unknown or not simulated, values against the
// spec or over a limit, things that Telegram silently drops. Tests assert that it is
// empty.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.violations...)
}
