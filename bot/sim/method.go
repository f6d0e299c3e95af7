package sim

import (
	"strconv"
	"strings"
)

// A method of the Bot API: its parameters as far as they are simulated, and
// what it does. Exactly one of run and wait is set; run is called under the
// mutex.
type method struct {
	name       string
	parameters map[string]bool
	run        func(*Server, *call) (any, error)
	wait       func(*Server, *call) (any, error)
}

// Parameters that change nothing a bot or its people could tell here.
const (
	quiet     = " disable_notification protect_content allow_paid_broadcast"
	styled    = " parse_mode link_preview_options entities"
	titled    = " caption parse_mode caption_entities show_caption_above_media"
	answering = " reply_parameters reply_markup"
)

var methods = table(
	define("getMe", "", (*Server).getMe),
	define("sendMessage", "chat_id text"+styled+quiet+answering, (*Server).sendMessage),
	define("editMessageText", "chat_id message_id text reply_markup"+styled, (*Server).editMessageText),
	define("editMessageCaption", "chat_id message_id reply_markup"+titled, (*Server).editMessageCaption),
	define("editMessageReplyMarkup", "chat_id message_id reply_markup", (*Server).editMessageReplyMarkup),
	define("editMessageMedia", "chat_id message_id media reply_markup", (*Server).editMessageMedia),
	define("deleteMessage", "chat_id message_id", (*Server).deleteMessage),
	define("deleteMessages", "chat_id message_ids", (*Server).deleteMessages),
	define("sendDocument", "chat_id document disable_content_type_detection"+titled+quiet+answering, (*Server).sendDocument),
	define("sendPhoto", "chat_id photo has_spoiler"+titled+quiet+answering, (*Server).sendPhoto),
	define("sendMediaGroup", "chat_id media reply_parameters"+quiet, (*Server).sendMediaGroup),
	define("sendChatAction", "chat_id action", (*Server).sendChatAction),
	define("getFile", "file_id", (*Server).getFile),
	define("answerCallbackQuery", "callback_query_id text show_alert url cache_time", (*Server).answerCallbackQuery),
	define("answerInlineQuery", "inline_query_id results cache_time is_personal next_offset button", (*Server).answerInlineQuery),
	define("pinChatMessage", "chat_id message_id disable_notification", (*Server).pinChatMessage),
	define("unpinChatMessage", "chat_id message_id", (*Server).unpinChatMessage),
	define("unpinAllChatMessages", "chat_id", (*Server).unpinAllChatMessages),
	define("getChat", "chat_id", (*Server).getChat),
	define("getChatMember", "chat_id user_id", (*Server).getChatMember),
	define("getChatMemberCount", "chat_id", (*Server).getChatMemberCount),
	define("getChatAdministrators", "chat_id", (*Server).getChatAdministrators),
	define("leaveChat", "chat_id", (*Server).leaveChat),
	define("setMyCommands", "commands scope language_code", (*Server).setMyCommands),
	define("getMyCommands", "scope language_code", (*Server).getMyCommands),
	define("deleteMyCommands", "scope language_code", (*Server).deleteMyCommands),
	define("setMyName", "name language_code", setText("name", 64)),
	define("getMyName", "language_code", getText("name")),
	define("setMyDescription", "description language_code", setText("description", 512)),
	define("getMyDescription", "language_code", getText("description")),
	define("setMyShortDescription", "short_description language_code", setText("short_description", 120)),
	define("getMyShortDescription", "language_code", getText("short_description")),
	define("deleteWebhook", "drop_pending_updates", (*Server).deleteWebhook),
	define("getWebhookInfo", "", (*Server).getWebhookInfo),
	&method{name: "getUpdates", parameters: names("offset limit timeout allowed_updates"), wait: (*Server).getUpdates},
)

func define(name, parameters string, run func(*Server, *call) (any, error)) *method {
	return &method{name: name, parameters: names(parameters), run: run}
}

func table(list ...*method) map[string]*method {
	byName := map[string]*method{}
	for _, m := range list {
		byName[strings.ToLower(m.name)] = m
	}
	return byName
}

func names(list string) map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields(list) {
		set[name] = true
	}
	return set
}

// checkCall refuses a call that the spec forbids or that names parameters
// outside the table: Telegram ignores unknown ones, but a bot that sends them
// means something by it.
func (s *Server) checkCall(c *call) error {
	m := c.method
	if s.spec != nil {
		if err := s.checkAgainstSpec(c); err != nil {
			return err
		}
	}
	attached := ""
	for name := range c.files {
		if _, isParameter := m.parameters[name]; !isParameter {
			attached = name // must be named by an attach:// value
			break
		}
	}
	for name := range c.values {
		if !m.parameters[name] {
			return s.notSimulated("parameter %s of %s", name, m.name)
		}
	}
	if attached != "" && !c.mentions("attach://"+attached) {
		return s.notSimulated("file %s of %s", attached, m.name)
	}
	return nil
}

func (c *call) mentions(text string) bool {
	for _, value := range c.values {
		if strings.Contains(value, text) {
			return true
		}
	}
	return false
}

func atoi(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
