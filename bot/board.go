package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// dutyBoard owns the messages that show a week in a group. They have no buttons.
const dutyBoard = "board"

// Boards keeps what the groups show of the week (lịch đăng trong nhóm) up to date
// until ctx is done: every group that is served shows every published week that is
// not over, in its newest version, each message sent once and edited from then on.
//
// It compares what is shown with the ledger instead of being told, so that it does
// not matter which process published, nor whether the group was there before the
// week, nor when the program last died.
func (b *Bot) Boards(ctx context.Context) {
	pause := backoff{}
	for ctx.Err() == nil {
		if err := b.postBoards(ctx); err != nil {
			b.log.Error("boards wait", "error", err)
			pause.wait(ctx, err)
			continue
		}
		pause.reset()
		rest(ctx, nil, boardPause)
		rest(ctx, b.boardKnock, 30*time.Second)
	}
}

// boardPause is between two looks at least: every commit of the clerk knocks, and
// few of them concern boards.
const boardPause = 100 * time.Millisecond

// postBoards queues what the boards lack, if anything has changed since they were
// last seen to.
func (b *Bot) postBoards(ctx context.Context) error {
	var revision int64
	if err := b.store.Read(ctx, func(tx *store.Tx) (err error) {
		revision, err = tx.BoardRevision()
		return err
	}); err != nil || revision == b.boards.Load() {
		return err
	}
	if err := b.store.Write(ctx, func(tx *store.Tx) (err error) {
		p := poster{tx: tx, now: b.now()}
		if err := p.all(); err != nil {
			return err
		}
		revision, err = tx.BoardRevision()
		return err
	}); err != nil {
		return fmt.Errorf("post boards: %w", err)
	}
	b.boards.Store(revision)
	b.sender.Knock()
	knock(b.errandKnock)
	return nil
}

// A poster compares boards with the ledger in one transaction.
type poster struct {
	tx     *store.Tx
	now    time.Time
	groups []store.Group
	staff  staff.Directory
}

func (p *poster) all() (err error) {
	if p.groups, err = p.tx.Groups(); err != nil || len(p.groups) == 0 {
		return err
	}
	if p.staff, err = p.tx.Directory(); err != nil {
		return err
	}
	weeks, err := p.tx.BoardWeeks(civil.DateOf(p.now))
	if err != nil {
		return err
	}
	for _, w := range weeks {
		if err := p.week(w); err != nil {
			return fmt.Errorf("week %s: %w", w.Monday, err)
		}
	}
	return p.tellDoubts()
}

// doubtMemory is for how long a doubt is worth a word.
const doubtMemory = 24 * time.Hour

// tellDoubts tells those who register groups, once, which group may lack a part of
// a week: only a person who looks can tell, and then /dangky sends it again.
func (p *poster) tellDoubts() error {
	doubts, err := p.tx.BoardDoubts(p.now.Add(-doubtMemory))
	if err != nil || len(doubts) == 0 {
		return err
	}
	accounts, err := accountsFor(p.tx, &p.staff, staff.RegisterGroup)
	if err != nil {
		return err
	}
	for _, d := range doubts {
		for _, account := range accounts {
			if err := p.tx.Queue(store.Delivery{Deed: fmt.Sprintf("doubt/%d/%s/%d/%d", d.Group.Chat, d.Monday, d.Version, account),
				Chat: account, Class: store.Answer, Kind: store.Send, Message: render.BoardDoubt(d)}, p.now); err != nil {
				return err
			}
		}
	}
	return nil
}

// week brings one week onto all boards. Its text goes up at once, its pictures when
// they are drawn.
func (p *poster) week(w store.Publication) error {
	whole := w.Extent == store.WholeWeek
	drawing, asked, drawn, err := p.tx.Drawing(w.Monday, w.Version, store.Picture)
	if err != nil {
		return err
	}
	pictureCount := -1 // not known yet
	if drawn || !whole {
		pictureCount = len(drawing.Hashes)
	}
	due := whole && !w.Week.To.Before(civil.DateOf(p.now))
	var texts, pictures []store.Message
	for _, g := range p.groups {
		parts, err := p.tx.Board(g.Chat, w.Monday)
		if err != nil {
			return err
		}
		shown := byKind(parts)
		if len(parts) == 0 && !due || upToDate(w, shown, pictureCount) {
			continue
		}
		if texts == nil {
			if texts, err = p.words(w, &pictures, drawing); err != nil {
				return err
			}
		}
		if err := p.show(g, w, store.BoardText, shown[store.BoardText], texts); err != nil {
			return err
		}
		switch {
		case pictureCount >= 0:
			if err := p.show(g, w, store.BoardPicture, shown[store.BoardPicture], pictures); err != nil {
				return err
			}
		case !asked:
			asked = true
			if err := p.draw(w); err != nil {
				return err
			}
		}
	}
	return nil
}

// words are the messages that every group shows of the week.
func (p *poster) words(w store.Publication, pictures *[]store.Message, drawing store.Drawing) ([]store.Message, error) {
	if w.Extent != store.WholeWeek {
		return []store.Message{render.BoardWithdrawn(w)}, nil
	}
	full, _, err := p.tx.WeekVersion(w.Monday, w.Version)
	if err != nil {
		return nil, err
	}
	full.At = full.At.In(p.now.Location())
	for page, hash := range drawing.Hashes {
		*pictures = append(*pictures, store.Message{
			Text: render.BoardCaption(full, page, len(drawing.Hashes)), Quiet: true,
			File: &store.File{Hash: hash, Name: pictureName(drawing, page), Picture: true},
		})
	}
	return render.Board(full, &p.staff), nil
}

func pictureName(d store.Drawing, page int) string {
	return fmt.Sprintf("lich-tuan-%s-%d.png", d.Monday, page+1)
}

// draw asks for the pictures of a version; they come back as an errand's result.
func (p *poster) draw(w store.Publication) error {
	if err := p.tx.AskDrawing(w.Monday, w.Version, store.Picture); err != nil {
		return err
	}
	return p.tx.NewErrand(errandDrawWeek, 0, "", drawTask{Monday: w.Monday, Version: w.Version, Kind: store.Picture}, p.now)
}

func byKind(parts []store.BoardPart) map[store.BoardKind][]store.BoardPart {
	kinds := map[store.BoardKind][]store.BoardPart{}
	for _, part := range parts {
		kinds[part.Kind] = append(kinds[part.Kind], part)
	}
	return kinds
}

// upToDate reports whether a group shows that version, with as many pictures; a
// negative number of pictures is not known yet. Parts are brought up to date
// together, so that one of them that is speaks for all of its kind.
func upToDate(w store.Publication, shown map[store.BoardKind][]store.BoardPart, pictures int) bool {
	current := func(parts []store.BoardPart) bool { return len(parts) > 0 && parts[0].Version == w.Version }
	switch texts, drawn := shown[store.BoardText], shown[store.BoardPicture]; {
	case !current(texts):
		return false
	case pictures <= 0:
		return pictures < 0 || len(drawn) == 0
	default:
		return current(drawn)
	}
}

// show lets a group show these messages, one a page: what is there is edited, what
// is missing sent, what is too much taken away.
func (p *poster) show(g store.Group, w store.Publication, kind store.BoardKind, shown []store.BoardPart, messages []store.Message) error {
	for page, m := range messages {
		part, there := store.BoardPart{Chat: g.Chat, Monday: w.Monday, Kind: kind, Page: page}, false
		for _, s := range shown {
			if s.Page == page {
				part, there = s, true
			}
		}
		if there && part.Version == w.Version {
			continue
		}
		if err := p.part(part, there, w.Version, m); err != nil {
			return err
		}
	}
	for _, part := range shown {
		if part.Page >= len(messages) {
			if err := p.takeAway(part, w.Version); err != nil {
				return err
			}
		}
	}
	return nil
}

// part sends a part, or edits it if it shows something else than it should.
func (p *poster) part(part store.BoardPart, there bool, version int, m store.Message) error {
	content, err := digest(m)
	if err != nil {
		return err
	}
	same := there && part.Content == content
	part.Version, part.Content = version, content
	kind := store.Edit
	if !there {
		kind = store.Send
		s, err := p.tx.NewScreen(store.Screen{Chat: part.Chat, Duty: dutyBoard}, struct{}{}, p.now)
		if err != nil {
			return err
		}
		part.Screen = s.ID
	}
	if err := p.tx.SaveBoardPart(part); err != nil || same {
		return err
	}
	if err := p.queue(part, kind, m); err != nil || there || part.Kind != store.BoardText || part.Page > 0 {
		return err
	}
	return p.queue(part, store.Pin, store.Message{})
}

func (p *poster) takeAway(part store.BoardPart, version int) error {
	part.Version = version
	if err := p.tx.DropBoardPart(part); err != nil {
		return err
	}
	return p.queue(part, store.Delete, store.Message{})
}

// queue queues what a part's message needs, named by its screen and the version.
func (p *poster) queue(part store.BoardPart, kind store.Kind, m store.Message) error {
	return p.tx.Queue(store.Delivery{Deed: fmt.Sprintf("board/%d/%d/%s", part.Screen, part.Version, kind), Chat: part.Chat,
		Class: store.Bulk, Kind: kind, Message: m, Screen: part.Screen}, p.now)
}

// digest tells messages apart.
func digest(m store.Message) (string, error) {
	raw, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("digest: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}
