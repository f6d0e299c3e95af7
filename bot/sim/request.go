package sim

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A call is one request to a method. Every way of passing parameters ends as
// text by name, arrays and objects as JSON, just as in the Bot API server.
type call struct {
	ctx    context.Context
	method *method
	values map[string]string
	files  map[string]*upload
	limit  int // bytes of one file
}

type upload struct {
	name string
	data []byte
}

func (c *call) text(name string) string { return c.values[name] }

// int reads an integer as the server does: what is not a number counts as 0.
func (c *call) int(name string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(c.values[name]), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (c *call) bool(name string) bool {
	switch strings.ToLower(strings.TrimSpace(c.values[name])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// readParameters fills c from the query and the body (already read whole).
func (c *call) readParameters(req *http.Request, body []byte) error {
	c.values, c.files = map[string]string{}, map[string]*upload{}
	c.addForm(req.URL.Query())
	if len(body) == 0 {
		return nil // a call without parameters may still announce a multipart body
	}
	kind, attributes, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	switch {
	case err != nil && req.Header.Get("Content-Type") != "":
		return badRequest("can't parse Content-Type: %v", err)
	case kind == "application/json":
		err = c.addJSON(body)
	case kind == "multipart/form-data":
		err = c.addMultipart(body, attributes["boundary"])
	case kind == "application/x-www-form-urlencoded":
		var form url.Values
		if form, err = url.ParseQuery(string(body)); err == nil {
			c.addForm(form)
		}
	default:
		err = fmt.Errorf("unsupported content type %q", kind)
	}
	if err != nil {
		var r *refusal
		if errors.As(err, &r) {
			return err
		}
		return badRequest("can't read the request: %v", err)
	}
	for _, value := range c.values {
		if !utf8.ValidString(value) {
			return badRequest("strings must be encoded in UTF-8")
		}
	}
	return nil
}

func (c *call) addForm(form url.Values) {
	for name, values := range form {
		c.values[name] = values[0]
	}
}

func (c *call) addJSON(body []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return badRequest("can't parse request JSON object")
	}
	for name, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) == nil && raw[0] == '"' {
			c.values[name] = text
		} else {
			c.values[name] = string(raw) // null too, which is no valid keyboard, say
		}
	}
	return nil
}

func (c *call) addMultipart(body []byte, boundary string) error {
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		// A file part may have an empty file name, so its presence decides.
		_, attributes, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		if err != nil {
			return err
		}
		if name, isFile := attributes["filename"]; isFile {
			if len(data) > c.limit {
				return &refusal{code: 413, description: "Request Entity Too Large"}
			}
			c.files[part.FormName()] = &upload{name: name, data: data}
		} else {
			c.values[part.FormName()] = string(data)
		}
	}
}
