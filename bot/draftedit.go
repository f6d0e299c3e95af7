package bot

import (
	"strconv"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/week"
)

// itemsPage is how many items of a numbered list stand on a page.
const itemsPage = 10

// showItems is the numbered list from which one item is chosen.
func (d *draft) showItems() (store.Message, [][]choice[draft]) {
	events := d.Week.Events
	pages := max((len(events)+itemsPage-1)/itemsPage, 1)
	first := d.Page % pages * itemsPage
	shown := events[first:min(first+itemsPage, len(events))]
	var numbers []choice[draft]
	for i, e := range shown {
		numbers = append(numbers, choice[draft]{strconv.Itoa(first + i + 1), func(d *draft) { d.View, d.Item = viewItem, e.ID }})
	}
	rows := inRows(numbers, 5)
	if pages > 1 {
		rows = append(rows, []choice[draft]{{"Trang sau", func(d *draft) { d.Page = (d.Page + 1) % pages }}})
	}
	return render.ItemsToChoose(shown, first, len(events)), append(rows, []choice[draft]{toWeek})
}

var toWeek = choice[draft]{"Xem cả lịch", func(d *draft) { d.View, d.Page, d.Item = viewWeek, 0, 0 }}

// showItem is one item: what of it is to be corrected, or its field that is.
func (d *draft) showItem(e week.Event, k desk) (store.Message, [][]choice[draft]) {
	back := choice[draft]{"Quay lại", func(d *draft) { d.View = viewItem }}
	switch d.View {
	case viewRemove:
		return render.RemoveItem(e, k.names.Directory()), [][]choice[draft]{{
			{"Bỏ mục", func(d *draft) { d.remove(e.ID) }}, back}}
	case viewField:
		var all []choice[draft]
		for _, s := range k.suggestions(d.Field, e) {
			all = append(all, choice[draft]{s.label, func(d *draft) {
				s.edit(d.event(e.ID))
				if !s.stay {
					d.View = viewItem
				}
			}})
		}
		return render.AskField(d.Field, e, k.names.Directory()), append(inRows(all, 4), []choice[draft]{back})
	}
	correct := func(label string, f render.Field) choice[draft] {
		return choice[draft]{label, func(d *draft) { d.View, d.Field = viewField, f }}
	}
	paper := "Không gửi qua Telegram"
	if e.Paper {
		paper = "Gửi qua Telegram"
	}
	return render.ItemToCorrect(e, k.names.Directory()), [][]choice[draft]{
		{correct("Giờ", render.FieldHour), correct("Ngày", render.FieldDay), correct("Nơi", render.FieldPlace)},
		{correct("Nội dung", render.FieldText), correct("Thành phần", render.FieldWho)},
		{{paper, func(d *draft) { week.OnPaper(!e.Paper)(d.event(e.ID)) }}, {render.ImportantLabel(e), func(d *draft) { week.MarkImportant(!e.Important)(d.event(e.ID)) }}},
		{{"Bỏ mục", func(d *draft) { d.View = viewRemove }}},
		{{"Mục khác", func(d *draft) { d.View, d.Item = viewItems, 0 }}, toWeek},
	}
}
