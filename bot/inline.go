package bot

import (
	"time"

	"github.com/go-telegram/bot/models"

	"thuky/bot/ask"
	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// inlineLife is for how long an inline query waits for its answer; the person has
// typed on by then.
const inlineLife = 10 * time.Second

// inline answers "@thuky_bot lịch hôm nay", typed in any chat: what may be posted
// there, as everyone in the office may see it. A stranger gets nothing.
func (t *turn) inline(q *models.InlineQuery) error {
	if q.From == nil || q.From.IsBot {
		return t.aside("no person")
	}
	if err := t.identify(q.From.ID); err != nil {
		return err
	}
	var found []store.Article
	if t.asker.May(staff.ReadSchedule) && q.Offset == "" {
		var err error
		if found, err = t.articles(vi.Clean(q.Query)); err != nil {
			return err
		}
	}
	// The line of the person's own chat: one slow answer holds up nobody else's.
	return t.finish(t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: t.account, Class: store.Answer, Kind: store.Inline,
		Message: store.Message{Query: q.ID, Articles: found}, NotAfter: t.now.Add(inlineLife)}, t.now))
}

// articles are the answers to choose from: nothing typed yet is today.
func (t *turn) articles(text string) ([]store.Article, error) {
	q := ask.Understand(firstOf(text, "lịch hôm nay"), t.names, t.now)
	if q.From.IsZero() {
		return nil, nil // half a word is no mistake to speak of
	}
	if q.Mine { // whoever reads it where it is posted is somebody else
		q.Mine, q.People = false, append(q.People, t.asker.Key)
	}
	found, err := ask.Find(q, "", t.names.Directory(), t.tx)
	if err != nil || found.Query.From.IsZero() {
		return nil, err
	}
	return render.Articles(found, t.names.Directory()), nil
}
