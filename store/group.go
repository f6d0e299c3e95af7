package store

import (
	"database/sql"
	"fmt"
	"strconv"
	"time"
)

// A Group is a chat of several people that the office has registered (nhóm đã
// đăng ký). It is no person: it gets what everyone in the office may see.
type Group struct {
	Chat  int64
	Title string
	By    string // key of the person who registered it
	Since time.Time
}

// RegisterGroup serves a group from now on, also one that was served before: what
// it showed then is forgotten.
func (tx *Tx) RegisterGroup(g Group) error {
	if _, err := tx.exec(`DELETE FROM chat_group WHERE chat = ? AND left_at IS NOT NULL`, g.Chat); err != nil {
		return fmt.Errorf("register group %d: %w", g.Chat, err)
	}
	if _, err := tx.exec(`INSERT INTO chat_group (chat, title, registered_by, registered_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (chat) DO UPDATE SET title = excluded.title`, g.Chat, g.Title, g.By, instant(g.Since)); err != nil {
		return fmt.Errorf("register group %d: %w", g.Chat, err)
	}
	if err := tx.Record(Entry{At: g.Since, Actor: g.By, Act: DidRegister, Subject: aboutGroup(g.Chat), New: g.Title}); err != nil {
		return err
	}
	return tx.touchBoards()
}

func aboutGroup(chat int64) Subject { return Subject{AboutGroup, strconv.FormatInt(chat, 10)} }

// LeaveGroup serves the group no longer; found is false if it was not served. by is
// the key of the person who ended it, "" if the bot was taken out.
func (tx *Tx) LeaveGroup(chat int64, by string, now time.Time) (g Group, found bool, err error) {
	if g, found, err = tx.Group(chat); err != nil || !found {
		return g, found, err
	}
	if _, err := tx.exec(`UPDATE chat_group SET left_at = ? WHERE chat = ?`, instant(now), chat); err != nil {
		return g, true, fmt.Errorf("leave group %d: %w", chat, err)
	}
	return g, true, tx.Record(Entry{At: now, Actor: by, Act: DidLeave, Subject: aboutGroup(chat), Old: g.Title})
}

// ReviveGroup notes that the group can be written to again; what could not arrive
// meanwhile is posted anew.
func (tx *Tx) ReviveGroup(chat int64) error {
	gone, err := tx.changed(`DELETE FROM gone_chat WHERE chat = ? AND moved = 0`, chat)
	if err == nil && gone > 0 {
		_, err = tx.RenewBoard(chat)
	}
	if err != nil {
		return fmt.Errorf("revive group %d: %w", chat, err)
	}
	return nil
}

// NameGroup keeps the title that the messenger has for the group now.
func (tx *Tx) NameGroup(chat int64, title string) error {
	if _, err := tx.exec(`UPDATE chat_group SET title = ? WHERE chat = ?`, title, chat); err != nil {
		return fmt.Errorf("name group %d: %w", chat, err)
	}
	return nil
}

// Group finds a group that is served.
func (tx *Tx) Group(chat int64) (g Group, found bool, err error) {
	groups, err := tx.groups(`chat = ?`, chat)
	if err != nil || len(groups) == 0 {
		return g, false, err
	}
	return groups[0], true, nil
}

// Groups lists the groups that are served and can be written to, in the order of
// registration.
func (tx *Tx) Groups() ([]Group, error) {
	return tx.groups(`chat NOT IN (SELECT chat FROM gone_chat)`)
}

func (tx *Tx) groups(where string, args ...any) ([]Group, error) {
	groups, err := collect(tx, func(rows *sql.Rows) (g Group, err error) {
		var since int64
		err = rows.Scan(&g.Chat, &g.Title, &g.By, &since)
		g.Since = time.UnixMilli(since)
		return g, err
	}, `SELECT chat, title, registered_by, registered_at FROM chat_group
		WHERE left_at IS NULL AND `+where+` ORDER BY registered_at, chat`, args...)
	if err != nil {
		return nil, fmt.Errorf("read groups: %w", err)
	}
	return groups, nil
}
