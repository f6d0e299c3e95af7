package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"thuky/bot/outbox"
	"thuky/store"
)

// A courier is the outbox's: Telegram, and for what has a file the messenger's
// memory of files. A file is uploaded once; whoever needs it next sends it by the
// id that it got. An office's board goes to many groups, and the messenger slows
// down who uploads the same again and again.
type courier struct {
	*Telegram
	store *store.Store
	log   *slog.Logger

	mu        sync.Mutex
	uploading map[string]chan struct{} // by hash: closed when the upload has ended
}

// Deliver carries one delivery.
func (c *courier) Deliver(ctx context.Context, d store.Delivery) (message int64, err error) {
	if d.Message.File == nil || d.Kind != store.Send && d.Kind != store.Edit {
		message, err = c.Telegram.Deliver(ctx, d)
		if refused := (*outbox.RefusedError)(nil); d.Kind == store.Pin && errors.As(err, &refused) {
			c.log.Info("not pinned", "chat", d.Chat, "reason", refused.Reason)
			return d.Target, nil // a board is read without a pin too
		}
		return message, err
	}
	hash := d.Message.File.Hash
	for {
		id, err := c.fileID(ctx, hash)
		if err != nil {
			return 0, fmt.Errorf("%w: %w", outbox.ErrUnsent, err)
		}
		if id != "" {
			message, _, err = c.send(ctx, d, id, nil)
			if !errors.Is(err, errFileID) {
				return message, err
			}
			if err := c.setFileID(ctx, hash, ""); err != nil { // another bot's, or forgotten there
				return 0, fmt.Errorf("%w: %w", outbox.ErrUnsent, err)
			}
		}
		end, mine := c.begin(hash)
		if mine {
			defer c.end(hash)
			return c.upload(ctx, d)
		}
		select {
		case <-end:
		case <-ctx.Done():
			return 0, fmt.Errorf("%w: %w", outbox.ErrUnsent, ctx.Err())
		}
	}
}

// begin takes the upload of a file, or tells when the one under way has ended.
func (c *courier) begin(hash string) (end <-chan struct{}, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if end, ok := c.uploading[hash]; ok {
		return end, false
	}
	c.uploading[hash] = make(chan struct{})
	return nil, true
}

func (c *courier) end(hash string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.uploading[hash])
	delete(c.uploading, hash)
}

// upload sends the file itself and remembers the id that it got.
func (c *courier) upload(ctx context.Context, d store.Delivery) (int64, error) {
	data, err := c.store.ReadFile(d.Message.File.Hash)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return 0, &outbox.RefusedError{Reason: "file is not kept any more"}
	case err != nil:
		return 0, fmt.Errorf("%w: %w", outbox.ErrUnsent, err)
	}
	message, id, err := c.send(ctx, d, "", data)
	if err == nil && id != "" {
		if err := c.setFileID(ctx, d.Message.File.Hash, id); err != nil {
			c.log.Warn("file will be uploaded again", "error", err)
		}
	}
	return message, err
}

func (c *courier) fileID(ctx context.Context, hash string) (id string, err error) {
	err = c.store.Read(ctx, func(tx *store.Tx) error {
		id, err = tx.FileID(hash)
		return err
	})
	return id, err
}

func (c *courier) setFileID(ctx context.Context, hash, id string) error {
	return c.store.Write(ctx, func(tx *store.Tx) error { return tx.SetFileID(hash, id) })
}

// errFileID is the messenger's refusal of a file's id.
var errFileID = errors.New("no such file at the messenger")

// send sends or replaces a message with a file: by its id at the messenger, or if
// that is "" with its data. It returns the message and the file's id.
func (c *courier) send(ctx context.Context, d store.Delivery, id string, data []byte) (message int64, fileID string, err error) {
	f := d.Message.File
	var file models.InputFile = &models.InputFileString{Data: id}
	media := id
	if id == "" {
		file = &models.InputFileUpload{Filename: f.Name, Data: bytes.NewReader(data)}
		media = "attach://" + f.Name
	}
	var sent *models.Message
	switch {
	case d.Kind == store.Edit:
		sent, err = c.api.EditMessageMedia(ctx, &tg.EditMessageMediaParams{
			ChatID: d.Chat, MessageID: int(d.Target), Media: inputMedia(d.Message, media, data), ReplyMarkup: markup(d),
		})
	case f.Picture:
		sent, err = c.api.SendPhoto(ctx, &tg.SendPhotoParams{
			ChatID: d.Chat, Photo: file, Caption: d.Message.Text, ParseMode: models.ParseModeHTML, ProtectContent: true,
			DisableNotification: d.Message.Quiet, ReplyParameters: replyTo(d.Message.Reply), ReplyMarkup: markup(d),
		})
	default:
		sent, err = c.api.SendDocument(ctx, &tg.SendDocumentParams{
			ChatID: d.Chat, Document: file, Caption: d.Message.Text, ParseMode: models.ParseModeHTML, ProtectContent: true,
			DisableNotification: d.Message.Quiet, ReplyParameters: replyTo(d.Message.Reply), ReplyMarkup: markup(d),
		})
	}
	switch {
	case err != nil && id != "" && errors.Is(err, tg.ErrorBadRequest) && strings.Contains(err.Error(), "wrong file"):
		return d.Target, "", errFileID
	case err != nil:
		return d.Target, "", c.verdict(err)
	}
	return int64(sent.ID), fileIDOf(sent), nil
}

func inputMedia(m store.Message, media string, data []byte) models.InputMedia {
	if m.File.Picture {
		return &models.InputMediaPhoto{Media: media, Caption: m.Text, ParseMode: models.ParseModeHTML, MediaAttachment: bytes.NewReader(data)}
	}
	return &models.InputMediaDocument{Media: media, Caption: m.Text, ParseMode: models.ParseModeHTML, MediaAttachment: bytes.NewReader(data)}
}

// fileIDOf is the id of a message's file; of the sizes of a photo the last is the
// largest.
func fileIDOf(m *models.Message) string {
	switch {
	case len(m.Photo) > 0:
		return m.Photo[len(m.Photo)-1].FileID
	case m.Document != nil:
		return m.Document.FileID
	}
	return ""
}
