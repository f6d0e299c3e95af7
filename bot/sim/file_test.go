package sim_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"thuky/bot/sim"
)

func TestFiles(t *testing.T) {
	server := sim.New(sim.Options{})
	leader := server.Person(1001, "Thảo")
	b := newBot(t, server)
	ctx := t.Context()

	// A person's file, fetched by the bot.
	leader.UploadWith("tuần 43.txt", []byte("08h00: họp"), "lịch tuần")
	doc := updates(t, server, "")[0]["message"].(map[string]any)["document"].(map[string]any)
	if doc["file_name"] != "tuần 43.txt" || doc["mime_type"] != "text/plain" {
		t.Errorf("got %v", doc)
	}
	id := doc["file_id"].(string)
	f, err := b.GetFile(ctx, &tg.GetFileParams{FileID: id})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(f.FilePath, "43.txt") || !strings.HasSuffix(f.FilePath, ".txt") {
		t.Errorf("path %q", f.FilePath)
	}
	req, err := http.NewRequest("GET", b.FileDownloadLink(f), nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(resp.Body); err != nil || string(data) != "08h00: họp" {
		t.Errorf("got %q, %v", data, err)
	}
	server.Break(sim.Fault{Method: "download", Effect: sim.Gateway(502)})
	if resp, err := server.Client().Do(req); err != nil || resp.StatusCode != 502 {
		t.Errorf("got %v, %v", resp, err)
	}

	// The bot's file, a second time by file_id, with a new caption, as a picture.
	m, err := b.SendDocument(ctx, &tg.SendDocumentParams{
		ChatID: 1001, Caption: "<b>Lịch</b>", ParseMode: models.ParseModeHTML,
		Document: &models.InputFileUpload{Filename: "lịch.docx", Data: bytes.NewReader([]byte("PK"))},
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen := leader.Last(); seen.File != "lịch.docx" || seen.Text != "Lịch" || string(leader.File(seen.ID)) != "PK" {
		t.Errorf("got %+v", seen)
	}
	if _, err := b.SendDocument(ctx, &tg.SendDocumentParams{ChatID: 1001, Document: &models.InputFileString{Data: m.Document.FileID}}); err != nil {
		t.Error(err)
	}
	if _, err := b.EditMessageCaption(ctx, &tg.EditMessageCaptionParams{ChatID: 1001, MessageID: m.ID, Caption: "Lịch mới"}); err != nil {
		t.Error(err)
	}
	if _, err := b.EditMessageMedia(ctx, &tg.EditMessageMediaParams{ChatID: 1001, MessageID: m.ID, Media: &models.InputMediaPhoto{
		Media: "attach://bang.gif", Caption: "Bảng", MediaAttachment: bytes.NewReader(picture(40, 30)),
	}}); err != nil {
		t.Error(err)
	}
	if got := leader.Message(m.ID); got.File != "ảnh" || got.Text != "Bảng" || !got.Edited {
		t.Errorf("got %+v", got)
	}
	photo, err := b.SendPhoto(ctx, &tg.SendPhotoParams{ChatID: 1001, Photo: &models.InputFileUpload{Filename: "a.gif", Data: bytes.NewReader(picture(40, 30))}})
	if err != nil {
		t.Fatal(err)
	}
	if last := photo.Photo[len(photo.Photo)-1]; last.Width != 40 || last.Height != 30 {
		t.Errorf("got %+v", last)
	}
	group, err := b.SendMediaGroup(ctx, &tg.SendMediaGroupParams{ChatID: 1001, Media: []models.InputMedia{
		&models.InputMediaDocument{Media: "attach://a.txt", MediaAttachment: strings.NewReader("a")},
		&models.InputMediaDocument{Media: id, Caption: "hai"},
	}})
	if err != nil || len(group) != 2 || group[0].MediaGroupID != group[1].MediaGroupID {
		t.Errorf("got %v, %v", group, err)
	}
	_, err = b.SendMediaGroup(ctx, &tg.SendMediaGroupParams{ChatID: 1001, Media: []models.InputMedia{
		&models.InputMediaDocument{Media: id}, &models.InputMediaPhoto{Media: photo.Photo[1].FileID},
	}})
	if err == nil || !strings.Contains(err.Error(), "document can't be mixed with other media types") {
		t.Errorf("got %v", err)
	}
	noViolations(t, server)
}

func TestLargeFile(t *testing.T) {
	server := sim.New(sim.Options{})
	leader := server.Person(1001, "Thảo")
	for size, want := range map[int]string{20 << 20: "", 20<<20 + 1: "400 Bad Request: file is too big"} {
		leader.Upload("a.txt", make([]byte, size))
		all := updates(t, server, "-1")
		id := all[0]["message"].(map[string]any)["document"].(map[string]any)["file_id"].(string)
		_, body := call(t, server, "getFile", form{"file_id": id})
		if got := refusalOf(t, body); got != want {
			t.Errorf("%d bytes: got %q, want %q", size, got, want)
		}
	}
}
