package sim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// A spec is the Bot API as data, read from a file that its _meta explains:
// every method with its parameters, every type with its fields.
type spec struct {
	err     error // why it could not be read
	Methods map[string]struct {
		Params  []specField `json:"params"`
		Returns []string    `json:"returns"`
	} `json:"methods"`
	Types map[string]*specType `json:"types"`
}

type specType struct {
	Fields []specField `json:"fields"`
	OneOf  []string    `json:"one_of"`
}

type specField struct {
	Name     string   `json:"name"`
	Types    []string `json:"types"`
	Required bool     `json:"required"`
	Limit    *struct {
		Min           int    `json:"min"`
		Max           int    `json:"max"`
		Unit          string `json:"unit"` // characters or bytes
		AfterEntities bool   `json:"after_entities"`
	} `json:"limit"`
}

// A limitError is a missing or over-long value: where the sim knows Telegram's
// own words for it, those are what the bot gets.
type limitError struct{ field, text string }

func (e *limitError) Error() string { return e.text }

// Fields whose absence and length the methods judge themselves.
var judged = names("chat_id text message_id caption callback_data copy_text command commands description name short_description media message_ids document photo file_id callback_query_id inline_query_id user_id secret_token")

var specs sync.Map // path: *spec; a test run reads each file once

func loadSpec(path string) *spec {
	if known, ok := specs.Load(path); ok {
		return known.(*spec)
	}
	sp := &spec{}
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, sp)
	}
	if err == nil && len(sp.Methods) == 0 {
		err = errors.New("it holds no methods")
	}
	if err != nil {
		sp.err = fmt.Errorf("read the Bot API's spec %s: %w", path, err)
	}
	specs.Store(path, sp)
	return sp
}

// checkAgainstSpec refuses a call with an unknown or ill-typed parameter.
// Missing and over-long values are kept as violations and left to the method if
// it has Telegram's words for them.
func (s *Server) checkAgainstSpec(c *call) error {
	if s.spec.err != nil {
		return &refusal{code: 500, description: "sim: " + s.spec.err.Error()}
	}
	m, ok := s.spec.Methods[c.method.name]
	if !ok {
		return s.notSimulated("method %s, which the spec does not know,", c.method.name)
	}
	for name := range c.values {
		if !slices.ContainsFunc(m.Params, func(f specField) bool { return f.Name == name }) {
			return s.offence(c, fmt.Errorf("unknown parameter %q", name))
		}
	}
	for _, f := range m.Params {
		err := s.spec.checkParameter(c, f)
		var limit *limitError
		if errors.As(err, &limit) && judged[limit.field] {
			s.violate("%s: %v", c.method.name, err)
		} else if err != nil {
			return s.offence(c, err)
		}
	}
	return nil
}

func (s *Server) offence(c *call, err error) error {
	s.violate("%s: %v", c.method.name, err)
	return &refusal{code: 400, description: fmt.Sprintf("Bad Request: sim: %s: %v", c.method.name, err)}
}

func (sp *spec) checkParameter(c *call, f specField) error {
	raw, sent := c.values[f.Name]
	switch {
	case c.files[f.Name] != nil:
		if !slices.Contains(f.Types, "InputFile") {
			return fmt.Errorf("parameter %q is no file", f.Name)
		}
		return nil
	case !sent && f.Required:
		return &limitError{f.Name, fmt.Sprintf("parameter %q is required", f.Name)}
	case !sent:
		return nil
	}
	err := sp.fits(f.Types, f.Name, func(t string) (any, bool) { return parameterValue(raw, t) })
	if err == nil {
		err = f.checkLength(f.Name, raw)
	}
	return err
}

// parameterValue reads the text of a parameter as a value of a type: strings
// stand for themselves, everything else is JSON.
func parameterValue(raw, t string) (any, bool) {
	switch {
	case t == "String", t == "InputFile", strings.HasPrefix(t, `"`):
		return raw, true
	case t == "Boolean", t == "True":
		switch strings.ToLower(raw) {
		case "true", "yes", "1":
			return true, true
		case "false", "no", "0", "":
			return false, true
		}
		return nil, false
	}
	return decoded([]byte(raw))
}

func decoded(raw []byte) (any, bool) {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	err := d.Decode(&v)
	return v, err == nil
}

// fits checks a value against alternatives; value gives it as seen by each. Of
// several complaints the one of the likeliest type is returned.
func (sp *spec) fits(types []string, where string, value func(t string) (any, bool)) error {
	best, bestScore := fmt.Errorf("%s is not %s", where, strings.Join(types, " or ")), 0
	for _, t := range types {
		v, ok := value(t)
		if !ok {
			continue
		}
		err := sp.check(v, t, where)
		if err == nil {
			return nil
		}
		if score := sp.likeness(v, t); score > bestScore {
			best, bestScore = err, score
		}
	}
	return best
}

// likeness counts the fields of v that a type knows; a wrong literal ("type":
// "photo") rules the type out.
func (sp *spec) likeness(v any, t string) int {
	if list, ok := v.([]any); ok && strings.HasPrefix(t, "Array<") && len(list) > 0 {
		return 1
	}
	fields, ok := v.(map[string]any)
	known := sp.Types[t]
	if !ok || known == nil {
		return 0
	}
	score := 0
	for _, alternative := range known.OneOf {
		score = max(score, sp.likeness(v, alternative))
	}
	for _, f := range known.Fields {
		value, present := fields[f.Name]
		if !present {
			continue
		}
		score++
		if len(f.Types) == 1 && strings.HasPrefix(f.Types[0], `"`) {
			if value != strings.Trim(f.Types[0], `"`) {
				return 0
			}
			score += 100
		}
	}
	return score
}

func (sp *spec) check(v any, t, where string) error {
	ok := true
	switch {
	case t == "String", t == "InputFile":
		_, ok = v.(string)
	case strings.HasPrefix(t, `"`):
		text, isText := v.(string)
		ok = isText && text == strings.Trim(t, `"`)
	case t == "Integer":
		n, isNumber := v.(json.Number)
		_, err := strconv.ParseInt(string(n), 10, 64)
		ok = isNumber && err == nil
	case t == "Float":
		_, ok = v.(json.Number)
	case t == "Boolean":
		_, ok = v.(bool)
	case t == "True", t == "False":
		ok = v == (t == "True")
	case t == "UpdateType":
		name, _ := v.(string)
		ok = name != "" && slices.ContainsFunc(sp.Types["Update"].Fields, func(f specField) bool { return f.Name == name })
	case strings.HasPrefix(t, "Array<"):
		return sp.checkArray(v, t, where)
	case sp.Types[t] != nil && len(sp.Types[t].OneOf) > 0:
		return sp.fits(sp.Types[t].OneOf, where, func(string) (any, bool) { return v, true })
	case sp.Types[t] != nil:
		return sp.checkObject(v, t, where)
	}
	if !ok {
		return fmt.Errorf("%s is not %s", where, t)
	}
	return nil
}

func (sp *spec) checkArray(v any, t, where string) error {
	list, ok := v.([]any)
	if !ok {
		return fmt.Errorf("%s is not %s", where, t)
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(t, "Array<"), ">")
	types := []string{inner}
	if !strings.HasPrefix(inner, "Array<") {
		types = strings.Split(inner, "|")
	}
	for i, item := range list {
		if err := sp.fits(types, fmt.Sprintf("%s[%d]", where, i), func(string) (any, bool) { return item, true }); err != nil {
			return err
		}
	}
	return nil
}

func (sp *spec) checkObject(v any, t, where string) error {
	fields, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is not %s", where, t)
	}
	known := sp.Types[t].Fields
	for name := range fields {
		if !slices.ContainsFunc(known, func(f specField) bool { return f.Name == name }) {
			return fmt.Errorf("%s: %s has no field %q", where, t, name)
		}
	}
	for _, f := range known {
		value, present := fields[f.Name]
		path := where + "." + f.Name
		if !present {
			if f.Required {
				return &limitError{f.Name, fmt.Sprintf("%s is required by %s", path, t)}
			}
			continue
		}
		if err := sp.fits(f.Types, path, func(string) (any, bool) { return value, true }); err != nil {
			return err
		}
		if text, isText := value.(string); isText {
			if err := f.checkLength(path, text); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkLength leaves texts that are counted after entity parsing to the method.
func (f specField) checkLength(where, text string) error {
	if f.Limit == nil || f.Limit.AfterEntities {
		return nil
	}
	n := utf8.RuneCountInString(text)
	if f.Limit.Unit == "bytes" {
		n = len(text)
	}
	if n < f.Limit.Min || n > f.Limit.Max {
		return &limitError{f.Name, fmt.Sprintf("%s has %d %s, allowed are %d to %d", where, n, f.Limit.Unit, f.Limit.Min, f.Limit.Max)}
	}
	return nil
}

// checkResult and checkUpdate hold the sim itself to the spec.
func (s *Server) checkResult(method string, body []byte) {
	m, ok := s.spec.Methods[method]
	v, valid := decoded(body)
	answer, _ := v.(map[string]any)
	if !ok || !valid || answer == nil {
		return
	}
	if err := s.spec.fits(m.Returns, method+" result", func(string) (any, bool) { return answer["result"], true }); err != nil && method != "getUpdates" {
		s.violate("the sim's own answer: %v", err)
	}
}

func (s *Server) checkUpdate(raw []byte) {
	if s.spec.err != nil {
		return
	}
	v, _ := decoded(raw)
	if err := s.spec.check(v, "Update", "update"); err != nil {
		s.violate("the sim's own update: %v", err)
	}
}
