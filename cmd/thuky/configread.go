package main

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"thuky/bot"
	"thuky/scheduler"
	"thuky/store"
)

// A configError is a setting that cannot be used.
type configError struct {
	Fault configFault
	File  string // "" if the fault is in the environment or the defaults
	Line  int    // 0 if unknown
	Key   string // "office.timezone"; of unknownKeys all of them
	Value string // as written, or a pattern's name; "" where it may be a secret
	err   error
}

type configFault string

const (
	noFile      configFault = "file cannot be read"
	badSyntax   configFault = "no TOML"
	badType     configFault = "value of another type"
	unknownKeys configFault = "unknown keys"
	badZone     configFault = "unknown time zone"
	badURL      configFault = "no http or https URL"
	badProxy    configFault = "no http, https or socks5 URL"
	badNumber   configFault = "number out of range"
	badLevel    configFault = "unknown level"
	badReminder configFault = "no hour, day or number of minutes that can be used"
	badPattern  configFault = "no regular expression"
	badLegal    configFault = "no legal text"
	namelessOne configFault = "pattern without a name or expression"
	empty       configFault = "empty"
)

func (e *configError) Error() string {
	text := fmt.Sprintf("config %s: line %d: %s: %s", e.File, e.Line, e.Key, e.Fault)
	if e.err != nil {
		text += ": " + e.err.Error()
	}
	return text
}

func (e *configError) Unwrap() error { return e.err }

// readConfig reads the file over the defaults and checks every value; "" reads
// no file. The token of the environment comes last. Errors are *configError.
func readConfig(file string, getenv func(string) string) (config, error) {
	c := defaults()
	if file != "" {
		if err := c.decode(file); err != nil {
			return c, err
		}
	}
	c.tokenInFile = c.Telegram.Token != ""
	if token := strings.TrimSpace(getenv(tokenVariable)); token != "" {
		c.Telegram.Token = Token(token)
	}
	if err := c.check(); err != nil {
		err.File = file
		return c, err
	}
	return c, nil
}

// typeFault reads where a value has the wrong type: the library has no error
// type for that, and its words name Go types.
var typeFault = regexp.MustCompile(`line (\d+) \(last key "([^"]*)"\)`)

func (c *config) decode(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return &configError{Fault: noFile, File: file, err: err}
	}
	c.Secrecy.Patterns = nil // the file's list replaces the default one, it does not fill it
	meta, err := toml.Decode(string(text), c)
	var parse toml.ParseError
	switch {
	case errors.As(err, &parse):
		return &configError{Fault: badSyntax, File: file, Line: parse.Position.Line, err: err}
	case err != nil:
		e := &configError{Fault: badType, File: file, err: err}
		if at := typeFault.FindStringSubmatch(err.Error()); at != nil {
			e.Line, _ = strconv.Atoi(at[1])
			e.Key = at[2]
		}
		return e
	}
	if unknown := outermost(meta.Undecoded()); len(unknown) > 0 {
		return &configError{Fault: unknownKeys, File: file, Key: strings.Join(unknown, ", ")}
	}
	if !meta.IsDefined("secrecy", "pattern") {
		c.Secrecy.Patterns = slices.Clone(defaultPatterns)
	}
	return nil
}

// outermost names the keys, leaving out what stands inside another of them.
func outermost(keys []toml.Key) []string {
	var names []string
	for _, k := range keys {
		name := k.String()
		inside := slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(name, n+".") })
		if !inside && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// check proves every value usable and fills in what is made of them.
func (c *config) check() *configError {
	var err error
	// "Local" is the machine's zone, which nothing may depend on.
	if c.Office.zone, err = time.LoadLocation(c.Office.Timezone); err != nil || c.Office.Timezone == "" || c.Office.Timezone == "Local" {
		return &configError{Fault: badZone, Key: "office.timezone", Value: c.Office.Timezone, err: err}
	}
	if c.Store.Path == "" {
		return &configError{Fault: empty, Key: "store.path"}
	}
	if c.HTTP.PublicURL != "" && !hasScheme(c.HTTP.PublicURL, "http", "https") {
		return &configError{Fault: badURL, Key: "http.public_url"}
	}
	if c.HTTP.PublicURL != "" && c.HTTP.Listen == "" {
		return &configError{Fault: empty, Key: "http.listen"}
	}
	if !hasScheme(c.Telegram.APIURL, "http", "https") {
		return &configError{Fault: badURL, Key: "telegram.api_url"}
	}
	if c.Telegram.Proxy != "" && !hasScheme(c.Telegram.Proxy, "http", "https", "socks5") {
		return &configError{Fault: badProxy, Key: "telegram.proxy"}
	}
	if err := c.Outbox.check(); err != nil {
		return err
	}
	for key, n := range map[string]int{"limits.messages_per_minute": c.Limits.MessagesPerMinute, "limits.files_per_hour": c.Limits.FilesPerHour} {
		if n < 0 || n > 10_000 {
			return &configError{Fault: badNumber, Key: key, Value: strconv.Itoa(n)}
		}
	}
	if err := c.Retention.check(); err != nil {
		return err
	}
	var field *scheduler.FieldError
	if err := c.clock().Check(); errors.As(err, &field) {
		return &configError{Fault: badReminder, Key: clockKeys[field.Field], Value: field.Value, err: err}
	}
	if n := c.Emulation.ChaseAgainHours; n < 0 || n > 24*7 {
		return &configError{Fault: badNumber, Key: "emulation.chase_again_hours", Value: strconv.Itoa(n)}
	}
	for _, line := range c.Emulation.LegalTexts {
		text, ok := bot.ParseLegalText(line)
		if !ok {
			return &configError{Fault: badLegal, Key: "emulation.legal_texts", Value: line}
		}
		c.Emulation.legal = append(c.Emulation.legal, text)
	}
	if err := c.Log.level.UnmarshalText([]byte(c.Log.Level)); err != nil {
		return &configError{Fault: badLevel, Key: "log.level", Value: c.Log.Level, err: err}
	}
	return c.Secrecy.compile()
}

// check refuses a pace at which nothing can be sent.
func (o outboxConfig) check() *configError {
	for _, rate := range []struct {
		key   string
		value float64
	}{
		{"outbox.overall_per_second", o.OverallPerSecond},
		{"outbox.private_per_second", o.PrivatePerSecond},
		{"outbox.group_per_minute", o.GroupPerMinute},
	} {
		if !(rate.value >= 0) || math.IsInf(rate.value, 0) { // NaN is not >= 0
			return &configError{Fault: badNumber, Key: rate.key, Value: fmt.Sprint(rate.value)}
		}
	}
	if n := o.InFlight; n < 1 || n > 1000 {
		return &configError{Fault: badNumber, Key: "outbox.in_flight", Value: strconv.Itoa(n)}
	}
	return nil
}

// mostDays is more than any office keeps anything: a hundred years.
const mostDays = 36_500

// check refuses what would forget things that the program still needs.
func (r retentionConfig) check() *configError {
	have, least := reflect.ValueOf(r), reflect.ValueOf(store.LeastRetention)
	for i := range have.NumField() {
		if n := have.Field(i).Int(); n < least.Field(i).Int() || n > mostDays {
			return &configError{Fault: badNumber, Key: "retention." + have.Type().Field(i).Tag.Get("toml"), Value: strconv.FormatInt(n, 10)}
		}
	}
	return nil
}

// clockKeys are the keys of the fields of scheduler.Settings.
var clockKeys = map[string]string{
	"Morning": "reminders.morning", "MorningUntil": "reminders.morning_until", "Evening": "reminders.evening", "EveningUntil": "reminders.evening_until",
	"Leads": "reminders.leads", "Late": "reminders.late_minutes", "QuietFrom": "reminders.quiet_from", "QuietTo": "reminders.quiet_to", "Duty": "reminders.duty", "NoWeek": "reminders.no_week", "Report": "reminders.report",
	"Receipt": "reminders.unacknowledged_minutes", "Outage": "reminders.outage_minutes",
	"Holidays": "reminders.holidays", "WorkingDays": "reminders.working_days",
	"Chase.Days": "emulation.chase_days", "Chase.Hour": "emulation.chase_hour", "Chase.HeadDays": "emulation.chase_head_days",
}

// hasScheme reports whether the text is the URL of a server, by one of the schemes.
func hasScheme(text string, schemes ...string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Hostname() != "" && slices.Contains(schemes, u.Scheme)
}

func (s *secrecyConfig) compile() *configError {
	for _, p := range s.Patterns {
		if p.Name == "" || p.Match == "" {
			return &configError{Fault: namelessOne, Key: "secrecy.pattern", Value: p.Name}
		}
		match, err := regexp.Compile(p.Match)
		if err != nil {
			return &configError{Fault: badPattern, Key: "secrecy.pattern", Value: p.Name, err: err}
		}
		s.compiled = append(s.compiled, bot.Pattern{Name: p.Name, Match: match})
	}
	return nil
}
