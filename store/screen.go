package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// A Screen is a message that is edited in place (màn hình). Its buttons carry
// its id and revision; a press on an older revision changes nothing.
type Screen struct {
	ID       int64
	Chat     int64
	Person   string // key
	Duty     string // which duty answers its buttons
	State    json.RawMessage
	Revision int64
	Message  int64     // message id in the chat; 0 until it is sent
	Awaits   bool      // a text or a file that the person sends may be for it
	Changed  time.Time // read only
}

// NewScreen keeps a new screen and returns it with its id, at revision 1.
func (tx *Tx) NewScreen(s Screen, state any, now time.Time) (Screen, error) {
	raw, err := json.Marshal(state)
	if err != nil {
		return s, fmt.Errorf("new screen: %w", err)
	}
	s.State, s.Revision = raw, 1
	s.ID, err = tx.insert(`INSERT INTO screen (chat, person, duty, state, revision, awaits, changed_at) VALUES (?, ?, ?, ?, 1, ?, ?)`,
		s.Chat, s.Person, s.Duty, string(raw), s.Awaits, instant(now))
	if err != nil {
		return s, fmt.Errorf("new screen: %w", err)
	}
	return s, nil
}

// ChangeScreen keeps a new state, and whether a text is awaited, under the next
// revision.
func (tx *Tx) ChangeScreen(s *Screen, state any, now time.Time) error {
	raw, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("change screen %d: %w", s.ID, err)
	}
	s.State, s.Revision = raw, s.Revision+1
	if _, err := tx.exec(`UPDATE screen SET state = ?, revision = ?, awaits = ?, changed_at = ? WHERE id = ?`,
		string(raw), s.Revision, s.Awaits, instant(now), s.ID); err != nil {
		return fmt.Errorf("change screen %d: %w", s.ID, err)
	}
	return nil
}

const screenColumns = `id, chat, person, duty, state, revision, message, awaits, changed_at`

func scanScreen(rows *sql.Rows) (s Screen, err error) {
	var state string
	var changed int64
	err = rows.Scan(&s.ID, &s.Chat, &s.Person, &s.Duty, &state, &s.Revision, &s.Message, &s.Awaits, &changed)
	s.State, s.Changed = json.RawMessage(state), time.UnixMilli(changed)
	return s, err
}

func (tx *Tx) screens(where string, args ...any) ([]Screen, error) {
	all, err := collect(tx, scanScreen, `SELECT `+screenColumns+` FROM screen WHERE `+where, args...)
	return all, wrapRead("screen", err)
}

func (tx *Tx) screen(where string, args ...any) (s Screen, found bool, err error) {
	all, err := tx.screens(where+` LIMIT 1`, args...)
	if err != nil || len(all) == 0 {
		return s, false, err
	}
	return all[0], true, nil
}

// mostAwaiting is how many screens are asked whether a text is for them.
const mostAwaiting = "5"

// ofPerson are the screens of a person in a chat. SQLite plans an ordered statement anew
// for every bare parameter that it is given; for what is computed from one it does not.
const ofPerson = `chat = ? + 0 AND person = ? || '' AND `

// Awaiting finds the screens of the person in the chat that await a text or a file,
// the one changed last first.
func (tx *Tx) Awaiting(chat int64, person string) ([]Screen, error) {
	return tx.screens(ofPerson+`awaits = 1 ORDER BY changed_at DESC, id DESC LIMIT `+mostAwaiting, chat, person)
}

// Shown reports whether the screen has a message, or one on its way: what is next to
// be seen on it is an edit.
func (tx *Tx) Shown(s Screen) (shown bool, err error) {
	if s.Message != 0 {
		return true, nil
	}
	_, err = tx.one([]any{&shown}, `SELECT EXISTS (SELECT 1 FROM outbox WHERE screen = ? AND settled_at IS NULL)`, s.ID)
	return shown, wrapRead("screen", err)
}

// Screen finds a screen by id.
func (tx *Tx) Screen(id int64) (Screen, bool, error) { return tx.screen(`id = ?`, id) }

// NewestScreens finds the screens of a duty of the person in the chat, the newest first.
func (tx *Tx) NewestScreens(chat int64, person, duty string, most int) ([]Screen, error) {
	return tx.screens(ofPerson+`duty = ? || '' ORDER BY id DESC LIMIT `+strconv.Itoa(most), chat, person, duty)
}

// LastScreen finds the screen of a duty with which the person was last busy in the
// chat.
func (tx *Tx) LastScreen(chat int64, person, duty string) (Screen, bool, error) {
	return tx.screen(ofPerson+`duty = ? || '' ORDER BY changed_at DESC, id DESC`, chat, person, duty)
}

// StandInScreens finds the screens of the person in the chat that are about somebody
// going to the event in somebody's place.
func (tx *Tx) StandInScreens(chat int64, person string, event int64) ([]Screen, error) {
	return tx.screens(`chat = ? AND person = ? AND duty = ? AND json_extract(state, '$.event') = ?`, chat, person, DutyStandIn, event)
}

// KeepState keeps a new state under the same revision: for what the buttons do not
// depend on.
func (tx *Tx) KeepState(s Screen, state any) error {
	raw, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("change screen %d: %w", s.ID, err)
	}
	if _, err := tx.exec(`UPDATE screen SET state = ? WHERE id = ?`, string(raw), s.ID); err != nil {
		return fmt.Errorf("change screen %d: %w", s.ID, err)
	}
	return nil
}

// LastBusy is when the person last changed a screen of one of two duties in the chat;
// zero if there is none.
func (tx *Tx) LastBusy(chat int64, person, duty, other string) (time.Time, error) {
	var at sql.NullInt64
	_, err := tx.one([]any{&at}, `SELECT max(changed_at) FROM screen WHERE chat = ? AND person = ? AND duty IN (?, ?)`, chat, person, duty, other)
	return fromInstant(at), wrapRead("screen", err)
}
