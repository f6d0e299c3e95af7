package render

import (
	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// An Acknowledged is an item with the people who go to it, by what they did with its
// reminder. Keys.
type Acknowledged struct {
	Event    week.Event
	Received []string // have acknowledged it
	Silent   []string // were reminded and have not
	Waiting  []string // were not reminded yet, or no reminder reached them
}

// Receipts is who has acknowledged the items of a day (đã nhận), on pages.
func Receipts(day civil.Date, all []Acknowledged, page int, d *staff.Directory) (m store.Message, pages int) {
	title := bold("Ai đã nhận lời nhắc") + "\n" + longDay(day)
	blocks := make([]block, 0, len(all))
	for _, a := range all {
		e := a.Event
		head := bold(escape(vi.Hour(string(e.Time)))) + " "
		if e.Important {
			head += bold("(quan trọng)") + " "
		}
		rows := []string{head + escape(clip(publicText(e), 150))}
		for _, part := range []struct {
			words  string
			people []string
		}{{markDone + " Đã nhận: ", a.Received}, {markWarning + " Chưa nhận: ", a.Silent}, {"Chưa nhắc: ", a.Waiting}} {
			if len(part.people) > 0 {
				rows = append(rows, part.words+peopleNamed(part.people, d))
			}
		}
		if len(rows) == 1 {
			rows = append(rows, "Không ai được nhắc.")
		}
		blocks = append(blocks, block{lines: []string{lines(rows...)}})
	}
	if len(all) == 0 {
		blocks = append(blocks, block{lines: []string{"Không có mục nào ghi giờ."}})
	}
	texts := paginate(title, blocks)
	return store.Message{Text: texts[page%len(texts)]}, len(texts)
}
