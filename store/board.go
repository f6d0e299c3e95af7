package store

import (
	"database/sql"
	"fmt"
	"time"

	"cloud.google.com/go/civil"
)

// A BoardKind is what a part of a board is made of.
type BoardKind string

// The kinds of part.
const (
	BoardText    BoardKind = "text"
	BoardPicture BoardKind = "picture"
)

// A BoardPart is one message of what a group shows of a week (lịch đăng trong
// nhóm). Its screen is the message.
type BoardPart struct {
	Chat    int64
	Monday  civil.Date
	Kind    BoardKind
	Page    int    // 0, 1, ...
	Screen  int64  // id
	Version int    // of the week, as it was last told to show
	Content string // digest of what that is
}

// BoardRevision grows with everything that may change what a board has to show, in
// this process or in another: a week, a group, a drawing, a doubt.
func (tx *Tx) BoardRevision() (revision int64, err error) {
	var versions, doubts int64
	// The list of states is that of the index, which is not used without it.
	if _, err := tx.one([]any{&versions, &doubts}, `SELECT coalesce((SELECT max(id) FROM week_version), 0),
		coalesce((SELECT max(settled_at) FROM outbox WHERE state = 'unknown' AND state IN ('failed', 'unknown', 'expired')), 0)`); err != nil {
		return 0, fmt.Errorf("read board revision: %w", err)
	}
	revision, err = tx.fact("board_revision")
	return revision + versions + doubts, err
}

// touchBoards notes that boards may have something new to show.
func (tx *Tx) touchBoards() error {
	revision, err := tx.fact("board_revision")
	if err != nil {
		return err
	}
	return tx.setFact("board_revision", revision+1)
}

// boardMemory is for how many days a week that is over is still kept right where
// it is shown.
const boardMemory = 35

// BoardWeeks lists the newest versions, without their events, of the weeks that
// boards show: those published and not over, and those that some board shows
// though they are over or were withdrawn.
func (tx *Tx) BoardWeeks(today civil.Date) ([]Publication, error) {
	versions, err := tx.versions(`monday >= ?
		AND version = (SELECT max(version) FROM week_version newer WHERE newer.monday = week_version.monday)
		AND (to_day >= ? AND extent = ? OR monday IN (SELECT monday FROM board))
		ORDER BY monday`, today.AddDays(-boardMemory).String(), today.String(), string(WholeWeek))
	all := make([]Publication, len(versions))
	for i, v := range versions {
		all[i] = v.Publication
	}
	return all, err
}

// Board lists what a group shows of a week, by kind and page.
func (tx *Tx) Board(chat int64, monday civil.Date) ([]BoardPart, error) {
	parts, err := collect(tx, func(rows *sql.Rows) (BoardPart, error) {
		p := BoardPart{Chat: chat, Monday: monday}
		return p, rows.Scan(&p.Kind, &p.Page, &p.Screen, &p.Version, &p.Content)
	}, `SELECT kind, page, screen, version, content FROM board WHERE chat = ? AND monday = ? ORDER BY kind, page`, chat, monday.String())
	if err != nil {
		return nil, fmt.Errorf("read board of %d: %w", chat, err)
	}
	return parts, nil
}

// SaveBoardPart keeps what a part was told to show.
func (tx *Tx) SaveBoardPart(p BoardPart) error {
	if _, err := tx.exec(`INSERT INTO board (chat, monday, kind, page, screen, version, content) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET screen = excluded.screen, version = excluded.version, content = excluded.content`,
		p.Chat, p.Monday.String(), string(p.Kind), p.Page, p.Screen, p.Version, p.Content); err != nil {
		return fmt.Errorf("save board of %d: %w", p.Chat, err)
	}
	return nil
}

// DropBoardPart forgets a part whose message is taken away.
func (tx *Tx) DropBoardPart(p BoardPart) error {
	if _, err := tx.exec(`DELETE FROM board WHERE chat = ? AND monday = ? AND kind = ? AND page = ?`,
		p.Chat, p.Monday.String(), string(p.Kind), p.Page); err != nil {
		return fmt.Errorf("drop board part of %d: %w", p.Chat, err)
	}
	return nil
}

// A BoardDoubt is a version of a week of which nobody knows whether a group got
// all of it.
type BoardDoubt struct {
	Group   Group
	Monday  civil.Date
	Version int
}

// BoardDoubts lists them, since that time.
func (tx *Tx) BoardDoubts(since time.Time) ([]BoardDoubt, error) {
	doubts, err := collect(tx, func(rows *sql.Rows) (d BoardDoubt, err error) {
		var monday string
		if err := rows.Scan(&d.Group.Chat, &d.Group.Title, &monday, &d.Version); err != nil {
			return d, err
		}
		d.Monday, err = civil.ParseDate(monday)
		return d, err
	}, `SELECT DISTINCT g.chat, g.title, b.monday, b.version FROM outbox o
		JOIN board b ON b.screen = o.screen
		JOIN screen s ON s.id = o.screen AND s.message = 0
		JOIN chat_group g ON g.chat = b.chat AND g.left_at IS NULL
		WHERE o.state = 'unknown' AND o.settled_at >= ? ORDER BY g.chat, b.monday`, instant(since))
	if err != nil {
		return nil, fmt.Errorf("read board doubts: %w", err)
	}
	return doubts, nil
}

// RenewBoard forgets the parts of a group's boards of which no message is known
// and none is on its way, so that they are posted again; it reports whether there
// were any.
func (tx *Tx) RenewBoard(chat int64) (renewed bool, err error) {
	n, err := tx.changed(`DELETE FROM board WHERE chat = ?
		AND (SELECT message FROM screen WHERE id = board.screen) = 0
		AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.screen = board.screen AND settled_at IS NULL)`, chat)
	if err != nil {
		return false, fmt.Errorf("renew board of %d: %w", chat, err)
	}
	return n > 0, tx.touchBoards()
}
