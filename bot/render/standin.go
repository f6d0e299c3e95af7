package render

import (
	"fmt"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// StandInItems asks to which of their items the person wants to send somebody else;
// replaced are the items, by identity, to which somebody goes or is asked to go.
func StandInItems(events []week.Event, replaced map[int64]store.StandIn, d *staff.Directory) store.Message {
	if len(events) == 0 {
		return message(bold("Cử người dự thay"), "Từ nay đến hết tuần sau đồng chí không có mục lịch nào.")
	}
	var all []string
	for i, e := range events {
		all = append(all, lines(fmt.Sprintf("%d. ", i+1)+itemBrief(shown(e)), standInLine(replaced[e.ID], d)))
	}
	return message(bold("Cử người dự thay"), lines(all...), italic("Đồng chí chọn mục."))
}

// shown is an event with the text that may be shown.
func shown(e week.Event) week.Event {
	e.Text = publicText(e)
	return e
}

// standInLine tells how it stands with a substitute, "" if nobody was ever asked.
func standInLine(s store.StandIn, d *staff.Directory) string {
	who := peopleNamed([]string{s.Substitute}, d)
	switch s.State {
	case store.Asked:
		return italic("→ đang hỏi " + who)
	case store.Accepted:
		return italic("→ " + who + " dự thay")
	case store.Declined:
		return italic("→ " + who + " không dự được")
	}
	return ""
}

// itemAndDay is an item under its day.
func itemAndDay(e week.Event, d *staff.Directory) string {
	return bold(longDay(e.Date)) + "\n" + items{directory: d}.line(e, civil.Date{})
}

// AskSubstitute asks who is to go.
func AskSubstitute(e week.Event, d *staff.Directory) store.Message {
	return message(bold("Cử người dự thay"), itemAndDay(e, d), "Cử đồng chí nào? Bấm tên, hoặc gõ tên.")
}

// SeveralSubstitutes asks which of several people of a name.
func SeveralSubstitutes(e week.Event, d *staff.Directory) store.Message {
	return message(bold("Cử người dự thay"), itemAndDay(e, d), "Có nhiều người tên này. Đồng chí chọn một.")
}

// Why somebody cannot be asked to go.
func SubstituteSelf() store.Message {
	return message("Đó là chính đồng chí. Đồng chí chọn người khác.")
}
func SubstituteGoes(p staff.Person) store.Message {
	return message(capital(comrade(p)) + " đã có trong thành phần mục này. Đồng chí chọn người khác.")
}
func SubstituteSends(p staff.Person) store.Message {
	return message(capital(comrade(p)) + " cũng đang cử người dự thay mục này. Đồng chí chọn người khác.")
}
func SubstituteUnreachable(p staff.Person) store.Message {
	return message(capital(comrade(p)) + " chưa dùng bot nên không hỏi được. Đồng chí chọn người khác, hoặc báo trực tiếp rồi nhờ Văn phòng sửa lịch.")
}
func SubstituteUnknown(text string) store.Message {
	return message("Trong danh bạ không có người tên " + quote(clip(text, 60)) + ". Đồng chí gõ lại hoặc bấm tên.")
}

// StandInAsked shows the leader how it stands with the substitute.
func StandInAsked(e week.Event, s store.StandIn, d *staff.Directory) store.Message {
	who := peopleNamed([]string{s.Substitute}, d)
	var state string
	switch s.State {
	case store.Accepted:
		state = markDone + " " + capital(who) + " nhận dự thay. Từ nay lời nhắc mục này gửi cho đồng chí ấy."
	case store.Declined:
		state = capital(who) + " không dự được. Đồng chí vẫn được nhắc mục này."
	default:
		state = "Đã hỏi " + who + ", đang chờ trả lời. Cho đến khi có người nhận, đồng chí vẫn được nhắc."
	}
	return message(bold("Cử người dự thay"), itemAndDay(e, d), state)
}

// StandInEnded tells the leader that they go themselves.
func StandInEnded(e week.Event, d *staff.Directory) store.Message {
	return message(bold("Cử người dự thay"), itemAndDay(e, d), "Đã thôi cử. Đồng chí tự dự, được nhắc như thường.")
}

// StandInGivenUp tells that nobody was asked.
func StandInGivenUp() store.Message { return message("Đã thôi, chưa hỏi ai.") }

// StandInPast tells that the item has begun, or is not in the schedule any more.
func StandInPast() store.Message {
	return message("Mục này đã qua, hoặc không còn trong lịch của đồng chí.")
}

// StandInOffer asks somebody to go in a leader's place; the state says how they have
// answered, "" that it is not asked any more.
func StandInOffer(e week.Event, s store.StandIn, d *staff.Directory) store.Message {
	who := peopleNamed([]string{s.Person}, d)
	answer := "Đồng chí dự được không?"
	switch s.State {
	case store.Accepted:
		answer = markDone + " Đồng chí đã nhận. Lời nhắc mục này gửi cho đồng chí."
	case store.Declined:
		answer = "Đồng chí đã báo không dự được."
	case "":
		answer = capital(who) + " không còn nhờ việc này."
	}
	return message(bold(capital(who)+" nhờ đồng chí dự thay"), itemAndDay(e, d), answer)
}

// ToastItemMoved answers a press on an offer whose item was moved since it was shown.
const ToastItemMoved = "Mục này vừa đổi; đồng chí xem lại rồi bấm."

// StandInNews tells the leader and the office what the substitute has answered.
func StandInNews(e week.Event, s store.StandIn, toOffice bool, d *staff.Directory) store.Message {
	who, whose := peopleNamed([]string{s.Substitute}, d), "đồng chí"
	if toOffice {
		whose = peopleNamed([]string{s.Person}, d)
	}
	switch s.State {
	case store.Accepted:
		return message(bold(markDone+" "+capital(who)+" dự thay "+whose), itemAndDay(e, d))
	case store.Declined:
		stays := "Đồng chí vẫn được nhắc mục này. Cử người khác: /duthay."
		if toOffice {
			stays = capital(whose) + " vẫn được nhắc mục này."
		}
		return message(bold(markWarning+" "+capital(who)+" không dự thay "+whose+" được"), itemAndDay(e, d), stays)
	}
	return message(bold(capital(whose)+" tự dự, "+who+" không dự thay nữa"), itemAndDay(e, d))
}

// StandInDismissed tells the substitute that they need not go.
func StandInDismissed(e week.Event, s store.StandIn, d *staff.Directory) store.Message {
	return message(bold(capital(peopleNamed([]string{s.Person}, d))+" không còn nhờ đồng chí dự thay"), itemAndDay(e, d))
}

// StandInLeft tells that a substitute no longer works in the office: they have handed
// over their post or are gone from the directory.
func StandInLeft(e week.Event, person string, d *staff.Directory) store.Message {
	return message(bold(markWarning+" Người được cử dự thay đã bàn giao công việc hoặc không còn trong danh bạ"), itemAndDay(e, d),
		capital(peopleNamed([]string{person}, d))+" lại được nhắc mục này. Cử người khác: /duthay.")
}

// StandsIn is what an answer says behind an item to which somebody goes in somebody
// else's place.
func StandsIn(s store.StandIn, d *staff.Directory) string {
	name := func(key string) string {
		if p, ok := d.Person(key); ok {
			return p.Style()
		}
		return key
	}
	return "(" + name(s.Substitute) + " dự thay " + name(s.Person) + ")"
}

// StandInLabel is an item on a button.
func StandInLabel(e week.Event) string {
	hour := vi.Hour(string(e.Time))
	if hour == "" {
		hour = clip(publicText(e), 12)
	}
	return DayLabel(e.Date) + " " + hour
}
