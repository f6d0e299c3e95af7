package render

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/week"
)

// ofOffice stands behind what the office's settings say.
const ofOffice = " (theo Văn phòng)"

// Wishes tells a person what they get from the clock by itself: their own wishes, and
// the office's settings where they have none.
func Wishes(p, office store.Preference) store.Message {
	return message(wishLines(p, office),
		italic("Đồng chí bấm phần cần đổi, hoặc gõ. Ví dụ: sáng 6h45; tối 19h30; nhắc trước 45 phút; yên lặng 21h đến 6h"))
}

func wishLines(p, office store.Preference) string {
	return bold("Nhắc việc của đồng chí") + "\n\n" + lines(
		"Danh sách sáng: "+listWish(p.NoMorning, p.Morning, office.Morning),
		"Danh sách tối, cho ngày mai: "+listWish(p.NoEvening, p.Evening, office.Evening),
		"Ngày gửi danh sách: "+daysWish(p.DaysOff),
		"Nhắc trước mỗi mục: "+leadsWish(p, office),
		"Giờ yên lặng: "+quietWish(p, office),
		"Ngày không có lịch: "+freeWish(p.EvenIfFree))
}

func listWish(off bool, own, office week.Clock) string {
	switch {
	case off:
		return "không gửi"
	case office == "":
		return "Văn phòng không gửi"
	case own == "":
		return vi.Hour(string(office)) + ofOffice
	}
	return vi.Hour(string(own))
}

func daysWish(off []time.Weekday) string {
	if len(off) == 0 {
		return "mọi ngày"
	}
	var on []string
	for _, d := range Weekdays {
		if !slices.Contains(off, d) {
			on = append(on, WeekdayLabel(d))
		}
	}
	if len(on) == 0 {
		return "không ngày nào"
	}
	return strings.Join(on, ", ")
}

func leadsWish(p, office store.Preference) string {
	switch {
	case p.NoLeads, len(p.Leads)+len(office.Leads) == 0:
		return "không nhắc"
	case len(p.Leads) == 0:
		return leadWords(office.Leads) + ofOffice
	}
	return leadWords(p.Leads)
}

func leadWords(leads []int) string {
	leads = slices.Clone(leads)
	slices.SortFunc(leads, func(a, b int) int { return b - a })
	all := make([]string, len(leads))
	for i, lead := range leads {
		all[i] = LeadLabel(lead)
	}
	return strings.Join(all, ", ")
}

// LeadLabel is "45 phút", "2 giờ", "1 giờ 30 phút", "1 ngày".
func LeadLabel(minutes int) string {
	switch hours := minutes / 60; {
	case minutes == 24*60:
		return "1 ngày"
	case hours == 0:
		return fmt.Sprintf("%d phút", minutes)
	case minutes%60 == 0:
		return fmt.Sprintf("%d giờ", hours)
	default:
		return fmt.Sprintf("%d giờ %d phút", hours, minutes%60)
	}
}

func quietWish(p, office store.Preference) string {
	note := ""
	if p.QuietFrom == "" {
		note = ofOffice
	}
	p = p.Over(office)
	if p.QuietFrom == p.QuietTo {
		return "không có" + note
	}
	return vi.Hour(string(p.QuietFrom)) + "–" + vi.Hour(string(p.QuietTo)) + note
}

func freeWish(even bool) string {
	if even {
		return "cũng báo"
	}
	return "không báo"
}

// ClockLabel is an hour on a button: "06h30".
func ClockLabel(c week.Clock) string { return vi.Hour(string(c)) }

// Weekdays are the days of a week, Monday first.
var Weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// WeekdayLabel is "T2" … "CN".
func WeekdayLabel(d time.Weekday) string {
	if d == time.Sunday {
		return "CN"
	}
	return fmt.Sprintf("T%d", int(d)+1)
}

// A WishPart is one of the things that can be wished.
type WishPart string

// The parts.
const (
	WishMorning WishPart = "morning"
	WishEvening WishPart = "evening"
	WishLeads   WishPart = "leads"
	WishDays    WishPart = "days"
	WishQuiet   WishPart = "quiet"
)

// AskWish asks for one of the things.
func AskWish(part WishPart, p, office store.Preference) store.Message {
	var title, now, how string
	switch part {
	case WishMorning:
		title, now, how = "Danh sách sáng", listWish(p.NoMorning, p.Morning, office.Morning), "Bấm giờ, hoặc gõ từ 4h đến 12h, ví dụ: 6h45"
	case WishEvening:
		title, now, how = "Danh sách tối, cho ngày mai", listWish(p.NoEvening, p.Evening, office.Evening), "Bấm giờ, hoặc gõ từ 12h đến 23h, ví dụ: 18h30"
	case WishLeads:
		title, now, how = "Nhắc trước mỗi mục", leadsWish(p, office), "Bấm để thêm hoặc bỏ; được nhiều mức. Hoặc gõ tất cả, ví dụ: 1 giờ, 45 phút"
	case WishDays:
		title, now, how = "Ngày gửi danh sách", daysWish(p.DaysOff), "Bấm để thêm hoặc bỏ. Tối hôm trước gửi cho ngày được chọn; ngày trực luôn được báo."
	case WishQuiet:
		title, now, how = "Giờ yên lặng", quietWish(p, office), "Việc không gấp chờ hết giờ này. Bấm một nút, hoặc gõ, ví dụ: 21h đến 6h"
	}
	return message(bold(title)+"\nĐang đặt: "+now, italic(how))
}

// WishNotRead tells that a typed text is no value of the thing.
func WishNotRead(part WishPart) store.Message {
	if part == WishDays {
		return message("Chưa hiểu. Đồng chí bấm các nút ngày để thêm hoặc bỏ.")
	}
	example := map[WishPart]string{WishMorning: "6h45 (từ 4h đến 12h)", WishEvening: "18h30 (từ 12h đến 23h)",
		WishLeads: "1 giờ, 45 phút (từ 1 phút đến 1 ngày, nhiều nhất 6 mức)", WishQuiet: "21h đến 6h"}[part]
	return message("Chưa hiểu. Đồng chí gõ lại, ví dụ: " + example + "; hoặc bấm một nút.")
}

// WishesDone ends the screen.
func WishesDone(p, office store.Preference) store.Message {
	return message(wishLines(p, office), markDone+" Đã ghi. Đổi lại: /nhacviec.")
}
