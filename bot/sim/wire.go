package sim

import "encoding/json"

// The objects of the Bot API as they travel. Only fields that the sim fills are
// here; names and meaning are those of core.telegram.org/bots/api.

type user struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type chatInfo struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
}

// Entity is a MessageEntity: a styled or active part of a text. Offset and
// Length count UTF-16 code units.
type Entity struct {
	Type          string `json:"type"`
	Offset        int    `json:"offset"`
	Length        int    `json:"length"`
	URL           string `json:"url,omitempty"`
	User          *user  `json:"user,omitempty"`
	Language      string `json:"language,omitempty"`
	CustomEmojiID string `json:"custom_emoji_id,omitempty"`
	UnixTime      int64  `json:"unix_time,omitempty"`
}

type message struct {
	ID              int            `json:"message_id"`
	From            *user          `json:"from,omitempty"`
	Date            int64          `json:"date"`
	Chat            chatInfo       `json:"chat"`
	ForwardOrigin   *messageOrigin `json:"forward_origin,omitempty"`
	ReplyTo         *message       `json:"reply_to_message,omitempty"`
	EditDate        int64          `json:"edit_date,omitempty"`
	MediaGroupID    string         `json:"media_group_id,omitempty"`
	Text            string         `json:"text,omitempty"`
	Entities        []Entity       `json:"entities,omitempty"`
	Caption         string         `json:"caption,omitempty"`
	CaptionEntities []Entity       `json:"caption_entities,omitempty"`
	Document        *document      `json:"document,omitempty"`
	Photo           []photoSize    `json:"photo,omitempty"`
	Sticker         *sticker       `json:"sticker,omitempty"`
	NewChatMembers  []user         `json:"new_chat_members,omitempty"`
	LeftChatMember  *user          `json:"left_chat_member,omitempty"`
	PinnedMessage   *message       `json:"pinned_message,omitempty"`
	MigrateTo       int64          `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom     int64          `json:"migrate_from_chat_id,omitempty"`
	ReplyMarkup     *inlineMarkup  `json:"reply_markup,omitempty"`

	extra        map[string]any // further fields of a message sent with Person.SendRaw
	keyboard     *replyMarkup   // what came with it besides an inline keyboard; such a message cannot be edited
	deleted      bool
	inaccessible bool // the bot can no longer reach it, people still see it
}

func (m *message) MarshalJSON() ([]byte, error) {
	type plain message
	raw, err := json.Marshal((*plain)(m))
	if err != nil || len(m.extra) == 0 {
		return raw, err
	}
	fields := map[string]any{}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	for name, value := range m.extra {
		fields[name] = value
	}
	return json.Marshal(fields)
}

// quoted is m as it stands inside another message: without what it replied to.
func (m *message) quoted() *message {
	c := *m
	c.ReplyTo = nil
	return &c
}

func (m *message) service() bool {
	return m.NewChatMembers != nil || m.LeftChatMember != nil || m.PinnedMessage != nil || m.MigrateTo != 0 || m.MigrateFrom != 0
}

type messageOrigin struct {
	Type           string `json:"type"`
	Date           int64  `json:"date"`
	SenderUser     *user  `json:"sender_user,omitempty"`
	SenderUserName string `json:"sender_user_name,omitempty"`
}

type document struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int64  `json:"file_size,omitempty"`
}

type photoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int64  `json:"file_size,omitempty"`
}

type sticker struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Type         string `json:"type"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	IsAnimated   bool   `json:"is_animated"`
	IsVideo      bool   `json:"is_video"`
	Emoji        string `json:"emoji,omitempty"`
}

type callbackQuery struct {
	ID           string `json:"id"`
	From         user   `json:"from"`
	Message      any    `json:"message,omitempty"`
	ChatInstance string `json:"chat_instance"`
	Data         string `json:"data,omitempty"`
}

// inaccessibleMessage stands for a message that the bot can no longer reach:
// its date is always 0.
type inaccessibleMessage struct {
	Chat chatInfo `json:"chat"`
	ID   int      `json:"message_id"`
	Date int64    `json:"date"`
}

type memberUpdate struct {
	Chat chatInfo       `json:"chat"`
	From user           `json:"from"`
	Date int64          `json:"date"`
	Old  map[string]any `json:"old_chat_member"`
	New  map[string]any `json:"new_chat_member"`
}
