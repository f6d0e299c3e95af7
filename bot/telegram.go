package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"
)

// requestTimeout bounds one call to the messenger. A poll waits pollWait inside it.
const (
	requestTimeout = 60 * time.Second
	pollWait       = 25 * time.Second // no wait anywhere is longer than 30 s
)

// A Line says how to reach the messenger.
type Line struct {
	Token  string
	APIURL string        // "https://api.telegram.org" or an office's own server
	Proxy  string        // http, https or socks5 URL; "" is what the environment says, or direct
	Client tg.HttpClient // stands in for the network in tests; nil is the network
}

// Telegram is the messenger's end of the line: polls, deliveries, downloads. No
// error it returns contains the token.
type Telegram struct {
	api    *tg.Bot
	client tg.HttpClient
	base   string // api_url without a slash at its end
	token  string
	name   atomic.Pointer[string] // the bot's own name, once it is known
	id     atomic.Int64           // its id, known with it
}

// Connect prepares the line; it does not call anybody yet.
func Connect(line Line) (*Telegram, error) {
	if strings.TrimSpace(line.Token) == "" {
		return nil, errors.New("telegram: no token")
	}
	client := line.Client
	if client == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		if line.Proxy != "" {
			proxy, err := url.Parse(line.Proxy)
			if err != nil {
				return nil, errors.New("telegram: proxy is no URL") // the URL may hold a password
			}
			transport.Proxy = http.ProxyURL(proxy)
		}
		// A connection whose path has died (a new VPN, NAT or proxy) is found out by its
		// own silence: a request's timeout only ends that request's stream.
		transport.HTTP2 = &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 15 * time.Second}
		client = &http.Client{Transport: transport, Timeout: requestTimeout,
			// A redirect would carry the token to somebody else.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	t := &Telegram{base: strings.TrimRight(line.APIURL, "/"), token: line.Token}
	t.client = &carefulClient{client: client, token: line.Token}
	var err error
	t.api, err = tg.New(line.Token, tg.WithSkipGetMe(), tg.WithServerURL(t.base),
		tg.WithHTTPClient(requestTimeout, t.client),
		tg.WithErrorsHandler(func(error) {})) // what it is told of, the caller of the method is told too
	if err != nil {
		return nil, fmt.Errorf("telegram: %w", err)
	}
	return t, nil
}

// errUnsent marks a request that certainly did not reach the messenger.
var errUnsent = errors.New("not sent")

// carefulClient knows whether a failed request can have reached the server, and
// keeps the token out of every error.
type carefulClient struct {
	client tg.HttpClient
	token  string
}

func (c *carefulClient) Do(req *http.Request) (*http.Response, error) {
	var reached atomic.Bool
	trace := &httptrace.ClientTrace{WroteHeaderField: func(string, []string) { reached.Store(true) }}
	resp, err := c.client.Do(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	if err == nil {
		return resp, nil
	}
	var op *net.OpError
	unsent := errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect" || op.Op == "socks connect")
	if _, real := c.client.(*http.Client); real && !reached.Load() {
		unsent = true
	}
	err = errors.New(scrub(err.Error(), c.token))
	if unsent {
		err = fmt.Errorf("%w: %w", errUnsent, err)
	}
	return nil, err
}

// scrub takes the token out of a text, however it is written there: servers quote
// what they were asked for.
func scrub(text, token string) string {
	for _, form := range []string{token, url.PathEscape(token), url.QueryEscape(token)} {
		text = strings.ReplaceAll(text, form, "***")
	}
	return text
}

// apiError is the messenger's own refusal of a raw call.
type apiError struct {
	Code        int
	Description string
	RetryAfter  time.Duration
}

func (e *apiError) Error() string { return fmt.Sprintf("telegram says %d: %s", e.Code, e.Description) }

// call is one raw JSON request. The library's own methods decode too much for a
// poll: one update it cannot read would spoil all that came with it.
func (t *Telegram) call(ctx context.Context, method string, params any) (json.RawMessage, http.Header, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", method, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.base+"/bot"+t.token+"/"+method, strings.NewReader(string(body)))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: bad address of the API server", method)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := t.client.Do(req)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", method, err)
	}
	defer resp.Body.Close()
	var answer struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		ErrorCode   int             `json:"error_code"`
		Description string          `json:"description"`
		Parameters  struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 16<<20)).Decode(&answer); err != nil {
		return nil, nil, fmt.Errorf("%s: answer of HTTP status %d is no JSON", method, resp.StatusCode)
	}
	if !answer.OK {
		return nil, nil, fmt.Errorf("%s: %w", method, &apiError{answer.ErrorCode, scrub(answer.Description, t.token),
			time.Duration(answer.Parameters.RetryAfter) * time.Second})
	}
	return answer.Result, resp.Header, nil
}

// updates polls once: the raw updates from next on, after waiting for at most pollWait.
func (t *Telegram) updates(ctx context.Context, next int64) ([]json.RawMessage, error) {
	result, _, err := t.call(ctx, "getUpdates", map[string]any{
		"offset": next, "timeout": int(pollWait.Seconds()),
		"allowed_updates": []string{"message", "edited_message", "callback_query", "my_chat_member", "inline_query"},
	})
	if err != nil {
		return nil, err
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(result, &raws); err != nil {
		return nil, errors.New("getUpdates: result is no list")
	}
	return raws, nil
}

// dropWebhook ends a webhook that somebody set for this bot: it and a poll
// exclude each other.
func (t *Telegram) dropWebhook(ctx context.Context) error {
	_, _, err := t.call(ctx, "deleteWebhook", struct{}{})
	return err
}

// Whoami asks for the bot's own name ("thuky_bot") and the server's clock, which
// is zero if the server does not tell.
func (t *Telegram) Whoami(ctx context.Context) (name string, server time.Time, err error) {
	result, header, err := t.call(ctx, "getMe", struct{}{})
	if err != nil {
		return "", time.Time{}, err
	}
	var me struct {
		ID       int64  `json:"id"`
		Username string `json:"username"`
	}
	if err := json.Unmarshal(result, &me); err != nil {
		return "", time.Time{}, errors.New("getMe: result is no user")
	}
	t.id.Store(me.ID)
	t.name.Store(&me.Username)
	server, _ = http.ParseTime(header.Get("Date"))
	return me.Username, server, nil
}

// isMe reports whether the name is this bot's; any name is as long as its own is
// not known.
func (t *Telegram) isMe(name string) bool {
	own := t.name.Load()
	return own == nil || strings.EqualFold(*own, name)
}

// mention is how a group calls the bot, "" as long as its name is not known.
func (t *Telegram) mention() string {
	if own := t.name.Load(); own != nil {
		return "@" + *own
	}
	return ""
}

// link leads to the private chat with the bot, "" as long as its name is not known.
func (t *Telegram) link() string {
	if own := t.name.Load(); own != nil {
		return "https://t.me/" + *own
	}
	return ""
}

// called reports whether a text calls the bot by its name, and what it says besides.
func (t *Telegram) called(text string) (rest string, called bool) {
	mention := t.mention()
	if mention == "" || !strings.Contains(text, "@") {
		return text, false
	}
	sign := regexp.MustCompile(`(?i)` + regexp.QuoteMeta(mention) + `\b`)
	if !sign.MatchString(text) {
		return text, false
	}
	return strings.Trim(sign.ReplaceAllString(text, " "), " ,:\n"), true
}

// errTooBig is a file above the limit.
var errTooBig = errors.New("file too big")

// download fetches a file that a person sent, of at most limit bytes.
func (t *Telegram) download(ctx context.Context, fileID string, limit int64) ([]byte, error) {
	result, _, err := t.call(ctx, "getFile", map[string]any{"file_id": fileID})
	if err != nil {
		return nil, err
	}
	var file struct {
		Path string `json:"file_path"`
	}
	if err := json.Unmarshal(result, &file); err != nil || file.Path == "" {
		return nil, errors.New("getFile: result has no path")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, t.base+"/file/bot"+t.token+"/"+file.Path, nil)
	if err != nil {
		return nil, errors.New("getFile: path is no path")
	}
	resp, err := t.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("download: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("download: HTTP status %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, errors.New("download: connection broke")
	}
	if int64(len(data)) > limit {
		return nil, errTooBig
	}
	return data, nil
}
