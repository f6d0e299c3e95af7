package sim

import (
	"encoding/json"
	"fmt"
	"regexp"
	"unicode/utf8"
)

// settings are what the bot has said about itself.
type settings struct {
	commands map[string][]botCommand // by scope and language
	texts    map[string]string       // by kind and language
}

type botCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// scopeKey names the list of commands that a call means.
func (s *Server) scopeKey(c *call) (string, error) {
	language := c.text("language_code")
	if language != "" && !regexp.MustCompile(`^[a-z]{2}$`).MatchString(language) {
		return "", badRequest("invalid language code specified")
	}
	scope := struct {
		Type   string      `json:"type"`
		ChatID json.Number `json:"chat_id"`
		UserID int64       `json:"user_id"`
	}{Type: "default"}
	if raw := c.text("scope"); raw != "" {
		if json.Unmarshal([]byte(raw), &scope) != nil {
			return "", badRequest("can't parse BotCommandScope JSON object")
		}
	}
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		return commandKey(scope.Type, 0, 0, language), nil
	case "chat", "chat_administrators", "chat_member":
	default:
		return "", badRequest("unsupported type specified")
	}
	id := atoi(scope.ChatID.String())
	if s.chats[id] == nil {
		return "", badRequest("chat not found")
	}
	if scope.Type != "chat" && s.chats[id].private() {
		return "", badRequest("can't use the scope in private chats")
	}
	if scope.Type == "chat_member" && s.chats[scope.UserID] == nil {
		return "", badRequest("user not found")
	}
	if scope.Type != "chat_member" {
		scope.UserID = 0
	}
	return commandKey(scope.Type, id, scope.UserID, language), nil
}

func commandKey(scope string, chat, person int64, language string) string {
	return fmt.Sprintf("%s/%d/%d/%s", scope, chat, person, language)
}

func (s *Server) setMyCommands(c *call) (any, error) {
	key, err := s.scopeKey(c)
	if err != nil {
		return nil, err
	}
	var list []botCommand
	if json.Unmarshal([]byte(c.text("commands")), &list) != nil {
		return nil, badRequest("can't parse commands JSON object")
	}
	if len(list) > 100 {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, command := range list {
		if !commandName.MatchString(command.Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := utf8.RuneCountInString(command.Description); n < 1 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	s.settings.commands[key] = list
	s.record(c, nil, nil)
	return true, nil
}

func (s *Server) getMyCommands(c *call) (any, error) {
	key, err := s.scopeKey(c)
	if err != nil {
		return nil, err
	}
	return append([]botCommand{}, s.settings.commands[key]...), nil
}

func (s *Server) deleteMyCommands(c *call) (any, error) {
	key, err := s.scopeKey(c)
	if err != nil {
		return nil, err
	}
	delete(s.settings.commands, key)
	s.record(c, nil, nil)
	return true, nil
}

// Commands returns the menu that a person sees in the chat they are in, from
// the narrowest scope that has one, their language first: "lich – Lịch hôm nay".
func (p *Person) Commands() []string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch := p.chat()
	type scope struct {
		name         string
		chat, person int64
	}
	scopes := []scope{{"chat", ch.info.ID, 0}, {"all_private_chats", 0, 0}, {"default", 0, 0}}
	if !ch.private() {
		scopes = []scope{{"chat_member", ch.info.ID, p.account.ID}, {"chat", ch.info.ID, 0}, {"all_group_chats", 0, 0}, {"default", 0, 0}}
		if ch.owner == p.account.ID {
			scopes = []scope{scopes[0], {"chat_administrators", ch.info.ID, 0}, scopes[1], {"all_chat_administrators", 0, 0}, scopes[2], scopes[3]}
		}
	}
	for _, sc := range scopes {
		for _, language := range []string{p.account.LanguageCode, ""} {
			list := p.s.settings.commands[commandKey(sc.name, sc.chat, sc.person, language)]
			if len(list) == 0 {
				continue
			}
			var menu []string
			for _, command := range list {
				menu = append(menu, command.Command+" – "+command.Description)
			}
			return menu
		}
	}
	return nil
}

// setText and getText serve the name, the description and the short
// description, which differ in their length only.
func setText(field string, limit int) func(*Server, *call) (any, error) {
	return func(s *Server, c *call) (any, error) {
		if utf8.RuneCountInString(c.text(field)) > limit {
			return nil, badRequest("bot %s is too long", map[string]string{"name": "name", "description": "description", "short_description": "short description"}[field])
		}
		s.settings.texts[field+"/"+c.text("language_code")] = c.text(field)
		s.record(c, nil, nil)
		return true, nil
	}
}

func getText(field string) func(*Server, *call) (any, error) {
	return func(s *Server, c *call) (any, error) {
		text, own := s.settings.texts[field+"/"+c.text("language_code")]
		if !own || text == "" {
			text = s.settings.texts[field+"/"]
		}
		if text == "" && field == "name" {
			text = s.me.FirstName
		}
		return map[string]string{field: text}, nil
	}
}
