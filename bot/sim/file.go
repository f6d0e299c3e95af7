package sim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"mime"
	"path"
	"strings"
)

const (
	maxDownload  = 20 << 20 // bytes a bot may fetch of one file
	maxPhoto     = 10 << 20 // bytes
	maxPhotoSide = 10000    // pixels, width + height
	maxRatio     = 20       // of the longer side to the shorter
)

type file struct {
	id, unique string
	kind       string // "documents", "photos", "stickers"
	name       string
	path       string
	data       []byte
	width      int
	height     int
}

func (s *Server) store(kind, name string, data []byte) *file {
	n := s.nextSerial()
	f := &file{
		id: fmt.Sprintf("BQACAgUAAx%s%06d", kind[:1], n), unique: fmt.Sprintf("AgAD%06d", n),
		kind: kind, name: name, data: data,
		// As at Telegram, the path need not keep the name.
		path: fmt.Sprintf("%s/file_%d%s", kind, n, path.Ext(name)),
	}
	s.files[f.id], s.paths[f.path] = f, f
	return f
}

func (f *file) document() *document {
	kind := mime.TypeByExtension(path.Ext(f.name))
	if plain, _, err := mime.ParseMediaType(kind); err == nil {
		kind = plain
	}
	if known := mimeTypes[strings.ToLower(path.Ext(f.name))]; known != "" {
		kind = known
	}
	if kind == "" {
		kind = "application/octet-stream"
	}
	return &document{FileID: f.id, FileUniqueID: f.unique, FileName: f.name, MimeType: kind, FileSize: int64(len(f.data))}
}

// mimeTypes holds what must not depend on the tables of the machine.
var mimeTypes = map[string]string{
	".txt": "text/plain", ".csv": "text/csv", ".html": "text/html", ".pdf": "application/pdf", ".ics": "text/calendar",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// photo gives two sizes, as Telegram scales pictures; the last is the largest.
func (f *file) photo() []photoSize {
	full := photoSize{FileID: f.id, FileUniqueID: f.unique, Width: f.width, Height: f.height, FileSize: int64(len(f.data))}
	small := full
	small.Width, small.Height = max(1, f.width/4), max(1, f.height/4)
	small.FileUniqueID += "s"
	return []photoSize{small, full}
}

func (m *message) fileID() string {
	switch {
	case m.Document != nil:
		return m.Document.FileID
	case len(m.Photo) > 0:
		return m.Photo[len(m.Photo)-1].FileID
	}
	return ""
}

// sent finds the file of a parameter: uploaded under its name, attached under
// another, or named by a file_id. What is "document" or "photo".
func (s *Server) sent(c *call, what, value string) (*file, error) {
	up := c.files[what]
	if name, ok := strings.CutPrefix(value, "attach://"); ok {
		up = c.files[name]
	} else if value != "" {
		return s.known(what, value)
	}
	if up == nil {
		return nil, badRequest("there is no %s in the request", what)
	}
	if len(up.data) == 0 {
		return nil, badRequest("file must be non-empty")
	}
	if err := s.admitUpload(len(up.data)); err != nil {
		return nil, err
	}
	if what == "document" {
		return s.store("documents", up.name, up.data), nil
	}
	if len(up.data) > maxPhoto {
		return nil, badRequest("too big file, max size is %d bytes", maxPhoto)
	}
	picture, _, err := image.DecodeConfig(bytes.NewReader(up.data))
	if err != nil {
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	}
	w, h := picture.Width, picture.Height
	if w+h > maxPhotoSide || w > maxRatio*h || h > maxRatio*w {
		return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	f := s.store("photos", up.name, up.data)
	f.width, f.height = w, h
	return f, nil
}

func (s *Server) known(what, id string) (*file, error) {
	if strings.HasPrefix(id, "http://") || strings.HasPrefix(id, "https://") {
		return nil, s.notSimulated("sending a file by URL")
	}
	f := s.files[id]
	if f == nil {
		return nil, badRequest("wrong file identifier/HTTP URL specified")
	}
	if what == "photo" && f.kind != "photos" {
		return nil, badRequest("can't use file of type Document as Photo")
	}
	if what == "document" && f.kind != "documents" {
		return nil, badRequest("can't use file of type Photo as Document")
	}
	return f, nil
}

func (s *Server) sendDocument(c *call) (any, error) { return s.sendFile(c, "document") }

func (s *Server) sendPhoto(c *call) (any, error) { return s.sendFile(c, "photo") }

func (s *Server) sendFile(c *call, what string) (any, error) {
	if _, err := s.writable(c, what+"s"); err != nil {
		return nil, err
	}
	f, err := s.sent(c, what, c.text(what))
	if err != nil {
		return nil, err
	}
	m, err := s.fileMessage(f, what, c.text("caption"), c.text("parse_mode"), c.text("caption_entities"))
	if err != nil {
		return nil, err
	}
	return s.send(c, what+"s", m)
}

func (s *Server) fileMessage(f *file, what, caption, parseMode, entities string) (*message, error) {
	text, err := s.formattedText(caption, parseMode, entities, maxCaption)
	if err != nil {
		return nil, err
	}
	m := &message{Caption: text.text, CaptionEntities: text.entities}
	if what == "photo" {
		m.Photo = f.photo()
	} else {
		m.Document = f.document()
	}
	return m, nil
}

// inputMedia reads one InputMedia object.
func (s *Server) inputMedia(c *call, raw []byte) (*message, error) {
	var in struct {
		Type            string          `json:"type"`
		Media           string          `json:"media"`
		Caption         string          `json:"caption"`
		ParseMode       string          `json:"parse_mode"`
		CaptionEntities json.RawMessage `json:"caption_entities"`
	}
	if json.Unmarshal(raw, &in) != nil {
		return nil, badRequest("can't parse input media JSON object")
	}
	if in.Type != "document" && in.Type != "photo" {
		return nil, s.notSimulated("input media of type %q", in.Type)
	}
	if in.Media == "" {
		return nil, badRequest("media not found")
	}
	f, err := s.sent(c, in.Type, in.Media)
	if err != nil {
		return nil, err
	}
	return s.fileMessage(f, in.Type, in.Caption, in.ParseMode, string(in.CaptionEntities))
}

func (s *Server) sendMediaGroup(c *call) (any, error) {
	ch, err := s.writable(c, "photos")
	if err != nil {
		return nil, err
	}
	var items []json.RawMessage
	if json.Unmarshal([]byte(c.text("media")), &items) != nil {
		return nil, badRequest("can't parse media JSON object")
	}
	switch n := len(items); {
	case n == 0:
		return nil, badRequest("there are no messages to send")
	case n == 1:
		s.violate("a media group of one: the documentation asks for 2-10")
	case n > 10:
		return nil, badRequest("too many messages to send as an album")
	}
	replied, err := s.repliedTo(c, ch)
	if err != nil {
		return nil, err
	}
	var group []*message
	for _, raw := range items {
		m, err := s.inputMedia(c, raw)
		if err != nil {
			return nil, err
		}
		if len(group) > 0 && (m.Document == nil) != (group[0].Document == nil) {
			return nil, badRequest("document can't be mixed with other media types")
		}
		group = append(group, m)
	}
	if err := s.admit(ch, len(group)); err != nil {
		return nil, err
	}
	id := fmt.Sprintf("%d", s.nextSerial())
	for _, m := range group {
		m.MediaGroupID, m.ReplyTo = id, replied
		s.post(ch, &s.me, m)
		s.record(c, ch, m)
	}
	return group, nil
}

func (s *Server) getFile(c *call) (any, error) {
	id := c.text("file_id")
	if id == "" {
		return nil, badRequest("file_id not specified")
	}
	f := s.files[id]
	switch {
	case f == nil:
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	case len(f.data) > maxDownload:
		return nil, badRequest("file is too big")
	}
	return map[string]any{"file_id": f.id, "file_unique_id": f.unique, "file_size": len(f.data), "file_path": f.path}, nil
}

// download answers /file/bot<TOKEN>/<path>.
func (s *Server) download(rest string) reply {
	token, name, _ := strings.Cut(rest, "/")
	if token != s.options.Token {
		return refuse(&refusal{code: 401, description: "Unauthorized"})
	}
	var f *file
	var effect *Effect
	s.locked(func() {
		effect = s.takeFault(&call{method: &method{name: "download"}})
		f = s.paths[name]
	})
	switch {
	case effect != nil && effect.instead != nil:
		return *effect.instead // a slow download is not simulated
	case f == nil:
		return refuse(&refusal{code: 404, description: "Not Found"})
	}
	return reply{status: 200, kind: "application/octet-stream", body: f.data}
}
