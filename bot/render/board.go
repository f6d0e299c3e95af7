package render

import (
	"fmt"
	"strings"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// ToastWriting answers a press that a Word file is written for.
const ToastWriting = "Đang soạn bản Word, xin chờ một lát."

// Board is a published week as a group shows it, a message a page: every day with
// all that takes place on it. The instant of the publication is in the office's
// zone.
func Board(p store.Publication, d *staff.Directory) []store.Message {
	q := ask.Query{Intent: ask.List, From: p.Week.From, To: p.Week.To}
	w := answer{Answer: ask.Answer{Query: q, Rest: p.Week.Events}, directory: d, items: itemsFor(q, d)}
	blocks := w.listing()
	if len(p.Week.Events) == 0 {
		blocks = []block{{lines: []string{"Không có lịch."}}}
	}
	var all []store.Message
	for i, page := range paginate(boardTitle(p), blocks) {
		all = append(all, store.Message{Text: page, Quiet: i > 0})
	}
	return all
}

func boardTitle(p store.Publication) string {
	version := ""
	if p.Version > 1 {
		version = italic(fmt.Sprintf("Bản %d, cập nhật lúc %s ngày %s", p.Version, vi.Hour(p.At.Format("15:04")), vi.Day(civil.DateOf(p.At))))
	}
	return lines(bold("Lịch công tác tuần "+between(p.Week.From, p.Week.To)), version)
}

// BoardCaption stands under a picture of the week, page from 0. It does not name
// the version: a picture that stays the same is left alone.
func BoardCaption(p store.Publication, page, pages int) string {
	caption := "Lịch công tác tuần " + between(p.Week.From, p.Week.To)
	if pages > 1 {
		caption += fmt.Sprintf(", ảnh %d/%d", page+1, pages)
	}
	return caption
}

// BoardWithdrawn stands in a group in place of a week that was taken back.
func BoardWithdrawn(p store.Publication) store.Message {
	return message(markWarning + " Lịch công tác tuần " + between(p.Week.From, p.Week.To) + " đã được rút lại. Bản mới sẽ hiện ở tin này.")
}

// BoardDoubt tells the office that nobody knows whether a group got a week.
func BoardDoubt(d store.BoardDoubt) store.Message {
	return message(markWarning+" Chưa rõ nhóm "+quote(clip(d.Group.Title, 100))+" đã nhận đủ lịch tuần "+between(d.Monday, d.Monday.AddDays(6))+
		" chưa: đường truyền đứt trong khi gửi.", "Đồng chí xem trong nhóm; nếu thiếu, gõ /dangky trong nhóm để gửi lại phần thiếu.")
}

// Document is what stands under the Word file of a week.
func Document(monday civil.Date, version int) store.Message {
	return message(fmt.Sprintf("Lịch công tác tuần %s, bản %d", between(monday, monday.AddDays(6)), version))
}

// NoDocument answers who asks for the Word file of a week that is not published.
func NoDocument(monday civil.Date) store.Message {
	return message("Lịch tuần " + between(monday, monday.AddDays(6)) + " chưa công bố nên chưa có bản Word.")
}

// DocumentFailed tells that a Word file could not be written.
func DocumentFailed() store.Message {
	return message("Không soạn được bản Word của tuần này. Đồng chí xem lịch trong tin nhắn và báo Văn phòng giúp.")
}

// longestSummary is for how many code points an article is described.
const longestSummary = 100

// Articles are an answer as somebody may post it in another chat: the whole of it,
// then of a few days each day that has items. Nothing in them is about a reader,
// nor about the day on which they are read.
func Articles(a ask.Answer, d *staff.Directory) []store.Article {
	a.Query.Today = civil.Date{}
	all := pagesAs(a, d)
	if q := a.Query; q.Intent == ask.List && q.Days() > 1 && q.Days() <= 7 {
		for _, day := range a.Days() {
			if day.Empty() {
				continue
			}
			one := a
			one.Query = q.On(day.Date)
			one.Direct, one.Shared, one.Rest, one.Unpublished, one.Upcoming = day.Direct, day.Shared, day.Rest, nil, nil
			all = append(all, pagesAs(one, d)...)
		}
	}
	const most = 50 // that the messenger takes
	return all[:min(len(all), most)]
}

// pagesAs is every page of an answer as an article.
func pagesAs(a ask.Answer, d *staff.Directory) []store.Article {
	first, pages := Answer(a, "", d, 0)
	all := make([]store.Article, 0, pages)
	for page := range pages {
		m := first
		if page > 0 {
			m, _ = Answer(a, "", d, page)
		}
		head, rest, _ := strings.Cut(Plain(m.Text), "\n\n")
		title := strings.ReplaceAll(head, "\n", " · ")
		if pages > 1 {
			title += fmt.Sprintf(" (%d/%d)", page+1, pages)
		}
		all = append(all, store.Article{Title: clip(title, longestSummary), Description: clip(rest, longestSummary), Text: m.Text})
	}
	return all
}
