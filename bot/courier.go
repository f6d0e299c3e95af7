package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"thuky/bot/outbox"
	"thuky/store"
)

// Deliver carries one delivery without a file. What Telegram answers becomes one
// of the outbox's errors, so that the outbox never sees Telegram.
func (t *Telegram) Deliver(ctx context.Context, d store.Delivery) (message int64, err error) {
	var sent *models.Message
	switch d.Kind {
	case store.Send:
		sent, err = t.api.SendMessage(ctx, &tg.SendMessageParams{
			ChatID: d.Chat, Text: d.Message.Text, ParseMode: models.ParseModeHTML,
			LinkPreviewOptions:  &models.LinkPreviewOptions{IsDisabled: tg.True()},
			ProtectContent:      true, // what the office says is not passed on with one tap
			DisableNotification: d.Message.Quiet,
			ReplyParameters:     replyTo(d.Message.Reply),
			ReplyMarkup:         markup(d),
		})
	case store.Edit:
		sent, err = t.api.EditMessageText(ctx, &tg.EditMessageTextParams{
			ChatID: d.Chat, MessageID: int(d.Target), Text: d.Message.Text, ParseMode: models.ParseModeHTML,
			LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: tg.True()},
			ReplyMarkup:        markup(d),
		})
	case store.Delete, store.Pin:
		return d.Target, t.touch(ctx, d)
	case store.Inline:
		_, err = t.api.AnswerInlineQuery(ctx, &tg.AnswerInlineQueryParams{InlineQueryID: d.Message.Query,
			Results: articles(d.Message.Articles), CacheTime: inlineCache, IsPersonal: true})
	case store.Toast:
		_, err = t.api.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: d.Message.Query, Text: d.Message.Text})
	case store.Commands:
		_, err = t.api.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: botCommands(d.Message.Commands), Scope: scope(d.Chat)})
	default:
		return 0, &outbox.RefusedError{Reason: fmt.Sprintf("unknown kind %q", d.Kind)}
	}
	if err != nil {
		return d.Target, t.verdict(err)
	}
	if sent != nil {
		return int64(sent.ID), nil
	}
	return d.Target, nil
}

// inlineCache is for how many seconds the messenger may give the same answer again.
const inlineCache = 5

// touch takes the message of a delivery's screen away, or pins it without a sound.
func (t *Telegram) touch(ctx context.Context, d store.Delivery) (err error) {
	if d.Target == 0 {
		return &outbox.RefusedError{Reason: "no such message"}
	}
	if d.Kind == store.Pin {
		_, err = t.api.PinChatMessage(ctx, &tg.PinChatMessageParams{ChatID: d.Chat, MessageID: int(d.Target), DisableNotification: true})
	} else {
		_, err = t.api.DeleteMessage(ctx, &tg.DeleteMessageParams{ChatID: d.Chat, MessageID: int(d.Target)})
	}
	if err != nil {
		return t.verdict(err)
	}
	return nil
}

func articles(all []store.Article) []models.InlineQueryResult {
	results := make([]models.InlineQueryResult, len(all))
	for i, a := range all {
		results[i] = &models.InlineQueryResultArticle{ID: strconv.Itoa(i), Title: a.Title, Description: a.Description,
			InputMessageContent: &models.InputTextMessageContent{MessageText: a.Text, ParseMode: models.ParseModeHTML,
				LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: tg.True()}}}
	}
	return results
}

// verdict translates Telegram's answer into what it means for the delivery; nil
// where what was wanted is already so. Its text is kept and logged.
func (t *Telegram) verdict(err error) error {
	says := scrub(err.Error(), t.token)
	var wait *tg.TooManyRequestsError
	var moved *tg.MigrateError
	has := func(part string) bool { return strings.Contains(says, part) }
	switch {
	case errors.Is(err, errUnsent):
		return fmt.Errorf("%w: %s", outbox.ErrUnsent, says)
	case errors.As(err, &wait):
		return &outbox.RetryError{After: time.Duration(max(wait.RetryAfter, 1)) * time.Second}
	case errors.As(err, &moved):
		return &outbox.MovedError{To: int64(moved.MigrateToChatID)}
	case errors.Is(err, tg.ErrorForbidden):
		return &outbox.GoneError{Reason: says}
	case errors.Is(err, tg.ErrorBadRequest) && (has("message is not modified") || has("query is too old") || has("message to delete not found")):
		return nil
	case errors.Is(err, tg.ErrorBadRequest) && has("can't parse entities"):
		return outbox.ErrMarkup
	case errors.Is(err, tg.ErrorBadRequest) && (has("message to edit not found") || has("message can't be edited")):
		return outbox.ErrNoTarget
	case errors.Is(err, tg.ErrorBadRequest) && has("chat not found"):
		return &outbox.GoneError{Reason: says}
	case errors.Is(err, tg.ErrorBadRequest):
		return &outbox.RefusedError{Reason: says}
	case errors.Is(err, tg.ErrorNotFound) && has("method not found"):
		return &outbox.RefusedError{Reason: says} // an office's own server may be an older one
	case errors.Is(err, tg.ErrorUnauthorized), errors.Is(err, tg.ErrorNotFound):
		// The token is wrong: nothing was sent, and mending the token mends it.
		return fmt.Errorf("%w: %s", outbox.ErrUnsent, says)
	case has("error decode response"):
		// The library's error quotes the page of the proxy that answered.
		return fmt.Errorf("%w: answer is not of the Bot API", outbox.ErrUncertain)
	}
	return fmt.Errorf("%w: %s", outbox.ErrUncertain, says)
}

func replyTo(message int64) *models.ReplyParameters {
	if message == 0 {
		return nil
	}
	return &models.ReplyParameters{MessageID: int(message), AllowSendingWithoutReply: true}
}

// markup is the keyboard of a message. It is nil, not a typed nil, where there is
// none: Telegram refuses a null keyboard.
func markup(d store.Delivery) models.ReplyMarkup {
	switch {
	case len(d.Message.Buttons) > 0:
		rows := make([][]models.InlineKeyboardButton, len(d.Message.Buttons))
		for i, row := range d.Message.Buttons {
			for _, b := range row {
				button := models.InlineKeyboardButton{Text: b.Label, URL: b.URL}
				if b.URL == "" {
					button.CallbackData = token{d.Screen, d.Revision, b.Action}.String()
				}
				rows[i] = append(rows[i], button)
			}
		}
		return &models.InlineKeyboardMarkup{InlineKeyboard: rows}
	case len(d.Message.Keyboard) > 0:
		rows := make([][]models.KeyboardButton, len(d.Message.Keyboard))
		for i, row := range d.Message.Keyboard {
			for _, label := range row {
				rows[i] = append(rows[i], models.KeyboardButton{Text: label})
			}
		}
		return &models.ReplyKeyboardMarkup{Keyboard: rows, ResizeKeyboard: true, IsPersistent: true}
	}
	return nil
}

func botCommands(menu []store.Command) []models.BotCommand {
	all := make([]models.BotCommand, len(menu))
	for i, c := range menu {
		all[i] = models.BotCommand{Command: c.Name, Description: c.Description}
	}
	return all
}

// scope of a command menu: one chat's own, or everybody's.
func scope(chat int64) models.BotCommandScope {
	if chat == 0 {
		return &models.BotCommandScopeDefault{}
	}
	return &models.BotCommandScopeChat{ChatID: chat}
}

// A token is what a button carries on the wire: the screen it belongs to, that
// screen's revision when it was shown, and the action. At most 64 bytes.
type token struct {
	screen, revision int64
	action           string
}

func (k token) String() string {
	return strconv.FormatInt(k.screen, 36) + "." + strconv.FormatInt(k.revision, 36) + "." + k.action
}

// readToken reads a button's data; ok is false for what no button of ours says.
func readToken(data string) (k token, ok bool) {
	parts := strings.SplitN(data, ".", 3)
	if len(parts) != 3 {
		return k, false
	}
	var err1, err2 error
	k.screen, err1 = strconv.ParseInt(parts[0], 36, 64)
	k.revision, err2 = strconv.ParseInt(parts[1], 36, 64)
	k.action = parts[2]
	return k, err1 == nil && err2 == nil && k.screen > 0 && k.revision > 0
}
